//! Documentation that is made by the program: `docs/reference/`, `docs/picture.svg`, and the output in the
//! `console` blocks of README and guides. `UPDATE=1 cargo test --test docs` rewrites them; the tests fail where they differ.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use actograph::data::Data;
use actograph::ontology::{AG, Class, Ontology, REL, RelationKind};
use actograph::rule::compile::RuleSet;
use actograph::rule::diagnostics;
use actograph::rule::forms::Maker;
use actograph::syntax::realization::Realization;
use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;

mod page;
mod terms;

use page::{cell, check, root, same};

#[test]
fn cli() {
    let mut command = actograph::cli::command().term_width(100);
    command.build();
    let help = |command: &mut clap::Command| {
        let text = command.render_long_help().to_string();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    };
    let mut body = format!("```text\n{}\n```\n", help(&mut command));
    for sub in command.get_subcommands_mut().filter(|s| !s.is_hide_set() && s.get_name() != "help") {
        let mut sub = sub.clone().term_width(100);
        let text = help(&mut sub);
        let name = sub.get_name().to_owned();
        let _ = write!(body, "\n## {name}\n\n```text\n{text}\n```\n");
        for below in sub.get_subcommands_mut().filter(|s| s.get_name() != "help") {
            let mut below = below.clone().term_width(100);
            let text = help(&mut below);
            let _ = write!(body, "\n### {name} {}\n\n```text\n{text}\n```\n", below.get_name());
        }
    }
    check("cli.md", "Commands", &body);
}

#[test]
fn diagnostics() {
    let intro = "What is wrong with a file that you wrote is said with its place and a number; all of it at once.\n";
    let actors = actograph::actor::check::markdown();
    let body = format!("{intro}\n## Rules\n\n{}\n## Actors\n\n{actors}", diagnostics::markdown());
    check("diagnostics.md", "Diagnostics", &body);
}

/// Local names of a class's superclasses and its definition, by its own local name.
fn classes(data: &Data) -> BTreeMap<String, (Vec<String>, String)> {
    let text = data.text("actors.ttl").unwrap();
    let mut classes: BTreeMap<String, (Vec<String>, String)> = BTreeMap::new();
    for triple in TurtleParser::new().for_slice(text.as_bytes()) {
        let triple = triple.unwrap();
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { continue };
        let Some(name) = subject.as_str().strip_prefix(AG) else { continue };
        let entry = classes.entry(name.to_owned()).or_default();
        match (triple.predicate.as_str().rsplit(['#', '/']).next(), &triple.object) {
            (Some("subClassOf"), Term::NamedNode(class)) => {
                entry.0.extend(class.as_str().strip_prefix(AG).map(str::to_owned));
            }
            (Some("definition"), Term::Literal(text)) => text.value().clone_into(&mut entry.1),
            _ => {}
        }
    }
    classes
}

