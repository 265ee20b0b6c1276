//! Words for several → whom they mean one by one: *both countries*, *the two companies*, *they* after *Egypt and Qatar*.
//!
//! Such a word is an identity of its own with members; what is said of it is said of each. Only two at a time: the pair
//! that an *and* joins nearby, else the two that the text has named most, if no third is named as often. Whoever acts
//! in the same clause is none of them (*Washington pressed both countries*). What cannot be decided stays a
//! description.

use smallvec::{SmallVec, smallvec};

use super::{MAX_CANDIDATES, MAX_CLIMB, Resolver};
use crate::actor::Form;
use crate::actor::link::Draft;
use crate::actor::mention::noun_class;
use crate::data::words;
use crate::document::{Relation, TokenIx};
use crate::ontology::Class;
use crate::syntax::tree;

/// How many sentences back each of the two must be named.
const WINDOW: usize = 10;
/// How many sentences back an *and* may join them.
const PAIR_WINDOW: usize = 2;

/// Two identities, the first named first.
type Pair = SmallVec<[usize; 2]>;

impl Resolver<'_> {
    /// The pair that a description such as *both sides* means.
    pub(super) fn pair(&mut self, i: usize) -> Option<usize> {
        if !self.is_pair(i) {
            return None;
        }
        let out = self.acting_with(i);
        let members = self
            .joined_pair(i, &out)
            .or_else(|| self.prominent_pair(i, &out))
            // Where the text has named two at all, they are meant, whoever the tree says acts.
            .or_else(|| self.prominent_pair(i, &[]).filter(|_| !self.is_argument(i)))?;
        Some(self.group(members))
    }

    /// Whether a mention is an object or has a role of its own beside the verb.
    fn is_argument(&self, i: usize) -> bool {
        let top = tree::first_conjunct(self.document, self.mentions[i].head);
        matches!(self.document.tokens[top].relation.base(), Relation::OBJ | Relation::IOBJ | Relation::OBL)
    }

    /// Those whose names stand behind a plural: *the brothers Ann and Bo Lee*, *the Canadians* Ann Lee *and* Bo Kim.
    pub(super) fn named_members(&mut self, i: usize) -> Option<usize> {
        let head = self.mentions[i].head;
        let document = self.document;
        let first = Some(head + 1).filter(|&t| t < document.tokens.len() && tree::is_name(document, t))?;
        let (noun, name) = (&document.tokens[head], &document.tokens[first]);
        let below = name.head == Some(head) && matches!(name.relation, Relation::APPOS | Relation::FLAT);
        // The parser may make two objects of them.
        let twice = name.head.is_some() && name.head == noun.head && name.relation == noun.relation;
        if !below && !twice {
            return None;
        }
        let name = self.index.at(first).filter(|&m| self.mentions[m].form == Form::Name && m != i)?;
        let members = self.coordinated(name).filter(|m| m.iter().all(|&d| self.class(d) == Class::Person))?;
        Some(self.group(members))
    }

    /// The identity of a group: the same members are the same group.
    pub(super) fn group(&mut self, mut members: Pair) -> usize {
        members.sort_unstable();
        if let Some(&known) = self.groups.get(&members) {
            return known;
        }
        let class = |d: &usize| self.class(*d);
        let first = members.first().map_or(Class::Actor, class);
        let class =
            if first != Class::Person && members.iter().all(|d| class(d) == first) { first } else { Class::Population };
        let draft = self.identities.drafts.len();
        self.identities.drafts.push(Draft {
            class: Some(class),
            plural: Some(true),
            members: members.clone(),
            ..Draft::default()
        });
        self.groups.insert(members, draft);
        draft
    }

    /// *both sides*, *the two countries*; not *two countries*.
    fn is_pair(&self, i: usize) -> bool {
        let document = self.document;
        let is_two = |t: TokenIx| self.lexicon.is_cue(&words::lower(document.form(t)), "pair");
        let mut definite = false;
        let mut two = false;
        for &d in document.dependents(self.mentions[i].head) {
            match document.tokens[d].relation {
                Relation::DET | Relation::DET_PREDET if self.lexicon.is_cue(&self.lemma(d), "pair-article") => {
                    return true;
                }
                Relation::DET => definite = self.is_definite(i),
                Relation::NUMMOD => two = is_two(d),
                // What picks out may pick out others: *the two Baltic countries*.
                Relation::AMOD | Relation::COMPOUND | Relation::NMOD | Relation::ACL | Relation::ACL_RELCL => {
                    return false;
                }
                _ => {}
            }
        }
        definite && two
    }

    /// Whether an identity may be one of those that a noun means.
    fn may_be_one(&self, i: usize, draft: usize) -> bool {
        let head = self.mentions[i].head;
        let lemma = self.lemma(head);
        let class = self.class(draft);
        let known = &self.identities.drafts[draft];
        let named = known.entry.is_some() || !known.names.is_empty();
        // *both exchanges*: those with the word in their names.
        let called = |n: &String| n.split(' ').any(|w| w.eq_ignore_ascii_case(&lemma));
        let fits = if class != Class::Person && known.names.iter().take(4).any(called) {
            true
        } else if self.lexicon.is_cue(&lemma, "relational") {
            class.is_actor() && class != Class::Population
        } else if let Some(description) = self.lexicon.description(&lemma) {
            description.classes.contains(&class)
                && description.gender.is_none_or(|g| known.gender.is_none_or(|o| o == g))
        } else {
            class == Class::Person && noun_class(self.document, self.lexicon, head) == Some(Class::Person)
        };
        named && fits && known.plural != Some(true)
    }

    /// The two that *and* joins, nearest first.
    fn joined_pair(&self, i: usize, out: &[usize]) -> Option<Pair> {
        (0..i).rev().take(MAX_CANDIDATES).take_while(|&c| self.sentences_between(c, i) <= PAIR_WINDOW).find_map(|c| {
            let members = self.coordinated(c)?;
            let fits = |&d: &usize| self.may_be_one(i, d) && !out.contains(&d);
            let pair = members.len() == 2 && members.iter().all(fits);
            (pair && self.mentions[c].head < self.mentions[i].tokens.start).then_some(members)
        })
    }

    /// Who is meant by the members of the coordination that a mention opens, if all are actors of one kind.
    pub(super) fn coordinated(&self, c: usize) -> Option<Pair> {
        let document = self.document;
        let head = self.mentions[c].head;
        document.dependent(head, Relation::CONJ)?;
        if document.tokens[head].relation == Relation::CONJ || self.document.in_dateline(head) {
            return None;
        }
        let heads = tree::conjuncts(document, head);
        let mut members = Pair::new();
        let mut last = None;
        for &t in &heads {
            let member = self.index.at(t).filter(|&m| self.mentions[m].form != Form::Demonym)?;
            // *New* and *Zealand*: the parser may coordinate the words of one name.
            if last.replace(member) == Some(member) {
                continue;
            }
            let draft = self.identities.of[member]?;
            if !self.class(draft).is_actor() || members.contains(&draft) {
                return None;
            }
            members.push(draft);
        }
        let first = *members.first()?;
        let person = |d: usize| self.class(d) == Class::Person;
        let alike = members.iter().all(|&d| person(d) == person(first) && self.class(d) != Class::Population);
        (alike && members.len() > 1).then_some(members)
    }

    /// The two that the text has named most, both of them not long ago.
    fn prominent_pair(&self, i: usize, out: &[usize]) -> Option<Pair> {
        let mut near: SmallVec<[(usize, usize); 8]> = SmallVec::new();
        for c in (0..i).rev().take(MAX_CANDIDATES) {
            if self.sentences_between(c, i) > WINDOW {
                break;
            }
            if self.mentions[c].head >= self.mentions[i].tokens.start
                || self.document.in_dateline(self.mentions[c].head)
            {
                continue;
            }
            let Some(draft) = self.identities.of[c] else { continue };
            if near.iter().any(|n| n.1 == draft) || out.contains(&draft) || !self.may_be_one(i, draft) {
                continue;
            }
            let times = self.identities.drafts[draft].mentions.iter().filter(|&&m| m < i).count();
            near.push((times, draft));
        }
        near.sort_by_key(|n| (std::cmp::Reverse(n.0), n.1));
        match near[..] {
            [first, second] => Some(smallvec![first.1, second.1]),
            [first, second, third, ..] if second.0 > third.0 => Some(smallvec![first.1, second.1]),
            _ => None,
        }
    }

    /// Who takes part in the clause of a mention, and whom a relative clause around it is about: none of them is meant.
    fn acting_with(&self, i: usize) -> SmallVec<[usize; 8]> {
        let document = self.document;
        let mut found = SmallVec::new();
        let mut note = |t: TokenIx| {
            for t in tree::conjuncts(document, tree::first_conjunct(document, t)) {
                let draft = self.index.at(t).filter(|&m| m != i).and_then(|m| self.identities.of[m]);
                found.extend(draft.into_iter().flat_map(|d| {
                    let members = self.identities.drafts[d].members.iter().copied();
                    members.chain([d]).collect::<Pair>()
                }));
            }
        };
        let mut here = self.mentions[i].head;
        for _ in 0..MAX_CLIMB {
            let token = &document.tokens[here];
            let Some(above) = token.head else { break };
            match token.relation.base() {
                Relation::ADVCL | Relation::CCOMP | Relation::PARATAXIS => break,
                Relation::ACL => {
                    note(above);
                    break;
                }
                // *Brazil, a partner of both countries*.
                Relation::APPOS | Relation::NMOD => note(above),
                Relation::CONJ if tree::is_apposition(document, here) => note(above),
                Relation::CONJ => {}
                _ => {
                    let argument = |&&d: &&TokenIx| {
                        d != here
                            && matches!(
                                document.tokens[d].relation.base(),
                                Relation::NSUBJ | Relation::OBJ | Relation::IOBJ | Relation::OBL
                            )
                    };
                    document.dependents(above).iter().filter(argument).for_each(|&d| note(d));
                }
            }
            here = above;
        }
        found
    }
}
