//! `ontology/actors.ttl` and `ontology/relations.ttl` → the predicates with the classes of their ends.
//!
//! The files are plain Turtle. A predicate's ends are what `rdfs:domain` and `rdfs:range` say, or, where an end takes
//! several classes, `schema:domainIncludes` and `schema:rangeIncludes`; a class stands for its subclasses too.
//! Nothing else of OWL is interpreted.

use std::collections::HashMap;
use std::fmt;

use oxrdf::vocab::rdf;
use oxrdf::{Term, Triple};
use oxttl::TurtleParser;

use super::{Belonging, Class};
use crate::data::Data;
use crate::diagnostic::Error;

/// The namespace of classes and qualifiers, `ag:`.
pub const AG: &str = "https://w3id.org/actograph/ns#";
/// The namespace of relations, `rel:`.
pub const REL: &str = "https://w3id.org/actograph/relation/";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const SCHEMA: &str = "https://schema.org/";

/// A set of [`Class`]es.
///
/// ```
/// use actograph::ontology::{Class, ClassSet};
/// let ends = ClassSet::from_iter([Class::Person, Class::State]);
/// assert!(ends.contains(Class::State) && !ends.contains(Class::Place));
/// assert_eq!(ends.to_string(), "Person, State");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ClassSet(u32);

impl ClassSet {
    /// No class.
    pub const EMPTY: Self = Self(0);
    /// Every class.
    pub(crate) const ALL: Self = Self(u32::MAX);

    /// The classes one of which a set must hold to [admit](Self::admits) something of `class`.
    pub(crate) fn admitting(class: Class) -> Self {
        let own = Self::from_iter([class]);
        if class == Class::Actor {
            Class::ALL.iter().copied().filter(|c| c.is_actor()).collect::<Self>().union(own)
        } else {
            own
        }
    }

    /// Whether `class` is in it.
    pub fn contains(self, class: Class) -> bool {
        self.0 >> class as u32 & 1 == 1
    }

    /// Whether something of `class` may stand here. [`Class::Actor`], an actor of a kind that the text does not tell,
    /// may stand wherever some actor may.
    pub fn admits(self, class: Class) -> bool {
        self.contains(class) || class == Class::Actor && self.iter().any(Class::is_actor)
    }

    /// The classes of both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The classes that are in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether it holds no class.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its classes, in the order of [`Class::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Class> {
        Class::ALL.iter().copied().filter(move |c| self.contains(*c))
    }
}

impl FromIterator<Class> for ClassSet {
    fn from_iter<T: IntoIterator<Item = Class>>(classes: T) -> Self {
        Self(classes.into_iter().fold(0, |bits, class| bits | 1 << class as u32))
    }
}

impl fmt::Display for ClassSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, class) in self.iter().enumerate() {
            write!(f, "{}{class}", if i == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

/// Whether a relation happens or holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// It happens, once or repeatedly.
    Event,
    /// It holds for a time.
    State,
}

/// One relation of the inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicate {
    /// The local name of its IRI, such as `funds`.
    pub name: String,
    /// The name to show: *is funded by*'s plain form, such as `withdraws from`.
    pub label: String,
    /// What it means, one sentence.
    pub comment: String,
    /// A sentence that states it.
    pub example: String,
    /// Whether it happens or holds.
    pub kind: RelationKind,
    /// Whether the order of its ends carries no meaning.
    pub symmetric: bool,
    /// What may be its subject.
    pub domain: ClassSet,
    /// What may be its object.
    pub range: ClassSet,
    /// PLOVER event type, such as `AID`.
    pub plover: Option<String>,
    /// PLOVER event type of its end: to stop aid is `SANCTION`. That of the event itself where there is none.
    pub plover_end: Option<String>,
    /// PLOVER event type of its refusal: to refuse aid is `REJECT`. That of the event itself where there is none.
    pub plover_refused: Option<String>,
    /// Whether firms do it with each other as states do.
    pub commercial: bool,
    /// Quad class: `VC`, `MC`, `VK` or `MK`.
    pub quad: Option<String>,
    /// The predicate that says the same from the other end.
    pub inverse: Option<String>,
}

