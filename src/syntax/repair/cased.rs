//! Repairs phrases whose preposition says that they are no subject and no clause.
//!
//! By Universal Dependencies a word with a preposition (`case`) is a modifier: `nmod` of a noun, `obl` of a verb. The
//! parser, which scores every arc alone, may still take it for the subject of a verb that has one already (*a rise in world
//! prices hurt Peru*) or for a clause (*an attempt by Boeing to buy it*). And in *it is time for Peru to go*, *with Chad
//! bombing Gao, Peru left*, where *for* and *with* open a clause (`mark`), the word between is the subject of the clause
//! (<https://universaldependencies.org/u/dep/mark.html>), wherever the parser hung it.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::tree;

/// How far before its word a preposition stands.
const MAX_PHRASE: usize = 6;
/// How far behind its mark the verb of a clause stands.
const MAX_CLAUSE: usize = 8;

/// Repairs one sentence whose words have heads.
pub(super) fn repair(document: &mut Document, tokens: Range<TokenIx>) {
    for case in tokens.clone() {
        let found = &document.tokens[case];
        let Some(word) = found.head.filter(|&w| w > case && tokens.contains(&w)) else { continue };
        match (found.relation, found.xpos) {
            (Relation::CASE, Xpos::IN | Xpos::TO) if found.upos == Upos::ADP && word - case <= MAX_PHRASE => {
                modifier(document, tokens.clone(), case, word);
            }
            (Relation::MARK, Xpos::IN) if word - case <= MAX_CLAUSE => clause_subject(document, &tokens, case, word),
            _ => {}
        }
    }
}

/// A word with a preposition that is no modifier hangs on the noun before its preposition, else on its verb.
fn modifier(document: &mut Document, tokens: Range<TokenIx>, case: TokenIx, word: TokenIx) {
    let Some(head) = document.tokens[word].head else { return };
    let before = case.checked_sub(1).filter(|&t| t >= tokens.start);
    match document.tokens[word].relation {
        Relation::NSUBJ | Relation::NSUBJ_PASS if word < head => {
            let other = (tokens.start..case).find(|&t| {
                let found = &document.tokens[t];
                let subject = matches!(found.relation, Relation::NSUBJ | Relation::NSUBJ_PASS);
                subject && found.head == Some(head) && tree::is_nominal(document, t)
            });
            if other.is_none() {
                return;
            }
            let nominal = |t: TokenIx| matches!(document.tokens[t].upos, Upos::NOUN | Upos::PROPN);
            let noun = before.filter(|&t| nominal(t) && !is_below(document, t, word));
            (document.tokens[word].head, document.tokens[word].relation) =
                noun.map_or((Some(head), Relation::OBL), |noun| (Some(noun), Relation::NMOD));
        }
        Relation::ACL if tree::is_name(document, word) && document.tokens[head].upos == Upos::NOUN => {
            document.tokens[word].relation = Relation::NMOD;
        }
        _ => {}
    }
}

