//! Names and demonyms → identities: which mentions bear the same name, and whom the gazetteer knows by it.
//!
//! In order: exact long name; acronym that the text defines; alias with a test of the type; surname of a person named
//! in full; surname of a known person if no other of the document has it; else an identity of its own. One sense per
//! document and string, except seats of power, which are read mention by mention: *Washington* says, but *in
//! Washington*. No probabilities, no context vectors: what cannot be decided stays a name of its own.

mod party;

use std::collections::{HashMap, HashSet};

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::actor::lexicon::{EntryIx, Gazetteer, Gender, NameKind, fold, is_acronym};
use crate::actor::{Form, Mention};
use crate::data::words;
use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::ontology::Class;
use crate::syntax::tree;
use party::{acts_itself, is_party, land_after};

/// An identity in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The gazetteer's entry.
    pub entry: Option<EntryIx>,
    /// What it is; `None` for a draft without mentions.
    pub class: Option<Class>,
    pub gender: Option<Gender>,
    pub plural: Option<bool>,
    /// Names as written, without repetition.
    pub names: Vec<String>,
    /// Which of the bodies it is that a state has one of, if the gazetteer does not know it.
    pub body: Option<SmolStr>,
    /// The offices and roles that stand beside its name.
    pub roles: SmallVec<[Role; 2]>,
    pub parent: Option<usize>,
    /// Those whom a word for several means: *both countries*.
    pub members: SmallVec<[usize; 2]>,
    /// *I*, *you*: whoever speaks or listens, nobody that a later pronoun could mean.
    pub deictic: bool,
    pub mentions: Vec<usize>,
    /// Mentions that name a seat of power and mean this, with the seat.
    pub metonyms: Vec<(usize, EntryIx)>,
}

/// An office or role that stands beside a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Role {
    /// Its words in small letters.
    pub office: SmolStr,
    pub tenure: Tenure,
    /// Whose office it is, if a name beside it says so.
    pub owner: Option<usize>,
}

/// What the words before an office say of its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tenure {
    /// Holds it.
    Held,
    /// Holds it for the time being: *acting*.
    Acting,
    /// Held it: *former*, *then-*.
    Past,
    /// May come to hold it, or has just: *next*, *-elect*, *new*.
    Open,
    /// Holds another one: *deputy*, *regional*.
    Other,
}

/// The identities of all names, and which mention has which.
#[derive(Debug)]
pub(super) struct Identities {
    pub drafts: Vec<Draft>,
    pub of: Vec<Option<usize>>,
    /// The draft of a known actor; not that of a seat of power as a mere place.
    pub by_entry: HashMap<EntryIx, usize>,
}

/// Gives every name and demonym its identity.
pub(super) fn link(document: &Document, mentions: &[Mention], lexicon: &Gazetteer) -> Identities {
    let mut linker = Linker {
        document,
        mentions,
        lexicon,
        identities: Identities { drafts: Vec::new(), of: vec![None; mentions.len()], by_entry: HashMap::new() },
        by_string: HashMap::new(),
        by_acronym: HashMap::new(),
        by_initials: HashMap::new(),
        by_surname: HashMap::new(),
        by_first_word: HashMap::new(),
        by_inner_word: HashMap::new(),
        by_last_word: HashMap::new(),
        place_by_entry: HashMap::new(),
        government_by_entry: HashMap::new(),
        present: HashSet::new(),
    };
    let named: Vec<usize> =
        (0..mentions.len()).filter(|&i| matches!(mentions[i].form, Form::Name | Form::Demonym)).collect();
    for &i in &named {
        let hit = lexicon.longest(document, mentions[i].tokens.start);
        linker.present.extend(hit.into_iter().flat_map(|h| h.entries).map(|(entry, _)| entry));
    }
    for &i in &named {
        linker.link_long(i);
    }
    for &i in &named {
        if linker.identities.of[i].is_none() {
            linker.link_short(i);
        }
    }
    linker.identities
}

