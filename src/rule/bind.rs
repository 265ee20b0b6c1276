//! One entry at one trigger: which arguments, paths or words fill its roles.

mod around;
mod attached;
mod beyond;
mod paths;
mod surface;
mod view;

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::apply::{Bound, End, Failure, Input, Match, Trace, Why};
use super::compile::{Body, Edge, EntryIx, Frame, Role, RoleIx, Rule, RuleSet, TRIGGER};
use super::gate::{FrameGate, Numbers};
use super::grammar::Lexeme;
use super::heads::Heads;
use super::template::{Fixed, List, Place};
use crate::actor::Form;
use crate::document::{Document, Relation, TokenIx, Xpos, feature};
use crate::ontology::{Class, ClassSet};
use crate::syntax::predication::{Argument, Function, Kind, Predication};
use crate::syntax::realization::Realization;
use crate::syntax::scope::Polarity;
use crate::syntax::tree;
use around::{Around, word_before};
use view::{View, has, is_behind};

/// How many fillers of one slot are looked at: a longer enumeration is no prose, and pairs grow with its square.
/// The most members of one list that a mutual relation holds between.
const MOST_MUTUAL: usize = 4;
const MAX_FILLERS: usize = 24;
/// How far a mention may reach beyond the word at which a surface pattern looks for it.
const MAX_REACH: usize = 12;

/// Fillers of a role with their slots.
type Ends = SmallVec<[(usize, End); 8]>;

/// What an entry bound, and why some roles stay open.
#[derive(Default)]
struct Bindings {
    bound: SmallVec<[Bound; 8]>,
    open: SmallVec<[(RoleIx, Why); 2]>,
    /// Roles of which one slot holds something that does not fit: *A and B met officials* says nothing of A with B.
    misfits: SmallVec<[RoleIx; 2]>,
    /// The first fixed word.
    fixed: Option<TokenIx>,
}

impl Bindings {
    fn why(&self, role: RoleIx) -> Why {
        self.open.iter().find(|(open, _)| *open == role).map_or(Why::Nothing, |(_, why)| *why)
    }
}

/// A match with what decides between several.
pub(super) struct Found {
    pub(super) of: Match,
    /// How many slots are filled.
    pub(super) filled: usize,
    /// The fixed word that was found first, if the template has any.
    pub(super) fixed: Option<TokenIx>,
}

