//! Mentions and actors → what a text keeps referring to without making it anybody's argument: years and dates
//! (*1859*, *October 12, 1859*), and nouns before nouns (*iodine* in *iodine deficiency* where the text speaks of
//! iodine).
//!
//! For the reader of the mentions layer only: relations know no such actors. Only what is mentioned at least twice is
//! told, since a single date says nothing about identity. The rule, that such nouns and dates are mentions, is that of
//! the GUM corpus (Zeldes 2017).

use std::collections::HashMap;
use std::ops::Range;

use crate::actor::lexicon::Gazetteer;
use crate::actor::{Actor, ActorIx, Form, Mention};
use crate::document::{Document, Relation, TokenIx, Upos, Xpos};
use crate::syntax::tree;

/// How many sentences back the same noun may stand.
const WINDOW: usize = 30;

/// A mention that is no argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Its words, whole.
    pub tokens: Range<TokenIx>,
    /// The head word.
    pub head: TokenIx,
    /// What it refers to.
    pub of: Referent,
}

/// What an [`Aside`] refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referent {
    /// An actor of the document.
    Actor(ActorIx),
    /// The time or thing that the aside with this index mentions first.
    Aside(usize),
}

/// The asides of a document, in text order.
///
/// # Complexity
/// Linear in the number of tokens.
pub fn asides(document: &Document, mentions: &[Mention], actors: &[Actor], lexicon: &Gazetteer) -> Vec<Aside> {
    let mut taken = vec![false; document.tokens.len()];
    let mut spoken: HashMap<String, (usize, ActorIx)> = HashMap::new();
    let mut heads: Vec<Option<ActorIx>> = vec![None; document.tokens.len()];
    for (ix, actor) in actors.iter().enumerate() {
        for mention in actor.mentions.iter().map(|&m| &mentions[m]) {
            if mention.form == Form::Name {
                taken[mention.tokens.clone()].fill(true);
            }
            taken[mention.head] = true;
            if mention.form == Form::Nominal
                && actor.class.is_thing()
                && !actor.named
                && is_generic(document, mention.head)
            {
                heads[mention.head] = Some(ix);
            }
        }
    }
    let mut found: Vec<(String, Range<TokenIx>, TokenIx, Option<ActorIx>)> = Vec::new();
    for token in 0..document.tokens.len() {
        let sentence = document.sentence_of(token);
        if let Some(actor) = heads[token] {
            spoken.insert(document.lemma(token).to_lowercase(), (sentence, actor));
        }
        if taken[token] {
            continue;
        }
        if is_modifier(document, token) {
            let key = document.lemma(token).to_lowercase();
            let known = spoken.get(&key).filter(|(s, _)| sentence - s <= WINDOW).map(|(_, actor)| *actor);
            found.push((key, token..token + 1, token, known));
        } else if let Some(tokens) = time(document, token, lexicon) {
            let text = document.slice(document.token_span(tokens.clone())).to_lowercase();
            found.push((text, tokens, token, None));
        }
    }
    let mut times: HashMap<&str, usize> = HashMap::new();
    for (key, ..) in &found {
        *times.entry(key).or_default() += 1;
    }
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut asides = Vec::new();
    for (key, tokens, head, known) in &found {
        let of = match known {
            Some(actor) => Referent::Actor(*actor),
            None if times[key.as_str()] > 1 => Referent::Aside(*first.entry(key).or_insert(asides.len())),
            None => continue,
        };
        asides.push(Aside { tokens: tokens.clone(), head: *head, of });
    }
    asides
}

/// A noun that nothing before it narrows: *iodine*, *lanterns with lights*.
fn is_generic(document: &Document, head: TokenIx) -> bool {
    let narrows = |&d: &TokenIx| {
        !matches!(document.tokens[d].relation, Relation::CASE | Relation::CC | Relation::MARK | Relation::PUNCT)
    };
    !tree::dependents(document, head).iter().take_while(|&&d| d < head).any(narrows)
}

/// A common noun right before the noun that it belongs to.
fn is_modifier(document: &Document, token: TokenIx) -> bool {
    let found = &document.tokens[token];
    found.relation == Relation::COMPOUND
        && matches!(found.xpos, Xpos::NN | Xpos::NNS)
        && found.upos == Upos::NOUN
        && tree::dependents(document, token).is_empty()
        && found.head.is_some_and(|h| h > token)
}

/// A year, a month or a date with its year.
fn time(document: &Document, token: TokenIx, lexicon: &Gazetteer) -> Option<Range<TokenIx>> {
    let form = document.form(token);
    if lexicon.is_cue(form, "calendar") {
        let mut end = token + 1;
        let mut start = token;
        let is_number = |t: TokenIx| t < document.tokens.len() && document.tokens[t].xpos == Xpos::CD;
        if start > 0 && is_day(document.form(start - 1)) {
            start -= 1;
        }
        if is_number(end) {
            end += 1;
        }
        if end < document.tokens.len()
            && document.form(end) == ","
            && is_number(end + 1)
            && is_year(document.form(end + 1))
        {
            end += 2;
        }
        return Some(start..end);
    }
    let own = is_year(form)
        && document.tokens[token].xpos == Xpos::CD
        && (document.tokens[token].relation != Relation::NUMMOD
            || document.tokens[token].head.is_some_and(|h| h < token));
    own.then_some(token..token + 1)
}

fn is_year(form: &str) -> bool {
    form.len() == 4 && form.bytes().all(|b| b.is_ascii_digit()) && matches!(form.as_bytes()[0], b'1' | b'2')
}

fn is_day(form: &str) -> bool {
    (1..=2).contains(&form.len()) && form.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::actor::testing::{document, gazetteer};

    fn check(name: &str, expected: Expect) {
        let (document, lexicon) = (document(name), gazetteer());
        let mentions = crate::actor::mentions(&document, &lexicon);
        let actors = crate::actor::resolve(&document, &mentions, &lexicon);
        let mut out = String::new();
        for aside in asides(&document, &mentions, &actors, &lexicon) {
            let text = document.slice(document.token_span(aside.tokens.clone()));
            let of = match aside.of {
                Referent::Actor(actor) => actors[actor].id.clone(),
                Referent::Aside(first) => format!("aside {first}"),
            };
            writeln!(out, "{text} = {of}").unwrap();
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn years_and_nouns_before_nouns_count_when_said_again() {
        check(
            "again",
            expect![[r#"
            gas = gas-1
            2015 = aside 1
            oil = oil-1
            2015 = aside 1
        "#]],
        );
    }
}
