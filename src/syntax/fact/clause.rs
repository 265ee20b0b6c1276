//! Verbs and copulas with what stands around them.

use smallvec::SmallVec;

use super::{Fact, Kind, Open, Phrase, Words};
use crate::document::{Relation, TokenIx, Upos, Xpos};
use crate::syntax::predication::gap_noun;
use crate::syntax::scope::Scope;
use crate::syntax::tree;

/// No clause of prose gives more facts.
const MAX_FACTS: usize = 48;

/// Adds the facts of the clause whose predicate is `predicate`, if it is one.
pub(super) fn add(open: &Open<'_>, predicate: TokenIx, found: &mut Vec<Fact>) {
    let clauses = open.clauses;
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
    let there = clauses.under(predicate, Relation::EXPL).find(|&e| clauses.xpos(e) == Xpos::EX);
    let (subjects, lead) = if let Some(there) = there {
        (SmallVec::from_iter([Phrase { head: there, tokens: there..there + 1 }]), Words::new())
    } else {
        let Some((subject, lead)) = open.subject_and_lead(predicate) else { return };
        (open.antecedents(subject), lead)
    };
    if subjects.is_empty() {
        return;
    }
    let mut builder = Builder {
        open,
        predicate,
        context: open.contexts[predicate],
        passive: open.is_passive(predicate),
        kind: match relation {
            Relation::ACL if lead.is_empty() => Kind::Participle,
            _ if clauses.is_verb(predicate) => Kind::Verb,
            _ => Kind::Copula,
        },
        subjects,
        found: Vec::new(),
    };
    builder.read(lead, there.is_some());
    found.append(&mut builder.found);
}

/// The facts of one clause as they are collected.
pub(super) struct Builder<'c, 'a> {
    pub(super) open: &'c Open<'a>,
    pub(super) predicate: TokenIx,
    context: Scope,
    passive: bool,
    kind: Kind,
    subjects: SmallVec<[Phrase; 4]>,
    found: Vec<Fact>,
}

impl Builder<'_, '_> {
    fn read(&mut self, lead: Words, there: bool) {
        let clauses = self.open.clauses;
        let n_lead = lead.len();
        let mut relation = lead;
        relation.extend(self.open.group(self.predicate));
        if clauses.is_verb(self.predicate)
            && let Some(copula) = clauses.copula(self.predicate)
            && let Some(to) = clauses.under(self.predicate, Relation::MARK).find(|&m| clauses.xpos(m) == Xpos::TO)
        {
            // *The aim is to stop it*: the infinitive is the predicate.
            let end = self.open.trim(self.open.yields[self.predicate].clone()).end;
            relation.retain(|w| *w <= copula);
            if copula < to {
                self.push(&relation, Phrase { head: self.predicate, tokens: to..end });
            }
            return;
        }
        if there {
            self.existing(&mut relation);
        } else if self.kind == Kind::Copula || !clauses.is_verb(self.predicate) {
            self.copula(&mut relation);
        } else {
            self.objects(&mut relation);
        }
        let arguments: SmallVec<[TokenIx; 8]> = clauses.dependents(self.predicate).collect();
        for &argument in &arguments {
            match clauses.relation(argument) {
                Relation::OBL | Relation::OBL_AGENT => self.oblique(&mut relation, argument),
                Relation::NMOD if clauses.is_verb(self.predicate) || clauses.upos(self.predicate) == Upos::ADJ => {
                    self.oblique(&mut relation, argument);
                }
                Relation::OBL_UNMARKED if clauses.is_verb(self.predicate) || argument > self.predicate => {
                    self.push_arguments(&relation, argument);
                    self.inner(&relation, argument, 1);
                }
                Relation::ADVMOD => self.adverbial(&relation, argument),
                _ => {}
            }
        }
        // *Two men were injured.*
        let complete = arguments
            .iter()
            .all(|&a| !matches!(clauses.relation(a), Relation::XCOMP | Relation::CCOMP | Relation::OBJ));
        if self.found.is_empty() && self.passive && n_lead == 0 && self.kind == Kind::Verb && complete {
            let before: Words = relation.iter().copied().filter(|&w| w < self.predicate).collect();
            self.push(&before, Phrase { head: self.predicate, tokens: self.predicate..self.predicate + 1 });
        }
        for &clause in &arguments {
            match clauses.relation(clause) {
                Relation::CCOMP => self.content(&relation, clause),
                Relation::XCOMP => self.bare_infinitive(&relation, clause),
                Relation::ADVCL => self.circumstance(&relation, clause),
                Relation::OBJ | Relation::IOBJ if clauses.says(self.predicate) => self.told(&relation, clause),
                _ => {}
            }
        }
        if clauses.relation(self.predicate) == Relation::PARATAXIS && clauses.says(self.predicate) {
            self.content_before(&relation);
        }
    }

