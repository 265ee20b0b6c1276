//! `actograph query`: asks a store in SPARQL and prints the answer.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::{Outcome, tables, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::query::{self, Answer};
use crate::graph::store::{Index, Store};
use crate::graph::vocabulary::Base;

const EXAMPLE: &str = "\
Examples:
  actograph query --store news 'SELECT ?who ?whom { ?who rel:funds ?whom }'
  actograph query --store news who.rq --format csv > who.csv
  actograph query --store news 'ASK { kg:iran rel:funds ?x }' && echo yes

The default graph is all documents together; GRAPH ?document { … } asks one by one. The prefixes ag, rel, kg, doc, \
rdf, rdfs, owl, xsd, skos, prov, nif, dcterms, schema and wd are known. Without ORDER BY rows have no order.

Exit code: 0 if there is an answer, 1 if there is none (no row, ASK says no), 2 on error.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The query, or a file whose name ends in .rq or .sparql; `-` reads it from standard input
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    query: Option<String>,
    /// Read the query from a file
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// How to print the answer [default: table for SELECT and ASK, turtle for CONSTRUCT and DESCRIBE]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Where to write the answer; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Csv,
    Tsv,
    Json,
    Xml,
    Turtle,
    Ntriples,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let text = match (&arguments.query, &arguments.file) {
        (_, Some(file)) if file != Path::new("-") => std::fs::read_to_string(file).map_err(Error::file(file))?,
        // No SPARQL query is a word that ends so.
        (Some(query), None) if Path::new(query).extension().is_some_and(|e| e == "rq" || e == "sparql") => {
            std::fs::read_to_string(query).map_err(Error::file(query))?
        }
        (Some(query), None) if query != "-" => query.clone(),
        _ => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(Error::file("-"))?;
            text
        }
    };
    let index = Store::open(&arguments.store)?.load(data)?;
    let answer = query::ask(&index, &text)?;
    write_output(&arguments.output, &print(&index, &answer, arguments.format)?)?;
    Ok(if answer.is_some() { Outcome::Found } else { Outcome::Nothing })
}

fn print(index: &Index, answer: &Answer, format: Option<Format>) -> Result<Vec<u8>, Error> {
    let format = match (format, answer) {
        (None | Some(Format::Table), Answer::Truth(truth)) => {
            return Ok(if *truth { "yes\n" } else { "no\n" }.into());
        }
        (None | Some(Format::Table), Answer::Table { variables, rows }) => {
            let header = variables.iter().map(|v| v.as_str().to_owned()).collect();
            return Ok(table(header, rows, &index.base).into_bytes());
        }
        (Some(Format::Table), Answer::Graph(_)) => {
            let message = "CONSTRUCT and DESCRIBE give triples: use --format turtle or ntriples";
            return Err(Error::Usage(message.to_owned()));
        }
        (Some(Format::Csv), _) => query::Format::Csv,
        (Some(Format::Tsv), _) => query::Format::Tsv,
        (Some(Format::Json), _) => query::Format::Json,
        (Some(Format::Xml), _) => query::Format::Xml,
        (None, Answer::Graph(_)) | (Some(Format::Turtle), _) => query::Format::Turtle,
        (Some(Format::Ntriples), _) => query::Format::NTriples,
    };
    let mut bytes = Vec::new();
    answer.write(format, &index.base, &mut bytes)?;
    if matches!(format, query::Format::Json | query::Format::Xml) {
        bytes.push(b'\n');
    }
    Ok(bytes)
}

type Row = Vec<Option<oxigraph::model::Term>>;

/// A table for the eye: IRIs by prefix, and the number of rows below.
fn table(header: Vec<String>, rows: &[Row], base: &Base) -> String {
    let prefixes = base.prefixes();
    let cells =
        |row: &Row| row.iter().map(|c| c.as_ref().map_or(String::new(), |t| query::short(t, &prefixes))).collect();
    let plural = if rows.len() == 1 { "" } else { "s" };
    format!("{}\n{} row{plural}\n", tables::headed(header, rows.iter().map(cells).collect()), rows.len())
}
