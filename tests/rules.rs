//! `actograph rules` and `actograph explain`: output, messages and exit codes, and what the tools promise of the rules.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use actograph::data::Data;
use actograph::document::Source;
use actograph::pipeline::{Options, Reader};
use actograph::rule::check::finder;
use actograph::rule::example::Example;
use actograph::rule::forms::Maker;
use assert_cmd::Command;
use rayon::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

/// Share of the generated sentences of the first templates of rules that the rule finds, in percent.
const FLOOR_SAMPLES: usize = 90;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Data::embedded(), &Options::default()).expect("the embedded data is sound"));

/// A folder with a file of rules and a text.
struct Desk {
    folder: TempDir,
}

const RULE: &str = r#"
[frame.bankroll]
gloss   = "pays for"
asserts = "<payer> rel:aids <paid>"
verbs   = ["<payer> bankroll <paid>"]
match   = ["[payer Koch] bankrolls [paid the institute]."]
reject  = ["Koch slept in the institute."]
"#;

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        desk.write("mine.toml", RULE);
        desk.write("news.txt", "Koch bankrolled Amnesty in May. Oman fascinated Iran. Iran fascinated Qatar.");
        desk
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Runs it in the folder; exit code, standard output, standard error.
    fn actograph(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        let mut command = Command::cargo_bin("actograph").unwrap();
        let output = command.args(arguments).current_dir(self.folder.path()).write_stdin(input).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let desk = Desk::new();
    for name in ["calibrate", "check", "diff", "doc", "new", "score", "show", "suggest", "test"] {
        let (code, out, _) = desk.actograph(&["rules", name, "--help"], "");
        assert!(code == 0 && out.contains(&format!("  actograph rules {name}")) && out.contains("Exit code"), "{out}");
    }
}

#[test]
fn own_rules_add_and_replace_in_every_command_that_reads() {
    let desk = Desk::new();
    let relations = |arguments: &[&str]| {
        let all = [&["extract", "news.txt", "--format", "text"], arguments].concat();
        desk.actograph(&all, "").1
    };
    assert!(relations(&[]).contains("funds(Koch, Amnesty International)"));
    assert!(relations(&["--rules", "mine.toml"]).contains("aids(Koch, Amnesty International)\tbankroll#1"));
    let own = "[frame.funds]\nasserts = \"<a> rel:threatens <b>\"\nverbs = [\"<a> fascinate <b>\"]\n";
    desk.write("more/funds.toml", own);
    let both = relations(&["--rules", "mine.toml", "--rules", "more"]);
    assert!(both.contains("threatens(Oman, Iran)\tfunds#1") && both.contains("bankroll#1"), "{both}");
    let store = desk.folder.path().join("store");
    let build = ["build", "news.txt", "--rules", "more", "--store", store.to_str().unwrap()];
    assert_eq!(desk.actograph(&build, "").0, 0);
    // Another rule of the name in the same folder is an error, at its place.
    desk.write("more/other.toml", own);
    let (code, out, err) = desk.actograph(&["extract", "news.txt", "--rules", "more"], "");
    assert!((code, out.as_str()) == (2, "") && err.contains("R19") && err.contains("more/other.toml:1:8"), "{err}");
    let (code, _, err) = desk.actograph(&["explain", "x", "--rules", "missing.toml"], "");
    assert!(code == 2 && err.contains("missing.toml"), "{err}");
}

#[test]
fn the_data_folder_replaces_rules_by_name_too() {
    let desk = Desk::new();
    let rule = "[frame.funds]\nasserts = \"<a> rel:threatens <b>\"\nverbs = [\"<a> fascinate <b>\"]\n";
    desk.write("data/rules/mine.toml", rule);
    let (_, out, err) = desk.actograph(&["extract", "news.txt", "--format", "text", "--data", "data"], "");
    assert!(out.contains("threatens(Oman, Iran)") && !out.contains("funds(Koch"), "{out}{err}");
}

