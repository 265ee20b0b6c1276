//! `actograph view`: draws a store, or the surroundings of one actor.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::PossibleValuesParser;

use crate::cli::selection::Selection;
use crate::cli::{Outcome, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::store::Store;
use crate::graph::view::{Facts, Period, Request, View};
use crate::ontology::Ontology;
#[cfg(feature = "raster")]
use crate::picture::raster;
use crate::picture::style::Theme;
use crate::picture::{dot, html, mermaid, svg};

const EXAMPLE: &str = "\
Examples:
  actograph view --store news --output news.svg
  actograph view --store news --focus Hezbollah --hops 2 --output hezbollah.svg
  actograph view --store news --limit 150 --cluster community --theme dark --output news.png
  actograph view --store news --kind timeline --between Iran Israel --output dyad.pdf
  actograph view --store news --kind matrix --events --output matrix.svg
  actograph view --store news --kind flow --relation funds,arms,aids --output flow.svg
  actograph view --store news --min-count 3 --format dot | neato -Tpdf > news.pdf
  actograph view --store news --output news.html
  actograph view --store news --focus Iran --output iran.mmd

Exit code: 0 if there is something to draw, 1 if there is not, 2 on error.";

/// How many nodes a picture has where nothing is said.
const NODES: usize = 40;

/// The same for pictures of many steps, in which each graph is small.
const NODES_IN_STEPS: usize = 18;

/// The same for a page to explore, which can be zoomed and filtered.
const NODES_TO_EXPLORE: usize = 100;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// The store's folder
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// Where to write the picture; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// SVG, PNG or PDF picture, HTML page to explore, DOT for Graphviz, or Mermaid for Markdown [default: by the ending
    /// of --output, else svg]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    selection: Selection,
    /// Head line of the picture
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What kind of picture
    #[arg(long, value_name = "KIND", default_value = "graph")]
    kind: Kind,
    /// How long a step of --kind multiples is
    #[arg(long, value_name = "PERIOD", default_value = "month",
          value_parser = PossibleValuesParser::new(Period::ALL.map(Period::name)))]
    by: String,
    /// How many times larger a PNG is than the SVG
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0)]
    scale: f64,
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
enum Kind {
    /// Actors and what they do to each other
    Graph,
    /// When the two of --between, or the one of --focus and all others, act on each other
    Timeline,
    /// A table of who acts on whom
    Matrix,
    /// A Sankey diagram of who gives and who gets; choose what flows by --relation
    Flow,
    /// The graph step by step, every actor in one place
    Multiples,
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
    Png,
    Pdf,
    Html,
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
    let format = arguments.format.unwrap_or_else(|| by_ending(&arguments.output));
    let is_drawn = matches!(format, Format::Svg | Format::Png | Format::Pdf);
    if arguments.kind != Kind::Graph && !is_drawn {
        return Err(Error::Usage("--kind: only graphs can be written so; write svg, png or pdf".to_owned()));
    }
    let index = Store::open(&arguments.store)?.load(data)?;
    let ontology = Ontology::load(data)?;
    let facts = Facts::load(&index, &ontology)?;
    let explored = format == Format::Html;
    let mut request = arguments.selection.request(Some(match arguments.kind {
        _ if explored => NODES_TO_EXPLORE,
        Kind::Multiples => NODES_IN_STEPS,
        _ => NODES,
    }));
    if explored || arguments.kind == Kind::Timeline {
        // The page shows every sentence behind a relation, the timeline every event.
        request.evidence = usize::MAX;
    }
    let mut view = facts.view(&request)?;
    if view.graph.edge_count() == 0 {
        anstream::eprintln!("actograph: no relation to draw");
        return Ok(Outcome::Nothing);
    }
    let title = arguments.title.as_deref();
    let written = match format {
        Format::Html => {
            view.measure();
            html::html(&view, title, arguments.options().layout).into_bytes()
        }
        Format::Dot => dot::dot(&view, &arguments.options()).into_bytes(),
        Format::Mermaid => {
            let text = mermaid::mermaid(&view, title);
            if let Some(said) = mermaid::too_large(&text, &view) {
                anstream::eprintln!("actograph: {said}");
            }
            text.into_bytes()
        }
        Format::Svg => arguments.draw(&facts, &request, &view)?.into_bytes(),
        Format::Png | Format::Pdf => rendered(&arguments.draw(&facts, &request, &view)?, format, arguments.scale)?,
    };
    write_output(&arguments.output, &written)?;
    Ok(Outcome::Found)
}

#[cfg(feature = "raster")]
fn rendered(svg: &str, format: Format, scale: f64) -> Result<Vec<u8>, Error> {
    let missing = raster::missing(svg);
    if !missing.is_empty() {
        anstream::eprintln!("actograph: no font of this machine has: {missing}; install one, or write SVG");
    }
    if format == Format::Pdf { raster::pdf(svg) } else { raster::png(svg, scale) }
}

#[cfg(not(feature = "raster"))]
fn rendered(_: &str, _: Format, _: f64) -> Result<Vec<u8>, Error> {
    Err(Error::Usage("--format: this program was built without the feature raster; write svg".to_owned()))
}

impl Arguments {
    fn draw(&self, facts: &Facts<'_>, request: &Request, view: &View) -> Result<String, Error> {
        let options = self.options();
        match self.kind {
            Kind::Graph => svg::svg(view, &options),
            Kind::Timeline => svg::timeline(view, &options),
            Kind::Matrix => Ok(svg::matrix(view, &options)),
            Kind::Flow => Ok(svg::flow(view, &options)),
            Kind::Multiples => {
                let steps = facts.series(request, self.by.parse()?)?;
                if steps.is_empty() {
                    let said = "--kind multiples: nothing has a date; give the documents dates, or --since and --until";
                    return Err(Error::Usage(said.to_owned()));
                }
                Ok(svg::multiples(view, &steps, &options))
            }
        }
    }

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
        Some("html" | "htm") => Format::Html,
        Some("dot" | "gv") => Format::Dot,
        Some("mmd" | "mermaid") => Format::Mermaid,
        Some("pdf") => Format::Pdf,
        Some("png") => Format::Png,
        _ => Format::Svg,
    }
}
