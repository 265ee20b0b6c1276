//! The word lists of `ontology/lexicon/` that tokenizer and sentence splitter ask.

use std::collections::{HashMap, HashSet};

use crate::data::{Data, Row, Table};
use crate::diagnostic::Error;

/// What may follow an abbreviation with its full stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Before a name: never the end of a sentence.
    Title,
    /// Before what it belongs to: never the end of a sentence.
    Before,
    /// An abbreviation only before a number.
    Number,
    /// An abbreviation only before a number or a comma.
    Day,
    /// Perhaps the end of a sentence.
    End,
}

/// All lists, keyed by small letters unless said.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Without the full stop → (class, whether it needs a capital).
    abbreviations: HashMap<Box<str>, Vec<(Abbreviation, bool)>>,
    prefixes: HashSet<Box<str>>,
    suffixes: HashSet<Box<str>>,
    /// Beginning at any place: `'s`, `n't`.
    clitics: HashSet<Box<str>>,
    /// Whole form → byte lengths of its words (the apostrophe counted as `'`).
    contractions: HashMap<Box<str>, Box<[u8]>>,
    openers: HashSet<Box<str>>,
    leads: HashSet<Box<str>>,
    speech_verbs: HashSet<Box<str>>,
    units: HashSet<Box<str>>,
    /// As written, by their first byte.
    unsplit: HashMap<u8, Vec<Unsplit>>,
    domains: HashSet<Box<str>>,
    file_endings: HashSet<Box<str>>,
    /// Bit `length` of the row of a first letter: whether a contraction of ASCII letters only could look so.
    plain_contractions: [u32; 26],
}

#[derive(Debug)]
struct Unsplit {
    form: Box<str>,
    emoticon: bool,
}

/// The longest word that is looked up; longer ones are in no list.
const LONGEST: usize = 24;

/// Small letters and the straight apostrophe, without allocation.
struct Folded {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Folded {
    fn new(word: &str) -> Option<Self> {
        let mut folded = Self { bytes: [0; LONGEST], length: 0 };
        for c in word.chars() {
            let c = if is_apostrophe(c) { '\'' } else { c.to_ascii_lowercase() };
            let end = folded.length + c.len_utf8();
            c.encode_utf8(folded.bytes.get_mut(folded.length..end)?);
            folded.length = end;
        }
        Some(folded)
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).expect("it was made of whole characters")
    }
}

/// Straight, typographic, and the two that stand in for it.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´')
}

fn unknown(path: &str, row: Row<'_>, column: &str) -> Error {
    let message = format!("unknown {column} `{}`", row.get(column));
    Error::Content { place: format!("{path}:{}", row.line()), message }
}

impl Words {
    pub(super) fn load(data: &Data) -> Result<Self, Error> {
        let mut words = Self::default();
        words.load_abbreviations(data, "lexicon/abbreviations.tsv")?;
        words.load_affixes(data, "lexicon/hyphen-affixes.tsv")?;
        words.load_contractions(data, "lexicon/contractions.tsv")?;
        words.load_units(data, "lexicon/units.tsv")?;
        words.load_unsplit(data, "lexicon/unsplit.tsv")?;
        let openers = Table::load(data, "lexicon/sentence-openers.tsv")?;
        words.openers = openers.rows().map(|r| r.get("word").to_lowercase().into()).collect();
        let leads = openers.rows().filter(|r| r.get("leads") == "yes");
        words.leads = leads.map(|r| r.get("word").to_lowercase().into()).collect();
        let verbs = Table::load(data, "lexicon/speech-verbs.tsv")?;
        words.speech_verbs = verbs.rows().map(|r| r.get("form").into()).collect();
        Ok(words)
    }

    fn load_abbreviations(&mut self, data: &Data, path: &str) -> Result<(), Error> {
        for row in Table::load(data, path)?.rows() {
            let class = match row.get("class") {
                "title" => Abbreviation::Title,
                "before" => Abbreviation::Before,
                "number" => Abbreviation::Number,
                "day" => Abbreviation::Day,
                "end" => Abbreviation::End,
                _ => return Err(unknown(path, row, "class")),
            };
            let form = row.get("form").trim_end_matches('.');
            let capital = form.starts_with(char::is_uppercase);
            self.abbreviations.entry(form.to_lowercase().into()).or_default().push((class, capital));
        }
        Ok(())
    }

    fn load_affixes(&mut self, data: &Data, path: &str) -> Result<(), Error> {
        for row in Table::load(data, path)?.rows() {
            match row.get("part") {
                "prefix" => self.prefixes.insert(row.get("affix").into()),
                "suffix" => self.suffixes.insert(row.get("affix").into()),
                _ => return Err(unknown(path, row, "part")),
            };
        }
        Ok(())
    }

