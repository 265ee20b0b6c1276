//! Repairs coordinations whose members the parser does not find.
//!
//! In *a sociologist and human rights activist* it may hang both the first noun (as a compound) and the conjunction on the
//! last noun. A conjunction (`cc`) always joins its head to a first conjunct, in Universal Dependencies
//! (<https://universaldependencies.org/u/dep/cc.html>), so where there is none, the noun before the conjunction is it.
//!
//! In *director of the Red Cross and chairman of Total* it may join *chairman* to the name: a bare noun with its own *of*
//! is the fellow of the noun with the first *of*.

use std::ops::Range;

use crate::document::{Document, Relation, Upos, Xpos};

/// How many words the second member may have before its noun.
const MAX_MEMBER: usize = 8;

/// Repairs one sentence whose words have heads.
pub(crate) fn repair(document: &mut Document, tokens: Range<usize>) {
    lone(document, tokens.clone());
    parallel(document, tokens);
}

/// *director of A and chairman of B*.
fn parallel(document: &mut Document, tokens: Range<usize>) {
    for second in tokens.clone() {
        let found = &document.tokens[second];
        if found.relation != Relation::CONJ || found.xpos != Xpos::NN {
            continue;
        }
        let Some(name) = found.head.filter(|&h| h < second && document.tokens[h].xpos == Xpos::NNP) else { continue };
        let inner = &document.tokens[name];
        let Some(first) = inner.head.filter(|_| inner.relation == Relation::NMOD) else { continue };
        let has = |relation: Relation, from: usize| {
            (from..tokens.end)
                .any(|t| document.tokens[t].head == Some(second) && document.tokens[t].relation == relation)
        };
        let (phrase, bare) = (has(Relation::NMOD, second), !has(Relation::DET, tokens.start));
        if document.tokens[first].xpos == Xpos::NN && first < name && phrase && bare {
            document.tokens[second].head = Some(first);
        }
    }
}

/// *a sociologist and human rights activist*.
fn lone(document: &mut Document, tokens: Range<usize>) {
    for joint in tokens.start + 1..tokens.end {
        let found = &document.tokens[joint];
        if found.upos != Upos::CCONJ || found.relation != Relation::CC {
            continue;
        }
        let Some(last) = found.head.filter(|&h| h > joint && h - joint <= MAX_MEMBER) else { continue };
        let first = joint - 1;
        let (a, b) = (&document.tokens[first], &document.tokens[last]);
        let lost = a.head == Some(last)
            && a.relation == Relation::COMPOUND
            && a.upos == b.upos
            && a.xpos == b.xpos
            && b.upos == Upos::NOUN
            && b.relation != Relation::CONJ
            && !tokens.clone().any(|t| {
                document.tokens[t].head == Some(last) && document.tokens[t].relation == Relation::CONJ && t < last
            });
        if lost {
            join(document, tokens.clone(), [first, joint, last]);
        }
    }
}

fn join(document: &mut Document, tokens: Range<usize>, [first, joint, last]: [usize; 3]) {
    let (head, relation) = (document.tokens[last].head, document.tokens[last].relation);
    for token in tokens {
        let inside = (joint..=last).contains(&token);
        if document.tokens[token].head == Some(last) && !inside {
            document.tokens[token].head = Some(first);
        }
    }
    (document.tokens[first].head, document.tokens[first].relation) = (head, relation);
    (document.tokens[last].head, document.tokens[last].relation) = (Some(first), Relation::CONJ);
    // A word outside that hung on the last noun hangs on the first; the head may be one of them in a broken tree.
    if head == Some(first) {
        document.tokens[first].head = None;
        document.tokens[first].relation = Relation::ROOT;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Sentence, Source, Span, Token};

    #[test]
    fn the_noun_before_a_lone_conjunction_is_the_first_member() {
        let words = ["Holm", ",", "a", "sociologist", "and", "rights", "activist"];
        let heads = [None, Some(6), Some(6), Some(6), Some(6), Some(6), Some(0)];
        let relations = [
            Relation::ROOT,
            Relation::PUNCT,
            Relation::DET,
            Relation::COMPOUND,
            Relation::CC,
            Relation::COMPOUND,
            Relation::APPOS,
        ];
        let mut start = 0;
        let mut tokens = Vec::new();
        for (i, word) in words.iter().enumerate() {
            let mut token = Token::raw(Span::new(start, start + word.len()), false);
            (token.head, token.relation) = (heads[i], relations[i]);
            (token.upos, token.xpos) = match *word {
                "and" => (Upos::CCONJ, Xpos::CC),
                "rights" => (Upos::NOUN, Xpos::NNS),
                "a" => (Upos::DET, Xpos::DT),
                _ => (Upos::NOUN, Xpos::NN),
            };
            tokens.push(token);
            start += word.len() + 1;
        }
        let text = words.join(" ");
        let sentence = Sentence { span: Span::new(0, text.len()), tokens: 0..words.len(), paragraph_start: true };
        let mut document = Document::new(Source::named("t"), text, tokens, vec![sentence]);
        repair(&mut document, 0..words.len());
        let arc = |t: usize| (document.tokens[t].head, document.tokens[t].relation);
        assert_eq!(arc(3), (Some(0), Relation::APPOS));
        assert_eq!(arc(6), (Some(3), Relation::CONJ));
        assert_eq!((arc(2).0, arc(4).0, arc(5).0), (Some(3), Some(6), Some(6)));
    }
}
