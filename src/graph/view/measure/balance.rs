//! Structural balance: how often the friend of a friend is a friend, and the enemy of an enemy.
//!
//! Source: D. Cartwright, F. Harary, Structural balance: a generalization of Heider's theory, Psychological Review 63
//! (1956).

use std::collections::{BTreeMap, BTreeSet};

/// How many triads have no conflict, one, two, and three; each pair of nodes has its sign, cooperation being true. The
/// first and the third kind are balanced.
///
/// # Complexity
/// At most pairs × the square root of pairs.
pub(super) fn triads(signs: &BTreeMap<(usize, usize), bool>) -> [usize; 4] {
    let mut next: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for &(a, b) in signs.keys() {
        next.entry(a).or_default().insert(b);
        next.entry(b).or_default().insert(a);
    }
    let mut triads = [0; 4];
    for &(a, b) in signs.keys() {
        let (few, many) = if next[&a].len() < next[&b].len() { (&next[&a], &next[&b]) } else { (&next[&b], &next[&a]) };
        // Each triad once: from its first pair.
        for &c in few.range(b + 1..).filter(|c| many.contains(c)) {
            let conflicts = [(a, b), (a, c), (b, c)].iter().filter(|pair| !signs[pair]).count();
            triads[conflicts] += 1;
        }
    }
    triads
}
