//! The named tree shapes that carry arguments, each with its shape in Universal Dependencies and an example.
//!
//! This list is the only one: docs, `explain` and tests read it. In a shape, V is a verb, N a noun, A an adjective, W
//! the predicate above, x the argument; `nsubj(V, x)` says that x depends on V as `nsubj`. Every realization that
//! syntax finds has a gold sentence of its own name in `fixtures/conllu/realizations.conllu`; the last three are set by
//! rules.

use std::fmt;

macro_rules! realizations {
    ($($name:ident $text:literal: $shape:literal, $example:literal;)+) => {
        /// A tree shape by which an argument was found.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Realization {
            $(
                #[doc = concat!($shape, ".")]
                #[doc = ""]
                #[doc = $example]
                $name
            ),+
        }

        impl Realization {
            /// Every realization, in the order of this file.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As written in every output, such as `passive-agent`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The shape in terms of Universal Dependencies.
            pub fn shape(self) -> &'static str {
                match self { $(Self::$name => $shape),+ }
            }

            /// An example sentence, the argument between asterisks; empty for what rules set.
            pub fn example(self) -> &'static str {
                match self { $(Self::$name => $example),+ }
            }
        }
    };
}

#[rustfmt::skip]
realizations! {
    ActiveSubject "active-subject":
        "`nsubj(V, x)`, V active",
        "*Iran* funds Hamas.";
    AdverbialSubject "adverbial-subject":
        "`advcl(W, V)` without a subject: that of W",
        "*Iran* acted, funding Hamas.";
    ControlSubject "control-subject":
        "`xcomp(W, V)`, W has no object: the subject of W",
        "*Iran* pledged to fund Hamas.";
    ControlObject "control-object":
        "`xcomp(W, V)`, or `advcl(W, V)` after *prevent … from*: the object of W",
        "Hamas urged *Iran* to fund it.";
    SharedSubject "shared-subject":
        "`conj(W, V)`, V has none of its own: that of W",
        "*Iran* armed it and funded Hamas.";
    JointPhrase "joint-phrase":
        "`obl(V, x)` or `nmod` on the subject with *along with* or the like, before V: x does it too",
        "Iran, along with *Syria*, funds Hamas.";
    PassiveAgent "passive-agent":
        "`obl:agent(V, x)`, or `obl` with *by* on a passive verb",
        "Hamas is funded by *Iran*.";
    RelativeGap "relative-gap":
        "`acl:relcl(x, V)`, the relative pronoun is `nsubj`",
        "*Iran*, which funds Hamas, denied it.";
    ParticipleHead "participle-head":
        "`acl(x, V)` or `amod(x, V)`, V is a present participle",
        "*Groups* funding Hamas denied it.";
    InfinitiveModifier "infinitive-modifier":
        "`acl(n, V)`, V an infinitive: who has the plan n, else n itself",
        "*Iran*'s plan to fund Hamas failed.";
    ActiveObject "active-object":
        "`obj(V, x)`",
        "Iran funds *Hamas*.";
    SharedObject "shared-object":
        "`conj(W, V)`, the object stands after both and on one of them",
        "Iran funds and arms *Hamas*.";
    Reciprocal "reciprocal":
        "`obj(V, each other)` or with a preposition: each x, several subjects of V, is what it is done to",
        "*Iran* and Iraq attacked each other.";
    Dative "dative":
        "`iobj(V, x)`, or the subject of a passive verb that has an object: what *to* would mark",
        "Iran gives *Hamas* money.";
    PassiveSubject "passive-subject":
        "`nsubj:pass(V, x)`",
        "*Hamas* is funded by Iran.";
    PassiveParticiple "passive-participle":
        "`acl(x, V)` or `amod(x, V)`, V is a past participle",
        "*Groups* funded by Iran denied it.";
    RelativeObjectGap "relative-object-gap":
        "`acl:relcl(x, V)`, V lacks an object or has the relative pronoun as such",
        "*Hamas*, which Iran funds, denied it.";
    RelativePassive "relative-passive":
        "`acl:relcl(x, V)`, the relative pronoun is `nsubj:pass`",
        "*Hamas*, which is funded by Iran, denied it.";
    RelativeObliqueGap "relative-oblique-gap":
        "`acl:relcl(x, V)`, the relative pronoun has a preposition",
        "*Hamas*, to which Iran sent money, denied it.";
    RelativePossessor "relative-possessor":
        "`nmod:poss(n, whose)` within `acl:relcl(x, …)`",
        "*Hamas*, whose leader fled, denied it.";
    CompoundParticiple "compound-participle":
        "`amod(x, V)`, a word joined to V by a hyphen: it is the subject, x the object",
        "*Iran*-backed *Hamas* denied it.";
    Oblique "oblique":
        "`obl(V, x)` (or `nmod`) with a preposition",
        "Iran sent money to *Hamas*.";
    Prep "prep":
        "`nmod(N, x)` with a preposition other than *of* and *by*",
        "Aid to *Hamas* rose.";
    PrepNearby "prep-nearby":
        "`obl(V, x)` right after N, the object of V: a phrase that the parser may have hung too high",
        "Iran condemned attacks on *Hamas*.";
    PpOnObject "pp-on-object":
        "`nmod(o, x)`, o the object of V: the phrase belongs to V as well",
        "Iran provides aid to *Hamas*.";
    Demonym "demonym":
        "`amod(N, x)`, x capitalised",
        "*Iranian* aid rose.";
    Compound "compound":
        "`compound(N, x)`",
        "*UN* aid rose.";
    OfPhrase "of-phrase":
        "`nmod(N, x)` with *of*",
        "The aid of *Iran* rose.";
    Possessive "possessive":
        "`nmod:poss(N, x)`",
        "*Iran*'s aid rose.";
    ByPhrase "by-phrase":
        "`nmod(N, x)` with *by*",
        "Attacks by *Iran* rose.";
    SupportVerb "support-verb":
        "`obj(V, N)`, V a support verb: its subject and prepositions are those of N",
        "*Iran* gave support to Hamas.";
    Author "author":
        "the subject of V carries words (*statement*): who makes it, or whom it belongs to",
        "*Oman* issued statements calling for talks.";
    Apposition "apposition":
        "`appos` in either direction, also through a dash or an unfinished list",
        "Hamas's leader, *Sinwar*, fled.";
    Copula "copula":
        "`nsubj(N, x)`, N has a copula",
        "*Sinwar* is the leader of Hamas.";
    TitleCompound "title-compound":
        "`compound`, `nmod:desc` or the like from a name to the title N before it",
        "Hamas leader *Sinwar* fled.";
    TitleFlat "title-flat":
        "`flat(N, x)`, the title N heads the name",
        "President *Sinwar* fled.";
    PredicateNoun "predicate-noun":
        "`xcomp(V, N)`: the object of V, else its subject",
        "Hamas named *Sinwar* its leader.";
    AsPhrase "as-phrase":
        "`obl(V, N)` with *as*: the object of V, else its subject",
        "*Sinwar* served as leader of Hamas.";
    Complement "complement":
        "`xcomp(V, x)`, x a noun or adjective",
        "Hamas named Sinwar its *leader*.";
    AttributiveAdjective "attributive-adjective":
        "`amod(x, A)`, or A directly after x",
        "*Groups* loyal to Iran fled.";
    PredicativeAdjective "predicative-adjective":
        "`nsubj(A, x)`, A has a copula",
        "*Hamas* is loyal to Iran.";
    ExampleList "example-list":
        "`nmod(y, x)` with *including*, *such as*, *like*: x stands beside y",
        "Iran funds groups such as *Hamas*.";
    Trigger "trigger":
        "the word that the rule stands on is itself the argument",
        "Iran's nuclear *programme* grew.";
    Path "path":
        "found by the path of a pattern rule",
        "";
    Surface "surface":
        "found by the word order of a surface rule",
        "";
}