/// The predicates, and the hierarchy of the classes of their ends.
///
/// ```
/// use actograph::{data::Data, ontology::{Class, Ontology}};
/// let ontology = Ontology::load(&Data::embedded()).unwrap();
/// let funds = ontology.predicate("funds").unwrap();
/// assert!(!funds.symmetric && funds.domain.contains(Class::State));
/// assert!(ontology.predicate("funded").is_none());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Ontology {
    predicates: Vec<Predicate>,
    by_name: HashMap<String, usize>,
    /// Every class with its subclasses.
    below: HashMap<Class, ClassSet>,
    belonging: Belonging,
}

impl Ontology {
    /// Reads both files of the data folder, and the tables of `views/`.
    ///
    /// # Errors
    /// As [`Data::text`]; [`Error::Content`] with file and line if the Turtle is malformed, names a class that does not
    /// exist, or leaves a predicate without label, kind, domain or range.
    pub fn load(data: &Data) -> Result<Self, Error> {
        let mut ontology = Self::parse(&data.text("actors.ttl")?, &data.text("relations.ttl")?)?;
        ontology.belonging = Belonging::load(data, |name| ontology.predicate(name).is_some())?;
        Ok(ontology)
    }

    /// Reads both files from their texts; nothing belongs to anything then.
    ///
    /// # Errors
    /// As [`Ontology::load`].
    pub fn parse(actors: &str, relations: &str) -> Result<Self, Error> {
        let mut ontology = Self { below: hierarchy(actors)?, ..Self::default() };
        let mut drafts: Vec<Draft> = Vec::new();
        let mut place = HashMap::new();
        triples("relations.ttl", relations, |triple| {
            let subject = triple.subject.to_string();
            let Some(name) = subject.strip_prefix('<').and_then(|s| s.strip_prefix(REL)?.strip_suffix('>')) else {
                return Ok(());
            };
            if name.is_empty() {
                return Ok(());
            }
            let at = *place.entry(name.to_owned()).or_insert_with(|| {
                drafts.push(Draft { name: name.to_owned(), ..Draft::default() });
                drafts.len() - 1
            });
            drafts[at].add(&ontology.below, &triple)
        })?;
        for draft in drafts {
            let predicate = draft.finish()?;
            ontology.by_name.insert(predicate.name.clone(), ontology.predicates.len());
            ontology.predicates.push(predicate);
        }
        Ok(ontology)
    }

    /// The predicate of that name, such as `funds`.
    pub fn predicate(&self, name: &str) -> Option<&Predicate> {
        self.by_name.get(name).map(|&i| &self.predicates[i])
    }

    /// All predicates, in the order of the file.
    pub fn predicates(&self) -> &[Predicate] {
        &self.predicates
    }

    /// What counts as belonging to something.
    pub fn belonging(&self) -> &Belonging {
        &self.belonging
    }

    /// The classes of a set in words, a class standing for its subclasses.
    pub fn summary(&self, set: ClassSet) -> String {
        let covers = |class: Class| self.with_subclasses(class).iter().all(|c| set.contains(c));
        let below = |class: Class| {
            let larger = |c: &Class| *c != class && covers(*c) && self.with_subclasses(*c).contains(class);
            Class::ALL.iter().any(larger)
        };
        let named: Vec<&str> = set.iter().filter(|&c| covers(c) && !below(c)).map(Class::name).collect();
        let rest: Vec<&str> = set.iter().filter(|&c| !covers(c) && !below(c)).map(Class::name).collect();
        [named, rest].concat().join(", ")
    }

    /// A class with its subclasses.
    pub fn with_subclasses(&self, class: Class) -> ClassSet {
        self.below.get(&class).copied().unwrap_or_else(|| ClassSet::from_iter([class]))
    }
}

#[derive(Default)]
struct Draft {
    name: String,
    label: String,
    comment: String,
    example: String,
    kind: Option<RelationKind>,
    symmetric: bool,
    domain: ClassSet,
    range: ClassSet,
    plover: Option<String>,
    plover_end: Option<String>,
    plover_refused: Option<String>,
    commercial: bool,
    quad: Option<String>,
    inverse: Option<String>,
}

