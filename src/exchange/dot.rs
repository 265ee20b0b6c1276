//! A view → DOT as data: every node and edge with all attributes, for Graphviz, gvpr and NetworkX.
//!
//! The picture is [`picture::dot`](crate::picture::dot), which merges edges and has a legend; here nothing is merged.
//! DOT itself unescapes quotation marks only: a program that reads attributes finds a backslash doubled, and `\n` for a
//! line end, as in labels.
//!
//! Source: <https://graphviz.org/doc/info/lang.html>.

use std::io::{Result, Write};

use petgraph::visit::EdgeRef as _;

use super::attributes::{self, Attribute, EDGE, NODE, clean};
use crate::graph::view::View;

/// Writes a view.
///
/// # Errors
/// What the system says.
pub fn write(view: &View, mut out: impl Write) -> Result<()> {
    writeln!(out, "digraph actograph {{")?;
    for node in view.graph.node_weights() {
        writeln!(out, "  {} [{}];", quote(&node.iri), list(NODE, node))?;
    }
    for edge in view.graph.edge_references() {
        let [source, target] = [edge.source(), edge.target()].map(|end| quote(&view.graph[end].iri));
        // Graphviz takes `weight` for how straight a line shall be, and takes these numbers as well as any.
        writeln!(out, "  {source} -> {target} [{}];", list(EDGE, edge.weight()))?;
    }
    writeln!(out, "}}")?;
    out.flush()
}

fn list<T>(table: &'static [Attribute<T>], item: &T) -> String {
    let pairs = attributes::values(table, item).map(|(a, value)| format!("{}={}", a.name, quote(&value.plain())));
    pairs.collect::<Vec<_>>().join(", ")
}

/// A string of DOT. Tabs and other spaces need no escape.
fn quote(text: &str) -> String {
    let escaped = clean(text).replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::exchange::fixture::{empty, evil, small};

    fn written(view: &View) -> String {
        let mut bytes = Vec::new();
        write(view, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn nodes_and_edges_have_all_attributes() {
        expect![[r#"
            digraph actograph {
              "https://w3id.org/actograph/kg/iran" [iri="https://w3id.org/actograph/kg/iran", label="Iran", aliases="[\"Islamic Republic of Iran\",\"Tehran; capital\"]", class="State", wikidata="http://www.wikidata.org/entity/Q794", state="Iran", members="[]", assertions="4", documents="2", first_date="2025-04-12", last_date="2025-05-01"];
              "https://w3id.org/actograph/kg/hamas" [iri="https://w3id.org/actograph/kg/hamas", label="Hamas", aliases="[]", class="ArmedGroup", members="[]", assertions="4", documents="2", first_date="2025-04-12", last_date="2025-05-01"];
              "https://w3id.org/actograph/kg/iran" -> "https://w3id.org/actograph/kg/hamas" [predicate="funds", label="funds", symmetric="false", lasting="false", parts="[]", plover="AID", quad_class="MC", tone="cooperation", weight="3", stated="2", reported="0", uncertain="0", denied="1", ended="0", planned="0", possible="0", desired="0", documents="2", first_date="2025-04-12", last_date="2025-05-01", happened_from="2025-04-10", happened_to="2025-04-11", confidence="0.93", evidence="[\"https://w3id.org/actograph/kg/a/funds\"]", sample="Iran funds Hamas.", sample_document="https://w3id.org/actograph/kg/doc/one", sample_title="Talks", sample_publisher="The Courier", sample_date="2025-04-12", sample_manner="stated", sample_sources="[\"Reuters\"]"];
              "https://w3id.org/actograph/kg/iran" -> "https://w3id.org/actograph/kg/hamas" [predicate="arms", label="arms", symmetric="false", lasting="false", parts="[]", plover="AID", quad_class="MC", tone="cooperation", weight="1", stated="0", reported="0", uncertain="1", denied="0", ended="0", planned="0", possible="1", desired="0", documents="2", first_date="2025-04-12", last_date="2025-05-01", happened_from="2025-04-10", happened_to="2025-04-11", confidence="0.93", evidence="[\"https://w3id.org/actograph/kg/a/arms\"]", sample="Iran arms Hamas.", sample_document="https://w3id.org/actograph/kg/doc/one", sample_title="Talks", sample_publisher="The Courier", sample_date="2025-04-12", sample_manner="possible", sample_sources="[\"Reuters\"]"];
            }
        "#]].assert_eq(&written(&small()));
        expect![[r#"
            digraph actograph {
            }
        "#]]
        .assert_eq(&written(&empty()));
    }

    #[test]
    fn hostile_texts_end_no_string() {
        let text = written(&evil());
        assert_eq!(text.lines().count(), 6, "{text}");
        for line in text.lines().filter(|line| line.starts_with("  ")) {
            let unescaped = line.replace("\\\\", "").replace("\\\"", "");
            assert_eq!(unescaped.matches('"').count() % 2, 0, "{line}");
        }
    }
}
