//! The terms of the ontology: `docs/reference/terms.md`, a line a term, and `docs/reference/terms.html`, all that the files
//! of `ontology/` say of each, under an anchor of its name (`terms.html#funds`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use actograph::data::Data;
use actograph::graph::vocabulary::FOREIGN;
use actograph::ontology::{AG, REL};
use actograph::picture::svg::escape;
use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;

use super::page::{cell, check, same};

/// The parts of both pages.
const PARTS: [&str; 5] = ["Classes", "Relations", "Properties", "Values", "What is said of relations"];

/// What the ontology says of one of its own terms.
#[derive(Debug, Default)]
struct OwnTerm {
    kinds: Vec<String>,
    label: String,
    meaning: String,
    example: String,
    matches: Vec<String>,
    /// Everything else: a property and a value, each with its prefix, a literal as it is.
    facts: Vec<(String, Object)>,
}

#[derive(Debug)]
enum Object {
    Name { short: String, iri: String },
    Text(String),
}

impl OwnTerm {
    /// The index of its part.
    fn part(&self, name: &str) -> usize {
        let is = |kind: &str| self.kinds.iter().any(|k| k.ends_with(kind));
        match () {
            () if name.starts_with("rel:") => 1,
            () if is("owl:Class") => 0,
            () if is("skos:Concept") => 3,
            () if is("AnnotationProperty") => 4,
            () => 2,
        }
    }
}

/// The own terms by name with prefix, such as `ag:standing`.
fn own_terms(data: &Data) -> BTreeMap<String, OwnTerm> {
    let mut terms: BTreeMap<String, OwnTerm> = BTreeMap::new();
    for path in ["actors.ttl", "provenance.ttl", "relations.ttl", "alignments.ttl"] {
        let own = [("ag", AG), ("rel", REL)];
        let known = own.iter().chain(FOREIGN);
        let mut prefixes: Vec<(String, String)> =
            known.map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned())).collect();
        let text = data.text(path).unwrap();
        let mut parser = TurtleParser::new().for_slice(text.as_bytes());
        let mut triples = Vec::new();
        for triple in parser.by_ref() {
            triples.push(triple.unwrap());
        }
        prefixes.extend(parser.prefixes().map(|(prefix, iri)| (prefix.to_owned(), iri.to_owned())));
        let short = |iri: &str| {
            let fitting = prefixes.iter().find_map(|(p, space)| Some(format!("{p}:{}", iri.strip_prefix(space)?)));
            fitting.unwrap_or_else(|| iri.to_owned())
        };
        for triple in triples {
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
            let name = short(subject.as_str());
            // The two ontologies themselves are no terms.
            if !(name.starts_with("ag:") || name.starts_with("rel:")) || name.ends_with(':') {
                continue;
            }
            let term = terms.entry(name).or_default();
            let predicate = short(triple.predicate.as_str());
            let object = match &triple.object {
                Term::NamedNode(node) => Object::Name { short: short(node.as_str()), iri: node.as_str().to_owned() },
                Term::Literal(text) => Object::Text(text.value().to_owned()),
                Term::BlankNode(_) => continue,
            };
            match (predicate.as_str(), &object) {
                ("rdf:type", Object::Name { short, .. }) => term.kinds.push(short.clone()),
                ("rdfs:label", Object::Text(text)) => term.label.clone_from(text),
                ("skos:definition" | "rdfs:comment", Object::Text(text)) => term.meaning.clone_from(text),
                ("skos:example", Object::Text(text)) => term.example.clone_from(text),
                ("skos:closeMatch", Object::Name { short, .. }) => term.matches.push(short.clone()),
                ("skos:relatedMatch", Object::Name { short, .. }) => term.matches.push(format!("~{short}")),
                ("rdfs:subClassOf", Object::Name { short, .. }) if !short.starts_with("ag:") => {
                    term.matches.push(format!("⊂{short}"));
                }
                _ => {}
            }
            if !matches!(predicate.as_str(), "rdfs:label" | "skos:definition" | "rdfs:comment" | "skos:example") {
                term.facts.push((predicate, object));
            }
        }
    }
    terms
}

