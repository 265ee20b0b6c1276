//! Tests of `write`.

use expect_test::{Expect, expect};

use super::*;
use crate::document::Source;
use crate::graph::sample;

/// The quads about one subject, without graph and namespaces.
fn about(reading: &Reading, options: &Options, subject: &str) -> String {
    let prefixes = options.base.prefixes();
    let short = |term: &Term| crate::graph::query::short(term, &prefixes);
    let mut quads = quads(reading, options);
    quads.retain(|q| short(&q.subject.clone().into()) == subject);
    let lines = quads.iter().map(|q| format!("{} {}\n", short(&q.predicate.clone().into()), short(&q.object)));
    lines.collect()
}

fn check(subject: &str, expected: Expect) {
    let talks = sample::talks(Source { title: Some("Talks".to_owned()), ..Source::named("a/talks") });
    expected.assert_eq(&about(&talks, &Options::default(), subject));
}

#[test]
fn the_document_says_what_was_read_and_by_what() {
    check(
        "doc:a/talks",
        expect![[r#"
            rdf:type ag:Document
            dcterms:identifier a/talks
            ag:contentHash sha256:e52627ecf429f39017d95f6775b6b46ca25dc1f2c0d43485b09ae5c731a34ba1
            ag:reader actograph 0.1.0
            dcterms:title Talks
            dcterms:language en
            rdf:type nif:Context
            nif:isString Erdoğan watched. Oman brokered indirect talks. Iran denied arming Hamas. Iran may fund Hamas. Israel says Iran funds Hamas.
        "#]],
    );
}

#[test]
fn only_a_fact_of_the_text_is_a_direct_edge() {
    check(
        "kg:oman",
        expect![[r#"
            ag:classInText ag:State
            ag:nameInText Oman
            ag:mentions 17,21
            rel:brokers doc:a/talks#talks-1
        "#]],
    );
    check(
        "kg:iran",
        expect![[r#"
            ag:classInText ag:State
            ag:nameInText Iran
            ag:mentions 47,51 73,77 106,110
        "#]],
    );
}

#[test]
fn an_assertion_carries_qualifiers_and_evidence_in_code_points() {
    let talks = sample::talks(Source::named("t"));
    let assertions: Vec<String> = quads(&talks, &Options::default())
        .into_iter()
        .filter(|q| q.predicate == term::STANDING)
        .map(|q| q.subject.to_string())
        .collect();
    assert_eq!(assertions.len(), 4);
    let last = assertions[3].trim_matches(['<', '>']).rsplit('/').next().unwrap().to_owned();
    expect![[r#"
        rdf:type ag:Assertion
        rdf:subject kg:iran
        rdf:predicate rel:funds
        rdf:object kg:hamas
        ag:standing ag:reported
        ag:source kg:israel
        ag:evidence doc:t#char=94,123
        ag:rule funds#1
        ag:confidence 0.90
    "#]]
    .assert_eq(&about(&talks, &Options::default(), &format!("doc:{last}")));
    expect![[r#"
        nif:anchorOf Israel says Iran funds Hamas.
        nif:referenceContext doc:t
    "#]]
    .assert_eq(&about(&talks, &Options::default(), "doc:t#char=94,123"));
}

#[test]
fn what_has_ended_is_no_direct_edge() {
    let mut talks = sample::talks(Source::named("t"));
    talks.assertions[0].phase = Phase::Ends;
    assert!(!about(&talks, &Options::default(), "kg:oman").contains("rel:"));
}

#[test]
fn a_described_actor_stays_in_its_document_and_unused_ones_are_left_out() {
    let mut talks = sample::talks(Source::named("t"));
    sample::actor(&mut talks, "crowd-1", "crowd", crate::ontology::Class::Population);
    let all = quads(&talks, &Options::default());
    assert!(all.iter().any(|q| q.subject.to_string().ends_with("/t#talks-1>")));
    assert!(!all.iter().any(|q| q.subject.to_string().contains("crowd")));
}

#[test]
fn without_text_only_evidence_and_mentions_are_quoted() {
    let talks = sample::talks(Source::named("t"));
    let quads = quads(&talks, &Options { keep_text: false, ..Options::default() });
    let has = |text: &str| quads.iter().any(|q| matches!(&q.object, Term::Literal(l) if l.value() == text));
    assert!(has("Oman brokered indirect talks") && !has("Oman brokered indirect talks.") && !has(&talks.document.text));
}

#[test]
fn the_same_reading_gives_the_same_quads_each_once_and_no_blank_node() {
    let write = || quads(&sample::talks(Source::named("t")), &Options::default());
    assert_eq!(write(), write());
    let once: HashSet<Quad> = write().into_iter().collect();
    assert_eq!(once.len(), write().len());
    assert!(!write().iter().any(|q| q.subject.is_blank_node() || q.object.is_blank_node()));
}

#[test]
fn code_points_are_counted_at_every_boundary() {
    let text = "aé中😀 ".repeat(200);
    let places = CodePoints::new(&text);
    for (count, (byte, _)) in text.char_indices().enumerate() {
        assert_eq!(places.at(byte as u32), count);
    }
    assert_eq!(places.at(text.len() as u32), text.chars().count());
}

#[test]
fn every_own_term_is_defined_in_the_ontology() {
    let data = crate::data::Data::embedded();
    let mut talks = sample::talks(Source::named("t"));
    talks.assertions[0].phase = Phase::Begins;
    talks.assertions[3].sources.push(0);
    talks.assertions[3].predicate = OPEN.to_owned();
    talks.assertions[3].open =
        Some(crate::assertion::Open { lemma: "flatter".into(), preposition: Some("on_behalf_of".into()) });
    talks.actors[2].parent = Some(1);
    let ontology: String = data.list("", "ttl").iter().map(|path| data.text(path).unwrap().into_owned()).collect();
    for quad in quads(&talks, &Options::default()) {
        let terms = [quad.predicate.to_string(), quad.object.to_string()];
        for name in terms.iter().filter_map(|t| t.strip_prefix(&format!("<{}", vocabulary::AG))) {
            let name = name.trim_end_matches('>');
            assert!(ontology.contains(&format!("\nag:{name} a ")), "{name}");
        }
    }
}
