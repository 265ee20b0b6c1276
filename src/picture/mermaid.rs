//! A view → a Mermaid flowchart, for Markdown pages that draw it: GitHub, GitLab, Obsidian, notebooks.
//!
//! Names are the only foreign text, and all of it goes through [`quote`]: letters of any script stay, every sign that
//! Mermaid or HTML could read stands as an entity code. Lines keep colour, width and stroke of the other pictures; the
//! head of what is denied is a cross. Mermaid has fewer shapes than [`style`](crate::picture::style): an octagon
//! becomes a hexagon, an ellipse a stadium, an event a subroutine's box, a thing a flag. There are no tooltips.
//!
//! Source: <https://mermaid.js.org/syntax/flowchart.html>, read by Mermaid 10 and 11.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::graph::view::{Arrow, Stroke, View};
use crate::picture::style::{Family, Shape, Theme, line_width};

/// How many lines Mermaid draws, if the page that embeds it does not raise its `maxEdges`.
pub const MOST_EDGES: usize = 500;

/// How many characters Mermaid reads, if the page that embeds it does not raise its `maxTextSize`.
pub const MOST_TEXT: usize = 50_000;

/// The view as a Mermaid flowchart, under a title of its own or the user's.
pub fn mermaid(view: &View, title: Option<&str>) -> String {
    let title = title.map_or_else(|| view.title(), str::to_owned);
    let arrows = view.arrows();
    let mut out = format!(
        "---\ntitle: {}\nconfig:\n  themeVariables:\n    edgeLabelBackground: \"#ffffff\"\n---\nflowchart LR\n",
        yaml(&title)
    );
    let _ = writeln!(out, "  accTitle: {}", quote(&title));
    let _ = writeln!(out, "  accDescr: {}", quote(&view.subtitle()));
    for (place, node) in view.graph.node_weights().enumerate() {
        let family = Family::of(node.class);
        let [open, close] = brackets(family.look(Theme::Light).shape);
        let _ = writeln!(out, "  n{place}{open}\"{}\"{close}:::{}", quote(&node.label), class(family));
    }
    for arrow in &arrows {
        let words: Vec<String> = arrow.lines.iter().map(|line| quote(line)).collect();
        let _ = writeln!(out, "  n{} {}|\"{}\"| n{}", arrow.from, head(arrow), words.join("<br/>"), arrow.to);
    }
    for family in Family::ALL.into_iter().filter(|f| view.graph.node_weights().any(|n| Family::of(n.class) == *f)) {
        let look = family.look(Theme::Light);
        let _ = writeln!(out, "  classDef {} fill:{},stroke:{},color:#1d2329", class(family), look.fill, look.line);
    }
    // Lines that look the same share one statement.
    let mut looks: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (number, arrow) in arrows.iter().enumerate() {
        looks.entry(look(arrow)).or_default().push(number.to_string());
    }
    for (look, numbers) in looks {
        let _ = writeln!(out, "  linkStyle {} {look}", numbers.join(","));
    }
    out
}

/// What to say to the user if Mermaid, as it is commonly set up, would refuse the picture.
pub fn too_large(text: &str, view: &View) -> Option<String> {
    let (edges, letters) = (view.arrows().len(), text.encode_utf16().count());
    (edges > MOST_EDGES || letters > MOST_TEXT).then(|| {
        format!(
            "Mermaid draws {MOST_EDGES} lines and reads {MOST_TEXT} characters unless the page raises maxEdges and \
             maxTextSize; this picture has {edges} and {letters}: say a smaller --limit, or write SVG"
        )
    })
}

/// A text inside of quotes: letters, digits and harmless signs as they are, all others as entity codes.
///
/// ```
/// use actograph::picture::mermaid::quote;
/// assert_eq!(quote(r#"x"]; click n0 "y"#), "x#quot;#93;#59; click n0 #quot;y");
/// ```
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("#quot;"),
            c if c.is_whitespace() => quoted.push(if c == '\u{a0}' { c } else { ' ' }),
            // Bidirectional overrides would reorder the words around.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}') => {}
            c if c.is_ascii_alphanumeric() || matches!(c, ',' | '/') => quoted.push(c),
            // Mermaid keeps its place for entity codes with these.
            'ﬂ' | '°' | '¶' | 'ß' => {
                let _ = write!(quoted, "#{};", u32::from(c));
            }
            c if c.is_ascii() => {
                let _ = write!(quoted, "#{};", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted
}

/// A string of YAML, in one line, without a sign that Mermaid looks for before it reads YAML.
fn yaml(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}')) {
        if c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '\'') {
            quoted.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(quoted, "\\u{unit:04x}");
            }
        }
    }
    quoted + "\""
}

fn brackets(shape: Shape) -> [&'static str; 2] {
    match shape {
        Shape::Box => ["[", "]"],
        Shape::Rounded => ["(", ")"],
        Shape::Octagon => ["{{", "}}"],
        Shape::Ellipse => ["([", "])"],
        Shape::Pill => ["[[", "]]"],
        Shape::Note => [">", "]"],
    }
}

/// Mermaid's name of the class, in which spaces mean something.
fn class(family: Family) -> String {
    format!("{family:?}").to_lowercase()
}

fn head(arrow: &Arrow) -> &'static str {
    match (arrow.stroke, arrow.mutual) {
        (Stroke::Crossed, false) => "--x",
        (Stroke::Crossed, true) => "x--x",
        (Stroke::Dotted, false) => "-.->",
        (Stroke::Dotted, true) => "<-.->",
        (_, false) => "-->",
        (_, true) => "<-->",
    }
}

fn look(arrow: &Arrow) -> String {
    let dashes = match arrow.stroke {
        Stroke::Solid => "",
        Stroke::Dashed | Stroke::Crossed => ",stroke-dasharray:7 4",
        Stroke::Dotted => ",stroke-dasharray:1 4",
    };
    let color = Theme::Light.color(arrow.quad);
    format!("stroke:{color},color:{color},stroke-width:{:.1}px{dashes}", line_width(arrow.documents))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_a_name_means_anything() {
        let quoted = quote("a\"]-->|b| %%{init} <b>`#;\n1. \u{202e}中ß");
        let codes = quoted.replace("#quot;", "").split('#').skip(1).all(|code| code.contains(';'));
        assert!(codes && !quoted.contains(['"', ']', '|', '<', '%', '`', '-', '.', '\n', 'ß']), "{quoted}");
        assert!(quoted.contains('中'));
        assert_eq!(yaml("a\": b\n%%{"), r#""a\u0022\u003a b\u0025\u0025\u007b""#);
    }
}
