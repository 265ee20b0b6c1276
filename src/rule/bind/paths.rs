//! Tree patterns: which words the ways from a trigger lead to.

use smallvec::SmallVec;

use super::{Bindings, Finder, Found, MAX_FILLERS, NONE};
use crate::document::{Relation, TokenIx};
use crate::rule::apply::{Bound, Failure, Trace, Why};
use crate::rule::compile::{Body, EntryIx, Paths, Role};
use crate::rule::gate::{Out, PathGate};
use crate::rule::path::Path;
use crate::syntax::realization::Realization;
use crate::syntax::tree;

impl Finder<'_> {
    /// Tries the tree patterns behind these gates at a word.
    pub(in crate::rule) fn try_patterns<T: Trace>(
        &self,
        trigger: TokenIx,
        gates: &[PathGate],
        trace: &mut T,
        found: &mut Vec<Found>,
    ) {
        if gates.is_empty() {
            return;
        }
        let out = Out::new(self.input.document, &self.numbers, self.rules.gates.steps(), trigger);
        let predication = Some(self.predication_at[trigger]).filter(|p| *p != NONE).map(|p| p as usize);
        for gate in gates.iter().filter(|gate| T::LISTENS || gate.admits(&out)) {
            let entry = gate.entry as EntryIx;
            let Body::Paths(paths) = &self.rules.entries[entry].body else { continue };
            let outcome = self.paths(trigger, paths, self.roles(entry));
            self.conclude(trigger, predication, entry, outcome, trace, found);
        }
    }

    fn paths(&self, trigger: TokenIx, paths: &Paths, roles: &[Role]) -> Result<Bindings, Failure> {
        let document = self.input.document;
        let leads = |path: &Path| !path.walk(document, trigger).is_empty();
        if !paths.require.iter().all(leads) || paths.forbid.iter().any(leads) {
            return Err(Failure::Words);
        }
        let mut bindings = Bindings::default();
        for (slot, (role, path)) in paths.roles.iter().enumerate() {
            let mut why = Why::Nothing;
            let n_before = bindings.bound.len();
            for token in self.with_conjuncts(trigger, path.walk(document, trigger)) {
                match self.end_at(token, Realization::Path, roles[*role].types) {
                    Ok(end) => {
                        bindings.bound.push(Bound { role: *role, slot, end });
                        for other in self.joined_inside(end) {
                            if let Ok(end) = self.end_at(other, Realization::Path, roles[*role].types) {
                                bindings.bound.push(Bound { role: *role, slot, end });
                            }
                        }
                    }
                    Err(reason) => why = reason,
                }
            }
            if bindings.bound.len() == n_before {
                return Err(Failure::Role(*role, why));
            }
        }
        Ok(bindings)
    }

    /// The words that a path leads to, and what goes on with them in a list: *across Iraq, Syria and Yemen*. A conjunct
    /// that opens its phrase anew by a preposition or a possessor has arguments of its own, and what follows the trigger does
    /// not share it with what stands before: *Lind of Labour and Silva*.
    fn with_conjuncts(&self, trigger: TokenIx, words: impl IntoIterator<Item = TokenIx>) -> SmallVec<[TokenIx; 8]> {
        let document = self.input.document;
        let shares = |word: TokenIx, c: TokenIx| {
            let marked = document.tokens[trigger].head == Some(word) && trigger < word;
            let fresh = |&d: &TokenIx| match document.tokens[d].relation {
                Relation::NMOD | Relation::NMOD_POSS => true,
                // What has a preposition before the first: *of the Greens and the Left*.
                Relation::DET | Relation::AMOD | Relation::COMPOUND | Relation::NMOD_DESC => d < c && !marked,
                _ => false,
            };
            !(word..c).contains(&trigger)
                && tree::case_markers(document, c).is_empty()
                && !tree::dependents(document, c).iter().any(fresh)
        };
        // *Chan of the DAB and Yung of the NPP* with both phrases hung on Chan.
        let nearest = |word: TokenIx| {
            let document = self.input.document;
            let has_own = |c: TokenIx| {
                let phrase = |&d: &TokenIx| document.tokens[d].relation == Relation::NMOD && (word..c).contains(&d);
                tree::dependents(document, word).iter().any(phrase)
            };
            let nearer = tree::conjuncts(document, word).into_iter().rev().find(|c| (word + 1..trigger).contains(c));
            nearer.filter(|&c| has_own(c)).unwrap_or(word)
        };
        let mut found: SmallVec<[TokenIx; 8]> = SmallVec::new();
        for word in words.into_iter().map(nearest) {
            let first = found.len();
            found.push(word);
            for c in tree::conjuncts(document, word) {
                let joined = document.tokens[c].head.is_some_and(|head| found[first..].contains(&head));
                if c > word && joined && shares(word, c) {
                    found.push(c);
                }
            }
        }
        found.truncate(MAX_FILLERS);
        found
    }
}
