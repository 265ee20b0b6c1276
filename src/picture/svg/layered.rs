//! Nodes, labels and lines → places, so that nothing lies on anything else.
//!
//! The columns come from [`layers`](super::layers); dagre orders each column and places nodes, labels and the lanes of
//! lines that pass through. Lines run level through columns and bend only in the gaps between them, where nothing
//! stands: so no line crosses a node or the label of another line. Parts of the graph that are not connected are laid
//! out one by one and packed.

use std::collections::BTreeMap;

use dagre::graph::{Graph, GraphOptions};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};

use super::geometry::{Block, Point, Size};
use super::layers;
use super::pack;
use super::settle::{self, Item, Tie};

/// What is to be placed: a line with its label.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Size,
    pub(super) count: usize,
}

/// Where everything is.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Centre and size of each node; a node may be higher than asked, to give its lines room.
    pub(super) nodes: Vec<(Point, Size)>,
    /// The centre of each label.
    pub(super) labels: Vec<Point>,
    /// Each line from its start to its end: it is level from every second point to the next, and bends in between.
    pub(super) lines: Vec<Vec<Point>>,
}

/// Room between neighbours in a column, between lanes, and between columns.
const NODE_GAP: f64 = 14.0;
const LANE_GAP: f64 = 7.0;
const COLUMN_GAP: f64 = 40.0;
/// Room between the ends of two lines at one side of a node.
const PORT_GAP: f64 = 11.0;
/// Room between parts that are not connected.
const PART_GAP: f64 = 36.0;
/// A page, on which a picture should be readable.
const PAGE: Size = Size { width: 1180.0, height: 800.0 };

/// Places nodes of these sizes and the lines between them.
pub(super) fn layout(nodes: &[Size], lines: &[Line]) -> Layout {
    let ends = lines.iter().map(|line| (line.from, line.to));
    let parts: Vec<Part> =
        parts(nodes.len(), ends).into_iter().map(|members| Part::new(members, nodes, lines)).collect();
    // Larger graphs need more columns to fit the same form; the choice stays small, because each one is laid out.
    let most = 7 + nodes.len() / 40;
    let choices: Vec<usize> = (2..=most).step_by(most.div_ceil(8)).collect();
    let placed: Vec<Vec<Layout>> =
        parts.iter().map(|part| choices.iter().map(|&columns| part.place(columns)).collect()).collect();
    let mut best: Option<(f64, Layout)> = None;
    for (first, room) in placed.first().into_iter().flatten().flat_map(|first| [(first, AREA), (first, HEIGHT)]) {
        // The largest part sets the width; the others take the least room that this leaves them.
        let others = placed.iter().skip(1).map(|options| least(room, options, first.width));
        let packed =
            together(&parts, std::iter::once(first).chain(others).cloned().collect(), nodes.len(), lines.len());
        // How far it must be shrunk to fit the page, how far it is from the page's form, and how tangled it is.
        let fit = (packed.width / PAGE.width).max(packed.height / PAGE.height).max(0.6);
        let form = libm::log(packed.width / packed.height.max(1.0) * PAGE.height / PAGE.width).abs();
        let cost = fit + 0.15 * form + 0.004 * crossings(&packed) as f64;
        if best.as_ref().is_none_or(|(least, _)| cost < *least - 1e-9) {
            best = Some((cost, packed));
        }
    }
    best.map(|(_, layout)| layout).unwrap_or_default()
}

/// What a part should take least of: area, if several fit into a row, or else height.
const AREA: fn(&Layout) -> f64 = |layout| (layout.width + PART_GAP) * (layout.height + PART_GAP);
const HEIGHT: fn(&Layout) -> f64 = |layout| layout.height;

/// The layout of least room among those within a width, or else the narrowest.
fn least(room: fn(&Layout) -> f64, options: &[Layout], width: f64) -> &Layout {
    let fitting = options.iter().filter(|l| l.width <= width + 0.5).min_by(|a, b| room(a).total_cmp(&room(b)));
    let narrowest = || options.iter().min_by(|a, b| a.width.total_cmp(&b.width));
    fitting.or_else(narrowest).expect("every part has been laid out in some way")
}

