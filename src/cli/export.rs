//! `actograph export`: a store as RDF, or a view of it as files of other graph tools.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::cli::Outcome;
use crate::cli::selection::Selection;
use crate::data::Data;
use crate::diagnostic::Error;
use crate::exchange::graphml::Flavor;
use crate::exchange::{self, Export, Format, Shape, folder};
use crate::graph::export::{Options, export};
use crate::graph::rdf::Syntax;
use crate::graph::rdf::packed::Packer;
use crate::graph::store::Store;
use crate::graph::view::{self, Request, View};
use crate::ontology::Ontology;

const EXAMPLE: &str = "\
Examples:
  actograph export --store news --output news.nq.gz
  actograph export --store news --format turtle --ontology > news.ttl
  actograph export --store news --raw --output backup.nq.zst
  actograph export --store news --full --output news.nif.ttl
  actograph export --store news --output news.gexf
  actograph export --store news --flavor yed --output news.graphml
  actograph export --store news --format csv --output news.zip
  actograph export --store news --format neo4j --output neo4j

RDF holds everything: N-Quads, TriG and JSON-LD keep one graph a document; Turtle, N-Triples and RDF/XML have no \
graphs. `actograph import` reads all of them. The other formats hold actors and what they do to each other, added up \
over all documents; docs/exports.md tells which tool opens which. neo4j and kuzu are folders; csv and tsv are a folder \
with both tables, or one table where --output ends in .csv or .tsv. A name that ends in .zip makes an archive of a \
folder.

Exit code: 0 if there is anything, 1 if the store is empty, 2 on error (no file is written then).";

/// How many sentences of an edge FollowTheMoney and STIX name with their documents; other formats have one.
const EVIDENCE: usize = 10;

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// The format [default: by the ending of the output, else nquads]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Name>,
    /// Where to write, packed if the name ends in .gz or .zst; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Documents as they were read, without corrections applied: what another store imports and can correct otherwise
    /// (RDF)
    #[arg(long)]
    raw: bool,
    /// Tell what a store leaves out, because names tell it: class, begin, end and words of every span (NIF), rule,
    /// polarity, document and reading of every assertion (RDF)
    #[arg(long)]
    full: bool,
    /// The ontology too (RDF)
    #[arg(long)]
    ontology: bool,
    /// Let every assertion also have its triple as an RDF 1.2 triple term (nquads, trig, turtle, ntriples)
    #[arg(long)]
    rdf12: bool,
    /// Measures of every node, such as its PageRank, as attributes (graph formats)
    #[arg(long)]
    measures: bool,
    /// For whom the file is (graphml)
    #[arg(long, value_name = "PROGRAM")]
    flavor: Option<FlavorName>,
    /// Call the edges `links`, as D3 and older NetworkX do (node-link)
    #[arg(long)]
    links: bool,
    /// Which table, where only one is written [default: edges] (csv, tsv)
    #[arg(long, value_name = "TABLE")]
    table: Option<Table>,
    /// Write texts that a spreadsheet would compute (`=1+1`) as they are, without a `'` in front (csv, tsv)
    #[arg(long)]
    verbatim: bool,
    #[command(flatten)]
    selection: Selection,
}

/// A format as the option names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Rdf(Syntax),
    Graph(Format),
}

impl Name {
    fn text(self) -> &'static str {
        match self {
            Self::Rdf(Syntax::NQuads) => "nquads",
            Self::Rdf(Syntax::TriG) => "trig",
            Self::Rdf(Syntax::Turtle) => "turtle",
            Self::Rdf(Syntax::NTriples) => "ntriples",
            Self::Rdf(Syntax::RdfXml) => "rdfxml",
            Self::Rdf(Syntax::JsonLd) => "jsonld",
            Self::Graph(format) => format.name(),
        }
    }

    fn of_file(path: &Path) -> Option<Self> {
        // `.stix.json` first: what ends in `.json` alone is JSON-LD.
        Format::of_file(path).map(Self::Graph).or_else(|| Syntax::of_file(path).map(Self::Rdf))
    }
}

impl ValueEnum for Name {
    fn value_variants<'a>() -> &'a [Self] {
        use std::sync::LazyLock;
        static ALL: LazyLock<Vec<Name>> = LazyLock::new(|| {
            Syntax::ALL.into_iter().map(Name::Rdf).chain(Format::ALL.iter().copied().map(Name::Graph)).collect()
        });
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.text()))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FlavorName {
    /// All readers
    Plain,
    /// yEd, with our shapes and colours
    Yed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Table {
    Nodes,
    Edges,
}

impl Arguments {
    /// The options that were given, with what they need.
    fn for_rdf_only(&self) -> Option<&'static str> {
        let given_ones =
            [(self.raw, "--raw"), (self.full, "--full"), (self.ontology, "--ontology"), (self.rdf12, "--rdf12")];
        given_ones.into_iter().find_map(given)
    }

    fn for_graphs_only(&self) -> Option<&'static str> {
        let given_ones = [
            (self.measures, "--measures"),
            (self.flavor.is_some(), "--flavor"),
            (self.links, "--links"),
            (self.table.is_some(), "--table"),
            (self.verbatim, "--verbatim"),
        ];
        given_ones.into_iter().find_map(given)
    }

    /// An option that the format has no use for.
    fn idle(&self, format: Format) -> Option<&'static str> {
        let tables = format.shape() == Shape::Tables;
        let idle_ones = [
            (self.flavor.is_some() && format != Format::GraphMl, "--flavor"),
            (self.links && format != Format::NodeLink, "--links"),
            (self.table.is_some() && !tables, "--table"),
            (self.verbatim && !matches!(format, Format::Csv | Format::Tsv), "--verbatim"),
        ];
        idle_ones.into_iter().find_map(given)
    }
}

