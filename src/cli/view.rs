//! `actograph view`: draws a store, or the surroundings of one actor.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::selection::Selection;
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::store::Store;
use crate::graph::view;
use crate::ontology::Ontology;
use crate::picture::style::Theme;
use crate::picture::{dot, mermaid, svg};

const EXAMPLE: &str = "\
Examples:
  actograph view --store news --output news.svg
  actograph view --store news --focus Hezbollah --hops 2 --output hezbollah.svg
  actograph view --store news --min-count 3 --format dot | neato -Tpdf > news.pdf
  actograph view --store news --focus Iran --output iran.mmd

Exit code: 0 if there is something to draw, 1 if there is not, 2 on error.";

/// How many nodes a picture has where nothing is said.
const NODES: usize = 40;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// Where to write the picture; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// SVG picture, DOT for Graphviz, or Mermaid for Markdown [default: by the ending of --output, else svg]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    selection: Selection,
    /// Head line of the picture
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Colours on white or on black
    #[arg(long, value_name = "THEME", default_value = "light")]
    theme: ThemeName,
    /// How nodes are arranged
    #[arg(long, value_name = "LAYOUT", default_value = "auto")]
    layout: Layout,
    /// What is drawn together in an area with a name
    #[arg(long, value_name = "BY", default_value = "none")]
    cluster: Cluster,
    /// What lays the picture out
    #[arg(long, value_name = "ENGINE", default_value = "embedded")]
    engine: Engine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ThemeName {
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// By size and shape of the graph
    Auto,
    /// In columns; no line crosses a node or a label
    Layers,
    /// As if lines were springs
    Force,
    /// On rings around the actor in focus
    Radial,
    /// On one ring
    Circular,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Cluster {
    None,
    /// Those with more relations among each other than with others
    Community,
    /// Those of one state
    State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Svg,
    Dot,
    Mermaid,
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

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let index = Store::open(&arguments.store)?.load(data)?;
    let ontology = Ontology::load(data)?;
    let request = arguments.selection.request(Some(NODES));
    let view = view::view(&index, &ontology, &request)?;
    if view.graph.edge_count() == 0 {
        anstream::eprintln!("actograph: no relation to draw");
        return Ok(Outcome::Nothing);
    }
    let title = arguments.title.as_deref();
    let options = arguments.options();
    let picture = match arguments.format.unwrap_or_else(|| by_ending(&arguments.output)) {
        Format::Dot => dot::dot(&view, &options),
        Format::Mermaid => {
            let text = mermaid::mermaid(&view, title);
            if let Some(said) = mermaid::too_large(&text, &view) {
                anstream::eprintln!("actograph: {said}");
            }
            text
        }
        Format::Svg => svg::svg(&view, &options)?,
    };
    write_output(&arguments.output, picture.as_bytes())?;
    Ok(Outcome::Found)
}

impl Arguments {
    fn options(&self) -> svg::Options {
        svg::Options {
            title: self.title.clone(),
            theme: match self.theme {
                ThemeName::Light => Theme::Light,
                ThemeName::Dark => Theme::Dark,
            },
            layout: match self.layout {
                Layout::Auto => svg::Arrangement::Auto,
                Layout::Layers => svg::Arrangement::Layers,
                Layout::Force => svg::Arrangement::Force,
                Layout::Radial => svg::Arrangement::Radial,
                Layout::Circular => svg::Arrangement::Circular,
            },
            cluster: match self.cluster {
                Cluster::None => svg::Cluster::None,
                Cluster::Community => svg::Cluster::Community,
                Cluster::State => svg::Cluster::State,
            },
            engine: match self.engine {
                Engine::Embedded => svg::Engine::Embedded,
                Engine::Dot => svg::Engine::Dot,
                Engine::Auto => svg::Engine::Auto,
            },
        }
    }
}

fn by_ending(output: &Path) -> Format {
    match output.extension().and_then(|e| e.to_str()) {
        Some("dot" | "gv") => Format::Dot,
        Some("mmd" | "mermaid") => Format::Mermaid,
        _ => Format::Svg,
    }
}
