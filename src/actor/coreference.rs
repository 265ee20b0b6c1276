//! Mentions → [`Actor`]s: which mentions of one document mean the same.
//!
//! Precision first, in passes (after the sieves of Lee et al. 2013, "Deterministic Coreference Resolution", and the
//! tables of xrenner, Zeldes & Zhang 2016; no code of either): names (`link`); what stands beside a name (appositions,
//! offices); then, from left to right, relative pronouns, descriptions of a state (*the Iranian regime*, *the
//! country*), other definite descriptions by class, and pronouns by agreement. What finds no antecedent is an actor of
//! its own, local to the document. Windows are bounded, so time is linear in the number of mentions.

mod actors;
mod apposition;
mod body;
mod description;
mod group;
mod pronoun;
mod role;
mod talk;

use std::collections::HashMap;

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::actor::lexicon::{EntryIx, Gazetteer, NameKind};
use crate::actor::link::{self, Draft, Identities, Role};
use crate::actor::mention::is_plural;
use crate::actor::{Actor, Form, Mention, MentionIndex};
use crate::data::words;
use crate::document::{Document, Relation, TokenIx, Xpos, feature};
use crate::ontology::Class;
use crate::syntax::tree;

use self::talk::{Talk, Voice};

/// How many mentions are looked at, whatever the sentences' length.
const MAX_CANDIDATES: usize = 80;
/// How far up the tree a clause is looked for.
const MAX_CLIMB: usize = 12;

/// Gives every mention its actor. The actors stand in the order of their first mentions.
///
/// # Complexity
/// Linear in the number of mentions: every search for an antecedent is bounded.
pub fn resolve(document: &Document, mentions: &[Mention], lexicon: &Gazetteer) -> Vec<Actor> {
    let identities = link::link(document, mentions, lexicon);
    let mut resolver = Resolver {
        document,
        mentions,
        lexicon,
        index: MentionIndex::new(document, mentions),
        sentence: mentions.iter().map(|m| document.sentence_of(m.head)).collect(),
        identities,
        descriptions: HashMap::new(),
        holders: HashMap::new(),
        last_state: None,
        first_states: [None; 2],
        owners: vec![None; mentions.len()],
        groups: HashMap::new(),
        talk: Talk::new(document),
        deictics: HashMap::new(),
        last_quoted: HashMap::new(),
        bodies: HashMap::new(),
    };
    resolver.attach_roles();
    resolver.find_homes();
    resolver.resolve_named_bodies();
    // By heads, so that *the country* is known before *the country's army*.
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&i| (mentions[i].head, i));
    for i in order {
        resolver.resolve_one(i);
    }
    resolver.find_whom_we_means();
    resolver.name_described_places();
    resolver.find_late_parents();
    resolver.finish()
}

/// *I*, *we* or *you* of somebody: whose words, which person, whether several.
type Deictic = (Voice, u8, bool);

struct Resolver<'a> {
    document: &'a Document,
    mentions: &'a [Mention],
    lexicon: &'a Gazetteer,
    index: MentionIndex,
    /// The sentence of every mention.
    sentence: Vec<usize>,
    identities: Identities,
    /// Head lemma → described mentions with it, the last ones last.
    descriptions: HashMap<SmolStr, Vec<usize>>,
    /// Lemma of an office → who has it beside the name.
    holders: HashMap<SmolStr, Vec<usize>>,
    /// The mention by which a state was named last.
    last_state: Option<usize>,
    /// The first two states of the text, with their first mentions.
    first_states: [Option<(usize, usize)>; 2],
    /// Whom each description belongs to, as it was when it was read.
    owners: Vec<Option<usize>>,
    /// The identity of those that are meant together.
    groups: HashMap<SmallVec<[usize; 2]>, usize>,
    talk: Talk,
    /// Who is meant by *I*, *we* and *you* outside quotation marks.
    deictics: HashMap<Deictic, usize>,
    /// The last mention of each of them inside quotation marks: who goes on speaking.
    last_quoted: HashMap<(u8, bool), usize>,
    /// The bodies of states that the gazetteer does not know, by state and kind.
    bodies: HashMap<(EntryIx, SmolStr), usize>,
}

