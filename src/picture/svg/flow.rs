//! A view → a Sankey diagram: who gives on the left, who gets on the right, bands as thick as there are assertions.
//!
//! It suits relations along which something flows, such as `funds`, `arms`, `sells to`: the request chooses them. Who
//! both gives and gets stands on both sides.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use petgraph::graph::NodeIndex;

use super::frame::{Frame, LABEL, open, sources, text};
use super::geometry::round;
use super::legend::quad_sign;
use super::measure::wrap;
use super::{Options, escape};
use crate::graph::view::{Arrow, View};
use crate::picture::style::{Family, LINES, line_name};

const SPAN: f64 = 420.0;
const NAME: f64 = 190.0;
const BAR: f64 = 14.0;
const GAP: f64 = 12.0;
/// The least thickness of a band, and that of the whole picture's bands together.
const LEAST: f64 = 5.0;
const WHOLE: f64 = 520.0;

/// One side of one actor.
#[derive(Debug, Clone, Copy, Default)]
struct Bar {
    top: f64,
    height: f64,
    filled: f64,
}

/// Draws it.
pub(super) fn draw(view: &View, options: &Options) -> String {
    let theme = options.theme;
    let arrows = view.arrows();
    let total: usize = arrows.iter().map(|a| a.count).sum();
    let unit = (WHOLE / total.max(1) as f64).clamp(LEAST, 22.0);
    let (left, right) = orders(&arrows);
    let mut sides = [bars(&left, &arrows, unit, |a| a.from), bars(&right, &arrows, unit, |a| a.to)];
    let heights = sides.each_ref().map(|side| side.values().map(|bar| bar.top + bar.height).fold(0.0, f64::max));
    let height = heights[0].max(heights[1]);
    for (side, own) in sides.iter_mut().zip(heights) {
        for bar in side.values_mut() {
            bar.top += (height - own) / 2.0;
        }
    }

    let mut body = String::new();
    let x = [NAME + BAR, NAME + BAR + SPAN];
    // Bands leave and arrive in the order of their other ends, so that few cross.
    let at = |order: &[usize], node: usize| order.iter().position(|&n| n == node).unwrap_or(0);
    let mut by_source: Vec<usize> = (0..arrows.len()).collect();
    by_source.sort_by_key(|&i| (at(&left, arrows[i].from), at(&right, arrows[i].to), i));
    let mut starts = vec![0.0; arrows.len()];
    let mut ends = vec![0.0; arrows.len()];
    for &i in &by_source {
        let bar = sides[0].get_mut(&arrows[i].from).expect("every source has a bar");
        starts[i] = bar.top + bar.filled;
        bar.filled += arrows[i].count as f64 * unit;
    }
    let mut by_target = by_source.clone();
    by_target.sort_by_key(|&i| (at(&right, arrows[i].to), at(&left, arrows[i].from), i));
    for &i in &by_target {
        let bar = sides[1].get_mut(&arrows[i].to).expect("every target has a bar");
        ends[i] = bar.top + bar.filled;
        bar.filled += arrows[i].count as f64 * unit;
    }
    for &i in &by_source {
        band(&mut body, options, &arrows[i], [starts[i], ends[i]], arrows[i].count as f64 * unit, x);
    }
    for &i in &by_source {
        let thick = arrows[i].count as f64 * unit;
        let more = if arrows[i].lines.len() > 1 { format!(" +{}", arrows[i].lines.len() - 1) } else { String::new() };
        let words = wrap(&format!("{}{more}", arrows[i].lines[0]), LABEL, SPAN * 0.3, 1).swap_remove(0);
        // At a quarter of the way the bands of one source have parted.
        let y = starts[i] + (ends[i] - starts[i]) * 0.1 + thick / 2.0 + LABEL * 0.35;
        if thick >= LABEL {
            text(&mut body, x[0] + 10.0, y, &words, &format!("font-size=\"{LABEL}\""));
        }
    }
    for (side, order) in [&left, &right].into_iter().enumerate() {
        for node in order {
            let bar = sides[side][node];
            name(&mut body, view, options, *node, bar, side, if side == 0 { NAME } else { x[1] });
        }
    }

    let title = options.title.clone().unwrap_or_else(|| "What flows from whom to whom".to_owned());
    let legend = LINES
        .into_iter()
        .filter(|quad| arrows.iter().any(|a| a.quad == *quad))
        .map(|quad| (quad_sign(theme, quad), line_name(quad)))
        .chain([(String::new(), "the thicker, the more mentions")])
        .collect();
    let label = |i: usize| &view.graph[NodeIndex::new(i)].label;
    let told =
        arrows.iter().take(300).map(|a| format!("{} – {} – {}.", label(a.from), a.lines.join(", "), label(a.to)));
    let frame = Frame {
        theme,
        title: &title,
        description: told.collect::<Vec<_>>().join(" "),
        notes: vec![view.subtitle() + "."],
        legend,
        sources: sources(view),
    };
    frame.around(&body, (2.0 * (NAME + BAR) + SPAN, height))
}

