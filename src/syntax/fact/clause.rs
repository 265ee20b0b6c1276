//! Verbs and copulas with what stands around them.

use smallvec::SmallVec;

use super::{Fact, Kind, Phrase, phrases};
use crate::document::{Relation, TokenIx, Upos, Xpos};
use crate::syntax::clause::{Clauses, Voice};
use crate::syntax::lexicon::{Part, PrepositionUse};
use crate::syntax::realization::Realization;
use crate::syntax::scope::Scope;
use crate::syntax::tree;

/// How deep a noun may stand inside an argument to get a fact of its own.
const MAX_INNER: usize = 2;
/// How many verbs a chain of control has.
const MAX_CHAIN: usize = 4;
/// No clause of prose gives more facts.
const MAX_FACTS: usize = 48;

type Words = SmallVec<[TokenIx; 8]>;

/// Adds the facts of the clause whose predicate is `predicate`, if it is one.
pub(super) fn add(clauses: &Clauses<'_>, predicate: TokenIx, context: &Scope, found: &mut Vec<Fact>) {
    let relation = clauses.relation(predicate);
    let broken = matches!(
        relation,
        Relation::DEP
            | Relation::REPARANDUM
            | Relation::DISCOURSE
            | Relation::LIST
            | Relation::GOESWITH
            | Relation::AMOD
    );
    if broken || !clauses.is_predicate(predicate) {
        return;
    }
    let Some((subject, lead)) = subject_and_lead(clauses, predicate, MAX_CHAIN) else { return };
    let subjects = antecedents(clauses, subject);
    if subjects.is_empty() {
        return;
    }
    let mut builder = Builder {
        clauses,
        predicate,
        context: *context,
        passive: clauses.is_verb(predicate) && clauses.voice(predicate) == Voice::Passive,
        kind: match relation {
            Relation::ACL => Kind::Participle,
            _ if clauses.is_verb(predicate) => Kind::Verb,
            _ => Kind::Copula,
        },
        subjects,
        found: Vec::new(),
    };
    builder.read(lead);
    found.append(&mut builder.found);
}

/// The subject of a predicate and the words of the verbs above it that belong to its relation: *agreed* in *agreed to
/// sell*; of a coordinated verb those that both share.
fn subject_and_lead(clauses: &Clauses<'_>, predicate: TokenIx, left: usize) -> Option<(TokenIx, Words)> {
    let head = clauses.document.tokens[predicate].head;
    if left > 0
        && !clauses.has_subject(predicate)
        && let Some(governor) = head.filter(|&h| clauses.is_predicate(h))
    {
        match clauses.relation(predicate) {
            Relation::XCOMP => {
                let (subject, mut words) = subject_and_lead(clauses, governor, left - 1)?;
                words.extend(group(clauses, governor));
                if !clauses.is_verb(governor) {
                    words.push(governor);
                }
                // *urged Iran to stop*.
                for object in objects(clauses, governor).filter(|&o| o < predicate) {
                    words.extend(tree::core_phrase(clauses.document, object));
                }
                return Some((subject, words));
            }
            Relation::CONJ => {
                let (subject, words) = subject_and_lead(clauses, governor, left - 1)?;
                let own = words.first().is_some_and(|&w| w < governor) || words.is_empty();
                return own.then_some((subject, words));
            }
            _ => {}
        }
    }
    let (subject, via) = clauses.subject(predicate)?;
    // *Iran's plan to sell it*: nobody sells.
    let planned = via == Realization::InfinitiveModifier && Some(subject) != head;
    (!planned).then_some((subject, Words::new()))
}

fn objects<'c>(clauses: &'c Clauses<'_>, verb: TokenIx) -> impl Iterator<Item = TokenIx> + 'c {
    clauses.dependents(verb).filter(|&d| matches!(clauses.relation(d), Relation::OBJ | Relation::IOBJ))
}

/// What a subject stands for: a relative pronoun for its noun, a coordination for each of its members.
fn antecedents(clauses: &Clauses<'_>, subject: TokenIx) -> SmallVec<[Phrase; 4]> {
    let document = clauses.document;
    let relative = clauses.is_relative_pronoun(subject) && clauses.relation(subject) != Relation::ACL_RELCL;
    let meant = if relative { clauses.antecedent(subject) } else { Some(subject) };
    match meant {
        Some(meant) if meant != subject || tree::is_nominal(document, meant) || clauses.upos(meant) == Upos::DET => {
            let mut found = phrases(document, meant);
            found.iter_mut().for_each(|phrase| take_negation(clauses, phrase));
            // What follows the clause is not its subject.
            found.retain(|p| p.head <= meant || !relative || p.head < subject);
            found
        }
        _ => SmallVec::new(),
    }
}

