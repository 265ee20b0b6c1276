//! What each document says of its actors → the graph of actors: one identity for all documents.
//!
//! A document's graph says how that text calls an actor ([`Profile`]). Here all of it is put together: who is meant by
//! the corrections made by hand ([`curation`](crate::graph::curation)), names and class by the gazetteer or by what
//! most documents say, and for every actor of more than one document why it is one ([`term::IDENTIFICATION`]). The
//! result follows from the set of documents alone, not from the order in which they were read, so a document that is
//! gone leaves nothing behind. What only one document knows stays in that document's graph, unless a correction speaks
//! of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

use crate::actor::{Gazetteer, identity, slug};
use crate::graph::curation::Corrections;
use crate::graph::known::{Entry, Known};
use crate::graph::vocabulary::{self, AG, Base, term};
use crate::ontology::Class;

/// What one document says of one of its actors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The IRI of the document.
    pub document: String,
    /// The IRI that reading gave the actor: below the document's if nobody else knows it.
    pub iri: String,
    /// What the document takes it for.
    pub class: Option<Class>,
    /// How the document calls it; the first is the fullest.
    pub names: Vec<String>,
    /// The IRIs of what it belongs to.
    pub parents: Vec<String>,
}

impl Profile {
    /// Whether it exists in its document only, as far as reading could tell.
    pub fn is_local(&self) -> bool {
        self.iri.strip_prefix(&self.document).is_some_and(|rest| rest.starts_with('#'))
    }

    /// Whether the graph of actors describes it.
    pub fn is_shared(&self, corrections: &Corrections) -> bool {
        !self.is_local() || corrections.touches(&self.iri)
    }
}

/// The profiles in the head of a document's graph, in its order.
pub fn profiles(quads: &[Quad]) -> Vec<Profile> {
    let mut profiles: Vec<Profile> = Vec::new();
    for quad in quads.iter().take_while(|q| !ends_head(q)) {
        let (NamedOrBlankNode::NamedNode(subject), GraphName::NamedNode(document)) = (&quad.subject, &quad.graph_name)
        else {
            continue;
        };
        if !is_description(quad.predicate.as_ref()) || subject == document {
            continue;
        }
        let known = profiles.iter().rposition(|p| p.iri == subject.as_str());
        let place = known.unwrap_or_else(|| {
            profiles.push(Profile {
                document: document.as_str().to_owned(),
                iri: subject.as_str().to_owned(),
                class: None,
                names: Vec::new(),
                parents: Vec::new(),
            });
            profiles.len() - 1
        });
        let profile = &mut profiles[place];
        match (&quad.object, quad.predicate.as_ref()) {
            (Term::NamedNode(class), term::TYPE | term::CLASS_IN_TEXT) => {
                profile.class = class.as_str().strip_prefix(AG).and_then(|name| name.parse().ok());
            }
            (Term::NamedNode(parent), _) => profile.parents.push(parent.as_str().to_owned()),
            (Term::Literal(name), _) => profile.names.push(name.value().to_owned()),
            (Term::BlankNode(_), _) => {}
        }
    }
    // The reading of the document is typed as well.
    profiles.retain(|p| p.class.is_some());
    profiles
}

/// Whether the head of a document's graph, where its actors are described, ends here.
pub fn ends_head(quad: &Quad) -> bool {
    quad.predicate == term::TYPE && quad.object == term::CONTEXT.into()
}

/// Whether a property says in a document's graph what an actor is.
pub fn is_description(property: NamedNodeRef<'_>) -> bool {
    is_local_description(property)
        || [term::CLASS_IN_TEXT, term::NAME_IN_TEXT, term::PARENT_IN_TEXT].contains(&property)
}

/// The same, for an actor of this document only.
pub fn is_local_description(property: NamedNodeRef<'_>) -> bool {
    [term::TYPE, term::LABEL, term::ALT_LABEL, term::BELONGS_TO].contains(&property)
}

/// An actor as all documents together have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// Its other names, sorted.
    pub aliases: Vec<String>,
    /// What it is.
    pub class: Class,
    /// Its Wikidata item, such as `Q794`.
    pub wikidata: Option<String>,
    /// The IRIs of what it belongs to, sorted.
    pub parents: Vec<String>,
    /// The IRIs of its documents, by the identifier that reading gave it there.
    pub documents: BTreeMap<String, BTreeSet<String>>,
    /// The corrections that were applied to it, by number.
    pub corrections: BTreeMap<String, BTreeSet<usize>>,
}

