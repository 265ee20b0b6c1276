//! The command itself: output, messages and exit codes.

#[path = "support/sample.rs"]
mod sample;

use std::path::{Path, PathBuf};

use actograph::document::Source;
use actograph::graph::store::Store;
use actograph::graph::write::{Options, quads};
use assert_cmd::Command;
use tempfile::TempDir;

/// A store of two documents, in a folder that lasts as long as the test.
fn store() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news");
    let store = Store::create(&path, None).unwrap();
    for id in ["one", "two"] {
        store.put(id, &quads(&sample::talks(Source::named(id)), &Options::default())).unwrap();
    }
    (folder, path)
}

/// Runs it; exit code, standard output, standard error.
fn actograph(arguments: &[&str], store: Option<&Path>, input: &str) -> (i32, String, String) {
    let mut command = Command::cargo_bin("actograph").unwrap();
    command.args(arguments).write_stdin(input);
    if let Some(store) = store {
        command.arg("--store").arg(store);
    }
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let (code, out, _) = actograph(&["--help"], None, "");
    assert_eq!(code, 0);
    let commands = out.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let names: Vec<&str> = commands.filter_map(|l| l.split_whitespace().next()).filter(|n| *n != "help").collect();
    assert!(["build", "query", "view"].iter().all(|name| names.contains(name)), "{out}");
    for name in names {
        let (code, out, _) = actograph(&[name, "--help"], None, "");
        assert!(code == 0 && out.contains(&format!("  actograph {name} ")), "{out}");
    }
}

#[test]
fn a_call_that_makes_no_sense_is_code_2() {
    for wrong in [&["query"][..], &["nonsense"], &[], &["query", "ASK {}", "--format", "nonsense"]] {
        let (code, out, err) = actograph(wrong, None, "");
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?} {err}");
    }
}

#[test]
fn a_query_answers_as_a_table() {
    let (_folder, store) = store();
    let query = "SELECT ?name (COUNT(?d) AS ?documents) { ?a rdfs:label ?name . GRAPH ?d { ?a rel:brokers ?b } } GROUP BY ?name";
    let (code, out, err) = actograph(&["query", query], Some(&store), "");
    assert_eq!((code, err.as_str()), (0, ""));
    let rows: Vec<Vec<&str>> = out.lines().map(|l| l.split_whitespace().collect()).collect();
    assert_eq!(
        (&rows[0][..], &rows[2][..], &rows[4][..]),
        (&["name", "documents"][..], &["Oman", "2"][..], &["1", "row"][..])
    );
}

#[test]
fn a_query_that_finds_nothing_is_code_1() {
    let (_folder, store) = store();
    let (code, out, _) = actograph(&["query", "ASK { ?a rel:invades ?b }"], Some(&store), "");
    assert_eq!((code, out.as_str()), (1, "no\n"));
    let (code, out, _) = actograph(&["query", "-", "--format", "csv"], Some(&store), "SELECT ?a { ?a rel:invades ?b }");
    assert_eq!((code, out.as_str()), (1, "a\r\n"));
}

#[test]
fn what_is_wrong_is_said_and_is_code_2() {
    let (folder, store) = store();
    let said = |arguments: &[&str], store: &Path| {
        let (code, out, err) = actograph(arguments, Some(store), "");
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.starts_with("actograph: "), "{err}");
        err
    };
    assert!(said(&["query", "SELECT ?x {"], &store).contains("line 1, column"));
    assert!(said(&["query", "ASK {}"], &folder.path().join("none")).contains("no such folder"));
    assert!(said(&["query", "ASK {}"], folder.path()).contains("not a store"));
    assert!(said(&["query", "ASK {}", "--format", "turtle"], &store).contains("csv, tsv, json or xml"));
    assert!(said(&["query", "--file", "no-such.rq"], &store).contains("no-such.rq"));
    assert!(said(&["query", "ASK {}", "--data", "no-such"], &store).contains("no-such"));
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let (_folder, store) = store();
    let binary = assert_cmd::cargo::cargo_bin("actograph");
    let mut child = std::process::Command::new(binary)
        .args(["query", "SELECT * { ?a ?b ?c }", "--format", "csv", "--store"])
        .arg(&store)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn an_error_in_a_rule_is_shown_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("rules")).unwrap();
    let rule =
        "[frame.charters]\nasserts = \"<client> rel:buysFrom <carrier>\"\nverbs = [\"<clinet> charter <carrier>\"]\n";
    std::fs::write(folder.path().join("rules/shipping.toml"), rule).unwrap();
    let (code, out, err) = actograph(&["explain", "--data", folder.path().to_str().unwrap(), "x"], None, "");
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.starts_with("error[R02]") && err.contains("rules/shipping.toml:3:11"), "{err}");
    assert!(err.contains("did you mean `<client>`?") && !err.contains("R07"), "{err}");
}

