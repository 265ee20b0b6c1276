//! Repairs clauses that name somebody something: *Trump named Ann Lee chief of staff*.
//!
//! The treebanks know *named* as a participle (*a man named Lee*), so the parser may take it for one, and both nouns behind
//! it for predicates. A verb with a name and a common noun as predicates has the name as its object; and as a passive has no
//! object, it is active, so that the noun before it is its subject.
//!
//! In *named Ann Lee president* it may take the name for a part of the office, as in *became Shell president*. A given name
//! (`ontology/lexicon/actors/first-names.tsv`) begins the name of a person, and no office is named after one.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::Lexicon;
use crate::syntax::tree;

/// How far behind the verb both stand.
const MAX_DISTANCE: usize = 12;

/// Repairs one sentence whose words have heads.
pub(super) fn repair(document: &mut Document, tokens: Range<usize>) {
    for verb in tokens.clone() {
        if document.tokens[verb].upos != Upos::VERB {
            continue;
        }
        let predicate = |document: &Document, t: usize| {
            document.tokens[t].head == Some(verb) && document.tokens[t].relation == Relation::XCOMP
        };
        let end = tokens.end.min(verb + MAX_DISTANCE);
        let Some(name) = (verb + 1..end).find(|&t| predicate(document, t)) else { continue };
        let office = (name + 1..end).find(|&t| predicate(document, t));
        let named = tree::is_name(document, name) && document.tokens[name].upos == Upos::PROPN;
        if !named || office.is_none_or(|t| document.tokens[t].upos != Upos::NOUN) {
            continue;
        }
        document.tokens[name].relation = Relation::OBJ;
        if document.tokens[verb].xpos == Xpos::VBN {
            activate(document, verb, tokens.clone());
        }
    }
}

/// Repairs the trees of a document whose words have heads and lemmas: *named Ann Lee president*.
pub(super) fn document(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for verb in tokens.clone() {
            let Some(name) = office_of_name(document, lexicon, verb, tokens.end) else { continue };
            let office = document.tokens[name].head.expect("the name hangs on the office");
            (document.tokens[name].head, document.tokens[name].relation) = (Some(verb), Relation::OBJ);
            document.tokens[office].relation = Relation::XCOMP;
            if document.tokens[verb].xpos == Xpos::VBN {
                activate(document, verb, tokens.clone());
            }
        }
    }
}

/// The name of a person right behind a verb that names, if it hangs on the office behind it.
fn office_of_name(document: &Document, lexicon: &Lexicon, verb: TokenIx, end: TokenIx) -> Option<TokenIx> {
    let name = verb + 1;
    let found = document.tokens.get(name).filter(|t| name < end && t.relation == Relation::COMPOUND)?;
    let office = found.head.filter(|&o| name < o && o < end && document.tokens[o].head == Some(verb))?;
    let place = matches!(document.tokens[office].relation, Relation::XCOMP | Relation::OBJ);
    let person = || document.tokens[name + 1].head == Some(name) && lexicon.is_given_name(document.form(name));
    let names = || {
        let word = lexicon.word(document.lemma(verb));
        word.is_some_and(|w| w.verb.iter().any(|e| e.takes("xcomp"))) && lexicon.is_person_noun(document.lemma(office))
    };
    (document.tokens[verb].upos == Upos::VERB && place && person() && names()).then_some(name)
}

/// Makes a participle without an auxiliary the main verb.
fn activate(document: &mut Document, verb: usize, tokens: Range<usize>) {
    let helped = tokens.clone().any(|t| {
        document.tokens[t].head == Some(verb)
            && matches!(document.tokens[t].relation, Relation::AUX | Relation::AUX_PASS)
    });
    if helped {
        return;
    }
    let above = document.tokens[verb].head;
    match (document.tokens[verb].relation, above) {
        (Relation::ROOT | Relation::CCOMP, _) => {}
        (Relation::ACL, Some(noun)) if document.tokens[noun].relation == Relation::ROOT && noun < verb => {
            (document.tokens[verb].head, document.tokens[verb].relation) = (None, Relation::ROOT);
            (document.tokens[noun].head, document.tokens[noun].relation) = (Some(verb), Relation::NSUBJ);
            for token in verb + 1..tokens.end {
                if document.tokens[token].head == Some(noun) {
                    document.tokens[token].head = Some(verb);
                }
            }
        }
        _ => return,
    }
    for token in tokens.start..verb {
        if document.tokens[token].head == Some(verb) && document.tokens[token].relation == Relation::NSUBJ_PASS {
            document.tokens[token].relation = Relation::NSUBJ;
        }
    }
    document.tokens[verb].xpos = Xpos::VBD;
    document.tokens[verb].features = feature::MOOD_IND.with(feature::TENSE_PAST).with(feature::VERBFORM_FIN);
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::repair;
    use crate::data::Data;
    use crate::document::Xpos;
    use crate::syntax::Lexicon;

    #[test]
    fn a_persons_name_before_an_office_is_who_is_named() {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        let words = "Shell/NNP/2/nsubj:pass named/VBN/0/root Ann/NNP/5/compound Lee/NNP/3/flat president/NN/2/xcomp";
        let mut found = document(words);
        found.tokens[1].xpos = Xpos::VBN;
        crate::syntax::repair::fixture::lemmas(&mut found, &["Shell", "name", "Ann", "Lee", "president"]);
        super::document(&mut found, &lexicon);
        assert_eq!(arcs(&found), "2/nsubj 0/root 2/obj 3/flat 2/xcomp");
        let words = "Lee/NNP/2/nsubj became/VBD/0/root Shell/NNP/4/compound president/NN/2/xcomp";
        let mut kept = document(words);
        crate::syntax::repair::fixture::lemmas(&mut kept, &["Lee", "become", "Shell", "president"]);
        super::document(&mut kept, &lexicon);
        assert_eq!(arcs(&kept), arcs(&document(words)));
    }

    #[test]
    fn who_is_named_is_the_object_of_an_active_verb() {
        let mut found = document("board/NN/0/root named/VBN/1/acl Lee/NNP/2/xcomp head/NN/2/xcomp");
        repair(&mut found, 0..4);
        assert_eq!(arcs(&found), "2/nsubj 0/root 2/obj 2/xcomp");
        assert_eq!(found.tokens[1].xpos, Xpos::VBD);
        let passive = "Lee/NNP/3/nsubj:pass was/VBD/3/aux:pass named/VBN/0/root head/NN/3/xcomp";
        let mut kept = document(passive);
        repair(&mut kept, 0..4);
        assert_eq!(arcs(&kept), arcs(&document(passive)));
    }
}
