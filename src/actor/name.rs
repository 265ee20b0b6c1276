//! Names in the text: those of the gazetteer, and unknown ones by their shape.
//!
//! An unknown name is a run of words with the Penn tag NNP or NNPS that the tree holds together (`flat`, `compound`,
//! `amod`, `nmod:desc`). From its left come off demonyms (*Iranian* President …) and titles (*President* …), which
//! become finds of their own. In headlines and lines in capitals a capital proves nothing: there a word counts only
//! if the gazetteer knows it or the document has it in the middle of another sentence. Who bears the name is decided
//! in `link`.

mod class;
mod nested;
mod run;
mod vote;
mod word;

use std::collections::HashSet;
use std::ops::Range;

use crate::actor::lexicon::{Gazetteer, Match, NameKind};
use crate::data::words;
use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::ontology::Class;
use crate::syntax::tree;

/// No name has more words, whatever the tags say.
const MAX_NAME: usize = 16;
/// No title has more words.
const MAX_TITLE: usize = 6;

/// A name, a demonym or a title that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub tokens: Range<TokenIx>,
    pub head: TokenIx,
    pub class: Class,
    pub kind: Kind,
    /// Whether the class was guessed from the place in the sentence only.
    pub by_role: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    /// An adjective or name that modifies a noun.
    Modifier,
    /// A capitalised title with or without its bearer.
    Title,
    /// A noun for the people of a state or the members of a body: *Iranians*.
    Members,
}

/// All names of the document, in text order, longer first.
pub(super) fn names(document: &Document, lexicon: &Gazetteer) -> Vec<Found> {
    let headlines: Vec<bool> = document.sentences.iter().map(|s| is_headline(document, s.tokens.clone())).collect();
    let evidence = capitalised_mid_sentence(document, &headlines);
    let mut found = Vec::new();
    for (sentence, &headline) in document.sentences.iter().zip(&headlines) {
        let tokens = sentence.tokens.clone();
        if tokens.is_empty() {
            continue;
        }
        let mut reader = Reader {
            document,
            lexicon,
            evidence: &evidence,
            headline,
            tokens: tokens.clone(),
            known: vec![None; tokens.len()],
            named: vec![false; tokens.len()],
            found: &mut found,
        };
        reader.read();
    }
    vote::by_place(document, lexicon, &mut found);
    vote::by_surname(document, lexicon, &mut found);
    vote::by_body(document, lexicon, &mut found);
    vote::by_address(document, lexicon, &mut found);
    found.extend(nested::nested(document, lexicon, &found));
    found.sort_by_key(|f| (f.tokens.start, std::cmp::Reverse(f.tokens.end), f.head));
    found.dedup_by(|b, a| a.tokens == b.tokens);
    found
}

/// The head of a range: its first word that depends on a word outside.
pub(super) fn head_of(document: &Document, tokens: Range<TokenIx>) -> TokenIx {
    let outside = |&t: &TokenIx| document.tokens[t].head.is_none_or(|h| !tokens.contains(&h));
    let is_word = |&t: &TokenIx| document.tokens[t].upos != Upos::PUNCT;
    tokens.clone().filter(is_word).find(outside).unwrap_or(tokens.start)
}

/// The text of a range in lower case, words parted by single spaces.
pub(super) fn lower(document: &Document, tokens: Range<TokenIx>) -> String {
    let text = document.slice(document.token_span(tokens));
    let mut out = String::with_capacity(text.len());
    for (i, word) in text.split_whitespace().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// The length in words of the longest title that starts at `from`, and its kind.
pub(super) fn title_at<'l>(
    document: &Document,
    lexicon: &'l Gazetteer,
    from: TokenIx,
    end: TokenIx,
) -> Option<(usize, &'l str)> {
    // Most words open no title.
    let first = words::lower(document.form(from));
    let (this, next) = (&document.tokens[from], document.tokens.get(from + 1));
    let parted = next.is_none_or(|next| next.span.start > this.span.end);
    if parted && !first.contains(char::is_whitespace) && !lexicon.opens_title(&first) {
        return None;
    }
    (1..=MAX_TITLE.min(end - from)).rev().find_map(|n| {
        let words = lower(document, from..from + n);
        // *Vice-Premier*, of three words, is *vice premier*.
        let parted = || (n > 1 && words.contains('-')).then(|| lexicon.title(&words.replace('-', " "))).flatten();
        lexicon.title(&words).or_else(parted).map(|kind| (n, kind))
    })
}

