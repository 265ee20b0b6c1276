//! SPARQL Update on a store: triples of the user's own, in graphs of the user's own.
//!
//! Documents' graphs say what was read and are replaced whenever a document is read again; the graph of actors follows
//! from them; corrections have their own commands. So an update writes to other graphs only, and what it would change
//! in those is refused before anything is written. Its default graph stands for two things, as that of a query does:
//! what it inserts there goes to the graph `own` of the store, what it deletes is looked for in all graphs.
//!
//! Source: SPARQL 1.1 Update (<https://www.w3.org/TR/sparql11-update/>). `LOAD` is refused (no network), as are blank
//! nodes (a store has none) and `CREATE` (a graph is there when it has a triple).

mod trial;

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedOrBlankNode, Quad, Term};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryResults, QuerySolution};
use spargebra::algebra::{GraphTarget, QueryDataset};
use spargebra::term::{
    GraphNamePattern, GroundQuadPattern, GroundTerm, GroundTermPattern, NamedNodePattern, QuadPattern, TermPattern,
};
use spargebra::{GraphUpdateOperation, Query, SparqlParser};

use crate::diagnostic::Error;
use crate::graph::query::bind::{self, Bindings};
use crate::graph::query::{Settings, short, stop, syntax_error};
use crate::graph::store::Index;
use crate::graph::update::trial::Trial;
use crate::graph::vocabulary::{Base, ONTOLOGY_GRAPH};

/// What an update did, and what the own triples are after it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Update {
    /// Triples that were not there before.
    pub inserted: usize,
    /// Triples that are there no more.
    pub deleted: usize,
    /// All own triples, sorted by graph, subject, predicate and object.
    pub own: Vec<Quad>,
}

/// Whether a text is an update and no query.
pub fn is_update(index: &Index, text: &str) -> bool {
    parser(index).is_ok_and(|parser| parser.parse_update(text).is_ok())
}

/// Runs an update on an index, whose own triples are `own`; the files are not changed, nor is an index on disk, which
/// follows them.
///
/// # Errors
/// [`Error::Query`] if it cannot be parsed or run, or if it would change what is not the user's own; the index is then
/// of no use any more.
pub fn update(index: &mut Index, own: Vec<Quad>, text: &str, bindings: &Bindings) -> Result<Update, Error> {
    update_with(index, own, text, &Settings { bindings: bindings.clone(), ..Settings::default() })
}

/// The same with an end, and with graphs in place of `USING`; `limit` is not looked at.
///
/// # Errors
/// As [`update`], and [`Error::Query`] if it is cancelled, or names graphs itself (`USING`, `WITH`) besides those given.
pub fn update_with(index: &mut Index, own: Vec<Quad>, text: &str, settings: &Settings) -> Result<Update, Error> {
    let operations = parse(index, text, settings)?;
    changed(index, own, settings, |run| operations.into_iter().try_for_each(|o| run.operation(o)))
}

/// Whether an update can be parsed and fits the graphs that are given.
///
/// # Errors
/// As [`update_with`].
pub fn check(index: &Index, text: &str, settings: &Settings) -> Result<(), Error> {
    parse(index, text, settings).map(|_| ())
}

/// Puts triples into a graph of the user's own, in place of what is there or beside it. They are of that graph whatever
/// they say themselves.
///
/// # Errors
/// [`Error::Query`] if the graph is not the user's own, or if there are blank nodes.
pub fn put(
    index: &mut Index,
    own: Vec<Quad>,
    graph: &NamedNode,
    quads: Vec<Quad>,
    replace: bool,
) -> Result<Update, Error> {
    changed(index, own, &Settings::default(), |run| {
        run.may_write(&graph.clone().into())?;
        if replace {
            run.clear(&GraphTarget::NamedNode(graph.clone()))?;
        }
        quads.into_iter().try_for_each(|quad| run.insert(Quad { graph_name: graph.clone().into(), ..quad }))
    })
}

