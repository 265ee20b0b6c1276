//! A parsed query and values for some of its variables → the query with the values in their place.
//!
//! A value replaces its variable everywhere, in subqueries, `FILTER`, `EXISTS` and aggregates too: what SHACL calls
//! pre-binding. It is put into the algebra as a term and never into the text, so that no value can change what a query
//! does. Oxigraph's own substitution is not enough: it reaches only variables that every `SELECT` on the way gives.
//!
//! Source: SHACL, appendix A, Pre-binding of Variables (<https://www.w3.org/TR/shacl/#pre-binding>), without its bans
//! on `MINUS` and `VALUES`; a variable that the query itself gives a value (`AS`, `VALUES`) cannot be bound.

use std::collections::BTreeMap;

use oxigraph::model::{Literal, Term};
use oxigraph::sparql::Variable;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// Values of variables; no blank nodes, which stand for nothing in a query.
pub type Bindings = BTreeMap<Variable, Term>;

/// Puts the values in.
///
/// # Errors
/// The variable that the query gives a value itself, or whose value cannot stand where the query has it (a number as
/// a relation), in words.
pub fn bind(query: &mut Query, bindings: &Bindings) -> Result<(), String> {
    let binder = Binder { bindings };
    match query {
        Query::Select { pattern, .. } | Query::Ask { pattern, .. } | Query::Describe { pattern, .. } => {
            binder.pattern(pattern)
        }
        Query::Construct { template, pattern, .. } => {
            template.iter_mut().try_for_each(|triple| binder.triple(triple))?;
            binder.pattern(pattern)
        }
    }
}

struct Binder<'a> {
    bindings: &'a Bindings,
}