#[test]
fn check_shows_what_is_wrong_with_own_rules_at_its_place() {
    let desk = Desk::new();
    let (code, out, err) = desk.actograph(&["rules", "check"], "");
    assert!(code == 0 && out.contains(" 0 errors"), "{out}{err}");
    let (code, out, err) = desk.actograph(&["rules", "check", "mine.toml"], "");
    assert!(code == 0 && out.contains("0 errors, 1 warnings") && err.contains("mine.toml:5:21"), "{out}{err}");
    let (code, out, err) = desk.actograph(&["rules", "check", "-"], &RULE.replace("<paid>\"]", "<paidd>\"]"));
    assert!(code == 2 && out.contains("1 errors"), "{out}{err}");
    assert!(
        err.contains("error[R02]") && err.contains("--> -:5:30") && err.contains("did you mean `<paid>`?"),
        "{err}"
    );
}

#[test]
fn a_failing_example_is_explained() {
    let desk = Desk::new();
    let (code, out, err) = desk.actograph(&["rules", "test", "bankroll", "--rules", "mine.toml"], "");
    assert_eq!((code, out.as_str()), (0, "2 of 2 examples pass\n"), "{err}");
    let wrong = desk.write("wrong.toml", &RULE.replace("bankrolls [paid", "shuns [paid"));
    let test = ["rules", "test", "bankroll", "--explain", "--rules", wrong.to_str().unwrap()];
    let (code, out, _) = desk.actograph(&test, "");
    assert!(code == 1 && out.contains("not found: aids(Koch, the institute)"), "{out}");
    assert!(out.contains("| predication shun (verb)") && out.ends_with("1 of 2 examples pass\n"), "{out}");
    let (code, _, err) = desk.actograph(&["rules", "test", "fund"], "");
    assert!(code == 2 && err.contains("did you mean `funds`?"), "{err}");
}

#[test]
fn show_has_a_sentence_for_every_form() {
    let desk = Desk::new();
    let (code, out, _) = desk.actograph(&["rules", "show", "bankroll", "--rules", "mine.toml"], "");
    assert_eq!(code, 0);
    assert!(out.starts_with("bankroll  mine.toml:2\nPays for.\n\nasserts: <payer> aids <paid>  AID MC\n"), "{out}");
    for form in ["active", "passive", "past participle", "infinitive"] {
        assert!(out.contains(&format!("\n  ✓ {form} ")), "{form}: {out}");
    }
    assert!(out.contains("[paid The institute], bankrolled by [payer Koch], declined to comment."), "{out}");
    let (code, _, err) = desk.actograph(&["rules", "show", "bankrol", "--rules", "mine.toml"], "");
    assert!(code == 2 && err.contains("did you mean `bankroll`?"), "{err}");
}

#[test]
fn most_generated_sentences_are_found_by_their_rule() {
    let maker = Maker::load(&Data::embedded()).unwrap();
    let rules = READER.rules();
    // A part of the rules, for without optimisation the parser is slow.
    let first = rules.rules.iter().step_by(3).filter_map(|rule| Some((rule, rule.templates.first()?)));
    let samples: Vec<_> = first
        .flat_map(|(rule, (list, text))| maker.samples(rules, rule, (list, text)).into_iter().map(move |s| (rule, s)))
        .collect();
    let is_found = |(rule, sample): &(&actograph::rule::compile::Rule, actograph::rule::forms::Sample)| {
        sample.sentences.iter().any(|sentence| {
            let example = Example::parse(sentence).unwrap();
            finder(rule, &example, &READER.read(Source::named("sample"), example.text.clone())).is_some()
        })
    };
    let found: Vec<bool> = samples.par_iter().map(is_found).collect();
    for ((rule, sample), _) in samples.iter().zip(&found).filter(|(_, found)| !**found) {
        println!("{}: {}: {}", rule.name, sample.form, sample.sentences[0]);
    }
    let n_found = found.iter().filter(|found| **found).count();
    println!("{n_found} of {} sentences are found", samples.len());
    assert!(samples.len() > 250 && n_found * 100 >= FLOOR_SAMPLES * samples.len(), "{n_found} of {}", samples.len());
}

