//! A view → GraphML, for yEd, Gephi, NetworkX, igraph, Cytoscape and many others.
//!
//! Every key is declared with its type. Nodes are `n0`, `n1` …, because the schema takes no IRI as an identifier; the
//! IRI is an attribute. All edges are directed, since readers refuse graphs that mix: `symmetric` tells for which that
//! has no meaning. yEd draws every node as an empty box unless it is told otherwise in elements of its own, which
//! [`Flavor::Yed`] adds.
//!
//! Source: GraphML 1.0 with the extension of attributes (<http://graphml.graphdrawing.org/specification.html>).

use std::io::{Result, Write};

use petgraph::visit::EdgeRef as _;

use super::attributes::{self, Attribute, EDGE, Kind, of_nodes};
use super::xml::Xml;
use crate::graph::view::{Edge, Node, View};
use crate::picture::style::{Family, Shape, Theme, line_width};

const NS: &str = "http://graphml.graphdrawing.org/xmlns";
const YED: &str = "http://www.yworks.com/xml/graphml";

/// For whom a GraphML file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flavor {
    /// All readers.
    #[default]
    Plain,
    /// All readers, and yEd draws it in our shapes and colours.
    Yed,
}

/// Writes a view.
///
/// # Errors
/// What the system says.
pub fn write(view: &View, flavor: Flavor, out: impl Write) -> Result<()> {
    let mut xml = Xml::new(out)?;
    let schema = match flavor {
        Flavor::Plain => format!("{NS} {NS}/1.0/graphml.xsd"),
        Flavor::Yed => format!("{NS} http://www.yworks.com/xml/schema/graphml/1.1/ygraphml.xsd"),
    };
    let mut head = vec![
        ("xmlns", NS),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:schemaLocation", schema.as_str()),
    ];
    if flavor == Flavor::Yed {
        head.push(("xmlns:y", YED));
    }
    xml.start("graphml", &head)?;
    xml.leaf("desc", &[], &format!("{}. {}", view.title(), view.subtitle()))?;
    let columns = of_nodes(view);
    for attribute in &columns {
        key(&mut xml, "node", attribute)?;
    }
    for attribute in EDGE {
        key(&mut xml, "edge", attribute)?;
    }
    if flavor == Flavor::Yed {
        xml.empty("key", &[("id", "node_look"), ("for", "node"), ("yfiles.type", "nodegraphics")])?;
        xml.empty("key", &[("id", "edge_look"), ("for", "edge"), ("yfiles.type", "edgegraphics")])?;
    }
    xml.start("graph", &[("id", "actograph"), ("edgedefault", "directed")])?;
    for (place, node) in view.graph.node_weights().enumerate() {
        xml.start("node", &[("id", &format!("n{place}"))])?;
        data(&mut xml, "node", attributes::NODE, node)?;
        if flavor == Flavor::Yed {
            node_look(&mut xml, node)?;
        }
        xml.end("node")?;
    }
    for edge in view.graph.edge_references() {
        let id = format!("e{}", edge.id().index());
        let [source, target] = [edge.source(), edge.target()].map(|end| format!("n{}", end.index()));
        xml.start("edge", &[("id", &id), ("source", &source), ("target", &target)])?;
        data(&mut xml, "edge", EDGE, edge.weight())?;
        if flavor == Flavor::Yed {
            edge_look(&mut xml, edge.weight())?;
        }
        xml.end("edge")?;
    }
    xml.end("graph")?;
    xml.end("graphml")?;
    xml.finish()
}

fn key<T>(xml: &mut Xml<impl Write>, of: &str, attribute: &Attribute<T>) -> Result<()> {
    let kind = match attribute.kind {
        Kind::Text | Kind::Texts | Kind::Date => "string",
        Kind::Integer => "long",
        Kind::Real => "double",
        Kind::Truth => "boolean",
    };
    let id = format!("{of}_{}", attribute.name);
    xml.start("key", &[("id", &id), ("for", of), ("attr.name", attribute.name), ("attr.type", kind)])?;
    xml.leaf("desc", &[], attribute.doc)?;
    xml.end("key")
}

