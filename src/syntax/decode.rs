//! Arc scores → the best tree with one root.
//!
//! The best head of every word is taken as it is when that is already a tree, as it is for 19 sentences of 20. Else the
//! maximum spanning arborescence is found by the contraction algorithm of Chu and Liu (1965) and Edmonds (1967), with
//! a penalty on root arcs that leaves exactly one.

/// Finds the best tree.
///
/// `scores` has a row for every word (`n` of them) with `n + 1` columns: column 0 is the root, column `i` is word `i`
/// counted from 1. Returns the head of every word in the same count; exactly one word has head 0.
///
/// # Complexity
/// O(n²) where the best heads form a tree, else O(n²) for each cycle contracted.
///
/// ```
/// use actograph::syntax::decode::tree;
/// // Words 1 and 2 prefer each other; the root makes one of them let go.
/// let scores = [0.0, -9.0, 5.0, 1.0, 5.0, -9.0];
/// assert_eq!(tree(&scores, 2), [2, 0]);
/// assert!(tree(&[], 0).is_empty());
/// ```
pub fn tree(scores: &[f32], n: usize) -> Vec<usize> {
    debug_assert_eq!(scores.len(), n * (n + 1));
    let mut heads = vec![0; n];
    best_heads(scores, n, &mut heads);
    if !is_tree(&heads) {
        heads = arborescence(scores, n);
    }
    heads
}

/// The best head of every word, the word itself excepted; the first of equals.
pub(crate) fn best_heads(scores: &[f32], n: usize, heads: &mut [usize]) {
    for (word, (row, head)) in scores.chunks_exact(n + 1).zip(heads).enumerate() {
        let mut best = f32::NEG_INFINITY;
        *head = 0;
        for (candidate, &score) in row.iter().enumerate() {
            if candidate != word + 1 && score > best {
                (best, *head) = (score, candidate);
            }
        }
    }
}

/// Whether heads (from 1, 0 = root) form a tree with exactly one root.
pub(crate) fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|h| **h == 0).count() != 1 {
        return heads.is_empty();
    }
    // 0 = new, otherwise the number of the walk that came by.
    let mut seen = vec![0u32; heads.len()];
    for start in 0..heads.len() {
        let mut word = start;
        while seen[word] == 0 {
            seen[word] = start as u32 + 1;
            if heads[word] == 0 {
                break;
            }
            word = heads[word] - 1;
        }
        if heads[word] != 0 && seen[word] == start as u32 + 1 {
            return false;
        }
    }
    true
}

/// The maximum spanning arborescence with one root arc.
fn arborescence(scores: &[f32], n: usize) -> Vec<usize> {
    let finite = scores.iter().copied().filter(|s| s.is_finite());
    let (low, high) = finite.fold((0.0f32, 0.0f32), |(low, high), s| (low.min(s), high.max(s)));
    // More than all other arcs together could win: a second root never pays.
    let penalty = f64::from(high - low + 1.0) * (n as f64 + 1.0);
    // Node 0 is the root, nodes 1..=n the words; weight[v][u] of the arc u → v.
    let mut weight = vec![f64::NEG_INFINITY; (n + 1) * (n + 1)];
    for v in 1..=n {
        for u in (0..=n).filter(|&u| u != v) {
            let score = f64::from(scores[(v - 1) * (n + 1) + u]);
            let score = if score.is_finite() { score } else { f64::from(low) - 1.0 };
            weight[v * (n + 1) + u] = if u == 0 { score - penalty } else { score };
        }
    }
    let heads = contract(weight, n + 1);
    heads[1..].to_vec()
}

