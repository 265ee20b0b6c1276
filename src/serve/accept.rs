//! What a client accepts → the form of an answer, by RFC 9110 (<https://www.rfc-editor.org/rfc/rfc9110#name-accept>).

use crate::graph::query::Format;
use crate::graph::rdf::Syntax;

/// Media types of tables and truths, the one for those who do not care first.
pub(super) const TABLES: &[(&str, Format)] = &[
    ("application/sparql-results+json", Format::Json),
    ("application/sparql-results+xml", Format::Xml),
    ("text/csv", Format::Csv),
    ("text/tab-separated-values", Format::Tsv),
    // What clients ask for that know no better.
    ("application/json", Format::Json),
    ("application/xml", Format::Xml),
    ("text/xml", Format::Xml),
];

/// Media types of triples.
pub(super) const GRAPHS: &[(&str, Format)] = &[
    ("text/turtle", Format::Rdf(Syntax::Turtle)),
    ("application/n-triples", Format::Rdf(Syntax::NTriples)),
    ("application/rdf+xml", Format::Rdf(Syntax::RdfXml)),
    ("application/ld+json", Format::Rdf(Syntax::JsonLd)),
    ("application/trig", Format::Rdf(Syntax::TriG)),
    ("application/n-quads", Format::Rdf(Syntax::NQuads)),
    ("application/x-turtle", Format::Rdf(Syntax::Turtle)),
    ("application/xml", Format::Rdf(Syntax::RdfXml)),
    ("text/plain", Format::Rdf(Syntax::NTriples)),
];

/// The form that the client likes best, and the media type by which it knows that; nothing if it takes none.
pub(super) fn choose(accept: &str, forms: &[(&'static str, Format)]) -> Option<(&'static str, Format)> {
    let ranges: Vec<(&str, f32)> = accept.split(',').filter_map(range).collect();
    if ranges.is_empty() {
        return forms.first().copied();
    }
    // Of equals the first: `max_by` takes the last.
    let liked = forms.iter().rev().map(|form| (quality(form.0, &ranges), form)).filter(|(q, _)| *q > 0.0);
    liked.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, form)| *form)
}

/// The media types of these forms, for a person.
pub(super) fn names(forms: &[(&str, Format)]) -> String {
    forms.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// A media range with its quality, 0 to 1.
fn range(text: &str) -> Option<(&str, f32)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?;
    let quality = parts.filter_map(|p| p.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    let quality = quality.map_or(1.0, |(_, value)| value.trim().parse().unwrap_or(0.0));
    Some((name, f32::clamp(quality, 0.0, 1.0)))
}

/// How well a client likes a media type: as its most exact range says.
fn quality(name: &str, ranges: &[(&str, f32)]) -> f32 {
    let (group, _) = name.split_once('/').unwrap_or((name, ""));
    let exactness = |range: &str| {
        if range.eq_ignore_ascii_case(name) {
            3
        } else if range.strip_suffix("/*").is_some_and(|g| g.eq_ignore_ascii_case(group)) {
            2
        } else {
            u8::from(range == "*/*")
        }
    };
    let fitting = ranges.iter().filter(|(range, _)| exactness(range) > 0);
    fitting.max_by_key(|(range, _)| exactness(range)).map_or(0.0, |(_, quality)| *quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_form_is_chosen() {
        let table = |accept: &str| choose(accept, TABLES).map(|(name, _)| name);
        for (accept, expected) in [
            ("", Some("application/sparql-results+json")),
            ("*/*", Some("application/sparql-results+json")),
            ("text/csv", Some("text/csv")),
            ("TEXT/CSV; charset=utf-8", Some("text/csv")),
            ("text/*", Some("text/csv")),
            ("text/csv;q=0.5, application/sparql-results+xml", Some("application/sparql-results+xml")),
            ("text/csv; q=0.5, */*; q=0.1", Some("text/csv")),
            ("application/sparql-results+json;q=0, */*", Some("application/sparql-results+xml")),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some("application/xml")),
            ("application/json", Some("application/json")),
            ("text/html", None),
            ("text/csv;q=0", None),
            ("text/csv;q=much", None),
            (",,;q=1", Some("application/sparql-results+json")),
        ] {
            assert_eq!(table(accept), expected, "{accept:?}");
        }
        assert_eq!(choose("application/rdf+xml, text/turtle", GRAPHS).unwrap().0, "text/turtle");
        assert_eq!(choose("application/sparql-results+json", GRAPHS), None);
    }
}
