//! Every field of a request against the same small store: what stays, and why the rest goes.

use crate::graph::view::fixture::{edges, ontology, store};
use crate::graph::view::{Facts, Reason, Request, View};

const STORE: &str = "
    @d1 2025-01-01 Courier
    @d2 2025-02-01 Gazette
    @d3 - -
    #Trump Person US
    #Pentagon GovernmentBody US
    #Iran State
    #Hamas ArmedGroup Palestine
    #Envoy Person
    #Putin Person
    d1 Iran funds Hamas
    d2 Iran funds Hamas reported by:Israel
    d1 Iran arms Hamas denied sure:0.5
    d2 Israel attacks Hamas from:2024-12-01 to:2024-12-31
    d1 Trump meets Putin planned
    d3 Trump leads US
    d2 Pentagon withdrawsFrom Israel
    d1 Envoy represents Pentagon
    d1 Envoy meets Iran
    d2 Hamas WARN Israel by:Hamas";

fn view(request: &str) -> Result<View, String> {
    let index = store(STORE);
    let request: Request = serde_json::from_str(request).map_err(|e| e.to_string())?;
    Facts::load(&index, &ontology()).unwrap().view(&request).map_err(|e| e.to_string())
}

/// The edges that a request leaves, and how many assertions go for which reason.
fn check(request: &str, expected: &[&str], gone: &[(Reason, usize)]) {
    let view = view(request).unwrap();
    assert_eq!(edges(&view), expected, "{request}");
    assert_eq!(view.omitted.clone().into_iter().collect::<Vec<_>>(), gone, "{request}");
    // Whatever is asked, every assertion is shown or counted.
    assert_eq!(view.assertions + view.omitted.values().sum::<usize>(), 10, "{request}");
}

#[test]
fn all_is_shown_where_nothing_is_asked() {
    check(
        "{}",
        &[
            "Envoy meets Iran",
            "Envoy represents Pentagon",
            "Hamas warn Israel",
            "Iran arms Hamas",
            "Iran funds Hamas ×2",
            "Israel attacks Hamas",
            "Pentagon withdraws from Israel",
            "Putin meets Trump",
            "Trump leads US",
        ],
        &[],
    );
}

