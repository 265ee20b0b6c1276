//! Repairs coordinated verbs that hang on the wrong verb.
//!
//! The parser hangs a verb behind *and* on the nearest one before it: in *The law requires banks to report transfers and
//! prohibits anonymous accounts* on *report*. A finite verb without subject goes on with the finite verb above. And of
//! *He joined it, was elected and has led it* the second verb, which it takes for a parenthesis, is one of three.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos, feature};

/// Repairs one sentence whose words have heads. Linear in the number of its words.
pub(super) fn repair(document: &mut Document, tokens: Range<TokenIx>) {
    let verbs: Vec<Verb> = verbs(document, tokens.clone());
    let at = |t: TokenIx| verbs[t - tokens.start];
    for token in tokens.clone() {
        let Some(head) = document.tokens[token].head.filter(|&h| h < token) else { continue };
        match document.tokens[token].relation {
            Relation::CONJ if leaves_content(document, token, head, at(token), at(head)) => {
                document.tokens[token].head = document.tokens[head].head;
                document.tokens[token].xpos = Xpos::VBD;
                document.tokens[token].features =
                    feature::MOOD_IND.with(feature::TENSE_PAST).with(feature::VERBFORM_FIN);
            }
            Relation::CONJ if goes_on(document, token, head, at(token), at(head)) => {
                let finite = |&t: &TokenIx| at(t).predicate && is_finite(document, t, at(t));
                let above = std::iter::successors(Some(head), |&t| document.tokens[t].head).take(MAX_DEPTH);
                if let Some(above) = above.filter(|&t| t < token).find(finite) {
                    document.tokens[token].head = Some(above);
                }
            }
            Relation::PARATAXIS => {
                let [verb, first] = [at(token), at(head)];
                let listed = verb.predicate && verb.comma && verb.continued && !verb.subject;
                if listed && is_finite(document, token, verb) && first.predicate && is_finite(document, head, first) {
                    document.tokens[token].relation = Relation::CONJ;
                }
            }
            _ => {}
        }
    }
}

/// How many verbs above are looked at.
const MAX_DEPTH: usize = 8;

/// What stands on a word.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
struct Verb {
    predicate: bool,
    subject: bool,
    /// A finite auxiliary or copula.
    finite: bool,
    auxiliary: bool,
    comma: bool,
    /// Another verb is coordinated with it by *and* or *or*.
    continued: bool,
}

fn verbs(document: &Document, tokens: Range<TokenIx>) -> Vec<Verb> {
    let mut found = vec![Verb::default(); tokens.len()];
    let mut coordinated = vec![false; tokens.len()];
    for t in tokens.clone() {
        let token = &document.tokens[t];
        let at = t - tokens.start;
        found[at].predicate |= token.upos == Upos::VERB;
        let Some(head) = token.head.and_then(|h| found.get_mut(h.checked_sub(tokens.start)?)) else { continue };
        match token.relation {
            Relation::NSUBJ
            | Relation::NSUBJ_PASS
            | Relation::NSUBJ_OUTER
            | Relation::CSUBJ
            | Relation::CSUBJ_PASS
            | Relation::EXPL => head.subject = true,
            Relation::AUX | Relation::AUX_PASS | Relation::COP => {
                head.finite |= matches!(token.xpos, Xpos::VBZ | Xpos::VBP | Xpos::VBD | Xpos::MD);
                head.auxiliary = true;
                head.predicate |= token.relation == Relation::COP;
            }
            Relation::PUNCT => head.comma |= token.xpos == Xpos::COMMA && token.head.is_some_and(|h| t < h),
            Relation::CC => coordinated[token.head.unwrap_or(t) - tokens.start] = true,
            _ => {}
        }
    }
    for t in tokens.clone() {
        let token = &document.tokens[t];
        let verb = token.upos == Upos::VERB && token.relation == Relation::CONJ;
        if let Some(head) = token.head.filter(|_| verb && coordinated[t - tokens.start]) {
            found[head - tokens.start].continued = true;
        }
    }
    found
}

fn is_finite(document: &Document, token: TokenIx, verb: Verb) -> bool {
    verb.finite || matches!(document.tokens[token].xpos, Xpos::VBZ | Xpos::VBP | Xpos::VBD)
}

/// Whether a past tense behind a comma goes on with the verb of saying, not with what is said: *Lind said Norway had left,
/// and called on Chad to stay*.
fn leaves_content(document: &Document, token: TokenIx, head: TokenIx, verb: Verb, first: Verb) -> bool {
    let content = &document.tokens[head];
    let past = |t: TokenIx| matches!(document.tokens[t].xpos, Xpos::VBD | Xpos::VBN);
    let told = content.head.is_some_and(|above| above < head && document.tokens[above].xpos == Xpos::VBD);
    content.relation == Relation::CCOMP
        && told
        && first.subject
        && verb.comma
        && document.tokens[token].upos == Upos::VERB
        && past(token)
        && !(verb.subject || verb.auxiliary)
}

/// Whether a finite verb without subject stands on an infinitive, a gerund or a participle.
fn goes_on(document: &Document, token: TokenIx, head: TokenIx, verb: Verb, first: Verb) -> bool {
    let xpos = |t: TokenIx| document.tokens[t].xpos;
    if !verb.predicate || verb.subject || first.subject || first.finite || document.tokens[head].upos != Upos::VERB {
        return false;
    }
    let below = matches!(document.tokens[head].relation, Relation::XCOMP | Relation::ADVCL | Relation::ACL);
    // *of rigging the vote and called*: the tagger mixes past tense and participle.
    let past = xpos(token) == Xpos::VBN && !verb.auxiliary && xpos(head) == Xpos::VBG && !first.auxiliary;
    below && matches!(xpos(head), Xpos::VB | Xpos::VBG | Xpos::VBN) && (is_finite(document, token, verb) || past)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::document;
    use super::*;

    fn heads(text: &str) -> Vec<(Option<usize>, Relation)> {
        let mut found = document(text);
        let all = 0..found.tokens.len();
        repair(&mut found, all);
        found.tokens.iter().map(|t| (t.head, t.relation)).collect()
    }

    #[test]
    fn a_finite_verb_goes_on_with_the_finite_verb_above() {
        let found = heads(
            "law/NN/2/nsubj requires/VBZ/0/root banks/NNS/2/obj to/TO/5/mark report/VB/2/xcomp and/CC/7/cc \
             prohibits/VBZ/5/conj it/PRP/7/obj",
        );
        assert_eq!(found[6], (Some(1), Relation::CONJ));
        let found = heads("he/PRP/2/nsubj wants/VBZ/0/root to/TO/4/mark buy/VB/2/xcomp and/CC/6/cc sell/VB/4/conj");
        assert_eq!(found[5], (Some(3), Relation::CONJ));
    }

    #[test]
    fn a_past_tense_is_not_coordinated_with_a_gerund() {
        let found = heads(
            "they/PRP/2/nsubj accused/VBD/0/root him/PRP/2/obj of/IN/5/mark rigging/VBG/2/advcl and/CC/7/cc \
             called/VBN/5/conj",
        );
        assert_eq!(found[6].0, Some(1));
    }

    #[test]
    fn of_three_verbs_the_second_is_no_parenthesis() {
        let found = heads(
            "he/PRP/2/nsubj joined/VBD/0/root ,/,/5/punct was/VBD/5/aux:pass elected/VBN/2/parataxis and/CC/8/cc \
             has/VBZ/8/aux led/VBN/5/conj",
        );
        assert_eq!(found[4], (Some(1), Relation::CONJ));
    }
}
