//! A store → a graph that can be drawn: actors and things, and between them aggregates of assertions.
//!
//! Edges are not stored but computed: the assertions of one subject, predicate and object are counted by the manner in
//! which they are said, with their documents and dates. A picture holds some 40 nodes; what is mentioned least is left
//! out, and [`View::left_out`] says how much that is. Hand-made `owl:sameAs` links in the curation graph merge nodes.

mod arrow;

pub use arrow::{Arrow, Stroke};

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term, TermRef};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::diagnostic::{Error, nearest};
use crate::graph::store::Index;
use crate::graph::vocabulary::{AG, REL, term};
use crate::ontology::{Class, Ontology, RelationKind};

/// What a picture shall show.
#[derive(Debug, Clone)]
pub struct Request {
    /// Only what is near this actor: its name, another name of it, or its IRI.
    pub focus: Option<String>,
    /// How near: 1 is its neighbours.
    pub hops: usize,
    /// Only edges with at least so many assertions.
    pub min_count: usize,
    /// At most so many nodes; edges are limited to twice that.
    pub limit: usize,
    /// Whether lasting relations (leads, is part of) are shown besides what happens.
    pub states: bool,
    /// Only documents of this day (`YYYY-MM-DD`) or later; those without date are left out.
    pub since: Option<String>,
    /// Only documents of this day or earlier.
    pub until: Option<String>,
    /// How many pieces of evidence an edge keeps.
    pub evidence: usize,
}

impl Default for Request {
    fn default() -> Self {
        Self { focus: None, hops: 1, min_count: 1, limit: 40, states: true, since: None, until: None, evidence: 3 }
    }
}

/// A view's content: the one structure that pictures, exports and measures are made from.
#[derive(Debug, Clone)]
pub struct View {
    /// Actors and things, and what they do to each other; the order is that of importance.
    pub graph: DiGraph<Node, Edge>,
    /// The label of the actor in focus.
    pub focus: Option<String>,
    /// Documents that the shown edges are from.
    pub documents: usize,
    /// First and last date of those documents, where known.
    pub dates: Option<(String, String)>,
    /// Nodes and edges that were left out to keep the picture readable.
    pub left_out: (usize, usize),
}

/// An actor or thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// Other names of it, sorted.
    pub aliases: Vec<String>,
    /// What it is.
    pub class: Class,
    /// IRI of the same in Wikidata, where known.
    pub item: Option<String>,
    /// Assertions that it takes part in, shown or not.
    pub count: usize,
    /// Documents of those assertions.
    pub documents: usize,
    /// First and last date of those documents, where known.
    pub dates: Option<(String, String)>,
    /// Its place in the graph, where it was measured.
    pub measures: Option<Measures>,
}

/// The place of a node in its view's graph.
///
/// Weights are numbers of assertions; direction counts only where it is said.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measures {
    /// Edges at the node.
    pub degree: usize,
    /// Edges that point to it.
    pub in_degree: usize,
    /// Edges that point away from it.
    pub out_degree: usize,
    /// Assertions of the edges at the node.
    pub weighted_degree: usize,
    /// PageRank, summing up to 1 over the graph.
    pub pagerank: f64,
    /// Betweenness, 0 to 1, of the undirected graph.
    pub betweenness: f64,
    /// Closeness, 0 to 1, of the undirected graph.
    pub closeness: f64,
    /// Number of its component, from 0 for the largest.
    pub component: usize,
    /// Number of its k-core.
    pub core: usize,
    /// Number of its community, from 0 for the largest.
    pub community: usize,
}

/// Everything that is said with one predicate of one node about another.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// The predicate's name, such as `funds`; an open relation's verb with its preposition.
    pub predicate: String,
    /// The predicate's label, such as `withdraws from`.
    pub label: String,
    /// Whether the order of its ends carries no meaning.
    pub symmetric: bool,
    /// Its PLOVER code, such as `AID`.
    pub plover: Option<String>,
    /// Its quad class.
    pub quad: Option<QuadClass>,
    /// Cooperation, conflict, or neither.
    pub tone: Tone,
    /// Assertions by the manner in which they are said.
    pub counts: BTreeMap<Manner, usize>,
    /// Documents that say it.
    pub documents: usize,
    /// First and last date of those documents, where known.
    pub dates: Option<(String, String)>,
    /// The highest confidence of its assertions, 0 to 1.
    pub confidence: f32,
    /// What says it, the surest first, each sentence once: at most [`Request::evidence`] of them.
    pub evidence: Vec<Evidence>,
}

