//! `actograph build`: reads documents into a store and sums up what was found.
//!
//! Every document is read, written and forgotten on its own, so memory does not grow with their number. A document
//! whose text and reader have not changed since it was stored is left alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;

use crate::actor::{Form, Gazetteer};
use crate::assertion::Standing;
use crate::cli::extract::ModelSize;
use crate::cli::input::{self, Raw};
use crate::cli::{Outcome, report, tables};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::Source;
use crate::graph::store::{Entry, Store};
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
}

/// What was read in a run and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents that were not in the store.
    pub read: usize,
    /// Documents whose text and reader are as they were.
    pub unchanged: usize,
    /// Documents that were in the store with another text or reader.
    pub replaced: usize,
    /// Inputs without any text.
    pub empty: usize,
    /// Inputs that could not be read or stored.
    pub failed: usize,
    /// Of the documents that were read: their sentences.
    pub sentences: usize,
    /// Mentions by actor, for those with a name.
    pub actors: BTreeMap<String, usize>,
    /// Assertions by standing.
    pub standings: BTreeMap<Standing, usize>,
    /// Assertions by relation.
    pub relations: BTreeMap<String, usize>,
}

/// Runs the command.
pub(super) fn command(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let reader = Reader::new(data, &pipeline::Options { model: arguments.model.into() })?;
    let version = env!("CARGO_PKG_VERSION");
    let mark =
        format!("actograph {version}, {} model, data {}", Size::from(arguments.model).name(), data.fingerprint()?);
    // What is in the store already keeps the date that it was read with.
    run(arguments, mark, reader.gazetteer(), |mut source, text| {
        arguments.reading.date(&mut source);
        reader.read(source, text)
    })
}

/// Reads `arguments` into the store; `read` turns a text into a reading by the names of `gazetteer`.
///
/// # Errors
/// Only what stops everything: [`Error::Store`], or [`Error::Usage`] for a base that is none. What is wrong with single
/// files is reported on standard error and counted.
pub fn run<R>(arguments: &Arguments, reader: String, gazetteer: &Gazetteer, read: R) -> Result<Outcome, Error>
where
    R: Fn(Source, String) -> Reading + Sync,
{
    let base = arguments.base.as_deref().map(Base::new).transpose()?;
    let store = Store::create(&arguments.store, base.as_ref())?;
    let options = write::Options { base: store.base().clone(), reader, keep_text: !arguments.no_text };
    let threads = arguments.jobs.map_or(0, std::num::NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| Error::Usage(format!("--jobs {threads}: {e}")))?;
    let summary = pool.install(|| build(&arguments.inputs, &arguments.reading, &store, &options, &read))?;
    store.write_actors(gazetteer)?;
    // Standard error: the result of this command is the store.
    let _ = anstream::stderr().lock().write_all(summary.table().as_bytes());
    Ok(summary.outcome())
}

/// The same without arguments and threads of its own.
///
/// # Errors
/// [`Error::File`] if the store cannot be listed.
pub fn build<R>(
    inputs: &[PathBuf],
    reading: &input::Options,
    store: &Store,
    options: &write::Options,
    read: &R,
) -> Result<Summary, Error>
where
    R: Fn(Source, String) -> Reading + Sync,
{
    let (known, damaged) = store.documents()?;
    let (inputs, errors) = input::collect(inputs, reading, &known);
    let known: BTreeMap<&str, &Entry> = known.iter().map(|e| (e.id.as_str(), e)).collect();
    let summary = Summary { failed: errors.len(), ..Summary::default() };
    errors.iter().chain(&damaged).for_each(report);

    let progress = progress(inputs.len());
    let results = Mutex::new((summary, BTreeMap::new()));
    let each = |(number, raw): (usize, Result<Raw, Error>)| {
        let place = raw.as_ref().map_or_else(|_| String::new(), |raw| raw.place.clone());
        let done = raw.map_or_else(Done::Failed, |raw| one(raw, &known, store, options, read));
        progress.inc(1);
        let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(complaint) = done.complaint(&place) {
            results.1.insert(number, complaint);
        }
        results.0.add(done);
    };
    input::documents(&inputs, reading).enumerate().par_bridge().for_each(each);
    progress.finish_and_clear();
    let (summary, complaints) = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    // In the order of the inputs, and next to the summary.
    let mut stderr = anstream::stderr().lock();
    for complaint in complaints.values() {
        let _ = writeln!(stderr, "actograph: {complaint}");
    }
    Ok(summary)
}

/// What became of one input.
enum Done {
    Read(Box<Summary>, usize),
    Unchanged,
    Empty,
    Failed(Error),
}

impl Done {
    /// What the user should know.
    fn complaint(&self, place: &str) -> Option<String> {
        match self {
            Self::Read(_, 0) | Self::Unchanged => None,
            Self::Read(_, n) => {
                Some(format!("warning: {place}: {n} byte sequence(s) were no characters and show as \u{fffd}"))
            }
            Self::Empty => Some(format!("warning: {place}: has no text")),
            Self::Failed(error) => Some(error.to_string()),
        }
    }
}

