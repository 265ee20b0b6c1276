//! Corrections by hand: whatever is corrected can be taken back, and what is independent may come in any order.

#[path = "support/sample.rs"]
mod sample;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use actograph::actor::Gazetteer;
use actograph::data::Data;
use actograph::document::Source;
use actograph::graph::actors::Identity;
use actograph::graph::curation::edit::{self, Roll};
use actograph::graph::curation::{Change, Correction, Corrections, record};
use actograph::graph::store::Store;
use actograph::graph::write::{Options, quads};
use actograph::ontology::Class;
use expect_test::expect;
use proptest::prelude::*;

static KNOWN: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::load(&Data::embedded()).unwrap());

const NAMES: [(&str, &str, Class); 8] = [
    ("iran", "Iran", Class::State),
    ("hezbollah", "Hezbollah", Class::ArmedGroup),
    ("person.ahmed-hassan", "Ahmed Hassan", Class::Person),
    ("organization.ahmed-hassan", "Ahmed Hassan", Class::Company),
    ("person.marta-solberg", "Marta Solberg", Class::Person),
    ("solberg-1", "Solberg", Class::Person),
    ("group-1", "group", Class::ArmedGroup),
    ("actor.clean-wells", "Clean Wells", Class::Actor),
];

/// A store of four documents in which every actor funds the next.
fn store(order: &[usize]) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("store"), None).unwrap();
    for &number in order {
        let id = format!("d{number}");
        let some: Vec<_> = (0..NAMES.len()).filter(|i| number == 0 || i % 4 != number).map(|i| NAMES[i]).collect();
        let sentences: Vec<String> =
            some.windows(2).map(|pair| format!("{} funds {}.", pair[0].1, pair[1].1)).collect();
        let mut reading = sample::reading(Source::named(&id), &sentences.join(" "));
        let actors: Vec<usize> =
            some.iter().map(|(id, label, class)| sample::actor(&mut reading, id, label, *class)).collect();
        for (sentence, pair) in actors.windows(2).enumerate() {
            sample::fact(&mut reading, sentence, pair[0], "funds", pair[1]);
        }
        store.put(&id, &quads(&reading, &Options::default())).unwrap();
    }
    store.write_actors(&KNOWN).unwrap();
    (folder, store)
}

/// Every quad that a query can see, those of the default graph too.
fn all(store: &Store) -> BTreeSet<String> {
    let quads = store.load(&Data::embedded()).unwrap().quads;
    let default = Some(oxigraph::model::GraphNameRef::DefaultGraph);
    let all = quads.quads_for_pattern(None, None, None, None).chain(quads.quads_for_pattern(None, None, None, default));
    all.map(|quad| quad.unwrap().to_string()).collect()
}

/// The same without the corrections themselves, what was made of them, and what the ontology says.
fn facts(store: &Store) -> BTreeSet<String> {
    let aside = ["/kg/curation", "/kg/actors#identification", "ns#contentHash", "ontology>"];
    all(store).into_iter().filter(|quad| !aside.iter().any(|word| quad.contains(word))).collect()
}

fn set(store: &Store, corrections: &Corrections) {
    store.set_corrections(corrections).unwrap();
    store.write_actors(&KNOWN).unwrap();
}

fn next(corrections: &Corrections, change: Change) -> Corrections {
    let number = corrections.list().last().map_or(1, |c| c.number + 1);
    let time = format!("2026-01-01T00:00:{number:02}Z");
    edit::with(corrections, Correction { number, change, author: "a".to_owned(), time, reason: None })
}

