//! A node → its box with its name, the larger the more is said of it.

use std::fmt::Write as _;

use super::escape;
use super::frame::{open, text};
use super::geometry::{Block, CORNER, Size, pill_radius, round};
use super::measure::{width, wrap};
use crate::graph::view::Node;
use crate::picture::style::{Family, Look, Shape, Theme, node_scale};

/// The least size of names.
const NAME: f64 = 13.0;
/// How wide the words of the least node may run.
const ROOM: f64 = 120.0;

/// A node with its words broken into lines and the size that they need.
pub(super) struct Drawn<'a> {
    node: &'a Node,
    pub(super) look: Look,
    pub(super) lines: Vec<String>,
    pub(super) font: f64,
    pub(super) size: Size,
}

impl<'a> Drawn<'a> {
    /// `most` is the largest count of any node, or 0 if all shall have one size.
    pub(super) fn new(node: &'a Node, most: usize, theme: Theme) -> Self {
        let look = Family::of(node.class).look(theme);
        let scale = node_scale(node.count, most);
        let font = (NAME * scale * 2.0).round() / 2.0;
        let lines = wrap(&node.label, font, ROOM * scale, 3);
        let words = Size {
            width: lines.iter().map(|l| width(l, font)).fold(24.0, f64::max),
            height: lines.len() as f64 * font * 1.23,
        };
        let size = match look.shape {
            Shape::Ellipse => Size { width: words.width * 1.2 + 14.0, height: words.height * 1.5 + 8.0 },
            Shape::Pill => Size { width: words.width + 26.0, height: words.height + 12.0 },
            Shape::Octagon | Shape::Note => Size { width: words.width + 24.0, height: words.height + 12.0 },
            Shape::Box | Shape::Rounded => Size { width: words.width + 18.0, height: words.height + 12.0 },
        };
        Self { node, look, lines, font, size }
    }

    pub(super) fn draw(&self, out: &mut String, block: Block, focus: bool) {
        let count = self.node.count;
        let plural = if count == 1 { "" } else { "s" };
        let mut tooltip = format!("{} ({}), {count} mention{plural} in relations", self.node.label, self.node.class);
        if let Some(state) = self.node.state.as_ref().filter(|state| **state != self.node.label) {
            let _ = write!(tooltip, "; {state}");
        }
        let link = self.node.item.as_deref().unwrap_or(&self.node.iri);
        let close = open(out, Some(link), "");
        let _ = writeln!(out, "<title>{}</title>", escape(&tooltip));
        outline(out, self.look, block, if focus { 2.6 } else { 1.2 });
        let step = self.font * 1.23;
        let first = block.centre.y - (self.lines.len() as f64 - 1.0) * step / 2.0 + self.font * 0.35;
        let bold = if focus { " font-weight=\"bold\"" } else { "" };
        let attributes = format!("font-size=\"{}\" text-anchor=\"middle\"{bold}", round(self.font));
        for (i, line) in self.lines.iter().enumerate() {
            text(out, block.centre.x, first + i as f64 * step, line, &attributes);
        }
        out.push_str(close);
    }
}

/// The outline of a node.
pub(super) fn outline(out: &mut String, look: Look, block: Block, stroke: f64) {
    let (x, y) = (round(block.left()), round(block.top()));
    let (w, h) = (round(block.size.width), round(block.size.height));
    let paint = format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"{stroke}\"", look.fill, look.line);
    let rect = |out: &mut String, radius: f64| {
        writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{}\" {paint}/>", round(radius))
    };
    let c = CORNER.min(round(h / 3.0));
    let _ = match look.shape {
        Shape::Box => rect(out, 1.0),
        Shape::Rounded => rect(out, 8.0),
        Shape::Pill => rect(out, pill_radius(block.size)),
        Shape::Ellipse => {
            let (cx, cy) = (round(block.centre.x), round(block.centre.y));
            let (rx, ry) = (round(block.size.width / 2.0), round(block.size.height / 2.0));
            writeln!(out, "<ellipse cx=\"{cx}\" cy=\"{cy}\" rx=\"{rx}\" ry=\"{ry}\" {paint}/>")
        }
        Shape::Octagon => {
            let (wide, high) = (round(w - 2.0 * c), round(h - 2.0 * c));
            let left = round(x + c);
            writeln!(out, "<path d=\"M{left} {y}h{wide}l{c} {c}v{high}l-{c} {c}h-{wide}l-{c} -{c}v-{high}z\" {paint}/>")
        }
        Shape::Note => {
            let fold = format!("M{} {y}v{c}h{c}", round(x + w - c));
            writeln!(out, "<path d=\"M{x} {y}h{}l{c} {c}v{}h-{w}z{fold}\" {paint}/>", round(w - c), round(h - c))
        }
    };
}
