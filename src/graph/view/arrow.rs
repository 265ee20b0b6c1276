//! A view's edges → the lines of a picture with their words and tooltips, and the picture's head lines.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

use super::{Edge, Manner, QuadClass, Tone, View};

/// One line of a picture: the edges of one direction, quad class and manner between two nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// Index of the node where it starts.
    pub from: usize,
    /// Index of the node where it ends.
    pub to: usize,
    /// Cooperation, conflict, or neither.
    pub tone: Tone,
    /// The same, told apart by words and deeds.
    pub quad: Option<QuadClass>,
    /// How it is drawn.
    pub stroke: Stroke,
    /// Whether it points both ways.
    pub mutual: bool,
    /// What is written on it, a relation a line: `brokers ×11`.
    pub lines: Vec<String>,
    /// How many assertions it stands for.
    pub count: usize,
    /// How many documents tell its relations, at least: those of the one that most tell.
    pub documents: usize,
    /// Where its surest evidence can be read: the document's address where it has one, else the assertion's IRI.
    pub link: Option<String>,
    /// What is shown when it is pointed at: every relation with its counts and a sentence.
    pub tooltip: String,
}

/// How an [`Arrow`] is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stroke {
    /// Stated.
    Solid,
    /// Reported by somebody, or ended; the word is in the label.
    Dashed,
    /// Possible, planned or desired; the word is in the label.
    Dotted,
    /// Denied.
    Crossed,
}

impl Stroke {
    /// How what is said in this manner is drawn.
    pub fn of(manner: Manner) -> Self {
        match manner {
            Manner::Stated => Self::Solid,
            Manner::Reported | Manner::Ended => Self::Dashed,
            Manner::Planned | Manner::Possible | Manner::Desired => Self::Dotted,
            Manner::Denied => Self::Crossed,
        }
    }
}

impl View {
    /// The lines of the picture. A relation is drawn in its strongest manner; what is also denied is drawn twice.
    pub fn arrows(&self) -> Vec<Arrow> {
        type Key = (usize, usize, Option<QuadClass>, Stroke, bool);
        struct Said<'e> {
            line: String,
            count: usize,
            edge: &'e Edge,
        }
        let mut groups: BTreeMap<Key, Vec<Said<'_>>> = BTreeMap::new();
        for reference in self.graph.edge_references() {
            let (from, to, edge) = (reference.source().index(), reference.target().index(), reference.weight());
            let denied = edge.counts.get(&Manner::Denied).copied().unwrap_or(0);
            let strongest = edge.counts.keys().find(|m| **m != Manner::Denied).copied();
            let mut add = |manner: Manner, count: usize| {
                let key = (from, to, edge.quad, Stroke::of(manner), edge.symmetric);
                groups.entry(key).or_default().push(Said { line: line(edge, manner, count), count, edge });
            };
            if let Some(manner) = strongest {
                add(manner, edge.count() - denied);
            }
            if denied > 0 {
                add(Manner::Denied, denied);
            }
        }
        let arrows = groups.into_iter().map(|((from, to, quad, stroke, mutual), mut parts)| {
            parts.sort_by(|a, b| (Reverse(a.count), &a.line).cmp(&(Reverse(b.count), &b.line)));
            let tooltips: Vec<String> = parts.iter().map(|part| self.tooltip(from, to, part.edge)).collect();
            Arrow {
                from,
                to,
                tone: quad.map_or(Tone::Structure, QuadClass::tone),
                quad,
                stroke,
                mutual,
                count: parts.iter().map(|part| part.count).sum(),
                documents: parts.iter().map(|part| part.edge.documents).max().unwrap_or(0),
                link: parts.iter().find_map(|part| link(part.edge)),
                lines: shortened(parts.into_iter().map(|part| part.line).collect()),
                tooltip: tooltips.join("\n\n"),
            }
        });
        arrows.collect()
    }

    /// The head line of the picture.
    pub fn title(&self) -> String {
        match self.focus.as_slice() {
            [] => "Who does what to whom".to_owned(),
            [from, to] if !self.strongest.is_empty() => format!("What connects {from} and {to}"),
            [name] => format!("{name} and its relations"),
            [names @ .., last] => format!("{} and {last}: their relations", names.join(", ")),
        }
    }

    /// What the picture shows and what not.
    pub fn subtitle(&self) -> String {
        let (nodes, edges) = (self.graph.node_count(), self.graph.edge_count());
        let shown = format!("{}, {}", plural(nodes, "node"), plural(edges, "relation"));
        let dates = self.dates.as_ref().map_or(String::new(), |dates| format!(", {}", period(dates)));
        let left_out = match self.left_out {
            (0, 0) => String::new(),
            (0, edges) => format!(". Left out, with fewer mentions: {}", plural(edges, "relation")),
            (nodes, edges) => {
                format!(". Left out, with fewer mentions: {} and {}", plural(nodes, "node"), plural(edges, "relation"))
            }
        };
        format!("{shown} from {}{dates}{left_out}", plural(self.documents, "document"))
    }

    fn tooltip(&self, from: usize, to: usize, edge: &Edge) -> String {
        let label = |i: usize| &self.graph[NodeIndex::new(i)].label;
        let counts: Vec<String> = edge.counts.iter().map(|(m, n)| format!("{n} {}", m.name())).collect();
        let dates = edge.dates.as_ref().map_or(String::new(), |dates| format!(", {}", period(dates)));
        let documents = plural(edge.documents, "document");
        let head = format!("{} {} {} ({}; {documents}{dates})", label(from), edge.label, label(to), counts.join(", "));
        let quotes = edge.evidence.iter().map(|e| format!("“{}” ({})", e.sentence, e.name));
        std::iter::once(head).chain(quotes).collect::<Vec<_>>().join("\n")
    }
}

fn plural(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn period((first, last): &(String, String)) -> String {
    if first == last { first.clone() } else { format!("{first} to {last}") }
}

/// Where the surest evidence can be read: a document whose identifier is an address is there.
fn link(edge: &Edge) -> Option<String> {
    let first = edge.evidence.first()?;
    let web = ["https://", "http://"].iter().any(|scheme| first.name.starts_with(scheme));
    Some(if web { first.name.clone() } else { first.assertion.clone() })
}

fn line(edge: &Edge, manner: Manner, count: usize) -> String {
    let times = if count > 1 { format!("\u{a0}×{count}") } else { String::new() };
    match manner {
        Manner::Stated => format!("{}{times}", edge.label),
        Manner::Denied => format!("not: {}{times}", edge.label),
        _ => format!("{} ({}){times}", edge.label, manner.name()),
    }
}

/// No label is higher than a few lines.
fn shortened(mut lines: Vec<String>) -> Vec<String> {
    const SHOWN: usize = 4;
    if lines.len() > SHOWN {
        let more = lines.len() - SHOWN + 1;
        lines.truncate(SHOWN - 1);
        lines.push(format!("and {more} more"));
    }
    lines
}
