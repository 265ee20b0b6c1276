//! Verbs and copulas with what stands around them.

use smallvec::SmallVec;

use super::{Fact, Kind, Open, Phrase, Words};
use crate::document::{Relation, TokenIx, Upos, Xpos};
use crate::syntax::lexicon::PrepositionUse;
use crate::syntax::predication::gap_noun;
use crate::syntax::scope::Scope;
use crate::syntax::tree;

/// How deep a noun may stand inside an argument to get a fact of its own.
const MAX_INNER: usize = 2;
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

struct Builder<'c, 'a> {
    open: &'c Open<'a>,
    predicate: TokenIx,
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
                Relation::OBL_UNMARKED => self.push_each(&relation, argument),
                Relation::ADVMOD => self.adverbial(&relation, argument),
                _ => {}
            }
        }
        for &clause in &arguments {
            match clauses.relation(clause) {
                Relation::CCOMP => self.content(&relation, clause),
                Relation::XCOMP => self.bare_infinitive(&relation, clause),
                Relation::ADVCL => self.circumstance(&relation, clause),
                Relation::OBJ | Relation::IOBJ if clauses.says(self.predicate) => {
                    // *told reporters that it would close* with the clause hung on the object.
                    let content =
                        !clauses.embeddings(clause).is_empty() || clauses.word(clause).is_some_and(|w| w.carrier);
                    let told = clauses.dependents(clause).filter(|_| !content).find(|&d| {
                        matches!(clauses.relation(d), Relation::ACL_RELCL | Relation::ACL)
                            && clauses.under(d, Relation::MARK).any(|m| clauses.xpos(m) == Xpos::IN)
                            && clauses.own_subject(d).is_some()
                    });
                    if let Some(told) = told {
                        self.content(&relation, told);
                    }
                }
                _ => {}
            }
        }
        if clauses.relation(self.predicate) == Relation::PARATAXIS && clauses.says(self.predicate) {
            self.content_before(&relation);
        }
        // *Two men were injured.*
        let complete = arguments
            .iter()
            .all(|&a| !matches!(clauses.relation(a), Relation::XCOMP | Relation::CCOMP | Relation::OBJ));
        if self.found.is_empty() && self.passive && n_lead == 0 && self.kind == Kind::Verb && complete {
            let before: Words = relation.iter().copied().filter(|&w| w < self.predicate).collect();
            self.push(&before, Phrase { head: self.predicate, tokens: self.predicate..self.predicate + 1 });
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
            self.push_arguments(relation, object);
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

    /// A prepositional phrase and those coordinated with it; a conjunct may have its own preposition. What something
    /// serves as, and a bare noun behind the verb (*went on strike*), stays in the relation of what follows.
    fn oblique(&mut self, relation: &mut Words, argument: TokenIx) {
        let clauses = self.open.clauses;
        let document = clauses.document;
        let first = tree::case_markers(document, argument);
        if first.is_empty() || self.is_aside(argument) {
            return;
        }
        for mut phrase in self.open.phrases(argument) {
            let own = tree::case_markers(document, phrase.head);
            let mut words = relation.clone();
            words.extend(if own.is_empty() { first.clone() } else { own });
            let head = phrase.head;
            if clauses.xpos(head) == Xpos::WRB {
                continue;
            }
            if clauses.is_relative_pronoun(head) {
                // *the house in which she lived*
                if let Some(noun) = clauses.antecedent(head).filter(|&n| n < head) {
                    self.push_arguments(&words, noun);
                }
                continue;
            }
            phrase.tokens = self.open.argument(head);
            self.push(&words, phrase);
            self.inner(&words, head, 1);
        }
        let beside = first[0] == self.predicate + 1 && argument == first[0] + 1;
        let bare = clauses.xpos(argument) == Xpos::NN
            && !clauses.word(argument).is_some_and(|w| w.time || w.circumstance)
            && clauses.dependents(argument).all(|d| d < argument);
        if argument > self.predicate && (self.open.is_role(argument) || beside && bare) {
            relation.extend(first);
            relation.extend(self.open.core(argument));
        }
    }

    /// *according to Iran*, *as well as*: no argument of the clause.
    fn is_aside(&self, argument: TokenIx) -> bool {
        use PrepositionUse::{Attribution, Comparison, Example};
        let clauses = self.open.clauses;
        matches!(clauses.preposition_use(argument), Some(Attribution | Comparison | Example))
    }

    /// *away from Iran*: the adverb joins the relation. *six years later* is a time.
    fn adverbial(&mut self, relation: &Words, adverb: TokenIx) {
        let clauses = self.open.clauses;
        let below: SmallVec<[TokenIx; 2]> = clauses.dependents(adverb).collect();
        for &phrase in &below {
            let relation_below = clauses.relation(phrase);
            if phrase > adverb && matches!(relation_below, Relation::OBL | Relation::NMOD) {
                let mut words = relation.clone();
                words.push(adverb);
                self.oblique(&mut words, phrase);
            }
            if phrase + 1 == adverb && matches!(relation_below, Relation::OBL_UNMARKED | Relation::NMOD_UNMARKED) {
                let start = tree::noun_phrase(clauses.document, phrase).start;
                self.push(relation, Phrase { head: phrase, tokens: start..adverb + 1 });
            }
        }
    }

    /// The phrases inside an argument: *hosted talks between | Iran and Iraq*.
    fn inner(&mut self, relation: &Words, noun: TokenIx, depth: usize) {
        let clauses = self.open.clauses;
        let document = clauses.document;
        // *the University of Oslo* is one name.
        if depth >= MAX_INNER || tree::is_name(document, noun) {
            return;
        }
        let whole = tree::noun_phrase(document, noun);
        let mut words = relation.clone();
        words.extend(self.open.core(noun));
        let inside: SmallVec<[TokenIx; 4]> =
            clauses.dependents(noun).filter(|&d| d > noun && clauses.relation(d) == Relation::NMOD).collect();
        for phrase in inside {
            let case = tree::case_markers(document, phrase);
            if case.is_empty() || !whole.contains(&phrase) || self.is_aside(phrase) {
                continue;
            }
            let deep = depth > 0 || self.open.is_measure(noun);
            if deep && self.open.is_genitive(phrase) {
                // *a series of talks with Iran*: the phrase is whole.
                self.inner(relation, phrase, depth + 1);
                continue;
            }
            let mut with_case = words.clone();
            with_case.extend(case);
            self.push_arguments(&with_case, phrase);
            self.inner(&with_case, phrase, depth + 1);
        }
    }

    /// *said that it would close*: the clause is the object.
    fn content(&mut self, relation: &Words, clause: TokenIx) {
        if let Some(phrase) = self.open.clause(clause, self.predicate).filter(|p| p.tokens.len() > 1) {
            self.push(relation, phrase);
        }
    }

    /// *Prices rose, officials said*: what stands before is the object.
    fn content_before(&mut self, relation: &Words) {
        let clauses = self.open.clauses;
        let has_object = clauses
            .dependents(self.predicate)
            .any(|d| matches!(clauses.relation(d), Relation::CCOMP | Relation::OBJ) && d > self.predicate);
        let Some(main) = clauses.document.tokens[self.predicate].head.filter(|_| !has_object) else { return };
        let (said, whole) = (&self.open.yields[self.predicate], &self.open.yields[main]);
        if main < said.start && clauses.is_predicate(main) {
            let tokens = self.open.trim(whole.start..said.start);
            self.push(relation, Phrase { head: main, tokens });
        }
    }

    /// *women were allowed to vote*: an infinitive that gives no fact of its own.
    fn bare_infinitive(&mut self, relation: &Words, clause: TokenIx) {
        let clauses = self.open.clauses;
        let full = clauses.dependents(clause).any(|d| {
            let relation = clauses.relation(d);
            matches!(relation, Relation::OBJ | Relation::XCOMP | Relation::CCOMP | Relation::OBL_AGENT)
                || tree::is_a(relation, Relation::OBL)
        });
        if full || !clauses.is_verb(clause) || clauses.own_subject(clause).is_some() {
            return;
        }
        let group = self.open.group(clause);
        if let (Some(&first), Some(&last)) = (group.first(), group.last())
            && last - first + 1 == group.len()
        {
            self.push(relation, Phrase { head: clause, tokens: first..last + 1 });
        }
    }

    /// *rejected the plan because it would close two schools*.
    fn circumstance(&mut self, relation: &Words, clause: TokenIx) {
        let clauses = self.open.clauses;
        if clauses.own_subject(clause).is_none() || !clauses.is_predicate(clause) {
            return;
        }
        let mut words = relation.clone();
        let mut marks = self.open.marks(clause);
        let adverb = |&d: &TokenIx| d < clause && clauses.xpos(d) == Xpos::WRB;
        marks.extend(clauses.under(clause, Relation::ADVMOD).filter(adverb));
        let Some(mut phrase) = self.open.clause(clause, self.predicate) else { return };
        let Some(&last) = marks.iter().max().filter(|&&last| last < clause) else { return };
        phrase.tokens.start = last + 1;
        words.extend(marks);
        self.push(&words, phrase);
    }

    fn push_each(&mut self, relation: &Words, head: TokenIx) {
        for phrase in self.open.phrases(head) {
            self.push(relation, phrase);
        }
    }

    fn push_arguments(&mut self, relation: &Words, head: TokenIx) {
        for phrase in self.open.arguments(head) {
            self.push(relation, phrase);
        }
    }

    fn push(&mut self, relation: &Words, object: Phrase) {
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
