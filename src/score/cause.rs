//! Judged documents → why each relation was missed, and what is wrong with each wrong assertion.
//!
//! The cause is the first layer, from below, that went astray: the ends' mentions, who they are, the words that carry the
//! relation, the tree, the frame. It is told by what the layers themselves have found ([`apply_traced`] and the reading);
//! nothing is parsed anew. What no program can tell is whether the annotators were wrong: docs/quality.md counts that by
//! eye.

mod tree;

use std::ops::Range;

use super::gold::{Document, Relation};
use super::{Judged, names};
use crate::actor::Form;
use crate::assertion::{Assertion, Reading};
use crate::document::{TokenIx, Upos};
use crate::ontology::Ontology;
use crate::rule::apply::{Bound, Failure, Trace, Why, apply_traced};
use crate::rule::compile::{Body, EntryIx, Key, RuleSet};
use crate::rule::grammar::Grammar;
use crate::rule::heads::Heads;

/// Defines [`Cause`], its names and their explanations: one list for the program, its help and docs/quality.md.
macro_rules! causes {
    ($($variant:ident $name:literal $text:literal)+) => {
        /// Why an annotated relation was missed, or what is wrong with an assertion.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Cause { $(#[doc = $text] $variant),+ }

        impl Cause {
            /// All of them, in the order of the layers.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As it is printed.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it means, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

causes! {
    Inventory "inventory" "no relation of the inventory says it"
    Mention "mention" "an end stands in the sentence, but no mention has these words"
    Coreference "coreference" "an end is a pronoun or description that stands for another actor, or for nobody"
    Trigger "missing trigger" "no word of the sentence is a trigger of a frame or pattern of the relation"
    Frame "wrong frame" "the pair is found with another relation"
    Class "class" "an end stands in its place, but its class is none that the role takes"
    Parser "parser" "the words of a frame and both ends are there, but the tree does not connect them"
    Construction "construction" "the tree connects a trigger and both ends, but no realization or slot binds them"
    Direction "direction" "the relation holds the other way round"
    End "wrong end" "relation and one end are annotated, with another end"
    Twice "twice" "the relation is found a second time, by another name"
    Unannotated "unannotated" "nothing is annotated between the two: wrong, or left out by the annotators"
    Polarity "polarity" "the relation is right, its polarity is not"
    Modality "modality" "the relation is right, its modality is not"
    Source "source" "the relation is right, its source is not"
}

/// What an error was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An annotated relation that was not found: its place in its sentence.
    Missed(usize),
    /// An assertion that is not annotated: index.
    Wrong(usize),
    /// An assertion that is right but for a qualifier, and the place of its relation.
    Qualified(usize, usize),
}

/// An error with its cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// The annotated sentence.
    pub sentence: usize,
    /// What went wrong.
    pub subject: Subject,
    /// Why.
    pub cause: Cause,
}

/// The causes of everything that [`judge`](super::judge) found wrong or missing, by sentence; missed ones first, then wrong
/// ones, then qualifiers.
pub fn causes(
    reading: &Reading,
    document: &Document,
    judged: &Judged,
    rules: &RuleSet,
    ontology: &Ontology,
    grammar: &Grammar,
) -> Vec<Error> {
    let input = reading.input();
    let mut heard = Heard::default();
    apply_traced(rules, &input, &mut heard);
    let judge = Judge { reading, document, judged, rules, ontology, grammar, heads: Heads::new(&input), heard };
    let mut found: Vec<Error> = Vec::new();
    for &(sentence, place) in &judged.missed {
        let cause = judge.missed(sentence, &document.sentences[sentence].relations[place]);
        found.push(Error { sentence, subject: Subject::Missed(place), cause });
    }
    for &(ix, hit) in &judged.assertions {
        let Some(hit) = hit else {
            let Some(sentence) = judge.sentence(&reading.assertions[ix]) else { continue };
            found.push(Error { sentence, subject: Subject::Wrong(ix), cause: judge.wrong(sentence, ix) });
            continue;
        };
        let (sentence, place) = hit.relation;
        let right = [(Cause::Polarity, hit.polarity), (Cause::Modality, hit.modality), (Cause::Source, hit.source)];
        for (cause, _) in right.into_iter().filter(|(_, right)| !right) {
            found.push(Error { sentence, subject: Subject::Qualified(ix, place), cause });
        }
    }
    found.sort_by_key(|error| (error.sentence, error.subject, error.cause));
    found
}

/// One entry tried: where, and why it failed.
struct Tried {
    trigger: TokenIx,
    entry: EntryIx,
    failure: Option<Failure>,
}

#[derive(Default)]
struct Heard(Vec<Tried>);

impl Trace for Heard {
    fn tried(&mut self, trigger: TokenIx, _: Option<usize>, entry: EntryIx, outcome: Result<&[Bound], &Failure>) {
        self.0.push(Tried { trigger, entry, failure: outcome.err().cloned() });
    }
}

struct Judge<'a> {
    reading: &'a Reading,
    document: &'a Document,
    judged: &'a Judged,
    rules: &'a RuleSet,
    ontology: &'a Ontology,
    grammar: &'a Grammar,
    heads: Heads,
    heard: Heard,
}

