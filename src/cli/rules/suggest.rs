//! `actograph rules suggest`: what links named actors and no rule covers.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;

use super::read::each;
use crate::cli::extract::ModelSize;
use crate::cli::input::Dated;
use crate::cli::{Outcome, tables, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::pipeline::{Options, Reader};
use crate::rule::example::Example;
use crate::rule::grammar::Grammar;
use crate::rule::suggest::{Suggestion, Suggestions, suggest};

const EXAMPLE: &str = "\
Examples:
  actograph rules suggest --on articles/
  actograph rules suggest --on articles/ --min 10 --format jsonl | jq -r .template

Counts the verbs, nouns and adjectives between two named actors of which no rule says anything, and writes each as the \
template that would find it, ready for a rule. `*`: some rule has the word, but for other arguments.

Exit code: 0 if there is a suggestion, 1 if there is none, 2 if a document could not be read (the rest is done).";

/// The arguments of `actograph rules suggest`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Files and folders (.txt, .md) to read; `-` is standard input
    #[arg(long, required = true, num_args = 1.., value_name = "INPUT")]
    on: Vec<PathBuf>,
    /// Leave out what is found more rarely
    #[arg(long, value_name = "N", default_value_t = 3)]
    min: usize,
    /// How many sentences to show for each
    #[arg(long, value_name = "N", default_value_t = 2)]
    examples: usize,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// The language model
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
    #[command(flatten)]
    dated: Dated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Count, list, template, sentences
    Table,
    /// One JSON object for every suggestion
    Jsonl,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let reader = Reader::new(data, &Options { model: arguments.model.into() })?;
    let grammar = Grammar::load(data)?;
    let mut found = Suggestions::new();
    let read = |source, text| {
        let mut own = Suggestions::new();
        suggest(reader.rules(), &grammar, &reader.read(source, text), arguments.examples, &mut own);
        own
    };
    let n_failed = each(&arguments.on, arguments.dated, read, |own| merge(&mut found, own, arguments.examples));
    let mut all: Vec<_> = found.into_iter().filter(|(_, s)| s.count >= arguments.min).collect();
    all.sort_by_key(|(frame, s)| (Reverse(s.count), frame.clone()));
    let mut out = String::new();
    match arguments.format {
        Format::Table if !all.is_empty() => {
            let header = ["count", "list", "template", "examples"].map(str::to_owned).to_vec();
            let rows = all.iter().map(|((list, template), s)| {
                let mark = if s.trigger_known { " *" } else { "" };
                let examples = s.examples.iter().map(one_line).collect::<Vec<_>>().join("\n");
                vec![s.count.to_string(), list.key().to_owned(), format!("{template}{mark}"), examples]
            });
            out = tables::headed(header, rows.collect());
        }
        Format::Table => {}
        Format::Jsonl => {
            for ((list, template), s) in &all {
                let examples: Vec<String> = s.examples.iter().map(one_line).collect();
                let line = json!({
                    "count": s.count, "list": list.key(), "template": template, "trigger_known": s.trigger_known,
                    "examples": examples,
                });
                let _ = writeln!(out, "{line}");
            }
        }
    }
    write_output(Path::new("-"), out.as_bytes())?;
    if all.is_empty() && n_failed == 0 {
        // There is nobody left to tell if standard error is closed.
        let _ = writeln!(
            anstream::stderr().lock(),
            "actograph: no verb or noun without a rule stands between two named actors {} times or more",
            arguments.min
        );
    }
    Ok(match (n_failed, all.is_empty()) {
        (1.., _) => Outcome::Incomplete,
        (_, true) => Outcome::Nothing,
        (_, false) => Outcome::Found,
    })
}

fn merge(all: &mut Suggestions, own: Suggestions, n_examples: usize) {
    for (frame, Suggestion { count, trigger_known, examples }) in own {
        let known = all.entry(frame).or_default();
        known.count += count;
        known.trigger_known |= trigger_known;
        let free = n_examples.saturating_sub(known.examples.len());
        known.examples.extend(examples.into_iter().take(free));
    }
}

fn one_line(example: &Example) -> String {
    example.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
