//! How fast texts are split and lemmas found: `cargo bench --bench text`.

use actograph::data::Data;
use actograph::document::{Features, Source, Upos, Xpos};
use actograph::syntax::lemma::Lemmatizer;
use actograph::text::Segmenter;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// News-like sentences, again and again: about 100,000 words.
fn news() -> String {
    let paragraph = "WASHINGTON (Reuters) - U.S. officials said on Monday that they didn’t expect Iran’s negotiators to \
        accept the $3.5 billion deal. “We’ll see what happens,” Secretary of State John A. Smith said. The Vienna-based \
        agency reported a 12% rise in stockpiles; Tehran denied it.\n\n";
    paragraph.repeat(2_000)
}

#[divan::bench]
fn segment(bencher: Bencher<'_, '_>) {
    let segmenter = Segmenter::new(&Data::embedded()).expect("the embedded lists are sound");
    let text = news();
    let n_words = segmenter.segment(Source::named("b"), text.clone()).tokens.len();
    bencher
        .counter(ItemsCount::new(n_words))
        .with_inputs(|| text.clone())
        .bench_values(|text| segmenter.segment(Source::named("b"), text));
}

#[divan::bench]
fn load_lists() -> Segmenter {
    Segmenter::new(&Data::embedded()).expect("the embedded lists are sound")
}

#[divan::bench]
fn load_lemmas() -> Lemmatizer {
    Lemmatizer::load(&Data::embedded()).expect("the embedded table is sound")
}

#[divan::bench]
fn lemmatize(bencher: Bencher<'_, '_>) {
    let lemmatizer = Lemmatizer::load(&Data::embedded()).expect("the embedded table is sound");
    let words = [("Officials", Xpos::NNS), ("denied", Xpos::VBD), ("the", Xpos::DT), ("negotiations", Xpos::NNS)];
    let mut lemma = String::new();
    bencher.counter(ItemsCount::new(words.len())).bench_local(|| {
        for (form, xpos) in words {
            lemmatizer.lemmatize_into(divan::black_box(form), xpos, Upos::X, Features::EMPTY, &mut lemma);
            divan::black_box(&lemma);
        }
    });
}
