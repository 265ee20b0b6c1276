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
}

const NONE: u32 = u32::MAX;

impl Prepositions {
    pub fn new(document: &Document, lexicon: &Lexicon) -> Self {
        let mut found = Self { list: Vec::new(), places: vec![NONE; document.tokens.len()] };
        let cases = document.tokens.iter().filter(|token| token.relation == Relation::CASE);
        for nominal in cases.filter_map(|token| token.head) {
            if found.places[nominal] == NONE
                && let Some(name) = name(document, lexicon, nominal)
            {
                found.places[nominal] = found.list.len() as u32;
                let used = lexicon.preposition(&name).unwrap_or(PrepositionUse::Plain);
                found.list.push(Preposition { name, used });
            }
        }
        found
    }

    pub fn at(&self, nominal: TokenIx) -> Option<&Preposition> {
        self.list.get(self.places[nominal] as usize)
    }
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
