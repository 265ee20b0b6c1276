use super::*;
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::Source as From;
use crate::graph::sample;
use crate::graph::store::Store;
use crate::graph::write::{Options, quads};
use crate::ontology::Ontology;
use crate::pipeline::Reading;

fn draw(readings: &[Reading], curation: &str, request: &Request) -> Result<View, Error> {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(folder.path(), None).unwrap();
    for reading in readings {
        store.put(&reading.document.source.id, &quads(reading, &Options::default())).unwrap();
    }
    std::fs::write(folder.path().join("curation.trig"), curation).unwrap();
    let data = Data::embedded();
    view(&store.load(&data).unwrap(), &Ontology::load(&data).unwrap(), request)
}

/// Every arrow as `from|lines|to`.
fn arrows(view: &View) -> Vec<String> {
    let label = |i: usize| view.graph[NodeIndex::new(i)].label.as_str();
    let mut arrows: Vec<String> = view
        .arrows()
        .iter()
        .map(|a| format!("{}|{}|{}", label(a.from), a.lines.join("/").replace('\u{a0}', " "), label(a.to)))
        .collect();
    arrows.sort();
    arrows
}

fn talks(count: usize) -> Vec<Reading> {
    (0..count)
        .map(|i| sample::talks(From { date: Some(format!("2025-0{}-01", i + 1)), ..From::named(format!("d{i}")) }))
        .collect()
}

#[test]
fn assertions_add_up_over_documents_and_keep_their_manner() {
    let view = draw(&talks(2), "", &Request::default()).unwrap();
    assert_eq!(
        arrows(&view),
        [
            "Iran|funds (reported) ×4|Hamas",
            "Iran|not: arms ×2|Hamas",
            "Oman|brokers|indirect talks",
            "Oman|brokers|indirect talks"
        ]
    );
    assert_eq!(view.dates, Some(("2025-01-01".to_owned(), "2025-02-01".to_owned())));
    let funds = view.graph.edge_weights().find(|e| e.predicate == "funds").unwrap();
    assert_eq!(funds.counts, BTreeMap::from([(Manner::Reported, 2), (Manner::Possible, 2)]));
    assert_eq!((funds.documents, funds.tone, funds.evidence.len()), (2, Tone::Cooperation, 3));
}

#[test]
fn a_symmetric_relation_is_one_edge_whichever_way_it_is_told() {
    let mut reading = sample::reading(From::named("d"), "Iran meets Oman. Oman meets Iran.");
    let iran = sample::actor(&mut reading, "iran", "Iran", Class::State);
    let oman = sample::actor(&mut reading, "oman", "Oman", Class::State);
    sample::fact(&mut reading, 0, iran, "meets", oman);
    sample::fact(&mut reading, 1, oman, "meets", iran);
    let view = draw(&[reading], "", &Request::default()).unwrap();
    assert_eq!(arrows(&view), ["Iran|meets ×2|Oman"]);
    assert!(view.arrows()[0].mutual);
}

#[test]
fn the_focus_is_found_by_any_name_and_has_its_neighbours() {
    for name in ["iran", "Islamic Republic of Iran", "https://w3id.org/actograph/kg/iran"] {
        let request = Request { focus: vec![name.to_owned()], ..Request::default() };
        let view = draw(&talks(1), "", &request).unwrap();
        assert_eq!((view.focus.as_slice(), view.graph.node_count()), (["Iran".to_owned()].as_slice(), 2), "{name}");
        assert_eq!(view.graph[NodeIndex::new(0)].label, "Iran");
    }
    let request = Request { focus: vec!["Irann".to_owned()], ..Request::default() };
    let said = draw(&talks(1), "", &request).unwrap_err().to_string();
    assert_eq!(said, "--focus Irann: nobody of that name is in a relation; did you mean Iran?");
}

#[test]
fn more_hops_reach_farther() {
    let region = sample::region();
    let reached = |hops| {
        let request = Request { focus: vec!["Daily Courier".to_owned()], hops, ..Request::default() };
        draw(&region, "", &request).unwrap().graph.node_count()
    };
    assert_eq!([0, 1, 2, 3].map(reached), [0, 2, 3, 6]);
}

#[test]
fn the_least_mentioned_are_left_out_and_counted() {
    let view = draw(&sample::region(), "", &Request { limit: Some(10), ..Request::default() }).unwrap();
    assert!(view.graph.node_count() <= 10 && view.graph.edge_count() <= 20);
    assert_eq!(view.left_out, (40 - view.graph.node_count(), 72 - view.graph.edge_count()));
    assert!(view.subtitle().contains("Left out, with fewer mentions: 30 nodes and "), "{}", view.subtitle());
    let common = draw(&sample::region(), "", &Request { min_count: 8, ..Request::default() }).unwrap();
    assert!(common.graph.edge_weights().all(|e| e.count() >= 8) && common.graph.edge_count() > 0);
}

#[test]
fn lasting_relations_and_other_days_can_be_left_away() {
    let events = draw(&sample::region(), "", &Request { states: false, ..Request::default() }).unwrap();
    assert!(!events.graph.edge_weights().any(|e| e.predicate == "leads"));
    let since = Request { since: Some("2025-02-01".to_owned()), ..Request::default() };
    assert_eq!(draw(&talks(3), "", &since).unwrap().documents, 2);
    let until = Request { until: Some("2025-02-01".to_owned()), ..since };
    assert_eq!(draw(&talks(3), "", &until).unwrap().documents, 1);
}

#[test]
fn what_is_said_to_be_the_same_by_hand_is_one_node() {
    let curation = "<https://w3id.org/actograph/kg/hamas> <http://www.w3.org/2002/07/owl#sameAs> <https://w3id.org/actograph/kg/oman> .";
    let view = draw(&talks(1), curation, &Request::default()).unwrap();
    assert_eq!(arrows(&view), ["Iran|funds (reported) ×2|Oman", "Iran|not: arms|Oman", "Oman|brokers|indirect talks"]);
}
