//! A parsed query → the same query with the parts of each join in the order in which fewest rows arise.
//!
//! Oxigraph orders joins by rules of thumb: any triple pattern with subject and predicate known counts ten, however many
//! there are. An index in memory can tell how many quads have the terms that a pattern names, and how many different
//! subjects and objects a predicate has; so the order is chosen by that, and written down as `LATERAL` joins (SEP-0006,
//! <https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md>), which the evaluator leaves as they are. Triple
//! patterns, paths, `VALUES` and unions of these are ordered: for them a lateral join is a join. What else stands in a
//! join (a subquery, an `OPTIONAL`) keeps its place beside them.
//!
//! Source: the estimate is that of Selinger et al., Access Path Selection (SIGMOD 1979): values are taken as evenly
//! spread and independent of each other. The order is greedy from the best of all first parts.

use std::collections::BTreeSet;

use oxigraph::model::Term;
use oxigraph::sparql::Variable;
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use crate::graph::store::Memory;

/// Orders the joins of a query.
pub fn order(query: &mut Query, quads: &Memory) {
    let (Query::Select { pattern, .. }
    | Query::Ask { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Construct { pattern, .. }) = query;
    *pattern = Planner { quads }.pattern(std::mem::take(pattern), &Names::new());
}

/// Names of variables and blank nodes, which stand for variables.
type Names = BTreeSet<String>;

/// So many parts are tried as the first; of more only the best.
const TRIED: usize = 24;

struct Planner<'m> {
    quads: &'m Memory,
}

/// The parts of a join in an order, what it costs and what it gives for each row before it.
#[derive(Clone)]
struct Plan {
    order: Vec<usize>,
    cost: f64,
    rows: f64,
}

