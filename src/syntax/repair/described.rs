//! Repairs descriptions between commas that the parser takes for members of a list.
//!
//! *The treasurer, the banker Ann Lee, left* has no conjunction, so that there is one person; and so has *Ann Lee, a
//! lawyer and a former judge, left*, for a list of three would go on without the last comma. A noun for one person without
//! an article is no second person but an office: *assisted by Ann Lee, president and founder*. Which nouns are persons is
//! read from `ontology/lexicon/actors/nouns.tsv`.

use std::ops::Range;

use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::{Lexicon, tree};

/// How many heads are climbed from a word to its noun.
const MAX_CLIMB: usize = 8;

/// Repairs the trees of a document whose words have heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for word in tokens.clone() {
            let token = &document.tokens[word];
            let Some(first) = token.head.filter(|&h| token.relation == Relation::CONJ && h < word) else { continue };
            if let Some(title) = title_before(document, lexicon, tokens.clone(), first, word) {
                hang(document, first, title, word);
                continue;
            }
            if let Some(role) = role_between(document, lexicon, tokens.start, first, word) {
                document.tokens[word].head = Some(role);
                make_common(document, [role, word]);
                continue;
            }
            if !follows_comma(document, first, word) {
                continue;
            }
            if offices(document, lexicon, tokens.clone(), first, word) {
                continue;
            }
            if let Some(name) = description(document, lexicon, tokens.clone(), first, word) {
                hang(document, first, word, name);
            } else if let Some(last) = two_descriptions(document, lexicon, tokens.clone(), first, word) {
                document.tokens[word].relation = Relation::APPOS;
                document.tokens[last].head = Some(word);
            }
        }
    }
}

/// Whether the only mark between two words is a comma, right before the second's phrase.
fn follows_comma(document: &Document, first: TokenIx, word: TokenIx) -> bool {
    let inside = |t: &TokenIx| {
        let token = &document.tokens[*t];
        token.head == Some(word) || token.head.is_some_and(|h| document.tokens[h].head == Some(word) && h < word)
    };
    let start = (first + 1..word).rev().take_while(|t| document.tokens[*t].xpos != Xpos::COMMA && inside(t)).last();
    let comma = start.unwrap_or(word).checked_sub(1).filter(|&c| c > first);
    comma.is_some_and(|c| document.tokens[c].xpos == Xpos::COMMA)
}

fn is_person(document: &Document, lexicon: &Lexicon, t: TokenIx) -> bool {
    let token = &document.tokens[t];
    // *president*, which the tagger takes for a name.
    let small = || token.xpos == Xpos::NNP && document.form(t).starts_with(char::is_lowercase);
    (token.upos == Upos::NOUN && token.xpos == Xpos::NN || small()) && lexicon.is_person_noun(document.lemma(t))
}

/// A noun for one person that stands without article, possessor, number or preposition of its own, as offices do.
fn is_bare_office(document: &Document, lexicon: &Lexicon, start: TokenIx, noun: TokenIx) -> bool {
    use Relation as R;
    let opens = |t: TokenIx| {
        let token = &document.tokens[t];
        token.head == Some(noun) && matches!(token.relation, R::DET | R::NMOD_POSS | R::NUMMOD | R::CASE)
    };
    is_person(document, lexicon, noun) && !(start..noun).any(opens)
}

/// The description of a name to which a second office belongs that the parser joined to the name: *Ann Lee, a former judge
/// and now president of Shell*.
fn role_between(
    document: &Document,
    lexicon: &Lexicon,
    start: TokenIx,
    name: TokenIx,
    office: TokenIx,
) -> Option<TokenIx> {
    // *president of Shell and a friend of Lind*; behind a comma it may be somebody else.
    let indefinite = || {
        let begins = (name + 1..office).find(|&t| document.tokens[t].head == Some(office));
        let joint = begins.filter(|&t| document.tokens[t].relation == Relation::CC)?;
        let article = &document.tokens[joint + 1];
        let fits = article.xpos == Xpos::DT && article.head == Some(office) && !is_mark(document, joint - 1);
        (fits && is_person(document, lexicon, office)).then_some(())
    };
    if !is_single_name(document, name) || !is_bare_office(document, lexicon, start, office) && indefinite().is_none() {
        return None;
    }
    let apposed = |&t: &TokenIx| {
        let token = &document.tokens[t];
        token.head == Some(name) && token.relation == Relation::APPOS && is_person(document, lexicon, t)
    };
    (name + 1..office).rev().find(apposed)
}