/// Looks from words to mentions and actors, and binds entries.
pub(super) struct Finder<'a> {
    rules: &'a RuleSet,
    input: &'a Input<'a>,
    pub(super) numbers: Numbers,
    heads: Heads,
    /// The predication of kind noun on each token.
    noun_at: Vec<u32>,
    /// The predication on each token, of any kind.
    predication_at: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl<'a> Finder<'a> {
    pub(super) fn new(rules: &'a RuleSet, input: &'a Input<'a>) -> Self {
        let n_tokens = input.document.tokens.len();
        let mut finder = Self {
            rules,
            input,
            numbers: Numbers::new(&rules.gates, input.document),
            heads: Heads::new(input),
            noun_at: vec![NONE; n_tokens],
            predication_at: vec![NONE; n_tokens],
        };
        for (ix, predication) in input.predications.iter().enumerate() {
            if predication.kind == Kind::Noun {
                finder.noun_at[predication.trigger] = ix as u32;
            }
            let slot = &mut finder.predication_at[predication.trigger];
            if *slot == NONE {
                *slot = ix as u32;
            }
        }
        finder
    }

    /// Tries the entries behind these gates at the trigger of a predication; `part` is a word that belongs to the trigger
    /// (*staff* in *chief of staff*).
    pub(super) fn try_all<T: Trace>(
        &self,
        predication: usize,
        part: Option<TokenIx>,
        gates: &[FrameGate],
        trace: &mut T,
        found: &mut Vec<Found>,
    ) {
        if gates.is_empty() {
            return;
        }
        let trigger = self.input.predications[predication].trigger;
        let around = Around::new(self.input, &self.heads, &self.rules.gates, &self.numbers, predication);
        for gate in gates.iter().filter(|gate| T::LISTENS || around.passes(gate)) {
            let entry = gate.entry;
            let Body::Frame(frame) = &self.rules.entries[entry as usize].body else { continue };
            let outcome = self.frame(&around, part, frame, &self.rules.rules[self.rules.entries[entry as usize].rule]);
            self.conclude(trigger, Some(predication), entry as EntryIx, outcome, trace, found);
        }
    }

    fn conclude(
        &self,
        trigger: TokenIx,
        predication: Option<usize>,
        entry: EntryIx,
        outcome: Result<Bindings, Failure>,
        trace: &mut impl Trace,
        found: &mut Vec<Found>,
    ) {
        let outcome = outcome.and_then(|bindings| {
            let scope = predication.or_else(|| self.clause_around(trigger));
            let blank = Match { entry, edge: 0, trigger, predication, scope, subject: NOWHERE, object: NOWHERE };
            self.edges(blank, &bindings, found)?;
            Ok(bindings)
        });
        trace.tried(trigger, predication, entry, outcome.as_ref().map(|bindings| bindings.bound.as_slice()));
    }

    fn roles(&self, entry: EntryIx) -> &'a [Role] {
        &self.rules.rules[self.rules.entries[entry].rule].roles
    }

    /// Binds the roles of a frame's entry.
    fn frame(
        &self,
        around: &Around<'a>,
        part: Option<TokenIx>,
        frame: &Frame,
        rule: &Rule,
    ) -> Result<Bindings, Failure> {
        let (roles, negated) = (&rule.roles, rule.negated);
        let predication = around.predication;
        if !stand_before(self.input.document, predication.trigger, &frame.before) {
            return Err(Failure::Before);
        }
        if negated && predication.scope.polarity == Polarity::Positive {
            return Err(Failure::Affirmed);
        }
        if frame.list == List::Verbs && !around.has_particle(frame.particle.as_deref()) {
            return Err(Failure::Particle);
        }
        // *the Saudi Interior Ministry* is the ministry that it is named after.
        let names_itself = || {
            let named = self
                .heads
                .mention(predication.trigger)
                .is_some_and(|m| self.input.mentions[m].head == predication.trigger);
            named && rule.roles.iter().any(|r| r.name == TRIGGER)
        };
        if around.is_inside_name(|predication| self.is_inside_name(predication)) && !names_itself() {
            return Err(Failure::Words);
        }
        let mut used: SmallVec<[TokenIx; 8]> = SmallVec::new();
        for (ix, (fixed, words)) in frame.fixed.iter().zip(&frame.fixed_words).enumerate() {
            let found = if around.has_any(words) { self.fixed(predication, fixed) } else { None };
            used.push(found.ok_or(Failure::Fixed(ix))?);
        }
        let nouns = used.iter().filter_map(|&token| self.noun(token)).collect::<SmallVec<[&Predication; 2]>>();
        let first_fixed = used.first().copied();
        used.extend(part);
        let names_thing = frame.list == List::Nouns && rule.roles.iter().any(|r| r.name == TRIGGER);
        let view = View::new(self.input.document, predication, frame, names_thing);
        let mut bindings = Bindings { fixed: first_fixed, ..Bindings::default() };
        for (slot, (place, role)) in frame.slots.iter().enumerate() {
            let is_shared = || frame.slots.iter().filter(|(other, _)| other == place).count() > 1;
            let mut why = Why::Nothing;
            let mut n_filled = 0;
            // *gave 40 documents to* is no possession: what is named by its owner is not named by who acts on it.
            let own = predication.arguments.iter().filter(|a| view.fits(place, a));
            let own = own.filter(|a| !(names_thing && a.via == Realization::SupportVerb));
            // *appealed for help against the gangs*: only where the template has the word between too.
            let between = frame.list != List::Verbs || !used.is_empty();
            let own = own.filter(|a| between || a.via != Realization::PrepNearby);
            let behind = nouns.iter().flat_map(|noun| &noun.arguments);
            let behind = behind.filter(|a| is_behind(place, a));
            for argument in own.chain(behind) {
                let taken = used.contains(&argument.token) && argument.via != Realization::Reciprocal;
                if taken || n_filled == MAX_FILLERS {
                    continue;
                }
                let types = roles[*role].types;
                match self.end(argument, types) {
                    Ok(end) => {
                        used.push(argument.token);
                        bindings.bound.push(Bound { role: *role, slot, end });
                        n_filled += 1;
                        let others = self.joined_inside(end).into_iter().chain(self.counted_with(end, argument.token));
                        for other in others.filter(|_| !is_shared()) {
                            if let Ok(end) = self.end_at(other, argument.via, types) {
                                bindings.bound.push(Bound { role: *role, slot, end });
                            }
                        }
                        // `between <a> and <b>` with two roles: one filler each.
                        if is_shared() {
                            break;
                        }
                    }
                    Err(reason) => why = reason,
                }
            }
            if n_filled == 0 && why != Why::Nothing {
                for end in self.attached(predication, place, roles[*role].types) {
                    bindings.bound.push(Bound { role: *role, slot, end });
                    n_filled += 1;
                }
            }
            if n_filled == 0 && *place == Place::Subject {
                return Err(Failure::Role(*role, why));
            }
            // Of a role that wants two fillers, the one that did not fit is what went wrong.
            if n_filled == 0 || why != Why::Nothing {
                bindings.open.push((*role, why));
            }
            if n_filled == 0 && why != Why::Nothing {
                bindings.misfits.push(*role);
            }
        }
        Ok(bindings)
    }

    /// Whether the trigger is a noun of a name, *Harvard Business School*, *National Guard*. A title before its holder
    /// is none, nor are the names of wars and treaties, which say what they are.
    fn is_inside_name(&self, predication: &Predication) -> bool {
        let trigger = predication.trigger;
        let title = |a: &Argument| matches!(a.via, Realization::TitleCompound | Realization::TitleFlat);
        let document = self.input.document;
        let own = self.heads.mention(trigger);
        // *the Federal Trade Commission* is no trade.
        let mention = own.or_else(|| {
            let token = &document.tokens[trigger];
            let within = token.relation == Relation::COMPOUND && tree::is_name(document, trigger);
            token.head.filter(|_| within).and_then(|name| self.heads.mention(name))
        });
        let Some(mention) = mention.map(|m| &self.input.mentions[m]) else { return false };
        predication.kind == Kind::Noun
            && mention.form == Form::Name
            && mention.tokens.contains(&trigger)
            && !matches!(mention.class, Class::Event | Class::Agreement | Class::Position)
            && self.heads.position(trigger).is_none()
            && !predication.arguments.iter().any(|a| a.function == Function::Holder && title(a))
    }

    /// The word of a fixed noun or complement.
    fn fixed(&self, predication: &Predication, fixed: &Fixed) -> Option<TokenIx> {
        let document = self.input.document;
        let is_word = |token: TokenIx| fixed.words.iter().any(|word| is_lexeme(document, token, word));
        let argument = predication.arguments.iter().find(|a| {
            let place = match (&fixed.place, &a.function) {
                (Place::Prep(words), Function::Prep(p)) => words.contains(p),
                (Place::Object | Place::Complement, Function::Object | Function::Complement) => true,
                _ => false,
            };
            place && is_word(a.token)
        });
        if let Some(argument) = argument {
            return Some(argument.token);
        }
        let object = |a: &&Argument| a.function == Function::Object && fixed.place == Place::Object;
        let mut objects = predication.arguments.iter().filter(object);
        if let Some(part) = objects.find_map(|a| self.parts(a.token).into_iter().find(|&part| is_word(part))) {
            return Some(part);
        }
        // What syntax does not call an argument: *take HOSTAGE*, *set FREE*.
        let bare = matches!(fixed.place, Place::Object | Place::Complement);
        let dependents = document.dependents(predication.trigger).iter().copied();
        dependents.filter(|_| bare).find(|&d| is_complement(document, d) && is_word(d))
    }

    /// What an amount is an amount of: *tens of thousands of dollars*, *a number of attacks*.
    fn parts(&self, amount: TokenIx) -> SmallVec<[TokenIx; 2]> {
        let document = self.input.document;
        let of = |token: TokenIx| {
            let after = |&&d: &&TokenIx| document.tokens[d].relation == Relation::NMOD && d > token;
            let part = tree::dependents(document, token).iter().find(after).copied()?;
            (tree::preposition(document, part)? == "of").then_some(part)
        };
        let mut found = SmallVec::new();
        let mention = self.heads.mention(amount).map(|m| &self.input.mentions[m]);
        let Some(mention) = mention.filter(|m| m.head == amount && m.form == Form::Nominal) else { return found };
        let first = of(amount).filter(|d| mention.tokens.contains(d));
        found.extend(std::iter::successors(first, |&part| of(part)).take(3));
        found
    }

    fn noun(&self, token: TokenIx) -> Option<&'a Predication> {
        self.input.predications.get(self.noun_at[token] as usize)
    }

    /// The filler that an argument stands for.
    fn end(&self, argument: &Argument, types: ClassSet) -> Result<End, Why> {
        self.end_at(argument.token, argument.via, types)
    }

    fn end_at(&self, token: TokenIx, via: Realization, types: ClassSet) -> Result<End, Why> {
        let mention = self.heads.mention(token).ok_or(Why::NoActor(token))?;
        self.mention(mention, via, types)
    }

    /// The phrase that a trigger heads: an office, or a thing.
    fn trigger(&self, token: TokenIx, types: ClassSet) -> Result<End, Why> {
        let own = |m: &usize| self.input.mentions[*m].head == token;
        // *India, Pakistan's rival, agreed*: who has the role stands beside it.
        let found = &self.input.document.tokens[token];
        if found.relation == Relation::APPOS
            && let Some(name) = found.head.filter(|&h| h < token && tree::is_name(self.input.document, h))
            && let Some(bearer) = self.heads.mention(name).filter(|_| self.heads.position(token).is_none())
            && let Ok(end) = self.mention(bearer, Realization::Apposition, types)
        {
            return Ok(end);
        }
        let mention = self.heads.position(token).or_else(|| self.heads.mention(token).filter(own));
        let whole = self.mention(mention.ok_or(Why::NoActor(token))?, Realization::Trigger, types);
        // *an Oregon Republican* is a person, *Republican* the party.
        whole.or_else(|why| {
            let holder = self.heads.holder(self.input, token);
            if let Some(end) = holder.and_then(|m| self.mention(m, Realization::Trigger, types).ok()) {
                return Ok(end);
            }
            let alone = self.heads.demonym(token).ok_or(why)?;
            self.mention(alone, Realization::Trigger, types).map_err(|_| why)
        })
    }

    fn mention(&self, mention: usize, via: Realization, types: ClassSet) -> Result<End, Why> {
        let token = self.input.mentions[mention].head;
        let actor = self.heads.actor(mention).ok_or(Why::NoActor(token))?;
        let found = &self.input.actors[actor];
        if !types.admits(found.class) {
            return Err(Why::Class(token, found.class));
        }
        Ok(End { mention, actor, via })
    }

    /// Adds the matches of all assertions whose roles are bound.
    fn edges(&self, blank: Match, bindings: &Bindings, found: &mut Vec<Found>) -> Result<(), Failure> {
        let rule = &self.rules.rules[self.rules.entries[blank.entry].rule];
        let n_before = found.len();
        let bound = &bindings.bound;
        let mut filled: SmallVec<[usize; 8]> = bound.iter().map(|b| b.slot).collect();
        filled.dedup();
        let mut failure = None;
        for (ix, edge) in rule.edges.iter().enumerate() {
            let mut pairs: SmallVec<[(End, End); 8]> = SmallVec::new();
            let ends = |role: RoleIx, types: ClassSet| -> Result<Ends, Why> {
                if rule.roles[role].name == TRIGGER {
                    let end = self.trigger(blank.trigger, types)?;
                    return Ok(SmallVec::from_slice(&[(usize::MAX, end)]));
                }
                let all: SmallVec<_> = bound.iter().filter(|b| b.role == role).map(|b| (b.slot, b.end)).collect();
                if all.is_empty() { Err(bindings.why(role)) } else { Ok(all) }
            };
            let subjects = match ends(edge.subject, edge.domain) {
                Ok(subjects) => subjects,
                Err(why) => {
                    failure.get_or_insert(Failure::Role(edge.subject, why));
                    continue;
                }
            };
            let objects = match ends(edge.object, edge.range) {
                Ok(objects) => objects,
                Err(why) => {
                    failure.get_or_insert(Failure::Role(edge.object, why));
                    continue;
                }
            };
            if edge.subject == edge.object {
                let several = subjects.iter().any(|(slot, _)| *slot != subjects[0].0);
                let alone =
                    several || self.is_mutual(&blank, subjects[0].0) && !bindings.misfits.contains(&edge.subject);
                let subjects = match subjects.as_slice() {
                    [(slot, end)] if alone => self.members(*end, edge.domain).into_iter().map(|e| (*slot, e)).collect(),
                    _ => subjects,
                };
                // *An accord of six states* tells of six who have a part in it, and of no fifteen relations.
                let alone = alone && (several || subjects.len() <= MOST_MUTUAL);
                for (i, (slot_a, a)) in subjects.iter().enumerate().filter(|_| alone) {
                    // *Lind is among the ministers who met*: whoever is one of a group does it with nobody of it.
                    let apart = |b: &End| (a.via == Realization::Copula) == (b.via == Realization::Copula);
                    let rest = subjects[i + 1..].iter().filter(|(_, b)| apart(b));
                    pairs.extend(rest.filter(|(slot_b, _)| !several || slot_a != slot_b).map(|(_, b)| (*a, *b)));
                }
            } else {
                for (_, subject) in &subjects {
                    pairs.extend(objects.iter().map(|(_, object)| (*subject, *object)));
                }
            }
            if pairs.is_empty() {
                failure.get_or_insert(Failure::Role(edge.object, bindings.why(edge.object)));
            }
            for (subject, object) in pairs {
                if self.may_assert(edge, subject, object) {
                    let of = Match { edge: ix, subject, object, ..blank };
                    found.push(Found { of, filled: filled.len(), fixed: bindings.fixed });
                } else {
                    failure.get_or_insert(Failure::Pair);
                }
            }
        }
        if found.len() > n_before { Ok(()) } else { Err(failure.unwrap_or(Failure::Pair)) }
    }

    /// Those whom one plural phrase names by their modifiers: *Indian and Chinese troops*, *the leaders of Chad and Mali*.
    fn members(&self, end: End, types: ClassSet) -> SmallVec<[End; 4]> {
        use Relation as R;
        let document = self.input.document;
        let head = self.input.mentions[end.mention].head;
        let plural = matches!(document.tokens[head].xpos, Xpos::NNS | Xpos::NNPS);
        let groups = tree::dependents(document, head).iter().filter(|&&d| match document.tokens[d].relation {
            R::AMOD | R::COMPOUND | R::NMOD_POSS => d < head,
            R::NMOD => tree::preposition(document, d).is_some_and(|p| p == "of"),
            _ => false,
        });
        for &group in groups.filter(|_| plural) {
            let names = tree::conjuncts(document, group);
            let ends = names.iter().map(|&name| self.end_at(name, Realization::Demonym, types));
            if names.len() > 1
                && let Ok(ends) = ends.collect()
            {
                return ends;
            }
        }
        SmallVec::new()
    }

    /// Whether the fillers of one slot of a symmetric relation stand in it to each other: *A and B met*, *between A and
    /// B*, but not *talks with A and B*, and not *A and B broke up the ring*, where the rule knows of no object.
    fn is_mutual(&self, blank: &Match, slot: usize) -> bool {
        let Body::Frame(frame) = &self.rules.entries[blank.entry].body else { return true };
        let knows_object = !frame.fixed.is_empty() || frame.slots.iter().any(|(place, _)| *place == Place::Object);
        let has_object = || {
            let predication = blank.predication.map(|p| &self.input.predications[p]);
            predication.is_some_and(|p| p.arguments.iter().any(|a| a.function == Function::Object))
        };
        frame.slots.get(slot).is_some_and(|(place, _)| match place {
            Place::Subject => knows_object || !has_object(),
            Place::Genitive => true,
            Place::Prep(words) => has(words, "between"),
            _ => false,
        })
    }

    fn may_assert(&self, edge: &Edge, subject: End, object: End) -> bool {
        let class = |end: End| self.input.actors[end.actor].class;
        let label = |end: End| &self.input.actors[end.actor].label;
        // *members of Hamas* are called by what they are members of.
        subject.actor != object.actor
            && label(subject) != label(object)
            && edge.domain.admits(class(subject))
            && edge.range.admits(class(object))
            && !self.is_nobody(subject, !edge.symmetric || subject.mention < object.mention)
            && !self.is_nobody(object, false)
    }

    /// A pronoun that nothing resolves, or a part of one (*some of whom*). As a subject, *he*, *she* and *they* stay.
    fn is_nobody(&self, end: End, as_subject: bool) -> bool {
        let mentions = self.input.mentions;
        let mention = &mentions[end.mention];
        if mention.form != Form::Pronoun {
            let relative = |&t: &TokenIx| matches!(self.input.document.tokens[t].xpos, Xpos::WP | Xpos::WDT);
            return mention.form == Form::Nominal
                && tree::dependents(self.input.document, mention.head).iter().any(relative);
        }
        let mut all = self.input.actors[end.actor].mentions.iter();
        if all.any(|&m| mentions[m].form != Form::Pronoun) {
            return false;
        }
        let features = self.input.document.tokens[mention.head].features;
        let personal = features.has(feature::PRONTYPE_PRS) && features.has(feature::PERSON_3);
        !(as_subject && personal && !features.has(feature::GENDER_NEUT))
    }

    /// The predication on a word, or on the nearest word above it.
    fn clause_around(&self, token: TokenIx) -> Option<usize> {
        let mut up = std::iter::once(token).chain(tree::ancestors(self.input.document, token));
        up.find_map(|t| Some(self.predication_at[t]).filter(|p| *p != NONE)).map(|p| p as usize)
    }
}

