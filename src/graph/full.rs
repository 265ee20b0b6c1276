//! A document's graph ⇄ the same told in full: with all that follows from names and from what is usual, as triples.
//!
//! A store does not say again what the name of a span or of an assertion tells ([`trace`]), nor a
//! qualifier that is the usual one. Programs that know NIF 2.1 and PROV-O, and nothing of this one, want it said:
//! [`tell`] adds it, [`leave_out`] takes it away again, so that an import of either gives the same store.

use std::collections::{HashMap, HashSet};

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use crate::graph::trace::{self, Place, Trace, form_name};
use crate::graph::vocabulary::{self, term};
use crate::time::Interval;

/// Adds to a document's graph what follows from it, behind what is there. Another graph stays as it is.
///
/// # Complexity
/// Linear in the quads, and in the length of the text for each of its spans.
pub fn tell(quads: Vec<Quad>) -> Vec<Quad> {
    let is_text = |q: &&Quad| q.predicate == term::TYPE && q.object == term::CONTEXT.into();
    let document = quads.iter().find(is_text).map(|q| (q.subject.clone(), q.graph_name.clone()));
    let Some((NamedOrBlankNode::NamedNode(document), graph)) = document else { return quads };
    let text = quads.iter().find(|q| q.predicate == term::IS_STRING).map(|q| value(&q.object).to_owned());
    let mut quoted: HashMap<&str, &str> = HashMap::new();
    for quad in quads.iter().filter(|q| q.predicate == term::ANCHOR_OF) {
        if let NamedOrBlankNode::NamedNode(span) = &quad.subject {
            quoted.insert(span.as_str(), value(&quad.object));
        }
    }
    let mut teller =
        Teller { document, graph, text, described: HashSet::new(), seen: HashSet::new(), told: Vec::new() };
    teller.seen.extend(quads.iter().cloned());
    teller.context();
    for quad in quads.iter().chain(&trace::told(&quads, |_| true)).filter(|q| q.predicate == term::MENTIONS) {
        teller.mentions(&quad.subject, value(&quad.object));
    }
    let mut about: Vec<Vec<&Quad>> = Vec::new();
    let mut rows: HashMap<&NamedOrBlankNode, usize> = HashMap::new();
    for quad in quads.iter().filter(|q| q.predicate == term::STANDING) {
        rows.entry(&quad.subject).or_insert_with(|| {
            about.push(Vec::new());
            about.len() - 1
        });
    }
    for quad in &quads {
        if let Some(row) = rows.get(&quad.subject) {
            about[*row].push(quad);
        }
    }
    for quads in about {
        teller.assertion(&quads, &quoted);
    }
    let told = teller.told;
    quads.into_iter().chain(told).collect()
}

/// Leaves out of a document's graph what [`tell`] adds.
pub fn leave_out(quads: Vec<Quad>) -> Vec<Quad> {
    let with = |property: NamedNodeRef<'_>| -> HashSet<Term> {
        let subjects = quads.iter().filter(|q| q.predicate == property).map(|q| q.subject.clone().into());
        subjects.collect()
    };
    let (asserted, sourced, told) = (with(term::STANDING), with(term::SOURCE), with(term::READ_AS));
    let evidence = quads.iter().filter(|q| q.predicate == term::EVIDENCE).map(|q| q.object.clone());
    let kept: HashSet<Term> = evidence.chain(told.iter().cloned()).collect();
    let mut days: HashMap<Term, Interval> = HashMap::new();
    for quad in &quads {
        let unit = || Interval { from: None, to: None, granularity: crate::time::Unit::Day };
        let day = value(&quad.object).parse().ok();
        match quad.predicate.as_ref() {
            term::FROM => days.entry(quad.subject.clone().into()).or_insert_with(unit).from = day,
            term::TO => days.entry(quad.subject.clone().into()).or_insert_with(unit).to = day,
            _ => {}
        }
    }
    let follows = |quad: &Quad| {
        let subject = Term::from(quad.subject.clone());
        match quad.predicate.as_ref() {
            property if PROPERTIES.contains(&property) => true,
            term::WAS_DERIVED_FROM | term::WAS_GENERATED_BY => asserted.contains(&subject),
            term::TYPE => CLASSES.map(Term::from).contains(&quad.object),
            term::MODALITY => quad.object == vocabulary::own("actual").into(),
            term::ATTRIBUTED => sourced.contains(&subject),
            term::MENTION => !told.contains(&quad.object),
            term::ANCHOR_OF | term::REFERENCE_CONTEXT => !kept.contains(&subject),
            term::GRANULARITY => {
                let unit = days.get(&subject).and_then(Interval::unit);
                unit.is_some_and(|unit| quad.object == vocabulary::own(unit.name()).into())
            }
            _ => false,
        }
    };
    let follows: Vec<bool> = quads.iter().map(follows).collect();
    quads.into_iter().zip(follows).filter(|(_, follows)| !follows).map(|(quad, _)| quad).collect()
}

