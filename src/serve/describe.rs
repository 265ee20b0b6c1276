//! What the server can do (SPARQL 1.1 Service Description, <https://www.w3.org/TR/sparql11-service-description/>), and
//! what its store holds (VoID, <https://www.w3.org/TR/void/>).

use std::collections::BTreeMap;

use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use oxigraph::sparql::CancellationToken;

use crate::graph::query::{Answer, Settings, ask_with};
use crate::graph::vocabulary::{AG, FOREIGN, ONTOLOGY_GRAPH, REL};
use crate::serve::accept::GRAPHS;
use crate::serve::answer::{Bounded, chosen, write_graph};
use crate::serve::live::Snapshot;
use crate::serve::reply::Reply;
use crate::serve::work::Outcome;

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";
/// The last parts of the names of the formats of answers.
const RESULTS: [&str; 10] = [
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
];

fn node(space: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{space}{name}"))
}

fn quad(subject: &NamedNode, predicate: NamedNode, object: impl Into<Term>) -> Quad {
    Quad::new(subject.clone(), predicate, object, GraphName::DefaultGraph)
}

fn number(n: usize) -> Term {
    Literal::from(u64::try_from(n).unwrap_or(u64::MAX)).into()
}

/// What the server can do; `site` is its address (`http://127.0.0.1:7878`).
pub(super) fn service(snapshot: &Snapshot, site: &str, accept: &str, writable: bool) -> Outcome {
    let (kind, format) = chosen(accept, GRAPHS)?;
    let (query, data) = (node(site, "/query"), node(site, "/.well-known/void#dataset"));
    let service = node(site, "/query#service");
    let sd = |name: &str| node(SD, name);
    let mut quads = vec![
        quad(&service, rdf::TYPE.into_owned(), sd("Service")),
        quad(&service, sd("endpoint"), query),
        quad(&service, sd("supportedLanguage"), sd("SPARQL11Query")),
        quad(&service, sd("defaultDataset"), data.clone()),
        quad(&data, rdf::TYPE.into_owned(), sd("Dataset")),
        quad(&data, sd("defaultGraph"), node(site, "/.well-known/void#default")),
        quad(&node(site, "/.well-known/void#default"), rdf::TYPE.into_owned(), sd("Graph")),
    ];
    if writable {
        quads.push(quad(&service, sd("supportedLanguage"), sd("SPARQL11Update")));
    }
    for name in RESULTS {
        quads.push(quad(&service, sd("resultFormat"), node(FORMATS, name)));
    }
    let mut out = Bounded::default();
    write_graph(format, &snapshot.index.base, quads.iter().map(Quad::as_ref), &mut out)?;
    Ok(Reply::ok(kind, out.bytes))
}

/// What the store holds.
pub(super) fn void(snapshot: &Snapshot, site: &str, accept: &str, token: &CancellationToken) -> Outcome {
    let (kind, format) = chosen(accept, GRAPHS)?;
    let counts = if let Some(counts) = snapshot.counts.get() {
        counts
    } else {
        let counted = count(snapshot, token)?;
        snapshot.counts.get_or_init(|| counted)
    };
    let quads = dataset(snapshot, counts, site);
    let mut out = Bounded::default();
    write_graph(format, &snapshot.index.base, quads.iter().map(Quad::as_ref), &mut out)?;
    Ok(Reply::ok(kind, out.bytes))
}

/// How often a state has each property and each class.
pub(super) struct Counts {
    properties: BTreeMap<String, usize>,
    classes: BTreeMap<String, usize>,
}

fn count(snapshot: &Snapshot, token: &CancellationToken) -> Result<Counts, Reply> {
    let by = |query: &str| -> Result<BTreeMap<String, usize>, Reply> {
        let settings = Settings { token: token.clone(), ..Settings::default() };
        let answer = ask_with(&snapshot.index, query, &settings).map_err(|e| Reply::busy(e.to_string()))?;
        let Answer::Table { rows, .. } = answer else { return Ok(BTreeMap::new()) };
        let row = |row: Vec<Option<Term>>| match row.as_slice() {
            [Some(Term::NamedNode(what)), Some(Term::Literal(n))] => {
                Some((what.as_str().to_owned(), n.value().parse().ok()?))
            }
            _ => None,
        };
        Ok(rows.into_iter().filter_map(row).collect())
    };
    Ok(Counts {
        properties: by("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")?,
        classes: by("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c")?,
    })
}

fn dataset(snapshot: &Snapshot, Counts { properties, classes }: &Counts, site: &str) -> Vec<Quad> {
    let data = node(site, "/.well-known/void#dataset");
    let (void, dcterms) = (|name: &str| node(VOID, name), |name: &str| node("http://purl.org/dc/terms/", name));
    let mut quads = vec![
        quad(&data, rdf::TYPE.into_owned(), void("Dataset")),
        quad(&data, dcterms("title"), Literal::new_simple_literal("A knowledge graph made by actograph")),
        quad(&data, void("sparqlEndpoint"), node(site, "/query")),
        quad(&data, void("uriSpace"), Literal::new_simple_literal(snapshot.index.base.as_str())),
        quad(&data, void("triples"), number(properties.values().sum())),
        quad(&data, void("properties"), number(properties.len())),
        quad(&data, void("classes"), number(classes.len())),
        quad(&data, void("documents"), number(classes.get(&format!("{AG}Document")).copied().unwrap_or(0))),
    ];
    let used = |space: &&str| properties.keys().any(|p| p.starts_with(*space));
    let spaces = [AG, REL].into_iter().chain(FOREIGN.iter().map(|(_, space)| *space)).filter(used);
    quads.extend(spaces.map(|space| quad(&data, void("vocabulary"), NamedNode::new_unchecked(space))));
    quads.push(quad(&data, void("vocabulary"), NamedNode::new_unchecked(ONTOLOGY_GRAPH)));
    for (partition, what, counted, counts) in
        [("propertyPartition", "property", "triples", properties), ("classPartition", "class", "entities", classes)]
    {
        for (number_of, (iri, n)) in counts.iter().enumerate() {
            let part = node(site, &format!("/.well-known/void#{what}-{}", number_of + 1));
            quads.push(quad(&data, void(partition), part.clone()));
            quads.push(quad(&part, void(what), NamedNode::new_unchecked(iri)));
            quads.push(quad(&part, void(counted), number(*n)));
        }
    }
    quads
}
