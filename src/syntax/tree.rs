//! Questions about dependency trees that several layers ask: phrases, coordinations, prepositions, names.
//!
//! Every function answers for a wrong tree too: the trees come from a parser. Nothing here recurses without a bound, so
//! that a tree as deep as its sentence is long costs no stack. Labels are those of Universal Dependencies v2,
//! <https://universaldependencies.org/en/>.

use std::ops::Range;

use smallvec::SmallVec;
use smol_str::{SmolStr, SmolStrBuilder};

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};

/// How many members of one coordination are looked at: longer lists are no prose.
pub const MAX_CONJUNCTS: usize = 64;
/// How many dependents of one word are looked at: more are no prose, and looking at all from each would be quadratic.
pub const MAX_DEPENDENTS: usize = 128;
/// How many phrases within phrases belong to one noun phrase: *the head of the office of the …*.
const MAX_DEPTH: usize = 8;

/// A few tokens of one tree, in text order unless said otherwise.
pub type Tokens = SmallVec<[TokenIx; 4]>;

/// The direct dependents of a token in text order, at most [`MAX_DEPENDENTS`].
pub fn dependents(document: &Document, token: TokenIx) -> &[TokenIx] {
    let all = document.dependents(token);
    &all[..all.len().min(MAX_DEPENDENTS)]
}

/// The first dependent under exactly `relation`, among the first [`MAX_DEPENDENTS`].
pub fn dependent(document: &Document, token: TokenIx, relation: Relation) -> Option<TokenIx> {
    dependents(document, token).iter().copied().find(|&d| document.tokens[d].relation == relation)
}

/// Whether the token is part of a name, by its Penn tag: in a name every word is NNP or NNPS, whatever its UPOS.
pub fn is_name(document: &Document, token: TokenIx) -> bool {
    matches!(document.tokens[token].xpos, Xpos::NNP | Xpos::NNPS)
}

/// Whether an adjective stands right before the name that it belongs to: *pan-democrat* Ann Lee, a noun by other
/// lights.
pub fn is_epithet(document: &Document, token: TokenIx) -> bool {
    let found = &document.tokens[token];
    found.upos == Upos::ADJ
        && found.relation == Relation::AMOD
        && found.head.is_some_and(|name| name > token && (token + 1..=name).all(|t| is_name(document, t)))
}

/// Whether the token can head a noun phrase: noun, name, pronoun, number, symbol, or any word of a name.
pub fn is_nominal(document: &Document, token: TokenIx) -> bool {
    let upos = document.tokens[token].upos;
    matches!(upos, Upos::NOUN | Upos::PROPN | Upos::PRON | Upos::NUM | Upos::SYM) || is_name(document, token)
}

/// Whether the token is the root of its sentence.
pub fn is_root(document: &Document, token: TokenIx) -> bool {
    document.tokens[token].head.is_none()
}

/// Whether both tokens depend on the same head.
pub fn are_siblings(document: &Document, a: TokenIx, b: TokenIx) -> bool {
    a != b && document.tokens[a].head.is_some() && document.tokens[a].head == document.tokens[b].head
}

/// The token's head, if it depends on it under `relation` or a subtype of it.
pub fn head_by(document: &Document, token: TokenIx, relation: Relation) -> Option<TokenIx> {
    let found = &document.tokens[token];
    found.head.filter(|_| is_a(found.relation, relation))
}

/// Whether `relation` is `wanted` or a subtype of it: `nsubj:pass` is an `nsubj`.
pub fn is_a(relation: Relation, wanted: Relation) -> bool {
    relation == wanted || relation.base() == wanted
}

/// The token's heads, from its own head up to the root; it ends even if the heads run in a circle.
pub fn ancestors(document: &Document, token: TokenIx) -> impl Iterator<Item = TokenIx> {
    let mut here = document.tokens[token].head;
    let mut left = document.tokens.len();
    std::iter::from_fn(move || {
        let found = here?;
        left = left.checked_sub(1)?;
        here = document.tokens[found].head;
        Some(found)
    })
}

