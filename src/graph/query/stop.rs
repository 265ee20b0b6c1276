//! A parsed query → the same query with checkpoints, so that cancelling ends it wherever it is.
//!
//! Oxigraph looks at its cancellation token when it reads triples. What it combines out of rows that it has in memory
//! (a product of patterns that share no variable, joins of subqueries) goes on without a look: three patterns of a
//! thousand triples are a thousand million rows. So a function that looks at the token is called for every row of such
//! a join: as the value of a variable that nothing asks for, since a filter would be moved by the optimiser. A function
//! can only give a value, so when it is to stop it unwinds its thread, and [`stoppable`] catches that (so the program must
//! not be built with `panic = "abort"`). A sort of rows that are there already is not interrupted.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use oxigraph::model::NamedNode;
use oxigraph::sparql::{CancellationToken, SparqlEvaluator, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

const CHECKPOINT: &str = "https://w3id.org/actograph/ns#checkpoint";

/// What unwinds a thread whose query has been cancelled.
struct Stopped;

/// An evaluator whose queries end when the token is cancelled, if they have checkpoints and run in [`stoppable`].
pub fn evaluator(token: &CancellationToken) -> SparqlEvaluator {
    let looked_at = token.clone();
    let look = move |_: &[oxigraph::model::Term]| {
        if looked_at.is_cancelled() {
            resume_unwind(Box::new(Stopped));
        }
        None
    };
    SparqlEvaluator::new()
        .with_cancellation_token(token.clone())
        .with_custom_function(NamedNode::new_unchecked(CHECKPOINT), look)
}

/// Runs a query to its end, or to the checkpoint where it is stopped: nothing then.
pub fn stoppable<T>(run: impl FnOnce() -> T) -> Option<T> {
    // What it held is dropped on the way; the store itself is only read.
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(done) => Some(done),
        Err(reason) if reason.is::<Stopped>() => None,
        Err(other) => resume_unwind(other),
    }
}

/// Puts checkpoints into a query.
pub fn put(query: &mut Query) {
    let (Query::Select { pattern, .. }
    | Query::Ask { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Construct { pattern, .. }) = query;
    let mut n = 0;
    *pattern = Checkpoints { n: &mut n }.pattern(std::mem::take(pattern));
}

struct Checkpoints<'a> {
    n: &'a mut usize,
}