/// The connected parts: members in order, the largest part first.
pub(super) fn parts(nodes: usize, lines: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..nodes).collect();
    fn find(root: &mut [usize], mut node: usize) -> usize {
        while root[node] != node {
            root[node] = root[root[node]];
            node = root[node];
        }
        node
    }
    for (from, to) in lines {
        let (a, b) = (find(&mut root, from), find(&mut root, to));
        root[a.max(b)] = a.min(b);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in 0..nodes {
        members.entry(find(&mut root, node)).or_default().push(node);
    }
    let mut parts: Vec<Vec<usize>> = members.into_values().collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts
}

/// A connected part with its nodes and lines numbered from 0.
struct Part {
    members: Vec<usize>,
    line_numbers: Vec<usize>,
    nodes: Vec<Size>,
    lines: Vec<Line>,
}

impl Part {
    fn new(members: Vec<usize>, nodes: &[Size], lines: &[Line]) -> Self {
        let place: BTreeMap<usize, usize> = members.iter().enumerate().map(|(new, &old)| (old, new)).collect();
        let own: Vec<(usize, &Line)> = lines.iter().enumerate().filter(|(_, l)| place.contains_key(&l.from)).collect();
        Self {
            line_numbers: own.iter().map(|(number, _)| *number).collect(),
            lines: own.iter().map(|(_, l)| Line { from: place[&l.from], to: place[&l.to], ..**l }).collect(),
            nodes: members.iter().map(|&m| nodes[m]).collect(),
            members,
        }
    }

    fn place(&self, columns: usize) -> Layout {
        let links: Vec<layers::Link> = self.lines.iter().map(|l| (l.from, l.to, l.count)).collect();
        let heights: Vec<f64> = self.nodes.iter().map(|n| n.height + NODE_GAP).collect();
        let column = layers::assign(&heights, &links, columns);
        let sizes = self.with_room_for_lines(&column);
        let graph = self.dagre(&column, &sizes);
        self.read(&graph, &column, sizes)
    }

    /// Whether a line runs from right to left (or, between two of one column, was numbered so).
    fn is_backward(line: &Line, column: &[usize]) -> bool {
        (column[line.from], line.from) > (column[line.to], line.to)
    }

    /// Nodes grow until the ends of their lines stand apart.
    fn with_room_for_lines(&self, column: &[usize]) -> Vec<Size> {
        let mut ends = vec![[0usize; 2]; self.nodes.len()];
        for line in &self.lines {
            let backward = Self::is_backward(line, column);
            ends[line.from][usize::from(!backward)] += 1;
            ends[line.to][usize::from(backward)] += 1;
        }
        let needed = |sides: [usize; 2]| sides[0].max(sides[1]).saturating_sub(1) as f64 * PORT_GAP + 16.0;
        let sizes = self.nodes.iter().zip(ends);
        sizes.map(|(size, sides)| Size { height: size.height.max(needed(sides)), ..*size }).collect()
    }

    fn dagre(&self, column: &[usize], sizes: &[Size]) -> Graph<NodeLabel, EdgeLabel> {
        let mut graph = Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
        for (node, size) in sizes.iter().enumerate() {
            let label = NodeLabel { width: size.width, height: size.height, ..NodeLabel::default() };
            graph.set_node(node.to_string(), Some(label));
        }
        for (number, line) in self.lines.iter().enumerate() {
            let (mut from, mut to) = (line.from, line.to);
            if Self::is_backward(line, column) {
                std::mem::swap(&mut from, &mut to);
            }
            let label = EdgeLabel {
                // As long as the columns are apart: the ranker cannot but keep the columns.
                minlen: column[to].abs_diff(column[from]).max(1) as i32,
                weight: 1 + libm::log(line.count as f64) as i32,
                width: line.label.width,
                height: line.label.height,
                labelpos: dagre::layout::types::LabelPos::Center,
                ..EdgeLabel::default()
            };
            graph.set_edge(from.to_string(), to.to_string(), Some(label), Some(&number.to_string()));
        }
        let options = LayoutOptions {
            rankdir: RankDir::LR,
            nodesep: NODE_GAP,
            edgesep: LANE_GAP,
            ranksep: 2.0 * COLUMN_GAP,
            ..LayoutOptions::default()
        };
        dagre::layout(&mut graph, Some(options));
        graph
    }

