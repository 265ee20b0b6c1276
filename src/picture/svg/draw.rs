//! A view → the text of an SVG picture of its graph.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use petgraph::graph::NodeIndex;

use super::frame::{Frame, LABEL, sources, text};
use super::geometry::{Block, Size, round};
use super::layout::{self, AREA_NAME, Layout, Line, Task};
use super::legend::legend;
use super::line::{self, Label};
use super::measure::wrap;
use super::node::Drawn;
use super::{Cluster, Options};
use crate::graph::view::{Arrow, View};

/// From so many arrows on each label is one line.
const SHORT: usize = 70;

/// The whole picture.
pub(super) fn draw(view: &View, title: &str, options: &Options) -> String {
    let theme = options.theme;
    let arrows = view.arrows();
    let most = view.graph.node_weights().map(|n| n.count).max().unwrap_or(0);
    let nodes: Vec<Drawn<'_>> = view.graph.node_weights().map(|node| Drawn::new(node, most, theme)).collect();
    let labels = forms(&arrows);
    let clusters = clusters(view, options.cluster);
    let layout = place(view, options, &nodes, &arrows, &labels, clusters.as_ref());

    let mut body = String::new();
    if let Some((_, names)) = &clusters {
        areas(&mut body, options, &layout, names);
    }
    for (arrow, track) in arrows.iter().zip(&layout.tracks) {
        let ends = [arrow.from, arrow.to].map(|i| (nodes[i].look.shape, layout.nodes[i]));
        line::line(&mut body, theme, arrow, track, ends);
    }
    let palette = theme.palette();
    for ((arrow, forms), placed) in arrows.iter().zip(&labels).zip(&layout.labels) {
        if let Some((centre, form)) = placed {
            let inside = layout.areas.iter().any(|(_, area)| area.holds(*centre));
            let under = if inside { palette.area } else { palette.paper };
            line::label(&mut body, palette.ink, under, theme.color(arrow.quad), arrow, &forms[*form], *centre);
        }
    }
    for (place, (node, block)) in nodes.iter().zip(&layout.nodes).enumerate() {
        node.draw(&mut body, *block, view.graph[NodeIndex::new(place)].hops == Some(0));
    }
    let hidden = layout.labels.iter().filter(|label| label.is_none()).count();
    let mut notes = vec![view.subtitle() + "."];
    if hidden > 0 {
        let labels = if hidden == 1 {
            "1 label that has no room is".to_owned()
        } else {
            format!("{hidden} labels that have no room are")
        };
        notes.push(format!("{labels} shown when the line is pointed at."));
    }
    let told = |a: &Arrow| {
        let label = |i: usize| &view.graph[NodeIndex::new(i)].label;
        format!("{} – {} – {}.", label(a.from), a.lines.join(", "), label(a.to))
    };
    let told: Vec<String> = arrows.iter().take(300).map(told).collect();
    let frame = Frame {
        theme,
        title,
        description: format!("{} {}", view.subtitle(), told.join(" ")),
        notes,
        legend: legend(view, &arrows, theme),
        sources: sources(view),
    };
    frame.around(&body, (layout.size.width, layout.size.height))
}

/// The forms of each arrow's label.
pub(super) fn forms(arrows: &[Arrow]) -> Vec<Vec<Label>> {
    arrows.iter().map(|arrow| line::labels(arrow, arrows.len() >= SHORT)).collect()
}

/// Where everything is.
pub(super) fn place(
    view: &View,
    options: &Options,
    nodes: &[Drawn<'_>],
    arrows: &[Arrow],
    labels: &[Vec<Label>],
    clusters: Option<&(Vec<usize>, Vec<String>)>,
) -> Layout {
    let sizes: Vec<Size> = nodes.iter().map(|node| node.size).collect();
    let lines: Vec<Line> = arrows
        .iter()
        .zip(labels)
        .map(|(a, forms)| Line {
            from: a.from,
            to: a.to,
            labels: forms.iter().map(|form| form.size).collect(),
            count: a.count,
        })
        .collect();
    // Whatever no path leads to stands on the outermost ring.
    let hops: Vec<Option<usize>> = view.graph.node_weights().map(|node| node.hops).collect();
    let farthest = hops.iter().flatten().max().copied();
    let hops = farthest.map(|far| hops.into_iter().map(|h| h.unwrap_or(far + 1)).collect());
    let task = Task { sizes: &sizes, lines: &lines, hops, groups: clusters.map(|(groups, _)| groups.clone()) };
    layout::layout(&task, options.layout)
}

/// The cluster of each node, and the name of each cluster; nothing if there is only one.
fn clusters(view: &View, cluster: Cluster) -> Option<(Vec<usize>, Vec<String>)> {
    let keys: Vec<(String, String)> = match cluster {
        Cluster::None => return None,
        Cluster::State => view
            .graph
            .node_weights()
            .map(|node| node.state.clone().map_or_else(|| (node.iri.clone(), String::new()), |s| (format!(" {s}"), s)))
            .collect(),
        Cluster::Community => {
            let mut measured = view.clone();
            measured.measure();
            let of = |node: &crate::graph::view::Node| node.measures.map_or(0, |m| m.community);
            let mut heads: BTreeMap<usize, String> = BTreeMap::new();
            // Nodes are in the order of importance: the first names its community.
            for node in measured.graph.node_weights() {
                heads.entry(of(node)).or_insert_with(|| format!("around {}", node.label));
            }
            measured.graph.node_weights().map(|n| (format!("{:06}", of(n)), heads[&of(n)].clone())).collect()
        }
    };
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names = Vec::new();
    for (key, name) in &keys {
        numbers.entry(key).or_insert_with(|| {
            names.push(name.clone());
            names.len() - 1
        });
    }
    let groups = keys.iter().map(|(key, _)| numbers[key.as_str()]).collect();
    (names.len() > 1).then_some((groups, names))
}

fn areas(out: &mut String, options: &Options, layout: &Layout, names: &[String]) {
    let palette = options.theme.palette();
    for (group, area) in &layout.areas {
        let Block { centre, size } = *area;
        let _ = writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"14\" fill=\"{}\" stroke=\"{}\"/>",
            round(area.left()),
            round(area.top()),
            round(size.width),
            round(size.height),
            palette.area,
            palette.rule
        );
        let name = wrap(&names[*group], LABEL, size.width - 24.0, 1).swap_remove(0);
        let attributes = format!("font-size=\"{LABEL}\" text-anchor=\"middle\" fill=\"{}\"", palette.soft);
        text(out, centre.x, area.top() + AREA_NAME * 0.68, &name, &attributes);
    }
}
