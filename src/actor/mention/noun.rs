//! Everyday nouns → what they denote: by the word lists, alone or with the word before; parts and amounts by what they
//! are parts of.

use crate::actor::lexicon::Gazetteer;
use crate::actor::name;
use crate::data::words;
use crate::document::{Document, Relation, TokenIx, Upos, Xpos, feature};
use crate::ontology::Class;
use crate::syntax::tree;

/// The class that a noun has by the word lists: with the word before it (*armed forces*), or alone.
pub(in crate::actor) fn noun_class(document: &Document, lexicon: &Gazetteer, head: TokenIx) -> Option<Class> {
    let alone = words::lower(document.lemma(head));
    // Plural-only words (*talks*, *troops*) have rows of their own.
    let form = words::lower(document.form(head));
    // Few words end a phrase of the lists; without space between them, two words may be one there.
    if head > 0
        && document.tokens[head - 1].head == Some(head)
        && (document.tokens[head - 1].span.end == document.tokens[head].span.start
            || lexicon.closes_phrase(&form)
            || lexicon.closes_phrase(&alone))
    {
        let pair = name::lower(document, head - 1..head + 1);
        let lemmas = format!("{} {alone}", words::lower(document.form(head - 1)));
        for written in [pair.as_str(), lemmas.as_str()] {
            if let Some(class) = by_lists(lexicon, written) {
                return Some(class);
            }
        }
    }
    if is_political_side(document, lexicon, head) {
        return Some(Class::PoliticalParty);
    }
    // Heads of names tell of plain nouns too (*command*), but not all:
    // *observer* and *post* are no newspapers, *insurance* and *order* no bodies.
    let by_head = || match lexicon.head_class(&alone)? {
        class @ (Class::GovernmentBody | Class::ArmedForces | Class::ArmedGroup) => Some(class),
        _ => None,
    };
    let found = by_lists(lexicon, &form).or_else(|| by_lists(lexicon, &alone)).or_else(by_head);
    // *Senators*: a capital keeps the plural from its lemma.
    let singular = || alone.strip_suffix('s').filter(|_| document.tokens[head].xpos == Xpos::NNPS);
    let found = found.or_else(|| singular().and_then(|word| by_lists(lexicon, word)));
    // *ex-minister*, *co-founder*.
    let found = found.or_else(|| alone.rsplit_once('-').and_then(|(_, rest)| by_lists(lexicon, rest)));
    found.or_else(|| ends_as_person(lexicon, &alone).then_some(Class::Person))
}

/// *flautist*, *oarswoman*: a noun that no list has, with an ending of nouns for persons.
fn ends_as_person(lexicon: &Gazetteer, word: &str) -> bool {
    let is_long = word.len() > 5 && word.is_ascii() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    is_long && (3..word.len().min(9) - 1).any(|n| lexicon.is_cue(&word[word.len() - n..], "person-ending"))
}

/// *the pro-Beijing camp*, *the opposition bloc*: those on one side of politics.
pub(in crate::actor) fn is_political_side(document: &Document, lexicon: &Gazetteer, head: TokenIx) -> bool {
    let political = |word: &str| {
        let prefix = || word.split_once('-').is_some_and(|(prefix, _)| lexicon.is_cue(prefix, "political-prefix"));
        lexicon.is_cue(word, "political") || prefix()
    };
    lexicon.is_cue(document.lemma(head), "political-side")
        && document.dependents(head).iter().take_while(|&&d| d < head).any(|&d| {
            matches!(document.tokens[d].relation, Relation::AMOD | Relation::COMPOUND)
                && political(&words::lower(document.form(d)))
        })
}

fn by_lists(lexicon: &Gazetteer, words: &str) -> Option<Class> {
    if let Some(noun) = lexicon.noun(words) {
        return Some(if noun.class == Class::Person && noun.collective { Class::Population } else { noun.class });
    }
    // *count*, *master*, *hajj* are titles before a name only.
    let title = lexicon.title(words).filter(|&kind| kind != "courtesy");
    title.map(|_| Class::Person).or_else(|| lexicon.thing(words))
}

/// Whether the noun is plural by tag or feature.
pub(in crate::actor) fn is_plural(document: &Document, token: TokenIx) -> bool {
    let found = &document.tokens[token];
    matches!(found.xpos, Xpos::NNS | Xpos::NNPS) || found.features.has(feature::NUMBER_PLUR)
}

/// Whether the word says how many or what part, and the noun after *of* says what of.
pub(in crate::actor) fn is_partitive(document: &Document, lexicon: &Gazetteer, head: TokenIx) -> bool {
    let lower = words::lower(document.lemma(head));
    (document.tokens[head].upos == Upos::NUM || lexicon.is_cue(&lower, "partitive"))
        && partitive_complement(document, head).is_some()
}

/// The noun after *of*.
pub(in crate::actor) fn partitive_complement(document: &Document, head: TokenIx) -> Option<TokenIx> {
    let after = |&&d: &&TokenIx| document.tokens[d].relation == Relation::NMOD && d > head;
    let part = document.dependents(head).iter().find(after).copied()?;
    (tree::preposition(document, part)? == "of").then_some(part)
}

/// *people* in *hundreds of thousands of people*.
pub(in crate::actor) fn innermost_part(document: &Document, lexicon: &Gazetteer, head: TokenIx) -> Option<TokenIx> {
    let mut part = partitive_complement(document, head)?;
    for _ in 0..3 {
        match partitive_complement(document, part).filter(|_| is_partitive(document, lexicon, part)) {
            Some(inner) => part = inner,
            None => break,
        }
    }
    Some(part)
}