impl Checkpoints<'_> {
    fn pattern(&mut self, pattern: GraphPattern) -> GraphPattern {
        use GraphPattern as P;
        match pattern {
            P::Bgp { .. } | P::Join { .. } => self.join(pattern),
            P::LeftJoin { left, right, expression } => {
                let apart = names(&left).is_disjoint(&names(&right)) || !is_plain(&right);
                let expression = expression.map(|e| self.expression(e));
                let whole = P::LeftJoin { left: self.boxed(left), right: self.boxed(right), expression };
                if apart { self.checked(whole) } else { whole }
            }
            P::Lateral { left, right } => {
                let whole = P::Lateral { left: self.boxed(left), right: self.boxed(right) };
                self.checked(whole)
            }
            P::Union { left, right } => P::Union { left: self.boxed(left), right: self.boxed(right) },
            P::Minus { left, right } => P::Minus { left: self.boxed(left), right: self.boxed(right) },
            P::Filter { expr, inner } => P::Filter { expr: self.expression(expr), inner: self.boxed(inner) },
            P::Graph { name, inner } => P::Graph { name, inner: self.boxed(inner) },
            P::Extend { inner, variable, expression } => {
                P::Extend { inner: self.boxed(inner), variable, expression: self.expression(expression) }
            }
            P::OrderBy { inner, expression } => P::OrderBy { inner: self.boxed(inner), expression },
            P::Project { inner, variables } => P::Project { inner: self.boxed(inner), variables },
            P::Distinct { inner } => P::Distinct { inner: self.boxed(inner) },
            P::Reduced { inner } => P::Reduced { inner: self.boxed(inner) },
            P::Slice { inner, start, length } => P::Slice { inner: self.boxed(inner), start, length },
            P::Group { inner, variables, aggregates } => P::Group { inner: self.boxed(inner), variables, aggregates },
            P::Path { .. } | P::Values { .. } | P::Service { .. } => pattern,
        }
    }

    #[expect(clippy::boxed_local, reason = "patterns have their parts in boxes")]
    fn boxed(&mut self, pattern: Box<GraphPattern>) -> Box<GraphPattern> {
        Box::new(self.pattern(*pattern))
    }

    /// The parts that share variables stay as they are, for the optimiser to order; a checkpoint stands after every
    /// product of parts that share none, and after joins of more than triples.
    fn join(&mut self, pattern: GraphPattern) -> GraphPattern {
        let mut parts = Vec::new();
        flatten(pattern, &mut parts);
        let plain = parts.iter().all(is_plain);
        let mut groups: Vec<(BTreeSet<String>, Vec<GraphPattern>)> = Vec::new();
        for part in parts {
            let mut group = (names(&part), vec![part]);
            let (apart, together): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|(names, _)| names.is_disjoint(&group.0));
            groups = apart;
            // In the order in which they were written.
            let mut all: Vec<GraphPattern> = together
                .into_iter()
                .flat_map(|(names, parts)| {
                    group.0.extend(names);
                    parts
                })
                .collect();
            all.append(&mut group.1);
            groups.push((group.0, all));
        }
        let mut whole: Option<GraphPattern> = None;
        for (_, parts) in groups {
            let alone = parts.len() == 1;
            let parts = parts
                .into_iter()
                .map(|part| if let GraphPattern::Bgp { .. } = part { part } else { self.pattern(part) });
            let group = parts.reduce(joined).unwrap_or_default();
            let group = if plain || alone { group } else { self.checked(group) };
            whole = Some(match whole {
                Some(before) => self.checked(joined(before, group)),
                None => group,
            });
        }
        whole.unwrap_or_default()
    }

    /// A pattern whose every row passes a checkpoint.
    fn checked(&mut self, inner: GraphPattern) -> GraphPattern {
        *self.n += 1;
        // No variable of a query can be called so.
        let variable = Variable::new_unchecked(format!(" checkpoint {}", self.n));
        let function = Function::Custom(NamedNode::new_unchecked(CHECKPOINT));
        GraphPattern::Extend {
            inner: Box::new(inner),
            variable,
            expression: Expression::FunctionCall(function, Vec::new()),
        }
    }

    fn expression(&mut self, expression: Expression) -> Expression {
        use Expression as E;
        let mut boxed = |e: Box<Expression>| Box::new(self.expression(*e));
        match expression {
            E::Exists(pattern) => E::Exists(self.boxed(pattern)),
            E::Not(a) => E::Not(boxed(a)),
            E::And(a, b) => E::And(boxed(a), boxed(b)),
            E::Or(a, b) => E::Or(boxed(a), boxed(b)),
            E::Equal(a, b) => E::Equal(boxed(a), boxed(b)),
            E::If(a, b, c) => E::If(boxed(a), boxed(b), boxed(c)),
            E::Coalesce(all) => E::Coalesce(all.into_iter().map(|e| self.expression(e)).collect()),
            other => other,
        }
    }
}

/// The parts of a join, triples one by one.
fn flatten(pattern: GraphPattern, parts: &mut Vec<GraphPattern>) {
    match pattern {
        GraphPattern::Join { left, right } => {
            flatten(*left, parts);
            flatten(*right, parts);
        }
        GraphPattern::Bgp { patterns } => {
            parts.extend(patterns.into_iter().map(|triple| GraphPattern::Bgp { patterns: vec![triple] }));
        }
        other => parts.push(other),
    }
}

fn joined(left: GraphPattern, right: GraphPattern) -> GraphPattern {
    match (left, right) {
        (GraphPattern::Bgp { mut patterns }, GraphPattern::Bgp { patterns: more }) => {
            patterns.extend(more);
            GraphPattern::Bgp { patterns }
        }
        (left, right) => GraphPattern::Join { left: Box::new(left), right: Box::new(right) },
    }
}

/// Whether reading it reads triples.
fn is_plain(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } => true,
        GraphPattern::Filter { inner, .. } => is_plain(inner),
        GraphPattern::Join { left, right } => is_plain(left) && is_plain(right),
        _ => false,
    }
}

