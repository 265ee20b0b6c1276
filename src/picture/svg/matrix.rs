//! A view → a table of who acts on whom: rows act, columns are acted on, a cell has the number of assertions and is
//! coloured by their tone.
//!
//! Actors of one community stand together, so that blocs show as squares along the diagonal. A sign beside the number
//! says the tone without colour: `+` cooperation, `−` conflict, `±` both.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

use super::frame::{Frame, LABEL, open, sources, text};
use super::geometry::round;
use super::measure::{width, wrap};
use super::{Options, escape};
use crate::graph::view::{QuadClass, Tone, View};
use crate::picture::style::Theme;

const CELL: f64 = 30.0;
/// How wide names may run.
const NAME: f64 = 170.0;

/// What one actor does to another.
#[derive(Debug, Default)]
struct Cell {
    /// Cooperation, conflict, other.
    counts: [usize; 3],
    tooltip: Vec<String>,
    link: Option<String>,
}

impl Cell {
    fn count(&self) -> usize {
        self.counts.iter().sum()
    }

    fn sign(&self) -> &'static str {
        match self.counts {
            [0, 0, _] => "",
            [_, 0, _] => "+",
            [0, _, _] => "−",
            _ => "±",
        }
    }
}

/// Draws it.
pub(super) fn draw(view: &View, options: &Options) -> String {
    let theme = options.theme;
    let palette = theme.palette();
    let order = order(view);
    let mut place = vec![0; order.len()];
    for (at, &(node, _)) in order.iter().enumerate() {
        place[node] = at;
    }
    let cells = cells(view, &place);
    let names: Vec<String> = order
        .iter()
        .map(|&(node, _)| wrap(&view.graph[NodeIndex::new(node)].label, LABEL, NAME, 1).swap_remove(0))
        .collect();
    let room = names.iter().map(|name| width(name, LABEL)).fold(40.0, f64::max) + 12.0;
    let n = names.len() as f64;
    let most = cells.values().map(Cell::count).max().unwrap_or(1);

    let mut body = String::new();
    let (left, top) = (room, room);
    for (at, name) in names.iter().enumerate() {
        let middle = (at as f64 + 0.5) * CELL;
        text(
            &mut body,
            left - 8.0,
            top + middle + LABEL * 0.35,
            name,
            &format!("font-size=\"{LABEL}\" text-anchor=\"end\""),
        );
        let (x, y) = (round(left + middle + LABEL * 0.35), round(top - 8.0));
        let turned = format!("font-size=\"{LABEL}\" transform=\"rotate(-90 {x} {y})\"");
        text(&mut body, x, y, name, &turned);
        let _ = writeln!(
            body,
            "<rect x=\"{0}\" y=\"{1}\" width=\"{CELL}\" height=\"{CELL}\" fill=\"{2}\"/>",
            round(left + at as f64 * CELL),
            round(top + at as f64 * CELL),
            palette.rule
        );
    }
    grid(&mut body, theme, &order, (left, top));
    for (&(row, column), cell) in &cells {
        let (x, y) = (left + column as f64 * CELL, top + row as f64 * CELL);
        draw_cell(&mut body, theme, cell, most, (x, y));
    }
    text(&mut body, 0.0, top - 10.0, "acts ↓ on →", &format!("font-size=\"{LABEL}\" fill=\"{}\"", palette.soft));

    let title = options.title.clone().unwrap_or_else(|| match view.focus.first() {
        Some(focus) => format!("Who acts on whom around {focus}"),
        None => "Who acts on whom".to_owned(),
    });
    let sample = |tone: usize| {
        let mut counts = [0; 3];
        counts[tone] = 1;
        let mut out = String::new();
        fill(&mut out, theme, &counts, 1.0, (-14.0, -7.5), (28.0, 15.0));
        out
    };
    let legend = vec![
        (sample(0), "cooperation (+)"),
        (sample(1), "conflict (−)"),
        (sample(2), "lasting or other relation"),
        (
            format!("<text text-anchor=\"middle\" y=\"4\" font-size=\"{LABEL}\" fill=\"{}\">3±</text>", palette.ink),
            "number of assertions; both tones",
        ),
    ];
    let told: Vec<String> = cells.values().filter_map(|cell| cell.tooltip.first().cloned()).take(300).collect();
    let frame = Frame {
        theme,
        title: &title,
        description: told.join(" "),
        notes: vec![view.subtitle() + "."],
        legend,
        sources: sources(view),
    };
    frame.around(&body, (left + n * CELL, top + n * CELL))
}