fn one<R>(raw: Raw, known: &BTreeMap<&str, &Entry>, store: &Store, options: &write::Options, read: &R) -> Done
where
    R: Fn(Source, String) -> Reading + Sync,
{
    let place = raw.place.clone();
    let text = match raw.text() {
        Ok(text) if text.text.trim().is_empty() => return Done::Empty,
        Ok(text) => text,
        Err(error) => return Done::Failed(error),
    };
    let before = known.get(text.source.id.as_str());
    if before.is_some_and(|e| e.reader == options.reader_mark() && e.hash == content_hash(&text.text)) {
        return Done::Unchanged;
    }
    let replaced = text.replaced;
    let id = text.source.id.clone();
    // A reader that panics is at fault itself, but the other documents shall not suffer from it.
    let reading = catch_unwind(AssertUnwindSafe(|| {
        let reading = read(text.source, text.text);
        let quads = write::quads(&reading, options);
        (Summary::of(&reading), quads)
    }));
    let Ok((mut summary, quads)) = reading else {
        let message = "this text makes the program fail; please report it".to_owned();
        return Done::Failed(Error::Content { place, message });
    };
    if let Err(error) = store.put(&id, &quads) {
        return Done::Failed(error);
    }
    (summary.read, summary.replaced) = if before.is_some() { (0, 1) } else { (1, 0) };
    Done::Read(Box::new(summary), replaced)
}

fn progress(documents: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} documents, {eta} left").expect("a constant");
    // It draws on standard error, and only if that is a terminal.
    ProgressBar::new(documents as u64).with_style(style)
}

impl Summary {
    fn of(reading: &Reading) -> Self {
        let mut summary = Self { sentences: reading.document.sentences.len(), ..Self::default() };
        for actor in reading.actors.iter().filter(|a| a.named && a.class.is_actor()) {
            let named = actor.mentions.iter().any(|&m| reading.mentions[m].form != Form::Pronoun);
            if named {
                *summary.actors.entry(actor.label.clone()).or_default() += actor.mentions.len();
            }
        }
        for assertion in &reading.assertions {
            *summary.standings.entry(assertion.standing()).or_default() += 1;
            *summary.relations.entry(assertion.predicate.clone()).or_default() += 1;
        }
        summary
    }

    fn add(&mut self, done: Done) {
        match done {
            Done::Unchanged => self.unchanged += 1,
            Done::Empty => self.empty += 1,
            Done::Failed(_) => self.failed += 1,
            Done::Read(one, _) => {
                self.read += one.read;
                self.replaced += one.replaced;
                self.sentences += one.sentences;
                sum(&mut self.actors, one.actors);
                sum(&mut self.standings, one.standings);
                sum(&mut self.relations, one.relations);
            }
        }
    }

    /// Whether something failed, and else whether there was anything.
    pub fn outcome(&self) -> Outcome {
        match (self.failed, self.read + self.replaced + self.unchanged) {
            (0, 0) => Outcome::Nothing,
            (0, _) => Outcome::Found,
            _ => Outcome::Incomplete,
        }
    }

    /// The summary for the eye.
    pub fn table(&self) -> String {
        let mut documents = vec![format!("{} read", self.read)];
        let others = [
            (self.replaced, "replaced"),
            (self.unchanged, "unchanged"),
            (self.empty, "empty"),
            (self.failed, "failed"),
        ];
        documents.extend(others.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")));
        let mut rows = vec![("documents".to_owned(), documents.join(", "))];
        if self.read + self.replaced > 0 {
            let standings: Vec<String> = self.standings.iter().map(|(s, n)| format!("{n} {}", s.name())).collect();
            let total: usize = self.standings.values().sum();
            let assertions = if total == 0 { "0".to_owned() } else { format!("{total} ({})", standings.join(", ")) };
            rows.push(("sentences".to_owned(), self.sentences.to_string()));
            rows.push(("named actors".to_owned(), self.actors.len().to_string()));
            rows.push(("assertions".to_owned(), assertions));
            rows.push(("top relations".to_owned(), top(&self.relations)));
            rows.push(("top actors".to_owned(), top(&self.actors)));
        }
        rows.retain(|(_, value)| !value.is_empty());
        tables::pairs(rows)
    }
}

fn sum<K: Ord>(total: &mut BTreeMap<K, usize>, part: BTreeMap<K, usize>) {
    for (key, n) in part {
        *total.entry(key).or_default() += n;
    }
}

/// The most frequent few: `funds 12, arms 3`.
fn top(counts: &BTreeMap<String, usize>) -> String {
    const SHOWN: usize = 8;
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|(name, n)| (Reverse(**n), *name));
    let shown: Vec<String> = counts.into_iter().take(SHOWN).map(|(name, n)| format!("{name} {n}")).collect();
    shown.join(", ")
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
            let s = build(&[self.inputs()], &input::Options::default(), &self.store, &write::Options::default(), &read)
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
    fn another_reader_reads_all_anew() {
        let desk = Desk::new();
        desk.write("a.txt", "Iran funds Hamas.");
        desk.build();
        let options = write::Options { keep_text: false, ..write::Options::default() };
        let summary = build(&[desk.inputs()], &input::Options::default(), &desk.store, &options, &read).unwrap();
        assert_eq!((summary.read, summary.replaced), (0, 1));
    }

    #[test]
    fn the_summary_counts_and_names() {
        let desk = Desk::new();
        desk.write("a.txt", "Iran funds Hamas.");
        desk.write("b.txt", "Iran funds Hezbollah.");
        let inputs = [desk.inputs(), PathBuf::from("none.txt")];
        let summary = build(&inputs, &input::Options::default(), &desk.store, &write::Options::default(), &read);
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
