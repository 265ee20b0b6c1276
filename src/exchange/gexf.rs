//! A view → GEXF 1.3, for Gephi, Gephi Lite, Retina and NetworkX.
//!
//! Nodes and edges last from the first to the last date of their documents, so Gephi's timeline works at once. With a
//! series they last as long as the steps that have them, and their weights change from step to step. Sizes and colours
//! are those of our pictures. Parallel edges have a `kind`, their predicate, without which Gephi would add
//! them up. All edges are directed, since readers refuse graphs that mix: `symmetric` tells for which that has no
//! meaning. Positions are left to the reader.
//!
//! Source: GEXF 1.3 (<https://gexf.net/schema.html>).

mod spell;

use std::io::{Result, Write};

use petgraph::graph::{EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef as _;

use super::attributes::{self, Attribute, EDGE, Kind, of_nodes};
use super::xml::Xml;
use crate::graph::view::{Edge, Step, View};
use crate::picture::style::{Family, Theme};
use spell::{Spell, Spells, lasting};

const NS: &str = "http://gexf.net/1.3";

/// What changes from step to step.
struct Changing {
    /// `node` or `edge`.
    class: &'static str,
    id: &'static str,
    title: &'static str,
}

/// The attribute of this name and title is what Gephi takes the width of an edge from.
const WEIGHT: Changing = Changing { class: "edge", id: "weight", title: "Weight" };
const COUNT: Changing = Changing { class: "node", id: "assertions_then", title: "Assertions then" };

/// Writes a view; `steps` is its series, or nothing, and `merged` is the [`Request::merge`] of both.
///
/// [`Request::merge`]: crate::graph::view::Request::merge
///
/// # Errors
/// What the system says.
pub fn write(view: &View, steps: &[Step], merged: bool, out: impl Write) -> Result<()> {
    let spells = (!steps.is_empty()).then(|| Spells::of(steps, merged));
    let mut xml = Xml::new(out)?;
    let viz = format!("{NS}/viz");
    let schema = format!("{NS} {NS}/gexf.xsd");
    let head = [
        ("xmlns", NS),
        ("xmlns:viz", viz.as_str()),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:schemaLocation", schema.as_str()),
        ("version", "1.3"),
    ];
    xml.start("gexf", &head)?;
    let modified = view.dates.as_ref().map(|(_, last)| ("lastmodifieddate", last.as_str()));
    xml.start("meta", &modified.into_iter().collect::<Vec<_>>())?;
    xml.leaf("creator", &[], "actograph")?;
    xml.leaf("description", &[], &format!("{}. {}", view.title(), view.subtitle()))?;
    xml.end("meta")?;
    let dated = view.dates.is_some();
    let mut graph = vec![("defaultedgetype", "directed"), ("mode", if dated { "dynamic" } else { "static" })];
    if dated {
        graph.extend([("timeformat", "date"), ("timerepresentation", "interval")]);
    }
    xml.start("graph", &graph)?;
    declare(&mut xml, "node", of_nodes(view).into_iter())?;
    declare(&mut xml, "edge", EDGE.iter())?;
    if spells.is_some() {
        for Changing { class, id, title } in [COUNT, WEIGHT] {
            xml.start("attributes", &[("class", class), ("mode", "dynamic")])?;
            xml.empty("attribute", &[("id", id), ("title", title), ("type", "double")])?;
            xml.end("attributes")?;
        }
    }
    xml.start("nodes", &[])?;
    for node in view.graph.node_indices() {
        write_node(&mut xml, view, node, spells.as_ref())?;
    }
    xml.end("nodes")?;
    xml.start("edges", &[])?;
    for edge in view.graph.edge_references() {
        write_edge(&mut xml, view, edge, spells.as_ref())?;
    }
    xml.end("edges")?;
    xml.end("graph")?;
    xml.end("gexf")?;
    xml.finish()
}

/// What GEXF has a place of its own for.
fn is_built_in(name: &str) -> bool {
    matches!(name, "label" | "weight")
}

fn declare<T: 'static>(
    xml: &mut Xml<impl Write>,
    class: &str,
    table: impl Iterator<Item = &'static Attribute<T>>,
) -> Result<()> {
    xml.start("attributes", &[("class", class), ("mode", "static")])?;
    for attribute in table.filter(|attribute| !is_built_in(attribute.name)) {
        let kind = match attribute.kind {
            Kind::Text | Kind::Date => "string",
            Kind::Texts => "liststring",
            Kind::Integer => "long",
            Kind::Real => "double",
            Kind::Truth => "boolean",
        };
        xml.empty("attribute", &[("id", attribute.name), ("title", attribute.name), ("type", kind)])?;
    }
    xml.end("attributes")
}

