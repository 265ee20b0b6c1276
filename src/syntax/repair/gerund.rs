//! Repairs gerunds that the parser takes for a noun before a name: *was accused of funding Hamas*, *by arming Chad*.
//!
//! Behind a preposition, a word in *-ing* without article right before a name is no kind of that name, but a verb that has
//! it as its object. Participles before titles (*of ruling Fidesz*) are adjectives to the parser and stay.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::tree;

/// Shorter words are nouns: *king*, *spring*.
const MIN_LENGTH: usize = 6;

/// Repairs one sentence whose words have heads.
pub(super) fn repair(document: &mut Document, tokens: Range<TokenIx>) {
    for gerund in tokens.clone().skip(1) {
        let token = &document.tokens[gerund];
        let noun = token.upos == Upos::NOUN && token.xpos == Xpos::NN && token.relation == Relation::COMPOUND;
        let Some(name) = token.head.filter(|&n| noun && n > gerund) else { continue };
        let form = document.form(gerund);
        let verbal = form.len() >= MIN_LENGTH && form.ends_with("ing") && form.starts_with(char::is_lowercase);
        let preposition = gerund - 1;
        let governed = document.tokens[preposition].head == Some(name)
            && document.tokens[preposition].relation == Relation::CASE
            && document.tokens[preposition].upos == Upos::ADP;
        let (above, place) = (document.tokens[name].head, document.tokens[name].relation);
        let phrase = matches!(place, Relation::OBL | Relation::NMOD | Relation::OBL_AGENT);
        let within = (gerund + 1..=name).all(|t| tree::is_name(document, t));
        if !(verbal && governed && phrase && within) {
            continue;
        }
        document.tokens[gerund].upos = Upos::VERB;
        document.tokens[gerund].xpos = Xpos::VBG;
        document.tokens[gerund].features = feature::VERBFORM_GER;
        document.tokens[gerund].head = above;
        document.tokens[gerund].relation = if place == Relation::NMOD { Relation::ACL } else { Relation::ADVCL };
        document.tokens[name].head = Some(gerund);
        document.tokens[name].relation = Relation::OBJ;
        document.tokens[preposition].head = Some(gerund);
        document.tokens[preposition].relation = Relation::MARK;
        document.tokens[preposition].upos = Upos::SCONJ;
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;

    fn check(words: &str, expected: &str) {
        let mut found = document(words);
        for (token, word) in words.split(' ').enumerate() {
            if word.contains("/IN/") {
                found.tokens[token].upos = Upos::ADP;
            }
        }
        let all = 0..found.tokens.len();
        repair(&mut found, all);
        assert_eq!(arcs(&found), expected, "{words}");
    }

    #[test]
    fn a_gerund_before_a_name_has_it_as_its_object() {
        check("accused/VBN/0/root of/IN/4/case funding/NN/4/compound Hamas/NNP/1/obl", "0/root 3/mark 1/advcl 3/obj");
        check("head/NN/0/root of/IN/4/case king/NN/4/compound Hamas/NNP/1/nmod", "0/root 4/case 4/compound 1/nmod");
        check("accused/VBN/0/root of/IN/4/case ruling/VBG/4/amod Fidesz/NNP/1/obl", "0/root 4/case 4/amod 1/obl");
    }
}
