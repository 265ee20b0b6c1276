//! `SERVICE` of a query → the rows that another SPARQL endpoint gives for it: of those that the user has named, no others.
//!
//! Without a name nothing is asked over the network, and `SERVICE` is refused. An endpoint is named by its whole address;
//! redirections are not followed, since they would lead where nobody allowed. An answer has a limit of time and of bytes.
//! What is sent is the pattern within `SERVICE { … }` and nothing of the store.
//! Source: SPARQL 1.1 Federated Query (<https://www.w3.org/TR/sparql11-federated-query/>), SPARQL 1.1 Protocol, 2.1.3.

use std::io::{self, Read};
use std::time::Duration;

use oxigraph::model::NamedNode;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser};
use oxigraph::sparql::{QueryResults, QuerySolutionIter, ServiceHandler};
use oxiri::Iri;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use ureq::Agent;
use ureq::http::StatusCode;

use crate::diagnostic::Error;

/// The most bytes of one answer: some 300,000 rows of three IRIs.
const BYTES: u64 = 64 << 20;
/// The most of a refusal that is shown.
const SHOWN: u64 = 300;

/// An endpoint that queries may ask.
#[derive(Debug, Clone)]
pub struct Service {
    name: NamedNode,
    agent: Agent,
    time: Duration,
}

/// That an endpoint gave no rows, and why.
#[derive(Debug, thiserror::Error)]
#[error("SERVICE <{name}>: {reason}")]
pub struct Failure {
    name: String,
    reason: String,
}

impl Service {
    /// The endpoint with this address, which may take so long for an answer.
    ///
    /// # Errors
    /// [`Error::Usage`] if that is no address of a web server.
    ///
    /// ```
    /// use actograph::graph::query::service::Service;
    /// let time = std::time::Duration::from_secs(30);
    /// assert_eq!(Service::new("https://example.org/sparql", time).unwrap().name(), "https://example.org/sparql");
    /// assert!(Service::new("example.org/sparql", time).is_err());
    /// assert!(Service::new("file:///etc/passwd", time).is_err());
    /// ```
    pub fn new(address: &str, time: Duration) -> Result<Self, Error> {
        let name = NamedNode::new(address).ok().filter(|name| {
            let rest = name.as_str().strip_prefix("https://").or_else(|| name.as_str().strip_prefix("http://"));
            rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        });
        let name = name.ok_or_else(|| {
            let message =
                format!("`{address}` is no SPARQL endpoint: give its whole address, https://example.org/sparql");
            Error::Usage(message)
        })?;
        let agent = Agent::config_builder()
            .timeout_global(Some(time))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("actograph/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Ok(Self { name, agent, time })
    }

    /// The address, as `SERVICE <…>` has it.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    pub(super) fn node(&self) -> NamedNode {
        self.name.clone()
    }

    fn failed(&self, reason: &str) -> Failure {
        Failure { name: self.name.as_str().to_owned(), reason: reason.to_owned() }
    }
}

impl ServiceHandler for Service {
    type Error = Failure;

    fn handle(
        &self,
        pattern: &GraphPattern,
        base_iri: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, Failure> {
        let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: base_iri.cloned() };
        let request = self.agent.post(self.name.as_str()).content_type("application/sparql-query");
        let sent = request.header("accept", "application/sparql-results+json").send(query.to_string());
        let answer = sent.map_err(|error| match error {
            ureq::Error::Timeout(_) => self.failed(&format!("no answer within {} s", self.time.as_secs_f64())),
            error => self.failed(&error.to_string()),
        })?;
        let status = answer.status();
        if status.is_redirection() {
            let place = answer.headers().get("location").and_then(|place| place.to_str().ok()).unwrap_or("elsewhere");
            return Err(self.failed(&format!("it leads to {place}: name that instead, if you trust it")));
        }
        let mut body = answer.into_body().into_with_config().limit(BYTES).reader();
        if status != StatusCode::OK {
            let mut text = Vec::new();
            // What it says is for the eye; if it cannot be read, the status has to do.
            let _ = body.take(SHOWN).read_to_end(&mut text);
            let text = String::from_utf8_lossy(&text);
            let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
            return Err(self.failed(format!("{status} {line}").trim_end()));
        }
        let mut text = Vec::new();
        body.read_to_end(&mut text).map_err(|error| self.failed(&error.to_string()))?;
        let parser = QueryResultsParser::from_format(QueryResultsFormat::Json);
        let parsed = parser.for_reader(io::Cursor::new(text)).map_err(|error| self.failed(&error.to_string()))?;
        match QueryResults::from(parsed) {
            QueryResults::Solutions(rows) => Ok(rows),
            QueryResults::Boolean(_) | QueryResults::Graph(_) => Err(self.failed("the answer is no table")),
        }
    }
}

#[cfg(test)]
mod tests;
