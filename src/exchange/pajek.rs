//! A view → Pajek's network file, for Pajek, NetworkX, igraph and much of network science.
//!
//! The format holds labels of nodes, and weights and labels of arcs; nothing else survives. It knows no way to write a
//! quotation mark or a backslash, so `"` becomes `'` and `\` becomes `/`; line ends become spaces. Readers take labels
//! for identifiers: what would be there twice gets its number.
//!
//! Source: Pajek reference manual, section 5.3.

use std::collections::HashSet;
use std::io::{Result, Write};

use petgraph::visit::EdgeRef as _;

use super::attributes::clean;
use crate::graph::view::View;

/// Writes a view.
///
/// # Errors
/// What the system says.
pub fn write(view: &View, mut out: impl Write) -> Result<()> {
    writeln!(out, "*Vertices {}", view.graph.node_count())?;
    let mut taken = HashSet::new();
    for (place, node) in view.graph.node_weights().enumerate() {
        let mut label = plain(&node.label);
        while !taken.insert(label.clone()) {
            label = format!("{label} ({})", place + 1);
        }
        writeln!(out, "{} \"{label}\"", place + 1)?;
    }
    writeln!(out, "*Arcs")?;
    for edge in view.graph.edge_references() {
        let (source, target) = (edge.source().index() + 1, edge.target().index() + 1);
        writeln!(out, "{source} {target} {} l \"{}\"", edge.weight().count(), plain(&edge.weight().label))?;
    }
    out.flush()
}

fn plain(text: &str) -> String {
    let spaced: Vec<String> =
        clean(text).split_whitespace().map(|word| word.replace('"', "'").replace('\\', "/")).collect();
    spaced.join(" ")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::exchange::fixture;

    fn check(view: &View, expected: Expect) {
        let mut bytes = Vec::new();
        write(view, &mut bytes).unwrap();
        expected.assert_eq(&String::from_utf8(bytes).unwrap());
    }

    #[test]
    fn vertices_have_labels_and_arcs_weights() {
        check(
            &fixture::small(),
            expect![[r#"
            *Vertices 2
            1 "Iran"
            2 "Hamas"
            *Arcs
            1 2 3 l "funds"
            1 2 1 l "arms"
        "#]],
        );
    }

    #[test]
    fn hostile_labels_stay_on_one_line_and_are_told_apart() {
        check(
            &fixture::evil(),
            expect![[r#"
            *Vertices 2
            1 "=A 'q' 'a' <b> & / ; , | `中عé🛢 b ]]>--/"
            2 "=A 'q' 'a' <b> & / ; , | `中عé🛢 b ]]>--/ (2)"
            *Arcs
            1 2 3 l "=A 'q' 'a' <b> & / ; , | `中عé🛢 b ]]>--/"
            1 2 1 l "=A 'q' 'a' <b> & / ; , | `中عé🛢 b ]]>--/"
        "#]],
        );
    }

    #[test]
    fn nothing_is_a_network_too() {
        check(
            &fixture::empty(),
            expect![[r#"
            *Vertices 0
            *Arcs
        "#]],
        );
    }
}
