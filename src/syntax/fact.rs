//! Trees → clause-level facts: who does what to whom in the sentence's own words, whatever the verb.
//!
//! This is the open layer: no inventory of relations, no classes of arguments. Every clause with a subject gives a
//! triple for each object, prepositional phrase, complement and clause: *(Oman, hosted, indirect talks)*, *(Oman, hosted
//! talks between, the United States)*, *(Oman, said, that talks had begun)*. `docs/open.md` tells how it decides. Ideas:
//! ClausIE (Del Corro & Gemulla 2013), PredPatt (White et al. 2016), MinIE (Gashteovski et al. 2017); no code of theirs.
//!
//! Appositions and titles give facts too ([`Kind::Apposition`], [`Kind::Title`]), with a copula that the text does not
//! have; whoever wants the sentence's own words only leaves them out.

mod chain;
mod clause;
mod content;
mod extent;
mod noun;
mod phrase;

use std::ops::Range;

use smallvec::SmallVec;
use smol_str::{SmolStr, SmolStrBuilder};

use crate::document::{Document, Relation, TokenIx};
use crate::syntax::clause::Clauses;
use crate::syntax::lexicon::Lexicon;
use crate::syntax::scope::{self, Scope};

/// A triple in the words of the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Who or what it is said of.
    pub subject: Phrase,
    /// The relation's words, in plain order; of [`Kind::Apposition`] and [`Kind::Title`] empty: *is*.
    pub relation: SmallVec<[TokenIx; 8]>,
    /// The other end.
    pub object: Phrase,
    /// The verb, or the predicate noun or adjective, that carries it.
    pub trigger: TokenIx,
    /// What kind of construction it is.
    pub kind: Kind,
    /// Whether the subject undergoes it.
    pub passive: bool,
    /// How sure the text is of it, and who says it.
    pub scope: Scope,
}

/// A phrase: its head and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The head word.
    pub head: TokenIx,
    /// Determiner, modifiers, name parts, phrases that follow.
    pub tokens: Range<TokenIx>,
}

impl Phrase {
    /// The words as written, parted by spaces.
    pub fn words(&self, document: &Document) -> String {
        let words: Vec<&str> = self.tokens.clone().map(|t| document.form(t)).collect();
        words.join(" ")
    }
}

/// The construction that gives a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A verb with its argument.
    Verb,
    /// A copula with a noun, an adjective or a phrase.
    Copula,
    /// A participle on a noun: *talks brokered by Oman*.
    Participle,
    /// *Sinwar, the leader of Hamas*.
    Apposition,
    /// *Special Envoy Steve Witkoff*.
    Title,
}

impl Kind {
    /// As written in output: `verb`, `copula`, `participle`, `apposition`, `title`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Copula => "copula",
            Self::Participle => "participle",
            Self::Apposition => "apposition",
            Self::Title => "title",
        }
    }

    /// Whether all words of the fact stand in the sentence.
    pub fn is_surface(self) -> bool {
        !matches!(self, Self::Apposition | Self::Title)
    }
}

/// All facts of a document, in the order of their triggers.
///
/// # Complexity
/// Linear in the number of tokens, but for coordinations and nested phrases, which are cut.
pub fn facts(document: &Document, lexicon: &Lexicon) -> Vec<Fact> {
    let clauses = Clauses::new(document, lexicon);
    let open = Open { clauses: &clauses, contexts: scope::contexts(&clauses), yields: extent::yields(document) };
    let mut found = Vec::new();
    for token in 0..document.tokens.len() {
        clause::add(&open, token, &mut found);
        noun::add(&clauses, token, &open.contexts[token], &mut found);
    }
    found
}

type Words = SmallVec<[TokenIx; 8]>;

/// What all facts of a document are read from.
struct Open<'a> {
    clauses: &'a Clauses<'a>,
    contexts: Vec<Scope>,
    /// From the first to the last word below every word.
    yields: Vec<Range<TokenIx>>,
}

impl Fact {
    /// The relation as written, words parted by spaces; *is* where the text has no word.
    pub fn relation_text(&self, document: &Document) -> String {
        if self.relation.is_empty() {
            return "is".to_owned();
        }
        let words: Vec<&str> = self.relation.iter().map(|&t| document.form(t)).collect();
        words.join(" ")
    }

    /// What facts with the same relation have in common, however it is written: lemmas of the content words, particle,
    /// preposition, and `/passive`. *was not being funded by* gives `fund+by/passive`.
    pub fn key(&self, document: &Document) -> SmolStr {
        let mut key = SmolStrBuilder::new();
        if self.relation.is_empty() {
            return "be".into();
        }
        let mut first = true;
        for &token in &self.relation {
            let relation = document.tokens[token].relation;
            let skipped = matches!(
                relation,
                Relation::AUX
                    | Relation::AUX_PASS
                    | Relation::DET
                    | Relation::ADVMOD
                    | Relation::PUNCT
                    | Relation::NMOD_POSS
            );
            if skipped || (relation == Relation::COP && self.kind == Kind::Copula && self.trigger_is_said()) {
                continue;
            }
            if !first {
                key.push(if relation == Relation::CASE { '+' } else { '_' });
            }
            key.push_str(&document.lemma(token).to_lowercase());
            first = false;
        }
        if self.passive {
            key.push_str("/passive");
        }
        key.finish()
    }

    fn trigger_is_said(&self) -> bool {
        self.relation.contains(&self.trigger)
    }
}

#[cfg(test)]
mod tests;
