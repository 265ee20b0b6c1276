//! Nodes → places on rings: around those in focus by their distance, or all on one.
//!
//! Rings are ellipses, as wide as a page is to its height. A box takes as much of a ring as it needs where it stands:
//! its width at the top, its height at the sides. So rings stay small although names are long.

use std::collections::VecDeque;

use super::geometry::{Block, Point, Size};

/// How much wider than high a ring is.
const WIDE: f64 = 1.45;
/// Room between neighbours on a ring.
const GAP: Size = Size { width: 18.0, height: 14.0 };
/// Between rings there must be room for the labels of lines.
const RING_GAP: f64 = 120.0;

/// Places the nodes at distance 0 in the middle and the others on a ring for each distance.
///
/// `hops` is the distance of each node, `links` are the pairs that are joined.
pub(super) fn radial(sizes: &[Size], hops: &[usize], links: &[(usize, usize)]) -> Vec<Block> {
    let mut blocks: Vec<Block> = sizes.iter().map(|size| Block::new(Point::default(), *size)).collect();
    let near = neighbours(sizes.len(), links);
    let middle: Vec<usize> = (0..sizes.len()).filter(|&n| hops[n] == 0).collect();
    let mut y = -middle.iter().map(|&n| sizes[n].height + 40.0).sum::<f64>() / 2.0;
    for &node in &middle {
        y += sizes[node].height / 2.0 + 20.0;
        blocks[node].centre = Point::new(0.0, y);
        y += sizes[node].height / 2.0 + 20.0;
    }
    let mut angles = vec![0.0f64; sizes.len()];
    let mut inner = middle.iter().map(|&n| sizes[n].width / WIDE / 2.0 + 10.0).fold(y.max(0.0) * 0.7, f64::max);
    for hop in 1..=hops.iter().copied().max().unwrap_or(0) {
        let members: Vec<usize> = (0..sizes.len()).filter(|&n| hops[n] == hop).collect();
        let order = if hop == 1 { first_order(&members, &near) } else { by_parents(&members, hops, &near, &angles) };
        let boxes: Vec<Size> = order.iter().map(|&n| sizes[n]).collect();
        // The first ring is as small as its boxes let it be, but leaves its lines room.
        let least = inner + RING_GAP;
        let (radius, own) = around(&boxes, least);
        let turn = if hop == 1 { 0.0 } else { nearest_turn(&order, &own, hops, &near, &angles) };
        for (&node, angle) in order.iter().zip(own) {
            angles[node] = angle + turn;
            blocks[node].centre = on(radius, angles[node]);
        }
        // After the turn boxes meet the ring elsewhere: overlaps that this makes are for the caller to part.
        inner = radius;
    }
    blocks
}

/// Places all nodes on one ring, joined ones near to each other.
pub(super) fn circular(sizes: &[Size], links: &[(usize, usize)], groups: Option<&[usize]>) -> Vec<Block> {
    let near = neighbours(sizes.len(), links);
    let mut order: Vec<usize> = first_order(&(0..sizes.len()).collect::<Vec<_>>(), &near);
    if let Some(groups) = groups {
        order.sort_by_key(|&node| groups[node]);
    }
    shorten(&mut order, links, groups);
    let boxes: Vec<Size> = order.iter().map(|&n| sizes[n]).collect();
    let (radius, angles) = around(&boxes, 90.0 + 26.0 * (sizes.len() as f64).sqrt());
    let mut blocks = vec![Block::default(); sizes.len()];
    for (&node, angle) in order.iter().zip(&angles) {
        blocks[node] = Block::new(on(radius, *angle), sizes[node]);
    }
    blocks
}

fn on(radius: f64, angle: f64) -> Point {
    let (sin, cos) = libm::sincos(angle);
    Point::new(radius * WIDE * cos, radius * sin)
}

fn neighbours(n: usize, links: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut near = vec![Vec::new(); n];
    for &(a, b) in links {
        near[a].push(b);
        near[b].push(a);
    }
    near
}

/// The smallest ring of at least this radius on which the boxes stand beside each other, and their angles.
fn around(boxes: &[Size], least: f64) -> (f64, Vec<f64>) {
    const FULL: f64 = std::f64::consts::TAU;
    let walk = |radius: f64, stretch: f64| {
        let mut angle = -std::f64::consts::FRAC_PI_2;
        let mut angles = Vec::with_capacity(boxes.len());
        for (place, size) in boxes.iter().enumerate() {
            let next = boxes[(place + 1) % boxes.len()];
            angles.push(angle);
            let room = Size {
                width: f64::midpoint(size.width, next.width) + GAP.width,
                height: f64::midpoint(size.height, next.height) + GAP.height,
            };
            angle += step(radius, angle, room) * stretch;
        }
        (angle + std::f64::consts::FRAC_PI_2, angles)
    };
    let (mut low, mut high) = (least, least);
    while walk(high, 1.0).0 > FULL && high < 1e6 {
        low = high;
        high *= 1.3;
    }
    for _ in 0..24 {
        let middle = f64::midpoint(low, high);
        if walk(middle, 1.0).0 > FULL { low = middle } else { high = middle }
    }
    // What room is left is shared out.
    let (mut tight, mut loose) = (1.0, 80.0);
    for _ in 0..40 {
        let middle = f64::midpoint(tight, loose);
        if walk(high, middle).0 > FULL { loose = middle } else { tight = middle }
    }
    (high, walk(high, tight).1)
}

