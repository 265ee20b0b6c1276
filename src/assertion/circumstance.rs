//! When and where it happens, and how much or how many: the circumstances of an assertion.
//!
//! They hang on the trigger, or on the verb over it (*Oman hosted **talks** on Saturday in Muscat*). Which phrase is a
//! time is told by [`Expressions`]; a place is a place or state after a preposition of place; an amount is the number
//! of the object, or the money that the clause has beside it.

use smol_str::SmolStr;

use crate::actor::{ActorIx, Mention};
use crate::data::words::{WordMap, lower};
use crate::data::{Data, Table};
use crate::diagnostic::Error;
use crate::document::{Document, Relation, Span, TokenIx, Upos, Xpos};
use crate::ontology::Class;
use crate::rule::apply::Input;
use crate::rule::heads::Heads;
use crate::syntax::scope::Modality;
use crate::syntax::tree;
use crate::time::{Expressions, Interval};

/// How far up the tree a circumstance may hang.
const MAX_CLIMB: usize = 3;
/// How many words a number has.
const MAX_NUMBER: usize = 8;

/// When, where, how much.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Circumstances {
    /// When, where the text says so.
    pub time: Option<Time>,
    /// Where: the actor of class place or state, and its mention.
    pub place: Option<(ActorIx, usize)>,
    /// How much or how many.
    pub amount: Option<Amount>,
}

/// A time with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// The days it covers; `None` if that needs a date of the document, which has none.
    pub interval: Option<Interval>,
    /// Whether it is only roughly so.
    pub approximate: bool,
    /// Its words.
    pub span: Span,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: f64,
    /// The currency's code of ISO 4217, or the lemma of what is counted.
    pub unit: SmolStr,
    /// Whether it is only roughly so: *about*, *at least*.
    pub approximate: bool,
    /// Its words.
    pub span: Span,
}

/// The words of circumstances: `rules/circumstances.tsv`.
#[derive(Debug, Clone, Default)]
pub struct Words {
    by_word: WordMap<Vec<(Kind, SmolStr)>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Place,
    Currency,
    Number,
    Multiplier,
    Rough,
}

impl Words {
    /// Reads the table of the data folder.
    ///
    /// # Errors
    /// As [`Table::load`], and [`Error::Content`] if a kind is unknown or a number is none.
    pub fn load(data: &Data) -> Result<Self, Error> {
        const PATH: &str = "rules/circumstances.tsv";
        let mut words = Self::default();
        for row in Table::load(data, PATH)?.rows() {
            let value = row.get("value");
            let wrong = |message| Error::Content { place: format!("{PATH}:{}", row.line()), message };
            let kind = match row.get("kind") {
                "place" => Kind::Place,
                "currency" => Kind::Currency,
                "number" => Kind::Number,
                "multiplier" => Kind::Multiplier,
                "rough" => Kind::Rough,
                other => return Err(wrong(format!("`{other}` is no kind"))),
            };
            if matches!(kind, Kind::Number | Kind::Multiplier) && value.parse::<f64>().is_err() {
                return Err(wrong(format!("`{value}` is no number")));
            }
            words.by_word.entry(row.get("word").into()).or_default().push((kind, value.into()));
        }
        Ok(words)
    }

    fn get(&self, word: &str, kind: Kind) -> Option<&str> {
        self.by_word.get(word)?.iter().find(|(k, _)| *k == kind).map(|(_, value)| value.as_str())
    }

    fn number(&self, word: &str, kind: Kind) -> Option<f64> {
        self.get(word, kind).and_then(|value| value.parse().ok())
    }
}

/// What an assertion is told of.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub input: &'a Input<'a>,
    pub heads: &'a Heads,
    pub times: &'a Expressions,
    pub words: &'a Words,
}

