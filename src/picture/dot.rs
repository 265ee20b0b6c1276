//! A view → DOT, the language of Graphviz (<https://graphviz.org/doc/info/lang.html>).
//!
//! Built with graphviz-rust's types, which print everything as it is: every identifier and value that is not a constant
//! of this file goes through [`quote`] or [`quote_label`].

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter as _, PrinterContext};
use petgraph::graph::NodeIndex;

use crate::graph::view::{Arrow, QuadClass, Stroke, View};
use crate::picture::style::{Family, Head, LINES, Look, Palette, Shape, Theme, line_name, line_width, node_scale};
use crate::picture::svg::{Options, escape};

const FONT: &str = "Helvetica,Arial,sans-serif";

/// The view as DOT.
pub fn dot(view: &View, options: &Options) -> String {
    let title = options.title.clone().unwrap_or_else(|| view.title());
    let theme = options.theme;
    let palette = theme.palette();
    let most = view.graph.node_weights().map(|node| node.count).max().unwrap_or(0);
    let arrows = view.arrows();
    let mut stmts = head(&title, &view.subtitle(), palette);
    for (place, node) in view.graph.node_weights().enumerate() {
        let look = Family::of(node.class).look(theme);
        let mut attributes =
            vec![label(&broken(&node.label, 22)), text("tooltip", &format!("{} ({})", node.label, node.class))];
        attributes.extend(url(Some(node.item.as_deref().unwrap_or(&node.iri))));
        attributes.push(plain("fontsize", format!("{:.1}", 12.0 * node_scale(node.count, most))));
        attributes.extend(outline(look));
        stmts.push(Stmt::Node(Node::new(NodeId(id(view, place), None), attributes)));
    }
    for arrow in &arrows {
        let ends = [arrow.from, arrow.to].map(|place| Vertex::N(NodeId(id(view, place), None)));
        let [from, to] = ends;
        stmts.push(Stmt::Edge(Edge { ty: EdgeTy::Pair(from, to), attributes: line(arrow, theme) }));
    }
    stmts.push(Stmt::Subgraph(legend(view, &arrows, theme)));
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

fn head(title: &str, subtitle: &str, palette: Palette) -> Vec<Stmt> {
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
        quoted("bgcolor", palette.paper),
        quoted("fontcolor", palette.ink),
        plain("pad", 0.25),
        quoted("tooltip", " "),
    ];
    let node = vec![
        quoted("fontname", FONT),
        plain("fontsize", 12),
        quoted("margin", "0.12,0.06"),
        plain("height", 0.3),
        quoted("fontcolor", palette.ink),
    ];
    let edge = vec![
        quoted("fontname", FONT),
        plain("fontsize", 10),
        plain("arrowsize", 0.8),
        quoted("fontcolor", palette.ink),
    ];
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

fn line(arrow: &Arrow, theme: Theme) -> Vec<Attribute> {
    // Paper behind the words, so that lines do not strike them through.
    let lines: Vec<String> = arrow.lines.iter().map(|line| escape(line)).collect();
    let words = format!(
        "<<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLPADDING=\"1\" BGCOLOR=\"{}\"><TR><TD>{}</TD></TR></TABLE>>",
        theme.palette().paper,
        lines.join("<BR/>")
    );
    let words = Attribute(Id::Plain("label".to_owned()), Id::Html(words));
    let mut attributes = vec![words, text("tooltip", &arrow.tooltip), text("labeltooltip", &arrow.tooltip)];
    attributes.extend(url(arrow.link.as_deref()));
    attributes.extend(stroke(arrow, theme));
    attributes.push(plain("penwidth", format!("{:.1}", line_width(arrow.documents))));
    attributes.push(plain("weight", arrow.count.min(10)));
    if arrow.mutual {
        attributes.push(plain("dir", "both"));
    }
    attributes
}

fn stroke(arrow: &Arrow, theme: Theme) -> Vec<Attribute> {
    let color = theme.color(arrow.quad);
    let mut attributes = vec![quoted("color", color)];
    let style = match arrow.stroke {
        Stroke::Solid => "solid",
        Stroke::Dashed | Stroke::Crossed => "dashed",
        Stroke::Dotted => "dotted",
    };
    attributes.push(plain("style", style));
    // The bar before the arrow's head crosses the line.
    let bar = if arrow.stroke == Stroke::Crossed { "tee" } else { "" };
    let head = format!("{}{bar}", head_name(arrow.quad));
    if arrow.mutual {
        attributes.push(plain("arrowtail", &head));
    }
    attributes.push(plain("arrowhead", head));
    attributes
}

fn head_name(quad: Option<QuadClass>) -> &'static str {
    match Head::of(quad) {
        Head { open: true, .. } => "vee",
        Head { barbed: false, full: true, .. } => "normal",
        Head { barbed: false, full: false, .. } => "empty",
        // Graphviz has no barbed heads: a diamond is as unlike a triangle.
        Head { barbed: true, full: true, .. } => "diamond",
        Head { barbed: true, full: false, .. } => "odiamond",
    }
}

/// A link that a browser may follow.
fn url(link: Option<&str>) -> Option<Attribute> {
    let web = |link: &&str| link.starts_with("https://") || link.starts_with("http://");
    link.filter(web).map(|link| text("URL", link))
}

/// Signs and their names, of what occurs: one node, so that it does not disturb the layout.
fn legend(view: &View, arrows: &[Arrow], theme: Theme) -> Subgraph {
    let mut rows = Vec::new();
    for family in Family::ALL.into_iter().filter(|f| view.graph.node_weights().any(|n| Family::of(n.class) == *f)) {
        let look = family.look(theme);
        let cell = format!("BGCOLOR=\"{}\" BORDER=\"1\" COLOR=\"{}\" WIDTH=\"26\"", look.fill, look.line);
        rows.push((format!("<TD {cell}> </TD>"), look.name));
    }
    for quad in LINES.into_iter().filter(|quad| arrows.iter().any(|arrow| arrow.quad == *quad)) {
        let sign = match Head::of(quad) {
            Head { open: true, .. } => "━━>",
            Head { barbed: false, full: true, .. } => "━━▶",
            Head { barbed: false, full: false, .. } => "━━▷",
            Head { barbed: true, full: true, .. } => "━━◆",
            Head { barbed: true, full: false, .. } => "━━◇",
        };
        let cell = format!("<TD><FONT COLOR=\"{}\">{}</FONT></TD>", theme.color(quad), escape(sign));
        rows.push((cell, line_name(quad)));
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
        Stmt::Attribute(quoted("color", theme.palette().rule)),
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
