//! How much of annotated news is found, and how much of what is found is right: the articles of `fixtures/gold/`.
//!
//! `cargo test --test gold -- --nocapture` prints the figures.

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// What must be reached, from 0 to 1. The floors lie a little below what was last measured; they only ever rise.
const FLOORS: [(&str, f64); 5] =
    [("precision", 0.70), ("recall", 0.45), ("polarity", 0.95), ("modality", 0.90), ("source", 0.85)];

#[test]
fn relations_of_news_are_found_with_their_qualifiers() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/gold/news.jsonl");
    let arguments = ["rules", "score", "--format", "json", "--gold"];
    let done = Command::cargo_bin("actograph").unwrap().args(arguments).arg(gold).assert().success();
    let score: Value = serde_json::from_slice(&done.get_output().stdout).unwrap();
    let documents = score["documents"].as_object().unwrap();
    assert_eq!(documents.len(), 8);
    assert!(documents.values().all(|document| document["right"].as_u64().unwrap() > 0), "{documents:?}");
    for (name, floor) in FLOORS {
        let value = score["relation"].get(name).or_else(|| score.get(name)).and_then(Value::as_f64).unwrap();
        println!("{name:<10} {value:.3}");
        assert!(value >= floor, "{name} is {value}, below {floor}");
    }
}
