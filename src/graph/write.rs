//! Reading → quads: what one document's named graph holds.
//!
//! The graph is named after its document and holds, in this order: the document and how it was read, its actors, the
//! text, the mentions of its actors, and its assertions with their evidence. Actors that other documents may know too
//! are described in the graph of actors ([`actors`](crate::graph::actors)), here only as this text calls them. Every assertion is a node with all its qualifiers; a direct
//! edge `subject predicate object` stands beside it only where the text states it as a fact that still holds, so that
//! a query that knows nothing of qualifiers never meets a denial, a plan, or hearsay.
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
use crate::graph::vocabulary::{self, Base, term};
use crate::pipeline::Reading;
use crate::syntax::scope::Phase;

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
    let context = vocabulary::span(document.as_ref(), 0, places.count);
    let graph = Graph { name: document.clone(), quads: Vec::new(), seen: HashSet::new() };
    let mut writer = Writer { reading, options, document, context, places, iris: Vec::new(), graph };
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
    let reading_iri = vocabulary::local(node.as_ref(), "reading");
    // The store's listing reads these from the head of the file: they stay first.
    graph.add(&node, term::TYPE, term::DOCUMENT_CLASS);
    graph.add(&node, term::IDENTIFIER, text_literal(&source.id));
    graph.add(&node, term::CONTENT_HASH, text_literal(&likeness.hash));
    graph.add(&reading_iri, term::READER, text_literal(&options.reader_mark()));
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
    graph.add(&reading_iri, term::TYPE, term::ACTIVITY);
    graph.add(&reading_iri, term::USED, node);
}

struct Writer<'a> {
    reading: &'a Reading,
    options: &'a Options,
    document: NamedNode,
    context: NamedNode,
    places: CodePoints<'a>,
    iris: Vec<NamedNode>,
    graph: Graph,
}

