//! `actograph build`: reads documents into a store and sums up what was found.
//!
//! Every document is read, written and forgotten on its own, so memory does not grow with their number. A document
//! whose text and reader have not changed since it was stored is left alone.

mod copies;
mod log;
mod summary;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use self::copies::Copies;
use self::log::{Log, Note};
use self::summary::Done;
pub use self::summary::Summary;
use crate::actor::Gazetteer;
use crate::cli::extract::ModelSize;
use crate::cli::input::{self, Raw};
use crate::cli::{Outcome, lock, report};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::Source;
use crate::graph::duplicates::{Fingerprint, Likeness};
use crate::graph::store::{Entry, Part, Store};
use crate::graph::vocabulary::Base;
use crate::graph::write::{self, content_hash};
use crate::pipeline::{self, Reader, Reading};
use crate::syntax::model::Size;

const EXAMPLE: &str = "\
Examples:
  actograph build articles/ --store news
  actograph build a.txt b.md --store news --model fast
  curl -s https://example.org/article | actograph build - --input-format html --store news
  actograph build dump.jsonl.gz crawl.warc.gz --field text=body --store news

A second run reads only what is new or has changed. Files are UTF-8, UTF-16 or a legacy encoding that is recognised.

Exit code: 0 if documents were read or are unchanged, 1 if there is none, 2 if something could not be read (the rest \
is done).";

/// The arguments of `actograph build`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Arguments {
    /// Files, folders and patterns (`2026-*/*.html`) to read; `-` is standard input. The ending tells the format:
    /// text, Markdown, HTML, JSON lines, CSV, TSV, RSS, Atom, e-mail, WARC, CoNLL-U, each also as .gz
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// The store's folder; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    store: PathBuf,
    /// The language model: `fast`, or `accurate` at a third of the speed
    #[arg(short, long, value_name = "MODEL", default_value = "fast")]
    model: ModelSize,
    #[command(flatten)]
    reading: input::Options,
    /// How many documents to read at once [default: one a processor]
    #[arg(short, long, value_name = "N")]
    jobs: Option<std::num::NonZeroUsize>,
    // No docstring, for a bare address is none to rustdoc, and brackets around it would show in the help.
    #[arg(
        long,
        value_name = "IRI",
        help = "Namespace of the data, for a new store [default: https://w3id.org/actograph/kg/]"
    )]
    base: Option<String>,
    /// Keep the evidence and its place, but not the texts
    #[arg(long)]
    no_text: bool,
    /// Read copies of documents too, and count each as a source of its own
    #[arg(long)]
    keep_duplicates: bool,
    /// Write what was not read and why to this file, as JSON lines (docs/inputs.md)
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn command(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let reader = Reader::new(data, &pipeline::Options { model: arguments.model.into() })?;
    let version = env!("CARGO_PKG_VERSION");
    let mark =
        format!("actograph {version}, {} model, data {}", Size::from(arguments.model).name(), data.fingerprint()?);
    // What is in the store already keeps the date that it was read with.
    let dated = |mut source| {
        arguments.reading.date(&mut source);
        source
    };
    let read = |source, text| reader.read(dated(source), text);
    let date = |source, text| reader.date(dated(source), text);
    run(arguments, mark, reader.gazetteer(), &read, &date)
}

/// Reads `arguments` into the store; `read` turns a text into a reading by the names of `gazetteer`, `date` only finds
/// when it was written.
///
/// # Errors
/// Only what stops everything: [`Error::Store`], or [`Error::Usage`] for a base that is none. What is wrong with single
/// files is reported on standard error and counted.
pub fn run<R, D>(
    arguments: &Arguments,
    reader: String,
    gazetteer: &Gazetteer,
    read: &R,
    date: &D,
) -> Result<Outcome, Error>
where
    R: Fn(Source, String) -> Reading + Sync,
    D: Fn(Source, String) -> Source + Sync,
{
    let base = arguments.base.as_deref().map(Base::new).transpose()?;
    let store = Store::create(&arguments.store, base.as_ref())?;
    let _writing = lock(&store, Part::Documents, "build")?;
    let options = write::Options { base: store.base().clone(), reader, keep_text: !arguments.no_text };
    let threads = arguments.jobs.map_or(0, std::num::NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| Error::Usage(format!("--jobs {threads}: {e}")))?;
    let summary = pool.install(|| {
        let log = Log::open(arguments.log.as_deref())?;
        build(&arguments.inputs, &arguments.reading, arguments.keep_duplicates, &store, &options, log, (read, date))
    })?;
    let noting = lock(&store, Part::Notes, "build")?;
    store.write_actors(gazetteer)?;
    drop(noting);
    // Standard error: the result of this command is the store.
    let _ = anstream::stderr().lock().write_all(summary.table().as_bytes());
    Ok(summary.outcome())
}

