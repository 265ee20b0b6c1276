//! Repairs clauses that name somebody something: *Trump named Ann Lee chief of staff*.
//!
//! The treebanks know *named* as a participle (*a man named Lee*), so the parser may take it for one, and both nouns behind
//! it for predicates. A verb with a name and a common noun as predicates has the name as its object; and as a passive has no
//! object, it is active, so that the noun before it is its subject.

use std::ops::Range;

use crate::document::{Document, Relation, Upos, Xpos, feature};
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
        if !named || !office.is_some_and(|t| document.tokens[t].upos == Upos::NOUN) {
            continue;
        }
        document.tokens[name].relation = Relation::OBJ;
        if document.tokens[verb].xpos == Xpos::VBN {
            activate(document, verb, tokens.clone());
        }
    }
}

/// Makes a participle without an auxiliary the main verb.
fn activate(document: &mut Document, verb: usize, tokens: Range<usize>) {
    let helped = tokens.clone().any(|t| {
        document.tokens[t].head == Some(verb)
            && matches!(document.tokens[t].relation, Relation::AUX | Relation::AUX_PASS | Relation::NSUBJ_PASS)
    });
    if helped {
        return;
    }
    let above = document.tokens[verb].head;
    match (document.tokens[verb].relation, above) {
        (Relation::ROOT, _) => {}
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
    document.tokens[verb].xpos = Xpos::VBD;
    document.tokens[verb].features = feature::MOOD_IND.with(feature::TENSE_PAST).with(feature::VERBFORM_FIN);
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::repair;
    use crate::document::Xpos;

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
