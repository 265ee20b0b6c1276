//! Noun phrases, pronouns and names → [`Mention`]s: everything that can be an argument of a predication.
//!
//! Names come from `name`. Every other noun that is no mere modifier heads a nominal mention; what class it has is told
//! by the word lists (agent nouns, titles, things, heads of organizations). Offices and roles that stand beside their
//! holder (*Special Envoy* Steve Witkoff; X, *the president of Y*; X is *an analyst*) are mentions of class
//! [`Class::Position`]. Who or what is meant is decided in `coreference`.

mod class;
mod expletive;
mod noun;
mod settle;

use std::ops::Range;

use self::expletive::is_expletive;
pub(super) use self::noun::{
    innermost_part, is_partitive, is_plural, is_political_side, noun_class, partitive_complement,
};
use crate::actor::lexicon::{Gazetteer, PronounKind};
use crate::actor::name::{self, Found, Kind};
use crate::actor::{Form, Mention};
use crate::data::words;
use crate::document::{Document, Relation, TokenIx, Upos, Xpos, feature};
use crate::ontology::Class;
use crate::syntax::tree;

/// A phrase longer than this is no phrase but a parser's mistake; only its head's surroundings are kept.
const MAX_PHRASE: usize = 40;

/// All mentions of the document, in text order, longer ones first.
///
/// # Complexity
/// Linear in the number of tokens: every look around a token is bounded.
pub fn mentions(document: &Document, lexicon: &Gazetteer) -> Vec<Mention> {
    let n_tokens = document.tokens.len();
    let mut finder =
        Finder { document, lexicon, covered: vec![false; n_tokens], names: vec![None; n_tokens], mentions: Vec::new() };
    for found in name::names(document, lexicon) {
        finder.add_name(found);
    }
    for token in 0..document.tokens.len() {
        if finder.covered[token] {
            continue;
        }
        if finder.is_pronoun(token) {
            finder.add_pronoun(token);
        } else if finder.is_argument_noun(token) {
            finder.add_nominal(token);
        }
    }
    finder.settle();
    let mut mentions = finder.mentions;
    mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.head, m.form));
    mentions
}

/// Finds the mention that an argument's head token stands for.
#[derive(Debug, Clone)]
pub struct MentionIndex {
    by_token: Vec<Option<u32>>,
    positions: Vec<Option<u32>>,
}

impl MentionIndex {
    /// Indexes the mentions of a document.
    pub fn new(document: &Document, mentions: &[Mention]) -> Self {
        let mut by_token = vec![None; document.tokens.len()];
        let mut positions = vec![None; document.tokens.len()];
        let mut fill = |wanted: &dyn Fn(&Mention) -> bool, whole: bool| {
            for (i, mention) in mentions.iter().enumerate().filter(|(_, m)| wanted(m)) {
                let tokens = if whole { mention.tokens.clone() } else { mention.head..mention.head + 1 };
                for slot in &mut by_token[tokens] {
                    slot.get_or_insert(i as u32);
                }
            }
        };
        fill(&|m| m.class != Class::Position && m.form != Form::Demonym, false);
        fill(&|m| m.form == Form::Demonym, false);
        for (i, mention) in mentions.iter().enumerate() {
            if mention.class == Class::Position {
                positions[mention.head].get_or_insert(i as u32);
                continue;
            }
            // *supreme leader* Ali Khamenei: where the role is the head of the tree, it stands for its holder.
            let token = &document.tokens[mention.head];
            if mention.form == Form::Name
                && let Some(head) = token.head
                && by_token[head].is_none()
                && matches!(token.relation, Relation::APPOS | Relation::FLAT | Relation::COMPOUND | Relation::NMOD_DESC)
                && mentions[..i].iter().rev().take(6).any(|m| m.head == head && m.class == Class::Position)
            {
                by_token[head] = Some(i as u32);
            }
        }
        for (token, position) in positions.iter().enumerate() {
            if by_token[token].is_none() {
                by_token[token] = *position;
            }
        }
        for whole in [Form::Name, Form::Demonym] {
            for (i, mention) in mentions.iter().enumerate().filter(|(_, m)| m.form == whole) {
                for slot in &mut by_token[mention.tokens.clone()] {
                    slot.get_or_insert(i as u32);
                }
            }
        }
        Self { by_token, positions }
    }

    /// The mention whose head is `token`, or the name that holds it; an office stands for its holder if it is the head
    /// of the holder's phrase (*the president, Donald Trump*).
    pub fn at(&self, token: TokenIx) -> Option<usize> {
        self.by_token[token].map(|i| i as usize)
    }

    /// The office or role whose head is `token`.
    pub fn position(&self, token: TokenIx) -> Option<usize> {
        self.positions[token].map(|i| i as usize)
    }
}