fn parse(index: &Index, text: &str, settings: &Settings) -> Result<Vec<GraphUpdateOperation>, Error> {
    let mut parsed = parser(index)?.parse_update(text).map_err(|e| syntax_error(text, &e.to_string()))?;
    let (default, named) = (&settings.default_graphs, &settings.named_graphs);
    if !default.is_empty() || !named.is_empty() {
        for operation in &mut parsed.operations {
            let GraphUpdateOperation::DeleteInsert { using, .. } = operation else { continue };
            if using.is_some() {
                return Err(Error::Query("the update says USING or WITH, and the request names graphs too".to_owned()));
            }
            *using = Some(QueryDataset { default: default.clone(), named: Some(named.clone()) });
        }
    }
    Ok(parsed.operations)
}

fn changed(
    index: &mut Index,
    own: Vec<Quad>,
    settings: &Settings,
    change: impl FnOnce(&mut Run<'_>) -> Result<(), Error>,
) -> Result<Update, Error> {
    let before: BTreeSet<Key> = own.iter().map(key).collect();
    let own = own.into_iter().map(|q| (key(&q), q)).collect();
    let (quads, base) = Trial::of(index).map_err(failed)?;
    let mut run = Run { quads, base, bindings: &settings.bindings, token: settings.token.clone(), own };
    let done = stop::stoppable(|| change(&mut run));
    done.unwrap_or_else(|| Err(failed(QueryEvaluationError::Cancelled)))?;
    let inserted = run.own.keys().filter(|k| !before.contains(*k)).count();
    let deleted = before.iter().filter(|k| !run.own.contains_key(*k)).count();
    Ok(Update { inserted, deleted, own: run.own.into_values().collect() })
}

fn parser(index: &Index) -> Result<SparqlParser, Error> {
    index.base.prefixes().into_iter().try_fold(SparqlParser::new(), |parser, (prefix, iri)| {
        parser.with_prefix(prefix, iri).map_err(|e| Error::Query(e.to_string()))
    })
}

/// Graph, subject, predicate, object: the order of the file.
type Key = [String; 4];

fn key(quad: &Quad) -> Key {
    let graph = quad.graph_name.to_string();
    [graph, quad.subject.to_string(), quad.predicate.to_string(), quad.object.to_string()]
}

struct Run<'a> {
    quads: Trial<'a>,
    base: &'a Base,
    bindings: &'a Bindings,
    token: CancellationToken,
    own: BTreeMap<Key, Quad>,
}

