//! Views made by hand for the tests of the writers.

use std::collections::BTreeMap;

use petgraph::graph::DiGraph;

use crate::graph::view::{Edge, Evidence, Manner, Node, Part, QuadClass, Standing, Tone, View};
use crate::ontology::Class;

/// Everything that a format could trip over.
pub const EVIL: &str = "=A \"q\" 'a' <b> & \\ ; , | \t`中عé🛢\nb\r\u{0}\u{1b}]]>--\\";
/// What all formats keep of it.
pub const CLEANED: &str = "=A \"q\" 'a' <b> & \\ ; , | \t`中عé🛢\nb\r]]>--\\";

/// Two nodes, two edges.
pub fn small() -> View {
    let mut graph = DiGraph::new();
    let iran = graph.add_node(Node {
        item: Some("http://www.wikidata.org/entity/Q794".to_owned()),
        aliases: vec!["Islamic Republic of Iran".to_owned(), "Tehran; capital".to_owned()],
        state: Some("Iran".to_owned()),
        ..node("iran", "Iran", Class::State)
    });
    let hamas = graph.add_node(node("hamas", "Hamas", Class::ArmedGroup));
    graph.add_edge(iran, hamas, edge("funds", &[(Manner::Stated, 2), (Manner::Denied, 1)]));
    graph.add_edge(iran, hamas, edge("arms", &[(Manner::Possible, 1)]));
    View { graph, assertions: 4, documents: 2, dates: Some(dates()), ..empty() }
}

/// The same with hostile texts wherever there is a text.
pub fn evil() -> View {
    let mut view = small();
    for node in view.graph.node_weights_mut() {
        EVIL.clone_into(&mut node.label);
        node.aliases = vec![EVIL.to_owned(), "+1".to_owned()];
        node.members = vec![EVIL.to_owned()];
        node.hops = Some(1);
    }
    for edge in view.graph.edge_weights_mut() {
        EVIL.clone_into(&mut edge.label);
        EVIL.clone_into(&mut edge.predicate);
        edge.parts = vec![Part { predicate: EVIL.to_owned(), label: EVIL.to_owned(), count: 1 }];
        for evidence in &mut edge.evidence {
            EVIL.clone_into(&mut evidence.sentence);
            evidence.title = Some(EVIL.to_owned());
            evidence.sources = vec![EVIL.to_owned()];
        }
    }
    view
}

/// Nothing at all.
pub fn empty() -> View {
    View {
        graph: DiGraph::new(),
        focus: Vec::new(),
        strongest: Vec::new(),
        assertions: 0,
        documents: 0,
        dates: None,
        left_out: (0, 0),
        omitted: BTreeMap::new(),
        figures: None,
    }
}

/// A node without aliases and Wikidata item.
pub fn node(id: &str, label: &str, class: Class) -> Node {
    Node {
        iri: format!("https://w3id.org/actograph/kg/{id}"),
        label: label.to_owned(),
        aliases: Vec::new(),
        class,
        item: None,
        state: None,
        members: Vec::new(),
        hops: None,
        count: 4,
        documents: 2,
        dates: Some(dates()),
        measures: None,
    }
}

/// An edge with one piece of evidence.
pub fn edge(predicate: &str, counts: &[(Manner, usize)]) -> Edge {
    let evidence = Evidence {
        assertion: format!("https://w3id.org/actograph/kg/a/{predicate}"),
        document: "https://w3id.org/actograph/kg/doc/one".to_owned(),
        name: "one".to_owned(),
        title: Some("Talks".to_owned()),
        publisher: Some("The Courier".to_owned()),
        date: Some("2025-04-12".to_owned()),
        happened: None,
        label: predicate.to_owned(),
        manner: counts[0].0,
        sources: vec!["Reuters".to_owned()],
        confidence: 0.93,
        sentence: format!("Iran {predicate} Hamas."),
    };
    let mut standings = BTreeMap::new();
    for (manner, n) in counts {
        let standing = match manner {
            Manner::Stated | Manner::Ended => Standing::Stated,
            Manner::Reported => Standing::Reported,
            Manner::Planned | Manner::Possible | Manner::Desired => Standing::Uncertain,
            Manner::Denied => Standing::Denied,
        };
        *standings.entry(standing).or_default() += n;
    }
    Edge {
        predicate: predicate.to_owned(),
        label: predicate.to_owned(),
        symmetric: false,
        lasting: false,
        parts: Vec::new(),
        standings,
        happened: Some(("2025-04-10".to_owned(), "2025-04-11".to_owned())),
        assertions: vec![evidence.assertion.clone()],
        plover: Some("AID".to_owned()),
        quad: Some(QuadClass::MaterialCooperation),
        tone: Tone::Cooperation,
        counts: counts.iter().copied().collect::<BTreeMap<_, _>>(),
        documents: 2,
        dates: Some(dates()),
        confidence: 0.93,
        evidence: vec![evidence],
    }
}

fn dates() -> (String, String) {
    ("2025-04-12".to_owned(), "2025-05-01".to_owned())
}