struct Finder<'a> {
    document: &'a Document,
    lexicon: &'a Gazetteer,
    /// Words inside names and titles.
    covered: Vec<bool>,
    /// The longest name that holds a word.
    names: Vec<Option<u32>>,
    mentions: Vec<Mention>,
}

impl Finder<'_> {
    fn add_name(&mut self, found: Found) {
        let Found { tokens, head, class, kind, .. } = found;
        let form = match kind {
            Kind::Name => Form::Name,
            Kind::Modifier => Form::Demonym,
            Kind::Title if self.is_beside_holder(head, &tokens) => Form::Nominal,
            Kind::Members => {
                self.add_members(head);
                Form::Demonym
            }
            // "the President said": an ordinary noun phrase, found by its head.
            Kind::Title => return,
        };
        self.covered[tokens.clone()].fill(true);
        if form == Form::Name {
            let n = tokens.len();
            for t in tokens.clone() {
                let longer = self.names[t].is_some_and(|i| self.mentions[i as usize].tokens.len() >= n);
                if !longer {
                    self.names[t] = Some(self.mentions.len() as u32);
                }
            }
        }
        self.mentions.push(Mention { tokens, head, form, class });
    }

    /// *Iranians*, *an Iranian*: people, not the state; the demonym is its own mention, for whom they belong to.
    fn add_members(&mut self, head: TokenIx) {
        let class = if is_plural(self.document, head) { Class::Population } else { Class::Person };
        self.mentions.push(Mention { tokens: self.phrase(head), head, form: Form::Nominal, class });
    }

    fn is_pronoun(&self, token: TokenIx) -> bool {
        let found = &self.document.tokens[token];
        let tag = matches!(found.xpos, Xpos::PRP | Xpos::PRP_POSS | Xpos::WP | Xpos::WP_POSS | Xpos::WDT);
        (tag || found.upos == Upos::PRON || (found.upos == Upos::DET && !is_modifier(found.relation)))
            && !matches!(found.relation, Relation::EXPL | Relation::DET | Relation::DET_PREDET | Relation::FIXED)
            && !is_expletive(self.document, self.lexicon, token)
    }

    fn add_pronoun(&mut self, token: TokenIx) {
        let form = words::lower(self.document.form(token));
        let is_relative = self.document.tokens[token].features.has(feature::PRONTYPE_REL)
            || matches!(self.document.tokens[token].xpos, Xpos::WP | Xpos::WDT | Xpos::WP_POSS);
        let Some(pronoun) = self.lexicon.pronoun(&form, is_relative) else { return };
        let class = match pronoun.human {
            Some(true) => Class::Person,
            None if pronoun.person == 1 => Class::Population,
            None if pronoun.kind == PronounKind::Indefinite => self.indefinite_class(token),
            None => Class::Actor,
            Some(false) => Class::Thing,
        };
        let indefinite = pronoun.kind == PronounKind::Indefinite;
        let form = if indefinite { Form::Nominal } else { Form::Pronoun };
        let tokens = if indefinite { self.phrase(token) } else { token..token + 1 };
        self.mentions.push(Mention { tokens, head: token, form, class });
    }

    /// *some* said, *all* of our friends; but *all* of this, in *both*.
    fn indefinite_class(&self, token: TokenIx) -> Class {
        let document = self.document;
        match partitive_complement(document, token) {
            Some(part) => match noun_class(document, self.lexicon, part) {
                Some(Class::Person) => Class::Population,
                Some(class) => class,
                None if document.tokens[part].upos == Upos::PRON => Class::Population,
                None => Class::Thing,
            },
            None if tree::is_a(document.tokens[token].relation, Relation::NSUBJ) => Class::Population,
            None => Class::Actor,
        }
    }

    fn is_argument_noun(&self, token: TokenIx) -> bool {
        let document = self.document;
        let found = &document.tokens[token];
        let noun = matches!(found.upos, Upos::NOUN | Upos::PROPN) || tree::is_name(document, token);
        let money = found.upos == Upos::SYM && found.xpos == Xpos::DOLLAR;
        // *the wounded*; but not *the highest*.
        let people =
            found.upos == Upos::ADJ && found.xpos != Xpos::JJS && document.dependent(token, Relation::DET).is_some();
        let part = || is_partitive(document, self.lexicon, token);
        let number = (found.upos == Upos::NUM && document.dependent(token, Relation::NMOD).is_some())
            || (found.upos == Upos::ADJ && part());
        if !(noun || money || people || number || tree::is_epithet(document, token))
            || self.lexicon.is_cue(document.form(token), "calendar")
        {
            return false;
        }
        let time = self.lexicon.is_cue(&words::lower(document.lemma(token)), "time");
        if time && !is_partitive(document, self.lexicon, token) {
            return false;
        }
        let first = tree::first_conjunct(document, token);
        let relation = document.tokens[first].relation;
        let courtesy = || self.lexicon.title(&words::lower(document.form(token))) == Some("courtesy");
        if is_modifier(relation) && courtesy() {
            return false;
        }
        !is_modifier(relation)
            || (relation == Relation::COMPOUND && is_political_side(document, self.lexicon, token))
            || (self.role_class(token).is_some() && self.is_beside_holder(token, &(token..token + 1)))
    }

    fn add_nominal(&mut self, head: TokenIx) {
        let mut tokens = self.phrase(head);
        // *director* Ann Lee: the name is a mention of its own.
        if let Some(name) = (head + 1..tokens.end).find(|&t| self.covered[t]) {
            tokens.end = name;
        }
        let role = self.role_class(head);
        if role.is_some() && self.is_beside_holder(head, &tokens) {
            self.mentions.push(Mention { tokens, head, form: Form::Nominal, class: Class::Position });
            return;
        }
        // *photographers such as Ann Lee*: the noun means them all, and is also what she is.
        if role == Some(Class::Population) && self.has_named_example(head) {
            let (tokens, form) = (tokens.clone(), Form::Nominal);
            self.mentions.push(Mention { tokens, head, form, class: Class::Position });
        }
        let class = self.class(head, role);
        let tokens = self.with_partitive(head, tokens);
        self.mentions.push(Mention { tokens, head, form: Form::Nominal, class });
    }

    fn phrase(&self, head: TokenIx) -> Range<TokenIx> {
        let mut tokens = tree::core_phrase(self.document, head);
        let opens_nothing = |t: TokenIx| matches!(self.document.tokens[t].upos, Upos::CCONJ | Upos::PUNCT);
        while tokens.start < head && opens_nothing(tokens.start) {
            tokens.start += 1;
        }
        let tokens = self.with_hyphens(head, tokens);
        if tokens.len() > MAX_PHRASE { head..head + 1 } else { tokens }
    }

    /// *brother-in-law*, *editor-in-chief*: what hyphens bind to the noun belongs to it.
    fn with_hyphens(&self, head: TokenIx, mut tokens: Range<TokenIx>) -> Range<TokenIx> {
        let all = &self.document.tokens;
        let tight = |t: TokenIx| all.get(t + 1).is_some_and(|next| all[t].span.end == next.span.start);
        let below = |t: TokenIx| tree::ancestors(self.document, t).take(3).any(|a| a == head);
        while tokens.end > head
            && all.get(tokens.end).is_some_and(|t| t.xpos == Xpos::HYPH)
            && tight(tokens.end - 1)
            && tight(tokens.end)
            && below(tokens.end + 1)
        {
            tokens.end += 2;
        }
        tokens
    }

    /// *a number of officials*, *members of Congress*: what follows *of* belongs to the phrase.
    fn with_partitive(&self, head: TokenIx, tokens: Range<TokenIx>) -> Range<TokenIx> {
        if !is_partitive(self.document, self.lexicon, head) {
            return tokens;
        }
        let Some(part) = partitive_complement(self.document, head) else { return tokens };
        let end = tree::core_phrase(self.document, part).end;
        if end > tokens.end && end - tokens.start <= MAX_PHRASE { tokens.start..end } else { tokens }
    }

    /// The class of a noun for an office or an agent: a person if there is one, a population if there are several.
    fn role_class(&self, head: TokenIx) -> Option<Class> {
        let class = noun_class(self.document, self.lexicon, head)?;
        (class == Class::Person).then_some(if is_plural(self.document, head) {
            Class::Population
        } else {
            Class::Person
        })
    }

    /// Whether a role noun names what somebody is, somebody whose name stands beside it or is its subject.
    fn is_beside_holder(&self, head: TokenIx, tokens: &Range<TokenIx>) -> bool {
        let document = self.document;
        let token = &document.tokens[head];
        if is_plural(document, head) {
            return self.is_before_holders(head);
        }
        if document.dependent(head, Relation::COP).is_some() || token.relation == Relation::XCOMP {
            return true;
        }
        // *a sociologist and activist*: the second is what the first is.
        let first = tree::first_conjunct(document, head);
        if first != head && !tree::is_name(document, first) {
            return self.role_class(first).is_some() && self.is_beside_holder(first, tokens);
        }
        // *was elected leader*, *elected Ann Lee leader*; but *was given a lawyer*.
        let bare = document.dependent(head, Relation::DET).is_none();
        if token.relation == Relation::OBJ && bare && token.head.is_some_and(|verb| self.is_second(head, verb)) {
            return true;
        }
        if matches!(token.relation, Relation::OBL | Relation::NMOD)
            && tree::preposition(document, head).is_some_and(|p| p == "as")
        {
            return true;
        }
        let names = |other: TokenIx| tree::is_name(document, other) && !tokens.contains(&other);
        let beside = matches!(
            token.relation,
            Relation::NMOD_DESC | Relation::COMPOUND | Relation::FLAT | Relation::APPOS | Relation::AMOD
        );
        if beside && token.head.is_some_and(|h| names(h) && self.may_hold(h)) {
            return true;
        }
        let holders = document.dependents(head).iter().filter(|&&d| {
            let relation = document.tokens[d].relation;
            d > head && matches!(relation, Relation::APPOS | Relation::FLAT | Relation::COMPOUND | Relation::NMOD_DESC)
        });
        // *head of the Council Ann Lee*: the name hangs on that of the body.
        let body = |&&d: &&TokenIx| d > head && document.tokens[d].relation == Relation::NMOD && names(d);
        let mut apposed = document.dependents(head).iter().filter(body).flat_map(|&d| document.dependents(d));
        holders.into_iter().any(|&d| names(d) && self.may_hold(d))
            || apposed.any(|&d| {
                document.tokens[d].relation == Relation::APPOS
                    && document.tokens[d - 1].upos != Upos::PUNCT
                    && names(d)
                    && self.name_at(d).is_some_and(|m| m.class == Class::Person)
            })
    }

    /// Whether a plural role noun stands before those who have it: *councillors* Ann Lee of Labour and Bo Kim; behind a
    /// comma there must be several.
    fn is_before_holders(&self, head: TokenIx) -> bool {
        let document = self.document;
        let next = head + 1;
        let Some(last) = document.tokens.get(next) else { return false };
        let is_person = |t: TokenIx| {
            self.name_at(t).is_some_and(|m| m.class == Class::Person || t == next && m.class == Class::Actor)
        };
        if tree::is_name(document, next) {
            let holder = self.name_at(next).map_or(next, |m| m.head);
            let bound = document.tokens[holder].head == Some(head) || document.tokens[head].head == Some(holder);
            return bound && is_person(next);
        }
        let apposed = |&&d: &&TokenIx| d > next && document.tokens[d].relation == Relation::APPOS;
        last.xpos == Xpos::COMMA
            && document.dependents(head).iter().find(apposed).is_some_and(|&d| {
                let all = tree::conjuncts(document, d);
                d == next + 1 && all.len() > 1 && all.iter().all(|&t| is_person(t))
            })
    }

    /// Whether a plural role noun is followed by the name of one who has it: *writers such as* Ann Lee.
    fn has_named_example(&self, head: TokenIx) -> bool {
        let document = self.document;
        document.dependents(head).iter().any(|&d| {
            d > head
                && document.tokens[d].relation == Relation::NMOD
                && self.name_at(d).is_some_and(|m| m.class == Class::Person)
                && tree::preposition(document, d).is_some_and(|p| self.lexicon.is_cue(&p.replace('_', " "), "example"))
        })
    }

    /// Whether an object is said of the subject of a passive or of a name that is the first object.
    fn is_second(&self, object: TokenIx, verb: TokenIx) -> bool {
        let document = self.document;
        document.dependents(verb).iter().any(|&d| match document.tokens[d].relation {
            Relation::NSUBJ_PASS => true,
            Relation::OBJ => verb < d && d < object && tree::is_name(document, d),
            _ => false,
        })
    }

    /// Whether the name at a token is a person's, as far as is known.
    fn may_hold(&self, token: TokenIx) -> bool {
        let found = self.name_at(token);
        found.is_none_or(|m| matches!(m.class, Class::Person | Class::Actor | Class::Organization))
    }

    /// The name that holds a token.
    fn name_at(&self, token: TokenIx) -> Option<&Mention> {
        self.names[token].map(|i| &self.mentions[i as usize])
    }
}

fn is_modifier(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::COMPOUND
            | Relation::FLAT
            | Relation::FLAT_FOREIGN
            | Relation::FIXED
            | Relation::GOESWITH
            | Relation::CASE
            | Relation::MARK
            | Relation::CC
            | Relation::DET
            | Relation::DET_PREDET
            | Relation::ADVMOD
            | Relation::AMOD
            | Relation::NUMMOD
            | Relation::NMOD_DESC
            | Relation::DISCOURSE
            | Relation::EXPL
            | Relation::PUNCT
            | Relation::AUX
            | Relation::COP
            | Relation::COMPOUND_PRT
    )
}

#[cfg(test)]
mod tests;