impl Identity {
    /// Whether it exists in one document only and nobody has corrected it.
    fn is_local(&self, corrections: &Corrections) -> bool {
        let local = |documents: &BTreeSet<String>| {
            documents.iter().any(|d| self.iri.strip_prefix(d.as_str()).is_some_and(|rest| rest.starts_with('#')))
        };
        !self.documents.is_empty() && self.documents.values().all(local) && !corrections.touches(&self.iri)
    }
}

/// The identities of a store by IRI.
///
/// # Complexity
/// Linear in the number of profiles, but for sorting them.
pub fn identities<'p>(
    profiles: impl IntoIterator<Item = &'p Profile>,
    corrections: &Corrections,
    base: &Base,
    known: &Known,
) -> Vec<Identity> {
    let mut gathered: BTreeMap<String, Gathered> = BTreeMap::new();
    for profile in profiles {
        let names = profile.names.iter().map(String::as_str);
        let (iri, applied) = corrections.resolve(&profile.document, &profile.iri, names);
        let parents = profile.parents.iter().map(|p| corrections.resolve(&profile.document, p, []).0.into_owned());
        let parents: Vec<String> = parents.filter(|p| *p != iri).collect();
        let all = gathered.entry(iri.into_owned()).or_default();
        all.parents.extend(parents);
        let part = all.parts.entry(profile.iri.clone()).or_default();
        part.documents.insert(profile.document.clone());
        part.corrections.extend(applied);
        if let Some(class) = profile.class {
            *part.classes.entry(class).or_default() += 1;
        }
        for (place, name) in profile.names.iter().enumerate() {
            let count = part.names.entry(name.clone()).or_default();
            count.0 += usize::from(place == 0);
            count.1 += 1;
        }
    }
    let named: Vec<Identity> =
        gathered.into_iter().map(|(iri, all)| all.identity(iri, corrections, base, known)).collect();
    with_parents(named, corrections, base, known)
}

/// The graph of actors: who they are, and why they are one. Sorted, so that the same set gives the same bytes.
pub fn quads(identities: &[Identity], corrections: &Corrections, base: &Base) -> Vec<Quad> {
    let graph = base.actors();
    let mut quads = Vec::new();
    let mut add = |subject: &NamedNode, property: NamedNodeRef<'_>, object: Term| {
        quads.push(Quad::new(subject.clone(), property, object, graph.clone()));
    };
    let literal = |text: &str| Term::from(Literal::new_simple_literal(text));
    let iri = |iri: &str| NamedNode::new_unchecked(iri);
    for identity in identities.iter().filter(|i| !i.is_local(corrections)) {
        let node = iri(&identity.iri);
        add(&node, term::TYPE, vocabulary::class(identity.class).into());
        add(&node, term::LABEL, literal(&identity.label));
        for alias in &identity.aliases {
            add(&node, term::ALT_LABEL, literal(alias));
        }
        if let Some(item) = &identity.wikidata {
            add(&node, term::SAME_AS, vocabulary::wikidata(item).into());
        }
        for parent in &identity.parents {
            add(&node, term::BELONGS_TO, iri(parent).into());
        }
    }
    for identity in identities {
        for (read, documents) in &identity.documents {
            let own = read.strip_prefix(base.as_str()).filter(|id| !id.contains('#')).map(identity::ground);
            let own = own.filter(|_| documents.len() > 1).map(|ground| (ground.name(), None));
            let by_hand = identity.corrections[read].iter().map(|&n| ("byCorrection", Some(n)));
            for (ground, number) in own.into_iter().chain(by_hand) {
                let correction = number.and_then(|n| corrections.iri(n, base));
                let parts = [identity.iri.as_str(), read, ground, correction.as_ref().map_or("", NamedNode::as_str)];
                let hash = vocabulary::hash(parts.map(str::as_bytes));
                let node = vocabulary::local(graph.as_ref(), &format!("identification-{}", &hash[..16]));
                add(&node, term::TYPE, term::IDENTIFICATION.into());
                add(&node, term::IDENTIFIES, iri(&identity.iri).into());
                if *read != identity.iri {
                    add(&node, term::IDENTIFIED, iri(read).into());
                }
                add(&node, term::GROUND, vocabulary::own(ground).into());
                if let Some(correction) = correction {
                    add(&node, term::BY_CORRECTION, correction.into());
                }
                for document in documents {
                    add(&node, term::IN_DOCUMENT, iri(document).into());
                }
            }
        }
    }
    quads
}

/// The graph of actors of one document alone, without corrections.
pub fn of_document(document: &[Quad], base: &Base, gazetteer: &Gazetteer) -> Vec<Quad> {
    let (none, profiles) = (Corrections::default(), profiles(document));
    let known = Known::default().filled(shared_ids(&profiles, base).iter().map(String::as_str), gazetteer);
    quads(&identities(&profiles, &none, base, &known), &none, base)
}

