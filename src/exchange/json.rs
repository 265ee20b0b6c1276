//! A view → JSON: node-link for NetworkX and D3, Cytoscape's, and graphology's for Sigma.
//!
//! Nodes are called by their IRI. Numbers, truths and lists are JSON's own; what has no value has no key. Written node
//! by node, never held as a whole.
//!
//! Sources: `networkx.readwrite.json_graph` (node-link), <https://js.cytoscape.org/#notation/elements-json>,
//! <https://graphology.github.io/serialization.html>.

use std::io::{Result, Write};

use petgraph::visit::EdgeRef as _;
use serde_json::{Map, Value, json};

use super::attributes::{self, Attribute, EDGE, NODE};
use crate::graph::view::View;

/// Writes node-link JSON; edges stand below the key `edges`, or below `links` as D3 and NetworkX before 3.4 call them.
///
/// # Errors
/// What the system says.
pub fn node_link(view: &View, links: bool, mut out: impl Write) -> Result<()> {
    write!(out, "{{\"directed\":true,\"multigraph\":true,\"graph\":{},\n\"nodes\":", about(view))?;
    array(&mut out, view.graph.node_weights().map(|node| record([("id", node.iri.as_str())], NODE, node)))?;
    write!(out, ",\n\"{}\":", if links { "links" } else { "edges" })?;
    let edges = view.graph.edge_references().map(|edge| {
        let [source, target] = ends(view, edge.source(), edge.target());
        let key = format!("e{}", edge.id().index());
        record([("source", source), ("target", target), ("key", key.as_str())], EDGE, edge.weight())
    });
    array(&mut out, edges)?;
    out.write_all(b"}\n")?;
    out.flush()
}

/// Writes Cytoscape's JSON, for Cytoscape, Cytoscape.js and NetworkX.
///
/// # Errors
/// What the system says.
pub fn cytoscape(view: &View, mut out: impl Write) -> Result<()> {
    // NetworkX wants `data` as pairs, and `name` and `value` in every node.
    let title = view.title();
    let about = json!([["name", title], ["shared_name", title]]);
    write!(out, "{{\"format_version\":\"1.0\",\"generated_by\":\"actograph\",\"data\":{about},")?;
    write!(out, "\"directed\":true,\"multigraph\":true,\"elements\":{{\n\"nodes\":")?;
    let nodes = view.graph.node_weights().map(|node| {
        let iri = node.iri.as_str();
        json!({"data": record([("id", iri), ("name", &attributes::clean(&node.label)), ("value", iri)], NODE, node)})
    });
    array(&mut out, nodes)?;
    out.write_all(b",\n\"edges\":")?;
    let edges = view.graph.edge_references().map(|edge| {
        let [source, target] = ends(view, edge.source(), edge.target());
        let (id, name) = (format!("e{}", edge.id().index()), attributes::clean(&edge.weight().label));
        // NetworkX takes `key` for telling parallel edges apart.
        let head = [("id", id.as_str()), ("source", source), ("target", target), ("key", &id), ("name", &name)];
        json!({"data": record(head, EDGE, edge.weight())})
    });
    array(&mut out, edges)?;
    out.write_all(b"}}\n")?;
    out.flush()
}

/// Writes graphology's serialization, for Sigma; `size` and `color` are left to the reader.
///
/// # Errors
/// What the system says.
pub fn graphology(view: &View, mut out: impl Write) -> Result<()> {
    let options = json!({"type": "directed", "multi": true, "allowSelfLoops": true});
    write!(out, "{{\"options\":{options},\n\"attributes\":{},\n\"nodes\":", about(view))?;
    let nodes = view.graph.node_weights().map(|node| json!({"key": node.iri, "attributes": record([], NODE, node)}));
    array(&mut out, nodes)?;
    out.write_all(b",\n\"edges\":")?;
    let edges = view.graph.edge_references().map(|edge| {
        let [source, target] = ends(view, edge.source(), edge.target());
        let key = format!("e{}", edge.id().index());
        json!({"key": key, "source": source, "target": target, "attributes": record([], EDGE, edge.weight())})
    });
    array(&mut out, edges)?;
    out.write_all(b"}\n")?;
    out.flush()
}

/// What the file as a whole is about.
pub(super) fn about(view: &View) -> Value {
    let mut about = Map::new();
    about.insert("name".to_owned(), view.title().into());
    about.insert("description".to_owned(), view.subtitle().into());
    about.insert("documents".to_owned(), view.documents.into());
    if let Some((first, last)) = &view.dates {
        about.insert("first_date".to_owned(), first.as_str().into());
        about.insert("last_date".to_owned(), last.as_str().into());
    }
    about.insert("nodes_left_out".to_owned(), view.left_out.0.into());
    about.insert("edges_left_out".to_owned(), view.left_out.1.into());
    about.into()
}

/// The keys of a format itself, then all attributes.
pub(super) fn record<T, const N: usize>(
    head: [(&str, &str); N],
    table: &'static [Attribute<T>],
    item: &T,
) -> Map<String, Value> {
    let head = head.into_iter().map(|(key, value)| (key.to_owned(), Value::from(value)));
    head.chain(attributes::values(table, item).map(|(a, value)| (a.name.to_owned(), value.into()))).collect()
}

/// An array with one item a line.
pub(super) fn array(out: &mut impl Write, items: impl Iterator<Item = impl serde::Serialize>) -> Result<()> {
    out.write_all(b"[")?;
    for (place, item) in items.enumerate() {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &item)?;
    }
    out.write_all(b"]")
}