impl Binder<'_> {
    fn pattern(&self, pattern: &mut GraphPattern) -> Result<(), String> {
        match pattern {
            GraphPattern::Bgp { patterns } => patterns.iter_mut().try_for_each(|triple| self.triple(triple)),
            GraphPattern::Path { subject, object, .. } => {
                self.subject(subject)?;
                self.term(object)
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Lateral { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Minus { left, right } => {
                self.pattern(left)?;
                self.pattern(right)
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.pattern(left)?;
                self.pattern(right)?;
                expression.iter_mut().try_for_each(|e| self.expression(e))
            }
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr)?;
                self.pattern(inner)
            }
            GraphPattern::Graph { name, inner } | GraphPattern::Service { name, inner, .. } => {
                self.name(name)?;
                self.pattern(inner)
            }
            GraphPattern::Extend { inner, variable, expression } => {
                self.is_free(variable)?;
                self.expression(expression)?;
                self.pattern(inner)
            }
            GraphPattern::Values { variables, .. } => variables.iter().try_for_each(|v| self.is_free(v)),
            GraphPattern::OrderBy { inner, expression } => {
                for order in expression {
                    let (OrderExpression::Asc(e) | OrderExpression::Desc(e)) = order;
                    self.expression(e)?;
                }
                self.pattern(inner)
            }
            GraphPattern::Project { inner, variables } => {
                self.pattern(inner)?;
                self.keep(inner, variables);
                Ok(())
            }
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } | GraphPattern::Slice { inner, .. } => {
                self.pattern(inner)
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                for (variable, aggregate) in aggregates {
                    self.is_free(variable)?;
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr)?;
                    }
                }
                self.pattern(inner)?;
                self.keep(inner, variables);
                Ok(())
            }
        }
    }

    /// Variables that are asked for, or grouped by, still have their value as a column.
    fn keep(&self, inner: &mut Box<GraphPattern>, variables: &[Variable]) {
        for variable in variables {
            if let Some(value) = self.bindings.get(variable)
                && !gives(inner, variable)
            {
                let before = std::mem::take(inner);
                let (variable, expression) = (variable.clone(), constant(value));
                **inner = GraphPattern::Extend { inner: before, variable, expression };
            }
        }
    }

    fn triple(&self, triple: &mut TriplePattern) -> Result<(), String> {
        self.subject(&mut triple.subject)?;
        self.name(&mut triple.predicate)?;
        self.term(&mut triple.object)
    }

    fn subject(&self, subject: &mut TermPattern) -> Result<(), String> {
        let before = subject.clone();
        self.term(subject)?;
        match (before, subject) {
            (TermPattern::Variable(v), TermPattern::Literal(value)) => Err(unfit(&v, value)),
            _ => Ok(()),
        }
    }

    fn term(&self, term: &mut TermPattern) -> Result<(), String> {
        if let TermPattern::Variable(variable) = term
            && let Some(value) = self.bindings.get(variable)
        {
            *term = match value {
                Term::NamedNode(node) => node.clone().into(),
                Term::Literal(literal) => literal.clone().into(),
                other @ Term::BlankNode(_) => return Err(unfit(variable, other)),
            };
        }
        Ok(())
    }

    fn name(&self, name: &mut NamedNodePattern) -> Result<(), String> {
        if let NamedNodePattern::Variable(variable) = name
            && let Some(value) = self.bindings.get(variable)
        {
            let Term::NamedNode(node) = value else { return Err(unfit(variable, value)) };
            *name = node.clone().into();
        }
        Ok(())
    }

    fn expression(&self, expression: &mut Expression) -> Result<(), String> {
        match expression {
            Expression::Variable(variable) => {
                if let Some(value) = self.bindings.get(variable) {
                    *expression = constant(value);
                }
                Ok(())
            }
            Expression::Bound(variable) => {
                if self.bindings.contains_key(variable) {
                    *expression = Literal::from(true).into();
                }
                Ok(())
            }
            Expression::NamedNode(_) | Expression::Literal(_) => Ok(()),
            Expression::Exists(pattern) => self.pattern(pattern),
            Expression::Or(a, b)
            | Expression::And(a, b)
            | Expression::Equal(a, b)
            | Expression::SameTerm(a, b)
            | Expression::Greater(a, b)
            | Expression::GreaterOrEqual(a, b)
            | Expression::Less(a, b)
            | Expression::LessOrEqual(a, b)
            | Expression::Add(a, b)
            | Expression::Subtract(a, b)
            | Expression::Multiply(a, b)
            | Expression::Divide(a, b) => {
                self.expression(a)?;
                self.expression(b)
            }
            Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => self.expression(a),
            Expression::If(a, b, c) => [a, b, c].into_iter().try_for_each(|e| self.expression(e)),
            Expression::In(a, list) => {
                self.expression(a)?;
                list.iter_mut().try_for_each(|e| self.expression(e))
            }
            Expression::Coalesce(list) | Expression::FunctionCall(_, list) => {
                list.iter_mut().try_for_each(|e| self.expression(e))
            }
        }
    }

    fn is_free(&self, variable: &Variable) -> Result<(), String> {
        match self.bindings.get(variable) {
            Some(_) => Err(format!("{variable} has a value already: the query gives it one")),
            None => Ok(()),
        }
    }
}

/// Whether a pattern makes a column of a bound variable by itself: only what [`Binder::keep`] put there does.
fn gives(pattern: &GraphPattern, variable: &Variable) -> bool {
    match pattern {
        GraphPattern::Project { variables, .. } | GraphPattern::Group { variables, .. } => variables.contains(variable),
        GraphPattern::Extend { variable: made, inner, .. } => made == variable || gives(inner, variable),
        GraphPattern::Join { left, right } => gives(left, variable) || gives(right, variable),
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => gives(left, variable),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => gives(inner, variable),
        _ => false,
    }
}

fn constant(value: &Term) -> Expression {
    match value {
        Term::NamedNode(node) => node.clone().into(),
        Term::Literal(literal) => literal.clone().into(),
        Term::BlankNode(_) => Literal::from("").into(),
    }
}