impl Draft {
    fn add(&mut self, below: &HashMap<Class, ClassSet>, triple: &Triple) -> Result<(), Error> {
        let predicate = triple.predicate.as_str();
        let text = || match &triple.object {
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        };
        let iri = match &triple.object {
            Term::NamedNode(node) => node.as_str(),
            _ => "",
        };
        let classes = || {
            let class = iri.strip_prefix(AG).and_then(|name| name.parse::<Class>().ok());
            let class = class.ok_or_else(|| wrong(&self.name, format!("`{iri}` is no class")))?;
            Ok::<_, Error>(below.get(&class).copied().unwrap_or_else(|| ClassSet::from_iter([class])))
        };
        let is = |space: &str, name: &str| predicate.strip_prefix(space) == Some(name);
        if triple.predicate == rdf::TYPE {
            self.symmetric |= iri.strip_prefix(OWL) == Some("SymmetricProperty");
        } else if is(RDFS, "label") {
            self.label = text();
        } else if is(RDFS, "comment") {
            self.comment = text();
        } else if is(SKOS, "example") {
            self.example = text();
        } else if is(RDFS, "domain") || is(SCHEMA, "domainIncludes") {
            self.domain = self.domain.union(classes()?);
        } else if is(RDFS, "range") || is(SCHEMA, "rangeIncludes") {
            self.range = self.range.union(classes()?);
        } else if is(AG, "plover") {
            self.plover = Some(text());
        } else if is(AG, "ploverEnd") {
            self.plover_end = Some(text());
        } else if is(AG, "ploverRefused") {
            self.plover_refused = Some(text());
        } else if is(AG, "commercial") {
            self.commercial = text() == "true";
        } else if is(AG, "quadClass") {
            self.quad = Some(text());
        } else if is(OWL, "inverseOf") {
            self.inverse = iri.strip_prefix(REL).map(str::to_owned);
        } else if is(AG, "kind") {
            self.kind = match iri.strip_prefix(AG) {
                Some("event") => Some(RelationKind::Event),
                Some("state") => Some(RelationKind::State),
                _ => return Err(wrong(&self.name, "ag:kind is ag:event or ag:state")),
            };
        }
        Ok(())
    }

    fn finish(self) -> Result<Predicate, Error> {
        let missing = |what: &str| wrong(&self.name, format!("no {what}"));
        if self.label.is_empty() {
            return Err(missing("rdfs:label"));
        }
        if self.domain.is_empty() {
            return Err(missing("rdfs:domain or schema:domainIncludes"));
        }
        if self.range.is_empty() {
            return Err(missing("rdfs:range or schema:rangeIncludes"));
        }
        let kind = self.kind.ok_or_else(|| missing("ag:kind"))?;
        Ok(Predicate {
            kind,
            name: self.name,
            label: self.label,
            comment: self.comment,
            example: self.example,
            symmetric: self.symmetric,
            domain: self.domain,
            range: self.range,
            plover: self.plover,
            plover_end: self.plover_end,
            plover_refused: self.plover_refused,
            commercial: self.commercial,
            quad: self.quad,
            inverse: self.inverse,
        })
    }
}

/// Every class of `actors.ttl` with all its subclasses. Classes that the program does not know are left out: they are
/// the user's own and may stand in queries.
fn hierarchy(text: &str) -> Result<HashMap<Class, ClassSet>, Error> {
    let class = |iri: &str| iri.strip_prefix(AG).and_then(|name| name.parse::<Class>().ok());
    let mut edges = Vec::new();
    triples("actors.ttl", text, |triple| {
        if triple.predicate.as_str().strip_prefix(RDFS) == Some("subClassOf")
            && let (Some(below), Term::NamedNode(above)) =
                (class(triple.subject.to_string().trim_matches(['<', '>'])), &triple.object)
            && let Some(above) = class(above.as_str())
        {
            edges.push((below, above));
        }
        Ok(())
    })?;
    let mut below: HashMap<Class, ClassSet> = Class::ALL.iter().map(|&c| (c, ClassSet::from_iter([c]))).collect();
    // As many rounds as the hierarchy can be deep; a cycle does no harm.
    for _ in Class::ALL {
        for (lower, upper) in &edges {
            let wider = below[upper].union(below[lower]);
            below.insert(*upper, wider);
        }
    }
    Ok(below)
}

