//! Text → reading: the whole flow on one page.
//!
//! 1. [`Segmenter`]: text → sentences → tokens
//! 2. [`Calendar`]: the dateline, which is parsed apart, and the document's date
//! 3. [`Model`], [`Lemmatizer`]: tokens → tags, lemmas, trees
//! 4. [`predications`]: trees → verbs and nouns with their voice-neutral arguments and scope
//! 5. [`mentions`], [`resolve`]: phrases → who is meant
//! 6. [`apply`], [`assert`](assertion::assert): predications + mentions → matches of the rules → assertions
//!
//! Data flows one way; no step looks at what a later one makes.

use std::cell::RefCell;

pub use crate::assertion::Reading;

use crate::actor::coreference::resolve;
use crate::actor::lexicon::Gazetteer;
use crate::actor::mention::mentions;
use crate::assertion::{self, Confidence};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::{Document, Source};
use crate::ontology::Ontology;
use crate::rule::apply::apply;
use crate::rule::compile::RuleSet;
use crate::syntax::fact::{Fact, facts};
use crate::syntax::lemma::Lemmatizer;
use crate::syntax::model::{Model, Size};
use crate::syntax::network::Workspace;
use crate::syntax::predication::predications;
use crate::syntax::{Lexicon, lemma, repair};
use crate::text::Segmenter;
use crate::time::Calendar;

/// What a [`Reader`] is made with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Which model tags and parses.
    pub model: Size,
}

/// Reads documents. Made once, used from any number of threads.
#[derive(Debug)]
pub struct Reader {
    segmenter: Segmenter,
    calendar: Calendar,
    model: Model,
    lemmatizer: Lemmatizer,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
    rules: RuleSet,
    ontology: Ontology,
    confidence: Confidence,
}

thread_local! {
    /// The parser's buffers: grown once a thread, then used for every document.
    static WORKSPACE: RefCell<Workspace> = RefCell::default();
}

impl Reader {
    /// Loads model, lexicon and rules.
    ///
    /// # Errors
    /// [`Error::Model`] if the model does not fit, [`Error::Content`] or [`Error::Diagnostics`] if the user's data has
    /// errors.
    pub fn new(data: &Data, options: &Options) -> Result<Self, Error> {
        // The rules take about as long as everything else together.
        let rules = || -> Result<_, Error> {
            let ontology = Ontology::load(data)?;
            Ok((RuleSet::load(data, &ontology)?, ontology))
        };
        let others = || -> Result<_, Error> {
            Ok((
                Segmenter::new(data)?,
                Model::load(data, options.model)?,
                Lemmatizer::load(data)?,
                Lexicon::load(data)?,
                Calendar::load(data)?,
            ))
        };
        let actors = || -> Result<_, Error> { Ok((Gazetteer::load(data)?, Confidence::load(data)?)) };
        let (rules, (others, actors)) = rayon::join(rules, || rayon::join(others, actors));
        let (segmenter, model, lemmatizer, lexicon, calendar) = others?;
        let ((rules, ontology), (gazetteer, confidence)) = (rules?, actors?);
        Ok(Self { segmenter, calendar, model, lemmatizer, lexicon, gazetteer, rules, ontology, confidence })
    }

    /// Reads a text. Any text gives a reading.
    ///
    /// ```
    /// use actograph::{data::Data, document::Source, pipeline::{Options, Reader}};
    /// let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
    /// let reading = reader.read(Source::named("a"), "Qatar funds the Red Cross.".to_owned());
    /// let edge = &reading.assertions[0];
    /// assert_eq!(reading.actors[edge.subject].label, "Qatar");
    /// assert_eq!(edge.predicate, "funds");
    /// assert!(reader.read(Source::named("b"), String::new()).assertions.is_empty());
    /// ```
    pub fn read(&self, source: Source, text: String) -> Reading {
        self.interpret(self.parse(source, text))
    }