/// *Neither the bank nor its lawyers*: the negation stands on the subject and must not be lost.
fn take_negation(clauses: &Clauses<'_>, phrase: &mut Phrase) {
    let before = phrase.tokens.start.checked_sub(1);
    let negative =
        |&t: &TokenIx| clauses.upos(t) == Upos::CCONJ && clauses.word(t).is_some_and(|word| word.negator.is_some());
    if let Some(word) = before.filter(negative) {
        phrase.tokens.start = word;
    }
}

/// The verb group: auxiliaries, copula, *to*, negation, the verb itself, its particle.
fn group(clauses: &Clauses<'_>, predicate: TokenIx) -> Words {
    let verb = clauses.is_verb(predicate);
    let mut words: Words = clauses.dependents(predicate).filter(|&d| belongs_to_group(clauses, d)).collect();
    if verb {
        words.push(predicate);
    }
    // *was arrested and jailed*: the auxiliary is shared.
    let bare = !words.iter().any(|&w| clauses.relation(w) != Relation::COMPOUND_PRT && w < predicate);
    if verb
        && bare
        && clauses.relation(predicate) == Relation::CONJ
        && !clauses.has_subject(predicate)
        && let Some(first) = clauses.document.tokens[predicate].head.filter(|&f| clauses.is_verb(f))
        && clauses.xpos(first) == clauses.xpos(predicate)
    {
        let auxiliary = |&d: &TokenIx| matches!(clauses.relation(d), Relation::AUX | Relation::AUX_PASS);
        words.extend(clauses.dependents(first).filter(auxiliary));
    }
    words.sort_unstable();
    words
}

fn belongs_to_group(clauses: &Clauses<'_>, dependent: TokenIx) -> bool {
    match clauses.relation(dependent) {
        Relation::AUX | Relation::AUX_PASS | Relation::COP | Relation::COMPOUND_PRT => true,
        Relation::MARK => clauses.xpos(dependent) == Xpos::TO,
        Relation::ADVMOD => {
            clauses.word(dependent).is_some_and(|w| w.negator.is_some_and(|(part, _)| part == Part::Adverb))
        }
        _ => false,
    }
}

struct Builder<'c, 'a> {
    clauses: &'c Clauses<'a>,
    predicate: TokenIx,
    context: Scope,
    passive: bool,
    kind: Kind,
    subjects: SmallVec<[Phrase; 4]>,
    found: Vec<Fact>,
}

impl Builder<'_, '_> {
    fn read(&mut self, lead: Words) {
        let clauses = self.clauses;
        let mut relation = lead;
        relation.extend(group(clauses, self.predicate));
        if self.kind == Kind::Copula || !clauses.is_verb(self.predicate) {
            self.copula(&mut relation);
        } else {
            self.objects(&mut relation);
        }
        let arguments: SmallVec<[TokenIx; 8]> = clauses.dependents(self.predicate).collect();
        for argument in arguments {
            match clauses.relation(argument) {
                Relation::OBL | Relation::OBL_AGENT => self.oblique(&relation, argument),
                Relation::NMOD if clauses.is_verb(self.predicate) || clauses.upos(self.predicate) == Upos::ADJ => {
                    self.oblique(&relation, argument);
                }
                Relation::OBL_UNMARKED => self.push_each(&relation, argument),
                Relation::ADVMOD => self.adverbial(&relation, argument),
                _ => {}
            }
        }
    }

    /// *is the head of the navy*, *is responsible for it*, *is in Paris*.
    fn copula(&mut self, relation: &mut Words) {
        let clauses = self.clauses;
        let document = clauses.document;
        if clauses.upos(self.predicate) == Upos::ADJ && !tree::is_name(document, self.predicate) {
            let carries = clauses
                .dependents(self.predicate)
                .any(|d| tree::is_a(clauses.relation(d), Relation::OBL) && !tree::case_markers(document, d).is_empty());
            if !carries {
                self.push(relation, Phrase { head: self.predicate, tokens: self.predicate..self.predicate + 1 });
            }
            relation.push(self.predicate);
            return;
        }
        let case = tree::case_markers(document, self.predicate);
        relation.extend(case);
        let predicate = self.predicate;
        self.push_each(relation, predicate);
        self.inner(relation, predicate, 0);
        relation.extend(tree::core_phrase(document, predicate));
    }

