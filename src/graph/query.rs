//! SPARQL over a store: prefixes known, all graphs together as the default graph, answers in every usual format.
//!
//! It reaches the network for `SERVICE` of endpoints that the caller names; other `SERVICE` and `LOAD` are refused.
//! Syntax errors show the line with a caret.
//! Source: SPARQL 1.1 Query (<https://www.w3.org/TR/sparql11-query/>) and its result formats.

pub mod bind;
#[cfg(feature = "federation")]
pub mod service;
pub mod stop;

use std::io::Write;

use oxigraph::model::{GraphNameRef, NamedNode, Term, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{CancellationToken, PreparedSparqlQuery, QueryEvaluationError, QueryResults, Variable};
use spargebra::SparqlParser;

use crate::diagnostic::{Diagnostic, Error};
use crate::graph::query::bind::{Bindings, bind};
use crate::graph::rdf::{self, Syntax};
use crate::graph::store::Index;
use crate::graph::vocabulary::Base;

/// What a query gives.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The rows of a `SELECT`; a cell is empty where the variable is unbound.
    Table {
        /// The variables, in the order of the query.
        variables: Vec<Variable>,
        /// One term a variable.
        rows: Vec<Vec<Option<Term>>>,
    },
    /// The answer of an `ASK`.
    Truth(bool),
    /// The triples of a `CONSTRUCT` or `DESCRIBE`.
    Graph(Vec<Triple>),
}

/// How an [`Answer`] is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// SPARQL 1.1 Query Results CSV: values only.
    Csv,
    /// SPARQL 1.1 Query Results TSV: terms as in Turtle.
    Tsv,
    /// SPARQL 1.1 Query Results JSON.
    Json,
    /// SPARQL Query Results XML.
    Xml,
    /// RDF, for triples.
    Rdf(Syntax),
}

/// How a query is run.
#[derive(Clone, Default)]
pub struct Settings {
    /// Values of variables, put in before the query runs.
    pub bindings: Bindings,
    /// At most so many rows or triples; the rest is not computed where it need not be sorted.
    pub limit: Option<usize>,
    /// Ends the query when it is cancelled; sorting is not interrupted.
    pub token: CancellationToken,
    /// Graphs that together are the default graph, in place of what the query says itself.
    pub default_graphs: Vec<NamedNode>,
    /// Other endpoints that `SERVICE` may ask.
    #[cfg(feature = "federation")]
    pub services: Vec<service::Service>,
    /// Graphs that `GRAPH` reaches. If these or the others are given, only what is given is asked.
    pub named_graphs: Vec<NamedNode>,
}

/// Runs a query over all graphs of a store together.
///
/// # Errors
/// [`Error::Query`] with line, column and a caret if it cannot be parsed, or with the reason if it cannot be run.
pub fn ask(index: &Index, query: &str) -> Result<Answer, Error> {
    ask_with(index, query, &Settings::default())
}

/// The same with values for its variables, a limit, or an end.
///
/// # Errors
/// As [`ask`], and [`Error::Query`] if a value does not fit or when it is cancelled.
pub fn ask_with(index: &Index, query: &str, settings: &Settings) -> Result<Answer, Error> {
    let prepared = prepare(index, query, settings)?;
    let limit = settings.limit.unwrap_or(usize::MAX);
    let answer = stop::stoppable(|| run(index, prepared, limit));
    answer.unwrap_or_else(|| Err(failed(&QueryEvaluationError::Cancelled)))
}

fn run(index: &Index, prepared: PreparedSparqlQuery, limit: usize) -> Result<Answer, Error> {
    match index.quads.execute(prepared).map_err(|e| stopped(&e))? {
        QueryResults::Boolean(truth) => Ok(Answer::Truth(truth)),
        QueryResults::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut rows = Vec::new();
            for solution in solutions.take(limit) {
                let solution = solution.map_err(|e| stopped(&e))?;
                rows.push(variables.iter().map(|v| solution.get(v).cloned()).collect());
            }
            Ok(Answer::Table { variables, rows })
        }
        QueryResults::Graph(triples) => {
            let triples: Result<Vec<_>, _> = triples.collect();
            let mut triples = triples.map_err(|e| stopped(&e))?;
            triples.sort_by_cached_key(ToString::to_string);
            triples.dedup();
            triples.truncate(limit);
            Ok(Answer::Graph(triples))
        }
    }
}

