//! Repairs firms' names that the parser takes apart: *Goldman, Sachs and Co*, *Heck's Inc*, *Orion Holding Co*.
//!
//! A legal form (`ontology/lexicon/actors/legal-forms.tsv`) closes the capitalised words before it. Words that join them
//! belong to the name where the form says so (*and Co*, *and Sons*), or where the parser has what they join as a part of
//! it; a genitive, where nothing but the form stands behind it. Such a name has one head, the form, and all its words
//! hang on that: `compound`, and `flat` what is no word of its own (*and*, a comma, *'s*). Firms that are found so are
//! known again without their form in the rest of the document: *Cable and Wireless*.

use std::ops::Range;

use smallvec::SmallVec;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::Lexicon;
use crate::syntax::lexicon::LegalForm;

/// No firm has more words in its name.
const MOST_WORDS: usize = 12;
/// No text is searched for more names that are joined, so that the search takes time in proportion to the text.
const MOST_JOINED: usize = 64;
/// No word has more above it in a tree that was read.
const MOST_ANCESTORS: usize = 128;

/// Repairs the trees of a document whose words have tags and heads.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    let mut joined: Vec<Range<TokenIx>> = Vec::new();
    for i in 0..document.sentences.len() {
        let sentence = document.sentences[i].tokens.clone();
        let mut headline = None;
        let mut at = sentence.start + 1;
        while at < sentence.end {
            if !is_form(document, lexicon, at) || *headline.get_or_insert_with(|| is_headline(document, &sentence)) {
                at += 1;
                continue;
            }
            let end = (at + 1..sentence.end).find(|&t| !is_form(document, lexicon, t)).unwrap_or(sentence.end);
            let name = start_of(document, lexicon, sentence.start, at)..end;
            if name.start < at {
                if joined.len() < MOST_JOINED && name.clone().any(|t| is_joint(document, t)) {
                    // *Lee and Sons* is no name without its last word.
                    let known = name.start..if is_joint(document, at - 1) { at + 1 } else { at };
                    if !joined.iter().any(|other| are_same(document, other, known.start)) {
                        joined.push(known);
                    }
                }
                unite(document, &sentence, &name);
            }
            at = end;
        }
    }
    for known in joined {
        repeat(document, &known);
    }
}

/// Whether the word is a legal form behind a name, or what stands for partners behind *and*.
fn is_form(document: &Document, lexicon: &Lexicon, at: TokenIx) -> bool {
    match lexicon.legal_form(document.form(at)) {
        Some(LegalForm::Alone) => true,
        Some(LegalForm::Partners { only }) => !only || matches!(document.form(at - 1), "and" | "&"),
        None => false,
    }
}

/// Capitals prove nothing where every longer word has one.
fn is_headline(document: &Document, sentence: &Range<TokenIx>) -> bool {
    sentence.clone().all(|t| document.form(t).len() < 4 || !document.form(t).starts_with(char::is_lowercase))
}

/// Whether a word can stand in a firm's name.
fn is_name_word(document: &Document, first: TokenIx, at: TokenIx) -> bool {
    let token = &document.tokens[at];
    let capital = document.form(at).starts_with(char::is_uppercase);
    let function =
        matches!(token.upos, Upos::DET | Upos::PRON | Upos::ADP | Upos::CCONJ | Upos::SCONJ | Upos::AUX | Upos::ADV);
    // The first word of a sentence always has its capital.
    let initial = || document.form(at).strip_suffix('.').is_some_and(|letter| letter.chars().count() == 1);
    let proved = at > first
        || matches!(token.xpos, Xpos::NNP | Xpos::NNPS)
        || matches!(token.relation, Relation::AMOD | Relation::COMPOUND)
        || initial();
    capital && !function && proved
}

/// What joins the parts of a name.
fn is_joint(document: &Document, at: TokenIx) -> bool {
    document.tokens[at].upos == Upos::CCONJ && matches!(document.form(at), "and" | "&")
}