/// Tags offices as common nouns.
fn make_common(document: &mut Document, offices: impl IntoIterator<Item = TokenIx>) {
    for office in offices {
        (document.tokens[office].upos, document.tokens[office].xpos) = (Upos::NOUN, Xpos::NN);
    }
}

/// *Ann Lee, president and founder of Shell, left* with the offices as members of a list: the first is in apposition, the
/// others are joined to it.
fn offices(document: &mut Document, lexicon: &Lexicon, tokens: Range<TokenIx>, name: TokenIx, first: TokenIx) -> bool {
    let members: Vec<TokenIx> = joined(document, tokens.clone(), name).collect();
    let bare = |&t: &TokenIx| is_bare_office(document, lexicon, tokens.start, t);
    let fits = is_single_name(document, name) && members.first() == Some(&first) && members.iter().all(bare);
    if !fits || members.len() < 2 {
        return false;
    }
    for &member in &members {
        document.tokens[member].head = Some(first);
    }
    make_common(document, members);
    document.tokens[first].head = Some(name);
    document.tokens[first].relation = Relation::APPOS;
    true
}

fn is_single_name(document: &Document, t: TokenIx) -> bool {
    document.tokens[t].xpos == Xpos::NNP && tree::is_name(document, t)
}

fn joined(document: &Document, tokens: Range<TokenIx>, first: TokenIx) -> impl Iterator<Item = TokenIx> + '_ {
    tokens.filter(move |&t| document.tokens[t].head == Some(first) && document.tokens[t].relation == Relation::CONJ)
}

fn is_mark(document: &Document, t: TokenIx) -> bool {
    document.tokens[t].upos == Upos::PUNCT || document.tokens[t].xpos == Xpos::COMMA
}

/// Where the phrase of a noun ends, by the heads of the words behind it.
fn phrase_end(document: &Document, tokens: Range<TokenIx>, noun: TokenIx) -> TokenIx {
    let belongs = |t: &TokenIx| {
        let mut above = std::iter::successors(document.tokens[*t].head, |&h| document.tokens[h].head).take(MAX_CLIMB);
        !is_mark(document, *t) && above.any(|h| h == noun)
    };
    (noun + 1..tokens.end).take_while(belongs).last().unwrap_or(noun) + 1
}

fn has_coordinator(document: &Document, tokens: Range<TokenIx>, word: TokenIx) -> bool {
    tokens.into_iter().any(|t| document.tokens[t].head == Some(word) && document.tokens[t].relation == Relation::CC)
}

/// The name that a description without conjunction ends with, or the description itself if the first word is the name.
fn description(
    document: &Document,
    lexicon: &Lexicon,
    tokens: Range<TokenIx>,
    first: TokenIx,
    word: TokenIx,
) -> Option<TokenIx> {
    let members: Vec<TokenIx> = joined(document, tokens.clone(), first).collect();
    let open = |t: TokenIx| has_coordinator(document, tokens.clone(), t);
    if open(first) || members.iter().any(|&m| open(m)) {
        return None;
    }
    let closed = |t: TokenIx| {
        let end = phrase_end(document, tokens.clone(), t);
        tokens.contains(&end) && is_mark(document, end)
    };
    let (person, name) = (is_person(document, lexicon, first), is_single_name(document, first));
    match *members.as_slice() {
        [only] if only == word => {
            let fits = person && is_single_name(document, only) || name && is_person(document, lexicon, only);
            (fits && closed(only)).then_some(only)
        }
        // *the treasurer, the banker Ann Lee*: title and name side by side.
        [title, bearer] if title == word => {
            let between = (title + 1..bearer).all(|t| document.tokens[t].head == Some(bearer));
            let beside = between && tree::is_name(document, title + 1) && is_single_name(document, bearer);
            (person && beside && is_person(document, lexicon, title) && closed(bearer)).then_some(bearer)
        }
        _ => None,
    }
}

/// The title of a name that the parser parts, the title in apposition and the name as a member: *the treasurer, the banker
/// Ann Lee, left*.
fn title_before(
    document: &Document,
    lexicon: &Lexicon,
    tokens: Range<TokenIx>,
    first: TokenIx,
    name: TokenIx,
) -> Option<TokenIx> {
    let start = (first + 1..name).rev().take_while(|&t| document.tokens[t].head == Some(name)).last().unwrap_or(name);
    let title = start.checked_sub(1).filter(|&t| t > first)?;
    let apposed = document.tokens[title].head == Some(first) && document.tokens[title].relation == Relation::APPOS;
    let named = (start..=name).all(|t| tree::is_name(document, t)) && !has_coordinator(document, tokens, name);
    (apposed && named && is_person(document, lexicon, title)).then_some(title)
}