impl Planner<'_> {
    /// `bound` are the variables that have a value whenever the pattern is asked.
    fn pattern(&self, pattern: GraphPattern, bound: &Names) -> GraphPattern {
        use GraphPattern as P;
        match pattern {
            P::Bgp { .. } | P::Join { .. } => self.join(pattern, bound),
            P::LeftJoin { left, right, expression } => {
                let left = self.boxed(left, bound);
                let mut inside = bound.clone();
                inside.extend(certain(&left));
                let right = self.boxed(right, &inside);
                inside.extend(certain(&right));
                P::LeftJoin { left, right, expression: expression.map(|e| self.expression(e, &inside)) }
            }
            P::Lateral { left, right } => {
                let left = self.boxed(left, bound);
                let mut inside = bound.clone();
                inside.extend(certain(&left));
                let right = self.boxed(right, &inside);
                P::Lateral { left, right }
            }
            P::Union { left, right } => P::Union { left: self.boxed(left, bound), right: self.boxed(right, bound) },
            P::Minus { left, right } => {
                P::Minus { left: self.boxed(left, bound), right: self.boxed(right, &Names::new()) }
            }
            P::Filter { expr, inner } => {
                let inner = self.boxed(inner, bound);
                let mut inside = bound.clone();
                inside.extend(certain(&inner));
                P::Filter { expr: self.expression(expr, &inside), inner }
            }
            P::Extend { inner, variable, expression } => {
                let inner = self.boxed(inner, bound);
                let mut inside = bound.clone();
                inside.extend(certain(&inner));
                P::Extend { inner, variable, expression: self.expression(expression, &inside) }
            }
            P::Graph { name, inner } => P::Graph { name, inner: self.boxed(inner, bound) },
            P::OrderBy { inner, expression } => P::OrderBy { inner: self.boxed(inner, bound), expression },
            // A subquery is asked once, whatever is known around it.
            P::Project { inner, variables } => P::Project { inner: self.boxed(inner, &Names::new()), variables },
            P::Distinct { inner } => P::Distinct { inner: self.boxed(inner, bound) },
            P::Reduced { inner } => P::Reduced { inner: self.boxed(inner, bound) },
            P::Slice { inner, start, length } => P::Slice { inner: self.boxed(inner, bound), start, length },
            P::Group { inner, variables, aggregates } => {
                P::Group { inner: self.boxed(inner, &Names::new()), variables, aggregates }
            }
            P::Path { .. } | P::Values { .. } | P::Service { .. } => pattern,
        }
    }

    #[expect(clippy::boxed_local, reason = "patterns have their parts in boxes")]
    fn boxed(&self, pattern: Box<GraphPattern>, bound: &Names) -> Box<GraphPattern> {
        Box::new(self.pattern(*pattern, bound))
    }

    fn join(&self, pattern: GraphPattern, bound: &Names) -> GraphPattern {
        let (mut plain, mut others) = (Vec::new(), Vec::new());
        flatten(pattern, &mut plain, &mut others);
        let order = self.plan(&plain, bound).order;
        let mut parts: Vec<Option<GraphPattern>> = plain.into_iter().map(Some).collect();
        let mut known = bound.clone();
        let mut chain: Option<GraphPattern> = None;
        for place in order {
            let part = parts[place].take().expect("an order has every part once");
            let names = certain(&part);
            // Unions have joins of their own.
            let part = if let GraphPattern::Union { .. } = part { self.pattern(part, &known) } else { part };
            known.extend(names);
            chain = Some(match chain {
                Some(left) => GraphPattern::Lateral { left: Box::new(left), right: Box::new(part) },
                None => part,
            });
        }
        let others = others.into_iter().map(|other| self.pattern(other, bound));
        let all = chain.into_iter().chain(others);
        all.reduce(|left, right| GraphPattern::Join { left: Box::new(left), right: Box::new(right) })
            .unwrap_or_default()
    }

    /// The cheapest of the greedy orders that begin with each part.
    fn plan(&self, parts: &[GraphPattern], bound: &Names) -> Plan {
        let mut firsts: Vec<usize> = (0..parts.len()).collect();
        if parts.len() > TRIED {
            let rows = |&place: &usize| self.rows(&parts[place], bound);
            let best = firsts.iter().copied().min_by(|a, b| rows(a).total_cmp(&rows(b)));
            firsts = best.into_iter().collect();
        }
        let plans = firsts.into_iter().map(|first| self.greedy(parts, first, bound));
        let empty = Plan { order: Vec::new(), cost: 0.0, rows: 1.0 };
        plans.min_by(|a, b| a.cost.total_cmp(&b.cost)).unwrap_or(empty)
    }

    fn greedy(&self, parts: &[GraphPattern], first: usize, bound: &Names) -> Plan {
        let mut plan = Plan { order: Vec::new(), cost: 0.0, rows: 1.0 };
        let mut known = bound.clone();
        let mut rest: Vec<usize> = (0..parts.len()).filter(|&place| place != first).collect();
        let mut next = Some(first);
        while let Some(place) = next {
            let rows = self.rows(&parts[place], &known);
            plan.cost += plan.rows * (1.0 + rows);
            plan.rows *= rows;
            plan.order.push(place);
            known.extend(certain(&parts[place]));
            // A part that shares no variable multiplies the rows: last.
            let key = |&place: &usize| {
                let names = variables(&parts[place]);
                let apart = !names.is_empty() && names.is_disjoint(&known);
                (apart, self.rows(&parts[place], &known))
            };
            let best = rest.iter().map(|place| (key(place), *place));
            let best = best.min_by(|((a, m), _), ((b, n), _)| a.cmp(b).then(m.total_cmp(n)));
            next = best.map(|(_, place)| place);
            rest.retain(|&place| Some(place) != next);
        }
        plan
    }

    /// About how many rows a part gives for a row in which these variables are known.
    fn rows(&self, part: &GraphPattern, known: &Names) -> f64 {
        match part {
            GraphPattern::Bgp { patterns } => patterns.iter().map(|triple| self.triple(triple, known)).product(),
            GraphPattern::Path { subject, path, object } => {
                self.path(is_known(subject, known), path, is_known(object, known))
            }
            GraphPattern::Values { variables, bindings } => {
                let n = bindings.len() as f64;
                let known = variables.iter().filter(|v| known.contains(&named(v))).count();
                // One value of a few: most rows do not have it.
                if known > 0 { (n / 10.0).min(0.5) } else { n }
            }
            GraphPattern::Union { left, right } => self.branch(left, known) + self.branch(right, known),
            _ => 1.0,
        }
    }

    fn branch(&self, pattern: &GraphPattern, known: &Names) -> f64 {
        let (mut plain, mut others) = (Vec::new(), Vec::new());
        flatten(pattern.clone(), &mut plain, &mut others);
        self.plan(&plain, known).rows
    }

    fn triple(&self, triple: &TriplePattern, known: &Names) -> f64 {
        let constants = [constant(&triple.subject), predicate(&triple.predicate), constant(&triple.object)];
        let [subject, predicate, object] = constants.each_ref().map(Option::as_ref);
        let all = self.quads.count(subject, predicate, object) as f64;
        let knows = |pattern: &TermPattern, constant: Option<&Term>| constant.is_none() && is_known(pattern, known);
        let by_subject = knows(&triple.subject, subject);
        let by_object = knows(&triple.object, object);
        if let NamedNodePattern::NamedNode(name) = &triple.predicate {
            let (subjects, objects) = self.quads.spread(name.as_ref());
            let by = |known: bool, different: usize| if known { (different as f64).max(1.0) } else { 1.0 };
            return all / by(by_subject, subjects) / by(by_object, objects);
        }
        let by_predicate = matches!(&triple.predicate, NamedNodePattern::Variable(v) if known.contains(&named(v)));
        // What an assertion, the usual subject, has; and how often an actor, the usual object, is named.
        let typical = match (by_subject, by_object) {
            (true, true) => 1.0,
            (true, false) => 15.0,
            (false, true) => 100.0,
            (false, false) => all,
        };
        all.min(if by_predicate { typical / 10.0 } else { typical })
    }

    fn path(&self, from: bool, path: &PropertyPathExpression, to: bool) -> f64 {
        use PropertyPathExpression as E;
        match path {
            E::NamedNode(name) => {
                let all = self.quads.count(None, Some(&name.clone().into()), None) as f64;
                let (subjects, objects) = self.quads.spread(name.as_ref());
                let by = |known: bool, different: usize| if known { (different as f64).max(1.0) } else { 1.0 };
                all / by(from, subjects) / by(to, objects)
            }
            E::Reverse(inner) => self.path(to, inner, from),
            E::Sequence(one, two) => {
                let forth = self.path(from, one, false) * self.path(true, two, to);
                forth.min(self.path(from, one, true) * self.path(false, two, to))
            }
            E::Alternative(one, two) => self.path(from, one, to) + self.path(from, two, to),
            E::ZeroOrMore(inner) | E::OneOrMore(inner) | E::ZeroOrOne(inner) => match (from, to) {
                // Hierarchies are flat and wide.
                (true, true) => 0.9,
                (true, false) => 1.0 + 2.0 * self.path(true, inner, false),
                (false, true) => 1.0 + 5.0 * self.path(false, inner, true),
                (false, false) => 1e9,
            },
            E::NegatedPropertySet(_) => match (from, to) {
                (true, true) => 1.0,
                (true, false) => 15.0,
                (false, true) => 100.0,
                (false, false) => 1e9,
            },
        }
    }

    fn expression(&self, expression: Expression, bound: &Names) -> Expression {
        use Expression as E;
        let boxed = |e: Box<Expression>| Box::new(self.expression(*e, bound));
        match expression {
            E::Exists(pattern) => E::Exists(self.boxed(pattern, bound)),
            E::Not(a) => E::Not(boxed(a)),
            E::And(a, b) => E::And(boxed(a), boxed(b)),
            E::Or(a, b) => E::Or(boxed(a), boxed(b)),
            E::Equal(a, b) => E::Equal(boxed(a), boxed(b)),
            E::If(a, b, c) => E::If(boxed(a), boxed(b), boxed(c)),
            E::Coalesce(all) => E::Coalesce(all.into_iter().map(|e| self.expression(e, bound)).collect()),
            other => other,
        }
    }
}