/// One assertion behind an edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// IRI of the assertion.
    pub assertion: String,
    /// IRI of the document.
    pub document: String,
    /// Identifier of the document, such as its file's name.
    pub name: String,
    /// The document's title, where known.
    pub title: Option<String>,
    /// The document's date, where known.
    pub date: Option<String>,
    /// How it is said.
    pub manner: Manner,
    /// Who says it, where the text attributes it; sorted.
    pub sources: Vec<String>,
    /// Measured precision of its rule and construction, 0 to 1.
    pub confidence: f32,
    /// The sentence, or the phrase if the store keeps no texts.
    pub sentence: String,
}

impl Edge {
    /// How many assertions it stands for.
    pub fn count(&self) -> usize {
        self.counts.values().sum()
    }
}

/// The quad classes of event data: cooperation or conflict, in words or in deeds.
///
/// Source: PLOVER codebook, 2021.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuadClass {
    /// Meets, agrees, promises.
    VerbalCooperation,
    /// Funds, arms, trades.
    MaterialCooperation,
    /// Accuses, threatens, demands.
    VerbalConflict,
    /// Attacks, arrests, sanctions.
    MaterialConflict,
}

impl QuadClass {
    /// Every quad class, in the order of PLOVER.
    pub const ALL: [Self; 4] =
        [Self::VerbalCooperation, Self::MaterialCooperation, Self::VerbalConflict, Self::MaterialConflict];

    /// As `ontology/relations.ttl` writes it: `VC`, `MC`, `VK`, `MK`.
    ///
    /// ```
    /// use actograph::graph::view::QuadClass;
    /// assert_eq!(QuadClass::of_code("MK"), Some(QuadClass::MaterialConflict));
    /// assert_eq!(QuadClass::MaterialConflict.code(), "MK");
    /// ```
    pub fn code(self) -> &'static str {
        match self {
            Self::VerbalCooperation => "VC",
            Self::MaterialCooperation => "MC",
            Self::VerbalConflict => "VK",
            Self::MaterialConflict => "MK",
        }
    }

    /// The quad class of a [code](Self::code).
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }

    /// For readers: `material conflict`.
    pub fn name(self) -> &'static str {
        match self {
            Self::VerbalCooperation => "verbal cooperation",
            Self::MaterialCooperation => "material cooperation",
            Self::VerbalConflict => "verbal conflict",
            Self::MaterialConflict => "material conflict",
        }
    }

    /// Cooperation or conflict.
    pub fn tone(self) -> Tone {
        match self {
            Self::VerbalCooperation | Self::MaterialCooperation => Tone::Cooperation,
            Self::VerbalConflict | Self::MaterialConflict => Tone::Conflict,
        }
    }
}

/// Cooperation, conflict, or neither: the quad classes of event data, without verbal and material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Verbal or material cooperation.
    Cooperation,
    /// Verbal or material conflict.
    Conflict,
    /// A lasting relation, or an event that is neither.
    Structure,
}

/// In which manner a relation is said to hold, from the strongest to the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// As a fact.
    Stated,
    /// As a fact, by somebody.
    Reported,
    /// As a fact of the past: *former*, *no longer*.
    Ended,
    /// As intended.
    Planned,
    /// As possible.
    Possible,
    /// As wanted or demanded.
    Desired,
    /// As not so.
    Denied,
}

impl Manner {
    /// As written beside a relation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Reported => "reported",
            Self::Ended => "ended",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Desired => "desired",
            Self::Denied => "denied",
        }
    }
}

