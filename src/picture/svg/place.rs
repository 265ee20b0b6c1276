//! A view → where the picture has its nodes, labels and lines, for pages that draw the same picture themselves.

use super::Options;
use super::draw::{forms, place as placed};
use super::geometry::{Block, Point, inset};
use super::layout::{Arrangement, Track};
use super::node::Drawn;
use crate::graph::view::{Arrow, View};
use crate::picture::style::{Shape, Theme};

/// A node: its centre, its size, and its words in lines of a font size.
#[derive(Debug, Clone)]
pub(in crate::picture) struct PlacedNode {
    pub(in crate::picture) centre: [f64; 2],
    pub(in crate::picture) size: [f64; 2],
    pub(in crate::picture) lines: Vec<String>,
    pub(in crate::picture) font: f64,
}

/// A line of the picture.
#[derive(Debug, Clone)]
pub(in crate::picture) struct PlacedArrow {
    /// Its start and end, at the outlines of its nodes, and between them the control points of joined quadratic Bézier
    /// curves: each ends half-way to the next control point.
    pub(in crate::picture) points: Vec<[f64; 2]>,
    /// The centre of its words, if there is room for them.
    pub(in crate::picture) label: Option<[f64; 2]>,
    pub(in crate::picture) lines: Vec<String>,
}

/// The places of the nodes of a view and of its arrows, in their order; in pixels from the upper left corner.
pub(in crate::picture) fn place(
    view: &View,
    arrows: &[Arrow],
    layout: Arrangement,
) -> (Vec<PlacedNode>, Vec<PlacedArrow>) {
    let most = view.graph.node_weights().map(|node| node.count).max().unwrap_or(0);
    let drawn: Vec<Drawn<'_>> = view.graph.node_weights().map(|node| Drawn::new(node, most, Theme::Light)).collect();
    let labels = forms(arrows);
    let options = Options { layout, ..Options::default() };
    let layout = placed(view, &options, &drawn, arrows, &labels, None);
    let pair = |point: Point| [point.x, point.y];
    let ways = arrows.iter().zip(&layout.tracks).zip(layout.labels.iter().zip(labels));
    let ways = ways.map(|((arrow, track), (label, mut forms))| {
        let ends = [arrow.from, arrow.to].map(|node| (drawn[node].look.shape, layout.nodes[node]));
        let points = match track {
            Track::Level(points) => level(points, ends),
            Track::Bow(bow) => {
                let (from, to) = bow.outside(ends);
                bow.part(from, to).0.to_vec()
            }
        };
        PlacedArrow {
            points: points.into_iter().map(pair).collect(),
            label: label.map(|(centre, _)| pair(centre)),
            lines: forms.swap_remove(label.map_or(0, |(_, form)| form)).lines,
        }
    });
    let ways = ways.collect();
    let nodes = drawn.into_iter().zip(&layout.nodes).map(|(node, block)| PlacedNode {
        centre: pair(block.centre),
        size: [block.size.width, block.size.height],
        font: node.font,
        lines: node.lines,
    });
    (nodes.collect(), ways)
}

/// A way of level pieces, with each bend between them as four control points.
fn level(points: &[Point], ends: [(Shape, Block); 2]) -> Vec<Point> {
    let last = points.len() - 1;
    let (mut start, mut end) = (points[0], points[last]);
    let inside = |(shape, block): (Shape, Block), y: f64| inset(shape, block.size, y - block.centre.y);
    start.x -= (points[2].x - start.x).signum() * inside(ends[0], start.y);
    end.x += (end.x - points[last - 2].x).signum() * inside(ends[1], end.y);
    let bends = points[1..last].chunks_exact(2).flat_map(|bend| {
        let middle = f64::midpoint(bend[0].x, bend[1].x);
        [bend[0], Point::new(middle, bend[0].y), Point::new(middle, bend[1].y), bend[1]]
    });
    std::iter::once(start).chain(bends).chain(std::iter::once(end)).collect()
}
