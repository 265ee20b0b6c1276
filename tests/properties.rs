//! What holds for every input, whatever it is.

use std::sync::LazyLock;

use actograph::actor::Gazetteer;
use actograph::actor::check::{Everyday, check};
use actograph::actor::sheet::Sheet;
use actograph::data::Data;
use actograph::diagnostic::Error;
use actograph::document::{Document, Source};
use actograph::syntax::conllu::{self, Annotation};
use actograph::text::{LONGEST_SENTENCE, Segmenter, decode};
use proptest::prelude::*;

static SEGMENTER: LazyLock<Segmenter> =
    LazyLock::new(|| Segmenter::new(&Data::embedded()).expect("the embedded lists are sound"));

fn segment(text: &str) -> Document {
    SEGMENTER.segment(Source::named("p"), text.to_owned())
}

/// Text made of what tokenizers stumble over, mixed with anything.
fn awkward() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "U.S.", "Mr.", "No.", "don't", "’s", "'", "’", "\"", "“", "”", "(", ")", "[", "1", "]", ".", "...", "…", "?!",
        " ", "\n", "\n\n", "\r\n", "\t", "\u{a0}", "-", "--", "—", "/", "co-", "5pm", "3.5", ",", ":", ";", "@", "#",
        "http://", "www.", "a.b", "é", "中", "👍🏽", "\u{200d}", "\u{301}", "\u{ad}", "The", "I", "said", "gonna", "$",
        "&", "_", "*", "0",
    ]);
    let piece =
        prop_oneof![8 => pieces.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from), 1 => "\\PC{0,8}"];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_hold_every_character_once_and_in_order(text in awkward()) {
        let document = segment(&text);
        let mut covered = 0;
        for token in &document.tokens {
            let span = token.span.range();
            prop_assert!(span.start >= covered && span.end > span.start);
            prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            prop_assert!(text[covered..span.start].chars().all(char::is_whitespace));
            prop_assert!(!text[span.clone()].contains(char::is_whitespace));
            prop_assert!(!token.joined || span.start == covered);
            covered = span.end;
        }
        prop_assert!(text[covered..].chars().all(char::is_whitespace));
    }

    #[test]
    fn sentences_hold_every_token_once_and_in_order(text in awkward()) {
        let document = segment(&text);
        let mut next = 0;
        for sentence in &document.sentences {
            prop_assert_eq!(sentence.tokens.start, next);
            prop_assert!(!sentence.tokens.is_empty() && sentence.tokens.len() <= LONGEST_SENTENCE);
            prop_assert_eq!(sentence.span, document.token_span(sentence.tokens.clone()));
            prop_assert!(!document.tokens[sentence.tokens.start].joined);
            next = sentence.tokens.end;
        }
        prop_assert_eq!(next, document.tokens.len());
    }

    #[test]
    fn what_is_written_as_conllu_is_read_again(text in awkward()) {
        let document = segment(&text);
        let mut out = String::new();
        conllu::write(&document, &mut out);
        let read = conllu::read("p.conllu", &out, Annotation::Ignored).expect("our own output is sound");
        let read: Vec<&Document> = read.iter().map(|c| &c.document).collect();
        prop_assert_eq!(read.len(), usize::from(!document.sentences.is_empty()));
        for read in read {
            prop_assert_eq!(read.sentences.len(), document.sentences.len());
            let joined = |d: &Document| d.tokens.iter().map(|t| t.joined).collect::<Vec<_>>();
            prop_assert_eq!(joined(read), joined(&document));
        }
    }

    #[test]
    fn no_conllu_is_too_broken_to_be_read_or_refused(
        lines in prop::collection::vec("([0-9]{1,2}|[0-9]-[0-9]|[0-9]\\.[0-9]|#|_)(\t([0-9]|_|NN|root|a=b|SpaceAfter=No|\\PC)){0,9}|", 0..12),
    ) {
        let text = lines.join("\n");
        for annotation in [Annotation::Gold, Annotation::Ignored] {
            if let Ok(documents) = conllu::read("p.conllu", &text, annotation) {
                let mut out = String::new();
                for document in &documents {
                    conllu::write_parsed(document, &mut out);
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(decoded) = decode("p".as_ref(), &bytes) {
            segment(&decoded.text);
        }
    }
}

#[test]
fn long_hostile_text_takes_linear_time() {
    let hostile =
        ["(", "a.", "1:", "e-", "\"", "a@", "'s", "x\n", ". ", "No. ", "A", "1,", "&a", "a.com/", "I. ", "[1]"];
    for piece in hostile {
        let text = piece.repeat(100_000 / piece.len());
        let start = std::time::Instant::now();
        let document = segment(&text);
        assert!(!document.tokens.is_empty());
        assert!(start.elapsed().as_secs() < 10, "{piece:?} took {:?}", start.elapsed());
    }
}

static EVERYDAY: LazyLock<Everyday> =
    LazyLock::new(|| Everyday::load(&Data::embedded()).expect("the embedded lists are sound"));

/// Files made of what tables and Turtle are made of, mixed with anything.
fn awkward_table() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec![
        "id,class,name,parent,from,to,wikidata\n",
        "class;name\n",
        "name\tentries\n",
        "person,office,body\n",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "|",
        "#",
        "sep=;\n",
        "iran",
        "Iran",
        "Person",
        "Company",
        "Q1",
        "2020-13",
        "2020",
        "-",
        " ",
        "é",
        "\u{feff}",
        "\0",
        "@prefix ag: <https://w3id.org/actograph/ns#> .\n",
        "ag:Person ",
        "a ",
        "<http://e/x> ",
        "<https://w3id.org/actograph/kg/iran> ",
        "<http://www.w3.org/2004/02/skos/core#prefLabel> ",
        "ag:parent ",
        "ag:from ",
        "\"x\"@en ",
        "[",
        "]",
        "(",
        ")",
        ". ",
        "; ",
    ]);
    let piece = prop_oneof![
        9 => pieces.prop_map(|p| p.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_as_a_file_of_actors_give_complaints_at_places(bytes in awkward_table()) {
        let Ok(decoded) = decode(std::path::Path::new("a"), &bytes) else { return Ok(()) };
        for file in ["a.csv", "a.ttl", "-"] {
            let (sheet, mut complaints) = Sheet::read(file, &decoded.text, true);
            let sheets: Vec<Sheet> = sheet.into_iter().collect();
            complaints.extend(check(&sheets, &EVERYDAY));
            for complaint in complaints {
                prop_assert!(decoded.text.get(complaint.span.clone()).is_some(), "{complaint}");
                prop_assert!(!complaint.render(&decoded.text, false).is_empty());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_as_a_file_of_actors_give_a_gazetteer_or_diagnostics(bytes in awkward_table(), turtle in any::<bool>()) {
        let name = if turtle { "a.ttl" } else { "a.csv" };
        let data = Data::embedded().with_actors(name, bytes);
        match Gazetteer::load(&data) {
            Ok(gazetteer) => prop_assert!(gazetteer.len() > 1000),
            Err(Error::Diagnostics(list)) => prop_assert!(list.iter().any(|d| d.file == name)),
            Err(error) => prop_assert!(matches!(error, Error::Encoding { .. }), "{error}"),
        }
    }
}
