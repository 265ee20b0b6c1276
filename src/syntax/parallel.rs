//! Mends one attachment that parsers miss: *Hamas in Gaza, Hezbollah in Lebanon and others in Syria*.
//!
//! Read word by word, *Hezbollah* looks like a second *Gaza*. But a conjunct that goes on with the very preposition of
//! the word that it was joined to is parallel to the word above: (Hamas in Gaza), (Hezbollah in Lebanon). The parser
//! scores arcs one by one and cannot see the pattern.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos};

/// Mends one sentence.
pub(crate) fn mend(document: &mut Document, tokens: Range<TokenIx>) {
    for conjunct in tokens.clone() {
        let token = document.tokens[conjunct];
        let Some(inner) = token.head.filter(|_| token.relation == Relation::CONJ) else { continue };
        let Some((upper, preposition)) = hangs_by_preposition(document, tokens.clone(), inner) else { continue };
        let Some((case, object)) = follows_preposition(document, tokens.clone(), conjunct) else { continue };
        if has_case(document, tokens.clone(), conjunct) || !same_word(document, preposition, case) {
            continue;
        }
        document.tokens[object].head = Some(conjunct);
        document.tokens[object].relation = Relation::NMOD;
        // What was joined to the inner word from here on goes along: its arc would cross the new one.
        for later in conjunct..tokens.end {
            if document.tokens[later].head == Some(inner) && document.tokens[later].relation == Relation::CONJ {
                document.tokens[later].head = Some(upper);
            }
        }
    }
}

/// The noun that `inner` hangs on by a preposition, and the preposition.
fn hangs_by_preposition(document: &Document, tokens: Range<TokenIx>, inner: TokenIx) -> Option<(TokenIx, TokenIx)> {
    let token = document.tokens[inner];
    let upper = token.head.filter(|_| token.relation == Relation::NMOD)?;
    let nominal = matches!(document.tokens[upper].upos, Upos::NOUN | Upos::PROPN);
    let preposition = tokens.clone().find(|&t| is_case_of(document, t, inner))?;
    (nominal && upper < preposition).then_some((upper, preposition))
}

/// The preposition that stands right behind the noun phrase of `noun`, and the word it marks.
fn follows_preposition(document: &Document, tokens: Range<TokenIx>, noun: TokenIx) -> Option<(TokenIx, TokenIx)> {
    let part_of_name = |t: &TokenIx| {
        document.tokens[*t].head == Some(noun)
            && matches!(document.tokens[*t].relation, Relation::FLAT | Relation::COMPOUND)
    };
    let end = (noun + 1..tokens.end).take_while(part_of_name).last().unwrap_or(noun) + 1;
    let object = document.tokens.get(end).filter(|t| end < tokens.end && t.relation == Relation::CASE)?.head?;
    let plain = object > end && document.tokens[object].relation == Relation::NMOD;
    plain.then_some((end, object))
}

fn has_case(document: &Document, tokens: Range<TokenIx>, noun: TokenIx) -> bool {
    tokens.clone().any(|t| is_case_of(document, t, noun))
}

/// Whether `token` is a preposition before the noun `noun` (a possessive 's stands behind it).
fn is_case_of(document: &Document, token: TokenIx, noun: TokenIx) -> bool {
    let t = document.tokens[token];
    t.relation == Relation::CASE && t.head == Some(noun) && token < noun
}

fn same_word(document: &Document, a: TokenIx, b: TokenIx) -> bool {
    document.form(a).eq_ignore_ascii_case(document.form(b)) && !document.form(a).eq_ignore_ascii_case("of")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::conllu::{Annotation, read};

    /// Heads and relations after mending, of `form head relation` lines.
    fn check(words: &[(&str, &str, usize, &str)], want: &[(usize, usize)]) {
        let line = |(i, (form, upos, head, relation)): (usize, &(&str, &str, usize, &str))| {
            format!("{}\t{form}\t_\t{upos}\t_\t_\t{head}\t{relation}\t_\t_\n", i + 1)
        };
        let text: String = words.iter().enumerate().map(line).collect();
        let mut document = read("test", &text, Annotation::Gold).unwrap().remove(0).document;
        mend(&mut document, 0..words.len());
        for &(word, head) in want {
            assert_eq!(document.tokens[word - 1].head, Some(head - 1), "{}", words[word - 1].0);
        }
    }

    #[test]
    fn parallel_prepositions_join_the_upper_nouns() {
        let words = [
            ("troops", "NOUN", 0, "root"),
            ("in", "ADP", 3, "case"),
            ("Mali", "PROPN", 1, "nmod"),
            (",", "PUNCT", 5, "punct"),
            ("police", "NOUN", 3, "conj"),
            ("in", "ADP", 7, "case"),
            ("Niger", "PROPN", 3, "nmod"),
            ("and", "CCONJ", 9, "cc"),
            ("others", "NOUN", 3, "conj"),
        ];
        check(&words, &[(5, 1), (7, 5), (9, 1)]);
    }

    #[test]
    fn another_preposition_changes_nothing() {
        let words = [
            ("ties", "NOUN", 0, "root"),
            ("with", "ADP", 3, "case"),
            ("France", "PROPN", 1, "nmod"),
            ("and", "CCONJ", 5, "cc"),
            ("groups", "NOUN", 3, "conj"),
            ("in", "ADP", 7, "case"),
            ("Niger", "PROPN", 5, "nmod"),
        ];
        check(&words, &[(5, 3), (7, 5)]);
    }
}
