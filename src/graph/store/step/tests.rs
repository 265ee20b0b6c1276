//! Tests of `step`: after every change of the files, the index that is brought in step is the one that is made anew.

use std::fs;

use super::*;
use crate::document::Source;
use crate::graph::curation::edit;
use crate::graph::curation::judge::{Verdict, assertions};
use crate::graph::sample;
use crate::graph::store::Seen;
use crate::graph::write::{Options, quads};
use crate::ontology::Class;

struct Desk {
    _folder: tempfile::TempDir,
    store: Store,
    index: Database,
    manifest: Manifest,
    data: Data,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("store"), None).unwrap();
        let (index, manifest) = (Database::new().unwrap(), Manifest::default());
        Self { _folder: folder, store, index, manifest, data: Data::embedded() }
    }

    fn put(&self, id: &str) {
        self.store.put(id, &quads(&sample::talks(Source::named(id)), &Options::default())).unwrap();
    }

    /// Documents of which each says that the first actor funds the second.
    fn fund(&self, id: &str, actors: [&str; 2]) {
        let mut reading = sample::reading(Source::named(id), &format!("{} funds {}.", actors[0], actors[1]));
        let ends = actors.map(|name| {
            let id = format!("organization.{}", name.to_lowercase());
            sample::actor(&mut reading, &id, name, Class::Organization)
        });
        sample::fact(&mut reading, 0, ends[0], "funds", ends[1]);
        self.store.put(id, &quads(&reading, &Options::default())).unwrap();
    }

    fn correct(&self, change: Change) {
        let corrections = self.store.corrections().unwrap();
        let number = corrections.list().last().map_or(1, |last| last.number + 1);
        let time = "2026-11-25T22:30:00Z".to_owned();
        let correction = Correction { number, change, author: "mk".to_owned(), time, reason: None };
        self.store.set_corrections(&edit::with(&corrections, correction)).unwrap();
    }

    fn undo(&self, number: usize) {
        let corrections = self.store.corrections().unwrap();
        self.store.set_corrections(&edit::without(&corrections, number, self.store.base()).unwrap()).unwrap();
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.store.folder.join(name), text).unwrap();
    }

    fn kg(&self, name: &str) -> String {
        self.store.base().actor(name).into_string()
    }

    /// How many documents were read again.
    #[track_caller]
    fn step(&mut self) -> usize {
        let before = self.manifest.clone();
        let changes = self.store.changes(&self.manifest, &self.data).unwrap();
        let n_changed = changes.len();
        self.store.bring(&self.index, &mut self.manifest, changes, &self.data).unwrap();
        let listed = |database: &Database| database.iter().map(|q| q.unwrap().to_string()).collect::<Vec<_>>();
        // Through a database too, which writes numbers its own way.
        let anew = Database::new().unwrap();
        let mut add = |quads: Vec<Quad>| {
            let twice = quads.into_iter().flat_map(|q| [in_default_graph(&q).into_owned(), q]);
            anew.extend(twice).map_err(|e| self.store.index_error(&e))
        };
        self.store.each(&self.data, Seen::Corrected, &mut add).unwrap();
        add(ontology(&self.data).unwrap()).unwrap();
        let (mut all, mut expected) = (listed(&self.index), listed(&anew));
        all.sort();
        expected.sort();
        let missing: Vec<&String> = expected.iter().filter(|q| all.binary_search(q).is_err()).take(3).collect();
        let added: Vec<&String> = all.iter().filter(|q| expected.binary_search(q).is_err()).take(3).collect();
        assert!(missing.is_empty() && added.is_empty(), "missing {missing:#?}, left over {added:#?}");
        assert_eq!(all.len(), expected.len());
        assert!(before != self.manifest || n_changed == 0);
        n_changed
    }
}

#[test]
fn documents_come_change_and_go() {
    let mut desk = Desk::new();
    assert_eq!(desk.step(), 0);
    for id in ["one", "two", "three"] {
        desk.put(id);
    }
    assert_eq!(desk.step(), 3);
    assert_eq!(desk.step(), 0);
    // What two documents said stays when one is gone.
    desk.store.remove("two").unwrap();
    desk.fund("three", ["Delta", "Clean"]);
    assert_eq!(desk.step(), 2);
    desk.store.write_actors(&Gazetteer::load(&desk.data).unwrap()).unwrap();
    assert_eq!(desk.step(), 0);
    for id in ["one", "three"] {
        desk.store.remove(id).unwrap();
    }
    assert_eq!(desk.step(), 2);
}

