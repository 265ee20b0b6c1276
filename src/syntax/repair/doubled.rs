//! Repairs arguments that a clause has twice.
//!
//! The parser scores every arc alone and may give a verb two arguments of a kind. In *met Hezbollah leader Naim Qassem*
//! the noun is the name's description (`nmod:desc` in the guidelines of GUM and EWT); in *Hezbollah may attack, officials
//! said* the first subject is that of what is said, and in *officials argue that any deal ending it helps Iran* the second.

use std::ops::Range;

use crate::document::{Document, Relation, Token, Upos, Xpos};

/// Repairs one sentence whose words have heads.
pub(super) fn repair(document: &mut Document, tokens: Range<usize>) {
    titles(document, tokens.clone());
    subjects(document, tokens.clone());
    content_subjects(document, tokens);
}

/// Of two subjects before and behind a clause without one, the first is that of the clause.
fn subjects(document: &mut Document, tokens: Range<usize>) {
    let is_subject =
        |document: &Document, t: usize| matches!(document.tokens[t].relation, Relation::NSUBJ | Relation::NSUBJ_PASS);
    // The first subject of each verb so far, and the clause behind it; few verbs are open at once.
    let mut open: Vec<(usize, usize, Option<usize>)> = Vec::new();
    for token in tokens.clone() {
        let Some(head) = document.tokens[token].head else { continue };
        let known = open.iter().rposition(|o| o.0 == head);
        if document.tokens[token].relation == Relation::CCOMP && token < head {
            if let Some(known) = known {
                open[known].2.get_or_insert(token);
            }
        } else if is_subject(document, token) && token < head {
            match known.map(|k| open[k]) {
                None => open.push((head, token, None)),
                Some((_, first, Some(clause))) => {
                    let subjects = tokens.clone().filter(|&t| document.tokens[t].head == Some(clause));
                    if subjects.into_iter().all(|t| !is_subject(document, t)) {
                        let passive = tokens.clone().any(|t| {
                            document.tokens[t].head == Some(clause) && document.tokens[t].relation == Relation::AUX_PASS
                        });
                        document.tokens[first].head = Some(clause);
                        document.tokens[first].relation = if passive { Relation::NSUBJ_PASS } else { Relation::NSUBJ };
                    }
                    open.retain(|o| o.0 != head);
                }
                Some(_) => {}
            }
        }
    }
}

/// Of two subjects before and behind a verb, the second is that of the clause behind it, if that has none.
fn content_subjects(document: &mut Document, tokens: Range<usize>) {
    let subject = |r: Relation| matches!(r, Relation::NSUBJ | Relation::NSUBJ_PASS);
    // The verbs that have a subject before them, and the last subject behind each.
    let mut before = vec![false; tokens.len()];
    let mut behind: Vec<Option<usize>> = vec![None; tokens.len()];
    let mut filled = vec![false; tokens.len()];
    for token in tokens.clone() {
        let Some(head) = document.tokens[token].head.filter(|h| tokens.contains(h)) else { continue };
        let place = head - tokens.start;
        if !subject(document.tokens[token].relation) {
            filled[place] |= matches!(document.tokens[token].relation, Relation::CSUBJ | Relation::EXPL);
            continue;
        }
        filled[place] = true;
        if token < head {
            before[place] = true;
        } else {
            behind[place] = Some(token);
        }
    }
    for clause in tokens.clone() {
        let Some(verb) = document.tokens[clause].head.filter(|h| tokens.contains(h)) else { continue };
        let stray = behind[verb - tokens.start].filter(|&s| verb < s && s < clause && before[verb - tokens.start]);
        let open = document.tokens[clause].relation == Relation::CCOMP && !filled[clause - tokens.start];
        if let Some(stray) = stray.filter(|_| open) {
            document.tokens[stray].head = Some(clause);
            behind[verb - tokens.start] = None;
        }
    }
}

fn titles(document: &mut Document, tokens: Range<usize>) {
    for title in tokens.start..tokens.end.saturating_sub(1) {
        let Some(bearer) = bearer(document, title, tokens.end) else { continue };
        let (noun, name) = (&document.tokens[title], &document.tokens[bearer]);
        let common = matches!(noun.xpos, Xpos::NN | Xpos::NNS) && noun.upos == Upos::NOUN;
        // *Justice Ann Lee wrote*: a verb has no two subjects side by side.
        let subject = noun.xpos == Xpos::NNP && matches!(noun.relation, Relation::NSUBJ | Relation::NSUBJ_PASS);
        let bare = || tokens.clone().all(|t| document.tokens[t].head != Some(title) || t < title);
        if (common || subject && bare()) && name.xpos == Xpos::NNP {
            hang(document, title, bearer, tokens.start);
        } else if is_object(noun) && is_object(name) && bearer == title + 1 {
            join(document, title, bearer, tokens.clone());
        }
    }
}

/// Whether a word of a name is the direct object.
fn is_object(token: &Token) -> bool {
    token.relation == Relation::OBJ && token.xpos == Xpos::NNP && token.upos == Upos::PROPN
}