struct Linker<'a> {
    document: &'a Document,
    mentions: &'a [Mention],
    lexicon: &'a Gazetteer,
    identities: Identities,
    /// Seats of power as mere places.
    place_by_entry: HashMap<EntryIx, usize>,
    /// Those who govern a city or region, as far as it acts.
    government_by_entry: HashMap<EntryIx, usize>,
    /// Every entry that some name of the document may mean.
    present: HashSet<EntryIx>,
    by_string: HashMap<SmolStr, usize>,
    by_acronym: HashMap<SmolStr, usize>,
    /// First letters of unknown bodies of three words or more; `None` if several have them.
    by_initials: HashMap<SmolStr, Option<usize>>,
    /// Last (and for names that put it first, first) words of persons.
    by_surname: HashMap<SmolStr, SmallVec<[usize; 2]>>,
    by_first_word: HashMap<SmolStr, SmallVec<[usize; 2]>>,
    /// The other words of companies' names: *Kodak* of *Eastman Kodak Co.*; `None` if several have it.
    by_inner_word: HashMap<SmolStr, Option<usize>>,
    /// Last words of bodies with names of several.
    by_last_word: HashMap<SmolStr, SmallVec<[usize; 2]>>,
}

impl Linker<'_> {
    /// Known names that are no bare word of doubtful sense, and unknown names of two words or more.
    fn link_long(&mut self, i: usize) {
        let mention = &self.mentions[i];
        let words = self.words(i);
        let defined = self.by_acronym.get(words.join("-").as_str()).copied();
        if let Some(draft) = defined {
            self.join(i, draft);
            return;
        }
        if let Some(entry) = self.known(i) {
            if words.len() == 1 && self.lexicon.class(entry) == Class::Person {
                return;
            }
            let draft = self.bearer_of_place(i, entry, &words).unwrap_or_else(|| self.draft_of_entry(i, entry));
            self.join(i, draft);
            self.define_acronym(i, draft);
            return;
        }
        if words.len() < 2 {
            return;
        }
        if let Some(draft) = self.of_state(i) {
            self.join(i, draft);
            return;
        }
        let string: SmolStr = words.join(" ").into();
        let draft = match self.by_string.get(&string) {
            Some(&draft) => draft,
            None => match self.same_person(&words, mention.class) {
                Some(draft) => draft,
                None => self.new_draft(i),
            },
        };
        self.by_string.insert(string, draft);
        self.join(i, draft);
        self.define_acronym(i, draft);
    }

    /// *Washington* after *George Washington* is he, except after a preposition of place.
    fn bearer_of_place(&self, i: usize, entry: EntryIx, words: &[SmolStr]) -> Option<usize> {
        let [word] = words else { return None };
        if self.lexicon.class(entry) != Class::Place || self.mentions[i].form != Form::Name {
            return None;
        }
        let place_cue = |&c: &TokenIx| {
            let form = words::lower(self.document.form(c));
            self.lexicon.is_cue(&form, "locative") || self.lexicon.is_cue(&form, "directional")
        };
        if tree::case_markers(self.document, self.mentions[i].head).iter().any(place_cue) {
            return None;
        }
        // *Washington and Tehran*.
        let first = tree::first_conjunct(self.document, self.mentions[i].head);
        let seat = |&t: &TokenIx| {
            let hit = self.lexicon.longest(self.document, t);
            t != self.mentions[i].head && hit.is_some_and(|h| self.lexicon.stands_for(h.entries[0].0).is_some())
        };
        if tree::conjuncts(self.document, first).iter().any(seat) {
            return None;
        }
        let person = |&&d: &&usize| self.identities.drafts[d].class == Some(Class::Person);
        self.by_surname.get(word)?.iter().rev().find(person).copied()
    }

    /// *UK Government* is the state, *United Kingdom Home Office* the body that the gazetteer knows by the rest.
    fn of_state(&mut self, i: usize) -> Option<usize> {
        let tokens = self.mentions[i].tokens.clone();
        let hit = self.lexicon.longest(self.document, tokens.start).filter(|h| h.end < tokens.end)?;
        let state = hit.entries.iter().map(|e| e.0).find(|&e| self.lexicon.class(e) == Class::State)?;
        let last = words::lower(self.document.form(tokens.end - 1));
        let description = self.lexicon.description(&last).filter(|_| hit.end + 1 == tokens.end);
        if description.is_some_and(|d| d.classes.first() == Some(&Class::State)) {
            return Some(self.draft_of_entry(i, state));
        }
        let rest = self.lexicon.longest(self.document, hit.end).filter(|h| h.end == tokens.end)?;
        let owned = rest.entries.iter().map(|e| e.0).find(|&e| self.lexicon.parent(e) == Some(state))?;
        Some(self.draft_of_entry(i, owned))
    }

    fn link_short(&mut self, i: usize) {
        let words = self.words(i);
        let Some(word) = words.last().cloned() else {
            let draft = self.new_draft(i);
            self.join(i, draft);
            return;
        };
        let known = self.known(i);
        let draft = self
            .by_acronym
            .get(&word)
            .copied()
            .or_else(|| known.and_then(|entry| self.identities.by_entry.get(&entry).copied()))
            .or_else(|| self.named_in_full(i, &word))
            .or_else(|| known.map(|entry| self.draft_of_entry(i, entry)))
            .or_else(|| self.by_string.get(&word).copied())
            .or_else(|| self.spelled_out(i, &word))
            .or_else(|| self.known_by_surname(i, &word).map(|entry| self.draft_of_entry(i, entry)))
            .unwrap_or_else(|| self.new_draft(i));
        self.by_string.insert(word, draft);
        self.join(i, draft);
    }

    /// The folded words of a name, punctuation left out.
    fn words(&self, i: usize) -> SmallVec<[SmolStr; 4]> {
        let is_word = |&t: &TokenIx| {
            !matches!(self.document.tokens[t].upos, Upos::PUNCT) && self.document.tokens[t].xpos != Xpos::POS
        };
        let tokens = self.mentions[i].tokens.clone().filter(is_word);
        tokens.map(|t| fold(self.document.form(t))).filter(|w| !w.is_empty()).collect()
    }

    /// The entry that the gazetteer has for the whole of a name.
    fn known(&self, i: usize) -> Option<EntryIx> {
        let mention = &self.mentions[i];
        // Within a longer name: *U.S.* in *U.S. military*.
        let hit = self.lexicon.longest_within(self.document, mention.tokens.start, mention.tokens.end)?;
        // *Orlan Co* is the Orlan of the tables, if that is a company.
        let short = hit.end < mention.tokens.end;
        let form = |t: TokenIx| {
            self.document.tokens[t].upos == Upos::PUNCT || self.lexicon.is_legal_form(self.document.form(t))
        };
        if short && !(mention.class == Class::Company && (hit.end..mention.tokens.end).all(form)) {
            return None;
        }
        // What the mention was taken for is evidence already: "Israel Katz" is no state.
        let fits = |e: EntryIx| {
            let class = self.lexicon.class(e);
            (class == Class::Person) == (mention.class == Class::Person) || mention.class == Class::Actor
        };
        let near = |e: EntryIx| {
            self.identities.by_entry.contains_key(&e)
                || self.lexicon.parent(e).is_some_and(|p| self.present.contains(&p))
        };
        // "Paris, Texas" is not the capital of France.
        let land = land_after(self.document, self.lexicon, mention.tokens.end);
        let elsewhere = |e: EntryIx| {
            let home = self.lexicon.stands_for(e).map(|s| s.0).or_else(|| self.lexicon.parent(e));
            let place = self.lexicon.class(e) == Class::Place;
            let within = |land: EntryIx, home: EntryIx| {
                land == home || self.lexicon.parent(land) == Some(home) || self.lexicon.parent(home) == Some(land)
            };
            matches!((land, home), (Some(land), Some(home)) if place && !within(land, home))
        };
        // Every country has its NPP: initials of a party mean it only where its country is in the text.
        let fits = |e: EntryIx, kind: NameKind| {
            // A letter is a party only before a place (*D-Ohio*), which says enough.
            let initials = kind == NameKind::Acronym && self.document.form(mention.head).len() > 1;
            let foreign = initials && self.lexicon.class(e) == Class::PoliticalParty && !near(e);
            (fits(e) || kind == NameKind::Demonym) && !foreign && !elsewhere(e)
        };
        let firm = |e: EntryIx| !short || self.lexicon.class(e) == Class::Company;
        let candidates = || hit.entries.iter().copied().filter(|&(e, kind)| fits(e, kind) && firm(e));
        if mention.form == Form::Demonym
            && hit.entries.iter().all(|e| e.1 == NameKind::Demonym)
            && hit.entries.len() > 1
        {
            // "Korean", "Congolese", "Guinean": only what the document names elsewhere.
            return candidates().map(|c| c.0).find(|&e| near(e)).or_else(|| candidates().next().map(|c| c.0));
        }
        // What was not there yet, or no more, is meant only where nothing else has the name.
        let date = self.document.source.date.as_deref();
        let valid = |e: EntryIx| date.is_none_or(|d| self.lexicon.is_valid_at(e, d));
        let entries: SmallVec<[EntryIx; 4]> = candidates().map(|c| c.0).collect();
        let any = entries.iter().any(|&e| valid(e));
        let mut entries = entries.into_iter().filter(|&e| !any || valid(e)).peekable();
        let first = entries.peek().copied();
        entries.find(|&e| near(e)).or(first)
    }

    fn draft_of_entry(&mut self, i: usize, entry: EntryIx) -> usize {
        let mention = &self.mentions[i];
        let named = entry;
        let (entry, as_place) = match self.lexicon.stands_for(entry) {
            Some((target, metonymy)) if is_party(self.document, self.lexicon, mention, metonymy) => (target, false),
            Some(_) => (entry, true),
            None => (entry, false),
        };
        if entry == named && self.lexicon.class(entry) == Class::Place && self.lexicon.parent(entry).is_some() {
            let acts = self.lexicon.stands_for(entry).is_none() && acts_itself(self.document, self.lexicon, mention);
            if acts {
                return self.government_of(i, entry);
            }
        }
        let map = if as_place { &mut self.place_by_entry } else { &mut self.identities.by_entry };
        let metonym = (entry != named).then_some((i, named));
        if let Some(&draft) = map.get(&entry) {
            self.identities.drafts[draft].metonyms.extend(metonym);
            return draft;
        }
        let draft = self.identities.drafts.len();
        map.insert(entry, draft);
        let class = self.lexicon.class(entry);
        self.identities.drafts.push(Draft {
            entry: Some(entry),
            class: Some(class),
            gender: self.lexicon.gender(entry),
            plural: (class != Class::Population).then_some(false),
            metonyms: metonym.into_iter().collect(),
            ..Draft::default()
        });
        if class.is_organization() && !matches!(class, Class::State | Class::Actor) {
            let last = self.lexicon.name(entry).rsplit_once(' ').map(|(_, last)| fold(last));
            if let Some(last) = last {
                self.by_last_word.entry(last).or_default().push(draft);
            }
        }
        if class == Class::Person {
            let words: SmallVec<[SmolStr; 4]> = self.lexicon.name(entry).split([' ', '-']).map(fold).collect();
            self.remember_person(&words, draft);
        }
        draft
    }

    /// The government of a city or region: *Texas* in *Texas sued the agency*.
    fn government_of(&mut self, i: usize, place: EntryIx) -> usize {
        let drafts = &mut self.identities.drafts;
        let draft = *self.government_by_entry.entry(place).or_insert_with(|| {
            drafts.push(Draft { class: Some(Class::GovernmentBody), plural: Some(false), ..Draft::default() });
            drafts.len() - 1
        });
        drafts[draft].metonyms.push((i, place));
        draft
    }

    fn new_draft(&mut self, i: usize) -> usize {
        let mention = &self.mentions[i];
        let words = self.words(i);
        let draft = self.identities.drafts.len();
        let first = self.document.form(mention.tokens.start);
        let is_person = mention.class == Class::Person;
        self.identities.drafts.push(Draft {
            class: Some(mention.class),
            gender: if is_person { self.lexicon.first_name(first).flatten() } else { None },
            plural: Some(self.document.tokens[mention.head].xpos == Xpos::NNPS && mention.class == Class::Population),
            ..Draft::default()
        });
        if is_person || (mention.class == Class::Actor && words.len() > 1) {
            self.remember_person(&words, draft);
        }
        if words.len() > 1 && mention.class.is_organization() && mention.class != Class::Actor {
            self.by_last_word.entry(words[words.len() - 1].clone()).or_default().push(draft);
            let big = |t: &TokenIx| self.document.form(*t).chars().next().filter(|c| c.is_uppercase());
            let initials: String = mention.tokens.clone().filter_map(|t| big(&t)).collect();
            if initials.chars().count() > 2 {
                let of_letters = self.by_initials.entry(fold(&initials));
                of_letters.and_modify(|only| *only = None).or_insert(Some(draft));
            }
        }
        let inner = words.iter().skip(1).filter(|_| mention.class == Class::Company);
        for word in inner.filter(|w| self.lexicon.noun(w).is_none() && self.lexicon.thing(w).is_none()) {
            self.by_inner_word.entry(word.clone()).and_modify(|only| *only = None).or_insert(Some(draft));
        }
        if words.len() > 1 && mention.class != Class::Person {
            self.by_first_word.entry(words[0].clone()).or_default().push(draft);
        }
        draft
    }

    fn remember_person(&mut self, words: &[SmolStr], draft: usize) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        self.by_surname.entry(last.clone()).or_default().push(draft);
        // Chinese, Korean, Vietnamese names put the surname first; a European first name is no such surname.
        if words.len() > 1 && self.lexicon.first_name(first).is_none() {
            self.by_surname.entry(first.clone()).or_default().push(draft);
        }
    }

    fn join(&mut self, i: usize, draft: usize) {
        let mention = &self.mentions[i];
        self.identities.of[i] = Some(draft);
        let target = &mut self.identities.drafts[draft];
        target.mentions.push(i);
        if target.class.is_none_or(|c| c == Class::Actor) {
            target.class = Some(mention.class);
        }
        if mention.form == Form::Name || target.entry.is_none() {
            let text = written(self.document, mention);
            if !target.names.contains(&text) {
                target.names.push(text);
            }
        }
    }

    /// *International Atomic Energy Agency (IAEA)*: from here on the initials are that body.
    fn define_acronym(&mut self, i: usize, draft: usize) {
        let end = self.mentions[i].tokens.end;
        let document = self.document;
        if end + 2 >= document.tokens.len() || document.form(end) != "(" || document.form(end + 2) != ")" {
            return;
        }
        let acronym = document.form(end + 1);
        let initial = document.form(self.mentions[i].tokens.start).chars().next();
        let fits = is_acronym(acronym) && self.mentions[i].class != Class::Person;
        if fits && (acronym.chars().next() == initial || self.mentions[i].tokens.len() > 2) {
            self.by_acronym.insert(fold(acronym), draft);
        }
    }

    /// A person named before whose words include these or are included: *Ali Khamenei*, *Ali Hosseini Khamenei*.
    fn same_person(&mut self, words: &[SmolStr], class: Class) -> Option<usize> {
        if !matches!(class, Class::Person | Class::Actor) {
            return None;
        }
        let (first, last) = (words.first()?, words.last()?);
        let candidates = self.by_surname.get(last).into_iter().flatten().rev();
        let found = candidates.copied().find(|&d| {
            let draft = &self.identities.drafts[d];
            let known = draft.entry.map(|e| self.lexicon.name(e)).into_iter();
            let mut spelled = draft.names.iter().map(String::as_str).chain(known);
            draft.class == Some(Class::Person)
                && spelled.any(|n| {
                    let other: SmallVec<[SmolStr; 6]> = n.split([' ', '-']).map(fold).collect();
                    other.len() > 1
                        && (words.iter().all(|w| other.contains(w)) || other.iter().all(|w| words.contains(w)))
                })
        });
        if found.is_some() {
            return found;
        }
        // "Donald John Trump": first name and surname of a known person.
        let known = self.lexicon.by_surname(last).iter().copied();
        let entry =
            known.into_iter().find(|&e| self.lexicon.name(e).split(' ').next().map(fold).as_ref() == Some(first))?;
        if let Some(&draft) = self.identities.by_entry.get(&entry) {
            return Some(draft);
        }
        let draft = self.identities.drafts.len();
        self.identities.by_entry.insert(entry, draft);
        self.identities.drafts.push(Draft {
            entry: Some(entry),
            class: Some(Class::Person),
            gender: self.lexicon.gender(entry),
            plural: Some(false),
            ..Draft::default()
        });
        self.remember_person(words, draft);
        Some(draft)
    }

    /// The identity whose full name has this word as surname, or as first word for a body.
    fn named_in_full(&self, i: usize, word: &SmolStr) -> Option<usize> {
        let mention = &self.mentions[i];
        let place = mention.class == Class::Place || mention.class == Class::State;
        if !place && let Some(candidates) = self.by_surname.get(word) {
            // Of two with one surname, whom the text has named more often so far.
            let times = |d: &usize| self.identities.drafts[*d].mentions.iter().filter(|&&m| m < i).take(32).count();
            let known = candidates.iter().copied().max_by_key(times).filter(|d| times(d) > 0);
            return known.or(candidates.first().copied());
        }
        if let Some(body) = self.body_by_last_word(i, word) {
            return Some(body);
        }
        if self.lexicon.noun(word).is_some() {
            return None;
        }
        let company = mention.class == Class::Company;
        let Some(bodies) = self.by_first_word.get(word) else {
            return self.by_inner_word.get(word).copied().flatten().filter(|_| company);
        };
        let fits = |&&d: &&usize| {
            let class = self.identities.drafts[d].class;
            class.is_some_and(|c| c.is_organization() && c != Class::Actor)
        };
        let only = bodies.iter().copied().collect::<SmallVec<[usize; 2]>>();
        (only.len() == 1 && mention.class != Class::Person && !place).then(|| only.iter().find(|d| fits(d)).copied())?
    }

    /// *ILF* in a text about the *Ituri Liberation Front*, though nobody says so.
    fn spelled_out(&self, i: usize, word: &SmolStr) -> Option<usize> {
        let mention = &self.mentions[i];
        let initials = mention.tokens.len() == 1 && is_acronym(self.document.form(mention.head));
        self.by_initials.get(word).copied().flatten().filter(|_| initials && mention.class != Class::Person)
    }

    /// *the Front* after *Ituri Liberation Front*, *the Commission* after *European Commission*: the body of such a name
    /// that was named last.
    fn body_by_last_word(&self, i: usize, word: &SmolStr) -> Option<usize> {
        let mention = &self.mentions[i];
        let article = self.document.dependent(mention.head, Relation::DET).is_some();
        self.lexicon.head_class(word).filter(|c| article && c.is_organization())?;
        let last = |&d: &usize| self.identities.drafts[d].mentions.iter().copied().filter(|&m| m < i).max();
        let bodies = self.by_last_word.get(word)?;
        bodies.iter().filter_map(|d| Some((last(d)?, *d))).max().map(|(_, draft)| draft)
    }

    /// A known person with this surname: only where it can be no other.
    fn known_by_surname(&self, i: usize, word: &SmolStr) -> Option<EntryIx> {
        let mention = &self.mentions[i];
        if !matches!(mention.class, Class::Person | Class::Actor)
            || mention.form != Form::Name && mention.form != Form::Demonym
        {
            return None;
        }
        // "Paul" is a first name first of all, but "Senator Paul" is not.
        let titled = || self.document.dependent(mention.head, Relation::NMOD_DESC).is_some();
        if self.lexicon.first_name(word).is_some() && (mention.class != Class::Person || !titled()) {
            return None;
        }
        // A surname alone is enough only for who is or was in office, and for whom the user added.
        let all = self.lexicon.by_surname(word);
        let officers = || all.iter().copied().filter(|&e| self.lexicon.n_offices(e) > 0);
        if officers().next().is_none() {
            let mut own = all.iter().copied().filter(|&e| self.lexicon.is_own(e));
            return own.next().filter(|_| own.next().is_none());
        }
        let candidates: SmallVec<[EntryIx; 4]> = officers().collect();
        let date = self.document.source.date.as_deref();
        // Who had no office before the report was written is not the one it means; whom it calls former holds none.
        let former = self.is_called_former(i);
        let fits = |&e: &EntryIx| {
            date.is_none_or(|d| !(self.lexicon.is_unheard_of(e, d) || former && self.lexicon.in_office(e, d, true)))
        };
        let candidates: SmallVec<[EntryIx; 4]> = candidates.into_iter().filter(fits).collect();
        let near = |e: &EntryIx| self.lexicon.parent(*e).is_some_and(|p| self.present.contains(&p));
        let nearby: SmallVec<[EntryIx; 4]> = candidates.iter().copied().filter(near).collect();
        if let Some(date) = date.filter(|_| !former) {
            // The president rather than a senator, and either rather than one who is out of office.
            for (pool, alone) in [(&nearby, true), (&candidates, true), (&nearby, false)] {
                let mut serving = pool.iter().copied().filter(|&e| self.lexicon.in_office(e, date, alone));
                if let Some(first) = serving.next() {
                    return Some(first).filter(|_| serving.next().is_none());
                }
            }
        }
        if let [only] = nearby[..] {
            return Some(only);
        }
        let pool = if nearby.is_empty() { &candidates } else { &nearby };
        // Of whose state or company the text says nothing, only a head of state or government is so well known.
        let mut heads = pool.iter().copied().filter(|&e| self.lexicon.was_head(e));
        heads.next().filter(|_| heads.next().is_none())
    }

    /// *former President Bush*, *ex-President Bush*: by the words before the name.
    fn is_called_former(&self, i: usize) -> bool {
        let mention = &self.mentions[i];
        let before = (0..mention.head).rev().take(6).take_while(|&t| {
            let part = self.document.tokens[t].upos != Upos::VERB && self.document.tokens[t].xpos != Xpos::COMMA;
            part && self.document.form(t) != "."
        });
        let past = |word: &str| word.split('-').any(|w| self.lexicon.is_cue(w, "office-past"));
        before.into_iter().any(|t| past(&words::lower(self.document.form(t))))
    }
}

/// The name as written, white space made single.
pub(super) fn written(document: &Document, mention: &Mention) -> String {
    let text = document.slice(document.token_span(mention.tokens.clone()));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
