//! A view → the files of other graph tools.
//!
//! Nothing here looks into the store: all that a file holds stands in the [`View`](crate::graph::view::View). RDF is
//! written by [`graph::export`](crate::graph::export).