/// Looks a picture's content up in a store.
///
/// # Errors
/// [`Error::Usage`] if nobody has the name in focus, with the nearest names; [`Error::Query`] if the index fails.
///
/// # Complexity
/// Linear in the store's assertions.
pub fn view(index: &Index, ontology: &Ontology, request: &Request) -> Result<View, Error> {
    let source = Source { index, ontology };
    let aggregates = source.aggregates(request)?;
    let mut weight: BTreeMap<&str, usize> = BTreeMap::new();
    let mut read: BTreeMap<&str, BTreeSet<&Dated>> = BTreeMap::new();
    for ((subject, _, object), aggregate) in &aggregates {
        for end in [subject, object] {
            *weight.entry(end).or_default() += aggregate.count();
            read.entry(end).or_default().extend(&aggregate.documents);
        }
    }
    let mut labels: HashMap<&str, Label> = HashMap::new();
    for &iri in weight.keys() {
        labels.insert(iri, source.label(iri)?);
    }
    let focus = request.focus.as_deref().map(|name| focus(name, &labels)).transpose()?;
    let near = focus.map(|iri| neighbourhood(iri, request.hops, aggregates.keys()));

    let mut edges: Vec<(&Ends, &Aggregate)> = aggregates.iter().collect();
    edges.retain(|((subject, _, object), aggregate)| {
        let distance = |end: &str| near.as_ref().is_none_or(|near| near.contains_key(end));
        aggregate.count() >= request.min_count && distance(subject) && distance(object)
    });
    let all: BTreeSet<&str> = edges.iter().flat_map(|((s, _, o), _)| [s.as_str(), o.as_str()]).collect();
    let total = (all.len(), edges.len());
    edges.sort_by_key(|(ends, aggregate)| {
        let (subject, _, object) = ends;
        let far = near.as_ref().map_or(0, |near| near[subject.as_str()].min(near[object.as_str()]));
        let important = weight[subject.as_str()] + weight[object.as_str()];
        (far, Reverse(aggregate.count()), Reverse(aggregate.documents.len()), Reverse(important), *ends)
    });
    let chosen = choose(&edges, request.limit);

    let mut nodes: Vec<&str> = chosen.iter().flat_map(|((s, _, o), _)| [s.as_str(), o.as_str()]).collect();
    nodes.sort_by_key(|iri| (Some(*iri) != focus, Reverse(weight[iri]), *iri));
    let mut seen = HashSet::new();
    nodes.retain(|iri| seen.insert(*iri));

    let mut graph = DiGraph::new();
    let mut places: HashMap<&str, NodeIndex> = HashMap::new();
    for iri in nodes {
        let Label { shown: label, others, class } = labels[iri].clone();
        let node = Node {
            iri: iri.to_owned(),
            aliases: others.into_iter().filter(|other| *other != label).collect::<BTreeSet<_>>().into_iter().collect(),
            label,
            class,
            item: source.item(iri)?,
            count: weight[iri],
            documents: read[iri].len(),
            dates: span(read[iri].iter().filter_map(|(_, date)| date.as_deref())),
            measures: None,
        };
        places.insert(iri, graph.add_node(node));
    }
    let mut documents = BTreeSet::new();
    for ((subject, predicate, object), aggregate) in chosen {
        documents.extend(&aggregate.documents);
        graph.add_edge(
            places[subject.as_str()],
            places[object.as_str()],
            source.edge(predicate, aggregate, request.evidence)?,
        );
    }
    let dates = span(documents.iter().filter_map(|(_, date)| date.as_deref()));
    let left_out = (total.0 - graph.node_count(), total.1 - graph.edge_count());
    Ok(View { focus: focus.map(|iri| labels[iri].shown.clone()), documents: documents.len(), dates, left_out, graph })
}

/// Subject, predicate, object.
type Ends = (String, String, String);

/// A document and its date.
type Dated = (String, Option<String>);

#[derive(Debug, Default)]
struct Aggregate {
    counts: BTreeMap<Manner, usize>,
    documents: BTreeSet<Dated>,
    /// What says it; sentences are looked up only for what is shown.
    said: Vec<Said>,
}

#[derive(Debug, Clone)]
struct Said {
    manner: Manner,
    confidence: f32,
    document: String,
    date: Option<String>,
    assertion: String,
    phrase: Option<String>,
    sources: Vec<String>,
}

impl Aggregate {
    fn count(&self) -> usize {
        self.counts.values().sum()
    }
}

#[derive(Debug, Clone)]
struct Label {
    shown: String,
    others: Vec<String>,
    class: Class,
}

struct Source<'a> {
    index: &'a Index,
    ontology: &'a Ontology,
}

