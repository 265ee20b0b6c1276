use proptest::prelude::*;

use super::*;

/// Undirected lines `a-b`, with `×n` for their weight, between letters from `a`.
fn lines(text: &str) -> Lines {
    let mut edges = Vec::new();
    for line in text.split(' ') {
        let (ends, weight) = line.split_once('×').unwrap_or((line, "1"));
        let place = |i: usize| (ends.as_bytes()[i] - b'a') as usize;
        edges.push((place(0), place(2), weight.parse().unwrap(), true));
    }
    let n = edges.iter().map(|e| e.0.max(e.1) + 1).max().unwrap();
    Lines::new(n, edges.into_iter())
}

#[test]
fn communities_are_the_dense_parts() {
    for (text, expected) in [
        ("a-b b-c c-a d-e e-f f-d c-d", vec![0, 0, 0, 1, 1, 1]),
        // The weight decides, not the number of lines.
        ("a-b×9 b-c×1 c-d×9", vec![0, 0, 1, 1]),
        ("a-b c-d d-e e-c", vec![1, 1, 0, 0, 0]),
    ] {
        let lines = lines(text);
        assert_eq!(numbered(&communities::communities(&lines.weighted())).0, expected, "{text}");
    }
}

#[test]
fn bridges_and_components_are_found() {
    let lines = lines("a-b b-c c-a c-d e-f");
    assert_eq!(lines.bridges(), [(2, 3), (4, 5)]);
    assert_eq!(lines.components(), (vec![0, 0, 0, 0, 1, 1], 2));
    assert_eq!(cores::cores(&lines.neighbours()), [2, 2, 2, 1, 1, 1]);
}

#[test]
fn nothing_is_measured_without_failing() {
    for n in [0, 1, 2] {
        let lines = Lines::new(n, std::iter::empty());
        for measure in Measure::ALL {
            let values = lines.values(*measure);
            assert!(values.len() == n && values.iter().all(|v| v.is_finite()), "{measure} of {n}");
        }
        assert_eq!(communities::modularity(&lines.weighted(), &vec![0; n]), 0.0);
        assert_eq!((lines.bridges().len(), lines.components().1), (0, n));
    }
}

#[test]
fn direction_counts_only_where_it_is_said() {
    let lines = Lines::new(3, [(0, 1, 5, false), (0, 1, 1, false), (1, 2, 2, true)].into_iter());
    assert_eq!((lines.degree, lines.outgoing, lines.incoming), (vec![2, 3, 1], vec![2, 1, 1], vec![0, 3, 1]));
    assert_eq!(lines.weight, [6, 8, 2]);
    assert_eq!(lines.simple.edge_count(), 2);
}

/// Small graphs: pairs of up to seven nodes.
fn graphs() -> impl Strategy<Value = Vec<(usize, usize)>> {
    proptest::collection::vec((0..7_usize, 0..7_usize), 1..14)
        .prop_map(|pairs| pairs.into_iter().filter(|(a, b)| a != b).collect())
}

/// Every path from one node to another without a node twice.
fn paths(from: usize, to: usize, next: &[BTreeSet<usize>], so_far: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    so_far.push(from);
    if from == to {
        found.push(so_far.clone());
    } else {
        for &there in &next[from] {
            if !so_far.contains(&there) {
                paths(there, to, next, so_far, found);
            }
        }
    }
    so_far.pop();
}

