//! A table of assertions and a request → a view: select, shape, cut to the limit, then look up names and sentences.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use petgraph::graph::{DiGraph, NodeIndex};

use super::belong::Belonging;
use super::facts::Facts;
use super::measure::Lines;
use super::select::{Aggregate, Key, Selected, Wanted, Weight};
use super::shape::{self, Paths};
use super::{Measure, Node, Reason, Request, View};
use crate::diagnostic::Error;
use crate::graph::store::Index;
use crate::ontology::Ontology;

/// Looks the content of a view up in a store. For several views of one store, [`Facts::load`] it once.
///
/// # Errors
/// [`Error::Usage`] if the request names what there is not, with what is near it; [`Error::Query`] if the index fails.
///
/// # Complexity
/// Linear in the store's assertions, but for sorting.
pub fn view(index: &Index, ontology: &Ontology, request: &Request) -> Result<View, Error> {
    Facts::load(index, ontology)?.view(request)
}

impl Facts<'_> {
    /// The view that a request describes.
    ///
    /// # Errors
    /// As [`view`].
    pub fn view(&self, request: &Request) -> Result<View, Error> {
        let belonging = Belonging::of(self);
        let wanted = Wanted::of(self, &belonging, request)?;
        let selected = wanted.select(request.since.as_deref(), request.until.as_deref());
        let chosen = choose(selected, request);
        self.draw(&chosen, &wanted, &belonging, request)
    }

    /// Gives nodes and edges their names and evidence.
    pub(super) fn draw(
        &self,
        chosen: &Chosen,
        wanted: &Wanted<'_>,
        belonging: &Belonging<'_>,
        request: &Request,
    ) -> Result<View, Error> {
        let Chosen { edges, near, focus, weights, strongest, omitted, left_out, .. } = chosen;
        let mut nodes: Vec<u32> = ends(edges).into_iter().collect();
        let mut labels: HashMap<u32, String> = HashMap::new();
        let mut label = |node: u32| -> Result<String, Error> {
            if let Some(known) = labels.get(&node) {
                return Ok(known.clone());
            }
            let shown = self.label(&self.nodes[node as usize])?.shown;
            labels.insert(node, shown.clone());
            Ok(shown)
        };
        let mut members: HashMap<u32, BTreeSet<u32>> = HashMap::new();
        for fact in edges.iter().flat_map(|edge| &edge.facts).map(|&place| &self.list[place as usize]) {
            for member in [fact.subject, fact.object] {
                let whole = wanted.whole(member);
                if member != whole {
                    members.entry(whole).or_default().insert(member);
                }
            }
        }
        nodes.sort_by_key(|node| (!focus.contains(node), std::cmp::Reverse(weights[node].count), *node));
        let mut graph = DiGraph::new();
        let mut places: HashMap<u32, NodeIndex> = HashMap::new();
        for node in nodes {
            let iri = &self.nodes[node as usize];
            let names = self.label(iri)?;
            let Weight { count, documents } = &weights[&node];
            let mut of = Vec::new();
            for &member in members.get(&node).into_iter().flatten() {
                of.push(label(member)?);
            }
            of.sort();
            let known = Node {
                iri: iri.clone(),
                label: names.shown,
                aliases: names.others,
                class: self.classes[node as usize],
                item: self.item(iri)?,
                state: belonging.state(node).map(&mut label).transpose()?,
                members: of,
                hops: near.as_ref().and_then(|near| near.get(&node).copied()),
                count: *count,
                documents: documents.len(),
                dates: self.dates(documents),
                measures: None,
            };
            places.insert(node, graph.add_node(known));
        }
        let mut documents = BTreeSet::new();
        for edge in edges {
            documents.extend(&edge.documents);
            let [from, to] = edge.ends().map(|end| places[&end]);
            graph.add_edge(from, to, self.edge(edge, request.evidence)?);
        }
        Ok(View {
            focus: focus.iter().map(|&node| label(node)).collect::<Result<_, _>>()?,
            // In a part of the time, the path may be broken.
            strongest: strongest
                .iter()
                .map(|node| places.get(node).copied())
                .collect::<Option<_>>()
                .unwrap_or_default(),
            assertions: edges.iter().map(Aggregate::count).sum(),
            documents: documents.len(),
            dates: self.dates(&documents),
            figures: None,
            graph,
            left_out: *left_out,
            omitted: omitted.clone(),
        })
    }
}