#[test]
fn relations_are_chosen_by_name_label_class_and_kind() {
    check(r#"{"predicates": ["FUNDS"]}"#, &["Iran funds Hamas ×2"], &[(Reason::Relation, 8)]);
    let withdraws = "Pentagon withdraws from Israel";
    check(r#"{"predicates": ["Withdraws from"]}"#, &[withdraws], &[(Reason::Relation, 9)]);
    check(r#"{"predicates": ["open"]}"#, &["Hamas warn Israel"], &[(Reason::Relation, 9)]);
    check(r#"{"predicates": ["warn"]}"#, &["Hamas warn Israel"], &[(Reason::Relation, 9)]);
    check(r#"{"quads": ["MK"]}"#, &["Israel attacks Hamas"], &[(Reason::Relation, 9)]);
    check(
        r#"{"states": false, "classes": ["Person"]}"#,
        &["Putin meets Trump"],
        &[(Reason::Relation, 2), (Reason::Class, 7)],
    );
}

#[test]
fn what_is_said_is_chosen_by_standing_source_publisher_document_and_confidence() {
    check(r#"{"standings": ["denied"]}"#, &["Iran arms Hamas"], &[(Reason::Standing, 9)]);
    check(
        r#"{"standings": ["reported", "uncertain"]}"#,
        &["Iran funds Hamas", "Putin meets Trump"],
        &[(Reason::Standing, 8)],
    );
    check(r#"{"sources": ["israel"]}"#, &["Iran funds Hamas"], &[(Reason::Source, 9)]);
    check(
        r#"{"publishers": ["gazette"], "predicates": ["funds"]}"#,
        &["Iran funds Hamas"],
        &[(Reason::Relation, 8), (Reason::Source, 1)],
    );
    check(r#"{"documents": ["d3"]}"#, &["Trump leads US"], &[(Reason::Source, 9)]);
    check(r#"{"documents": ["doc:d3"]}"#, &["Trump leads US"], &[(Reason::Source, 9)]);
    let sure = view(r#"{"min_confidence": 0.6}"#).unwrap();
    assert_eq!((sure.assertions, sure.omitted[&Reason::Confidence]), (9, 1));
}

#[test]
fn time_is_that_of_the_event_and_else_that_of_the_document() {
    check(r#"{"until": "2024-12-31"}"#, &["Israel attacks Hamas"], &[(Reason::Time, 9)]);
    check(
        r#"{"since": "2025-01-15"}"#,
        &["Hamas warn Israel", "Iran funds Hamas", "Pentagon withdraws from Israel"],
        &[(Reason::Time, 7)],
    );
    check(
        r#"{"published_since": "2025-01-15"}"#,
        &["Hamas warn Israel", "Iran funds Hamas", "Israel attacks Hamas", "Pentagon withdraws from Israel"],
        &[(Reason::Time, 6)],
    );
    let early = view(r#"{"published_until": "2025-01-15"}"#).unwrap();
    assert_eq!((early.documents, early.dates), (1, Some(("2025-01-01".to_owned(), "2025-01-01".to_owned()))));
    let attack = view(r#"{"until": "2024-12-31"}"#).unwrap();
    let edge = attack.graph.edge_weights().next().unwrap();
    assert_eq!(edge.happened, Some(("2024-12-01".to_owned(), "2024-12-31".to_owned())));
}

#[test]
fn classes_have_their_subclasses_and_never_hide_the_focus() {
    check(
        r#"{"classes": ["Organization"]}"#,
        &[
            "Hamas warn Israel",
            "Iran arms Hamas",
            "Iran funds Hamas ×2",
            "Israel attacks Hamas",
            "Pentagon withdraws from Israel",
        ],
        &[(Reason::Class, 4)],
    );
    check(
        r#"{"classes": ["GovernmentBody", "Person"], "focus": ["Iran"]}"#,
        &["Envoy meets Iran"],
        &[(Reason::Class, 7), (Reason::Far, 2)],
    );
}

#[test]
fn rare_edges_go() {
    check(r#"{"min_count": 2}"#, &["Iran funds Hamas ×2"], &[(Reason::Rare, 8)]);
    check(r#"{"min_documents": 2}"#, &["Iran funds Hamas ×2"], &[(Reason::Rare, 8)]);
    check(r#"{"min_documents": 3}"#, &[], &[(Reason::Rare, 10)]);
}

#[test]
fn shapes_are_surroundings_paths_and_triads() {
    check(
        r#"{"focus": ["Putin", "Pentagon"], "states": false}"#,
        &["Pentagon withdraws from Israel", "Putin meets Trump"],
        &[(Reason::Relation, 2), (Reason::Far, 6)],
    );
    let view = view(r#"{"focus": ["Putin"], "hops": 2}"#).unwrap();
    assert_eq!(
        view.graph.node_weights().map(|n| (n.label.as_str(), n.hops)).collect::<Vec<_>>(),
        [("Putin", Some(0)), ("Trump", Some(1)), ("US", Some(2))]
    );
    // Both ways round are as short: over Iran and over Israel; the one over Iran is told more often.
    let between = r#"{"between": ["Envoy", "Hamas"]}"#;
    check(between, &["Envoy meets Iran", "Iran arms Hamas", "Iran funds Hamas ×2"], &[(Reason::Far, 6)]);
    let view = super::tests::view(r#"{"between": ["Pentagon", "Hamas"], "min_count": 1}"#).unwrap();
    let strongest: Vec<&str> = view.strongest.iter().map(|&node| view.graph[node].label.as_str()).collect();
    assert_eq!(strongest, ["Pentagon", "Israel", "Hamas"]);
    assert_eq!(view.focus, ["Pentagon", "Hamas"]);
    check(r#"{"between": ["Putin", "Hamas"]}"#, &[], &[(Reason::Far, 10)]);
    check(r#"{"triads": true}"#, &[], &[(Reason::Far, 10)]);
}

#[test]
fn the_strongest_path_has_the_strongest_weakest_step() {
    let index = store(
        "d A funds B \n d A funds B \n d A funds B \n d B funds D \n d A arms C \n d A arms C \n d C arms D \n d C arms D \n d A aids E",
    );
    let request = Request { between: Some(["A".to_owned(), "D".to_owned()]), ..Request::default() };
    let view = Facts::load(&index, &ontology()).unwrap().view(&request).unwrap();
    let labels: Vec<&str> = view.strongest.iter().map(|&node| view.graph[node].label.as_str()).collect();
    assert_eq!((labels, view.graph.node_count()), (vec!["A", "C", "D"], 4));
    let triads = store("d A funds B \n d B funds C \n d C accuses A \n d C funds D");
    let request = Request { triads: true, ..Request::default() };
    let mut view = Facts::load(&triads, &ontology()).unwrap().view(&request).unwrap();
    assert_eq!(edges(&view), ["A funds B", "B funds C", "C accuses A"]);
    assert_eq!(view.measure().triads, [0, 1, 0, 0]);
}

#[test]
fn members_become_their_organization_or_state() {
    check(
        r#"{"collapse": "state", "states": false, "quads": ["VC", "MC"]}"#,
        &["Iran arms Hamas", "Iran funds Hamas ×2", "Iran meets US", "Putin meets US", "US withdraws from Israel"],
        &[(Reason::Same, 2), (Reason::Relation, 2)],
    );
    let states = view(r#"{"collapse": "state"}"#).unwrap();
    let us = states.graph.node_weights().find(|node| node.label == "US").unwrap();
    assert_eq!(us.members, ["Envoy", "Pentagon", "Trump"]);
    let bodies = view(r#"{"collapse": "organization", "predicates": ["meets"]}"#).unwrap();
    assert_eq!(edges(&bodies), ["Iran meets Pentagon", "Putin meets US"]);
}

#[test]
fn nodes_know_their_state() {
    let view = view("{}").unwrap();
    let state = |label: &str| view.graph.node_weights().find(|n| n.label == label).unwrap().state.clone();
    let states = ["Envoy", "Hamas", "Iran", "Trump"].map(state);
    assert_eq!(states.map(Option::unwrap_or_default), ["US", "Palestine", "Iran", "US"]);
}

#[test]
fn merged_edges_stand_for_all_of_one_direction_and_tone() {
    let view = view(r#"{"merge": true, "focus": ["Hamas"]}"#).unwrap();
    assert_eq!(edges(&view), ["Hamas warn Israel", "Iran funds, arms Hamas ×3", "Israel attacks Hamas"]);
    let merged = view.graph.edge_weights().find(|edge| edge.parts.len() > 1).unwrap();
    let parts: Vec<_> = merged.parts.iter().map(|part| (part.predicate.as_str(), part.count)).collect();
    assert_eq!((merged.predicate.as_str(), parts), ("cooperation", vec![("funds", 2), ("arms", 1)]));
    assert_eq!(merged.assertions.len(), 3);
}

#[test]
fn a_limit_keeps_the_strongest_edges_or_the_highest_nodes() {
    check(r#"{"limit": 2}"#, &["Iran arms Hamas", "Iran funds Hamas ×2"], &[(Reason::Limit, 7)]);
    let by = |measure: &str| {
        let view = view(&format!(r#"{{"limit": 3, "by": "{measure}"}}"#)).unwrap();
        let mut labels: Vec<String> = view.graph.node_weights().map(|n| n.label.clone()).collect();
        labels.sort();
        labels.join(" ")
    };
    assert_eq!(by("degree"), "Hamas Iran Israel");
    // They stand in a ring, where nobody is more between than another.
    assert_eq!(by("betweenness"), "Envoy Hamas Iran");
    let focus = view(r#"{"limit": 2, "by": "degree", "focus": ["Envoy"]}"#).unwrap();
    assert!(focus.graph.node_weights().any(|n| n.label == "Envoy"));
}

#[test]
fn what_there_is_not_is_said_with_what_is_near() {
    for (request, said) in [
        (r#"{"focus": ["Iraq"]}"#, "--focus Iraq: nobody of that name is in a relation; did you mean Iran?"),
        (r#"{"sources": ["Hama"]}"#, "--source Hama: nobody of that name says anything; did you mean Hamas?"),
        (r#"{"predicates": ["fund"]}"#, "--relation fund: no relation; did you mean funds?"),
        (r#"{"classes": ["Persn"]}"#, "--class Persn: no class; did you mean Person?"),
        (r#"{"publishers": ["Curier"]}"#, "--publisher Curier: no publisher; did you mean Courier?"),
        (r#"{"documents": ["d9"]}"#, "--document d9: no document with assertions"),
        (r#"{"between": ["Iran", "kg:iran"]}"#, "--between: both names mean the same actor"),
        (r#"{"between": ["Iran", "Hamas"], "focus": ["Iran"]}"#, "--between and --focus exclude each other"),
        (r#"{"since": "soon"}"#, "soon: no day; write it as 2026-01-31"),
        (r#"{"published_until": "2026-1-1"}"#, "2026-1-1: no day; write it as 2026-01-31"),
        (r#"{"quads": ["XX"]}"#, "unknown variant `XX`, expected one of `VC`, `MC`, `VK`, `MK` at line 1 column 15"),
    ] {
        assert_eq!(view(request).unwrap_err(), said);
    }
}

#[test]
fn parameters_of_a_url_say_the_same_as_json() {
    let pairs = [("between", "A"), ("between", "B"), ("min_confidence", "0.5"), ("quads", "MK"), ("by", "pagerank")];
    let request = Request::of_pairs(pairs).unwrap();
    let json = r#"{"between": ["A", "B"], "min_confidence": 0.5, "quads": ["MK"], "by": "pagerank"}"#;
    assert_eq!(request, serde_json::from_str(json).unwrap());
    for (pair, said) in [
        (("hops", "many"), "hops=many: write a number"),
        (("merge", "yes"), "merge=yes: write true or false"),
        (("limit", "-1"), "view: invalid type"),
        (("between", "A"), "view: invalid length 1"),
        (("lim", "4"), "lim=4: no parameter of a view; did you mean limit?"),
    ] {
        let error = Request::of_pairs([pair]).unwrap_err().to_string();
        assert!(error.starts_with(said), "{error}");
    }
    assert!(Request::of_pairs([("hops", "1"), ("hops", "2")]).is_err());
}