/// The angle after which a box no longer overlaps the one at this angle.
fn step(radius: f64, angle: f64, room: Size) -> f64 {
    let here = on(radius, angle);
    let apart = |by: f64| {
        let way = on(radius, angle + by).minus(here);
        way.x.abs() >= room.width || way.y.abs() >= room.height
    };
    let (mut low, mut high) = (0.0, std::f64::consts::PI);
    if !apart(high) {
        return high;
    }
    // Not monotonous over the whole half circle, but up to the first angle that is enough.
    let mut probe = 0.02;
    while probe < high {
        if apart(probe) {
            high = probe;
            break;
        }
        low = probe;
        probe *= 1.25;
    }
    for _ in 0..20 {
        let middle = f64::midpoint(low, high);
        if apart(middle) { high = middle } else { low = middle }
    }
    high
}

/// Breadth first from the first, so that joined ones follow each other.
fn first_order(members: &[usize], near: &[Vec<usize>]) -> Vec<usize> {
    let mut waiting: Vec<bool> = vec![false; near.len()];
    for &member in members {
        waiting[member] = true;
    }
    let mut order = Vec::with_capacity(members.len());
    for &start in members {
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            if !std::mem::take(&mut waiting[node]) {
                continue;
            }
            order.push(node);
            // Depth first keeps chains together.
            for &other in near[node].iter().rev().filter(|&&o| waiting[o]) {
                queue.push_front(other);
            }
        }
    }
    order
}

/// By the mean angle of the neighbours on the ring within.
fn by_parents(members: &[usize], hops: &[usize], near: &[Vec<usize>], angles: &[f64]) -> Vec<usize> {
    let mut keyed: Vec<(f64, usize)> = members.iter().map(|&n| (wish(n, hops, near, angles), n)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    keyed.into_iter().map(|(_, node)| node).collect()
}

fn wish(node: usize, hops: &[usize], near: &[Vec<usize>], angles: &[f64]) -> f64 {
    let parents = near[node].iter().filter(|&&p| hops[p] + 1 == hops[node]);
    let sum = parents.fold(Point::default(), |sum, &p| {
        let (sin, cos) = libm::sincos(angles[p]);
        sum.plus(Point::new(cos, sin))
    });
    libm::atan2(sum.y, sum.x)
}

/// By how much a ring must be turned so that its nodes are near to what they are joined with.
fn nearest_turn(order: &[usize], own: &[f64], hops: &[usize], near: &[Vec<usize>], angles: &[f64]) -> f64 {
    let sum = order.iter().zip(own).fold(Point::default(), |sum, (&node, angle)| {
        let (sin, cos) = libm::sincos(wish(node, hops, near, angles) - angle);
        sum.plus(Point::new(cos, sin))
    });
    libm::atan2(sum.y, sum.x)
}

/// Swaps neighbours and moves nodes as long as that makes the lines shorter; a group stays together.
fn shorten(order: &mut [usize], links: &[(usize, usize)], groups: Option<&[usize]>) {
    let n = order.len();
    if n > 120 {
        return;
    }
    let cost = |order: &[usize]| {
        let mut place = vec![0usize; n];
        for (at, &node) in order.iter().enumerate() {
            place[node] = at;
        }
        let apart = |&(a, b): &(usize, usize)| {
            let d = place[a].abs_diff(place[b]);
            let d = d.min(n - d);
            d * d
        };
        links.iter().map(apart).sum::<usize>()
    };
    let mut least = cost(order);
    for _ in 0..8 {
        let mut moved = false;
        for a in 0..n {
            for b in a + 1..n {
                if groups.is_some_and(|groups| groups[order[a]] != groups[order[b]]) {
                    continue;
                }
                order.swap(a, b);
                let now = cost(order);
                if now < least {
                    least = now;
                    moved = true;
                } else {
                    order.swap(a, b);
                }
            }
        }
        if !moved {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::svg::spread::pairs;

    const BOX: Size = Size { width: 120.0, height: 34.0 };

    #[test]
    fn a_ring_holds_its_boxes_without_overlap_and_is_no_larger_than_needed() {
        for n in [1, 2, 3, 8, 20, 60] {
            let blocks = circular(&vec![BOX; n], &[], None);
            assert!(pairs(&blocks).is_empty(), "{n}");
            let whole = Block::around(blocks);
            assert!(whole.size.width < 700.0 + 40.0 * n as f64, "{n}: {whole:?}");
        }
    }

    #[test]
    fn the_focus_stands_in_the_middle_and_farther_ones_farther_out() {
        let links: Vec<(usize, usize)> = (1..9).map(|i| (0, i)).chain((9..20).map(|i| (i % 8 + 1, i))).collect();
        let hops: Vec<usize> = (0..20).map(|i| if i == 0 { 0 } else { 1 + usize::from(i > 8) }).collect();
        let blocks = radial(&[BOX; 20], &hops, &links);
        assert_eq!(blocks[0].centre, Point::default());
        let reach = |b: &Block| Point::new(b.centre.x / WIDE, b.centre.y).length();
        assert!(blocks[9..].iter().all(|outer| reach(outer) > reach(&blocks[1]) + 50.0));
    }

    #[test]
    fn joined_nodes_are_neighbours_on_the_ring() {
        let links = [(0, 3), (3, 1), (1, 4), (4, 2), (2, 5), (5, 0)];
        let blocks = circular(&[BOX; 6], &links, None);
        let far = |&(a, b): &(usize, usize)| blocks[a].centre.minus(blocks[b].centre).length();
        let longest = links.iter().map(far).fold(0.0, f64::max);
        assert!(longest < 330.0, "{longest}");
    }
}
