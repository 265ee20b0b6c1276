//! A build that is killed at any moment: the store opens, holds whole documents only, and a second run completes it.
//!
//! Kills by the clock and kills at a number of documents take turns, so that the start, every part of the writing and
//! the end are hit. How many is `ACTOGRAPH_KILLS` [12; 50 with `ACTOGRAPH_CI_FULL=1`].
#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actograph::data::Data;
use actograph::graph::store::{Part, Store};

/// The documents of a run; those of another edition have another text.
const DOCUMENTS: usize = 24;

fn corpus(folder: &Path, edition: usize) {
    std::fs::create_dir_all(folder).unwrap();
    for number in 0..DOCUMENTS {
        // Each document of two is in both editions as it is.
        let edition = if number % 2 == 0 { 0 } else { edition };
        let text =
            format!("Iran funded group number {number} in Syria on {} March 2025. Qatar met Norway.\n", 1 + edition);
        std::fs::write(folder.join(format!("d{number}.txt")), text).unwrap();
    }
    // Long enough to have a copy, which is stored without being read.
    let long =
        "Oman has met Qatar. Norway has met Iran. The ministers of Peru and Chile have signed a treaty. ".repeat(4);
    for name in ["original.txt", "reprint.txt"] {
        std::fs::write(folder.join(name), format!("{long}\n")).unwrap();
    }
}

fn build(corpus: &Path, store: &Path) -> Child {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("actograph"));
    command.arg("build").arg(corpus).arg("--store").arg(store).args(["--jobs", "2"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Every file of a store with its bytes, but for locks and the index.
fn files(store: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(store).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    let files = files.map(|e| (e.path().strip_prefix(store).unwrap().to_owned(), std::fs::read(e.path()).unwrap()));
    files.filter(|(path, _)| !path.starts_with(".lock") && !path.starts_with("index")).collect()
}

fn documents(store: &Path) -> usize {
    let files = walkdir::WalkDir::new(store.join("documents")).into_iter().flatten();
    files.filter(|e| e.file_name().to_string_lossy().ends_with(".nq.gz")).count()
}

fn is_document(path: &Path) -> bool {
    path.starts_with("documents") && path.extension().is_some_and(|e| e == "gz")
}

fn kills() -> usize {
    let full = std::env::var("ACTOGRAPH_CI_FULL").is_ok_and(|v| v == "1");
    std::env::var("ACTOGRAPH_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(if full { 50 } else { 12 })
}

/// A number below `end`, the next of a sequence that is always the same.
fn next(seed: &mut u64, end: u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed % end.max(1)
}

#[test]
fn a_build_that_is_killed_leaves_whole_documents_and_can_go_on() {
    let kills = kills();
    let folder = tempfile::tempdir().unwrap();
    let texts = folder.path().join("texts");
    // The undisturbed runs; a document is called by its path, so both editions are read from the same one.
    corpus(&texts, 1);
    let before = folder.path().join("before");
    assert!(build(&texts, &before).wait().unwrap().success());
    corpus(&texts, 2);
    let whole = folder.path().join("whole");
    let begin = Instant::now();
    assert!(build(&texts, &whole).wait().unwrap().success());
    let took = begin.elapsed();
    let (old_files, whole_files) = (files(&before), files(&whole));
    assert_eq!(documents(&whole), DOCUMENTS + 2);

    let data = Data::embedded();
    let mut seed = 0x5eed;
    let (mut killed, mut half_done) = (0, 0);
    for number in 0..kills {
        let store = folder.path().join(format!("store{number}"));
        // Every third build goes over a store with other editions of half of the documents.
        let replaces = number % 3 == 2;
        if replaces {
            for (path, bytes) in &old_files {
                std::fs::create_dir_all(store.join(path).parent().unwrap()).unwrap();
                std::fs::write(store.join(path), bytes).unwrap();
            }
        }
        let mut child = build(&texts, &store);
        if number % 2 == 0 || replaces {
            let part = (number as u64 * 1000 + next(&mut seed, 1000)) / kills as u64;
            std::thread::sleep(took * part as u32 / 900);
        } else {
            let enough = next(&mut seed, DOCUMENTS as u64 + 3) as usize;
            while documents(&store) < enough && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_micros(200));
            }
            std::thread::sleep(Duration::from_micros(next(&mut seed, 3000)));
        }
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().signal() == Some(9));

        if store.join("store.toml").exists() {
            let opened = Store::open(&store).unwrap();
            let index = opened.load(&data).unwrap_or_else(|e| panic!("kill {number}: {e}"));
            drop(index);
            let (entries, damaged) = opened.documents().unwrap();
            assert!(damaged.is_empty(), "kill {number}: {damaged:?}");
            let mut n = 0;
            for (path, bytes) in files(&store).iter().filter(|(path, _)| is_document(path)) {
                let fits = whole_files.get(path) == Some(bytes) || replaces && old_files.get(path) == Some(bytes);
                assert!(fits, "kill {number}: {}", path.display());
                n += 1;
            }
            assert_eq!(n, entries.len());
            half_done += usize::from(n > 0 && n < DOCUMENTS + 2);
            // What the killed program held is free.
            drop(opened.lock_within(Part::Documents, "test", Duration::ZERO).unwrap());
        }
        assert!(build(&texts, &store).wait().unwrap().success(), "kill {number}");
        let completed = files(&store);
        let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&completed), names(&whole_files), "kill {number}");
        assert!(completed == whole_files, "kill {number}");
        std::fs::remove_dir_all(&store).unwrap();
    }
    eprintln!("{killed} of {kills} killed, {half_done} of them between two documents; a whole run takes {took:?}");
    assert!(half_done > 0, "none was killed between two documents");
    assert!(killed * 2 > kills, "only {killed} of {kills} were killed before they had ended");
}

