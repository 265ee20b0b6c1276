//! Speed of reading: text → trees, and text → assertions, on the fixture articles.
//!
//! After the benches, or alone with `cargo bench --bench read shares`, the share of each layer is printed as a ratio to
//! the parser. The layers run by turns, and what counts is the processor time of this thread where the system tells it
//! (Linux), so that a busy machine spoils little.

use std::hint::black_box;
use std::time::{Duration, Instant};

use actograph::actor::{Gazetteer, mentions, resolve};
use actograph::assertion::{Confidence, assert};
use actograph::data::{Data, RuleFile};
use actograph::document::{Document, Source};
use actograph::ontology::Ontology;
use actograph::pipeline::{Options, Reader};
use actograph::rule::apply::{Input, apply};
use actograph::rule::compile::RuleSet;
use actograph::rule::grammar::Grammar;
use actograph::syntax::kernel::Kernel;
use actograph::syntax::model::{Model, Size};
use actograph::syntax::network::Workspace;
use actograph::syntax::{Lexicon, predications};
use actograph::text::Segmenter;
use actograph::time::Calendar;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    if !std::env::args().any(|argument| argument == "shares") {
        divan::main();
    }
    if std::env::args().any(|argument| argument == "--bench") {
        shares();
    }
}

/// How often each layer runs.
const ROUNDS: u32 = 20;

/// Prints what each layer behind the parser costs, as a share of the parser.
fn shares() {
    let data = Data::embedded();
    let reader = Reader::new(&data, &Options::default()).expect("the shipped data is sound");
    let gazetteer = Gazetteer::load(&data).expect("the shipped data is sound");
    let layers = Layers::load(&data);
    let rules = [reader.rules(), &twice(&data)];
    let text = text();
    let mut spent = [Duration::ZERO; 5];
    for _ in 0..ROUNDS {
        let document = timed(&mut spent[0], || reader.parse(Source::named("bench"), text.clone()));
        let (mentions, actors) = timed(&mut spent[1], || {
            let mentions = mentions(&document, &gazetteer);
            let actors = resolve(&document, &mentions, &gazetteer);
            (mentions, actors)
        });
        for (rules, spent) in rules.iter().zip(&mut spent[2..]) {
            timed(spent, || {
                let predications = predications(&document, &layers.lexicon);
                let input =
                    Input { document: &document, predications: &predications, mentions: &mentions, actors: &actors };
                layers.assertions(rules, &document, &input)
            });
        }
        timed(&mut spent[4], || reader.read(Source::named("bench"), text.clone()));
    }
    let [trees, actors, relations, doubled, whole] = spent.map(|all| all / ROUNDS);
    let share = |part: Duration| 100.0 * part.as_secs_f64() / trees.as_secs_f64();
    println!("\nmean of {ROUNDS} rounds                             share of the trees");
    println!("trees                          {trees:>10.2?}");
    println!("actors                         {actors:>10.2?}  {:>6.1} %", share(actors));
    println!("relations and qualifiers       {relations:>10.2?}  {:>6.1} %", share(relations));
    println!("  with every frame twice       {doubled:>10.2?}  {:>6.1} %", share(doubled));
    println!("the whole                      {whole:>10.2?}  {:>6.1} %", share(whole));
    let more = doubled.as_secs_f64() / relations.as_secs_f64() - 1.0;
    let of_all = (doubled.as_secs_f64() - relations.as_secs_f64()) / whole.as_secs_f64();
    let (more, of_all) = (100.0 * more, 100.0 * of_all);
    println!("every frame twice: {more:.1} % more for relations and qualifiers, {of_all:.1} % more for the whole");
}

/// Runs once and adds the time that it took.
fn timed<T>(spent: &mut Duration, run: impl FnOnce() -> T) -> T {
    let start = (Instant::now(), processor_time());
    let result = black_box(run());
    *spent += match (start.1, processor_time()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => start.0.elapsed(),
    };
    result
}

