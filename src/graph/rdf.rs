//! The ways of writing RDF that the program reads and writes, by name and by the ending of a file.
//!
//! All of them hold the same triples; only N-Quads, TriG and JSON-LD tell which graph a triple is in.

pub mod packed;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNodeRef, QuadRef, TermRef};

/// A way of writing RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Syntax {
    /// N-Quads (<https://www.w3.org/TR/n-quads/>): one quad a line; the store's own.
    NQuads,
    /// TriG (<https://www.w3.org/TR/trig/>): Turtle with graphs.
    TriG,
    /// Turtle (<https://www.w3.org/TR/turtle/>).
    Turtle,
    /// N-Triples (<https://www.w3.org/TR/n-triples/>): one triple a line.
    NTriples,
    /// RDF/XML (<https://www.w3.org/TR/rdf-syntax-grammar/>).
    RdfXml,
    /// JSON-LD 1.1 (<https://www.w3.org/TR/json-ld11/>).
    JsonLd,
}

impl Syntax {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::NQuads, Self::TriG, Self::Turtle, Self::NTriples, Self::RdfXml, Self::JsonLd];

    /// As options write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::NQuads => "nquads",
            Self::TriG => "trig",
            Self::Turtle => "turtle",
            Self::NTriples => "ntriples",
            Self::RdfXml => "rdfxml",
            Self::JsonLd => "jsonld",
        }
    }

    /// The endings of its files; the first is the usual one.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::NQuads => &["nq", "nquads"],
            Self::TriG => &["trig"],
            Self::Turtle => &["ttl", "turtle"],
            Self::NTriples => &["nt", "ntriples"],
            Self::RdfXml => &["rdf", "rdfxml", "owl"],
            Self::JsonLd => &["jsonld", "json"],
        }
    }

    /// The syntax of a file, by its ending, before `.gz` or `.zst` if it has that.
    ///
    /// ```
    /// use actograph::graph::rdf::Syntax;
    /// assert_eq!(Syntax::of_file("news.trig".as_ref()), Some(Syntax::TriG));
    /// assert_eq!(Syntax::of_file("news.NQ.gz".as_ref()), Some(Syntax::NQuads));
    /// assert_eq!(Syntax::of_file("news.txt".as_ref()), None);
    /// ```
    pub fn of_file(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
        let (_, ending) = name.rsplit_once('.')?;
        Self::ALL.into_iter().find(|syntax| syntax.endings().contains(&ending))
    }

    /// Whether it tells which graph a triple is in.
    pub fn has_graphs(self) -> bool {
        matches!(self, Self::NQuads | Self::TriG | Self::JsonLd)
    }

    /// Oxigraph's name for it.
    pub fn format(self) -> RdfFormat {
        match self {
            Self::NQuads => RdfFormat::NQuads,
            Self::TriG => RdfFormat::TriG,
            Self::Turtle => RdfFormat::Turtle,
            Self::NTriples => RdfFormat::NTriples,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        }
    }
}

/// A serializer that shortens IRIs by these prefixes, where the syntax can.
pub fn serializer(syntax: Syntax, prefixes: &[(&str, String)]) -> RdfSerializer {
    let mut serializer = RdfSerializer::from_format(syntax.format());
    for (prefix, iri) in prefixes {
        serializer = serializer.with_prefix(*prefix, iri).expect("the prefixes are valid IRIs");
    }
    serializer
}

/// Writes quads with the prefixes that they use, and ends with a line end.
///
/// # Errors
/// What the writer says, and what RDF/XML cannot write: a predicate that ends in no name.
pub fn write<'q>(
    syntax: Syntax,
    prefixes: &[(&str, String)],
    quads: impl Iterator<Item = QuadRef<'q>> + Clone,
    out: &mut dyn Write,
) -> io::Result<()> {
    let used = used(prefixes, quads.clone());
    let mut serializer = serializer(syntax, &used).for_writer(Ended { out, ended: true });
    for quad in quads {
        if syntax.has_graphs() {
            serializer.serialize_quad(quad)?;
        } else {
            serializer.serialize_triple(quad)?;
        }
    }
    let mut written = serializer.finish()?;
    if !written.ended {
        written.write_all(b"\n")?;
    }
    Ok(())
}