impl Writer<'_> {
    fn document(&mut self) {
        let Document { source, text, .. } = &self.reading.document;
        let likeness = Likeness { hash: content_hash(text), fingerprint: Fingerprint::of(text) };
        describe(&mut self.graph, source, &likeness, None, self.options);
    }

    /// The whole text. Its class ends the head of the graph, which lists read no further.
    fn context(&mut self) {
        let graph = &mut self.graph;
        graph.add(&self.context, term::TYPE, term::CONTEXT);
        graph.add(&self.context, term::SOURCE_URL, self.document.clone());
        graph.add(&self.context, term::BEGIN_INDEX, integer(0));
        graph.add(&self.context, term::END_INDEX, integer(self.places.count));
        if self.options.keep_text {
            graph.add(&self.context, term::IS_STRING, text_literal(&self.reading.document.text));
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
        for &mention in &actor.mentions {
            let mention = &self.reading.mentions[mention];
            let place = self.phrase(self.mention_span(mention));
            self.graph.add(&node, term::MENTION, place.clone());
            self.graph.add(&place, term::FORM, vocabulary::own(form_name(mention.form)));
        }
        for metonym in &actor.metonyms {
            let place = self.span_iri(self.mention_span(&self.reading.mentions[metonym.mention]));
            self.graph.add(&place, term::READ_AS, term::METONYM.into_owned());
            self.graph.add(&place, term::LITERAL_READING, self.options.base.actor(&metonym.literal));
        }
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
        let evidence = self.phrase(assertion.evidence.span);
        self.sentence(&evidence, document.sentences[assertion.evidence.sentence].span);
        let mentions = &self.reading.mentions;
        let subject_place = self.span_iri(self.mention_span(&mentions[assertion.evidence.subject]));
        let object_place = self.span_iri(self.mention_span(&mentions[assertion.evidence.object]));
        let trigger_place = self.span_iri(document.tokens[assertion.evidence.trigger].span);

        let graph = &mut self.graph;
        graph.add(&node, term::TYPE, term::ASSERTION);
        graph.add(&node, term::SUBJECT, subject);
        graph.add(&node, term::PREDICATE, predicate);
        graph.add(&node, term::OBJECT, object);
        graph.add(&node, term::STANDING, vocabulary::own(assertion.standing().name()));
        graph.add(&node, term::POLARITY, vocabulary::own(assertion.polarity.name()));
        graph.add(&node, term::MODALITY, vocabulary::own(assertion.modality.name()));
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
                graph.add(&node, term::GRANULARITY, vocabulary::own(interval.granularity.name()));
            }
        }
        if let Some((place, _)) = place {
            graph.add(&node, term::PLACE, self.iris[*place].clone());
        }
        if let Some(amount) = amount {
            graph.add(&node, term::AMOUNT, Literal::new_typed_literal(amount.value.to_string(), term::DECIMAL));
            graph.add(&node, term::UNIT, text_literal(&amount.unit));
        }
        if assertion.attributed {
            graph.add(&node, term::ATTRIBUTED, Literal::from(true));
        }
        for &source in &assertion.sources {
            graph.add(&node, term::SOURCE, self.iris[source].clone());
        }
        if let [_, .., innermost] = assertion.sources.as_slice() {
            graph.add(&node, term::INNERMOST_SOURCE, self.iris[*innermost].clone());
        }
        graph.add(&node, term::EVIDENCE, evidence);
        graph.add(&node, term::SUBJECT_MENTION, subject_place);
        graph.add(&node, term::TRIGGER, trigger_place);
        graph.add(&node, term::OBJECT_MENTION, object_place);
        graph.add(&node, term::RULE, text_literal(&assertion.evidence.rule));
        let confidence = format!("{:.2}", assertion.confidence.clamp(0.0, 1.0));
        graph.add(&node, term::CONFIDENCE, Literal::new_typed_literal(confidence, term::DECIMAL));
        graph.add(&node, term::WAS_DERIVED_FROM, self.document.clone());
        let reading_iri = vocabulary::local(self.document.as_ref(), "reading");
        graph.add(&node, term::WAS_GENERATED_BY, reading_iri);
    }

    /// `assertion-` and a hash of everything that makes it this assertion: who, what, to whom, how sure, where.
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
        let hash = vocabulary::hash(parts.into_iter().map(str::as_bytes));
        format!("assertion-{}", &hash[..16])
    }

    /// Describes a span as a phrase of the text and returns its IRI.
    fn phrase(&mut self, span: Span) -> NamedNode {
        let node = self.span_iri(span);
        self.string(&node, term::PHRASE, span, true);
        node
    }

    /// Describes the sentence around a piece of evidence and ties the two.
    fn sentence(&mut self, evidence: &NamedNode, span: Span) {
        let node = self.span_iri(span);
        self.graph.add(evidence, term::SENTENCE, node.clone());
        self.string(&node, term::SENTENCE_CLASS, span, self.options.keep_text);
    }

    fn string(&mut self, node: &NamedNode, class: NamedNodeRef<'_>, span: Span, anchor: bool) {
        let [begin, end] = self.places.range(span);
        self.graph.add(node, term::TYPE, class);
        self.graph.add(node, term::BEGIN_INDEX, integer(begin));
        self.graph.add(node, term::END_INDEX, integer(end));
        if anchor {
            self.graph.add(node, term::ANCHOR_OF, text_literal(self.reading.document.slice(span)));
        }
        self.graph.add(node, term::REFERENCE_CONTEXT, self.context.clone());
    }

    fn span_iri(&self, span: Span) -> NamedNode {
        let [begin, end] = self.places.range(span);
        vocabulary::span(self.document.as_ref(), begin, end)
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
    count: usize,
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
        Self { text, marks, count }
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

fn integer(number: usize) -> Literal {
    Literal::new_typed_literal(number.to_string(), term::NON_NEGATIVE)
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

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Name => "name",
        Form::Nominal => "nominal",
        Form::Pronoun => "pronoun",
        Form::Demonym => "demonym",
    }
}

#[cfg(test)]
mod tests;
