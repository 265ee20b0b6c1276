//! Surface patterns: words and mentions in their order, to the right and left of the word that a pattern is filed under.

use smol_str::SmolStr;

use super::{Bindings, Finder, Found, MAX_REACH, equals};
use crate::document::{TokenIx, Xpos};
use crate::ontology::ClassSet;
use crate::rule::apply::{Bound, End, Failure, Trace, Why};
use crate::rule::compile::{Body, Element, EntryIx, Role};
use crate::syntax::realization::Realization;

impl Finder<'_> {
    pub(in crate::rule) fn try_surface(
        &self,
        token: TokenIx,
        entry: EntryIx,
        trace: &mut impl Trace,
        found: &mut Vec<Found>,
    ) {
        let Body::Surface(elements) = &self.rules.entries[entry].body else { return };
        let here = |element: &Element| matches!(element, Element::Word(words) if self.is_word(token, words));
        let mut outcome = Err(Failure::Words);
        for (place, _) in elements.iter().enumerate().filter(|(_, element)| here(element)) {
            outcome = self.surface(token, place, elements, self.roles(entry));
            if outcome.is_ok() {
                break;
            }
        }
        self.conclude(token, None, entry, outcome, trace, found);
    }

    /// Matches words and mentions to the right and to the left of a word that stands at `place`.
    fn surface(&self, token: TokenIx, place: usize, elements: &[Element], roles: &[Role]) -> Result<Bindings, Failure> {
        let sentence = &self.input.document.sentences[self.input.document.sentence_of(token)].tokens;
        let mut bindings = Bindings::default();
        let mut next = token + 1;
        for (slot, element) in elements.iter().enumerate().skip(place + 1) {
            match element {
                Element::Word(words) if sentence.contains(&next) && self.is_word(next, words) => next += 1,
                Element::Word(_) => return Err(Failure::Words),
                Element::Role(role) => {
                    let reach = next..sentence.end.min(next + MAX_REACH);
                    let end = self.covering(reach, next, roles[*role].types).map_err(|w| Failure::Role(*role, w))?;
                    next = self.input.mentions[end.mention].tokens.end;
                    bindings.bound.push(Bound { role: *role, slot, end });
                }
            }
        }
        let mut before = token;
        for (slot, element) in elements[..place].iter().enumerate().rev() {
            let last = before.checked_sub(1).filter(|t| sentence.contains(t)).ok_or(Failure::Words)?;
            match element {
                Element::Word(words) if self.is_word(last, words) => before = last,
                Element::Word(_) => return Err(Failure::Words),
                Element::Role(role) => {
                    let reach = (sentence.start.max(before.saturating_sub(MAX_REACH))..before).rev();
                    let end = self.covering(reach, last, roles[*role].types).map_err(|w| Failure::Role(*role, w))?;
                    before = self.input.mentions[end.mention].tokens.start;
                    bindings.bound.insert(0, Bound { role: *role, slot, end });
                }
            }
        }
        Ok(bindings)
    }

    /// The first mention headed within `reach` that covers `token`.
    fn covering(&self, reach: impl Iterator<Item = TokenIx>, token: TokenIx, types: ClassSet) -> Result<End, Why> {
        let covers = |m: &usize| self.input.mentions[*m].tokens.contains(&token);
        let mut all = reach.filter_map(|t| self.heads.mention(t));
        let mention = all.find(covers).ok_or(Why::NoActor(token))?;
        self.mention(mention, Realization::Surface, types)
    }

    fn is_word(&self, token: TokenIx, words: &[SmolStr]) -> bool {
        let document = self.input.document;
        // The possessive 's is no verb: *it's*.
        let possessive = document.tokens[token].xpos == Xpos::POS;
        let is = |w: &SmolStr| equals(document.form(token), w) || equals(document.lemma(token), w);
        words.iter().any(|w| is(w) && (possessive || !w.ends_with("'s") && !w.ends_with('\u{2019}')))
    }
}
