use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;
use crate::data::Data;
use crate::document::Source;
use crate::pipeline::{Options, Reader};
use crate::score::{gold, judge};

/// Reads a sentence and compares it with relations, each `subject predicate object modality`, parted by `|`.
fn check(sentence: &str, relations: &[[&str; 4]], expected: Expect) {
    let data = Data::embedded();
    let reader = Reader::new(&data, &Options::default()).unwrap();
    let (ontology, grammar) = (Ontology::load(&data).unwrap(), Grammar::load(&data).unwrap());
    let mut lines = String::new();
    for [subject, predicate, object, modality] in relations {
        let line = serde_json::json!({
            "doc": "a", "sent": 1, "text": sentence, "subj": [subject], "pred": [predicate], "obj": [object],
            "modality": modality,
        });
        writeln!(lines, "{line}").unwrap();
    }
    if relations.is_empty() {
        writeln!(lines, "{}", serde_json::json!({ "doc": "a", "sent": 1, "text": sentence, "pred": [] })).unwrap();
    }
    let document = &gold::json("x", &lines).unwrap()[0];
    let reading = reader.read(Source::named("a"), document.text.clone());
    let judged = judge(&reading, document, &ontology, &grammar);
    let errors = causes(&reading, document, &judged, reader.rules(), &ontology, &grammar);
    let told = errors.iter().map(|error| format!("{:?} {}", error.subject, error.cause.name()));
    expected.assert_eq(&told.collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_is_right_has_no_cause() {
    check("Oman attacked Iran.", &[["Oman", "attacks", "Iran", "actual"]], expect![""]);
}

#[test]
fn missed_relations_have_the_lowest_layer_that_failed() {
    let missed = |sentence: &str, relation: [&str; 3], expected: Expect| {
        check(sentence, &[[relation[0], relation[1], relation[2], "actual"]], expected);
    };
    missed("Oman slept near Iran.", ["Oman", "other:sleep", "Iran"], expect!["Missed(0) inventory"]);
    missed("Oman slept near Iran.", ["Oman", "attacks", "Iran"], expect!["Missed(0) missing trigger"]);
    missed("Oman slept near it.", ["Oman", "attacks", "Qatar"], expect!["Missed(0) coreference"]);
    missed("Oman attacked and Iran slept.", ["Oman", "attacks", "Iran"], expect!["Missed(0) construction"]);
}

#[test]
fn wrong_assertions_are_compared_with_the_nearest_annotation() {
    let wrong = |relation: [&str; 3], expected: Expect| {
        check("Oman attacked Iran.", &[[relation[0], relation[1], relation[2], "actual"]], expected);
    };
    check("Oman attacked Iran.", &[], expect!["Wrong(0) unannotated"]);
    wrong(
        ["Oman", "praises", "Iran"],
        expect![[r#"
        Missed(0) wrong frame
        Wrong(0) wrong frame"#]],
    );
    wrong(
        ["Iran", "attacks", "Oman"],
        expect![[r#"
        Missed(0) construction
        Wrong(0) direction"#]],
    );
    check("Oman attacked Iran.", &[["Oman", "attacks", "Iran", "planned"]], expect!["Qualified(0, 0) modality"]);
}
