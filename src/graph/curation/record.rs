//! Corrections ⇄ the graph `kg:curation` as N-Quads, and JSON lines to be handed on.
//!
//! Both are made for version control: one correction after another, one line a fact, in a fixed order, so that a new
//! correction is new lines at the end. In JSON lines actors have the identifiers that people type (`iran`,
//! `doc:talks#envoy-1`), so they fit a store with another base.

use std::collections::HashMap;

use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use serde::{Deserialize, Serialize};

use crate::graph::curation::judge::{Said, Verdict};
use crate::graph::curation::{Change, Correction, Corrections};
use crate::graph::vocabulary::{self, AG, Base, REL, term};
use crate::ontology::Class;

/// The node that stands for a correction: named after its content, so that it is the same wherever it is imported.
pub fn node(correction: &Correction, base: &Base) -> NamedNode {
    let line = Line { n: 0, ..Line::of(correction, base) };
    let text = serde_json::to_string(&line).expect("plain fields");
    let hash = vocabulary::hash([text.as_bytes()]);
    vocabulary::local(base.curation().as_ref(), &hash[..16])
}

/// The quads of the graph of corrections.
pub fn quads(corrections: &Corrections, base: &Base) -> Vec<Quad> {
    let graph = base.curation();
    let mut quads = Vec::new();
    for correction in corrections.list() {
        let node = node(correction, base);
        let mut add = |property, object: Term| quads.push(Quad::new(node.clone(), property, object, graph.clone()));
        let text = |text: &str| Term::from(Literal::new_simple_literal(text));
        let iri = |iri: &str| Term::from(NamedNode::new_unchecked(iri));
        add(term::TYPE, term::CORRECTION.into());
        let kind = match correction.change {
            Change::Merge { .. } => term::MERGE,
            Change::Split { .. } => term::SPLIT,
            Change::Rename { .. } => term::RENAME,
            Change::Retype { .. } => term::RETYPE,
            Change::Judge { verdict: Verdict::Accept, .. } => term::ACCEPTANCE,
            Change::Judge { verdict: Verdict::Reject, .. } => term::REJECTION,
        };
        add(term::TYPE, kind.into());
        add(term::SEQUENCE, Literal::new_typed_literal(correction.number.to_string(), term::INTEGER).into());
        add(term::TARGET, iri(correction.change.target()));
        match &correction.change {
            Change::Merge { others, .. } => {
                for other in others {
                    add(term::MERGED, iri(other));
                }
            }
            Change::Split { documents, names, into, label, .. } => {
                for document in documents {
                    add(term::SPLIT_DOCUMENT, iri(document));
                }
                for name in names {
                    add(term::SPLIT_NAME, text(name));
                }
                add(term::SPLIT_INTO, iri(into));
                if let Some(label) = label {
                    add(term::NEW_LABEL, text(label));
                }
            }
            Change::Rename { label, .. } => add(term::NEW_LABEL, text(label)),
            Change::Retype { class, .. } => add(term::NEW_CLASS, vocabulary::class(*class).into()),
            Change::Judge { said, .. } => {
                add(term::SAID_SUBJECT, iri(&said.subject));
                add(term::SAID_PREDICATE, iri(&said.predicate));
                add(term::SAID_OBJECT, iri(&said.object));
                add(term::SAID_TRIGGER, iri(&said.trigger));
            }
        }
        add(term::CREATOR, text(&correction.author));
        add(term::CREATED, Literal::new_typed_literal(&correction.time, term::DATE_TIME).into());
        if let Some(reason) = &correction.reason {
            add(term::DESCRIPTION, text(reason));
        }
    }
    quads
}

/// The graph as N-Quads, in the order of the corrections.
pub fn nquads(corrections: &Corrections, base: &Base) -> Vec<u8> {
    let in_memory = "writing to memory does not fail";
    let mut serializer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
    for quad in quads(corrections, base) {
        serializer.serialize_quad(&quad).expect(in_memory);
    }
    serializer.finish().expect(in_memory)
}

