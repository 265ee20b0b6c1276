//! A view → CX2, for Cytoscape and NDEx: a network with its types and its look.
//!
//! Attributes are declared with their types, lists are lists. Cytoscape's own columns `name` and `interaction` hold the
//! label of a node and the predicate of an edge. The look is a default style: labels, colours by class and by tone.
//! Positions are left to the reader.
//!
//! Source: Cytoscape Exchange Format version 2 (<https://cytoscape.org/cx/cx2/specification/>).

use std::collections::BTreeMap;
use std::io::{Result, Write};

use petgraph::visit::EdgeRef as _;
use serde_json::{Map, Value, json};

use super::attributes::{Attribute, EDGE, Kind, NODE, clean, of_nodes};
use super::json::{about, array, record};
use crate::graph::view::{QuadClass, View};
use crate::picture::style::{Family, Theme};

/// Writes a view.
///
/// # Errors
/// What the system says.
pub fn write(view: &View, mut out: impl Write) -> Result<()> {
    let about = about(view);
    let (n_nodes, n_edges) = (view.graph.node_count(), view.graph.edge_count());
    let counts = [
        ("attributeDeclarations", 1),
        ("networkAttributes", 1),
        ("nodes", n_nodes),
        ("edges", n_edges),
        ("visualProperties", 1),
    ];
    let counts = counts.map(|(name, n)| json!({"name": name, "elementCount": n}));
    writeln!(out, "[{},", json!({"CXVersion": "2.0", "hasFragments": false}))?;
    writeln!(out, "{},", json!({"metaData": counts}))?;
    writeln!(out, "{},", json!({"attributeDeclarations": [declarations(view, &about)]}))?;
    writeln!(out, "{},", json!({"networkAttributes": [about]}))?;
    write!(out, "{{\"nodes\":")?;
    let nodes = view
        .graph
        .node_weights()
        .enumerate()
        .map(|(id, node)| json!({"id": id, "v": record([("name", &clean(&node.label))], NODE, node)}));
    array(&mut out, nodes)?;
    write!(out, "}},\n{{\"edges\":")?;
    let edges = view.graph.edge_references().map(|edge| {
        let (id, source, target) = (edge.id().index(), edge.source().index(), edge.target().index());
        let values = record([("interaction", &clean(&edge.weight().predicate))], EDGE, edge.weight());
        json!({"id": id, "s": source, "t": target, "v": values})
    });
    array(&mut out, edges)?;
    writeln!(out, "}},\n{},", json!({"visualProperties": [look(view)]}))?;
    writeln!(out, "{}]", json!({"status": [{"success": true}]}))?;
    out.flush()
}

fn declarations(view: &View, about: &Value) -> Value {
    let network = about.as_object().into_iter().flatten().map(|(name, value)| {
        let kind = if value.is_number() { "long" } else { "string" };
        (name.clone(), json!({"d": kind}))
    });
    let string = json!({"d": "string"});
    let nodes = [("name".to_owned(), string.clone())].into_iter().chain(of_nodes(view).into_iter().map(declared));
    let edges = [("interaction".to_owned(), string)].into_iter().chain(EDGE.iter().map(declared));
    json!({
        "networkAttributes": network.collect::<Map<_, _>>(),
        "nodes": nodes.collect::<Map<_, _>>(),
        "edges": edges.collect::<Map<_, _>>(),
    })
}

fn declared<T>(attribute: &Attribute<T>) -> (String, Value) {
    let kind = match attribute.kind {
        Kind::Text | Kind::Date => "string",
        Kind::Texts => "list_of_string",
        Kind::Integer => "long",
        Kind::Real => "double",
        Kind::Truth => "boolean",
    };
    (attribute.name.to_owned(), json!({"d": kind}))
}

fn look(view: &View) -> Value {
    let passed =
        |attribute: &str| json!({"type": "PASSTHROUGH", "definition": {"attribute": attribute, "type": "string"}});
    let chosen = |attribute: &str, colors: BTreeMap<&str, &str>| {
        let map: Vec<Value> = colors.into_iter().map(|(value, color)| json!({"v": value, "vp": color})).collect();
        json!({"type": "DISCRETE", "definition": {"attribute": attribute, "type": "string", "map": map}})
    };
    let classes = view.graph.node_weights().map(|node| (node.class.name(), Family::of(node.class).look(Theme::Light)));
    let (fills, lines) = classes.map(|(class, look)| ((class, look.fill), (class, look.line))).unzip();
    let tones = BTreeMap::from([
        ("cooperation", Theme::Light.color(Some(QuadClass::MaterialCooperation))),
        ("conflict", Theme::Light.color(Some(QuadClass::MaterialConflict))),
        ("structure", Theme::Light.color(None)),
    ]);
    json!({
        "default": {
            "node": {"NODE_SHAPE": "round-rectangle", "NODE_WIDTH": 90, "NODE_HEIGHT": 30, "NODE_BORDER_WIDTH": 1},
            "edge": {"EDGE_TARGET_ARROW_SHAPE": "triangle"},
        },
        "nodeMapping": {
            "NODE_LABEL": passed("label"),
            "NODE_BACKGROUND_COLOR": chosen("class", fills),
            "NODE_BORDER_COLOR": chosen("class", lines),
        },
        "edgeMapping": {"EDGE_LABEL": passed("label"), "EDGE_LINE_COLOR": chosen("tone", tones)},
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::exchange::fixture::{CLEANED, empty, evil, small};

    fn written(view: &View) -> Vec<Value> {
        let mut bytes = Vec::new();
        write(view, &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn aspects_come_in_the_order_of_the_specification() {
        for view in [small(), empty()] {
            let aspects = written(&view);
            let names: Vec<&str> =
                aspects.iter().map(|aspect| aspect.as_object().unwrap().keys().next().unwrap().as_str()).collect();
            assert_eq!(
                names,
                [
                    "CXVersion",
                    "metaData",
                    "attributeDeclarations",
                    "networkAttributes",
                    "nodes",
                    "edges",
                    "visualProperties",
                    "status"
                ]
            );
            for count in aspects[1]["metaData"].as_array().unwrap() {
                let name = count["name"].as_str().unwrap();
                let items = aspects.iter().find_map(|aspect| aspect[name].as_array()).unwrap();
                assert_eq!(count["elementCount"].as_u64(), Some(items.len() as u64), "{name}");
            }
        }
    }

    #[test]
    fn every_value_has_its_declared_type() {
        let aspects = written(&evil());
        for kind in ["nodes", "edges"] {
            let declared = &aspects[2]["attributeDeclarations"][0][kind];
            for item in aspects.iter().find_map(|aspect| aspect[kind].as_array()).unwrap() {
                for (name, value) in item["v"].as_object().unwrap() {
                    let fits = match declared[name]["d"].as_str().unwrap() {
                        "string" => value.is_string(),
                        "long" => value.is_u64(),
                        "double" => value.is_f64(),
                        "boolean" => value.is_boolean(),
                        "list_of_string" => value.is_array(),
                        other => panic!("{other}"),
                    };
                    assert!(fits, "{name}: {value}");
                }
            }
        }
        assert_eq!(aspects[4]["nodes"][0]["v"]["name"].as_str(), Some(CLEANED));
    }

    #[test]
    fn colours_are_there_for_the_classes_of_the_view() {
        let look =
            &written(&small())[6]["visualProperties"][0]["nodeMapping"]["NODE_BORDER_COLOR"]["definition"]["map"];
        expect![[r##"[{"v":"ArmedGroup","vp":"#94492a"},{"v":"State","vp":"#2f5d8a"}]"##]].assert_eq(&look.to_string());
    }
}