/// The order of both sides: by turns each by the mean place of what it is joined with.
fn orders(arrows: &[Arrow]) -> (Vec<usize>, Vec<usize>) {
    let side = |of: fn(&Arrow) -> usize| {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for arrow in arrows {
            *counts.entry(of(arrow)).or_default() += arrow.count;
        }
        let mut order: Vec<usize> = counts.keys().copied().collect();
        order.sort_by_key(|node| (std::cmp::Reverse(counts[node]), *node));
        order
    };
    let (mut left, mut right) = (side(|a| a.from), side(|a| a.to));
    for _ in 0..6 {
        right = by_mean(&right, &left, arrows, |a| (a.to, a.from));
        left = by_mean(&left, &right, arrows, |a| (a.from, a.to));
    }
    (left, right)
}

fn by_mean(own: &[usize], other: &[usize], arrows: &[Arrow], ends: fn(&Arrow) -> (usize, usize)) -> Vec<usize> {
    let place: BTreeMap<usize, usize> = other.iter().enumerate().map(|(at, &node)| (node, at)).collect();
    let mut sums: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for arrow in arrows {
        let (here, there) = ends(arrow);
        let sum = sums.entry(here).or_default();
        sum.0 += place[&there] as f64 * arrow.count as f64;
        sum.1 += arrow.count as f64;
    }
    let mean = |node: &usize| sums[node].0 / sums[node].1;
    let mut order = own.to_vec();
    order.sort_by(|a, b| mean(a).total_cmp(&mean(b)).then(a.cmp(b)));
    order
}

fn bars(order: &[usize], arrows: &[Arrow], unit: f64, of: fn(&Arrow) -> usize) -> BTreeMap<usize, Bar> {
    let mut y = 0.0;
    let mut bars = BTreeMap::new();
    for &node in order {
        let count: usize = arrows.iter().filter(|a| of(a) == node).map(|a| a.count).sum();
        let height = count as f64 * unit;
        // Names of thin bars need room too.
        let room = height.max(16.0);
        bars.insert(node, Bar { top: y + (room - height) / 2.0, height, filled: 0.0 });
        y += room + GAP;
    }
    bars
}

fn band(out: &mut String, options: &Options, arrow: &Arrow, [start, end]: [f64; 2], thick: f64, x: [f64; 2]) {
    let color = options.theme.color(arrow.quad);
    let close = open(out, arrow.link.as_deref(), "");
    let _ = writeln!(out, "<title>{}</title>", escape(&arrow.tooltip));
    let middle = round(f64::midpoint(x[0], x[1]));
    let [a, b] = [start, end].map(round);
    let [c, d] = [start + thick, end + thick].map(round);
    let _ = writeln!(
        out,
        "<path d=\"M{0} {a}C{middle} {a} {middle} {b} {1} {b}V{d}C{middle} {d} {middle} {c} {0} {c}z\" fill=\"{color}\" \
         fill-opacity=\"0.42\" stroke=\"{color}\" stroke-width=\"0.6\"/>",
        round(x[0]),
        round(x[1])
    );
    out.push_str(close);
}

fn name(out: &mut String, view: &View, options: &Options, node: usize, bar: Bar, side: usize, x: f64) {
    let node = &view.graph[NodeIndex::new(node)];
    let look = Family::of(node.class).look(options.theme);
    let close = open(out, node.item.as_deref().or(Some(&node.iri)), "");
    let _ = writeln!(out, "<title>{}</title>", escape(&format!("{} ({})", node.label, node.class)));
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{BAR}\" height=\"{}\" fill=\"{}\" stroke=\"{}\"/>",
        round(x),
        round(bar.top),
        round(bar.height),
        look.fill,
        look.line
    );
    let words = wrap(&node.label, 12.0, NAME - 10.0, 1).swap_remove(0);
    let y = bar.top + bar.height / 2.0 + 4.2;
    let (at, anchor) = if side == 0 { (x - 8.0, "end") } else { (x + BAR + 8.0, "start") };
    text(out, at, y, &words, &format!("font-size=\"12\" text-anchor=\"{anchor}\""));
    out.push_str(close);
}
