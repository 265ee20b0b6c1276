//! Judged assertions → how often what was found in some way is right: `ontology/rules/confidence.tsv`.
//!
//! An assertion is taken to be right if three things are, independently: how its subject was found, how its object was,
//! and the rule. Its confidence is the product of their precisions. Of a wrong assertion nobody knows which of the three
//! was at fault, so the share of the blame is estimated by expectation maximisation (Dempster, Laird and Rubin 1977, here
//! of a noisy conjunction), with a Beta prior on each: the hand-set precision, worth a number of observations. Rules are
//! rare; the prior of a rule is the precision of its kind.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::assertion::Confidence;
use crate::syntax::realization::Realization;

/// Rounds of estimation; the figures stand still well before.
const ROUNDS: usize = 200;
/// A rule seen more rarely than this keeps the precision of its kind.
const MIN_RULE: usize = 4;
/// No way of finding things is never wrong.
const HIGHEST: f64 = 0.995;

/// An assertion that was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its document: the index that tells documents apart.
    pub document: usize,
    /// How its ends were found.
    pub via: [Realization; 2],
    /// The kind of its entry, such as `verbs`.
    pub kind: String,
    /// The name of its rule.
    pub rule: String,
    /// Whether it is right.
    pub right: bool,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Row {
    /// The precision set by hand, or that of the kind for a rule.
    pub prior: f64,
    /// Right assertions that were found in this way.
    pub right: usize,
    /// Wrong ones.
    pub wrong: usize,
    /// The precision.
    pub precision: f64,
}

