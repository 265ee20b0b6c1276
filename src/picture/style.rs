//! How pictures look, the same for Graphviz and for our own drawing, on white and on black: shape and colour by class,
//! colour, head and stroke of lines by what they say.
//!
//! Colours differ in lightness as well as in hue, and every distinction is also one of shape, stroke or word, so that
//! a grey print and a colour-blind reader lose nothing. The tests compute it: contrast by WCAG 2.1
//! (<https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio>), colour vision by Machado et al. 2009.

use crate::graph::view::{QuadClass, Stroke, Tone};
use crate::ontology::Class;

/// What a picture is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// On white, for print.
    #[default]
    Light,
    /// On near black, for screens and slides.
    Dark,
}

/// The colours of a [`Theme`] that stand for nothing, `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// What is drawn on.
    pub paper: &'static str,
    /// Names and titles.
    pub ink: &'static str,
    /// Words that matter less.
    pub soft: &'static str,
    /// Rules and frames.
    pub rule: &'static str,
    /// The area behind a cluster.
    pub area: &'static str,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// Its colours for paper, words and frames.
    pub fn palette(self) -> Palette {
        match self {
            Self::Light => {
                Palette { paper: "#ffffff", ink: "#1d2329", soft: "#59636e", rule: "#d5dade", area: "#f4f6f8" }
            }
            Self::Dark => {
                Palette { paper: "#15191e", ink: "#e9edf1", soft: "#a3adb8", rule: "#3a434d", area: "#1e242b" }
            }
        }
    }

    /// The colour of what is said of the two actors, `#rrggbb`; without quad class it is a lasting or other relation.
    pub fn color(self, quad: Option<QuadClass>) -> &'static str {
        use QuadClass as Q;
        match (self, quad) {
            (Self::Light, Some(Q::MaterialConflict)) => "#8c0d33",
            (Self::Light, Some(Q::VerbalConflict)) => "#cf5a1f",
            (Self::Light, Some(Q::MaterialCooperation)) => "#005f73",
            (Self::Light, Some(Q::VerbalCooperation)) => "#2592c8",
            (Self::Light, None) => "#7f8790",
            (Self::Dark, Some(Q::MaterialConflict)) => "#ff5c7a",
            (Self::Dark, Some(Q::VerbalConflict)) => "#f7b267",
            (Self::Dark, Some(Q::MaterialCooperation)) => "#8fe8d8",
            (Self::Dark, Some(Q::VerbalCooperation)) => "#46a6e6",
            (Self::Dark, None) => "#939ba5",
        }
    }
}

/// The end of a line: what is done is full, what is said is hollow; conflict has barbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Head {
    /// Whether it is filled; a hollow one shows the paper.
    pub full: bool,
    /// Whether its back is notched.
    pub barbed: bool,
    /// Whether it is two strokes only.
    pub open: bool,
}

impl Head {
    /// The head of lines of this quad class.
    pub fn of(quad: Option<QuadClass>) -> Self {
        use QuadClass as Q;
        let material = matches!(quad, Some(Q::MaterialCooperation | Q::MaterialConflict));
        let conflict = quad.is_some_and(|q| q.tone() == Tone::Conflict);
        Self { full: material, barbed: conflict, open: quad.is_none() }
    }
}

/// What the legend calls lines of this quad class.
pub fn line_name(quad: Option<QuadClass>) -> &'static str {
    match quad {
        Some(QuadClass::VerbalCooperation) => "cooperation in words",
        Some(QuadClass::MaterialCooperation) => "cooperation in deeds",
        Some(QuadClass::VerbalConflict) => "conflict in words",
        Some(QuadClass::MaterialConflict) => "conflict in deeds",
        None => "lasting or other relation",
    }
}

/// Every kind of line, in the order of the legend.
pub const LINES: [Option<QuadClass>; 5] = [
    Some(QuadClass::MaterialCooperation),
    Some(QuadClass::VerbalCooperation),
    Some(QuadClass::VerbalConflict),
    Some(QuadClass::MaterialConflict),
    None,
];

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
    pub fn look(self, theme: Theme) -> Look {
        let dark = theme == Theme::Dark;
        let look = |shape, [fill, dark_fill]: [_; 2], [line, dark_line]: [_; 2], name| Look {
            shape,
            fill: if dark { dark_fill } else { fill },
            line: if dark { dark_line } else { line },
            name,
        };
        match self {
            Self::State => look(Shape::Box, ["#dbe9f6", "#1f3d5c"], ["#2f5d8a", "#7fb2e5"], "state"),
            Self::Organization => look(Shape::Rounded, ["#e8e4f3", "#38305a"], ["#5f4b8b", "#b3a1e6"], "organization"),
            Self::Armed => look(Shape::Octagon, ["#f6e0d6", "#5a2c1a"], ["#94492a", "#f0a07c"], "armed force or group"),
            Self::Person => look(Shape::Ellipse, ["#fff4d1", "#4d4015"], ["#8a6d1a", "#e3c765"], "person"),
            Self::People => {
                look(Shape::Ellipse, ["#f0f1f2", "#343a40"], ["#6b6f73", "#a9b0b7"], "group of people, other actor")
            }
            Self::Place => look(Shape::Box, ["#e2f0dc", "#24421d"], ["#4a7a35", "#93cf7c"], "place"),
            Self::Event => look(Shape::Pill, ["#ffffff", "#15191e"], ["#5a6570", "#c3ccd5"], "event or agreement"),
            Self::Thing => look(Shape::Note, ["#ffffff", "#15191e"], ["#8a8f94", "#98a1aa"], "thing"),
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
            Self::Dashed => "reported by somebody, or ended",
            Self::Dotted => "possible, planned or desired",
            Self::Crossed => "said not to be so",
        }
    }
}