fn lifetime(dates: Option<&(String, String)>) -> Vec<(&str, &str)> {
    dates.map_or(Vec::new(), |(first, last)| vec![("start", first), ("end", last)])
}

fn write_node<'a>(
    xml: &mut Xml<impl Write>,
    view: &'a View,
    place: NodeIndex,
    spells: Option<&Spells<'a>>,
) -> Result<()> {
    let node = &view.graph[place];
    let spells = spells.map(|spells| spells.of_node(view, place));
    let mut head = vec![("id", node.iri.as_str()), ("label", node.label.as_str())];
    if spells.is_none() {
        head.extend(lifetime(node.dates.as_ref()));
    }
    xml.start("node", &head)?;
    values(xml, attributes::NODE, node, &COUNT, spells)?;
    let look = Family::of(node.class).look(Theme::Light);
    color(xml, look.line)?;
    // The area grows with the number of assertions.
    let size = (10.0 * (node.count.max(1) as f64).sqrt()).min(100.0);
    xml.empty("viz:size", &[("value", &format!("{size:.1}"))])?;
    xml.end("node")
}

fn write_edge<'a>(
    xml: &mut Xml<impl Write>,
    view: &'a View,
    at: EdgeReference<'a, Edge>,
    spells: Option<&Spells<'a>>,
) -> Result<()> {
    let edge = at.weight();
    let spells = spells.map(|spells| spells.of_edge(view, at));
    let (id, weight) = (format!("e{}", at.id().index()), edge.count().to_string());
    let mut head = vec![
        ("id", id.as_str()),
        ("source", view.graph[at.source()].iri.as_str()),
        ("target", view.graph[at.target()].iri.as_str()),
        ("label", edge.label.as_str()),
        ("kind", edge.predicate.as_str()),
        ("weight", weight.as_str()),
    ];
    if spells.is_none() {
        head.extend(lifetime(edge.dates.as_ref()));
    }
    xml.start("edge", &head)?;
    values(xml, EDGE, edge, &WEIGHT, spells)?;
    color(xml, Theme::Light.color(edge.quad))?;
    xml.end("edge")
}

