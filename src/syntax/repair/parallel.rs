//! Mends lists of parallel members that parsers miss: *Hamas in Gaza, Hezbollah in Lebanon and others in Syria*.
//!
//! Read word by word, *Hezbollah* looks like a second *Gaza*. But a conjunct that goes on with the very preposition of
//! the word that it was joined to is parallel to the word above: (Hamas in Gaza), (Hezbollah in Lebanon). The parser
//! scores arcs one by one and cannot see the pattern.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};

/// How many clauses up the verb is looked for that a conjunct belongs to.
const MAX_CLIMB: usize = 6;
/// How many words before a verb its auxiliary or subject may stand.
const MAX_REACH: usize = 32;

/// Mends one sentence.
pub(super) fn mend(document: &mut Document, tokens: Range<TokenIx>) {
    mend_phrases_before_their_head(document, tokens.clone());
    mend_parallel_phrases(document, tokens.clone());
    mend_second_subjects(document, tokens.clone());
    mend_finite_conjuncts(document, tokens);
}

/// *A from X, B of Y*: a phrase with a preposition never stands before the noun that it belongs to.
fn mend_phrases_before_their_head(document: &mut Document, tokens: Range<TokenIx>) {
    for preposition in tokens.clone().skip(1) {
        let token = document.tokens[preposition];
        let Some(object) = token.head.filter(|&o| token.relation == Relation::CASE && o > preposition) else {
            continue;
        };
        let phrase = document.tokens[object];
        let Some(head) = phrase.head.filter(|&h| phrase.relation == Relation::NMOD && h > object) else { continue };
        let mut left = preposition - 1;
        if !tokens.contains(&left) || document.tokens[left].upos != Upos::PROPN {
            continue;
        }
        while let Some(above) = document.tokens[left].head.filter(|_| is_name_part(document, left)) {
            left = above;
        }
        if left < preposition && left != head && !is_above(document, object, left) {
            document.tokens[object].head = Some(left);
        }
    }
}

/// *Hamas in Gaza, Hezbollah in Lebanon*; *Lind of the Greens and Silva of Labour*.
fn mend_parallel_phrases(document: &mut Document, tokens: Range<TokenIx>) {
    for conjunct in tokens.clone() {
        let token = document.tokens[conjunct];
        let joined = matches!(token.relation, Relation::CONJ | Relation::APPOS);
        let Some(inner) = token.head.filter(|_| joined) else { continue };
        let Some((upper, preposition)) = hangs_by_preposition(document, tokens.clone(), inner) else { continue };
        let Some((case, object)) = follows_preposition(document, tokens.clone(), conjunct) else { continue };
        let names =
            is_name(document, upper) && is_name(document, conjunct) && document.tokens[object].head == Some(conjunct);
        let same = same_word(document, preposition, case) && token.relation == Relation::CONJ;
        if has_case(document, tokens.clone(), conjunct) || !(same || names) {
            continue;
        }
        document.tokens[object].head = Some(conjunct);
        document.tokens[object].relation = Relation::NMOD;
        if token.relation == Relation::APPOS {
            document.tokens[conjunct].head = Some(upper);
            document.tokens[conjunct].relation = Relation::CONJ;
        }
        // What was joined to the inner word from here on goes along: its arc would cross the new one.
        for later in conjunct..tokens.end {
            if document.tokens[later].head == Some(inner) && document.tokens[later].relation == Relation::CONJ {
                document.tokens[later].head = Some(upper);
            }
        }
    }
}

/// *A of X, B of Y, and C were elected*: a second subject behind *and* is the last member of the first.
fn mend_second_subjects(document: &mut Document, tokens: Range<TokenIx>) {
    let is_subject =
        |document: &Document, t: TokenIx| matches!(document.tokens[t].relation, Relation::NSUBJ | Relation::NSUBJ_PASS);
    for second in tokens.clone().filter(|&t| is_subject(document, t)).collect::<Vec<_>>() {
        let verb = document.tokens[second].head;
        let Some(first) = (tokens.start..second).find(|&t| is_subject(document, t) && document.tokens[t].head == verb)
        else {
            continue;
        };
        let is_coordinator =
            |&t: &TokenIx| document.tokens[t].relation == Relation::CC && document.tokens[t].head == Some(second);
        let Some(coordinator) = (first + 1..second).find(is_coordinator) else { continue };
        // The member of the list that ends before the coordinator, below the first subject.
        let before = (first..coordinator).rev().find(|&t| document.tokens[t].upos != Upos::PUNCT).unwrap_or(first);
        let mut member = before;
        let mut left = tokens.len();
        while member != first && document.tokens[member].head != Some(first) {
            let Some(above) = document.tokens[member].head.filter(|_| left > 0) else { break };
            (member, left) = (above, left - 1);
        }
        let apposed = document.tokens[member].relation == Relation::APPOS && is_name(document, second);
        if member == first || document.tokens[member].head == Some(first) {
            document.tokens[second].head = Some(if apposed { member } else { first });
            document.tokens[second].relation = Relation::CONJ;
        }
    }
}