#[test]
fn a_folder_that_has_settled_is_not_listed_until_it_changes() {
    let mut desk = Desk::new();
    desk.put("one");
    desk.step();
    assert!(!desk.store.is_in_step(&desk.manifest, &desk.data).unwrap(), "it may change within a step of the clock");
    std::thread::sleep(std::time::Duration::from_millis(250));
    desk.step();
    assert!(desk.store.is_in_step(&desk.manifest, &desk.data).unwrap());
    desk.put("one");
    assert!(!desk.store.is_in_step(&desk.manifest, &desk.data).unwrap());
    assert_eq!(desk.step(), 1);
}

#[test]
fn corrections_reach_every_document_that_they_concern_and_go_again() {
    let mut desk = Desk::new();
    for (id, ends) in
        [("a", ["Delta", "Clean"]), ("b", ["Clean", "Wells"]), ("c", ["Wells", "Bank"]), ("d", ["Iran", "Oman"])]
    {
        desk.fund(id, ends);
    }
    desk.step();
    let [delta, clean, wells, bank] =
        ["delta", "clean", "wells", "bank"].map(|name| desk.kg(&format!("organization.{name}")));
    desk.correct(Change::merge(&clean, vec![delta.clone()]));
    desk.step();
    // A chain: what was Delta is now Wells.
    desk.correct(Change::merge(&wells, vec![clean.clone()]));
    desk.step();
    desk.correct(Change::Rename { actor: wells.clone(), label: "Wells Foundation".to_owned() });
    desk.step();
    desk.correct(Change::Retype { actor: bank.clone(), class: Class::Company });
    desk.step();
    let document = desk.store.base().document("c").into_string();
    desk.correct(Change::split(&wells, vec![document], Vec::new(), Some("Other Wells".to_owned())));
    desk.step();
    let said = assertions(&desk.store.document("b").unwrap()).remove(0);
    desk.correct(Change::Judge { said, verdict: Verdict::Reject });
    desk.step();
    let said = assertions(&desk.store.document("a").unwrap()).remove(0);
    desk.correct(Change::Judge { said, verdict: Verdict::Accept });
    desk.step();
    // It stays while others change, and goes with its document.
    desk.fund("c", ["Bank", "Delta"]);
    desk.step();
    let whole = fs::read(desk.store.file("a")).unwrap();
    desk.store.remove("a").unwrap();
    desk.step();
    fs::write(desk.store.file("a"), whole).unwrap();
    desk.step();
    // A new document is seen through all of them.
    desk.fund("e", ["Delta", "Bank"]);
    assert_eq!(desk.step(), 1);
    for number in [6, 5, 3, 1, 2, 7, 4] {
        desk.undo(number);
        desk.step();
    }
}

#[test]
fn own_triples_and_those_beside_the_corrections_come_and_go() {
    let mut desk = Desk::new();
    desk.put("one");
    desk.put("two");
    desk.step();
    let document = desk.store.base().document("one");
    let own = "<https://example.org/a> <https://example.org/b> \"c\" <https://example.org/graph> .\n";
    desk.write("own.nq", own);
    desk.step();
    desk.write("own.nq", "<https://example.org/a> <https://example.org/b> \"d\" .\n");
    desk.step();
    desk.write("curation.trig", &format!("{document} {{ <https://example.org/a> <https://example.org/b> 1 , 01 }}"));
    desk.step();
    desk.put("one");
    desk.step();
    desk.write("curation.trig", "<https://example.org/x> <https://example.org/y> <https://example.org/z> .");
    desk.step();
    for name in ["own.nq", "curation.trig"] {
        fs::remove_file(desk.store.folder.join(name)).unwrap();
        desk.step();
    }
}

#[test]
fn a_damaged_document_stops_it_and_is_read_once_it_is_whole() {
    let mut desk = Desk::new();
    desk.put("one");
    desk.put("two");
    desk.step();
    desk.put("three");
    let whole = fs::read(desk.store.file("two")).unwrap();
    fs::write(desk.store.file("two"), "no gzip at all").unwrap();
    let changes = desk.store.changes(&desk.manifest, &desk.data).unwrap();
    assert!(desk.store.bring(&desk.index, &mut desk.manifest, changes, &desk.data).is_err());
    desk.store.remove("three").unwrap();
    fs::write(desk.store.file("two"), whole).unwrap();
    desk.step();
}
