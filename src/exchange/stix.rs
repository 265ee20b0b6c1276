//! A view → a STIX 2.1 bundle, for OpenCTI, MISP and other tools of threat intelligence.
//!
//! Nodes are identities, threat actors and incidents (`ontology/exchange/stix-classes.tsv`), edges are relationships
//! whose type is the predicate in STIX's manner, `withdraws-from`; dated documents are reports. A relationship says that
//! something is so. Therefore what is only planned, possible, wanted or denied is a note about both ends. All attributes
//! ride along in an extension, which is defined in the bundle. Classes without a counterpart are left out with their
//! edges ([`left_out`]).
//!
//! Identifiers are UUIDs of version 5 over IRIs, in a namespace of our own as the specification asks. STIX wants to know
//! when an object was made: that is the first and last date of its documents, so equal views give equal bytes.
//!
//! Source: STIX 2.1, OASIS Standard, sections 2.9, 3.2, 4.5, 4.9, 4.14, 5.1, 7.3.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Result, Write};

use petgraph::visit::EdgeRef as _;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::attributes::{self, Attribute, EDGE, NODE, clean};
use super::json::array;
use crate::data::{Data, Table};
use crate::diagnostic::Error;
use crate::graph::view::{Edge, Evidence, Node, Standing, View};
use crate::ontology::Class;

const CLASSES: &str = "exchange/stix-classes.tsv";
/// What a name is made an identifier in.
const NAMESPACE: &str = "https://w3id.org/actograph/stix";
/// When something was made of which no date is known: nothing is older.
const UNKNOWN: &str = "1970-01-01";

/// What the graph's classes are in STIX.
#[derive(Debug, Clone, Default)]
pub struct Types {
    /// The type of the object, and the class of an identity.
    classes: BTreeMap<Class, (String, String)>,
}

impl Types {
    /// Reads the table.
    ///
    /// # Errors
    /// As [`Data::text`]; [`Error::Content`] for a class that does not exist.
    pub fn load(data: &Data) -> std::result::Result<Self, Error> {
        let mut classes = BTreeMap::new();
        for row in Table::load(data, CLASSES)?.rows() {
            let wrong = |message| Error::Content { place: format!("{CLASSES}:{}", row.line()), message };
            let class: Class = row.get("class").parse().map_err(wrong)?;
            classes.insert(class, (row.get("type").to_owned(), row.get("identity").to_owned()));
        }
        Ok(Self { classes })
    }

    /// The type and the identity class of a node.
    fn of(&self, node: &Node) -> Option<(&str, &str)> {
        self.classes.get(&node.class).map(|(kind, identity)| (kind.as_str(), identity.as_str()))
    }

    fn id(&self, node: &Node) -> Option<String> {
        Some(id(self.of(node)?.0, &[&node.iri]))
    }
}

/// How many nodes and edges have no counterpart.
pub fn left_out(view: &View, types: &Types) -> (usize, usize) {
    let known = |node: &Node| types.of(node).is_some();
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
pub fn write(view: &View, types: &Types, mut out: impl Write) -> Result<()> {
    let dates = view.dates.as_ref();
    let author = id("identity", &["actograph"]);
    let extension = id("extension-definition", &["actograph"]);
    let frame = Frame { dates, author: &author, extension: &extension };
    let ends = |edge: petgraph::graph::EdgeReference<'_, Edge>| {
        let [subject, object] = [edge.source(), edge.target()].map(|end| &view.graph[end]);
        Some(([subject, object], [types.id(subject)?, types.id(object)?]))
    };
    let mut reports: BTreeMap<&str, (&Evidence, BTreeSet<String>)> = BTreeMap::new();
    for edge in view.graph.edge_references() {
        let Some((nodes, ids)) = ends(edge) else { continue };
        for evidence in edge.weight().evidence.iter().filter(|evidence| evidence.date.is_some()) {
            let (_, about) = reports.entry(&evidence.document).or_insert_with(|| (evidence, BTreeSet::new()));
            about.extend(ids.iter().cloned());
            about.insert(edge_id(edge.weight(), nodes));
        }
    }
    let content: Vec<String> =
        view.graph.edge_references().filter_map(|edge| Some(edge_id(edge.weight(), ends(edge)?.0))).collect();
    let content: Vec<&str> = content.iter().map(String::as_str).collect();
    let bundle = id("bundle", &content);
    let nodes = view.graph.node_weights().filter_map(|node| Some(frame.node(node, types.of(node)?)));
    let edges = view.graph.edge_references().filter_map(|edge| {
        let (nodes, ids) = ends(edge)?;
        Some(frame.edge(edge.weight(), nodes, &ids))
    });
    let reports = reports.values().map(|(evidence, about)| frame.report(evidence, about));
    write!(out, "{{\"type\":\"bundle\",\"id\":\"{bundle}\",\"objects\":")?;
    array(&mut out, frame.own().into_iter().chain(nodes).chain(edges).chain(reports))?;
    out.write_all(b"}\n")?;
    out.flush()
}