/// Reads what [`nquads`] wrote; lines may stand in any order.
///
/// # Errors
/// What is wrong, and with which correction.
pub fn read_nquads(text: &[u8]) -> Result<Corrections, String> {
    let quads: Result<Vec<Quad>, _> = RdfParser::from_format(RdfFormat::NQuads).for_slice(text).collect();
    read_quads(quads.map_err(|e| e.to_string())?)
}

/// The same of quads that are parsed.
///
/// # Errors
/// As [`read_nquads`].
pub fn read_quads(quads: Vec<Quad>) -> Result<Corrections, String> {
    let mut found: Vec<(String, Vec<Quad>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for quad in quads {
        let NamedOrBlankNode::NamedNode(node) = &quad.subject else {
            return Err("a blank node is no correction".to_owned());
        };
        let place = *places.entry(node.as_str().to_owned()).or_insert_with(|| {
            found.push((node.as_str().to_owned(), Vec::new()));
            found.len() - 1
        });
        found[place].1.push(quad);
    }
    let read = |(name, quads): (String, Vec<Quad>)| correction(&quads).map_err(|e| format!("<{name}>: {e}"));
    Ok(Corrections::new(found.into_iter().map(read).collect::<Result<_, _>>()?))
}

fn correction(quads: &[Quad]) -> Result<Correction, String> {
    let values = |property: oxigraph::model::NamedNodeRef<'_>| -> Vec<String> {
        let of_property = quads.iter().filter(|q| q.predicate == property);
        let mut values: Vec<String> = of_property
            .map(|q| match &q.object {
                Term::NamedNode(node) => node.as_str().to_owned(),
                Term::Literal(literal) => literal.value().to_owned(),
                Term::BlankNode(node) => node.as_str().to_owned(),
            })
            .collect();
        values.sort();
        values
    };
    let one = |property: oxigraph::model::NamedNodeRef<'static>| {
        let name = property.as_str().rsplit(['#', '/']).next().unwrap_or_default().to_owned();
        let mut values = values(property);
        if values.len() > 1 {
            return Err(format!("has {} values of `{name}`", values.len()));
        }
        values.pop().ok_or_else(|| format!("has no `{name}`"))
    };
    let kinds = values(term::TYPE);
    let is = |kind: oxigraph::model::NamedNodeRef<'_>| kinds.iter().any(|k| k == kind.as_str());
    let actor = one(term::TARGET)?;
    let change = if is(term::MERGE) {
        let others = values(term::MERGED);
        if others.is_empty() {
            return Err("merges nobody".to_owned());
        }
        Change::Merge { actor, others }
    } else if is(term::SPLIT) {
        let (documents, names) = (values(term::SPLIT_DOCUMENT), values(term::SPLIT_NAME));
        Change::Split { actor, documents, names, into: one(term::SPLIT_INTO)?, label: values(term::NEW_LABEL).pop() }
    } else if is(term::RENAME) {
        Change::Rename { actor, label: one(term::NEW_LABEL)? }
    } else if is(term::RETYPE) {
        let class = one(term::NEW_CLASS)?;
        Change::Retype { actor, class: class.strip_prefix(AG).unwrap_or(&class).parse()? }
    } else if is(term::ACCEPTANCE) || is(term::REJECTION) {
        let verdict = if is(term::ACCEPTANCE) { Verdict::Accept } else { Verdict::Reject };
        let said = Said {
            assertion: actor,
            subject: one(term::SAID_SUBJECT)?,
            predicate: one(term::SAID_PREDICATE)?,
            object: one(term::SAID_OBJECT)?,
            trigger: one(term::SAID_TRIGGER)?,
        };
        Change::Judge { said, verdict }
    } else {
        return Err("is of no kind that this program knows".to_owned());
    };
    let number = one(term::SEQUENCE)?.parse().map_err(|_| "its number is none".to_owned())?;
    let (author, time) = (one(term::CREATOR)?, one(term::CREATED)?);
    Ok(Correction { number, change, author, time, reason: values(term::DESCRIPTION).pop() })
}

