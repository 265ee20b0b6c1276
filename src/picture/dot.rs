//! A view → DOT, the language of Graphviz (<https://graphviz.org/doc/info/lang.html>).
//!
//! Built with graphviz-rust's types, which print everything as it is: every identifier and value that is not a constant
//! of this file goes through [`quote`] or [`quote_label`].

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter as _, PrinterContext};
use petgraph::graph::NodeIndex;

use crate::graph::view::{Arrow, Stroke, Tone, View};
use crate::picture::style::{Family, Look, Shape, line_width};
use crate::picture::svg::escape;

const FONT: &str = "Helvetica,Arial,sans-serif";

/// The view as DOT, under a title of its own or the user's.
pub fn dot(view: &View, title: Option<&str>) -> String {
    let title = title.map_or_else(|| view.title(), str::to_owned);
    let arrows = view.arrows();
    let mut stmts = head(&title, &view.subtitle());
    for (place, node) in view.graph.node_weights().enumerate() {
        let look = Family::of(node.class).look();
        let mut attributes =
            vec![label(&broken(&node.label, 22)), text("tooltip", &format!("{} ({})", node.label, node.class))];
        attributes.extend(outline(look));
        stmts.push(Stmt::Node(Node::new(NodeId(id(view, place), None), attributes)));
    }
    for arrow in &arrows {
        let ends = [arrow.from, arrow.to].map(|place| Vertex::N(NodeId(id(view, place), None)));
        let [from, to] = ends;
        stmts.push(Stmt::Edge(Edge { ty: EdgeTy::Pair(from, to), attributes: line(arrow) }));
    }
    stmts.push(Stmt::Subgraph(legend(view, &arrows)));
    let graph = Graph::DiGraph { id: Id::Plain("actograph".to_owned()), strict: false, stmts };
    graph.print(PrinterContext::default().with_semi().with_indent_step(2)) + "\n"
}

/// A string of DOT: quoted, with quotes and line ends escaped, without other control characters.
///
/// ```
/// use actograph::picture::dot::quote;
/// assert_eq!(quote(r#"x"]; evil [label="pwned"#), r#""x\"]; evil [label=\"pwned""#);
/// ```
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}') => {}
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The same for labels and tooltips, in which Graphviz would read `&lt;` as `<`.
pub fn quote_label(text: &str) -> String {
    quote(&text.replace('&', "&amp;"))
}

fn plain(key: &str, value: impl ToString) -> Attribute {
    Attribute(Id::Plain(key.to_owned()), Id::Plain(value.to_string()))
}

fn quoted(key: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(key.to_owned()), Id::Escaped(quote(value)))
}

fn text(key: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(key.to_owned()), Id::Escaped(quote_label(value)))
}

fn label(value: &str) -> Attribute {
    text("label", value)
}

fn id(view: &View, place: usize) -> Id {
    Id::Escaped(quote(&view.graph[NodeIndex::new(place)].iri))
}

fn head(title: &str, subtitle: &str) -> Vec<Stmt> {
    let graph = vec![
        label(&format!("{title}\n{}", broken(subtitle, 110))),
        plain("labelloc", "t"),
        plain("labeljust", "l"),
        quoted("fontname", FONT),
        plain("fontsize", 15),
        plain("rankdir", "LR"),
        plain("ranksep", 0.55),
        plain("nodesep", 0.18),
        plain("splines", "true"),
        plain("outputorder", "edgesfirst"),
        plain("newrank", "true"),
        quoted("bgcolor", "#ffffff"),
        plain("pad", 0.25),
        quoted("tooltip", " "),
    ];
    let node =
        vec![quoted("fontname", FONT), plain("fontsize", 12), quoted("margin", "0.12,0.06"), plain("height", 0.3)];
    let edge = vec![quoted("fontname", FONT), plain("fontsize", 10), plain("arrowsize", 0.8)];
    [GraphAttributes::Graph(graph), GraphAttributes::Node(node), GraphAttributes::Edge(edge)]
        .map(Stmt::GAttribute)
        .into()
}

