//! Pronouns and descriptions in raw text, read by the whole program: whom they mean.
//!
//! One construction a row: the text, the word or phrase, and the label of whom it means; the last mention with these words
//! counts. No label: the words are no mention.

use std::sync::LazyLock;

use actograph::data::Data;
use actograph::document::Source;
use actograph::pipeline::{Options, Reader};

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Data::embedded(), &Options::default()).expect("the embedded data is sound"));

/// The label of whom the last mention with these words means; nothing if there is none.
fn whom(text: &str, words: &str) -> Option<String> {
    let reading = READER.read(Source::named("test"), text.to_owned());
    let head = |m: usize| reading.document.slice(reading.document.token_span(reading.mentions[m].tokens.clone()));
    let mention = (0..reading.mentions.len()).rev().find(|&m| head(m) == words)?;
    reading.actors.iter().find(|a| a.mentions.contains(&mention)).map(|a| a.label.clone())
}

#[track_caller]
fn check(rows: &[(&str, &str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|&(text, words, label)| {
            let found = whom(text, words).unwrap_or_default();
            (found != label).then(|| format!("{text}\n  {words} is `{found}`, not `{label}`"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn who_is_quoted_does_not_say_he_of_himself() {
    check(&[("Karl Brandt left early. \"He is unwell,\" Peter Lang said.", "He", "Karl Brandt")]);
}

#[test]
fn who_spoke_before_goes_on_speaking() {
    check(&[
        ("Ministry officials blamed Iran. They said Iran had fired first.", "They", "Ministry officials"),
        ("The letter was found in Oslo. Levels of lead in the water were high, it said.", "it", "letter"),
    ]);
}

#[test]
fn a_spokesman_speaks_for_his_body() {
    check(&[(
        "Orlan Inc sued Velmora Inc on Monday. A Velmora Inc spokesman said it would appeal.",
        "it",
        "Velmora Inc",
    )]);
}

#[test]
fn the_subject_of_an_infinitive_is_whom_the_verb_asks() {
    check(&[("The court ordered Iran to cut its exports.", "its", "Iran")]);
}

#[test]
fn a_possessive_may_stand_before_its_owner() {
    check(&[("Turkey protested. In its reply, Iran denied it.", "its", "Iran")]);
}

#[test]
fn bills_are_vetoed_and_signed() {
    check(&[("Congress passed a bill on Tuesday, but it was vetoed by the president.", "it", "bill")]);
}

#[test]
fn it_may_mean_nobody() {
    check(&[
        ("Iran met Turkey. It is important to ask why.", "It", ""),
        ("Iran met Turkey. It is feared that talks may fail.", "It", ""),
    ]);
}

#[test]
fn who_is_somebody_s_relative_is_a_person() {
    check(&[
        ("Karl Brandt lives in Austin with his wife, Virginia. She works for Orlan Inc.", "She", "Virginia"),
        ("Iran freed the mother of Velsk. Velsk's mother thanked Iran. He wept.", "He", "Velsk"),
    ]);
}

#[test]
fn a_word_of_a_company_s_name_is_the_company() {
    check(&[("Western Orlan Co. sued Iran. Orlan said it would win.", "it", "Western Orlan Co.")]);
}

#[test]
fn a_region_that_acts_is_its_government() {
    let governs = |text: &str| {
        let reading = READER.read(Source::named("test"), text.to_owned());
        reading.actors.iter().any(|a| a.label == "Texas" && !a.metonyms.is_empty())
    };
    assert!(governs("Texas sued the agency."));
    assert!(!governs("Texas lies in the south."));
    assert!(!governs("Troops entered Texas."));
}

#[test]
fn a_plural_before_names_means_them_together() {
    check(&[("Iran beat the Canadians Karl Brandt and Peter Lang.", "the Canadians", "Karl Brandt and Peter Lang")]);
}

#[test]
fn the_same_word_means_the_same_one() {
    check(&[(
        "The Harbour Journal, a newspaper, printed it. The newspaper named Karl Brandt. Orlan Inc sued. The newspaper won.",
        "The newspaper",
        "Harbour Journal",
    )]);
}

#[test]
fn of_two_with_one_surname_it_is_the_one_named_more() {
    check(&[(
        "Karl Velsk resigned. Velsk met Turkey. His aide Anna Velsk left. Velsk thanked Iran.",
        "Velsk",
        "Karl Velsk",
    )]);
}

#[test]
fn a_name_that_says_it_of_itself_is_no_person() {
    check(&[("Orlan said it would sue Iran.", "it", "Orlan")]);
}
