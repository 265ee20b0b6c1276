//! Nodes and lines → where they are drawn, by one of four layouts.
//!
//! [`layered`](super::layered) places nodes, labels and lines together and nothing crosses anything. The others place
//! boxes first, by [`stress`](super::stress) or on [rings](super::ring), part those that overlap, and let
//! [`route`](super::route) find the lines' ways. Clusters stand in areas of their own, which do not overlap.

use std::collections::{BTreeMap, HashMap};

use super::geometry::{Block, Bow, Point, Size};
use super::layered;
use super::pack::pack;
use super::ring;
use super::route::{self, Wire};
use super::spread::spread;
use super::stress;

/// How nodes are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Arrangement {
    /// By size and shape: around the actors in focus; in columns if small; on one ring if small and dense; else force.
    #[default]
    Auto,
    /// In columns, with lines that cross no node and no label.
    Layers,
    /// As if lines were springs.
    Force,
    /// On rings around the actors in focus.
    Radial,
    /// On one ring.
    Circular,
}

/// What is to be placed: a line with its label in full and in short.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) labels: Vec<Size>,
    pub(super) count: usize,
}

/// A graph to lay out.
#[derive(Debug)]
pub(super) struct Task<'a> {
    pub(super) sizes: &'a [Size],
    pub(super) lines: &'a [Line],
    /// The distance of each node from those in focus, if any are.
    pub(super) hops: Option<Vec<usize>>,
    /// The cluster of each node, if they shall be drawn.
    pub(super) groups: Option<Vec<usize>>,
}

/// The way of a line.
#[derive(Debug, Clone)]
pub(super) enum Track {
    /// Level from every second point to the next, with bends in between.
    Level(Vec<Point>),
    /// From the middle of one node to the middle of the other.
    Bow(Bow),
}

/// Where everything is.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub(super) size: Size,
    /// A node may be higher than asked, to give its lines room.
    pub(super) nodes: Vec<Block>,
    pub(super) tracks: Vec<Track>,
    /// The centre of each label and which of its forms is drawn, if there is room.
    pub(super) labels: Vec<Option<(Point, usize)>>,
    /// The areas of clusters.
    pub(super) areas: Vec<(usize, Block)>,
}

/// Room between boxes.
const GAP: Point = Point { x: 30.0, y: 26.0 };
/// A page is so much wider than high.
const FORM: f64 = 1.45;
/// The room of a cluster's name above it.
pub(super) const AREA_NAME: f64 = 22.0;
const AREA_PAD: f64 = 14.0;

impl Arrangement {
    /// What [`Arrangement::Auto`] is for this graph.
    pub(super) fn resolve(self, task: &Task<'_>) -> Self {
        let nodes = task.sizes.len();
        match self {
            Self::Auto if task.groups.is_some() => Self::Force,
            Self::Auto => {
                let mut pairs: Vec<_> = task.lines.iter().map(|l| (l.from.min(l.to), l.from.max(l.to))).collect();
                pairs.sort_unstable();
                pairs.dedup();
                let farthest = task.hops.as_ref().and_then(|hops| hops.iter().max().copied());
                if farthest.is_some_and(|hops| (1..=3).contains(&hops)) && (12..=60).contains(&nodes) {
                    Self::Radial
                } else if (5..=16).contains(&nodes) && 10 * pairs.len() >= 22 * nodes {
                    Self::Circular
                } else if nodes <= 44 && task.lines.len() <= 90 {
                    Self::Layers
                } else {
                    Self::Force
                }
            }
            chosen => chosen,
        }
    }
}

/// Places everything.
pub(super) fn layout(task: &Task<'_>, arrangement: Arrangement) -> Layout {
    let links: Vec<(usize, usize)> = task.lines.iter().map(|line| (line.from, line.to)).collect();
    let (nodes, areas) = match (arrangement.resolve(task), &task.hops) {
        (Arrangement::Layers, _) => return layers(task),
        (Arrangement::Radial, Some(hops)) => {
            let mut blocks = ring::radial(task.sizes, hops, &links);
            spread(&mut blocks, Point::new(16.0, 12.0), 1e9);
            (blocks, Vec::new())
        }
        (Arrangement::Circular, _) => (ring::circular(task.sizes, &links, task.groups.as_deref()), Vec::new()),
        _ => force(task, &links),
    };
    finish(task, nodes, areas, arrangement.resolve(task) == Arrangement::Circular)
}