    fn read(&self, graph: &Graph<NodeLabel, EdgeLabel>, column: &[usize], sizes: Vec<Size>) -> Layout {
        let mut nodes: Vec<(Point, Size)> = sizes
            .into_iter()
            .enumerate()
            .map(|(node, size)| {
                let label = graph.node(&node.to_string()).expect("every node was set");
                (Point { x: label.x.unwrap_or(0.0), y: label.y.unwrap_or(0.0) }, size)
            })
            .collect();
        let mut labels = Vec::new();
        let mut lanes: Vec<Vec<Point>> = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            let (mut from, mut to) = (line.from, line.to);
            if Self::is_backward(line, column) {
                std::mem::swap(&mut from, &mut to);
            }
            let name = number.to_string();
            let edge = graph.edge(&from.to_string(), &to.to_string(), Some(&name)).expect("every edge was set");
            labels.push(Point { x: edge.x.unwrap_or(0.0), y: edge.y.unwrap_or(0.0) });
            // The first and last point are where the line would meet the outlines; ours end at ports.
            let inner = edge.points.get(1..edge.points.len().saturating_sub(1)).unwrap_or_default();
            let mut inner: Vec<Point> = inner.iter().map(|p| Point { x: p.x, y: p.y }).collect();
            inner.sort_by(|a, b| a.x.total_cmp(&b.x));
            lanes.push(inner);
        }
        let columns = Columns::new(&nodes, &self.lines, &labels, &lanes);
        self.settle(&columns, column, &mut nodes, &mut labels, &mut lanes);
        let ports = self.ports(&nodes, column, &lanes);
        let lines = self.lines.iter().zip(&lanes).zip(ports).map(|((line, lane), [start, end])| {
            let mut points = vec![start, Point { x: columns.around(nodes[left(line, column)].0.x)[1], y: start.y }];
            for point in lane {
                let [near, far] = columns.around(point.x);
                points.extend([Point { x: near, y: point.y }, Point { x: far, y: point.y }]);
            }
            points.push(Point { x: columns.around(nodes[right(line, column)].0.x)[0], y: end.y });
            points.push(end);
            if Self::is_backward(line, column) {
                points.reverse();
            }
            points
        });
        let lines: Vec<Vec<Point>> = lines.collect();
        let mut layout = Layout { nodes, labels, lines, ..Layout::default() };
        layout.shrink_to_content(&self.lines);
        layout
    }

    /// Gives everything a better height; dagre's are good in order, but spread out.
    fn settle(
        &self,
        columns: &Columns,
        column: &[usize],
        nodes: &mut [(Point, Size)],
        labels: &mut [Point],
        lanes: &mut [Vec<Point>],
    ) {
        let mut items: Vec<Item> = nodes
            .iter()
            .map(|(centre, size)| Item {
                column: columns.number(centre.x),
                half: size.height / 2.0,
                gap: NODE_GAP,
                y: centre.y,
            })
            .collect();
        let mut chains: Vec<Vec<usize>> = Vec::new();
        for ((line, lane), label) in self.lines.iter().zip(&*lanes).zip(&*labels) {
            let first = items.len();
            let labelled = columns.number(label.x);
            items.extend(lane.iter().map(|point| {
                let number = columns.number(point.x);
                let half = if number == labelled { line.label.height / 2.0 } else { 1.0 };
                Item { column: number, half, gap: LANE_GAP, y: point.y }
            }));
            chains.push((first..items.len()).collect());
        }
        let ends = |items: &[Item]| {
            let places: Vec<(Point, Size)> = nodes
                .iter()
                .zip(items)
                .map(|((centre, size), item)| (Point { x: centre.x, y: item.y }, *size))
                .collect();
            let lanes: Vec<Vec<Point>> =
                chains.iter().map(|chain| chain.iter().map(|&i| Point { x: 0.0, y: items[i].y }).collect()).collect();
            (self.ports(&places, column, &lanes), places)
        };
        settle::settle(&mut items, |items| {
            let (ports, places) = ends(items);
            let mut ties = Vec::new();
            for ((line, chain), [start, end]) in self.lines.iter().zip(&chains).zip(ports) {
                let nodes = [left(line, column), right(line, column)];
                let offsets = [start.y - places[nodes[0]].0.y, end.y - places[nodes[1]].0.y];
                let mut stops = vec![(nodes[0], offsets[0])];
                stops.extend(chain.iter().map(|&item| (item, 0.0)));
                stops.push((nodes[1], offsets[1]));
                for (place, pair) in stops.windows(2).enumerate() {
                    // Long lines should be straight in their middle.
                    let weight = if place == 0 || place + 2 == stops.len() { 1.0 } else { 2.5 };
                    ties.push(Tie { ends: [pair[0].0, pair[1].0], offsets: [pair[0].1, pair[1].1], weight });
                }
            }
            ties
        });
        for ((centre, _), item) in nodes.iter_mut().zip(&items) {
            centre.y = item.y;
        }
        for ((lane, chain), label) in lanes.iter_mut().zip(&chains).zip(labels) {
            for (point, &item) in lane.iter_mut().zip(chain) {
                point.y = items[item].y;
                if columns.number(point.x) == columns.number(label.x) {
                    label.y = point.y;
                }
            }
        }
    }

    /// Where each line leaves its left node and meets its right node: apart, in the order of where they go.
    fn ports(&self, nodes: &[(Point, Size)], column: &[usize], lanes: &[Vec<Point>]) -> Vec<[Point; 2]> {
        let mut sides: BTreeMap<(usize, usize), Vec<(f64, usize)>> = BTreeMap::new();
        for (number, (line, lane)) in self.lines.iter().zip(lanes).enumerate() {
            let (start, end) = (left(line, column), right(line, column));
            let first = lane.first().map_or(nodes[end].0.y, |p| p.y);
            let last = lane.last().map_or(nodes[start].0.y, |p| p.y);
            sides.entry((start, 1)).or_default().push((first, number));
            sides.entry((end, 0)).or_default().push((last, number));
        }
        let mut ports = vec![[Point::default(); 2]; self.lines.len()];
        for ((node, side), mut ends) in sides {
            ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let (centre, size) = nodes[node];
            let x = centre.x + if side == 1 { size.width / 2.0 } else { -size.width / 2.0 };
            let first = centre.y - (ends.len() - 1) as f64 * PORT_GAP / 2.0;
            for (place, (_, number)) in ends.into_iter().enumerate() {
                ports[number][1 - side] = Point { x, y: first + place as f64 * PORT_GAP };
            }
        }
        ports
    }
}

