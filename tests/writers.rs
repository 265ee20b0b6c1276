//! Programs that write to one store at once: nothing is lost, and whoever waits is told for whom.

#[path = "support/chronicle.rs"]
mod chronicle;
#[path = "support/sample.rs"]
mod sample;

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use actograph::data::Data;
use actograph::graph::query::{Answer, ask};
use actograph::graph::store::{Part, Store};

fn start(arguments: &[&str], store: &Path) -> Child {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("actograph"));
    command.args(arguments).arg("--store").arg(store).env("SOURCE_DATE_EPOCH", "1764115200");
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn done(child: Child) -> Output {
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn writers_of_every_kind_lose_nothing_of_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    chronicle::store(&store);
    let text = folder.path().join("news.txt");
    std::fs::write(&text, "Qatar met Norway.\n").unwrap();

    let names: Vec<String> = (0..4).map(|n| format!("Veldria {n}")).collect();
    let updates: Vec<String> =
        (0..4).map(|n| format!("INSERT DATA {{ <https://example.org/{n}> rdfs:label 'own' }}")).collect();
    let mut children: Vec<Child> = Vec::new();
    for (name, update) in names.iter().zip(&updates) {
        children.push(start(&["actors", "rename", "kg:veldria", name], &store));
        children.push(start(&["query", "--write", update], &store));
    }
    children.push(start(&["build", text.to_str().unwrap()], &store));
    let first = chronicle::readings()[0].document.source.id.clone();
    children.push(start(&["forget", &first], &store));
    for child in children {
        done(child);
    }

    let opened = Store::open(&store).unwrap();
    assert_eq!(opened.corrections().unwrap().list().len(), names.len());
    let numbers: Vec<usize> = opened.corrections().unwrap().list().iter().map(|c| c.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert_eq!(opened.own().unwrap().len(), updates.len());
    let ids: Vec<String> = opened.documents().unwrap().0.into_iter().map(|e| e.id).collect();
    assert!(ids.contains(&"news".to_owned()) && !ids.contains(&first), "{ids:?}");
    let index = opened.load(&Data::embedded()).unwrap();
    let asked = ask(&index, "SELECT ?x { ?x rdfs:label 'own' }").unwrap();
    assert!(matches!(asked, Answer::Table { rows, .. } if rows.len() == 4));
}

#[test]
fn a_second_writer_says_for_whom_it_waits_and_readers_do_not_wait() {
    let folder = tempfile::tempdir().unwrap();
    chronicle::store(folder.path());
    let store = Store::open(folder.path()).unwrap();
    let building = store.lock(Part::Documents, "build", |_| panic!("nobody writes")).unwrap();
    // Neither readers nor corrections wait for a build.
    done(start(&["stats"], folder.path()));
    done(start(&["actors", "rename", "kg:veldria", "Old Veldria"], folder.path()));

    let id = chronicle::readings()[0].document.source.id.clone();
    let mut waiting = start(&["forget", &id], folder.path());
    let mut said = String::new();
    let stderr = waiting.stderr.take().unwrap();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stderr), &mut said).unwrap();
    let who = format!("actograph: waiting for `actograph build` (process {})", std::process::id());
    assert!(said.starts_with(&who), "{said}");
    assert!(waiting.try_wait().unwrap().is_none() && store.file(&id).exists());
    drop(building);
    assert!(waiting.wait().unwrap().success() && !store.file(&id).exists());
}
