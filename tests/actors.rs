//! Actors of the user's own, and `actograph actors`, as the command has them.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A folder for the files of one test.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Runs the program in the folder; exit code, standard output, standard error.
    fn run(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        let mut command = Command::cargo_bin("actograph").unwrap();
        let output = command.current_dir(self.0.path()).args(arguments).write_stdin(input).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// The subject of the only relation of a sentence: id and class.
    fn subject(&self, arguments: &[&str], sentence: &str) -> (String, String) {
        let (code, out, err) = self.run(&[arguments, &["extract", "-"]].concat(), sentence);
        assert_eq!((code, out.lines().count()), (0, 1), "{out}{err}");
        let relation: Value = serde_json::from_str(&out).unwrap();
        let text = |key: &str| relation["subject"][key].as_str().unwrap().to_owned();
        (text("id"), text("type"))
    }
}

fn pair(id: &str, class: &str) -> (String, String) {
    (id.to_owned(), class.to_owned())
}

const SENTENCE: &str = "Zorbek funds the Red Cross.";

#[test]
fn the_built_in_tables_have_no_fault() {
    let (code, out, err) = Desk::new().run(&["actors", "check"], "");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("built in: ") && out.ends_with("0 errors, 0 warnings\n"), "{out}");
}

#[test]
fn faults_are_shown_at_their_places_and_are_code_2() {
    let desk = Desk::new();
    desk.write("ports.csv", "class,name,parent\nCompny,Zorbek,iran\n");
    let (code, out, _) = desk.run(&["actors", "check", "ports.csv"], "");
    assert_eq!(code, 2);
    assert!(out.starts_with("error[A06]") && out.contains("ports.csv:2:1") && out.contains("`Company`"), "{out}");
    assert!(out.ends_with("1 entry, 0 offices; 1 error, 0 warnings\n"), "{out}");

    let (code, out, _) = desk.run(&["actors", "check", "-"], "class,name\nCompany,Zorbek\nCompany,Zorbek\n");
    assert!(code == 2 && out.contains("error[A08]") && out.contains("-:3:"), "{out}");
    // A warning is no error.
    let (code, out, _) = desk.run(&["actors", "check", "-"], "class,name,colour\nCompany,Zorbek,red\n");
    assert!(code == 0 && out.starts_with("warning[A02]"), "{out}");

    let (code, out, err) = desk.run(&["--actors", "ports.csv", "extract", "-"], SENTENCE);
    assert!(code == 2 && out.is_empty() && err.starts_with("error[A06]") && err.contains("ports.csv:2:1"), "{err}");
    let (code, _, err) = desk.run(&["--actors", "none.csv", "extract", "-"], SENTENCE);
    assert!(code == 2 && err.contains("none.csv"), "{err}");
}

#[test]
fn own_actors_are_read_from_tables_in_any_dress() {
    let desk = Desk::new();
    assert_ne!(desk.subject(&[], SENTENCE), pair("zorbek", "Media"));
    let tables: [(&str, &[u8]); 6] = [
        ("plain.csv", b"class,name\nMedia,Zorbek\n"),
        ("tabs.tsv", b"# mine\nid\tclass\tname\n\tMedia\tZorbek\n"),
        ("windows.csv", b"\xef\xbb\xbfclass,name\r\nMedia,\"Zorbek\"\r\n"),
        ("german.csv", b"class;name;aliases\r\nMedia;Zeitung M\xfcnchen;Zorbek\r\n;;\r\n"),
        ("excel.csv", b"sep=;\r\nclass;name\r\nMedia;Zorbek\r\n"),
        ("wide.csv", b"\xff\xfec\0l\0a\0s\0s\0,\0n\0a\0m\0e\0\n\0M\0e\0d\0i\0a\0,\0Z\0o\0r\0b\0e\0k\0\n\0"),
    ];
    for (name, bytes) in tables {
        desk.write(name, bytes);
        let (id, class) = desk.subject(&["--actors", name], SENTENCE);
        let expected = if name == "german.csv" { "zeitung-munchen" } else { "zorbek" };
        assert_eq!((id.as_str(), class.as_str()), (expected, "Media"), "{name}");
    }
}

