//! Reading → quads: what one document's named graph holds.
//!
//! The graph is named after its document and holds, in this order: the document and how it was read, its actors, the
//! text, the mentions of its actors, and its assertions with the sentences that are their evidence. Actors that other documents may know too
//! are described in the graph of actors ([`actors`](crate::graph::actors)), here only as this text calls them. Every assertion is a node with all its qualifiers; a direct
//! edge `subject predicate object` stands beside it only where the text states it as a fact that still holds, so that
//! a query that knows nothing of qualifiers never meets a denial, a plan, or hearsay.
//!
//! What follows from something else is not said again: a qualifier that is the usual one (positive, actual), and what the
//! name of a span or an assertion tells by itself ([`trace`]).
//!
//! No blank nodes and no clock: the same reading gives the same quads in the same order. Offsets count Unicode code
//! points, as NIF 2.1 does. Described actors (*protesters*) have an IRI below their document and never merge.

use std::collections::HashSet;

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term};
use sha2::{Digest, Sha256};

use crate::actor::{Actor, ActorIx, Form, Mention};
use crate::assertion::{Assertion, Circumstances, OPEN, Standing};
use crate::document::{Document, Source, Span};
use crate::graph::duplicates::{Fingerprint, Likeness};
use crate::graph::trace::{self, Place, Trace};
use crate::graph::vocabulary::{self, Base, term};
use crate::pipeline::Reading;
use crate::syntax::scope::{Modality, Phase};

/// What every document of one run is written with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The namespace of the data.
    pub base: Base,
    /// What read the texts: program version, model and data, in words that change when the result may.
    pub reader: String,
    /// Whether the graph keeps the text and its sentences, or only the phrases that are evidence.
    pub keep_text: bool,
}

impl Default for Options {
    fn default() -> Self {
        let reader = concat!("actograph ", env!("CARGO_PKG_VERSION")).to_owned();
        Self { base: Base::default(), reader, keep_text: true }
    }
}

impl Options {
    /// What a document's graph says of its reading; if it is another one, the document is read anew.
    pub fn reader_mark(&self) -> String {
        let kept = if self.keep_text { "" } else { ", without text" };
        format!("{}{kept}", self.reader)
    }
}

/// The quads of one document's graph, each once.
///
/// # Complexity
/// Linear in the text and in what was read from it.
///
/// ```
/// use actograph::document::{Document, Source};
/// use actograph::graph::write::{Options, quads};
/// use actograph::pipeline::Reading;
/// let document = Document::new(Source::named("empty"), String::new(), vec![], vec![]);
/// let quads = quads(&Reading { document, ..Reading::default() }, &Options::default());
/// assert!(quads.iter().all(|q| q.graph_name.to_string() == "<https://w3id.org/actograph/kg/document/empty>"));
/// ```
pub fn quads(reading: &Reading, options: &Options) -> Vec<Quad> {
    let document = options.base.document(&reading.document.source.id);
    let places = CodePoints::new(&reading.document.text);
    let graph = Graph { name: document.clone(), quads: Vec::new(), seen: HashSet::new() };
    let ends = reading.assertions.iter().flat_map(|assertion| {
        let Assertion { subject, object, evidence, .. } = assertion;
        [(*subject, evidence.subject), (*object, evidence.object)]
    });
    let ends = ends.collect();
    let mut writer = Writer { reading, options, document, places, iris: Vec::new(), ends, graph };
    writer.iris = reading.actors.iter().map(|actor| writer.actor_iri(actor)).collect();
    writer.document();
    let shown = writer.shown();
    for &ix in &shown {
        writer.actor(ix);
    }
    writer.context();
    for &ix in &shown {
        writer.mentions(ix);
    }
    for assertion in &reading.assertions {
        writer.assertion(assertion);
    }
    writer.graph.quads
}

/// The hash by which a changed text is known: `sha256:` and 64 hexadecimal digits, of the text as it was read.
///
/// ```
/// use actograph::graph::write::content_hash;
/// assert_eq!(content_hash("")[..23], *"sha256:e3b0c44298fc1c14");
/// ```
pub fn content_hash(text: &str) -> String {
    content_hash_bytes(text.as_bytes())
}

/// The same of what is not text yet.
pub fn content_hash_bytes(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold("sha256:".to_owned(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes everything");
        hex
    })
}

/// Whether an assertion is also a direct edge: stated as a fact, and not said to have ended (*former*, *no longer*).
pub fn is_direct(assertion: &Assertion) -> bool {
    assertion.standing() == Standing::Stated && assertion.phase != Phase::Ends
}

