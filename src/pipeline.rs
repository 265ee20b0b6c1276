//! Text → reading: the whole flow on one page.

use crate::actor::{Actor, Mention};
use crate::assertion::Assertion;
use crate::data::Data;
use crate::diagnostic::Error;
use crate::document::{Document, Source};
use crate::syntax::model::{Model, Size};
use crate::syntax::network::Workspace;
use crate::text::Segmenter;

/// Everything that was read from one document.
#[derive(Debug, Default)]
pub struct Reading {
    /// The text with its sentences, words and trees.
    pub document: Document,
    /// The phrases that stand for actors, places and things, in text order.
    pub mentions: Vec<Mention>,
    /// Who is meant; every actor lists its mentions.
    pub actors: Vec<Actor>,
    /// What the text says that they do to each other, in text order.
    pub assertions: Vec<Assertion>,
}

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
    model: Model,
}

impl Reader {
    /// Loads model, lexicon and rules.
    ///
    /// # Errors
    /// [`Error::Model`] if the model does not fit, [`Error::Content`] or [`Error::Diagnostics`] if the user's data has
    /// errors.
    pub fn new(data: &Data, options: &Options) -> Result<Self, Error> {
        Ok(Self { segmenter: Segmenter::new(data)?, model: Model::load(data, options.model)? })
    }

    /// Splits a text into sentences and words, tags, lemmatizes and parses them.
    pub fn parse(&self, source: Source, text: String, workspace: &mut Workspace) -> Document {
        let mut document = self.segmenter.segment(source, text);
        self.analyze(&mut document, workspace);
        document
    }

    /// Tags, lemmatizes and parses a document that has its words already.
    pub fn analyze(&self, document: &mut Document, workspace: &mut Workspace) {
        self.model.analyze(document, workspace);
    }
}