const NOWHERE: End = End { mention: 0, actor: 0, via: Realization::Trigger };

/// Relations under which a fixed word may hang that is no argument.
fn is_complement(document: &Document, token: TokenIx) -> bool {
    use Relation as R;
    matches!(
        document.tokens[token].relation,
        R::OBJ | R::XCOMP | R::NSUBJ_PASS | R::OBL_UNMARKED | R::ADVMOD | R::COMPOUND | R::COMPOUND_PRT | R::OBL
    )
}

fn is_lexeme(document: &Document, token: TokenIx, lexeme: &Lexeme) -> bool {
    let lemma = document.lemma(token);
    // *troops*, which the lemmatizer takes for a word without a singular.
    let singular = lemma.strip_suffix('s').unwrap_or(lemma);
    [lemma, singular, document.form(token)].iter().any(|word| equals(word, &lexeme.head))
        && stand_before(document, token, &lexeme.before)
}

/// Whether these words stand directly before a token, hyphens aside.
fn stand_before(document: &Document, token: TokenIx, words: &[SmolStr]) -> bool {
    let mut at = token;
    words.iter().rev().all(|word| {
        let Some(previous) = word_before(document, at) else { return false };
        at = previous;
        equals(document.form(previous), word) || equals(document.lemma(previous), word)
    })
}

/// Whether `text` in lower case is `lower`.
fn equals(text: &str, lower: &str) -> bool {
    text == lower || text.eq_ignore_ascii_case(lower) || !text.is_ascii() && text.to_lowercase() == lower
}
