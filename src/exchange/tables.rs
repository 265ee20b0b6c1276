//! A view → a table of nodes and a table of edges, as CSV or TSV, for spreadsheets, pandas, R and every import dialog.
//!
//! The first columns are called as Gephi, igraph and Cytoscape look for them: `id` (the IRI) in the table of nodes,
//! `source` and `target` in that of edges; names of the ends stand beside them. A cell without value is empty, a list is
//! a JSON array. Texts are from documents that somebody else wrote, and a spreadsheet computes what begins with `=`, so
//! such a cell gets a `'` in front unless told otherwise.
//!
//! Sources: RFC 4180; OWASP, CSV Injection.

use std::borrow::Cow;
use std::io::{Result, Write};

use petgraph::visit::EdgeRef as _;

use super::attributes::{Attribute, EDGE, Value, clean, of_nodes};
use crate::graph::view::{Node, View};

/// How cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cells {
    /// What stands between them.
    pub delimiter: u8,
    /// Whether texts that a spreadsheet would compute are written as they are.
    pub verbatim: bool,
}

/// Writes the table of nodes.
///
/// # Errors
/// What the system says.
pub fn nodes(view: &View, cells: Cells, out: impl Write) -> Result<()> {
    let mut table = writer(cells, out);
    let columns = node_columns(view);
    table.write_record(std::iter::once("id").chain(columns.iter().map(|column| column.name)))?;
    for node in view.graph.node_weights() {
        table.write_field(node.iri.as_bytes())?;
        for column in &columns {
            table.write_field(cells.cell(column.of(node)).as_bytes())?;
        }
        table.write_record(None::<&[u8]>)?;
    }
    table.flush()
}

/// Writes the table of edges.
///
/// # Errors
/// What the system says.
pub fn edges(view: &View, cells: Cells, out: impl Write) -> Result<()> {
    let mut table = writer(cells, out);
    let head = ["source", "target", "source_label", "target_label"];
    table.write_record(head.into_iter().chain(EDGE.iter().map(|column| column.name)))?;
    for edge in view.graph.edge_references() {
        let ends = [edge.source(), edge.target()].map(|end| &view.graph[end]);
        for end in ends {
            table.write_field(end.iri.as_bytes())?;
        }
        for end in ends {
            table.write_field(cells.cell(Some(Value::Text(clean(&end.label)))).as_bytes())?;
        }
        for column in EDGE {
            table.write_field(cells.cell(column.of(edge.weight())).as_bytes())?;
        }
        table.write_record(None::<&[u8]>)?;
    }
    table.flush()
}

/// The columns of the table of nodes behind `id`, which is the IRI already.
pub(super) fn node_columns(view: &View) -> Vec<&'static Attribute<Node>> {
    of_nodes(view).into_iter().filter(|attribute| attribute.name != "iri").collect()
}

fn writer<W: Write>(cells: Cells, out: W) -> csv::Writer<W> {
    csv::WriterBuilder::new().delimiter(cells.delimiter).from_writer(out)
}

impl Cells {
    fn cell(self, value: Option<Value<'_>>) -> String {
        let text = value.map_or(String::new(), |value| value.plain().into_owned());
        if self.verbatim { text } else { inert(&text).into_owned() }
    }
}

/// A text that no spreadsheet computes.
///
/// ```
/// use actograph::exchange::tables::inert;
/// assert_eq!(inert("=1+1"), "'=1+1");
/// assert_eq!(inert("Iran"), "Iran");
/// ```
pub fn inert(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::exchange::fixture::{CLEANED, empty, evil, small};

    const SAFE: Cells = Cells { delimiter: b',', verbatim: false };

    fn written(view: &View, cells: Cells) -> [String; 2] {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        nodes(view, cells, &mut first).unwrap();
        edges(view, cells, &mut second).unwrap();
        [first, second].map(|bytes| String::from_utf8(bytes).unwrap())
    }

    fn column(table: &str, cells: Cells, name: &str) -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new().delimiter(cells.delimiter).from_reader(table.as_bytes());
        let place = reader.headers().unwrap().iter().position(|head| head == name).unwrap();
        reader.records().map(|record| record.unwrap()[place].to_owned()).collect()
    }

    #[test]
    fn both_tables_hold_every_attribute() {
        let [nodes, edges] = written(&small(), SAFE);
        expect![[r#"
            id,label,aliases,class,wikidata,state,members,hops,assertions,documents,first_date,last_date
            https://w3id.org/actograph/kg/iran,Iran,"[""Islamic Republic of Iran"",""Tehran; capital""]",State,http://www.wikidata.org/entity/Q794,Iran,[],,4,2,2025-04-12,2025-05-01
            https://w3id.org/actograph/kg/hamas,Hamas,[],ArmedGroup,,,[],,4,2,2025-04-12,2025-05-01
        "#]].assert_eq(&nodes);
        expect![[r#"
            source,target,source_label,target_label,predicate,label,symmetric,lasting,parts,plover,quad_class,tone,weight,stated,reported,uncertain,denied,ended,planned,possible,desired,documents,first_date,last_date,happened_from,happened_to,confidence,evidence,sample,sample_document,sample_title,sample_publisher,sample_date,sample_manner,sample_sources
            https://w3id.org/actograph/kg/iran,https://w3id.org/actograph/kg/hamas,Iran,Hamas,funds,funds,false,false,[],AID,MC,cooperation,3,2,0,0,1,0,0,0,0,2,2025-04-12,2025-05-01,2025-04-10,2025-04-11,0.93,"[""https://w3id.org/actograph/kg/a/funds""]",Iran funds Hamas.,https://w3id.org/actograph/kg/doc/one,Talks,The Courier,2025-04-12,stated,"[""Reuters""]"
            https://w3id.org/actograph/kg/iran,https://w3id.org/actograph/kg/hamas,Iran,Hamas,arms,arms,false,false,[],AID,MC,cooperation,1,0,0,1,0,0,0,1,0,2,2025-04-12,2025-05-01,2025-04-10,2025-04-11,0.93,"[""https://w3id.org/actograph/kg/a/arms""]",Iran arms Hamas.,https://w3id.org/actograph/kg/doc/one,Talks,The Courier,2025-04-12,possible,"[""Reuters""]"
        "#]].assert_eq(&edges);
    }

    #[test]
    fn hostile_texts_come_back_and_are_computed_by_no_spreadsheet() {
        for delimiter in [b',', b'\t'] {
            let cells = Cells { delimiter, verbatim: false };
            let [nodes, edges] = written(&evil(), cells);
            assert_eq!(column(&nodes, cells, "label"), [format!("'{CLEANED}"), format!("'{CLEANED}")]);
            assert_eq!(column(&edges, cells, "source_label")[0], format!("'{CLEANED}"));
            let cells = Cells { delimiter, verbatim: true };
            let [nodes, edges] = written(&evil(), cells);
            assert_eq!(column(&nodes, cells, "label"), [CLEANED, CLEANED]);
            assert_eq!(column(&edges, cells, "sample"), [CLEANED, CLEANED]);
            let aliases: Vec<String> = serde_json::from_str(&column(&nodes, cells, "aliases")[0]).unwrap();
            assert_eq!(aliases, [CLEANED, "+1"]);
        }
    }

    #[test]
    fn empty_tables_have_their_head() {
        let [nodes, edges] = written(&empty(), SAFE);
        assert!(nodes.starts_with("id,label,") && edges.starts_with("source,target,"));
        assert_eq!((nodes.lines().count(), edges.lines().count()), (1, 1));
    }
}