/// The quads of a document that is a copy of another: what it is and where it came from, and nothing of what it says.
pub fn copy(source: &Source, likeness: &Likeness, original: &str, options: &Options) -> Vec<Quad> {
    let name = options.base.document(&source.id);
    let mut graph = Graph { name, quads: Vec::new(), seen: HashSet::new() };
    let original = options.base.document(original);
    describe(&mut graph, source, likeness, Some(original), options);
    graph.quads
}

/// What a document is and how it was read.
fn describe(graph: &mut Graph, source: &Source, likeness: &Likeness, original: Option<NamedNode>, options: &Options) {
    let node = graph.name.clone();
    // The store's listing reads these from the head of the file: they stay first.
    graph.add(&node, term::TYPE, term::DOCUMENT_CLASS);
    graph.add(&node, term::IDENTIFIER, text_literal(&source.id));
    graph.add(&node, term::CONTENT_HASH, text_literal(&likeness.hash));
    graph.add(&node, term::READER, text_literal(&options.reader_mark()));
    if let Some(fingerprint) = &likeness.fingerprint {
        graph.add(&node, term::FINGERPRINT, text_literal(&fingerprint.digits()));
    }
    if let Some(original) = original {
        graph.add(&node, term::DUPLICATE_OF, original);
    }
    if let Some(path) = &source.path {
        graph.add(&node, term::SOURCE_FILE, text_literal(path));
    }
    if let Some(title) = &source.title {
        graph.add(&node, term::TITLE, text_literal(title));
    }
    if let Some(date) = &source.date {
        graph.add(&node, term::ISSUED, Literal::new_typed_literal(date, term::DATE));
    }
    for (term, name) in [(term::CREATOR, &source.author), (term::PUBLISHER, &source.publisher)] {
        if let Some(name) = name {
            graph.add(&node, term, text_literal(name));
        }
    }
    graph.add(&node, term::LANGUAGE, text_literal("en"));
}

struct Writer<'a> {
    reading: &'a Reading,
    options: &'a Options,
    document: NamedNode,
    places: CodePoints<'a>,
    iris: Vec<NamedNode>,
    /// The mentions that are subject or object of an assertion, with the actor that they mean there.
    ends: HashSet<(ActorIx, usize)>,
    graph: Graph,
}