impl Run<'_> {
    fn operation(&mut self, operation: GraphUpdateOperation) -> Result<(), Error> {
        match operation {
            GraphUpdateOperation::InsertData { data } => {
                let quads = data.into_iter().map(|q| (q.subject, q.predicate, q.object, graph(q.graph_name)));
                quads.into_iter().try_for_each(|(s, p, o, g)| self.insert(Quad::new(s, p, o, g)))
            }
            GraphUpdateOperation::DeleteData { data } => {
                let quads = data.into_iter().map(|q| {
                    let object = match q.object {
                        GroundTerm::NamedNode(node) => Term::from(node),
                        GroundTerm::Literal(literal) => literal.into(),
                    };
                    Quad::new(q.subject, q.predicate, object, graph(q.graph_name))
                });
                quads.into_iter().try_for_each(|quad| self.delete(&quad))
            }
            GraphUpdateOperation::DeleteInsert { delete, insert, using, pattern } => {
                let mut query = Query::Select { dataset: using, pattern: *pattern, base_iri: None };
                bind::bind(&mut query, self.bindings).map_err(Error::Query)?;
                stop::put(&mut query);
                let prepared = stop::evaluator(&self.token).for_query(query);
                let results = self.quads.execute(prepared);
                let QueryResults::Solutions(solutions) = results.map_err(failed)? else { return Ok(()) };
                let (mut gone, mut new) = (Vec::new(), Vec::new());
                for solution in solutions {
                    let row = Row { solution: solution.map_err(failed)?, bindings: self.bindings };
                    gone.extend(delete.iter().filter_map(|pattern| row.deleted(pattern)));
                    for pattern in &insert {
                        new.extend(row.inserted(pattern)?);
                    }
                }
                gone.iter().try_for_each(|quad| self.delete(quad))?;
                new.into_iter().try_for_each(|quad| self.insert(quad))
            }
            GraphUpdateOperation::Clear { graph, .. } | GraphUpdateOperation::Drop { graph, .. } => self.clear(&graph),
            GraphUpdateOperation::Create { .. } => Ok(()),
            GraphUpdateOperation::Load { .. } => {
                Err(refused("LOAD would read another file: `actograph import` reads files"))
            }
        }
    }

    fn insert(&mut self, mut quad: Quad) -> Result<(), Error> {
        if quad.graph_name == GraphName::DefaultGraph {
            quad.graph_name = self.base.own().into();
        }
        if matches!(quad.subject, NamedOrBlankNode::BlankNode(_)) || matches!(quad.object, Term::BlankNode(_)) {
            return Err(refused("a store has no blank nodes: give the node a name of its own"));
        }
        self.may_write(&quad.graph_name)?;
        self.quads.insert(&quad).map_err(failed)?;
        self.own.insert(key(&quad), quad);
        Ok(())
    }

    /// Takes a triple out of its graph, or out of every own graph if it is to be out of the default graph.
    fn delete(&mut self, quad: &Quad) -> Result<(), Error> {
        if quad.graph_name != GraphName::DefaultGraph {
            if self.quads.contains(quad.as_ref()).map_err(failed)? {
                self.may_write(&quad.graph_name)?;
                self.take(quad)?;
            }
            return Ok(());
        }
        for found in self.everywhere(quad)? {
            self.may_write(&found.graph_name)?;
            self.take(&found)?;
        }
        Ok(())
    }

    fn take(&mut self, quad: &Quad) -> Result<(), Error> {
        self.quads.remove(quad).map_err(failed)?;
        self.own.remove(&key(quad));
        Ok(())
    }

    /// The same triple in all graphs but the default one.
    fn everywhere(&self, quad: &Quad) -> Result<Vec<Quad>, Error> {
        let (s, p, o) = (quad.subject.as_ref(), quad.predicate.as_ref(), quad.object.as_ref());
        self.quads.quads_for_pattern(Some(s), Some(p), Some(o), None).collect::<Result<_, _>>().map_err(failed)
    }

    fn clear(&mut self, target: &GraphTarget) -> Result<(), Error> {
        let graphs: BTreeSet<String> = match target {
            GraphTarget::NamedNode(node) => {
                let graph = GraphName::from(node.clone());
                let name = GraphNameRef::from(node.as_ref());
                let mut all = self.quads.quads_for_pattern(None, None, None, Some(name));
                if all.next().is_some() {
                    self.may_write(&graph)?;
                }
                [graph.to_string()].into()
            }
            GraphTarget::DefaultGraph => [GraphName::from(self.base.own()).to_string()].into(),
            GraphTarget::NamedGraphs | GraphTarget::AllGraphs => {
                return Err(refused("this would delete what was read: name the graph"));
            }
        };
        let gone: Vec<Quad> =
            self.own.values().filter(|q| graphs.contains(&q.graph_name.to_string())).cloned().collect();
        gone.iter().try_for_each(|quad| self.take(quad))
    }

    /// Whether a graph is the user's own.
    fn may_write(&self, graph: &GraphName) -> Result<(), Error> {
        let base = self.base;
        let GraphName::NamedNode(name) = graph else { return Ok(()) };
        let why = if name.as_str().starts_with(base.document("").as_str()) {
            "says what a document was read as, and is written anew when it is read again"
        } else if *name == base.actors() {
            "follows from the documents; `actograph actors` corrects it"
        } else if *name == base.curation() {
            "holds corrections; `actograph actors` writes them"
        } else if name.as_str() == ONTOLOGY_GRAPH {
            "is the ontology; files of --data change it"
        } else {
            return Ok(());
        };
        let shown = short(&name.clone().into(), &base.prefixes());
        Err(refused(&format!("the graph {shown} {why}. An update writes to graphs of your own, such as kg:own")))
    }
}

/// A solution of a pattern, with the values that were given.
struct Row<'a> {
    solution: QuerySolution,
    bindings: &'a Bindings,
}

