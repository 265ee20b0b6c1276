//! `actograph export` to graph formats: which files are written, and what is refused.

#[path = "support/chronicle.rs"]
mod chronicle;
#[path = "support/sample.rs"]
mod sample;

use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &str) -> Output {
    let program = assert_cmd::cargo::cargo_bin("actograph");
    let arguments = arguments.split_whitespace();
    Command::new(program).current_dir(folder).arg("export").args(arguments).output().unwrap()
}

fn done(folder: &Path, arguments: &str) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn complaint(folder: &Path, arguments: &str) -> String {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments}");
    String::from_utf8(output.stderr).unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    chronicle::store(&folder.path().join("news"));
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_ending_tells_the_format() {
    let folder = folder();
    for (name, begin) in [
        ("news.graphml", "<?xml"),
        ("news.gexf", "<?xml"),
        ("news.cyjs", "{\"format_version\""),
        ("news.cx2", "[{\"CXVersion\""),
        ("news.node-link.json", "{\"directed\""),
        ("news.graphology.json", "{\"options\""),
        ("news.cypher", "// "),
        ("news.csv", "source,target,"),
        ("news.tsv", "source\ttarget\t"),
        ("news.net", "*Vertices"),
        ("news.mmd", "---"),
        ("news.dot", "digraph"),
        ("news.ftm.json", "{\"id\":\"actograph-"),
        ("news.stix.json", "{\"type\":\"bundle\""),
    ] {
        done(folder.path(), &format!("--store news --output {name}"));
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.starts_with(begin), "{name}: {}", text.lines().next().unwrap_or_default());
    }
    // What ends in .json alone is JSON-LD, as ever.
    done(folder.path(), "--store news --output news.json");
    assert!(std::fs::read_to_string(folder.path().join("news.json")).unwrap().contains("\"@id\""));
}

#[test]
fn several_files_are_a_folder_or_an_archive() {
    let folder = folder();
    done(folder.path(), "--store news --format neo4j --output neo4j");
    assert_eq!(names(&folder.path().join("neo4j")), ["edges.csv", "import.sh", "nodes.csv"]);
    done(folder.path(), "--store news --format kuzu --output deep/er/kuzu");
    assert_eq!(names(&folder.path().join("deep/er/kuzu")), ["edges.csv", "load.cypher", "nodes.csv"]);
    done(folder.path(), "--store news --format csv --output tables");
    assert_eq!(names(&folder.path().join("tables")), ["edges.csv", "nodes.csv"]);
    done(folder.path(), "--store news --format csv --output tables.zip");
    assert!(std::fs::read(folder.path().join("tables.zip")).unwrap().starts_with(b"PK"));
    let nodes = done(folder.path(), "--store news --format csv --table nodes");
    assert_eq!(nodes, std::fs::read_to_string(folder.path().join("tables/nodes.csv")).unwrap());
    let said = complaint(folder.path(), "--store news --format neo4j");
    assert_eq!(said, "actograph: --format neo4j is several files: say --output FOLDER or FILE.zip\n");
}

#[test]
fn a_view_is_chosen_and_measured() {
    let folder = folder();
    let all = done(folder.path(), "--store news --format csv").lines().count();
    let few = done(folder.path(), "--store news --format csv --limit 3").lines().count();
    assert!(few > 1 && few < all, "{few} of {all}");
    let measured = done(folder.path(), "--store news --format csv --table nodes --measures");
    assert!(measured.lines().next().unwrap().contains(",pagerank,"));
    let output = run(folder.path(), "--store news --format csv --min-count 1000000");
    assert_eq!((output.status.code(), String::from_utf8(output.stdout).unwrap().lines().count()), (Some(1), 1));
}

#[test]
fn options_that_mean_nothing_are_refused() {
    let folder = folder();
    for (arguments, said) in [
        ("--format nquads --measures", "--measures means nothing for --format nquads"),
        ("--format gexf --raw", "--raw means nothing for --format gexf"),
        ("--format gexf --links", "--links means nothing for --format gexf"),
        ("--format graphml --verbatim", "--verbatim means nothing for --format graphml"),
        ("--format csv --flavor yed", "--flavor means nothing for --format csv"),
        (
            "--format turtle --limit 3",
            "--format turtle is the whole store; a part of it is what `query` answers to CONSTRUCT",
        ),
        ("--format csv --output tables --table nodes", "--table: say --output FILE.csv; a folder holds both tables"),
        ("--format csv --output tables.zip --table nodes", "--table: an archive holds both tables"),
        ("--output news.xyz", "news.xyz: no known ending: say --format"),
    ] {
        assert_eq!(complaint(folder.path(), &format!("--store news {arguments}")), format!("actograph: {said}\n"));
    }
    assert_eq!(names(folder.path()), ["news"]);
}

#[test]
fn what_is_left_out_is_counted() {
    let folder = folder();
    let output = run(folder.path(), "--store news --format stix");
    let said = String::from_utf8(output.stderr).unwrap();
    let bundle: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(bundle["objects"].as_array().unwrap().len() > 2);
    assert!(said.is_empty() || said.starts_with("actograph: stix has no counterpart for "), "{said}");
}
