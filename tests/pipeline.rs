//! The whole pipeline on the articles of `fixtures/articles/`: what it finds, how much of it is right, and that it is
//! the same every time.
//!
//! `NNN-slug.expected` is written by hand: what a careful reader takes from the article. `NNN-slug.found` is what the
//! program finds; `UPDATE=1 cargo test --test pipeline` rewrites it, and its diff shows what a change does.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use actograph::data::Data;
use actograph::document::Source;
use actograph::pipeline::{Options, Reader, Reading};
use actograph::rule::check::check;
use actograph::rule::explain::qualifiers;
use actograph::syntax::kernel::Kernel;
use actograph::syntax::model::{Model, Size};
use actograph::syntax::network::Workspace;
use actograph::text::Segmenter;
use rayon::prelude::*;

/// Floors in percent; they guard against accidents, progress is seen in the table that the test prints.
const FLOOR_PRECISION: usize = 60;
const FLOOR_RECALL: usize = 39;
/// Share of the rules' own examples that the whole pipeline reads as stated, in percent.
const FLOOR_EXAMPLES: usize = 93;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Data::embedded(), &Options::default()).expect("the embedded data is sound"));

/// An article: its name and its text.
fn articles() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
    let mut paths: Vec<PathBuf> = folder.read_dir().unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    assert!(!paths.is_empty());
    let name = |p: &Path| p.file_stem().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|p| (name(p), std::fs::read_to_string(p).unwrap())).collect()
}

fn path(name: &str, ending: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles").join(format!("{name}.{ending}"))
}

fn read(name: &str, text: &str) -> Reading {
    READER.read(Source::named(name), text.to_owned())
}

/// Every sentence with a line for each of its assertions: `[Subject] predicate [Object] => qualifiers`.
fn found(reading: &Reading) -> String {
    let mut out = String::new();
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (number, sentence) in reading.document.sentences.iter().enumerate() {
        let between = if number == 0 { "" } else { "\n" };
        let _ = writeln!(out, "{between}# {}: {}", number + 1, one_line(reading.document.slice(sentence.span)));
        for assertion in reading.assertions.iter().filter(|a| a.open.is_none() && a.evidence.sentence == number) {
            let [subject, object] = [assertion.subject, assertion.object].map(|a| one_line(&reading.actors[a].label));
            let qualifiers = qualifiers(&reading.input(), assertion).to_string();
            let behind = if qualifiers.is_empty() { String::new() } else { format!(" => {qualifiers}") };
            let _ = writeln!(out, "[{subject}] {} [{object}]{behind}", assertion.predicate);
        }
    }
    out
}

#[test]
fn articles_give_what_their_snapshots_say() {
    let mut changed = Vec::new();
    for (name, text) in articles() {
        let (path, found) = (path(&name, "found"), found(&read(&name, &text)));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, found).unwrap();
            continue;
        }
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let (known, found) = (lines(&known), lines(&found));
        if known != found {
            changed.push(format!("{name}:"));
            changed.extend(known.iter().filter(|l| !found.contains(l)).map(|l| format!("  - {l}")));
            changed.extend(found.iter().filter(|l| !known.contains(l)).map(|l| format!("  + {l}")));
        }
    }
    let hint = "if that is intended: UPDATE=1 cargo test --test pipeline";
    assert!(changed.is_empty(), "{}\n{hint}", changed.join("\n"));
}

/// One line of either file.
struct Line<'a> {
    subject: Vec<String>,
    predicate: &'a str,
    object: Vec<String>,
    qualifiers: Vec<&'a str>,
}

impl<'a> Line<'a> {
    fn parse(line: &'a str) -> Self {
        let (edge, behind) = line.split_once(" => ").unwrap_or((line, ""));
        let parts = || {
            let (subject, rest) = edge.strip_prefix('[')?.split_once("] ")?;
            let (predicate, rest) = rest.split_once(" [")?;
            Some((subject, predicate, rest.strip_suffix(']')?))
        };
        let (subject, predicate, object) = parts().unwrap_or_else(|| panic!("malformed line: {line}"));
        let mut qualifiers: Vec<&str> = behind.split(", ").filter(|q| !q.is_empty()).collect();
        // Of the expected lines only those about a beginning or an end state a phase; it is not scored.
        qualifiers.retain(|q| !["begins", "continues", "ends"].contains(q));
        qualifiers.sort_unstable();
        let words = |text: &str| text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        Self { subject: words(subject), predicate, object: words(object), qualifiers }
    }

    /// The same predicate, and at both ends the same name, or one that holds all words of the other.
    fn agrees(&self, other: &Self) -> bool {
        let within = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
        let same = |a: &[String], b: &[String]| within(a, b) || within(b, a);
        self.predicate == other.predicate && same(&self.subject, &other.subject) && same(&self.object, &other.object)
    }
}

