//! The gates of frames: particle, words around, and who fills subject and object.

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::{ABSENT, ANY, UNKNOWN};
use crate::data::words::WordMap;
use crate::ontology::ClassSet;
use crate::rule::compile::{Edge, Frame, RoleIx, Rule, TRIGGER};
use crate::rule::template::{List, Place};
use crate::syntax::predication::{Argument, Function};
use crate::syntax::realization::Realization;

/// What a frame's entry asks for.
#[derive(Debug, Clone, Copy)]
pub(in crate::rule) struct FrameGate {
    pub entry: u32,
    /// The word directly before the trigger.
    before: u32,
    particle: u32,
    /// The first fixed word, one of these.
    fixed: [u32; 2],
    /// Who may fill subject and object of an assertion, and the place of the subject, which may not stay open.
    ends: [Fillers; 3],
    /// Whether it is about negated clauses only.
    negated: bool,
}

/// What may fill a place: arguments with one of these functions that stand for something of one of these classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fillers {
    functions: Functions,
    types: ClassSet,
}

/// A set of functions, prepositions thrown into a few bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Functions(u32);

/// What a predication has for the entries that ask.
pub(in crate::rule) struct Needs {
    /// The functions of all fillers.
    functions: Functions,
    /// The trigger and the arguments.
    fillers: SmallVec<[Fillers; 8]>,
    pub particle: u32,
    /// What may be the particle where the tree has none.
    pub adverbs: SmallVec<[u32; 4]>,
    pub is_negated: bool,
    /// The readings of the word directly before it.
    pub before: [u32; 2],
}

impl FrameGate {
    pub(super) fn new(entry: u32, frame: &Frame, rule: &Rule, numbers: &WordMap<u32>) -> Self {
        let number = |word: &SmolStr| numbers.get(word).copied().unwrap_or(ANY);
        let particle = match &frame.particle {
            _ if frame.list != List::Verbs => ANY,
            Some(particle) => number(particle),
            None => ABSENT,
        };
        let fixed = match frame.fixed_words.first().map(SmallVec::as_slice) {
            Some(&[word]) => [word; 2],
            Some(&[first, second]) => [first, second],
            _ => [ANY; 2],
        };
        let [subject, object] = ends(frame, rule);
        let first = frame.slots.iter().find(|(place, _)| *place == Place::Subject);
        let first = first.map_or(Fillers::OF_TRIGGER, |(place, role)| Fillers::of(place, *role, frame, rule));
        Self {
            entry,
            before: frame.before.last().map_or(ANY, number),
            particle,
            fixed,
            ends: [subject, object, first],
            negated: rule.negated,
        }
    }

    /// Whether the entry may match; `has_any` tells whether one of two words is among the words around the trigger.
    pub fn admits(&self, needs: &Needs, has_any: impl Fn([u32; 2]) -> bool) -> bool {
        (self.particle == ANY || self.particle == needs.particle || needs.adverbs.contains(&self.particle))
            && self.ends.iter().all(|end| end.functions.meet(needs.functions))
            && (!self.negated || needs.is_negated)
            && (self.before == ANY || needs.before.contains(&self.before))
            && (self.fixed[0] == ANY || has_any(self.fixed))
            && self.ends.iter().all(|end| needs.fillers.iter().any(|filler| end.meet(*filler)))
    }
}

impl Needs {
    /// What a predication has, but for the words around it; `class` gives the classes that stand for an argument.
    pub fn new(arguments: &[Argument], is_negated: bool, classes: impl Fn(&Argument) -> ClassSet) -> Self {
        // What the trigger itself fills needs no argument.
        let mut functions = Functions::TRIGGER;
        let mut fillers = SmallVec::new();
        fillers.push(Fillers::OF_TRIGGER);
        for argument in arguments {
            let mut own = Functions::of(&argument.function);
            if argument.via == Realization::Dative {
                own = own.and(Functions::DATIVE);
            }
            let types = if may_be_another(argument) { ClassSet::ALL } else { classes(argument) };
            functions = functions.and(own);
            fillers.push(Fillers { functions: own, types });
        }
        Self { functions, fillers, particle: ABSENT, adverbs: SmallVec::new(), is_negated, before: [UNKNOWN; 2] }
    }
}

/// Whether `bind` looks for another subject if this one is of no fitting class: `bind/attached.rs`.
fn may_be_another(argument: &Argument) -> bool {
    use Realization as R;
    argument.function == Function::Subject
        && matches!(argument.via, R::RelativeGap | R::ParticipleHead | R::AdverbialSubject | R::ControlObject)
}

