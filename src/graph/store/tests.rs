//! Tests of `store`.

use super::*;
use crate::data::Data;
use crate::document::Source;
use crate::graph::query::{Answer, ask};
use crate::graph::sample;
use crate::graph::vocabulary::ONTOLOGY_GRAPH;
use crate::graph::write::{Options, quads};

fn filled(ids: &[&str]) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("store"), None).unwrap();
    for id in ids {
        store.put(id, &quads(&sample::talks(Source::named(*id)), &Options::default())).unwrap();
    }
    (folder, store)
}

fn count(store: &Store, pattern: &str) -> usize {
    let index = store.load(&Data::embedded()).unwrap();
    match ask(&index, &format!("SELECT * {{ {pattern} }}")).unwrap() {
        Answer::Table { rows, .. } => rows.len(),
        other => panic!("{other:?}"),
    }
}

fn message<T>(result: Result<T, Error>) -> String {
    result.err().expect("an error").to_string()
}

#[test]
fn what_is_put_is_loaded() {
    let (_folder, store) = filled(&["one", "a/two", "\" & < > ’ 中 \n ]; evil"]);
    assert_eq!(count(&store, "?document a ag:Document"), 3);
    assert_eq!(count(&store, "GRAPH doc:one { ?x ag:standing ?s }"), 4);
    let (entries, damaged) = store.documents().unwrap();
    let ids: Vec<&str> = entries.iter().map(|e| e.id.as_str()).collect();
    assert_eq!((ids, damaged.len()), (vec!["\" & < > ’ 中 \n ]; evil", "a/two", "one"], 0));
    assert!(entries[1].hash.starts_with("sha256:") && entries[1].reader.starts_with("actograph "));
}

#[test]
fn the_same_document_twice_changes_no_byte_and_another_text_replaces_it() {
    let (_folder, store) = filled(&["one"]);
    let before = fs::read(store.file("one")).unwrap();
    store.put("one", &quads(&sample::talks(Source::named("one")), &Options::default())).unwrap();
    assert_eq!(fs::read(store.file("one")).unwrap(), before);

    store.put("one", &quads(&sample::reading(Source::named("one"), "Nothing."), &Options::default())).unwrap();
    assert_eq!(count(&store, "?x ag:standing ?s"), 0);
    assert!(store.remove("one").unwrap() && !store.remove("one").unwrap());
    assert_eq!(count(&store, "?document a ag:Document"), 0);
}

#[test]
fn stores_merge_by_putting_their_files_together() {
    let (_first, one) = filled(&["one"]);
    let (_second, two) = filled(&["two"]);
    let moved = one.file("two");
    fs::create_dir_all(moved.parent().unwrap()).unwrap();
    fs::copy(two.file("two"), moved).unwrap();
    assert_eq!(count(&one, "?document a ag:Document"), 2);
    assert_eq!(count(&one, "kg:oman rdfs:label ?name"), 1);
}

#[test]
fn the_ontology_is_a_graph_of_its_own() {
    let (_folder, store) = filled(&[]);
    let graph = format!("GRAPH <{ONTOLOGY_GRAPH}>");
    assert_eq!(count(&store, &format!("{graph} {{ rel:meets a owl:SymmetricProperty }}")), 1);
    assert_eq!(count(&store, "ag:State rdfs:subClassOf+ ag:Actor"), 1);
}

#[test]
fn what_a_killed_program_left_is_ignored_and_swept() {
    let (_folder, store) = filled(&["one"]);
    let half = store.file("one").with_extension("gz.123.tmp");
    fs::write(&half, b"half a fi").unwrap();
    assert_eq!(count(&store, "?document a ag:Document"), 1);
    drop(store.lock(Part::Documents, "build", |_| ()).unwrap());
    assert!(!half.exists() && store.file("one").exists());
}

#[test]
fn a_damaged_file_is_named() {
    let (_folder, store) = filled(&["one"]);
    let whole = fs::read(store.file("one")).unwrap();
    for damage in [&whole[..whole.len() / 2], b"no gzip at all", b""] {
        fs::write(store.file("one"), damage).unwrap();
        let said = message(store.load(&Data::embedded()));
        assert!(said.contains("documents/") && said.contains("is damaged") && said.contains("build again"), "{said}");
    }
    assert_eq!(store.documents().unwrap().1.len(), 1);
}

