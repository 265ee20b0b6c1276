use super::*;

fn ids(inputs: &[Input]) -> Vec<&str> {
    inputs.iter().map(|i| i.id.as_str()).collect()
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    folder
}

fn entry(input: &Input) -> Entry {
    let text = documents(std::slice::from_ref(input), &Options::default()).next().unwrap().unwrap().text().unwrap();
    let hash = content_hash(&text.text);
    Entry { id: text.source.id, hash, path: text.source.path, ..Entry::default() }
}

#[test]
fn a_folder_gives_its_texts_in_order_by_their_path() {
    let folder = folder(&[("b.txt", "b"), ("a/b.md", "a"), ("c.docx", "c"), (".git/x.txt", "x"), ("d.TXT", "d")]);
    let (inputs, errors) = collect(&[folder.path().to_owned()], &Options::default(), &[]);
    assert_eq!((ids(&inputs), errors.len()), (vec!["a/b", "b", "d"], 0));
}

#[test]
fn what_is_missing_or_empty_is_told_and_the_rest_is_found() {
    let folder = folder(&[("a.txt", "a"), ("empty/x.docx", "")]);
    let at = |name: &str| folder.path().join(name);
    let (inputs, errors) = collect(&[at("none.txt"), at("a.txt"), at("empty"), at("a.txt")], &Options::default(), &[]);
    assert_eq!(ids(&inputs), ["a"]);
    let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert!(errors[0].contains("none.txt") && errors[1].contains("no file to read"), "{errors:?}");
}

#[test]
fn files_of_one_name_are_told_apart_by_their_folders() {
    let folder = folder(&[("one/report.txt", "1"), ("two/report.txt", "2")]);
    let files = [folder.path().join("one/report.txt"), folder.path().join("two/report.txt")];
    let (both, _) = collect(&files, &Options::default(), &[]);
    assert_eq!(ids(&both), ["one/report", "two/report"]);

    let (first, _) = collect(&files[..1], &Options::default(), &[]);
    let known = [entry(&first[0])];
    assert_eq!(ids(&first), ["report"]);
    assert_eq!(ids(&collect(&files, &Options::default(), &known).0), ["report", "two/report"]);
}

#[test]
fn the_same_text_at_another_place_is_the_same_document() {
    let folder = folder(&[("old/report.txt", "same"), ("new/report.txt", "same")]);
    let (old, _) = collect(&[folder.path().join("old")], &Options::default(), &[]);
    let known = [entry(&old[0])];
    assert_eq!(ids(&collect(&[folder.path().join("new")], &Options::default(), &known).0), ["report"]);
}

#[test]
fn a_name_that_begins_with_a_date_gives_the_date() {
    assert_eq!(leading_date("2025-04-12-talks"), Some("2025-04-12".to_owned()));
    for none in ["2025-13-40-talks", "talks", "2025-4-12", "20250412ab", "日本語日本語"] {
        assert_eq!(leading_date(none), None, "{none}");
    }
}

/// Identifiers and texts of all documents, and what is wrong.
fn read(inputs: &[Input]) -> Vec<String> {
    let options = Options::default();
    let documents = documents(inputs, &options);
    let shown = documents.map(|raw| {
        let text = raw.and_then(Raw::text);
        text.map_or_else(|e| e.to_string(), |text| format!("{}: {}", text.source.id, text.text.trim()))
    });
    shown.collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn patterns_and_packed_files_are_read() {
    let folder = folder(&[("a/1.txt", "one"), ("b/2.html", "<p>two"), ("b/3.pdf", "3")]);
    std::fs::write(folder.path().join("b/4.txt.gz"), gzip(b"four")).unwrap();
    let (inputs, errors) = collect(&[folder.path().join("*/[124].*")], &Options::default(), &[]);
    assert_eq!((read(&inputs), errors.len()), (["1: one", "2: two", "4: four"].map(str::to_owned).to_vec(), 0));
    let (none, errors) = collect(&[folder.path().join("*.x")], &Options::default(), &[]);
    assert_eq!((none.len(), errors.len()), (0, 1));
}

#[test]
fn records_have_identifiers_that_last() {
    let lines = [
        "{\"text\": \"x\"}",
        "{\"text\": \"y\", \"url\": \"https://www.example.org/y/\"}",
        "{\"id\": 1, \"text\": \"z\"}",
    ];
    let folder = folder(&[("a.jsonl", &lines.join("\n")), ("b/a.jsonl", "{\"id\": 1, \"text\": \"other\"}")]);
    let (inputs, _) = collect(&[folder.path().to_owned()], &Options::default(), &[]);
    let found = read(&inputs);
    assert_eq!(found[..3], ["a/2d711642b726: x", "example.org/y: y", "1: z"].map(str::to_owned));
    assert!(found[3].contains("a.jsonl:1: the document `1` was read already"), "{}", found[3]);

    std::fs::write(folder.path().join("a.jsonl"), format!("{}\n\n{}", lines[2], lines[0])).unwrap();
    let (inputs, _) = collect(&[folder.path().join("a.jsonl")], &Options::default(), &[]);
    assert_eq!(read(&inputs), ["1: z", "a/2d711642b726: x"]);
}

#[test]
fn a_format_can_be_forced() {
    let folder = folder(&[("a.txt", "<p>x</p>"), ("b.json", "{\"text\": \"y\"}")]);
    let html = Options::default().with_format(Format::Html);
    let (inputs, _) = collect(&[folder.path().join("a.txt")], &html, &[]);
    assert_eq!(read(&inputs), ["a: x"]);
    let (inputs, _) = collect(&[folder.path().join("b.json")], &Options::default().with_format(Format::Jsonl), &[]);
    assert!(read(&inputs)[0].ends_with(": y"));
}

#[test]
fn the_encoding_that_a_page_names_is_believed() {
    let folder = folder(&[]);
    let file = folder.path().join("a.html");
    std::fs::write(&file, b"<meta charset=\"windows-1251\"><p>\xc8\xf0\xe0\xed</p>").unwrap();
    let (inputs, _) = collect(&[file], &Options::default(), &[]);
    assert_eq!(read(&inputs), ["a: \u{418}\u{440}\u{430}\u{43d}"]);
}

#[test]
fn days_are_found_in_dates_and_times() {
    for (text, expected) in [
        ("2026-03-18", Some("2026-03-18")),
        (" 2026-03-18T23:30:00+04:00", Some("2026-03-18")),
        ("2026/03/18 10:00", Some("2026-03-18")),
        ("Wed, 18 Mar 2026 23:30:00 +0400", Some("2026-03-18")),
        ("18 Mar 2026 23:30 GMT", Some("2026-03-18")),
        ("yesterday", None),
        ("2026-13-40", None),
        ("", None),
    ] {
        assert_eq!(day(text).as_deref(), expected, "{text}");
    }
}