impl Judge<'_> {
    /// The annotated sentence that an assertion belongs to.
    fn sentence(&self, a: &Assertion) -> Option<usize> {
        let span = self.reading.document.sentences[a.evidence.sentence].span.range();
        let middle = usize::midpoint(span.start, span.end);
        self.document.sentences.iter().position(|s| s.span.start <= middle && middle <= s.span.end)
    }

    /// The words of an annotated sentence.
    fn tokens(&self, sentence: usize) -> Range<TokenIx> {
        let span = &self.document.sentences[sentence].span;
        let tokens = &self.reading.document.tokens;
        let start = tokens.partition_point(|t| t.span.range().start < span.start);
        start..tokens.partition_point(|t| t.span.range().end <= span.end).max(start)
    }

    fn is(&self, mention: usize, accepted: &[String]) -> bool {
        let written = self.reading.document.token_span(self.reading.mentions[mention].tokens.clone());
        let label = self.heads.actor(mention).map_or("", |actor| self.reading.actors[actor].label.as_str());
        names::agree(&[label, self.reading.document.slice(written)], accepted, self.grammar)
    }

    /// The mentions of a sentence that an annotator would take for one of these names.
    fn mentions(&self, tokens: &Range<TokenIx>, accepted: &[String]) -> Vec<usize> {
        let mentions = self.reading.mentions.iter().enumerate();
        let inside = mentions.filter(|(_, m)| tokens.contains(&m.head)).map(|(ix, _)| ix);
        inside.filter(|&ix| self.is(ix, accepted)).collect()
    }

    /// The assertions of a sentence that are not right.
    fn unmatched(&self, sentence: usize) -> impl Iterator<Item = &Assertion> {
        let all = self.judged.assertions.iter().filter(|(_, hit)| hit.is_none());
        all.map(|(ix, _)| &self.reading.assertions[*ix]).filter(move |a| self.sentence(a) == Some(sentence))
    }

    /// Whether the ends are the accepted ones: as they stand, and the other way round.
    fn ends(&self, a: &Assertion, relation: &Relation) -> [[bool; 2]; 2] {
        let (s, o) = (a.evidence.subject, a.evidence.object);
        let one = |s, o| [self.is(s, &relation.subject), self.is(o, &relation.object)];
        [one(s, o), one(o, s)]
    }

    fn is_symmetric(&self, predicates: &[String]) -> bool {
        predicates.iter().any(|p| self.ontology.predicate(p).is_some_and(|p| p.symmetric))
    }

    /// Whether a mention needs somebody to say whom it stands for.
    fn is_reference(&self, mention: usize) -> bool {
        matches!(self.reading.mentions[mention].form, Form::Pronoun | Form::Nominal)
    }

    fn missed(&self, sentence: usize, relation: &Relation) -> Cause {
        if relation.predicates.iter().all(|p| self.ontology.predicate(p).is_none()) {
            return Cause::Inventory;
        }
        let tokens = self.tokens(sentence);
        let [subjects, objects] = [&relation.subject, &relation.object].map(|names| self.mentions(&tokens, names));
        for (found, names) in [(&subjects, &relation.subject), (&objects, &relation.object)] {
            if found.is_empty() {
                return if self.is_written(&tokens, names) { Cause::Mention } else { Cause::Coreference };
            }
        }
        for a in self.unmatched(sentence) {
            let [[s, o], [t, p]] = self.ends(a, relation);
            let other = !relation.predicates.contains(&a.predicate);
            if (s && o || t && p) && other {
                return Cause::Frame;
            }
            let half = [(s, a.evidence.object, o), (o, a.evidence.subject, s)];
            if !other && half.iter().any(|&(right, end, same)| right && !same && self.is_reference(end)) {
                return Cause::Coreference;
            }
        }
        let known = self.known(&tokens, &relation.predicates);
        if known.is_empty() {
            return Cause::Trigger;
        }
        let ends = [subjects, objects];
        let covers = |token: TokenIx| {
            let at = self.heads.mention(token);
            ends.iter().any(|found| at.is_some_and(|m| found.contains(&m)))
        };
        for (_, failure) in &known {
            match failure {
                Some(Failure::Role(_, Why::Class(token, _))) if covers(*token) => return Cause::Class,
                Some(Failure::Pair) => return Cause::Coreference,
                _ => {}
            }
        }
        let near = |trigger, found: &Vec<usize>| {
            let mut mentions = found.iter().map(|&m| &self.reading.mentions[m]);
            mentions.any(|m| m.tokens.contains(&trigger) || tree::is_near(&self.reading.document, trigger, m.head))
        };
        let connected = known.iter().any(|(trigger, _)| ends.iter().all(|found| near(*trigger, found)));
        if connected { Cause::Construction } else { Cause::Parser }
    }

    /// Whether one of the names stands in the sentence, whatever was made of it.
    fn is_written(&self, tokens: &Range<TokenIx>, accepted: &[String]) -> bool {
        let document = &self.reading.document;
        let forms: Vec<String> = tokens.clone().map(|t| document.form(t).to_lowercase()).collect();
        accepted.iter().any(|name| {
            let words: Vec<String> = name.to_lowercase().split(' ').map(str::to_owned).collect();
            forms.windows(words.len()).any(|window| *window == words)
        })
    }

    /// The words of a sentence that carry the relation for some frame or pattern, with what kept it from matching.
    fn known(&self, tokens: &Range<TokenIx>, predicates: &[String]) -> Vec<(TokenIx, Option<Failure>)> {
        let document = &self.reading.document;
        let says = |entry: EntryIx| {
            let rule = &self.rules.rules[self.rules.entries[entry].rule];
            rule.edges.iter().any(|edge| predicates.contains(&edge.predicate))
        };
        let stands = |word: &str| tokens.clone().any(|t| document.lemma(t).eq_ignore_ascii_case(word));
        let mut found: Vec<(TokenIx, Option<Failure>)> = Vec::new();
        for tried in self.heard.0.iter().filter(|t| tokens.contains(&t.trigger) && says(t.entry)) {
            let is_known = match (&tried.failure, &self.rules.entries[tried.entry].body) {
                (Some(Failure::Before | Failure::Particle | Failure::Affirmed | Failure::Words), _) => false,
                // A fixed word may hang elsewhere in the tree.
                (Some(Failure::Fixed(_)), Body::Frame(frame)) => {
                    frame.fixed.iter().all(|fixed| fixed.words.iter().any(|word| stands(&word.head)))
                }
                (None | Some(Failure::Pair), _) | (Some(_), Body::Frame(_)) => true,
                // Small words carry patterns: the path must have led somewhere.
                (Some(Failure::Role(_, why)), _) => !matches!(why, Why::Nothing),
                (Some(_), _) => false,
            };
            if is_known {
                found.push((tried.trigger, tried.failure.clone()));
            }
        }
        // Words without any argument make no predication.
        for token in tokens.clone() {
            let key = match document.tokens[token].upos {
                Upos::VERB => Key::Verb,
                Upos::NOUN => Key::Noun,
                Upos::ADJ => Key::Adjective,
                _ => continue,
            };
            let lemma = document.lemma(token).to_lowercase();
            let plain = |entry: &u32| match &self.rules.entries[*entry as usize].body {
                Body::Frame(f) => f.fixed.is_empty() && f.before.is_empty() && f.particle.is_none(),
                _ => false,
            };
            let mut entries = self.rules.entries_for(key, &lemma).iter();
            let unheard = !self.heard.0.iter().any(|tried| tried.trigger == token);
            if unheard && entries.any(|entry| says(*entry as usize) && plain(entry)) {
                found.push((token, None));
            }
        }
        found
    }

    fn wrong(&self, sentence: usize, ix: usize) -> Cause {
        let a = &self.reading.assertions[ix];
        let relations = &self.document.sentences[sentence].relations;
        let mut cause = Cause::Unannotated;
        for relation in relations {
            let [[s, o], [t, p]] = self.ends(a, relation);
            let same = relation.predicates.contains(&a.predicate);
            let symmetric = self.is_symmetric(&relation.predicates);
            let of_relation = match (same, s && o, t && p) {
                (true, true, _) => Cause::Twice,
                (true, _, true) if symmetric => Cause::Twice,
                (true, _, true) => Cause::Direction,
                (false, true, _) | (false, _, true) => Cause::Frame,
                (true, _, _) if s && self.is_reference(a.evidence.object) => Cause::Coreference,
                (true, _, _) if o && self.is_reference(a.evidence.subject) => Cause::Coreference,
                (true, _, _) if s || o || symmetric && (t || p) => Cause::End,
                _ => Cause::Unannotated,
            };
            let rank = |cause: Cause| match cause {
                Cause::Twice => 0,
                Cause::Direction => 1,
                Cause::Frame => 2,
                Cause::Coreference => 3,
                Cause::End => 4,
                _ => 5,
            };
            if rank(of_relation) < rank(cause) {
                cause = of_relation;
            }
        }
        cause
    }
}

#[cfg(test)]
mod tests;
