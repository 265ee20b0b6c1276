//! A view → SVG: drawn by ourselves, or by Graphviz where it is installed.
//!
//! Our own drawing needs no other program and no font file. It is a picture for a report: labels that nothing crosses,
//! a legend of what occurs, tooltips with the sentences, links to the evidence. SVG 1.1 with `title` and `desc` for
//! readers who do not see it (<https://www.w3.org/TR/SVG11/>); links are those of SVG 2, which browsers and the
//! renderers tried read without a namespace.

mod draw;
mod flow;
mod frame;
mod geometry;
mod layered;
mod layers;
mod layout;
mod legend;
mod line;
mod matrix;
mod measure;
mod multiples;
mod node;
mod pack;
pub(super) mod place;
mod ring;
mod route;
mod settle;
mod spread;
mod stress;
mod timeline;

pub use layout::Arrangement;

use std::io::{self, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::diagnostic::Error;
use crate::graph::view::{Step, View};
use crate::picture::dot;
use crate::picture::style::Theme;

/// What draws the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// Our own layout and drawing.
    #[default]
    Embedded,
    /// Graphviz' `dot`, which must be installed.
    Dot,
    /// `dot` if it is installed and works, else our own.
    Auto,
}

/// What is drawn together in an area with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cluster {
    /// Nothing.
    #[default]
    None,
    /// Those with more relations among each other than with others.
    Community,
    /// Those of one state.
    State,
}

/// How a view is drawn.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The head line, if not the view's own.
    pub title: Option<String>,
    /// On white or on black.
    pub theme: Theme,
    /// How nodes are arranged; for our own drawing only.
    pub layout: Arrangement,
    /// What is drawn together.
    pub cluster: Cluster,
    /// What draws it.
    pub engine: Engine,
}

/// How long `dot` may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Draws the graph of a view.
///
/// # Errors
/// [`Error::Usage`] if [`Engine::Dot`] is asked for and `dot` is missing, fails, or takes too long; if clusters are
/// asked for in columns or on rings around a focus, where they cannot stand together.
pub fn svg(view: &View, options: &Options) -> Result<String, Error> {
    let apart = matches!(options.layout, Arrangement::Layers | Arrangement::Radial);
    if options.cluster != Cluster::None && apart {
        return Err(Error::Usage("--cluster: clusters stand together with --layout force or circular".to_owned()));
    }
    let title = options.title.clone().unwrap_or_else(|| view.title());
    let embedded = || draw::draw(view, &title, options);
    match options.engine {
        Engine::Embedded => Ok(embedded()),
        Engine::Auto => Ok(run_dot(&dot::dot(view, options)).unwrap_or_else(|_| embedded())),
        Engine::Dot => run_dot(&dot::dot(view, options)).map_err(|e| {
            let hint = if e.kind() == io::ErrorKind::NotFound { ": Graphviz is not installed" } else { "" };
            Error::Usage(format!("dot: {e}{hint}; --engine embedded needs no other program"))
        }),
    }
}

/// Draws when two actors act on each other, or the one in focus and all others. The view should keep all evidence.
///
/// # Errors
/// [`Error::Usage`] if the view has no focus of one actor or two, or nothing with a date.
pub fn timeline(view: &View, options: &Options) -> Result<String, Error> {
    timeline::draw(view, options)
}

/// Draws a table of who acts on whom.
pub fn matrix(view: &View, options: &Options) -> String {
    matrix::draw(view, options)
}

/// Draws what flows from whom to whom.
pub fn flow(view: &View, options: &Options) -> String {
    flow::draw(view, options)
}

/// Draws the same graph step by step, each actor in one place: `whole` sets the places.
pub fn multiples(whole: &View, steps: &[Step], options: &Options) -> String {
    multiples::draw(whole, steps, options)
}

/// The text with everything escaped that XML gives a meaning, and without characters that XML forbids.
///
/// ```
/// use actograph::picture::svg::escape;
/// assert_eq!(escape("a < b & \"c\"\u{1}"), "a &lt; b &amp; &quot;c&quot;");
/// ```
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            // XML 1.0 forbids them even as references; bidirectional overrides would reorder the words around.
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

fn run_dot(text: &str) -> io::Result<String> {
    let mut child =
        Command::new("dot").arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let text = text.to_owned();
    // All three pipes at once: a full one would stop the program.
    let writer = std::thread::spawn(move || pipes.0.take().map_or(Ok(()), |mut pipe| pipe.write_all(text.as_bytes())));
    let reader = std::thread::spawn(move || read(pipes.1.take()));
    let complaints = std::thread::spawn(move || read(pipes.2.take()));
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if started.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Err(io::Error::new(io::ErrorKind::TimedOut, "took too long"));
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let _ = writer.join();
    let drawn = reader.join().unwrap_or_default();
    if status.success() && drawn.contains("<svg") {
        Ok(drawn)
    } else {
        let said = complaints.join().unwrap_or_default();
        Err(io::Error::other(said.lines().next().unwrap_or("failed").to_owned()))
    }
}

fn read(pipe: Option<impl io::Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        // What was read before an error is judged by the caller.
        let _ = pipe.read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
