//! `actograph query`: asks a store in SPARQL, or by the name of a query, and prints the answer.

mod named;

use std::cell::RefCell;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use oxigraph::model::{NamedNode, Triple};

use crate::cli::{Outcome, lock, tables, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::query::bind::Bindings;
#[cfg(feature = "federation")]
use crate::graph::query::service::Service;
use crate::graph::query::{self, Answer, Settings};
use crate::graph::rdf::Syntax;
use crate::graph::store::{Index, Part, Store};
use crate::graph::update;
use crate::graph::vocabulary::Base;

/// How long another endpoint may take.
#[cfg(feature = "federation")]
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

const EXAMPLE: &str = "\
Examples:
  actograph query --list
  actograph query who-funds --actor Hezbollah --since 2026-01-01 --store news
  actograph query --store news 'SELECT ?who ?whom { ?who rel:funds ?whom }'
  actograph query --store news who.rq --format csv > who.csv
  actograph query --store news 'ASK { kg:iran rel:funds ?x }' && echo yes

A word is the name of a query; --show NAME prints it with its parameters, which are options: --actor, --since and so \
on. Own queries are files in queries/ of --data. In any query, --NAME VALUE gives the variable $NAME a value: an actor \
for --actor, a day for 2026-01-31, else text.

The default graph is all documents together; GRAPH ?document { … } asks one by one. The prefixes ag, rel, kg, doc, \
rdf, rdfs, owl, xsd, skos, prov, nif, dcterms, schema, sh and wd are known. Without ORDER BY rows have no order.

Exit code: 0 if there is an answer, 1 if there is none (no row, ASK says no), 2 on error.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The name of a query, a query, or a file whose name ends in .rq or .sparql; `-` reads it from standard input
    #[arg(required_unless_present_any = ["file", "list", "show"], conflicts_with = "file")]
    query: Option<String>,
    /// Read the query from a file
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The store's folder
    #[arg(short, long, value_name = "DIR", required_unless_present_any = ["list", "show"])]
    store: Option<PathBuf>,
    /// List the queries that have a name
    #[arg(long, conflicts_with_all = ["query", "file", "show"])]
    list: bool,
    /// Print a query that has a name, with what it can be told
    #[arg(long, value_name = "NAME", conflicts_with_all = ["query", "file"])]
    show: Option<String>,
    /// The value of a variable; --NAME VALUE is short for it. May be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// Allow an update (INSERT, DELETE, …), which changes the store's own graphs: see docs/sparql.md
    #[arg(long, conflicts_with = "explain")]
    write: bool,
    /// Run the query and print its steps, with the rows and milliseconds of each, instead of the answer
    #[arg(long)]
    explain: bool,
    /// Let SERVICE ask this endpoint; without it none is asked. May be repeated
    #[cfg(feature = "federation")]
    #[arg(long, value_name = "URL")]
    service: Vec<String>,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
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
    Nquads,
    Trig,
    Rdfxml,
    Jsonld,
}

impl Format {
    fn syntax(self) -> Option<Syntax> {
        match self {
            Self::Turtle => Some(Syntax::Turtle),
            Self::Ntriples => Some(Syntax::NTriples),
            Self::Nquads => Some(Syntax::NQuads),
            Self::Trig => Some(Syntax::TriG),
            Self::Rdfxml => Some(Syntax::RdfXml),
            Self::Jsonld => Some(Syntax::JsonLd),
            Self::Table | Self::Csv | Self::Tsv | Self::Json | Self::Xml => None,
        }
    }
}

