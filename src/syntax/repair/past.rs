//! Repairs a finite verb that the tagger takes for a participle, so that its subject became an adverbial: *Norway called
//! for talks*.
//!
//! A clause's main verb is finite. A root without auxiliary that is tagged as a past participle (`VBN`) right behind a
//! nominal without preposition is the past tense (`VBD`), and the nominal its subject.

use crate::document::{Document, Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::Lexicon;
use crate::syntax::tree;

/// Repairs the trees of a document whose words have tags, heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        let Some(verb) = tokens.clone().find(|&t| document.tokens[t].relation == Relation::ROOT) else { continue };
        if (document.tokens[verb].upos, document.tokens[verb].xpos) != (Upos::VERB, Xpos::VBN) {
            continue;
        }
        let under = |t: TokenIx| document.tokens[t].head == Some(verb);
        let of_clause = |t: &TokenIx| {
            under(*t)
                && matches!(
                    document.tokens[*t].relation.base(),
                    Relation::NSUBJ | Relation::CSUBJ | Relation::AUX | Relation::COP | Relation::EXPL
                )
        };
        let bare = |t: TokenIx| {
            tokens.clone().all(|c| document.tokens[c].head != Some(t) || document.tokens[c].relation != Relation::CASE)
        };
        let adverbial = |t: &TokenIx| {
            matches!(
                document.tokens[*t].relation,
                Relation::OBL_UNMARKED | Relation::DISLOCATED | Relation::VOCATIVE | Relation::COMPOUND | Relation::OBJ
            )
        };
        // Adverbs may stand between: *Norway never called*.
        let before = (tokens.start..verb).rev().filter(|&t| under(t)).find(|&t| document.tokens[t].upos != Upos::ADV);
        let subject = before.filter(|t| adverbial(t) && tree::is_nominal(document, *t) && bare(*t));
        let time = |t: TokenIx| lexicon.word(document.lemma(t)).is_some_and(|w| w.time || w.circumstance || w.coming);
        if let Some(subject) = subject.filter(|&t| !time(t) && !tokens.clone().any(|t| of_clause(&t))) {
            document.tokens[subject].relation = Relation::NSUBJ;
            document.tokens[verb].xpos = Xpos::VBD;
            document.tokens[verb].features = feature::MOOD_IND.with(feature::TENSE_PAST).with(feature::VERBFORM_FIN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;
    use crate::data::Data;

    #[test]
    fn a_main_verb_is_finite_and_has_its_subject() {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        for (words, expected) in [
            (
                "Norway/NNP/2/obl:unmarked called/VBN/0/root for/IN/4/case talks/NNS/2/obl",
                "2/nsubj 0/root 4/case 2/obl",
            ),
            // With an auxiliary it is a participle.
            (
                "Norway/NNP/3/obl:unmarked was/VBD/3/aux:pass called/VBN/0/root again/NN/3/obl",
                "3/obl:unmarked 3/aux:pass 0/root 3/obl",
            ),
            // A preposition makes no subject.
            ("in/IN/2/case Norway/NNP/3/obl called/VBN/0/root talks/NNS/3/obj", "2/case 3/obl 0/root 3/obj"),
        ] {
            let mut found = document(words);
            repair(&mut found, &lexicon);
            assert_eq!(arcs(&found), expected, "{words}");
        }
    }
}