impl Resolver<'_> {
    /// Notes at every person which offices stand beside the name.
    fn attach_roles(&mut self) {
        for (i, mention) in self.mentions.iter().enumerate() {
            if mention.class != Class::Position || is_plural(self.document, mention.head) {
                continue;
            }
            let Some(draft) = self.holder(i) else { continue };
            let lemma = self.lemma(mention.head);
            let owner = self.said_owner(i).filter(|&o| o != draft);
            let role = Role { office: self.phrase(i).to_lowercase().into(), tenure: self.tenure(i), owner };
            let gender = self.lexicon.description(&lemma).and_then(|d| d.gender);
            let target = &mut self.identities.drafts[draft];
            if target.class == Some(Class::Actor) {
                target.class = Some(Class::Person);
            }
            if !target.roles.contains(&role) {
                target.roles.push(role);
                self.holders.entry(lemma).or_default().push(draft);
            }
            target.gender = target.gender.or(gender);
        }
    }

    /// Notes of unknown bodies of which state they are: *the Dutch chipmaker* Arvelle, *Germany's* Hafenbank.
    fn find_homes(&mut self) {
        for (i, mention) in self.mentions.iter().enumerate().filter(|(_, m)| m.form == Form::Name) {
            let Some(draft) = self.identities.of[i] else { continue };
            let known = &self.identities.drafts[draft];
            let body = known.class.is_some_and(|c| c.is_organization() && c != Class::State);
            if !body || known.entry.is_some() || known.parent.is_some() {
                continue;
            }
            let home = self.home_before(mention.head);
            self.identities.drafts[draft].parent = home;
        }
    }

    /// The state whose demonym, or whose name as a possessor, stands before a name or before the noun that describes it.
    fn home_before(&self, head: TokenIx) -> Option<usize> {
        let document = self.document;
        let before = |h: TokenIx| document.dependents(h).iter().copied().take_while(move |&d| d < h);
        let state = |d: TokenIx| {
            let relation = document.tokens[d].relation;
            let m = self.index.at(d)?;
            let says = match self.mentions[m].form {
                Form::Demonym => matches!(relation, Relation::AMOD | Relation::COMPOUND),
                Form::Name => relation == Relation::NMOD_POSS,
                _ => false,
            };
            self.identities.of[m].filter(|&d| says && self.class(d) == Class::State)
        };
        let noun = |&d: &TokenIx| document.tokens[d].relation == Relation::COMPOUND;
        before(head).find_map(state).or_else(|| before(head).filter(noun).flat_map(before).find_map(state))
    }

    /// Whose office a position is: the name that it depends on, that depends on it, or that is its subject.
    fn holder(&self, i: usize) -> Option<usize> {
        let head = self.mentions[i].head;
        let token = &self.document.tokens[head];
        let up = token.head.filter(|_| {
            matches!(token.relation, Relation::NMOD_DESC | Relation::COMPOUND | Relation::FLAT | Relation::APPOS)
        });
        let down = self.document.dependents(head).iter().copied().filter(|&d| {
            matches!(
                self.document.tokens[d].relation,
                Relation::APPOS | Relation::FLAT | Relation::NMOD_DESC | Relation::NSUBJ | Relation::COMPOUND
            ) && (d > head || self.document.tokens[d].relation == Relation::NSUBJ)
        });
        up.into_iter().chain(down).find_map(|t| self.index.at(t).and_then(|m| self.identities.of[m]))
    }

    fn resolve_one(&mut self, i: usize) {
        let mention = &self.mentions[i];
        if let Some(draft) = self.identities.of[i] {
            let people = mention.form == Form::Name && mention.class == Class::Population;
            if let Some(group) = if people { self.named_members(i) } else { None } {
                self.identities.drafts[draft].mentions.retain(|&m| m != i);
                self.identities.drafts[group].mentions.push(i);
                self.identities.of[i] = Some(group);
            }
            self.note_state(i, draft);
            return;
        }
        if mention.form == Form::Nominal {
            self.owners[i] = self.owner(i);
        }
        let found = match mention.form {
            Form::Name | Form::Demonym => None,
            Form::Pronoun => self.pronoun(i),
            Form::Nominal if mention.class == Class::Position => None,
            Form::Nominal => self.nominal(i).or_else(|| self.body_of_state(i)),
        };
        let draft = found.unwrap_or_else(|| self.own(i));
        self.identities.of[i] = Some(draft);
        self.identities.drafts[draft].mentions.push(i);
        self.learn_from_pronoun(i, draft);
        if mention.form == Form::Nominal {
            let seen = self.descriptions.entry(self.lemma(mention.head)).or_default();
            seen.push(i);
        }
        self.note_state(i, draft);
    }

    /// *he* makes a person of a name that nothing else told, and gives it a gender.
    fn learn_from_pronoun(&mut self, i: usize, draft: usize) {
        if self.mentions[i].form != Form::Pronoun {
            return;
        }
        let Some(pronoun) = self.pronoun_of(i) else { return };
        if pronoun.person != 3 {
            self.note_talk(i, pronoun, draft);
            return;
        }
        let target = &mut self.identities.drafts[draft];
        if pronoun.human == Some(true) && pronoun.gender.is_some() {
            target.gender = target.gender.or(pronoun.gender);
            if target.class == Some(Class::Actor) {
                target.class = Some(Class::Person);
            }
        }
    }

    fn note_state(&mut self, i: usize, draft: usize) {
        let known = &self.identities.drafts[draft];
        // *those countries* are none that a text is about.
        if self.class(draft) == Class::State && (known.entry.is_some() || !known.names.is_empty()) {
            if !self.document.in_dateline(self.mentions[i].head) {
                self.last_state = Some(i);
            }
            let other = |s: &Option<(usize, usize)>| s.is_none_or(|(_, known)| known == draft);
            if let Some(place) = self.first_states.iter_mut().find(|s| other(s)) {
                place.get_or_insert((i, draft));
            }
        }
    }

    /// Owners that stand after what they own: *members of the group*.
    fn find_late_parents(&mut self) {
        for d in 0..self.identities.drafts.len() {
            let draft = &self.identities.drafts[d];
            let described = draft.entry.is_none() && draft.names.is_empty() && draft.parent.is_none();
            let Some(&first) = draft.mentions.first().filter(|_| described) else { continue };
            if self.mentions[first].form == Form::Nominal {
                let parent = self.owner(first);
                self.identities.drafts[d].parent = parent.filter(|&p| p != d);
            }
        }
    }

    /// *the disputed town of Badme* is Badme.
    fn name_described_places(&mut self) {
        for i in 0..self.mentions.len() {
            let mention = &self.mentions[i];
            if mention.form != Form::Nominal || !self.lexicon.is_cue(&self.lemma(mention.head), "settlement") {
                continue;
            }
            let document = self.document;
            let of = |&d: &TokenIx| tree::preposition(document, d).is_some_and(|p| p == "of");
            let mut after = document.dependents(mention.head).iter().copied().filter(|&d| {
                d > mention.head && document.tokens[d].relation == Relation::NMOD && tree::is_name(document, d)
            });
            let named = after.find(of).and_then(|d| self.index.at(d));
            let named = named.filter(|&m| self.mentions[m].form == Form::Name && !is_plural(document, mention.head));
            let Some((named, own)) = named.and_then(|m| Some((self.identities.of[m]?, self.identities.of[i]?))) else {
                continue;
            };
            let described = &self.identities.drafts[own];
            let unnamed = own != named && described.entry.is_none() && described.names.is_empty();
            if unnamed && matches!(self.class(named), Class::Place | Class::Actor) {
                self.join(own, named);
                let draft = &mut self.identities.drafts[named];
                if draft.entry.is_none() {
                    draft.class = Some(Class::Place);
                }
            }
        }
    }

    /// A draft of its own for a mention that has no antecedent.
    fn own(&mut self, i: usize) -> usize {
        let mention = &self.mentions[i];
        let parent = self.owners[i];
        let pronoun = (mention.form == Form::Pronoun).then(|| self.pronoun_of(i)).flatten();
        let draft = Draft {
            class: Some(mention.class),
            gender: match pronoun {
                Some(p) => p.gender,
                None => self.lexicon.description(&self.lemma(mention.head)).and_then(|d| d.gender),
            },
            plural: match pronoun {
                Some(p) => p.plural,
                None => Some(is_plural(self.document, mention.head)),
            },
            parent,
            deictic: pronoun.is_some_and(|p| p.person != 3),
            ..Draft::default()
        };
        self.identities.drafts.push(draft);
        self.identities.drafts.len() - 1
    }

    /// Whom a phrase says it belongs to: its possessor, its demonym or name before the noun, its *of* phrase.
    pub(super) fn said_owner(&self, i: usize) -> Option<usize> {
        let mention = &self.mentions[i];
        let document = self.document;
        let head = mention.head;
        let of = |t: TokenIx| {
            let m = self.index.at(t).filter(|&m| m != i)?;
            let draft = self.identities.of[m]?;
            self.class(draft).is_actor().then_some(draft)
        };
        let dependents = document.dependents(head);
        let under = |wanted: &[Relation]| {
            let mut found = dependents.iter().filter(|&&d| wanted.contains(&document.tokens[d].relation));
            found.find_map(|&d| of(d))
        };
        let members = || {
            // *Iranians*: the word itself says of what.
            let hit = self.lexicon.longest(document, head).filter(|h| h.end == head + 1)?;
            let (entry, kind) = *hit.entries.first()?;
            (kind == NameKind::Demonym).then(|| self.identities.by_entry.get(&entry).copied()).flatten()
        };
        under(&[Relation::NMOD_POSS])
            .or_else(members)
            .or_else(|| under(&[Relation::AMOD, Relation::COMPOUND, Relation::NMOD_DESC]))
            .or_else(|| {
                let mut after =
                    dependents.iter().filter(|&&d| d > head && document.tokens[d].relation == Relation::NMOD);
                after.find(|&&d| tree::preposition(document, d).is_some_and(|p| p == "of")).and_then(|&d| of(d))
            })
    }

    /// The same, or the state that was named last, which *the army* and *the foreign ministry* belong to.
    fn owner(&self, i: usize) -> Option<usize> {
        self.said_owner(i).or_else(|| {
            let body = matches!(self.mentions[i].class, Class::GovernmentBody | Class::ArmedForces);
            let state = self.last_state.filter(|_| body && self.is_definite(i))?;
            let near = self.mentions[state].head < self.mentions[i].head && self.sentences_between(state, i) <= 1;
            near.then(|| self.identities.of[state]).flatten()
        })
    }

    /// The best earlier mention by `score`, less for every sentence and mention between; ties go to the nearer one.
    fn nearest(&self, i: usize, window: usize, score: impl Fn(&Self, usize, usize) -> Option<i32>) -> Option<usize> {
        let acting = self.acting_on(i);
        let other = |this: &Self, d: usize, c: usize| if Some(d) == acting { None } else { score(this, d, c) };
        self.nearest_mention(i, window, other).and_then(|c| self.identities.of[c])
    }

    /// Who does to a mention what its clause says: another one, or it would be *itself*. *Congress created the agency*.
    fn acting_on(&self, i: usize) -> Option<usize> {
        let document = self.document;
        let object = tree::first_conjunct(document, self.mentions[i].head);
        let mut verb = match document.tokens[object].relation.base() {
            Relation::OBJ | Relation::IOBJ => document.tokens[object].head?,
            _ => return None,
        };
        for _ in 0..MAX_CLIMB {
            let token = &document.tokens[verb];
            let subject = self.subject(verb).or_else(|| token.head.filter(|_| token.relation == Relation::ACL_RELCL));
            if let Some(subject) = subject {
                return self.index.at(subject).and_then(|m| self.identities.of[m]);
            }
            verb = token.head.filter(|_| token.relation.base() == Relation::CONJ)?;
        }
        None
    }

    /// The mention by which [`Self::nearest`] finds whom it gives.
    fn nearest_mention(
        &self,
        i: usize,
        window: usize,
        score: impl Fn(&Self, usize, usize) -> Option<i32>,
    ) -> Option<usize> {
        let start = self.mentions[i].tokens.start;
        let mut best: Option<(i32, usize)> = None;
        for (distance, c) in (0..i).rev().take(MAX_CANDIDATES).enumerate() {
            let sentences = self.sentences_between(c, i);
            if sentences > window {
                break;
            }
            // Where a report was written and who publishes it is not what it tells of.
            let aside = self.mentions[c].class == Class::Position || self.document.in_dateline(self.mentions[c].head);
            if self.mentions[c].head >= start || aside {
                continue;
            }
            let Some(draft) = self.identities.of[c] else { continue };
            let Some(points) = score(self, draft, c) else { continue };
            let points = points - 5 * sentences as i32 - (distance as i32) / 3;
            if best.is_none_or(|(b, _)| points > b) {
                best = Some((points, c));
            }
        }
        best.map(|b| b.1)
    }

    fn sentences_between(&self, earlier: usize, later: usize) -> usize {
        self.sentence[later].saturating_sub(self.sentence[earlier])
    }

    fn class(&self, draft: usize) -> Class {
        self.identities.drafts[draft].class.unwrap_or(Class::Thing)
    }

    fn lemma(&self, token: TokenIx) -> SmolStr {
        SmolStr::new(&*words::lower(self.document.lemma(token)))
    }

    /// Whether *the*, *this*, *that* or a possessive opens the phrase.
    fn is_definite(&self, i: usize) -> bool {
        let document = self.document;
        document.dependents(self.mentions[i].head).iter().any(|&d| match document.tokens[d].relation {
            Relation::NMOD_POSS => true,
            Relation::DET => {
                let features = document.tokens[d].features;
                features.has(feature::DEFINITE_DEF) || features.has(feature::PRONTYPE_DEM)
            }
            _ => false,
        })
    }

    /// Whether nothing but determiners stands before the noun and no *of* phrase after it; what follows a comma adds
    /// to what is known already (*the kingdom, which …*).
    fn is_bare(&self, i: usize) -> bool {
        let document = self.document;
        let head = self.mentions[i].head;
        let comma = document.tokens.get(head + 1).is_some_and(|t| t.xpos == Xpos::COMMA);
        document.dependents(head).iter().all(|&d| match document.tokens[d].relation {
            // *approved by the bank after a review*: when and how it was, not which bank.
            Relation::NMOD if d > head => {
                tree::preposition(document, d).is_some_and(|p| self.lexicon.is_cue(&p, "adjunct"))
            }
            Relation::AMOD | Relation::COMPOUND | Relation::NMOD | Relation::NMOD_POSS | Relation::NUMMOD => false,
            Relation::ACL_RELCL | Relation::ACL => comma,
            _ => true,
        })
    }
}

#[cfg(test)]
mod tests;