impl Writer<'_> {
    fn document(&mut self) {
        let Document { source, text, .. } = &self.reading.document;
        let likeness = Likeness { hash: content_hash(text), fingerprint: Fingerprint::of(text) };
        describe(&mut self.graph, source, &likeness, None, self.options);
    }

    /// The whole text. The class ends the head of the graph, which lists read no further.
    fn context(&mut self) {
        self.graph.add(&self.document, term::TYPE, term::CONTEXT);
        if self.options.keep_text {
            self.graph.add(&self.document, term::IS_STRING, text_literal(&self.reading.document.text));
        }
    }

    /// Everybody with a name, and the described ones that an assertion speaks of.
    fn shown(&self) -> Vec<ActorIx> {
        let reading = self.reading;
        let mut spoken_of: HashSet<ActorIx> = HashSet::new();
        for assertion in &reading.assertions {
            spoken_of.extend([assertion.subject, assertion.object]);
            spoken_of.extend(&assertion.sources);
        }
        spoken_of.extend((0..reading.actors.len()).filter(|&ix| reading.actors[ix].named));
        let mut open: Vec<ActorIx> = spoken_of.iter().copied().collect();
        while let Some(ix) = open.pop() {
            open.extend(reading.actors[ix].parent.filter(|&parent| spoken_of.insert(parent)));
        }
        let mut shown: Vec<ActorIx> = spoken_of.into_iter().collect();
        shown.sort_unstable();
        shown
    }

    /// What an actor is. One that exists here only is described in full; of one that other documents may know too,
    /// the graph says how this text calls it, and the graph of actors says the rest.
    fn actor(&mut self, ix: ActorIx) {
        let actor = &self.reading.actors[ix];
        let node = self.iris[ix].clone();
        let class = vocabulary::class(actor.class);
        let parent = actor.parent.filter(|&p| p != ix).map(|p| self.iris[p].clone());
        let graph = &mut self.graph;
        if actor.local {
            graph.add(&node, term::TYPE, class);
            graph.add(&node, term::LABEL, text_literal(&actor.label));
            for alias in actor.aliases.iter().filter(|a| **a != actor.label) {
                graph.add(&node, term::ALT_LABEL, text_literal(alias));
            }
            if let Some(parent) = parent {
                graph.add(&node, term::BELONGS_TO, parent);
            }
        } else {
            graph.add(&node, term::CLASS_IN_TEXT, class);
            // The label of a known actor is the gazetteer's, which the text need not use.
            let label = Some(&actor.label).filter(|_| !actor.known || actor.names.is_empty());
            for name in label.into_iter().chain(&actor.names) {
                graph.add(&node, term::NAME_IN_TEXT, text_literal(name));
            }
            if let Some(parent) = parent {
                graph.add(&node, term::PARENT_IN_TEXT, parent);
            }
        }
        for metonym in &actor.metonyms {
            let literal = self.options.base.actor(&metonym.literal);
            graph.add(&literal, term::CLASS_IN_TEXT, vocabulary::class(metonym.class));
            graph.add(&literal, term::NAME_IN_TEXT, text_literal(&metonym.label));
        }
    }

    /// Where an actor stands in the text, and what was read as its seat.
    fn mentions(&mut self, ix: ActorIx) {
        let actor = &self.reading.actors[ix];
        let node = self.iris[ix].clone();
        if !self.is_told_by_an_assertion(ix) {
            let mentions = actor.mentions.iter().map(|&mention| &self.reading.mentions[mention]);
            let list = trace::list(mentions.map(|mention| (self.place(self.mention_span(mention)), mention.form)));
            self.graph.add(&node, term::MENTIONS, text_literal(&list));
        }
        for metonym in &actor.metonyms {
            let span = self.mention_span(&self.reading.mentions[metonym.mention]);
            let place = self.quoted(span);
            self.graph.add(&node, term::MENTION, place.clone());
            self.graph.add(&place, term::READ_AS, term::METONYM.into_owned());
            self.graph.add(&place, term::LITERAL_READING, self.options.base.actor(&metonym.literal));
        }
    }

    /// Whether an actor of this document only is described once, as subject or object: then the assertion tells where.
    fn is_told_by_an_assertion(&self, ix: ActorIx) -> bool {
        let actor = &self.reading.actors[ix];
        let [mention] = actor.mentions.as_slice() else { return false };
        actor.local && self.reading.mentions[*mention].form == Form::Nominal && self.ends.contains(&(ix, *mention))
    }

    fn assertion(&mut self, assertion: &Assertion) {
        let document = &self.reading.document;
        let open = assertion.predicate == OPEN;
        let predicate = if open { term::OPEN.into_owned() } else { vocabulary::relation(&assertion.predicate) };
        let (subject, object) = (self.iris[assertion.subject].clone(), self.iris[assertion.object].clone());
        if is_direct(assertion) && !open {
            self.graph.add(&subject, predicate.as_ref(), object.clone());
        }

        let node = vocabulary::local(self.document.as_ref(), &self.assertion_name(assertion));
        // Without the text, the words of the assertion alone are quoted.
        let sentence = document.sentences[assertion.evidence.sentence].span;
        let evidence = self.quoted(if self.options.keep_text { sentence } else { assertion.evidence.span });

        let graph = &mut self.graph;
        graph.add(&node, term::TYPE, term::ASSERTION);
        graph.add(&node, term::SUBJECT, subject);
        graph.add(&node, term::PREDICATE, predicate);
        graph.add(&node, term::OBJECT, object);
        graph.add(&node, term::STANDING, vocabulary::own(assertion.standing().name()));
        if assertion.modality != Modality::Actual {
            graph.add(&node, term::MODALITY, vocabulary::own(assertion.modality.name()));
        }
        if let Some(phase) = phase_name(assertion.phase) {
            graph.add(&node, term::PHASE, vocabulary::own(phase));
        }
        if let Some(open) = &assertion.open {
            graph.add(&node, term::OPEN_LEMMA, text_literal(&open.lemma));
            if let Some(preposition) = &open.preposition {
                graph.add(&node, term::OPEN_PREPOSITION, text_literal(&preposition.replace('_', " ")));
            }
        }
        let Circumstances { time, place, amount } = &assertion.circumstances;
        if let Some(time) = time {
            graph.add(&node, term::TIME_PHRASE, text_literal(document.slice(time.span)));
            if let Some(interval) = time.interval {
                for (term, day) in [(term::FROM, interval.from), (term::TO, interval.to)] {
                    if let Some(day) = day {
                        graph.add(&node, term, Literal::new_typed_literal(day.to_string(), term::DATE));
                    }
                }
                if interval.unit() != Some(interval.granularity) {
                    graph.add(&node, term::GRANULARITY, vocabulary::own(interval.granularity.name()));
                }
            }
        }
        if let Some((place, _)) = place {
            graph.add(&node, term::PLACE, self.iris[*place].clone());
        }
        if let Some(amount) = amount {
            graph.add(&node, term::AMOUNT, Literal::new_typed_literal(amount.value.to_string(), term::DECIMAL));
            graph.add(&node, term::UNIT, text_literal(&amount.unit));
        }
        if assertion.attributed && assertion.sources.is_empty() {
            graph.add(&node, term::ATTRIBUTED, Literal::from(true));
        }
        for &source in &assertion.sources {
            graph.add(&node, term::SOURCE, self.iris[source].clone());
        }
        if let [_, .., innermost] = assertion.sources.as_slice() {
            graph.add(&node, term::INNERMOST_SOURCE, self.iris[*innermost].clone());
        }
        graph.add(&node, term::EVIDENCE, evidence);
        graph.add(&node, term::RULE, text_literal(&assertion.evidence.rule));
        let confidence = format!("{:.2}", assertion.confidence.clamp(0.0, 1.0));
        graph.add(&node, term::CONFIDENCE, Literal::new_typed_literal(confidence, term::DECIMAL));
    }

    /// Its places, and a hash of everything that makes it this assertion: who, what, to whom, how sure.
    fn assertion_name(&self, assertion: &Assertion) -> String {
        let actors = &self.reading.actors;
        let [begin, end] = self.places.range(assertion.evidence.span).map(|n| n.to_string());
        let mut parts = vec![
            actors[assertion.subject].id.as_str(),
            &assertion.predicate,
            &actors[assertion.object].id,
            assertion.polarity.name(),
            assertion.modality.name(),
            phase_name(assertion.phase).unwrap_or_default(),
            if assertion.attributed { "attributed" } else { "" },
            &begin,
            &end,
            &assertion.evidence.rule,
        ];
        parts.extend(assertion.sources.iter().map(|&source| actors[source].id.as_str()));
        let mention = |mention: usize| self.place(self.mention_span(&self.reading.mentions[mention]));
        let trace = Trace {
            subject: mention(assertion.evidence.subject),
            trigger: self.place(self.reading.document.tokens[assertion.evidence.trigger].span),
            object: mention(assertion.evidence.object),
        };
        trace.name(&vocabulary::hash(parts.into_iter().map(str::as_bytes)))
    }

    /// A span with its words; its IRI.
    fn quoted(&mut self, span: Span) -> NamedNode {
        let node = trace::span(self.document.as_str(), &self.place(span));
        self.graph.add(&node, term::ANCHOR_OF, text_literal(self.reading.document.slice(span)));
        self.graph.add(&node, term::REFERENCE_CONTEXT, self.document.clone());
        node
    }

    fn place(&self, span: Span) -> Place {
        let [begin, end] = self.places.range(span);
        begin..end
    }

    fn mention_span(&self, mention: &Mention) -> Span {
        let document: &Document = &self.reading.document;
        document.token_span(mention.tokens.clone())
    }

    fn actor_iri(&self, actor: &Actor) -> NamedNode {
        if actor.local {
            vocabulary::local(self.document.as_ref(), &actor.id)
        } else {
            self.options.base.actor(&actor.id)
        }
    }
}

