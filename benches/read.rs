//! Speed of reading: text → trees, and text → assertions, on the fixture articles.

use actograph::actor::{Gazetteer, mentions, resolve};
use actograph::data::Data;
use actograph::document::Source;
use actograph::pipeline::{Options, Reader};
use actograph::syntax::kernel::Kernel;
use actograph::syntax::model::{Model, Size};
use actograph::syntax::network::Workspace;
use actograph::text::Segmenter;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
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