fn outline(look: Look) -> Vec<Attribute> {
    let (shape, style) = match look.shape {
        Shape::Box => ("box", "filled"),
        Shape::Rounded => ("box", "rounded,filled"),
        Shape::Octagon => ("octagon", "filled"),
        Shape::Ellipse => ("ellipse", "filled"),
        Shape::Pill => ("cds", "filled"),
        Shape::Note => ("note", "filled"),
    };
    vec![plain("shape", shape), quoted("style", style), quoted("fillcolor", look.fill), quoted("color", look.line)]
}

fn line(arrow: &Arrow) -> Vec<Attribute> {
    // White behind the words, so that lines do not strike them through.
    let lines: Vec<String> = arrow.lines.iter().map(|line| escape(line)).collect();
    let words = format!(
        "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLPADDING=\"1\" BGCOLOR=\"#ffffff\"><TR><TD>{}</TD></TR></TABLE>>",
        lines.join("<BR/>")
    );
    let words = Attribute(Id::Plain("label".to_owned()), Id::Html(words));
    let mut attributes = vec![words, text("tooltip", &arrow.tooltip), text("labeltooltip", &arrow.tooltip)];
    attributes.extend(stroke(arrow.tone, arrow.stroke));
    attributes.push(plain("penwidth", format!("{:.1}", line_width(arrow.count))));
    attributes.push(plain("weight", arrow.count.min(10)));
    if arrow.mutual {
        attributes.push(plain("dir", "both"));
    }
    attributes
}

fn stroke(tone: Tone, stroke: Stroke) -> Vec<Attribute> {
    let color = tone.color();
    let mut attributes = vec![quoted("color", color), quoted("fontcolor", color)];
    match stroke {
        Stroke::Solid => {}
        Stroke::Dashed => attributes.push(plain("style", "dashed")),
        Stroke::Dotted => attributes.push(plain("style", "dotted")),
        // The bar before the arrow's head crosses the line.
        Stroke::Crossed => attributes.extend([plain("style", "dashed"), plain("arrowhead", "normaltee")]),
    }
    attributes
}

/// Signs and their names, of what occurs: one node, so that it does not disturb the layout.
fn legend(view: &View, arrows: &[Arrow]) -> Subgraph {
    let mut rows = Vec::new();
    for family in Family::ALL.into_iter().filter(|f| view.graph.node_weights().any(|n| Family::of(n.class) == *f)) {
        let look = family.look();
        let cell = format!("BGCOLOR=\"{}\" BORDER=\"1\" COLOR=\"{}\" WIDTH=\"26\"", look.fill, look.line);
        rows.push((format!("<TD {cell}> </TD>"), look.name));
    }
    for tone in Tone::ALL.into_iter().filter(|t| arrows.iter().any(|a| a.tone == *t)) {
        rows.push((format!("<TD><FONT COLOR=\"{}\">━━▶</FONT></TD>", tone.color()), tone.name()));
    }
    for stroke in Stroke::ALL.into_iter().filter(|s| arrows.iter().any(|a| a.stroke == *s)) {
        let sign = match stroke {
            Stroke::Solid => "━━▶",
            Stroke::Dashed => "╺ ╺ ▶",
            Stroke::Dotted => "· · · ▶",
            Stroke::Crossed => "╺ ╺▶|",
        };
        rows.push((format!("<TD>{sign}</TD>"), stroke.name()));
    }
    let rows: Vec<String> =
        rows.iter().map(|(sign, name)| format!("<TR>{sign}<TD ALIGN=\"LEFT\">{name}</TD></TR>")).collect();
    let table = format!("<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"2\">{}</TABLE>>", rows.concat());
    let attributes =
        vec![Attribute(Id::Plain("label".to_owned()), Id::Html(table)), plain("shape", "plain"), plain("fontsize", 9)];
    let node = Node::new(NodeId(Id::Plain("legend".to_owned()), None), attributes);
    let stmts = vec![
        Stmt::Attribute(label("Legend")),
        Stmt::Attribute(plain("fontsize", 10)),
        Stmt::Attribute(quoted("color", "#d5dade")),
        Stmt::Node(node),
    ];
    Subgraph { id: Id::Plain("cluster_legend".to_owned()), stmts }
}

/// The text in lines of some `room` characters.
fn broken(text: &str, room: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always one");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
