//! `actograph accept` and `reject`: judgements on single assertions.

use std::fmt::Write as _;
use std::path::Path;

use crate::actor::Gazetteer;
use crate::cli::actors::{Signed, corrected, describe};
use crate::cli::{Outcome, lock, write_output};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::graph::curation::judge::{Said, Verdict, assertions};
use crate::graph::curation::{Change, edit};
use crate::graph::store::{Part, Store};

const EXAMPLE: &str = "\
Examples:
  actograph query evidence --actor Iran --relation funds --other Hamas --store news
  actograph reject talks#assertion-3f9a --store news --reason 'the text says the opposite'
  actograph accept talks#assertion-71c0 --store news

An assertion is named as queries print it, with or without `doc:`; the beginning of its name is enough. What is rejected \
is left out of every answer, picture and export, also if the document is read again and says the same at the same place. \
`actograph log` lists judgements and other corrections, `actograph undo` takes one back.

Exit code: 0 if it was done, 2 if not (then nothing is).";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// Which assertions
    #[arg(required = true, value_name = "ASSERTION")]
    assertions: Vec<String>,
    #[command(flatten)]
    signed: Signed,
}

pub(super) fn run(arguments: &Arguments, verdict: Verdict, data: &Data) -> Result<Outcome, Error> {
    let signed = &arguments.signed;
    if verdict == Verdict::Reject && signed.reason().is_none() {
        return Err(Error::Usage("say why it is wrong: --reason TEXT".to_owned()));
    }
    let store = Store::open(signed.store())?;
    let who = if verdict == Verdict::Accept { "accept" } else { "reject" };
    let _writing = lock(&store, Part::Notes, who)?;
    let mut corrections = store.corrections()?;
    let mut said = String::new();
    for name in &arguments.assertions {
        let change = Change::Judge { said: find(&store, name)?, verdict };
        edit::conflict(&corrections, &change, store.base()).map_err(Error::Usage)?;
        let correction = corrected(signed, &corrections, change)?;
        let _ = writeln!(said, "{}  {}", correction.number, describe(&correction, store.base()));
        corrections = edit::with(&corrections, correction);
    }
    store.set_corrections(&corrections)?;
    store.correct_actors(&Gazetteer::load(data)?)?;
    write_output(Path::new("-"), said.as_bytes())?;
    Ok(Outcome::Found)
}

/// The assertion that a person means.
fn find(store: &Store, name: &str) -> Result<Said, Error> {
    let base = store.base();
    let wrong = |message: String| Error::Usage(format!("{name}: {message}"));
    let path = name.strip_prefix(base.as_str()).unwrap_or(name);
    let path = path.strip_prefix("document/").or(path.strip_prefix("doc:")).unwrap_or(path);
    let Some((document, _)) = path.split_once('#') else {
        return Err(wrong("an assertion is named like talks#assertion-3f9a".to_owned()));
    };
    let node = base.resolve(&format!("doc:{path}")).into_string();
    let graph = base.resolve(&format!("doc:{document}"));
    let (entries, _) = store.documents()?;
    let entry = entries.iter().find(|e| base.document(&e.id) == graph);
    let id = entry.map(|e| &e.id).ok_or_else(|| wrong("no such document in this store".to_owned()))?;
    let all = assertions(&store.document(id)?);
    let fitting: Vec<&Said> = all.iter().filter(|said| said.assertion.starts_with(&node)).collect();
    match fitting.as_slice() {
        [only] => Ok((*only).clone()),
        [] => Err(wrong("the document has no such assertion".to_owned())),
        several => match several.iter().find(|said| said.assertion == node) {
            Some(exact) => Ok((*exact).clone()),
            None => Err(wrong(format!("{} assertions begin so; write more of the name", several.len()))),
        },
    }
}
