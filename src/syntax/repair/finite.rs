//! Repairs finite verbs that the parser takes for adjectives: *Oman brokered talks between the two, officials said*.
//!
//! A participle can stand before a noun, a verb in the past tense cannot. If the tagger says past tense (`VBD`), or the noun is
//! one subject too many for the verb of saying behind it, the nominal right before the verb is its subject and the noun its
//! object. The clause takes the noun's place, or is what is said.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::tree;

/// Repairs one sentence whose words have heads.
pub(super) fn repair(document: &mut Document, tokens: Range<TokenIx>) {
    outlook(document, tokens.clone());
    for verb in tokens.clone() {
        let found = &document.tokens[verb];
        let adjective = found.upos == Upos::VERB && found.relation == Relation::AMOD;
        let Some(object) = found.head.filter(|&h| adjective && h > verb) else { continue };
        let hangs = |t: TokenIx| document.tokens[t].head.is_some_and(|h| h == object || h == verb);
        let subject = verb.checked_sub(1).filter(|&t| t >= tokens.start && hangs(t) && tree::is_nominal(document, t));
        let Some(subject) = subject else { continue };
        let (above, place) = (document.tokens[object].head, document.tokens[object].relation);
        let rival = |t: TokenIx| {
            t > object && document.tokens[t].head == above && document.tokens[t].relation == Relation::NSUBJ
        };
        let told = place == Relation::NSUBJ && above.is_some() && tokens.clone().any(rival);
        let relation = match (place, found.xpos) {
            (_, Xpos::VBD | Xpos::VBN) if told => Relation::CCOMP,
            (Relation::ROOT | Relation::CCOMP | Relation::PARATAXIS | Relation::CONJ | Relation::ADVCL, Xpos::VBD) => {
                place
            }
            _ => continue,
        };
        for token in tokens.clone().filter(|&t| t < verb && t != subject) {
            if document.tokens[token].head == Some(object) {
                let punctuation = document.tokens[token].upos == Upos::PUNCT;
                document.tokens[token].head = Some(if punctuation { verb } else { subject });
            }
        }
        document.tokens[verb].xpos = Xpos::VBD;
        document.tokens[verb].features = feature::MOOD_IND.with(feature::TENSE_PAST).with(feature::VERBFORM_FIN);
        (document.tokens[verb].head, document.tokens[verb].relation) = (above, relation);
        (document.tokens[subject].head, document.tokens[subject].relation) = (Some(verb), Relation::NSUBJ);
        (document.tokens[object].head, document.tokens[object].relation) = (Some(verb), Relation::OBJ);
    }
}

/// *Oman to broker talks*, as headlines say: an infinitive right behind a noun that is no predicate hangs on it as a clause
/// (`acl`), not as a complement, which nouns do not have.
fn outlook(document: &mut Document, tokens: Range<TokenIx>) {
    for to in tokens.clone().skip(1) {
        if document.tokens[to].xpos != Xpos::TO || document.tokens[to].relation != Relation::MARK {
            continue;
        }
        let Some(verb) = document.tokens[to].head.filter(|&v| v == to + 1) else { continue };
        let complement = matches!(document.tokens[verb].relation, Relation::XCOMP | Relation::ADVCL);
        let Some(noun) = document.tokens[verb].head.filter(|&n| complement && n < to) else { continue };
        let nominal = matches!(document.tokens[noun].upos, Upos::NOUN | Upos::PROPN);
        let predicate = || {
            tokens.clone().any(|t| {
                document.tokens[t].head == Some(noun)
                    && matches!(document.tokens[t].relation, Relation::COP | Relation::NSUBJ)
            })
        };
        if nominal && document.tokens[noun].relation == Relation::ROOT && !predicate() {
            document.tokens[verb].relation = Relation::ACL;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::repair;

    fn check(words: &str, expected: &str) {
        let mut found = document(words);
        let all = 0..found.tokens.len();
        repair(&mut found, all);
        assert_eq!(arcs(&found), expected, "{words}");
    }

    #[test]
    fn a_verb_in_the_past_tense_is_no_adjective() {
        check(
            "Oman/NNP/3/compound brokered/VBD/3/amod talks/NNS/5/nsubj officials/NNS/5/nsubj said/VBD/0/root",
            "2/nsubj 5/ccomp 2/obj 5/nsubj 0/root",
        );
        check("Oman/NNP/3/compound brokered/VBD/3/amod talks/NNS/0/root", "2/nsubj 0/root 2/obj");
        check(
            "Oman/NNP/2/obl mediated/VBN/3/amod talks/NNS/5/nsubj officials/NNS/5/nsubj said/VBD/0/root",
            "2/nsubj 5/ccomp 2/obj 5/nsubj 0/root",
        );
        check("Oman/NNP/3/compound stolen/VBN/3/amod cars/NNS/0/root", "3/compound 3/amod 0/root");
        check("stolen/VBN/2/amod cars/NNS/0/root", "2/amod 0/root");
    }

    #[test]
    fn the_infinitive_of_a_headline_is_a_clause_on_its_noun() {
        check("Oman/NNP/0/root To/TO/3/mark Buy/VB/1/xcomp jets/NNS/3/obj", "0/root 3/mark 1/acl 3/obj");
        check("Oman/NNP/2/nsubj seeks/VBZ/0/root to/TO/4/mark buy/VB/2/xcomp", "2/nsubj 0/root 4/mark 2/xcomp");
    }
}
