//! What a clause or phrase says of itself: negation, modals, hedges, *former*, *without*.

use super::{Modality, Phase, Polarity};
use crate::document::{Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::clause::Clauses;
use crate::syntax::lexicon::{Effect, Hedge, ModalUse, Part};
use crate::syntax::tree;

/// The marks on one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marks {
    pub polarity: Polarity,
    pub modality: Modality,
    pub phase: Phase,
    /// A word that attributes without naming anyone: *reportedly*.
    pub cue: Option<TokenIx>,
}

impl Marks {
    fn add(&mut self, polarity: Polarity, modality: Modality, phase: Phase) {
        self.polarity = self.polarity.with(polarity);
        self.modality = self.modality.over(modality);
        self.phase = self.phase.over(phase);
    }

    fn add_hedge(&mut self, hedge: Hedge, word: TokenIx) {
        self.add(hedge.polarity, hedge.modality, hedge.phase);
        if hedge.source {
            self.cue.get_or_insert(word);
        }
    }

    fn negate(&mut self) {
        self.polarity = Polarity::Negative;
    }
}

/// The marks on a predicate (verb, or noun or adjective with a copula).
pub(super) fn of_predicate(clauses: &Clauses<'_>, predicate: TokenIx) -> Marks {
    let mut marks = Marks::default();
    if clauses.relation(predicate) == Relation::ROOT && is_inverted_condition(clauses, predicate) {
        marks.add(Polarity::Positive, Modality::Possible, Phase::None);
    }
    for d in clauses.dependents(predicate) {
        match clauses.relation(d) {
            Relation::AUX | Relation::AUX_PASS | Relation::COP => add_auxiliary(clauses, predicate, d, &mut marks),
            Relation::ADVMOD | Relation::DISCOURSE | Relation::CC_PRECONJ => add_adverb(clauses, d, &mut marks),
            Relation::DET if clauses.copula(predicate).is_some() => add_determiner(clauses, d, &mut marks),
            Relation::MARK | Relation::CASE => add_mark(clauses, predicate, &mut marks),
            Relation::ADVCL if is_conditional(clauses, d) => {
                marks.add(Polarity::Positive, Modality::Possible, Phase::None);
            }
            relation if (tree::is_a(relation, Relation::NSUBJ) || relation == Relation::OBJ) && is_none(clauses, d) => {
                marks.negate();
            }
            relation if tree::is_a(relation, Relation::OBL) && is_none(clauses, d) => marks.negate(),
            _ => {}
        }
    }
    if is_scheduled(clauses, predicate) {
        marks.add(Polarity::Positive, Modality::Planned, Phase::None);
    }
    if clauses.is_verb(predicate) && clauses.has(predicate, feature::MOOD_IMP) && !clauses.has_subject(predicate) {
        marks.add(Polarity::Positive, Modality::Desired, Phase::None);
    }
    marks
}

/// *flies to Oslo on Friday*, *meet next month*: a present with a time to come; but *says on Friday*, *every Friday*.
fn is_scheduled(clauses: &Clauses<'_>, verb: TokenIx) -> bool {
    let coming = |t: TokenIx| clauses.word(t).is_some_and(|w| w.coming);
    let time = |d: TokenIx| {
        let inside = || clauses.dependents(d).filter(|&w| w < d);
        let every = || inside().any(|w| clauses.relation(w) == Relation::DET);
        let singular = !matches!(clauses.xpos(d), Xpos::NNS | Xpos::NNPS);
        clauses.word(d).is_some_and(|w| w.time || w.circumstance || w.coming)
            && singular
            && (coming(d) && !every() || inside().any(|w| clauses.relation(w) == Relation::AMOD && coming(w)))
    };
    matches!(clauses.xpos(verb), Xpos::VBZ | Xpos::VBP)
        && clauses.is_verb(verb)
        && !clauses.says(verb)
        && clauses.under(verb, Relation::AUX).next().is_none()
        && clauses.under(verb, Relation::OBL).any(time)
}

