//! The readings of `fixtures/graphs/chronicle.tsv`, and the store made of them.

use std::path::Path;

use actograph::actor::Gazetteer;
use actograph::assertion::{Amount, Circumstances, OPEN, Open, Time};
use actograph::data::{Data, Row, Table};
use actograph::document::Source;
use actograph::graph::store::Store;
use actograph::graph::write::{Options, quads};
use actograph::pipeline::Reading;
use actograph::syntax::scope::{Modality, Phase, Polarity};
use actograph::time::{Interval, Unit};

use crate::sample;

fn table(name: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/graphs").join(name);
    Table::parse(name, &std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A store of them in a folder.
pub fn store(folder: &Path) -> Store {
    let store = Store::create(folder, None).unwrap();
    let options = Options { reader: "hand".to_owned(), ..Options::default() };
    for reading in readings() {
        store.put(&reading.document.source.id, &quads(&reading, &options)).unwrap();
    }
    store.write_actors(&Gazetteer::load(&Data::embedded()).unwrap()).unwrap();
    store
}

/// One reading a document.
pub fn readings() -> Vec<Reading> {
    let (chronicle, actors) = (table("chronicle.tsv"), table("chronicle-actors.tsv"));
    let rows: Vec<Row<'_>> = chronicle.rows().collect();
    rows.chunk_by(|a, b| a.get("document") == b.get("document")).map(|rows| reading(rows, &actors)).collect()
}

fn reading(rows: &[Row<'_>], actors: &Table) -> Reading {
    let source = Source { date: Some(rows[0].get("date").to_owned()), ..Source::named(rows[0].get("document")) };
    let text: Vec<&str> = rows.iter().map(|row| row.get("sentence")).collect();
    let mut reading = sample::reading(source, &text.join(" "));
    for (sentence, row) in rows.iter().enumerate() {
        assertion(&mut reading, sentence, row, actors);
    }
    reading
}

/// The actor of a label, made with what it belongs to if it is new.
fn end(reading: &mut Reading, label: &str, actors: &Table) -> usize {
    if let Some(known) = reading.actors.iter().position(|a| a.label == label) {
        return known;
    }
    let row = actors.rows().find(|r| r.get("label") == label).unwrap_or_else(|| panic!("{label} is no actor"));
    let parent = Some(row.get("parent")).filter(|p| !p.is_empty()).map(|p| end(reading, p, actors));
    let ix = sample::actor(reading, row.get("id"), label, row.get("class").parse().unwrap());
    reading.actors[ix].parent = parent;
    ix
}

fn assertion(reading: &mut Reading, sentence: usize, row: &Row<'_>, actors: &Table) {
    let (subject, object) = (end(reading, row.get("subject"), actors), end(reading, row.get("object"), actors));
    let source = Some(row.get("source")).filter(|s| !s.is_empty() && *s != "-").map(|s| end(reading, s, actors));
    let place = Some(row.get("place")).filter(|p| !p.is_empty()).map(|p| end(reading, p, actors));
    let circumstances = circumstances(reading, sentence, row, place);
    let (relation, open) = match row.get("relation").split_once(' ') {
        Some((open, verb)) => (open, Some(Open { lemma: verb.into(), preposition: None })),
        None => (row.get("relation"), None),
    };
    let made = sample::fact(reading, sentence, subject, relation, object);
    assert_eq!(open.is_some(), relation == OPEN);
    made.open = open;
    made.circumstances = circumstances;
    made.attributed = !row.get("source").is_empty();
    made.sources.extend(source);
    let (manner, phase) = row.get("manner").split_once(' ').unwrap_or((row.get("manner"), ""));
    match manner {
        "stated" => {}
        "possible" => made.modality = Modality::Possible,
        "planned" => made.modality = Modality::Planned,
        "desired" => made.modality = Modality::Desired,
        "denied" => made.polarity = Polarity::Negative,
        other => panic!("manner {other}"),
    }
    match phase {
        "" => {}
        "begins" => made.phase = Phase::Begins,
        "ends" => made.phase = Phase::Ends,
        other => panic!("phase {other}"),
    }
}

/// Its words are the last one of the sentence.
fn circumstances(reading: &Reading, sentence: usize, row: &Row<'_>, place: Option<usize>) -> Circumstances {
    let document = &reading.document;
    let span = document.tokens[document.sentences[sentence].tokens.end - 2].span;
    let day = |text: &str| Some(text).filter(|t| !t.is_empty()).map(|t| t.parse().unwrap());
    let time = Some(row.get("time")).filter(|t| !t.is_empty()).map(|time| {
        let (from, to) = time.split_once("..").unwrap_or((time, time));
        let granularity = if from == to { Unit::Day } else { Unit::Month };
        Time { interval: Some(Interval { from: day(from), to: day(to), granularity }), approximate: false, span }
    });
    let amount = row.get("amount").split_once(' ').map(|(value, unit)| Amount {
        value: value.parse().unwrap(),
        unit: unit.into(),
        approximate: false,
        span,
    });
    let place = place.map(|actor| (actor, reading.actors[actor].mentions[0]));
    Circumstances { time, place, amount }
}
