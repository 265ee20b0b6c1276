//! Whether a graph is what it should be: the constraints of `ontology/constraints/`, asked one after the other.
//!
//! Each constraint is a SPARQL query that finds what is wrong, with the name of the SHACL shape in `ontology/shapes.ttl`
//! that says the same. The findings can be had as a SHACL validation report
//! (<https://www.w3.org/TR/shacl/#validation-report>), whose nodes have IRIs: nothing of ours has blank nodes.

use oxigraph::model::{Literal, NamedNode, Quad, Term};
use oxigraph::sparql::Variable;

use crate::data::Data;
use crate::diagnostic::{Diagnostic, Error};
use crate::graph::named::{ENDING, fields};
use crate::graph::query::{Answer, ask, short};
use crate::graph::store::Index;
use crate::graph::vocabulary::{self, Base, FOREIGN, SHACL, SHAPES, term};

/// Where the queries are, below `ontology/` and below the user's data folder.
pub const FOLDER: &str = "constraints";

/// Something that must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// The name of its shape, and of its file.
    pub shape: String,
    /// What must hold, in a sentence.
    pub message: String,
    /// How bad it is if it does not.
    pub severity: Severity,
    /// The property that it is about, if it is about one.
    pub path: Option<NamedNode>,
    /// The query for what is wrong: `?this`, `?component`, and `?value` where it has one.
    pub query: String,
}

/// How bad something is, as SHACL has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The graph is wrong.
    Violation,
    /// Worth a look.
    Warning,
}

impl Severity {
    /// The local name of its IRI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Violation => "Violation",
            Self::Warning => "Warning",
        }
    }
}

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding<'c> {
    /// What should hold.
    pub constraint: &'c Constraint,
    /// What it is about.
    pub focus: Term,
    /// In which way it fails: a constraint component of SHACL, such as `MinCount`.
    pub component: String,
    /// The value that is wrong.
    pub value: Option<Term>,
}

/// All constraints, by name.
///
/// # Errors
/// [`Error::Diagnostics`] with everything that is wrong with their headers, [`Error::File`] and [`Error::Encoding`] if
/// one cannot be read.
///
/// ```
/// use actograph::{data::Data, graph::validate};
/// let constraints = validate::constraints(&Data::embedded()).unwrap();
/// assert!(constraints.iter().any(|c| c.shape == "assertion-standing"));
/// ```
pub fn constraints(data: &Data) -> Result<Vec<Constraint>, Error> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for path in data.list(FOLDER, ENDING) {
        match constraint(&path, &data.text(&path)?) {
            Ok(constraint) => found.push(constraint),
            Err(diagnostic) => wrong.push(diagnostic),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(Error::Diagnostics(wrong)) }
}

fn constraint(path: &str, text: &str) -> Result<Constraint, Diagnostic> {
    let wrong = |place: std::ops::Range<usize>, hint: &str| {
        Diagnostic::error("Q03", path, place, "wrong field of a constraint's header").hint(hint)
    };
    let (mut shape, mut message, mut about, mut severity) = (None, None, None, Severity::Violation);
    for field in fields(text) {
        match (field.name, field.value.as_str()) {
            ("title", title) => message = Some(title.to_owned()),
            ("shape", name) => shape = Some(name.to_owned()),
            ("severity", "Violation") => severity = Severity::Violation,
            ("severity", "Warning") => severity = Severity::Warning,
            ("severity", _) => return Err(wrong(field.place, "Violation or Warning")),
            ("path", name) => {
                about = Some(property(name).ok_or_else(|| wrong(field.place, "write it as `ag:standing`"))?);
            }
            _ => return Err(wrong(field.place, "title, shape, severity or path")),
        }
    }
    let (Some(shape), Some(message)) = (shape, message) else {
        return Err(wrong(0..0, "a constraint needs `# title: …` and `# shape: …`"));
    };
    Ok(Constraint { shape, message, severity, path: about, query: text.to_owned() })
}

/// The property of a name with a prefix.
fn property(name: &str) -> Option<NamedNode> {
    let (prefix, local) = name.split_once(':')?;
    if prefix == "ag" {
        return Some(vocabulary::own(local));
    }
    let (_, space) = FOREIGN.iter().find(|(known, _)| *known == prefix)?;
    NamedNode::new(format!("{space}{local}")).ok()
}