#[test]
fn a_relation_is_one_line_in_every_format_also_of_words_that_stand() {
    let text = "Qatar funds\nthe Red Cross.";
    for format in ["jsonl", "text"] {
        let (code, out, err) = actograph(&["extract", "-", "--format", format], None, text);
        assert_eq!((code, out.lines().count()), (0, 1), "{out}{err}");
    }
    let (_, trees, _) = actograph(&["extract", "-", "--layer", "syntax"], None, text);
    let start = |format| actograph(&["extract", "-", "--pretokenized", "--format", format], None, &trees).1;
    assert!(
        start("jsonl").starts_with('{')
            && start("text").contains("funds(Qatar, ")
            && start("turtle").contains("ag:standing ag:stated")
    );
}

#[test]
fn a_view_is_a_picture_or_dot_by_the_ending_of_the_file() {
    let (folder, store) = store();
    let (code, out, err) = actograph(&["view"], Some(&store), "");
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("<svg ") && out.ends_with("</svg>\n"));
    let file = folder.path().join("news.dot");
    let (code, out, _) = actograph(&["view", "--focus", "iran", "--output", file.to_str().unwrap()], Some(&store), "");
    assert_eq!((code, out.as_str()), (0, ""));
    let dot = std::fs::read_to_string(file).unwrap();
    assert!(dot.starts_with("digraph actograph {") && dot.contains("Iran and its relations"));
}

#[test]
fn a_view_says_what_it_cannot_draw() {
    let (_folder, store) = store();
    let (code, out, err) = actograph(&["view", "--min-count", "99"], Some(&store), "");
    assert_eq!((code, out.as_str(), err.as_str()), (1, "", "actograph: no relation to draw\n"));
    let (code, _, err) = actograph(&["view", "--focus", "Irann"], Some(&store), "");
    assert!(code == 2 && err.contains("did you mean Iran?"), "{err}");
    let (code, _, err) = actograph(&["view", "--since", "yesterday"], Some(&store), "");
    assert!(code == 2 && err.contains("--since"), "{err}");
    let (code, _, err) = actograph(&["view", "--output", "no-such-folder/a.svg"], Some(&store), "");
    assert!(code == 2 && err.contains("no-such-folder/a.svg"), "{err}");
}

#[test]
fn every_option_of_a_view_goes_with_every_command_that_takes_one() {
    let (_folder, store) = store();
    let all = "--class State,ArmedGroup --relation funds --quad mc --standing reported,uncertain --events --min-count 2 \
               --min-documents 2 --min-confidence 0.5 --document one --document two --collapse state --merge \
               --limit 9 --limit-by pagerank";
    for command in ["measure --format csv", "changes --since 2025-01-01 --until 2025-01-02", "view --format dot"] {
        let arguments: Vec<&str> = command.split(' ').chain(all.split_whitespace()).collect();
        let (code, _, err) = actograph(&arguments, Some(&store), "");
        assert!(code < 2 && !err.contains("error"), "{command}: {err}");
    }
    for (wrong, said) in [
        (&["--min-confidence", "2"][..], "from 0 to 1"),
        (&["--quad", "XX"], "[possible values: VC, MC, VK, MK]"),
        (&["--between", "Iran"], "2 values required"),
        (&["--limit-by", "pagerank"], "--limit"),
        (&["--hops", "2"], "--focus"),
    ] {
        let (code, _, err) = actograph(&[&["measure"], wrong].concat(), Some(&store), "");
        assert!(code == 2 && err.contains(said), "{wrong:?}: {err}");
    }
}

