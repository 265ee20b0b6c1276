//! The preposition of every phrase, and what the grammar does with it: made once for a document.
//!
//! Scope and arguments ask some ten times for the preposition of one phrase. To join its words, put them into lower case
//! and look them up each time cost more than all other questions about the tree together.

use smol_str::SmolStr;

use crate::document::{Document, Relation, TokenIx};
use crate::syntax::lexicon::{Lexicon, PrepositionUse};
use crate::syntax::tree;

/// The preposition before a phrase.
pub(super) struct Preposition {
    /// As the lexicon lists it; of an unknown combination, the last word.
    pub name: SmolStr,
    pub used: PrepositionUse,
}

/// Those of a document, by the head words of their phrases.
pub(super) struct Prepositions {
    list: Vec<Preposition>,
    /// By token the place in the list, or [`NONE`]: most words have none.
    places: Vec<u32>,
    /// Nouns that are part of a preposition, with the phrase behind it, in the order of the text: *on behalf of Norway*.
    through: Vec<(TokenIx, TokenIx, SmolStr)>,
}

const NONE: u32 = u32::MAX;
/// How many words a preposition with a noun has at most, less one: *at the invitation of*.
const MAX_WORDS: usize = 4;

impl Prepositions {
    pub fn new(document: &Document, lexicon: &Lexicon) -> Self {
        let mut found = Self { list: Vec::new(), places: vec![NONE; document.tokens.len()], through: Vec::new() };
        let cases = document.tokens.iter().filter(|token| token.relation == Relation::CASE);
        for nominal in cases.filter_map(|token| token.head) {
            if found.places[nominal] == NONE
                && let Some(name) = name(document, lexicon, nominal)
            {
                found.places[nominal] = found.list.len() as u32;
                let used = lexicon.preposition(&name).unwrap_or(PrepositionUse::Plain);
                found.list.push(Preposition { name, used });
                if document.tokens[nominal].relation == Relation::NMOD
                    && let Some((noun, joined)) = through(document, lexicon, nominal)
                {
                    found.through.push((noun, nominal, joined));
                }
            }
        }
        found.through.sort_unstable_by_key(|through| (through.0, through.1));
        found
    }

    /// What a noun that is part of a preposition leads to, and the preposition.
    pub fn through(&self, noun: TokenIx) -> Option<(TokenIx, &SmolStr)> {
        let at = self.through.binary_search_by_key(&noun, |through| through.0).ok()?;
        let (_, phrase, name) = &self.through[at];
        Some((*phrase, name))
    }

    pub fn at(&self, nominal: TokenIx) -> Option<&Preposition> {
        self.list.get(self.places[nominal] as usize)
    }
}

/// The noun above a phrase and the preposition that both make up: *on behalf of Norway* with *behalf* above *Norway*.
fn through(document: &Document, lexicon: &Lexicon, phrase: TokenIx) -> Option<(TokenIx, SmolStr)> {
    let noun = document.tokens[phrase].head.filter(|&n| n < phrase)?;
    if !lexicon.is_in_preposition(document.form(noun)) {
        return None;
    }
    let first = *tree::case_markers(document, noun).first()?;
    let last = *tree::case_markers(document, phrase).last()?;
    if first >= noun || last < noun || last - first > MAX_WORDS {
        return None;
    }
    let words: Vec<TokenIx> = (first..=last).collect();
    let joined = tree::join_lower(document, &words);
    lexicon.preposition(&joined).is_some().then_some((noun, joined))
}

fn name(document: &Document, lexicon: &Lexicon, nominal: TokenIx) -> Option<SmolStr> {
    let markers = tree::case_markers(document, nominal);
    let joined = tree::join_lower(document, &markers);
    match markers.as_slice() {
        [] => None,
        [_] => Some(joined),
        [.., last] if lexicon.preposition(&joined).is_none() => Some(tree::join_lower(document, &[*last])),
        _ => Some(joined),
    }
}
