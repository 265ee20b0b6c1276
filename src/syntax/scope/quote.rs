//! A quotation that runs over several sentences → who says those without a verb of saying of their own.
//!
//! *Cooper said: "We will fund it. Labour supports the plan."* and *"It was wrong," she said. "It must go."*: the speaker
//! that a sentence names goes on talking until the quotation ends, and in the one that follows directly. Quotation marks
//! decide, not trees. A paragraph ends the quotation, unless it goes on with a mark or closes it.

use std::collections::BTreeMap;

use super::source::{self, Source};
use crate::document::{Relation, TokenIx};
use crate::syntax::clause::Clauses;
use crate::syntax::tree;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Opens,
    Closes,
}

/// The speakers that go on, by the root of each sentence that they say.
///
/// # Complexity
/// Linear in the number of tokens.
pub(super) fn carried(clauses: &Clauses<'_>) -> BTreeMap<TokenIx, Source> {
    let document = clauses.document;
    let mut found = BTreeMap::new();
    let (mut open, mut talking): (bool, Option<Source>) = (false, None);
    for sentence in &document.sentences {
        let tokens = sentence.tokens.clone();
        let marks: Vec<(TokenIx, Mark)> = marks(clauses, tokens.clone(), open);
        let first = marks.first().copied();
        let starts = first.is_some_and(|(t, mark)| t == tokens.start && mark == Mark::Opens);
        if sentence.paragraph_start && !starts && first.is_none_or(|(_, mark)| mark == Mark::Opens) {
            open = false;
        }
        let inside = open || starts;
        let follows = open || !sentence.paragraph_start;
        let quoted = |token: TokenIx| {
            let before = marks.iter().rev().find(|(t, _)| *t < token);
            before.map_or(open, |(_, mark)| *mark == Mark::Opens)
        };
        let own = tokens.clone().rev().filter(|&t| !quoted(t)).find_map(|t| speaker(clauses, t));
        if let Some(source) = talking.filter(|_| own.is_none() && inside && follows) {
            let roots = tokens.clone().filter(|&t| tree::is_root(document, t) && quoted(t));
            found.extend(roots.map(|root| (root, source)));
        }
        if own.is_some() || !inside {
            talking = own;
        }
        if let Some((_, mark)) = marks.last() {
            open = *mark == Mark::Opens;
        }
    }
    found
}

/// The quotation marks of a sentence. A straight mark opens or closes by the space around it, else by turns.
fn marks(clauses: &Clauses<'_>, tokens: std::ops::Range<TokenIx>, open: bool) -> Vec<(TokenIx, Mark)> {
    let document = clauses.document;
    let mut inside = open;
    let mut found = Vec::new();
    for token in tokens.clone() {
        if document.form(token).starts_with(|c: char| c.is_ascii_alphanumeric()) {
            continue;
        }
        let joined = |a: TokenIx, b: TokenIx| document.tokens[a].span.end == document.tokens[b].span.start;
        let left = token > tokens.start && joined(token - 1, token);
        let right = token + 1 < tokens.end && joined(token, token + 1);
        let mark = match document.form(token) {
            "“" | "``" | "«" | "„" => Mark::Opens,
            "”" | "''" | "»" => Mark::Closes,
            "\"" if left != right => {
                if left {
                    Mark::Closes
                } else {
                    Mark::Opens
                }
            }
            "\"" => {
                if inside {
                    Mark::Closes
                } else {
                    Mark::Opens
                }
            }
            _ => continue,
        };
        inside = mark == Mark::Opens;
        found.push((token, mark));
    }
    found
}

/// Who speaks by a verb of saying that stands in no clause on a noun.
fn speaker(clauses: &Clauses<'_>, verb: TokenIx) -> Option<Source> {
    let on_noun = matches!(clauses.relation(verb), Relation::ACL | Relation::ACL_RELCL | Relation::AMOD);
    if on_noun || !clauses.is_verb(verb) || !clauses.says(verb) {
        return None;
    }
    Some(source::of_predicate(clauses, verb)).filter(|source| source.speaker.is_some())
}

#[cfg(test)]
mod tests {
    use crate::data::Data;
    use crate::document::Source;
    use crate::pipeline::{Options, Reader};

    /// `subject predicate: source` of every assertion that has a source.
    fn check(text: &str, expected: &[&str]) {
        let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
        let reading = reader.read(Source::named("a"), text.to_owned());
        let name = |actor: usize| reading.actors[actor].label.as_str();
        let line = |a: &crate::assertion::Assertion| {
            let source = a.sources.first()?;
            Some(format!("{} {}: {}", name(a.subject), a.predicate, name(*source)))
        };
        let found: Vec<String> = reading.assertions.iter().filter_map(line).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_speaker_goes_on_until_the_quotation_ends() {
        check(
            "Macron said: \"Egypt attacked Syria. Iran funds Hamas.\" Egypt attacked Libya.",
            &["Egypt attacks: Emmanuel Macron", "Iran funds: Emmanuel Macron"],
        );
        check("Macron left. \"Iran funds Hamas.\"", &[]);
    }

    #[test]
    fn a_speaker_goes_on_in_the_next_quotation_of_the_paragraph() {
        let text = "\"Egypt attacked Syria,\" Macron said. \"Iran funds Hamas.\"";
        check(text, &["Egypt attacks: Emmanuel Macron", "Iran funds: Emmanuel Macron"]);
        check(&text.replace(". \"Iran", ".\n\n\"Iran"), &["Egypt attacks: Emmanuel Macron"]);
    }

    #[test]
    fn hostile_quotation_marks_take_linear_time() {
        check(&"\" \u{201c} said. ".repeat(2_000), &[]);
    }
}
