//! Descriptions → whom they mean: *the country*, *the group*, *the president*, *Israeli officials* said again.

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::{MAX_CANDIDATES, Resolver};
use crate::actor::Form;
use crate::actor::mention::{is_partitive, is_plural, is_political_side, partitive_complement};
use crate::document::{Relation, TokenIx};
use crate::ontology::Class;
use crate::syntax::tree;

/// How many sentences back a description's antecedent may stand.
const DESCRIPTION_WINDOW: usize = 5;
/// How many sentences back the same description may stand.
const REPETITION_WINDOW: usize = 20;
/// What it counts to have been called so before.
const AGAIN: i32 = 6;

impl Resolver<'_> {
    pub(super) fn nominal(&mut self, i: usize) -> Option<usize> {
        let mention = &self.mentions[i];
        let document = self.document;
        let lemma = self.lemma(mention.head);
        if let Some(outer) = self.partitive_of(i) {
            return Some(outer);
        }
        let plural = is_plural(document, mention.head);
        if let Some(group) = if plural { self.named_members(i) } else { None } {
            return Some(group);
        }
        if let Some(draft) = self.apposed(i).or_else(|| self.pair(i)) {
            return Some(draft);
        }
        let lexicon = self.lexicon;
        let description = lexicon.description(&lemma);
        if !plural
            && let Some(description) = &description
            && description.classes.first() == Some(&Class::State)
        {
            if let Some(state) = self.owners[i].and_then(|d| self.state_of(d)) {
                return Some(state);
            }
            if self.is_definite(i) && self.is_bare(i) {
                return self.salient_state(i, &description.of);
            }
            if let Some(state) = self.explained_state(i, &lemma) {
                return Some(state);
            }
        }
        if let Some(draft) = self.repeated(i, &lemma) {
            return Some(draft);
        }
        // "Prime Minister said": a capital and no article.
        let title = mention.class == Class::Person
            && tree::is_name(document, mention.head)
            && document.form(mention.head).starts_with(char::is_uppercase)
            && document.dependent(mention.head, Relation::DET).is_none();
        if plural {
            return self.armed_group(i, &lemma);
        }
        if !(self.is_definite(i) || title) {
            return None;
        }
        if mention.class == Class::Person {
            // *the king* may be any man whom the text calls so.
            let gendered = description.as_ref().is_some_and(|d| d.gender.is_some());
            let holder = self.role_holder(i, &lemma);
            if holder.is_some() || !gendered {
                return holder;
            }
        }
        let home = self.owners[i].filter(|&o| self.class(o) == Class::State && self.has_demonym_only(i));
        if home.is_none() && !self.is_bare(i) {
            return if self.is_narrowed_by_words_only(i) { self.named_by_head(i, &lemma) } else { None };
        }
        if let Some(draft) = self.named_by_head(i, &lemma).filter(|_| home.is_none()) {
            return Some(draft);
        }
        let description = description?;
        let nearest = self.nearest(i, DESCRIPTION_WINDOW, |this, d, c| {
            let named = this.identities.drafts[d].entry.is_some() || !this.identities.drafts[d].names.is_empty();
            let gender = description.gender.is_none_or(|g| this.identities.drafts[d].gender.is_none_or(|o| o == g));
            // An unknown name may well be a company; what else is known of it comes first.
            let unknown = this.class(d) == Class::Actor && description.classes.contains(&Class::Company);
            // "the U.S. company": one of that state.
            let from = this.state_of(d);
            let homeless = from.is_none() && this.identities.drafts[d].entry.is_none();
            let at_home = home.is_none_or(|h| from == Some(h) || homeless);
            (named
                && gender
                && at_home
                && this.mentions[c].form != Form::Demonym
                && (unknown || description.classes.contains(&this.class(d))))
            .then(|| {
                let topic = this.identities.drafts[d].mentions.iter().filter(|&&m| m < i).count().min(8) as i32;
                let guess = if home.is_some() && homeless { 2 * topic - 10 } else { 0 };
                // *the magazine*: one of the press rather than any company.
                let kind = description.classes.first() == Some(&this.class(d)) || description.classes.len() > 2;
                let again = this.descriptions.get(&lemma).is_some_and(|seen| {
                    seen.iter().rev().take(4).any(|&j| this.identities.of[j] == Some(d) && this.is_definite(j))
                });
                guess + if again { AGAIN } else { 0 } - if unknown || !kind { 4 } else { 0 }
            })
        });
        let first = description.classes.first().copied();
        let sure = nearest.is_some_and(|d| description.classes.len() > 2 || first == Some(self.class(d)));
        let found = if sure || home.is_some() { nearest } else { self.called_before(i, &lemma).or(nearest) }?;
        let draft = &mut self.identities.drafts[found];
        if draft.class == Some(Class::Actor) {
            // *group*: a word for bodies of many kinds tells of none.
            let clear = description.classes.len() < 3;
            draft.class = description.classes.first().copied().filter(|_| clear).or(Some(Class::Organization));
        }
        Some(found)
    }

    /// Whom the text has called so not long ago, by name elsewhere.
    fn called_before(&self, i: usize, lemma: &SmolStr) -> Option<usize> {
        let seen = self.descriptions.get(lemma)?.iter().rev().take(4).copied();
        let near = |&j: &usize| self.is_definite(j) && self.sentences_between(j, i) <= REPETITION_WINDOW;
        let named = |&d: &usize| {
            let draft = &self.identities.drafts[d];
            draft.entry.is_some() || !draft.names.is_empty()
        };
        seen.filter(near).filter_map(|j| self.identities.of[j]).find(named)
    }

    /// *the country*: the state that the text is about, rather than one that it names in passing.
    ///
    /// Some words are used of certain states only (*the administration*): `of` lists their identifiers.
    fn salient_state(&self, i: usize, of: &[SmolStr]) -> Option<usize> {
        if !of.is_empty() {
            let entries = of.iter().filter_map(|id| self.lexicon.entry(id));
            return entries.into_iter().find_map(|e| self.identities.by_entry.get(&e).copied());
        }
        self.nearest(i, DESCRIPTION_WINDOW, |this, d, c| {
            let draft = &this.identities.drafts[d];
            let topic = draft.mentions.iter().take(8).filter(|&&m| m < i).count().min(8) as i32;
            let role = match this.document.tokens[this.mentions[c].head].relation.base() {
                Relation::NSUBJ => 6,
                Relation::OBJ | Relation::IOBJ => 3,
                Relation::NMOD if this.document.tokens[this.mentions[c].head].relation == Relation::NMOD_POSS => 3,
                Relation::CONJ => -3,
                _ => 0,
            };
            // *a Dutch doctor*: that alone does not make a text one about the Netherlands.
            let named = draft.mentions.iter().take(8).any(|&m| m < i && this.mentions[m].form != Form::Demonym);
            (this.class(d) == Class::State).then_some(topic + role - if named { 0 } else { 6 })
        })
        .or_else(|| self.only_state(i))
    }

    /// *the rebels*: the only armed group that has been named not long ago.
    fn armed_group(&self, i: usize, lemma: &SmolStr) -> Option<usize> {
        if !(self.lexicon.is_cue(lemma, "fighter") && self.is_definite(i) && self.is_bare(i)) {
            return None;
        }
        let is_group = |this: &Self, d: usize| {
            let draft = &this.identities.drafts[d];
            this.class(d) == Class::ArmedGroup && (draft.entry.is_some() || !draft.names.is_empty())
        };
        let found = self.nearest(i, DESCRIPTION_WINDOW, |this, d, _| is_group(this, d).then_some(0))?;
        let other = self.nearest(i, DESCRIPTION_WINDOW, |this, d, _| (d != found && is_group(this, d)).then_some(0));
        other.is_none().then_some(found)
    }

    /// The state of a text that has named no other so far, however far back.
    fn only_state(&self, i: usize) -> Option<usize> {
        match self.first_states {
            [Some((mention, state)), None] if mention < i => Some(state),
            _ => None,
        }
    }

    /// Whether a demonym is all that stands before the noun besides the article: *the Swiss company*.
    fn has_demonym_only(&self, i: usize) -> bool {
        let document = self.document;
        document.dependents(self.mentions[i].head).iter().all(|&d| match document.tokens[d].relation {
            Relation::AMOD | Relation::COMPOUND => {
                self.index.at(d).is_some_and(|m| self.mentions[m].form == Form::Demonym)
            }
            Relation::NMOD | Relation::NMOD_POSS | Relation::NUMMOD | Relation::ACL_RELCL | Relation::ACL => false,
            _ => true,
        })
    }

    /// *a regime that …*: said of the only state that the sentence names before.
    fn explained_state(&self, i: usize, lemma: &SmolStr) -> Option<usize> {
        let head = self.mentions[i].head;
        let explains = self.lexicon.is_cue(lemma, "epithet")
            && self.document.dependent(head, Relation::ACL_RELCL).is_some()
            && !self.is_definite(i);
        if !explains {
            return None;
        }
        let named = |&c: &usize| self.mentions[c].form == Form::Name && self.sentences_between(c, i) == 0;
        let drafts = (0..i).rev().take(MAX_CANDIDATES).filter(named).filter_map(|c| self.identities.of[c]);
        let mut states = drafts.filter(|&d| self.class(d) == Class::State);
        let state = states.next()?;
        states.all(|other| other == state).then_some(state)
    }

    /// The state that an actor is or belongs to: *their country* said of Iranian officials is Iran.
    pub(super) fn state_of(&self, draft: usize) -> Option<usize> {
        let drafts = &self.identities.drafts;
        let known = drafts[draft].entry.and_then(|e| self.lexicon.parent(e));
        let known = known.and_then(|p| self.identities.by_entry.get(&p).copied());
        [Some(draft), drafts[draft].parent, known].into_iter().flatten().find(|&d| self.class(d) == Class::State)
    }

    /// *officials* in *a number of officials*: what the whole phrase means.
    fn partitive_of(&self, i: usize) -> Option<usize> {
        let head = self.document.tokens[self.mentions[i].head].head?;
        let inner = is_partitive(self.document, self.lexicon, head)
            && partitive_complement(self.document, head) == Some(self.mentions[i].head);
        // *one of the officials*: not all of them.
        let whole = inner.then(|| self.index.at(head)).flatten().filter(|_| !self.is_definite(i))?;
        (self.mentions[whole].tokens.contains(&self.mentions[i].head)).then(|| self.identities.of[whole]).flatten()
    }

    /// The same description before: same head, no modifier that the earlier one lacks, same owner, same number.
    fn repeated(&self, i: usize, lemma: &SmolStr) -> Option<usize> {
        let document = self.document;
        let mention = &self.mentions[i];
        let seen = self.descriptions.get(lemma)?;
        let definite = self.is_definite(i);
        let owner = self.owners[i];
        let plural = is_plural(document, mention.head);
        let modifiers = self.modifiers(i);
        let complement = self.complement(i);
        let describes = self.lexicon.description(lemma).is_some();
        let generic = mention.class.is_thing() && self.is_without_article(i);
        seen.iter().rev().take(8).copied().find_map(|j| {
            let draft = self.identities.of[j]?;
            let between = self.sentences_between(j, i);
            if between > REPETITION_WINDOW
                || plural != is_plural(document, self.mentions[j].head)
                || self.mentions[j].tokens.contains(&mention.head)
                || self.mentions[j].class == Class::Position
                || self.mentions[i].class == Class::Person && !self.same_tenure(j, i)
            {
                return None;
            }
            let other = self.owners[j];
            let earlier = self.modifiers(j);
            // "the age of six … the age of ten": two.
            let of = self.complement(j);
            if complement.is_some() && complement != of {
                return None;
            }
            let same = modifiers == earlier && owner == other;
            let included = modifiers.iter().all(|m| earlier.contains(m)) && (owner == other || owner.is_none());
            // "Israeli officials … Israeli officials": a body of people, named by its state, is one for the document.
            let body = same && owner.is_some() && plural && mention.class.is_actor();
            // "the pro-Beijing camp … pro-Beijing camp candidates": there is one.
            let side = modifiers == earlier && is_political_side(document, self.lexicon, mention.head);
            // "iodine deficiency … iodine deficiency": what has no article is one kind of thing.
            let kind = generic && same && complement == of && self.is_without_article(j);
            // Words that describe names (*the group*) look for the nearest name first.
            let exact = modifiers == earlier && complement == of && !describes;
            let window = if exact { REPETITION_WINDOW } else { DESCRIPTION_WINDOW };
            let again = definite && included && between <= window;
            (body || side || kind || again || (same && owner.is_some() && definite)).then_some(draft)
        })
    }

    /// Whether a noun has no determiner, possessor, number or other word that counts or picks out.
    fn is_without_article(&self, i: usize) -> bool {
        let document = self.document;
        let head = self.mentions[i].head;
        let counts = |&d: &TokenIx| match document.tokens[d].relation {
            Relation::DET | Relation::DET_PREDET | Relation::NUMMOD | Relation::NMOD_POSS => true,
            Relation::AMOD => self.lexicon.is_cue(&self.lemma(d), "quantifier"),
            Relation::ACL | Relation::ACL_RELCL => d > head,
            _ => false,
        };
        !tree::dependents(document, head).iter().any(counts)
    }

    /// The lemma of what follows *of*.
    fn complement(&self, i: usize) -> Option<SmolStr> {
        partitive_complement(self.document, self.mentions[i].head).map(|part| self.lemma(part))
    }

    /// The lemmas of adjectives and nouns before the head; names, demonyms, numbers and quantifiers left out.
    fn modifiers(&self, i: usize) -> SmallVec<[SmolStr; 4]> {
        let mention = &self.mentions[i];
        let document = self.document;
        let mut found: SmallVec<[SmolStr; 4]> = document
            .dependents(mention.head)
            .iter()
            .take(16)
            .filter(|&&d| matches!(document.tokens[d].relation, Relation::AMOD | Relation::COMPOUND))
            .filter(|&&d| self.index.at(d).is_none_or(|m| self.mentions[m].form == Form::Nominal))
            .map(|&d| self.lemma(d))
            .filter(|l| !self.lexicon.is_cue(l, "quantifier"))
            .collect();
        found.sort_unstable();
        found
    }

    /// *the ministry* after *Ministry of Oil*, *the oil ministry*: words of the name say what its bearer is.
    fn named_by_head(&self, i: usize, lemma: &SmolStr) -> Option<usize> {
        let modifiers = self.modifiers(i);
        self.nearest(i, DESCRIPTION_WINDOW, |this, d, c| {
            let draft = &this.identities.drafts[d];
            let named = this.mentions[c].form == Form::Name && draft.class != Some(Class::Person);
            let has = |n: &str, word: &str| n.split([' ', '-']).any(|w| w.eq_ignore_ascii_case(word));
            let fits = |n: &String| n.contains(' ') && has(n, lemma) && modifiers.iter().all(|m| has(n, m));
            (named && draft.names.iter().take(4).any(fits)).then_some(0)
        })
    }

    /// Whether only common nouns and adjectives narrow a noun: *the hotel group*.
    fn is_narrowed_by_words_only(&self, i: usize) -> bool {
        let document = self.document;
        document.dependents(self.mentions[i].head).iter().all(|&d| match document.tokens[d].relation {
            Relation::AMOD | Relation::COMPOUND => {
                self.index.at(d).is_none_or(|m| self.mentions[m].form == Form::Nominal)
            }
            Relation::NMOD | Relation::NMOD_POSS | Relation::NUMMOD | Relation::ACL_RELCL | Relation::ACL => false,
            _ => true,
        })
    }
}