/// Sentences with their lines.
fn sentences(text: &str) -> BTreeMap<String, Vec<Line<'_>>> {
    let mut sentences: BTreeMap<String, Vec<Line<'_>>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        if let Some(head) = line.strip_prefix("# ") {
            head.split_once(": ").map_or(head, |(_, text)| text).clone_into(&mut current);
        } else {
            sentences.entry(current.clone()).or_default().push(Line::parse(line));
        }
    }
    sentences
}

/// Counts of expected and found assertions, of those found that are expected, and of those with the same qualifiers.
#[derive(Default, Clone, Copy)]
struct Score {
    expected: usize,
    found: usize,
    right: usize,
    qualified: usize,
}

impl Score {
    fn of(expected: &str, found: &str) -> Self {
        let (expected, found) = (sentences(expected), sentences(found));
        let count = |all: &BTreeMap<String, Vec<Line<'_>>>| all.values().map(Vec::len).sum();
        let mut score = Self { expected: count(&expected), found: count(&found), ..Self::default() };
        for (sentence, wanted) in &expected {
            let mut left: Vec<&Line<'_>> = found.get(sentence).into_iter().flatten().collect();
            for line in wanted {
                let fitting = |exact: bool| {
                    left.iter().position(|l| l.agrees(line) && (!exact || l.qualifiers == line.qualifiers))
                };
                if let Some(at) = fitting(true).or_else(|| fitting(false)) {
                    score.qualified += usize::from(left[at].qualifiers == line.qualifiers);
                    score.right += 1;
                    left.remove(at);
                }
            }
        }
        score
    }

    fn add(&mut self, other: Self) {
        self.expected += other.expected;
        self.found += other.found;
        self.right += other.right;
        self.qualified += other.qualified;
    }

    fn precision(&self) -> usize {
        self.right * 100 / self.found.max(1)
    }

    fn recall(&self) -> usize {
        self.right * 100 / self.expected.max(1)
    }

    fn print(&self, name: &str) {
        let Self { expected, found, right, qualified } = self;
        let (p, r) = (self.precision(), self.recall());
        println!("{name:<32} {expected:>8} {found:>6} {right:>6} {p:>4} % {r:>4} % {qualified:>10}");
    }
}

#[test]
fn articles_are_read_as_well_as_they_were() {
    println!("article                          expected  found  right  prec.  recall  qualifiers too");
    let mut total = Score::default();
    for (name, text) in articles() {
        let expected = std::fs::read_to_string(path(&name, "expected")).unwrap();
        let score = Score::of(&expected, &found(&read(&name, &text)));
        score.print(&name);
        total.add(score);
    }
    total.print("all");
    assert!(total.precision() >= FLOOR_PRECISION && total.recall() >= FLOOR_RECALL);
}

#[test]
fn rules_find_their_own_examples() {
    let report = check(READER.rules(), None, |text| read("example", text));
    for failure in &report.failures {
        println!("{} {}\n  {}\n  {}", failure.place, failure.rule, failure.example, failure.problems.join("\n  "));
    }
    let right = report.n_examples - report.failures.len();
    println!("{right} of {} examples are read as stated", report.n_examples);
    assert!(right * 100 >= FLOOR_EXAMPLES * report.n_examples);
}

#[test]
fn order_and_company_change_nothing() {
    let articles = articles();
    let once: Vec<String> = articles.iter().map(|(name, text)| found(&read(name, text))).collect();
    let mut backwards: Vec<String> = articles.iter().rev().map(|(name, text)| found(&read(name, text))).collect();
    backwards.reverse();
    let together: Vec<String> = articles.par_iter().map(|(name, text)| found(&read(name, text))).collect();
    assert!(once == backwards && once == together);
}

#[test]
fn every_kernel_gives_the_same_trees() {
    let data = Data::embedded();
    let segmenter = Segmenter::new(&data).unwrap();
    // Plain Rust is slow without optimisation: one article will do.
    let (name, text) = articles().swap_remove(0);
    let trees = |size: Size, kernel: Kernel| {
        let model = Model::load(&data, size).unwrap().with_kernel(kernel);
        let mut document = segmenter.segment(Source::named(&name), text.clone());
        model.analyze(&mut document, &mut Workspace::default());
        document.tokens
    };
    for size in [Size::Fast, Size::Accurate] {
        let scalar = trees(size, Kernel::Scalar);
        for kernel in Kernel::available() {
            assert!(trees(size, kernel) == scalar, "{} {kernel:?}", size.name());
        }
    }
}
