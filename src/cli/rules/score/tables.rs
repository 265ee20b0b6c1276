//! Counts of one or several models → tables of Markdown, side by side.

use std::collections::BTreeMap;

use super::count::{Count, Kind, Score};
use crate::score::cause::Cause;

/// The scores of the models, with their names.
pub(super) type Models<'a> = [(&'static str, &'a Score)];

/// A header: the name of the rows, then the columns once for each model, which is named in its first one.
fn header(first: &[&str], models: &Models<'_>, columns: &[&str]) -> Vec<String> {
    let mut cells: Vec<String> = first.iter().map(ToString::to_string).collect();
    for (model, _) in models {
        let named = |(ix, column): (usize, &&str)| {
            if ix == 0 && models.len() > 1 { format!("{model}: {column}") } else { (*column).to_owned() }
        };
        cells.extend(columns.iter().enumerate().map(named));
    }
    cells
}

fn decimals(x: f64) -> String {
    format!("{x:.3}")
}

fn rates(count: &Count) -> Vec<String> {
    count.rates().map(decimals).to_vec()
}

fn full(count: &Count) -> Vec<String> {
    [vec![count.found.to_string(), count.right.to_string()], rates(count)].concat()
}

/// By document and set.
pub(super) fn documents(models: &Models<'_>) -> String {
    let Some((_, first)) = models.first() else { return String::new() };
    let mut rows = Vec::new();
    for set in first.sets() {
        let places = (0..first.documents.len()).filter(|&ix| first.documents[ix].0 == set);
        let places: Vec<usize> = places.collect();
        for &ix in &places {
            let mut row = vec![first.documents[ix].1.clone(), first.documents[ix].2.gold.to_string()];
            row.extend(models.iter().flat_map(|(_, score)| full(&score.documents[ix].2)));
            rows.push(row);
        }
        let gold = first.set(set).0.gold.to_string();
        let each =
            |of: &dyn Fn(&Score) -> Vec<String>| models.iter().flat_map(|(_, score)| of(score)).collect::<Vec<_>>();
        let all = each(&|score| full(&score.set(set).0));
        rows.push([vec![format!("**{set}**"), gold.clone()], all].concat());
        let whole = |score: &Score| {
            let right = score.complete.get(set).copied().unwrap_or(0);
            full(&Count { right, ..score.set(set).0 })
        };
        rows.push([vec![format!("**{set}**, qualifiers right too"), gold.clone()], each(&whole)].concat());
        if places.len() > 1 {
            let mean = |score: &Score| [vec![String::new(); 2], score.set(set).1.map(decimals).to_vec()].concat();
            rows.push([vec![format!("**{set}**, mean of documents"), String::new()], each(&mean)].concat());
        }
    }
    markdown(&header(&["document", "annotated"], models, &["found", "right", "P", "R", "F1"]), &rows)
}

/// By relation, those with at least `min` annotated or found.
pub(super) fn predicates(models: &Models<'_>, min: usize) -> String {
    let mut gold: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, count) in models.iter().flat_map(|(_, score)| &score.predicates) {
        if count.gold.max(count.found) >= min {
            gold.insert(name, count.gold);
        }
    }
    let mut names: Vec<(&str, usize)> = gold.into_iter().collect();
    names.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let rows = names.into_iter().map(|(name, gold)| {
        let of = |score: &Score| full(&score.predicates.get(name).copied().unwrap_or_default());
        [vec![name.to_owned(), gold.to_string()], models.iter().flat_map(|(_, score)| of(score)).collect()].concat()
    });
    let columns = ["found", "right", "P", "R", "F1"];
    markdown(&header(&["relation", "annotated"], models, &columns), &rows.collect::<Vec<_>>())
}

