//! A view → FollowTheMoney entities, one JSON object a line, for Aleph and the tools of OpenSanctions.
//!
//! Nodes are entities and edges are links, whose schemata stand in `ontology/exchange/ftm-classes.tsv` and
//! `ftm-relations.tsv`; documents are articles, which a link names as its `proof`. A schema says that something is so.
//! Therefore what is only planned, possible, wanted or denied is an `UnknownLink` whose role says in which manner.
//! Classes without a counterpart are left out with their edges ([`left_out`]).
//!
//! Identifiers are hashes of IRIs: the same actor has the same in every export.
//!
//! Source: <https://followthemoney.tech/explorer/>, followthemoney 4.11.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Result, Write};

use petgraph::visit::EdgeRef as _;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::attributes::clean;
use crate::data::{Data, Table};
use crate::diagnostic::Error;
use crate::graph::view::{Edge, Evidence, Manner, Node, QuadClass, Standing, View};
use crate::ontology::{Class, Ontology};

const CLASSES: &str = "exchange/ftm-classes.tsv";
const RELATIONS: &str = "exchange/ftm-relations.tsv";

/// What the graph's classes and relations are in FollowTheMoney.
#[derive(Debug, Clone, Default)]
pub struct Schemata {
    /// The schema and its property for names.
    classes: BTreeMap<Class, (String, String)>,
    links: Vec<Link>,
}

#[derive(Debug, Clone)]
struct Link {
    relation: String,
    schema: String,
    /// The property for the subject and the schemata that may stand there; the same for the object.
    ends: [(String, Vec<String>); 2],
}

impl Schemata {
    /// Reads both tables.
    ///
    /// # Errors
    /// As [`Data::text`]; [`Error::Content`] for a class or relation that does not exist.
    pub fn load(data: &Data) -> std::result::Result<Self, Error> {
        let wrong =
            |path: &str, line: usize, message: String| Error::Content { place: format!("{path}:{line}"), message };
        let mut classes = BTreeMap::new();
        for row in Table::load(data, CLASSES)?.rows() {
            let class: Class = row.get("class").parse().map_err(|message| wrong(CLASSES, row.line(), message))?;
            classes.insert(class, (row.get("schema").to_owned(), row.get("name").to_owned()));
        }
        let ontology = Ontology::load(data)?;
        let mut links = Vec::new();
        for row in Table::load(data, RELATIONS)?.rows() {
            let relation = row.get("relation");
            if ontology.predicate(relation).is_none() {
                return Err(wrong(RELATIONS, row.line(), format!("`{relation}` is no relation")));
            }
            let end = |property: &str, schemata: &str| {
                (row.get(property).to_owned(), row.list(schemata).map(str::to_owned).collect())
            };
            let ends = [end("subject", "subjects"), end("object", "objects")];
            links.push(Link { relation: relation.to_owned(), schema: row.get("schema").to_owned(), ends });
        }
        Ok(Self { classes, links })
    }

    fn schema(&self, node: &Node) -> Option<&(String, String)> {
        self.classes.get(&node.class)
    }

    /// The schema of a link and its properties for subject and object.
    fn link(&self, edge: &Edge, subject: &str, object: &str) -> (&str, [&str; 2]) {
        let fits = |link: &&Link| {
            link.relation == edge.predicate
                && link.ends.iter().zip([subject, object]).all(|((_, may), is)| may.iter().any(|schema| schema == is))
        };
        match self.links.iter().find(fits).filter(|_| is_so(edge)) {
            Some(link) => (&link.schema, [&link.ends[0].0, &link.ends[1].0]),
            None => ("UnknownLink", ["subject", "object"]),
        }
    }
}

/// How many nodes and edges have no counterpart.
pub fn left_out(view: &View, schemata: &Schemata) -> (usize, usize) {
    let known = |node: &Node| schemata.schema(node).is_some();
    let edges = view
        .graph
        .edge_references()
        .filter(|edge| ![edge.source(), edge.target()].iter().all(|end| known(&view.graph[*end])));
    (view.graph.node_weights().filter(|node| !known(node)).count(), edges.count())
}

/// Writes a view.
///
/// # Errors
/// What the system says.
pub fn write(view: &View, schemata: &Schemata, mut out: impl Write) -> Result<()> {
    let mut put = |id: String, schema: &str, properties: Properties| -> Result<()> {
        serde_json::to_writer(&mut out, &json!({"id": id, "schema": schema, "properties": properties.0}))?;
        out.write_all(b"\n")
    };
    for node in view.graph.node_weights() {
        if let Some((schema, name)) = schemata.schema(node) {
            put(id(&[&node.iri]), schema, entity(node, name))?;
        }
    }
    for (iri, evidence) in articles(view) {
        put(id(&[iri]), "Article", article(evidence))?;
    }
    for edge in view.graph.edge_references() {
        let [subject, object] = [edge.source(), edge.target()].map(|end| &view.graph[end]);
        let (Some((first, _)), Some((second, _))) = (schemata.schema(subject), schemata.schema(object)) else {
            continue;
        };
        let (schema, ends) = schemata.link(edge.weight(), first, second);
        let mut properties = link(edge.weight(), schema);
        properties.add(ends[0], [id(&[&subject.iri])]);
        properties.add(ends[1], [id(&[&object.iri])]);
        put(id(&[&subject.iri, &edge.weight().predicate, &object.iri]), schema, properties)?;
    }
    out.flush()
}