/// The identifiers that other documents may know, those of parents too, sorted.
pub fn shared_ids(profiles: &[Profile], base: &Base) -> BTreeSet<String> {
    profiles.iter().flat_map(|p| p.parents.iter().chain([&p.iri])).filter_map(|iri| base.id(iri)).collect()
}

/// What the documents say of one actor.
#[derive(Debug, Default)]
struct Gathered {
    parents: BTreeSet<String>,
    /// By the IRI that reading gave.
    parts: BTreeMap<String, Part>,
}

#[derive(Debug, Default)]
struct Part {
    documents: BTreeSet<String>,
    corrections: BTreeSet<usize>,
    classes: BTreeMap<Class, usize>,
    /// How many documents have it as fullest name, and at all.
    names: BTreeMap<String, (usize, usize)>,
}

impl Gathered {
    fn identity(self, iri: String, corrections: &Corrections, base: &Base, known: &Known) -> Identity {
        let entry = |iri: &str| base.id(iri).and_then(|id| known.get(&id));
        // Of merged ones, the kept one gives name and class; a new one takes them from all of its parts.
        let kept: Vec<&Part> = match self.parts.get(&iri) {
            Some(part) => vec![part],
            None => self.parts.values().collect(),
        };
        let by_hand = corrections.names(&iri);
        let own = entry(&iri);
        let label = by_hand.label.map(str::to_owned);
        let label = label.or_else(|| own.map(|e| e.label.clone())).unwrap_or_else(|| label_of(&kept, &iri));
        let class = by_hand.class.or_else(|| own.map(|e| e.class));
        let class = class.unwrap_or_else(|| {
            let all: Vec<&Part> = self.parts.values().collect();
            class_of(&kept, true)
                .or_else(|| class_of(&all, true))
                .or_else(|| class_of(&kept, false))
                .unwrap_or(Class::Thing)
        });
        let split = !self.parts.contains_key(&iri);
        let entries: Vec<&Entry> = self.parts.keys().filter(|_| !split).filter_map(|iri| entry(iri)).collect();
        let mut aliases: BTreeSet<String> = by_hand.aliases.into_iter().map(str::to_owned).collect();
        aliases.extend(self.parts.values().flat_map(|p| p.names.keys().cloned()));
        aliases.extend(entries.iter().flat_map(|e| e.aliases.iter().cloned()));
        aliases.extend(entries.iter().map(|e| e.label.clone()));
        aliases.remove(&label);
        let parent = own.and_then(|e| e.parent.as_ref()).map(|p| base.actor(p).into_string());
        // By a merge of the whole parent, not by what single documents say of it.
        let parent = parent.map(|p| corrections.resolve("", &p, []).0.into_owned()).filter(|p| *p != iri);
        Identity {
            parents: parent.map_or_else(|| self.parents.into_iter().collect(), |parent| vec![parent]),
            wikidata: own.into_iter().chain(entries).find_map(|e| e.wikidata.clone()),
            documents: self.parts.iter().map(|(read, part)| (read.clone(), part.documents.clone())).collect(),
            corrections: self.parts.into_iter().map(|(read, part)| (read, part.corrections)).collect(),
            aliases: aliases.into_iter().collect(),
            iri,
            label,
            class,
        }
    }
}

/// The name that most documents use as the fullest; one that gave the identifier goes before all others.
fn label_of(parts: &[&Part], iri: &str) -> String {
    let mut names: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (name, count) in parts.iter().flat_map(|p| &p.names) {
        let total = names.entry(name).or_default();
        *total = (total.0 + count.0, total.1 + count.1);
    }
    let last = iri.rsplit(['/', '#']).next().unwrap_or(iri);
    // Only a full name makes an identifier; those of the gazetteer may be any word.
    let id = last.split('.').nth(1).filter(|_| identity::ground(last) == identity::Ground::FullName);
    let capitals = |name: &str| !name.chars().any(char::is_lowercase);
    let best = names.iter().max_by_key(|(name, (first, all))| {
        (
            Some(vocabulary::encode(&slug(name)).as_str()) == id,
            *first,
            *all,
            !capitals(name),
            name.chars().count(),
            Reverse(**name),
        )
    });
    best.map_or_else(|| last.to_owned(), |(name, _)| (*name).to_owned())
}