#[test]
fn doc_writes_the_page_of_the_reference() {
    let desk = Desk::new();
    let (code, out, _) = desk.actograph(&["rules", "doc", "--output", "rules.md"], "");
    assert_eq!((code, out.as_str()), (0, ""));
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/rules.md");
    let written = std::fs::read_to_string(desk.folder.path().join("rules.md")).unwrap();
    assert!(written == std::fs::read_to_string(reference).unwrap());
    let (_, out, _) = desk.actograph(&["rules", "doc", "--rules", "mine.toml"], "");
    assert!(out.contains("## mine.toml\n\n### bankroll\n\nPays for.\n"), "{}", &out[..400]);
}

#[test]
fn new_makes_a_rule_that_finds_its_sentence() {
    let desk = Desk::new();
    let sentence = "[paid The institute], outraged by [payer Koch], denied it.";
    let (code, out, err) = desk.actograph(&["rules", "new", sentence, "--predicate", "criticizes"], "");
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("[frame.outrage]\n") && out.contains("\"<payer> outrage <paid>\""), "{out}");
    desk.write("outrage.toml", &out);
    let (code, out, _) = desk.actograph(&["rules", "test", "outrage", "--rules", "outrage.toml"], "");
    assert_eq!((code, out.as_str()), (0, "1 of 1 examples pass\n"));
    let cases = [
        ("[a Russia]'s wooing of [b Serbia] angered Nato.", "nouns   = [\"<a>'s wooing of <b>\"]"),
        ("[a Greece] may sent envoys to [b Turkey].", "verbs   = [\"<a> send envoy to <b>\"]"),
        ("[org Hamas]'s figurehead, [who Yahya Sinwar], agreed.", "titles  = [\"<org>'s figurehead <who>\"]"),
        ("[a Greece] is wary of [b Turkey].", "adjectives = [\"<a> wary of <b>\"]"),
        ("A fuss between [a Greece] and [a Turkey] has grown.", "nouns   = [\"fuss between <a> and <a>\"]"),
    ];
    for (sentence, template) in cases {
        let (code, out, err) = desk.actograph(&["rules", "new", "-", "-p", "opposes", "-n", "x"], sentence);
        assert!(code == 0 && out.contains(template), "{sentence}\n{out}{err}");
    }
}

#[test]
fn new_says_what_syntax_saw_and_what_is_malformed() {
    let desk = Desk::new();
    let (code, out, err) = desk.actograph(&["rules", "new", "[a Greece]. Not [b Turkey].", "-p", "opposes"], "");
    assert!((code, out.as_str()) == (1, "") && err.contains("no verb, noun or adjective links"), "{err}");
    assert!(err.contains("Greece  Greece  PROPN"), "{err}");
    for (sentence, predicate, told) in [
        ("[a Greece] met [b Turkey].", "meet", "did you mean `meets`?"),
        ("[a Greece met Turkey.", "meets", "`[` without `]`\n --> the sentence:1:1\n"),
        ("Greece met Turkey.", "meets", "mark two actors"),
    ] {
        let (code, _, err) = desk.actograph(&["rules", "new", sentence, "-p", predicate], "");
        assert!(code == 2 && err.contains(told), "{err}");
    }
    let new = ["rules", "new", "[a Oman] fascinated [b Iran].", "-p", "opposes"];
    let (code, _, err) = desk.actograph(&[&new[..], &["--name", "a b"]].concat(), "");
    assert!(code == 2 && err.contains("`a b` is no name of a rule"), "{err}");
    // What somebody has written already stays.
    let (code, _, err) = desk.actograph(&[&new[..], &["--output", "mine.toml"]].concat(), "");
    assert!(code == 2 && err.contains("`>> mine.toml`"), "{err}");
    assert_eq!(std::fs::read_to_string(desk.folder.path().join("mine.toml")).unwrap(), RULE);
    // Why the frame that was made does not find its sentence.
    let (code, _, err) = desk.actograph(&["rules", "new", "[a The deal] fascinated [b Iran].", "-p", "meets"], "");
    assert!(code == 1 && err.contains("fascinate#1") && err.contains("\"deal\" is Agreement, wanted Person"), "{err}");
    // Some rule may say it already.
    let known = ["rules", "new", "[a Oman] funds [b Iran].", "-p", "funds"];
    let (code, _, err) = desk.actograph(&known, "");
    assert!(code == 0 && err.contains("note: `funds` finds funds in this sentence already"), "{err}");
}