/// How a query would be run and was run: its plan with the rows and the time of every step, in JSON.
///
/// # Errors
/// As [`ask_with`].
pub fn explain(index: &Index, query: &str, settings: &Settings) -> Result<String, Error> {
    let prepared = prepare(index, query, settings)?;
    let (results, explanation) = index.quads.explain(prepared);
    match results.map_err(|e| failed(&e))? {
        QueryResults::Boolean(_) => {}
        QueryResults::Solutions(rows) => rows.take(settings.limit.unwrap_or(usize::MAX)).for_each(drop),
        QueryResults::Graph(triples) => triples.for_each(drop),
    }
    let mut json = Vec::new();
    explanation.write_in_json(&mut json).map_err(Error::file("-"))?;
    Ok(String::from_utf8(json).expect("JSON is UTF-8"))
}

/// A query that has been parsed, with its values and graphs, ready to run on the store; `limit` is left to the caller.
///
/// # Errors
/// [`Error::Query`] with line, column and a caret if it cannot be parsed, or if a value does not fit.
pub fn prepare(index: &Index, query: &str, settings: &Settings) -> Result<PreparedSparqlQuery, Error> {
    let mut parser = SparqlParser::new();
    for (prefix, iri) in index.base.prefixes() {
        parser = parser.with_prefix(prefix, iri).map_err(|e| failed(&e))?;
    }
    let mut parsed = parser.clone().parse_query(query).map_err(|e| match parser.parse_update(query) {
        Ok(update) if !update.operations.is_empty() => {
            Error::Query("this is an update, which changes the store: `--write` allows it".to_owned())
        }
        _ => syntax_error(query, &e.to_string()),
    })?;
    bind(&mut parsed, &settings.bindings).map_err(Error::Query)?;
    stop::put(&mut parsed);
    let evaluator = stop::evaluator(&settings.token);
    #[cfg(feature = "federation")]
    let evaluator = settings
        .services
        .iter()
        .fold(evaluator, |evaluator, service| evaluator.with_service_handler(service.node(), service.clone()));
    let mut prepared = evaluator.for_query(parsed);
    let (default, named) = (&settings.default_graphs, &settings.named_graphs);
    if !default.is_empty() || !named.is_empty() {
        prepared.dataset_mut().set_default_graph(default.iter().cloned().map(Into::into).collect());
        prepared.dataset_mut().set_available_named_graphs(named.iter().cloned().map(Into::into).collect());
    }
    Ok(prepared)
}

/// Why a query that could be read ended without an answer.
fn stopped(error: &QueryEvaluationError) -> Error {
    match error {
        QueryEvaluationError::UnsupportedService(name) => {
            Error::Query(format!("SERVICE {name} is not asked, unless `--service {}` allows it", name.as_str()))
        }
        error => failed(error),
    }
}

fn failed(error: &dyn std::fmt::Display) -> Error {
    Error::Query(error.to_string())
}

impl Answer {
    /// Whether there is any: a row, a triple, or *yes*.
    pub fn is_some(&self) -> bool {
        match self {
            Self::Table { rows, .. } => !rows.is_empty(),
            Self::Truth(truth) => *truth,
            Self::Graph(triples) => !triples.is_empty(),
        }
    }

    /// Writes it; tables and truths as tables, triples as triples.
    ///
    /// # Errors
    /// [`Error::Usage`] if the answer has no such form, [`Error::File`] (path `-`) if writing fails.
    pub fn write(&self, format: Format, base: &Base, out: &mut dyn Write) -> Result<(), Error> {
        let written = match (self, format.table(), format) {
            (Self::Table { variables, rows }, Ok(format), _) => write_table(variables, rows, format, out),
            (Self::Truth(truth), Ok(format), _) => {
                let serializer = QueryResultsSerializer::from_format(format);
                serializer.serialize_boolean_to_writer(&mut *out, *truth).map(|_| ())
            }
            (Self::Graph(triples), _, Format::Rdf(syntax)) => {
                let quads = triples.iter().map(|t| t.as_ref().in_graph(GraphNameRef::DefaultGraph));
                rdf::write(syntax, &base.prefixes(), quads, out)
            }
            (Self::Graph(_), ..) => {
                let names = Syntax::ALL.map(Syntax::name).join(", ");
                return Err(unfit(&format!("CONSTRUCT and DESCRIBE give triples: use one of {names}")));
            }
            _ => return Err(unfit("SELECT and ASK give a table: use csv, tsv, json or xml")),
        };
        written.map_err(Error::file("-"))
    }
}

impl Format {
    /// The form of tables that it is.
    ///
    /// # Errors
    /// The syntax of triples that it is instead.
    pub fn table(self) -> Result<QueryResultsFormat, Syntax> {
        match self {
            Self::Csv => Ok(QueryResultsFormat::Csv),
            Self::Tsv => Ok(QueryResultsFormat::Tsv),
            Self::Json => Ok(QueryResultsFormat::Json),
            Self::Xml => Ok(QueryResultsFormat::Xml),
            Self::Rdf(syntax) => Err(syntax),
        }
    }
}