/// What all objects of a bundle have in common.
struct Frame<'a> {
    dates: Option<&'a (String, String)>,
    author: &'a str,
    extension: &'a str,
}

impl Frame<'_> {
    /// We, and our attributes.
    fn own(&self) -> [Value; 2] {
        let mut author = self.object("identity", self.author.to_owned(), None);
        author.insert("name".to_owned(), "actograph".into());
        author.insert("identity_class".to_owned(), "system".into());
        author.remove("created_by_ref");
        let mut extension = self.object("extension-definition", self.extension.to_owned(), None);
        extension.insert("name".to_owned(), "actograph attributes".into());
        extension.insert(
            "description".to_owned(),
            "Attributes of actors and of what is said about them; see docs/exports.md of actograph.".into(),
        );
        extension.insert("schema".to_owned(), "https://w3id.org/actograph/ns#".into());
        extension.insert("version".to_owned(), "1.0.0".into());
        extension.insert("extension_types".to_owned(), json!(["property-extension"]));
        [author.into(), extension.into()]
    }

    fn node(&self, node: &Node, (kind, identity): (&str, &str)) -> Value {
        let mut object = self.object(kind, id(kind, &[&node.iri]), node.dates.as_ref());
        object.insert("name".to_owned(), clean(&node.label).into());
        if !identity.is_empty() {
            object.insert("identity_class".to_owned(), identity.into());
        }
        let item = node.item.iter().map(|item| json!({"source_name": "Wikidata", "url": item}));
        let references = [json!({"source_name": "actograph", "url": node.iri})].into_iter().chain(item);
        object.insert("external_references".to_owned(), references.collect::<Vec<_>>().into());
        self.extend(&mut object, NODE, node);
        object.into()
    }

    fn edge(&self, edge: &Edge, nodes: [&Node; 2], ends: &[String; 2]) -> Value {
        let id = edge_id(edge, nodes);
        let mut object;
        let sample = edge.evidence.first().map(|sample| clean(&sample.sentence).into_owned());
        if is_so(edge) {
            object = self.object("relationship", id, edge.dates.as_ref());
            object.insert("relationship_type".to_owned(), kind(&edge.predicate).into());
            object.insert("source_ref".to_owned(), ends[0].as_str().into());
            object.insert("target_ref".to_owned(), ends[1].as_str().into());
            if let Some(sample) = sample {
                object.insert("description".to_owned(), sample.into());
            }
        } else {
            object = self.object("note", id, edge.dates.as_ref());
            let manners: Vec<&str> = edge.counts.keys().map(|manner| manner.name()).collect();
            let [subject, object_] = nodes.map(|node| clean(&node.label));
            let abstract_ = format!("{}: {subject} {} {object_}", manners.join(", "), clean(&edge.label));
            object.insert("content".to_owned(), sample.unwrap_or_else(|| abstract_.clone()).into());
            object.insert("abstract".to_owned(), abstract_.into());
            let both: BTreeSet<&String> = ends.iter().collect();
            object.insert("object_refs".to_owned(), json!(both));
        }
        object.insert("confidence".to_owned(), ((edge.confidence.clamp(0.0, 1.0) * 100.0).round() as u8).into());
        let references = edge.evidence.iter().map(|evidence| {
            let name = clean(evidence.title.as_ref().unwrap_or(&evidence.name)).into_owned();
            json!({"source_name": name, "url": evidence.document, "description": clean(&evidence.sentence)})
        });
        let references: Vec<Value> = references.collect();
        if !references.is_empty() {
            object.insert("external_references".to_owned(), references.into());
        }
        self.extend(&mut object, EDGE, edge);
        object.into()
    }

    fn report(&self, evidence: &Evidence, about: &BTreeSet<String>) -> Value {
        let dates = evidence.date.clone().map(|date| (date.clone(), date));
        let mut object = self.object("report", id("report", &[&evidence.document]), dates.as_ref());
        object.insert("name".to_owned(), clean(evidence.title.as_ref().unwrap_or(&evidence.name)).into());
        let published = object["created"].clone();
        object.insert("published".to_owned(), published);
        object
            .insert("external_references".to_owned(), json!([{"source_name": "actograph", "url": evidence.document}]));
        object.insert("object_refs".to_owned(), json!(about));
        object.into()
    }

    fn object(&self, kind: &str, id: String, dates: Option<&(String, String)>) -> Map<String, Value> {
        let (first, last) = match dates.or(self.dates) {
            Some((first, last)) => (instant(first), instant(last)),
            None => (instant(UNKNOWN), instant(UNKNOWN)),
        };
        let members = [
            ("type", kind.into()),
            ("spec_version", "2.1".into()),
            ("id", id.into()),
            ("created_by_ref", self.author.into()),
            ("created", Value::from(first)),
            ("modified", last.into()),
        ];
        members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }

    fn extend<T>(&self, object: &mut Map<String, Value>, table: &'static [Attribute<T>], item: &T) {
        let mut extension = Map::from_iter([("extension_type".to_owned(), "property-extension".into())]);
        // STIX has no empty lists.
        let values = attributes::values(table, item).map(|(a, value)| (a.name.to_owned(), Value::from(value)));
        extension.extend(values.filter(|(_, value)| value.as_array().is_none_or(|list| !list.is_empty())));
        let mut extensions = Map::new();
        extensions.insert(self.extension.to_owned(), extension.into());
        object.insert("extensions".to_owned(), extensions.into());
    }
}

