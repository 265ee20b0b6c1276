//! `actograph stats`, `forget` and `merge`, on the store of `fixtures/graphs/chronicle.tsv`.

#[path = "support/chronicle.rs"]
mod chronicle;
#[path = "support/sample.rs"]
mod sample;

use std::path::Path;
use std::process::{Command, Output};

use actograph::actor::Gazetteer;
use actograph::data::Data;
use actograph::graph::store::Store;
use actograph::graph::write::{Options, quads};
use expect_test::expect;

fn program() -> String {
    assert_cmd::cargo::cargo_bin("actograph").display().to_string()
}

fn run(arguments: &str) -> Output {
    Command::new("sh").args(["-c", &format!("{} {arguments}", program())]).output().unwrap()
}

fn done(arguments: &str) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The output of a comparison that finds something.
fn differs(arguments: &str) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn complaint(arguments: &str) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments}");
    String::from_utf8(output.stderr).unwrap()
}

/// A store of some of the documents.
fn part(folder: &Path, ids: &[&str], reader: &str) {
    let store = Store::create(folder, None).unwrap();
    let options = Options { reader: reader.to_owned(), ..Options::default() };
    for reading in chronicle::readings() {
        let id = reading.document.source.id.clone();
        if ids.contains(&id.as_str()) {
            store.put(&id, &quads(&reading, &options)).unwrap();
        }
    }
    store.write_actors(&Gazetteer::load(&Data::embedded()).unwrap()).unwrap();
}

fn export(store: &Path) -> String {
    done(&format!("export --store {}", store.display()))
}

#[test]
fn a_store_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    chronicle::store(folder.path());
    let store = folder.path().display();
    let table = done(&format!("stats --store {store} --limit 3"));
    let table: Vec<&str> = table.lines().filter(|l| !l.starts_with("bytes")).collect();
    expect![[r#"
        documents                   6
        first date                  2025-01-15
        last date                   2025-06-18
        without date                0
        readers                     hand 6
        actors                      16
        known to several documents  11
        classes                     State 4, Person 3, Population 3, and 8 more
        mentions                    93
        assertions                  43
        standing                    stated 32, reported 5, uncertain 4, and 1 more
        relations                   funds 6, memberOf 4, leads 3, and 25 more
        sources                     Daily Ledger 2, Kestria 2, Coastal Union 1, and 2 more
        corrections                 0
        own triples                 0
        quads                       790"#]]
    .assert_eq(&table.join("\n"));
    let json: serde_json::Value = serde_json::from_str(&done(&format!("stats --store {store} --json"))).unwrap();
    assert_eq!(json["documents"], 6);
    assert_eq!(json["standing"]["denied"], 2);
}

#[test]
fn what_only_a_forgotten_document_said_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (all, less) = (folder.path().join("all"), folder.path().join("less"));
    let ids = ["aid", "border", "talks", "sanctions", "offices", "turn"];
    part(&all, &ids, "hand");
    part(&less, &ids[..4], "hand");
    let store = all.display();
    assert!(complaint(&format!("forget turn ofices --store {store}")).contains("did you mean offices?"));
    assert!(done(&format!("query documents --actor 'Hill Guard' --store {store}")).contains("turn"));
    assert_eq!(done(&format!("forget turn doc:offices --store {store}")), "forgot turn\nforgot offices\n");
    assert_eq!(export(&all), export(&less));
    assert!(complaint(&format!("query actor --actor 'Dawn Party' --store {store}")).contains("no actor of this store"));
}

#[test]
fn stores_that_were_made_apart_become_one() {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let ids = ["aid", "border", "talks", "sanctions", "offices", "turn"];
    part(&place("all"), &ids, "hand");
    part(&place("one"), &ids[..4], "hand");
    part(&place("two"), &ids[3..], "hand");
    let (one, two, both) = (place("one"), place("two"), place("both"));
    let merge = |from: &[&Path], options: &str| {
        let from: Vec<String> = from.iter().map(|p| p.display().to_string()).collect();
        format!("merge {} --store {} {options}", from.join(" "), both.display())
    };
    assert_eq!(done(&merge(&[&one, &two], "")), "6 documents, 0 corrections, 0 own triples\n");
    assert_eq!(export(&both), export(&place("all")));

    part(&place("other"), &ids[..1], "machine");
    assert!(complaint(&merge(&[&place("other")], "")).contains("aid: the stores have it with another text or reader"));
    assert_eq!(done(&merge(&[&place("other")], "--replace")), "1 document, 0 corrections, 0 own triples\n");
    assert!(export(&both).contains("\"machine\""));
    assert!(complaint(&merge(&[&place("nowhere")], "")).contains("no such folder"));
}