fn unfit(variable: &Variable, value: &impl std::fmt::Display) -> String {
    format!("{variable} cannot be {value} where the query has it")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use oxigraph::model::NamedNode;
    use spargebra::SparqlParser;

    use super::*;

    /// The query with `?a` bound to `<x:y>` and `?n` to 5, as its parser writes it.
    fn check(query: &str, expected: Expect) {
        let mut parsed = SparqlParser::new().parse_query(query).unwrap();
        let bindings = Bindings::from([
            (Variable::new_unchecked("a"), NamedNode::new_unchecked("x:y").into()),
            (Variable::new_unchecked("n"), Literal::from(5).into()),
        ]);
        let text = bind(&mut parsed, &bindings).map_or_else(|e| e, |()| parsed.to_string());
        // The parser makes names by chance.
        expected.assert_eq(&regex::Regex::new("[0-9a-f]{20,}").unwrap().replace_all(&text, "x"));
    }

    #[test]
    fn a_value_stands_wherever_the_variable_stood() {
        check(
            "SELECT ?b { ?a ?p ?b FILTER(?b > ?n && BOUND(?a)) }",
            expect![[
                r#"SELECT ?b WHERE { <x:y> ?p ?b . FILTER(((?b > "5"^^<http://www.w3.org/2001/XMLSchema#integer>) && "true"^^<http://www.w3.org/2001/XMLSchema#boolean>)) }"#
            ]],
        );
        check(
            "SELECT ?b { ?b <x:p> ?a OPTIONAL { ?b <x:q> ?n } MINUS { ?b <x:r>/<x:s> ?a } }",
            expect![[
                r#"SELECT ?b WHERE { ?b <x:p> <x:y> . OPTIONAL { ?b <x:q> "5"^^<http://www.w3.org/2001/XMLSchema#integer> . } MINUS { ?b <x:r> _:x ._:x <x:s> <x:y> . } }"#
            ]],
        );
        check(
            "ASK { GRAPH ?a { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?a } }",
            expect![
                "ASK WHERE { SELECT (<x:y> AS ?a) ?o ?p ?s WHERE { GRAPH <x:y> { ?s ?p ?o . } FILTER(NOT EXISTS { ?s ?p <x:y> . }) } }"
            ],
        );
        check(
            "CONSTRUCT { ?a <x:p> ?b } WHERE { ?b <x:q> ?a }",
            expect!["CONSTRUCT { <x:y> <x:p> ?b . } WHERE { SELECT (<x:y> AS ?a) ?b WHERE { ?b <x:q> <x:y> . } }"],
        );
    }

    #[test]
    fn what_is_asked_for_stays_a_column() {
        check("SELECT ?a ?b { ?b <x:p> ?a }", expect!["SELECT (<x:y> AS ?a) ?b WHERE { ?b <x:p> <x:y> . }"]);
        check(
            "SELECT ?a (COUNT(?b) AS ?c) { ?b <x:p> ?a } GROUP BY ?a",
            expect![
                "SELECT ?a (?x AS ?c) WHERE { {SELECT (COUNT(?b) AS ?x) ?a WHERE { ?b <x:p> <x:y> . BIND(<x:y> AS ?a) } GROUP BY ?a} }"
            ],
        );
        check(
            "SELECT ?a ?b { { SELECT ?a ?b { ?b <x:p> ?a } LIMIT 1 } ?b <x:q> ?c }",
            expect![
                "SELECT ?a ?b WHERE { { SELECT (<x:y> AS ?a) ?b WHERE { ?b <x:p> <x:y> . } LIMIT 1 } ?b <x:q> ?c . }"
            ],
        );
    }

    #[test]
    fn a_variable_that_has_a_value_cannot_get_another() {
        check("SELECT * { BIND(1 AS ?n) }", expect!["?n has a value already: the query gives it one"]);
        check("SELECT * { VALUES ?a { 1 } }", expect!["?a has a value already: the query gives it one"]);
        check(
            "SELECT * { ?n <x:p> ?x }",
            expect![[r#"?n cannot be "5"^^<http://www.w3.org/2001/XMLSchema#integer> where the query has it"#]],
        );
        check(
            "SELECT * { ?x ?n ?y }",
            expect![[r#"?n cannot be "5"^^<http://www.w3.org/2001/XMLSchema#integer> where the query has it"#]],
        );
    }
}