/// Chu-Liu/Edmonds over a dense matrix; node 0 is the root. Contracted nodes keep living in the row of one member.
fn contract(weight: Vec<f64>, size: usize) -> Vec<usize> {
    /// What is needed to open a contracted cycle again.
    struct Contraction {
        /// The cycle's nodes at that time; the first stands for it afterwards.
        cycle: Vec<usize>,
        /// Heads inside the cycle, beside `cycle`.
        inside: Vec<usize>,
        /// For every outside node: the member that the best arc into the cycle enters, and that it leaves from.
        enters: Vec<usize>,
        leaves: Vec<usize>,
    }
    let mut w = weight;
    let at = |v: usize, u: usize| v * size + u;
    let mut alive: Vec<bool> = vec![true; size];
    let mut done: Vec<Contraction> = Vec::new();
    let best_head = |v: usize, w: &[f64], alive: &[bool]| {
        let candidates = (0..size).filter(|&u| alive[u] && u != v);
        let better = |best: usize, u: usize| if w[at(v, u)] > w[at(v, best)] { u } else { best };
        candidates.reduce(better).unwrap_or(0)
    };
    let mut heads: Vec<usize> = (0..size).map(|v| if v == 0 { 0 } else { best_head(v, &w, &alive) }).collect();
    while let Some(cycle) = find_cycle(&heads, &alive) {
        let inside: Vec<usize> = cycle.iter().map(|&v| heads[v]).collect();
        let stands = cycle[0];
        let total: f64 = cycle.iter().map(|&v| w[at(v, heads[v])]).sum();
        let (mut enters, mut leaves) = (vec![0; size], vec![0; size]);
        let mut member = vec![false; size];
        for &v in &cycle {
            member[v] = true;
        }
        for u in (0..size).filter(|&u| alive[u] && !member[u]) {
            let value = |v: usize, w: &[f64]| w[at(v, u)] - w[at(v, heads[v])];
            let better = |best: usize, v: usize| if value(v, &w) > value(best, &w) { v } else { best };
            enters[u] = cycle.iter().copied().reduce(better).expect("a cycle has members");
            let into = total + value(enters[u], &w);
            if u != 0 {
                let better = |best: usize, v: usize| if w[at(u, v)] > w[at(u, best)] { v } else { best };
                leaves[u] = cycle.iter().copied().reduce(better).expect("a cycle has members");
                w[at(u, stands)] = w[at(u, leaves[u])];
            }
            w[at(stands, u)] = into;
        }
        for &v in &cycle[1..] {
            alive[v] = false;
        }
        heads[stands] = best_head(stands, &w, &alive);
        // What hung on a member now hangs on the node that stands for all: its weight is the member's.
        for (v, head) in heads.iter_mut().enumerate().skip(1) {
            if alive[v] && v != stands && member[*head] {
                *head = stands;
            }
        }
        done.push(Contraction { cycle, inside, enters, leaves });
    }
    for step in done.iter().rev() {
        let stands = step.cycle[0];
        let outside = heads[stands];
        // Arcs out of the contracted node leave from the member that had the best one.
        for (u, head) in heads.iter_mut().enumerate().skip(1) {
            if *head == stands && !step.cycle.contains(&u) && alive_then(u, &done, step) {
                *head = step.leaves[u];
            }
        }
        for (&v, &head) in step.cycle.iter().zip(&step.inside) {
            heads[v] = head;
        }
        heads[step.enters[outside]] = outside;
    }
    return heads;

    /// Whether `u` was a node of its own when `step` was made: no earlier contraction had swallowed it.
    fn alive_then(u: usize, done: &[Contraction], step: &Contraction) -> bool {
        done.iter().take_while(|s| !std::ptr::eq(*s, step)).all(|s| !s.cycle[1..].contains(&u))
    }
}

fn find_cycle(heads: &[usize], alive: &[bool]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; heads.len()];
    for start in (1..heads.len()).filter(|&v| alive[v]) {
        let mut v = start;
        while v != 0 && seen[v] == 0 {
            seen[v] = start;
            v = heads[v];
        }
        if v != 0 && seen[v] == start {
            let mut cycle = vec![v];
            let mut u = heads[v];
            while u != v {
                cycle.push(u);
                u = heads[u];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &[f32], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(i, h)| scores[i * (heads.len() + 1) + h]).sum()
    }

    /// The best single-rooted tree by trying all.
    fn brute_force(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|i| code / (n + 1).pow(i as u32) % (n + 1)).collect();
            if is_tree(&heads) {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    proptest! {
        #[test]
        fn no_tree_scores_higher(n in 1usize..=5, seed in proptest::collection::vec(-50i16..50, 30)) {
            let scores: Vec<f32> = (0..n * (n + 1)).map(|i| f32::from(seed[i])).collect();
            let heads = tree(&scores, n);
            prop_assert!(is_tree(&heads), "{heads:?}");
            prop_assert_eq!(total(&scores, &heads), brute_force(&scores, n));
        }

        #[test]
        fn long_sentences_give_a_tree(n in 1usize..60, seed in any::<u64>()) {
            let mut state = seed | 1;
            let scores: Vec<f32> = (0..n * (n + 1)).map(|_| {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (state >> 40) as f32 / 1e6
            }).collect();
            prop_assert!(is_tree(&tree(&scores, n)));
        }
    }
}
