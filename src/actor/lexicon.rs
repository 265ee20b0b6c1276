//! The gazetteer and the word lists of `ontology/lexicon/actors/` → fast answers: which known name starts at this
//! token, what class does this noun have, is this a title.
//!
//! Names are matched against the *text*, not against tokens, so the tokenizer's view of hyphens, stops and apostrophes
//! does not matter; a match only has to end where a token ends. Letters must be written as in the list, or all in
//! capitals; accents are ignored; hyphen equals space; stops of abbreviations are optional. All strings live in one
//! arena. What a name means in its sentence is decided in `link`, not here.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::data::{Data, Row, Table};
use crate::diagnostic::Error;
use crate::document::{Document, Span, TokenIx};
use crate::ontology::Class;

/// Index of an entry of the gazetteer.
pub type EntryIx = usize;

/// The tables with named actors and places, in the order in which they win where a name is ambiguous.
const ENTRY_TABLES: &[&str] = &[
    "states",
    "organizations",
    "groups",
    "government",
    "persons",
    "parties",
    "companies",
    "populations",
    "places",
    "seats",
];

/// How a name belongs to its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The name itself, or another full name.
    Name,
    /// Initials: *IAEA*.
    Acronym,
    /// An adjective or the name of the people: *Iranian*, *Iranians*.
    Demonym,
}

/// Grammatical gender of a person, where known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// She.
    Female,
    /// He.
    Male,
}

/// When a seat of power stands for whom it seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metonymy {
    /// Whenever it is no mere place: *the Kremlin*.
    Always,
    /// Only as a party to an act: *Washington*.
    AsParty,
}

/// A known actor or place. Strings are read by the methods of [`Gazetteer`].
#[derive(Debug)]
struct Entry {
    id: Span,
    name: Span,
    surname: Span,
    wikidata: Span,
    class: Class,
    gender: Option<Gender>,
    parent: Option<EntryIx>,
    stands_for: Option<(EntryIx, Metonymy)>,
    n_offices: u32,
    /// Aliases and acronyms in the arena, in the order of the file.
    aliases: SmallVec<[Span; 2]>,
}

#[derive(Debug, Clone, Copy)]
struct Name {
    text: Span,
    entry: u32,
    kind: NameKind,
}

/// A known name in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// One past its last token.
    pub end: TokenIx,
    /// The entries that have this name, in the order of the tables.
    pub entries: SmallVec<[(EntryIx, NameKind); 2]>,
}

/// An agent noun: *official*, *militia*.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// What it denotes.
    pub class: Class,
    /// Whether the singular already means many: *police*, *crowd*.
    pub collective: bool,
}

/// What an everyday noun can refer back to: *regime* to a state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description {
    /// Classes of the antecedent.
    pub classes: SmallVec<[Class; 3]>,
    /// Gender of the antecedent, for *woman* and the like.
    pub gender: Option<Gender>,
    /// The entries for which the word is used when nothing else is said; empty: for any.
    pub of: SmallVec<[SmolStr; 1]>,
}

/// What kind of pronoun a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PronounKind {
    /// *he*, *them*.
    Personal,
    /// *its*.
    Possessive,
    /// *itself*.
    Reflexive,
    /// *who*, *whose*.
    Relative,
    /// *these*.
    Demonstrative,
    /// *someone*, *many*.
    Indefinite,
}

/// What a pronoun agrees with; `None` agrees with anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pronoun {
    /// Its kind.
    pub kind: PronounKind,
    /// 1, 2 or 3.
    pub person: u8,
    /// Whether it stands for several.
    pub plural: Option<bool>,
    /// Gender of whom it stands for.
    pub gender: Option<Gender>,
    /// Whether it stands for human beings.
    pub human: Option<bool>,
}

/// What is known of actors, places and the nouns that describe them.
#[derive(Debug, Default)]
pub struct Gazetteer {
    arena: String,
    entries: Vec<Entry>,
    names: Vec<Name>,
    /// First two words of a name → its range in `names`.
    index: HashMap<u64, (u32, u32), BuildHasherDefault<Identity>>,
    ids: HashMap<SmolStr, EntryIx>,
    surnames: HashMap<SmolStr, SmallVec<[EntryIx; 2]>>,
    offices: HashMap<(SmolStr, EntryIx), SmallVec<[Office; 2]>>,
    titles: HashMap<SmolStr, SmolStr>,
    first_names: HashMap<SmolStr, Option<Gender>>,
    nouns: HashMap<SmolStr, Noun>,
    things: HashMap<SmolStr, Class>,
    legal_forms: HashSet<SmolStr>,
    heads: HashMap<SmolStr, Class>,
    descriptions: HashMap<SmolStr, Description>,
    cues: HashMap<SmolStr, SmallVec<[SmolStr; 2]>>,
    pronouns: HashMap<SmolStr, SmallVec<[Pronoun; 2]>>,
}