impl Fillers {
    const NONE: Self = Self { functions: Functions::NONE, types: ClassSet::EMPTY };
    const OF_TRIGGER: Self = Self { functions: Functions::TRIGGER, types: ClassSet::ALL };

    /// What may fill a role in a place.
    fn of(place: &Place, role: RoleIx, frame: &Frame, rule: &Rule) -> Self {
        let functions = Functions::in_place(place, frame);
        // Of what stands on a fixed noun no predication tells here.
        let types = if functions == Functions::ALL { ClassSet::ALL } else { rule.roles[role].types };
        Self { functions, types }
    }

    fn and(self, other: Self) -> Self {
        Self { functions: self.functions.and(other.functions), types: self.types.union(other.types) }
    }

    fn meet(self, other: Self) -> bool {
        self.functions.meet(other.functions) && !self.types.intersection(other.types).is_empty()
    }
}

impl Functions {
    const NONE: Self = Self(0);
    const ALL: Self = Self(u32::MAX);
    const TRIGGER: Self = Self(1);
    const SUBJECT: Self = Self(1 << 1);
    const OBJECT: Self = Self(1 << 2);
    const GENITIVE: Self = Self(1 << 3);
    const HOLDER: Self = Self(1 << 4);
    const COMPLEMENT: Self = Self(1 << 5);
    /// Anything found as a dative.
    const DATIVE: Self = Self(1 << 6);
    /// From here on, prepositions.
    const FIRST_BIN: u32 = 7;

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn of(function: &Function) -> Self {
        match function {
            Function::Subject => Self::SUBJECT,
            Function::Object => Self::OBJECT,
            Function::Prep(word) => Self::preposition(word),
            Function::Genitive => Self::GENITIVE,
            Function::Holder => Self::HOLDER,
            Function::Complement => Self::COMPLEMENT,
        }
    }

    fn preposition(word: &str) -> Self {
        let [first, .., last] = word.as_bytes() else { return Self(1 << Self::FIRST_BIN) };
        let sum = u32::from(*first) * 31 + u32::from(*last) * 7 + word.len() as u32;
        Self(1 << (Self::FIRST_BIN + sum % (u32::BITS - Self::FIRST_BIN)))
    }

    /// All that `View::fits` in `bind` may let stand in a place; whoever lets more in there adds it here.
    fn in_place(place: &Place, frame: &Frame) -> Self {
        let prepositions =
            |words: &[&str]| words.iter().map(|word| Self::preposition(word)).fold(Self::NONE, Self::and);
        match place {
            Place::Subject if frame.list == List::Adjectives || is_mutual(frame) => {
                Self::SUBJECT.and(Self::HOLDER).and(Self::OBJECT)
            }
            Place::Subject => Self::SUBJECT,
            Place::Object => Self::OBJECT.and(Self::DATIVE),
            Place::Dative => Self::OBJECT.and(prepositions(&["to"])),
            Place::Complement => Self::COMPLEMENT.and(prepositions(&["as"])),
            Place::Holder => Self::HOLDER,
            Place::Genitive => Self::GENITIVE.and(Self::SUBJECT).and(prepositions(&["from", "of", "by", "to"])),
            // A role may stand on the fixed noun.
            Place::Prep(_) if !frame.fixed.is_empty() => Self::ALL,
            Place::Prep(words) => {
                let all = words.iter().map(|word| Self::preposition(word)).fold(Self::NONE, Self::and);
                let owned = words.iter().any(|word| word == "of" || word == "by");
                if owned { all.and(Self::GENITIVE) } else { all }
            }
        }
    }
}

/// Whether two places have the same role: *talk with*, *talks with*.
fn is_mutual(frame: &Frame) -> bool {
    matches!(frame.slots.as_slice(), [(_, first), (_, second)] if first == second)
}

/// What may fill the subject and the object of an assertion; with several assertions, of any of them.
fn ends(frame: &Frame, rule: &Rule) -> [Fillers; 2] {
    let end = |role: RoleIx| {
        if rule.roles[role].name == TRIGGER {
            return Fillers::OF_TRIGGER;
        }
        let slots = frame.slots.iter().filter(|(_, filled)| *filled == role);
        slots.map(|(place, role)| Fillers::of(place, *role, frame, rule)).fold(Fillers::NONE, Fillers::and)
    };
    let both = |edge: &Edge| [end(edge.subject), end(edge.object)];
    let found = rule.edges.iter().map(both).filter(|ends| !ends.contains(&Fillers::NONE));
    found.fold([Fillers::NONE; 2], |[a, b], [c, d]| [a.and(c), b.and(d)])
}