fn ends(view: &View, source: petgraph::graph::NodeIndex, target: petgraph::graph::NodeIndex) -> [&str; 2] {
    [source, target].map(|end| view.graph[end].iri.as_str())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::exchange::fixture::{CLEANED, empty, evil, small};

    type Write = fn(&View, &mut Vec<u8>) -> Result<()>;
    const ALL: [Write; 3] =
        [|view, out| node_link(view, false, out), |view, out| cytoscape(view, out), |view, out| graphology(view, out)];

    fn written(view: &View, write: Write) -> String {
        let mut bytes = Vec::new();
        write(view, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// The frame of a format: without the attributes that all have.
    fn check(write: Write, expected: Expect) {
        let text = written(&small(), write);
        serde_json::from_str::<Value>(&text).unwrap();
        let cut = |line: &str| {
            line.find("\"iri\"")
                .or(line.find("\"predicate\""))
                .map_or(line.to_owned(), |at| format!("{}…", &line[..at]))
        };
        expected.assert_eq(&text.lines().map(|line| cut(line) + "\n").collect::<String>());
    }

    #[test]
    fn node_link_has_the_frame_of_networkx() {
        check(
            ALL[0],
            expect![[r#"
            {"directed":true,"multigraph":true,"graph":{"name":"Who does what to whom","description":"2 nodes, 2 relations from 2 documents, 2025-04-12 to 2025-05-01","documents":2,"first_date":"2025-04-12","last_date":"2025-05-01","nodes_left_out":0,"edges_left_out":0},
            "nodes":[
            {"id":"https://w3id.org/actograph/kg/iran",…
            {"id":"https://w3id.org/actograph/kg/hamas",…
            "edges":[
            {"source":"https://w3id.org/actograph/kg/iran","target":"https://w3id.org/actograph/kg/hamas","key":"e0",…
            {"source":"https://w3id.org/actograph/kg/iran","target":"https://w3id.org/actograph/kg/hamas","key":"e1",…
        "#]],
        );
    }

    #[test]
    fn cytoscape_has_the_frame_of_both_its_readers() {
        check(
            ALL[1],
            expect![[r#"
            {"format_version":"1.0","generated_by":"actograph","data":[["name","Who does what to whom"],["shared_name","Who does what to whom"]],"directed":true,"multigraph":true,"elements":{
            "nodes":[
            {"data":{"id":"https://w3id.org/actograph/kg/iran","name":"Iran","value":"https://w3id.org/actograph/kg/iran",…
            {"data":{"id":"https://w3id.org/actograph/kg/hamas","name":"Hamas","value":"https://w3id.org/actograph/kg/hamas",…
            "edges":[
            {"data":{"id":"e0","source":"https://w3id.org/actograph/kg/iran","target":"https://w3id.org/actograph/kg/hamas","key":"e0","name":"funds",…
            {"data":{"id":"e1","source":"https://w3id.org/actograph/kg/iran","target":"https://w3id.org/actograph/kg/hamas","key":"e1","name":"arms",…
        "#]],
        );
    }

    #[test]
    fn graphology_has_keys_and_attributes_apart() {
        check(
            ALL[2],
            expect![[r#"
            {"options":{"type":"directed","multi":true,"allowSelfLoops":true},
            "attributes":{"name":"Who does what to whom","description":"2 nodes, 2 relations from 2 documents, 2025-04-12 to 2025-05-01","documents":2,"first_date":"2025-04-12","last_date":"2025-05-01","nodes_left_out":0,"edges_left_out":0},
            "nodes":[
            {"key":"https://w3id.org/actograph/kg/iran","attributes":{…
            {"key":"https://w3id.org/actograph/kg/hamas","attributes":{…
            "edges":[
            {"key":"e0","source":"https://w3id.org/actograph/kg/iran","target":"https://w3id.org/actograph/kg/hamas","attributes":{…
            {"key":"e1","source":"https://w3id.org/actograph/kg/iran","target":"https://w3id.org/actograph/kg/hamas","attributes":{…
        "#]],
        );
    }

    #[test]
    fn links_are_what_older_readers_call_edges() {
        let mut bytes = Vec::new();
        node_link(&small(), true, &mut bytes).unwrap();
        let read: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!((read["links"].as_array().unwrap().len(), read.get("edges")), (2, None));
    }

    #[test]
    fn values_have_types_and_hostile_texts_stay_what_they_are() {
        let read: Value = serde_json::from_str(&written(&evil(), ALL[0])).unwrap();
        let (node, edge) = (&read["nodes"][0], &read["edges"][0]);
        assert_eq!((node["label"].as_str(), edge["sample"].as_str()), (Some(CLEANED), Some(CLEANED)));
        assert_eq!((node["aliases"][0].as_str(), edge["weight"].as_u64()), (Some(CLEANED), Some(3)));
        assert_eq!((edge["confidence"].as_f64(), edge["symmetric"].as_bool()), (Some(0.93), Some(false)));
        assert_eq!(read["nodes"][1].get("wikidata"), None);
    }

    #[test]
    fn an_empty_view_is_json_too() {
        for write in ALL {
            let read: Value = serde_json::from_str(&written(&empty(), write)).unwrap();
            let elements = read.get("elements").unwrap_or(&read);
            assert_eq!((&elements["nodes"], &elements["edges"]), (&json!([]), &json!([])));
        }
    }
}