struct Reader<'a> {
    document: &'a Document,
    lexicon: &'a Gazetteer,
    evidence: &'a HashSet<&'a str>,
    headline: bool,
    /// The sentence.
    tokens: Range<TokenIx>,
    /// By place in the sentence: whether the word can be part of a name.
    named: Vec<bool>,
    /// By place in the sentence: the known name that starts there.
    known: Vec<Option<Match>>,
    found: &'a mut Vec<Found>,
}

impl Reader<'_> {
    fn read(&mut self) {
        self.find_known();
        self.find_name_words();
        let mut at = self.tokens.start;
        while at < self.tokens.end {
            if !self.is_named(at) && self.demonym_end(at).is_none() {
                at += 1;
                continue;
            }
            let end = self.run_end(at);
            self.split(at..end);
            at = end;
        }
    }

    fn find_known(&mut self) {
        let mut at = self.tokens.start;
        while at < self.tokens.end {
            match self.lexicon.longest(self.document, at) {
                Some(hit) if hit.end <= self.tokens.end && self.accepts(at, &hit) => {
                    let end = hit.end;
                    self.known[at - self.tokens.start] = Some(hit);
                    at = end;
                }
                _ => at += 1,
            }
        }
    }

    /// Whether a match is a name here and not an everyday word or part of another name.
    fn accepts(&self, at: TokenIx, hit: &Match) -> bool {
        let document = self.document;
        if hit.end - at > 1 {
            return true;
        }
        let token = &document.tokens[at];
        let form = document.form(at);
        if form.len() == 1 && !self.is_party_letter(at) {
            return false;
        }
        if !matches!(token.upos, Upos::PROPN | Upos::NOUN | Upos::ADJ | Upos::X) && !tree::is_name(document, at) {
            return false;
        }
        let kind = hit.entries[0].1;
        if kind == NameKind::Demonym {
            // "China" the country and "Polish" the people keep their capitals; "polish" does not get here.
            return !self.continues_person(at);
        }
        let class = self.lexicon.class(hit.entries[0].0);
        if class != Class::Person && (self.continues_person(at) || self.opens_person(at)) {
            return false;
        }
        if tree::is_name(document, at) && !self.headline {
            return true;
        }
        let proves = at > self.first_word() && !self.headline;
        let word = words::lower(form);
        proves
            || self.evidence.contains(form)
            || (self.lexicon.noun(&word).is_none() && self.lexicon.thing(&word).is_none())
    }

    /// Whether a letter stands for a party, behind a name and before a place: *Ann Lee, D-Hawaii*.
    fn is_party_letter(&self, at: TokenIx) -> bool {
        let document = self.document;
        document.tokens[at].relation == Relation::APPOS
            && document.tokens[at].head.is_some_and(|name| name < at && tree::is_name(document, name))
            && at + 1 < self.tokens.end
            && document.tokens[at + 1].xpos == Xpos::HYPH
    }

    /// Whether the word is the surname after a first name that stands before it: *Denzel Washington*.
    fn continues_person(&self, at: TokenIx) -> bool {
        let document = self.document;
        let token = &document.tokens[at];
        at > self.tokens.start
            && matches!(token.relation, Relation::FLAT | Relation::COMPOUND | Relation::CONJ)
            && tree::is_name(document, at - 1)
            && (token.head == Some(at - 1) || token.relation == Relation::FLAT)
            && self.lexicon.first_name(document.form(at - 1)).is_some()
    }

    /// Whether the word is a first name before a surname: *Israel Katz*.
    fn opens_person(&self, at: TokenIx) -> bool {
        let document = self.document;
        let next = at + 1;
        if next >= self.tokens.end
            || !tree::is_name(document, next)
            || self.lexicon.first_name(document.form(at)).is_none()
        {
            return false;
        }
        let (first, second) = (&document.tokens[at], &document.tokens[next]);
        // The parser may make two arguments of one name.
        let twice = first.head.is_some() && first.head == second.head && first.relation == second.relation;
        let known = || self.lexicon.longest(document, next).is_some();
        // *Justice Virginia Long*.
        let titled = at > self.tokens.start
            && tree::is_name(document, at - 1)
            && self.lexicon.title(&words::lower(document.form(at - 1))).is_some()
            && (second.head == Some(at) || first.head == Some(next));
        second.head == Some(at) && second.relation == Relation::FLAT
            || (twice && first.relation != Relation::COMPOUND && !known())
            || titled && !known()
    }

    fn first_word(&self) -> TokenIx {
        let is_word = |&t: &TokenIx| self.document.tokens[t].upos != Upos::PUNCT;
        self.tokens.clone().find(is_word).unwrap_or(self.tokens.start)
    }

    /// Whether a capital proves nothing here: at the start of the sentence, and after a quotation mark, colon or dash.
    fn opens_speech(&self, at: TokenIx) -> bool {
        at <= self.first_word() || opens_after(self.document, at - 1)
    }

    fn is_hyphen(&self, at: TokenIx) -> bool {
        let token = &self.document.tokens[at];
        let tight = |a: TokenIx, b: TokenIx| self.document.tokens[a].span.end == self.document.tokens[b].span.start;
        (token.xpos == Xpos::HYPH || self.document.form(at) == "-")
            && at > self.tokens.start
            && at + 1 < self.tokens.end
            && tight(at - 1, at)
            && tight(at, at + 1)
    }

    fn is_named(&self, at: TokenIx) -> bool {
        self.tokens.contains(&at) && self.named[at - self.tokens.start]
    }

    fn known_at(&self, at: TokenIx) -> Option<&Match> {
        self.known[at - self.tokens.start].as_ref()
    }

    fn demonym_end(&self, at: TokenIx) -> Option<TokenIx> {
        self.known_at(at).filter(|m| m.entries[0].1 == NameKind::Demonym).map(|m| m.end)
    }

    /// Takes demonyms, titles and other names off a run and reports what there is.
    fn split(&mut self, run: Range<TokenIx>) {
        let Range { mut start, end } = run;
        while start < end {
            let Some(after) = self.demonym_end(start) else { break };
            self.report(start..after, Kind::Modifier, false);
            if after < end && self.is_organization(after..end) {
                break;
            }
            start = after;
        }
        let mut titled = false;
        let mut at = start;
        while at < end {
            if let Some(known_end) = self.known_at(at).map(|m| m.end) {
                at = known_end;
                continue;
            }
            let title = title_at(self.document, self.lexicon, at, end).filter(|&(n, _)| self.is_title(at..at + n, end));
            let title = title.or_else(|| (at == start && self.is_opening_role(at, end)).then_some((1, "job")));
            let Some((n, kind)) = title.map(|(n, kind)| (n, kind == "courtesy")) else {
                at += 1;
                continue;
            };
            // "Shadow Home Secretary": the word before belongs to the title.
            let mut title_start = at;
            let modifies = |t: TokenIx| self.lexicon.is_cue(&words::lower(self.document.form(t)), "title-modifier");
            // "Enterprise Minister": so does what a minister is for.
            let last = at + n - 1;
            let portfolio = |t: TokenIx| {
                self.lexicon.is_cue(&words::lower(self.document.form(last)), "portfolio-title")
                    && self.document.tokens[t].relation == Relation::COMPOUND
                    && self.document.tokens[t].head == Some(last)
                    && self.known_at(t).is_none()
            };
            while title_start > start && (modifies(title_start - 1) || portfolio(title_start - 1)) {
                title_start -= 1;
            }
            if title_start > start {
                self.report(start..title_start, Kind::Name, titled);
            }
            if !kind || at + n == end {
                self.report(title_start..at + n, Kind::Title, false);
            }
            titled = true;
            at += n;
            start = at;
        }
        if start < end {
            self.split_names(start..end, titled);
        }
    }

    /// Whether a capital at the start of a sentence hides an everyday noun for a person: *Pan-democrat* Lam Cheuk-ting.
    fn is_opening_role(&self, at: TokenIx, end: TokenIx) -> bool {
        let lower = words::lower(self.document.form(at));
        let is_person = |word: &str| self.lexicon.noun(word).is_some_and(|n| n.class == Class::Person && !n.collective);
        at + 2 < end
            && self.opens_speech(at)
            && self.is_title(at..at + 1, end)
            && (is_person(&lower) || lower.rsplit_once('-').is_some_and(|(_, rest)| is_person(rest)))
    }

    /// Where a person's name begins after that of a body, side by side: *Refugee Council* *Enver Solomon*.
    fn person_after_body(&self, run: Range<TokenIx>) -> Option<TokenIx> {
        let first_name = |t: TokenIx| self.lexicon.first_name(self.document.form(t)).is_some();
        (run.start + 2..run.end.saturating_sub(1)).find(|&t| {
            first_name(t)
                && self.lexicon.head_class(self.document.form(t - 1)).is_some_and(Class::is_organization)
                && (t..run.end).all(|w| self.may_be_personal(w))
        })
    }

    /// Whether the title is one here: *General* is none in *General Staff*.
    fn is_title(&self, title: Range<TokenIx>, end: TokenIx) -> bool {
        let rest = title.end..end;
        if rest.is_empty() {
            // *Sachs AG* is no attorney general.
            let closes_firm = title.len() == 1
                && title.start > self.tokens.start
                && self.is_named(title.start - 1)
                && self.lexicon.is_legal_form(self.document.form(title.start));
            return !closes_firm;
        }
        // *King County Superior Court* Judge …
        let names_body = rest.len() > 1 && self.lexicon.head_class(self.document.form(title.end)).is_some();
        !names_body
            && !self.is_organization(rest.clone())
            && self.person_after_body(title.start..end).is_none()
            && !self.lexicon.is_cue(self.document.form(title.end), "name-preposition")
            && !self.is_hyphen(title.end)
    }

    /// Whether the last words of a run say that it names a body: head noun or legal form.
    fn is_organization(&self, run: Range<TokenIx>) -> bool {
        self.class_by_words(run).is_some_and(Class::is_organization)
    }

    /// Names side by side: *Hamas* *Gaza*; a known name within a longer one stays inside and counts as its modifier.
    fn split_names(&mut self, run: Range<TokenIx>, titled: bool) {
        if let Some(person) = self.person_after_body(run.clone()) {
            self.report(run.start..person, Kind::Name, titled);
            self.split_names(person..run.end, false);
            return;
        }
        // *New Rochelle N.Y.*
        let state = (run.start + 1..run.end).find(|&t| {
            let known = self.known_at(t).filter(|m| m.end == run.end);
            known.is_some_and(|m| self.lexicon.class(m.entries[0].0) == Class::Place)
                && self.document.form(run.end - 1).ends_with('.')
        });
        if let Some(state) = state.filter(|_| !titled) {
            self.split_names(run.start..state, false);
            self.report(state..run.end, Kind::Name, false);
            return;
        }
        let first_known = self.known_at(run.start).map(|m| m.end).filter(|&e| e < run.end);
        if let Some(end) = first_known {
            let person_follows = self.lexicon.first_name(self.document.form(end)).is_some()
                || self.known_at(end).is_some_and(|m| self.lexicon.class(m.entries[0].0) == Class::Person);
            let other_follows = self.known_at(end).is_some_and(|m| m.end == run.end);
            if self.class_by_words(end..run.end).is_none() && (person_follows || other_follows) && !self.is_hyphen(end)
            {
                self.report(run.start..end, Kind::Name, titled);
                self.split_names(end..run.end, false);
                return;
            }
            self.report(run.start..end, Kind::Modifier, false);
        }
        self.report(run, Kind::Name, titled);
    }

    fn report(&mut self, tokens: Range<TokenIx>, kind: Kind, titled: bool) {
        // *Protected B*: a letter is no name, but for that of a party.
        let letter = tokens.len() == 1 && self.document.form(tokens.start).chars().count() == 1;
        if letter && self.known_at(tokens.start).is_none() {
            return;
        }
        let mut head = head_of(self.document, tokens.clone());
        if kind == Kind::Title {
            // *Special Envoy* X: the parser may hang both words on the name; the office is the last of them.
            let outside = |&t: &TokenIx| self.document.tokens[t].head.is_none_or(|h| !tokens.contains(&h));
            head = tokens.clone().rfind(outside).unwrap_or(head);
        }
        let relation = self.document.tokens[head].relation;
        let is_modifier = matches!(relation, Relation::COMPOUND | Relation::AMOD | Relation::NMOD_DESC)
            || (relation == Relation::CONJ && self.modifies_by_conjunction(head));
        let hit = self.known_at(tokens.start).filter(|m| m.end == tokens.end).map(|m| m.entries[0]);
        // A people of the gazetteer is itself what its noun means.
        let demonym = hit.is_some_and(|(e, k)| k == NameKind::Demonym && self.lexicon.class(e) != Class::Population);
        let kind = match kind {
            Kind::Name if is_modifier => Kind::Modifier,
            Kind::Modifier if demonym && !is_modifier && self.is_noun(head) => Kind::Members,
            Kind::Modifier if hit.is_some() && !demonym && !is_modifier && self.is_noun(head) => Kind::Name,
            Kind::Modifier if demonym && !is_modifier => return,
            other => other,
        };
        let told = if kind == Kind::Title { Some(Class::Position) } else { self.class(tokens.clone(), head, titled) };
        let class = told.or_else(|| self.class_by_role(head)).unwrap_or(Class::Actor);
        self.found.push(Found { tokens, head, class, kind, by_role: told.is_none() });
    }

    /// Whether a demonym is a noun for people; without an article the singular is a language (*English*).
    fn is_noun(&self, head: TokenIx) -> bool {
        let token = &self.document.tokens[head];
        let plural = matches!(token.xpos, Xpos::NNS | Xpos::NNPS);
        let counted = |&d: &TokenIx| matches!(self.document.tokens[d].relation, Relation::DET | Relation::NUMMOD);
        (plural || self.document.dependents(head).iter().any(counted))
            && matches!(token.xpos, Xpos::NNS | Xpos::NNPS | Xpos::NN | Xpos::NNP)
            && !matches!(token.relation, Relation::FLAT | Relation::FIXED | Relation::GOESWITH)
    }

    /// *Arab* in *Israeli and Arab officials*.
    fn modifies_by_conjunction(&self, head: TokenIx) -> bool {
        let first = tree::first_conjunct(self.document, head);
        matches!(self.document.tokens[first].relation, Relation::COMPOUND | Relation::AMOD)
    }
}