/// Quads of one graph in the order of their first appearance.
struct Graph {
    name: NamedNode,
    quads: Vec<Quad>,
    seen: HashSet<Quad>,
}

impl Graph {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        let quad = Quad::new(subject.clone(), predicate, object, self.name.clone());
        if self.seen.insert(quad.clone()) {
            self.quads.push(quad);
        }
    }
}

/// Byte offsets → code points, by counting from the nearest of the marks that stand every [`CodePoints::STEP`] bytes.
struct CodePoints<'a> {
    text: &'a str,
    /// Code points before each mark.
    marks: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    const STEP: usize = 256;

    fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / Self::STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(Self::STEP) {
            marks.push(count);
            count += starts(chunk);
        }
        marks.push(count);
        Self { text, marks }
    }

    fn at(&self, byte: u32) -> usize {
        let byte = (byte as usize).min(self.text.len());
        let mark = byte / Self::STEP;
        self.marks[mark] + starts(&self.text.as_bytes()[mark * Self::STEP..byte])
    }

    fn range(&self, span: Span) -> [usize; 2] {
        [self.at(span.start), self.at(span.end)]
    }
}

/// How many code points start in a piece of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

fn text_literal(text: &str) -> Literal {
    Literal::new_simple_literal(text)
}

/// The local name of a phase, as written in every output; none if the text says nothing of it.
pub fn phase_name(phase: Phase) -> Option<&'static str> {
    match phase {
        Phase::None => None,
        Phase::Begins => Some("begins"),
        Phase::Continues => Some("continues"),
        Phase::Ends => Some("ends"),
    }
}

#[cfg(test)]
mod tests;
