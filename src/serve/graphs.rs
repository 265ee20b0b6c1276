//! Whole graphs by their names, by the SPARQL 1.1 Graph Store HTTP Protocol
//! (<https://www.w3.org/TR/sparql11-http-rdf-update/>), with graphs named in the address (`?graph=`, `?default`).
//!
//! The default graph is all graphs together, as for queries; so it can be read, and added to (which goes to the graph
//! `kg:own`), but not replaced or deleted.

use hyper::{Method, StatusCode};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, Quad};
use oxigraph::sparql::CancellationToken;

use crate::diagnostic::Error;
use crate::graph::update;
use crate::serve::accept::GRAPHS;
use crate::serve::answer::{Bounded, chosen, write_graph};
use crate::serve::live::{Live, Snapshot};
use crate::serve::protocol::{form, media_type, single, wrong_iri};
use crate::serve::reply::Reply;
use crate::serve::work::Outcome;

/// The graph that an address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Default,
    Named(NamedNode),
}

impl Target {
    pub(super) fn parse(parameters: &str) -> Result<Self, Reply> {
        let parameters = form(parameters.as_bytes());
        match (single(&parameters, "graph")?, single(&parameters, "default")?) {
            (Some(iri), None) => NamedNode::new(&iri).map(Self::Named).map_err(|e| wrong_iri("graph", &iri, &e)),
            (None, Some(_)) => Ok(Self::Default),
            _ => {
                Err(Reply::bad_request("name one graph: /store?graph=IRI, or /store?default for all of them together"))
            }
        }
    }

    fn name(&self) -> GraphNameRef<'_> {
        match self {
            Self::Default => GraphNameRef::DefaultGraph,
            Self::Named(node) => node.into(),
        }
    }
}

/// The triples of a graph.
pub(super) fn read(
    snapshot: &Snapshot,
    target: &Target,
    accept: &str,
    rows: usize,
    token: &CancellationToken,
) -> Outcome {
    let (kind, format) = chosen(accept, GRAPHS)?;
    let mut quads: Vec<Quad> = Vec::new();
    for quad in snapshot.index.quads.quads_for_pattern(None, None, None, Some(target.name())) {
        let quad = quad.map_err(|e| Reply::failed(e.to_string()))?;
        if quads.len() == rows {
            let message = format!("the graph has more than {rows} triples: `actograph export` writes whole stores");
            return Err(Reply::text(StatusCode::UNPROCESSABLE_ENTITY, message));
        }
        if token.is_cancelled() {
            return Err(Reply::busy("that took too long"));
        }
        quads.push(Quad { graph_name: GraphName::DefaultGraph, ..quad });
    }
    if quads.is_empty() && *target != Target::Default {
        return Err(Reply::text(StatusCode::NOT_FOUND, "there is no such graph"));
    }
    quads.sort_by_cached_key(ToString::to_string);
    let mut out = Bounded::default();
    write_graph(format, &snapshot.index.base, quads.iter().map(Quad::as_ref), &mut out)?;
    Ok(Reply::ok(kind, out.bytes))
}

/// Replaces (`PUT`), adds to (`POST`) or removes (`DELETE`) a graph of the user's own.
pub(super) fn write(
    live: &Live,
    target: &Target,
    method: &Method,
    (content_type, body): (Option<&str>, &[u8]),
    token: &CancellationToken,
) -> Outcome {
    let graph = match target {
        Target::Named(node) => node.clone(),
        Target::Default if *method == Method::POST => live.snapshot().index.base.own(),
        Target::Default => {
            return Err(Reply::bad_request("the default graph is all graphs together: name one of your own"));
        }
    };
    let quads = if *method == Method::DELETE { Vec::new() } else { parse(content_type, body, &graph)? };
    let name = GraphNameRef::from(&graph);
    let in_store = || live.snapshot().index.quads.quads_for_pattern(None, None, None, Some(name)).next().is_some();
    let there = *target == Target::Default || in_store();
    if *method == Method::DELETE && !there {
        return Err(Reply::text(StatusCode::NOT_FOUND, "there is no such graph"));
    }
    live.write(|index, own| {
        if token.is_cancelled() {
            return Err(Refused(Reply::busy("that took too long; nothing is changed")));
        }
        let done = update::put(index, own, &graph, quads, *method != Method::POST);
        done.map_err(|e| Refused(Reply::text(StatusCode::FORBIDDEN, e.to_string())))
    })
    .map_err(|refused: Refused| refused.0)?;
    let status = if there || *method == Method::DELETE { StatusCode::NO_CONTENT } else { StatusCode::CREATED };
    Ok(Reply { status, ..Reply::ok("text/plain; charset=utf-8", "") })
}

/// Why nothing was written.
pub(super) struct Refused(pub Reply);

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match error {
            Error::Busy { .. } => Self(Reply::busy(error.to_string())),
            other => Self(Reply::failed(other.to_string())),
        }
    }
}

fn parse(content_type: Option<&str>, body: &[u8], graph: &NamedNode) -> Result<Vec<Quad>, Reply> {
    let format = content_type.map(|header| media_type(header).0).and_then(RdfFormat::from_media_type);
    let triples = [RdfFormat::Turtle, RdfFormat::NTriples, RdfFormat::RdfXml];
    let is_json_ld = |f: &RdfFormat| matches!(f, RdfFormat::JsonLd { .. });
    let Some(format) = format.filter(|f| triples.contains(f) || is_json_ld(f)) else {
        let message = "a graph is written as text/turtle, application/n-triples, application/rdf+xml or \
                       application/ld+json";
        return Err(Reply::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    };
    let parser = RdfParser::from_format(format).with_base_iri(graph.as_str()).expect("a graph's name is an IRI");
    parser.for_slice(body).collect::<Result<_, _>>().map_err(|e| Reply::bad_request(e.to_string()))
}