fn data<T>(xml: &mut Xml<impl Write>, of: &str, table: &'static [Attribute<T>], item: &T) -> Result<()> {
    for (attribute, value) in attributes::values(table, item) {
        xml.leaf("data", &[("key", &format!("{of}_{}", attribute.name))], &value.plain())?;
    }
    Ok(())
}

fn node_look(xml: &mut Xml<impl Write>, node: &Node) -> Result<()> {
    let look = Family::of(node.class).look(Theme::Light);
    let shape = match look.shape {
        Shape::Rounded => "roundrectangle",
        Shape::Octagon => "octagon",
        Shape::Ellipse => "ellipse",
        Shape::Pill => "hexagon",
        Shape::Note => "parallelogram",
        Shape::Box => "rectangle",
    };
    // yEd's own sans-serif letters are some 7 wide at 12 points.
    let width = (node.label.chars().count() * 7 + 20).clamp(40, 240).to_string();
    xml.start("data", &[("key", "node_look")])?;
    xml.start("y:ShapeNode", &[])?;
    xml.empty("y:Geometry", &[("height", "30.0"), ("width", &width), ("x", "0.0"), ("y", "0.0")])?;
    xml.empty("y:Fill", &[("color", look.fill), ("transparent", "false")])?;
    xml.empty("y:BorderStyle", &[("color", look.line), ("type", "line"), ("width", "1.0")])?;
    xml.leaf("y:NodeLabel", &[("fontSize", "12"), ("textColor", "#000000")], &node.label)?;
    xml.empty("y:Shape", &[("type", shape)])?;
    xml.end("y:ShapeNode")?;
    xml.end("data")
}

