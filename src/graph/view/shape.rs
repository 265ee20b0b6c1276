//! The part of a graph that is shown: the surroundings of actors, the paths between two, triads, and the first that
//! fit a limit. Directions do not matter here: who is hit is as near as who hits.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use super::select::Aggregate;

/// The neighbours of each node.
type Neighbours = HashMap<u32, BTreeSet<u32>>;

fn neighbours(edges: &[Aggregate]) -> Neighbours {
    let mut next = Neighbours::new();
    for [a, b] in edges.iter().map(Aggregate::ends) {
        next.entry(a).or_default().insert(b);
        next.entry(b).or_default().insert(a);
    }
    next
}

/// The nodes within so many steps of some, with their distance.
pub(super) fn around(starts: &[u32], hops: usize, edges: &[Aggregate]) -> HashMap<u32, usize> {
    distances(starts, hops, &neighbours(edges))
}

fn distances(starts: &[u32], hops: usize, next: &Neighbours) -> HashMap<u32, usize> {
    let mut distance: HashMap<u32, usize> = starts.iter().map(|&start| (start, 0)).collect();
    let mut queue: VecDeque<u32> = starts.iter().copied().collect();
    while let Some(here) = queue.pop_front() {
        let steps = distance[&here] + 1;
        for &there in next.get(&here).into_iter().flatten().filter(|_| steps <= hops) {
            distance.entry(there).or_insert_with(|| {
                queue.push_back(there);
                steps
            });
        }
    }
    distance
}

/// All shortest paths between two nodes.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// The pairs of nodes that they go over, in their direction.
    steps: HashSet<(u32, u32)>,
    /// The nodes of the strongest path: the one whose weakest step has most assertions, of equals the one with most
    /// assertions in all, of those the first by name.
    pub strongest: Vec<u32>,
}

impl Paths {
    /// Whether an edge is a step of one of the paths.
    pub(super) fn contain(&self, edge: &Aggregate) -> bool {
        let [a, b] = edge.ends();
        self.steps.contains(&(a, b)) || self.steps.contains(&(b, a))
    }

    /// Finds them. There are none if nothing connects the two.
    ///
    /// # Complexity
    /// Linear in the edges, however many paths there are.
    pub(super) fn between(from: u32, to: u32, edges: &[Aggregate]) -> Self {
        let next = neighbours(edges);
        let [near, far] = [from, to].map(|end| distances(&[end], usize::MAX - 1, &next));
        let Some(&length) = near.get(&to) else { return Self::default() };
        let mut weight: HashMap<(u32, u32), usize> = HashMap::new();
        for edge in edges {
            let [a, b] = edge.ends();
            for pair in [(a, b), (b, a)] {
                *weight.entry(pair).or_default() += edge.count();
            }
        }
        // From layer to layer, the best way to each node: its weakest step, the sum of all, and the node before.
        let mut best: BTreeMap<u32, (usize, usize, Option<u32>)> = BTreeMap::from([(from, (usize::MAX, 0, None))]);
        let mut steps = HashSet::new();
        let mut layer = BTreeSet::from([from]);
        for at in 1..=length {
            let mut following = BTreeSet::new();
            for &here in &layer {
                let (weakest, sum, _) = best[&here];
                for &there in &next[&here] {
                    if near.get(&there) != Some(&at) || far.get(&there) != Some(&(length - at)) {
                        continue;
                    }
                    steps.insert((here, there));
                    let strength = weight[&(here, there)];
                    let way = (weakest.min(strength), sum + strength, Some(here));
                    let known = best.entry(there).or_insert(way);
                    if (way.0, way.1) > (known.0, known.1) {
                        *known = way;
                    }
                    following.insert(there);
                }
            }
            layer = following;
        }
        let mut strongest = vec![to];
        while let Some((.., Some(before))) = strongest.last().and_then(|here| best.get(here)) {
            strongest.push(*before);
        }
        strongest.reverse();
        Self { steps, strongest }
    }
}

/// For each edge, whether its ends have a common neighbour.
///
/// # Complexity
/// At most edges × the square root of edges, as each pair looks through the smaller neighbourhood.
pub(super) fn in_triad(edges: &[Aggregate]) -> Vec<bool> {
    let next = neighbours(edges);
    let mut known: HashMap<[u32; 2], bool> = HashMap::new();
    let each = edges.iter().map(|edge| {
        let mut ends = edge.ends();
        ends.sort_unstable();
        *known.entry(ends).or_insert_with(|| {
            let (mut few, mut many) = (&next[&ends[0]], &next[&ends[1]]);
            if few.len() > many.len() {
                std::mem::swap(&mut few, &mut many);
            }
            few.iter().any(|node| many.contains(node))
        })
    });
    each.collect()
}

/// The first edges that fit: no more than `limit` nodes, no more than twice as many edges. Returns for each whether it
/// does.
pub(super) fn fitting(edges: &[Aggregate], limit: usize) -> Vec<bool> {
    let mut nodes: HashSet<u32> = HashSet::new();
    let mut chosen = 0;
    let fits = edges.iter().map(|edge| {
        let new = edge.ends().iter().filter(|end| !nodes.contains(end)).count();
        let fits = nodes.len() + new <= limit && chosen < limit.saturating_mul(2);
        if fits {
            nodes.extend(edge.ends());
            chosen += 1;
        }
        fits
    });
    fits.collect()
}

/// Puts the edges near the focus first, then the strongest, then those of the most mentioned nodes.
pub(super) fn order(edges: &mut [Aggregate], near: Option<&HashMap<u32, usize>>, weight: impl Fn(u32) -> usize) {
    edges.sort_by_key(|edge| {
        let [subject, object] = edge.ends();
        let far = near.map_or(0, |near| near[&subject].min(near[&object]));
        let important = weight(subject) + weight(object);
        let kind = (subject, edge.relations.keys().next().copied(), object, edge.key);
        (far, Reverse(edge.count()), Reverse(edge.documents.len()), Reverse(important), kind)
    });
}