/// A term for the eye: IRIs by prefix where one fits, literals without quotes and data type.
///
/// ```
/// use actograph::graph::{query::short, vocabulary::Base};
/// use oxigraph::model::NamedNode;
/// let base = Base::default();
/// assert_eq!(short(&base.actor("oman").into(), &base.prefixes()), "kg:oman");
/// assert_eq!(short(&NamedNode::new("https://example.org/x").unwrap().into(), &base.prefixes()), "<https://example.org/x>");
/// ```
pub fn short(term: &Term, prefixes: &[(&str, String)]) -> String {
    match term {
        Term::NamedNode(node) => {
            let iri = node.as_str();
            let fitting = prefixes.iter().filter_map(|(prefix, space)| Some((prefix, space, iri.strip_prefix(space)?)));
            match fitting.max_by_key(|(_, space, _)| space.len()) {
                Some((prefix, _, rest)) => format!("{prefix}:{rest}"),
                None => format!("<{iri}>"),
            }
        }
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.to_string(),
    }
}

fn unfit(message: &str) -> Error {
    Error::Usage(message.to_owned())
}

fn write_table(
    variables: &[Variable],
    rows: &[Vec<Option<Term>>],
    format: QueryResultsFormat,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let serializer = QueryResultsSerializer::from_format(format);
    let mut table = serializer.serialize_solutions_to_writer(&mut *out, variables.to_vec())?;
    for row in rows {
        table.serialize(variables.iter().zip(row).filter_map(|(v, cell)| Some((v, cell.as_ref()?))))?;
    }
    table.finish()?;
    Ok(())
}

