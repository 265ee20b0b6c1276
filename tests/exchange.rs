//! `actograph export` and `import`: a store goes out and comes back the same.

#[path = "support/chronicle.rs"]
mod chronicle;
#[path = "support/sample.rs"]
mod sample;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use flate2::read::GzDecoder;

fn run(arguments: &str) -> Output {
    let program = assert_cmd::cargo::cargo_bin("actograph");
    Command::new("sh").args(["-c", &format!("exec {} {arguments}", program.display())]).output().unwrap()
}

fn done(arguments: &str) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn complaint(arguments: &str) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments}");
    String::from_utf8(output.stderr).unwrap()
}

/// A store with documents, a correction, and a triple of its own.
fn store(folder: &Path) -> PathBuf {
    let store = folder.join("store");
    chronicle::store(&store);
    let shown = store.display();
    let signed = format!("--store {shown} --author Ana --time 2026-01-01T00:00:00Z");
    done(&format!("actors merge 'River Front' 'Hill Guard' {signed}"));
    done(&format!("actors rename Veldria 'Republic of Veldria' {signed}"));
    done(&format!("query --write 'INSERT DATA {{ kg:osmar rdfs:comment \"a \\\"note\\\"\" }}' --store {shown}"));
    store
}

/// All files of a store by name, unpacked.
fn files(store: &Path) -> BTreeMap<String, String> {
    let walk = walkdir::WalkDir::new(store).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    let read = |path: &Path| {
        let file = std::fs::File::open(path).unwrap();
        let packed = path.extension().is_some_and(|e| e == "gz");
        if packed { std::io::read_to_string(GzDecoder::new(file)) } else { std::io::read_to_string(file) }.unwrap()
    };
    let name = |path: &Path| path.strip_prefix(store).unwrap().to_string_lossy().into_owned();
    // What the gazetteer said was never noted by the store of the test.
    let kept = walk.filter(|e| e.file_name() != "known.nq.gz" && !e.path().starts_with(store.join(".lock")));
    kept.map(|e| (name(e.path()), read(e.path()))).collect()
}

#[test]
fn a_store_comes_back_the_same_by_every_syntax_with_graphs() {
    let folder = tempfile::tempdir().unwrap();
    let from = store(folder.path());
    let full = ["full.nq.gz", "full.trig"].map(|file| (file, "--full"));
    let plain = ["all.nq", "all.nq.gz", "all.nq.zst", "all.trig", "all.jsonld.zst"].map(|file| (file, ""));
    for (file, option) in plain.into_iter().chain(full) {
        let (path, to) = (folder.path().join(file), folder.path().join(format!("to-{file}")));
        done(&format!("export --raw {option} --store {} --output {}", from.display(), path.display()));
        let said = done(&format!("import {} --store {}", path.display(), to.display()));
        assert_eq!(said, "6 documents, 2 corrections, 1 own triple\n", "{file}");
        assert_eq!(files(&from), files(&to), "{file}");
        // Once more changes nothing.
        let said = done(&format!("import {} --store {}", path.display(), to.display()));
        assert_eq!(said, "6 documents, 0 corrections, 0 own triples\n", "{file}");
        assert_eq!(files(&from), files(&to), "{file}");
    }
}

#[test]
fn the_order_of_quads_does_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let from = store(folder.path());
    let (file, to) = (folder.path().join("all.nq"), folder.path().join("to"));
    let lines = |store: &Path| -> BTreeSet<String> {
        done(&format!("export --store {}", store.display())).lines().map(str::to_owned).collect()
    };
    // Sorted, names of one actor in one document come in another order; the set of all quads is the same.
    let text = done(&format!("export --raw --store {}", from.display()));
    let mut sorted: Vec<&str> = text.lines().collect();
    sorted.sort_unstable();
    sorted.push(sorted[0]);
    std::fs::write(&file, sorted.join("\n")).unwrap();
    done(&format!("import {} --store {}", file.display(), to.display()));
    assert_eq!(lines(&from), lines(&to));
}

#[test]
fn other_programs_get_what_queries_see() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let export = |options: &str| done(&format!("export --store {} {options}", store.display()));
    let (seen, read) = (export(""), export("--raw"));
    assert!(!seen.contains("kg/organization.hill-guard> <https://w3id.org/actograph/ns#mentions>"));
    assert!(read.contains("kg/organization.hill-guard> <https://w3id.org/actograph/ns#mentions>"));
    let told = ["nif-core#beginIndex", "ns#mention>", "prov#wasDerivedFrom", "ns#polarity"];
    assert_eq!(told.map(|term| seen.contains(term)), [false; 4]);
    let full = export("--full");
    assert_eq!(told.map(|term| full.contains(term)), [true; 4]);
    assert!(!seen.contains("ns#quadClass") && export("--ontology").contains("ns#quadClass"));
    let count = |text: &str| text.lines().count();
    assert_eq!(count(&export("--format ntriples")), count(&seen));
    assert!(export("--format rdfxml").trim_end().ends_with("</rdf:RDF>"));
    let turtle = export("--format turtle");
    assert!(turtle.contains("kg:osmar rdfs:comment \"a \\\"note\\\"\" ."), "{turtle}");
}

