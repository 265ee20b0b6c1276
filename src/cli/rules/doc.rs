//! `actograph rules doc`: all rules as a page of Markdown.

use std::path::PathBuf;

use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::ontology::Ontology;
use crate::rule::compile::RuleSet;
use crate::rule::forms::Maker;
use crate::rule::reference::markdown;

const EXAMPLE: &str = "\
Examples:
  actograph rules doc --output docs/reference/rules.md
  actograph rules doc --rules mine/ | less

Exit code: 0 if the page is written, 2 if a rule has an error.";

/// The arguments of `actograph rules doc`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Where to write; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let ontology = Ontology::load(data)?;
    let rules = RuleSet::load(data, &ontology)?;
    write_output(&arguments.output, markdown(&rules, &ontology, &Maker::load(data)?).as_bytes())?;
    Ok(Outcome::Found)
}
