//! How pictures look, the same for Graphviz and for our own drawing: shape and colour by class, colour and stroke of
//! lines by what they say.
//!
//! Colours differ in lightness as well as in hue, and every distinction is also one of shape, stroke or word, so that
//! a grey print and a colour-blind reader lose nothing.

use crate::graph::view::{Stroke, Tone};
use crate::ontology::Class;

/// The families of classes that a picture tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// States.
    State,
    /// Bodies of states, parties, companies, media, and other organizations.
    Organization,
    /// Armies and armed groups.
    Armed,
    /// Persons.
    Person,
    /// Groups of people, and actors of unknown kind.
    People,
    /// Places, bases, plants.
    Place,
    /// Events and agreements.
    Event,
    /// All that actors act on besides.
    Thing,
}

/// The outline of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// With square corners.
    Box,
    /// With rounded corners.
    Rounded,
    /// With cut corners.
    Octagon,
    /// An ellipse.
    Ellipse,
    /// With round ends.
    Pill,
    /// With a folded corner.
    Note,
}

/// The look of one [`Family`]: colours are `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The outline.
    pub shape: Shape,
    /// The colour inside.
    pub fill: &'static str,
    /// The colour of the outline.
    pub line: &'static str,
    /// What the legend calls it.
    pub name: &'static str,
}

impl Family {
    /// Every family, in the order of the legend.
    pub const ALL: [Self; 8] = [
        Self::State,
        Self::Organization,
        Self::Armed,
        Self::Person,
        Self::People,
        Self::Place,
        Self::Event,
        Self::Thing,
    ];

    /// The family of a class.
    pub fn of(class: Class) -> Self {
        match class {
            Class::State => Self::State,
            Class::ArmedGroup | Class::ArmedForces => Self::Armed,
            Class::Person => Self::Person,
            Class::Population | Class::Actor => Self::People,
            Class::Place | Class::Facility => Self::Place,
            Class::Event | Class::Agreement => Self::Event,
            _ if class.is_actor() => Self::Organization,
            _ => Self::Thing,
        }
    }

    /// How it looks.
    pub fn look(self) -> Look {
        let look = |shape, fill, line, name| Look { shape, fill, line, name };
        match self {
            Self::State => look(Shape::Box, "#dbe9f6", "#2f5d8a", "state"),
            Self::Organization => look(Shape::Rounded, "#e8e4f3", "#5f4b8b", "organization"),
            Self::Armed => look(Shape::Octagon, "#f6e0d6", "#94492a", "armed force or group"),
            Self::Person => look(Shape::Ellipse, "#fff4d1", "#8a6d1a", "person"),
            Self::People => look(Shape::Ellipse, "#f2f2f2", "#6b6b6b", "group of people, other actor"),
            Self::Place => look(Shape::Box, "#e2f0dc", "#4a7a35", "place"),
            Self::Event => look(Shape::Pill, "#ffffff", "#5a6570", "event or agreement"),
            Self::Thing => look(Shape::Note, "#ffffff", "#8a8f94", "thing"),
        }
    }
}

impl Tone {
    /// Every tone, in the order of the legend.
    pub const ALL: [Self; 3] = [Self::Cooperation, Self::Conflict, Self::Structure];

    /// The colour of its lines, `#rrggbb`.
    pub fn color(self) -> &'static str {
        match self {
            Self::Cooperation => "#00796b",
            Self::Conflict => "#b71c3a",
            Self::Structure => "#6f7780",
        }
    }

    /// What the legend calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cooperation => "cooperation",
            Self::Conflict => "conflict",
            Self::Structure => "lasting or other relation",
        }
    }
}

impl Stroke {
    /// Every stroke, in the order of the legend.
    pub const ALL: [Self; 4] = [Self::Solid, Self::Dashed, Self::Dotted, Self::Crossed];

    /// What the legend calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Solid => "stated as fact",
            Self::Dashed => "reported, ended, possible or planned, as the word says",
            Self::Dotted => "desired",
            Self::Crossed => "said not to be so",
        }
    }
}

/// The width of a line for so many assertions, in pixels.
pub fn line_width(count: usize) -> f64 {
    (1.3 + 0.75 * (count.max(1) as f64).ln()).min(5.0)
}
