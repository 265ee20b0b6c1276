//! Mentions → [`Actor`]s: which mentions of one document mean the same.
//!
//! Precision first, in passes (after the sieves of Lee et al. 2013, "Deterministic Coreference Resolution", and the
//! tables of xrenner, Zeldes & Zhang 2016; no code of either): names (`link`); what stands beside a name (appositions,
//! offices); then, from left to right, relative pronouns, descriptions of a state (*the Iranian regime*, *the
//! country*), other definite descriptions by class, and pronouns by agreement. What finds no antecedent is an actor of
//! its own, local to the document. Windows are bounded, so time is linear in the number of mentions.

use std::collections::{HashMap, HashSet};

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::actor::lexicon::{Gazetteer, Gender, NameKind, Pronoun, PronounKind, slug};
use crate::actor::link::{self, Draft, Identities};
use crate::actor::mention::{is_partitive, is_plural, partitive_complement};
use crate::actor::{Actor, Form, Mention, MentionIndex, name};
use crate::document::{Document, Relation, TokenIx, Upos, Xpos, feature};
use crate::ontology::Class;
use crate::syntax::tree;

/// How many sentences back a pronoun's antecedent may stand (as in the sieves of Lee et al.).
const PRONOUN_WINDOW: usize = 3;
/// How many sentences back a description's antecedent may stand.
const DESCRIPTION_WINDOW: usize = 5;
/// How many sentences back the same description may stand.
const REPETITION_WINDOW: usize = 20;
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
        owners: vec![None; mentions.len()],
        last_speakers: [None; 2],
    };
    resolver.attach_roles();
    // By heads, so that *the country* is known before *the country's army*.
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&i| (mentions[i].head, i));
    for i in order {
        resolver.resolve_one(i);
    }
    resolver.find_late_parents();
    resolver.finish()
}

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
    /// Whom each description belongs to, as it was when it was read.
    owners: Vec<Option<usize>>,
    /// The last mention of *I* and of *we*: who goes on speaking.
    last_speakers: [Option<usize>; 2],
}

