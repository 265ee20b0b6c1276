//! Query results in JSON, CSV or TSV → columns and rows of plain values.

use serde_json::Value;

use crate::actor::sheet::records;
use crate::diagnostic::Diagnostic;

/// No query asks for more.
const MOST_COLUMNS: usize = 100;

/// A query result; a value that is not bound is empty.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

pub(super) fn read(file: &str, text: &str) -> Result<Rows, Vec<Diagnostic>> {
    if text.trim_start().starts_with(['{', '[']) {
        return json(file, text).map_err(|complaint| vec![complaint]);
    }
    let (mut records, faults) = records(text);
    let complaints: Vec<Diagnostic> = faults
        .into_iter()
        .map(|place| Diagnostic::error("A01", file, place, "this quotation mark has no end"))
        .collect();
    if !complaints.is_empty() {
        return Err(complaints);
    }
    if records.is_empty() {
        return Err(vec![Diagnostic::error("A03", file, 0..0, "there is no header with the names of the columns")]);
    }
    let plain = |cells: Vec<crate::actor::sheet::Cell<'_>>| cells.iter().map(|c| term(&c.value)).collect();
    let header = records.remove(0);
    let columns = header.cells.iter().map(|c| c.value.trim_start_matches('?').to_owned()).collect();
    Ok(Rows { columns, rows: records.into_iter().map(|r| plain(r.cells)).collect() })
}

/// A value as the TSV format writes terms: `<iri>`, `"text"@en`, `"date"^^<type>`.
fn term(value: &str) -> String {
    if let Some(iri) = value.strip_prefix('<').and_then(|v| v.strip_suffix('>')) {
        return iri.to_owned();
    }
    let Some(rest) = value.strip_prefix('"') else {
        // The quotation marks are gone already; the language or type is left.
        let text = value.split("^^<").next().unwrap_or(value);
        let tag = text.rsplit_once('@').filter(|(_, tag)| is_language(tag));
        return tag.map_or(text, |(text, _)| text).to_owned();
    };
    rest.rsplit_once('"').map_or(rest, |(text, _)| text).to_owned()
}

fn is_language(tag: &str) -> bool {
    (2..=3).contains(&tag.split('-').next().unwrap_or_default().len())
        && tag.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

fn json(file: &str, text: &str) -> Result<Rows, Diagnostic> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let start = offset(text, error.line(), error.column());
        Diagnostic::error("A01", file, start..start, format!("this is no JSON: {error}"))
    })?;
    let list = match &value {
        Value::Array(list) => Some(list),
        other => other.pointer("/results/bindings").and_then(Value::as_array),
    };
    let Some(list) = list else {
        let complaint = Diagnostic::error("A01", file, 0..0, "there are no results of a query in this JSON");
        return Err(complaint.hint("`results.bindings` of SPARQL's JSON, or a list of objects"));
    };
    let mut rows = Rows::default();
    for binding in list.iter().filter_map(Value::as_object) {
        let mut row = vec![String::new(); rows.columns.len()];
        for (name, value) in binding {
            let text = value.get("value").unwrap_or(value);
            let text = text.as_str().map_or_else(|| text.to_string(), str::to_owned);
            if let Some(at) = rows.columns.iter().position(|c| c == name) {
                row[at] = text;
            } else if rows.columns.len() < MOST_COLUMNS {
                rows.columns.push(name.clone());
                row.push(text);
            }
        }
        rows.rows.push(row);
    }
    Ok(rows)
}

/// The byte of a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
