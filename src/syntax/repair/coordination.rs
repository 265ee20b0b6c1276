//! Repairs coordinations whose members the parser does not find.
//!
//! In *a sociologist and human rights activist* it may hang both the first noun (as a compound) and the conjunction on the
//! last noun. A conjunction (`cc`) always joins its head to a first conjunct, in Universal Dependencies
//! (<https://universaldependencies.org/u/dep/cc.html>), so where there is none, the noun before the conjunction is it.
//!
//! In *director of the Red Cross and chairman of Total* it may join *chairman* to the name: a bare noun with its own *of*
//! is the fellow of the noun with the first *of*.
//!
//! In *Lind and leaders of Mali* it may hang the phrase on the first member.

use std::ops::Range;

use crate::document::{Document, Relation, Upos, Xpos};

/// How many words the second member may have before its noun.
const MAX_MEMBER: usize = 8;

/// Repairs one sentence whose words have heads.
pub(super) fn repair(document: &mut Document, tokens: Range<usize>) {
    lone(document, tokens.clone());
    parallel(document, tokens.clone());
    own_phrases(document, tokens);
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
        let common = matches!(document.tokens[first].xpos, Xpos::NN | Xpos::NNS);
        if common && first < name && phrase && bare {
            document.tokens[second].head = Some(first);
        }
    }
}

/// *Lind and leaders of Mali*: the phrase behind a common noun is not that of the name which the noun is joined to.
fn own_phrases(document: &mut Document, tokens: Range<usize>) {
    for case in tokens.clone().skip(1) {
        let marker = &document.tokens[case];
        let Some(phrase) = marker.head.filter(|&p| marker.relation == Relation::CASE && p > case) else { continue };
        let found = &document.tokens[phrase];
        let Some(name) = found.head.filter(|&n| found.relation == Relation::NMOD && n + 1 < case) else { continue };
        let noun = case - 1;
        let second = &document.tokens[noun];
        let joined = second.relation == Relation::CONJ && second.head == Some(name);
        let common = matches!(second.xpos, Xpos::NN | Xpos::NNS);
        if joined && common && document.tokens[name].xpos == Xpos::NNP {
            document.tokens[phrase].head = Some(noun);
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
    use super::super::fixture::{arcs, document};
    use super::repair;

    fn check(words: &str, expected: &str) {
        let mut found = document(words);
        let all = 0..found.tokens.len();
        repair(&mut found, all);
        assert_eq!(arcs(&found), expected, "{words}");
    }

    #[test]
    fn the_noun_before_a_lone_conjunction_is_the_first_member() {
        check(
            "Holm/NNP/0/root ,/,/7/punct a/DT/7/det sociologist/NN/7/compound and/CC/7/cc rights/NNS/7/compound activist/NN/1/appos",
            "0/root 4/punct 4/det 1/appos 7/cc 7/compound 4/conj",
        );
    }

    #[test]
    fn a_bare_noun_with_its_own_of_is_the_fellow_of_the_noun_above() {
        check(
            "head/NN/0/root of/IN/3/case Total/NNP/1/nmod and/CC/5/cc chairman/NN/3/conj of/IN/7/case Shell/NNP/5/nmod",
            "0/root 3/case 1/nmod 5/cc 1/conj 7/case 5/nmod",
        );
        let two = "head/NN/0/root of/IN/3/case Total/NNP/1/nmod and/CC/6/cc the/DT/6/det chairman/NN/3/conj";
        check(two, "0/root 3/case 1/nmod 6/cc 6/det 3/conj");
    }
}
