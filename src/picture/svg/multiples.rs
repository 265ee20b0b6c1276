//! A view and its steps in time → small pictures side by side, in each of which every actor stands in the same place.
//!
//! The whole view is laid out once; each step shows of it what happened then. Who is not in a step stays as a dot, so
//! that the eye keeps its place. Steps in which nothing happened are drawn empty: a gap says something too.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::Options;
use super::frame::{Frame, LABEL, sources, text};
use super::geometry::{Block, Point, Size, round};
use super::layout::{self, Line, Task, Track};
use super::legend::legend;
use super::line;
use super::node::Drawn;
use crate::graph::view::{Arrow, Step, View};

/// More steps than a page holds are left out, the oldest first.
const MOST: usize = 24;
const GAP: f64 = 18.0;
const NAME: f64 = 24.0;
/// How wide a page of panels may be.
const PAGE: f64 = 1500.0;

/// Draws it.
pub(super) fn draw(whole: &View, steps: &[Step], options: &Options) -> String {
    let theme = options.theme;
    let palette = theme.palette();
    let most = whole.graph.node_weights().map(|n| n.count).max().unwrap_or(0);
    let nodes: Vec<Drawn<'_>> =
        whole.graph.node_weights().map(|node| Drawn::new(node, most.max(1) * 40, theme)).collect();
    let places: HashMap<&str, usize> =
        whole.graph.node_weights().enumerate().map(|(i, n)| (n.iri.as_str(), i)).collect();
    let sizes: Vec<Size> = nodes.iter().map(|node| node.size).collect();
    // Lines have no labels here: pointing at them shows their words.
    let lines: Vec<Line> = whole
        .arrows()
        .iter()
        .map(|a| Line { from: a.from, to: a.to, labels: vec![Size { width: 16.0, height: 4.0 }], count: a.count })
        .collect();
    let task = Task { sizes: &sizes, lines: &lines, hops: None, groups: None };
    let placed = layout::layout(&task, layout::Arrangement::Force);
    let shown = &steps[steps.len().saturating_sub(MOST)..];
    let panel = Size { width: placed.size.width + 28.0, height: placed.size.height + NAME + 24.0 };
    // Two to four in a row, as small as they can still be read.
    let columns = ((PAGE / panel.width).round() as usize).clamp(2, 4).min(shown.len().max(1));
    let scale = ((PAGE - GAP * (columns as f64 - 1.0)) / columns as f64 / panel.width).min(1.0);

    let mut body = String::new();
    for (number, step) in shown.iter().enumerate() {
        let (column, row) = (number % columns, number / columns);
        let at = Point::new(column as f64 * (panel.width * scale + GAP), row as f64 * (panel.height * scale + GAP));
        let _ = writeln!(body, "<g transform=\"translate({} {})\">", round(at.x), round(at.y));
        let _ = writeln!(
            body,
            "<rect width=\"{}\" height=\"{}\" rx=\"8\" fill=\"none\" stroke=\"{}\"/>",
            round(panel.width * scale),
            round(panel.height * scale),
            palette.rule
        );
        let _ = writeln!(body, "<g transform=\"scale({})\">", (scale * 1000.0).round() / 1000.0);
        text(&mut body, 14.0, 21.0, &step.label, "font-size=\"15\" font-weight=\"bold\"");
        let edges = step.view.graph.edge_count();
        let count = format!("{edges} relation{}", if edges == 1 { "" } else { "s" });
        let attributes = format!("font-size=\"{}\" text-anchor=\"end\" fill=\"{}\"", LABEL + 1.0, palette.soft);
        text(&mut body, panel.width - 14.0, 21.0, &count, &attributes);
        let _ = writeln!(body, "<g transform=\"translate(14 {})\">", NAME + 10.0);
        draw_step(&mut body, step, options, &nodes, &placed, &places);
        body.push_str("</g></g></g>\n");
    }
    let rows = shown.len().div_ceil(columns) as f64;
    let size =
        (columns as f64 * (panel.width * scale + GAP) - GAP, (rows * (panel.height * scale + GAP) - GAP).max(0.0));
    let mut notes = vec![whole.subtitle() + "."];
    if shown.len() < steps.len() {
        notes.push(format!("The first {} steps are left out.", steps.len() - shown.len()));
    }
    let arrows: Vec<Arrow> = shown.iter().flat_map(|step| step.view.arrows()).collect();
    let title = options.title.clone().unwrap_or_else(|| whole.title() + ", step by step");
    let told: Vec<String> =
        shown.iter().map(|step| format!("{}: {} relations.", step.label, step.view.graph.edge_count())).collect();
    let frame = Frame {
        theme,
        title: &title,
        description: told.join(" "),
        notes,
        legend: legend(whole, &arrows, theme),
        sources: sources(whole),
    };
    frame.around(&body, size)
}

fn draw_step(
    out: &mut String,
    step: &Step,
    options: &Options,
    nodes: &[Drawn<'_>],
    placed: &layout::Layout,
    places: &HashMap<&str, usize>,
) {
    let palette = options.theme.palette();
    // The step's nodes by their places in the whole.
    let own: Vec<Option<usize>> =
        step.view.graph.node_weights().map(|node| places.get(node.iri.as_str()).copied()).collect();
    for (place, block) in placed.nodes.iter().enumerate() {
        if !own.contains(&Some(place)) {
            let _ = writeln!(
                out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"3\" fill=\"{}\"/>",
                round(block.centre.x),
                round(block.centre.y),
                palette.rule
            );
        }
    }
    let arrows: Vec<Arrow> = step.view.arrows();
    let wires: Vec<(usize, super::route::Wire)> = arrows
        .iter()
        .enumerate()
        .filter_map(|(number, arrow)| {
            let (from, to) = (own[arrow.from]?, own[arrow.to]?);
            Some((number, super::route::Wire { from, to, labels: vec![Size { width: 1.0, height: 1.0 }], bend: 0.0 }))
        })
        .collect();
    let routed = super::route::route(&placed.nodes, &wires.iter().map(|(_, wire)| wire.clone()).collect::<Vec<_>>());
    for ((number, wire), routed) in wires.iter().zip(routed) {
        let ends: [(_, Block); 2] = [wire.from, wire.to].map(|i| (nodes[i].look.shape, placed.nodes[i]));
        line::line(out, options.theme, &arrows[*number], &Track::Bow(routed.bow), ends);
    }
    for place in own.into_iter().flatten() {
        nodes[place].draw(out, placed.nodes[place], false);
    }
}
