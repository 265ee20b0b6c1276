//! What the program says when something a person wrote is wrong: a code, a place, a message, and what to write instead.
//!
//! Text never fails: any UTF-8 gives a reading. What a person wrote (rules, lexicon, Turtle, SPARQL) gives
//! [`Diagnostic`]s, all of them at once. Everything else (files, the store, the model) is one [`Error`].

use std::fmt;
use std::ops::Range;
use std::path::PathBuf;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A numbered complaint with its explanation; `docs/reference/diagnostics.md` is made from lists of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Such as `R02`.
    pub code: &'static str,
    /// What is wrong, a few words.
    pub title: &'static str,
    /// Why it is wrong and what to do.
    pub explanation: &'static str,
    /// A file that causes it.
    pub example: &'static str,
}

impl Code {
    /// Its section of the page; `language` is that of the example.
    pub fn markdown(&self, language: &str) -> String {
        let Self { code, title, explanation, example } = self;
        format!("### {code}: {title}\n\n{explanation}\n\n```{language}\n{example}\n```\n")
    }
}

/// How bad a [`Diagnostic`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file still loads; the user should look.
    Warning,
    /// The file does not load.
    Error,
}

/// One complaint about one place of one file that a person wrote.
///
/// ```
/// use actograph::diagnostic::{Diagnostic, Severity};
/// let file = "[frame.funds]\nverb = []\n";
/// let complaint = Diagnostic::error("R01", "rules/aid.toml", 14..18, "unknown key `verb`").hint("did you mean `verbs`?");
/// assert_eq!(complaint.line_column(file), (2, 1));
/// assert!(complaint.render(file, false).contains("rules/aid.toml:2:1"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The number under which `docs/reference/diagnostics.md` explains it, such as `R02`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// The file, as the user would find it.
    pub file: String,
    /// Bytes of the file's text, half-open.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead, or why.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error at `span` (bytes) of `file`.
    pub fn error(code: &'static str, file: impl Into<String>, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, file: file.into(), span, message: message.into(), hint: None }
    }

    /// A warning at `span` (bytes) of `file`.
    pub fn warning(
        code: &'static str,
        file: impl Into<String>,
        span: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, file, span, message) }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Line and column of the start, both from 1, the column in characters.
    pub fn line_column(&self, text: &str) -> (usize, usize) {
        line_column(text, self.span.start)
    }

    /// The complaint as a person reads it: the line with a caret under the place, and the hint.
    pub fn render(&self, text: &str, color: bool) -> String {
        let level = match self.severity {
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let end = self.span.end.min(text.len());
        let start = self.span.start.min(end);
        let label = self.hint.clone().unwrap_or_default();
        let annotation = AnnotationKind::Primary.span(start..end).label(label);
        let snippet = Snippet::source(text).path(self.file.as_str()).fold(true).annotation(annotation);
        let report = [level.primary_title(self.message.as_str()).id(self.code).element(snippet)];
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&report)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.file, self.code, self.message)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, " ({hint})"))
    }
}

/// Line and column (from 1, the column in characters) of a byte offset.
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The word of `known` nearest to `word`, if it is near enough to be a slip of the pen.
///
/// ```
/// use actograph::diagnostic::nearest;
/// assert_eq!(nearest("reciever", ["funder", "recipient"]), Some("recipient"));
/// assert_eq!(nearest("xyz", ["funder", "recipient"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(similarity, _)| *similarity > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// Everything that can go wrong besides what a person wrote.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The bytes of a file are no text.
    #[error("{}: byte {offset}: {message}", path.display())]
    Encoding {
        /// The file.
        path: PathBuf,
        /// The first byte that does not fit, from 0.
        offset: usize,
        /// What was expected there.
        message: String,
    },
    /// A file has content that the program cannot use.
    #[error("{place}: {message}")]
    Content {
        /// File and, where known, line: `corpus.conllu:17`.
        place: String,
        /// What is wrong and what would be right.
        message: String,
    },
    /// The model file does not fit this program.
    #[error("model {name}: {message}")]
    Model {
        /// The model's name or path.
        name: String,
        /// What is wrong with it.
        message: String,
    },
    /// The store is missing, damaged, or no store.
    #[error("store {}: {message}", path.display())]
    Store {
        /// The store's folder.
        path: PathBuf,
        /// What is wrong and what to do.
        message: String,
    },
    /// Another program holds what this one needs of the store.
    #[error("store {}: {message}", path.display())]
    Busy {
        /// The store's folder.
        path: PathBuf,
        /// Who holds it, and what to do.
        message: String,
    },
    /// A query could not be parsed or evaluated.
    #[error("query: {0}")]
    Query(String),
    /// Rules, lexicon or ontology have errors.
    #[error("{} error(s) in rules or lexicon", .0.len())]
    Diagnostics(Vec<Diagnostic>),
    /// A call makes no sense as it stands.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// The file that it is about, and the place in it where that is known: `dump.jsonl:17`.
    pub fn place(&self) -> Option<String> {
        match self {
            Self::File { path, .. }
            | Self::Encoding { path, .. }
            | Self::Store { path, .. }
            | Self::Busy { path, .. } => Some(path.display().to_string()),
            Self::Content { place, .. } => Some(place.clone()),
            Self::Model { .. } | Self::Query(_) | Self::Diagnostics(_) | Self::Usage(_) => None,
        }
    }

    /// Wraps an I/O error with the path it happened at.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
