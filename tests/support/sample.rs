//! Readings made by hand, for tests of everything that comes after reading.

// Every test file that includes this uses another part of it.
#![allow(dead_code)]

use actograph::actor::{Actor, Form, Mention};
use actograph::assertion::{Assertion, Evidence};
use actograph::document::{Document, Sentence, Source, Span, Token};
use actograph::ontology::Class;
use actograph::pipeline::Reading;
use actograph::syntax::realization::Realization;
use actograph::syntax::scope::{Modality, Phase, Polarity};

/// A reading of `text`: words are what stands between spaces, sentences end with `.`.
pub fn reading(source: Source, text: &str) -> Reading {
    let mut tokens = Vec::new();
    let mut sentences = Vec::new();
    let mut first = 0;
    let mut place = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let start = place;
        place += piece.len();
        let piece = piece.trim_end();
        let word = piece.trim_end_matches(['.', ',']);
        if !word.is_empty() {
            tokens.push(Token::raw(Span::new(start, start + word.len()), false));
        }
        if word.len() < piece.len() {
            tokens.push(Token::raw(Span::new(start + word.len(), start + piece.len()), true));
        }
        if piece.ends_with('.') {
            let span = tokens[first].span.cover(tokens[tokens.len() - 1].span);
            sentences.push(Sentence { span, tokens: first..tokens.len(), paragraph_start: first == 0 });
            first = tokens.len();
        }
    }
    let document = Document::new(source, text.to_owned(), tokens, sentences);
    Reading { document, ..Reading::default() }
}

/// Adds an actor with every place where its label stands as whole words; a label that is nowhere gets the first word.
pub fn actor(reading: &mut Reading, id: &str, label: &str, class: Class) -> usize {
    let mut mentions = Vec::new();
    let words = label.split(' ').count();
    for start in 0..reading.document.tokens.len().saturating_sub(words - 1) {
        let tokens = start..start + words;
        if reading.document.slice(reading.document.token_span(tokens.clone())) == label {
            mentions.push(reading.mentions.len());
            reading.mentions.push(Mention { head: tokens.end - 1, tokens, form: Form::Name, class });
        }
    }
    if mentions.is_empty() {
        mentions.push(reading.mentions.len());
        reading.mentions.push(Mention { head: 0, tokens: 0..1, form: Form::Nominal, class });
    }
    let aliases = Vec::new();
    let (local, known, wikidata, parent) = (id.ends_with(|c: char| c.is_ascii_digit()), false, None, None);
    reading.actors.push(Actor {
        id: id.to_owned(),
        label: label.to_owned(),
        names: vec![label.to_owned()],
        aliases,
        class,
        local,
        named: !local,
        known,
        wikidata,
        members: Vec::new(),
        parent,
        mentions,
        metonyms: Vec::new(),
    });
    reading.actors.len() - 1
}

/// Adds a plain fact of one sentence, carried by the first word after the subject's mention.
pub fn fact<'r>(
    reading: &'r mut Reading,
    sentence: usize,
    subject: usize,
    predicate: &str,
    object: usize,
) -> &'r mut Assertion {
    let document = &reading.document;
    let words = document.sentences[sentence].tokens.clone();
    let mention = |actor: usize| {
        let mentions = &reading.actors[actor].mentions;
        mentions.iter().copied().find(|&m| words.contains(&reading.mentions[m].head)).unwrap_or(mentions[0])
    };
    let (subject_mention, object_mention) = (mention(subject), mention(object));
    let ends = [subject_mention, object_mention].map(|m| document.token_span(reading.mentions[m].tokens.clone()));
    let evidence = Evidence {
        sentence,
        trigger: (reading.mentions[subject_mention].head + 1).min(document.tokens.len() - 1),
        span: ends[0].cover(ends[1]),
        subject: subject_mention,
        object: object_mention,
        sources: [].into_iter().collect(),
        rule: format!("{predicate}#1"),
        via: [Realization::ALL[0]; 2],
    };
    reading.assertions.push(Assertion {
        subject,
        predicate: predicate.to_owned(),
        open: None,
        object,
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        phase: Phase::None,
        sources: [].into_iter().collect(),
        attributed: false,
        circumstances: actograph::assertion::Circumstances::default(),
        confidence: 0.9,
        evidence,
    });
    reading.assertions.last_mut().expect("just pushed")
}

/// Four relations of every standing between five actors, with a name that is not ASCII before them all.
pub fn talks(source: Source) -> Reading {
    let text = "Erdoğan watched. Oman brokered indirect talks. Iran denied arming Hamas. Iran may fund Hamas. \
                Israel says Iran funds Hamas.";
    let mut reading = reading(source, text);
    actor(&mut reading, "erdogan", "Erdoğan", Class::Person);
    let oman = actor(&mut reading, "oman", "Oman", Class::State);
    let talks = actor(&mut reading, "talks-1", "indirect talks", Class::Event);
    let iran = actor(&mut reading, "iran", "Iran", Class::State);
    let hamas = actor(&mut reading, "hamas", "Hamas", Class::ArmedGroup);
    let israel = actor(&mut reading, "israel", "Israel", Class::State);
    reading.actors[iran].wikidata = Some("Q794".to_owned());
    reading.actors[iran].aliases = vec!["Islamic Republic of Iran".to_owned()];
    fact(&mut reading, 1, oman, "brokers", talks);
    fact(&mut reading, 2, iran, "arms", hamas).polarity = Polarity::Negative;
    fact(&mut reading, 3, iran, "funds", hamas).modality = Modality::Possible;
    let said = fact(&mut reading, 4, iran, "funds", hamas);
    said.attributed = true;
    said.sources.push(israel);
    reading
}

/// The readings of `fixtures/graphs/region.tsv`: six relations a document.
pub fn region() -> Vec<Reading> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/graphs/region.tsv");
    let table = actograph::data::Table::parse("region.tsv", &std::fs::read_to_string(path).unwrap()).unwrap();
    let rows: Vec<_> = table.rows().collect();
    rows.chunks(6)
        .enumerate()
        .map(|(number, rows)| {
            let date = format!("2025-{:02}-{:02}", number + 1, 2 * number + 1);
            let source = Source { date: Some(date), ..Source::named(format!("report-{number:02}")) };
            let sentences = rows.iter().flat_map(|row| {
                let sentence = format!("{} {} {}.", row.get("subject"), row.get("predicate"), row.get("object"));
                vec![sentence; row.get("count").parse().unwrap()]
            });
            let mut reading = reading(source, &sentences.collect::<Vec<_>>().join(" "));
            let mut sentence = 0;
            for row in rows {
                let mut end = |name: &str, class: &str| {
                    let known = reading.actors.iter().position(|a| a.label == name);
                    let id = name.to_lowercase().replace([' ', '\''], "-");
                    known.unwrap_or_else(|| actor(&mut reading, &id, name, row.get(class).parse().unwrap()))
                };
                let ends = [end(row.get("subject"), "subject_class"), end(row.get("object"), "object_class")];
                for _ in 0..row.get("count").parse().unwrap() {
                    let assertion = fact(&mut reading, sentence, ends[0], row.get("predicate"), ends[1]);
                    match row.get("manner") {
                        "stated" => {}
                        "reported" => assertion.attributed = true,
                        "possible" => assertion.modality = Modality::Possible,
                        "planned" => assertion.modality = Modality::Planned,
                        "desired" => assertion.modality = Modality::Desired,
                        "denied" => assertion.polarity = Polarity::Negative,
                        other => panic!("manner {other}"),
                    }
                    sentence += 1;
                }
            }
            reading
        })
        .collect()
}