pub(super) use named::rewritten;

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    if arguments.list {
        return named::list(&arguments.output, data);
    }
    if let Some(name) = &arguments.show {
        return named::show(name, &arguments.output, data);
    }
    let asked = read(arguments, data)?;
    let folder = arguments.store.as_deref().expect("clap requires it");
    // What a parameter is called is checked before a large store is loaded.
    asked.check(&arguments.values)?;
    let store = Store::open(folder)?;
    // What the update sees and what it writes is one state.
    let _writing = arguments.write.then(|| lock(&store, Part::Notes, "query --write")).transpose()?;
    let mut index = store.load(data)?;
    let bindings = asked.bindings(&arguments.values, &index, data)?;
    if arguments.write && update::is_update(&index, &asked.text) {
        let done = update::update(&mut index, store.own()?, &asked.text, &bindings)?;
        store.set_own(&done.own)?;
        let (inserted, deleted) = (done.inserted, done.deleted);
        write_output(&arguments.output, format!("{inserted} inserted, {deleted} deleted\n").as_bytes())?;
        return Ok(if inserted + deleted > 0 { Outcome::Found } else { Outcome::Nothing });
    }
    let settings = Settings {
        bindings,
        limit: arguments.limit,
        #[cfg(feature = "federation")]
        services: arguments.service.iter().map(|url| Service::new(url, PATIENCE)).collect::<Result<_, _>>()?,
        ..Settings::default()
    };
    if arguments.explain {
        let json = query::explain(&index, &asked.text, &settings)?;
        let text = if arguments.format == Some(Format::Json) { json + "\n" } else { plan(&json, &index.base)? };
        write_output(&arguments.output, text.as_bytes())?;
        return Ok(Outcome::Found);
    }
    let answer = query::ask_with(&index, &asked.text, &settings)?;
    write_output(&arguments.output, &print(&index, &answer, arguments.format)?)?;
    Ok(if answer.is_some() { Outcome::Found } else { Outcome::Nothing })
}

/// What is asked: a query's text, and what it can be told if it has a name.
struct Asked {
    text: String,
    named: Option<crate::graph::named::NamedQuery>,
}

impl Asked {
    fn check(&self, values: &[String]) -> Result<(), Error> {
        match &self.named {
            Some(named) => named::check(named, values),
            None => Ok(()),
        }
    }

    fn bindings(&self, values: &[String], index: &Index, data: &Data) -> Result<Bindings, Error> {
        match &self.named {
            Some(named) => named::bindings(named, values, index, data),
            None => named::free_bindings(values, index, data),
        }
    }
}