/// The index on disk follows from the files, whenever the program is killed that makes it or brings it in step.
#[cfg(feature = "disk")]
#[test]
fn a_query_that_is_killed_leaves_an_index_that_answers_as_the_files_do() {
    use actograph::graph::store::Index;
    use oxigraph::model::{Quad, Term};

    let folder = tempfile::tempdir().unwrap();
    let (texts, path) = (folder.path().join("texts"), folder.path().join("store"));
    let query = || {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("actograph"));
        command.arg("query").arg("--store").arg(&path).arg("SELECT * { ?document a ag:Document }");
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    // A database keeps numbers, but not how they were written.
    let value = |term: Term| match term {
        Term::Literal(literal) => {
            literal.value().parse::<f64>().map_or(literal.value().to_owned(), |number| number.to_string())
        }
        other => other.to_string(),
    };
    let quads = |index: &Index| -> Vec<[String; 4]> {
        let quads = index.quads.quads_for_pattern(None, None, None, None).map(Result::unwrap);
        let told =
            |q: Quad| [q.graph_name.to_string(), q.subject.to_string(), q.predicate.to_string(), value(q.object)];
        let mut all: Vec<[String; 4]> = quads.map(told).collect();
        all.sort();
        all
    };
    corpus(&texts, 1);
    assert!(build(&texts, &path).wait().unwrap().success());
    let store = Store::open(&path).unwrap();
    let data = Data::embedded();
    let begin = Instant::now();
    assert!(query().wait().unwrap().success());
    let took = begin.elapsed();
    let (kills, mut killed, mut half_done, mut seed) = (kills(), 0, 0, 0x5eed);
    for number in 0..kills {
        // Half of the times it has to be made, half to follow documents that have changed.
        if number % 2 == 0 {
            std::fs::remove_dir_all(path.join("index")).unwrap();
        } else {
            corpus(&texts, 2 + number % 20);
            assert!(build(&texts, &path).wait().unwrap().success());
        }
        let mut child = query();
        std::thread::sleep(took * next(&mut seed, 1000) as u32 / 1000);
        child.kill().unwrap();
        killed += usize::from(child.wait().unwrap().signal() == Some(9));
        half_done += usize::from(path.join("index.tmp").exists() || path.join("index/changing").exists());
        let expected = quads(&store.load_in_memory(&data).unwrap());
        let index = store.load(&data).unwrap_or_else(|e| panic!("kill {number}: {e}"));
        assert!(quads(&index) == expected, "kill {number}: another graph than that of the files");
    }
    eprintln!("{killed} of {kills} killed, {half_done} of them while they changed the index; one takes {took:?}");
    assert!(killed * 2 > kills, "only {killed} of {kills} were killed before they had ended");
    assert!(half_done > 0, "none was killed while it changed the index");
}