fn hang(document: &mut Document, first: TokenIx, word: TokenIx, name: TokenIx) {
    if name != word {
        document.tokens[word].head = Some(name);
        document.tokens[word].relation = Relation::NMOD_DESC;
    }
    document.tokens[name].head = Some(first);
    document.tokens[name].relation = Relation::APPOS;
}

/// The second of two descriptions of a name: *Ann Lee, a lawyer and a former judge, left*.
fn two_descriptions(
    document: &Document,
    lexicon: &Lexicon,
    tokens: Range<TokenIx>,
    name: TokenIx,
    word: TokenIx,
) -> Option<TokenIx> {
    let members: Vec<TokenIx> = joined(document, tokens.clone(), name).collect();
    let [one, last] = *members.as_slice() else { return None };
    let coordinator = (word + 1..last).find(|&t| document.tokens[t].relation == Relation::CC)?;
    let article = |from: TokenIx, t: TokenIx| {
        (from..t).any(|d| document.tokens[d].head == Some(t) && document.tokens[d].relation == Relation::DET)
    };
    let end = phrase_end(document, tokens.clone(), last);
    let closed = tokens.contains(&end) && document.tokens[end].xpos == Xpos::COMMA;
    let fits = one == word
        && is_single_name(document, name)
        && [one, last]
            .iter()
            .all(|&t| is_person(document, lexicon, t) || t == last && document.tokens[t].xpos == Xpos::NNP)
        && article(name + 1, one)
        && document.tokens[last].head == Some(name)
        && document.tokens[coordinator - 1].xpos != Xpos::COMMA
        && article(coordinator, last);
    (fits && closed).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::*;
    use crate::data::Data;

    fn check(words: &str, expected: &str) {
        let mut found = document(words);
        for token in 0..found.tokens.len() {
            let form = found.form(token).to_owned();
            found.set_lemma(token, &form);
        }
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        repair(&mut found, &lexicon);
        assert_eq!(arcs(&found), expected, "{words}");
    }

    #[test]
    fn what_stands_between_commas_describes() {
        check(
            "treasurer/NN/6/nsubj ,/,/4/punct the/DT/4/det banker/NN/1/conj ,/,/1/punct left/VBD/0/root",
            "6/nsubj 4/punct 4/det 1/conj 1/punct 0/root",
        );
        check(
            "treasurer/NN/5/nsubj ,/,/3/punct Lee/NNP/1/conj ,/,/1/punct left/VBD/0/root",
            "5/nsubj 3/punct 1/appos 1/punct 0/root",
        );
        check(
            "treasurer/NN/7/nsubj ,/,/3/punct banker/NN/1/conj Ann/NNP/5/compound Lee/NNP/1/conj ,/,/1/punct left/VBD/0/root",
            "7/nsubj 3/punct 5/nmod:desc 5/compound 1/appos 1/punct 0/root",
        );
        check(
            "Lee/NNP/10/nsubj ,/,/4/punct a/DT/4/det lawyer/NN/1/conj and/CC/7/cc a/DT/7/det judge/NN/1/conj ,/,/1/punct also/RB/10/advmod left/VBD/0/root",
            "10/nsubj 4/punct 4/det 1/appos 7/cc 7/det 4/conj 1/punct 10/advmod 0/root",
        );
        check(
            "by/IN/2/case Lee/NNP/0/obl ,/,/4/punct president/NN/2/conj and/CC/6/cc founder/NN/2/conj",
            "2/case 0/obl 4/punct 2/appos 6/cc 4/conj",
        );
        check(
            "Lee/NNP/8/nsubj ,/,/4/punct a/DT/4/det judge/NN/1/appos and/CC/7/cc now/RB/7/advmod president/NN/1/conj left/VBD/0/root",
            "8/nsubj 4/punct 4/det 1/appos 7/cc 7/advmod 4/conj 0/root",
        );
        check(
            "Lee/NNP/8/nsubj ,/,/4/punct a/DT/4/det judge/NN/1/conj and/CC/7/cc a/DT/7/det president/NN/1/conj left/VBD/0/root",
            "8/nsubj 4/punct 4/det 1/conj 7/cc 7/det 1/conj 0/root",
        );
        check(
            "Lee/NNP/8/nsubj ,/,/3/punct Bo/NNP/1/conj and/CC/6/cc a/DT/6/det judge/NN/1/conj ,/,/1/punct left/VBD/0/root",
            "8/nsubj 3/punct 1/conj 6/cc 6/det 1/conj 1/punct 0/root",
        );
    }
}