/// What parts are joined by: variables and blank nodes.
fn names(pattern: &GraphPattern) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    pattern.on_in_scope_variable(|variable| _ = names.insert(format!("?{}", variable.as_str())));
    let mut term = |term: &TermPattern| {
        if let TermPattern::BlankNode(node) = term {
            names.insert(node.to_string());
        }
    };
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for TriplePattern { subject, object, .. } in patterns {
                term(subject);
                term(object);
            }
        }
        GraphPattern::Path { subject, object, .. } => {
            term(subject);
            term(object);
        }
        GraphPattern::Graph { name: NamedNodePattern::Variable(name), .. } => {
            names.insert(format!("?{}", name.as_str()));
        }
        _ => {}
    }
    names
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use spargebra::SparqlParser;

    use super::*;

    #[test]
    fn only_what_multiplies_rows_has_checkpoints() {
        for (pattern, n) in [
            ("?a ?b ?c . ?c ?d ?e", 0),
            ("?a ?b ?c . ?d ?e ?f", 1),
            ("?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?c ?j ?g", 1),
            ("?a <x:p> [ <x:q> ?b ] . ?b <x:r>* ?c", 0),
            ("?a ?b ?c OPTIONAL { ?a ?d ?e }", 0),
            ("?a ?b ?c OPTIONAL { ?d ?e ?f }", 1),
            ("?a ?b ?c { SELECT DISTINCT ?a { ?a ?d ?e } }", 1),
            ("?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i }", 1),
            ("GRAPH ?x { ?a ?b ?c } GRAPH ?x { ?d ?e ?f }", 1),
            ("GRAPH ?x { ?a ?b ?c . ?d ?e ?f }", 1),
            ("VALUES ?a { 1 2 } VALUES ?b { 1 2 } ?a ?b ?c", 1),
            ("", 0),
        ] {
            let text = format!("SELECT * {{ {pattern} }}");
            let mut query = SparqlParser::new().parse_query(&text).unwrap();
            put(&mut query);
            assert_eq!(format!("{query:?}").matches(CHECKPOINT).count(), n, "{pattern}: {query:?}");
        }
    }

    #[test]
    fn checkpoints_change_no_answer() {
        let store = oxigraph::store::Store::new().unwrap();
        let data = "<x:a> <x:p> <x:b> . <x:b> <x:p> <x:c> . <x:c> <x:q> 1, 2 . <x:a> <x:q> 3 .";
        store.load_from_slice(oxigraph::io::RdfFormat::Turtle, data).unwrap();
        for pattern in [
            "?a ?b ?c . ?d <x:q> ?f",
            "?a ?b ?c . ?d <x:q> ?f . ?c <x:p> ?d",
            "?a <x:p> ?b OPTIONAL { ?x <x:q> 3 } OPTIONAL { ?b <x:q> ?y }",
            "?a <x:p> [ <x:p> ?b ] . ?x <x:q> 3 FILTER(?x = ?a)",
            "{ ?a ?b 1 } UNION { ?a ?b 2 . ?x <x:q> 3 } { SELECT ?a (COUNT(*) AS ?n) { ?a ?y ?z } GROUP BY ?a }",
            "?a <x:p>+ ?b . ?x <x:q> ?y MINUS { ?x ?z 1 } FILTER EXISTS { ?b <x:q> ?m . ?o ?r ?s }",
        ] {
            let plain = SparqlParser::new().parse_query(&format!("SELECT * {{ {pattern} }}")).unwrap();
            let mut checked = plain.clone();
            put(&mut checked);
            let rows = |query: Query| {
                let results = evaluator(&CancellationToken::new()).for_query(query).on_store(&store).execute().unwrap();
                let oxigraph::sparql::QueryResults::Solutions(rows) = results else { panic!() };
                let names = rows.variables().to_vec();
                let mut rows: Vec<String> = rows
                    .map(|row| row.unwrap())
                    .map(|row| format!("{:?}", names.iter().map(|n| row.get(n)).collect::<Vec<_>>()))
                    .collect();
                rows.sort();
                (names, rows)
            };
            let expected = rows(plain);
            assert!(!expected.1.is_empty(), "{pattern}");
            assert_eq!(rows(checked), expected, "{pattern}");
        }
    }

    #[test]
    fn a_product_in_memory_is_stopped() {
        let store = oxigraph::store::Store::new().unwrap();
        let data: Vec<String> = (0..2000).map(|n| format!("<x:{n}> <x:p> {n} .")).collect();
        store.load_from_slice(oxigraph::io::RdfFormat::Turtle, &data.join("\n")).unwrap();
        for pattern in [
            "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l",
            "?a ?b ?c OPTIONAL { ?d ?e ?f } OPTIONAL { ?g ?h ?i }",
            "?a ?b ?c FILTER EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(?d = ?g && ?e != ?h) }",
            "{ SELECT ?p { ?a ?p ?c } } { SELECT ?p { ?d ?p ?f } } { SELECT ?p { ?g ?p ?i } }",
        ] {
            let mut query =
                SparqlParser::new().parse_query(&format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}")).unwrap();
            put(&mut query);
            let token = CancellationToken::new();
            let begin = Instant::now();
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    std::thread::sleep(Duration::from_millis(200));
                    token.cancel();
                });
                let ended = stoppable(|| {
                    let results = evaluator(&token).for_query(query).on_store(&store).execute();
                    let Ok(oxigraph::sparql::QueryResults::Solutions(mut rows)) = results else { return false };
                    matches!(rows.next(), Some(Ok(_)))
                });
                assert!(ended != Some(true), "{pattern}");
            });
            assert!(begin.elapsed() < Duration::from_secs(10), "{pattern}");
        }
    }
}
