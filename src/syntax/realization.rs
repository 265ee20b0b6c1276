//! The named tree shapes that carry arguments, each with its docs and a gold sentence.

/// A tree shape by which an argument was found (`docs/architecture.md` lists them with examples).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Realization {
    /// *Iran* funds it.
    ActiveSubject,
}