fn layers(task: &Task<'_>) -> Layout {
    let line = |l: &Line| layered::Line { from: l.from, to: l.to, label: l.labels[0], count: l.count };
    let lines: Vec<layered::Line> = task.lines.iter().map(line).collect();
    let placed = layered::layout(task.sizes, &lines);
    Layout {
        size: Size { width: placed.width, height: placed.height },
        nodes: placed.nodes.into_iter().map(|(centre, size)| Block::new(centre, size)).collect(),
        tracks: placed.lines.into_iter().map(Track::Level).collect(),
        labels: placed.labels.into_iter().map(|centre| Some((centre, 0))).collect(),
        areas: Vec::new(),
    }
}

/// Finds the lines' ways between placed nodes, and moves everything so that it begins at 0, 0.
fn finish(task: &Task<'_>, nodes: Vec<Block>, areas: Vec<(usize, Block)>, inward: bool) -> Layout {
    // The strongest lines choose first.
    let mut order: Vec<usize> = (0..task.lines.len()).collect();
    order.sort_by_key(|&number| (std::cmp::Reverse(task.lines[number].count), number));
    let middle = Block::around(nodes.iter().copied()).centre;
    let wires: Vec<Wire> = order
        .iter()
        .map(|&number| {
            let Line { from, to, labels, .. } = task.lines[number].clone();
            let bend = if inward { inward_bend(nodes[from].centre, nodes[to].centre, middle) } else { 0.0 };
            Wire { from, to, labels, bend }
        })
        .collect();
    let routed = route::route(&nodes, &wires);
    let mut tracks = vec![None; wires.len()];
    let mut labels = vec![None; wires.len()];
    let mut extent: Vec<Block> = nodes.iter().copied().chain(areas.iter().map(|(_, area)| *area)).collect();
    for (&number, routed) in order.iter().zip(&routed) {
        tracks[number] = Some(routed.bow);
        labels[number] = routed.label;
        let dot = Size { width: 8.0, height: 8.0 };
        extent.extend((0..=8).map(|i| Block::new(routed.bow.at(f64::from(i) / 8.0), dot)));
        extent.extend(routed.label.map(|(centre, form)| Block::new(centre, task.lines[number].labels[form])));
    }
    let whole = Block::around(extent);
    let off = Point::new(-whole.left(), -whole.top());
    let shift = |block: Block| Block::new(block.centre.plus(off), block.size);
    Layout {
        size: whole.size,
        nodes: nodes.into_iter().map(shift).collect(),
        tracks: tracks.into_iter().flatten().map(|bow| Track::Bow(Bow(bow.0.map(|p| p.plus(off))))).collect(),
        labels: labels.into_iter().map(|label| label.map(|(centre, form)| (centre.plus(off), form))).collect(),
        areas: areas.into_iter().map(|(group, area)| (group, shift(area))).collect(),
    }
}

/// Lines of a ring bend to its middle.
fn inward_bend(from: Point, to: Point, middle: Point) -> f64 {
    let half = from.between(to, 0.5);
    let left = to.minus(from).unit().turned().times(-1.0);
    let inward = middle.minus(half);
    (inward.x * left.x + inward.y * left.y) * 0.3
}

/// By stress, one connected part after the other.
fn force(task: &Task<'_>, links: &[(usize, usize)]) -> (Vec<Block>, Vec<(usize, Block)>) {
    let n = task.sizes.len();
    // Clusters that span parts hold them together.
    let mut ties = links.to_vec();
    if let Some(groups) = &task.groups {
        let mut first = BTreeMap::new();
        for (node, group) in groups.iter().enumerate() {
            ties.push((*first.entry(group).or_insert(node), node));
        }
    }
    let mut nodes = vec![Block::default(); n];
    let mut areas = Vec::new();
    let mut boxes = Vec::new();
    let parts = layered::parts(n, ties.into_iter());
    for members in &parts {
        let (placed, own) = part(task, members);
        boxes.push((placed, own));
    }
    let shapes: Vec<Vec<Block>> =
        boxes.iter().zip(&parts).map(|((placed, own), members)| outline(task, members, placed, own)).collect();
    for ((members, (placed, own)), off) in parts.iter().zip(boxes).zip(pack(&shapes, FORM)) {
        for (&member, block) in members.iter().zip(placed) {
            nodes[member] = Block::new(block.centre.plus(off), block.size);
        }
        areas.extend(own.into_iter().map(|(group, area)| (group, Block::new(area.centre.plus(off), area.size))));
    }
    (nodes, areas)
}

