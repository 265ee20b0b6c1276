//! The formats of inputs, each with its name, its endings, and how many documents one file has.

use std::path::Path;

use clap::ValueEnum;

use crate::graph::rdf::packed::Packing;

/// What a file of documents is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain text: .txt, .text
    Text,
    /// Markdown, whose marks go: .md, .markdown
    Markdown,
    /// A web page, of which the article is read: .html, .htm, .xhtml
    Html,
    /// One JSON object a line, one document each: .jsonl, .ndjson
    Jsonl,
    /// Comma-separated values with a header, one document a row: .csv
    Csv,
    /// Tab-separated values with a header, one document a row: .tsv
    Tsv,
    /// RSS or Atom, one document an entry: .rss, .atom, .xml
    Feed,
    /// One e-mail: .eml
    Mail,
    /// A web archive, one document a page: .warc
    Warc,
    /// A PDF with text in it: .pdf
    Pdf,
    /// RDF with texts in it, one document a `nif:isString`: .ttl, .nt, .nq, .trig, .jsonld, .nif (Turtle)
    Nif,
    /// The sentences of CoNLL-U, read anew as text: .conllu
    Conllu,
}

/// Ending, format, and whether a folder is searched for it: tables and XML are often something else.
const ENDINGS: &[(&str, Format, bool)] = &[
    ("txt", Format::Text, true),
    ("text", Format::Text, true),
    ("md", Format::Markdown, true),
    ("markdown", Format::Markdown, true),
    ("html", Format::Html, true),
    ("htm", Format::Html, true),
    ("xhtml", Format::Html, true),
    ("jsonl", Format::Jsonl, true),
    ("ndjson", Format::Jsonl, true),
    ("csv", Format::Csv, false),
    ("tsv", Format::Tsv, false),
    ("rss", Format::Feed, true),
    ("atom", Format::Feed, true),
    ("xml", Format::Feed, false),
    ("eml", Format::Mail, true),
    ("warc", Format::Warc, true),
    ("pdf", Format::Pdf, true),
    ("nif", Format::Nif, true),
    ("ttl", Format::Nif, false),
    ("nt", Format::Nif, false),
    ("nq", Format::Nif, false),
    ("trig", Format::Nif, false),
    ("jsonld", Format::Nif, false),
    ("conllu", Format::Conllu, false),
];

impl Format {
    /// The format that a file's name tells, `.gz` and `.zst` left out of account; none if it tells none.
    pub fn of(path: &Path) -> Option<Self> {
        known(path).map(|(format, _)| format)
    }

    /// Whether a folder is searched for files of this name.
    pub fn is_searched(path: &Path) -> bool {
        known(path).is_some_and(|(_, searched)| searched)
    }

    /// Whether a file holds many documents, each with an identifier of its own.
    pub fn has_many(self) -> bool {
        !matches!(self, Self::Text | Self::Markdown | Self::Html | Self::Mail | Self::Pdf)
    }

    /// The endings for which folders are searched, for messages.
    pub fn searched() -> String {
        let endings: Vec<String> = ENDINGS.iter().filter(|e| e.2).map(|(ending, ..)| format!(".{ending}")).collect();
        endings.join(", ")
    }
}

/// The name without `.gz` or `.zst`, and how the file is packed.
pub(super) fn unpacked(path: &Path) -> (std::path::PathBuf, Packing) {
    let packing = Packing::of_file(path);
    (if packing == Packing::Plain { path.to_owned() } else { path.with_extension("") }, packing)
}

fn known(path: &Path) -> Option<(Format, bool)> {
    let (name, _) = unpacked(path);
    let ending = name.extension()?.to_str()?.to_ascii_lowercase();
    ENDINGS.iter().find(|(known, ..)| *known == ending).map(|&(_, format, searched)| (format, searched))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_the_format() {
        let of = |name: &str| Format::of(Path::new(name));
        assert_eq!(of("a/b.TXT"), Some(Format::Text));
        assert_eq!(of("crawl.warc.gz"), Some(Format::Warc));
        assert_eq!(of("a.jsonl.ZST"), Some(Format::Jsonl));
        assert_eq!(of("talks.2025.html"), Some(Format::Html));
        for none in ["a", "a.gz", "a.docx", ".txt", "a.txt.zip"] {
            assert_eq!(of(none), None, "{none}");
        }
        assert!(Format::is_searched(Path::new("a.jsonl.gz")) && !Format::is_searched(Path::new("a.csv")));
    }
}