/// The attributes, of a series also what changes from step to step, and when the thing is there.
fn values<T>(
    xml: &mut Xml<impl Write>,
    table: &'static [Attribute<T>],
    item: &T,
    changing: &Changing,
    spells: Option<&[Spell<'_>]>,
) -> Result<()> {
    xml.start("attvalues", &[])?;
    for (attribute, value) in attributes::values(table, item).filter(|(attribute, _)| !is_built_in(attribute.name)) {
        xml.empty("attvalue", &[("for", attribute.name), ("value", &value.plain())])?;
    }
    let spells = spells.unwrap_or_default();
    for Spell { from, to, count, .. } in spells {
        let count = count.to_string();
        xml.empty("attvalue", &[("for", changing.id), ("value", &count), ("start", from), ("end", to)])?;
    }
    xml.end("attvalues")?;
    if !spells.is_empty() {
        xml.start("spells", &[])?;
        for (from, to) in lasting(spells) {
            xml.empty("spell", &[("start", from), ("end", to)])?;
        }
        xml.end("spells")?;
    }
    Ok(())
}

/// A colour `#rrggbb` as GEXF writes it.
fn color(xml: &mut Xml<impl Write>, color: &str) -> Result<()> {
    let part =
        |at: usize| color.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0).to_string();
    xml.empty("viz:color", &[("r", &part(1)), ("g", &part(3)), ("b", &part(5))])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::exchange::fixture;

    fn written(view: &View) -> String {
        let mut bytes = Vec::new();
        write(view, &[], false, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn nodes_and_edges_have_their_time_look_and_values() {
        let mut view = fixture::small();
        view.graph.retain_edges(|graph, edge| graph[edge].predicate == "funds");
        let text = written(&view);
        let graph: String =
            text.lines().skip_while(|line| !line.contains("<nodes>")).map(|line| line.to_owned() + "\n").collect();
        expect![[r#"
              <nodes>
               <node id="https://w3id.org/actograph/kg/iran" label="Iran" start="2025-04-12" end="2025-05-01">
                <attvalues>
                 <attvalue for="iri" value="https://w3id.org/actograph/kg/iran"/>
                 <attvalue for="aliases" value="[&quot;Islamic Republic of Iran&quot;,&quot;Tehran; capital&quot;]"/>
                 <attvalue for="class" value="State"/>
                 <attvalue for="wikidata" value="http://www.wikidata.org/entity/Q794"/>
                 <attvalue for="state" value="Iran"/>
                 <attvalue for="members" value="[]"/>
                 <attvalue for="assertions" value="4"/>
                 <attvalue for="documents" value="2"/>
                 <attvalue for="first_date" value="2025-04-12"/>
                 <attvalue for="last_date" value="2025-05-01"/>
                </attvalues>
                <viz:color r="47" g="93" b="138"/>
                <viz:size value="20.0"/>
               </node>
               <node id="https://w3id.org/actograph/kg/hamas" label="Hamas" start="2025-04-12" end="2025-05-01">
                <attvalues>
                 <attvalue for="iri" value="https://w3id.org/actograph/kg/hamas"/>
                 <attvalue for="aliases" value="[]"/>
                 <attvalue for="class" value="ArmedGroup"/>
                 <attvalue for="members" value="[]"/>
                 <attvalue for="assertions" value="4"/>
                 <attvalue for="documents" value="2"/>
                 <attvalue for="first_date" value="2025-04-12"/>
                 <attvalue for="last_date" value="2025-05-01"/>
                </attvalues>
                <viz:color r="148" g="73" b="42"/>
                <viz:size value="20.0"/>
               </node>
              </nodes>
              <edges>
               <edge id="e0" source="https://w3id.org/actograph/kg/iran" target="https://w3id.org/actograph/kg/hamas" label="funds" kind="funds" weight="3" start="2025-04-12" end="2025-05-01">
                <attvalues>
                 <attvalue for="predicate" value="funds"/>
                 <attvalue for="symmetric" value="false"/>
                 <attvalue for="lasting" value="false"/>
                 <attvalue for="parts" value="[]"/>
                 <attvalue for="plover" value="AID"/>
                 <attvalue for="quad_class" value="MC"/>
                 <attvalue for="tone" value="cooperation"/>
                 <attvalue for="stated" value="2"/>
                 <attvalue for="reported" value="0"/>
                 <attvalue for="uncertain" value="0"/>
                 <attvalue for="denied" value="1"/>
                 <attvalue for="ended" value="0"/>
                 <attvalue for="planned" value="0"/>
                 <attvalue for="possible" value="0"/>
                 <attvalue for="desired" value="0"/>
                 <attvalue for="documents" value="2"/>
                 <attvalue for="first_date" value="2025-04-12"/>
                 <attvalue for="last_date" value="2025-05-01"/>
                 <attvalue for="happened_from" value="2025-04-10"/>
                 <attvalue for="happened_to" value="2025-04-11"/>
                 <attvalue for="confidence" value="0.93"/>
                 <attvalue for="evidence" value="[&quot;https://w3id.org/actograph/kg/a/funds&quot;]"/>
                 <attvalue for="sample" value="Iran funds Hamas."/>
                 <attvalue for="sample_document" value="https://w3id.org/actograph/kg/doc/one"/>
                 <attvalue for="sample_title" value="Talks"/>
                 <attvalue for="sample_publisher" value="The Courier"/>
                 <attvalue for="sample_date" value="2025-04-12"/>
                 <attvalue for="sample_manner" value="stated"/>
                 <attvalue for="sample_sources" value="[&quot;Reuters&quot;]"/>
                </attvalues>
                <viz:color r="0" g="95" b="115"/>
               </edge>
              </edges>
             </graph>
            </gexf>
        "#]].assert_eq(&graph);
    }

    #[test]
    fn a_series_says_when_things_are_there_and_how_strong() {
        let mut whole = fixture::small();
        whole.graph.retain_edges(|graph, edge| graph[edge].predicate == "funds");
        let nothing = fixture::empty();
        let step = |month: &str, view: &View| Step {
            label: month.to_owned(),
            from: format!("{month}-01"),
            to: format!("{month}-28"),
            view: view.clone(),
        };
        let steps = ["2025-02", "2025-03", "2025-04", "2025-05"]
            .map(|month| step(month, if month == "2025-04" { &nothing } else { &whole }));
        let mut bytes = Vec::new();
        write(&whole, &steps, false, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let edges = text.lines().skip_while(|line| !line.contains("<edges>"));
        let told: Vec<&str> =
            edges.filter(|l| l.contains("spell") || l.contains("\"weight\"")).map(str::trim).collect();
        assert_eq!(
            told,
            [
                r#"<attvalue for="weight" value="3" start="2025-02-01" end="2025-02-28"/>"#,
                r#"<attvalue for="weight" value="3" start="2025-03-01" end="2025-03-28"/>"#,
                r#"<attvalue for="weight" value="3" start="2025-05-01" end="2025-05-28"/>"#,
                "<spells>",
                r#"<spell start="2025-02-01" end="2025-03-28"/>"#,
                r#"<spell start="2025-05-01" end="2025-05-28"/>"#,
                "</spells>",
            ]
        );
    }

    #[test]
    fn hostile_texts_stay_what_they_are() {
        let text = written(&fixture::evil());
        let read = roxmltree::Document::parse(&text).unwrap();
        let of = |name: &str, attribute: &str| -> Vec<String> {
            let found = read.descendants().filter(|n| n.has_tag_name((NS, name)));
            found.map(|n| n.attribute(attribute).unwrap().to_owned()).collect()
        };
        assert_eq!(of("node", "label"), [fixture::CLEANED; 2]);
        assert_eq!(of("edge", "kind"), [fixture::CLEANED; 2]);
    }

    #[test]
    fn an_empty_view_is_an_empty_graph_without_time() {
        expect![[r#"
            <?xml version="1.0" encoding="UTF-8"?>
            <gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
             <meta>
              <creator>actograph</creator>
              <description>Who does what to whom. 0 nodes, 0 relations from 0 documents</description>
             </meta>
             <graph defaultedgetype="directed" mode="static">
              <attributes class="node" mode="static">
               <attribute id="iri" title="iri" type="string"/>
               <attribute id="aliases" title="aliases" type="liststring"/>
               <attribute id="class" title="class" type="string"/>
               <attribute id="wikidata" title="wikidata" type="string"/>
               <attribute id="state" title="state" type="string"/>
               <attribute id="members" title="members" type="liststring"/>
               <attribute id="hops" title="hops" type="long"/>
               <attribute id="assertions" title="assertions" type="long"/>
               <attribute id="documents" title="documents" type="long"/>
               <attribute id="first_date" title="first_date" type="string"/>
               <attribute id="last_date" title="last_date" type="string"/>
              </attributes>
              <attributes class="edge" mode="static">
               <attribute id="predicate" title="predicate" type="string"/>
               <attribute id="symmetric" title="symmetric" type="boolean"/>
               <attribute id="lasting" title="lasting" type="boolean"/>
               <attribute id="parts" title="parts" type="liststring"/>
               <attribute id="plover" title="plover" type="string"/>
               <attribute id="quad_class" title="quad_class" type="string"/>
               <attribute id="tone" title="tone" type="string"/>
               <attribute id="stated" title="stated" type="long"/>
               <attribute id="reported" title="reported" type="long"/>
               <attribute id="uncertain" title="uncertain" type="long"/>
               <attribute id="denied" title="denied" type="long"/>
               <attribute id="ended" title="ended" type="long"/>
               <attribute id="planned" title="planned" type="long"/>
               <attribute id="possible" title="possible" type="long"/>
               <attribute id="desired" title="desired" type="long"/>
               <attribute id="documents" title="documents" type="long"/>
               <attribute id="first_date" title="first_date" type="string"/>
               <attribute id="last_date" title="last_date" type="string"/>
               <attribute id="happened_from" title="happened_from" type="string"/>
               <attribute id="happened_to" title="happened_to" type="string"/>
               <attribute id="confidence" title="confidence" type="double"/>
               <attribute id="evidence" title="evidence" type="liststring"/>
               <attribute id="sample" title="sample" type="string"/>
               <attribute id="sample_document" title="sample_document" type="string"/>
               <attribute id="sample_title" title="sample_title" type="string"/>
               <attribute id="sample_publisher" title="sample_publisher" type="string"/>
               <attribute id="sample_date" title="sample_date" type="string"/>
               <attribute id="sample_manner" title="sample_manner" type="string"/>
               <attribute id="sample_sources" title="sample_sources" type="liststring"/>
              </attributes>
              <nodes>
              </nodes>
              <edges>
              </edges>
             </graph>
            </gexf>
        "#]].assert_eq(&written(&fixture::empty()));
    }
}