fn left(line: &Line, column: &[usize]) -> usize {
    if Part::is_backward(line, column) { line.to } else { line.from }
}

fn right(line: &Line, column: &[usize]) -> usize {
    if Part::is_backward(line, column) { line.from } else { line.to }
}

/// How far each column of nodes, labels or lanes reaches to the left and right, by its centre.
struct Columns(Vec<(f64, f64)>);

impl Columns {
    fn new(nodes: &[(Point, Size)], lines: &[Line], labels: &[Point], lanes: &[Vec<Point>]) -> Self {
        let nodes = nodes.iter().map(|(centre, size)| (centre.x, size.width / 2.0));
        let labels = labels.iter().zip(lines).map(|(centre, line)| (centre.x, line.label.width / 2.0));
        let lanes = lanes.iter().flatten().map(|point| (point.x, 0.0));
        let mut all: Vec<(f64, f64)> = nodes.chain(labels).chain(lanes).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut columns: Vec<(f64, f64)> = Vec::new();
        for (x, half) in all {
            match columns.last_mut() {
                Some((centre, widest)) if (x - *centre).abs() < 0.5 => *widest = widest.max(half),
                _ => columns.push((x, half)),
            }
        }
        Self(columns)
    }

    /// Which column is at `x`, from 0.
    fn number(&self, x: f64) -> usize {
        let distance = |i: &usize| (self.0[*i].0 - x).abs();
        (0..self.0.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }

    /// The left and right end of the column at `x`.
    fn around(&self, x: f64) -> [f64; 2] {
        let (centre, half) = self.0[self.number(x)];
        [centre - half, centre + half]
    }
}

impl Layout {
    /// Moves everything so that it begins at 0, 0.
    fn shrink_to_content(&mut self, lines: &[Line]) {
        let nodes = self.nodes.iter().map(|(centre, size)| (*centre, *size));
        let labels = self.labels.iter().zip(lines).map(|(centre, line)| (*centre, line.label));
        let points = self.lines.iter().flatten().map(|point| (*point, Size { width: 6.0, height: 6.0 }));
        let boxes: Vec<(Point, Size)> = nodes.chain(labels).chain(points).collect();
        let least = |of: &dyn Fn(&(Point, Size)) -> f64| boxes.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: &dyn Fn(&(Point, Size)) -> f64| boxes.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let (x, y) = (least(&|(p, s)| p.x - s.width / 2.0), least(&|(p, s)| p.y - s.height / 2.0));
        self.width = most(&|(p, s)| p.x + s.width / 2.0) - x;
        self.height = most(&|(p, s)| p.y + s.height / 2.0) - y;
        self.shift(-x, -y);
    }