impl Told<'_> {
    /// The circumstances of what a trigger says of two ends; `to_come` tells which Monday is meant.
    pub(super) fn circumstances(
        &self,
        trigger: TokenIx,
        ends: [(ActorIx, usize); 2],
        modality: Modality,
    ) -> Circumstances {
        let document = self.input.document;
        let mut found = Circumstances::default();
        let to_come = matches!(modality, Modality::Planned | Modality::Desired);
        let mut here = trigger;
        for step in 0..=MAX_CLIMB {
            for &dependent in tree::dependents(document, here) {
                let fronted = step == 0 || document.tokens[here].relation != Relation::CONJ;
                if !(fronted || dependent < trigger) {
                    continue;
                }
                if found.time.is_none() {
                    found.time = self.time(dependent, to_come);
                }
                if found.place.is_none() {
                    found.place = self.place(dependent, ends);
                }
            }
            // *hosted talks in Muscat on Saturday*: the parser may have hung the phrases on the object.
            if let Some(object) = tree::dependent(document, here, Relation::OBJ) {
                for &inner in tree::dependents(document, object).iter().filter(|&&d| d > object) {
                    found.time = found.time.or_else(|| self.time(inner, to_come));
                    found.place = found.place.or_else(|| self.place(inner, ends));
                }
            }
            match self.above(here) {
                Some(above) => here = above,
                None => break,
            }
        }
        found.amount = self.amount(trigger, ends[1].1);
        found
    }

    /// The verb on which the circumstances of a word may hang.
    fn above(&self, here: TokenIx) -> Option<TokenIx> {
        let document = self.input.document;
        let token = &document.tokens[here];
        let up = match token.relation {
            Relation::OBJ | Relation::NSUBJ | Relation::NSUBJ_PASS => token.upos != Upos::VERB,
            Relation::XCOMP => true,
            _ => false,
        };
        token.head.filter(|&h| up && matches!(document.tokens[h].upos, Upos::VERB | Upos::AUX))
    }

    fn time(&self, dependent: TokenIx, to_come: bool) -> Option<Time> {
        let document = self.input.document;
        let may = matches!(
            document.tokens[dependent].relation,
            Relation::OBL
                | Relation::OBL_UNMARKED
                | Relation::NMOD
                | Relation::NMOD_UNMARKED
                | Relation::NMOD_POSS
                | Relation::COMPOUND
                | Relation::ADVMOD
                | Relation::AMOD
                | Relation::NUMMOD
        );
        let expression = if may { self.times.at(dependent)? } else { return None };
        Some(Time {
            interval: self.times.resolve(expression, to_come),
            approximate: expression.approximate,
            span: document.token_span(expression.tokens.clone()),
        })
    }

    fn place(&self, dependent: TokenIx, ends: [(ActorIx, usize); 2]) -> Option<(ActorIx, usize)> {
        let document = self.input.document;
        if !matches!(document.tokens[dependent].relation, Relation::OBL | Relation::NMOD) {
            return None;
        }
        let mention = self.heads.mention(dependent)?;
        let actor = self.heads.actor(mention)?;
        let is_place = matches!(self.input.actors[actor].class, Class::Place | Class::State | Class::Facility);
        let is_behind = || self.words.get(&tree::preposition(document, dependent)?, Kind::Place);
        (is_place && ends.iter().all(|&(end, _)| end != actor) && is_behind().is_some()).then_some((actor, mention))
    }

    /// The number of what is acted on, or money beside it.
    fn amount(&self, trigger: TokenIx, object: usize) -> Option<Amount> {
        let document = self.input.document;
        let Mention { head, .. } = self.input.mentions[object];
        self.number_of(head).or_else(|| {
            let mut beside = tree::dependents(document, trigger).iter().copied().filter(|&d| d != head);
            let is_currency = |unit: &str| unit.len() == 3 && unit.chars().all(char::is_uppercase);
            beside.find_map(|d| {
                // What is given may be anything, what stands after a preposition must be money.
                let relation = document.tokens[d].relation;
                let given = relation == Relation::OBJ;
                let phrase = matches!(relation, Relation::OBL | Relation::NMOD);
                let amount = (given || phrase).then(|| self.number_of(d)).flatten()?;
                (given || is_currency(&amount.unit)).then_some(amount)
            })
        })
    }

    /// *12 soldiers*, *$100 million*, *two dozen tanks*.
    fn number_of(&self, head: TokenIx) -> Option<Amount> {
        let document = self.input.document;
        let numeral = tree::dependent(document, head, Relation::NUMMOD)?;
        let (lemma, form) = (lower(document.lemma(head)), lower(document.form(head)));
        let currency = self.words.get(&form, Kind::Currency).or_else(|| self.words.get(&lemma, Kind::Currency));
        let words = number_words(document, numeral);
        let value = self.value(document, &words)?;
        let first = *words.first()?;
        let last = *words.last()?;
        let span = document.tokens[first].span.cover(document.tokens[last].span).cover(document.tokens[head].span);
        let is_rough = |d: TokenIx| self.words.get(&lower(document.form(d)), Kind::Rough).is_some();
        let around = words.iter().chain([&head]).flat_map(|&w| tree::dependents(document, w));
        let rough = around.copied().any(|d| d < first.max(head) && is_rough(d));
        Some(Amount {
            value,
            unit: currency.map_or_else(|| SmolStr::new(&*lemma), Into::into),
            approximate: rough,
            span,
        })
    }

    fn value(&self, document: &Document, words: &[TokenIx]) -> Option<f64> {
        let (mut total, mut part, mut any) = (0.0, 0.0, false);
        for &token in words {
            let word = lower(document.form(token));
            let plain = word.replace(',', "");
            if let Ok(figure) = plain.parse::<f64>() {
                part += figure;
            } else if let Some(number) = self.words.number(&word, Kind::Number) {
                part += number;
            } else if let Some(by) = self.words.number(&word, Kind::Multiplier) {
                part = if part == 0.0 { by } else { part * by };
                if by >= 1000.0 {
                    total += part;
                    part = 0.0;
                }
            } else {
                continue;
            }
            any = true;
        }
        let value = total + part;
        (any && value.is_finite()).then_some(value)
    }
}

/// The words of a numeral: *100 million*, *twenty - two*.
fn number_words(document: &Document, numeral: TokenIx) -> Vec<TokenIx> {
    let mut words: Vec<TokenIx> = tree::dependents(document, numeral)
        .iter()
        .copied()
        .filter(|&d| {
            let token = &document.tokens[d];
            matches!(token.relation, Relation::COMPOUND | Relation::FLAT | Relation::NUMMOD)
                && (token.upos == Upos::NUM || token.xpos == Xpos::CD)
        })
        .take(MAX_NUMBER)
        .collect();
    words.push(numeral);
    words.sort_unstable();
    words
}