/// Calls `each` with every triple. The parser tells the line of an error, but not of a triple.
fn triples(file: &str, text: &str, mut each: impl FnMut(Triple) -> Result<(), Error>) -> Result<(), Error> {
    for triple in TurtleParser::new().for_slice(text.as_bytes()) {
        each(triple.map_err(|e| Error::Content {
            place: format!("{file}:{}", e.location().start.line + 1),
            message: e.message().to_owned(),
        })?)?;
    }
    Ok(())
}

fn wrong(predicate: &str, message: impl Into<String>) -> Error {
    Error::Content { place: format!("relations.ttl: rel:{predicate}"), message: message.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_turtle_name_the_same_classes() {
        let data = Data::embedded();
        let mut defined = Vec::new();
        triples("actors.ttl", &data.text("actors.ttl").unwrap(), |triple| {
            let subject = triple.subject.to_string();
            let name = subject.trim_matches(['<', '>']).strip_prefix(AG).unwrap_or_default();
            if triple.object.to_string().ends_with("owl#Class>") {
                defined.push(name.parse::<Class>().unwrap());
            }
            Ok(())
        })
        .unwrap();
        defined.sort();
        assert_eq!(defined, Class::ALL);
    }

    #[test]
    fn hierarchy_agrees_with_the_code() {
        let ontology = Ontology::load(&Data::embedded()).unwrap();
        let all = |test: fn(Class) -> bool| Class::ALL.iter().copied().filter(|&c| test(c)).collect::<ClassSet>();
        let organizations = all(|c| c.is_organization() && c != Class::Actor);
        assert_eq!(ontology.with_subclasses(Class::Actor), all(Class::is_actor));
        assert_eq!(ontology.with_subclasses(Class::Thing), all(Class::is_thing));
        assert_eq!(ontology.with_subclasses(Class::Organization), organizations);
        assert_eq!(ontology.with_subclasses(Class::Place).to_string(), "State, Place, Facility");
    }

    #[test]
    fn every_predicate_is_complete_and_its_inverse_exists() {
        let ontology = Ontology::load(&Data::embedded()).unwrap();
        assert_eq!(ontology.predicates().len(), 78);
        for p in ontology.predicates() {
            assert!(!p.comment.is_empty() && p.example.ends_with('.'), "{}", p.name);
            assert_eq!(p.plover.is_some() || p.quad.is_some(), p.quad.is_some(), "{}", p.name);
            assert!(!p.symmetric || p.domain == p.range, "{}", p.name);
            if let Some(inverse) = &p.inverse {
                assert_eq!(ontology.predicate(inverse).unwrap().inverse.as_deref(), Some(p.name.as_str()));
            }
        }
    }

    #[test]
    fn errors_name_the_predicate_or_the_line() {
        let check = |relations: &str, expected: &str| {
            let prefixes = "@prefix ag: <https://w3id.org/actograph/ns#> .\n@prefix rel: \
                            <https://w3id.org/actograph/relation/> .\n@prefix rdfs: \
                            <http://www.w3.org/2000/01/rdf-schema#> .\n";
            let error = Ontology::parse("", &format!("{prefixes}{relations}")).unwrap_err();
            assert_eq!(error.to_string(), expected);
        };
        check("rel:a rdfs:range ag:Ghost .", "relations.ttl: rel:a: `https://w3id.org/actograph/ns#Ghost` is no class");
        check("rel:a rdfs:label \"a\" .", "relations.ttl: rel:a: no rdfs:domain or schema:domainIncludes");
        check("rel:a rdfs:label a\" .", "relations.ttl:4: a is not a valid RDF object");
    }
}