#[test]
fn what_is_no_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(message(Store::open(&folder.path().join("none"))).contains("no such folder"));
    assert!(message(Store::open(folder.path())).contains("not a store"));
    fs::write(folder.path().join("thesis.doc"), "mine").unwrap();
    assert!(message(Store::create(folder.path(), None)).contains("it holds thesis.doc"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is put into another's folder");
    assert!(message(Store::create(&folder.path().join("thesis.doc"), None)).contains("is a file"));
    assert!(message(Store::open(&folder.path().join("thesis.doc"))).contains("is a file"));
    fs::write(folder.path().join(DESCRIPTION), "format = 1\n").unwrap();
    assert!(message(Store::open(folder.path())).contains("damaged"));
    fs::write(folder.path().join(DESCRIPTION), "format = 9\nbase = \"https://a.org/\"\nprogram = \"7\"\n").unwrap();
    assert!(message(Store::open(folder.path())).contains("format 9"));
}

#[test]
fn a_store_keeps_its_base() {
    let folder = tempfile::tempdir().unwrap();
    let base = Base::new("https://example.org/").unwrap();
    let path = folder.path().join("store");
    Store::create(&path, Some(&base)).unwrap();
    assert_eq!(Store::create(&path, None).unwrap().base(), &base);
    assert!(message(Store::create(&path, Some(&Base::default()))).contains("its base is https://example.org/"));
}

/// Every file of a store with its bytes, but for locks and an index on disk.
fn files(store: &Store) -> Vec<(PathBuf, Vec<u8>)> {
    let files = walkdir::WalkDir::new(&store.folder).sort_by_file_name().into_iter().flatten();
    let files = files.filter(|e| e.file_type().is_file());
    let files = files.map(|e| e.path().strip_prefix(&store.folder).unwrap().to_owned());
    // What follows from the files, and who writes them, is no part of a store.
    let files = files.filter(|path| !path.starts_with(".lock") && !path.starts_with("index"));
    files.map(|path| (path.clone(), fs::read(store.folder.join(path)).unwrap())).collect()
}

#[test]
fn the_order_of_building_does_not_matter() {
    let gazetteer = Gazetteer::default();
    let (_first, one) = filled(&["one", "two", "three"]);
    let (_second, other) = filled(&["three"]);
    assert!(one.write_actors(&gazetteer).unwrap());
    assert!(!one.write_actors(&gazetteer).unwrap());
    other.write_actors(&gazetteer).unwrap();
    for id in ["two", "one"] {
        other.put(id, &quads(&sample::talks(Source::named(id)), &Options::default())).unwrap();
        assert!(other.write_actors(&gazetteer).unwrap());
    }
    assert_eq!(files(&one), files(&other));
}

#[test]
fn what_a_build_knew_needs_no_gazetteer_later() {
    let (_folder, store) = filled(&["one"]);
    store.write_actors(&Gazetteer::load(&Data::embedded()).unwrap()).unwrap();
    let before = files(&store);
    fs::remove_file(store.folder.join(ACTORS)).unwrap();
    store.correct_actors(&Gazetteer::default()).unwrap();
    assert_eq!(files(&store), before);
    assert_eq!(count(&store, "kg:iran owl:sameAs wd:Q794"), 1);
}

#[test]
fn a_document_that_is_gone_leaves_no_actor_behind() {
    let gazetteer = Gazetteer::load(&Data::embedded()).unwrap();
    let (_folder, store) = filled(&["one"]);
    store.write_actors(&gazetteer).unwrap();
    let before = files(&store);
    let mut more = sample::reading(Source::named("two"), "Qatar visited Oman.");
    let qatar = sample::actor(&mut more, "qatar", "Qatar", crate::ontology::Class::State);
    let oman = sample::actor(&mut more, "oman", "Oman", crate::ontology::Class::State);
    sample::fact(&mut more, 0, qatar, "visits", oman);
    store.put("two", &quads(&more, &Options::default())).unwrap();
    // Nobody has made the file of actors anew, and the index is right all the same.
    assert_eq!(count(&store, "kg:qatar rdfs:label 'Qatar'"), 1);
    assert_eq!(count(&store, "?i ag:identifies kg:oman ; ag:inDocument ?document"), 2);
    store.write_actors(&gazetteer).unwrap();
    assert_eq!(count(&store, "kg:qatar rdfs:label 'Qatar'"), 1);
    store.remove("two").unwrap();
    assert_eq!(count(&store, "kg:qatar ?p ?o"), 0);
    assert_eq!(count(&store, "?i ag:identifies kg:oman"), 0);
    store.write_actors(&gazetteer).unwrap();
    assert_eq!(files(&store).into_iter().filter(|(p, _)| p.extension().is_some()).collect::<Vec<_>>(), before);
}

#[test]
fn the_file_of_actors_is_what_loading_makes_and_may_be_lost() {
    let data = Data::embedded();
    let (_folder, store) = filled(&["one", "two"]);
    let all = |store: &Store| {
        let quads = store.load(&data).unwrap().quads;
        let mut all: Vec<String> =
            quads.quads_for_pattern(None, None, None, None).map(|quad| quad.unwrap().to_string()).collect();
        all.sort();
        all
    };
    let without = all(&store);
    store.write_actors(&Gazetteer::load(&data).unwrap()).unwrap();
    assert_eq!(all(&store), without);
    fs::write(store.folder.join(ACTORS), "no gzip at all").unwrap();
    assert_eq!(all(&store), without);
}

#[test]
fn hand_corrections_are_a_graph_of_their_own() {
    let (_folder, store) = filled(&["one"]);
    let name = store.folder.join("curation.trig");
    let text = "@prefix kg: <https://w3id.org/actograph/kg/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n";
    fs::write(&name, format!("{text}kg:iran owl:sameAs kg:persia .")).unwrap();
    assert_eq!(count(&store, "GRAPH kg:curation { ?x owl:sameAs ?y }"), 1);
    fs::write(&name, "kg:iran .").unwrap();
    assert!(message(store.load(&Data::embedded())).contains("curation.trig"));
}