proptest! {
    #[test]
    fn betweenness_and_closeness_are_what_all_paths_say(pairs in graphs()) {
        let lines = Lines::new(7, pairs.iter().map(|&(a, b)| (a, b, 1, false)));
        let mut next = vec![BTreeSet::new(); 7];
        for &(a, b) in &pairs {
            next[a].insert(b);
            next[b].insert(a);
        }
        let mut between = [0.0; 7];
        let mut close = [0.0; 7];
        for (a, close) in close.iter_mut().enumerate() {
            let (mut reached, mut far) = (0, 0);
            for b in (0..7).filter(|b| *b != a) {
                let mut found = Vec::new();
                paths(a, b, &next, &mut Vec::new(), &mut found);
                let Some(shortest) = found.iter().map(Vec::len).min() else { continue };
                found.retain(|path| path.len() == shortest);
                (reached, far) = (reached + 1, far + shortest - 1);
                for path in &found {
                    for &node in &path[1..path.len() - 1] {
                        between[node] += 1.0 / found.len() as f64 / 30.0;
                    }
                }
            }
            if far > 0 {
                *close = reached as f64 / far as f64 * reached as f64 / 6.0;
            }
        }
        for (found, expected) in [(lines.values(Measure::Betweenness), between), (lines.values(Measure::Closeness), close)] {
            for node in 0..7 {
                prop_assert!((found[node] - expected[node]).abs() < 1e-9, "{found:?} {expected:?}");
            }
        }
    }

    #[test]
    fn a_bridge_is_what_parts_a_component(pairs in graphs()) {
        let whole = Lines::new(7, pairs.iter().map(|&(a, b)| (a, b, 1, false)));
        let mut expected = BTreeSet::new();
        for &(a, b) in &pairs {
            let pair = (a.min(b), a.max(b));
            let rest = pairs.iter().filter(|(a, b)| (*a.min(b), *a.max(b)) != pair);
            let rest = Lines::new(7, rest.map(|&(a, b)| (a, b, 1, false)));
            if rest.components().1 > whole.components().1 {
                expected.insert(pair);
            }
        }
        prop_assert_eq!(whole.bridges(), expected.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_core_is_what_stays_when_weaker_nodes_go(pairs in graphs()) {
        let lines = Lines::new(7, pairs.iter().map(|&(a, b)| (a, b, 1, false)));
        let simple: BTreeSet<(usize, usize)> = pairs.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect();
        let mut expected = [0; 7];
        for k in 1..7 {
            let mut kept: BTreeSet<usize> = (0..7).collect();
            loop {
                let degree = |node: usize| {
                    simple.iter().filter(|(a, b)| kept.contains(a) && kept.contains(b) && (*a == node || *b == node)).count()
                };
                let weak: Vec<usize> = kept.iter().copied().filter(|&node| degree(node) < k).collect();
                if weak.is_empty() {
                    break;
                }
                for node in &weak {
                    kept.remove(node);
                }
            }
            for node in kept {
                expected[node] = k;
            }
        }
        prop_assert_eq!(cores::cores(&lines.neighbours()), expected.to_vec());
    }

    #[test]
    fn triads_are_all_threes_with_three_signs(pairs in graphs(), flags in proptest::collection::vec(any::<bool>(), 14)) {
        let signs: BTreeMap<(usize, usize), bool> =
            pairs.iter().zip(flags).map(|(&(a, b), sign)| ((a.min(b), a.max(b)), sign)).collect();
        let mut expected = [0; 4];
        for a in 0..7 {
            for b in a + 1..7 {
                for c in b + 1..7 {
                    let three = [(a, b), (a, c), (b, c)].map(|pair| signs.get(&pair));
                    if let [Some(x), Some(y), Some(z)] = three {
                        expected[[x, y, z].iter().filter(|sign| !**sign).count()] += 1;
                    }
                }
            }
        }
        prop_assert_eq!(balance::triads(&signs), expected);
    }

    #[test]
    fn ranks_add_up_and_modularity_never_falls_below_one_community(pairs in graphs()) {
        let lines = Lines::new(7, pairs.iter().map(|&(a, b)| (a, b, 1, false)));
        let sum: f64 = lines.values(Measure::Pagerank).iter().sum();
        prop_assert!((sum - 1.0).abs() < 1e-9);
        let (found, graph) = (communities::communities(&lines.weighted()), lines.weighted());
        let apart: Vec<usize> = (0..7).collect();
        let best = communities::modularity(&graph, &found);
        prop_assert!(best >= communities::modularity(&graph, &apart) - 1e-9);
        prop_assert!(best >= communities::modularity(&graph, &[0; 7]) - 1e-9);
    }
}
