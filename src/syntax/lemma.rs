//! Form and tag → lemma.
//!
//! First a table of words whose lemma the rules would miss, then the edit of the longest known ending of the word under
//! its Penn tag (`-ied` → `-y` for `VBD`). Names keep their form, digits lose their thousands separators, other words
//! lose their capitals unless words of that kind keep them (`Iranian`, `CEO`). All of it is learned from treebanks by
//! `actograph train` and read from `ontology/model/lemmas.tsv`. The context is not looked at: `'s` is always `be`.

use std::collections::HashMap;

use crate::data::{Data, Table};
use crate::diagnostic::Error;
use crate::document::{Document, Features, Token, Upos, Xpos, feature};

/// The longest ending that rules look at, in characters.
pub(crate) const LONGEST_ENDING: usize = 5;
/// Longer words are their own lemma.
const LONGEST_WORD: usize = 64;

/// What is known about lemmas.
///
/// ```
/// use actograph::{data::Data, document::{Features, Upos, Xpos}, syntax::lemma::Lemmatizer};
/// let lemmatizer = Lemmatizer::load(&Data::embedded()).unwrap();
/// let mut lemma = String::new();
/// lemmatizer.lemmatize_into("Denied", Xpos::VBD, Upos::VERB, Features::EMPTY, &mut lemma);
/// assert_eq!(lemma, "deny");
/// ```
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Lemmatizer {
    /// Tag and word → lemma.
    pub(crate) words: HashMap<Box<[u8]>, Box<str>>,
    /// Tag and ending → edit.
    pub(crate) edits: HashMap<Box<[u8]>, Edit>,
    /// Tag and ending → whether words that begin with their only capital keep it.
    pub(crate) titles: HashMap<Box<[u8]>, bool>,
    /// Tag and length (at most [`LONGEST_CAPITALS`]) → whether words with more capitals keep them.
    pub(crate) capitals: HashMap<Box<[u8]>, bool>,
}

/// Lengths of words in capitals are told apart up to here.
pub(crate) const LONGEST_CAPITALS: usize = 7;

/// Characters to take from the end of a word, and what to put there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Edit {
    pub(crate) strip: u8,
    pub(crate) add: Box<str>,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// Without capitals.
    Small,
    /// The first letter is the only capital.
    Title,
    /// Any other.
    Capitals,
}

pub(crate) fn case(form: &str) -> Case {
    let mut upper = form.chars().enumerate().filter(|(_, c)| c.is_uppercase());
    match (upper.next(), upper.next()) {
        (None, _) => Case::Small,
        (Some((0, _)), None) if form.chars().nth(1).is_some() => Case::Title,
        _ => Case::Capitals,
    }
}

/// A tag and a word in small letters with straight apostrophes, on the stack.
pub(crate) struct Key {
    /// The tag in the first byte.
    bytes: [u8; LONGEST_WORD + 1],
    length: usize,
}

impl Key {
    /// `None` if the word is too long.
    pub(crate) fn new(form: &str, xpos: Xpos) -> Option<Self> {
        let mut key = Self { bytes: [0; LONGEST_WORD + 1], length: 1 };
        key.bytes[0] = xpos.index() as u8;
        for c in form.chars() {
            match c {
                '’' | '‘' => key.push('\'')?,
                c if c.is_ascii() => key.push(c.to_ascii_lowercase())?,
                c => c.to_lowercase().try_for_each(|c| key.push(c))?,
            }
        }
        Some(key)
    }

    fn push(&mut self, c: char) -> Option<()> {
        let end = self.length + c.len_utf8();
        c.encode_utf8(self.bytes.get_mut(self.length..end)?);
        self.length = end;
        Some(())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    pub(crate) fn word(&self) -> &str {
        std::str::from_utf8(&self.bytes[1..self.length]).expect("it was made of whole characters")
    }

    /// The key of the word's ending of `n` characters, in `buffer`; `None` if the word is shorter.
    fn ending<'b>(&self, n: usize, buffer: &'b mut [u8; 4 * LONGEST_ENDING + 1]) -> Option<&'b [u8]> {
        let word = self.word();
        let start = if n == 0 { word.len() } else { word.char_indices().nth_back(n - 1)?.0 };
        let ending = &word.as_bytes()[start..];
        buffer[0] = self.bytes[0];
        buffer[1..=ending.len()].copy_from_slice(ending);
        Some(&buffer[..=ending.len()])
    }

    /// The value of the longest ending that is known.
    fn longest<'m, T>(&self, endings: &'m HashMap<Box<[u8]>, T>) -> Option<&'m T> {
        let mut buffer = [0; 4 * LONGEST_ENDING + 1];
        (0..=LONGEST_ENDING).rev().find_map(|n| endings.get(self.ending(n, &mut buffer)?))
    }
}