fn given((is_given, name): (bool, &'static str)) -> Option<&'static str> {
    is_given.then_some(name)
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let output = arguments.output.as_path();
    let name = match arguments.format.or_else(|| Name::of_file(output)) {
        Some(name) => name,
        None if output == Path::new("-") => Name::Rdf(Syntax::NQuads),
        None => return Err(Error::Usage(format!("{}: no known ending: say --format", output.display()))),
    };
    let misplaced = |option: &str| Error::Usage(format!("{option} means nothing for --format {}", name.text()));
    match name {
        Name::Rdf(syntax) => match arguments.for_graphs_only() {
            Some(option) => Err(misplaced(option)),
            None if arguments.selection.request(None) != Request::default() => {
                let name = name.text();
                let message =
                    format!("--format {name} is the whole store; a part of it is what `query` answers to CONSTRUCT");
                Err(Error::Usage(message))
            }
            None => rdf(arguments, syntax, data),
        },
        Name::Graph(format) => match arguments.for_rdf_only().or_else(|| arguments.idle(format)) {
            Some(option) => Err(misplaced(option)),
            None => graph(arguments, format, data),
        },
    }
}

fn rdf(arguments: &Arguments, syntax: Syntax, data: &Data) -> Result<Outcome, Error> {
    let output = arguments.output.as_path();
    let Arguments { raw, full, ontology, rdf12: triple_terms, .. } = *arguments;
    let options = Options { syntax, raw, full, ontology, triple_terms };
    let store = Store::open(&arguments.store)?;
    let mut out = Packer::create(output).map_err(Error::file(output))?;
    let n = export(&store, data, options, &mut out).map_err(|error| match error {
        Error::File { path, source } if path == Path::new("-") => Error::file(output)(source),
        other => other,
    })?;
    out.finish().map_err(Error::file(output))?;
    Ok(if n > 0 { Outcome::Found } else { Outcome::Nothing })
}

fn graph(arguments: &Arguments, format: Format, data: &Data) -> Result<Outcome, Error> {
    let flavor = match arguments.flavor {
        Some(FlavorName::Yed) => Flavor::Yed,
        Some(FlavorName::Plain) | None => Flavor::Plain,
    };
    let options = exchange::Options { flavor, links: arguments.links, verbatim: arguments.verbatim };
    let export = Export::new(format, options, data)?;
    let target = Target::of(arguments, format)?;
    let index = Store::open(&arguments.store)?.load(data)?;
    // A file is no picture: everything, unless something else is asked for.
    let request = Request { evidence: EVIDENCE, ..arguments.selection.request(None) };
    let mut view = view::view(&index, &Ontology::load(data)?, &request)?;
    if arguments.measures {
        view.measure();
    }
    target.write(&export, &view)?;
    let (nodes, edges) = export.left_out(&view);
    if nodes > 0 {
        let name = format.name();
        anstream::eprintln!(
            "actograph: {name} has no counterpart for {nodes} nodes; they and {edges} edges are left out"
        );
    }
    Ok(if view.graph.edge_count() > 0 { Outcome::Found } else { Outcome::Nothing })
}

/// Where the files of a format go.
enum Target<'a> {
    /// One of them into this file.
    File(&'a Path, usize),
    /// All into this archive.
    Archive(&'a Path),
    /// All into this folder.
    Folder(&'a Path),
}

impl<'a> Target<'a> {
    fn of(arguments: &'a Arguments, format: Format) -> Result<Self, Error> {
        let output = arguments.output.as_path();
        if format.shape() == Shape::File {
            return Ok(Self::File(output, 0));
        }
        if output.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) {
            return match arguments.table {
                Some(_) => Err(Error::Usage("--table: an archive holds both tables".to_owned())),
                None => Ok(Self::Archive(output)),
            };
        }
        let single = output == Path::new("-") || Format::of_file(output) == Some(format);
        match (format.shape(), single) {
            (Shape::Tables, true) => Ok(Self::File(output, usize::from(arguments.table != Some(Table::Nodes)))),
            (Shape::Tables, false) if arguments.table.is_some() => {
                let ending = format.name();
                Err(Error::Usage(format!("--table: say --output FILE.{ending}; a folder holds both tables")))
            }
            (_, true) => {
                let name = format.name();
                Err(Error::Usage(format!("--format {name} is several files: say --output FOLDER or FILE.zip")))
            }
            (_, false) => Ok(Self::Folder(output)),
        }
    }

    fn write(&self, export: &Export, view: &View) -> Result<(), Error> {
        let parts = export.parts(view);
        match *self {
            Self::Folder(folder) => folder::write(&parts, folder).map_err(Error::file(folder)),
            Self::Archive(path) => packed(path, |out| folder::zip(&parts, out)),
            Self::File(path, place) => packed(path, |out| parts[place].write(out)),
        }
    }
}

fn packed(path: &Path, write: impl FnOnce(&mut Packer) -> std::io::Result<()>) -> Result<(), Error> {
    let whole = || {
        let mut out = Packer::create(path)?;
        write(&mut out)?;
        out.finish()
    };
    whole().map_err(Error::file(path))
}
