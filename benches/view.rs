//! How fast a view is projected from a loaded store, and measured: `cargo bench --bench view`.
//!
//! The store has 100,000 assertions of 10,000 invented documents, written as a build writes them, between 5,000 actors
//! of which few are in most (their ranks follow Zipf's law).
//!
//! After the benches, or alone with `cargo bench --bench view times`, the processor time of each is printed, all threads
//! together, where the system tells it (Linux): a busy machine spoils little of that.

#[path = "../tests/support/sample.rs"]
mod sample;

use std::fmt::Write as _;
use std::io::Read;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

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
    let filters: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if filters.iter().all(|filter| filter == "times") {
        times();
    }
}

/// Prints the mean processor time of each bench over some rounds.
fn times() {
    const ROUNDS: u32 = 5;
    let (_loaded, large) = (&*FACTS, large());
    let benches: [(&str, &dyn Fn()); 6] = [
        ("project", &|| drop(divan::black_box(from_index(&picture())))),
        ("another", &|| drop(divan::black_box(view(&picture())))),
        ("focus_merged_and_collapsed", &|| drop(divan::black_box(view(&collapsed())))),
        ("whole", &|| drop(divan::black_box(view(&Request::default())))),
        ("months", &|| drop(divan::black_box(FACTS.series(&ranked(), Period::Month)))),
        ("measure", &|| drop(divan::black_box(large.clone().measure().clone()))),
    ];
    println!(
        "{} assertions, {} nodes, {} edges are measured",
        DOCUMENTS * SENTENCES,
        large.graph.node_count(),
        large.graph.edge_count()
    );
    println!("bench\tprocessor time");
    for (name, bench) in benches {
        let start = (Instant::now(), processor_time());
        for _ in 0..ROUNDS {
            bench();
        }
        let spent = match (start.1, processor_time()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => start.0.elapsed(),
        };
        println!("{name}\t{} ms", (spent / ROUNDS).as_millis());
    }
}

/// How long all threads have run.
fn processor_time() -> Option<Duration> {
    let tasks = std::fs::read_dir("/proc/self/task").ok()?.flatten();
    let each = tasks.map(|task| {
        let statistics = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        statistics.split(' ').next()?.parse().ok()
    });
    Some(Duration::from_nanos(each.collect::<Option<Vec<u64>>>()?.into_iter().sum()))
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

fn from_index(request: &Request) -> View {
    let facts = Facts::load(&INDEX, &ONTOLOGY).expect("it is in memory");
    facts.view(request).expect("it asks for nothing that is not there")
}

/// What a picture shows.
fn picture() -> Request {
    Request { limit: Some(40), ..Request::default() }
}

fn collapsed() -> Request {
    let focus = vec!["Actor7".to_owned()];
    Request { focus, merge: true, collapse: Some(Collapse::State), ..picture() }
}

fn ranked() -> Request {
    Request { by: Some(Measure::Pagerank), ..picture() }
}

/// Two thousand nodes with the strongest edges, or as many as there are.
fn large() -> View {
    view(&Request { limit: Some(2_000), evidence: 0, ..Request::default() })
}

/// From the loaded index to the picture's forty nodes, all in all.
#[divan::bench(sample_count = 10)]
fn project(bencher: Bencher<'_, '_>) {
    let _loaded = &*INDEX;
    bencher.counter(ItemsCount::new(DOCUMENTS * SENTENCES)).bench_local(|| from_index(&picture()));
}

/// Another view when the assertions are at hand.
#[divan::bench(sample_count = 10)]
fn another(bencher: Bencher<'_, '_>) {
    let _loaded = &*FACTS;
    bencher.bench_local(|| view(&picture()));
}

#[divan::bench(sample_count = 10)]
fn focus_merged_and_collapsed(bencher: Bencher<'_, '_>) {
    let _loaded = &*FACTS;
    bencher.bench_local(|| view(&collapsed()));
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
    bencher.bench_local(|| FACTS.series(&ranked(), Period::Month).expect("all have dates"));
}

/// All measures.
#[divan::bench(sample_count = 3)]
fn measure(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(large).bench_local_values(|mut view| view.measure().clone());
}
