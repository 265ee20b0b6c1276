//! `actograph validate`: whether a store, or a file of RDF, is what a graph of actograph's should be.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::{Outcome, tables, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::rdf::packed::{self, Packer};
use crate::graph::rdf::{self, Syntax};
use crate::graph::store::{Index, Store};
use crate::graph::validate::{Finding, Severity, constraints, report, validate};

const EXAMPLE: &str = "\
Examples:
  actograph validate --store news
  actograph validate --store news --report report.ttl
  actograph validate news.nq.gz

The constraints are those of ontology/constraints/ and of constraints/ in --data; ontology/shapes.ttl has the same as \
SHACL shapes.

Exit code: 0 if everything conforms (there may be warnings), 1 if something does not, 2 on error.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Files of RDF instead of a store, packed if the name ends in .gz or .zst
    #[arg(value_name = "FILE", required_unless_present = "store", conflicts_with = "store")]
    files: Vec<PathBuf>,
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: Option<PathBuf>,
    /// Write a SHACL validation report too, in the syntax that the ending tells
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let unknown = |path: &Path| Error::Usage(format!("{}: no known ending of RDF", path.display()));
    let syntax = |path: &Path| Syntax::of_file(path).ok_or_else(|| unknown(path));
    let reported = arguments.report.as_deref().map(|path| Ok((path, syntax(path)?))).transpose()?;
    let constraints = constraints(data)?;
    let index = if let Some(store) = &arguments.store {
        Store::open(store)?.load(data)?
    } else {
        let open = |path: &PathBuf| Ok((syntax(path)?, packed::open(path).map_err(Error::file(path))?));
        Index::read(arguments.files.iter().map(open).collect::<Result<_, _>>()?, data)?
    };
    let findings = validate(&index, &constraints)?;
    if let Some((path, syntax)) = reported {
        let quads = report(&findings, &index.base);
        let mut out = Packer::create(path).map_err(Error::file(path))?;
        let quads = quads.iter().map(oxigraph::model::Quad::as_ref);
        rdf::write(syntax, &index.base.prefixes(), quads, &mut out).map_err(Error::file(path))?;
        out.finish().map_err(Error::file(path))?;
    }
    write_output(Path::new("-"), shown(&findings, &index, constraints.len()).as_bytes())?;
    let violated = findings.iter().any(|f| f.constraint.severity == Severity::Violation);
    Ok(if violated { Outcome::Nothing } else { Outcome::Found })
}

/// What is wrong, shape by shape, each with what should hold.
fn shown(findings: &[Finding<'_>], index: &Index, n_constraints: usize) -> String {
    let mut text = String::new();
    for group in findings.chunk_by(|a, b| a.constraint == b.constraint) {
        let constraint = group[0].constraint;
        let _ = writeln!(text, "{}: {}", constraint.severity.name().to_lowercase(), constraint.message);
        let header = ["shape", "about", "value", "fails"].map(str::to_owned).to_vec();
        let rows = group.iter().map(|f| f.cells(&index.base).to_vec()).collect();
        text.push_str(&tables::headed(header, rows));
        text.push('\n');
    }
    let count = |severity: Severity| findings.iter().filter(|f| f.constraint.severity == severity).count();
    let (violations, warnings) = (count(Severity::Violation), count(Severity::Warning));
    let verdict = if violations == 0 { "conforms" } else { "does not conform" };
    let _ = writeln!(text, "{verdict}: {violations} violations, {warnings} warnings, {n_constraints} constraints");
    text
}