/// The parts of a join that are ordered, triples one by one, and the others.
fn flatten(pattern: GraphPattern, plain: &mut Vec<GraphPattern>, others: &mut Vec<GraphPattern>) {
    match pattern {
        GraphPattern::Join { left, right } => {
            flatten(*left, plain, others);
            flatten(*right, plain, others);
        }
        GraphPattern::Bgp { patterns } => {
            plain.extend(patterns.into_iter().map(|triple| GraphPattern::Bgp { patterns: vec![triple] }));
        }
        part if is_plain(&part) => plain.push(part),
        part => others.push(part),
    }
}

/// Whether a lateral join with it is a join.
fn is_plain(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => true,
        GraphPattern::Join { left, right } | GraphPattern::Union { left, right } => is_plain(left) && is_plain(right),
        _ => false,
    }
}

/// The variables that every row of a pattern has.
fn certain(pattern: &GraphPattern) -> Names {
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } => variables(pattern),
        GraphPattern::Join { left, right } | GraphPattern::Lateral { left, right } => {
            let mut names = certain(left);
            names.extend(certain(right));
            names
        }
        GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => certain(left),
        GraphPattern::Union { left, right } => certain(left).intersection(&certain(right)).cloned().collect(),
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => certain(inner),
        GraphPattern::Graph { name, inner } => {
            let mut names = certain(inner);
            if let NamedNodePattern::Variable(variable) = name {
                names.insert(named(variable));
            }
            names
        }
        GraphPattern::Values { variables, bindings } => {
            let given = |place: usize| bindings.iter().all(|row| row[place].is_some());
            variables.iter().enumerate().filter(|(place, _)| given(*place)).map(|(_, v)| named(v)).collect()
        }
        GraphPattern::Project { inner, variables } => {
            let inside = certain(inner);
            variables.iter().map(named).filter(|name| inside.contains(name)).collect()
        }
        GraphPattern::Group { .. } | GraphPattern::Service { .. } => Names::new(),
    }
}

