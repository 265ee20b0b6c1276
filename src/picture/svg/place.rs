//! A view → where the picture has its nodes, labels and lines, for pages that draw the same picture themselves.

use super::geometry::{Size, inset};
use super::layered::{self, Line};
use super::line;
use super::node::Drawn;
use crate::graph::view::{Arrow, View};
use crate::picture::style::Theme;

/// A node: its centre, its size, and its words in lines.
#[derive(Debug, Clone)]
pub(in crate::picture) struct PlacedNode {
    pub(in crate::picture) centre: [f64; 2],
    pub(in crate::picture) size: [f64; 2],
    pub(in crate::picture) lines: Vec<String>,
}

/// A line of the picture.
#[derive(Debug, Clone)]
pub(in crate::picture) struct PlacedArrow {
    /// From outline to outline: level from every second point to the next, and bent in between.
    pub(in crate::picture) points: Vec<[f64; 2]>,
    /// The centre of its words.
    pub(in crate::picture) label: [f64; 2],
    pub(in crate::picture) lines: Vec<String>,
}

/// The places of the nodes of a view and of its arrows in columns, in their order; in pixels from the upper left corner.
pub(in crate::picture) fn place(view: &View, arrows: &[Arrow]) -> (Vec<PlacedNode>, Vec<PlacedArrow>) {
    // All names in one size.
    let drawn: Vec<Drawn<'_>> = view.graph.node_weights().map(|node| Drawn::new(node, 0, Theme::Light)).collect();
    let labels: Vec<line::Label> = arrows.iter().map(|arrow| line::labels(arrow, false).swap_remove(0)).collect();
    let sizes: Vec<Size> = drawn.iter().map(|node| node.size).collect();
    let lines = arrows.iter().zip(&labels).map(|(arrow, label)| Line {
        from: arrow.from,
        to: arrow.to,
        label: label.size,
        count: arrow.count,
    });
    let layout = layered::layout(&sizes, &lines.collect::<Vec<_>>());
    let ways = arrows.iter().zip(&layout.lines).zip(layout.labels.iter().zip(labels)).map(|((arrow, line), label)| {
        let mut points: Vec<[f64; 2]> = line.iter().map(|point| [point.x, point.y]).collect();
        let last = points.len() - 1;
        let way = [(points[2][0] - points[0][0]).signum(), (points[last - 2][0] - points[last][0]).signum()];
        for ((end, node), way) in [0, last].into_iter().zip([arrow.from, arrow.to]).zip(way) {
            let (centre, size) = layout.nodes[node];
            points[end][0] -= way * inset(drawn[node].look.shape, size, points[end][1] - centre.y);
        }
        PlacedArrow { points, label: [label.0.x, label.0.y], lines: label.1.lines }
    });
    let ways = ways.collect();
    let nodes = drawn.into_iter().zip(&layout.nodes).map(|(node, (centre, size))| PlacedNode {
        centre: [centre.x, centre.y],
        size: [size.width, size.height],
        lines: node.lines,
    });
    (nodes.collect(), ways)
}
