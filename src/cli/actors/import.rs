//! `actograph actors import`: a Wikidata query result → a table of actors.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::actor::Gazetteer;
use crate::actor::import::{Classes, import};
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::ontology::Class;
use crate::text::decode;

const EXAMPLE: &str = "\
Examples:
  actograph actors import query.json -o mine/actors/ports.tsv
  actograph actors import parties.csv --class PoliticalParty > parties.tsv

Reads what query.wikidata.org gives as JSON, CSV or TSV. The query's variables: ?item and ?itemLabel; and, where you \
have them, ?alias, ?acronym, ?demonym, ?class, ?start, ?end, ?country, ?surname, ?gender. docs/actors.md has a query to \
paste.

Exit code: 0 if there are entries, 1 if there is none, 2 if the file cannot be read or items have no class.";

/// How many of a kind are named in the summary.
const MOST_NAMED: usize = 5;

/// The arguments of `actograph actors import`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The query result; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where to write the table; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// The class of items whose own class is not known
    #[arg(short, long, value_name = "CLASS", value_parser = |name: &str| name.parse::<Class>())]
    class: Option<Class>,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let mut bytes = Vec::new();
    if arguments.file == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(Error::file("-"))?;
    } else {
        bytes = std::fs::read(&arguments.file).map_err(Error::file(&arguments.file))?;
    }
    let text = decode(&arguments.file, &bytes)?.text;
    let name = arguments.file.to_string_lossy();
    let gazetteer = Gazetteer::load(data)?;
    let made = match import(&name, &text, &Classes::load(data)?, arguments.class, &gazetteer) {
        Ok(made) => made,
        Err(complaints) => {
            let mut stderr = anstream::stderr().lock();
            for complaint in complaints {
                let _ = writeln!(stderr, "{}\n", complaint.render(&text, true));
            }
            return Ok(Outcome::Incomplete);
        }
    };
    write_output(&arguments.output, made.table.as_bytes())?;
    let entries = if made.n_entries == 1 { "entry" } else { "entries" };
    let mut summary = format!("{} {entries}\n", made.n_entries);
    let known = made.known.iter().map(|(item, id)| format!("{id} ({item})"));
    name_some(&mut summary, "known already and left out", known);
    name_some(&mut summary, "without a label and left out", made.without_label.iter().cloned());
    let classless = made.without_class.iter().map(|(item, label, classes)| match classes.as_str() {
        "" => format!("{label} ({item})"),
        classes => format!("{label} ({item}, a {classes})"),
    });
    name_some(&mut summary, "without a known class and left out; --class gives them one", classless);
    // Standard error: the result is the table.
    let _ = anstream::stderr().lock().write_all(summary.as_bytes());
    Ok(match (made.without_class.is_empty(), made.n_entries) {
        (false, _) => Outcome::Incomplete,
        (true, 0) => Outcome::Nothing,
        (true, _) => Outcome::Found,
    })
}

fn name_some(summary: &mut String, what: &str, items: impl ExactSizeIterator<Item = String>) {
    let n = items.len();
    if n > 0 {
        let named: Vec<String> = items.take(MOST_NAMED).collect();
        let more = if n > MOST_NAMED { ", …" } else { "" };
        let _ = writeln!(summary, "{n} {what}: {}{more}", named.join(", "));
    }
}