#[test]
fn two_stores_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let (before, after) = (folder.path().join("before"), folder.path().join("after"));
    part(&before, &["aid", "talks"], "hand");
    part(&after, &["aid", "sanctions"], "machine");
    let signed = "--author Ana --time 2026-01-01T00:00:00Z";
    done(&format!("actors rename Veldria 'Republic of Veldria' --store {} {signed}", after.display()));
    let diff = format!("diff {} {}", before.display(), after.display());
    expect![[r#"
        ~ document aid: hand, text 01ad9231 → machine, text 01ad9231
        + document sanctions: machine, text 28907a61
        - document talks: hand, text 68fc6fe7
        + actor doc:sanctions#prisoners-1: prisoners (Population)
        - actor doc:talks#talks-1: peace talks (Event)
        ~ actor kg:veldria: Veldria (State) → Republic of Veldria (State)
        + assertion sanctions: kg:organization.coastal-union rel:sanctions kg:veldria "Coastal Union may sanction Veldria": uncertain
        + assertion sanctions: kg:osmar rel:blockades kg:veldria "Osmar plans to blockade Veldria": uncertain
        + assertion sanctions: kg:veldria rel:funds kg:organization.river-front "Veldria funds River Front": reported
        + assertion sanctions: kg:veldria rel:releases doc:sanctions#prisoners-1 "Veldria to release prisoners": uncertain
        + assertion sanctions: kg:veldria rel:threatens kg:osmar "Veldria threatens Osmar": stated
        - assertion talks: kg:kestria rel:negotiatesWith kg:veldria "Kestria negotiated with Veldria": stated
        - assertion talks: kg:kestria rel:participatesIn doc:talks#talks-1 "Kestria attended peace talks": stated
        - assertion talks: kg:osmar rel:alliedWith kg:kestria "Osmar has been an ally of Kestria": stated
        - assertion talks: kg:osmar rel:rivalOf kg:veldria "Osmar is a rival of Veldria": stated
        - assertion talks: kg:tolmark rel:brokers doc:talks#talks-1 "Tolmark brokered peace talks": stated
        - assertion talks: kg:veldria rel:participatesIn doc:talks#talks-1 "Veldria attended peace talks": stated
        documents +1 -1 ~1, actors +1 -1 ~1, assertions +5 -6 ~0
    "#]].assert_eq(&differs(&diff));
    let json = differs(&format!("{diff} --json"));
    let lines: Vec<serde_json::Value> = json.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines[0]["kind"], "document");
    assert_eq!(
        done(&format!("diff {0} {0}", before.display())),
        "documents +0 -0 ~0, actors +0 -0 ~0, assertions +0 -0 ~0\n"
    );
}

/// The name of the one assertion that a query finds.
fn assertion(store: &Path, query: &str) -> String {
    let found = done(&format!("query 'SELECT ?a {{ {query} }}' --store {} --format csv", store.display()));
    let lines: Vec<&str> = found.lines().collect();
    assert_eq!(lines.len(), 2, "{found}");
    lines[1].trim_end().to_owned()
}

#[test]
fn a_rejected_assertion_is_left_out_until_that_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("all"), folder.path().join("copy"));
    chronicle::store(&path);
    let store = path.display();
    let before = export(&path);
    let trains = "?a rdf:predicate rel:trains ; rdf:subject kg:organization.river-front";
    let name = assertion(&path, trains);
    let short = format!("aid{}", &name[name.find('#').unwrap()..name.len() - 4]);
    let signed = format!("--store {store} --author Ana --time 2026-01-01T00:00:00Z");

    assert!(complaint(&format!("reject '{short}' {signed}")).contains("say why it is wrong: --reason TEXT"));
    assert!(complaint(&format!("reject 'aid#assertion-x' {signed} --reason x")).contains("has no such assertion"));
    assert!(complaint(&format!("reject 'add#assertion-x' {signed} --reason x")).contains("no such document"));
    let said = done(&format!("reject '{short}' {signed} --reason 'they only met'"));
    assert_eq!(
        said,
        format!(
            "1  reject doc:aid{}: organization.river-front trains organization.hill-guard\n",
            &name[name.find('#').unwrap()..]
        )
    );
    assert!(complaint(&format!("reject '{name}' {signed} --reason x")).contains("was rejected by correction 1"));
    assert!(complaint(&format!("accept '{name}' {signed}")).contains("was rejected by correction 1; undo that first"));

    let none = run(&format!("query 'ASK {{ {trains} }}' --store {store}"));
    assert_eq!(String::from_utf8(none.stdout).unwrap(), "no\n");
    let edge = "ASK { kg:organization.river-front rel:trains ?x }";
    assert_eq!(String::from_utf8(run(&format!("query '{edge}' --store {store}")).stdout).unwrap(), "no\n");
    assert!(done(&format!("validate --store {store}")).starts_with("conforms: 0 violations, 0 warnings"));
    assert!(done(&format!("log --store {store}")).contains("they only met"));

    // It goes with the store, and with its corrections.
    done(&format!("export --raw --store {store} | {} import - --store {}", program(), copy.display()));
    assert_eq!(export(&copy), export(&path));
    let lines = done(&format!("actors corrections export --store {store}"));
    assert!(lines.contains("\"do\":\"reject\"") && lines.contains("\"predicate\":\"trains\""), "{lines}");

    done(&format!("undo --store {store}"));
    assert_eq!(export(&path), before);
}

#[test]
fn an_accepted_assertion_says_so() {
    let folder = tempfile::tempdir().unwrap();
    chronicle::store(folder.path());
    let store = folder.path().display();
    let name = assertion(folder.path(), "?a rdf:predicate rel:trains");
    let unsure = || done(&format!("query unsure --store {store} --format csv"));
    assert!(unsure().contains(&name));
    done(&format!("accept '{name}' --store {store} --author Ana --time 2026-01-01T00:00:00Z"));
    assert!(!unsure().contains(&name));
    assert_eq!(assertion(folder.path(), "?a ag:accepted/dcterms:creator \"Ana\""), name);
    assert!(done(&format!("validate --store {store}")).starts_with("conforms: 0 violations, 0 warnings"));
}