/// The token and what is coordinated with it below it: in *A, B and C*, for A all three, in text order. Appositions and
/// lists that the parser mixed up are told apart. At most [`MAX_CONJUNCTS`].
pub fn conjuncts(document: &Document, first: TokenIx) -> Tokens {
    let mut found = Tokens::new();
    found.push(first);
    let mut next = 0;
    while next < found.len() {
        for &dependent in dependents(document, found[next]) {
            if found.len() < MAX_CONJUNCTS && is_conjunct(document, dependent) {
                found.push(dependent);
            }
        }
        next += 1;
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether the token is coordinated with its head: `conj`, but no apposition in disguise, or `appos` between names in a
/// list (*Iran, Iraq and Oman*).
pub fn is_conjunct(document: &Document, token: TokenIx) -> bool {
    match (document.tokens[token].relation, document.tokens[token].head) {
        (Relation::CONJ, Some(head)) => !is_unfinished_list(document, head, token),
        (Relation::APPOS, Some(head)) => is_list_of_names(document, head, token),
        _ => false,
    }
}

/// Whether the token stands in apposition to its head: `appos` (but no list of names), a list without an end (*Sinwar,
/// the leader of Hamas,*), or a loose phrase behind a dash.
pub fn is_apposition(document: &Document, token: TokenIx) -> bool {
    let Some(head) = document.tokens[token].head else {
        return false;
    };
    match document.tokens[token].relation {
        Relation::APPOS => !is_list_of_names(document, head, token),
        Relation::CONJ | Relation::PARATAXIS | Relation::DEP | Relation::LIST => {
            is_unfinished_list(document, head, token)
        }
        _ => false,
    }
}

/// A name and a description parted by a comma, bracket or dash, with no *and* before or after.
fn is_unfinished_list(document: &Document, first: TokenIx, second: TokenIx) -> bool {
    let nominal = |t: TokenIx| is_nominal(document, t) && document.tokens[t].upos != Upos::PRON;
    let edge = |t: TokenIx| matches!(document.tokens[t].xpos, Xpos::COMMA | Xpos::COLON | Xpos::LRB);
    first < second
        && nominal(first)
        && nominal(second)
        && is_name(document, first) != is_name(document, second)
        && dependent(document, second, Relation::COP).is_none()
        && dependents(document, second).iter().any(|&d| d < second && edge(d))
        && !is_coordinated(document, second)
        && !has_coordinated(document, first)
}

/// Two names without determiner, the second of which goes on with *and*.
fn is_list_of_names(document: &Document, first: TokenIx, second: TokenIx) -> bool {
    is_name(document, first)
        && is_name(document, second)
        && dependent(document, second, Relation::DET).is_none()
        && has_coordinated(document, second)
}

fn is_coordinated(document: &Document, conjunct: TokenIx) -> bool {
    coordinator(document, conjunct).is_some()
}

/// Whether one of the conjuncts has a coordinator.
fn has_coordinated(document: &Document, first: TokenIx) -> bool {
    let conjunct = |d: &&TokenIx| document.tokens[**d].relation == Relation::CONJ;
    dependents(document, first).iter().filter(conjunct).any(|&c| is_coordinated(document, c))
}

/// The first member of the coordination that the token stands in: in *A, B and C*, for C it is A.
pub fn first_conjunct(document: &Document, token: TokenIx) -> TokenIx {
    let mut here = token;
    for _ in 0..MAX_CONJUNCTS {
        match head_by(document, here, Relation::CONJ) {
            Some(head) => here = head,
            None => break,
        }
    }
    here
}

/// The coordinating word before a conjunct: *and*, *or*, *but*.
pub fn coordinator(document: &Document, conjunct: TokenIx) -> Option<TokenIx> {
    dependent(document, conjunct, Relation::CC)
}

/// The words of the preposition before a noun phrase: the `case` dependents with their `fixed` parts, possessive *'s*
/// left out. Empty if there is none.
pub fn case_markers(document: &Document, nominal: TokenIx) -> Tokens {
    let mut found = Tokens::new();
    for &marker in dependents(document, nominal) {
        let token = &document.tokens[marker];
        if token.relation != Relation::CASE || token.xpos == Xpos::POS {
            continue;
        }
        found.push(marker);
        let parts = dependents(document, marker).iter();
        found.extend(parts.copied().filter(|&d| document.tokens[d].relation == Relation::FIXED));
    }
    found.sort_unstable();
    found
}

/// The preposition before a noun phrase, in lower case, several words joined by `_`: `with`, `on_behalf_of`.
pub fn preposition(document: &Document, nominal: TokenIx) -> Option<SmolStr> {
    let markers = case_markers(document, nominal);
    if markers.is_empty() {
        return None;
    }
    Some(join_lower(document, &markers))
}

/// Whether [`preposition`] is this one, without making it.
pub fn has_preposition(document: &Document, nominal: TokenIx, wanted: &str) -> bool {
    let markers = case_markers(document, nominal);
    match markers.as_slice() {
        [] => false,
        [marker] if document.form(*marker).is_ascii() => document.form(*marker).eq_ignore_ascii_case(wanted),
        _ => join_lower(document, &markers) == wanted,
    }
}

/// The forms of some tokens in lower case, joined by `_`.
pub fn join_lower(document: &Document, tokens: &[TokenIx]) -> SmolStr {
    let mut joined = SmolStrBuilder::new();
    for (i, &token) in tokens.iter().enumerate() {
        if i > 0 {
            joined.push('_');
        }
        for c in document.form(token).chars().flat_map(char::to_lowercase) {
            joined.push(c);
        }
    }
    joined.finish()
}

/// Whether a possessive *'s* or *'* stands on the phrase.
pub fn is_possessive(document: &Document, nominal: TokenIx) -> bool {
    let marked = |&d: &TokenIx| document.tokens[d].xpos == Xpos::POS;
    dependents(document, nominal).iter().any(marked)
}

/// Whether two nominals stand in one noun phrase, however deep, with no verb between them in the tree.
pub fn share_noun_phrase(document: &Document, [a, b]: [TokenIx; 2]) -> bool {
    let top = |mut token: TokenIx| {
        for _ in 0..MAX_DEPTH {
            let inside = matches!(
                document.tokens[token].relation.base(),
                Relation::NMOD
                    | Relation::COMPOUND
                    | Relation::AMOD
                    | Relation::APPOS
                    | Relation::FLAT
                    | Relation::CONJ
            );
            match document.tokens[token].head.filter(|&head| inside && is_nominal(document, head)) {
                Some(head) => token = head,
                None => break,
            }
        }
        token
    };
    top(a) == top(b)
}

/// The words of a noun phrase: determiners, modifiers, name parts, and prepositional phrases that follow without a
/// comma; without its own preposition, relative clauses, participles, appositions, parataxis and further conjuncts.
///
/// *the new head of Iran's navy, who …* gives *the new head of Iran's navy*.
pub fn noun_phrase(document: &Document, head: TokenIx) -> Range<TokenIx> {
    extent(document, head, Reach::Whole, 0)
}

/// The words of a noun phrase up to its head and the rest of its name: *the new head*, *President Donald Trump*.
pub fn core_phrase(document: &Document, head: TokenIx) -> Range<TokenIx> {
    extent(document, head, Reach::Core, 0)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Without prepositional phrases after the head.
    Core,
    /// With them.
    Whole,
}

fn extent(document: &Document, head: TokenIx, reach: Reach, depth: usize) -> Range<TokenIx> {
    let mut range = head..head + 1;
    if depth >= MAX_DEPTH {
        return range;
    }
    let dependents = dependents(document, head);
    let split = dependents.partition_point(|&d| d < head);
    for &dependent in dependents[..split].iter().rev() {
        if document.tokens[dependent].relation == Relation::PUNCT {
            continue;
        }
        let part = inner(document, dependent, reach, depth);
        if !stands_before(document, dependent) || !is_bridge(document, part.end, range.start, true) {
            break;
        }
        range.start = range.start.min(part.start);
    }
    for &dependent in &dependents[split..] {
        if matches!(document.tokens[dependent].relation, Relation::PUNCT | Relation::CASE) {
            continue;
        }
        let part = inner(document, dependent, reach, depth);
        let comma = belongs_to_name(document, head, dependent);
        if !stands_after(document, dependent, reach) || !is_bridge(document, range.end, part.start, comma) {
            break;
        }
        range.end = range.end.max(part.end);
    }
    range
}

/// The words of a dependent inside a noun phrase: with its own preposition, *'s* and conjuncts.
fn inner(document: &Document, head: TokenIx, reach: Reach, depth: usize) -> Range<TokenIx> {
    let mut range = extent(document, head, reach, depth + 1);
    for &dependent in dependents(document, head) {
        let relation = document.tokens[dependent].relation;
        if relation == Relation::CONJ && depth < MAX_DEPTH {
            range.end = range.end.max(inner(document, dependent, reach, depth + 1).end);
        } else if matches!(relation, Relation::CASE | Relation::CC | Relation::ADVMOD | Relation::COMPOUND_PRT)
            || is_a(relation, Relation::OBL)
        {
            // Adverbs and *Iran* of *Iran-backed* stand on participles; the preposition may have `fixed` parts.
            range.start = range.start.min(dependent);
            range.end = range.end.max(dependent + 1);
        }
    }
    range
}

fn stands_before(document: &Document, dependent: TokenIx) -> bool {
    let relation = document.tokens[dependent].relation;
    matches!(
        relation,
        Relation::DET
            | Relation::DET_PREDET
            | Relation::AMOD
            | Relation::COMPOUND
            | Relation::NUMMOD
            | Relation::FLAT
            | Relation::FLAT_FOREIGN
            | Relation::NMOD
            | Relation::NMOD_DESC
            | Relation::NMOD_POSS
            | Relation::NMOD_UNMARKED
            | Relation::GOESWITH
            | Relation::ACL
    )
}

fn stands_after(document: &Document, dependent: TokenIx, reach: Reach) -> bool {
    match document.tokens[dependent].relation {
        Relation::FLAT
        | Relation::FLAT_FOREIGN
        | Relation::COMPOUND
        | Relation::GOESWITH
        | Relation::NUMMOD
        | Relation::NMOD_DESC
        | Relation::FIXED => true,
        Relation::NMOD | Relation::AMOD | Relation::NMOD_UNMARKED => reach == Reach::Whole,
        _ => false,
    }
}

fn belongs_to_name(document: &Document, head: TokenIx, dependent: TokenIx) -> bool {
    matches!(document.tokens[dependent].relation, Relation::FLAT | Relation::COMPOUND)
        && is_name(document, head)
        && is_name(document, dependent)
}

/// Whether nothing but punctuation that may stand inside a noun phrase lies between `from` and `to`.
fn is_bridge(document: &Document, from: TokenIx, to: TokenIx, comma: bool) -> bool {
    (from..to).all(|t| {
        let token = &document.tokens[t];
        token.upos == Upos::PUNCT && (comma || !matches!(token.xpos, Xpos::COMMA | Xpos::COLON | Xpos::LRB | Xpos::RRB))
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::document::{Sentence, Source, Span, Token};
    use crate::syntax::fixture::sentence;

    /// For every nominal: its core phrase, and its noun phrase if that is longer.
    fn check(id: &str, expected: Expect) {
        let document = sentence("phrases", id);
        let mut out = String::new();
        for head in (0..document.tokens.len()).filter(|&t| is_nominal(&document, t)) {
            let text = |range| document.slice(document.token_span(range));
            let (core, whole) = (core_phrase(&document, head), noun_phrase(&document, head));
            write!(out, "{}: {}", document.form(head), text(core.clone())).unwrap();
            if core != whole {
                write!(out, " | {}", text(whole)).unwrap();
            }
            out.push('\n');
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn prepositional_phrases_follow_the_core() {
        check(
            "head-of-navy",
            expect![[r#"
            head: the new head | the new head of Iran's navy
            Iran: Iran
            navy: Iran's navy
        "#]],
        );
        check(
            "coordination",
            expect![[r#"
            talks: talks | talks between the EU and Iran on trade
            EU: the EU
            Iran: Iran
            trade: trade
        "#]],
        );
    }

    #[test]
    fn names_keep_their_titles_and_lose_their_appositions() {
        check(
            "title-and-apposition",
            expect![[r#"
            President: President
            Donald: President Donald Trump
            Trump: Trump
            Republican: a Republican
        "#]],
        );
    }

    #[test]
    fn hyphenated_participles_stay_within() {
        check(
            "participle-before",
            expect![[r#"
            Iran: Iran
            groups: Iran-backed groups
        "#]],
        );
    }

    #[test]
    fn conjuncts_come_in_text_order_from_their_first() {
        let document = sentence("phrases", "three-conjuncts");
        assert_eq!(conjuncts(&document, 0).as_slice(), [0, 2, 4]);
        assert_eq!(first_conjunct(&document, 4), 0);
        assert_eq!(coordinator(&document, 4).map(|c| document.form(c)), Some("and"));
    }

    #[test]
    fn prepositions_are_joined() {
        let document = sentence("phrases", "multiword-preposition");
        assert_eq!(preposition(&document, 5).as_deref(), Some("on_behalf_of"));
        assert_eq!(preposition(&document, 0), None);
        assert!(is_possessive(&sentence("phrases", "head-of-navy"), 4));
    }

    #[test]
    fn a_tree_as_deep_as_its_sentence_costs_no_stack() {
        let n = 100_000;
        let token = |t: usize| Token {
            head: t.checked_sub(1),
            relation: if t == 0 { Relation::ROOT } else { Relation::NMOD },
            upos: Upos::NOUN,
            ..Token::raw(Span::new(2 * t, 2 * t + 1), false)
        };
        let tokens: Vec<Token> = (0..n).map(token).collect();
        let sentences = vec![Sentence { span: Span::new(0, 2 * n), tokens: 0..n, paragraph_start: true }];
        let document = Document::new(Source::named("deep"), "a ".repeat(n), tokens, sentences);
        assert!(noun_phrase(&document, 0).len() < 20);
        assert_eq!(ancestors(&document, n - 1).count(), n - 1);
    }
}
