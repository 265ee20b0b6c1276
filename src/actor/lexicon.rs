//! The gazetteer and the word lists of `ontology/lexicon/actors/` → fast answers: which known name starts at this
//! token, what class does this noun have, is this a title.
//!
//! Names are matched against the *text*, not against tokens, so the tokenizer's view of hyphens, stops and apostrophes
//! does not matter; a match only has to end where a token ends. Letters must be written as in the list, or all in
//! capitals; accents are ignored; hyphen equals space; stops of abbreviations are optional. All strings live in one
//! arena. What a name means in its sentence is decided in `link`, not here.

mod bodies;
mod dates;
mod load;
mod names;
mod offices;
mod spelling;
mod words;

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::data::words::{WordMap, WordSet};
use crate::document::Span;
use crate::ontology::Class;

pub use dates::day;
use names::Names;
pub use names::{Match, NameKind};
use offices::{OfficeName, Term};
pub use spelling::slug;
pub(super) use spelling::{fold, is_acronym, lower, name_key, reads_as};
use words::Words;
pub use words::{Description, Noun, Pronoun, PronounKind};

/// Index of an entry of the gazetteer.
pub type EntryIx = usize;

/// Grammatical gender of a person, where known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// She.
    Female,
    /// He.
    Male,
}

/// When a seat of power stands for whom it seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    from: Span,
    to: Span,
    /// Number of its file and line there.
    place: (u32, u32),
    class: Class,
    gender: Option<Gender>,
    parent: Option<EntryIx>,
    stands_for: Option<(EntryIx, Metonymy)>,
    n_offices: u32,
    /// Aliases and acronyms in the arena, in the order of the file.
    aliases: SmallVec<[Span; 2]>,
    /// *Iranian*, *Iranians*, in the order of the file.
    demonyms: SmallVec<[Span; 2]>,
}

/// What is known of actors, places and the nouns that describe them.
#[derive(Debug, Default)]
pub struct Gazetteer {
    arena: String,
    entries: Vec<Entry>,
    names: Names,
    ids: Map<SmolStr, EntryIx>,
    surnames: Map<SmolStr, SmallVec<[EntryIx; 2]>>,
    /// All terms of office, in the order of the table.
    terms: Vec<Term>,
    offices: Map<(SmolStr, EntryIx), SmallVec<[usize; 2]>>,
    terms_by_person: Map<EntryIx, SmallVec<[usize; 2]>>,
    office_names: Map<SmolStr, Vec<OfficeName>>,
    /// Offices of one person at a time.
    sole_offices: WordSet,
    /// Until when open terms are believed.
    horizon: SmolStr,
    /// Names that several entries share on purpose, in folded form, with the entries in the order in which they win.
    shared: Map<SmolStr, SmallVec<[EntryIx; 2]>>,
    /// Ways to say what kind of body of a state is meant → the kind.
    body_kinds: Map<SmolStr, SmolStr>,
    /// The known bodies that every state has one of.
    bodies: Map<(SmolStr, EntryIx), EntryIx>,
    words: Words,
    files: Vec<String>,
    /// The user's own entries come first.
    n_own: usize,
}

type Map<K, V> = WordMap<V, K>;

impl Gazetteer {
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

    /// When it began and when it ended to exist or to matter (`2021`, `2021-08` or `2021-08-15`; empty: not known, not
    /// yet).
    pub fn valid(&self, entry: EntryIx) -> (&str, &str) {
        (self.text(self.entries[entry].from), self.text(self.entries[entry].to))
    }

    /// The surname of a person; empty if the table has none.
    pub fn surname(&self, entry: EntryIx) -> &str {
        self.text(self.entries[entry].surname)
    }

    /// Whether it may have existed at a date (`YYYY-MM-DD`), as far as the tables tell.
    pub fn is_valid_at(&self, entry: EntryIx, date: &str) -> bool {
        let (from, to) = self.valid(entry);
        let cut = |other: &str| date.get(..other.len()).unwrap_or(date).to_owned();
        (from.is_empty() || *from <= *cut(from)) && (to.is_empty() || *cut(to) <= *to)
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

    /// Whether the entry is the user's own; its names win over those of built-in entries.
    pub fn is_own(&self, entry: EntryIx) -> bool {
        entry < self.n_own
    }

    /// The file that the entry stands in, and its line there, from 1.
    pub fn place(&self, entry: EntryIx) -> (&str, usize) {
        let (file, line) = self.entries[entry].place;
        (&self.files[file as usize], line as usize)
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
    use crate::document::{Document, Sentence, Source, Token};

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
