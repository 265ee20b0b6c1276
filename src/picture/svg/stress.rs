//! A connected graph → places of its nodes, whose distances are near to those along its lines.
//!
//! The sum over pairs of nodes of the squared difference between the distance in the picture and the wished one, by
//! weights, is the *stress*; it is lowered by moving one node after the other to the mean of what the others wish
//! (Gansner, Koren and North, *Graph drawing by stress majorization*, 2004). Of large graphs each node looks at its
//! neighbours and at some pivots that stand for those near them (Ortmann, Klimenta and Brandes, *A sparse stress
//! model*, 2017), so that time grows with the nodes and not with their square. The start is the pivots' own scaling
//! (Brandes and Pich, *Eigensolver methods for progressive multidimensional scaling*, 2006). Nothing is random.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::geometry::Point;

/// Two nodes and how far apart they should be, in pixels.
pub(super) type Spring = (usize, usize, f64);

/// How many nodes stand for the others.
const PIVOTS: usize = 160;

/// Places `n` nodes of a connected graph around 0, 0.
pub(super) fn place(n: usize, springs: &[Spring], rounds: usize) -> Vec<Point> {
    let mut near: Vec<Vec<(usize, f64)>> = vec![Vec::new(); n];
    for &(a, b, length) in springs {
        near[a].push((b, length));
        near[b].push((a, length));
    }
    if n < 2 {
        return vec![Point::default(); n];
    }
    let pivots = pivots(&near);
    let mut points = start(n, &pivots);
    let terms = terms(&near, &pivots);
    for _ in 0..rounds {
        let mut moved: f64 = 0.0;
        for node in 0..n {
            let here = points[node];
            let (mut sum, mut weights) = (Point::default(), 0.0);
            for &(other, length, weight) in &terms[node] {
                let way = here.minus(points[other]);
                let wish = points[other].plus(way.unit().times(length));
                sum = sum.plus(wish.times(weight));
                weights += weight;
            }
            if weights > 0.0 {
                points[node] = sum.times(1.0 / weights);
                moved = moved.max(points[node].minus(here).length());
            }
        }
        if moved < 0.5 {
            break;
        }
    }
    level(&mut points);
    points
}

/// Nodes far from each other, each with its distance to every node.
fn pivots(near: &[Vec<(usize, f64)>]) -> Vec<(usize, Vec<f64>)> {
    let hub = (0..near.len()).rev().max_by_key(|&node| near[node].len()).unwrap_or(0);
    let mut chosen = Vec::new();
    let mut closest = vec![f64::INFINITY; near.len()];
    let mut next = hub;
    while chosen.len() < PIVOTS.min(near.len()) {
        let distance = distances(near, next);
        for (closest, distance) in closest.iter_mut().zip(&distance) {
            *closest = closest.min(*distance);
        }
        chosen.push((next, distance));
        next = (0..near.len()).rev().max_by(|&a, &b| closest[a].total_cmp(&closest[b])).unwrap_or(0);
    }
    chosen
}

/// Along the lines (Dijkstra).
fn distances(near: &[Vec<(usize, f64)>], from: usize) -> Vec<f64> {
    let mut distance = vec![f64::INFINITY; near.len()];
    distance[from] = 0.0;
    // Lengths are positive, so their bits are in the order of their values.
    let mut queue = BinaryHeap::from([Reverse((0u64, from))]);
    while let Some(Reverse((bits, node))) = queue.pop() {
        if f64::from_bits(bits) > distance[node] {
            continue;
        }
        for &(other, length) in &near[node] {
            let there = distance[node] + length;
            if there < distance[other] {
                distance[other] = there;
                queue.push(Reverse((there.to_bits(), other)));
            }
        }
    }
    distance
}