impl fmt::Display for Realization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::data::Data;
    use crate::syntax::fixture;
    use crate::syntax::lexicon::Lexicon;
    use crate::syntax::predication::predications;

    /// What rules set, not syntax.
    const BY_RULES: [Realization; 3] = [Realization::Trigger, Realization::Path, Realization::Surface];

    #[test]
    fn every_realization_is_found_in_its_sentence_where_its_example_says() {
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        let mut missing = String::new();
        for &realization in Realization::ALL.iter().filter(|r| !BY_RULES.contains(r)) {
            let document = fixture::sentence("realizations", realization.name());
            assert_eq!(document.text.trim_end(), realization.example().replace('*', ""), "{realization}");
            let wanted = realization.example().split('*').nth(1).unwrap();
            let found = predications(&document, &lexicon);
            let by = |p: &crate::syntax::predication::Predication| {
                p.arguments.iter().any(|a| a.via == realization && document.form(a.token) == wanted)
            };
            if !found.iter().any(by) {
                writeln!(missing, "{realization}: {}", document.text).unwrap();
                for predication in &found {
                    writeln!(missing, "    {}", predication.display(&document)).unwrap();
                }
            }
        }
        assert!(missing.is_empty(), "{missing}");
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = Realization::ALL.iter().map(|r| r.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Realization::ALL.len());
    }
}
