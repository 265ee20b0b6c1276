//! A view → the same tables as [`tables`], as Parquet, for pandas, Polars, DuckDB, Spark and R.
//!
//! Columns have types: dates are dates, lists are lists. What has no value is null. Nothing is packed: encodings by
//! dictionary leave little to pack.
//!
//! Source: Apache Parquet format, "Logical types" (dates are days since 1970, lists have three levels).
//!
//! [`tables`]: super::tables

use std::io::{Error, Result, Write};
use std::sync::Arc;

use ::parquet::basic::{LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::{ParquetError, Result as Written};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use petgraph::visit::EdgeRef as _;

use super::attributes::{Attribute, EDGE, Kind, Value, clean};
use super::tables::node_columns;
use crate::graph::view::View;

/// Writes the table of nodes.
///
/// # Errors
/// What the system says.
pub fn nodes(view: &View, out: impl Write) -> Result<()> {
    let nodes: Vec<_> = view.graph.node_weights().collect();
    let mut columns = vec![text("id", nodes.iter().map(|node| node.iri.as_str()))];
    columns.extend(node_columns(view).into_iter().map(|attribute| column(attribute, &nodes)));
    table(&columns, out)
}

/// Writes the table of edges.
///
/// # Errors
/// What the system says.
pub fn edges(view: &View, out: impl Write) -> Result<()> {
    let edges: Vec<_> = view.graph.edge_weights().collect();
    let end = |source: bool| {
        let place =
            move |edge: petgraph::graph::EdgeReference<'_, _>| if source { edge.source() } else { edge.target() };
        view.graph.edge_references().map(move |edge| &view.graph[place(edge)])
    };
    let mut columns = vec![
        text("source", end(true).map(|node| node.iri.as_str())),
        text("target", end(false).map(|node| node.iri.as_str())),
        text("source_label", end(true).map(|node| node.label.as_str())),
        text("target_label", end(false).map(|node| node.label.as_str())),
    ];
    columns.extend(EDGE.iter().map(|attribute| column(attribute, &edges)));
    table(&columns, out)
}

/// The values of all rows.
struct Column<'a> {
    name: &'static str,
    kind: Kind,
    values: Vec<Option<Value<'a>>>,
}

fn text<'a>(name: &'static str, texts: impl Iterator<Item = &'a str>) -> Column<'a> {
    Column { name, kind: Kind::Text, values: texts.map(|text| Some(Value::Text(clean(text)))).collect() }
}

fn column<'a, T>(attribute: &Attribute<T>, items: &[&'a T]) -> Column<'a> {
    Column { name: attribute.name, kind: attribute.kind, values: items.iter().map(|item| attribute.of(item)).collect() }
}

