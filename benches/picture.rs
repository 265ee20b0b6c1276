//! How fast graphs are laid out and drawn: `cargo bench --bench picture`.

use std::collections::BTreeMap;

use actograph::graph::view::{Edge, Evidence, Manner, Node, QuadClass, Tone, View};
use actograph::ontology::Class;
use actograph::picture::svg::{Arrangement, Cluster, Options, svg};
use divan::Bencher;
use divan::counter::ItemsCount;
use petgraph::graph::{DiGraph, NodeIndex};

fn main() {
    divan::main();
}

/// A graph with a few hubs, many leaves, and lines between neighbours: as news are. It has 1.6 edges a node.
fn news(nodes: usize) -> View {
    let mut graph = DiGraph::new();
    let classes = [Class::State, Class::Person, Class::Organization, Class::ArmedGroup, Class::Thing];
    for i in 0..nodes {
        graph.add_node(Node {
            iri: format!("https://w3id.org/actograph/kg/a{i}"),
            label: format!("Actor with a name {i}"),
            aliases: Vec::new(),
            class: classes[i % classes.len()],
            item: None,
            state: None,
            members: Vec::new(),
            hops: None,
            count: 1 + nodes / (i + 1),
            documents: 1,
            dates: None,
            measures: None,
        });
    }
    let quads = [
        None,
        Some(QuadClass::VerbalCooperation),
        Some(QuadClass::MaterialConflict),
        Some(QuadClass::VerbalConflict),
        Some(QuadClass::MaterialCooperation),
    ];
    for i in 1..nodes * 8 / 5 {
        // A multiplicative hash: the same every time, and spread over the hubs.
        let near = (i * 2_654_435_761) % (i.min(nodes - 1) / 12 + 1);
        let (from, to) = if i < nodes { (near, i) } else { (i % nodes, (i * 7 + 3) % nodes) };
        if from == to {
            continue;
        }
        let quad = quads[i % quads.len()];
        let edge = Edge {
            predicate: "accuses".to_owned(),
            label: "accuses".to_owned(),
            symmetric: false,
            lasting: false,
            plover: None,
            quad,
            tone: quad.map_or(Tone::Structure, QuadClass::tone),
            parts: Vec::new(),
            counts: BTreeMap::from([(Manner::Stated, 1 + i % 3)]),
            standings: BTreeMap::new(),
            documents: 1 + i % 4,
            dates: None,
            happened: None,
            confidence: 0.9,
            assertions: Vec::new(),
            evidence: Vec::<Evidence>::new(),
        };
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), edge);
    }
    View {
        graph,
        focus: Vec::new(),
        strongest: Vec::new(),
        assertions: nodes * 2,
        documents: 4,
        dates: None,
        left_out: (0, 0),
        omitted: BTreeMap::new(),
        figures: None,
    }
}

#[divan::bench(args = [50, 150, 500, 2_000], sample_count = 5, sample_size = 1)]
fn force(bencher: Bencher<'_, '_>, nodes: usize) {
    let view = news(nodes);
    let options = Options { layout: Arrangement::Force, ..Options::default() };
    bencher.counter(ItemsCount::new(nodes)).bench_local(|| svg(&view, &options));
}

#[divan::bench(args = [150, 2_000], sample_count = 5, sample_size = 1)]
fn clusters(bencher: Bencher<'_, '_>, nodes: usize) {
    let view = news(nodes);
    let options = Options { cluster: Cluster::Community, ..Options::default() };
    bencher.counter(ItemsCount::new(nodes)).bench_local(|| svg(&view, &options));
}

#[divan::bench(args = [20, 40], sample_count = 5, sample_size = 1)]
fn layers(bencher: Bencher<'_, '_>, nodes: usize) {
    let view = news(nodes);
    let options = Options { layout: Arrangement::Layers, ..Options::default() };
    bencher.counter(ItemsCount::new(nodes)).bench_local(|| svg(&view, &options));
}