/// The two directions in which the distances to the pivots differ most, by power iteration.
fn start(n: usize, pivots: &[(usize, Vec<f64>)]) -> Vec<Point> {
    let k = pivots.len();
    let square = |d: f64| d * d;
    let columns: Vec<f64> = pivots.iter().map(|(_, d)| d.iter().map(|d| square(*d)).sum::<f64>() / n as f64).collect();
    let all = columns.iter().sum::<f64>() / k as f64;
    let rows: Vec<Vec<f64>> = (0..n)
        .map(|node| {
            let row = pivots.iter().map(|(_, d)| square(d[node])).sum::<f64>() / k as f64;
            (0..k).map(|p| -0.5 * (square(pivots[p].1[node]) - columns[p] - row + all)).collect()
        })
        .collect();
    let mut axes: Vec<Vec<f64>> = Vec::new();
    for axis in 0..2 {
        let mut v: Vec<f64> = (0..k).map(|i| 1.0 + ((i * 7 + axis * 3) % 11) as f64 / 5.0).collect();
        for _ in 0..40 {
            for other in &axes {
                let share: f64 = v.iter().zip(other).map(|(a, b)| a * b).sum();
                v.iter_mut().zip(other).for_each(|(a, b)| *a -= share * b);
            }
            let image: Vec<f64> = rows.iter().map(|row| row.iter().zip(&v).map(|(a, b)| a * b).sum()).collect();
            let mut next = vec![0.0; k];
            for (row, image) in rows.iter().zip(&image) {
                next.iter_mut().zip(row).for_each(|(next, a)| *next += a * image);
            }
            let length = next.iter().map(|a| a * a).sum::<f64>().sqrt();
            if length < 1e-9 {
                break;
            }
            v = next.into_iter().map(|a| a / length).collect();
        }
        axes.push(v);
    }
    let raw = |axis: usize, node: usize| rows[node].iter().zip(&axes[axis]).map(|(a, b)| a * b).sum::<f64>();
    let mut points: Vec<Point> = (0..n).map(|node| Point::new(raw(0, node), raw(1, node))).collect();
    // The scale that fits the distances to the first pivot.
    let (first, distance) = &pivots[0];
    let (mut drawn, mut wished) = (0.0, 0.0);
    for (node, point) in points.iter().enumerate() {
        drawn += point.minus(points[*first]).length();
        wished += distance[node];
    }
    let scale = if drawn > 1e-9 { wished / drawn } else { 1.0 };
    // Nodes with the same distances would lie on each other for good: a spiral parts them.
    let step = wished / n as f64;
    let (mut arm, turn) = (Point::new(1.0, 0.0), Point::new(-0.737_368_878, 0.675_490_294));
    for (node, point) in points.iter_mut().enumerate() {
        let reach = step * 0.6 * ((node + 1) as f64 / n as f64).sqrt();
        *point = point.times(scale).plus(arm.times(reach));
        arm = Point::new(arm.x * turn.x - arm.y * turn.y, arm.x * turn.y + arm.y * turn.x).unit();
    }
    points
}

/// For each node the others that it looks at: which, how far they should be, and how much that counts.
fn terms(near: &[Vec<(usize, f64)>], pivots: &[(usize, Vec<f64>)]) -> Vec<Vec<(usize, f64, f64)>> {
    let n = near.len();
    // How many nodes a pivot stands for: those that it is nearest to.
    let mut region = vec![0usize; pivots.len()];
    for node in 0..n {
        let nearest = (0..pivots.len()).min_by(|&a, &b| pivots[a].1[node].total_cmp(&pivots[b].1[node])).unwrap_or(0);
        region[nearest] += 1;
    }
    (0..n)
        .map(|node| {
            let mut terms: Vec<(usize, f64, f64)> = near[node].iter().map(|&(o, d)| (o, d, 1.0 / (d * d))).collect();
            for ((pivot, distance), stands_for) in pivots.iter().zip(&region) {
                let d = distance[node];
                if *pivot != node && d > 0.0 && d.is_finite() {
                    terms.push((*pivot, d, *stands_for as f64 / (d * d)));
                }
            }
            terms
        })
        .collect()
}

/// Turns the whole so that it is longest from left to right, with its middle at 0, 0.
fn level(points: &mut [Point]) {
    let mean = points.iter().fold(Point::default(), |sum, p| sum.plus(*p)).times(1.0 / points.len() as f64);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for point in points.iter_mut() {
        *point = point.minus(mean);
        xx += point.x * point.x;
        xy += point.x * point.y;
        yy += point.y * point.y;
    }
    // The axis of the largest spread is an eigenvector of the scatter matrix.
    let root = ((xx - yy) * (xx - yy) + 4.0 * xy * xy).sqrt();
    let axis = if xx >= yy { Point::new(xx - yy + root, 2.0 * xy) } else { Point::new(2.0 * xy, yy - xx + root) };
    let axis = axis.unit();
    for point in points.iter_mut() {
        *point = Point::new(point.x * axis.x + point.y * axis.y, point.y * axis.x - point.x * axis.y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_drawn_straight_and_level_and_a_ring_round() {
        let path: Vec<Spring> = (0..5).map(|i| (i, i + 1, 100.0)).collect();
        let placed = place(6, &path, 200);
        assert!(placed.iter().all(|p| p.y.abs() < 40.0), "{placed:?}");
        assert!((placed[0].minus(placed[5]).length() - 500.0).abs() < 20.0);
        let ring: Vec<Spring> = (0..6).map(|i| (i, (i + 1) % 6, 100.0)).collect();
        let reach = place(6, &ring, 200)
            .iter()
            .map(|p| p.length())
            .fold((f64::INFINITY, 0.0f64), |(least, most), r| (least.min(r), most.max(r)));
        assert!(reach.1 / reach.0 < 1.2, "{reach:?}");
    }

    #[test]
    fn leaves_of_one_hub_stand_apart() {
        let star: Vec<Spring> = (1..20).map(|i| (0, i, 100.0)).collect();
        let placed = place(20, &star, 100);
        for (i, a) in placed.iter().enumerate() {
            assert!(placed[i + 1..].iter().all(|b| a.minus(*b).length() > 10.0));
        }
    }

    #[test]
    fn one_node_and_none_are_fine() {
        assert!(place(0, &[], 10).is_empty());
        assert_eq!(place(1, &[], 10), [Point::default()]);
    }
}
