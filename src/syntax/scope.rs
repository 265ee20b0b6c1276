//! Polarity, modality, phase and attribution of every predication, by scope on the tree.
//!
//! A context runs down the tree from each root: what a clause says of itself (negation, modals, hedges) and what its
//! governor says of it (*denies that*, *plans to*, *if*) are combined into the [`Scope`] of its predications. Which word
//! does what is data (`ontology/lexicon`); the classes follow Karttunen's implicatives and Saurí's factuality
//! profiles. Whether a source is an actor is not decided here: a speaker is a token.

mod context;
mod own;
mod quote;
mod source;

use std::fmt;
use std::str::FromStr;

use crate::document::TokenIx;

pub(crate) use context::contexts;

/// Whether the text says that it holds or that it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Polarity {
    /// It holds.
    #[default]
    Positive,
    /// It does not.
    Negative,
}

/// How sure the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Modality {
    /// It happened, happens, or holds.
    #[default]
    Actual,
    /// May, could, if, likely, allegedly.
    Possible,
    /// Will, plans to, is expected to.
    Planned,
    /// Wants, calls for, demands.
    Desired,
}

/// Whether something begins, goes on, or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Phase {
    /// Nothing is said of it.
    #[default]
    None,
    /// It begins: *was named*, *has begun*.
    Begins,
    /// It goes on: *continues to*.
    Continues,
    /// It ends: *has suspended*, *no longer*, *former*.
    Ends,
}

/// The qualifiers of one predication, in terms of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scope {
    /// Whether it holds.
    pub polarity: Polarity,
    /// How sure it is: the outermost that is not actual.
    pub modality: Modality,
    /// Whether it begins or ends.
    pub phase: Phase,
    /// The head words of who says it, outermost first (*Israeli officials warn that …*); empty if nobody is named.
    pub speakers: Speakers,
    /// The outermost word that attributes it (*warn*), if any; with a cue and no speaker the source is unnamed
    /// (*reportedly*).
    pub cue: Option<TokenIx>,
    /// What the word's own modifiers say of it (*alleged*, *former*), without what stands above.
    pub own: Own,
}

/// The qualifiers that a word has of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Own {
    /// Whether it is not negated itself.
    pub polarity: Polarity,
    /// Its own hedge.
    pub modality: Modality,
    /// Its own phase.
    pub phase: Phase,
}

/// Up to three tokens that name who says something, outermost first; deeper nesting is cut.
///
/// ```
/// use actograph::syntax::scope::Speakers;
/// let mut speakers = Speakers::default();
/// speakers.push(4);
/// assert_eq!(speakers.as_slice(), [4]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Speakers {
    tokens: [TokenIx; 3],
    n: u8,
}

impl Speakers {
    /// Adds the next inner speaker, unless it is there or three are.
    pub fn push(&mut self, token: TokenIx) {
        if !self.as_slice().contains(&token) && usize::from(self.n) < self.tokens.len() {
            self.tokens[usize::from(self.n)] = token;
            self.n += 1;
        }
    }

    /// The speakers, outermost first.
    pub fn as_slice(&self) -> &[TokenIx] {
        &self.tokens[..usize::from(self.n)]
    }

    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }
}

impl Scope {
    /// What stays of it where all that stands above takes it for granted: nobody's statement but the text's.
    pub(crate) fn granted(&self) -> Self {
        let Own { polarity, modality, phase } = self.own;
        Self { polarity, modality, phase, own: self.own, ..Self::default() }
    }

    /// The same without its attribution.
    #[must_use]
    pub fn unattributed(&self) -> Self {
        Self { speakers: Speakers::default(), cue: None, ..*self }
    }
}

impl Polarity {
    /// As written in every output: `positive` or `negative`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
        }
    }

    /// The opposite.
    #[must_use]
    pub fn flip(self) -> Self {
        match self {
            Self::Positive => Self::Negative,
            Self::Negative => Self::Positive,
        }
    }

    /// Both at once: twice negative is positive.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        if other == Self::Negative { self.flip() } else { self }
    }
}

impl Modality {
    /// As written in every output: `actual`, `possible`, `planned` or `desired`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Possible => "possible",
            Self::Planned => "planned",
            Self::Desired => "desired",
        }
    }

    /// This one, unless it is actual: then the inner one.
    #[must_use]
    pub fn over(self, inner: Self) -> Self {
        if self == Self::Actual { inner } else { self }
    }
}

impl Phase {
    /// As written in every output: `none`, `begins`, `continues` or `ends`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Begins => "begins",
            Self::Continues => "continues",
            Self::Ends => "ends",
        }
    }

    /// This one, unless it says nothing: then the inner one.
    #[must_use]
    pub fn over(self, inner: Self) -> Self {
        if self == Self::None { inner } else { self }
    }
}

macro_rules! by_name {
    ($type:ident: $($variant:ident),+) => {
        impl FromStr for $type {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                [$(Self::$variant),+]
                    .into_iter()
                    .find(|v| v.name() == text)
                    .ok_or_else(|| format!(concat!("`{}` is no ", stringify!($type)), text))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

by_name!(Polarity: Positive, Negative);
by_name!(Modality: Actual, Possible, Planned, Desired);
by_name!(Phase: None, Begins, Continues, Ends);

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::expect_file;

    use crate::data::Data;
    use crate::syntax::fixture;
    use crate::syntax::lexicon::Lexicon;
    use crate::syntax::predication::predications;

    /// Every sentence of a file with the predications that are not simply so.
    fn check(file: &str, expected: expect_test::ExpectFile) {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        let mut out = String::new();
        for (id, document) in fixture::sentences(file) {
            writeln!(out, "{id}: {}", document.text.trim_end()).unwrap();
            for predication in predications(&document, &lexicon) {
                let line = predication.display(&document).to_string();
                let (left, scope) = line.split_once("=>").unwrap_or((&line, " stated"));
                let name = left.trim_start_matches("predication ").split("   ").next().unwrap();
                writeln!(out, "    {name}:{scope}").unwrap();
            }
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn scope_follows_the_tree() {
        check("scope", expect_file!["../../fixtures/conllu/scope.expected"]);
    }
}
