//! A query → its whole answer as bytes, or the reason why there is none.
//!
//! An answer is in memory before its first byte is sent: one that fails half-way is an error, and none that was cut off
//! looks whole. The limit of rows bounds it; [`BYTES`] does where rows are long.

use std::collections::HashSet;
use std::io::{self, Write};
use std::time::Duration;

use hyper::StatusCode;
use oxigraph::model::GraphNameRef;
use oxigraph::sparql::results::QueryResultsSerializer;
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults};

use crate::graph::query::{Answer, Format, Settings, prepare, stop};
use crate::graph::rdf::{self, Syntax};
use crate::graph::update;
use crate::graph::vocabulary::Base;
use crate::serve::accept::{GRAPHS, TABLES, choose, names};
use crate::serve::live::Snapshot;
use crate::serve::reply::Reply;
use crate::serve::work::Outcome;

/// The most bytes of an answer.
const BYTES: usize = 256 << 20;

/// Runs a query. `time` is said to the client if the token has ended it.
pub(super) fn answer(
    snapshot: &Snapshot,
    query: (&str, Settings),
    accept: &str,
    (rows, time): (usize, Duration),
    token: &CancellationToken,
) -> Outcome {
    stop::stoppable(|| evaluate(snapshot, query, accept, (rows, time), token))
        .unwrap_or_else(|| Err(refusal(&QueryEvaluationError::Cancelled, time)))
}

fn evaluate(
    snapshot: &Snapshot,
    (text, settings): (&str, Settings),
    accept: &str,
    (rows, time): (usize, Duration),
    token: &CancellationToken,
) -> Outcome {
    let index = &snapshot.index;
    let settings = Settings { token: token.clone(), ..settings };
    let prepared = prepare(index, text, &settings).map_err(|error| {
        if update::is_update(index, text) {
            return Reply::bad_request("this is an update: send it to /update");
        }
        Reply::bad_request(error.to_string())
    })?;
    let failed = |error: QueryEvaluationError| refusal(&error, time);
    let mut out = Bounded { bytes: Vec::new() };
    let too_many = || {
        let message = format!(
            "the answer has more than {rows} rows: ask for less (LIMIT), export the store, or start the server with a \
             higher --limit"
        );
        Reply::text(StatusCode::UNPROCESSABLE_ENTITY, message)
    };
    let kind = match index.quads.execute(prepared).map_err(failed)? {
        QueryResults::Boolean(truth) => {
            let (kind, format) = chosen(accept, TABLES)?;
            Answer::Truth(truth).write(format, &index.base, &mut out).map_err(|e| Reply::failed(e.to_string()))?;
            kind
        }
        QueryResults::Solutions(solutions) => {
            let (kind, format) = chosen(accept, TABLES)?;
            let format = format.table().expect("TABLES has tables only");
            let variables = solutions.variables().to_vec();
            let serializer = QueryResultsSerializer::from_format(format);
            let mut table = serializer.serialize_solutions_to_writer(&mut out, variables).map_err(too_long)?;
            for (n, solution) in solutions.enumerate() {
                if n == rows {
                    return Err(too_many());
                }
                table.serialize(solution.map_err(failed)?.iter()).map_err(too_long)?;
            }
            table.finish().map_err(too_long)?;
            kind
        }
        QueryResults::Graph(triples) => {
            let (kind, format) = chosen(accept, GRAPHS)?;
            let mut all = HashSet::new();
            for triple in triples {
                all.insert(triple.map_err(failed)?);
                if all.len() > rows {
                    return Err(too_many());
                }
            }
            let mut all: Vec<_> = all.into_iter().collect();
            all.sort_by_cached_key(ToString::to_string);
            write_graph(
                format,
                &index.base,
                all.iter().map(|t| t.as_ref().in_graph(GraphNameRef::DefaultGraph)),
                &mut out,
            )?;
            kind
        }
    };
    Ok(Reply::ok(kind, out.bytes))
}

/// Triples in a form of [`GRAPHS`].
pub(super) fn write_graph<'q>(
    format: Format,
    base: &Base,
    quads: impl Iterator<Item = oxigraph::model::QuadRef<'q>> + Clone,
    out: &mut Bounded,
) -> Result<(), Reply> {
    let Format::Rdf(syntax) = format else { unreachable!("GRAPHS has triples only") };
    rdf::write(syntax, &base.prefixes(), quads, out).map_err(|error| match syntax {
        // A predicate that ends in no name.
        Syntax::RdfXml => Reply::text(StatusCode::NOT_ACCEPTABLE, format!("RDF/XML cannot say this: {error}")),
        _ => too_long(error),
    })
}

/// The form that the client likes best.
pub(super) fn chosen(accept: &str, forms: &[(&'static str, Format)]) -> Result<(&'static str, Format), Reply> {
    choose(accept, forms).ok_or_else(|| {
        let message = format!("the answer can be had as {}", names(forms));
        Reply::text(StatusCode::NOT_ACCEPTABLE, message)
    })
}

fn refusal(error: &QueryEvaluationError, time: Duration) -> Reply {
    match error {
        QueryEvaluationError::Cancelled => {
            Reply::busy(format!("the query took longer than {} s and was ended", time.as_secs_f64()))
        }
        QueryEvaluationError::UnsupportedService(name) => {
            let message = format!("SERVICE {name}: that is no endpoint which this server may ask");
            Reply::text(StatusCode::UNPROCESSABLE_ENTITY, message)
        }
        QueryEvaluationError::Service(reason) => Reply::text(StatusCode::BAD_GATEWAY, reason.to_string()),
        error => Reply::failed(error.to_string()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
fn too_long(error: io::Error) -> Reply {
    Reply::text(StatusCode::UNPROCESSABLE_ENTITY, format!("the answer is too long: {error}"))
}

/// Memory that takes no more than [`BYTES`].
#[derive(Default)]
pub(super) struct Bounded {
    pub bytes: Vec<u8>,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > BYTES {
            return Err(io::Error::other(format!("it has more than {} MiB", BYTES >> 20)));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
