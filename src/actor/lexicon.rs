//! The gazetteer and the word lists of `ontology/lexicon/actors/` → fast answers: which known name starts at this
//! token, what class does this noun have, is this a title.
//!
//! Names are matched against the *text*, not against tokens, so the tokenizer's view of hyphens, stops and apostrophes
//! does not matter; a match only has to end where a token ends. Letters must be written as in the list, or all in
//! capitals; accents are ignored; hyphen equals space; stops of abbreviations are optional. All strings live in one
//! arena. What a name means in its sentence is decided in `link`, not here.

mod load;
mod spelling;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::document::{Document, Span, TokenIx};
use crate::ontology::Class;
use crate::syntax::network::Fnv;

pub use spelling::slug;
use spelling::{first_words, key, lower, spelled, token_end};
pub(super) use spelling::{fold, is_acronym};

/// Index of an entry of the gazetteer.
pub type EntryIx = usize;

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
    ids: Map<SmolStr, EntryIx>,
    surnames: Map<SmolStr, SmallVec<[EntryIx; 2]>>,
    offices: Map<(SmolStr, EntryIx), SmallVec<[Office; 2]>>,
    titles: Map<SmolStr, SmolStr>,
    first_names: Map<SmolStr, Option<Gender>>,
    nouns: Map<SmolStr, Noun>,
    things: Map<SmolStr, Class>,
    legal_forms: HashSet<SmolStr, BuildHasherDefault<Fnv>>,
    heads: Map<SmolStr, Class>,
    descriptions: Map<SmolStr, Description>,
    cues: Map<SmolStr, SmallVec<[SmolStr; 2]>>,
    pronouns: Map<SmolStr, SmallVec<[Pronoun; 2]>>,
}

#[derive(Debug, Clone)]
struct Office {
    person: EntryIx,
    from: SmolStr,
    to: SmolStr,
}

/// A table that is filled once, from the program's own data: no protection from chosen keys is needed.
type Map<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;

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
        self.legal_forms.contains(lower(word).replace('.', "").as_str())
    }

    /// The class that the head word of a name tells: *Ministry*, *Front*.
    pub fn head_class(&self, word: &str) -> Option<Class> {
        self.heads.get(&lower(word)).copied()
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
}
