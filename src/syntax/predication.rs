//! Predications: every verb, noun and adjective of a sentence with its voice-neutral arguments.
//!
//! "Iran funds Hezbollah", "Hezbollah, which is funded by Iran" and "Iranian funding of Hezbollah" all become a
//! predication whose [`Function::Subject`] (or [`Function::Genitive`]) is Iran and whose [`Function::Object`] (or
//! [`Function::Prep`] "of") is Hezbollah. Rules match on functions and never see voice. The word is the field's
//! (Minimal Recursion Semantics); the design is in `docs/architecture.md`. Whether an argument is an actor is not
//! decided here.

mod adjective;
mod arguments;
mod author;
mod nested;
mod noun;
mod verb;

pub(super) use verb::gap_noun;

use std::fmt;

use smol_str::SmolStr;

use crate::document::{Document, TokenIx};
use crate::syntax::clause::Clauses;
use crate::syntax::lexicon::Lexicon;
use crate::syntax::realization::Realization;
use crate::syntax::scope::{self, Modality, Phase, Polarity, Scope};

/// A trigger and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predication {
    /// The verb, noun or adjective that carries it.
    pub trigger: TokenIx,
    /// Its kind: which entries of the rules may match.
    pub kind: Kind,
    /// The particle of a phrasal verb (`out` in *carry out*), if any.
    pub particle: Option<TokenIx>,
    /// The arguments, in the order of their tokens. No token stands twice for the same function.
    pub arguments: Vec<Argument>,
    /// How sure the text is of it, and who says it.
    pub scope: Scope,
}

/// What kind of word a [`Predication`] stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A verb.
    Verb,
    /// A noun with arguments of its own (*attack on*, *talks between*), and an office or role with its holder
    /// (*leader of Hamas, Sinwar*).
    Noun,
    /// A predicative or attributive adjective with its preposition (*allied to Tehran*, *is responsible for*); what it
    /// describes is its [`Function::Subject`].
    Adjective,
}

/// What an argument is to its trigger, whatever the construction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// Who does it.
    Subject,
    /// Whom or what it is done to.
    Object,
    /// What stands after a preposition: lower-cased, several words joined by `_` (`on_behalf_of`).
    Prep(SmolStr),
    /// What a noun belongs to or comes from: *Iran's* aid, *Iranian* aid, aid *of Iran*, aid *by Iran*. An *of* or *by*
    /// phrase is [`Function::Prep`] as well. On a verb: the same of its object.
    Genitive,
    /// Who holds the office or role that the trigger noun names.
    Holder,
    /// The second predicate noun or adjective of *name X chairman*, *call X a liar*: the complement.
    Complement,
}

/// One argument of a [`Predication`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// What it is to the trigger.
    pub function: Function,
    /// The head word of the argument's phrase. Coordinated arguments are listed one by one.
    pub token: TokenIx,
    /// The shape of the tree by which it was found.
    pub via: Realization,
}

/// All predications of a document that have an argument, in the order of their triggers.
///
/// # Complexity
/// Linear in the number of tokens, but for coordinations, which are cut at [`crate::syntax::tree::MAX_CONJUNCTS`].
pub fn predications(document: &Document, lexicon: &Lexicon) -> Vec<Predication> {
    let clauses = Clauses::new(document, lexicon);
    let contexts = scope::contexts(&clauses);
    let mut found = Vec::new();
    let mut lent = Vec::new();
    for (token, context) in contexts.iter().enumerate() {
        if clauses.is_verb(token) {
            let arguments = verb::arguments(&clauses, token);
            noun::lend(&clauses, token, &arguments, &mut lent);
            let arguments = nested::with_phrases_on_phrases(&clauses, token, arguments);
            add(&mut found, token, Kind::Verb, clauses.particle(token), arguments, *context);
        } else if let Some(arguments) = adjective::arguments(&clauses, token) {
            noun::lend(&clauses, token, &arguments, &mut lent);
            add(&mut found, token, Kind::Adjective, None, arguments, *context);
        }
    }
    // Stable: a noun's loans stay in the order of the verbs.
    lent.sort_by_key(|loan: &noun::Loan| loan.noun);
    let mut loans = lent.as_slice();
    for (token, context) in contexts.iter().enumerate() {
        let n = loans.iter().take_while(|loan| loan.noun == token).count();
        let (own, rest) = loans.split_at(n);
        loans = rest;
        if noun::is_trigger(&clauses, token) {
            let arguments = noun::arguments(&clauses, token, own);
            let scope = noun::scope(&arguments, context);
            add(&mut found, token, Kind::Noun, None, arguments, scope);
        }
    }
    found.sort_by_key(|predication| predication.trigger);
    author::add(&clauses, &mut found);
    found
}

fn add(
    found: &mut Vec<Predication>,
    trigger: TokenIx,
    kind: Kind,
    particle: Option<TokenIx>,
    mut arguments: arguments::List,
    scope: Scope,
) {
    if !arguments.is_empty() {
        arguments.sort_by_key(|argument| argument.token);
        found.push(Predication { trigger, kind, particle, arguments: arguments.into_vec(), scope });
    }
}