/// By realization, those that found at least `min`.
pub(super) fn realizations(models: &Models<'_>, min: usize) -> String {
    let Some((_, first)) = models.first() else { return String::new() };
    let mut all: Vec<(&str, &Count)> = first.realizations.iter().map(|(name, count)| (*name, count)).collect();
    all.retain(|(_, count)| count.found >= min);
    all.sort_by_key(|(_, count)| std::cmp::Reverse(count.found));
    let rows = all.into_iter().map(|(name, _)| {
        let of = |score: &Score| {
            let count = score.realizations.get(name).copied().unwrap_or_default();
            vec![count.found.to_string(), count.right.to_string(), decimals(count.rates()[0])]
        };
        [vec![name.to_owned()], models.iter().flat_map(|(_, score)| of(score)).collect()].concat()
    });
    markdown(&header(&["realization"], models, &["found", "right", "P"]), &rows.collect::<Vec<_>>())
}

/// The qualifiers of the relations that are right: all together, and by value.
pub(super) fn qualifiers(models: &Models<'_>) -> String {
    const VALUES: &[(&str, &[&str])] = &[
        ("polarity", &["positive", "negative"]),
        ("modality", &["actual", "possible", "planned", "desired"]),
        ("source", &["none", "named"]),
    ];
    let mut rows = Vec::new();
    for (ix, (what, values)) in VALUES.iter().enumerate() {
        let all = |score: &Score| {
            let (n, right) = (score.all.right, score.qualifiers[ix]);
            full(&Count { gold: n, found: n, right })
        };
        let gold = |of: &dyn Fn(&Score) -> usize| models.first().map_or(0, |(_, score)| of(score)).to_string();
        let cells = models.iter().flat_map(|(_, score)| all(score)).collect();
        rows.push([vec![format!("**{what}**"), gold(&|score| score.all.right)], cells].concat());
        for value in *values {
            let of = |score: &Score| score.values.get(&(*what, *value)).copied().unwrap_or_default();
            let cells = models.iter().flat_map(|(_, score)| full(&of(score))).collect();
            rows.push([vec![(*value).to_owned(), gold(&|score| of(score).gold)], cells].concat());
        }
    }
    markdown(&header(&["qualifier", "annotated"], models, &["found", "right", "P", "R", "F1"]), &rows)
}

/// The causes of the errors, by set.
pub(super) fn causes(models: &Models<'_>) -> String {
    let Some((_, first)) = models.first() else { return String::new() };
    let sets = first.sets();
    let mut rows = Vec::new();
    for kind in [Kind::Missed, Kind::Wrong, Kind::Qualifier] {
        let of = |cause: Option<Cause>| -> Vec<usize> {
            let columns = sets.iter().flat_map(|set| models.iter().map(move |(_, score)| (set, score)));
            let sum = |(set, score): (&&str, &&Score)| {
                let of_set = score
                    .causes
                    .iter()
                    .filter(|((s, k, c), _)| s == set && *k == kind && cause.is_none_or(|cause| cause == *c));
                of_set.map(|(_, n)| *n).sum()
            };
            columns.map(sum).collect()
        };
        let cells = |counts: Vec<usize>| counts.iter().map(ToString::to_string).collect::<Vec<_>>();
        rows.push([vec![format!("**{}**", kind.name()), String::new()], cells(of(None))].concat());
        let mut causes: Vec<(Cause, Vec<usize>)> = Cause::ALL.iter().map(|cause| (*cause, of(Some(*cause)))).collect();
        causes.retain(|(_, counts)| counts.iter().any(|n| *n > 0));
        causes.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<usize>()));
        let row = |(cause, counts): (Cause, Vec<usize>)| {
            [vec![cause.name().to_owned(), cause.meaning().to_owned()], cells(counts)].concat()
        };
        rows.extend(causes.into_iter().map(row));
    }
    let columns = sets.iter().flat_map(|set| {
        models
            .iter()
            .map(move |(model, _)| if models.len() > 1 { format!("{set}: {model}") } else { (*set).to_owned() })
    });
    markdown(&["cause".to_owned(), "meaning".to_owned()].into_iter().chain(columns).collect::<Vec<_>>(), &rows)
}

/// A table that a page of Markdown can take over.
pub(super) fn markdown(header: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule = format!("|{}\n", "---|".repeat(header.len()));
    [line(header), rule, rows.iter().map(|row| line(row)).collect()].concat()
}