/// The variables of a part that is ordered.
fn variables(pattern: &GraphPattern) -> Names {
    let mut names = Names::new();
    match pattern {
        GraphPattern::Bgp { patterns } => {
            for TriplePattern { subject, predicate, object } in patterns {
                names.extend([subject, object].into_iter().filter_map(name));
                if let NamedNodePattern::Variable(variable) = predicate {
                    names.insert(named(variable));
                }
            }
        }
        GraphPattern::Path { subject, object, .. } => names.extend([subject, object].into_iter().filter_map(name)),
        GraphPattern::Values { variables, .. } => names.extend(variables.iter().map(named)),
        GraphPattern::Join { left, right } | GraphPattern::Union { left, right } => {
            names.extend(variables(left));
            names.extend(variables(right));
        }
        _ => {}
    }
    names
}

fn named(variable: &Variable) -> String {
    variable.as_str().to_owned()
}

fn name(pattern: &TermPattern) -> Option<String> {
    match pattern {
        TermPattern::Variable(variable) => Some(named(variable)),
        TermPattern::BlankNode(node) => Some(node.to_string()),
        TermPattern::NamedNode(_) | TermPattern::Literal(_) => None,
    }
}

fn is_known(pattern: &TermPattern, known: &Names) -> bool {
    name(pattern).is_none_or(|name| known.contains(&name))
}

fn constant(pattern: &TermPattern) -> Option<Term> {
    match pattern {
        TermPattern::NamedNode(node) => Some(node.clone().into()),
        TermPattern::Literal(literal) => Some(literal.clone().into()),
        TermPattern::Variable(_) | TermPattern::BlankNode(_) => None,
    }
}