#[derive(Debug, Clone)]
struct Office {
    person: EntryIx,
    from: SmolStr,
    to: SmolStr,
}

/// The keys are hashes already.
#[derive(Debug, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = self.0.rotate_left(5) ^ u64::from(b);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

impl Gazetteer {
    /// Reads the tables of `lexicon/actors/` and the word lists beside it. A table that is not there counts as empty.
    ///
    /// # Errors
    /// [`Error::Content`] for a row with a wrong number of cells, an unknown class, or a reference to no entry.
    pub fn load(data: &Data) -> Result<Self, Error> {
        let mut paths = data.list("lexicon/actors", "tsv");
        paths.extend(["descriptions", "cues", "pronouns"].map(|name| format!("lexicon/{name}.tsv")));
        let mut tables = Vec::new();
        for path in paths {
            let name = path.rsplit('/').next().unwrap_or("").trim_end_matches(".tsv").to_owned();
            match data.text(&path) {
                Ok(text) => tables.push((name, Table::parse(&path, &text)?)),
                Err(Error::Content { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Self::from_tables(&tables)
    }

    /// Builds it from tables with their names (`states`, `titles` …).
    ///
    /// # Errors
    /// [`Error::Content`] for an unknown class or a reference to no entry.
    pub fn from_tables(tables: &[(String, Table)]) -> Result<Self, Error> {
        let mut this = Self::default();
        for name in ENTRY_TABLES {
            for row in rows(tables, name) {
                this.add_entry(name, row)?;
            }
        }
        for name in ENTRY_TABLES {
            for row in rows(tables, name) {
                this.connect(name, row)?;
            }
        }
        this.index_names();
        this.index_surnames();
        for row in rows(tables, "offices") {
            let (Some(&person), Some(&body)) = (this.ids.get(row.get("person")), this.ids.get(row.get("body"))) else {
                continue;
            };
            this.entries[person].n_offices += 1;
            let office = Office { person, from: row.get("from").into(), to: row.get("to").into() };
            this.offices.entry((row.get("office").to_lowercase().into(), body)).or_default().push(office);
        }
        for row in rows(tables, "titles") {
            this.titles.insert(row.get("title").to_lowercase().into(), row.get("kind").into());
        }
        for row in rows(tables, "first-names") {
            this.first_names.insert(fold(row.get("name")), gender(row.get("gender")));
        }
        for row in rows(tables, "nouns") {
            let noun = Noun { class: class("nouns", row)?, collective: row.get("number") == "group" };
            this.nouns.insert(row.get("lemma").to_lowercase().into(), noun);
        }
        for row in rows(tables, "things") {
            // The table tells land (*border*, *strip*) from other places; the ontology has one class for both.
            let class = class("things", row)?;
            this.things.insert(row.get("lemma").to_lowercase().into(), class);
        }
        for row in rows(tables, "legal-forms") {
            this.legal_forms.insert(row.get("form").to_lowercase().replace('.', "").into());
        }
        for row in rows(tables, "org-heads") {
            this.heads.insert(row.get("word").to_lowercase().into(), class("org-heads", row)?);
        }
        for row in rows(tables, "descriptions") {
            let mut description = Description { gender: gender(row.get("gender")), ..Description::default() };
            description.of = row.list("of").map(SmolStr::from).collect();
            for name in row.list("classes") {
                description.classes.push(parse_class("descriptions", row, name)?);
            }
            this.descriptions.insert(row.get("lemma").into(), description);
        }
        for row in rows(tables, "cues") {
            this.cues.entry(row.get("word").into()).or_default().push(row.get("kind").into());
        }
        for row in rows(tables, "pronouns") {
            this.pronouns.entry(row.get("form").into()).or_default().push(pronoun(row)?);
        }
        Ok(this)
    }

    /// The longest known name that starts at `token`, if any.
    pub fn longest(&self, document: &Document, token: TokenIx) -> Option<Match> {
        let start = document.tokens[token].span.start as usize;
        let text = &document.text[start..];
        let (first, second) = first_words(text)?;
        let mut best: Option<Match> = None;
        for key in [second.map(|s| key(&first, &s)), Some(key(&first, ""))].into_iter().flatten() {
            let Some(&(from, to)) = self.index.get(&key) else { continue };
            for name in &self.names[from as usize..to as usize] {
                let written = self.text(name.text);
                let Some(end) = spelled(written, text, name.kind == NameKind::Acronym)
                    .and_then(|length| token_end(document, token, start + length))
                else {
                    continue;
                };
                let hit = (name.entry as usize, name.kind);
                match &mut best {
                    Some(b) if b.end > end => {}
                    Some(b) if b.end == end => {
                        if !b.entries.iter().any(|e| e.0 == hit.0) {
                            b.entries.push(hit);
                        }
                    }
                    _ => best = Some(Match { end, entries: SmallVec::from_slice(&[hit]) }),
                }
            }
            if best.is_some() {
                break;
            }
        }
        best.map(|mut b| {
            b.entries.sort_unstable();
            b
        })
    }

    /// The entry's identifier.
    pub fn id(&self, entry: EntryIx) -> &str {
        self.text(self.entries[entry].id)
    }

    /// The entry's canonical name.
    pub fn name(&self, entry: EntryIx) -> &str {
        self.text(self.entries[entry].name)
    }

    /// The entry's class.
    pub fn class(&self, entry: EntryIx) -> Class {
        self.entries[entry].class
    }

    /// The entry's Wikidata item, if the table has it.
    pub fn wikidata(&self, entry: EntryIx) -> Option<&str> {
        Some(self.text(self.entries[entry].wikidata)).filter(|w| !w.is_empty())
    }

    /// The gender of a person.
    pub fn gender(&self, entry: EntryIx) -> Option<Gender> {
        self.entries[entry].gender
    }

    /// What the entry belongs to.
    pub fn parent(&self, entry: EntryIx) -> Option<EntryIx> {
        self.entries[entry].parent
    }

    /// Whom a seat of power stands for, and when.
    pub fn stands_for(&self, entry: EntryIx) -> Option<(EntryIx, Metonymy)> {
        self.entries[entry].stands_for
    }

    /// Other names of the entry.
    pub fn aliases(&self, entry: EntryIx) -> impl Iterator<Item = &str> {
        self.entries[entry].aliases.iter().map(|&s| self.text(s))
    }

    /// The entry with an identifier.
    pub fn entry(&self, id: &str) -> Option<EntryIx> {
        self.ids.get(id).copied()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry at all.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The persons with a surname, in the order of the table.
    pub fn by_surname(&self, surname: &str) -> &[EntryIx] {
        self.surnames.get(&fold(surname)).map_or(&[], |v| v.as_slice())
    }

    /// How many offices the tables know of a person.
    pub fn n_offices(&self, person: EntryIx) -> u32 {
        self.entries[person].n_offices
    }

    /// The only person who holds `office` of `body` at `date` (`YYYY-MM-DD`; without a date: holds it now).
    pub fn holder(&self, office: &str, body: EntryIx, date: Option<&str>) -> Option<EntryIx> {
        let offices = self.offices.get(&(SmolStr::from(office), body))?;
        let holds = |o: &&Office| match date {
            Some(date) => o.from.as_str() <= date && (o.to.is_empty() || date <= o.to.as_str()),
            None => o.to.is_empty(),
        };
        let mut holders = offices.iter().filter(holds).map(|o| o.person);
        holders.next().filter(|first| holders.all(|p| p == *first))
    }

    /// The kind of a title (`honorific`, `office` …), given in lower case with single spaces.
    pub fn title(&self, title: &str) -> Option<&str> {
        self.titles.get(title).map(SmolStr::as_str)
    }

    /// Whether the word is a first name, and whose.
    #[allow(clippy::option_option)]
    pub fn first_name(&self, name: &str) -> Option<Option<Gender>> {
        self.first_names.get(&fold(name)).copied()
    }

    /// What an agent noun denotes.
    pub fn noun(&self, lemma: &str) -> Option<Noun> {
        self.nouns.get(lemma).copied()
    }

    /// The class of a noun for what actors act on.
    pub fn thing(&self, lemma: &str) -> Option<Class> {
        self.things.get(lemma).copied()
    }

    /// Whether the word is a company's legal form: *Inc.*
    pub fn is_legal_form(&self, word: &str) -> bool {
        self.legal_forms.contains(word.to_lowercase().replace('.', "").as_str())
    }

    /// The class that the head word of a name tells: *Ministry*, *Front*.
    pub fn head_class(&self, word: &str) -> Option<Class> {
        self.heads.get(word.to_lowercase().as_str()).copied()
    }

    /// What a description can refer back to.
    pub fn description(&self, lemma: &str) -> Option<&Description> {
        self.descriptions.get(lemma)
    }

    /// What a pronoun, given in lower case, agrees with; some words are relative pronouns and others too.
    pub fn pronoun(&self, form: &str, relative: bool) -> Option<Pronoun> {
        let readings = self.pronouns.get(form)?;
        let fits = |p: &&Pronoun| (p.kind == PronounKind::Relative) == relative;
        readings.iter().find(fits).or(readings.first()).copied()
    }

    /// Whether a word is a cue of a kind in `lexicon/cues.tsv`.
    pub fn is_cue(&self, word: &str, kind: &str) -> bool {
        self.cues.get(word).is_some_and(|kinds| kinds.iter().any(|k| k == kind))
    }

    fn text(&self, span: Span) -> &str {
        &self.arena[span.range()]
    }

    fn store(&mut self, text: &str) -> Span {
        let start = self.arena.len();
        self.arena.push_str(text);
        Span::new(start, self.arena.len())
    }

    fn add_entry(&mut self, table: &str, row: Row<'_>) -> Result<(), Error> {
        let ix = self.entries.len();
        let id = row.get("id");
        if self.ids.insert(id.into(), ix).is_some() {
            return Err(wrong(table, row, format!("`{id}` is defined twice")));
        }
        let mut entry = Entry {
            id: self.store(id),
            name: self.store(row.get("name")),
            surname: self.store(row.get("surname")),
            wikidata: self.store(row.get("wikidata")),
            class: class(table, row)?,
            gender: gender(row.get("gender")),
            parent: None,
            stands_for: None,
            n_offices: 0,
            aliases: SmallVec::new(),
        };
        self.add_name(entry.name, ix, NameKind::Name);
        for alias in row.list("aliases") {
            let text = self.store(alias);
            self.add_name(text, ix, if is_acronym(alias) { NameKind::Acronym } else { NameKind::Name });
            entry.aliases.push(text);
        }
        for acronym in row.list("acronyms") {
            let text = self.store(acronym);
            self.add_name(text, ix, NameKind::Acronym);
            entry.aliases.push(text);
        }
        for demonym in row.list("demonyms").chain(row.list("adjectives")) {
            let text = self.store(demonym);
            self.add_name(text, ix, NameKind::Demonym);
        }
        self.entries.push(entry);
        Ok(())
    }

    fn add_name(&mut self, text: Span, entry: EntryIx, kind: NameKind) {
        if !text.is_empty() {
            self.names.push(Name { text, entry: entry as u32, kind });
        }
    }

    fn connect(&mut self, table: &str, row: Row<'_>) -> Result<(), Error> {
        let ix = self.ids[row.get("id")];
        for column in ["parent", "stands_for"] {
            let id = row.get(column);
            if id.is_empty() {
                continue;
            }
            let Some(&target) = self.ids.get(id) else {
                return Err(wrong(table, row, format!("{column} `{id}` is no entry")));
            };
            if column == "parent" {
                self.entries[ix].parent = Some(target);
            } else {
                self.entries[ix].stands_for = match row.get("note") {
                    "always" => Some((target, Metonymy::Always)),
                    "place" => None,
                    _ => Some((target, Metonymy::AsParty)),
                };
            }
        }
        Ok(())
    }

    fn index_names(&mut self) {
        let arena = &self.arena;
        let key_of = |n: &Name| {
            first_words(&arena[n.text.range()])
                .map_or(0, |(first, second)| key(&first, second.as_deref().unwrap_or("")))
        };
        let mut keyed: Vec<(u64, Name)> = self.names.iter().map(|n| (key_of(n), *n)).collect();
        keyed.sort_by_key(|k| k.0);
        self.names = keyed.iter().map(|k| k.1).collect();
        let mut from = 0;
        for group in keyed.chunk_by(|a, b| a.0 == b.0) {
            self.index.insert(group[0].0, (from, from + group.len() as u32));
            from += group.len() as u32;
        }
    }

    fn index_surnames(&mut self) {
        for (ix, entry) in self.entries.iter().enumerate() {
            if !entry.surname.is_empty() {
                self.surnames.entry(fold(&self.arena[entry.surname.range()])).or_default().push(ix);
            }
        }
    }
}

fn rows<'t>(tables: &'t [(String, Table)], name: &'t str) -> impl Iterator<Item = Row<'t>> {
    tables.iter().filter(move |(n, _)| n == name).flat_map(|(_, t)| t.rows())
}

/// The text as an identifier: lower case, accents dropped, everything else than letters and digits a hyphen.
///
/// ```
/// use actograph::actor::slug;
/// assert_eq!(slug("Gérald Darmanin’s  U.S. trip"), "gerald-darmanins-us-trip");
/// assert_eq!(slug("…"), "unnamed");
/// ```
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(unaccented) {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !matches!(c, '.' | '\'' | '’' | '‘') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let end = slug.trim_end_matches('-').len();
    slug.truncate(end);
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}

/// The word in the form in which names are compared: lower case, without accents and stops.
pub(super) fn fold(word: &str) -> SmolStr {
    let kept = |c: &char| !matches!(c, '.' | '\'' | '’' | '‘');
    word.chars().filter(kept).flat_map(unaccented).flat_map(char::to_lowercase).collect()
}

/// Whether the word is written as initials: two capitals or more and nothing but capitals, digits and stops.
pub(super) fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2
        && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '.' | '&' | '-'))
}

fn key(first: &str, second: &str) -> u64 {
    // FNV-1a: short keys, no need for protection from attack since look-ups never grow the table.
    let bytes = first.bytes().chain([0]).chain(second.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// The first two words of a text, folded; the letters of a dotted abbreviation are one word.
fn first_words(text: &str) -> Option<(SmolStr, Option<SmolStr>)> {
    let (first, rest) = first_word(text)?;
    let gap = |c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–' | '\'' | '’' | '.' | '&');
    let skipped = rest.trim_start_matches(gap);
    let second = (skipped.len() < rest.len()).then(|| first_word(skipped)).flatten().map(|(word, _)| word);
    Some((first, second))
}

fn first_word(text: &str) -> Option<(SmolStr, &str)> {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    let mut dotted = false;
    while let Some((i, c)) = chars.next() {
        let after = i + c.len_utf8();
        if c.is_alphanumeric() {
            end = after;
        } else if c == '.' && (i == 1 || dotted) && chars.peek().is_some_and(|p| p.1.is_uppercase()) {
            dotted = true;
        } else {
            break;
        }
        // No name of any list has a longer first word.
        if end > 60 {
            return None;
        }
    }
    (end > 0).then(|| (fold(&text[..end]), &text[end..]))
}

/// The length in bytes of `name` at the start of `text`, if it stands there.
fn spelled(name: &str, text: &str, acronym: bool) -> Option<usize> {
    let mut place = text.char_indices().peekable();
    let (mut as_written, mut in_capitals) = (true, !acronym);
    let mut letters = 0;
    let mut end = 0;
    let mut after_capital = false;
    for (i, wanted) in name.chars().enumerate() {
        if matches!(wanted, '.' | '\'' | '’') {
            if place.peek().is_some_and(|p| matches!(p.1, '.' | '\'' | '’' | '‘')) {
                end = place.next().map_or(end, |p| p.0 + p.1.len_utf8());
            }
            continue;
        }
        if after_capital && place.peek().is_some_and(|p| p.1 == '.') {
            place.next();
        }
        if wanted == ' ' || wanted == '-' {
            let gap = |c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–');
            let mut seen = false;
            while place.peek().is_some_and(|p| gap(p.1)) {
                place.next();
                seen = true;
            }
            if !seen {
                return None;
            }
            after_capital = false;
            continue;
        }
        let (at, c) = place.next()?;
        if unaccented(c).ne(unaccented(wanted)) {
            as_written &=
                i == 0 && wanted.is_lowercase() && unaccented(c).eq(wanted.to_uppercase().flat_map(unaccented));
            in_capitals &= unaccented(c).eq(wanted.to_uppercase().flat_map(unaccented));
        }
        in_capitals &= !c.is_lowercase();
        if !as_written && !in_capitals {
            return None;
        }
        letters += usize::from(c.is_alphabetic());
        after_capital = c.is_uppercase();
        end = at + c.len_utf8();
    }
    // Three capitals that are no acronym of the list are some other acronym.
    (as_written || letters >= 4).then_some(end)
}

/// One past the token that ends at byte `end`, or with one stop after it.
fn token_end(document: &Document, from: TokenIx, end: usize) -> Option<TokenIx> {
    for (i, token) in document.tokens.iter().enumerate().skip(from) {
        let here = token.span.end as usize;
        if here == end || (here == end + 1 && document.text.as_bytes()[end] == b'.') {
            return Some(i + 1);
        }
        if here > end {
            return None;
        }
    }
    None
}

fn class(table: &str, row: Row<'_>) -> Result<Class, Error> {
    parse_class(table, row, row.get("class"))
}

fn parse_class(table: &str, row: Row<'_>, name: &str) -> Result<Class, Error> {
    name.parse().map_err(|message| wrong(table, row, message))
}

fn wrong(table: &str, row: Row<'_>, message: String) -> Error {
    Error::Content { place: format!("lexicon/actors/{table}.tsv:{}", row.line()), message }
}

fn pronoun(row: Row<'_>) -> Result<Pronoun, Error> {
    let kind = match row.get("kind") {
        "personal" => PronounKind::Personal,
        "possessive" => PronounKind::Possessive,
        "reflexive" => PronounKind::Reflexive,
        "relative" => PronounKind::Relative,
        "demonstrative" => PronounKind::Demonstrative,
        "indefinite" => PronounKind::Indefinite,
        other => return Err(wrong("pronouns", row, format!("`{other}` is no kind of pronoun"))),
    };
    let yes = |cell: &str, yes: &str| (!cell.is_empty()).then_some(cell == yes);
    Ok(Pronoun {
        kind,
        person: row.get("person").parse().unwrap_or(3),
        plural: yes(row.get("number"), "plural"),
        gender: gender(row.get("gender")),
        human: yes(row.get("human"), "yes"),
    })
}

fn gender(cell: &str) -> Option<Gender> {
    match cell.bytes().next() {
        Some(b'f' | b'F') => Some(Gender::Female),
        Some(b'm' | b'M') => Some(Gender::Male),
        _ => None,
    }
}

/// The letter without its accent, for the Latin letters of names in the news.
fn unaccented(c: char) -> impl Iterator<Item = char> {
    const PLAIN: &[(&str, char)] = &[
        ("àáâãäåāăąạảấầẩẫậắằẳẵặ", 'a'),
        ("çćĉċč", 'c'),
        ("ďđð", 'd'),
        ("èéêëēĕėęěẹẻẽếềểễệ", 'e'),
        ("ĝğġģ", 'g'),
        ("ĥħḥ", 'h'),
        ("ìíîïĩīĭįıịỉ", 'i'),
        ("ķ", 'k'),
        ("ĺļľł", 'l'),
        ("ñńņňŉ", 'n'),
        ("òóôõöøōŏőọỏốồổỗộơớờởỡợ", 'o'),
        ("ŕŗř", 'r'),
        ("śŝşšșṣ", 's'),
        ("ţťŧțṭ", 't'),
        ("ùúûüũūŭůűųụủưứừửữự", 'u'),
        ("ŵ", 'w'),
        ("ýÿŷỳỹ", 'y'),
        ("źżž", 'z'),
    ];
    if c.is_ascii() {
        return [Some(c), None].into_iter().flatten();
    }
    let lower = c.to_lowercase().next().unwrap_or(c);
    let plain = PLAIN.iter().find(|(accented, _)| accented.contains(lower)).map(|p| p.1);
    let pair = match (plain, lower) {
        (Some(p), _) => [Some(if c.is_uppercase() { p.to_ascii_uppercase() } else { p }), None],
        (None, 'ß') => [Some('s'), Some('s')],
        (None, 'æ') => [Some('a'), Some('e')],
        (None, 'ʻ' | 'ʼ' | '‘' | '’') => [Some('\''), None],
        _ => [Some(c), None],
    };
    pair.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::actor::testing::gazetteer;
    use crate::document::{Sentence, Source, Token};

    /// The text's words as tokens, cut at spaces, hyphens and before *'s*; every match of the gazetteer.
    fn check(text: &str, expected: Expect) {
        let mut tokens = Vec::new();
        let mut start = 0;
        for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
            if matches!(c, ' ' | '-' | '’' | ',') {
                if i > start {
                    tokens.push(Token::raw(Span::new(start, i), false));
                }
                start = if c == '’' { i } else { i + c.len_utf8() };
            }
        }
        let all = 0..tokens.len();
        let sentence = Sentence { span: Span::new(0, text.len()), tokens: all.clone(), paragraph_start: true };
        let document = Document::new(Source::named("t"), text.to_owned(), tokens, vec![sentence]);
        let lexicon = gazetteer();
        let mut out = Vec::new();
        for token in all {
            if let Some(hit) = lexicon.longest(&document, token) {
                let name = document.slice(document.token_span(token..hit.end));
                let ids: Vec<_> = hit.entries.iter().map(|&(e, kind)| format!("{} {kind:?}", lexicon.id(e))).collect();
                out.push(format!("{name} = {}", ids.join(" / ")));
            }
        }
        expected.assert_eq(&out.join("\n"));
    }

    #[test]
    fn names_match_as_written_in_capitals_and_without_accents() {
        check(
            "Iran IRAN iran and the UNITED STATES",
            expect![[r#"
            Iran = iran Name
            IRAN = iran Name
            UNITED STATES = united-states Name"#]],
        );
        check(
            "Hezbolláh Al-Hizb and al Hizb",
            expect![[r#"
            Hezbolláh = hezbollah Name
            Al-Hizb = hezbollah Name
            al Hizb = hezbollah Name"#]],
        );
    }

    #[test]
    fn acronyms_match_with_and_without_stops_and_only_in_capitals() {
        check(
            "US U.S. U.S us Us",
            expect![[r#"
            US = united-states Acronym
            U.S. = united-states Acronym
            U.S = united-states Acronym"#]],
        );
    }

    #[test]
    fn a_match_ends_with_a_token_and_the_longest_wins() {
        check(
            "Iran-backed Iran’s Iranic Iranians Islamic  Republic",
            expect![[r#"
            Iran = iran Name
            Iran = iran Name
            Iranians = iran Demonym
            Islamic  Republic = iran Name"#]],
        );
    }

    #[test]
    fn seats_stand_for_their_states() {
        let lexicon = gazetteer();
        let tehran = lexicon.entry("tehran").unwrap();
        assert_eq!(lexicon.class(tehran), Class::Place);
        assert_eq!(lexicon.stands_for(tehran), lexicon.entry("iran").map(|iran| (iran, Metonymy::AsParty)));
    }

    #[test]
    fn offices_have_terms() {
        let lexicon = gazetteer();
        let (state, trump) = (lexicon.entry("united-states").unwrap(), lexicon.entry("donald-trump"));
        assert_eq!(lexicon.holder("president", state, None), trump);
        assert_eq!(lexicon.holder("president", state, Some("2025-06-01")), trump);
        assert_eq!(lexicon.holder("president", state, Some("2024-06-01")), None);
    }

    #[test]
    fn a_name_of_two_entries_gives_both_surnames() {
        let lexicon = gazetteer();
        assert_eq!(lexicon.by_surname("TRUMP").len(), 2);
    }

    /// The lint of the data: identifiers are unique, classes valid, parents and seats refer to entries.
    #[test]
    fn embedded_tables_are_sound() {
        let lexicon = Gazetteer::load(&Data::embedded()).unwrap_or_else(|e| panic!("{e}"));
        for entry in 0..lexicon.len() {
            assert!(!lexicon.name(entry).is_empty(), "{} has no name", lexicon.id(entry));
            assert_eq!(lexicon.id(entry), slug(lexicon.id(entry)), "an id is in lower case with hyphens");
            assert_ne!(lexicon.parent(entry), Some(entry), "{} is its own parent", lexicon.id(entry));
        }
    }

    #[test]
    fn a_wrong_class_or_parent_is_an_error() {
        let load = |text: &str| {
            let table = Table::parse("states", text).unwrap();
            Gazetteer::from_tables(&[("states".to_owned(), table)]).unwrap_err().to_string()
        };
        assert_eq!(
            load("id\tclass\tname\nx\tState\tX\nx\tState\tX\n"),
            "lexicon/actors/states.tsv:3: `x` is defined twice"
        );
        assert_eq!(load("id\tclass\tname\nx\tStat\tX\n"), "lexicon/actors/states.tsv:2: `Stat` is no class");
        let orphan = load("id\tclass\tname\tparent\nx\tState\tX\ty\n");
        assert_eq!(orphan, "lexicon/actors/states.tsv:2: parent `y` is no entry");
    }
}