fn table(columns: &[Column<'_>], mut out: impl Write) -> Result<()> {
    // The format ends with a list of places: it is made as a whole.
    out.write_all(&bytes(columns).map_err(Error::other)?)?;
    out.flush()
}

fn bytes(columns: &[Column<'_>]) -> Written<Vec<u8>> {
    let fields = columns.iter().map(|column| Ok(Arc::new(column.schema()?))).collect::<Written<_>>()?;
    let schema = Type::group_type_builder("table").with_fields(fields).build()?;
    let properties = WriterProperties::builder().set_created_by("actograph".to_owned()).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    if columns.iter().any(|column| !column.values.is_empty()) {
        let mut rows = writer.next_row_group()?;
        for column in columns {
            let missing = || ParquetError::General(format!("no place for {}", column.name));
            let mut place = rows.next_column()?.ok_or_else(missing)?;
            column.write(&mut place)?;
            place.close()?;
        }
        rows.close()?;
    }
    writer.into_inner()
}

impl Column<'_> {
    fn schema(&self) -> Written<Type> {
        let primitive = |name, physical, logical, repetition| {
            Type::primitive_type_builder(name, physical).with_logical_type(logical).with_repetition(repetition).build()
        };
        let optional = |physical, logical| primitive(self.name, physical, logical, Repetition::OPTIONAL);
        match self.kind {
            Kind::Text => optional(Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Date => optional(Physical::INT32, Some(LogicalType::Date)),
            Kind::Integer => optional(Physical::INT64, None),
            Kind::Real => optional(Physical::DOUBLE, None),
            Kind::Truth => optional(Physical::BOOLEAN, None),
            Kind::Texts => {
                let item = primitive("element", Physical::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED)?;
                let list = Type::group_type_builder("list")
                    .with_repetition(Repetition::REPEATED)
                    .with_fields(vec![Arc::new(item)])
                    .build()?;
                Type::group_type_builder(self.name)
                    .with_logical_type(Some(LogicalType::List))
                    .with_repetition(Repetition::OPTIONAL)
                    .with_fields(vec![Arc::new(list)])
                    .build()
            }
        }
    }

    fn write(&self, place: &mut SerializedColumnWriter<'_>) -> Written<()> {
        // A date that is none has no place in a column of dates.
        let day = |value: &Value<'_>| match value {
            Value::Date(date) => days(date),
            _ => None,
        };
        let levels: Vec<i16> = self.values.iter().map(|value| i16::from(value.is_some())).collect();
        let present = self.values.iter().flatten();
        match self.kind {
            Kind::Text => {
                let texts: Vec<ByteArray> = present.map(|value| value.plain().as_ref().into()).collect();
                place.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)?;
            }
            Kind::Date => {
                let days: Vec<Option<i32>> = self.values.iter().map(|value| value.as_ref().and_then(day)).collect();
                let levels: Vec<i16> = days.iter().map(|day| i16::from(day.is_some())).collect();
                let days: Vec<i32> = days.into_iter().flatten().collect();
                place.typed::<Int32Type>().write_batch(&days, Some(&levels), None)?;
            }
            Kind::Integer => {
                let of = |value: &Value<'_>| if let Value::Integer(number) = value { *number as i64 } else { 0 };
                place.typed::<Int64Type>().write_batch(&present.map(of).collect::<Vec<_>>(), Some(&levels), None)?;
            }
            Kind::Real => {
                let of = |value: &Value<'_>| if let Value::Real(number) = value { *number } else { 0.0 };
                place.typed::<DoubleType>().write_batch(&present.map(of).collect::<Vec<_>>(), Some(&levels), None)?;
            }
            Kind::Truth => {
                let of = |value: &Value<'_>| matches!(value, Value::Truth(true));
                place.typed::<BoolType>().write_batch(&present.map(of).collect::<Vec<_>>(), Some(&levels), None)?;
            }
            Kind::Texts => {
                let (mut items, mut levels, mut repeated): (Vec<ByteArray>, Vec<i16>, Vec<i16>) = Default::default();
                for value in &self.values {
                    let texts: &[_] = if let Some(Value::Texts(texts)) = value { texts } else { &[] };
                    if texts.is_empty() {
                        levels.push(i16::from(value.is_some()));
                        repeated.push(0);
                    }
                    for (number, text) in texts.iter().enumerate() {
                        items.push(text.as_ref().into());
                        levels.push(2);
                        repeated.push(i16::from(number > 0));
                    }
                }
                place.typed::<ByteArrayType>().write_batch(&items, Some(&levels), Some(&repeated))?;
            }
        }
        Ok(())
    }
}

/// Days from 1970-01-01.
fn days(date: &str) -> Option<i32> {
    let date: jiff::civil::Date = date.parse().ok()?;
    Some(jiff::civil::date(1970, 1, 1).until(date).ok()?.get_days())
}

#[cfg(test)]
mod tests {
    use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
    use ::parquet::record::RowAccessor as _;

    use super::*;
    use crate::exchange::fixture::{CLEANED, empty, evil};

    fn reader(write: impl Fn(&mut Vec<u8>) -> Result<()>) -> SerializedFileReader<bytes::Bytes> {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap()
    }

    #[test]
    fn typed_values_and_hostile_texts_come_back() {
        let view = evil();
        let read = reader(|out| edges(&view, out));
        let row = read.get_row_iter(None).unwrap().next().unwrap().unwrap();
        let place = |name: &str| row.get_column_iter().position(|(column, _)| column == name).unwrap();
        assert_eq!(row.get_string(place("sample")).unwrap(), CLEANED);
        assert_eq!(row.get_long(place("weight")).unwrap(), 3);
        assert!(!row.get_bool(place("symmetric")).unwrap());
        assert_eq!(row.get_list(place("sample_sources")).unwrap().len(), 1);
        let (_, date) = row.get_column_iter().nth(place("first_date")).unwrap();
        assert_eq!(date.to_string(), "2025-04-12");
    }

    #[test]
    fn an_empty_view_has_columns_and_no_rows() {
        let read = reader(|out| nodes(&empty(), out));
        assert_eq!(read.metadata().file_metadata().num_rows(), 0);
        assert!(read.metadata().file_metadata().schema().get_fields().len() > 8);
    }

    #[test]
    fn days_count_from_1970() {
        assert_eq!(
            ["1970-01-01", "1969-12-31", "2025-04-12", "2025-99"].map(days),
            [Some(0), Some(-1), Some(20190), None]
        );
    }
}