#[test]
fn every_own_term_is_explained() {
    let terms = own_terms(&Data::embedded());
    assert!(terms.len() > 150);
    for (name, term) in &terms {
        // A match of a term that is nowhere else has no class.
        assert!(!term.kinds.is_empty(), "{name} is no term");
        for (what, text) in [("label", &term.label), ("definition", &term.meaning), ("example", &term.example)] {
            assert!(!text.is_empty(), "{name} has no {what}");
        }
    }
    let mut body =
        "Every class, relation, property and value of the two own namespaces, from the files of `ontology/`. \
                    Foreign terms: ⊂ is a part of it, ~ is the same matter in another form, else nearly the same. \
                    [terms.html](terms.html) has all that is said of each, for a browser.\n"
            .to_owned();
    for (number, title) in PARTS.iter().enumerate() {
        let _ = write!(body, "\n## {title}\n\n| term | meaning | example | elsewhere |\n|---|---|---|---|\n");
        for (name, term) in terms.iter().filter(|(name, term)| term.part(name) == number) {
            let (meaning, example) = (cell(&term.meaning), cell(&term.example));
            let _ = writeln!(body, "| `{name}` | {meaning} | {example} | {} |", term.matches.join(", "));
        }
    }
    check("terms.md", "Terms", &body);
}

#[test]
fn every_own_term_has_an_anchor() {
    let terms = own_terms(&Data::embedded());
    let local = |name: &str| name.split_once(':').expect("a name with its prefix").1.to_owned();
    let mut page = HEAD.to_owned();
    let _ = writeln!(page, "<dl><dt>ag:</dt><dd>{AG}</dd><dt>rel:</dt><dd>{REL}</dd></dl>");
    for (number, title) in PARTS.iter().enumerate() {
        let _ = writeln!(page, "<h2 id=\"part-{number}\">{title}</h2>\n<p class=\"names\">");
        let part = || terms.iter().filter(move |(name, term)| term.part(name) == number);
        for (name, _) in part() {
            let _ = writeln!(page, "<a href=\"#{0}\">{0}</a>", escape(&local(name)));
        }
        let _ = writeln!(page, "</p>");
        for (name, term) in part() {
            let iri = name.replacen("ag:", AG, 1).replacen("rel:", REL, 1);
            let id = escape(&local(name));
            let _ = writeln!(page, "<section id=\"{id}\">\n<h3><a href=\"#{id}\">{}</a> {}</h3>", escape(name), {
                let label = escape(&term.label);
                if label == id { String::new() } else { format!("<small>{label}</small>") }
            });
            let _ = writeln!(page, "<p><code>{}</code></p>\n<p>{}</p>", escape(&iri), escape(&term.meaning));
            let _ = writeln!(page, "<blockquote>{}</blockquote>\n<table>", escape(&term.example));
            let mut rows: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for (predicate, object) in &term.facts {
                rows.entry(predicate).or_default().push(match object {
                    Object::Text(text) => escape(text),
                    Object::Name { short, .. } if terms.contains_key(short) => {
                        format!("<a href=\"#{}\">{}</a>", escape(&local(short)), escape(short))
                    }
                    Object::Name { short, iri } => format!("<a href=\"{}\">{}</a>", escape(iri), escape(short)),
                });
            }
            for (predicate, objects) in rows {
                let _ = writeln!(page, "<tr><th>{}</th><td>{}</td></tr>", escape(predicate), objects.join(", "));
            }
            let _ = writeln!(page, "</table>\n</section>");
        }
    }
    page.push_str("</main>\n</html>\n");
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), terms.len() + PARTS.len());
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "two terms with one anchor");
    for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&link), "no term {link}");
    }
    same("docs/reference/terms.html", &page);
}

const HEAD: &str = r#"<!doctype html>
<!-- Generated: UPDATE=1 cargo test --test docs -->
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Terms of actograph</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto; max-width: 52rem; padding: 1rem; }
h3 { margin: 0; } h3 a { color: inherit; text-decoration: none; } small { color: #555; font-weight: normal; }
section { border-top: 1px solid #ccc; padding: .75rem 0; } section:target { background: #fff6d6; }
section p { margin: .25rem 0; } blockquote { margin: .25rem 0 .25rem 1rem; font-style: italic; }
code { font-size: .85em; color: #555; overflow-wrap: anywhere; } a { color: #0b5394; }
table { border-collapse: collapse; font-size: .9em; } th { text-align: left; font-weight: normal; color: #555; padding-right: 1rem; vertical-align: top; }
dl { display: grid; grid-template-columns: 3rem auto; } dd { margin: 0; } .names a { margin-right: .5rem; }
@media (prefers-color-scheme: dark) {
body { color: #e6e6e6; background: #16181c; } small, code, th { color: #aaa; } a { color: #8ab8e6; }
section { border-color: #444; } section:target { background: #3a3418; } }
</style>
<main>
<h1>Terms of actograph</h1>
<p>Every class, relation, property and value of the two own namespaces, with all that the files of <code>ontology/</code> say of it. The
link of a term is its name behind <code>terms.html#</code>. <a href="https://www.w3.org/TR/skos-reference/#mapping">skos:closeMatch</a>:
nearly the same elsewhere; skos:relatedMatch: the same matter in another form.</p>
"#;