/// *provided aid to help farmers and sent troops*: a verb in the past is joined to no infinitive, but to the verb of that
/// form above it.
fn mend_finite_conjuncts(document: &mut Document, tokens: Range<TokenIx>) {
    let past = |document: &Document, t: TokenIx| matches!(document.tokens[t].xpos, Xpos::VBD | Xpos::VBN);
    for verb in tokens.clone() {
        let token = document.tokens[verb];
        let Some(infinitive) = token.head.filter(|&h| token.relation == Relation::CONJ && h < verb) else { continue };
        let mismatched = past(document, verb) && document.tokens[infinitive].xpos == Xpos::VB;
        if !mismatched || has_auxiliary_or_subject(document, tokens.clone(), verb) {
            continue;
        }
        let mut above = document.tokens[infinitive].head;
        for _ in 0..MAX_CLIMB {
            let Some(here) = above.filter(|&a| a < infinitive) else { break };
            if document.tokens[here].upos == Upos::VERB && past(document, here) {
                document.tokens[verb].head = Some(here);
                break;
            }
            above = document.tokens[here].head;
        }
    }
}

fn has_auxiliary_or_subject(document: &Document, tokens: Range<TokenIx>, verb: TokenIx) -> bool {
    use Relation as R;
    let own = |t: TokenIx| {
        document.tokens[t].head == Some(verb)
            && matches!(
                document.tokens[t].relation,
                R::AUX | R::AUX_PASS | R::NSUBJ | R::NSUBJ_PASS | R::CSUBJ | R::EXPL
            )
    };
    let before = tokens.start.max(verb.saturating_sub(MAX_REACH))..verb;
    before.into_iter().any(own)
}

fn is_name(document: &Document, token: TokenIx) -> bool {
    document.tokens[token].upos == Upos::PROPN
}

fn is_name_part(document: &Document, token: TokenIx) -> bool {
    matches!(document.tokens[token].relation, Relation::FLAT | Relation::COMPOUND)
}

/// Whether `token` is `lower` or stands above it.
fn is_above(document: &Document, token: TokenIx, lower: TokenIx) -> bool {
    let mut here = Some(lower);
    for _ in 0..document.tokens.len() {
        match here {
            Some(t) if t == token => return true,
            Some(t) => here = document.tokens[t].head,
            None => return false,
        }
    }
    true
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
    fn a_past_form_is_joined_to_no_infinitive() {
        let rows = "1\tsent\t_\tVERB\tVBD\t_\t0\troot\t_\t_\n2\taid\t_\tNOUN\tNN\t_\t1\tobj\t_\t_\n\
            3\tto\t_\tPART\tTO\t_\t4\tmark\t_\t_\n4\thelp\t_\tVERB\tVB\t_\t1\tadvcl\t_\t_\n\
            5\tand\t_\tCCONJ\tCC\t_\t6\tcc\t_\t_\n6\tarmed\t_\tVERB\tVBD\t_\t4\tconj\t_\t_\n\
            7\tMali\t_\tPROPN\tNNP\t_\t6\tobj\t_\t_\n";
        let mut document = read("test", rows, Annotation::Gold).unwrap().remove(0).document;
        mend(&mut document, 0..7);
        assert_eq!(document.tokens[5].head, Some(0));
    }

    #[test]
    fn names_with_their_bodies_form_one_list() {
        let words = [
            ("councillors", "NOUN", 13, "nsubj:pass"),
            ("Lind", "PROPN", 1, "appos"),
            ("from", "ADP", 4, "case"),
            ("Labour", "PROPN", 5, "nmod"),
            ("Silva", "PROPN", 2, "conj"),
            ("of", "ADP", 7, "case"),
            ("Greens", "PROPN", 5, "nmod"),
            ("Novak", "PROPN", 7, "appos"),
            ("of", "ADP", 10, "case"),
            ("Power", "PROPN", 8, "nmod"),
            ("and", "CCONJ", 12, "cc"),
            ("Holm", "PROPN", 13, "nsubj:pass"),
            ("won", "VERB", 0, "root"),
        ];
        check(&words, &[(4, 2), (5, 2), (8, 5), (12, 2)]);
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
