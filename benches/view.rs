//! How fast a view is projected from a loaded store, and measured: `cargo bench --bench view`.
//!
//! The store has 100,000 assertions of 10,000 invented documents, written as a build writes them, between 5,000 actors
//! of which few are in most (their ranks follow Zipf's law).

#[path = "../tests/support/sample.rs"]
mod sample;

use std::fmt::Write as _;
use std::io::Read;
use std::sync::LazyLock;

use actograph::data::Data;
use actograph::document::Source;
use actograph::graph::rdf::Syntax;
use actograph::graph::store::Index;
use actograph::graph::view::{Collapse, Facts, Measure, Period, Request, View};
use actograph::graph::vocabulary::{self, Base, term};
use actograph::graph::write::{Options, quads};
use actograph::ontology::{Class, Ontology};
use actograph::syntax::scope::Polarity;
use divan::Bencher;
use divan::counter::ItemsCount;

const DOCUMENTS: usize = 10_000;
const SENTENCES: usize = 10;
const ACTORS: u64 = 5_000;

static INDEX: LazyLock<Index> = LazyLock::new(index);
static ONTOLOGY: LazyLock<Ontology> = LazyLock::new(|| Ontology::load(&Data::embedded()).expect("it is embedded"));
static FACTS: LazyLock<Facts<'static>> = LazyLock::new(|| Facts::load(&INDEX, &ONTOLOGY).expect("it is in memory"));

fn main() {
    divan::main();
}

/// Numbers that look random, the same in every run (xorshift; G. Marsaglia, Xorshift RNGs, 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    /// An actor: the first ones often, as the inverse of a uniform number is distributed.
    fn actor(&mut self) -> u64 {
        ACTORS / (1 + self.below(ACTORS)) + self.below(40)
    }
}

fn index() -> Index {
    let mut numbers = Numbers(42);
    let mut text = String::new();
    let predicates: Vec<String> = ONTOLOGY.predicates().iter().map(|p| p.name.clone()).collect();
    for document in 0..DOCUMENTS {
        let facts: Vec<[u64; 3]> = (0..SENTENCES)
            .map(|_| [numbers.actor(), numbers.below(predicates.len() as u64), numbers.actor()])
            .collect();
        let words: Vec<String> = facts
            .iter()
            .map(|[subject, predicate, object]| {
                format!("Actor{subject} {} Actor{object} in the invented region.", predicates[*predicate as usize])
            })
            .collect();
        let date = format!("2025-{:02}-{:02}", 1 + document % 12, 1 + document % 28);
        let source = Source { date: Some(date), ..Source::named(format!("report-{document}")) };
        let mut reading = sample::reading(source, &words.join(" "));
        for (sentence, [subject, predicate, object]) in facts.into_iter().enumerate() {
            let [subject, object] = [subject, object].map(|number| {
                let label = format!("Actor{number}");
                let known = reading.actors.iter().position(|actor| actor.label == label);
                // An identifier that ends in a digit is one of its document only.
                let id = format!("actor-{number}-x");
                known.unwrap_or_else(|| sample::actor(&mut reading, &id, &label, Class::State))
            });
            let fact = sample::fact(&mut reading, sentence, subject, &predicates[predicate as usize], object);
            if numbers.below(10) == 0 {
                fact.polarity = Polarity::Negative;
            }
            fact.attributed = numbers.below(4) == 0;
        }
        for quad in quads(&reading, &Options::default()) {
            writeln!(text, "{quad} .").expect("a string takes everything");
        }
    }
    // What the graph of actors says of them.
    let (base, label) = (Base::default(), term::LABEL);
    for number in 0..ACTORS + 40 {
        let (actor, graph) = (base.actor(&format!("actor-{number}-x")), base.actors());
        writeln!(text, "{actor} {label} \"Actor{number}\" {graph} .").expect("a string takes everything");
        let (class, state) = (term::TYPE, vocabulary::class(Class::State));
        writeln!(text, "{actor} {class} {state} {graph} .").expect("a string takes everything");
    }
    let file: Box<dyn Read> = Box::new(std::io::Cursor::new(text));
    Index::read(vec![(Syntax::NQuads, file)], &Data::embedded()).expect("it was written well")
}

fn view(request: &Request) -> View {
    FACTS.view(request).expect("it asks for nothing that is not there")
}

/// From the loaded index to the picture's forty nodes, all in all.
#[divan::bench(sample_count = 10)]
fn project(bencher: Bencher<'_, '_>) {
    let _loaded = &*INDEX;
    let request = Request { limit: Some(40), ..Request::default() };
    bencher.counter(ItemsCount::new(DOCUMENTS * SENTENCES)).bench_local(|| {
        Facts::load(&INDEX, &ONTOLOGY).and_then(|facts| facts.view(&request)).expect("it asks for what is there")
    });
}

/// Another view when the assertions are at hand, as a server has them.
#[divan::bench(sample_count = 10)]
fn another(bencher: Bencher<'_, '_>) {
    let _loaded = &*FACTS;
    bencher.bench_local(|| view(&Request { limit: Some(40), ..Request::default() }));
}

#[divan::bench(sample_count = 10)]
fn focus_merged_and_collapsed(bencher: Bencher<'_, '_>) {
    let _loaded = &*FACTS;
    let request = Request {
        focus: vec!["Actor7".to_owned()],
        merge: true,
        collapse: Some(Collapse::State),
        limit: Some(40),
        ..Request::default()
    };
    bencher.bench_local(|| view(&request));
}

/// The whole graph with all its evidence, as exports write it.
#[divan::bench(sample_count = 3)]
fn whole(bencher: Bencher<'_, '_>) {
    let _loaded = &*FACTS;
    bencher.bench_local(|| view(&Request::default()));
}

#[divan::bench(sample_count = 3)]
fn months(bencher: Bencher<'_, '_>) {
    let _loaded = &*FACTS;
    let request = Request { limit: Some(40), by: Some(Measure::Pagerank), ..Request::default() };
    bencher.bench_local(|| FACTS.series(&request, Period::Month).expect("all have dates"));
}

/// All measures of the two thousand nodes with the strongest edges.
#[divan::bench(sample_count = 3)]
fn measure(bencher: Bencher<'_, '_>) {
    let view = view(&Request { limit: Some(2_000), evidence: 0, ..Request::default() });
    bencher.with_inputs(|| view.clone()).bench_local_values(|mut view| view.measure().clone());
}
