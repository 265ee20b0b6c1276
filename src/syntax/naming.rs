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
pub(crate) fn repair(document: &mut Document, tokens: Range<usize>) {
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
    use super::*;
    use crate::document::{Sentence, Source, Span, Token};

    #[test]
    fn who_is_named_is_the_object_of_an_active_verb() {
        let words = ["board", "named", "Lee", "head"];
        let heads = [None, Some(0), Some(1), Some(1)];
        let relations = [Relation::ROOT, Relation::ACL, Relation::XCOMP, Relation::XCOMP];
        let tags = [(Upos::NOUN, Xpos::NN), (Upos::VERB, Xpos::VBN), (Upos::PROPN, Xpos::NNP), (Upos::NOUN, Xpos::NN)];
        let mut start = 0;
        let mut tokens = Vec::new();
        for (i, word) in words.iter().enumerate() {
            let mut token = Token::raw(Span::new(start, start + word.len()), false);
            (token.head, token.relation) = (heads[i], relations[i]);
            (token.upos, token.xpos) = tags[i];
            tokens.push(token);
            start += word.len() + 1;
        }
        let text = words.join(" ");
        let sentence = Sentence { span: Span::new(0, text.len()), tokens: 0..words.len(), paragraph_start: true };
        let mut document = Document::new(Source::named("t"), text, tokens, vec![sentence]);
        repair(&mut document, 0..words.len());
        let arcs: Vec<_> = document.tokens.iter().map(|t| (t.head, t.relation)).collect();
        assert_eq!(arcs[..3], [(Some(1), Relation::NSUBJ), (None, Relation::ROOT), (Some(1), Relation::OBJ)]);
        assert_eq!(document.tokens[1].xpos, Xpos::VBD);
    }
}