/// A correction as one line of JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    n: usize,
    #[serde(rename = "do")]
    kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    assertion: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    said: Option<SaidLine>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    merged: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    documents: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    names: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    into: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    author: String,
    time: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// What a judged assertion said.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidLine {
    subject: String,
    predicate: String,
    object: String,
    /// The place of the word that carries it, in code points: `5,10`.
    at: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Merge,
    Split,
    Rename,
    Retype,
    Accept,
    Reject,
}

impl Line {
    fn of(correction: &Correction, base: &Base) -> Self {
        let short = |iri: &String| base.shorten(iri);
        let mut line = Self {
            n: correction.number,
            kind: Kind::Merge,
            actor: Some(base.shorten(correction.change.target())),
            assertion: None,
            said: None,
            merged: Vec::new(),
            documents: Vec::new(),
            names: Vec::new(),
            into: None,
            label: None,
            class: None,
            author: correction.author.clone(),
            time: correction.time.clone(),
            reason: correction.reason.clone(),
        };
        match &correction.change {
            Change::Merge { others, .. } => line.merged = others.iter().map(short).collect(),
            Change::Split { documents, names, into, label, .. } => {
                line.kind = Kind::Split;
                line.documents = documents.iter().map(short).collect();
                line.names.clone_from(names);
                line.into = Some(short(into));
                line.label.clone_from(label);
            }
            Change::Rename { label, .. } => (line.kind, line.label) = (Kind::Rename, Some(label.clone())),
            Change::Retype { class, .. } => (line.kind, line.class) = (Kind::Retype, Some(class.name().to_owned())),
            Change::Judge { said, verdict } => {
                line.kind = if *verdict == Verdict::Accept { Kind::Accept } else { Kind::Reject };
                line.assertion = line.actor.take();
                let predicate = said.predicate.strip_prefix(REL).or(said.predicate.strip_prefix(AG));
                line.said = Some(SaidLine {
                    subject: short(&said.subject),
                    predicate: predicate.unwrap_or(&said.predicate).to_owned(),
                    object: short(&said.object),
                    at: said.trigger.rsplit("#char=").next().unwrap_or_default().to_owned(),
                });
            }
        }
        line
    }

    fn correction(self, base: &Base) -> Result<Correction, String> {
        let iri = |name: &String| base.resolve(name).into_string();
        let actor = match (self.kind, &self.actor, &self.assertion) {
            (Kind::Accept | Kind::Reject, None, Some(name)) | (_, Some(name), None) => iri(name),
            (Kind::Accept | Kind::Reject, ..) => return Err("needs an `assertion`".to_owned()),
            _ => return Err("needs an `actor`".to_owned()),
        };
        let change = match self.kind {
            Kind::Accept | Kind::Reject => {
                let said = self.said.ok_or("needs what was `said`")?;
                let document = actor.split_once('#').map_or(actor.as_str(), |(document, _)| document);
                let open = said.predicate == "open";
                let predicate = if open { term::OPEN.into_owned() } else { vocabulary::relation(&said.predicate) };
                let trigger =
                    NamedNode::new(format!("{document}#char={}", said.at)).map_err(|e| format!("`at`: {e}"))?;
                let said = Said {
                    subject: iri(&said.subject),
                    predicate: predicate.into_string(),
                    object: iri(&said.object),
                    trigger: trigger.into_string(),
                    assertion: actor,
                };
                Change::Judge {
                    said,
                    verdict: if self.kind == Kind::Accept { Verdict::Accept } else { Verdict::Reject },
                }
            }
            Kind::Merge if self.merged.is_empty() => return Err("`merged` names nobody".to_owned()),
            Kind::Merge => Change::merge(&actor, self.merged.iter().map(iri).collect()),
            Kind::Split if self.documents.is_empty() && self.names.is_empty() => {
                return Err("a split needs `documents` or `names`".to_owned());
            }
            Kind::Split => {
                let change =
                    Change::split(&actor, self.documents.iter().map(iri).collect(), self.names, self.label.clone());
                match (change, &self.into) {
                    (Change::Split { actor, documents, names, label, .. }, Some(into)) => {
                        Change::Split { actor, documents, names, into: iri(into), label }
                    }
                    (change, _) => change,
                }
            }
            Kind::Rename => Change::Rename { actor, label: self.label.ok_or("a rename needs a `label`")? },
            Kind::Retype => {
                let class: Class = self.class.ok_or("a retype needs a `class`")?.parse()?;
                Change::Retype { actor, class }
            }
        };
        Ok(Correction { number: self.n, change, author: self.author, time: self.time, reason: self.reason })
    }
}

