//! `actograph view`: draws a store, or the surroundings of one actor.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::store::Store;
use crate::graph::view::{self, Request};
use crate::ontology::Ontology;
use crate::picture::{dot, svg};

const EXAMPLE: &str = "\
Examples:
  actograph view --store news --output news.svg
  actograph view --store news --focus Hezbollah --hops 2 --output hezbollah.svg
  actograph view --store news --min-count 3 --format dot | neato -Tpdf > news.pdf

Exit code: 0 if there is something to draw, 1 if there is not, 2 on error.";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// Where to write the picture; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// SVG picture or DOT for Graphviz [default: by the ending of --output, else svg]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Only this actor and what is near it: a name or an IRI
    #[arg(long, value_name = "NAME")]
    focus: Option<String>,
    /// How near: 1 is the actors that it has relations with
    #[arg(long, value_name = "N", default_value_t = 1, requires = "focus")]
    hops: usize,
    /// Only relations with at least so many assertions
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_count: usize,
    /// At most so many nodes, and twice as many relations; what is mentioned least is left out
    #[arg(long, value_name = "N", default_value_t = 40)]
    limit: usize,
    /// Only what happens; no lasting relations such as leads, memberOf, locatedIn
    #[arg(long)]
    events: bool,
    /// Only documents of this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    since: Option<String>,
    /// Only documents of this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    until: Option<String>,
    /// Head line of the picture
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What lays the picture out
    #[arg(long, value_name = "ENGINE", default_value = "embedded")]
    engine: Engine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Svg,
    Dot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// Needs no other program
    Embedded,
    /// Graphviz, which must be installed
    Dot,
    /// Graphviz if it is installed, else embedded
    Auto,
}

fn day(text: &str) -> Result<String, String> {
    text.parse::<jiff::civil::Date>().map(|date| date.to_string()).map_err(|e| e.to_string())
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let index = Store::open(&arguments.store)?.load(data)?;
    let ontology = Ontology::load(data)?;
    let request = Request {
        focus: arguments.focus.clone(),
        hops: arguments.hops,
        min_count: arguments.min_count,
        limit: arguments.limit,
        states: !arguments.events,
        since: arguments.since.clone(),
        until: arguments.until.clone(),
        ..Request::default()
    };
    let view = view::view(&index, &ontology, &request)?;
    if view.graph.edge_count() == 0 {
        anstream::eprintln!("actograph: no relation to draw");
        return Ok(Outcome::Nothing);
    }
    let title = arguments.title.as_deref();
    let picture = match arguments.format.unwrap_or_else(|| by_ending(&arguments.output)) {
        Format::Dot => dot::dot(&view, title),
        Format::Svg => {
            let engine = match arguments.engine {
                Engine::Embedded => svg::Engine::Embedded,
                Engine::Dot => svg::Engine::Dot,
                Engine::Auto => svg::Engine::Auto,
            };
            svg::svg(&view, title, engine)?
        }
    };
    write_output(&arguments.output, picture.as_bytes())?;
    Ok(Outcome::Found)
}

fn by_ending(output: &Path) -> Format {
    match output.extension().and_then(|e| e.to_str()) {
        Some("dot" | "gv") => Format::Dot,
        _ => Format::Svg,
    }
}
