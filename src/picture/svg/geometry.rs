//! Points, sizes and curves of a picture, in pixels from the upper left corner.
//!
//! Only sums, products, quotients and square roots are used, which IEEE 754 makes the same on every machine; angles go
//! through `libm`, which computes them in Rust.

use crate::picture::style::Shape;

/// The size of a node or label.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A point, or a way to go.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    pub(super) fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }

    pub(super) fn times(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }

    pub(super) fn between(self, other: Self, share: f64) -> Self {
        self.plus(other.minus(self).times(share))
    }

    pub(super) fn length(self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }

    /// The same way, one pixel long; to the right if it leads nowhere.
    pub(super) fn unit(self) -> Self {
        let length = self.length();
        if length > 1e-9 { self.times(1.0 / length) } else { Self::new(1.0, 0.0) }
    }

    /// The way to the right of this one.
    pub(super) fn turned(self) -> Self {
        Self::new(-self.y, self.x)
    }
}

/// A box by its centre.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Block {
    pub(super) centre: Point,
    pub(super) size: Size,
}

impl Block {
    pub(super) fn new(centre: Point, size: Size) -> Self {
        Self { centre, size }
    }

    pub(super) fn grown(self, by: f64) -> Self {
        let size = Size { width: self.size.width + 2.0 * by, height: self.size.height + 2.0 * by };
        Self { size, ..self }
    }

    /// Whether the two have more than their edges in common.
    pub(super) fn overlaps(self, other: Self) -> bool {
        (self.centre.x - other.centre.x).abs() < f64::midpoint(self.size.width, other.size.width) - 0.01
            && (self.centre.y - other.centre.y).abs() < f64::midpoint(self.size.height, other.size.height) - 0.01
    }

    pub(super) fn holds(self, point: Point) -> bool {
        (self.centre.x - point.x).abs() < self.size.width / 2.0
            && (self.centre.y - point.y).abs() < self.size.height / 2.0
    }

    pub(super) fn left(self) -> f64 {
        self.centre.x - self.size.width / 2.0
    }

    pub(super) fn top(self) -> f64 {
        self.centre.y - self.size.height / 2.0
    }

    pub(super) fn right(self) -> f64 {
        self.centre.x + self.size.width / 2.0
    }

    pub(super) fn bottom(self) -> f64 {
        self.centre.y + self.size.height / 2.0
    }

    /// The smallest box that holds all of them.
    pub(super) fn around(blocks: impl IntoIterator<Item = Self>) -> Self {
        let mut ends: Option<[f64; 4]> = None;
        for block in blocks {
            let own = [block.left(), block.top(), block.right(), block.bottom()];
            ends = Some(ends.map_or(own, |e| [e[0].min(own[0]), e[1].min(own[1]), e[2].max(own[2]), e[3].max(own[3])]));
        }
        let [left, top, right, bottom] = ends.unwrap_or_default();
        let centre = Point::new(f64::midpoint(left, right), f64::midpoint(top, bottom));
        Self { centre, size: Size { width: right - left, height: bottom - top } }
    }
}

/// A curve from the first to the last point, drawn to the middle one (a quadratic Bézier curve).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bow(pub(super) [Point; 3]);

impl Bow {
    /// The point at `t`, 0 to 1.
    pub(super) fn at(&self, t: f64) -> Point {
        let [a, b, c] = self.0;
        a.between(b, t).between(b.between(c, t), t)
    }

    /// The part between two places.
    pub(super) fn part(&self, from: f64, to: f64) -> Self {
        let [a, b, c] = self.0;
        let corner = a.between(b, from).between(b.between(c, from), to);
        Self([self.at(from), corner, self.at(to)])
    }

    /// Where it leaves the shape around its start, and where it enters that around its end.
    pub(super) fn outside(&self, ends: [(Shape, Block); 2]) -> (f64, f64) {
        let inside = |(shape, block): (Shape, Block), t: f64| holds(shape, block, self.at(t));
        let steps = 48;
        let place = |i: usize| i as f64 / f64::from(steps);
        let out = (0..=steps as usize).find(|&i| !inside(ends[0], place(i))).unwrap_or(0);
        let into = (0..=steps as usize).rev().find(|&i| !inside(ends[1], place(i))).unwrap_or(steps as usize);
        let sharpen = |end: (Shape, Block), inner: f64, outer: f64| {
            let (mut inner, mut outer) = (inner, outer);
            for _ in 0..12 {
                let middle = f64::midpoint(inner, outer);
                if inside(end, middle) { inner = middle } else { outer = middle }
            }
            outer
        };
        let from = if out == 0 { 0.0 } else { sharpen(ends[0], place(out - 1), place(out)) };
        let to = if into == steps as usize { 1.0 } else { sharpen(ends[1], place(into + 1), place(into)) };
        if from < to { (from, to) } else { (0.0, 1.0) }
    }
}

/// The cut corner of octagons and notes.
pub(super) const CORNER: f64 = 8.0;

/// Whether a point lies in the outline of a node.
fn holds(shape: Shape, block: Block, point: Point) -> bool {
    let off = point.minus(block.centre);
    off.y.abs() < block.size.height / 2.0 && off.x.abs() < block.size.width / 2.0 - inset(shape, block.size, off.y)
}

/// How far the outline lies inside its box, `off` pixels above or below the centre.
pub(super) fn inset(shape: Shape, size: Size, off: f64) -> f64 {
    let half = size.height / 2.0;
    let into_corner = |corner: f64| (off.abs() - (half - corner)).clamp(0.0, corner);
    match shape {
        Shape::Box | Shape::Note => 0.0,
        Shape::Rounded => arc(8.0, into_corner(8.0)),
        Shape::Pill => arc(pill_radius(size), into_corner(pill_radius(size))),
        Shape::Octagon => into_corner(CORNER),
        Shape::Ellipse => {
            let share = (off / half).clamp(-1.0, 1.0);
            size.width / 2.0 * (1.0 - (1.0 - share * share).sqrt())
        }
    }
}

fn arc(radius: f64, depth: f64) -> f64 {
    radius - (radius * radius - depth * depth).max(0.0).sqrt()
}

pub(super) fn pill_radius(size: Size) -> f64 {
    (size.height / 2.0).min(18.0)
}

/// Tenths of a pixel are exact enough, and the same on every machine.
pub(super) fn round(value: f64) -> f64 {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bow_is_cut_at_the_outlines_of_its_ends() {
        let size = Size { width: 40.0, height: 20.0 };
        let ends = [Point::new(0.0, 0.0), Point::new(200.0, 0.0)];
        let bow = Bow([ends[0], Point::new(100.0, 0.0), ends[1]]);
        for shape in [Shape::Box, Shape::Ellipse, Shape::Octagon, Shape::Pill] {
            let (from, to) = bow.outside(ends.map(|centre| (shape, Block::new(centre, size))));
            assert!((bow.at(from).x - 20.0).abs() < 0.1 && (bow.at(to).x - 180.0).abs() < 0.1, "{shape:?}");
        }
        let part = bow.part(0.25, 0.75);
        assert_eq!((part.at(0.0), part.at(1.0)), (bow.at(0.25), bow.at(0.75)));
    }

    #[test]
    fn zero_has_no_sign_and_tenths_are_kept() {
        assert_eq!([round(-0.04), round(1.249), round(-2.25)].map(|v| v.to_string()), ["0", "1.2", "-2.3"]);
    }
}