    fn load_contractions(&mut self, data: &Data, path: &str) -> Result<(), Error> {
        for row in Table::load(data, path)?.rows() {
            let form = row.get("form");
            if let Some(clitic) = form.strip_prefix('*') {
                self.clitics.insert(clitic.into());
                continue;
            }
            let lengths: Vec<u8> = row.list("parts").map(|p| p.len() as u8).collect();
            if row.list("parts").collect::<String>() != form {
                return Err(unknown(path, row, "parts"));
            }
            if form.len() < 32 && form.bytes().all(|b| b.is_ascii_lowercase()) {
                self.plain_contractions[usize::from(form.as_bytes()[0] - b'a')] |= 1 << form.len();
            }
            self.contractions.insert(form.into(), lengths.into());
        }
        Ok(())
    }

    fn load_units(&mut self, data: &Data, path: &str) -> Result<(), Error> {
        for row in Table::load(data, path)?.rows() {
            self.units.insert(row.get("unit").into());
        }
        Ok(())
    }

    fn load_unsplit(&mut self, data: &Data, path: &str) -> Result<(), Error> {
        for row in Table::load(data, path)?.rows() {
            let form = row.get("form");
            let Some(&first) = form.as_bytes().first() else { continue };
            match row.get("kind") {
                kind @ ("word" | "emoticon") => {
                    let unsplit = Unsplit { form: form.into(), emoticon: kind == "emoticon" };
                    self.unsplit.entry(first).or_default().push(unsplit);
                }
                "domain" => {
                    self.domains.insert(form.into());
                }
                "file" => {
                    self.file_endings.insert(form.into());
                }
                _ => return Err(unknown(path, row, "kind")),
            }
        }
        Ok(())
    }

    /// The class of a word that a full stop follows; `number_follows` and `comma_follows` say what stands after that.
    pub(super) fn abbreviation(&self, word: &str, number_follows: bool, comma_follows: bool) -> Option<Abbreviation> {
        let capital = word.starts_with(char::is_uppercase);
        let folded = Folded::new(word)?;
        let classes = self.abbreviations.get(folded.as_str())?;
        let fits = |&&(class, needs_capital): &&(Abbreviation, bool)| {
            (capital || !needs_capital)
                && match class {
                    Abbreviation::Number => number_follows,
                    Abbreviation::Day => number_follows || comma_follows,
                    _ => true,
                }
        };
        classes.iter().find(fits).map(|&(class, _)| class)
    }

    pub(super) fn is_prefix(&self, word: &str) -> bool {
        contains(&self.prefixes, word)
    }

    pub(super) fn is_suffix(&self, word: &str) -> bool {
        contains(&self.suffixes, word)
    }

    pub(super) fn is_clitic(&self, word: &str) -> bool {
        contains(&self.clitics, word)
    }

    pub(super) fn is_unit(&self, word: &str) -> bool {
        contains(&self.units, word)
    }

    pub(super) fn is_domain(&self, word: &str) -> bool {
        contains(&self.domains, word)
    }

    pub(super) fn is_file_ending(&self, word: &str) -> bool {
        contains(&self.file_endings, word)
    }

    pub(super) fn is_speech_verb(&self, word: &str) -> bool {
        contains(&self.speech_verbs, word)
    }

    /// Whether the word is written with a capital and opens sentences.
    pub(super) fn is_opener(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && contains(&self.openers, word)
    }

    /// Whether the word is written in small letters and something must follow it: no headline ends with one.
    pub(super) fn is_lead(&self, word: &str) -> bool {
        word.starts_with(char::is_lowercase) && contains(&self.leads, word)
    }

    /// The byte lengths of the words of a contraction, as if its apostrophe were `'`.
    pub(super) fn contraction(&self, word: &str) -> Option<&[u8]> {
        self.contractions.get(Folded::new(word)?.as_str()).map(AsRef::as_ref)
    }

    /// As [`Self::contraction`] for a word of ASCII letters; nearly every word is turned away without a look-up.
    pub(super) fn plain_contraction(&self, word: &str) -> Option<&[u8]> {
        let first = usize::from((word.as_bytes()[0] | 0x20).wrapping_sub(b'a'));
        let possible = *self.plain_contractions.get(first)? >> word.len().min(31) & 1 == 1;
        if possible { self.contraction(word) } else { None }
    }

    /// The longest unsplit form at the start of `rest`, if it ends there at no letter or digit.
    pub(super) fn unsplit(&self, rest: &str, chunk_start: bool) -> Option<usize> {
        let forms = self.unsplit.get(rest.as_bytes().first()?)?;
        let ends = |form: &str| !rest[form.len()..].starts_with(char::is_alphanumeric);
        let fits = |u: &&Unsplit| rest.starts_with(&*u.form) && ends(&u.form) && (chunk_start || !u.emoticon);
        forms.iter().filter(fits).map(|u| u.form.len()).max()
    }
}

fn contains(set: &HashSet<Box<str>>, word: &str) -> bool {
    Folded::new(word).is_some_and(|folded| set.contains(folded.as_str()))
}