/// What is shown, in numbers.
#[derive(Debug)]
pub(super) struct Chosen {
    pub edges: Vec<Aggregate>,
    /// Why the other edges are not.
    pub dropped: HashMap<Key, Reason>,
    pub weights: BTreeMap<u32, Weight>,
    pub omitted: BTreeMap<Reason, usize>,
    pub left_out: (usize, usize),
    pub focus: Vec<u32>,
    pub near: Option<HashMap<u32, usize>>,
    pub strongest: Vec<u32>,
}

/// Leaves out what is rare, and applies the shape and the limit of a request.
pub(super) fn choose(selected: Selected, request: &Request) -> Chosen {
    let Selected { mut edges, mut omitted, weights, focus } = selected;
    let mut dropped = HashMap::new();
    let mut keep = |edges: &mut Vec<Aggregate>, reason: Reason, kept: &mut dyn FnMut(usize, &Aggregate) -> bool| {
        let mut place = 0;
        edges.retain(|edge| {
            let stays = kept(place, edge);
            place += 1;
            if !stays {
                *omitted.entry(reason).or_default() += edge.count();
                dropped.insert(edge.key, reason);
            }
            stays
        });
    };
    keep(&mut edges, Reason::Rare, &mut |_, edge| {
        edge.count() >= request.min_count && edge.documents.len() >= request.min_documents
    });
    let mut near = None;
    let mut strongest = Vec::new();
    if let (Some(_), [from, to]) = (&request.between, focus.as_slice()) {
        let paths = Paths::between(*from, *to, &edges);
        keep(&mut edges, Reason::Far, &mut |_, edge| paths.contain(edge));
        strongest = paths.strongest;
    } else if !focus.is_empty() {
        let reached = shape::around(&focus, request.hops, &edges);
        keep(&mut edges, Reason::Far, &mut |_, edge| edge.ends().iter().all(|end| reached.contains_key(end)));
        near = Some(reached);
    }
    if request.triads {
        let closed = shape::in_triad(&edges);
        keep(&mut edges, Reason::Far, &mut |place, _| closed[place]);
    }
    let total = (ends(&edges).len(), edges.len());
    let weight = |node: u32| weights.get(&node).map_or(0, |w| w.count);
    shape::order(&mut edges, near.as_ref(), weight);
    if let Some(limit) = request.limit {
        if let Some(measure) = request.by {
            let first = highest(&edges, &focus, measure, limit, &weights);
            let both = |edge: &Aggregate| edge.ends().iter().all(|end| first.contains(end));
            keep(&mut edges, Reason::Limit, &mut |_, edge| both(edge));
        }
        let fits = shape::fitting(&edges, limit);
        keep(&mut edges, Reason::Limit, &mut |place, _| fits[place]);
    }
    let left_out = (total.0 - ends(&edges).len(), total.1 - edges.len());
    Chosen { edges, dropped, weights, omitted, left_out, focus, near, strongest }
}

fn ends(edges: &[Aggregate]) -> BTreeSet<u32> {
    edges.iter().flat_map(Aggregate::ends).collect()
}

/// The nodes with the highest measure, those in focus before all.
fn highest(
    edges: &[Aggregate],
    focus: &[u32],
    measure: Measure,
    limit: usize,
    weights: &BTreeMap<u32, Weight>,
) -> HashSet<u32> {
    let nodes: Vec<u32> = ends(edges).into_iter().collect();
    let place = |node: u32| nodes.binary_search(&node).expect("it is an end of an edge");
    let lines = edges.iter().map(|edge| {
        let [from, to] = edge.ends().map(place);
        (from, to, edge.count(), edge.key.symmetric)
    });
    let values: Vec<f64> = match measure {
        Measure::Count => nodes.iter().map(|node| weights[node].count as f64).collect(),
        Measure::Documents => nodes.iter().map(|node| weights[node].documents.len() as f64).collect(),
        other => Lines::new(nodes.len(), lines).values(other),
    };
    let mut ranked: Vec<(usize, u32)> = nodes.iter().copied().enumerate().collect();
    ranked.sort_by(|(a, left), (b, right)| {
        let first = focus.contains(right).cmp(&focus.contains(left));
        first.then(values[*b].total_cmp(&values[*a])).then(left.cmp(right))
    });
    ranked.into_iter().take(limit).map(|(_, node)| node).collect()
}