/// The key of an ending or of a length.
pub(crate) fn key(xpos: Xpos, ending: &str) -> Box<[u8]> {
    std::iter::once(xpos.index() as u8).chain(ending.bytes()).collect()
}

/// Gives every token of a tagged document its lemma.
pub fn lemmatize(document: &mut Document, lemmatizer: &Lemmatizer) {
    let mut lemma = String::new();
    for ix in 0..document.tokens.len() {
        let Token { mut xpos, upos, features, .. } = document.tokens[ix];
        // The two tags may disagree; a verb that looks like an adjective is a participle: *has armed it*.
        if upos == Upos::VERB && xpos == Xpos::JJ {
            xpos = Xpos::VBN;
        }
        lemmatizer.lemmatize_into(document.form(ix), xpos, upos, features, &mut lemma);
        document.set_lemma(ix, &lemma);
    }
}

impl Lemmatizer {
    /// Reads the tables of the data folder: what was learned, and the verb forms listed by hand, which win.
    ///
    /// # Errors
    /// As [`Data::text`], and [`Error::Content`] with the line that cannot be understood.
    pub fn load(data: &Data) -> Result<Self, Error> {
        let (learned, listed) = ("model/lemmas.tsv", "lexicon/verb-forms.tsv");
        let mut lemmatizer = Self::parse(learned, &data.text(learned)?)?;
        for row in Table::load(data, listed)?.rows() {
            let rule = format!("word\t{}\t{}\t{}", row.get("tag"), row.get("form"), row.get("lemma"));
            lemmatizer.add(&rule).ok_or_else(|| Error::Content {
                place: format!("{listed}:{}", row.line()),
                message: format!("`{}` is no tag", row.get("tag")),
            })?;
        }
        Ok(lemmatizer)
    }