#[test]
fn diff_lists_gained_and_lost() {
    let desk = Desk::new();
    let (code, out, err) = desk.actograph(&["rules", "diff", "builtin", "mine.toml", "--on", "news.txt"], "");
    assert_eq!(code, 1, "{err}");
    assert!(
        out.contains("+ [payer Koch] bankrolled [paid Amnesty] in May.    aids(Koch, Amnesty International)"),
        "{out}"
    );
    assert!(out.contains("\n- [funder Koch]") || out.starts_with("- [funder Koch]"), "{out}");
    assert!(out.contains("bankroll: 1 gained, 0 lost, 0 as before"), "{out}");
    assert!(out.ends_with("1 gained, 1 lost, 0 as before in 1 documents\n"), "{out}");
    let (code, out, _) = desk.actograph(&["rules", "diff", "-", "mine.toml", "--on", "news.txt"], RULE);
    assert_eq!((code, out.as_str()), (0, "0 gained, 0 lost, 1 as before in 1 documents\n"));
    let jsonl = ["rules", "diff", "mine.toml", "builtin", "--on", "news.txt", "--format", "jsonl"];
    let (_, out, _) = desk.actograph(&jsonl, "");
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[0]["doc"], &lines[0]["sentence"]), (2, &"news".into(), &0.into()));
    desk.write("bad.toml", &RULE.replace("rel:aids", "rel:aid"));
    let (code, _, err) = desk.actograph(&["rules", "diff", "builtin", "bad.toml", "--on", "news.txt"], "");
    assert!(code == 2 && err.contains("error[R04]") && err.contains("bad.toml:4:20"), "{err}");
    let (code, _, err) = desk.actograph(&["rules", "diff", "builtin", "mine.toml", "--on", "none.txt"], "");
    assert!(code == 2 && err.contains("none.txt"), "{err}");
}

#[test]
fn suggest_counts_what_no_rule_covers() {
    let desk = Desk::new();
    let (code, out, err) = desk.actograph(&["rules", "suggest", "--on", "news.txt", "--min", "2"], "");
    assert!(code == 0 && out.contains("2       verbs   <a> fascinate <b>"), "{out}{err}");
    assert_eq!(desk.actograph(&["rules", "suggest", "--on", "news.txt"], "").0, 1);
    let jsonl = ["rules", "suggest", "--on", "-", "--min", "1", "--format", "jsonl"];
    let (_, out, _) = desk.actograph(&jsonl, "Oman fascinated Iran.");
    let line: Value = serde_json::from_str(out.trim()).unwrap();
    assert_eq!(
        (&line["template"], &line["examples"][0]),
        (&"<a> fascinate <b>".into(), &"[a Oman] fascinated [b Iran].".into())
    );
}

