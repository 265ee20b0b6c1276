//! The queries that have a name, each asked on the store of `fixtures/graphs/chronicle.tsv`. The rows stand in
//! `docs/reference/queries.md`, which is made of them: `UPDATE=1 cargo test --test queries` writes it.

#[path = "support/chronicle.rs"]
mod chronicle;
#[path = "support/sample.rs"]
mod sample;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use actograph::data::Data;
use actograph::graph::named::{self, Kind, NamedQuery, Need};

fn run(store: &Path, arguments: &str) -> Output {
    let program = assert_cmd::cargo::cargo_bin("actograph");
    let line = format!("exec {} query {arguments} --store {}", program.display(), store.display());
    Command::new("sh").args(["-c", &line]).output().unwrap()
}

fn rows(store: &Path, arguments: &str) -> String {
    let output = run(store, arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments}: no row\n{errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// The arguments that a query is tried with: its examples, and none at all where it needs none.
fn tries(query: &NamedQuery) -> Vec<&str> {
    let needs_some = query.parameters.iter().any(|p| p.need == Need::Required);
    let none = Some("").filter(|_| !needs_some);
    none.into_iter().chain(query.examples.iter().map(String::as_str)).collect()
}

#[test]
fn every_query_gives_the_rows_of_its_reference_page() {
    let folder = tempfile::tempdir().unwrap();
    chronicle::store(folder.path());
    let queries = named::load(&Data::embedded()).unwrap();
    assert!(queries.len() >= 25);
    let mut page = "# Queries by name\n\n<!-- Generated: UPDATE=1 cargo test --test queries -->\n\n\
        `actograph query NAME --store DIR` with the options named here. The rows are those of an invented region \
        (`fixtures/graphs/chronicle.tsv`). The files stand in `ontology/queries/`; your own stand in `queries/` of your \
        `--data` folder.\n\n| value | how it is written |\n|---|---|\n"
        .to_owned();
    for kind in Kind::ALL {
        writeln!(page, "| {} | {} |", kind.name().to_uppercase(), kind.values()).unwrap();
    }
    for query in &queries {
        write!(page, "\n## {}\n\n{}. {}\n```console\n", query.name, query.title, query.markdown()).unwrap();
        let tries = tries(query);
        assert!(!tries.is_empty(), "{} has no example", query.name);
        for arguments in tries {
            let command = format!("{} {arguments}", query.name);
            let found = rows(folder.path(), &command);
            let command = command.trim_end();
            write!(page, "$ actograph query {command} --store region\n{found}").unwrap();
        }
        page.push_str("```\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/queries.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let (known, page) = (plain(&known), plain(&page));
    let differs = known.lines().zip(page.lines()).find(|(a, b)| a != b);
    assert!(known == page, "docs/reference/queries.md differs: {differs:?}; UPDATE=1 cargo test --test queries");
}

/// An index on disk keeps numbers, but not how they were written.
fn plain(page: &str) -> String {
    let digits = if cfg!(feature = "disk") { 1..10 } else { 0..0 };
    digits.fold(page.to_owned(), |page, n| page.replace(&format!(".{n}0 "), &format!(".{n}  ")))
}

fn complaint(store: &Path, arguments: &str) -> String {
    let output = run(store, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_wrong_parameter_is_told() {
    let folder = tempfile::tempdir().unwrap();
    chronicle::store(folder.path());
    let store = folder.path();
    assert!(complaint(store, "who-funds").contains("who-funds needs --actor ACTOR: whom"));
    assert!(complaint(store, "who-funds --actor 'River Fromt'").contains("did you mean River Front?"));
    assert!(complaint(store, "who-funds --actr Osmar").contains("did you mean --actor?"));
    assert!(complaint(store, "who-funds --actor Osmar --since tuesday").contains("--since tuesday: no day"));
    assert!(complaint(store, "who-fund --actor Osmar").contains("did you mean who-funds?"));
    assert!(complaint(store, "actions --actor").contains("--actor"));
}

#[test]
fn a_value_is_a_term_and_never_text_of_the_query() {
    let folder = tempfile::tempdir().unwrap();
    chronicle::store(folder.path());
    let evil = "'x> ?y . } DROP ALL #'";
    assert!(complaint(folder.path(), &format!("who-funds --actor {evil}")).contains("no actor of this store"));
    let query = "'SELECT ?x { BIND($text AS ?x) }'";
    assert_eq!(rows(folder.path(), &format!("{query} --text {evil} --format csv")), "x\r\nx> ?y . } DROP ALL #\r\n");
}

#[test]
fn queries_of_the_users_own_lie_over_those_of_the_program() {
    let (folder, mine) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    chronicle::store(folder.path());
    let queries = mine.path().join("queries");
    std::fs::create_dir(&queries).unwrap();
    let text = "# title: Mine\n# parameter: actor: actor, required — who\nSELECT ?n { $actor rdfs:label ?n }\n";
    std::fs::write(queries.join("mine.rq"), text).unwrap();
    let data = format!("--data {} --format csv", mine.path().display());
    assert_eq!(rows(folder.path(), &format!("mine --actor osmar {data}")), "n\r\nOsmar\r\n");
    assert!(rows(folder.path(), &format!("--list {data}").replace("--format csv", "")).contains("mine"));

    std::fs::write(queries.join("mine.rq"), text.replace("actor, required", "actr, required")).unwrap();
    assert!(complaint(folder.path(), &format!("mine --actor osmar {data}")).contains("no kind of value"));
}

#[test]
fn an_update_stays_in_the_store_and_needs_to_be_allowed() {
    let folder = tempfile::tempdir().unwrap();
    chronicle::store(folder.path());
    let store = folder.path();
    let insert = "'INSERT { $actor rdfs:comment \"watched\" } WHERE {}' --actor Osmar";
    assert!(complaint(store, insert).contains("`--write` allows it"));
    assert_eq!(rows(store, &format!("--write {insert}")), "1 inserted, 0 deleted\n");
    assert_eq!(
        std::fs::read_to_string(store.join("own.nq")).unwrap(),
        "<https://w3id.org/actograph/kg/osmar> <http://www.w3.org/2000/01/rdf-schema#comment> \"watched\" \
         <https://w3id.org/actograph/kg/own> .\n"
    );
    assert_eq!(rows(store, "'ASK { kg:osmar rdfs:comment \"watched\" }'"), "yes\n");
    assert!(complaint(store, "--write 'DELETE WHERE { ?x rel:funds ?y }'").contains("nothing is changed"));
    assert_eq!(rows(store, "--write 'CLEAR DEFAULT'"), "0 inserted, 1 deleted\n");
    assert!(!store.join("own.nq").exists());
}

#[test]
fn a_plan_shows_the_rows_of_every_step() {
    let folder = tempfile::tempdir().unwrap();
    chronicle::store(folder.path());
    let plan = rows(folder.path(), "who-funds --actor 'River Front' --explain");
    assert!(plan.starts_with("rows ") && plan.contains("rel:funds") && plan.contains("kg:organization.river-front"));
    let json = rows(folder.path(), "'ASK { ?a ?b ?c }' --explain --format json");
    assert!(json.contains("number of results"));
}

#[test]
fn triples_are_written_in_every_syntax() {
    let folder = tempfile::tempdir().unwrap();
    chronicle::store(folder.path());
    let query = "'CONSTRUCT { ?a rel:funds ?b } WHERE { ?a rel:funds ?b }'";
    for (format, expected) in [
        ("table", "kg:veldria"),
        ("turtle", "kg:veldria rel:funds kg:organization.river-front ."),
        ("trig", "kg:veldria rel:funds kg:organization.river-front ."),
        ("ntriples", "<https://w3id.org/actograph/kg/veldria> <https://w3id.org/actograph/relation/funds> "),
        ("nquads", "<https://w3id.org/actograph/kg/veldria> <https://w3id.org/actograph/relation/funds> "),
        ("rdfxml", "<rel:funds rdf:resource=\"https://w3id.org/actograph/kg/organization.river-front\"/>"),
        ("jsonld", "{\"@id\":\"https://w3id.org/actograph/kg/organization.river-front\"}"),
    ] {
        let found = rows(folder.path(), &format!("{query} --format {format}"));
        assert!(found.contains(expected) && found.ends_with('\n'), "{format}: {found}");
    }
}