#[test]
fn own_actors_are_read_from_turtle() {
    let desk = Desk::new();
    let turtle = "@prefix ag: <https://w3id.org/actograph/ns#> .\n\
                  @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
                  @prefix wd: <http://www.wikidata.org/entity/> .\n\
                  @prefix ex: <http://example.org/desk/> .\n\
                  ex:zorbek-news a ag:Media ;\n  skos:prefLabel \"Zorbek News\"@en, \"Sorbek\"@de ;\n  \
                  skos:altLabel \"Zorbek\" ; skos:exactMatch wd:Q4115189 ; ag:parent ex:zylandia .\n\
                  ex:zylandia a ag:State ; skos:prefLabel \"Zylandia\" ; ag:demonym \"Zylandian\" .\n";
    desk.write("desk.ttl", turtle);
    assert_eq!(desk.subject(&["--actors", "desk.ttl"], SENTENCE), pair("zorbek-news", "Media"));
    let (code, out, _) = desk.run(&["--actors", "desk.ttl", "actors", "find", "Zorbek", "--format", "json"], "");
    let sense = &serde_json::from_str::<Value>(&out).unwrap()["senses"][0];
    assert_eq!((code, &sense["wikidata"], &sense["parent"]), (0, &"Q4115189".into(), &"zylandia".into()));
    assert_eq!((&sense["file"], &sense["line"]), (&"desk.ttl".into(), &5.into()));
}

#[test]
fn a_folder_of_actors_is_read_in_order_and_the_last_row_of_an_id_counts() {
    let desk = Desk::new();
    desk.write("mine/actors/b.tsv", "id\tclass\tname\nzorbek\tCompany\tZorbek\n");
    desk.write("mine/actors/a.csv", "class,name\nMedia,Zorbek\n");
    desk.write("mine/actors/notes.txt", "no table");
    assert_eq!(desk.subject(&["--data", "mine"], SENTENCE), pair("zorbek", "Company"));
    desk.write("more.csv", "id,class,name\nzorbek,ArmedGroup,Zorbek\n");
    assert_eq!(desk.subject(&["--data", "mine", "--actors", "more.csv"], SENTENCE), pair("zorbek", "ArmedGroup"));
}

#[test]
fn own_rows_replace_and_own_names_win() {
    let desk = Desk::new();
    let sentence = "Qatar funds the Red Cross.";
    assert_eq!(desk.subject(&[], sentence), pair("qatar", "State"));
    desk.write("a.csv", "id,class,name\nqatar-airline,Company,Qatar\n");
    assert_eq!(desk.subject(&["--actors", "a.csv"], sentence), pair("qatar-airline", "Company"));
    let (_, out, _) = desk.run(&["--actors", "a.csv", "actors", "find", "Qatar"], "");
    let rows: Vec<&str> = out.lines().skip(2).collect();
    assert!(rows[0].starts_with("qatar-airline") && rows[0].ends_with("a.csv:2"), "{out}");
    assert!(rows[1].starts_with("qatar ") && rows[1].contains("hidden by your own"), "{out}");

    desk.write("b.csv", "id,class,name\nqatar,State,Zorbek\n");
    assert_eq!(desk.subject(&["--actors", "b.csv"], SENTENCE), pair("qatar", "State"));
    let (code, out, _) = desk.run(&["--actors", "b.csv", "actors", "find", "Qatari"], "");
    assert_eq!(code, 1, "{out}");
    // What only happens to make the same id is asked about.
    let (code, _, err) = desk.run(&["--actors", "-", "explain", "x"], "class,name\nCompany,Qatar\n");
    assert!(code == 2 && err.contains("error[A09]") && err.contains("write `qatar` in column `id`"), "{err}");
}

#[test]
fn an_own_person_is_known_by_her_surname() {
    let desk = Desk::new();
    desk.write("a.csv", "class,name,surname\nPerson,Ann Zorbekson,Zorbekson\n");
    let sentence = "Zorbekson criticized Qatar.";
    assert_eq!(desk.subject(&["--actors", "a.csv"], sentence), pair("ann-zorbekson", "Person"));
}