    /// Reads what [`Lemmatizer::to_tsv`] wrote; `name` is for messages.
    ///
    /// # Errors
    /// [`Error::Content`] with the line that cannot be understood.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let mut lemmatizer = Self::default();
        // One of the longest files that is read at start: without the detour over `Table`.
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
            if lemmatizer.add(line).is_none() {
                let message = format!("`{line}` is no rule: kind, tag, word or ending, and what to do");
                return Err(Error::Content { place: format!("{name}:{}", number + 1), message });
            }
        }
        Ok(lemmatizer)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let mut cells = line.split('\t');
        let mut cell = || cells.next();
        let (kind, xpos, ending, value) = (cell()?, cell()?, cell()?, cell()?);
        let key = key(xpos.parse().ok()?, ending);
        let keeps = || match value {
            "keep" => Some(true),
            "lower" => Some(false),
            _ => None,
        };
        match kind {
            "word" => {
                self.words.insert(key, value.into());
            }
            "edit" => {
                let (strip, add) = value.split_once('+')?;
                self.edits.insert(key, Edit { strip: strip.parse().ok()?, add: add.into() });
            }
            "title" => {
                self.titles.insert(key, keeps()?);
            }
            "capitals" => {
                self.capitals.insert(key, keeps()?);
            }
            _ => return None,
        }
        Some(())
    }

    /// The table as [`Lemmatizer::parse`] reads it, in a fixed order.
    pub fn to_tsv(&self) -> String {
        let mut lines = Vec::new();
        let mut push = |kind: &str, key: &[u8], value: &str| {
            let xpos = Xpos::from_index(usize::from(key[0])).expect("every key begins with a tag");
            let ending = std::str::from_utf8(&key[1..]).expect("a key holds whole characters");
            lines.push(format!("{kind}\t{xpos}\t{ending}\t{value}\n"));
        };
        let keeps = |keep: bool| if keep { "keep" } else { "lower" };
        self.words.iter().for_each(|(key, lemma)| push("word", key, lemma));
        self.edits.iter().for_each(|(key, e)| push("edit", key, &format!("{}+{}", e.strip, e.add)));
        self.titles.iter().for_each(|(key, &keep)| push("title", key, keeps(keep)));
        self.capitals.iter().for_each(|(key, &keep)| push("capitals", key, keeps(keep)));
        lines.sort_unstable();
        lines.concat()
    }

    /// Replaces `out` by the lemma of a word with the tags that it was given. Nothing is allocated if `out` has room.
    pub fn lemmatize_into(&self, form: &str, xpos: Xpos, upos: Upos, features: Features, out: &mut String) {
        out.clear();
        let Some(key) = Key::new(form, xpos) else {
            out.push_str(form);
            return;
        };
        let name = xpos == Xpos::NNP || (upos == Upos::PROPN && xpos != Xpos::NNPS);
        match self.words.get(key.bytes()) {
            // Of names only abbreviations are resolved: `Sept.`
            Some(lemma) if !name || form.ends_with('.') => out.push_str(lemma),
            _ if name => out.push_str(form),
            _ if xpos == Xpos::CD && form.contains(|c: char| c.is_ascii_digit()) => {
                out.extend(form.chars().filter(|&c| c != ','));
            }
            // Words that are always plural: `troops`.
            _ if features.has(feature::NUMBER_PTAN) && self.lowers(form, xpos, &key) => out.push_str(key.word()),
            _ if features.has(feature::NUMBER_PTAN) => out.push_str(form),
            _ => self.by_rule(form, xpos, &key, out),
        }
    }

    /// What the rules say, without the table of words.
    pub(crate) fn by_rule(&self, form: &str, xpos: Xpos, key: &Key, out: &mut String) {
        let word = if self.lowers(form, xpos, key) { key.word() } else { form };
        out.clear();
        let edit = key.longest(&self.edits).filter(|e| word.chars().count() > usize::from(e.strip));
        let Some(edit) = edit else {
            out.push_str(word);
            return;
        };
        let strip = usize::from(edit.strip);
        let end = if strip == 0 { None } else { word.char_indices().nth_back(strip - 1) };
        out.push_str(&word[..end.map_or(word.len(), |(at, _)| at)]);
        out.push_str(&edit.add);
    }

    /// Whether a word loses its capitals.
    fn lowers(&self, form: &str, xpos: Xpos, key: &Key) -> bool {
        match case(form) {
            Case::Small => true,
            Case::Title => !key.longest(&self.titles).copied().unwrap_or(false),
            Case::Capitals => {
                let length = form.chars().count().min(LONGEST_CAPITALS) as u8;
                !self.capitals.get(&[xpos.index() as u8, b'0' + length][..]).copied().unwrap_or(length < 5)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemma(lemmatizer: &Lemmatizer, form: &str, xpos: Xpos) -> String {
        let mut out = String::new();
        lemmatizer.lemmatize_into(form, xpos, Upos::X, Features::EMPTY, &mut out);
        out
    }

    #[test]
    fn the_longest_known_ending_decides_and_the_table_comes_first() {
        let text = "word\tVBD\twent\tgo\nedit\tVBD\ted\t2+\nedit\tVBD\tied\t3+y\ntitle\tJJ\tian\tkeep\n";
        let table = Lemmatizer::parse("t", text).unwrap();
        let cases = [("went", Xpos::VBD, "go"), ("WENT", Xpos::VBD, "go"), ("walked", Xpos::VBD, "walk")];
        let more = [("denied", Xpos::VBD, "deny"), ("Iranian", Xpos::JJ, "Iranian"), ("Great", Xpos::JJ, "great")];
        for (form, xpos, wanted) in cases.into_iter().chain(more) {
            assert_eq!(lemma(&table, form, xpos), wanted, "{form}");
        }
        assert_eq!(lemma(&table, "ed", Xpos::VBD), "ed");
        let mut lines: Vec<_> = text.lines().collect();
        lines.sort_unstable();
        assert_eq!(table.to_tsv().lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn a_damaged_table_is_an_error_with_its_line() {
        let error = Lemmatizer::parse("t.tsv", "# remark\nedit\tVBD\ted\ttwo\n").unwrap_err().to_string();
        assert_eq!(error, "t.tsv:2: `edit\tVBD\ted\ttwo` is no rule: kind, tag, word or ending, and what to do");
    }

    #[test]
    fn the_learned_table_knows_news() {
        let table = Lemmatizer::load(&Data::embedded()).unwrap();
        let cases = [
            ("Iran", Xpos::NNP, "Iran"),
            ("Americans", Xpos::NNPS, "American"),
            ("Iranian", Xpos::JJ, "Iranian"),
            ("Israeli", Xpos::JJ, "Israeli"),
            ("people", Xpos::NNS, "people"),
            ("1,200,000", Xpos::CD, "1200000"),
            ("said", Xpos::VBD, "say"),
            ("met", Xpos::VBD, "meet"),
            ("sanctioned", Xpos::VBN, "sanction"),
            ("accusing", Xpos::VBG, "accuse"),
            ("stopped", Xpos::VBD, "stop"),
            ("carries", Xpos::VBZ, "carry"),
            ("militias", Xpos::NNS, "militia"),
            ("countries", Xpos::NNS, "country"),
            ("The", Xpos::DT, "the"),
            ("n’t", Xpos::RB, "not"),
            ("’s", Xpos::POS, "'s"),
            ("its", Xpos::PRP_POSS, "its"),
            ("Them", Xpos::PRP, "they"),
            ("largest", Xpos::JJS, "large"),
            ("Officials", Xpos::NNS, "official"),
            ("TV", Xpos::NN, "TV"),
            ("Sept.", Xpos::NNP, "September"),
        ];
        for (form, xpos, wanted) in cases {
            assert_eq!(lemma(&table, form, xpos), wanted, "{form}");
        }
    }
}
