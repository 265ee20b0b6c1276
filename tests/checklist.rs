//! The checklist of constructions through the whole pipeline: `fixtures/checklist.tsv`.

use std::collections::BTreeMap;

use actograph::data::Data;
use actograph::document::Source;
use actograph::pipeline::{Options, Reader, Reading};
use actograph::rule::explain::qualifiers;

/// Lines that say that they work and do not, in percent.
const MOST_BROKEN: usize = 4;

/// Nearly all lines that say so are read as stated, and of every box one at least.
#[test]
fn every_box_is_read_as_stated() {
    let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
    let text = include_str!("../fixtures/checklist.tsv");
    let mut boxes: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let (mut broken, mut mended) = (Vec::new(), Vec::new());
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let [place, works, sentence, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let found = assertions(&reader.read(Source::named("t"), sentence.to_owned()));
        let holds = |wanted: &str| match wanted.strip_prefix('-') {
            Some(unwanted) => !found.iter().any(|found| found.contains(unwanted)),
            None => found.iter().any(|found| found == wanted),
        };
        let right = expected.split("; ").all(holds);
        let count = boxes.entry(place).or_default();
        *count = [count[0] + usize::from(right), count[1] + 1];
        match (works, right) {
            ("yes", false) => broken.push(format!("{place}: {sentence}\n  wanted {expected}\n  found {found:?}")),
            ("no", true) => mended.push(format!("{place}: {sentence}")),
            _ => {}
        }
    }
    for (place, [right, all]) in &boxes {
        println!("{place}: {right} of {all}");
    }
    println!("works by now, write `yes`:\n{}", mended.join("\n"));
    let n_lines: usize = boxes.values().map(|[_, all]| all).sum();
    // A word that moves from one relation to another breaks a line, and no construction.
    assert!(broken.len() * 100 <= MOST_BROKEN * n_lines, "{}", broken.join("\n"));
    println!("{}", broken.join("\n"));
    assert!(boxes.len() > 40 && boxes.values().all(|[_, all]| *all > 1), "{boxes:?}");
    let empty: Vec<_> = boxes.iter().filter(|(_, [right, _])| *right == 0).map(|(place, _)| place).collect();
    assert!(empty.is_empty(), "nothing is read right of {empty:?}");
}

/// What a reading asserts, as the file states it.
fn assertions(reading: &Reading) -> Vec<String> {
    let label = |actor: usize| &reading.actors[actor].label;
    let all = reading.assertions.iter().map(|a| {
        let behind = qualifiers(&reading.input(), a).to_string();
        let edge = format!("{} {} {}", label(a.subject), a.predicate, label(a.object));
        if behind.is_empty() { edge } else { format!("{edge} => {behind}") }
    });
    all.collect()
}
