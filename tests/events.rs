//! Who does what to whom in single sentences of political events: the dyads of `fixtures/events/sentences.tsv`, and the
//! constructions that coders of events are known to get wrong.
//!
//! `cargo test --test events -- --nocapture` prints the score of every section.

use std::path::Path;
use std::sync::LazyLock;

use actograph::assertion::Assertion;
use actograph::data::Data;
use actograph::document::Source;
use actograph::ontology::Ontology;
use actograph::pipeline::{Options, Reader, Reading};
use actograph::rule::explain::qualifiers;
use expect_test::{Expect, expect};

/// Floors in percent; progress is seen in the table that the test prints.
const FLOOR_PRECISION: usize = 80;
const FLOOR_RECALL: usize = 80;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Data::embedded(), &Options::default()).expect("the embedded data is sound"));

static ONTOLOGY: LazyLock<Ontology> = LazyLock::new(|| Ontology::load(&Data::embedded()).unwrap());

fn read(text: &str) -> Reading {
    READER.read(Source::named("sentence"), text.to_owned())
}

/// One dyad as written in the file.
struct Dyad<'a> {
    subject: Vec<&'a str>,
    relations: Vec<&'a str>,
    object: Vec<&'a str>,
}

impl<'a> Dyad<'a> {
    fn parse(text: &'a str) -> Self {
        let edge = text.split('~').next().unwrap_or(text);
        let parts: Vec<Vec<&str>> = edge.split(" > ").map(|part| part.split('/').map(str::trim).collect()).collect();
        let [subject, relations, object] = <[Vec<&str>; 3]>::try_from(parts).unwrap_or_else(|_| panic!("{text}"));
        Self { subject, relations, object }
    }

    fn is(&self, reading: &Reading, assertion: &Assertion) -> bool {
        let names = |alternatives: &[&str], actor: usize| {
            let label = reading.actors[actor].label.to_lowercase();
            let mentions = reading.actors[actor].mentions.iter();
            let mut all = mentions.map(|&m| {
                reading.document.slice(reading.document.token_span(reading.mentions[m].tokens.clone())).to_lowercase()
            });
            let is = |text: &str| alternatives.iter().any(|a| text.contains(&a.to_lowercase()));
            is(&label) || all.any(|text| is(&text))
        };
        let (subject, object) = (assertion.subject, assertion.object);
        let straight = names(&self.subject, subject) && names(&self.object, object);
        let symmetric = ONTOLOGY.predicate(&assertion.predicate).is_some_and(|p| p.symmetric);
        self.relations.contains(&assertion.predicate.as_str())
            && (straight || symmetric && names(&self.subject, object) && names(&self.object, subject))
    }
}

#[derive(Default)]
struct Score {
    expected: usize,
    found: usize,
    right: usize,
}

impl Score {
    fn print(&self, name: &str) {
        println!("{name:<16} {:>4} expected {:>4} found {:>4} right", self.expected, self.found, self.right);
    }
}

#[test]
fn dyads_of_events_are_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/events/sentences.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut total = Score::default();
    let mut section = (String::new(), Score::default());
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            section.1.print(&section.0);
            section = (name.to_owned(), Score::default());
        }
        let Some((sentence, dyads)) = line.split_once('\t').filter(|_| !line.starts_with('#')) else { continue };
        let reading = read(sentence);
        // Lasting states (titles, membership) are not what these sentences are about, nor are deeds done to things.
        let event = |a: &Assertion| ONTOLOGY.predicate(&a.predicate).is_some_and(|p| p.plover.is_some());
        let between_actors = |a: &&Assertion| reading.actors[a.object].class.is_actor() && event(a);
        let counted: Vec<&Assertion> = reading.assertions.iter().filter(between_actors).collect();
        let expected: Vec<Dyad<'_>> = dyads.split(';').filter(|d| !d.trim().is_empty()).map(Dyad::parse).collect();
        let right = expected.iter().filter(|d| reading.assertions.iter().any(|a| d.is(&reading, a))).count();
        let wrong = counted.iter().filter(|a| !expected.iter().any(|d| d.is(&reading, a))).count();
        for score in [&mut total, &mut section.1] {
            score.expected += expected.len();
            score.found += right + wrong;
            score.right += right;
        }
    }
    section.1.print(&section.0);
    total.print("all");
    assert!(total.right * 100 >= FLOOR_PRECISION * total.found, "precision");
    assert!(total.right * 100 >= FLOOR_RECALL * total.expected, "recall");
}

/// The events of a sentence, a line each: subject, relation, object, qualifiers.
fn check(sentence: &str, expected: &Expect) {
    let reading = read(sentence);
    let line = |a: &Assertion| {
        let [subject, object] = [a.subject, a.object].map(|actor| &reading.actors[actor].label);
        let qualifiers = qualifiers(&reading.input(), a).to_string();
        let behind = if qualifiers.is_empty() { String::new() } else { format!(" => {qualifiers}") };
        format!("{subject} {} {object}{behind}", a.predicate)
    };
    let event = |a: &&Assertion| ONTOLOGY.predicate(&a.predicate).is_some_and(|p| p.plover.is_some());
    let lines: Vec<String> = reading.assertions.iter().filter(event).map(line).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_denied_attack_is_denied() {
    check("Ethiopia denied attacking Eritrea.", &expect!["Ethiopia attacks Eritrea => negated, said by Ethiopia"]);
    check("Egypt has not attacked Sudan.", &expect!["Egypt attacks Sudan => negated"]);
}

#[test]
fn a_condition_is_only_possible() {
    check(
        "If Turkey invades Syria, Iran will attack Turkey.",
        &expect![[r#"
        Turkey invades Syria => possible
        Iran attacks Turkey => possible"#]],
    );
    check(
        "Had Serbia attacked Kosovo, NATO would have bombed Serbia.",
        &expect![[r#"
        Serbia attacks Kosovo => possible
        NATO attacks Serbia => possible"#]],
    );
}

#[test]
fn what_somebody_says_is_the_event_and_has_a_source() {
    check("Russia said that Iran helped Hezbollah.", &expect!["Iran aids Hezbollah => said by Russia"]);
    check(
        "Jordan said that Egypt claimed that Iran attacked Israel.",
        &expect!["Iran attacks Israel => possible, said by Jordan, said by Egypt"],
    );
}

#[test]
fn a_noun_is_an_event() {
    check(
        "The attack by Hezbollah on Israel was condemned by Egypt.",
        &expect![[r#"
            Hezbollah attacks Israel
            Egypt criticizes attack"#]],
    );
    check("The assassination of Hariri by Hezbollah shocked Lebanon.", &expect!["Hezbollah kills Hariri"]);
}

#[test]
fn several_parties_are_one_side() {
    check(
        "Peru, Chile and Ecuador signed a border treaty with Bolivia.",
        &expect![[r#"
            Peru signs border treaty
            Chile signs border treaty
            Ecuador signs border treaty
            Peru agreesWith Bolivia
            Chile agreesWith Bolivia
            Ecuador agreesWith Bolivia"#]],
    );
    check("Indian and Chinese troops clashed.", &expect!["India fights China"]);
}

#[test]
fn a_mediator_stands_between() {
    check(
        "Oman brokered talks between Iran and the United States.",
        &expect![[r#"
        Oman brokers talks
        Oman brokers Iran
        Oman brokers United States
        Iran negotiatesWith United States"#]],
    );
}

#[test]
fn a_threat_has_a_target() {
    check(
        "North Korea threatened to attack South Korea.",
        &expect![[r#"
        North Korea threatens South Korea
        North Korea attacks South Korea => possible"#]],
    );
}