/// The same without arguments and threads of its own.
///
/// # Errors
/// [`Error::File`] if the store cannot be listed or the log not be written.
fn build<R, D>(
    inputs: &[PathBuf],
    reading: &input::Options,
    keep_duplicates: bool,
    store: &Store,
    options: &write::Options,
    log: Log,
    (read, date): (&R, &D),
) -> Result<Summary, Error>
where
    R: Fn(Source, String) -> Reading + Sync,
    D: Fn(Source, String) -> Source + Sync,
{
    let (known, damaged) = store.documents()?;
    let (inputs, errors) = input::collect(inputs, reading, &known);
    let mut log = log;
    for error in errors.iter().chain(&damaged) {
        report(error);
        let reason = Some(error.to_string());
        log.say(&Note {
            place: error.place().unwrap_or_default(),
            document: None,
            outcome: "failed",
            reason,
            told: true,
        })?;
    }
    let copies = if keep_duplicates { Copies::default() } else { Copies::find(&inputs, reading, &known) };
    let settled = if keep_duplicates { Vec::new() } else { copies.settle(&known, store, options)? };
    for note in &settled {
        log.say(note)?;
        if let Some(reason) = note.reason.as_ref().filter(|_| note.told) {
            let _ = writeln!(anstream::stderr().lock(), "actograph: {reason}");
        }
    }
    let known = known.iter().map(|e| (e.id.as_str(), e)).collect();
    let summary = Summary { failed: errors.len(), ..Summary::default() };

    let progress = Progress::new(&inputs, copies.n_documents);
    let run = Run { reading, known, copies, store, options, read, date };
    let results = Mutex::new((summary, BTreeMap::new(), log, Ok(())));
    let each = |(number, raw): (usize, Result<Raw, Error>)| {
        let place = match &raw {
            Ok(raw) => raw.place.clone(),
            Err(error) => error.place().unwrap_or_default(),
        };
        let (id, done) = match raw {
            Ok(raw) => run.one(raw),
            Err(error) => (None, Done::Failed(error)),
        };
        progress.add(&done);
        let note = done.note(&place, id.as_deref());
        let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
        let (summary, complaints, log, logged) = &mut *results;
        if let Some(complaint) = note.as_ref().filter(|n| n.told).and_then(|n| n.reason.clone()) {
            complaints.insert(number, complaint);
        }
        if logged.is_ok() {
            *logged = log.add(number, note);
        }
        summary.add(done);
    };
    input::documents(&inputs, reading).enumerate().par_bridge().for_each(each);
    progress.finish();
    let (summary, complaints, log, logged) = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    // In the order of the inputs, and next to the summary.
    let mut stderr = anstream::stderr().lock();
    for complaint in complaints.values() {
        let _ = writeln!(stderr, "actograph: {complaint}");
    }
    drop(stderr);
    logged?;
    log.finish()?;
    Ok(summary)
}

/// What one run reads with.
struct Run<'a, R, D> {
    reading: &'a input::Options,
    known: BTreeMap<&'a str, &'a Entry>,
    copies: Copies,
    store: &'a Store,
    options: &'a write::Options,
    read: &'a R,
    date: &'a D,
}