#[test]
fn ontology() {
    let data = Data::embedded();
    let ontology = Ontology::load(&data).unwrap();
    let mut body = "Made from `ontology/actors.ttl`, `ontology/relations.ttl` and `src/syntax/realization.rs`.\n\n## \
                    Classes\n\n| class | below | meaning |\n|---|---|---|\n"
        .to_owned();
    let classes = classes(&data);
    for class in Class::ALL {
        let (above, meaning) = &classes[class.name()];
        let _ = writeln!(body, "| {class} | {} | {} |", above.join(", "), cell(meaning));
    }
    body.push_str(
        "\n## Relations\n\nRead *subject relation object*. A class stands for its subclasses too. ↔: the order \
                   of the ends means nothing. PLOVER: the event type of that ontology, with its quad class.\n",
    );
    for (kind, title) in [(RelationKind::Event, "What happens"), (RelationKind::State, "What holds")] {
        let _ = write!(
            body,
            "\n### {title}\n\n| relation | subject | object | meaning | example | PLOVER |\n|---|---|---|---|---|---|\n"
        );
        for p in ontology.predicates().iter().filter(|p| p.kind == kind) {
            let mark = if p.symmetric { " ↔" } else { "" };
            let [domain, range] = [p.domain, p.range].map(|set| ontology.summary(set));
            let codes = [p.plover.as_deref(), p.quad.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let (name, meaning, example) = (&p.name, cell(&p.comment), cell(&p.example));
            let _ = writeln!(body, "| {name}{mark} | {domain} | {range} | {meaning} | {example} | {codes} |");
        }
    }
    body.push_str(
        "\n## Realizations\n\nThe tree shapes by which the two ends are found: the values of `via`. V is a verb, \
                   N a noun, A an adjective, W the predicate above, x the argument.\n\n| name | shape | example \
                   |\n|---|---|---|\n",
    );
    for r in Realization::ALL {
        let _ = writeln!(body, "| {r} | {} | {} |", cell(r.shape()), cell(r.example()));
    }
    check("ontology.md", "Ontology", &body);
}

#[test]
#[cfg(feature = "parquet")]
fn exports() {
    use actograph::exchange::attributes::{Attribute, EDGE, NODE};
    use actograph::exchange::{Format, Shape};

    let mut body =
        "What `actograph export` writes besides RDF; [exports.md](../exports.md) says what each is good for.\n\n## \
        Formats\n\n| format | endings | files | for | what it cannot hold |\n|---|---|---|---|---|\n"
            .to_owned();
    for format in Format::ALL {
        let endings: Vec<String> = format.endings().iter().map(|ending| format!("`.{ending}`")).collect();
        let files = match format.shape() {
            Shape::File => "one",
            Shape::Tables => "two tables, or one",
            Shape::Folder => "several",
        };
        let (name, endings, lost) = (format.name(), endings.join(", "), cell(format.lost()));
        let _ = writeln!(body, "| `{name}` | {endings} | {files} | {} | {lost} |", cell(format.doc()));
    }
    fn table<T>(body: &mut String, title: &str, attributes: &[Attribute<T>]) {
        let _ = write!(body, "\n## {title}\n\n| attribute | type | meaning |\n|---|---|---|\n");
        for attribute in attributes {
            let _ = writeln!(body, "| `{}` | {} | {} |", attribute.name, attribute.kind.name(), cell(attribute.doc));
        }
    }
    table(&mut body, "Nodes", NODE);
    table(&mut body, "Edges", EDGE);
    check("exports.md", "Export formats", &body);
}

#[test]
fn rules() {
    let data = Data::embedded();
    let ontology = Ontology::load(&data).unwrap();
    let rules = RuleSet::load(&data, &ontology).unwrap();
    let page = actograph::rule::reference::markdown(&rules, &ontology, &Maker::load(&data).unwrap());
    same("docs/reference/rules.md", &page);
}

/// What a shell prints, in a folder of its own where the program is on the path.
#[cfg(unix)]
fn shell(folder: &Path, command: &str) -> String {
    let program = assert_cmd::cargo::cargo_bin("actograph");
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let output = std::process::Command::new("sh")
        .args(["-c", &format!("exec 2>&1; {command}")])
        .current_dir(folder)
        .env("PATH", path)
        .env("SOURCE_DATE_EPOCH", "1764109800")
        .env("ACTOGRAPH_AUTHOR", "Ana")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// A page with what the commands of its `console` blocks print, run in order in a folder where its `csv`, `toml`
/// and other blocks stand that begin with a remark such as `# mine/actors/ports.csv`.
#[cfg(unix)]
fn printed(page: &str, folder: &Path) -> String {
    std::os::unix::fs::symlink(root().join("fixtures"), folder.join("fixtures")).unwrap();
    let page = std::fs::read_to_string(root().join(page)).unwrap();
    let (mut text, mut inside) = (String::new(), false);
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        match line.strip_prefix("$ ") {
            Some(command) if inside => {
                let output = shell(folder, command);
                let end = if output.is_empty() || output.ends_with('\n') { "" } else { "\n" };
                let _ = write!(text, "$ {command}\n{output}{end}");
            }
            _ if inside && line != "```" => {}
            _ => {
                inside = line == "```console";
                let _ = writeln!(text, "{line}");
                if matches!(line, "```csv" | "```toml" | "```turtle" | "```jsonl" | "```html") {
                    let block: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
                    let _ = writeln!(text, "{}\n```", block.join("\n"));
                    file(folder, &block);
                }
            }
        }
    }
    text
}

/// Writes a block whose first line names its file.
#[cfg(unix)]
fn file(folder: &Path, block: &[&str]) {
    let name = block.first().and_then(|l| l.strip_prefix("# ")).filter(|n| n.contains('.') && !n.contains(' '));
    if let Some(name) = name {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        // A remark is none in every format.
        let from = usize::from(path.extension().is_some_and(|e| e == "jsonl" || e == "html"));
        std::fs::write(path, block[from..].join("\n") + "\n").unwrap();
    }
}

#[cfg(unix)]
#[test]
fn the_readme_shows_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    same("README.md", &printed("README.md", folder.path()));
    same("docs/picture.svg", &std::fs::read_to_string(folder.path().join("picture.svg")).unwrap());
}