/// What a part covers: its boxes, its areas, and some points along its lines.
fn outline(task: &Task<'_>, members: &[usize], placed: &[Block], areas: &[(usize, Block)]) -> Vec<Block> {
    let place: HashMap<usize, usize> = members.iter().enumerate().map(|(new, &old)| (old, new)).collect();
    let mut covered: Vec<Block> = placed.iter().copied().chain(areas.iter().map(|(_, area)| *area)).collect();
    let dot = Size { width: 44.0, height: 28.0 };
    for line in task.lines {
        if let (Some(&a), Some(&b)) = (place.get(&line.from), place.get(&line.to)) {
            let [a, b] = [placed[a].centre, placed[b].centre];
            let steps = (b.minus(a).length() / 30.0).ceil().clamp(1.0, 200.0) as usize;
            covered.extend((0..=steps).map(|i| Block::new(a.between(b, i as f64 / steps as f64), dot)));
        }
    }
    covered
}

/// One part around 0, 0, with the areas of its clusters.
fn part(task: &Task<'_>, members: &[usize]) -> (Vec<Block>, Vec<(usize, Block)>) {
    let mut place = HashMap::new();
    place.extend(members.iter().enumerate().map(|(new, &old)| (old, new)));
    let mut springs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut degree = vec![0usize; members.len()];
    let group = |node: usize| task.groups.as_ref().map_or(0, |groups| groups[members[node]]);
    for line in task.lines {
        let (Some(&a), Some(&b)) = (place.get(&line.from), place.get(&line.to)) else { continue };
        degree[a] += 1;
        degree[b] += 1;
        let boxes = task.sizes[line.from].width + task.sizes[line.to].width;
        let label = line.labels.first().map_or(0.0, |label| label.width);
        let length = 34.0 + 0.38 * boxes + 0.85 * label;
        let spring = springs.entry((a.min(b), a.max(b))).or_default();
        *spring = spring.max(length);
    }
    let mut list: Vec<stress::Spring> = springs
        .into_iter()
        .map(|((a, b), length)| {
            // Many lines at one node need room around it.
            let crowd = 5.0 * (degree[a].max(degree[b]) as f64).sqrt();
            let apart = if group(a) == group(b) { 1.0 } else { 1.6 };
            (a, b, (length + crowd) * apart)
        })
        .collect();
    if let Some(groups) = &task.groups {
        // A cluster whose members have no lines between them still stands together.
        let mut last: BTreeMap<usize, usize> = BTreeMap::new();
        for (node, &member) in members.iter().enumerate() {
            if let Some(other) = last.insert(groups[member], node) {
                list.push((other, node, 220.0));
            }
        }
    }
    let rounds = if members.len() > 800 { 60 } else { 150 };
    let points = stress::place(members.len(), &list, rounds);
    let flat = |p: Point| Point::new(p.x * 1.12, p.y * 0.88);
    let mut blocks: Vec<Block> =
        points.iter().zip(members).map(|(&p, &m)| Block::new(flat(p), task.sizes[m])).collect();
    if task.groups.is_none() {
        spread(&mut blocks, GAP, 0.35);
        return (blocks, Vec::new());
    }
    clusters(&mut blocks, &(0..members.len()).map(group).collect::<Vec<_>>())
}

/// Parts the clusters of one part, each with its members around it.
fn clusters(blocks: &mut [Block], groups: &[usize]) -> (Vec<Block>, Vec<(usize, Block)>) {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, &group) in groups.iter().enumerate() {
        members.entry(group).or_default().push(node);
    }
    let mut frames = Vec::new();
    for nodes in members.values() {
        let mut own: Vec<Block> = nodes.iter().map(|&n| blocks[n]).collect();
        let middle = Block::around(own.iter().copied()).centre;
        for block in &mut own {
            block.centre = block.centre.minus(middle);
        }
        spread(&mut own, GAP, 0.35);
        let mut whole = Block::around(own.iter().copied());
        let named = nodes.len() > 1;
        if named {
            whole = whole.grown(AREA_PAD);
            whole.size.height += AREA_NAME;
            whole.centre.y -= AREA_NAME / 2.0;
        }
        frames.push((Block::new(middle, whole.size), whole.centre, own, named));
    }
    let mut boxes: Vec<Block> = frames.iter().map(|(frame, ..)| *frame).collect();
    spread(&mut boxes, Point::new(46.0, 40.0), 0.35);
    let mut areas = Vec::new();
    for (((group, nodes), (_, centre, own, named)), frame) in members.iter().zip(frames).zip(boxes) {
        let off = frame.centre.minus(centre);
        for (&node, block) in nodes.iter().zip(own) {
            blocks[node].centre = block.centre.plus(off);
        }
        if named {
            areas.push((*group, frame));
        }
    }
    (blocks.to_vec(), areas)
}

