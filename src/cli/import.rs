//! `actograph import`: RDF files into a store.

use std::path::{Path, PathBuf};

use oxigraph::model::NamedNode;

use crate::actor::Gazetteer;
use crate::cli::{Outcome, SyntaxName, lock, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::import::{Import, Imported};
use crate::graph::rdf::{Syntax, packed};
use crate::graph::store::{Part, Store};
use crate::graph::vocabulary::Base;

const EXAMPLE: &str = "\
Examples:
  actograph import backup.nq.gz --store news
  actograph import notes.ttl --store news --graph https://example.org/notes
  actograph export --store other --raw | actograph import - --store news

Documents take the place of those of the same name, corrections are added behind those that are there, and everything \
else is added to the triples of your own (see docs/sparql.md#updates).

Exit code: 0 if something was imported, 1 if there was nothing, 2 on error.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// RDF files, packed if the name ends in .gz or .zst; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The store's folder; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// The syntax [default: by the ending of each file, nquads for standard input]
    #[arg(long, value_name = "FORMAT")]
    format: Option<SyntaxName>,
    /// The graph of triples that have none [default: the store's own graph]
    #[arg(long, value_name = "IRI")]
    graph: Option<String>,
    // No docstring, for a bare address is none to rustdoc, and brackets around it would show in the help.
    #[arg(
        long,
        value_name = "IRI",
        help = "Namespace of the data, for a new store [default: https://w3id.org/actograph/kg/]"
    )]
    base: Option<String>,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let base = arguments.base.as_deref().map(Base::new).transpose()?;
    let graph = arguments
        .graph
        .as_deref()
        .map(|iri| NamedNode::new(iri).map_err(|e| Error::Usage(format!("--graph {iri}: {e}"))));
    let graph = graph.transpose()?;
    let syntaxes: Vec<Syntax> =
        arguments.files.iter().map(|f| syntax(f, arguments.format)).collect::<Result<_, _>>()?;
    let store = Store::create(&arguments.store, base.as_ref())?;
    let _writing = (lock(&store, Part::Documents, "import")?, lock(&store, Part::Notes, "import")?);
    let mut import = Import::new(&store, graph);
    for (file, syntax) in arguments.files.iter().zip(syntaxes) {
        let text = packed::open(file).map_err(Error::file(file))?;
        import.read(&file.to_string_lossy(), syntax, text)?;
    }
    let done = import.finish(&Gazetteer::load(data)?)?;
    write_output(Path::new("-"), summary(&done).as_bytes())?;
    let nothing = done.documents + done.corrections + done.own == 0;
    Ok(if nothing { Outcome::Nothing } else { Outcome::Found })
}

/// What was brought, in a line.
pub(super) fn summary(done: &Imported) -> String {
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let said =
        [count(done.documents, "document"), count(done.corrections, "correction"), count(done.own, "own triple")];
    format!("{}\n", said.join(", "))
}

fn syntax(file: &Path, said: Option<SyntaxName>) -> Result<Syntax, Error> {
    let standard = Some(Syntax::NQuads).filter(|_| file == Path::new("-"));
    let found = said.map(Syntax::from).or(standard).or_else(|| Syntax::of_file(file));
    found.ok_or_else(|| Error::Usage(format!("{}: no known ending: say --format", file.display())))
}