fn predicate(pattern: &NamedNodePattern) -> Option<Term> {
    match pattern {
        NamedNodePattern::NamedNode(node) => Some(node.clone().into()),
        NamedNodePattern::Variable(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::Cursor;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::data::Data;
    use crate::graph::query::{Answer, Settings, ask, stop};
    use crate::graph::rdf::Syntax;
    use crate::graph::store::Index;

    /// A hundred assertions; one is about Oman, and one of ten is denied.
    fn index() -> Index {
        let mut turtle = "@prefix : <x:> . ".to_owned();
        for n in 0..100 {
            let who = if n == 43 { "oman".to_owned() } else { format!("a{}", n % 20) };
            let polarity = if n % 10 == 2 { "no" } else { "yes" };
            write!(turtle, ":f{n} a :Assertion ; :subject :{who} ; :polarity :{polarity} . :{who} :label '{who}' . ")
                .unwrap();
        }
        Index::read(vec![(Syntax::Turtle, Box::new(Cursor::new(turtle)))], &Data::embedded()).unwrap()
    }

    fn planned(index: &Index, pattern: &str) -> Query {
        let parser = spargebra::SparqlParser::new().with_prefix("", "x:").unwrap();
        let mut query = parser.parse_query(&format!("SELECT * {{ {pattern} }}")).unwrap();
        order(&mut query, index.quads.statistics().unwrap());
        query
    }

    /// The patterns of a query in the order in which they are asked.
    fn check(pattern: &str, expected: Expect) {
        let text = planned(&index(), pattern).to_string();
        let text =
            text.replace("SELECT ?a ?l ?who WHERE ", "").replace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "");
        expected.assert_eq(&text);
    }

    #[test]
    fn the_rarest_comes_first() {
        check(
            "?a a :Assertion ; :polarity :yes ; :subject ?who . ?who :label 'oman' , ?l",
            expect![
                "{ ?who <x:label> \"oman\" . LATERAL { ?who <x:label> ?l . } LATERAL { ?a <x:subject> ?who . } LATERAL { ?a <type> <x:Assertion> . } LATERAL { ?a <x:polarity> <x:yes> . } }"
            ],
        );
    }

    #[test]
    fn an_order_changes_no_row() {
        let index = index();
        for pattern in [
            "?a a :Assertion ; :polarity :yes ; :subject :oman",
            "?a :subject ?who ; :polarity :no . OPTIONAL { ?who :label ?l . ?b :subject ?who ; :polarity :yes }",
            "{ ?a :subject :oman } UNION { ?a :polarity :no } ?a :subject/:label ?l",
            "VALUES (?p ?l) { (:no UNDEF) (UNDEF 'oman') } ?a :polarity ?p ; :subject ?who . ?who :label ?l",
            "?a :subject ?who FILTER EXISTS { ?b :subject ?who ; :polarity :no . ?b a :Assertion }",
            "?a :subject ?who . { SELECT ?who (COUNT(*) AS ?n) { ?b :subject ?who ; a :Assertion } GROUP BY ?who } ?who :label ?l",
            "GRAPH ?g { ?a :subject ?who . ?who :label 'a3' } MINUS { ?a :polarity :no ; a :Assertion }",
            "?a (:subject|^:subject)+ ?b . ?a :polarity :no . ?b :label 'a2'",
            "[] :subject _:who . _:who :label ?l . ?a :polarity :no ; :subject _:who",
        ] {
            let query = format!("PREFIX : <x:> SELECT * {{ {pattern} }}");
            let rows = |answer: Answer| {
                let Answer::Table { rows, variables } = answer else { panic!() };
                let mut rows: Vec<String> = rows
                    .iter()
                    .map(|row| {
                        let mut cells: Vec<String> =
                            variables.iter().zip(row).map(|pair| format!("{pair:?}")).collect();
                        cells.sort();
                        cells.concat()
                    })
                    .collect();
                rows.sort();
                rows
            };
            // As it would run without an order.
            let mut parsed = spargebra::SparqlParser::new().parse_query(&query).unwrap();
            stop::put(&mut parsed);
            let prepared = stop::evaluator(&Settings::default().token).for_query(parsed);
            let Ok(oxigraph::sparql::QueryResults::Solutions(solutions)) = index.quads.execute(prepared) else {
                panic!()
            };
            let variables = solutions.variables().to_vec();
            let plain = solutions.map(|s| s.map(|s| variables.iter().map(|v| s.get(v).cloned()).collect()).unwrap());
            let plain = Answer::Table { rows: plain.collect(), variables: variables.clone() };
            let plain = rows(plain);
            assert!(!plain.is_empty(), "{pattern}");
            assert_eq!(rows(ask(&index, &query).unwrap()), plain, "{pattern}");
        }
    }
}