#[cfg(test)]
mod tests {
    use super::super::spread::pairs;
    use super::*;

    /// A few hubs with leaves, and pairs besides: as news are.
    fn news(n: usize) -> (Vec<Size>, Vec<Line>) {
        let size = |i: usize| Size { width: 60.0 + (i * 37 % 70) as f64, height: 30.0 + (i % 2 * 16) as f64 };
        let label = |i: usize| Size { width: 50.0 + (i * 29 % 60) as f64, height: 17.0 };
        let line = |i: usize, from, to| Line { from, to, labels: vec![label(i)], count: 1 + i % 5 };
        let lines = (1..n).map(|i| line(i, if i % 3 == 0 { i - 1 } else { i % 7 % i }, i));
        (
            (0..n).map(size).collect(),
            lines.chain((0..n / 4).map(|i| line(i, i, i * 3 % n))).filter(|l| l.from != l.to).collect(),
        )
    }

    #[test]
    fn in_every_layout_boxes_and_labels_stand_apart_and_within_the_page() {
        let (sizes, lines) = news(40);
        let hops = Some((0..40).map(|i: usize| if i == 0 { 0 } else { 1 + i % 2 }).collect());
        let task = Task { sizes: &sizes, lines: &lines, hops, groups: Some((0..40).map(|i| i % 4).collect()) };
        for arrangement in [Arrangement::Layers, Arrangement::Force, Arrangement::Radial, Arrangement::Circular] {
            let placed = layout(&task, arrangement);
            let labels = placed
                .labels
                .iter()
                .zip(&lines)
                .filter_map(|(l, line)| l.map(|(centre, form)| Block::new(centre, line.labels[form])));
            let all: Vec<Block> = placed.nodes.iter().copied().chain(labels).collect();
            assert_eq!(pairs(&all), [], "{arrangement:?}");
            let whole = Block::around(all);
            assert!(whole.left() > -0.1 && whole.bottom() < placed.size.height + 0.1, "{arrangement:?}");
            assert_eq!(placed.tracks.len(), lines.len());
        }
    }

    #[test]
    fn clusters_do_not_overlap_and_hold_their_members() {
        let (sizes, lines) = news(60);
        let groups: Vec<usize> = (0..60).map(|i| i % 7 % 5).collect();
        let task = Task { sizes: &sizes, lines: &lines, hops: None, groups: Some(groups.clone()) };
        let placed = layout(&task, Arrangement::Force);
        let areas: Vec<Block> = placed.areas.iter().map(|(_, area)| *area).collect();
        assert_eq!((areas.len(), pairs(&areas)), (5, vec![]));
        for (node, block) in placed.nodes.iter().enumerate() {
            let (_, area) = placed.areas.iter().find(|(group, _)| *group == groups[node]).unwrap();
            assert!(area.left() <= block.left() && area.bottom() >= block.bottom());
        }
    }

    #[test]
    fn size_and_shape_choose_the_layout() {
        let chosen = |n: usize, hops: Option<Vec<usize>>| {
            let (sizes, lines) = news(n);
            Arrangement::Auto.resolve(&Task { sizes: &sizes, lines: &lines, hops, groups: None })
        };
        assert_eq!(chosen(20, None), Arrangement::Layers);
        assert_eq!(chosen(150, None), Arrangement::Force);
        assert_eq!(chosen(20, Some((0..20).map(|i| usize::from(i > 0)).collect())), Arrangement::Radial);
        let sizes = [Size { width: 60.0, height: 30.0 }; 8];
        let every = (0..8).flat_map(|a| (0..a).map(move |b| (a, b)));
        let lines: Vec<Line> = every.map(|(from, to)| Line { from, to, labels: vec![sizes[0]], count: 1 }).collect();
        let dense = Task { sizes: &sizes, lines: &lines, hops: None, groups: None };
        assert_eq!(Arrangement::Auto.resolve(&dense), Arrangement::Circular);
    }
}
