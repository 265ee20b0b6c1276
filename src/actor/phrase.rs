//! Mention → its whole noun phrase, as corpora of coreference annotate it.
//!
//! A [`Mention`](super::Mention) keeps the words that name or describe: *the new head of the navy*. Here the phrase
//! is taken with all that the tree hangs on its head, participles and relative clauses too, and without what is another
//! phrase's: further conjuncts, appositions, and the predicate's own dependents where the head is a predicate (*She is
//! the first judge who …*). The possessive ending, a name right after its noun (*the painter Ann Lee*), an epithet
//! (*Peter the Great*) and the second noun of a twofold description (*a painter and poet*) are parts of the phrase;
//! years in brackets are not. Source: the span rules of the GUM corpus (Zeldes 2017) for entities.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::tree;

/// No phrase is longer.
const MAX_PHRASE: usize = 160;

/// The words of the phrase that `head` heads, `core` among them.
pub fn whole_phrase(document: &Document, head: TokenIx, core: &Range<TokenIx>) -> Range<TokenIx> {
    let mut range = core.clone();
    let dependents = tree::dependents(document, head);
    let split = dependents.partition_point(|&d| d < head);
    for &dependent in dependents[..split].iter().rev() {
        if belongs(document, head, dependent) {
            range.start = range.start.min(subtree(document, dependent).start);
        } else if !is_transparent(document, dependent) {
            break;
        }
    }
    for &dependent in &dependents[split..] {
        if belongs(document, head, dependent) {
            range.end = range.end.max(subtree(document, dependent).end);
        } else if !is_transparent(document, dependent) {
            break;
        }
    }
    if range.len() > MAX_PHRASE {
        range = core.clone();
    }
    while range.end > head + 1 && document.tokens[range.end - 1].upos == Upos::PUNCT && !closes(document, &range) {
        range.end -= 1;
    }
    range
}

fn belongs(document: &Document, head: TokenIx, dependent: TokenIx) -> bool {
    match document.tokens[dependent].relation {
        // *Ann Lee (1901 – 1980)*.
        Relation::NMOD_UNMARKED | Relation::NUMMOD if dependent > head => !is_in_brackets(document, dependent),
        Relation::DET
        | Relation::DET_PREDET
        | Relation::AMOD
        | Relation::NUMMOD
        | Relation::COMPOUND
        | Relation::FLAT
        | Relation::FLAT_FOREIGN
        | Relation::FIXED
        | Relation::GOESWITH
        | Relation::NMOD
        | Relation::NMOD_DESC
        | Relation::NMOD_POSS
        | Relation::NMOD_UNMARKED
        | Relation::ACL_RELCL => true,
        // *the men arrested on Monday*; but not *Moreau, now in her 80s, …*.
        Relation::ACL => dependent < head || document.tokens[head + 1].xpos != Xpos::COMMA,
        Relation::CASE => document.tokens[dependent].xpos == Xpos::POS,
        Relation::APPOS => dependent > head && is_tight(document, subtree(document, dependent).start),
        Relation::CONJ => is_second_description(document, head, dependent),
        _ => false,
    }
}

fn is_in_brackets(document: &Document, dependent: TokenIx) -> bool {
    let start = subtree(document, dependent).start;
    let opens = |t: TokenIx| document.tokens[t].xpos == Xpos::LRB;
    opens(start) || (start > 0 && opens(start - 1))
}

/// Whether no comma, bracket or other mark stands before a word.
fn is_tight(document: &Document, start: TokenIx) -> bool {
    start > 0 && document.tokens[start - 1].upos != Upos::PUNCT
}

/// Whether a name is part of the phrase of the noun right before it: *the painter Ann Lee*.
pub fn is_named_by(document: &Document, noun: TokenIx, name: TokenIx) -> bool {
    let token = &document.tokens[name];
    token.head == Some(noun)
        && noun < name
        && matches!(token.relation, Relation::APPOS | Relation::FLAT)
        && (noun + 1..name).all(|t| document.tokens[t].upos != Upos::PUNCT)
}

/// *poet* in *She was a painter and poet*, *Ann Lee, a painter and poet*: two words for one person, under one article.
pub fn is_second_description(document: &Document, head: TokenIx, conjunct: TokenIx) -> bool {
    let (first, second) = (&document.tokens[head], &document.tokens[conjunct]);
    let describes = document.dependent(head, Relation::COP).is_some()
        || matches!(first.relation, Relation::APPOS | Relation::XCOMP)
        || (first.relation == Relation::OBL && tree::preposition(document, head).is_some_and(|p| p == "as"));
    let own = |&d: &TokenIx| matches!(document.tokens[d].relation, Relation::DET | Relation::NMOD_POSS | Relation::COP);
    second.relation == Relation::CONJ
        && second.head == Some(head)
        && describes
        && first.xpos == Xpos::NN
        && second.xpos == Xpos::NN
        && !tree::dependents(document, conjunct).iter().any(own)
}

/// What may stand between two parts of a phrase without being one.
fn is_transparent(document: &Document, dependent: TokenIx) -> bool {
    matches!(
        document.tokens[dependent].relation,
        Relation::PUNCT | Relation::CASE | Relation::CC | Relation::MARK | Relation::COP | Relation::ADVMOD
    )
}

/// Whether the last word closes a bracket that the range opens.
fn closes(document: &Document, range: &Range<TokenIx>) -> bool {
    document.tokens[range.end - 1].xpos == Xpos::RRB && range.clone().any(|t| document.tokens[t].xpos == Xpos::LRB)
}

/// The first to the last word below a word, itself included; at most [`MAX_PHRASE`] words are looked at.
fn subtree(document: &Document, top: TokenIx) -> Range<TokenIx> {
    let mut range = top..top + 1;
    let mut open = vec![top];
    let mut seen = 0;
    while let Some(token) = open.pop() {
        range.start = range.start.min(token);
        range.end = range.end.max(token + 1);
        seen += 1;
        if seen > MAX_PHRASE {
            break;
        }
        open.extend_from_slice(tree::dependents(document, token));
    }
    range
}
