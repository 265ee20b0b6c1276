//! `actograph rules diff`: the assertions gained and lost from one set of rules to another.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;

use super::read::each;
use crate::cli::extract::ModelSize;
use crate::cli::input::Dated;
use crate::cli::{Outcome, complain, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::Source;
use crate::pipeline::{Options, Reader};
use crate::rule::explain::notation;

const EXAMPLE: &str = "\
Examples:
  actograph rules diff builtin mine.toml --on articles/
  actograph rules diff mine-old/ mine/ --on articles/ --format jsonl
  git show HEAD:mine.toml | actograph rules diff - mine.toml --on articles/

OLD and NEW are `builtin` (the built-in rules, with --data and --rules if given), a rule file or a folder of them (laid \
over these), or a data folder as for --data. A line is the sentence with the ends in brackets; `+` only NEW finds it, `-` only OLD does.

Exit code: 0 if the two find the same, 1 if they differ, 2 if a rule has an error or a document could not be read.";

/// The arguments of `actograph rules diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The rules as they were
    old: PathBuf,
    /// The rules as they will be
    new: PathBuf,
    /// Files and folders (.txt, .md) to read with both; `-` is standard input
    #[arg(long, required = true, num_args = 1.., value_name = "INPUT")]
    on: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// The language model
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
    #[command(flatten)]
    dated: Dated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines to read, and counts for every rule
    Text,
    /// One JSON object for every assertion gained or lost
    Jsonl,
}

/// An assertion as the two are compared: the edge, its qualifiers, its first byte.
type Fact = (String, String, usize);

/// What one set of rules finds in a document: facts with their sentences and rules.
type Found = BTreeMap<(usize, Fact), (String, String)>;

/// Counts of a rule: found by both, gained, lost.
type Counts = BTreeMap<String, [usize; 3]>;

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let mut readers = Vec::new();
    for path in [&arguments.old, &arguments.new] {
        let data = rules(path, data)?;
        match Reader::new(&data, &Options { model: arguments.model.into() }) {
            Ok(reader) => readers.push(reader),
            Err(Error::Diagnostics(list)) => {
                complain(&list, &data);
                return Ok(Outcome::Incomplete);
            }
            Err(other) => return Err(other),
        }
    }
    let [old, new] = &readers[..] else { unreachable!("two were made") };
    let (mut out, mut counts, mut n_documents) = (String::new(), Counts::new(), 0);
    let mut totals = [0; 3];
    let both = |source: Source, text: String| {
        let id = source.id.clone();
        (id, found(old, source.clone(), text.clone()), found(new, source, text))
    };
    let n_failed = each(&arguments.on, arguments.dated, both, |(id, before, after): (String, Found, Found)| {
        n_documents += 1;
        let facts: BTreeSet<&(usize, Fact)> = before.keys().chain(after.keys()).collect();
        for fact in facts {
            let (sign, place, (sentence, rule)) = match (before.get(fact), after.get(fact)) {
                (Some(_), Some(known)) => ("=", 0, known),
                (None, Some(gained)) => ("+", 1, gained),
                (Some(lost), None) => ("-", 2, lost),
                (None, None) => unreachable!("it is a key of one of them"),
            };
            let name = rule.split('#').next().unwrap_or_default();
            counts.entry(name.to_owned()).or_default()[place] += 1;
            totals[place] += 1;
            let (index, (edge, qualifiers, _)) = (fact.0, &fact.1);
            match (place, arguments.format) {
                (0, _) => {}
                (_, Format::Text) => {
                    let _ = writeln!(out, "{sign} {sentence}    {edge}  {rule}  {id}:{}", index + 1);
                }
                (_, Format::Jsonl) => {
                    let change = if place == 1 { "gained" } else { "lost" };
                    let line = json!({
                        "change": change, "doc": id, "sentence": index, "notation": sentence, "edge": edge,
                        "qualifiers": qualifiers, "rule": rule,
                    });
                    let _ = writeln!(out, "{line}");
                }
            }
        }
    });
    if arguments.format == Format::Text {
        summary(&counts, totals, n_documents, &mut out);
    }
    write_output(Path::new("-"), out.as_bytes())?;
    Ok(match (n_failed, totals[1] + totals[2]) {
        (1.., _) => Outcome::Incomplete,
        (_, 0) => Outcome::Found,
        _ => Outcome::Nothing,
    })
}

/// The data with the rules that an argument names.
fn rules(path: &Path, data: &Data) -> Result<Data, Error> {
    if path == Path::new("builtin") {
        return Ok(data.clone());
    }
    let is_data = |name: &str| path.join(name).exists();
    if path.is_dir() && ["rules", "lexicon", "actors.ttl", "relations.ttl"].into_iter().any(is_data) {
        return Data::with_overlay(path);
    }
    data.clone().with_rules(&[path.to_owned()])
}

fn found(reader: &Reader, source: Source, text: String) -> Found {
    let reading = reader.read(source, text);
    let one = |a: &crate::assertion::Assertion| {
        let example = notation(reader.rules(), &reading.input(), a);
        let label = |actor: usize| reading.actors[actor].label.as_str();
        let edge = format!("{}({}, {})", a.predicate, label(a.subject), label(a.object));
        let span = a.evidence.span.range();
        let fact = (edge, example.qualifiers.to_string(), span.start);
        let sentence = example.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        ((a.evidence.sentence, fact), (sentence, a.evidence.rule.clone()))
    };
    reading.assertions.iter().filter(|a| a.open.is_none()).map(one).collect()
}

fn summary(counts: &Counts, [same, gained, lost]: [usize; 3], n_documents: usize, out: &mut String) {
    let changed: Vec<_> = counts.iter().filter(|(_, [_, gained, lost])| gained + lost > 0).collect();
    if !changed.is_empty() {
        out.push('\n');
    }
    for (rule, [same, gained, lost]) in changed {
        let _ = writeln!(out, "{rule}: {gained} gained, {lost} lost, {same} as before");
    }
    let _ = writeln!(out, "{gained} gained, {lost} lost, {same} as before in {n_documents} documents");
}