/// How long this thread has run; exact to a tick of the scheduler, 4 ms, so sum it over many rounds.
fn processor_time() -> Option<Duration> {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = statistics.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// What is loaded for the layers between actors and assertions.
struct Layers {
    lexicon: Lexicon,
    calendar: Calendar,
    confidence: Confidence,
}

impl Layers {
    fn load(data: &Data) -> Self {
        Self {
            lexicon: Lexicon::load(data).expect("the shipped data is sound"),
            calendar: Calendar::load(data).expect("the shipped data is sound"),
            confidence: Confidence::load(data).expect("the shipped data is sound"),
        }
    }

    fn assertions(&self, rules: &RuleSet, document: &Document, input: &Input<'_>) -> usize {
        let matches = apply(rules, input);
        let times = self.calendar.expressions(document);
        assert(rules, &self.confidence, input, &times, &matches).len()
    }
}

/// The shipped rules and all of them once more under other names.
fn twice(data: &Data) -> RuleSet {
    let ontology = Ontology::load(data).expect("the shipped data is sound");
    let grammar = Grammar::load(data).expect("the shipped data is sound");
    let files = data.rule_files().expect("the shipped data is sound");
    let again = |line: &str| match line.split_once('.') {
        // `[frame.funds]`, `[frame.funds.ends]`, `[pattern.party]`
        Some((kind, rest)) if matches!(kind, "[frame" | "[pattern") => {
            let name = rest.find(['.', ']']).unwrap_or(rest.len());
            format!("{kind}.{}-again{}\n", &rest[..name], &rest[name..])
        }
        _ => format!("{line}\n"),
    };
    // A layer above: two rules of one layer may not have one template.
    let copies = files.iter().map(|file| RuleFile {
        name: format!("again/{}", file.name),
        text: file.text.lines().map(again).collect::<String>().into(),
        layer: 1,
    });
    let all: Vec<RuleFile> = copies.chain(files.iter().cloned()).collect();
    let (rules, _) = RuleSet::compile(&all, &ontology, &grammar);
    let plain = RuleSet::load(data, &ontology).expect("the shipped data is sound");
    assert_eq!(rules.entries.len(), 2 * plain.entries.len());
    rules
}

/// All fixture articles, several times over: about 40,000 words.
fn text() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/articles");
    let entries = std::fs::read_dir(folder).expect("the fixtures are there").flatten().map(|e| e.path());
    let mut paths: Vec<_> = entries.filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    let articles: Vec<String> = paths.iter().map(|p| std::fs::read_to_string(p).expect("fixtures are UTF-8")).collect();
    articles.join("\n\n").repeat(10)
}

fn n_words(text: &str) -> ItemsCount {
    let segmenter = Segmenter::new(&Data::embedded()).expect("the shipped data is sound");
    ItemsCount::new(segmenter.segment(Source::named("bench"), text.to_owned()).tokens.len())
}

/// Raw text to trees with lemmas in memory, on one core. Items are syntactic words.
#[divan::bench(args = ["fast", "accurate"], sample_count = 20)]
fn trees(bencher: Bencher<'_, '_>, model: &str) {
    let model = if model == "fast" { Size::Fast } else { Size::Accurate };
    let reader = Reader::new(&Data::embedded(), &Options { model }).expect("the shipped data is sound");
    let text = text();
    bencher
        .counter(n_words(&text))
        .with_inputs(|| text.clone())
        .bench_local_values(|text| reader.parse(Source::named("bench"), text));
}

/// Raw text to assertions in memory, on one core.
#[divan::bench(args = ["fast", "accurate"], sample_count = 20)]
fn assertions(bencher: Bencher<'_, '_>, model: &str) {
    let model = if model == "fast" { Size::Fast } else { Size::Accurate };
    let reader = Reader::new(&Data::embedded(), &Options { model }).expect("the shipped data is sound");
    let text = text();
    bencher
        .counter(n_words(&text))
        .with_inputs(|| text.clone())
        .bench_local_values(|text| reader.read(Source::named("bench"), text));
}

/// Trees to actors: names, descriptions, pronouns, and who is meant.
#[divan::bench(sample_count = 20)]
fn actors(bencher: Bencher<'_, '_>) {
    let data = Data::embedded();
    let reader = Reader::new(&data, &Options::default()).expect("the shipped data is sound");
    let gazetteer = Gazetteer::load(&data).expect("the shipped data is sound");
    let text = text();
    bencher
        .counter(n_words(&text))
        .with_inputs(|| reader.parse(Source::named("bench"), text.clone()))
        .bench_local_refs(|document| resolve(document, &mentions(document, &gazetteer), &gazetteer));
}

/// The network alone, by kernel.
#[divan::bench(args = ["Scalar", "Avx2", "Vnni"], sample_count = 10)]
fn kernels(bencher: Bencher<'_, '_>, kernel: &str) {
    let Some(kernel) = Kernel::available().into_iter().find(|k| format!("{k:?}") == kernel) else {
        return;
    };
    let data = Data::embedded();
    let model = Model::load(&data, Size::Fast).expect("the shipped model is sound").with_kernel(kernel);
    let segmenter = Segmenter::new(&data).expect("the shipped data is sound");
    let text = text();
    let mut workspace = Workspace::default();
    bencher
        .counter(n_words(&text))
        .with_inputs(|| segmenter.segment(Source::named("bench"), text.clone()))
        .bench_local_refs(|document| model.analyze(document, &mut workspace));
}

/// Everything that happens before the first word is read.
#[divan::bench(args = ["fast", "accurate"])]
fn start(bencher: Bencher<'_, '_>, model: &str) {
    let model = if model == "fast" { Size::Fast } else { Size::Accurate };
    bencher.bench_local(|| Reader::new(&Data::embedded(), &Options { model }).expect("the shipped data is sound"));
}