impl Source<'_> {
    fn aggregates(&self, request: &Request) -> Result<BTreeMap<Ends, Aggregate>, Error> {
        let same = self.merged()?;
        let merge = |iri: String| same.get(&iri).cloned().unwrap_or(iri);
        let mut dates: HashMap<String, Option<String>> = HashMap::new();
        let mut aggregates: BTreeMap<Ends, Aggregate> = BTreeMap::new();
        let assertion = TermRef::from(term::ASSERTION);
        for quad in self.index.quads.quads_for_pattern(None, Some(term::TYPE), Some(assertion), None) {
            let quad = quad.map_err(failed)?;
            let oxigraph::model::GraphName::NamedNode(document) = quad.graph_name else { continue };
            let about = self.properties(&quad.subject, &document)?;
            let (Some(subject), Some(predicate), Some(object)) =
                (about.get(term::SUBJECT), about.get(term::PREDICATE), about.get(term::OBJECT))
            else {
                continue;
            };
            let date = dates.entry(document.as_str().to_owned()).or_insert_with(|| self.date(&document)).clone();
            if !within(date.as_deref(), request) {
                continue;
            }
            let name = predicate.strip_prefix(REL).map_or_else(|| about.open_verb(), str::to_owned);
            let known = self.ontology.predicate(&name);
            if !request.states && known.is_some_and(|p| p.kind == RelationKind::State) {
                continue;
            }
            let (mut subject, mut object) = (merge(subject.to_owned()), merge(object.to_owned()));
            if known.is_some_and(|p| p.symmetric) && object < subject {
                std::mem::swap(&mut subject, &mut object);
            }
            if subject == object {
                continue;
            }
            let aggregate = aggregates.entry((subject, name, object)).or_default();
            *aggregate.counts.entry(about.manner()).or_default() += 1;
            aggregate.documents.insert((document.as_str().to_owned(), date.clone()));
            let said = Said {
                manner: about.manner(),
                confidence: about.get(term::CONFIDENCE).and_then(|c| c.parse().ok()).unwrap_or(0.0),
                document: document.as_str().to_owned(),
                date,
                assertion: text(&quad.subject.into()),
                phrase: about.get(term::EVIDENCE).map(str::to_owned),
                sources: about.all(term::SOURCE),
            };
            aggregate.said.push(said);
        }
        Ok(aggregates)
    }

    fn properties(&self, subject: &NamedOrBlankNode, graph: &NamedNode) -> Result<Properties, Error> {
        let graph = GraphNameRef::from(graph.as_ref());
        let quads = self.index.quads.quads_for_pattern(Some(subject.as_ref()), None, None, Some(graph));
        let pairs = quads.map(|quad| quad.map(|q| (q.predicate, q.object)).map_err(failed));
        Ok(Properties(pairs.collect::<Result<_, _>>()?))
    }

    /// The values of one property in the default graph, sorted.
    fn values(&self, subject: NamedNodeRef<'_>, property: NamedNodeRef<'_>) -> Result<Vec<String>, Error> {
        let default = Some(GraphNameRef::DefaultGraph);
        let quads = self.index.quads.quads_for_pattern(Some(subject.into()), Some(property), None, default);
        let values = quads.map(|quad| quad.map(|q| text(&q.object)).map_err(failed));
        let mut values: Vec<String> = values.collect::<Result<_, _>>()?;
        values.sort();
        Ok(values)
    }

    fn date(&self, document: &NamedNode) -> Option<String> {
        self.values(document.as_ref(), term::ISSUED).ok()?.into_iter().next()
    }

    /// The name that most documents use, of those the longest.
    fn label(&self, iri: &str) -> Result<Label, Error> {
        let node = NamedNode::new_unchecked(iri);
        let mut labels: BTreeMap<String, usize> = BTreeMap::new();
        for quad in self.index.quads.quads_for_pattern(Some(node.as_ref().into()), Some(term::LABEL), None, None) {
            *labels.entry(text(&quad.map_err(failed)?.object)).or_default() += 1;
        }
        let best = labels.iter().max_by_key(|(label, n)| (**n, label.chars().count(), Reverse(*label)));
        let last_part = || iri.rsplit(['/', '#']).next().unwrap_or(iri).to_owned();
        let label = best.map_or_else(last_part, |(label, _)| label.clone());
        let mut others = self.values(node.as_ref(), term::ALT_LABEL)?;
        others.extend(labels.into_keys().filter(|l| *l != label));
        others.push(last_part());
        let classes = self.values(node.as_ref(), term::TYPE)?;
        let class = classes.iter().find_map(|c| c.strip_prefix(AG)?.parse().ok()).unwrap_or(Class::Thing);
        Ok(Label { shown: label, others, class })
    }

    /// What the curation graph says is the same, each with the node that stands for it.
    fn merged(&self) -> Result<HashMap<String, String>, Error> {
        let curation = self.index.base.curation();
        let graph = GraphNameRef::from(curation.as_ref());
        let mut links = BTreeMap::new();
        for quad in self.index.quads.quads_for_pattern(None, Some(term::SAME_AS), None, Some(graph)) {
            let quad = quad.map_err(failed)?;
            links.insert(text(&quad.subject.into()), text(&quad.object));
        }
        let end = |start: &String| {
            let mut seen = BTreeSet::from([start.clone()]);
            let mut here = start;
            while let Some(next) = links.get(here) {
                if !seen.insert(next.clone()) {
                    // A circle: its smallest member stands for it.
                    return seen.into_iter().next().expect("the start is in it");
                }
                here = next;
            }
            here.clone()
        };
        Ok(links.keys().map(|start| (start.clone(), end(start))).collect())
    }

    /// The same in Wikidata.
    fn item(&self, iri: &str) -> Result<Option<String>, Error> {
        let same = self.values(NamedNode::new_unchecked(iri).as_ref(), term::SAME_AS)?;
        Ok(same.into_iter().find(|other| other.contains("wikidata.org/entity/")))
    }

    fn edge(&self, predicate: &str, aggregate: &Aggregate, evidence: usize) -> Result<Edge, Error> {
        let known = self.ontology.predicate(predicate);
        let quad = known.and_then(|p| QuadClass::of_code(p.quad.as_deref()?));
        Ok(Edge {
            predicate: predicate.to_owned(),
            label: known.map_or_else(|| predicate.to_owned(), |p| p.label.clone()),
            symmetric: known.is_some_and(|p| p.symmetric),
            plover: known.and_then(|p| p.plover.clone()),
            quad,
            tone: quad.map_or(Tone::Structure, QuadClass::tone),
            counts: aggregate.counts.clone(),
            documents: aggregate.documents.len(),
            dates: span(aggregate.documents.iter().filter_map(|(_, date)| date.as_deref())),
            confidence: aggregate.said.iter().map(|said| said.confidence).fold(0.0, f32::max),
            evidence: self.evidence(aggregate, evidence)?,
        })
    }

    fn evidence(&self, aggregate: &Aggregate, limit: usize) -> Result<Vec<Evidence>, Error> {
        let mut said: Vec<&Said> = aggregate.said.iter().collect();
        said.sort_by(|a, b| {
            let order = a.manner.cmp(&b.manner).then(b.confidence.total_cmp(&a.confidence));
            order.then_with(|| (&a.document, &a.assertion).cmp(&(&b.document, &b.assertion)))
        });
        let mut evidence: Vec<Evidence> = Vec::new();
        for said in said {
            if evidence.len() == limit {
                break;
            }
            let Some(sentence) = said.phrase.as_deref().map(|p| self.sentence(p)).transpose()?.flatten() else {
                continue;
            };
            if evidence.iter().any(|e| e.sentence == sentence && e.document == said.document) {
                continue;
            }
            let document = NamedNode::new_unchecked(&said.document);
            let first = |property| Ok::<_, Error>(self.values(document.as_ref(), property)?.into_iter().next());
            let sources = said.sources.iter().map(|source| Ok(self.label(source)?.shown));
            evidence.push(Evidence {
                assertion: said.assertion.clone(),
                name: first(term::IDENTIFIER)?.unwrap_or_else(|| said.document.clone()),
                title: first(term::TITLE)?,
                document: said.document.clone(),
                date: said.date.clone(),
                manner: said.manner,
                sources: sources.collect::<Result<_, Error>>()?,
                confidence: said.confidence,
                sentence,
            });
        }
        Ok(evidence)
    }

    /// The sentence around a phrase, or the phrase if the store keeps no texts.
    fn sentence(&self, evidence: &str) -> Result<Option<String>, Error> {
        let phrase = NamedNode::new_unchecked(evidence);
        let sentences = self.values(phrase.as_ref(), term::SENTENCE)?;
        let around = sentences.first().map(NamedNode::new_unchecked);
        let whole = around.map(|s| self.values(s.as_ref(), term::ANCHOR_OF)).transpose()?.unwrap_or_default();
        let quoted = if whole.is_empty() { self.values(phrase.as_ref(), term::ANCHOR_OF)? } else { whole };
        Ok(quoted.into_iter().next().map(|q| q.split_whitespace().collect::<Vec<_>>().join(" ")))
    }
}