fn edge_id(edge: &Edge, [subject, object]: [&Node; 2]) -> String {
    id(if is_so(edge) { "relationship" } else { "note" }, &[&subject.iri, &edge.predicate, &object.iri])
}

/// Whether somebody says that it is or was so.
fn is_so(edge: &Edge) -> bool {
    [Standing::Stated, Standing::Reported].iter().any(|standing| edge.standings.contains_key(standing))
}

fn id(kind: &str, parts: &[&str]) -> String {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE.as_bytes());
    // No IRI holds a line end: parts cannot run into each other.
    format!("{kind}--{}", Uuid::new_v5(&namespace, parts.join("\n").as_bytes()))
}

/// A relationship's type: `withdrawsFrom` → `withdraws-from`; letters a to z, numbers and hyphens.
fn kind(predicate: &str) -> String {
    let mut kind = String::new();
    for c in predicate.chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            kind.push(c);
        } else {
            if !kind.is_empty() && !kind.ends_with('-') {
                kind.push('-');
            }
            if c.is_ascii_uppercase() {
                kind.push(c.to_ascii_lowercase());
            }
        }
    }
    let kind = kind.trim_end_matches('-');
    if kind.is_empty() { "related-to".to_owned() } else { kind.to_owned() }
}

/// The beginning of a day as STIX writes it; what is no day is the unknown one.
fn instant(day: &str) -> String {
    let day = day.parse::<jiff::civil::Date>().map_or_else(|_| UNKNOWN.to_owned(), |day| day.to_string());
    format!("{day}T00:00:00.000Z")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::exchange::fixture::{CLEANED, edge, empty, evil, node, small};
    use crate::graph::view::Manner;

    fn objects(view: &View) -> Vec<Value> {
        let mut bytes = Vec::new();
        write(view, &Types::load(&Data::embedded()).unwrap(), &mut bytes).unwrap();
        let bundle: Value = serde_json::from_slice(&bytes).unwrap();
        bundle["objects"].as_array().unwrap().clone()
    }

    fn of<'a>(objects: &'a [Value], kind: &str) -> Vec<&'a Value> {
        objects.iter().filter(|object| object["type"] == kind).collect()
    }

    #[test]
    fn a_relation_is_a_relationship_with_its_ends_evidence_and_attributes() {
        let objects = objects(&small());
        expect![[r#"
            {
              "type": "relationship",
              "spec_version": "2.1",
              "id": "relationship--6a1f2922-4f74-5bba-bb70-be069e0b0e4d",
              "created_by_ref": "identity--0715eb1e-ba3b-5dcc-8315-fbd180c3b1ba",
              "created": "2025-04-12T00:00:00.000Z",
              "modified": "2025-05-01T00:00:00.000Z",
              "relationship_type": "funds",
              "source_ref": "identity--f2308ebc-7338-5b1d-a857-3e93c079c79b",
              "target_ref": "threat-actor--9c9dfe2f-2dec-56d3-8c9f-5e452a0e0a75",
              "description": "Iran funds Hamas.",
              "confidence": 93,
              "external_references": [
                {
                  "source_name": "Talks",
                  "url": "https://w3id.org/actograph/kg/doc/one",
                  "description": "Iran funds Hamas."
                }
              ],
              "extensions": {
                "extension-definition--0715eb1e-ba3b-5dcc-8315-fbd180c3b1ba": {
                  "extension_type": "property-extension",
                  "predicate": "funds",
                  "label": "funds",
                  "symmetric": false,
                  "lasting": false,
                  "plover": "AID",
                  "quad_class": "MC",
                  "tone": "cooperation",
                  "weight": 3,
                  "stated": 2,
                  "reported": 0,
                  "uncertain": 0,
                  "denied": 1,
                  "ended": 0,
                  "planned": 0,
                  "possible": 0,
                  "desired": 0,
                  "documents": 2,
                  "first_date": "2025-04-12",
                  "last_date": "2025-05-01",
                  "happened_from": "2025-04-10",
                  "happened_to": "2025-04-11",
                  "confidence": 0.93,
                  "evidence": [
                    "https://w3id.org/actograph/kg/a/funds"
                  ],
                  "sample": "Iran funds Hamas.",
                  "sample_document": "https://w3id.org/actograph/kg/doc/one",
                  "sample_title": "Talks",
                  "sample_publisher": "The Courier",
                  "sample_date": "2025-04-12",
                  "sample_manner": "stated",
                  "sample_sources": [
                    "Reuters"
                  ]
                }
              }
            }"#]]
        .assert_eq(&format!("{:#}", of(&objects, "relationship")[0]));
    }

    #[test]
    fn what_is_only_possible_is_a_note() {
        let objects = objects(&small());
        assert_eq!((of(&objects, "relationship").len(), of(&objects, "note").len()), (1, 1));
        assert_eq!(of(&objects, "note")[0]["abstract"], "possible: Iran arms Hamas");
        let report = of(&objects, "report")[0];
        assert_eq!(
            (report["published"].as_str(), report["object_refs"].as_array().unwrap().len()),
            (Some("2025-04-12T00:00:00.000Z"), 4)
        );
    }

    #[test]
    fn every_reference_leads_to_an_object_of_the_bundle() {
        for view in [small(), evil(), empty()] {
            let objects = objects(&view);
            let ids: BTreeSet<&str> = objects.iter().map(|object| object["id"].as_str().unwrap()).collect();
            assert_eq!(ids.len(), objects.len());
            for object in &objects {
                let single =
                    ["source_ref", "target_ref", "created_by_ref"].iter().filter_map(|key| object[key].as_str());
                let several = object["object_refs"].as_array().into_iter().flatten().filter_map(Value::as_str);
                assert!(single.chain(several).all(|id| ids.contains(id)), "{object}");
            }
        }
    }

    #[test]
    fn what_has_no_counterpart_is_left_out_and_counted() {
        let mut view = small();
        let place = view.graph.add_node(node("gaza", "Gaza", Class::Place));
        view.graph.add_edge(petgraph::graph::NodeIndex::new(1), place, edge("attacks", &[(Manner::Stated, 1)]));
        assert_eq!(left_out(&view, &Types::load(&Data::embedded()).unwrap()), (1, 1));
        assert_eq!(of(&objects(&view), "relationship").len(), 1);
    }

    #[test]
    fn types_are_small_letters_with_hyphens() {
        for (predicate, expected) in
            [("withdrawsFrom", "withdraws-from"), ("talk with", "talk-with"), ("中", "related-to"), ("a`; B", "a-b")]
        {
            assert_eq!(kind(predicate), expected);
        }
    }

    #[test]
    fn a_day_that_is_none_is_unknown() {
        assert_eq!(instant("2025-04-12"), "2025-04-12T00:00:00.000Z");
        assert_eq!(instant("2025-99"), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn hostile_texts_stay_what_they_are() {
        assert_eq!(of(&objects(&evil()), "threat-actor")[0]["name"], CLEANED);
    }
}
