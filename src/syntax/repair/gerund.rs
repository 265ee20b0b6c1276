//! Repairs gerunds that the parser takes for a noun before a name: *was accused of funding Hamas*, *by arming Chad*.
//!
//! Behind a preposition, a word in *-ing* without article right before a name is no kind of that name, but a verb that has
//! it as its object. Participles before titles (*of ruling Fidesz*) are adjectives to the parser and stay. So it is right
//! behind the verb whose object the name is said to be: *stopped funding Hamas*.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::tree;

/// Shorter words are nouns: *king*, *spring*.
const MIN_LENGTH: usize = 6;

/// Repairs one sentence whose words have heads.
pub(super) fn repair(document: &mut Document, tokens: Range<TokenIx>) {
    for gerund in tokens.clone().skip(1) {
        let token = &document.tokens[gerund];
        let noun = token.upos == Upos::NOUN
            && matches!(token.xpos, Xpos::NN | Xpos::VBG)
            && token.relation == Relation::COMPOUND;
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
        let verb = gerund - 1;
        if verbal && within && place == Relation::OBJ && above == Some(verb) && token.xpos == Xpos::VBG {
            make_verb(document, gerund, name, above, Relation::XCOMP);
            continue;
        }
        if !(verbal && governed && phrase && within) {
            continue;
        }
        let relation = if place == Relation::NMOD { Relation::ACL } else { Relation::ADVCL };
        make_verb(document, gerund, name, above, relation);
        document.tokens[preposition].head = Some(gerund);
        document.tokens[preposition].relation = Relation::MARK;
        document.tokens[preposition].upos = Upos::SCONJ;
    }
}

/// Makes a verb of a word that hangs on `above` and has `name` as its object.
fn make_verb(document: &mut Document, gerund: TokenIx, name: TokenIx, above: Option<TokenIx>, relation: Relation) {
    let token = &mut document.tokens[gerund];
    (token.upos, token.xpos, token.features) = (Upos::VERB, Xpos::VBG, feature::VERBFORM_GER);
    (token.head, token.relation) = (above, relation);
    (document.tokens[name].head, document.tokens[name].relation) = (Some(gerund), Relation::OBJ);
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
        let stopped = "Iran/NNP/2/nsubj stopped/VBD/0/root funding/VBG/4/compound Hamas/NNP/2/obj";
        let mut found = document(stopped);
        found.tokens[2].upos = Upos::NOUN;
        repair(&mut found, 0..4);
        assert_eq!(arcs(&found), "2/nsubj 0/root 2/xcomp 3/obj");
        check("head/NN/0/root of/IN/4/case king/NN/4/compound Hamas/NNP/1/nmod", "0/root 4/case 4/compound 1/nmod");
        check("accused/VBN/0/root of/IN/4/case ruling/VBG/4/amod Fidesz/NNP/1/obl", "0/root 4/case 4/amod 1/obl");
    }
}