/// The properties of one assertion.
struct Properties(Vec<(NamedNode, Term)>);

impl Properties {
    fn get(&self, property: NamedNodeRef<'_>) -> Option<&str> {
        self.0.iter().find(|(p, _)| p.as_ref() == property).map(|(_, value)| match value {
            Term::NamedNode(node) => node.as_str(),
            Term::Literal(literal) => literal.value(),
            Term::BlankNode(node) => node.as_str(),
        })
    }

    /// All values of one property, sorted.
    fn all(&self, property: NamedNodeRef<'_>) -> Vec<String> {
        let values: BTreeSet<String> =
            self.0.iter().filter(|(p, _)| p.as_ref() == property).map(|(_, value)| text(value)).collect();
        values.into_iter().collect()
    }

    /// The verb of an open relation with its preposition.
    fn open_verb(&self) -> String {
        let verb = self.get(term::OPEN_LEMMA).unwrap_or("is related to");
        let preposition = self.get(term::OPEN_PREPOSITION);
        preposition.map_or_else(|| verb.to_owned(), |p| format!("{verb} {p}"))
    }

    fn own(&self, property: NamedNodeRef<'_>) -> &str {
        self.get(property).and_then(|iri| iri.strip_prefix(AG)).unwrap_or_default()
    }

    fn manner(&self) -> Manner {
        match (self.own(term::STANDING), self.own(term::MODALITY), self.own(term::PHASE)) {
            ("denied", ..) => Manner::Denied,
            ("uncertain", "planned", _) => Manner::Planned,
            ("uncertain", "desired", _) => Manner::Desired,
            ("uncertain", ..) => Manner::Possible,
            (.., "ends") => Manner::Ended,
            ("reported", ..) => Manner::Reported,
            _ => Manner::Stated,
        }
    }
}