/// Data types of values that Turtle writes as they are: `"text"`, `5`, `0.9`, `true`.
const PLAIN: [NamedNodeRef<'_>; 6] =
    [xsd::STRING, rdf::LANG_STRING, xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::BOOLEAN];

/// The prefixes that some IRI begins with; the longest that fits.
fn used<'p, 'q>(prefixes: &[(&'p str, String)], quads: impl Iterator<Item = QuadRef<'q>>) -> Vec<(&'p str, String)> {
    let mut found: BTreeSet<usize> = BTreeSet::new();
    let mut see = |iri: &str| {
        let fitting = (0..prefixes.len()).filter(|&i| iri.starts_with(&prefixes[i].1));
        found.extend(fitting.max_by_key(|&i| prefixes[i].1.len()));
    };
    for quad in quads {
        if let NamedOrBlankNodeRef::NamedNode(node) = quad.subject {
            see(node.as_str());
        }
        // Turtle writes `a`, and these data types not at all.
        if quad.predicate != rdf::TYPE {
            see(quad.predicate.as_str());
        }
        match quad.object {
            TermRef::NamedNode(node) => see(node.as_str()),
            TermRef::Literal(literal) if !PLAIN.contains(&literal.datatype()) => see(literal.datatype().as_str()),
            TermRef::Literal(_) | TermRef::BlankNode(_) => {}
        }
        if let oxigraph::model::GraphNameRef::NamedNode(node) = quad.graph_name {
            see(node.as_str());
        }
    }
    found.into_iter().map(|i| prefixes[i].clone()).collect()
}

/// Remembers whether what was written ends with a line end.
struct Ended<'w> {
    out: &'w mut dyn Write,
    ended: bool,
}

impl Write for Ended<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        if n > 0 {
            self.ended = bytes[n - 1] == b'\n';
        }
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use oxigraph::io::RdfParser;
    use oxigraph::model::{Literal, NamedNode, Quad};

    use super::*;

    fn quad() -> Quad {
        let node = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
        Quad::new(node("a"), node("b"), Literal::new_simple_literal("c \"<&\n"), node("g"))
    }

    fn check(syntax: Syntax, expected: Expect) {
        let prefixes = [("ex", "https://example.org/".to_owned()), ("no", "https://example.com/".to_owned())];
        let mut out = Vec::new();
        write(syntax, &prefixes, [quad().as_ref()].into_iter(), &mut out).unwrap();
        expected.assert_eq(std::str::from_utf8(&out).unwrap());
        let read: Vec<Quad> = RdfParser::from_format(syntax.format()).for_slice(&out).map(Result::unwrap).collect();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].object, quad().object);
        assert_eq!(read[0].graph_name == quad().graph_name, syntax.has_graphs());
    }

    #[test]
    fn only_prefixes_that_are_used_are_declared() {
        check(
            Syntax::Turtle,
            expect![[r#"
            @prefix ex: <https://example.org/> .
            ex:a ex:b "c \"<&\n" .
        "#]],
        );
        check(
            Syntax::TriG,
            expect![[r#"
            @prefix ex: <https://example.org/> .
            ex:g {
            	ex:a ex:b "c \"<&\n" .
            }
        "#]],
        );
        check(
            Syntax::JsonLd,
            expect![[r#"
            [{"@id":"https://example.org/g","@graph":[{"@id":"https://example.org/a","https://example.org/b":[{"@value":"c \"<&\n"}]}]}]
        "#]],
        );
        check(
            Syntax::RdfXml,
            expect![[r#"
            <?xml version="1.0" encoding="UTF-8"?>
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:its="http://www.w3.org/2005/11/its" xmlns:ex="https://example.org/">
            	<rdf:Description rdf:about="https://example.org/a">
            		<ex:b>c &quot;&lt;&amp;
            </ex:b>
            	</rdf:Description>
            </rdf:RDF>
        "#]],
        );
        check(
            Syntax::NTriples,
            expect![[r#"
            <https://example.org/a> <https://example.org/b> "c \"<&\n" .
        "#]],
        );
        check(
            Syntax::NQuads,
            expect![[r#"
            <https://example.org/a> <https://example.org/b> "c \"<&\n" <https://example.org/g> .
        "#]],
        );
    }
}