/// Texts by property, each of them a list.
struct Properties(Map<String, Value>);

impl Properties {
    fn new() -> Self {
        Self(Map::new())
    }

    fn add<S: AsRef<str>>(&mut self, name: &str, values: impl IntoIterator<Item = S>) {
        let values: Vec<Value> =
            values.into_iter().map(|v| clean(v.as_ref()).into()).filter(|v: &Value| v != "").collect();
        if !values.is_empty() {
            self.0.insert(name.to_owned(), values.into());
        }
    }
}

fn entity(node: &Node, name: &str) -> Properties {
    let mut properties = Properties::new();
    properties.add(name, [&node.label]);
    properties.add("alias", &node.aliases);
    properties.add("keywords", [node.class.name()]);
    properties.add("wikidataId", node.item.as_deref().and_then(|item| item.rsplit('/').next()));
    properties.add("sourceUrl", [&node.iri]);
    let dates = node.dates.as_ref().map_or(String::new(), |(first, last)| format!(", {first} to {last}"));
    properties.add("notes", [format!("assertions {}, documents {}{dates}", node.count, node.documents)]);
    properties
}

/// The documents that edges name as evidence, by IRI.
fn articles(view: &View) -> BTreeMap<&str, &Evidence> {
    let evidence = view.graph.edge_weights().flat_map(|edge| &edge.evidence);
    evidence.map(|evidence| (evidence.document.as_str(), evidence)).collect()
}

fn article(evidence: &Evidence) -> Properties {
    let mut properties = Properties::new();
    properties.add("title", [evidence.title.as_ref().unwrap_or(&evidence.name)]);
    properties.add("fileName", [&evidence.name]);
    properties.add("publishedAt", &evidence.date);
    properties.add("publisher", &evidence.publisher);
    properties.add("sourceUrl", [&evidence.document]);
    properties
}

fn link(edge: &Edge, schema: &str) -> Properties {
    let mut properties = Properties::new();
    let counts: Vec<String> = edge.counts.iter().map(|(manner, n)| format!("{} {n}", manner.name())).collect();
    let strongest = edge.counts.keys().next();
    let role = match strongest {
        None | Some(Manner::Stated) => edge.label.clone(),
        Some(manner) => format!("{} ({})", edge.label, manner.name()),
    };
    // Intervals that are no interests have other words for it.
    let [role_of, status] = match schema {
        "Family" | "Associate" => ["relationship", "recordId"],
        "Occupancy" => ["description", "status"],
        _ => ["role", "status"],
    };
    properties.add(role_of, [role]);
    properties.add(status, [counts.join(", ")]);
    let mut words =
        format!("predicate {}, documents {}, confidence {}", edge.predicate, edge.documents, edge.confidence);
    for (name, value) in [("PLOVER", edge.plover.as_deref()), ("quad class", edge.quad.map(QuadClass::code))] {
        if let Some(value) = value {
            // Writing to a string does not fail.
            let _ = write!(words, ", {name} {value}");
        }
    }
    if let Some((first, last)) = &edge.dates {
        let _ = write!(words, ", {first} to {last}");
    }
    if let Some((from, to)) = &edge.happened {
        properties.add("date", if from == to { vec![from] } else { vec![from, to] });
    }
    properties.add("summary", [words]);
    if let Some(sample) = edge.evidence.first() {
        if role_of != "description" {
            properties.add("description", [&sample.sentence]);
        }
        properties.add("publisher", &sample.sources);
    }
    properties.add("sourceUrl", &edge.assertions);
    let mut proofs: Vec<String> = edge.evidence.iter().map(|evidence| id(&[&evidence.document])).collect();
    proofs.sort_unstable();
    proofs.dedup();
    properties.add("proof", proofs);
    properties
}

/// Whether somebody says that it is or was so.
fn is_so(edge: &Edge) -> bool {
    [Standing::Stated, Standing::Reported].iter().any(|standing| edge.standings.contains_key(standing))
}