    fn objects(&mut self, relation: &mut Words) {
        let clauses = self.clauses;
        let given: SmallVec<[TokenIx; 2]> = clauses.under(self.predicate, Relation::IOBJ).collect();
        let carrier = self.carrier();
        let object = clauses.under(carrier, Relation::OBJ).find(|&o| !clauses.is_relative_pronoun(o));
        // *gave Iran money*; but *urged Iran to stop*.
        for &receiver in given.iter().filter(|_| object.is_some()) {
            relation.extend(tree::core_phrase(clauses.document, receiver));
        }
        let object = object.or_else(|| given.first().copied());
        let complement = clauses.dependents(self.predicate).find(|&d| {
            clauses.relation(d) == Relation::XCOMP
                && !clauses.is_verb(d)
                && (tree::is_nominal(clauses.document, d) || clauses.upos(d) == Upos::ADJ)
        });
        if let Some(object) = object {
            self.push_each(relation, object);
            self.inner(relation, object, 0);
            relation.extend(tree::core_phrase(clauses.document, object));
        }
        if let Some(complement) = complement {
            let mut with_case = relation.clone();
            with_case.extend(tree::case_markers(clauses.document, complement));
            self.push_each(&with_case, complement);
            self.inner(&with_case, complement, 0);
        }
    }

    /// The verb on which the object is written: *arrested and charged three men*.
    fn carrier(&self) -> TokenIx {
        let clauses = self.clauses;
        let verb = self.predicate;
        let bare = clauses
            .dependents(verb)
            .all(|d| d < verb || matches!(clauses.relation(d), Relation::CONJ | Relation::PUNCT));
        let next = clauses.dependents(verb).find(|&d| {
            clauses.relation(d) == Relation::CONJ
                && d == verb + 2
                && clauses.is_verb(d)
                && !clauses.has_subject(d)
                && clauses.voice(d) == clauses.voice(verb)
        });
        next.filter(|_| bare).unwrap_or(verb)
    }

    /// A prepositional phrase and those coordinated with it; a conjunct may have its own preposition.
    fn oblique(&mut self, relation: &Words, argument: TokenIx) {
        let clauses = self.clauses;
        let first = tree::case_markers(clauses.document, argument);
        if first.is_empty() || self.is_aside(argument) {
            return;
        }
        for phrase in phrases(clauses.document, argument) {
            let own = tree::case_markers(clauses.document, phrase.head);
            let mut words = relation.clone();
            words.extend(if own.is_empty() { first.clone() } else { own });
            let head = phrase.head;
            if clauses.is_relative_pronoun(head) || clauses.xpos(head) == Xpos::WRB {
                continue;
            }
            self.push(&words, phrase);
            self.inner(&words, head, 1);
        }
    }

    /// *according to Iran*, *as well as*: no argument of the clause.
    fn is_aside(&self, argument: TokenIx) -> bool {
        use PrepositionUse::{Attribution, Comparison, Example};
        let clauses = self.clauses;
        matches!(clauses.preposition_use(argument), Some(Attribution | Comparison | Example))
    }

    /// *away from Iran*: the adverb joins the relation.
    fn adverbial(&mut self, relation: &Words, adverb: TokenIx) {
        let clauses = self.clauses;
        let phrases: SmallVec<[TokenIx; 2]> = clauses
            .dependents(adverb)
            .filter(|&d| matches!(clauses.relation(d), Relation::OBL | Relation::NMOD) && d > adverb)
            .collect();
        for phrase in phrases {
            let mut words = relation.clone();
            words.push(adverb);
            self.oblique(&words, phrase);
        }
    }

    /// The phrases inside an argument: *hosted talks between | Iran and Iraq*.
    fn inner(&mut self, relation: &Words, noun: TokenIx, depth: usize) {
        let clauses = self.clauses;
        let document = clauses.document;
        // *the University of Oslo* is one name.
        if depth >= MAX_INNER || tree::is_name(document, noun) {
            return;
        }
        let mut words = relation.clone();
        words.extend(tree::core_phrase(document, noun));
        let inside: SmallVec<[TokenIx; 4]> =
            clauses.dependents(noun).filter(|&d| d > noun && clauses.relation(d) == Relation::NMOD).collect();
        for phrase in inside {
            let case = tree::case_markers(document, phrase);
            let contiguous = tree::noun_phrase(document, noun).contains(&phrase);
            if case.is_empty() || !contiguous || self.is_aside(phrase) {
                continue;
            }
            let mut with_case = words.clone();
            with_case.extend(case);
            self.push_each(&with_case, phrase);
            self.inner(&with_case, phrase, depth + 1);
        }
    }

    fn push_each(&mut self, relation: &Words, head: TokenIx) {
        for phrase in phrases(self.clauses.document, head) {
            self.push(relation, phrase);
        }
    }

    fn push(&mut self, relation: &Words, object: Phrase) {
        if relation.is_empty() {
            return;
        }
        for subject in &self.subjects {
            let overlaps = subject.tokens.contains(&object.head) || object.tokens.contains(&subject.head);
            if overlaps || self.found.len() >= MAX_FACTS {
                continue;
            }
            self.found.push(Fact {
                subject: subject.clone(),
                relation: relation.clone(),
                object: object.clone(),
                trigger: self.predicate,
                kind: self.kind,
                passive: self.passive,
                scope: self.context,
            });
        }
    }
}