fn edge_look(xml: &mut Xml<impl Write>, edge: &Edge) -> Result<()> {
    let color = Theme::Light.color(edge.quad);
    let width = format!("{:.1}", line_width(edge.documents));
    let (from, to) = if edge.symmetric { ("standard", "standard") } else { ("none", "standard") };
    xml.start("data", &[("key", "edge_look")])?;
    xml.start("y:PolyLineEdge", &[])?;
    xml.empty("y:LineStyle", &[("color", color), ("type", "line"), ("width", &width)])?;
    xml.empty("y:Arrows", &[("source", from), ("target", to)])?;
    xml.leaf("y:EdgeLabel", &[("fontSize", "10"), ("textColor", color)], &edge.label)?;
    xml.end("y:PolyLineEdge")?;
    xml.end("data")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use expect_test::expect;

    use super::*;
    use crate::exchange::fixture;

    fn written(view: &View, flavor: Flavor) -> String {
        let mut bytes = Vec::new();
        write(view, flavor, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    /// Without the declarations of keys.
    fn body(text: &str) -> String {
        let lines = text.lines().skip_while(|line| !line.contains("<graph "));
        lines.map(|line| line.to_owned() + "\n").collect()
    }

    #[test]
    fn every_value_stands_below_its_key() {
        let mut view = fixture::small();
        view.graph.retain_edges(|graph, edge| graph[edge].predicate == "funds");
        expect![[r#"
             <graph id="actograph" edgedefault="directed">
              <node id="n0">
               <data key="node_iri">https://w3id.org/actograph/kg/iran</data>
               <data key="node_label">Iran</data>
               <data key="node_aliases">[&quot;Islamic Republic of Iran&quot;,&quot;Tehran; capital&quot;]</data>
               <data key="node_class">State</data>
               <data key="node_wikidata">http://www.wikidata.org/entity/Q794</data>
               <data key="node_state">Iran</data>
               <data key="node_members">[]</data>
               <data key="node_assertions">4</data>
               <data key="node_documents">2</data>
               <data key="node_first_date">2025-04-12</data>
               <data key="node_last_date">2025-05-01</data>
              </node>
              <node id="n1">
               <data key="node_iri">https://w3id.org/actograph/kg/hamas</data>
               <data key="node_label">Hamas</data>
               <data key="node_aliases">[]</data>
               <data key="node_class">ArmedGroup</data>
               <data key="node_members">[]</data>
               <data key="node_assertions">4</data>
               <data key="node_documents">2</data>
               <data key="node_first_date">2025-04-12</data>
               <data key="node_last_date">2025-05-01</data>
              </node>
              <edge id="e0" source="n0" target="n1">
               <data key="edge_predicate">funds</data>
               <data key="edge_label">funds</data>
               <data key="edge_symmetric">false</data>
               <data key="edge_lasting">false</data>
               <data key="edge_parts">[]</data>
               <data key="edge_plover">AID</data>
               <data key="edge_quad_class">MC</data>
               <data key="edge_tone">cooperation</data>
               <data key="edge_weight">3</data>
               <data key="edge_stated">2</data>
               <data key="edge_reported">0</data>
               <data key="edge_uncertain">0</data>
               <data key="edge_denied">1</data>
               <data key="edge_ended">0</data>
               <data key="edge_planned">0</data>
               <data key="edge_possible">0</data>
               <data key="edge_desired">0</data>
               <data key="edge_documents">2</data>
               <data key="edge_first_date">2025-04-12</data>
               <data key="edge_last_date">2025-05-01</data>
               <data key="edge_happened_from">2025-04-10</data>
               <data key="edge_happened_to">2025-04-11</data>
               <data key="edge_confidence">0.93</data>
               <data key="edge_evidence">[&quot;https://w3id.org/actograph/kg/a/funds&quot;]</data>
               <data key="edge_sample">Iran funds Hamas.</data>
               <data key="edge_sample_document">https://w3id.org/actograph/kg/doc/one</data>
               <data key="edge_sample_title">Talks</data>
               <data key="edge_sample_publisher">The Courier</data>
               <data key="edge_sample_date">2025-04-12</data>
               <data key="edge_sample_manner">stated</data>
               <data key="edge_sample_sources">[&quot;Reuters&quot;]</data>
              </edge>
             </graph>
            </graphml>
        "#]]
        .assert_eq(&body(&written(&view, Flavor::Plain)));
    }

    #[test]
    fn every_key_is_declared_and_hostile_texts_stay_what_they_are() {
        for flavor in [Flavor::Plain, Flavor::Yed] {
            let text = written(&fixture::evil(), flavor);
            let read = roxmltree::Document::parse(&text).unwrap();
            let keys: HashMap<&str, &str> = read
                .descendants()
                .filter(|n| n.has_tag_name((NS, "key")))
                .filter_map(|n| Some((n.attribute("id")?, n.attribute("attr.name").unwrap_or("look"))))
                .collect();
            let mut labels = 0;
            for data in read.descendants().filter(|n| n.has_tag_name((NS, "data"))) {
                let name = keys[data.attribute("key").unwrap()];
                if name == "label" || name == "sample" {
                    assert_eq!(data.text(), Some(fixture::CLEANED));
                    labels += 1;
                }
            }
            assert_eq!(labels, 6);
        }
    }

    #[test]
    fn yed_is_told_shapes_and_labels() {
        let text = written(&fixture::evil(), Flavor::Yed);
        let read = roxmltree::Document::parse(&text).unwrap();
        let labels = |name: &str| read.descendants().filter(|n| n.has_tag_name((YED, name))).count();
        assert_eq!((labels("NodeLabel"), labels("EdgeLabel")), (2, 2));
    }

    #[test]
    fn an_empty_view_is_an_empty_graph() {
        expect![[r#"
             <graph id="actograph" edgedefault="directed">
             </graph>
            </graphml>
        "#]]
        .assert_eq(&body(&written(&fixture::empty(), Flavor::Plain)));
    }
}