/// The parser's complaint (`error at 3:7: expected …`) as a person reads it.
pub(super) fn syntax_error(query: &str, complaint: &str) -> Error {
    let placed = complaint.strip_prefix("error at ").and_then(|rest| rest.split_once(": "));
    let position = placed.and_then(|(place, message)| {
        let (line, column) = place.split_once(':')?;
        Some((line.parse::<usize>().ok()?, column.parse::<usize>().ok()?, message))
    });
    let Some((line, column, message)) = position else { return Error::Query(complaint.to_owned()) };
    let line_start: usize = query.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let within: usize = query[line_start..].chars().take(column - 1).map(char::len_utf8).sum();
    let place = line_start + within;
    let word_start = query[..place].rfind(|c: char| c.is_whitespace() || "{}().;,".contains(c)).map_or(0, |i| i + 1);
    let complaint = if message.contains("Prefix not found") {
        Diagnostic::error("Q02", "query", word_start..place, "unknown prefix").hint("declare it: PREFIX name: <IRI>")
    } else {
        let end = query[place..].chars().next().map_or(place, |c| place + c.len_utf8());
        let diagnostic = Diagnostic::error("Q01", "query", place..end, "this is no SPARQL query");
        match expected(message) {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    };
    let (line, column) = complaint.line_column(query);
    Error::Query(format!("line {line}, column {column}\n{}", complaint.render(query, false)))
}

/// What the parser says could stand at a place; character classes, which help nobody, and all past a few are left out.
fn expected(message: &str) -> Option<String> {
    const SHOWN: usize = 8;
    let list = message.strip_prefix("expected ")?;
    let list = list.strip_prefix("one of ").unwrap_or(list);
    let plain: Vec<&str> = list.split(", ").filter(|item| !item.starts_with('[') && !item.contains(']')).collect();
    let more = if plain.len() > SHOWN { ", …" } else { "" };
    (!plain.is_empty()).then(|| format!("expected {}{more}", plain[..plain.len().min(SHOWN)].join(", ")))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::data::Data;
    use crate::document::Source;
    use crate::graph::sample;
    use crate::graph::store::Store;
    use crate::graph::write::{Options, quads};

    fn index() -> (tempfile::TempDir, Index) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), None).unwrap();
        let options = Options::default();
        store.put("one", &quads(&sample::talks(Source::named("one")), &options)).unwrap();
        store.put("two", &quads(&sample::talks(Source::named("two")), &options)).unwrap();
        let index = store.load(&Data::embedded()).unwrap();
        (folder, index)
    }

    fn check(query: &str, format: Format, expected: Expect) {
        let (_folder, index) = index();
        let mut out = Vec::new();
        let written = ask(&index, query).and_then(|answer| answer.write(format, &index.base, &mut out));
        expected
            .assert_eq(&written.map_or_else(|e| e.to_string(), |()| String::from_utf8(out).unwrap().replace('\r', "")));
    }

    const BROKERS: &str = "SELECT ?who { ?who rel:brokers ?what } ORDER BY ?what";

    #[test]
    fn all_documents_together_are_the_default_graph() {
        let states = "SELECT (COUNT(?state) AS ?n) { ?state a ag:State ; rdfs:label ?name }";
        check(
            states,
            Format::Csv,
            expect![[r#"
                n
                4
            "#]],
        );
        check(
            "SELECT ?who { GRAPH doc:two { ?who rel:brokers ?what } }",
            Format::Tsv,
            expect![[r#"
            ?who
            <https://w3id.org/actograph/kg/oman>
        "#]],
        );
    }

    #[test]
    fn answers_come_in_every_format() {
        check(
            BROKERS,
            Format::Json,
            expect![[
                r#"{"head":{"vars":["who"]},"results":{"bindings":[{"who":{"type":"uri","value":"https://w3id.org/actograph/kg/oman"}},{"who":{"type":"uri","value":"https://w3id.org/actograph/kg/oman"}}]}}"#
            ]],
        );
        check(
            BROKERS,
            Format::Xml,
            expect![[
                r#"<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="who"/></head><results><result><binding name="who"><uri>https://w3id.org/actograph/kg/oman</uri></binding></result><result><binding name="who"><uri>https://w3id.org/actograph/kg/oman</uri></binding></result></results></sparql>"#
            ]],
        );
        check("ASK { ?x rel:arms ?y }", Format::Json, expect![[r#"{"head":{},"boolean":false}"#]]);
        check(
            "CONSTRUCT { ?x rel:brokers ?y } WHERE { ?x rel:brokers ?y }",
            Format::Rdf(Syntax::NTriples),
            expect![[r#"
            <https://w3id.org/actograph/kg/oman> <https://w3id.org/actograph/relation/brokers> <https://w3id.org/actograph/kg/document/one#talks-1> .
            <https://w3id.org/actograph/kg/oman> <https://w3id.org/actograph/relation/brokers> <https://w3id.org/actograph/kg/document/two#talks-1> .
        "#]],
        );
        check(
            "CONSTRUCT { ?x a ag:Broker } WHERE { ?x rel:brokers ?y }",
            Format::Rdf(Syntax::Turtle),
            expect![[r#"
                @prefix ag: <https://w3id.org/actograph/ns#> .
                @prefix kg: <https://w3id.org/actograph/kg/> .
                kg:oman a ag:Broker .
            "#]],
        );
        check(
            "DESCRIBE kg:oman",
            Format::Csv,
            expect!["CONSTRUCT and DESCRIBE give triples: use one of nquads, trig, turtle, ntriples, rdfxml, jsonld"],
        );
        check(
            "ASK { ?x ?y ?z }",
            Format::Rdf(Syntax::Turtle),
            expect!["SELECT and ASK give a table: use csv, tsv, json or xml"],
        );
    }

    #[test]
    fn a_wrong_query_shows_the_place() {
        check(
            "SELECT ?who {\n  ?who rel:funds }\n",
            Format::Csv,
            expect![[r#"
            query: line 2, column 18
            error[Q01]: this is no SPARQL query
             --> query:2:18
              |
            2 |   ?who rel:funds }
              |                  ^ expected "$", "'", "'''", "(", "*", "+", "-", ".", …"#]],
        );
        check(
            "SELECT * { ?x nope:funds ?y }",
            Format::Csv,
            expect![[r#"
            query: line 1, column 15
            error[Q02]: unknown prefix
             --> query:1:15
              |
            1 | SELECT * { ?x nope:funds ?y }
              |               ^^^^^^^^^^ declare it: PREFIX name: <IRI>"#]],
        );
        check(
            "",
            Format::Csv,
            expect![[r#"
            query: line 1, column 1
            error[Q01]: this is no SPARQL query
             --> query:1:1
              |
            1 |
              | ^"#]],
        );
        check(
            "SELECT * { ?中 ?",
            Format::Csv,
            expect![[r#"
            query: line 1, column 16
            error[Q01]: this is no SPARQL query
             --> query:1:16
              |
            1 | SELECT * { ?中 ?
              |                 ^ expected BIND, DISTINCT"#]],
        );
    }

    #[test]
    fn nothing_is_written_and_no_network_is_reached() {
        check(
            "INSERT DATA { kg:a kg:b kg:c }",
            Format::Csv,
            expect!["query: this is an update, which changes the store: `--write` allows it"],
        );
        check(
            "SELECT * { SERVICE <https://example.org/sparql> { ?x ?y ?z } }",
            Format::Csv,
            expect![
                "query: SERVICE <https://example.org/sparql> is not asked, unless `--service https://example.org/sparql` allows it"
            ],
        );
    }

    #[test]
    fn a_cancelled_query_ends() {
        let token = CancellationToken::new();
        token.cancel();
        let settings = Settings { token, ..Settings::default() };
        assert!(ask_with(&index().1, "SELECT * { ?a ?b ?c . ?d ?e ?f }", &settings).is_err());
    }
}