    /// *There are schools in the district*.
    fn existing(&mut self, relation: &mut Words) {
        let clauses = self.open.clauses;
        let Some(subject) = clauses.own_subject(self.predicate).filter(|&s| s > self.predicate) else { return };
        self.push_arguments(relation, subject);
        self.inner(relation, subject, 0);
        relation.extend(self.open.core(subject));
    }

    /// *is the head of the navy*, *is responsible for it*, *is in Paris*.
    fn copula(&mut self, relation: &mut Words) {
        let clauses = self.open.clauses;
        let document = clauses.document;
        let predicate = self.predicate;
        if clauses.upos(predicate) == Upos::ADJ && !tree::is_name(document, predicate) {
            let carries = clauses.dependents(predicate).any(|d| {
                let phrase =
                    tree::is_a(clauses.relation(d), Relation::OBL) && !tree::case_markers(document, d).is_empty();
                phrase || matches!(clauses.relation(d), Relation::XCOMP | Relation::CCOMP)
            });
            let tokens = self.open.argument(predicate);
            if !carries {
                self.push(relation, Phrase { head: predicate, tokens: tokens.clone() });
            }
            relation.extend(tokens);
            return;
        }
        let case = tree::case_markers(document, predicate);
        relation.extend(case);
        self.push_arguments(relation, predicate);
        self.inner(relation, predicate, 0);
        relation.extend(self.open.core(predicate));
    }

    fn objects(&mut self, relation: &mut Words) {
        let clauses = self.open.clauses;
        let document = clauses.document;
        let given: SmallVec<[TokenIx; 2]> = clauses.under(self.predicate, Relation::IOBJ).collect();
        let carrier = self.carrier();
        let objects: SmallVec<[TokenIx; 2]> = clauses.under(carrier, Relation::OBJ).collect();
        let object = objects.iter().copied().find(|&o| !clauses.is_relative_pronoun(o));
        // *gave Iran money*; but *urged Iran to stop*.
        for &receiver in given.iter().filter(|_| object.is_some()) {
            relation.extend(tree::core_phrase(document, receiver));
        }
        let object = object.or_else(|| given.first().copied());
        let complement = clauses.dependents(self.predicate).find(|&d| {
            clauses.relation(d) == Relation::XCOMP
                && !clauses.is_verb(d)
                && clauses.copula(d).is_none()
                && (tree::is_nominal(document, d) || clauses.upos(d) == Upos::ADJ)
        });
        if let Some(object) = object {
            // *expect them to climb*: no fact without what follows.
            let controls = clauses.dependents(self.predicate).any(|x| {
                matches!(clauses.relation(x), Relation::XCOMP | Relation::ADVCL)
                    && clauses.is_verb(x)
                    && (object + 2..object + 4).contains(&x)
            });
            if !(controls && clauses.upos(object) == Upos::PRON) {
                self.push_arguments(relation, object);
            }
            self.inner(relation, object, 0);
            relation.extend(self.open.core(object));
        } else {
            // *the treaty that they signed*, *the treaty they signed*.
            let relative = objects.iter().find_map(|&o| clauses.antecedent(o));
            let gap = || (!self.passive).then(|| gap_noun(clauses, self.predicate)).flatten();
            let bare =
                |&noun: &TokenIx| tree::case_markers(document, noun).is_empty() || clauses.copula(noun).is_none();
            if let Some(noun) = relative.or_else(gap).filter(bare) {
                self.push_arguments(relation, noun);
            }
        }
        if let Some(complement) = complement {
            relation.extend(tree::case_markers(document, complement));
            self.push_arguments(relation, complement);
            self.inner(relation, complement, 0);
            relation.extend(self.open.core(complement));
        }
    }

    /// The verb on which the object is written: *arrested and charged three men*.
    fn carrier(&self) -> TokenIx {
        let clauses = self.open.clauses;
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

    pub(super) fn push_arguments(&mut self, relation: &Words, head: TokenIx) {
        for phrase in self.open.arguments(head) {
            self.push(relation, phrase);
        }
    }

    pub(super) fn push(&mut self, relation: &Words, object: Phrase) {
        if relation.is_empty() || object.tokens.is_empty() {
            return;
        }
        for subject in &self.subjects {
            let clause = self.open.clauses.is_predicate(object.head);
            let overlaps = subject.tokens.contains(&object.head)
                || !clause && object.tokens.contains(&subject.head)
                || relation.iter().any(|w| object.tokens.contains(w));
            if overlaps || self.found.len() >= MAX_FACTS {
                continue;
            }
            let same = |f: &Fact| {
                f.relation == *relation && f.subject.tokens == subject.tokens && f.object.tokens == object.tokens
            };
            if self.found.iter().any(same) {
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