fn text(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.as_str().to_owned(),
    }
}

fn failed(error: oxigraph::store::StorageError) -> Error {
    Error::Query(error.to_string())
}

fn within(date: Option<&str>, request: &Request) -> bool {
    let since = request.since.as_deref().is_none_or(|since| date.is_some_and(|date| date >= since));
    since && request.until.as_deref().is_none_or(|until| date.is_some_and(|date| date <= until))
}

fn span<'a>(dates: impl Iterator<Item = &'a str>) -> Option<(String, String)> {
    let dates: BTreeSet<&str> = dates.collect();
    Some(((*dates.first()?).to_owned(), (*dates.last()?).to_owned()))
}

fn focus<'a>(name: &str, labels: &HashMap<&'a str, Label>) -> Result<&'a str, Error> {
    let wanted = name.to_lowercase();
    let rank = |iri: &str, label: &Label| {
        if iri == name {
            Some(0)
        } else if label.shown.to_lowercase() == wanted {
            Some(1)
        } else {
            label.others.iter().any(|other| other.to_lowercase() == wanted).then_some(2)
        }
    };
    let found = labels.iter().filter_map(|(iri, label)| Some((rank(iri, label)?, *iri))).min();
    found.map(|(_, iri)| iri).ok_or_else(|| {
        let known: BTreeSet<&str> = labels.values().map(|l| l.shown.as_str()).collect();
        let hint = nearest(name, known).map_or(String::new(), |near| format!("; did you mean {near}?"));
        Error::Usage(format!("--focus {name}: nobody of that name is in a relation{hint}"))
    })
}

/// The nodes within so many steps, in whatever direction, with their distance.
fn neighbourhood<'a>(start: &'a str, hops: usize, edges: impl Iterator<Item = &'a Ends>) -> HashMap<&'a str, usize> {
    let mut next: HashMap<&str, Vec<&str>> = HashMap::new();
    for (subject, _, object) in edges {
        next.entry(subject).or_default().push(object);
        next.entry(object).or_default().push(subject);
    }
    let mut distance = HashMap::from([(start, 0)]);
    let mut queue = VecDeque::from([start]);
    while let Some(here) = queue.pop_front() {
        let steps = distance[here] + 1;
        for &there in next.get(here).into_iter().flatten().filter(|_| steps <= hops) {
            distance.entry(there).or_insert_with(|| {
                queue.push_back(there);
                steps
            });
        }
    }
    distance
}

/// The first edges that fit: no more than `limit` nodes, no more than twice as many edges.
fn choose<'e>(edges: &[(&'e Ends, &'e Aggregate)], limit: usize) -> Vec<(&'e Ends, &'e Aggregate)> {
    let mut nodes: HashSet<&str> = HashSet::new();
    let mut chosen = Vec::new();
    for (ends, aggregate) in edges {
        let (subject, _, object) = ends;
        let new = [subject, object].iter().filter(|end| !nodes.contains(end.as_str())).count();
        if nodes.len() + new <= limit && chosen.len() < 2 * limit {
            nodes.extend([subject.as_str(), object.as_str()]);
            chosen.push((*ends, *aggregate));
        }
    }
    chosen
}

#[cfg(test)]
mod tests;