#[test]
fn gold_gives_scores_and_a_table_of_confidences() {
    let desk = Desk::new();
    let gold = r#"{"doc":"a","sent":1,"text":"Koch bankrolled Amnesty.","subj":["Koch"],"pred":["funds"],"obj":["Amnesty"],"polarity":"positive","modality":"actual","source":null}
{"doc":"a","sent":2,"text":"Oman met Iran.","pred":[]}
"#;
    desk.write("gold.jsonl", gold);
    let (code, out, err) = desk.actograph(&["rules", "score", "--gold", "gold.jsonl", "--format", "json"], "");
    let score: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &score["relation"]["precision"], &score["relation"]["recall"]),
        (0, &0.5.into(), &1.0.into()),
        "{err}"
    );
    assert_eq!(score["realizations"]["active-subject"]["found"], 2);
    let (_, out, _) = desk.actograph(&["rules", "score", "--gold", "-"], gold);
    assert!(out.contains("| funds | 1 | 1 | 1 | 1.000 | 1.000 | 1.000 |\n"), "{out}");

    let (_, out, _) = desk.actograph(&["rules", "score", "--gold", "gold.jsonl", "--causes", "--each"], "");
    assert!(out.starts_with("wrong\tunannotated\ta:2\t[Oman] meets [Iran]  meets#1\n\tOman met Iran.\n"), "{out}");
    assert!(out.contains("| **wrong** |  | 1 |\n| unannotated | "), "{out}");
    let json = ["rules", "score", "--gold", "gold.jsonl", "--causes", "--each", "--format", "json"];
    let score: Value = serde_json::from_str(&desk.actograph(&json, "").1).unwrap();
    assert_eq!((&score["causes"]["wrong"]["unannotated"], &score["errors"][0]["doc"]), (&1.into(), &"a".into()));
    let page = desk.write("page.md", "# Mine\n<!-- rules score: relations -->\n<!-- end -->\nBehind.\n");
    let report = ["rules", "score", "--gold", "gold.jsonl", "--report", "page.md"];
    assert_eq!(desk.actograph(&report, "").0, 0);
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("| **gold** | 1 | 2 | 1 | 0.500 | 1.000 | 0.667 | 2 | 1 | "), "{page}");
    assert!(page.starts_with("# Mine\n") && page.ends_with("<!-- end -->\nBehind.\n"), "{page}");
    let none = ["rules", "score", "--gold", "gold.jsonl", "--report", "mine.toml"];
    let (code, _, err) = desk.actograph(&none, "");
    assert!(code == 2 && err.contains("mine.toml:1: no part is marked"), "{err}");

    let (code, out, err) = desk.actograph(&["rules", "calibrate", "--gold", "gold.jsonl"], "");
    assert!(code == 0 && err.contains("Brier score"), "{err}");
    assert!(out.contains("\nrealization\tactive-subject\t0.970\t1\t1\t0."), "{out}");
    // The table can be used, and its priors stay what they were.
    desk.write("data/rules/confidence.tsv", &out);
    let (_, again, err) = desk.actograph(&["rules", "calibrate", "--gold", "gold.jsonl", "--data", "data"], "");
    assert!(again == out, "{err}");
    assert_eq!(desk.actograph(&["rules", "calibrate", "--gold", "-"], "").0, 1);
    let (code, _, err) = desk.actograph(&["rules", "score", "--gold", "-"], "{}");
    assert!(code == 2 && err.starts_with("actograph: -:1: "), "{err}");
    let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles/001-essequibo-talks.expected");
    let (code, out, err) = desk.actograph(&["rules", "score", "--gold", article.to_str().unwrap()], "");
    assert!(code == 0 && out.contains("| 001-essequibo-talks | "), "{out}{err}");
}

#[test]
fn explain_takes_a_sentence_of_a_document_by_its_place() {
    let desk = Desk::new();
    let second = "Koch bankrolled Amnesty in May. ".len().to_string();
    let (code, out, err) = desk.actograph(&["explain", "--doc", "news.txt", "--at", &second], "");
    assert!(code == 0 && out.contains("predication fascinate") && !out.contains("bankroll"), "{out}{err}");
    assert!(!out.contains('\u{1b}'), "no colours where there is no terminal");
    let painted = ["explain", "Koch bankrolls Amnesty.", "--color", "always"];
    assert!(desk.actograph(&painted, "").1.contains("\u{1b}[32m✓\u{1b}[0m"));
    let (code, out, _) = desk.actograph(&["explain", "--doc", "-", "--format", "json"], "Oman met Iran. It rained.");
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((code, lines.len(), &lines[0]["assertions"][0]["predicate"]), (0, 2, &"meets".into()));
    assert_eq!(lines[1]["sentence"]["index"], 1);
    for wrong in [&["--doc", "news.txt", "--at", "9999"][..], &["--at", "1", "x"], &["--doc", "news.txt", "x"], &[]] {
        let (code, out, err) = desk.actograph(&[&["explain"], wrong].concat(), "");
        assert!((code, out.as_str()) == (2, "") && !err.is_empty(), "{wrong:?}");
    }
}