/// One of the corrections that a person could make now.
fn change(identities: &[Identity], kind: u8, first: usize, second: usize) -> Change {
    let actor = &identities[first % identities.len()];
    let other = &identities[second % identities.len()];
    match kind % 5 {
        0 | 1 => Change::merge(&actor.iri, vec![other.iri.clone()]),
        2 => {
            let documents: Vec<String> = edit::documents(actor).into_iter().collect();
            let document = documents.get(second % documents.len().max(1)).cloned();
            Change::split(&actor.iri, document.into_iter().collect(), vec![], None)
        }
        3 => Change::Rename { actor: actor.iri.clone(), label: format!("Name {second}") },
        _ => Change::Retype { actor: actor.iri.clone(), class: Class::ALL[second % Class::ALL.len()] },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn taking_everything_back_in_any_order_is_as_before(
        wanted in prop::collection::vec((any::<u8>(), 0usize..40, 0usize..40), 1..8),
        order in prop::collection::vec(any::<prop::sample::Index>(), 8),
    ) {
        let (_folder, store) = store(&[0, 1, 2, 3]);
        let mut states = vec![(Corrections::default(), all(&store))];
        for (kind, first, second) in wanted {
            let corrections = states.last().unwrap().0.clone();
            let identities = store.identities(&corrections, &KNOWN).unwrap();
            let change = change(&identities, kind, first, second);
            let roll = Roll { identities: &identities, corrections: &corrections, base: store.base() };
            if roll.check(&change).is_ok() {
                let corrections = next(&corrections, change);
                set(&store, &corrections);
                // What is written is read again, and as JSON lines too.
                prop_assert_eq!(&store.corrections().unwrap(), &corrections);
                let lines = record::read_jsonl(&record::jsonl(&corrections, store.base()), store.base()).unwrap();
                prop_assert_eq!(&Corrections::new(lines.into_iter().map(|(_, c)| c).collect()), &corrections);
                states.push((corrections, all(&store)));
            }
        }
        // The last one first: every earlier state comes back.
        for pair in states.windows(2).rev() {
            let last = pair[1].0.list().last().unwrap().number;
            let rest = edit::without(&pair[1].0, last, store.base()).unwrap();
            set(&store, &rest);
            prop_assert_eq!(&rest, &pair[0].0);
            prop_assert_eq!(&all(&store), &pair[0].1);
        }
        // In any order that is allowed: in the end nothing is left of them.
        let mut corrections = states.last().unwrap().0.clone();
        for index in order {
            let numbers: Vec<usize> = corrections.list().iter().map(|c| c.number).collect();
            if numbers.is_empty() {
                break;
            }
            let chosen = numbers[index.index(numbers.len())];
            let last = numbers[numbers.len() - 1];
            corrections = edit::without(&corrections, chosen, store.base())
                .or_else(|_| edit::without(&corrections, last, store.base()))
                .unwrap();
        }
        set(&store, &corrections);
        prop_assert!(corrections.list().is_empty());
        prop_assert_eq!(&all(&store), &states[0].1);
    }

    #[test]
    fn no_triple_is_lost_and_no_given_up_actor_is_left(
        wanted in prop::collection::vec((any::<u8>(), 0usize..40, 0usize..40), 1..6),
    ) {
        let (_folder, store) = store(&[0, 1, 2, 3]);
        let count = |quads: &BTreeSet<String>, word: &str| quads.iter().filter(|q| q.contains(word)).count();
        let before = all(&store);
        let mut corrections = Corrections::default();
        for (kind, first, second) in wanted {
            let identities = store.identities(&corrections, &KNOWN).unwrap();
            let change = change(&identities, kind, first, second);
            let roll = Roll { identities: &identities, corrections: &corrections, base: store.base() };
            if roll.check(&change).is_ok() {
                corrections = next(&corrections, change);
            }
        }
        set(&store, &corrections);
        let after = all(&store);
        for word in ["#subject> ", "#object> ", "ns#evidence> "] {
            prop_assert_eq!(count(&before, word), count(&after, word));
        }
        // Actors of one document that are merged may share mentions.
        let mentions = |quads: &BTreeSet<String>| -> BTreeSet<String> {
            quads.iter().filter_map(|q| Some(q.split_once("ns#mentions> ")?.1.to_owned())).collect()
        };
        prop_assert_eq!(mentions(&before), mentions(&after));
        let identities = store.identities(&corrections, &KNOWN).unwrap();
        for subject in after.iter().filter(|q| q.contains("#subject> ")) {
            let actor = subject.split(' ').nth(2).unwrap().trim_matches(['<', '>']);
            prop_assert!(identities.iter().any(|i| i.iri == actor));
            let described = format!("<{actor}> <http://www.w3.org/2000/01/rdf-schema#label> ");
            prop_assert_eq!(after.iter().filter(|q| q.starts_with(&described) && q.ends_with('"')).count(), 1);
        }
    }
}

fn merges(groups: &[(&str, &[&str])], base: &actograph::graph::vocabulary::Base) -> Vec<Change> {
    let iri = |name: &str| base.resolve(name).into_string();
    groups.iter().map(|(actor, others)| Change::merge(&iri(actor), others.iter().map(|o| iri(o)).collect())).collect()
}

#[test]
fn merges_into_one_actor_may_come_in_any_order_or_at_once() {
    let (_folder, store) = store(&[0, 1, 2, 3]);
    let solberg: [(&str, &[&str]); 3] = [
        ("person.marta-solberg", &["doc:d0#solberg-1"]),
        ("person.marta-solberg", &["doc:d2#solberg-1"]),
        ("person.marta-solberg", &["doc:d3#solberg-1"]),
    ];
    let of = |order: &[usize]| {
        let changes = merges(&order.iter().map(|&i| solberg[i]).collect::<Vec<_>>(), store.base());
        set(&store, &changes.into_iter().fold(Corrections::default(), |all, change| next(&all, change)));
        facts(&store)
    };
    let expected = of(&[0, 1, 2]);
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(of(&order), expected);
    }
    let at_once: [(&str, &[&str]); 1] =
        [("person.marta-solberg", &["doc:d3#solberg-1", "doc:d0#solberg-1", "doc:d2#solberg-1"])];
    set(&store, &next(&Corrections::default(), merges(&at_once, store.base()).remove(0)));
    assert_eq!(facts(&store), expected);
}