/// The nodes with their communities: the largest community first, in it those of whom most is said.
fn order(view: &View) -> Vec<(usize, usize)> {
    let mut measured = view.clone();
    measured.measure();
    let community = |node: &crate::graph::view::Node| node.measures.map_or(0, |m| m.community);
    let mut order: Vec<(usize, usize)> =
        measured.graph.node_weights().enumerate().map(|(place, node)| (place, community(node))).collect();
    order.sort_by_key(|&(place, community)| (community, place));
    order
}

fn cells(view: &View, place: &[usize]) -> BTreeMap<(usize, usize), Cell> {
    let mut cells: BTreeMap<(usize, usize), Cell> = BTreeMap::new();
    for edge in view.graph.edge_references() {
        let weight = edge.weight();
        let ends = [place[edge.source().index()], place[edge.target().index()]];
        let ways =
            if weight.symmetric { vec![(ends[0], ends[1]), (ends[1], ends[0])] } else { vec![(ends[0], ends[1])] };
        let label = |node: NodeIndex| &view.graph[node].label;
        for way in ways {
            let cell = cells.entry(way).or_default();
            let tone = match weight.tone {
                Tone::Cooperation => 0,
                Tone::Conflict => 1,
                Tone::Structure => 2,
            };
            cell.counts[tone] += weight.count();
            let quote = weight.evidence.first().map_or(String::new(), |e| format!("\n“{}” ({})", e.sentence, e.name));
            cell.tooltip.push(format!(
                "{} {} {} ×{}.{quote}",
                label(edge.source()),
                weight.label,
                label(edge.target()),
                weight.count()
            ));
            if cell.link.is_none() {
                cell.link = weight.evidence.first().map(|e| e.assertion.clone());
            }
        }
    }
    cells
}

fn grid(out: &mut String, theme: Theme, order: &[(usize, usize)], (left, top): (f64, f64)) {
    let n = order.len();
    let side = n as f64 * CELL;
    for at in 0..=n {
        let border = at == 0 || at == n || order[at - 1].1 != order[at].1;
        let pen = if border { 1.4 } else { 0.5 };
        let color = if border { theme.palette().soft } else { theme.palette().rule };
        let off = at as f64 * CELL;
        let _ = writeln!(
            out,
            "<path d=\"M{} {}h{}M{} {}v{}\" stroke=\"{color}\" stroke-width=\"{pen}\" fill=\"none\"/>",
            round(left),
            round(top + off),
            round(side),
            round(left + off),
            round(top),
            round(side)
        );
    }
}

fn draw_cell(out: &mut String, theme: Theme, cell: &Cell, most: usize, (x, y): (f64, f64)) {
    let close = open(out, cell.link.as_deref(), "");
    let _ = writeln!(out, "<title>{}</title>", escape(&cell.tooltip.join("\n")));
    let share = libm::log((1 + cell.count()) as f64) / libm::log((1 + most) as f64);
    fill(out, theme, &cell.counts, share, (x + 1.0, y + 1.0), (CELL - 2.0, CELL - 2.0));
    let words = format!("{}{}", cell.count(), cell.sign());
    let attributes = format!("font-size=\"{LABEL}\" text-anchor=\"middle\" font-weight=\"bold\"");
    text(out, x + CELL / 2.0, y + CELL / 2.0 + LABEL * 0.35, &words, &attributes);
    out.push_str(close);
}

/// The shares of the tones side by side, the stronger the more there is.
fn fill(out: &mut String, theme: Theme, counts: &[usize; 3], strength: f64, (x, y): (f64, f64), (w, h): (f64, f64)) {
    let colors = [Some(QuadClass::VerbalCooperation), Some(QuadClass::VerbalConflict), None].map(|q| theme.color(q));
    let all: usize = counts.iter().sum();
    let mut from = x;
    for (count, color) in counts.iter().zip(colors).filter(|(count, _)| **count > 0) {
        let wide = w * *count as f64 / all as f64;
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{color}\" fill-opacity=\"{}\"/>",
            round(from),
            round(y),
            round(wide),
            round(h),
            (25.0 + 45.0 * strength).round() / 100.0
        );
        from += wide;
    }
}