#[test]
fn a_store_is_read_anew_when_the_actors_change() {
    let desk = Desk::new();
    desk.write("in/a.txt", SENTENCE);
    desk.write("a.csv", "class,name\nMedia,Zorbek\n");
    let build = || desk.run(&["--actors", "a.csv", "build", "in", "--store", "news"], "").2;
    assert!(build().contains("1 read"));
    assert!(build().contains("1 unchanged"));
    desk.write("a.csv", "class,name\nCompany,Zorbek\n");
    assert!(build().contains("1 replaced"));
    let (code, _, err) = desk.run(&["query", "ASK { kg:zorbek a ag:Company }", "--store", "news"], "");
    assert_eq!(code, 0, "{err}");
}

#[test]
fn find_says_why_or_what_is_near() {
    let desk = Desk::new();
    let (code, out, _) = desk.run(&["actors", "find", "Tehran"], "");
    assert!(code == 0 && out.contains("metonym, as a party to an act"), "{out}");
    let (code, out, _) = desk.run(&["actors", "find", "Tehrann"], "");
    assert!(code == 1 && out.contains("near: Tehran (tehran, Place)"), "{out}");
    let (code, out, _) = desk.run(&["actors", "find", "-", "--format", "json"], "Iran\nnobody of that name\n");
    let lines: Vec<Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!((code, lines.len()), (0, 2));
    assert_eq!((&lines[0]["senses"][0]["id"], &lines[0]["senses"][0]["why"]), (&"iran".into(), &"name".into()));
    assert!(lines[1]["senses"].as_array().unwrap().is_empty());
    let (code, _, err) = desk.run(&["actors", "find", "Iran", "--date", "yesterday"], "");
    assert!(code == 2 && err.contains("2026-08-15"), "{err}");
}

#[test]
fn find_shows_what_there_was_on_a_day() {
    let desk = Desk::new();
    desk.write("a.csv", "class,name,from,to\nCompany,Zorbek,1990,2010-06\n");
    desk.write("b.csv", "class,name\nPerson,Ann Zorbekson\n");
    desk.write("offices.csv", "person,office,body,from,to\nann-zorbekson,chief executive,zorbek,1995,2001\n");
    let actors = ["--actors", "a.csv", "--actors", "b.csv", "--actors", "offices.csv", "actors", "find"];
    let find = |more: &[&str]| desk.run(&[&actors[..], more].concat(), "");
    assert_eq!(find(&["Zorbek", "--date", "2010-06-30"]).0, 0);
    let (code, out, _) = find(&["Zorbek", "--date", "2010-07-01"]);
    assert!(code == 1 && out.contains("on 2010-07-01"), "{out}");
    assert!(find(&["Ann Zorbekson", "--date", "2001"]).1.contains("chief executive"));
    assert!(!find(&["Ann Zorbekson", "--date", "2002"]).1.contains("chief executive"));
}

#[test]
fn a_wikidata_result_becomes_a_table_that_is_sound() {
    let desk = Desk::new();
    let csv = "item,itemLabel,class,start\nhttp://www.wikidata.org/entity/Q99999991,Zorbek,http://www.wikidata.org/entity/Q11032,1990-01-01T00:00:00Z\n";
    desk.write("query.csv", csv);
    let (code, out, err) = desk.run(&["actors", "import", "query.csv", "-o", "zorbek.tsv"], "");
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", "1 entry\n"));
    assert_eq!(desk.run(&["actors", "check", "zorbek.tsv"], "").0, 0);
    assert_eq!(desk.subject(&["--actors", "zorbek.tsv"], SENTENCE), pair("zorbek", "Media"));

    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/actors/wikidata.json");
    let (code, out, err) = desk.run(&["actors", "import", fixture.to_str().unwrap()], "");
    assert!(code == 0 && err.contains("iran (Q794)"), "{err}");
    assert_eq!(desk.run(&["actors", "check", "-"], &out).0, 0);

    let (code, _, err) = desk.run(&["actors", "import", "-"], "item,itemLabel,class\nQ1,Zorbek,Q2\n");
    assert!(code == 2 && err.contains("Zorbek (Q1, a Q2)"), "{err}");
    let (code, out, _) = desk.run(&["actors", "import", "-", "--class", "Company"], "item,itemLabel\nQ1,Zorbek\n");
    assert!(code == 0 && out.contains("zorbek\tCompany\tZorbek"), "{out}");
    let (code, _, err) = desk.run(&["actors", "import", "-"], "{");
    assert!(code == 2 && err.starts_with("error[A01]"), "{err}");
}