    fn shift(&mut self, x: f64, y: f64) {
        let nodes = self.nodes.iter_mut().map(|(point, _)| point);
        for point in nodes.chain(&mut self.labels).chain(self.lines.iter_mut().flatten()) {
            point.x += x;
            point.y += y;
        }
    }
}

/// Puts the parts together, so that they have the form of a page.
fn together(parts: &[Part], placed: Vec<Layout>, nodes: usize, lines: usize) -> Layout {
    let zero = (Point::default(), Size { width: 0.0, height: 0.0 });
    let mut whole = Layout { nodes: vec![zero; nodes], labels: vec![Point::default(); lines], ..Layout::default() };
    whole.lines = vec![Vec::new(); lines];
    let shapes: Vec<Vec<Block>> = placed
        .iter()
        .map(|l| {
            let size = Size { width: l.width, height: l.height };
            vec![Block::new(Point::new(l.width / 2.0, l.height / 2.0), size)]
        })
        .collect();
    let offsets = pack::pack(&shapes, PAGE.width / PAGE.height);
    let least = |of: fn(&Point) -> f64| offsets.iter().map(of).fold(f64::INFINITY, f64::min);
    let origin = Point::new(least(|p| p.x), least(|p| p.y));
    for ((part, mut layout), offset) in parts.iter().zip(placed).zip(&offsets) {
        let at = offset.minus(origin);
        layout.shift(at.x, at.y);
        whole.width = whole.width.max(at.x + layout.width);
        whole.height = whole.height.max(at.y + layout.height);
        for (place, &member) in layout.nodes.into_iter().zip(&part.members) {
            whole.nodes[member] = place;
        }
        for ((label, line), &number) in layout.labels.into_iter().zip(layout.lines).zip(&part.line_numbers) {
            whole.labels[number] = label;
            whole.lines[number] = line;
        }
    }
    whole
}

/// How often lines cross in the gaps between columns.
fn crossings(layout: &Layout) -> usize {
    let mut bends: Vec<[Point; 2]> = Vec::new();
    for line in &layout.lines {
        for pair in line.chunks_exact(2).zip(line.chunks_exact(2).skip(1)) {
            let (mut a, mut b) = (pair.0[1], pair.1[0]);
            if a.x > b.x {
                std::mem::swap(&mut a, &mut b);
            }
            bends.push([a, b]);
        }
    }
    let cross = |p: &[Point; 2], q: &[Point; 2]| {
        let same_gap = p[0].x < q[1].x && q[0].x < p[1].x;
        same_gap && (p[0].y - q[0].y) * (p[1].y - q[1].y) < 0.0
    };
    bends.iter().enumerate().map(|(i, p)| bends[i + 1..].iter().filter(|q| cross(p, q)).count()).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A box that shrinks by a hair, so that what touches does not overlap.
    fn overlap(a: (Point, Size), b: (Point, Size)) -> bool {
        let apart = |x: f64, y: f64, room: f64| (x - y).abs() >= room - 0.01;
        !apart(a.0.x, b.0.x, f64::midpoint(a.1.width, b.1.width))
            && !apart(a.0.y, b.0.y, f64::midpoint(a.1.height, b.1.height))
    }

    /// Points along a line as it is drawn.
    fn trace(line: &[Point]) -> Vec<Point> {
        let mut traced = line.to_vec();
        for pair in line.chunks_exact(2).zip(line.chunks_exact(2).skip(1)) {
            let (a, b) = (pair.0[1], pair.1[0]);
            for step in 1..16 {
                let t = f64::from(step) / 16.0;
                let middle = f64::midpoint(a.x, b.x);
                let bezier = |p: [f64; 4]| {
                    let u = 1.0 - t;
                    u * u * u * p[0] + 3.0 * u * u * t * p[1] + 3.0 * u * t * t * p[2] + t * t * t * p[3]
                };
                traced.push(Point { x: bezier([a.x, middle, middle, b.x]), y: bezier([a.y, a.y, b.y, b.y]) });
            }
        }
        traced
    }

    fn check(nodes: &[Size], lines: &[Line]) {
        let placed = layout(nodes, lines);
        let boxes = &placed.nodes;
        let labels: Vec<(Point, Size)> = placed.labels.iter().zip(lines).map(|(p, l)| (*p, l.label)).collect();
        let all: Vec<(Point, Size)> = boxes.iter().chain(&labels).copied().collect();
        for (i, a) in all.iter().enumerate() {
            assert!(a.0.x - a.1.width / 2.0 > -0.1 && a.0.y + a.1.height / 2.0 < placed.height + 0.1);
            for b in &all[i + 1..] {
                assert!(!overlap(*a, *b), "{a:?} {b:?}");
            }
        }
        let dot = Size { width: 0.0, height: 0.0 };
        for (i, (line, points)) in lines.iter().zip(&placed.lines).enumerate() {
            assert!(points.len() >= 4 && points.len() % 2 == 0);
            assert!((points[0].x - boxes[line.from].0.x).abs() - boxes[line.from].1.width / 2.0 < 0.01);
            assert!((points[points.len() - 1].y - boxes[line.to].0.y).abs() <= boxes[line.to].1.height / 2.0);
            for point in trace(points) {
                for (j, node) in boxes.iter().enumerate() {
                    assert!(
                        j == line.from || j == line.to || !overlap((point, dot), *node),
                        "line {i} through node {j}"
                    );
                }
                for (j, label) in labels.iter().enumerate() {
                    assert!(i == j || !overlap((point, dot), *label), "line {i} through label {j}");
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_lies_on_anything_else(
            nodes in prop::collection::vec((30.0..150.0f64, 24.0..70.0f64), 2..24),
            ends in prop::collection::vec((0..24usize, 0..24usize, 20.0..120.0f64, 16.0..60.0f64, 1..20usize), 1..40),
        ) {
            let sizes: Vec<Size> = nodes.iter().map(|&(width, height)| Size { width, height }).collect();
            let lines: Vec<Line> = ends
                .into_iter()
                .map(|(a, b, width, height, count)| {
                    let from = a % sizes.len();
                    let to = (from + 1 + b % (sizes.len() - 1)) % sizes.len();
                    Line { from, to, label: Size { width, height }, count }
                })
                .collect();
            check(&sizes, &lines);
        }
    }

    #[test]
    fn every_node_with_every_other() {
        let size = Size { width: 60.0, height: 30.0 };
        let pairs = (0..8).flat_map(|a| (0..8).map(move |b| (a, b))).filter(|(a, b)| a != b);
        let lines: Vec<Line> = pairs.map(|(from, to)| Line { from, to, label: size, count: 1 }).collect();
        check(&[size; 8], &lines);
    }

    #[test]
    fn one_line_and_nothing_at_all() {
        let size = Size { width: 60.0, height: 30.0 };
        check(&[size; 2], &[Line { from: 1, to: 0, label: size, count: 1 }]);
        assert_eq!(layout(&[], &[]).lines.len(), 0);
    }
}