#[test]
fn corrections_of_different_actors_may_come_in_any_order() {
    let (_folder, store) = store(&[0, 1, 2, 3]);
    let iri = |name: &str| store.base().resolve(name).into_string();
    let changes = [
        Change::merge(&iri("person.marta-solberg"), vec![iri("doc:d0#solberg-1")]),
        Change::split(
            &iri("person.ahmed-hassan"),
            vec![iri("doc:d1")],
            vec![],
            Some("Ahmed Hassan (judge)".to_owned()),
        ),
        Change::Rename { actor: iri("hezbollah"), label: "Hizbullah".to_owned() },
        Change::Retype { actor: iri("actor.clean-wells"), class: Class::Company },
    ];
    let of = |order: &[usize]| {
        let changes = order.iter().map(|&i| changes[i].clone());
        set(&store, &changes.fold(Corrections::default(), |all, change| next(&all, change)));
        facts(&store)
    };
    let expected = of(&[0, 1, 2, 3]);
    for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        assert_eq!(of(&order), expected);
    }
}

#[test]
fn corrections_hold_for_documents_read_later_and_in_any_order() {
    let (_first, one) = store(&[0, 1, 2, 3]);
    let (_second, two) = store(&[]);
    let iri = |name: &str| one.base().resolve(name).into_string();
    let changes = [
        Change::merge(&iri("iran"), vec![iri("hezbollah")]),
        Change::split(&iri("iran"), vec![], vec!["hezbollah".to_owned()], None),
        Change::Rename { actor: iri("person.ahmed-hassan"), label: "Hassan".to_owned() },
    ];
    let corrections = changes.into_iter().fold(Corrections::default(), |all, change| next(&all, change));
    set(&one, &corrections);
    set(&two, &corrections);
    let (_third, other) = store(&[3, 1, 2, 0]);
    for id in ["d3", "d1", "d2", "d0"] {
        let file = two.file(id);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::copy(other.file(id), file).unwrap();
        two.write_actors(&KNOWN).unwrap();
    }
    assert_eq!(all(&one), all(&two));
    // The merge and the split by name undo each other, but for the new node.
    assert!(all(&one).iter().any(|q| q.contains("/kg/iran.") && q.contains("rdf-schema#label> \"hezbollah\"")));
}