/// The marks on a noun: determiner, adjectives, the preposition before it.
pub(super) fn of_noun(clauses: &Clauses<'_>, noun: TokenIx) -> Marks {
    let mut marks = Marks::default();
    for d in clauses.dependents(noun) {
        match clauses.relation(d) {
            Relation::DET | Relation::CC_PRECONJ => add_determiner(clauses, d, &mut marks),
            Relation::AMOD | Relation::COMPOUND | Relation::ADVMOD => {
                let word = clauses.word(d);
                if let Some(hedge) = word.and_then(|w| w.modifier) {
                    marks.add_hedge(hedge, d);
                } else if clauses.relation(d) == Relation::ADVMOD
                    && word.and_then(|w| w.adverb).is_some_and(|hedge| hedge.phase == Phase::Ends)
                {
                    // *Lind, formerly president of Chad*
                    marks.negate();
                    marks.phase = Phase::Ends;
                }
            }
            _ => {}
        }
    }
    if let Some(effect) = clauses.preposition(noun).and_then(|p| clauses.lexicon.case_effect(p)) {
        match effect {
            Effect::Negative => marks.negate(),
            Effect::Possible | Effect::Condition => marks.add(Polarity::Positive, Modality::Possible, Phase::None),
            Effect::Planned => marks.add(Polarity::Positive, Modality::Planned, Phase::None),
            _ => {}
        }
    }
    // *ex-president* is one token.
    if let Some((prefix, _)) = clauses.document.form(noun).split_once('-')
        && let Some(hedge) = clauses.lexicon.word(prefix).and_then(|w| w.modifier)
    {
        marks.add_hedge(hedge, noun);
    }
    marks
}

/// Whether the clause depends on a condition: *if*, *unless*, *should it …*.
pub(super) fn is_conditional(clauses: &Clauses<'_>, clause: TokenIx) -> bool {
    effect_of_mark(clauses, clause) == Some(Effect::Condition)
}

/// What the word that opens a clause says of it. An auxiliary before the subject opens a condition: *had it funded …*.
pub(super) fn effect_of_mark(clauses: &Clauses<'_>, clause: TokenIx) -> Option<Effect> {
    if let Some(mark) = clauses.mark(clause) {
        return clauses.lexicon.mark(&mark);
    }
    inverted_auxiliary(clauses, clause).and_then(|a| clauses.lexicon.mark(&tree::join_lower(clauses.document, &[a])))
}

/// *Had Serbia attacked Kosovo, NATO would have …* with the condition taken for the main clause.
fn is_inverted_condition(clauses: &Clauses<'_>, clause: TokenIx) -> bool {
    let first = clauses.document.sentences[clauses.document.sentence_of(clause)].tokens.start;
    inverted_auxiliary(clauses, clause) == Some(first) && effect_of_mark(clauses, clause) == Some(Effect::Condition)
}

/// An auxiliary that stands before its subject.
fn inverted_auxiliary(clauses: &Clauses<'_>, clause: TokenIx) -> Option<TokenIx> {
    let subject = clauses.own_subject(clause)?;
    clauses
        .dependents(clause)
        .find(|&d| matches!(clauses.relation(d), Relation::AUX | Relation::AUX_PASS | Relation::COP) && d < subject)
}

fn add_auxiliary(clauses: &Clauses<'_>, predicate: TokenIx, auxiliary: TokenIx, marks: &mut Marks) {
    let Some(modal) = clauses.word(auxiliary).and_then(|w| w.modal) else {
        return;
    };
    let applies = match modal.work {
        ModalUse::Auxiliary => clauses.xpos(auxiliary) == Xpos::MD || clauses.relation(auxiliary) == Relation::AUX,
        // *is to visit*
        ModalUse::Infinitive => has_infinitive_mark(clauses, predicate, auxiliary),
        ModalUse::Past => true,
        ModalUse::Progressive => false,
    };
    if applies {
        // *said it would fund*; but *would have funded* did not happen.
        let have = |a: TokenIx| clauses.xpos(a) == Xpos::VB && clauses.document.lemma(a) == "have";
        let perfect = clauses.under(predicate, Relation::AUX).any(|a| a > auxiliary && have(a));
        let told = is_reported_in_the_past(clauses, predicate) || is_narrated(clauses, predicate);
        let reported = !perfect && told;
        marks.add(Polarity::Positive, if reported { modal.reported } else { modal.modality }, Phase::None);
    }
}

fn is_reported_in_the_past(clauses: &Clauses<'_>, predicate: TokenIx) -> bool {
    let first = tree::first_conjunct(clauses.document, predicate);
    let governor = clauses.document.tokens[first].head;
    let past = |g: TokenIx| matches!(clauses.xpos(g), Xpos::VBD | Xpos::VBN);
    // Also *knew it would*.
    let reports = |g: TokenIx| clauses.clause_embedding(g, first).is_some();
    clauses.relation(first) == Relation::CCOMP && governor.is_some_and(|g| past(g) && reports(g))
}