/// The width of a line that so many documents speak of, in pixels.
pub fn line_width(documents: usize) -> f64 {
    (1.3 + 0.9 * libm::log(documents.max(1) as f64)).min(6.0)
}

/// How much larger than the least a node is drawn that takes part in so many assertions, of at most `most`: 1 to 1.5.
pub fn node_scale(count: usize, most: usize) -> f64 {
    let share = |n: usize| libm::log(n.max(1) as f64);
    if most < 2 { 1.0 } else { 1.0 + 0.5 * share(count.min(most)) / share(most.max(8)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Rgb = [f64; 3];

    /// Linear light of a colour.
    fn linear(color: &str) -> Rgb {
        [1, 3, 5].map(|at| {
            let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn luminance([r, g, b]: Rgb) -> f64 {
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(linear(a)), luminance(linear(b)));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// CIE L*a*b*.
    fn lab([r, g, b]: Rgb) -> [f64; 3] {
        let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
        let y = f(luminance([r, g, b]));
        let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn distance(a: Rgb, b: Rgb) -> f64 {
        lab(a).iter().zip(lab(b)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    /// What is seen without red or green receptors; Machado et al. 2009, severity 1.
    const SIGHTS: [[[f64; 3]; 3]; 3] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ];

    fn seen(color: &str, sight: &[[f64; 3]; 3]) -> Rgb {
        let rgb = linear(color);
        sight.map(|row| row.iter().zip(rgb).map(|(a, b)| a * b).sum::<f64>().clamp(0.0, 1.0))
    }

    #[test]
    fn lines_can_be_told_apart_by_every_reader() {
        for theme in Theme::ALL {
            for (i, a) in LINES.into_iter().enumerate() {
                assert!(contrast(theme.color(a), theme.palette().paper) >= 3.0, "{theme:?} {a:?}");
                for b in LINES.into_iter().skip(i + 1) {
                    for sight in &SIGHTS {
                        let far = distance(seen(theme.color(a), sight), seen(theme.color(b), sight));
                        assert!(far >= 14.0, "{theme:?} {a:?} {b:?}: {far}");
                    }
                    // In grey it is the head that tells.
                    assert_ne!(Head::of(a), Head::of(b));
                }
            }
        }
    }

    #[test]
    fn deeds_weigh_more_than_words_in_grey() {
        for theme in Theme::ALL {
            let strength = |quad| contrast(theme.color(Some(quad)), theme.palette().paper);
            let stronger = |deeds, words| strength(deeds) / strength(words);
            assert!(stronger(QuadClass::MaterialCooperation, QuadClass::VerbalCooperation) > 1.5);
            if theme == Theme::Light {
                assert!(stronger(QuadClass::MaterialConflict, QuadClass::VerbalConflict) > 1.5);
            }
        }
    }

    #[test]
    fn words_can_be_read_on_everything() {
        for theme in Theme::ALL {
            let Palette { paper, ink, soft, area, .. } = theme.palette();
            assert!(contrast(ink, paper) >= 7.0 && contrast(soft, paper) >= 4.5 && contrast(soft, area) >= 4.5);
            for family in Family::ALL {
                let look = family.look(theme);
                assert!(contrast(ink, look.fill) >= 7.0, "{theme:?} {family:?}");
                assert!(contrast(look.line, paper) >= 3.0, "{theme:?} {family:?}");
            }
        }
    }

    #[test]
    fn no_two_families_look_alike_without_colour() {
        let shapes = Family::ALL.map(|f| (f.look(Theme::Light).shape, f));
        // States and places are both boxes, persons and peoples both ellipses: there the lightness of the fill differs.
        for (i, (shape, a)) in shapes.iter().enumerate() {
            for (other, b) in &shapes[i + 1..] {
                let fills = [a, b].map(|f| lab(linear(f.look(Theme::Light).fill))[0]);
                let lines = [a, b].map(|f| lab(linear(f.look(Theme::Light).line))[0]);
                let apart = (fills[0] - fills[1]).abs() + (lines[0] - lines[1]).abs();
                assert!(shape != other || apart > 2.0, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn sizes_grow_slowly_and_have_an_end() {
        assert_eq!((line_width(1), node_scale(1, 1), node_scale(40, 40)), (1.3, 1.0, 1.5));
        assert!(line_width(10) > line_width(3) && line_width(1_000_000) <= 6.0);
        assert!(node_scale(3, 5) < 1.5 && node_scale(900, 40) <= 1.5);
    }
}