impl<R: Fn(Source, String) -> Reading + Sync, D: Fn(Source, String) -> Source + Sync> Run<'_, R, D> {
    /// Reads one document into the store; gives its identifier, where that is known.
    fn one(&self, raw: Raw) -> (Option<String>, Done) {
        let place = raw.place.clone();
        let text = match raw.text() {
            Ok(text) => text,
            Err(error) => return (None, Done::Failed(error)),
        };
        let id = text.source.id.clone();
        let done = |done: Done| (Some(id.clone()), done);
        if text.text.trim().is_empty() {
            return done(Done::Empty);
        }
        if let Some(language) = self.reading.foreign(&text.text) {
            return done(Done::Foreign(language));
        }
        let hash = content_hash(&text.text);
        let before = self.known.get(id.as_str());
        let original = self.copies.original(&id);
        let original_iri = original.map(|o| self.options.base.document(o).into_string());
        let is_as_before =
            |e: &&Entry| e.reader == self.options.reader_mark() && e.hash == hash && e.original == original_iri;
        if before.is_some_and(is_as_before) {
            return done(Done::Unchanged);
        }
        if let Some(original) = original {
            let likeness = Likeness { hash, fingerprint: Fingerprint::of(&text.text) };
            let source = (self.date)(text.source, text.text);
            let quads = write::copy(&source, &likeness, original, self.options);
            return done(
                self.store.put(&id, &quads).map_or_else(Done::Failed, |()| Done::Duplicate(original.to_owned())),
            );
        }
        let replaced = text.replaced;
        // A reader that panics is at fault itself, but the other documents shall not suffer from it.
        let reading = catch_unwind(AssertUnwindSafe(|| {
            let reading = (self.read)(text.source, text.text);
            let quads = write::quads(&reading, self.options);
            (Summary::of(&reading), quads)
        }));
        let Ok((mut summary, quads)) = reading else {
            let message = "this text makes the program fail; please report it".to_owned();
            return done(Done::Failed(Error::Content { place, message }));
        };
        if let Err(error) = self.store.put(&id, &quads) {
            return done(Done::Failed(error));
        }
        (summary.read, summary.replaced) = if before.is_some() { (0, 1) } else { (1, 0) };
        done(Done::Read(Box::new(summary), replaced))
    }
}

/// How far the build is. It is drawn on standard error, and only if that is a terminal.
struct Progress {
    bar: ProgressBar,
    began: Instant,
    words: AtomicUsize,
}

impl Progress {
    /// How many documents there are is known if they have been counted, or if every input is one.
    fn new(inputs: &[input::Input], n_documents: usize) -> Self {
        let n_documents = n_documents.max(inputs.len());
        let counted = n_documents > inputs.len() || inputs.iter().all(input::Input::is_one);
        let template = if counted {
            "{bar:30} {pos}/{len} documents, {per_sec:0}, {msg}, {eta} left"
        } else {
            "{spinner} {pos} documents, {per_sec:0}, {msg}, {elapsed}"
        };
        let bar = if counted { ProgressBar::new(n_documents as u64) } else { ProgressBar::no_length() };
        let bar = bar.with_style(ProgressStyle::with_template(template).expect("a constant"));
        Self { bar, began: Instant::now(), words: AtomicUsize::new(0) }
    }

    fn add(&self, done: &Done) {
        let words = if let Done::Read(summary, _) = done { summary.words } else { 0 };
        let words = self.words.fetch_add(words, Ordering::Relaxed) + words;
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{:.0} words/s", words as f64 / seconds));
        self.bar.inc(1);
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::graph::sample;
    use crate::graph::store::Index;

    /// A reader for which every text says that its first word funds its last.
    fn read(source: Source, text: String) -> Reading {
        assert!(!text.contains("panic"));
        let mut reading = sample::reading(source, &text);
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let [first, last] = [words[0], words[words.len() - 1]].map(str::to_owned);
        let subject = sample::actor(&mut reading, &first.to_lowercase(), &first, crate::ontology::Class::State);
        let object = sample::actor(&mut reading, &last.to_lowercase(), &last, crate::ontology::Class::State);
        sample::fact(&mut reading, 0, subject, "funds", object);
        reading
    }

    fn undated(source: Source, _: String) -> Source {
        source
    }

    struct Desk {
        folder: tempfile::TempDir,
        store: Store,
    }

    impl Desk {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::create(&folder.path().join("store"), None).unwrap();
            std::fs::create_dir(folder.path().join("in")).unwrap();
            Self { folder, store }
        }

        fn inputs(&self) -> PathBuf {
            self.folder.path().join("in")
        }

        fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
            std::fs::write(self.inputs().join(name), bytes).unwrap();
        }

        /// Read, replaced, unchanged, empty, failed.
        fn build(&self) -> [usize; 5] {
            let s = build(
                &[self.inputs()],
                &input::Options::default(),
                false,
                &self.store,
                &write::Options::default(),
                Log::open(None).unwrap(),
                (&read, &undated),
            )
            .unwrap();
            [s.read, s.replaced, s.unchanged, s.empty, s.failed]
        }