impl Resolver<'_> {
    /// Notes at every person which offices stand beside the name.
    fn attach_roles(&mut self) {
        for (i, mention) in self.mentions.iter().enumerate() {
            if mention.class != Class::Position {
                continue;
            }
            let Some(draft) = self.holder(i) else { continue };
            let lemma = self.lemma(mention.head);
            let role: SmolStr = self.phrase(i).to_lowercase().into();
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
            Form::Nominal => self.nominal(i),
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
        let target = &mut self.identities.drafts[draft];
        if pronoun.person == 1 {
            self.last_speakers[usize::from(pronoun.plural == Some(true))] = Some(i);
        } else if pronoun.human == Some(true) && pronoun.gender.is_some() && pronoun.person == 3 {
            target.gender = target.gender.or(pronoun.gender);
            if target.class == Some(Class::Actor) {
                target.class = Some(Class::Person);
            }
        }
    }

    fn note_state(&mut self, i: usize, draft: usize) {
        if self.class(draft) == Class::State {
            self.last_state = Some(i);
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
    fn owner(&self, i: usize) -> Option<usize> {
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
            .or_else(|| {
                // "the foreign ministry", "the army": of the state named last.
                let body = matches!(mention.class, Class::GovernmentBody | Class::ArmedForces);
                let state = self.last_state.filter(|_| body && self.is_definite(i))?;
                (self.sentences_between(state, i) <= 1).then(|| self.identities.of[state]).flatten()
            })
    }

    fn nominal(&mut self, i: usize) -> Option<usize> {
        let mention = &self.mentions[i];
        let document = self.document;
        let lemma = self.lemma(mention.head);
        if let Some(outer) = self.partitive_of(i) {
            return Some(outer);
        }
        if let Some(draft) = self.apposed(i) {
            return Some(draft);
        }
        let plural = is_plural(document, mention.head);
        let description = self.lexicon.description(&lemma).cloned();
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
        }
        if let Some(draft) = self.repeated(i, &lemma) {
            return Some(draft);
        }
        // "Prime Minister said": a capital and no article.
        let title = mention.class == Class::Person && tree::is_name(document, mention.head);
        if plural || !(self.is_definite(i) || title) {
            return None;
        }
        if mention.class == Class::Person && description.as_ref().is_none_or(|d| d.gender.is_none()) {
            return self.role_holder(i, &lemma);
        }
        if !self.is_bare(i) {
            return None;
        }
        if let Some(draft) = self.named_by_head(i, &lemma) {
            return Some(draft);
        }
        let description = description?;
        self.nearest(i, DESCRIPTION_WINDOW, |this, d, c| {
            let named = this.identities.drafts[d].entry.is_some() || !this.identities.drafts[d].names.is_empty();
            let gender = description.gender.is_none_or(|g| this.identities.drafts[d].gender.is_none_or(|o| o == g));
            (named && gender && this.mentions[c].form != Form::Demonym && description.classes.contains(&this.class(d)))
                .then_some(0)
        })
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
            (this.class(d) == Class::State).then_some(topic + role)
        })
    }

    /// The state that an actor is or belongs to: *their country* said of Iranian officials is Iran.
    fn state_of(&self, draft: usize) -> Option<usize> {
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
        let whole = inner.then(|| self.index.at(head)).flatten()?;
        (self.mentions[whole].tokens.contains(&self.mentions[i].head)).then(|| self.identities.of[whole]).flatten()
    }

    /// A description in apposition to a name of the same kind.
    fn apposed(&self, i: usize) -> Option<usize> {
        let mention = &self.mentions[i];
        let token = &self.document.tokens[mention.head];
        let down = || {
            let name = self.document.dependent(mention.head, Relation::APPOS)?;
            let named = self.index.at(name).filter(|&m| self.mentions[m].form == Form::Name)?;
            self.identities.of[named]
        };
        let up = || {
            let named = self.index.at(token.head?).filter(|_| token.relation == Relation::APPOS)?;
            self.identities.of[named]
        };
        let draft = up().or_else(down)?;
        let (class, own) = (self.class(draft), mention.class);
        let same = class == own
            || class == Class::Actor
            || (class.is_organization() && own.is_organization())
            || (class == Class::Place && own == Class::Thing);
        same.then_some(draft)
    }

    /// The same description before: same head, no modifier that the earlier one lacks, same owner, same number.
    fn repeated(&self, i: usize, lemma: &SmolStr) -> Option<usize> {
        let document = self.document;
        let seen = self.descriptions.get(lemma)?;
        let definite = self.is_definite(i);
        let owner = self.owners[i];
        let plural = is_plural(document, self.mentions[i].head);
        let modifiers = self.modifiers(i);
        seen.iter().rev().take(8).copied().find_map(|j| {
            let draft = self.identities.of[j]?;
            if self.sentences_between(j, i) > REPETITION_WINDOW
                || plural != is_plural(document, self.mentions[j].head)
                || self.mentions[j].tokens.contains(&self.mentions[i].head)
                || self.mentions[j].class == Class::Position
            {
                return None;
            }
            let other = self.owners[j];
            let earlier = self.modifiers(j);
            let same = modifiers == earlier && owner == other;
            let included = modifiers.iter().all(|m| earlier.contains(m)) && (owner == other || owner.is_none());
            // "Israeli officials … Israeli officials": a body of people, named by its state, is one for the document.
            let body = same && owner.is_some() && plural && self.mentions[i].class.is_actor();
            let again = definite && included && self.sentences_between(j, i) <= DESCRIPTION_WINDOW;
            (body || again || (same && owner.is_some() && definite)).then_some(draft)
        })
    }

    /// The lemmas of adjectives and nouns before the head; names, demonyms, numbers and quantifiers left out.
    fn modifiers(&self, i: usize) -> SmallVec<[&str; 4]> {
        let mention = &self.mentions[i];
        let document = self.document;
        let mut found: SmallVec<[&str; 4]> = document
            .dependents(mention.head)
            .iter()
            .take(16)
            .filter(|&&d| matches!(document.tokens[d].relation, Relation::AMOD | Relation::COMPOUND))
            .filter(|&&d| self.index.at(d).is_none_or(|m| self.mentions[m].form == Form::Nominal))
            .map(|&d| document.lemma(d))
            .filter(|l| !self.lexicon.is_cue(&l.to_lowercase(), "quantifier"))
            .collect();
        found.sort_unstable();
        found
    }

    /// *the ministry* after *Ministry of Oil*: a word of the name is what the name's bearer is.
    fn named_by_head(&self, i: usize, lemma: &SmolStr) -> Option<usize> {
        self.nearest(i, DESCRIPTION_WINDOW, |this, d, c| {
            let draft = &this.identities.drafts[d];
            let named = this.mentions[c].form == Form::Name && draft.class != Some(Class::Person);
            let has_word = |n: &String| n.contains(' ') && n.split(' ').any(|w| w.eq_ignore_ascii_case(lemma));
            (named && draft.names.iter().take(4).any(has_word)).then_some(0)
        })
    }

    /// *the president*: who holds that office in this document; a known holder only if the state is clear.
    fn role_holder(&self, i: usize, lemma: &SmolStr) -> Option<usize> {
        let owner = self.owners[i];
        let office = self.office(i);
        let has_office = |d: &Draft| {
            let named = |r: &SmolStr| {
                r.strip_suffix(office.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
            };
            d.roles.iter().any(named)
        };
        let found = self.nearest(i, usize::MAX, |this, d, _| {
            let draft = &this.identities.drafts[d];
            let fits = this.class(d) == Class::Person && has_office(draft);
            (fits && (owner.is_none() || draft.parent.is_none() || draft.parent == owner)).then_some(0)
        });
        let before = |d: usize| self.identities.drafts[d].mentions.first().is_some_and(|&m| m < i);
        found
            .or_else(|| match self.holders.get(lemma).map(Vec::as_slice) {
                Some([only]) if before(*only) && has_office(&self.identities.drafts[*only]) => Some(*only),
                _ => None,
            })
            .or_else(|| {
                let state = self.identities.drafts[owner?].entry?;
                let person = self.lexicon.holder(&office, state, self.document.source.date.as_deref())?;
                self.identities.by_entry.get(&person).copied()
            })
    }

    /// The words of an office in lower case, without whose it is: *prime minister* of *the British prime minister*.
    fn office(&self, i: usize) -> String {
        let head = self.mentions[i].head;
        let mut start = head;
        while start > self.mentions[i].tokens.start {
            let before = &self.document.tokens[start - 1];
            let part = matches!(before.relation, Relation::COMPOUND | Relation::AMOD) && before.head == Some(head);
            let word = self.document.form(start - 1).to_lowercase();
            if !part || self.index.at(start - 1).is_some() || self.lexicon.is_cue(&word, "title-modifier") {
                break;
            }
            start -= 1;
        }
        name::lower(self.document, start..head + 1)
    }

    fn pronoun_of(&self, i: usize) -> Option<Pronoun> {
        let head = self.mentions[i].head;
        let relative = self.relative_clause(head).is_some();
        self.lexicon.pronoun(&self.document.form(head).to_lowercase(), relative)
    }

    fn pronoun(&self, i: usize) -> Option<usize> {
        let pronoun = self.pronoun_of(i)?;
        let head = self.mentions[i].head;
        match pronoun.kind {
            PronounKind::Relative => {
                let clause = self.relative_clause(head)?;
                let antecedent = self.index.at(self.document.tokens[clause].head?)?;
                self.identities.of[antecedent]
            }
            PronounKind::Demonstrative | PronounKind::Indefinite => None,
            _ if pronoun.person == 1 => self.speaker(head).or_else(|| {
                let last = self.last_speakers[usize::from(pronoun.plural == Some(true))]?;
                (self.sentences_between(last, i) <= 2).then(|| self.identities.of[last]).flatten()
            }),
            _ if pronoun.person == 2 => None,
            PronounKind::Reflexive => self.subject_of_clause(head).or_else(|| self.antecedent(i, pronoun)),
            _ => self.antecedent(i, pronoun),
        }
    }

    /// The relative clause in which a relative pronoun stands.
    fn relative_clause(&self, head: TokenIx) -> Option<TokenIx> {
        let token = &self.document.tokens[head];
        let tagged =
            matches!(token.xpos, Xpos::WP | Xpos::WDT | Xpos::WP_POSS) || token.features.has(feature::PRONTYPE_REL);
        if !tagged || token.upos != Upos::PRON {
            return None;
        }
        tree::ancestors(self.document, head).take(MAX_CLIMB).find(|&t| {
            self.document.tokens[t].relation == Relation::ACL_RELCL
                && self.document.tokens[t].head.is_some_and(|h| h < head)
        })
    }

    fn subject_of_clause(&self, head: TokenIx) -> Option<usize> {
        let subject = tree::ancestors(self.document, head).take(MAX_CLIMB).find_map(|t| self.subject(t))?;
        self.index.at(subject).and_then(|m| self.identities.of[m])
    }

    fn subject(&self, clause: TokenIx) -> Option<TokenIx> {
        let is_subject = |&&d: &&TokenIx| tree::is_a(self.document.tokens[d].relation, Relation::NSUBJ);
        self.document.dependents(clause).iter().find(is_subject).copied()
    }

    /// Who says *I* and *we*: the subject of the verb of saying over the clause or beside it.
    fn speaker(&self, head: TokenIx) -> Option<usize> {
        let document = self.document;
        let says = |t: TokenIx| self.lexicon.is_cue(document.lemma(t), "speech");
        let by = |t: TokenIx| {
            let subject = self.subject(t)?;
            let mention =
                self.index.at(subject).filter(|&m| self.mentions[m].form != Form::Pronoun || subject != head)?;
            self.identities.of[mention].filter(|_| subject != head)
        };
        tree::ancestors(document, head).take(MAX_CLIMB).find_map(|t| {
            let beside = document.dependents(t).iter().take(40).copied();
            let mut beside = beside.filter(|&d| document.tokens[d].relation == Relation::PARATAXIS && says(d));
            let over = document.tokens[t]
                .head
                .filter(|&h| says(h) && matches!(document.tokens[t].relation, Relation::CCOMP | Relation::PARATAXIS));
            over.and_then(by).or_else(|| beside.find_map(by))
        })
    }

    /// The nearest mention that agrees, subjects first.
    fn antecedent(&self, i: usize, pronoun: Pronoun) -> Option<usize> {
        let document = self.document;
        let head = self.mentions[i].head;
        let possessive = pronoun.kind == PronounKind::Possessive;
        self.nearest(i, PRONOUN_WINDOW, |this, d, c| {
            let candidate = &this.mentions[c];
            let draft = &this.identities.drafts[d];
            let class = this.class(d);
            // Two arguments of one verb are two ("Iran attacked it"); a phrase does not contain what it means.
            let co_argument = !possessive
                && document.tokens[candidate.head].head.is_some()
                && document.tokens[candidate.head].head == document.tokens[head].head;
            let contains = candidate.tokens.contains(&head) || this.is_above(candidate.head, head);
            if co_argument || contains {
                return None;
            }
            let agreement = agrees(pronoun, class, draft)?;
            if draft.deictic {
                return None;
            }
            let relation = document.tokens[candidate.head].relation;
            let role = match relation {
                Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::NSUBJ_OUTER => 6,
                Relation::OBJ | Relation::IOBJ | Relation::OBL_AGENT => 3,
                Relation::OBL | Relation::ROOT => 2,
                _ => 0,
            };
            let form = match candidate.form {
                Form::Name | Form::Pronoun => 3,
                Form::Nominal => 1,
                Form::Demonym => -6,
            };
            let topic = draft.mentions.iter().take(8).filter(|&&m| m < i).count().min(6) as i32 / 2;
            let same_clause = i32::from(possessive && role == 6 && this.is_subject_over(candidate.head, head)) * 4;
            Some(agreement + role + form + topic + same_clause)
        })
    }

    /// Whether `subject` is the subject of the clause in which `token` stands.
    fn is_subject_over(&self, subject: TokenIx, token: TokenIx) -> bool {
        let clause = self.document.tokens[subject].head;
        let mut above = tree::ancestors(self.document, token).take(MAX_CLIMB);
        above.find(|&t| self.subject(t).is_some()).is_some_and(|t| Some(t) == clause)
    }

    fn is_above(&self, above: TokenIx, below: TokenIx) -> bool {
        let inside = |t: TokenIx| {
            matches!(
                self.document.tokens[t].relation.base(),
                Relation::NMOD
                    | Relation::ACL
                    | Relation::AMOD
                    | Relation::APPOS
                    | Relation::COMPOUND
                    | Relation::OBL
                    | Relation::OBJ
            )
        };
        let mut here = below;
        for _ in 0..MAX_CLIMB {
            // Within a relative clause of the noun, the noun is no antecedent by this way but may well be one.
            if self.document.tokens[here].relation == Relation::ACL_RELCL || !inside(here) {
                return false;
            }
            match self.document.tokens[here].head {
                Some(head) if head == above => return self.document.tokens[here].relation.base() == Relation::NMOD,
                Some(head) => here = head,
                None => return false,
            }
        }
        false
    }

    /// The best earlier mention by `score`, less for every sentence and mention between; ties go to the nearer one.
    fn nearest(&self, i: usize, window: usize, score: impl Fn(&Self, usize, usize) -> Option<i32>) -> Option<usize> {
        let start = self.mentions[i].tokens.start;
        let mut best: Option<(i32, usize)> = None;
        for (distance, c) in (0..i).rev().take(MAX_CANDIDATES).enumerate() {
            let sentences = self.sentences_between(c, i);
            if sentences > window {
                break;
            }
            if self.mentions[c].head >= start || self.mentions[c].class == Class::Position {
                continue;
            }
            let Some(draft) = self.identities.of[c] else { continue };
            let Some(points) = score(self, draft, c) else { continue };
            let points = points - 5 * sentences as i32 - (distance as i32) / 3;
            if best.is_none_or(|(b, _)| points > b) {
                best = Some((points, draft));
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
        self.document.lemma(token).to_lowercase().into()
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

    /// Whether nothing but determiners stands before the noun and no *of* phrase after it.
    fn is_bare(&self, i: usize) -> bool {
        let document = self.document;
        document.dependents(self.mentions[i].head).iter().all(|&d| {
            !matches!(
                document.tokens[d].relation,
                Relation::AMOD
                    | Relation::COMPOUND
                    | Relation::NMOD
                    | Relation::NMOD_POSS
                    | Relation::NUMMOD
                    | Relation::ACL_RELCL
                    | Relation::ACL
            )
        })
    }

    fn finish(self) -> Vec<Actor> {
        let drafts = &self.identities.drafts;
        let mut order: Vec<usize> = (0..drafts.len()).filter(|&d| !drafts[d].mentions.is_empty()).collect();
        let first = |d: usize| drafts[d].mentions.iter().min().copied();
        order.sort_by_key(|&d| first(d));
        let mut place = vec![None; drafts.len()];
        for (ix, &d) in order.iter().enumerate() {
            place[d] = Some(ix);
        }
        let by_entry: HashMap<_, _> = order.iter().filter_map(|&d| drafts[d].entry.map(|e| (e, place[d]))).collect();
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut ids: HashSet<String> = HashSet::new();
        let mut actors = Vec::with_capacity(order.len());
        for &d in &order {
            let draft = &drafts[d];
            let mut mentions = draft.mentions.clone();
            mentions.sort_unstable();
            let label = self.label(draft, &mentions);
            let named = draft.entry.is_some() || !draft.names.is_empty();
            let mut id = match draft.entry {
                Some(entry) => self.lexicon.id(entry).to_owned(),
                None => slug(&label),
            };
            if !named || ids.contains(&id) {
                let base = id.clone();
                let number = numbers.entry(base.clone()).or_insert(0);
                while {
                    *number += 1;
                    id = format!("{base}-{number}");
                    ids.contains(&id)
                } {}
            }
            ids.insert(id.clone());
            let known_aliases = draft.entry.into_iter().flat_map(|e| self.lexicon.aliases(e));
            let mut aliases: Vec<String> = Vec::new();
            for alias in draft.names.iter().map(String::as_str).chain(known_aliases) {
                if alias != label && !aliases.iter().any(|a| a == alias) {
                    aliases.push(alias.to_owned());
                }
            }
            let own_parent = draft.parent.filter(|&p| p != d).and_then(|p| place[p]);
            let known_parent =
                draft.entry.and_then(|e| self.lexicon.parent(e)).and_then(|p| by_entry.get(&p).copied()).flatten();
            actors.push(Actor {
                id,
                label,
                aliases,
                class: self.class(d),
                local: !named,
                known: draft.entry.is_some(),
                wikidata: draft.entry.and_then(|e| self.lexicon.wikidata(e)).map(str::to_owned),
                parent: known_parent.or(own_parent).or_else(|| self.name_parent(draft, d).and_then(|p| place[p])),
                mentions,
            });
        }
        actors
    }

    /// The state whose demonym stands inside a name: *Iranian Foreign Ministry*.
    fn name_parent(&self, draft: &Draft, own: usize) -> Option<usize> {
        let first = *draft.mentions.iter().min()?;
        let inner = self.mentions.get(first + 1)?;
        let inside = self.mentions[first].form == Form::Name
            && inner.form == Form::Demonym
            && self.mentions[first].tokens.start <= inner.tokens.start
            && inner.tokens.end < self.mentions[first].tokens.end;
        self.identities.of[first + 1].filter(|&d| inside && d != own)
    }

    fn label(&self, draft: &Draft, mentions: &[usize]) -> String {
        if let Some(entry) = draft.entry {
            return self.lexicon.name(entry).to_owned();
        }
        // The fullest name; of equals, the first.
        let fullest = draft.names.iter().rev().max_by_key(|n| (n.split(' ').count(), n.len()));
        if let Some(name) = fullest {
            return name.clone();
        }
        let nominal = mentions.iter().find(|&&m| self.mentions[m].form == Form::Nominal);
        let first = *nominal.or(mentions.first()).expect("only drafts with mentions are shown");
        self.phrase(first)
    }

    /// A description without determiner, possessive and quantifier.
    fn phrase(&self, i: usize) -> String {
        let document = self.document;
        let mut head = self.mentions[i].head;
        let mut tokens = self.mentions[i].tokens.clone();
        if is_partitive(document, self.lexicon, head)
            && let Some(part) = partitive_complement(document, head)
        {
            (head, tokens) = (part, tree::core_phrase(document, part));
        }
        let mut start = tokens.start;
        for &d in document.dependents(head).iter().take_while(|&&d| d < head) {
            let quantifier = || self.lexicon.is_cue(&document.form(d).to_lowercase(), "quantifier");
            match document.tokens[d].relation {
                Relation::DET | Relation::DET_PREDET | Relation::CC_PRECONJ => start = start.max(d + 1),
                Relation::AMOD if d == start && quantifier() => start = d + 1,
                Relation::NMOD_POSS => {
                    let marker =
                        document.dependents(d).iter().copied().filter(|&m| document.tokens[m].xpos == Xpos::POS);
                    start = start.max(marker.max().unwrap_or(d) + 1);
                }
                _ => {}
            }
        }
        let start = start.min(head);
        let text = document.slice(document.token_span(start..tokens.end.max(head + 1)));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// How well a pronoun and an identity agree; `None` if they cannot.
fn agrees(pronoun: Pronoun, class: Class, draft: &Draft) -> Option<i32> {
    let plural = draft.plural.unwrap_or(false);
    let gender_fits = match (pronoun.gender, draft.gender) {
        (Some(Gender::Female), Some(Gender::Male)) | (Some(Gender::Male), Some(Gender::Female)) => return None,
        (Some(_), Some(_)) => 2,
        _ => 0,
    };
    match (pronoun.human, pronoun.plural) {
        (Some(true), _) => match class {
            Class::Person if !plural => Some(4 + gender_fits),
            Class::Actor if !plural => Some(gender_fits),
            _ => None,
        },
        (Some(false), _) => match class {
            Class::Person | Class::Population => None,
            _ if plural => None,
            c if c.is_actor() => Some(4),
            Class::Place => Some(0),
            _ => Some(1),
        },
        (None, Some(true)) => match class {
            Class::Population => Some(5),
            Class::Person => plural.then_some(4),
            _ if plural => Some(3),
            c if c.is_organization() => Some(0),
            _ => None,
        },
        (None, _) => Some(1),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::actor::mention::mentions;
    use crate::actor::testing::{document, gazetteer};

    fn check(name: &str, expected: Expect) {
        let document = document(name);
        let mentions = mentions(&document, &gazetteer());
        let mut out = String::new();
        let actors = resolve(&document, &mentions, &gazetteer());
        for actor in &actors {
            let text = |&m: &usize| document.slice(document.token_span(mentions[m].tokens.clone()));
            let texts: Vec<&str> = actor.mentions.iter().map(text).collect();
            let parent = actor.parent.map(|p| format!(" of {}", actors[p].id)).unwrap_or_default();
            writeln!(out, "{} {} {:?}{parent}: {}", actor.id, actor.class, actor.label, texts.join(" | ")).unwrap();
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn a_capital_that_acts_is_its_government() {
        check(
            "metonyms",
            expect![[r#"
            united-states State "United States": Washington | it
            iran State "Iran": Tehran
            envoys-1 Population "Envoys": Envoys
            washington Place "Washington": Washington
            russia State "Russia": Kremlin
        "#]],
        );
    }

    #[test]
    fn persons_are_known_by_surname_pronoun_and_office() {
        check(
            "persons",
            expect![[r#"
            foreign-minister-1 Position "Foreign Minister": Foreign Minister
            anna-berg Person "Anna Berg": Anna Berg | Berg | she | her
            president-1 Position "President": President
            donald-trump Person "Donald Trump": Donald Trump | the president | Trump
        "#]],
        );
    }

    #[test]
    fn initials_in_brackets_define_an_acronym() {
        check(
            "acronym",
            expect![[r#"
            international-seed-bank Company "International Seed Bank": International Seed Bank | ISB | ISB
            iran State "Iran": Iran
        "#]],
        );
    }

    #[test]
    fn demonyms_and_descriptions_lead_to_the_state() {
        check(
            "demonyms",
            expect![[r#"
                iranian-officials-1 Population "Iranian officials" of iran: Many Iranian officials | their | Iranian officials
                iran State "Iran": Iranian | their country | the Iranian regime | Iranian | Iranian | Iran
                hezbollah ArmedGroup "Hezbollah": Hezbollah | which | it
                israel State "Israel": Israel
                us-troops-1 ArmedForces "U.S. troops" of united-states: U.S. troops
                united-states State "United States": U.S.
                foreign-ministry-envoy-1 Person "foreign ministry envoy" of iran: Iran's foreign ministry envoy
            "#]],
        );
    }

    #[test]
    fn we_is_who_speaks() {
        check(
            "quotes",
            expect![[r#"
                berg Actor "Berg": We | Berg
            "#]],
        );
    }

    #[test]
    fn namesakes_are_apart() {
        check(
            "namesakes",
            expect![[r#"
            israel-katz Person "Israel Katz": Israel Katz
            denzel-washington Person "Denzel Washington": Denzel Washington
            turkey State "Turkey": Turkey
        "#]],
        );
    }

    /// Whatever the parser says, even heads in a circle or in another sentence: no panic, and every mention has exactly
    /// one actor. Words, tags and heads come from a fixed sequence of pseudo-random numbers.
    #[test]
    fn any_tree_gives_every_mention_one_actor() {
        use crate::document::{Sentence, Source, Span, Token};
        const WORDS: &[&str] = &[
            "Iran",
            "the",
            "army",
            "of",
            "Anna",
            "Berg",
            "president",
            "Washington",
            "in",
            "-",
            "it",
            "they",
            "which",
            "(",
            "ISB",
            ")",
            "said",
            "Iranian",
            "officials",
            "number",
            "and",
            "ministry",
            "'s",
            "We",
            "Bank",
        ];
        let lexicon = gazetteer();
        let mut state = 7u64;
        let mut random = |n: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as usize % n
        };
        for _ in 0..200 {
            let (mut text, mut tokens, mut sentences, mut lemmas) = (String::new(), Vec::new(), Vec::new(), Vec::new());
            for _ in 0..=random(5) {
                let (first, start) = (tokens.len(), text.len());
                for _ in 0..=random(30) {
                    let word = WORDS[random(WORDS.len())];
                    let span = Span::new(text.len(), text.len() + word.len());
                    text.push_str(word);
                    text.push(' ');
                    lemmas.push(word);
                    tokens.push(Token {
                        upos: crate::document::Upos::from_index(random(crate::document::Upos::NAMES.len())).unwrap(),
                        xpos: Xpos::from_index(random(Xpos::NAMES.len())).unwrap(),
                        relation: Relation::from_index(random(Relation::NAMES.len())).unwrap(),
                        ..Token::raw(span, false)
                    });
                }
                let span = Span::new(start, text.len() - 1);
                sentences.push(Sentence { span, tokens: first..tokens.len(), paragraph_start: false });
            }
            let n = tokens.len();
            for token in &mut tokens {
                token.head = (random(8) > 0).then(|| random(n));
            }
            let mut document = Document::new(Source::named("t"), text, tokens, sentences);
            for (token, lemma) in lemmas.into_iter().enumerate() {
                document.set_lemma(token, lemma);
            }
            let mentions = mentions(&document, &lexicon);
            let actors = resolve(&document, &mentions, &lexicon);
            let mut seen: Vec<usize> = actors.iter().flat_map(|a| a.mentions.iter().copied()).collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..mentions.len()).collect::<Vec<_>>());
            let ids: HashSet<&str> = actors.iter().map(|a| a.id.as_str()).collect();
            assert_eq!(ids.len(), actors.len(), "identifiers are unique");
        }
    }
}