/// The class that most documents say; of equals, the first in the order of the ontology. `telling` leaves out the
/// classes that only say that nobody knows.
fn class_of(parts: &[&Part], telling: bool) -> Option<Class> {
    let mut classes: BTreeMap<Class, usize> = BTreeMap::new();
    for (class, n) in parts.iter().flat_map(|p| &p.classes) {
        if !(telling && matches!(class, Class::Actor | Class::Thing)) {
            *classes.entry(*class).or_default() += n;
        }
    }
    classes.into_iter().max_by_key(|(class, n)| (*n, Reverse(*class))).map(|(class, _)| class)
}

/// With the known actors that others belong to, whether or not a document speaks of them.
fn with_parents(mut identities: Vec<Identity>, corrections: &Corrections, base: &Base, known: &Known) -> Vec<Identity> {
    let mut present: BTreeSet<String> = identities.iter().map(|i| i.iri.clone()).collect();
    let mut next: BTreeSet<String> = identities.iter().flat_map(|i| i.parents.iter().cloned()).collect();
    while let Some(iri) = next.pop_first() {
        let entry = base.id(&iri).and_then(|id| known.get(&id));
        if entry.is_none() || !present.insert(iri.clone()) {
            continue;
        }
        let parent = Gathered::default().identity(iri, corrections, base, known);
        next.extend(parent.parents.iter().cloned());
        identities.push(parent);
    }
    identities.sort_by(|a, b| a.iri.cmp(&b.iri));
    identities
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::actor::testing::gazetteer;
    use crate::graph::curation::{Change, Correction};
    use crate::graph::query::short;

    /// A profile from `document iri class name|name parent`; `#x` is an actor of the document, `_` a space.
    fn profile(line: &str) -> Profile {
        let base = Base::default();
        let fields: Vec<&str> = line.split(' ').collect();
        let document = base.document(fields[0]).into_string();
        let iri = |name: &str| match name.strip_prefix('#') {
            Some(_) => format!("{document}{name}"),
            None => base.actor(name).into_string(),
        };
        Profile {
            iri: iri(fields[1]),
            class: fields[2].parse().ok(),
            names: fields[3].split('|').map(|name| name.replace('_', " ")).collect(),
            parents: fields.get(4).map(|name| iri(name)).into_iter().collect(),
            document,
        }
    }

    fn graph(lines: &[&str], changes: &[Change]) -> String {
        let base = Base::default();
        let profiles: Vec<Profile> = lines.iter().map(|line| profile(line)).collect();
        let correction = |(i, change): (usize, &Change)| Correction {
            number: i + 1,
            change: change.clone(),
            author: "a".to_owned(),
            time: "2026-01-01T00:00:00Z".to_owned(),
            reason: None,
        };
        let corrections = Corrections::new(changes.iter().enumerate().map(correction).collect());
        let ids = shared_ids(&profiles, &base);
        let known = Known::default().filled(ids.iter().map(String::as_str), &gazetteer());
        let identities = identities(&profiles, &corrections, &base, &known);
        let prefixes = base.prefixes();
        let mut out = String::new();
        for quad in quads(&identities, &corrections, &base) {
            let subject = short(&quad.subject.clone().into(), &prefixes);
            let subject = if subject.starts_with("kg:actors#") { " " } else { &subject };
            let terms = [short(&quad.predicate.clone().into(), &prefixes), short(&quad.object, &prefixes)];
            writeln!(out, "{subject} {}", terms.join(" ")).unwrap();
        }
        out
    }

    fn check(lines: &[&str], changes: &[Change], expected: Expect) {
        let found = graph(lines, changes);
        expected.assert_eq(&found);
        let backwards: Vec<&str> = lines.iter().copied().rev().collect();
        assert_eq!(graph(&backwards, changes), found, "the order of documents matters");
    }

    fn iri(name: &str) -> String {
        Base::default().resolve(name).into_string()
    }

    #[test]
    fn the_gazetteer_names_whom_it_knows_and_what_they_belong_to() {
        check(
            &["d1 donald-trump Person Trump", "d2 donald-trump Person Donald_J._Trump"],
            &[],
            expect![[r#"
            kg:donald-trump rdf:type ag:Person
            kg:donald-trump rdfs:label Donald Trump
            kg:donald-trump skos:altLabel Donald J. Trump
            kg:donald-trump skos:altLabel Trump
            kg:donald-trump ag:belongsTo kg:united-states
            kg:united-states rdf:type ag:State
            kg:united-states rdfs:label United States
            kg:united-states owl:sameAs wd:Q30
              rdf:type ag:Identification
              ag:identifies kg:donald-trump
              ag:ground ag:byGazetteer
              ag:inDocument doc:d1
              ag:inDocument doc:d2
        "#]],
        );
    }

    #[test]
    fn unknown_actors_are_called_and_typed_as_most_documents_have_it() {
        check(
            &[
                "d1 organization.delta-bank Company DELTA_BANK|Delta turkey",
                "d2 organization.delta-bank Company Delta_Bank",
                "d3 organization.delta-bank Organization Delta_Bank",
                "d1 #delta-1 Company Delta",
            ],
            &[],
            expect![[r#"
                kg:organization.delta-bank rdf:type ag:Company
                kg:organization.delta-bank rdfs:label Delta Bank
                kg:organization.delta-bank skos:altLabel DELTA BANK
                kg:organization.delta-bank skos:altLabel Delta
                kg:organization.delta-bank ag:belongsTo kg:turkey
                kg:turkey rdf:type ag:State
                kg:turkey rdfs:label Turkey
                  rdf:type ag:Identification
                  ag:identifies kg:organization.delta-bank
                  ag:ground ag:byFullName
                  ag:inDocument doc:d1
                  ag:inDocument doc:d2
                  ag:inDocument doc:d3
            "#]],
        );
    }

    #[test]
    fn a_merge_by_hand_keeps_the_first_and_says_why() {
        check(
            &["d1 iran State Iran", "d2 #regime-1 Actor the_regime", "d3 actor.clean-wells Actor Clean_Wells iran"],
            &[Change::merge(&iri("actor.clean-wells"), vec![iri("iran"), iri("doc:d2#regime-1")])],
            expect![[r#"
                kg:actor.clean-wells rdf:type ag:State
                kg:actor.clean-wells rdfs:label Clean Wells
                kg:actor.clean-wells skos:altLabel Iran
                kg:actor.clean-wells skos:altLabel Islamic Republic
                kg:actor.clean-wells skos:altLabel the regime
                kg:actor.clean-wells owl:sameAs wd:Q794
                  rdf:type ag:Identification
                  ag:identifies kg:actor.clean-wells
                  ag:identified doc:d2#regime-1
                  ag:ground ag:byCorrection
                  ag:correction kg:curation#6416e68d7012fa78
                  ag:inDocument doc:d2
                  rdf:type ag:Identification
                  ag:identifies kg:actor.clean-wells
                  ag:identified kg:iran
                  ag:ground ag:byCorrection
                  ag:correction kg:curation#6416e68d7012fa78
                  ag:inDocument doc:d1
            "#]],
        );
    }

    #[test]
    fn a_split_actor_is_called_as_its_documents_call_it() {
        check(
            &[
                "d1 hezbollah ArmedGroup Hezbollah",
                "d2 hezbollah ArmedGroup Party_of_God|Hezbollah",
                "d3 #group-1 ArmedGroup group hezbollah",
            ],
            &[Change::split(&iri("hezbollah"), vec![iri("doc:d2")], vec![], None)],
            expect![[r#"
                kg:hezbollah rdf:type ag:ArmedGroup
                kg:hezbollah rdfs:label Hezbollah
                kg:hezbollah skos:altLabel Hizbullah
                kg:hezbollah skos:altLabel al-Hizb
                kg:hezbollah.e8d6ec7c rdf:type ag:ArmedGroup
                kg:hezbollah.e8d6ec7c rdfs:label Party of God
                kg:hezbollah.e8d6ec7c skos:altLabel Hezbollah
                  rdf:type ag:Identification
                  ag:identifies kg:hezbollah.e8d6ec7c
                  ag:identified kg:hezbollah
                  ag:ground ag:byCorrection
                  ag:correction kg:curation#a9b97223bdf17d2c
                  ag:inDocument doc:d2
            "#]],
        );
    }

    #[test]
    fn an_actor_of_one_document_is_described_here_only_if_somebody_corrected_it() {
        let lines = ["d1 #group-1 ArmedGroup group", "d2 #group-1 ArmedGroup group"];
        check(&lines, &[], expect![""]);
        let retype = Change::Retype { actor: iri("doc:d2#group-1"), class: Class::Company };
        check(
            &lines,
            &[retype],
            expect![[r#"
            doc:d2#group-1 rdf:type ag:Company
            doc:d2#group-1 rdfs:label group
        "#]],
        );
    }

    #[test]
    fn a_name_that_the_gazetteer_has_no_more_is_called_as_in_the_texts() {
        check(
            &["d1 atlantis State Atlantis"],
            &[],
            expect![[r#"
            kg:atlantis rdf:type ag:State
            kg:atlantis rdfs:label Atlantis
        "#]],
        );
    }
}
