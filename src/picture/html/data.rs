//! A view → the JSON that the page draws: nodes and edges with their evidence, places, and how everything looks.

use std::collections::HashMap;

use petgraph::visit::EdgeRef as _;
use serde_json::{Value, json};

use crate::graph::view::{Arrow, Edge, Evidence, Manner, Node, QuadClass, Stroke, View};
use crate::picture::style::{Family, Head, LINES, Palette, Shape, Theme, line_name, line_width};
use crate::picture::svg::Arrangement;
use crate::picture::svg::place::{PlacedArrow, PlacedNode, place};

/// How many widths of lines the page is told; more documents or assertions make no line thicker.
const WIDTHS: usize = 200;

pub(super) fn data(view: &View, title: &str, layout: Arrangement) -> Value {
    let arrows = view.arrows();
    let (places, ways) = place(view, &arrows, layout);
    let mut documents = Documents::default();
    let nodes: Vec<Value> =
        view.graph.node_weights().zip(&places).map(|(node, place)| node_value(node, place)).collect();
    let edges =
        view.graph.edge_references().map(|e| edge(e.source().index(), e.target().index(), e.weight(), &mut documents));
    let edges: Vec<Value> = edges.collect();
    json!({
        "title": title,
        "subtitle": view.subtitle(),
        "focus": view.focus,
        "nodes": nodes,
        "edges": edges,
        "arrows": arrows.iter().zip(&ways).map(|(arrow, way)| arrow_value(arrow, way)).collect::<Vec<_>>(),
        "documents": documents.values,
        "families": Family::ALL.map(family),
        "lines": lines(),
        "manners": Manner::ALL.map(|m| json!({ "name": m.name(), "stroke": stroke_name(Stroke::of(m)) })),
        "strokes": Stroke::ALL.map(|s| json!({ "id": stroke_name(s), "name": s.name() })),
        "quads": QuadClass::ALL.map(|q| json!({ "code": q.code(), "name": q.name() })),
        "widths": { "by": "documents", "pixels": (0..=WIDTHS).map(|n| rounded(line_width(n))).collect::<Vec<_>>() },
        "themes": themes(),
    })
}

fn node_value(node: &Node, place: &PlacedNode) -> Value {
    let measures = node.measures.map(|m| {
        json!({
            "degree": m.degree,
            "in-degree": m.in_degree,
            "out-degree": m.out_degree,
            "weighted degree": m.weighted_degree,
            "PageRank": m.pagerank,
            "betweenness": m.betweenness,
            "closeness": m.closeness,
            "component": m.component,
            "k-core": m.core,
            "community": m.community,
        })
    });
    json!({
        "iri": node.iri,
        "label": node.label,
        "lines": place.lines,
        "font": place.font,
        "aliases": node.aliases,
        "class": node.class.to_string(),
        "family": place_of(Family::ALL, Family::of(node.class)),
        "item": node.item,
        "count": node.count,
        "documents": node.documents,
        "dates": node.dates,
        "measures": measures,
        "at": place.centre.map(rounded),
        "size": place.size.map(rounded),
    })
}

fn edge(from: usize, to: usize, edge: &Edge, documents: &mut Documents) -> Value {
    let evidence: Vec<Value> = edge
        .evidence
        .iter()
        .map(|said| {
            json!({
                "document": documents.number(said),
                "label": said.label,
                "happened": said.happened,
                "manner": place_of(Manner::ALL, said.manner),
                "sources": said.sources,
                "confidence": rounded3(said.confidence),
                "sentence": said.sentence,
            })
        })
        .collect();
    json!({
        "from": from,
        "to": to,
        "predicate": edge.predicate,
        "label": edge.label,
        "symmetric": edge.symmetric,
        "plover": edge.plover,
        "quad": edge.quad.map(|q| place_of(QuadClass::ALL, q)),
        "line": place_of(LINES, edge.quad),
        "counts": Manner::ALL.map(|m| edge.counts.get(&m).copied().unwrap_or(0)),
        "documents": edge.documents,
        "dates": edge.dates,
        "confidence": rounded3(edge.confidence),
        "evidence": evidence,
    })
}

fn arrow_value(arrow: &Arrow, way: &PlacedArrow) -> Value {
    json!({
        "from": arrow.from,
        "to": arrow.to,
        "line": place_of(LINES, arrow.quad),
        "stroke": stroke_name(arrow.stroke),
        "mutual": arrow.mutual,
        "count": arrow.count,
        "words": way.lines,
        "points": way.points.iter().map(|p| p.map(rounded)).collect::<Vec<_>>(),
        "label": way.label.map(|label| label.map(rounded)),
    })
}

/// Documents of the evidence, each once.
#[derive(Default)]
struct Documents {
    numbers: HashMap<String, usize>,
    values: Vec<Value>,
}

impl Documents {
    fn number(&mut self, said: &Evidence) -> usize {
        *self.numbers.entry(said.document.clone()).or_insert_with(|| {
            let iri = &said.document;
            self.values.push(json!({
                "iri": iri,
                "name": said.name,
                "title": said.title,
                "publisher": said.publisher,
                "date": said.date,
            }));
            self.values.len() - 1
        })
    }
}

fn family(family: Family) -> Value {
    let [look, dark] = Theme::ALL.map(|theme| family.look(theme));
    let shape = match look.shape {
        Shape::Box => "box",
        Shape::Rounded => "rounded",
        Shape::Octagon => "octagon",
        Shape::Ellipse => "ellipse",
        Shape::Pill => "pill",
        Shape::Note => "note",
    };
    json!({ "name": look.name, "shape": shape, "fill": [look.fill, dark.fill], "line": [look.line, dark.line] })
}

fn lines() -> Vec<Value> {
    let line = |quad: Option<QuadClass>| {
        let head = Head::of(quad);
        let shape = match (head.open, head.barbed) {
            (true, _) => "vee",
            (false, true) => "triangle-backcurve",
            (false, false) => "triangle",
        };
        let color = Theme::ALL.map(|theme| theme.color(quad));
        let (name, code) = (line_name(quad), quad.map(QuadClass::code));
        json!({ "name": name, "color": color, "head": shape, "full": head.full || head.open, "quad": code })
    };
    LINES.map(line).into()
}

/// The colours of the page: the picture's, and two of its own, for what is chosen and for links.
fn themes() -> [Value; 2] {
    Theme::ALL.map(|theme| {
        let Palette { paper, ink, soft, rule, area } = theme.palette();
        let [mark, link] = match theme {
            Theme::Light => ["#ffd75e", "#1a5fb4"],
            Theme::Dark => ["#a8821a", "#8ab8f5"],
        };
        json!({ "paper": paper, "ink": ink, "soft": soft, "rule": rule, "area": area, "mark": mark, "link": link })
    })
}

fn stroke_name(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Solid => "solid",
        Stroke::Dashed => "dashed",
        Stroke::Dotted => "dotted",
        Stroke::Crossed => "crossed",
    }
}

fn place_of<T: PartialEq, const N: usize>(all: [T; N], one: T) -> usize {
    all.iter().position(|other| *other == one).expect("the list has all of them")
}

/// Tenths of a pixel are exact enough, and the same on every machine.
fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn rounded3(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}
