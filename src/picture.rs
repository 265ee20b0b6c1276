//! A view → pictures: [`svg`] draws it, [`dot`] writes it for Graphviz, [`mermaid`] for Markdown pages, all in the one
//! [`style`].
//!
//! Nothing here looks into the store: all that a picture shows stands in the [`View`](crate::graph::view::View).

pub mod dot;
pub mod mermaid;
pub mod style;
pub mod svg;
