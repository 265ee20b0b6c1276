//! A view → pictures: [`svg`] draws it, [`dot`] writes it for Graphviz, [`mermaid`] for Markdown pages, [`html`]
//! lets a reader explore it, all in the one [`style`]; `raster` makes PNG and PDF of what is drawn.
//!
//! Nothing here looks into the store: all that a picture shows stands in the [`View`](crate::graph::view::View).

pub mod dot;
pub mod html;
pub mod mermaid;
#[cfg(feature = "raster")]
pub mod raster;
pub mod style;
pub mod svg;