#[test]
fn measures_are_a_table_or_a_file_and_name_the_highest_first() {
    let (_folder, store) = store();
    let (code, out, err) = actograph(&["measure", "--by", "weighted-degree"], Some(&store), "");
    assert_eq!((code, err.as_str()), (0, ""));
    let first = out.lines().skip_while(|line| !line.starts_with('─')).nth(1).unwrap();
    assert!(first.starts_with("Hamas ") || first.starts_with("Iran "), "{out}");
    let (_, out, _) = actograph(&["measure", "--format", "tsv", "--top", "1"], Some(&store), "");
    assert_eq!(out.lines().map(|line| line.split('\t').count()).collect::<Vec<_>>(), [16, 16]);
    let (_, out, _) = actograph(&["measure", "--format", "json", "--events"], Some(&store), "");
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    let n = |field: &str| found["figures"][field].as_u64().unwrap();
    assert_eq!((n("nodes"), n("edges"), n("assertions"), n("documents")), (5, 4, 8, 2));
    let (code, out, err) = actograph(&["measure", "--min-count", "99"], Some(&store), "");
    assert_eq!((code, out.as_str(), err.as_str()), (1, "", "actograph: no relation to measure\n"));
}

#[test]
fn changes_need_a_time() {
    let (_folder, store) = store();
    let (code, _, err) = actograph(&["changes", "--by", "day"], Some(&store), "");
    assert!(code == 1 && err.contains("say --since and --until"), "{err}");
    let dates = ["changes", "--by", "day", "--since", "1900-01-01", "--until", "2025-01-01"];
    let (code, _, err) = actograph(&dates, Some(&store), "");
    assert!(code == 2 && err.contains("too many steps"), "{err}");
}

#[test]
fn a_build_reads_what_it_can_and_says_what_it_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("news");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let good = write("good.txt", b"Oman visited Iran.");
    let (code, out, err) = actograph(&["build", &good, "-"], Some(&store), "Qatar funds the Red Cross.");
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("2 read"), "{err}");

    let bad = write("bad.txt", b"\x00\x01");
    let (code, _, err) = actograph(&["build", &bad, &good, "missing.txt"], Some(&store), "");
    assert_eq!(code, 2);
    assert!(err.contains("1 unchanged, 2 failed") && err.contains("missing.txt") && err.contains("bad.txt"), "{err}");

    let empty = write("empty.txt", b"");
    let (code, _, err) = actograph(&["build", &empty], Some(&store), "");
    assert!(code == 1 && err.contains("has no text"), "{err}");
    let (code, _, err) = actograph(&["build", &good], Some(folder.path()), "");
    assert!(code == 2 && err.contains("not a store"), "{err}");
}

#[test]
fn a_date_is_for_inputs_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let (input, store) = (folder.path().join("in"), folder.path().join("store"));
    std::fs::create_dir(&input).unwrap();
    for (name, text) in [
        ("2025-04-12-named.txt", "Iran funds Hamas."),
        ("line.txt", "Published: 3 May 2024\n\nIran funds Hamas."),
        ("dateline.txt", "TEHRAN, Dec. 30 (Reuters) - Iran funds Hamas."),
        ("plain.txt", "Iran funds Hamas."),
    ] {
        std::fs::write(input.join(name), text).unwrap();
    }
    let (code, _, err) =
        actograph(&["build", input.to_str().unwrap(), "--date", "2026-01-02", "--keep-duplicates"], Some(&store), "");
    assert_eq!(code, 0, "{err}");
    let ask = "SELECT ?day WHERE { GRAPH ?g { ?d a ag:Document ; dcterms:identifier ?id ; dcterms:issued ?day } } ORDER BY ?id";
    let (_, out, _) = actograph(&["query", ask, "--format", "csv"], Some(&store), "");
    assert_eq!(
        out.split_whitespace().skip(1).collect::<Vec<_>>(),
        ["2025-04-12", "2025-12-30", "2024-05-03", "2026-01-02"]
    );
}

#[test]
fn a_wrong_date_is_told() {
    for wrong in ["2026-02-30", "18 March 2026", "20260318", "today"] {
        let (code, out, err) = actograph(&["extract", "-", "--date", wrong], None, "Iran funds Hamas.");
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains(wrong) && err.contains("write year, month and day: 2026-03-18"), "{err}");
    }
}