#[test]
fn what_makes_no_sense_is_said() {
    let (_folder, store) = store(&[0, 1, 2, 3]);
    let iri = |name: &str| store.base().resolve(name).into_string();
    let merged = next(&Corrections::default(), Change::merge(&iri("iran"), vec![iri("hezbollah")]));
    set(&store, &merged);
    let identities = store.identities(&merged, &KNOWN).unwrap();
    let roll = Roll { identities: &identities, corrections: &merged, base: store.base() };
    let mut said: Vec<String> = Vec::new();
    for name in ["Solberg", "Ahmed Hassan", "Irann", "hezbollah", "Hezbollah", "kg:person.marta-solberg", "doc:d9#x-1"]
    {
        said.push(roll.find(name).map_or_else(|error| error.to_string(), |found| roll.describe(found)));
    }
    let owned = |list: &[&str]| list.iter().map(|&s| s.to_owned()).collect::<Vec<_>>();
    let documents = |list: &[&str]| list.iter().map(|d| iri(&format!("doc:{d}"))).collect::<Vec<_>>();
    for change in [
        Change::merge(&iri("iran"), vec![iri("iran")]),
        Change::merge(&iri("hezbollah"), vec![iri("iran")]),
        Change::merge(&iri("actor.clean-wells"), vec![iri("hezbollah")]),
        Change::merge(&iri("nobody"), vec![iri("iran")]),
        Change::split(&iri("iran"), documents(&["d7", "d1"]), vec![], None),
        Change::split(&iri("iran"), documents(&["d0", "d1", "d2", "d3"]), vec![], None),
        Change::split(&iri("actor.clean-wells"), vec![], owned(&["Dirty Wells"]), None),
        Change::Rename { actor: iri("iran"), label: "Iran".to_owned() },
        Change::Rename { actor: iri("iran"), label: " ".to_owned() },
        Change::Retype { actor: iri("iran"), class: Class::State },
    ] {
        said.push(roll.check(&change).unwrap_err().to_string());
    }
    let split = next(&merged, Change::split(&iri("iran"), documents(&["d1"]), vec![], None));
    let Change::Split { into, .. } = &split.list()[1].change else { panic!() };
    let renamed = next(&split, Change::Rename { actor: into.clone(), label: "Persia".to_owned() });
    for number in [2, 7] {
        said.push(edit::without(&renamed, number, store.base()).unwrap_err().to_string());
    }
    said.push(edit::without(&Corrections::default(), 1, store.base()).unwrap_err().to_string());
    expect![[r#"
        Solberg: 3 actors have that name; say which
          doc:d0#solberg-1  Solberg (Person, in d0)
          doc:d2#solberg-1  Solberg (Person, in d2)
          doc:d3#solberg-1  Solberg (Person, in d3)
        Ahmed Hassan: 2 actors have that name; say which
          organization.ahmed-hassan  Ahmed Hassan (Company, in d0, d1, d2)
          person.ahmed-hassan  Ahmed Hassan (Person, in d0, d1, d3)
        Irann: no actor of this store has that name; did you mean Iran?
        hezbollah: merged into iran by correction 1; say iran instead
          iran  Iran (State, in d0, d1, d2, d3)
          person.marta-solberg  Marta Solberg (Person, in d0, d1, d2, d3)
        doc:d9#x-1: no actor of this store has that name
        iran cannot be merged with itself
        hezbollah was merged into iran by correction 1; say iran, or undo 1 first
        hezbollah was merged into iran by correction 1; say iran, or undo 1 first
        nobody: no actor of this store
        iran is not in d7, but in d0, d1, d2, d3
        these are all documents of iran: nothing would be left of it
        actor.clean-wells is not called Dirty Wells, but Clean Wells
        iran is called Iran
        a name needs a letter
        iran is a State
        correction 3 builds on 2: it is about iran.10f3ae90, which is made by that
        undo 3 first
        no correction 7: there are 1, 2, 3
        no correction 1: there is none
    "#]]
    .assert_eq(&format!("{}\n", said.join("\n")));
}

/// Runs `actograph actors`; exit code, standard output and standard error.
fn actors(store: &Store, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = assert_cmd::Command::cargo_bin("actograph").unwrap();
    command.arg("actors").args(arguments).write_stdin(input);
    command.arg("--store").arg(store.file("d0").ancestors().nth(3).unwrap());
    command.env("SOURCE_DATE_EPOCH", "1764109800").env("ACTOGRAPH_AUTHOR", "Ana");
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_corrects_lists_hands_on_and_takes_back() {
    let (_folder, one) = store(&[0, 1, 2, 3]);
    let (_other, two) = store(&[0, 1, 2, 3]);
    let before = all(&one);
    assert_eq!(actors(&one, &["log"], ""), (1, String::new(), String::new()));
    let done = [
        vec!["merge", "Marta Solberg", "doc:d0#solberg-1", "--reason", "same minister"],
        vec!["split", "person.ahmed-hassan", "d1", "--label", "Ahmed Hassan (judge)", "--author", "Ben"],
        vec!["split", "person.ahmed-hassan", "--name", "Ahmed Hassan", "--time", "2026-11-25"],
        vec!["rename", "Clean Wells", "Clean  Wells Ltd"],
        vec!["retype", "Clean Wells Ltd", "Company"],
    ];
    for arguments in &done {
        let (code, out, err) = actors(&one, arguments, "");
        assert!((code, err.as_str()) == (0, "") && out.contains(arguments[0]), "{arguments:?} {err}");
    }
    let (code, log, err) = actors(&one, &["log"], "");
    assert_eq!((code, err.as_str()), (0, ""));
    expect![[r#"
        n   time                   author   correction                                                                                 reason
        ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
        1   2025-11-25T22:30:00Z   Ana      merge doc:d0#solberg-1 into person.marta-solberg                                           same minister
        2   2025-11-25T22:30:00Z   Ben      split person.ahmed-hassan: doc:d1 is person.ahmed-hassan.1d6a362d (Ahmed Hassan (judge))
        3   2026-11-25T00:00:00Z   Ana      split person.ahmed-hassan: the name "Ahmed Hassan" is person.ahmed-hassan.c7d393b6
        4   2025-11-25T22:30:00Z   Ana      rename actor.clean-wells to "Clean Wells Ltd"
        5   2025-11-25T22:30:00Z   Ana      retype actor.clean-wells to Company
    "#]].assert_eq(&log);

    let (_, lines, _) = actors(&one, &["corrections", "export"], "");
    let (code, said, err) = actors(&two, &["corrections", "import", "-"], &lines);
    assert_eq!((code, said.as_str(), err.as_str()), (0, "5 imported\n", ""));
    assert_eq!(all(&one), all(&two));
    let (code, said, _) = actors(&two, &["corrections", "import", "-"], &lines);
    assert_eq!((code, said.as_str()), (0, "0 imported, 5 there already\n"));

    let circle = r#"{"n":1,"do":"merge","actor":"iran","merged":["doc:d0#solberg-1"],"author":"a","time":"2026-01-01T00:00:00Z"}"#;
    let (code, _, err) = actors(&two, &["corrections", "import", "-"], &format!("{lines}{circle}\n"));
    assert!(code == 2 && err.starts_with("actograph: -:6: doc:d0#solberg-1 was merged into"), "{err}");
    let (code, _, err) = actors(&one, &["undo", "2"], "");
    assert_eq!(code, 0, "{err}");
    for _ in 0..4 {
        assert_eq!(actors(&one, &["undo"], "").0, 0);
    }
    assert_eq!(all(&one), before);
    for wrong in [
        &["undo"][..],
        &["merge", "Solberg", "iran"],
        &["retype", "iran", "Ship"],
        &["split", "iran"],
        &["rename", "Irann", "x"],
        &["rename", "iran", "x", "--time", "yesterday"],
    ] {
        let (code, out, err) = actors(&one, wrong, "");
        assert!((code, out.as_str()) == (2, "") && !err.is_empty(), "{wrong:?} {err}");
    }
}