/// Where the name that a legal form closes begins; `form` itself where no name stands before it.
fn start_of(document: &Document, lexicon: &Lexicon, first: TokenIx, form: TokenIx) -> TokenIx {
    let word = |at: TokenIx| at >= first && is_name_word(document, first, at);
    let tight = |at: TokenIx| document.tokens[at - 1].span.end == document.tokens[at].span.start;
    let partners = matches!(lexicon.legal_form(document.form(form)), Some(LegalForm::Partners { .. }));
    let mut list = false;
    let mut start = form;
    while start > first && form - start < MOST_WORDS {
        let before = start - 1;
        let further = before.checked_sub(1).filter(|&t| word(t));
        if word(before) {
            start = before;
            continue;
        }
        let Some(further) = further else { break };
        let takes = match document.form(before) {
            "and" | "&" if start == form => {
                list = partners;
                partners
            }
            // The parser has it as a part of the name: *Cable and Wireless Plc*.
            "and" | "&" => {
                let token = &document.tokens[further];
                token.relation == Relation::COMPOUND && token.head.is_some_and(|h| (start..=form).contains(&h))
            }
            // *Acme Inc, Holm and Co* are two.
            "," => list && lexicon.legal_form(document.form(further)).is_none(),
            "'s" => start == form,
            "-" => tight(before) && tight(start),
            _ => false,
        };
        if !takes {
            break;
        }
        start = further;
    }
    start
}

/// Makes one name of the words of a range, with the last as its head.
fn unite(document: &mut Document, sentence: &Range<TokenIx>, name: &Range<TokenIx>) {
    let head = name.end - 1;
    let is_outside = |document: &Document, t: TokenIx| document.tokens[t].head.is_none_or(|h| !name.contains(&h));
    let outer: SmallVec<[TokenIx; 4]> = name.clone().filter(|&t| is_outside(document, t)).collect();
    if outer.as_slice() != [head] {
        let inner = |r: Relation| {
            matches!(
                r,
                Relation::COMPOUND
                    | Relation::AMOD
                    | Relation::PUNCT
                    | Relation::CC
                    | Relation::DISCOURSE
                    | Relation::CASE
                    | Relation::LIST
                    | Relation::NMOD_DESC
                    | Relation::FLAT
            )
        };
        let part = outer.iter().copied().filter(|&t| t == head || !inner(document.tokens[t].relation));
        // The first argument; a verb that the parser made of a word within the name comes last.
        let Some(top) = part.min_by_key(|&t| (document.tokens[t].head.is_none(), t)) else { return };
        let (above, relation) = (document.tokens[top].head, document.tokens[top].relation);
        // What the name depends on must not depend on the name: *Bankers Trust Corp sold*, with *Trust* as the verb.
        if let Some(clause) = above.and_then(|h| hung_within(document, name, h)) {
            if name.clone().all(|t| document.tokens[t].head.is_some()) {
                return;
            }
            document.tokens[clause].head = None;
            document.tokens[clause].relation = Relation::ROOT;
        }
        document.tokens[head].head = above;
        document.tokens[head].relation = relation;
    }
    for t in name.clone() {
        let joint = matches!(document.tokens[t].upos, Upos::CCONJ | Upos::PUNCT | Upos::PART);
        let token = &mut document.tokens[t];
        if !joint {
            (token.upos, token.xpos) = (Upos::PROPN, if token.xpos == Xpos::NNPS { Xpos::NNPS } else { Xpos::NNP });
        }
        if t != head {
            token.head = Some(head);
            token.relation = if joint { Relation::FLAT } else { Relation::COMPOUND };
        }
    }
    for t in sentence.clone().filter(|t| !name.contains(t)) {
        if document.tokens[t].head.is_some_and(|h| name.contains(&h)) {
            document.tokens[t].head = Some(head);
        }
    }
}

/// The word at or above `from` that hangs on a word of the name.
fn hung_within(document: &Document, name: &Range<TokenIx>, from: TokenIx) -> Option<TokenIx> {
    let mut here = from;
    for _ in 0..MOST_ANCESTORS {
        let head = document.tokens[here].head?;
        if name.contains(&head) {
            return Some(here);
        }
        here = head;
    }
    None
}