/// The corrections as JSON lines.
pub fn jsonl(corrections: &Corrections, base: &Base) -> String {
    let line = |c: &Correction| serde_json::to_string(&Line::of(c, base)).expect("plain fields") + "\n";
    corrections.list().iter().map(line).collect()
}

/// Something of a line of a file, with the line's number from 1.
pub type Placed<T> = (usize, T);

/// Reads JSON lines; each with its line, from 1.
///
/// # Errors
/// Every line that is no correction, and why.
pub fn read_jsonl(text: &str, base: &Base) -> Result<Vec<Placed<Correction>>, Vec<Placed<String>>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(number, line): (usize, &str)| {
        let parsed: Result<Line, String> =
            serde_json::from_str(line).map_err(|e| e.to_string().replace(" at line 1 column", ", column"));
        parsed.and_then(|line| line.correction(base)).map(|c| (number + 1, c)).map_err(|e| (number + 1, e))
    };
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for result in lines.map(read) {
        match result {
            Ok(correction) => found.push(correction),
            Err(complaint) => wrong.push(complaint),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::graph::trace;

    fn iri(name: &str) -> String {
        Base::default().resolve(name).into_string()
    }

    fn said(relation: &str) -> Said {
        Said {
            assertion: iri("doc:2025/two#assertion-12ab"),
            subject: iri("iran"),
            predicate: vocabulary::relation(relation).into_string(),
            object: iri("doc:2025/two#it-1"),
            trigger: trace::span(&iri("doc:2025/two"), &(5..10)).into_string(),
        }
    }

    fn every_kind() -> Corrections {
        let changes = [
            Change::merge(&iri("iran"), vec![iri("doc:a b/c#regime-1"), iri("person.ürümqi \"x\"")]),
            Change::split(
                &iri("sdf"),
                vec![iri("doc:one"), iri("doc:2025/two")],
                vec!["Self-Defense Forces".to_owned()],
                Some("JSDF".to_owned()),
            ),
            Change::Rename { actor: iri("sdf"), label: "S\n\"D\" F".to_owned() },
            Change::Retype { actor: iri("doc:one#it-1"), class: Class::Company },
            Change::Judge { said: said("funds"), verdict: Verdict::Reject },
            Change::Judge {
                said: Said { predicate: term::OPEN.as_str().to_owned(), ..said("") },
                verdict: Verdict::Accept,
            },
        ];
        let correction = |(i, change)| Correction {
            number: 2 * i + 1,
            change,
            author: "Ana María".to_owned(),
            time: "2026-11-25T22:30:00Z".to_owned(),
            reason: (i > 0).then(|| "see page 3".to_owned()),
        };
        Corrections::new(changes.into_iter().enumerate().map(correction).collect())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (all, base) = (every_kind(), Base::default());
        let text = nquads(&all, &base);
        assert_eq!(read_nquads(&text).unwrap(), all);
        let mut lines: Vec<&[u8]> = text.split_inclusive(|&b| b == b'\n').collect();
        lines.reverse();
        assert_eq!(nquads(&read_nquads(&lines.concat()).unwrap(), &base), text);
        let read = read_jsonl(&jsonl(&all, &base), &base).unwrap();
        assert_eq!(Corrections::new(read.into_iter().map(|(_, c)| c).collect()), all);
    }

    #[test]
    fn json_lines_name_actors_as_people_do_and_fit_another_base() {
        let base = Base::default();
        expect![[r#"
            {"n":1,"do":"merge","actor":"iran","merged":["doc:a%20b/c#regime-1","person.%C3%BCr%C3%BCmqi%20%22x%22"],"author":"Ana María","time":"2026-11-25T22:30:00Z"}
            {"n":3,"do":"split","actor":"sdf","documents":["doc:2025/two","doc:one"],"names":["Self-Defense Forces"],"into":"sdf.eb8233ad","label":"JSDF","author":"Ana María","time":"2026-11-25T22:30:00Z","reason":"see page 3"}
            {"n":5,"do":"rename","actor":"sdf","label":"S\n\"D\" F","author":"Ana María","time":"2026-11-25T22:30:00Z","reason":"see page 3"}
            {"n":7,"do":"retype","actor":"doc:one#it-1","class":"Company","author":"Ana María","time":"2026-11-25T22:30:00Z","reason":"see page 3"}
            {"n":9,"do":"reject","assertion":"doc:2025/two#assertion-12ab","said":{"subject":"iran","predicate":"funds","object":"doc:2025/two#it-1","at":"5,10"},"author":"Ana María","time":"2026-11-25T22:30:00Z","reason":"see page 3"}
            {"n":11,"do":"accept","assertion":"doc:2025/two#assertion-12ab","said":{"subject":"iran","predicate":"open","object":"doc:2025/two#it-1","at":"5,10"},"author":"Ana María","time":"2026-11-25T22:30:00Z","reason":"see page 3"}
        "#]]
        .assert_eq(&jsonl(&every_kind(), &base));
        let other = Base::new("https://example.org/").unwrap();
        let read = read_jsonl(&jsonl(&every_kind(), &base), &other).unwrap();
        assert_eq!(read[0].1.change.target(), "https://example.org/iran");
        assert_eq!(
            node(&read[0].1, &other).as_str().rsplit('#').next(),
            node(&every_kind().list()[0], &base).as_str().rsplit('#').next()
        );
    }

    fn check(line: &str, expected: Expect) {
        let wrong = read_jsonl(&format!("\n{line}\n"), &Base::default()).unwrap_err();
        expected.assert_eq(&format!("{}: {}", wrong[0].0, wrong[0].1));
    }

    #[test]
    fn a_line_that_is_no_correction_says_why() {
        let signed = r#""author":"a","time":"2026-01-01T00:00:00Z""#;
        check("{", expect!["2: EOF while parsing an object, column 1"]);
        check(&format!(r#"{{"n":1,"do":"merge","actor":"a",{signed}}}"#), expect!["2: `merged` names nobody"]);
        check(
            &format!(r#"{{"n":1,"do":"split","actor":"a",{signed}}}"#),
            expect!["2: a split needs `documents` or `names`"],
        );
        check(
            &format!(r#"{{"n":1,"do":"drop","actor":"a",{signed}}}"#),
            expect![
                "2: unknown variant `drop`, expected one of `merge`, `split`, `rename`, `retype`, `accept`, `reject`, column 18"
            ],
        );
        check(
            &format!(r#"{{"n":1,"do":"retype","actor":"a","class":"Ship",{signed}}}"#),
            expect!["2: `Ship` is no class"],
        );
        check(
            &format!(r#"{{"n":1,"do":"rename","actor":"a","lable":"b",{signed}}}"#),
            expect![
                "2: unknown field `lable`, expected one of `n`, `do`, `actor`, `assertion`, `said`, `merged`, `documents`, `names`, `into`, `label`, `class`, `author`, `time`, `reason`, column 40"
            ],
        );
    }

    #[test]
    fn a_damaged_graph_says_which_correction_is_wrong() {
        let text = String::from_utf8(nquads(&every_kind(), &Base::default())).unwrap();
        let without = |word: &str| text.lines().filter(|l| !l.contains(word)).collect::<Vec<_>>().join("\n");
        assert!(read_nquads(without("newClass").as_bytes()).unwrap_err().ends_with("has no `newClass`"));
        assert!(read_nquads(without("sequence").as_bytes()).unwrap_err().ends_with("has no `sequence`"));
        assert!(read_nquads(without("ns#merged").as_bytes()).unwrap_err().ends_with("merges nobody"));
        assert!(read_nquads(b"<a> .").is_err());
        assert_eq!(read_nquads(b"").unwrap(), Corrections::default());
    }
}
