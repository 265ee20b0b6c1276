//! Stores written in a few lines, for the tests of views.

use std::fmt::Write as _;

use crate::data::Data;
use crate::graph::rdf::Syntax;
use crate::graph::store::Index;
use crate::graph::view::View;
use crate::ontology::Ontology;

/// A store of lines:
///
/// - `@d1 2025-01-01 Reuters`: a document, its date and publisher; `-` for none
/// - `#Trump Person US`: an actor, its class, and what it belongs to
/// - `d1 Iran funds Hamas …`: an assertion, stated with confidence 0.9 unless words follow: `reported`, `uncertain`,
///   `planned`, `denied`, `ended`, `by:Oman`, `from:2024-01-01`, `to:2024-12-31`, `sure:0.4`; a predicate in capitals
///   is an open relation
///
/// Every actor's name is its identifier in small letters, and what nobody describes is a state.
pub(super) fn store(lines: &str) -> Index {
    let mut out = String::from(
        "@prefix ag: <https://w3id.org/actograph/ns#> . @prefix rel: <https://w3id.org/actograph/relation/> .
         @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
         @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
         @prefix kg: <https://w3id.org/actograph/kg/> . @prefix doc: <https://w3id.org/actograph/kg/document/> .\n",
    );
    let mut known = std::collections::BTreeSet::new();
    let mut named = std::collections::BTreeSet::new();
    for (number, line) in lines.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
        let words: Vec<&str> = line.split(' ').collect();
        let actor = |name: &str| format!("kg:{}", name.to_lowercase());
        match words[0].split_at(1) {
            ("@", document) => {
                write!(out, "doc:{document} {{ doc:{document} dcterms:identifier \"{document}\" ").unwrap();
                for (property, value) in [("issued", words[1]), ("publisher", words[2])] {
                    if value != "-" {
                        write!(out, "; dcterms:{property} \"{value}\" ").unwrap();
                    }
                }
                out.push_str("}\n");
            }
            ("#", name) => {
                write!(out, "kg:actors {{ {} a ag:{} ; rdfs:label \"{name}\" ", actor(name), words[1]).unwrap();
                if let Some(whole) = words.get(2) {
                    write!(out, "; ag:belongsTo {}", actor(whole)).unwrap();
                    named.insert((*whole).to_owned());
                }
                out.push_str("}\n");
                known.insert(name.to_owned());
            }
            _ => {
                let [document, subject, predicate, object, rest @ ..] = words.as_slice() else { panic!("{line}") };
                named.extend([*subject, *object].map(str::to_owned));
                let node = format!("<https://w3id.org/actograph/kg/document/{document}#assertion-{number:02}>");
                let open = predicate.chars().all(char::is_uppercase);
                let relation = if open { "ag:open".to_owned() } else { format!("rel:{predicate}") };
                write!(
                    out,
                    "doc:{document} {{ {node} a ag:Assertion ; rdf:subject {} ; rdf:predicate {relation} ; rdf:object {}",
                    actor(subject),
                    actor(object)
                )
                .unwrap();
                if open {
                    write!(out, " ; ag:openLemma \"{}\"", predicate.to_lowercase()).unwrap();
                }
                let (mut standing, mut sure) = ("stated", "0.9");
                for word in rest {
                    match word.split_once(':') {
                        Some(("by", source)) => {
                            named.insert(source.to_owned());
                            write!(out, " ; ag:source {}", actor(source)).unwrap();
                        }
                        Some(("sure", value)) => sure = value,
                        Some((end @ ("from" | "to"), date)) => write!(out, " ; ag:{end} \"{date}\"").unwrap(),
                        None if *word == "planned" => {
                            standing = "uncertain";
                            out.push_str(" ; ag:modality ag:planned");
                        }
                        None if *word == "ended" => out.push_str(" ; ag:phase ag:ends"),
                        None => standing = word,
                        Some(_) => panic!("{line}"),
                    }
                }
                writeln!(out, " ; ag:standing ag:{standing} ; ag:confidence \"{sure}\" }}").unwrap();
            }
        }
    }
    for name in named.difference(&known) {
        writeln!(out, "kg:actors {{ kg:{} a ag:State ; rdfs:label \"{name}\" }}", name.to_lowercase()).unwrap();
    }
    let text: Box<dyn std::io::Read> = Box::new(std::io::Cursor::new(out));
    Index::read(vec![(Syntax::TriG, text)], &Data::embedded()).unwrap()
}

pub(super) fn ontology() -> Ontology {
    Ontology::load(&Data::embedded()).unwrap()
}

/// Every edge as `Iran funds Hamas ×2`, sorted.
pub(super) fn edges(view: &View) -> Vec<String> {
    let graph = &view.graph;
    let each = graph.edge_indices().map(|edge| {
        let (from, to) = graph.edge_endpoints(edge).unwrap();
        let weight = &graph[edge];
        let times = if weight.count() > 1 { format!(" ×{}", weight.count()) } else { String::new() };
        format!("{} {} {}{times}", graph[from].label, weight.label, graph[to].label)
    });
    let mut edges: Vec<String> = each.collect();
    edges.sort();
    edges
}