fn id(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        // No IRI holds it: parts cannot run into each other.
        hash.update([0]);
    }
    hash.finalize().iter().take(20).fold("actograph-".to_owned(), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::exchange::fixture::{CLEANED, edge, evil, node, small};

    fn written(view: &View) -> Vec<Value> {
        let mut bytes = Vec::new();
        write(view, &Schemata::load(&Data::embedded()).unwrap(), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn schemata(view: &View) -> Vec<String> {
        written(view).iter().map(|entity| entity["schema"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn entities_articles_and_links() {
        let lines: Vec<String> = written(&small()).iter().map(|entity| format!("{entity:#}\n")).collect();
        expect![[r#"
            {
              "id": "actograph-8d70f9a6dece786a0db62fa410ba0815b92c5f28",
              "schema": "PublicBody",
              "properties": {
                "name": [
                  "Iran"
                ],
                "alias": [
                  "Islamic Republic of Iran",
                  "Tehran; capital"
                ],
                "keywords": [
                  "State"
                ],
                "wikidataId": [
                  "Q794"
                ],
                "sourceUrl": [
                  "https://w3id.org/actograph/kg/iran"
                ],
                "notes": [
                  "assertions 4, documents 2, 2025-04-12 to 2025-05-01"
                ]
              }
            }
            {
              "id": "actograph-3352d06882644636e6c3e2f63d0f58a6bb992de9",
              "schema": "Organization",
              "properties": {
                "name": [
                  "Hamas"
                ],
                "keywords": [
                  "ArmedGroup"
                ],
                "sourceUrl": [
                  "https://w3id.org/actograph/kg/hamas"
                ],
                "notes": [
                  "assertions 4, documents 2, 2025-04-12 to 2025-05-01"
                ]
              }
            }
            {
              "id": "actograph-27973caa1bea0fc0ad3b8191626425fb41ab6b5a",
              "schema": "Article",
              "properties": {
                "title": [
                  "Talks"
                ],
                "fileName": [
                  "one"
                ],
                "publishedAt": [
                  "2025-04-12"
                ],
                "publisher": [
                  "The Courier"
                ],
                "sourceUrl": [
                  "https://w3id.org/actograph/kg/doc/one"
                ]
              }
            }
            {
              "id": "actograph-b682831cb8fe1fe973734269b8cbed9af60d38a1",
              "schema": "UnknownLink",
              "properties": {
                "role": [
                  "funds"
                ],
                "status": [
                  "stated 2, denied 1"
                ],
                "date": [
                  "2025-04-10",
                  "2025-04-11"
                ],
                "summary": [
                  "predicate funds, documents 2, confidence 0.93, PLOVER AID, quad class MC, 2025-04-12 to 2025-05-01"
                ],
                "description": [
                  "Iran funds Hamas."
                ],
                "publisher": [
                  "Reuters"
                ],
                "sourceUrl": [
                  "https://w3id.org/actograph/kg/a/funds"
                ],
                "proof": [
                  "actograph-27973caa1bea0fc0ad3b8191626425fb41ab6b5a"
                ],
                "subject": [
                  "actograph-8d70f9a6dece786a0db62fa410ba0815b92c5f28"
                ],
                "object": [
                  "actograph-3352d06882644636e6c3e2f63d0f58a6bb992de9"
                ]
              }
            }
            {
              "id": "actograph-d17a4558130a5d10cde729e4e415d40e326e65e7",
              "schema": "UnknownLink",
              "properties": {
                "role": [
                  "arms (possible)"
                ],
                "status": [
                  "possible 1"
                ],
                "date": [
                  "2025-04-10",
                  "2025-04-11"
                ],
                "summary": [
                  "predicate arms, documents 2, confidence 0.93, PLOVER AID, quad class MC, 2025-04-12 to 2025-05-01"
                ],
                "description": [
                  "Iran arms Hamas."
                ],
                "publisher": [
                  "Reuters"
                ],
                "sourceUrl": [
                  "https://w3id.org/actograph/kg/a/arms"
                ],
                "proof": [
                  "actograph-27973caa1bea0fc0ad3b8191626425fb41ab6b5a"
                ],
                "subject": [
                  "actograph-8d70f9a6dece786a0db62fa410ba0815b92c5f28"
                ],
                "object": [
                  "actograph-3352d06882644636e6c3e2f63d0f58a6bb992de9"
                ]
              }
            }
        "#]]
        .assert_eq(&lines.concat());
    }

    #[test]
    fn an_exact_schema_is_only_for_what_is_said_to_be_so_between_fitting_ends() {
        for (subject, object, manner, expected) in [
            (Class::Person, Class::State, Manner::Stated, "Directorship"),
            (Class::Person, Class::State, Manner::Ended, "Directorship"),
            (Class::Person, Class::State, Manner::Denied, "UnknownLink"),
            (Class::Person, Class::Person, Manner::Stated, "UnknownLink"),
        ] {
            let mut view = crate::exchange::fixture::empty();
            let [subject, object] =
                [("a", subject), ("b", object)].map(|(id, class)| view.graph.add_node(node(id, id, class)));
            view.graph.add_edge(subject, object, edge("leads", &[(manner, 1)]));
            assert_eq!(schemata(&view).last().map(String::as_str), Some(expected));
        }
    }

    #[test]
    fn what_has_no_counterpart_is_left_out_and_counted() {
        let mut view = small();
        let idea = view.graph.add_node(node("idea", "idea", Class::Idea));
        view.graph.add_edge(petgraph::graph::NodeIndex::new(0), idea, edge("rejects", &[(Manner::Stated, 1)]));
        let table = Schemata::load(&Data::embedded()).unwrap();
        assert_eq!(left_out(&view, &table), (1, 1));
        assert_eq!(schemata(&view).iter().filter(|schema| *schema == "UnknownLink").count(), 2);
    }

    #[test]
    fn hostile_texts_stay_what_they_are() {
        assert_eq!(written(&evil())[0]["properties"]["name"][0], CLEANED);
    }
}