/// What does not hold in a store, by constraint and by what it is about.
///
/// # Errors
/// [`Error::Query`] if one of the queries is wrong.
///
/// # Complexity
/// Linear in the store for each constraint.
pub fn validate<'c>(index: &Index, constraints: &'c [Constraint]) -> Result<Vec<Finding<'c>>, Error> {
    let mut findings = Vec::new();
    for constraint in constraints {
        let at = |e: Error| Error::Query(format!("{}: {e}", constraint.shape));
        let Answer::Table { variables, rows } = ask(index, &constraint.query).map_err(at)? else {
            return Err(Error::Query(format!("{}: a constraint is a SELECT", constraint.shape)));
        };
        let column = |name: &str| variables.iter().position(|v| *v == Variable::new_unchecked(name));
        let (this, component, value) = (column("this"), column("component"), column("value"));
        for row in rows {
            let cell = |column: Option<usize>| column.and_then(|i| row[i].clone());
            let (Some(focus), Some(Term::NamedNode(component))) = (cell(this), cell(component)) else { continue };
            let name = component.as_str().strip_prefix(SHACL).unwrap_or(component.as_str());
            let component = name.strip_suffix("ConstraintComponent").unwrap_or(name).to_owned();
            findings.push(Finding { constraint, focus, component, value: cell(value) });
        }
    }
    Ok(findings)
}

impl Finding<'_> {
    /// In one line of cells: shape, focus, value, in which way.
    pub fn cells(&self, base: &Base) -> [String; 4] {
        let prefixes = base.prefixes();
        let name = |term: &Term| short(term, &prefixes);
        let value = self.value.as_ref().map_or(String::new(), name);
        [self.constraint.shape.clone(), name(&self.focus), value, self.component.clone()]
    }
}