/// The word right behind the mark of an infinitive (*for*) or of a participle (*with*) is its subject.
fn clause_subject(document: &mut Document, tokens: &Range<TokenIx>, mark: TokenIx, verb: TokenIx) {
    let to = (mark + 2..verb).find(|&t| document.tokens[t].xpos == Xpos::TO && document.tokens[t].head == Some(verb));
    let participle = document.tokens[verb].xpos == Xpos::VBG
        || document.tokens[verb].upos == Upos::VERB && document.tokens[verb].xpos == Xpos::NN;
    let end = match to {
        Some(to) => to,
        None if participle && opens(document, tokens, mark) => verb,
        None => return,
    };
    let has_subject = tokens
        .clone()
        .any(|t| document.tokens[t].head == Some(verb) && tree::is_a(document.tokens[t].relation, Relation::NSUBJ));
    let subject = end - 1;
    let found = &document.tokens[subject];
    // The words of the phrase hang on each other, so that its head is the one which hangs elsewhere.
    let inside = |t: TokenIx| document.tokens[t].head.is_some_and(|h| mark < h && h < end);
    let Some(top) = (mark + 1..end).find(|&t| !inside(t)).filter(|&t| tree::is_nominal(document, t)) else { return };
    // *in order to study it* has a mark of several words.
    let single = (mark + 1..end).all(|t| (t == top || inside(t)) && document.tokens[t].relation != Relation::FIXED);
    let nominal = matches!(found.upos, Upos::NOUN | Upos::PROPN | Upos::PRON);
    // *calls for Chad to leave*: whom the verb is about stays its argument, and controls the infinitive.
    let of_verb = document.tokens[top].head.is_some_and(|h| h != verb && document.tokens[h].upos == Upos::VERB);
    // *while images of a man looking up appear*: the verb is a part of the phrase, which cannot hang on it.
    let free = (to.is_none() || !of_verb) && !is_below(document, verb, top);
    if single && nominal && !has_subject && free && document.tokens[top].relation != Relation::CONJ {
        (document.tokens[top].head, document.tokens[top].relation) = (Some(verb), Relation::NSUBJ);
    }
}

/// Whether a word opens its sentence or stands behind a comma.
fn opens(document: &Document, tokens: &Range<TokenIx>, word: TokenIx) -> bool {
    word == tokens.start || document.tokens[word - 1].xpos == Xpos::COMMA
}

/// Whether a token hangs below another.
fn is_below(document: &Document, token: TokenIx, above: TokenIx) -> bool {
    tree::ancestors(document, token).any(|t| t == above)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;

    #[test]
    fn a_preposition_makes_no_subject_and_no_clause() {
        for (words, expected) in [
            (
                "A/DT/2/det rise/NN/5/nsubj in/IN/4/case prices/NNS/5/nsubj hurt/VBD/0/root Peru/NNP/5/obj",
                "2/det 5/nsubj 4/case 2/nmod 0/root 5/obj",
            ),
            (
                "attempt/NN/6/nsubj by/IN/3/case Boeing/NNP/1/acl to/TO/5/mark buy/VB/1/acl failed/VBD/0/root",
                "6/nsubj 3/case 1/nmod 5/mark 1/acl 0/root",
            ),
            (
                "important/JJ/0/root for/IN/5/mark Peru/NNP/1/obl to/TO/5/mark join/VB/1/csubj",
                "0/root 5/mark 5/nsubj 5/mark 1/csubj",
            ),
            (
                "With/IN/3/mark Chad/NNP/6/obl bombing/VBG/6/advcl Gao/NNP/3/obj Peru/NNP/6/nsubj left/VBD/0/root",
                "3/mark 3/nsubj 6/advcl 3/obj 6/nsubj 0/root",
            ),
            (
                "delay/VB/0/root in/IN/5/mark order/NN/2/fixed to/TO/5/mark study/VB/1/advcl",
                "0/root 5/mark 2/fixed 5/mark 1/advcl",
            ),
            // A participle within the phrase.
            (
                "left/VBD/0/root ,/,/1/punct while/IN/7/mark images/NNS/1/obl of/IN/6/case men/NNS/4/nmod looking/VBG/6/acl",
                "0/root 1/punct 7/mark 1/obl 6/case 4/nmod 6/acl",
            ),
            // What has one subject only keeps it, and a verb keeps whom it is about.
            ("Around/IN/2/case half/NN/3/nsubj left/VBD/0/root", "2/case 3/nsubj 0/root"),
            (
                "calls/VBZ/0/root for/IN/5/mark Chad/NNP/1/obl to/TO/5/mark leave/VB/1/advcl",
                "0/root 5/mark 1/obl 5/mark 1/advcl",
            ),
        ] {
            let mut found = document(words);
            for token in &mut found.tokens {
                if token.xpos == Xpos::IN {
                    token.upos = Upos::ADP;
                }
            }
            let all = 0..found.tokens.len();
            repair(&mut found, all);
            assert_eq!(arcs(&found), expected, "{words}");
        }
    }
}