impl Row<'_> {
    fn value(&self, variable: &oxigraph::sparql::Variable) -> Option<Term> {
        self.bindings.get(variable).or_else(|| self.solution.get(variable)).cloned()
    }

    fn node(&self, pattern: &NamedNodePattern) -> Option<NamedNode> {
        match pattern {
            NamedNodePattern::NamedNode(node) => Some(node.clone()),
            NamedNodePattern::Variable(variable) => match self.value(variable)? {
                Term::NamedNode(node) => Some(node),
                _ => None,
            },
        }
    }

    fn graph(&self, pattern: &GraphNamePattern) -> Option<GraphName> {
        match pattern {
            GraphNamePattern::NamedNode(node) => Some(node.clone().into()),
            GraphNamePattern::DefaultGraph => Some(GraphName::DefaultGraph),
            GraphNamePattern::Variable(variable) => match self.value(variable)? {
                Term::NamedNode(node) => Some(node.into()),
                _ => None,
            },
        }
    }

    /// What a template stands for here; nothing if a variable is free, or a literal would be a subject.
    fn deleted(&self, pattern: &GroundQuadPattern) -> Option<Quad> {
        let term = |pattern: &GroundTermPattern| match pattern {
            GroundTermPattern::NamedNode(node) => Some(Term::from(node.clone())),
            GroundTermPattern::Literal(literal) => Some(literal.clone().into()),
            GroundTermPattern::Variable(variable) => self.value(variable),
        };
        let Term::NamedNode(subject) = term(&pattern.subject)? else { return None };
        Some(Quad::new(
            subject,
            self.node(&pattern.predicate)?,
            term(&pattern.object)?,
            self.graph(&pattern.graph_name)?,
        ))
    }

    fn inserted(&self, pattern: &QuadPattern) -> Result<Option<Quad>, Error> {
        let term = |pattern: &TermPattern| match pattern {
            TermPattern::NamedNode(node) => Ok(Some(Term::from(node.clone()))),
            TermPattern::Literal(literal) => Ok(Some(literal.clone().into())),
            TermPattern::Variable(variable) => Ok(self.value(variable)),
            TermPattern::BlankNode(_) => Err(refused("a store has no blank nodes: give the node a name of its own")),
        };
        let (Some(Term::NamedNode(subject)), Some(predicate), Some(object), Some(graph)) = (
            term(&pattern.subject)?,
            self.node(&pattern.predicate),
            term(&pattern.object)?,
            self.graph(&pattern.graph_name),
        ) else {
            return Ok(None);
        };
        Ok(Some(Quad::new(subject, predicate, object, graph)))
    }
}

fn graph(name: spargebra::term::GraphName) -> GraphName {
    match name {
        spargebra::term::GraphName::NamedNode(node) => node.into(),
        spargebra::term::GraphName::DefaultGraph => GraphName::DefaultGraph,
    }
}

