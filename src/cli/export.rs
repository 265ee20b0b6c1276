//! `actograph export`: a store as one RDF file, for other programs.

use std::path::{Path, PathBuf};

use crate::cli::{Outcome, SyntaxName};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::export::{Options, export};
use crate::graph::rdf::Syntax;
use crate::graph::rdf::packed::Packer;
use crate::graph::store::Store;

const EXAMPLE: &str = "\
Examples:
  actograph export --store news --output news.nq.gz
  actograph export --store news --format turtle --ontology > news.ttl
  actograph export --store news --raw --output backup.nq.zst

N-Quads, TriG and JSON-LD keep one graph a document; Turtle, N-Triples and RDF/XML have no graphs. `actograph import` \
reads all of them.

Exit code: 0 if there is anything, 1 if the store is empty, 2 on error (no file is written then).";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// The syntax [default: by the ending of the output, else nquads]
    #[arg(long, value_name = "FORMAT")]
    format: Option<SyntaxName>,
    /// Where to write, packed if the name ends in .gz or .zst; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Documents as they were read, without corrections applied: what another store imports and can correct otherwise
    #[arg(long)]
    raw: bool,
    /// The ontology too
    #[arg(long)]
    ontology: bool,
    /// Let every assertion also have its triple as an RDF 1.2 triple term (nquads, trig, turtle, ntriples)
    #[arg(long)]
    rdf12: bool,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let output = arguments.output.as_path();
    let syntax = arguments.format.map(Syntax::from).or_else(|| Syntax::of_file(output));
    let syntax = match syntax {
        Some(syntax) => syntax,
        None if output == Path::new("-") => Syntax::NQuads,
        None => return Err(Error::Usage(format!("{}: no known ending: say --format", output.display()))),
    };
    let options = Options { syntax, raw: arguments.raw, ontology: arguments.ontology, triple_terms: arguments.rdf12 };
    let store = Store::open(&arguments.store)?;
    let mut out = Packer::create(output).map_err(Error::file(output))?;
    let n = export(&store, data, options, &mut out).map_err(|error| match error {
        Error::File { path, source } if path == Path::new("-") => Error::file(output)(source),
        other => other,
    })?;
    out.finish().map_err(Error::file(output))?;
    Ok(if n > 0 { Outcome::Found } else { Outcome::Nothing })
}