fn read(arguments: &Arguments, data: &Data) -> Result<Asked, Error> {
    let plain = |text: String| Asked { text, named: None };
    let from_file = |file: &Path| std::fs::read_to_string(file).map_err(Error::file(file)).map(plain);
    match (&arguments.query, &arguments.file) {
        (_, Some(file)) if file != Path::new("-") => from_file(file),
        // No SPARQL query is a word that ends so.
        (Some(query), None) if Path::new(query).extension().is_some_and(|e| e == "rq" || e == "sparql") => {
            from_file(Path::new(query))
        }
        // Nor is one a bare word.
        (Some(query), None) if named::is_name(query) => {
            let queries = crate::graph::named::load(data)?;
            let named = crate::graph::named::find(&queries, query)?.clone();
            Ok(Asked { text: named.text.clone(), named: Some(named) })
        }
        (Some(query), None) if query != "-" => Ok(plain(query.clone())),
        _ => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(Error::file("-"))?;
            Ok(plain(text))
        }
    }
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
        (Some(Format::Table), Answer::Graph(triples)) => {
            let header = ["subject", "predicate", "object"].map(str::to_owned).to_vec();
            let row = |t: &Triple| {
                vec![Some(t.subject.clone().into()), Some(t.predicate.clone().into()), Some(t.object.clone())]
            };
            let rows: Vec<Row> = triples.iter().map(row).collect();
            return Ok(table(header, &rows, &index.base).into_bytes());
        }
        (None, Answer::Graph(_)) => query::Format::Rdf(Syntax::Turtle),
        (Some(Format::Csv), _) => query::Format::Csv,
        (Some(Format::Tsv), _) => query::Format::Tsv,
        (Some(Format::Json), _) => query::Format::Json,
        (Some(Format::Xml), _) => query::Format::Xml,
        (Some(other), _) => query::Format::Rdf(other.syntax().expect("the others are tables")),
    };
    let mut bytes = Vec::new();
    answer.write(format, &index.base, &mut bytes)?;
    if matches!(format, query::Format::Json | query::Format::Xml) {
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// The plan of a query as a tree: what each step is, how many rows it gave, and how long it took with all below it.
fn plan(json: &str, base: &Base) -> Result<String, Error> {
    fn step(value: &serde_json::Value, depth: usize, shorten: &dyn Fn(&str) -> String, rows: &mut Vec<Vec<String>>) {
        let name = value["name"].as_str().unwrap_or_default();
        let seconds = value["duration in seconds"].as_f64().unwrap_or_default();
        let count = value["number of results"].as_u64().map_or(String::new(), |n| n.to_string());
        rows.push(vec![count, format!("{:.1}", 1000.0 * seconds), format!("{}{}", "  ".repeat(depth), shorten(name))]);
        for child in value["children"].as_array().into_iter().flatten() {
            step(child, depth + 1, shorten, rows);
        }
    }
    let value: serde_json::Value = serde_json::from_str(json).map_err(|e| Error::Query(e.to_string()))?;
    let prefixes = base.prefixes();
    let variables = RefCell::new(Vec::new());
    let shorten = |name: &str| shortened(name, &prefixes, &mut variables.borrow_mut());
    let mut rows = Vec::new();
    step(&value["plan"], 0, &shorten, &mut rows);
    let header = ["rows", "ms", "step"].map(str::to_owned).to_vec();
    Ok(tables::headed(header, rows))
}

/// A step's text with IRIs by prefix, and with the variables that stand between the steps of a path numbered: the
/// evaluator gives them random names.
fn shortened(name: &str, prefixes: &[(&str, String)], variables: &mut Vec<String>) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(at) = rest.find(['<', '"', '?']) {
        out.push_str(&rest[..at]);
        let (sign, after) = (&rest[at..=at], &rest[at + 1..]);
        // How long what begins here is: an IRI, a text, a variable; nothing if it is a mere sign.
        let length = match sign {
            "<" => after.find(['>', '<', '"', ' ']).filter(|&end| after[end..].starts_with('>')),
            "\"" => closing_quote(after),
            _ => after.find(|c: char| !c.is_ascii_hexdigit()).or(Some(after.len())).filter(|&end| end == 32),
        };
        let Some(length) = length else {
            out.push_str(sign);
            rest = after;
            continue;
        };
        let inner = &after[..length];
        match sign {
            "<" => match NamedNode::new(inner) {
                Ok(node) => out.push_str(&query::short(&node.into(), prefixes)),
                Err(_) => out.push_str(&rest[at..at + length + 2]),
            },
            "\"" => out.push_str(&rest[at..at + length + 2]),
            _ => {
                let number = variables.iter().position(|v| v == inner).unwrap_or_else(|| {
                    variables.push(inner.to_owned());
                    variables.len() - 1
                });
                out += &["?_", &(number + 1).to_string()].concat();
            }
        }
        rest = &after[if sign == "?" { length } else { length + 1 }..];
    }
    out + rest
}

/// Where a text ends that may have escaped quotes in it.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_of_a_plan_is_printed_with_prefixes() {
        let prefixes = Base::default().prefixes();
        let mut variables = Vec::new();
        let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
        let (one, two) = ("0".repeat(32), "a1".repeat(16));
        for (name, printed) in [
            (format!("QuadPattern(?x <{rdf}type> ?y)"), "QuadPattern(?x rdf:type ?y)"),
            ("Filter(?a < ?b && ?c > 3)".to_owned(), "Filter(?a < ?b && ?c > 3)"),
            (
                format!("Filter(?x = \"a <{rdf}type> \\\" <\")"),
                "Filter(?x = \"a <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \\\" <\")",
            ),
            ("<https://example.org/x>".to_owned(), "<https://example.org/x>"),
            (format!("Join(?{one}, ?{two}, ?{one})"), "Join(?_1, ?_2, ?_1)"),
            ("\"unclosed <".to_owned(), "\"unclosed <"),
            ("\"5\"^^<http://www.w3.org/2001/XMLSchema#integer>".to_owned(), "\"5\"^^xsd:integer"),
        ] {
            assert_eq!(shortened(&name, &prefixes, &mut variables), printed);
        }
    }
}