    /// Reads a document that has its words already, as from CoNLL-U.
    pub fn read_tokens(&self, mut document: Document) -> Reading {
        self.analyze(&mut document);
        self.interpret(document)
    }

    /// Reads a text with other rules than its own.
    pub fn read_by(&self, rules: &RuleSet, source: Source, text: String) -> Reading {
        self.interpret_by(rules, self.parse(source, text))
    }

    /// Trees → assertions.
    fn interpret(&self, document: Document) -> Reading {
        self.interpret_by(&self.rules, document)
    }

    fn interpret_by(&self, rules: &RuleSet, document: Document) -> Reading {
        let predications = predications(&document, &self.lexicon);
        let mentions = mentions(&document, &self.gazetteer);
        let actors = resolve(&document, &mentions, &self.gazetteer);
        let mut reading = Reading { document, predications, mentions, actors, assertions: Vec::new() };
        let matches = apply(rules, &reading.input());
        let times = self.calendar.expressions(&reading.document);
        reading.assertions = assertion::assert(rules, &self.confidence, &reading.input(), &times, &matches);
        reading
    }

    /// The source of a text with the date that [`Reader::read`] would find, without reading it.
    pub fn date(&self, source: Source, text: String) -> Source {
        let mut document = self.segmenter.segment(source, text);
        self.calendar.date(&mut document);
        document.source
    }

    /// The language layer alone: splits a text into sentences and words, tags, lemmatizes and parses them.
    pub fn parse(&self, source: Source, text: String) -> Document {
        let mut document = self.segmenter.segment(source, text);
        self.analyze(&mut document);
        document
    }

    /// As [`Reader::parse`], of a text with one sentence a line; with `tokenized`, its words are what white space parts.
    pub fn parse_lines(&self, source: Source, text: String, tokenized: bool) -> Document {
        let mut document = self.segmenter.segment_lines(source, text, tokenized);
        self.analyze(&mut document);
        document
    }

    /// Trees → who is meant and what they do: the rest of [`Reader::read`] for a document of [`Reader::parse`].
    pub fn read_parsed(&self, document: Document) -> Reading {
        self.interpret(document)
    }

    /// The clause-level facts of a document of [`Reader::parse`], in its own words.
    pub fn facts(&self, document: &Document) -> Vec<Fact> {
        facts(document, &self.lexicon)
    }

    /// Dates, tags, lemmatizes and parses a document that has its words already.
    pub fn analyze(&self, document: &mut Document) {
        self.calendar.date(document);
        let whole = document.part_dateline();
        WORKSPACE.with_borrow_mut(|workspace| self.model.analyze(document, workspace));
        lemma::lemmatize(document, &self.lemmatizer);
        repair::document(document, &self.lexicon);
        if let Some(whole) = whole {
            document.join_dateline(whole);
        }
    }

    /// The classes and relations in use.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// The known names and word lists.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The rules in use.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dateline is parsed apart, and its words are no parties to anything.
    #[test]
    fn a_dateline_hangs_on_its_sentence_and_names_no_party() {
        let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
        let text = "OSLO, March 18, 2026 (Reuters) - Iran attacked Israel. It also threatened Norway.";
        let reading = reader.read(Source::named("a"), text.to_owned());
        let document = &reading.document;
        assert_eq!(document.source.date.as_deref(), Some("2026-03-18"));
        assert_eq!(document.sentences.len(), 2);
        let roots =
            |i: usize| document.sentences[i].tokens.clone().filter(|&t| document.tokens[t].head.is_none()).count();
        assert_eq!([roots(0), roots(1)], [1, 1]);
        let label = |actor: usize| reading.actors[actor].label.as_str();
        let edges: Vec<_> =
            reading.assertions.iter().map(|a| (label(a.subject), a.predicate.as_str(), label(a.object))).collect();
        assert_eq!(edges, [("Iran", "attacks", "Israel"), ("Iran", "threatens", "Norway")]);
    }
}