#[cfg(unix)]
#[test]
fn the_page_on_actors_shows_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    same("docs/actors.md", &printed("docs/actors.md", folder.path()));
}

#[cfg(unix)]
#[test]
fn the_page_on_queries_shows_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    same("docs/sparql.md", &printed("docs/sparql.md", folder.path()));
}

#[cfg(unix)]
#[test]
fn the_page_on_the_graph_shows_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    same("docs/graph.md", &printed("docs/graph.md", folder.path()));
}

#[cfg(unix)]
#[test]
fn the_page_on_inputs_shows_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    same("docs/inputs.md", &printed("docs/inputs.md", folder.path()));
}

#[cfg(unix)]
#[test]
fn the_page_on_views_shows_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    same("docs/views.md", &printed("docs/views.md", folder.path()));
}

#[cfg(unix)]
#[test]
fn the_page_on_pages_to_explore_shows_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    same("docs/interactive.md", &printed("docs/interactive.md", folder.path()));
}

#[cfg(unix)]
#[test]
fn the_page_on_rules_shows_what_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    same("docs/rules.md", &printed("docs/rules.md", folder.path()));
}

/// The links of a page that lead into the repository.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|t| !t.contains("://") && !t.contains(' '))
}

/// The anchors of a page: headings in lower case, words joined by hyphens.
fn anchors(text: &str) -> Vec<String> {
    let heads = text.lines().filter(|l| l.starts_with('#')).map(|l| l.trim_start_matches('#').trim().to_lowercase());
    let keep = |c: char| if c == ' ' { Some('-') } else { (c.is_alphanumeric() || "-_".contains(c)).then_some(c) };
    heads.map(|head| head.chars().filter_map(keep).collect()).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut pages = vec![root().join("README.md"), root().join("ontology/model/MODEL.md")];
    pages.extend(walkdir::WalkDir::new(root().join("docs")).into_iter().map(|e| e.unwrap().into_path()));
    pages.retain(|p| p.extension().is_some_and(|e| e == "md"));
    assert!(pages.len() > 8);
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(target.exists(), "{}: {link}", page.display());
            if !anchor.is_empty() {
                let known = anchors(&std::fs::read_to_string(&target).unwrap());
                assert!(known.iter().any(|a| a == anchor), "{}: {link}", page.display());
            }
        }
    }
}