/// A SHACL validation report, as a graph of its own.
pub fn report(findings: &[Finding<'_>], base: &Base) -> Vec<Quad> {
    let graph = base.validation();
    let mut quads = Vec::new();
    let mut add = |subject: &NamedNode, property: &str, object: Term| {
        let property = NamedNode::new_unchecked(format!("{SHACL}{property}"));
        quads.push(Quad::new(subject.clone(), property, object, graph.clone()));
    };
    let shacl = |name: &str| Term::from(NamedNode::new_unchecked(format!("{SHACL}{name}")));
    let conforms = !findings.iter().any(|f| f.constraint.severity == Severity::Violation);
    add(&graph, "conforms", Literal::from(conforms).into());
    let mut typed = vec![(graph.clone(), "ValidationReport")];
    for finding in findings {
        let Finding { constraint, focus, component, value } = finding;
        let value_text = value.as_ref().map_or(String::new(), Term::to_string);
        let parts = [constraint.shape.clone(), focus.to_string(), component.clone(), value_text];
        let hash = vocabulary::hash(parts.iter().map(String::as_bytes));
        let node = vocabulary::local(graph.as_ref(), &format!("result-{}", &hash[..16]));
        add(&graph, "result", node.clone().into());
        add(&node, "focusNode", focus.clone());
        if let Some(path) = &constraint.path {
            add(&node, "resultPath", path.clone().into());
        }
        if let Some(value) = value {
            add(&node, "value", value.clone());
        }
        add(&node, "resultSeverity", shacl(constraint.severity.name()));
        add(&node, "resultMessage", Literal::new_language_tagged_literal_unchecked(&constraint.message, "en").into());
        add(&node, "sourceConstraintComponent", shacl(&format!("{component}ConstraintComponent")));
        add(&node, "sourceShape", NamedNode::new_unchecked(format!("{SHAPES}{}", constraint.shape)).into());
        typed.push((node, "ValidationResult"));
    }
    let kind = |(node, class): (NamedNode, &str)| {
        let class = NamedNode::new_unchecked(format!("{SHACL}{class}"));
        Quad::new(node, term::TYPE, class, graph.clone())
    };
    quads.extend(typed.into_iter().map(kind));
    quads.sort_by_cached_key(ToString::to_string);
    quads
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use expect_test::expect;
    use oxigraph::sparql::SparqlEvaluator;

    use super::*;
    use crate::data::Table;
    use crate::graph::rdf::Syntax;
    use crate::graph::store::Quads;

    fn fixture(name: &str) -> String {
        std::fs::read_to_string(format!("{}/fixtures/shapes/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    fn good() -> Index {
        let text = Box::new(std::io::Cursor::new(fixture("good.ttl")));
        Index::read(vec![(Syntax::Turtle, text)], &Data::embedded()).unwrap()
    }

    /// What an update makes of an index.
    fn broken(index: &Index, update: &str) -> Index {
        let store = oxigraph::store::Store::new().unwrap();
        for quad in index.quads.quads_for_pattern(None, None, None, None) {
            let quad = quad.unwrap();
            let merged = Quad { graph_name: oxigraph::model::GraphName::DefaultGraph, ..quad.clone() };
            store.extend([quad, merged]).unwrap();
        }
        let mut evaluator = SparqlEvaluator::new();
        for (prefix, iri) in index.base.prefixes() {
            evaluator = evaluator.with_prefix(prefix, iri).unwrap();
        }
        evaluator.parse_update(update).unwrap().on_store(&store).execute().unwrap();
        Index::of(Quads::Oxigraph(store), index.base.clone())
    }

    #[test]
    fn a_good_graph_conforms() {
        let constraints = constraints(&Data::embedded()).unwrap();
        let index = good();
        let found = validate(&index, &constraints).unwrap();
        assert_eq!(found.iter().map(|f| f.cells(&index.base)).collect::<Vec<_>>(), <[[String; 4]; 0]>::default());
    }

    #[test]
    fn every_constraint_finds_what_breaks_it() {
        let data = Data::embedded();
        let constraints = constraints(&data).unwrap();
        let table = Table::parse("broken.tsv", &fixture("broken.tsv")).unwrap();
        let mut tried = BTreeSet::new();
        for row in table.rows() {
            let index = broken(&good(), row.get("update"));
            let found = validate(&index, &constraints).unwrap();
            let shapes: BTreeSet<&str> = found.iter().map(|f| f.constraint.shape.as_str()).collect();
            assert!(shapes.contains(row.get("shape")), "{} {shapes:?}", row.get("update"));
            tried.insert(row.get("shape"));
        }
        let all: BTreeSet<&str> = constraints.iter().map(|c| c.shape.as_str()).collect();
        assert_eq!(tried, all);
    }

    #[test]
    fn every_constraint_has_its_shape_and_its_file() {
        let data = Data::embedded();
        let shapes = data.text("shapes.ttl").unwrap();
        for path in data.list(FOLDER, ENDING) {
            let constraint = constraint(&path, &data.text(&path).unwrap()).unwrap();
            assert_eq!(path, format!("{FOLDER}/{}.{ENDING}", constraint.shape));
            assert!(shapes.contains(&format!("\nags:{} a sh:", constraint.shape)), "{path}");
            assert!(shapes.contains(&format!("sh:message \"{}\"", constraint.message)), "{path}");
        }
    }

    #[test]
    fn the_report_says_what_is_wrong_with_what() {
        let index = broken(&good(), "INSERT { ?a ag:modality ag:hoped } WHERE { ?a rdf:predicate rel:attacks }");
        let constraints = constraints(&Data::embedded()).unwrap();
        let findings = validate(&index, &constraints).unwrap();
        let cells: Vec<String> = findings.iter().map(|f| f.cells(&index.base).join(" ")).collect();
        expect![[r#"
            assertion-modality doc:good#assertion-974d5d69-77.89-90.98-99.103 ag:hoped In
            assertion-standing-follows doc:good#assertion-974d5d69-77.89-90.98-99.103 ag:stated SPARQL"#]]
        .assert_eq(&cells.join("\n"));
        let mut out = Vec::new();
        let quads = report(&findings, &index.base);
        crate::graph::rdf::write(Syntax::Turtle, &index.base.prefixes(), quads.iter().map(Quad::as_ref), &mut out)
            .unwrap();
        expect![[r#"
            @prefix doc: <https://w3id.org/actograph/kg/document/> .
            @prefix ag: <https://w3id.org/actograph/ns#> .
            @prefix kg: <https://w3id.org/actograph/kg/> .
            @prefix sh: <http://www.w3.org/ns/shacl#> .
            kg:validation\#result-a48c1849da597bf3 a sh:ValidationResult ;
            	sh:focusNode doc:good\#assertion-974d5d69-77.89-90.98-99.103 ;
            	sh:resultMessage "What an assertion says is possible, planned or desired, unless it is actual."@en ;
            	sh:resultPath ag:modality ;
            	sh:resultSeverity sh:Violation ;
            	sh:sourceConstraintComponent sh:InConstraintComponent ;
            	sh:sourceShape <https://w3id.org/actograph/shapes#assertion-modality> ;
            	sh:value ag:hoped .
            kg:validation\#result-f0500a23514996c5 a sh:ValidationResult ;
            	sh:focusNode doc:good\#assertion-974d5d69-77.89-90.98-99.103 ;
            	sh:resultMessage "The standing follows: unless denied it is uncertain with a modality, else reported with a source, else stated."@en ;
            	sh:resultSeverity sh:Violation ;
            	sh:sourceConstraintComponent sh:SPARQLConstraintComponent ;
            	sh:sourceShape <https://w3id.org/actograph/shapes#assertion-standing-follows> ;
            	sh:value ag:stated .
            kg:validation a sh:ValidationReport ;
            	sh:conforms false ;
            	sh:result kg:validation\#result-a48c1849da597bf3 , kg:validation\#result-f0500a23514996c5 .
        "#]]
        .assert_eq(std::str::from_utf8(&out).unwrap());
    }
}