/// Whether the words of a name stand at a place, too.
fn are_same(document: &Document, known: &Range<TokenIx>, at: TokenIx) -> bool {
    at + known.len() <= document.tokens.len()
        && known.clone().zip(at..).all(|(a, b)| document.form(a) == document.form(b))
}

/// Unites a name that a form closes once wherever its words stand without the form.
fn repeat(document: &mut Document, known: &Range<TokenIx>) {
    for i in 0..document.sentences.len() {
        let sentence = document.sentences[i].tokens.clone();
        let mut at = sentence.start;
        while at + known.len() <= sentence.end {
            let same = are_same(document, known, at);
            let whole = |document: &Document| {
                document.tokens.get(at + known.len()).is_none_or(|next| next.relation != Relation::FLAT)
                    && document.tokens[at + known.len() - 1].head.is_none_or(|h| h != at + known.len())
            };
            if same && whole(document) {
                unite(document, &sentence, &(at..at + known.len()));
                at += known.len();
            } else {
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;
    use crate::data::Data;

    fn check(words: &str, expected: &str) {
        let mut found = document(words);
        repair(&mut found, &Lexicon::load(&Data::embedded()).unwrap());
        assert_eq!(arcs(&found), expected, "{words}");
    }

    #[test]
    fn a_form_closes_the_words_before_it() {
        check(
            "Lee/NNP/2/nsubj leads/VBZ/0/root Orion/NNP/2/obj Holding/VBG/2/xcomp Co/NNP/4/obj today/NN/2/obl",
            "2/nsubj 0/root 5/compound 5/compound 2/obj 2/obl",
        );
        check(
            "Grand/JJ/3/amod Imperial/JJ/3/amod PLC/NNP/4/nsubj left/VBD/0/root",
            "3/compound 3/compound 4/nsubj 0/root",
        );
        // The verb is none.
        check(
            "Bankers/NNPS/2/nsubj Trust/VBP/0/root Corp/NNP/4/nsubj sold/VBD/2/ccomp land/NN/4/obj",
            "3/compound 3/compound 4/nsubj 0/root 4/obj",
        );
        check(
            "we/PRP/2/nsubj like/VBP/0/root Heck/NNP/4/nmod:poss 's/POS/3/case Inc/NNP/2/obj"
                .replace("/PRP/", "/NN/")
                .as_str(),
            "2/nsubj 0/root 5/compound 5/compound 2/obj",
        );
    }

    #[test]
    fn partners_are_no_other_firm() {
        check(
            "they/NN/2/nsubj sued/VBD/0/root Goldman/NNP/2/obj ,/,/5/punct Sachs/NNP/3/conj and/CC/7/cc Co/NNP/3/conj again/NN/2/obl",
            "2/nsubj 0/root 7/compound 7/compound 7/compound 7/flat 2/obj 2/obl",
        );
        check(
            "they/NN/2/nsubj sued/VBD/0/root Lee/NNP/2/obj and/CC/5/cc Sons/NNPS/3/conj",
            "2/nsubj 0/root 5/compound 5/flat 2/obj",
        );
        check(
            "they/NN/2/nsubj sued/VBD/0/root Ford/NNP/4/compound Inc/NNP/2/obj ,/,/6/punct Lee/NNP/4/conj and/CC/8/cc Co/NNP/4/conj",
            "2/nsubj 0/root 4/compound 2/obj 8/punct 8/compound 8/flat 4/conj",
        );
        // Two firms.
        check(
            "they/NN/2/nsubj sued/VBD/0/root Ford/NNP/2/obj and/CC/6/cc Volvo/NNP/6/compound Corp/NNP/3/conj",
            "2/nsubj 0/root 2/obj 6/cc 6/compound 3/conj",
        );
    }

    #[test]
    fn a_firm_is_known_again_without_its_form() {
        check(
            "Lamp/NNP/4/compound and/CC/3/cc Wire/NNP/1/conj Plc/NNP/5/nsubj left/VBD/0/root Lamp/NNP/5/obj and/CC/8/cc Wire/NNP/6/conj",
            "4/compound 4/flat 4/compound 5/nsubj 0/root 8/compound 8/flat 5/obj",
        );
    }
}