        fn load(&self) -> Index {
            self.store.load(&crate::data::Data::embedded()).unwrap()
        }
    }

    fn all_bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
        files
            .filter(|e| e.file_type().is_file())
            .map(|e| (e.path().to_owned(), std::fs::read(e.path()).unwrap()))
            .collect()
    }

    #[test]
    fn only_what_is_new_or_changed_is_read() {
        let desk = Desk::new();
        desk.write("a.txt", "Iran funds Hamas.");
        desk.write("b.md", "# Qatar *funds* Hamas.");
        assert_eq!(desk.build(), [2, 0, 0, 0, 0]);
        let before = all_bytes(&desk.folder.path().join("store"));
        assert_eq!(desk.build(), [0, 0, 2, 0, 0]);
        assert_eq!(all_bytes(&desk.folder.path().join("store")), before);

        desk.write("a.txt", "Oman funds Hamas.");
        assert_eq!(desk.build(), [0, 1, 1, 0, 0]);
        let ask = |query: &str| crate::graph::query::ask(&desk.load(), query).unwrap().is_some();
        assert!(ask("ASK { kg:oman rel:funds kg:hamas }") && !ask("ASK { kg:iran rel:funds kg:hamas }"));
    }

    #[test]
    fn one_bad_file_never_stops_the_others() {
        let desk = Desk::new();
        desk.write("a.txt", "Iran funds Hamas.");
        desk.write("binary.txt", b"\x00\x01\x02");
        desk.write("blank.txt", " \n\t\n");
        desk.write("empty.txt", "");
        desk.write("fault.txt", "Iran funds panic.");
        desk.write("large.txt", vec![b'x'; (32 << 20) + 1]);
        desk.write("latin.txt", b"S\xe3o Paulo funds Hamas.");
        assert_eq!(desk.build(), [2, 0, 0, 2, 3]);
        assert_eq!(desk.build(), [0, 0, 2, 2, 3]);
    }

    #[test]
    fn what_is_not_english_is_left_out_and_logged() {
        let desk = Desk::new();
        desk.write("a.txt", "Iran funds Hamas.");
        desk.write("b.txt", "Die Regierung in Berlin hat die Gespräche über das Abkommen am Montag begonnen, wie ein Sprecher des Amtes sagte.");
        desk.write("c.txt", " ");
        let path = desk.folder.path().join("log");
        for expected in ["b.txt foreign, c.txt empty", "a.txt unchanged, b.txt foreign, c.txt empty"] {
            let log = Log::open(Some(&path)).unwrap();
            let options = write::Options::default();
            let summary = build(
                &[desk.inputs()],
                &input::Options::default(),
                false,
                &desk.store,
                &options,
                log,
                (&read, &undated),
            )
            .unwrap();
            assert_eq!((summary.foreign, summary.empty), (1, 1));
            let lines = std::fs::read_to_string(&path).unwrap();
            let lines = lines.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
            let shown = lines.map(|l| {
                let place = l["place"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
                format!("{place} {}", l["outcome"].as_str().unwrap())
            });
            assert_eq!(shown.collect::<Vec<_>>().join(", "), expected);
        }
    }

    #[test]
    fn the_log_tells_the_place_of_what_failed() {
        let desk = Desk::new();
        desk.write("a.jsonl", "{\"text\": \"Iran funds Hamas.\"}\n{broken\n");
        let path = desk.folder.path().join("log");
        let inputs = [desk.inputs(), desk.inputs().join("none.txt")];
        let (options, log) = (write::Options::default(), Log::open(Some(&path)).unwrap());
        build(&inputs, &input::Options::default(), false, &desk.store, &options, log, (&read, &undated)).unwrap();
        let lines = std::fs::read_to_string(&path).unwrap();
        let places = lines.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["place"].clone());
        let names = places.map(|p| p.as_str().unwrap().rsplit('/').next().unwrap().to_owned());
        assert_eq!(names.collect::<Vec<_>>(), ["none.txt", "a.jsonl:2"]);
    }

    /// A report of which the agency's clients print nearly the same.
    fn report(end: &str) -> String {
        let words: Vec<String> = (0..80).map(|n| format!("word{n}")).collect();
        format!("Iran says {} {end} funds Hamas.", words.join(" "))
    }

    #[test]
    fn copies_are_read_once_whatever_the_order() {
        let files = [
            ("a.txt", report("reportedly")),
            ("b.txt", report("reportedly")),
            ("c.md", format!("---\ntitle: Reprint\n---\n{}", report("it said"))),
            ("d.txt", "Oman funds Hamas.".to_owned()),
            ("e.txt", "Oman funds Hamas.".to_owned()),
        ];
        let orders: [&[&[usize]]; 4] =
            [&[&[0, 1, 2, 3, 4]], &[&[4, 3, 2, 1, 0]], &[&[4], &[3], &[2], &[1], &[0]], &[&[1, 2], &[4, 0], &[3]]];
        let mut stores = Vec::new();
        for order in orders {
            let desk = Desk::new();
            for (name, text) in &files {
                desk.write(name, text);
            }
            for some in order {
                let inputs: Vec<PathBuf> = some.iter().map(|&i| desk.inputs().join(files[i].0)).collect();
                let log = Log::open(None).unwrap();
                let options = write::Options::default();
                build(&inputs, &input::Options::default(), false, &desk.store, &options, log, (&read, &undated))
                    .unwrap();
            }
            assert_eq!(desk.build(), [0, 0, 5, 0, 0]);
            let (entries, _) = desk.store.documents().unwrap();
            let copies = entries.iter().filter(|e| e.original.is_some()).map(|e| e.id.as_str()).collect::<Vec<_>>();
            assert_eq!(copies, ["b", "c", "e"]);
            let index = desk.load();
            let ask = |query: &str| crate::graph::query::ask(&index, query).unwrap().is_some();
            assert!(ask("ASK { doc:c ag:duplicateOf doc:a ; dcterms:title 'Reprint' }"));
            let folder = desk.folder.path().to_string_lossy().into_owned();
            let quads: Vec<String> = entries
                .iter()
                .flat_map(|e| desk.store.document(&e.id).unwrap())
                .map(|quad| quad.to_string().replace(&folder, ""))
                .collect();
            stores.push(quads);
        }
        assert!(stores.iter().all(|store| *store == stores[0]));
    }

    #[test]
    fn a_copy_is_read_when_its_original_changes_or_copies_are_kept() {
        let desk = Desk::new();
        desk.write("a.txt", report("reportedly"));
        desk.write("b.txt", report("it said"));
        assert_eq!(desk.build(), [1, 0, 0, 0, 0]);
        desk.write("a.txt", "Oman funds Hamas.");
        assert_eq!(desk.build(), [0, 2, 0, 0, 0]);

        desk.write("a.txt", report("reportedly"));
        assert_eq!(desk.build(), [0, 1, 0, 0, 0]);
        let (options, log) = (write::Options::default(), Log::open(None).unwrap());
        let summary =
            build(&[desk.inputs()], &input::Options::default(), true, &desk.store, &options, log, (&read, &undated));
        assert_eq!(summary.unwrap().replaced, 1);
    }

    #[test]
    fn another_reader_reads_all_anew() {
        let desk = Desk::new();
        desk.write("a.txt", "Iran funds Hamas.");
        desk.build();
        let options = write::Options { keep_text: false, ..write::Options::default() };
        let summary = build(
            &[desk.inputs()],
            &input::Options::default(),
            false,
            &desk.store,
            &options,
            Log::open(None).unwrap(),
            (&read, &undated),
        )
        .unwrap();
        assert_eq!((summary.read, summary.replaced), (0, 1));
    }

    #[test]
    fn the_summary_counts_and_names() {
        let desk = Desk::new();
        desk.write("a.txt", "Iran funds Hamas.");
        desk.write("b.txt", "Iran funds Hezbollah.");
        let inputs = [desk.inputs(), PathBuf::from("none.txt")];
        let summary = build(
            &inputs,
            &input::Options::default(),
            false,
            &desk.store,
            &write::Options::default(),
            Log::open(None).unwrap(),
            (&read, &undated),
        );
        let expected = expect_test::expect![[r#"
             documents      2 read, 1 failed
             sentences      2
             named actors   3
             assertions     2 (2 stated)
             top relations  funds 2
             top actors     Iran 2, Hamas 1, Hezbollah 1
        "#]];
        expected.assert_eq(&summary.unwrap().table());
        assert_eq!(Summary::default().outcome(), Outcome::Nothing);
        assert_eq!(Summary { unchanged: 1, ..Summary::default() }.outcome(), Outcome::Found);
        assert_eq!(Summary { read: 1, failed: 1, ..Summary::default() }.outcome(), Outcome::Incomplete);
    }
}