/// Whether the word after this one may have its capital for standing first: after a quotation mark, colon or dash.
fn opens_after(document: &Document, token: TokenIx) -> bool {
    let found = &document.tokens[token];
    found.upos == Upos::PUNCT && !matches!(found.xpos, Xpos::COMMA | Xpos::HYPH | Xpos::POS)
}

/// Words that stand with a capital in the middle of a sentence that is no headline: names, most likely.
fn capitalised_mid_sentence<'d>(document: &'d Document, headlines: &[bool]) -> HashSet<&'d str> {
    let mut words = HashSet::new();
    for (sentence, _) in document.sentences.iter().zip(headlines).filter(|(_, headline)| !**headline) {
        for at in sentence.tokens.clone().skip(1) {
            let form = document.form(at);
            let modifier = matches!(document.tokens[at].relation, Relation::AMOD | Relation::COMPOUND);
            let proves = !opens_after(document, at - 1) || tree::is_name(document, at) && !modifier;
            if (tree::is_name(document, at) || modifier) && proves && form.starts_with(char::is_uppercase) {
                words.insert(form);
            }
        }
    }
    words
}

/// Whether nearly every word of some length has a capital and the line does not end as a sentence does.
fn is_headline(document: &Document, tokens: Range<TokenIx>) -> bool {
    let (mut long, mut capital, mut shouted) = (0usize, 0usize, 0usize);
    for at in tokens.clone() {
        let form = document.form(at);
        if form.len() >= 4 && form.starts_with(char::is_alphabetic) {
            long += 1;
            capital += usize::from(form.starts_with(char::is_uppercase));
            shouted += usize::from(!form.chars().any(char::is_lowercase));
        }
    }
    let ends = tokens.last().is_some_and(|t| matches!(document.form(t), "." | "!" | "?"));
    long >= 4 && (shouted * 10 >= long * 8 || (!ends && capital * 10 >= long * 9 && long >= 5))
}