impl Predication {
    /// The arguments with one function.
    pub fn with(&self, function: &Function) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(move |argument| argument.function == *function)
    }

    /// The predication as `explain` prints it, on one line:
    /// `predication bankroll (verb)   Object = Hezbollah  relative-passive   Subject = Iran  passive-agent`.
    pub fn display<'a>(&'a self, document: &'a Document) -> impl fmt::Display + 'a {
        Line { predication: self, document }
    }
}

struct Line<'a> {
    predication: &'a Predication,
    document: &'a Document,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (predication, document) = (self.predication, self.document);
        write!(f, "predication {}", document.lemma(predication.trigger))?;
        if let Some(particle) = predication.particle {
            write!(f, "_{}", document.form(particle))?;
        }
        write!(f, " ({})", predication.kind)?;
        for argument in &predication.arguments {
            write!(f, "   {} = {}  {}", argument.function, document.form(argument.token), argument.via)?;
        }
        let scope = &predication.scope;
        let mut separator = "   =>";
        let mut say = |f: &mut fmt::Formatter<'_>, text: &str| {
            write!(f, "{separator} {text}")?;
            separator = ",";
            Ok(())
        };
        if scope.polarity == Polarity::Negative {
            say(f, "negated")?;
        }
        if scope.modality != Modality::Actual {
            say(f, scope.modality.name())?;
        }
        if scope.phase != Phase::None {
            say(f, scope.phase.name())?;
        }
        for &speaker in scope.speakers.as_slice() {
            say(f, &format!("said by {}", document.form(speaker)))?;
        }
        if let (Some(cue), true) = (scope.cue, scope.speakers.is_empty()) {
            say(f, &format!("{} (no source named)", document.form(cue)))?;
        }
        Ok(())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Verb => "verb",
            Self::Noun => "noun",
            Self::Adjective => "adjective",
        })
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subject => f.pad("Subject"),
            Self::Object => f.pad("Object"),
            Self::Prep(preposition) => write!(f, "Prep({preposition})"),
            Self::Genitive => f.pad("Genitive"),
            Self::Holder => f.pad("Holder"),
            Self::Complement => f.pad("Complement"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{ExpectFile, expect_file};

    use super::*;
    use crate::data::Data;
    use crate::document::{Relation, Sentence, Source, Span, Token, Upos, Xpos};
    use crate::syntax::fixture;

    /// Every sentence of a file with its predications.
    fn check(file: &str, expected: ExpectFile) {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        let mut out = String::new();
        for (id, document) in fixture::sentences(file) {
            writeln!(out, "{id}: {}", document.text.trim_end()).unwrap();
            for predication in predications(&document, &lexicon) {
                let line = predication.display(&document).to_string();
                writeln!(out, "    {}", line.trim_start_matches("predication ")).unwrap();
            }
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn arguments_are_voice_neutral_and_listed_one_by_one() {
        check("predications", expect_file!["../../fixtures/conllu/predications.expected"]);
    }

    #[test]
    fn parser_errors_are_tolerated() {
        check("wrong-trees", expect_file!["../../fixtures/conllu/wrong-trees.expected"]);
    }

    /// A sentence of `n` verbs, each under the one before (`deep`) or all under the first.
    fn hostile(n: usize, relation: Relation, deep: bool) -> Document {
        let token = |t: usize| Token {
            head: if deep { t.checked_sub(1) } else { (t > 0).then_some(0) },
            relation: if t == 0 { Relation::ROOT } else { relation },
            upos: if t.is_multiple_of(2) { Upos::VERB } else { Upos::NOUN },
            xpos: if t.is_multiple_of(2) { Xpos::VBN } else { Xpos::NN },
            ..Token::raw(Span::new(2 * t, 2 * t + 1), false)
        };
        let tokens: Vec<Token> = (0..n).map(token).collect();
        let sentences = vec![Sentence { span: Span::new(0, 2 * n), tokens: 0..n, paragraph_start: true }];
        Document::new(Source::named("hostile"), "a ".repeat(n), tokens, sentences)
    }

    #[test]
    fn hostile_trees_take_linear_time_and_no_stack() {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        for relation in (0..Relation::NAMES.len()).filter_map(Relation::from_index) {
            for deep in [true, false] {
                let document = hostile(1_000, relation, deep);
                for predication in predications(&document, &lexicon) {
                    assert!(predication.arguments.len() <= 64, "{relation} {}", predication.arguments.len());
                }
            }
        }
    }

    #[test]
    fn no_argument_stands_twice_for_one_function() {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        for file in ["realizations", "predications", "wrong-trees", "scope"] {
            for (id, document) in fixture::sentences(file) {
                for Predication { arguments, .. } in predications(&document, &lexicon) {
                    let mut keys: Vec<_> = arguments.iter().map(|a| (a.token, &a.function)).collect();
                    let n = keys.len();
                    keys.sort();
                    keys.dedup();
                    assert_eq!(keys.len(), n, "{file} {id}");
                }
            }
        }
    }
}