#[test]
fn triple_terms_stand_beside_the_assertions() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let export = |options: &str| done(&format!("export --store {} {options}", store.display()));
    let assertions = export("").matches("ns#standing>").count();
    for format in ["nquads", "trig", "turtle", "ntriples"] {
        let text = export(&format!("--rdf12 --format {format}"));
        assert_eq!(text.matches("#reifies> <<( <").count(), assertions, "{format}");
    }
    let said = complaint(&format!("export --rdf12 --format jsonld --store {}", store.display()));
    assert!(said.contains("jsonld has no triple terms here"));
}

#[test]
fn what_is_no_document_is_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("to");
    let turtle = folder.path().join("notes.ttl");
    std::fs::write(&turtle, "<x:a> <x:b> \"c\" .\n").unwrap();
    let said = done(&format!("import {} --graph x:notes --store {}", turtle.display(), to.display()));
    assert_eq!(said, "0 documents, 0 corrections, 1 own triple\n");
    assert_eq!(std::fs::read_to_string(to.join("own.nq")).unwrap(), "<x:a> <x:b> \"c\" <x:notes> .\n");

    let wrong = |text: &str| {
        std::fs::write(&turtle, text).unwrap();
        complaint(&format!("import {} --store {}", turtle.display(), to.display()))
    };
    assert!(wrong("[] <x:b> \"c\" .").contains("a store has no blank nodes"));
    assert!(wrong("<x:a> <x:b> .").contains("notes.ttl"));
    let quads = |text: &str| {
        let file = folder.path().join("notes.nq");
        std::fs::write(&file, text).unwrap();
        complaint(&format!("import {} --store {}", file.display(), to.display()))
    };
    let document = "<https://w3id.org/actograph/ns#Document>";
    let kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
    assert!(quads(&format!("<x:d> {kind} {document} <x:d> .\n")).contains("use --base and a new store"));
    let graph = "<https://w3id.org/actograph/kg/document/d>";
    assert!(quads(&format!("{graph} {kind} {document} {graph} .\n")).contains("doc:d: no document"));
    assert_eq!(std::fs::read_dir(to.join("documents")).unwrap().count(), 0);
}

#[test]
fn nothing_is_left_of_an_export_that_fails() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let document = walkdir::WalkDir::new(store.join("documents")).into_iter().flatten().last().unwrap().into_path();
    std::fs::write(document, "no gzip").unwrap();
    let file = folder.path().join("all.nq");
    assert!(
        complaint(&format!("export --store {} --output {}", store.display(), file.display())).contains("is damaged")
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(complaint(&format!("export --store {} --output all.txt", store.display())).contains("say --format"));
}

#[test]
fn a_store_conforms_and_a_broken_file_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(folder.path());
    let said = done(&format!("validate --store {}", store.display()));
    assert!(said.starts_with("conforms: 0 violations, 0 warnings, "), "{said}");

    let (file, report) = (folder.path().join("all.nq.gz"), folder.path().join("report.nq"));
    done(&format!("export --store {} --output {}", store.display(), file.display()));
    assert_eq!(done(&format!("validate {}", file.display())), said);
    // Without its other half, the description of every actor is missing.
    let text = std::io::read_to_string(GzDecoder::new(std::fs::File::open(&file).unwrap())).unwrap();
    let part: Vec<&str> = text.lines().filter(|l| !l.ends_with("<https://w3id.org/actograph/kg/actors> .")).collect();
    let file = folder.path().join("part.nq");
    std::fs::write(&file, part.join("\n")).unwrap();
    let output = run(&format!("validate {} --report {}", file.display(), report.display()));
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("violation: Who is mentioned has one name."), "{said}");
    assert!(said.lines().any(|l| l.starts_with("actor-label   kg:osmar") && l.ends_with("MinCount")), "{said}");
    let report = std::fs::read_to_string(report).unwrap();
    assert!(
        report.contains("<http://www.w3.org/ns/shacl#sourceShape> <https://w3id.org/actograph/shapes#actor-label>")
    );
    assert!(report.contains("shacl#conforms> \"false\""));
}
