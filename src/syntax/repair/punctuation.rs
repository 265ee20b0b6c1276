//! Puts punctuation where the UD guidelines want it: a mark governs nothing, and it hangs on a word from which its arc
//! crosses no other.
//!
//! The parser scores every arc alone, so now and then a comma hangs across another arc or carries a word. The rules
//! are those of <https://universaldependencies.org/u/dep/punct.html>: marks of a pair hang on the head of what they
//! enclose; the last mark of a sentence hangs on its root; any other mark that would cross an arc hangs on the highest
//! word beside it that it can reach.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};

/// Repairs the punctuation of one sentence whose words have heads.
pub(super) fn repair(document: &mut Document, tokens: Range<TokenIx>) {
    free_dependents(document, tokens.clone());
    let mut open: Vec<(TokenIx, Xpos)> = Vec::new();
    for mark in tokens.clone() {
        if !is_mark(document, mark) {
            continue;
        }
        let closes = match document.tokens[mark].xpos {
            Xpos::RRB => Some(Xpos::LRB),
            Xpos::CLOSE_QUOTE => Some(Xpos::OPEN_QUOTE),
            opening @ (Xpos::LRB | Xpos::OPEN_QUOTE) => {
                open.push((mark, opening));
                None
            }
            _ => None,
        };
        let partner = closes.and_then(|kind| open.iter().rposition(|(_, k)| *k == kind));
        if let Some(place) = partner {
            let (opening, _) = open[place];
            open.truncate(place);
            if let Some(head) = head_of(document, opening + 1..mark) {
                document.tokens[opening].head = Some(head);
                document.tokens[mark].head = Some(head);
                continue;
            }
        }
        uncross(document, tokens.clone(), mark);
    }
}

fn is_mark(document: &Document, token: TokenIx) -> bool {
    let token = &document.tokens[token];
    token.upos == Upos::PUNCT && token.relation == Relation::PUNCT && token.head.is_some()
}

/// What hangs on a mark hangs on the mark's head instead.
fn free_dependents(document: &mut Document, tokens: Range<TokenIx>) {
    for token in tokens.clone() {
        // A tree has no cycle, so this ends; the bound guards against a damaged one.
        for _ in tokens.clone() {
            match document.tokens[token].head.filter(|&h| is_mark(document, h)) {
                Some(mark) => document.tokens[token].head = document.tokens[mark].head,
                None => break,
            }
        }
    }
}

/// The one word within a range that hangs on a word outside it, marks not counted; none if there are several.
fn head_of(document: &Document, inside: Range<TokenIx>) -> Option<TokenIx> {
    let leaves = |&t: &TokenIx| document.tokens[t].head.is_none_or(|h| !inside.contains(&h)) && !is_mark(document, t);
    let mut heads = inside.clone().filter(leaves);
    heads.next().filter(|_| heads.next().is_none())
}

/// Moves a mark whose arc crosses another one.
fn uncross(document: &mut Document, tokens: Range<TokenIx>, mark: TokenIx) {
    let word = |t: &TokenIx| !is_mark(document, *t);
    let before = (tokens.start..mark).rev().find(word);
    let after = (mark + 1..tokens.end).find(word);
    let head = document.tokens[mark].head;
    let (mut left, mut right) = (None, None);
    if let Some(before) = before {
        left = Some(climb(document, before, head, |h| h < mark));
    }
    if let Some(after) = after {
        right = Some(climb(document, after, head, |h| h > mark));
    }
    let reached = left.is_some_and(|l| l.1) || right.is_some_and(|r| r.1);
    if reached {
        return;
    }
    document.tokens[mark].head = match (left, right) {
        (Some((left, _)), Some((right, _))) => {
            // The side that hangs on the other is the smaller unit, and the mark belongs to it.
            let right_hangs_left = document.tokens[right].head.is_some_and(|h| h < mark);
            Some(if right_hangs_left { right } else { left })
        }
        (Some((left, _)), None) => Some(left),
        (None, Some((right, _))) => Some(right),
        (None, None) => head,
    };
}

/// The highest word reached from `start` by heads that satisfy `stays`, and whether `wanted` was on the way.
fn climb(
    document: &Document,
    start: TokenIx,
    wanted: Option<TokenIx>,
    stays: impl Fn(TokenIx) -> bool,
) -> (TokenIx, bool) {
    let (mut word, mut met) = (start, Some(start) == wanted);
    while let Some(head) = document.tokens[word].head.filter(|&h| stays(h)) {
        word = head;
        met |= Some(word) == wanted;
    }
    (word, met)
}
