//! The named tree shapes that carry arguments, each with an example.

use std::fmt;

macro_rules! realizations {
    ($($(#[$meta:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// A tree shape by which an argument was found (`docs/architecture.md` lists them with examples).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Realization { $($(#[$meta])* $name),+ }

        impl Realization {
            /// Every realization, in the order of this file.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As written in every output, such as `passive-agent`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

realizations! {
    /// *Iran* funds it.
    ActiveSubject = "active-subject",
    /// *Iran* acted, funding it.
    AdverbialSubject = "adverbial-subject",
    /// *Iran* pledged to fund it.
    ControlSubject = "control-subject",
    /// urged *Iran* to fund it.
    ControlObject = "control-object",
    /// *Iran* armed and funded it.
    SharedSubject = "shared-subject",
    /// funded by *Iran*.
    PassiveAgent = "passive-agent",
    /// *Iran*, which funds it.
    RelativeGap = "relative-gap",
    /// *groups* funding it.
    ParticipleHead = "participle-head",
    /// funds *Hamas*.
    ActiveObject = "active-object",
    /// gives *Hamas* money.
    Dative = "dative",
    /// *Hamas* is funded.
    PassiveSubject = "passive-subject",
    /// *groups* funded by Iran.
    PassiveParticiple = "passive-participle",
    /// *Hamas*, which Iran funds.
    RelativeObjectGap = "relative-object-gap",
    /// *Hamas*, which is funded.
    RelativePassive = "relative-passive",
    /// *Iran*-backed *Hamas*.
    CompoundParticiple = "compound-participle",
    /// gave money to *Hamas*.
    Oblique = "oblique",
    /// aid to *Hamas*.
    Prep = "prep",
    /// provides aid to *Hamas*, the phrase hanging on the object.
    PpOnObject = "pp-on-object",
    /// *Iranian* aid.
    Demonym = "demonym",
    /// *UN* aid.
    Compound = "compound",
    /// aid of *Iran*.
    OfPhrase = "of-phrase",
    /// *Iran's* aid.
    Possessive = "possessive",
    /// aid by *Iran*.
    ByPhrase = "by-phrase",
    /// *Iran* gave support to it.
    SupportVerb = "support-verb",
    /// Hamas's leader, *Sinwar*.
    Apposition = "apposition",
    /// *Sinwar* is leader.
    Copula = "copula",
    /// Hamas leader *Sinwar*.
    TitleCompound = "title-compound",
    /// President *Sinwar*.
    TitleFlat = "title-flat",
    /// The word the rule stands on is itself the argument: Iran's nuclear *programme*.
    Trigger = "trigger",
    /// Found by the path of a pattern rule.
    Path = "path",
    /// Found by the word order of a surface rule.
    Surface = "surface",
}

impl fmt::Display for Realization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