/// *Under the plan, Norway would send ships*: what a named actor would do in a main clause without a condition is a
/// future seen from the past; what a thing would do, *a deal would help it*, is not.
fn is_narrated(clauses: &Clauses<'_>, predicate: TokenIx) -> bool {
    let first = tree::first_conjunct(clauses.document, predicate);
    let acts = |p: TokenIx| clauses.own_subject(p).is_some_and(|s| tree::is_name(clauses.document, s));
    let conditional = |p: TokenIx| clauses.dependents(p).any(|d| is_conditional(clauses, d));
    clauses.relation(first) == Relation::ROOT
        && clauses.is_verb(predicate)
        && (acts(predicate) || acts(first))
        && !conditional(predicate)
        && !conditional(first)
}

fn has_infinitive_mark(clauses: &Clauses<'_>, predicate: TokenIx, auxiliary: TokenIx) -> bool {
    let mut marks = clauses.under(predicate, Relation::MARK);
    marks.any(|m| m > auxiliary && clauses.xpos(m) == Xpos::TO)
        && clauses.relation(auxiliary) != Relation::AUX_PASS
        && clauses.xpos(auxiliary) != Xpos::VB
}

fn add_adverb(clauses: &Clauses<'_>, adverb: TokenIx, marks: &mut Marks) {
    match pair(clauses, adverb) {
        Some(Effect::Pseudo) => return,
        Some(Effect::Former) => {
            marks.negate();
            marks.phase = Phase::Ends;
            return;
        }
        _ => {}
    }
    let Some(word) = clauses.word(adverb) else {
        return;
    };
    if let Some(hedge) = word.adverb {
        marks.add_hedge(hedge, adverb);
    } else if matches!(word.negator, Some((Part::Adverb | Part::Conjunction, Effect::Negative))) {
        marks.negate();
    }
}

/// What the adverb means together with the word before or after it: *no longer*, *not only*.
fn pair(clauses: &Clauses<'_>, adverb: TokenIx) -> Option<Effect> {
    let n = clauses.document.tokens.len();
    let look = |first: TokenIx| {
        let joined = tree::join_lower(clauses.document, &[first, first + 1]);
        clauses.lexicon.pair(&joined)
    };
    let before = adverb.checked_sub(1).and_then(look);
    before.or_else(|| if adverb + 1 < n { look(adverb) } else { None })
}

fn add_determiner(clauses: &Clauses<'_>, determiner: TokenIx, marks: &mut Marks) {
    match clauses.word(determiner).and_then(|w| w.negator) {
        Some((_, Effect::Negative)) if pair(clauses, determiner) != Some(Effect::Pseudo) => marks.negate(),
        Some((_, Effect::Possible)) => marks.add(Polarity::Positive, Modality::Possible, Phase::None),
        _ => {}
    }
}

/// Whether the phrase leaves open whether there is one: *any deal*.
pub(super) fn is_any(clauses: &Clauses<'_>, noun: TokenIx) -> bool {
    clauses
        .under(noun, Relation::DET)
        .any(|d| matches!(clauses.word(d).and_then(|w| w.negator), Some((_, Effect::Possible))))
}

/// Whether an argument says that there is none: *no country*, *nobody*, *neither X nor Y*, *none of them*.
pub(super) fn is_none(clauses: &Clauses<'_>, argument: TokenIx) -> bool {
    let negative = |t: TokenIx| matches!(clauses.word(t).and_then(|w| w.negator), Some((_, Effect::Negative)));
    if matches!(clauses.upos(argument), Upos::PRON | Upos::NOUN | Upos::DET) && negative(argument) {
        return true;
    }
    clauses.dependents(argument).any(|d| {
        matches!(clauses.relation(d), Relation::DET | Relation::CC_PRECONJ)
            && negative(d)
            && pair(clauses, d) != Some(Effect::Pseudo)
    })
}

fn add_mark(clauses: &Clauses<'_>, predicate: TokenIx, marks: &mut Marks) {
    if clauses.copula(predicate).is_none() && !clauses.is_verb(predicate) {
        return;
    }
    match clauses.mark(predicate).and_then(|m| clauses.lexicon.mark(&m)) {
        Some(Effect::Negative) => marks.negate(),
        // *is due to rule*
        Some(Effect::Planned) if clauses.is_verb(predicate) && clauses.copula(predicate).is_some() => {
            marks.add(Polarity::Positive, Modality::Planned, Phase::None);
        }
        _ => {}
    }
}
