//! actograph reads news and reports and builds a knowledge graph of actors and what they do to each other.
//!
//! Text becomes sentences of tokens ([`text`]), tokens become tagged trees and trees predications ([`syntax`]), phrases
//! become actors ([`actor`]), and rules turn predications into assertions ([`rule`], [`assertion`]) with polarity,
//! modality, source and evidence. [`pipeline`] is that flow on one page. [`graph`] keeps the readings as RDF, answers
//! SPARQL and draws pictures. What an analyst would change lies in `ontology/` and is read by [`data`].
//!
//! ```
//! use actograph::data::Data;
//! use actograph::document::Source;
//! use actograph::pipeline::{Options, Reader};
//!
//! let reader = Reader::new(&Data::embedded(), &Options::default())?;
//! let text = "Oman brokered the talks. Egypt said that Iran may fund Hezbollah.";
//! let reading = reader.read(Source::named("example"), text.to_owned());
//! let edges: Vec<String> = reading
//!     .assertions
//!     .iter()
//!     .map(|a| {
//!         let label = |actor: usize| &reading.actors[actor].label;
//!         format!("{} {} {} ({})", label(a.subject), a.predicate, label(a.object), a.standing().name())
//!     })
//!     .collect();
//! assert_eq!(edges, ["Oman brokers talks (stated)", "Iran funds Hezbollah (uncertain)"]);
//! # Ok::<(), actograph::diagnostic::Error>(())
//! ```
//!
//! `docs/architecture.md` is the way in for those who want to change something.

pub mod actor;
pub mod assertion;
pub mod cli;
pub mod data;
pub mod diagnostic;
pub mod document;
pub mod exchange;
pub mod graph;
pub mod ontology;
pub mod picture;
pub mod pipeline;
pub mod rule;
pub mod score;
#[cfg(feature = "serve")]
pub mod serve;
pub mod syntax;
pub mod text;
pub mod time;
#[cfg(feature = "train")]
pub mod train;

// Lets the sample readings, which the integration tests share, name the crate from inside.
#[cfg(test)]
extern crate self as actograph;