/// Makes one name of two side by side: *acquired Sun Woo-kim*, with *flat* words if the parser saw those of a person in
/// it, and else with the last word as its head, as in *acquired Orion Caribe*.
fn join(document: &mut Document, first: usize, second: usize, tokens: Range<usize>) {
    let under = |document: &Document, t: usize, head: usize| document.tokens[t].head == Some(head);
    let flat = |t: usize| under(document, t, second) && document.tokens[t].relation == Relation::FLAT;
    let (part, head, relation) =
        if tokens.clone().any(flat) { (second, first, Relation::FLAT) } else { (first, second, Relation::COMPOUND) };
    for token in tokens.filter(|&t| t != head) {
        if under(document, token, part) {
            document.tokens[token].head = Some(head);
        }
    }
    (document.tokens[part].head, document.tokens[part].relation) = (Some(head), relation);
}

/// The head of the name that begins right behind a word, if both are the same argument of the same word: *leader Ann Lee*
/// with *Lee* for a head.
pub(super) fn bearer(document: &Document, first: usize, end: usize) -> Option<usize> {
    let next = first + 1;
    let of_name = |t: usize, head: usize| {
        let token = &document.tokens[t];
        token.head == Some(head) && token.relation == Relation::COMPOUND && token.xpos == Xpos::NNP
    };
    let head = document.tokens[next].head.filter(|&h| next < h && h < end);
    let bearer = head.filter(|&h| (next..h).all(|t| of_name(t, h))).unwrap_or(next);
    let (noun, name) = (&document.tokens[first], &document.tokens[bearer]);
    let argument = matches!(
        noun.relation,
        Relation::OBJ
            | Relation::IOBJ
            | Relation::NSUBJ
            | Relation::NSUBJ_PASS
            | Relation::OBL
            | Relation::OBL_AGENT
            | Relation::NMOD
            | Relation::CONJ
    );
    (argument && noun.head.is_some() && noun.head == name.head && noun.relation == name.relation).then_some(bearer)
}

/// Hangs a title on the name behind it, with the preposition that stands before both.
pub(super) fn hang(document: &mut Document, title: usize, bearer: usize, start: usize) {
    for token in start..title {
        if document.tokens[token].head == Some(title) && document.tokens[token].relation == Relation::CASE {
            document.tokens[token].head = Some(bearer);
        }
    }
    document.tokens[title].head = Some(bearer);
    document.tokens[title].relation = Relation::NMOD_DESC;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Sentence, Source, Span, Token};

    fn document(text: &str, heads: &[Option<usize>], relations: &[Relation]) -> Document {
        let mut tokens = Vec::new();
        let mut start = 0;
        for (i, word) in text.split(' ').enumerate() {
            let mut token = Token::raw(Span::new(start, start + word.len()), false);
            (token.head, token.relation) = (heads[i], relations[i]);
            start += word.len() + 1;
            tokens.push(token);
        }
        let all = 0..tokens.len();
        let sentence = Sentence { span: Span::new(0, text.len()), tokens: all, paragraph_start: true };
        Document::new(Source::named("t"), text.to_owned(), tokens, vec![sentence])
    }

    #[test]
    fn of_two_subjects_the_first_is_that_of_what_is_said() {
        let relations = [Relation::NSUBJ, Relation::CCOMP, Relation::OBJ, Relation::NSUBJ, Relation::ROOT];
        let heads = [Some(4), Some(4), Some(1), Some(4), None];
        let mut found = document("Iran attacked it officials said", &heads, &relations);
        repair(&mut found, 0..5);
        assert_eq!((found.tokens[0].head, found.tokens[3].head), (Some(1), Some(4)));
    }

    #[test]
    fn of_two_subjects_the_second_is_that_of_the_clause_behind() {
        let relations = [Relation::NSUBJ, Relation::ROOT, Relation::NSUBJ, Relation::CCOMP, Relation::OBJ];
        let heads = [Some(1), None, Some(1), Some(1), Some(3)];
        let mut found = document("Officials argue deals help Iran", &heads, &relations);
        repair(&mut found, 0..5);
        assert_eq!((found.tokens[0].head, found.tokens[2].head), (Some(1), Some(3)));
    }

    #[test]
    fn two_names_side_by_side_are_one() {
        let words = "met/VBD/0/root Sun/NNP/1/obj Woo/NNP/1/obj kim/NNP/3/flat";
        let mut found = crate::syntax::repair::fixture::document(words);
        repair(&mut found, 0..4);
        assert_eq!(crate::syntax::repair::fixture::arcs(&found), "0/root 1/obj 2/flat 2/flat");
    }

    #[test]
    fn two_objects_side_by_side_are_a_title_and_its_bearer() {
        let text = "met group leader Naim Berg".to_owned();
        let heads = [None, Some(2), Some(0), Some(0), Some(3)];
        let mut tokens = Vec::new();
        let mut start = 0;
        for (word, head) in text.split(' ').zip(heads) {
            let mut token = Token::raw(Span::new(start, start + word.len()), false);
            token.head = head;
            (token.xpos, token.upos) =
                if word.starts_with(['N', 'B']) { (Xpos::NNP, Upos::PROPN) } else { (Xpos::NN, Upos::NOUN) };
            token.relation = if head == Some(0) { Relation::OBJ } else { Relation::FLAT };
            start += word.len() + 1;
            tokens.push(token);
        }
        let span = Span::new(0, text.len());
        let sentence = Sentence { span, tokens: 0..5, paragraph_start: true };
        let mut document = Document::new(Source::named("t"), text, tokens, vec![sentence]);
        repair(&mut document, 0..5);
        assert_eq!((document.tokens[2].head, document.tokens[2].relation), (Some(3), Relation::NMOD_DESC));
        assert_eq!(document.tokens[3].head, Some(0));
    }
}
