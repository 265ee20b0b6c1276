//! RDF with texts in it → documents: every resource with a `nif:isString` is one, whatever else is said of it is left out.
//!
//! Identifier, title, date, author and publisher are those of Dublin Core, of the context itself or of the document that
//! it is the text of (`nif:sourceUrl`). Source: NLP Interchange Format 2.1
//! (<https://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core/nif-core.html>); so a store that was exported as
//! RDF can be read anew.

use std::collections::BTreeMap;
use std::path::Path;

use oxigraph::io::RdfParser;
use oxigraph::model::{NamedNodeRef, Term};

use super::{Body, Raw, day, without_scheme};
use crate::diagnostic::Error;
use crate::document::{DateSource, Source};
use crate::graph::rdf::Syntax;
use crate::graph::vocabulary::{Base, term};

/// The documents of a file, in the order of their IRIs.
///
/// # Errors
/// [`Error::Content`] with line and column if it is not in the syntax that its name tells (Turtle if none), or if no
/// text is in it.
pub(super) fn documents(name: &str, bytes: &[u8]) -> Result<Vec<Raw>, Error> {
    let wrong = |message: String| Error::Content { place: name.to_owned(), message };
    let syntax = Syntax::of_file(Path::new(name)).unwrap_or(Syntax::Turtle);
    let wanted = [
        term::IS_STRING,
        term::SOURCE_URL,
        term::IDENTIFIER,
        term::TITLE,
        term::ISSUED,
        term::CREATOR,
        term::PUBLISHER,
    ];
    let mut about: BTreeMap<String, BTreeMap<&str, String>> = BTreeMap::new();
    let parser = RdfParser::from_format(syntax.format());
    for quad in parser.for_slice(bytes) {
        let quad = quad.map_err(|e| wrong(format!("no {}: {e}", syntax.name())))?;
        let Some(property) = wanted.iter().find(|w| **w == quad.predicate.as_ref()) else { continue };
        let value = match &quad.object {
            Term::NamedNode(node) => node.as_str(),
            Term::Literal(literal) => literal.value(),
            Term::BlankNode(_) => continue,
        };
        let subject = match &quad.subject {
            oxigraph::model::NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
            oxigraph::model::NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        about.entry(subject).or_default().entry(property.as_str()).or_insert_with(|| value.to_owned());
    }
    let base = Base::default();
    let mut found = Vec::new();
    for (iri, properties) in &about {
        let Some(text) = properties.get(term::IS_STRING.as_str()) else { continue };
        let document = properties.get(term::SOURCE_URL.as_str()).map_or_else(|| whole(iri), String::as_str);
        let of = |property: NamedNodeRef<'_>| {
            let own = properties.get(property.as_str());
            own.or_else(|| about.get(document)?.get(property.as_str())).cloned()
        };
        let id = of(term::IDENTIFIER).unwrap_or_else(|| {
            document.strip_prefix(base.document("").as_str()).unwrap_or_else(|| without_scheme(document)).to_owned()
        });
        let date = of(term::ISSUED).and_then(|date| day(&date));
        let source = Source {
            id,
            path: Some(document.to_owned()),
            title: of(term::TITLE),
            date_source: date.as_ref().map(|_| DateSource::Metadata),
            date,
            author: of(term::CREATOR),
            publisher: of(term::PUBLISHER),
        };
        found.push(Raw { place: format!("{name}: <{iri}>"), source, body: Body::Text(text.clone()) });
    }
    if found.is_empty() {
        return Err(wrong("no text in it: a document is a resource with a nif:isString".to_owned()));
    }
    Ok(found)
}

/// A context's IRI without the place in the text: RFC 5147 (`#char=0,17`) or as older tools write it
/// (`#offset_0_17`).
fn whole(iri: &str) -> &str {
    let cut = iri.rsplit_once('#').filter(|(_, place)| place.starts_with("char=") || place.starts_with("offset_"));
    cut.map_or(iri, |(whole, _)| whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, text: &str, expected: &[(&str, &str, Option<&str>)]) {
        let found = documents(name, text.as_bytes()).unwrap();
        let shown = found.iter().map(|raw| {
            let Body::Text(text) = &raw.body else { panic!() };
            (raw.source.id.as_str(), text.as_str(), raw.source.date.as_deref())
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected);
    }

    const NIF: &str = "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
        @prefix dct: <http://purl.org/dc/terms/> .\n";

    #[test]
    fn every_context_is_a_document() {
        check(
            "a.ttl",
            &format!(
                "{NIF}<https://www.example.org/news/1#char=0,18> a nif:Context ; nif:isString 'Iran funds Hamas.' ;
                    dct:issued '2026-03-18T09:00:00Z' .
                <http://example.org/2#offset_0_3> nif:isString 'No.'@en ; nif:beginIndex 0 .
                <http://example.org/2#offset_0_1> nif:anchorOf 'N' ."
            ),
            &[("example.org/2", "No.", None), ("example.org/news/1", "Iran funds Hamas.", Some("2026-03-18"))],
        );
    }

    #[test]
    fn what_is_said_of_the_document_counts() {
        check(
            "a.ttl",
            &format!(
                "{NIF}<https://w3id.org/actograph/kg/document/talks> dct:identifier 'talks' ; dct:issued '2025-04-12' .
                <https://w3id.org/actograph/kg/document/talks#char=0,4> nif:isString 'Talk' ;
                    nif:sourceUrl <https://w3id.org/actograph/kg/document/talks> ."
            ),
            &[("talks", "Talk", Some("2025-04-12"))],
        );
    }

    #[test]
    fn what_is_wrong_is_told() {
        let message = |text: &str| documents("a.ttl", text.as_bytes()).unwrap_err().to_string();
        assert!(message("<x:a> <x:b> <x:c> .").contains("nif:isString"));
        assert!(message("<x:a> <x:b> .\n\n").contains("no turtle"), "{}", message("<x:a> <x:b> .\n\n"));
    }
}