/// The rows by `realization`, `entry` or `rule`, and name.
pub type Rows = BTreeMap<(&'static str, String), Row>;

/// Estimates the precision of each realization, kind of entry, and rule. `strength`: what the prior is worth, in
/// assertions.
pub fn fit(cases: &[Case], prior: &Confidence, strength: f64) -> Rows {
    let mut rows = Rows::new();
    for realization in Realization::ALL {
        let prior = f64::from(prior.prior_of_realization(*realization));
        rows.insert(("realization", realization.name().to_owned()), Row { prior, precision: prior, ..Row::default() });
    }
    for (kind, prior) in prior.prior_of_entries() {
        let prior = f64::from(prior);
        rows.insert(("entry", kind.to_owned()), Row { prior, precision: prior, ..Row::default() });
    }
    let ends = |case: &Case| case.via.map(|via| ("realization", via.name().to_owned()));
    let kinds: Vec<_> = cases
        .iter()
        .map(|case| {
            let [subject, object] = ends(case);
            ([subject, object, ("entry", case.kind.clone())], case.right)
        })
        .collect();
    estimate(&mut rows, &kinds, |_| true, strength);
    // Now the rules, the ends standing as they are.
    let mut kind_of: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for case in cases {
        kind_of.entry(&case.rule).or_insert((&case.kind, 0)).1 += 1;
    }
    for (rule, (kind, n)) in &kind_of {
        if *n >= MIN_RULE {
            let prior = rows.get(&("entry", (*kind).to_owned())).map_or(0.9, |row| row.precision);
            rows.insert(("rule", (*rule).to_owned()), Row { prior, precision: prior, ..Row::default() });
        }
    }
    let known = cases.iter().filter(|case| kind_of[case.rule.as_str()].1 >= MIN_RULE);
    let rules: Vec<_> = known
        .map(|case| {
            let [subject, object] = ends(case);
            ([subject, object, ("rule", case.rule.clone())], case.right)
        })
        .collect();
    estimate(&mut rows, &rules, |what| what == "rule", strength);
    rows
}

type Parts = [(&'static str, String); 3];

/// Counts, and estimates the rows that may move.
fn estimate(rows: &mut Rows, cases: &[(Parts, bool)], moves: impl Fn(&str) -> bool, strength: f64) {
    for (parts, right) in cases {
        for part in parts.iter().filter(|part| moves(part.0)) {
            let row = rows.entry(part.clone()).or_insert(Row { prior: 0.8, precision: 0.8, ..Row::default() });
            *(if *right { &mut row.right } else { &mut row.wrong }) += 1;
        }
    }
    for _ in 0..ROUNDS {
        // The expected number of times that each part was at fault.
        let mut faults: BTreeMap<&(&'static str, String), f64> = BTreeMap::new();
        for (parts, _) in cases.iter().filter(|(_, right)| !right) {
            let all: f64 = parts.iter().map(|part| rows[part].precision).product();
            for part in parts {
                *faults.entry(part).or_default() += (1.0 - rows[part].precision) / (1.0 - all).max(1e-9);
            }
        }
        let faults: Vec<(_, f64)> = faults.into_iter().map(|(part, n)| (part.clone(), n)).collect();
        for (part, row) in rows.iter_mut().filter(|(part, _)| moves(part.0)) {
            let fault = faults.iter().find(|(known, _)| known == part).map_or(0.0, |(_, n)| *n);
            let n = (row.right + row.wrong) as f64;
            row.precision = ((strength * row.prior + n - fault) / (strength + n)).clamp(0.0, HIGHEST);
        }
    }
}

/// The table as `ontology/rules/confidence.tsv` holds it; `remark` says what it was measured on.
pub fn table(rows: &Rows, remark: &str) -> String {
    let mut out = String::from(
        "# How often what was found in this way is right, from 0 to 1. The confidence of an assertion is the product of \
         three\n# rows: the realization of its subject, that of its object, and its rule, or the kind of its entry for a \
         rule that has\n# no row. Generated by `actograph rules calibrate`, which docs/quality.md explains.\n#\n",
    );
    for line in remark.lines() {
        let _ = writeln!(out, "# {line}");
    }
    out.push_str(
        "# prior: the precision set by hand before anything was measured (of a rule: that of its kind). right, wrong: \
         the\n# assertions that were found so. precision: of this part alone, the blame for wrong ones being shared.\n\
         what\tname\tprior\tright\twrong\tprecision\n",
    );
    let mut line = |what: &str, name: &str, row: &Row| {
        let Row { prior, right, wrong, precision } = row;
        let _ = writeln!(out, "{what}\t{name}\t{prior:.3}\t{right}\t{wrong}\t{precision:.3}");
    };
    // The realizations in the order of their list.
    for realization in Realization::ALL {
        if let Some(row) = rows.get(&("realization", realization.name().to_owned())) {
            line("realization", realization.name(), row);
        }
    }
    for ((what, name), row) in rows.iter().filter(|((what, _), _)| *what != "realization") {
        line(what, name, row);
    }
    out
}

/// What confidences promise and what comes of it, by intervals of a tenth.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reliability {
    /// Of each tenth: assertions, those that are right, and the sum of their confidences.
    pub bins: [(usize, usize, f64); 10],
    /// The mean square of confidence minus truth (Brier 1950).
    pub brier: f64,
}

/// Measures confidences by leaving one document out: each is judged by what the others teach.
pub fn reliability(cases: &[Case], prior: &Confidence, strength: f64) -> Reliability {
    let mut found = Reliability::default();
    let n_documents = cases.iter().map(|case| case.document + 1).max().unwrap_or(0);
    for document in 0..n_documents {
        let (held, others): (Vec<Case>, Vec<Case>) = cases.iter().cloned().partition(|case| case.document == document);
        let rows = fit(&others, prior, strength);
        for case in &held {
            found.add(confidence(&rows, case), case.right);
        }
    }
    found.brier /= cases.len().max(1) as f64;
    found
}

/// The same of the priors alone.
pub fn reliability_of_prior(cases: &[Case], prior: &Confidence) -> Reliability {
    let rows = fit(&[], prior, 1.0);
    let mut found = Reliability::default();
    for case in cases {
        found.add(confidence(&rows, case), case.right);
    }
    found.brier /= cases.len().max(1) as f64;
    found
}

impl Reliability {
    fn add(&mut self, confidence: f64, right: bool) {
        let bin = &mut self.bins[((confidence * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1, bin.1 + usize::from(right), bin.2 + confidence);
        self.brier += (confidence - f64::from(u8::from(right))).powi(2);
    }
}

fn confidence(rows: &Rows, case: &Case) -> f64 {
    let of = |what: &'static str, name: &str| rows.get(&(what, name.to_owned())).map(|row| row.precision);
    let ends: f64 = case.via.iter().map(|via| of("realization", via.name()).unwrap_or(0.8)).product();
    ends * of("rule", &case.rule).or_else(|| of("entry", &case.kind)).unwrap_or(0.8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;

    fn cases(via: Realization, rule: &str, right: usize, wrong: usize) -> impl Iterator<Item = Case> {
        let case = move |right| Case {
            document: 0,
            via: [via, Realization::ActiveObject],
            kind: "verbs".to_owned(),
            rule: rule.to_owned(),
            right,
        };
        let rule = rule.to_owned();
        let all = (0..right).map(|_| true).chain((0..wrong).map(|_| false));
        all.map(move |right| Case { rule: rule.clone(), ..case(right) }).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn the_blame_falls_where_the_errors_are() {
        let prior = Confidence::load(&Data::embedded()).unwrap();
        let all: Vec<Case> = cases(Realization::ActiveSubject, "good", 90, 10)
            .chain(cases(Realization::Author, "good", 10, 40))
            .collect();
        let rows = fit(&all, &prior, 10.0);
        let of = |what: &'static str, name: &str| rows[&(what, name.to_owned())];
        let (active, author) = (of("realization", "active-subject"), of("realization", "author"));
        assert_eq!((active.right, active.wrong, author.right, author.wrong), (90, 10, 10, 40));
        assert!(active.precision > 0.93 && author.precision < 0.45, "{active:?} {author:?}");
        assert!(of("realization", "active-object").precision > 0.9);
        // What was not seen keeps its prior.
        assert_eq!(of("realization", "dative").precision, of("realization", "dative").prior);
        let products = reliability(&all, &prior, 10.0);
        assert_eq!(products.bins.iter().map(|bin| bin.0).sum::<usize>(), 150);
    }

    #[test]
    fn a_rare_rule_has_no_row_and_a_bad_one_falls() {
        let prior = Confidence::load(&Data::embedded()).unwrap();
        let subject = Realization::ActiveSubject;
        let all: Vec<Case> = cases(subject, "good", 100, 0)
            .chain(cases(subject, "bad", 2, 18))
            .chain(cases(subject, "rare", 0, 2))
            .collect();
        let rows = fit(&all, &prior, 10.0);
        assert!(!rows.contains_key(&("rule", "rare".to_owned())));
        let of = |name: &str| rows[&("rule", name.to_owned())].precision;
        assert!(of("good") > 0.9 && of("bad") < 0.6, "{} {}", of("good"), of("bad"));
        let table = table(&rows, "Measured on nothing.");
        assert!(table.contains("\n# Measured on nothing.\n") && table.contains("\nrule\tbad\t"), "{table}");
    }
}