#[test]
fn pages_that_the_source_names_are_there() {
    for entry in walkdir::WalkDir::new(root().join("src")) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
            for (at, _) in text.match_indices("docs/") {
                let end = text[at..].find(|c: char| !c.is_ascii_lowercase() && !"/.-".contains(c)).unwrap_or(0);
                let name = text[at..at + end].trim_end_matches('.');
                let page = root().join(name);
                let is_page = page.extension().is_some_and(|e| e == "md");
                assert!(!is_page || page.exists(), "{}: {name}", entry.path().display());
            }
        }
    }
}

/// `ontology/context.jsonld`: the names of the ontology for JSON-LD.
#[test]
fn the_json_ld_context_has_every_term() {
    let data = Data::embedded();
    let mut terms: BTreeMap<String, serde_json::Value> = BTreeMap::new();
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut ranges: BTreeMap<String, String> = BTreeMap::new();
    for path in ["actors.ttl", "provenance.ttl", "relations.ttl"] {
        for triple in TurtleParser::new().for_slice(data.text(path).unwrap().as_bytes()) {
            let triple = triple.unwrap();
            let (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(object)) = (&triple.subject, &triple.object)
            else {
                continue;
            };
            match triple.predicate.as_str().rsplit(['#', '/']).next() {
                Some("type") => kinds.entry(subject.as_str().to_owned()).or_default().push(object.as_str().to_owned()),
                Some("range") => _ = ranges.insert(subject.as_str().to_owned(), object.as_str().to_owned()),
                _ => {}
            }
        }
    }
    for (iri, kinds) in &kinds {
        let Some((prefix, name)) =
            [("ag", AG), ("rel", REL)].iter().find_map(|(p, space)| Some((p, iri.strip_prefix(space)?)))
        else {
            continue;
        };
        let is = |kind: &str| kinds.iter().any(|k| k.ends_with(kind));
        let range = ranges.get(iri).and_then(|r| r.strip_prefix("http://www.w3.org/2001/XMLSchema#"));
        let kind = match (is("#ObjectProperty"), *prefix) {
            // Values such as `stated` are terms too.
            (true, "ag") => Some("@vocab".to_owned()),
            (true, _) => Some("@id".to_owned()),
            _ => range.map(|name| format!("xsd:{name}")),
        };
        let id = format!("{prefix}:{name}");
        let term = match kind {
            Some(kind) => serde_json::json!({ "@id": id, "@type": kind }),
            None => serde_json::json!(id),
        };
        if !name.is_empty() {
            assert!(terms.insert(name.to_owned(), term).is_none(), "{name} is in both namespaces");
        }
    }
    let mut context = serde_json::Map::new();
    context.insert("ag".to_owned(), AG.into());
    context.insert("rel".to_owned(), REL.into());
    for (prefix, iri) in actograph::graph::vocabulary::FOREIGN {
        context.insert((*prefix).to_owned(), (*iri).into());
    }
    let foreign = [
        ("id", serde_json::json!("@id")),
        ("type", serde_json::json!("@type")),
        ("label", serde_json::json!("rdfs:label")),
        ("altLabel", serde_json::json!("skos:altLabel")),
        ("sameAs", serde_json::json!({ "@id": "owl:sameAs", "@type": "@id" })),
        ("subject", serde_json::json!({ "@id": "rdf:subject", "@type": "@id" })),
        ("predicate", serde_json::json!({ "@id": "rdf:predicate", "@type": "@id" })),
        ("object", serde_json::json!({ "@id": "rdf:object", "@type": "@id" })),
        ("wasDerivedFrom", serde_json::json!({ "@id": "prov:wasDerivedFrom", "@type": "@id" })),
        ("anchorOf", serde_json::json!("nif:anchorOf")),
    ];
    context.extend(foreign.into_iter().map(|(name, term)| (name.to_owned(), term)));
    context.extend(terms);
    let text = serde_json::to_string_pretty(&serde_json::json!({ "@context": context })).unwrap();
    same("ontology/context.jsonld", &format!("{text}\n"));
}