fn refused(why: &str) -> Error {
    Error::Query(format!("refused, nothing is changed: {why}"))
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Query(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::data::Data;
    use crate::document::Source;
    use crate::graph::query::{Answer, ask};
    use crate::graph::sample;
    use crate::graph::store::Store;
    use crate::graph::write::{Options, quads};

    /// The own triples after the updates, or what the first wrong one says.
    fn check(updates: &[&str], expected: Expect) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path(), None).unwrap();
        store.put("one", &quads(&sample::talks(Source::named("one")), &Options::default())).unwrap();
        let (data, mut out) = (Data::embedded(), String::new());
        for text in updates {
            let mut index = store.load(&data).unwrap();
            match update(&mut index, store.own().unwrap(), text, &Bindings::new()) {
                Ok(done) => {
                    writeln!(out, "+{} -{}", done.inserted, done.deleted).unwrap();
                    store.set_own(&done.own).unwrap();
                    // The index after an update is what the files give.
                    let all = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?g ?s ?p ?o";
                    let index = if index.lasts() { store.renew(&index, &data).unwrap() } else { index };
                    let anew = store.load_in_memory(&data).unwrap();
                    // A database on disk keeps numbers, but not how they were written.
                    let plain = |text: String| text.parse::<f64>().map_or(text, |number| number.to_string());
                    let rows = |index: &Index| match ask(index, all).unwrap() {
                        Answer::Table { rows, .. } => {
                            rows.iter().flatten().flatten().map(|term| plain(short(term, &[]))).collect::<Vec<_>>()
                        }
                        other => panic!("{other:?}"),
                    };
                    assert_eq!(rows(&index), rows(&anew), "{text}");
                }
                Err(error) => writeln!(out, "{error}").unwrap(),
            }
        }
        for quad in store.own().unwrap() {
            let prefixes = store.base().prefixes();
            let name = |term: Term| short(&term, &prefixes);
            let GraphName::NamedNode(graph) = quad.graph_name else { panic!() };
            let NamedOrBlankNode::NamedNode(subject) = quad.subject else { panic!() };
            let terms = [subject.into(), quad.predicate.into(), quad.object, graph.into()].map(name);
            writeln!(out, "{}", terms.join(" ")).unwrap();
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn what_is_inserted_is_ones_own() {
        check(
            &[
                "INSERT DATA { kg:iran rdfs:comment 'watched' . GRAPH kg:notes { kg:iran rdfs:seeAlso kg:hamas } }",
                "INSERT DATA { kg:iran rdfs:comment 'watched' }",
                "INSERT { ?who rdfs:comment 'broker' } WHERE { ?who rel:brokers ?what }",
            ],
            expect![[r#"
                +2 -0
                +0 -0
                +1 -0
                kg:iran rdfs:seeAlso kg:hamas kg:notes
                kg:iran rdfs:comment watched kg:own
                kg:oman rdfs:comment broker kg:own
            "#]],
        );
    }

    #[test]
    fn what_is_ones_own_can_be_deleted() {
        check(
            &[
                "INSERT DATA { kg:a rdfs:comment '1', '2' . GRAPH kg:notes { kg:a rdfs:comment '1' } }",
                "DELETE WHERE { kg:a rdfs:comment '1' }",
                "INSERT DATA { GRAPH kg:notes { kg:a rdfs:comment '3' } } ; CLEAR DEFAULT",
                "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p '4' } } WHERE { GRAPH ?g { ?s ?p ?o } \
                 FILTER(?g = kg:notes) }",
                "DROP GRAPH kg:notes",
                "DELETE DATA { kg:nobody rdfs:comment '1' }",
            ],
            expect![[r#"
                +3 -0
                +0 -2
                +1 -1
                +1 -1
                +0 -1
                +0 -0
            "#]],
        );
    }

    #[test]
    fn what_is_not_ones_own_is_refused() {
        check(
            &[
                "INSERT DATA { GRAPH doc:one { kg:iran rel:funds kg:hamas } }",
                "DELETE WHERE { ?who rel:brokers ?what }",
                "INSERT DATA { kg:a rdfs:comment '1' } ; DROP ALL",
                "CLEAR GRAPH kg:actors",
                "INSERT DATA { GRAPH kg:curation { kg:a owl:sameAs kg:b } }",
                "DELETE WHERE { GRAPH <https://w3id.org/actograph/ontology> { ?s ?p ?o } }",
                "INSERT DATA { _:a rdfs:comment '1' }",
                "INSERT { [] rdfs:comment '1' } WHERE { ?who rel:brokers ?what }",
                "LOAD <https://example.org/>",
                "INSERT DATA { kg:a }",
            ],
            expect![[r#"
                query: refused, nothing is changed: the graph doc:one says what a document was read as, and is written anew when it is read again. An update writes to graphs of your own, such as kg:own
                query: refused, nothing is changed: the graph doc:one says what a document was read as, and is written anew when it is read again. An update writes to graphs of your own, such as kg:own
                query: refused, nothing is changed: this would delete what was read: name the graph
                query: refused, nothing is changed: the graph kg:actors follows from the documents; `actograph actors` corrects it. An update writes to graphs of your own, such as kg:own
                query: refused, nothing is changed: the graph kg:curation holds corrections; `actograph actors` writes them. An update writes to graphs of your own, such as kg:own
                query: refused, nothing is changed: the graph <https://w3id.org/actograph/ontology> is the ontology; files of --data change it. An update writes to graphs of your own, such as kg:own
                query: refused, nothing is changed: a store has no blank nodes: give the node a name of its own
                query: refused, nothing is changed: a store has no blank nodes: give the node a name of its own
                query: refused, nothing is changed: LOAD would read another file: `actograph import` reads files
                query: line 1, column 20
                error[Q01]: this is no SPARQL query
                 --> query:1:20
                  |
                1 | INSERT DATA { kg:a }
                  |                    ^ expected "$", ":", "<", "?", "a", GRAPH
            "#]],
        );
    }
}