/// The properties that nothing in a store has.
const PROPERTIES: [NamedNodeRef<'_>; 10] = [
    term::POLARITY,
    term::PHRASE_OF,
    term::SUBJECT_MENTION,
    term::TRIGGER,
    term::OBJECT_MENTION,
    term::FORM,
    term::BEGIN_INDEX,
    term::END_INDEX,
    term::SENTENCE,
    term::USED,
];

/// The classes that nothing in a store has.
const CLASSES: [NamedNodeRef<'_>; 3] = [term::PHRASE, term::SENTENCE_CLASS, term::ACTIVITY];

/// What follows from a document's graph.
struct Teller {
    document: NamedNode,
    graph: GraphName,
    text: Option<String>,
    described: HashSet<NamedNode>,
    seen: HashSet<Quad>,
    told: Vec<Quad>,
}

impl Teller {
    fn add(&mut self, subject: impl Into<NamedOrBlankNode>, property: NamedNodeRef<'_>, object: impl Into<Term>) {
        let quad = Quad::new(subject, property, object, self.graph.clone());
        if self.seen.insert(quad.clone()) {
            self.told.push(quad);
        }
    }

    /// The whole text is a string of itself; reading it was an activity.
    fn context(&mut self) {
        let reading = vocabulary::local(self.document.as_ref(), "reading");
        self.add(reading.clone(), term::TYPE, term::ACTIVITY);
        self.add(reading, term::USED, self.document.clone());
        if let Some(length) = self.text.as_ref().map(|text| text.chars().count()) {
            let document = self.document.clone();
            self.add(document.clone(), term::BEGIN_INDEX, number(0));
            self.add(document, term::END_INDEX, number(length));
        }
    }

    fn mentions(&mut self, actor: &NamedOrBlankNode, list: &str) {
        for (place, form) in trace::mentions(list) {
            let span = self.span(&place, term::PHRASE, None);
            self.add(actor.clone(), term::MENTION, span.clone());
            self.add(span, term::FORM, vocabulary::own(form_name(form)));
        }
    }

    /// What the name of an assertion tells, and what is usual of it. `about` is not empty.
    fn assertion(&mut self, about: &[&Quad], quoted: &HashMap<&str, &str>) {
        let node = about[0].subject.clone();
        let all =
            |property: NamedNodeRef<'static>| about.iter().filter(move |q| q.predicate == property).map(|q| &q.object);
        let has = |property| all(property).next().is_some();
        let denied = all(term::STANDING).any(|standing| *standing == vocabulary::own("denied").into());
        self.add(node.clone(), term::POLARITY, vocabulary::own(if denied { "negative" } else { "positive" }));
        if !has(term::MODALITY) {
            self.add(node.clone(), term::MODALITY, vocabulary::own("actual"));
        }
        if has(term::SOURCE) {
            self.add(node.clone(), term::ATTRIBUTED, Literal::from(true));
        }
        let day = |property| all(property).next().and_then(|day| value(day).parse().ok());
        let interval = Interval { from: day(term::FROM), to: day(term::TO), granularity: crate::time::Unit::Day };
        if let Some(unit) = interval.unit().filter(|_| !has(term::GRANULARITY)) {
            self.add(node.clone(), term::GRANULARITY, vocabulary::own(unit.name()));
        }
        let document = self.document.clone();
        self.add(node.clone(), term::WAS_DERIVED_FROM, document.clone());
        self.add(node.clone(), term::WAS_GENERATED_BY, vocabulary::local(document.as_ref(), "reading"));
        let NamedOrBlankNode::NamedNode(name) = &node else { return };
        let Some(trace) = Trace::of(name.as_str()) else { return };
        let evidence = all(term::EVIDENCE).find_map(|e| match e {
            Term::NamedNode(span) => Some((span, trace::place(span.as_str())?, *quoted.get(span.as_str())?)),
            _ => None,
        });
        let around = evidence.as_ref().map(|(_, place, words)| (place, *words));
        let phrase = trace.phrase();
        let ends = [
            (term::SUBJECT_MENTION, &trace.subject),
            (term::TRIGGER, &trace.trigger),
            (term::OBJECT_MENTION, &trace.object),
            (term::PHRASE_OF, &phrase),
        ];
        for (property, place) in ends {
            let span = self.span(place, term::PHRASE, around);
            self.add(node.clone(), property, span);
        }
        if let Some((sentence, place, _)) = &evidence
            && *place != phrase
        {
            self.span(place, term::SENTENCE_CLASS, around);
            self.add(trace::span(document.as_str(), &phrase), term::SENTENCE, (*sentence).clone());
        }
    }

    /// The node of a place, described as NIF has it; `around` is a place that it may lie in, with its words.
    fn span(&mut self, place: &Place, class: NamedNodeRef<'_>, around: Option<(&Place, &str)>) -> NamedNode {
        let span = trace::span(self.document.as_str(), place);
        self.add(span.clone(), term::TYPE, class);
        let near = around.and_then(|(whole, words)| trace::words(words, whole.start, place));
        let far = || self.text.as_ref().and_then(|text| trace::words(text, 0, place));
        let is_new = !self.described.contains(&span);
        let words = near.map(str::to_owned).or_else(|| far().filter(|_| is_new).map(str::to_owned));
        if let Some(words) = words.filter(|_| is_new) {
            self.described.insert(span.clone());
            self.add(span.clone(), term::ANCHOR_OF, Literal::new_simple_literal(words));
        }
        self.add(span.clone(), term::BEGIN_INDEX, number(place.start));
        self.add(span.clone(), term::END_INDEX, number(place.end));
        self.add(span.clone(), term::REFERENCE_CONTEXT, self.document.clone());
        span
    }
}

fn number(number: usize) -> Literal {
    Literal::new_typed_literal(number.to_string(), term::NON_NEGATIVE)
}

fn value(term: &Term) -> &str {
    match term {
        Term::NamedNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
        Term::BlankNode(node) => node.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::document::Source;
    use crate::graph::query::short;
    use crate::graph::sample;
    use crate::graph::vocabulary::Base;
    use crate::graph::write::{self, Options};

    fn written(options: &Options) -> Vec<Quad> {
        write::quads(&sample::talks(Source::named("t")), options)
    }

    /// What is told in full and not otherwise, of some subjects.
    fn check(options: &Options, subjects: &[&str], expected: Expect) {
        let (written, prefixes) = (written(options), Base::default().prefixes());
        let mut out = String::new();
        for quad in tell(written.clone()).iter().skip(written.len()) {
            let subject = short(&quad.subject.clone().into(), &prefixes);
            if subjects.iter().any(|wanted| subject.contains(wanted)) {
                let [property, object] = [&quad.predicate.clone().into(), &quad.object].map(|t| short(t, &prefixes));
                writeln!(out, "{subject} {property} {object}").unwrap();
            }
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn an_assertion_is_told_in_full() {
        check(
            &Options::default(),
            &["111.116", "char=106,122", "char=94,123"],
            expect![[r#"
                doc:t#assertion-6cc0d29c-106.110-111.116-117.122 ag:polarity ag:positive
                doc:t#assertion-6cc0d29c-106.110-111.116-117.122 ag:modality ag:actual
                doc:t#assertion-6cc0d29c-106.110-111.116-117.122 ag:attributed true
                doc:t#assertion-6cc0d29c-106.110-111.116-117.122 prov:wasDerivedFrom doc:t
                doc:t#assertion-6cc0d29c-106.110-111.116-117.122 prov:wasGeneratedBy doc:t#reading
                doc:t#assertion-6cc0d29c-106.110-111.116-117.122 ag:subjectMention doc:t#char=106,110
                doc:t#assertion-6cc0d29c-106.110-111.116-117.122 ag:trigger doc:t#char=111,116
                doc:t#assertion-6cc0d29c-106.110-111.116-117.122 ag:objectMention doc:t#char=117,122
                doc:t#char=106,122 rdf:type nif:Phrase
                doc:t#char=106,122 nif:anchorOf Iran funds Hamas
                doc:t#char=106,122 nif:beginIndex 106
                doc:t#char=106,122 nif:endIndex 122
                doc:t#char=106,122 nif:referenceContext doc:t
                doc:t#assertion-6cc0d29c-106.110-111.116-117.122 ag:phrase doc:t#char=106,122
                doc:t#char=94,123 rdf:type nif:Sentence
                doc:t#char=94,123 nif:beginIndex 94
                doc:t#char=94,123 nif:endIndex 123
                doc:t#char=106,122 nif:sentence doc:t#char=94,123
            "#]],
        );
    }

    #[test]
    fn without_the_text_only_what_is_quoted_has_words() {
        let options = Options { keep_text: false, ..Options::default() };
        check(
            &options,
            &["char=106,", "char=1,"],
            expect![[r#"
            doc:t#char=106,110 rdf:type nif:Phrase
            doc:t#char=106,110 nif:beginIndex 106
            doc:t#char=106,110 nif:endIndex 110
            doc:t#char=106,110 nif:referenceContext doc:t
            doc:t#char=106,110 ag:form ag:name
            doc:t#char=106,110 nif:anchorOf Iran
            doc:t#char=106,122 rdf:type nif:Phrase
            doc:t#char=106,122 nif:beginIndex 106
            doc:t#char=106,122 nif:endIndex 122
        "#]],
        );
    }

    #[test]
    fn what_is_told_in_full_can_be_left_out_again() {
        for keep_text in [true, false] {
            let written = written(&Options { keep_text, ..Options::default() });
            let told = tell(written.clone());
            assert!(told.len() > 2 * written.len());
            assert_eq!(tell(told.clone()), told);
            assert_eq!(leave_out(told), written);
            assert_eq!(leave_out(written.clone()), written);
        }
    }

    #[test]
    fn a_graph_without_a_text_stays_as_it_is() {
        let copies: Vec<Quad> =
            written(&Options::default()).into_iter().filter(|q| q.object != term::CONTEXT.into()).collect();
        assert_eq!(tell(copies.clone()), copies);
    }
}
