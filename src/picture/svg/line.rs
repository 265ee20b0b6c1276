//! An arrow of a view → its line, heads and label.

use std::fmt::Write as _;

use super::escape;
use super::frame::{LABEL, open, text};
use super::geometry::{Block, Bow, Point, Size, inset, round};
use super::layout::Track;
use super::measure::{width, wrap};
use crate::graph::view::{Arrow, Stroke};
use crate::picture::style::{Head, Shape, Theme, line_width};

/// Distance between the base lines of a label's lines.
const STEP: f64 = 13.5;
/// How wide a label may run.
const ROOM: f64 = 122.0;
/// The length of a head on the thinnest line.
pub(super) const HEAD: f64 = 9.5;
/// The room of the cross beside the label of what is denied.
const CROSS: f64 = 14.0;

/// A label in one of its forms.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub(super) lines: Vec<String>,
    pub(super) size: Size,
}

impl Label {
    fn new(lines: Vec<String>, stroke: Stroke) -> Self {
        let cross = if stroke == Stroke::Crossed { CROSS } else { 0.0 };
        let widest = lines.iter().map(|l| width(l, LABEL)).fold(0.0, f64::max);
        let size = Size { width: widest + cross + 8.0, height: lines.len() as f64 * STEP + 4.0 };
        Self { lines, size }
    }
}

/// The forms of an arrow's label, the one that is wanted most first: in full unless `short`, then in one line.
pub(super) fn labels(arrow: &Arrow, short: bool) -> Vec<Label> {
    let full: Vec<String> = arrow.lines.iter().flat_map(|line| wrap(line, LABEL, ROOM, 2)).collect();
    let more = arrow.lines.len() - 1;
    let first = arrow.lines.first().map(String::as_str).unwrap_or_default();
    let one = if more == 0 { first.to_owned() } else { format!("{first} +{more}") };
    let one = wrap(&one, LABEL, ROOM, 1);
    let one = Label::new(one, arrow.stroke);
    if short || full.len() == 1 { vec![one] } else { vec![Label::new(full, arrow.stroke), one] }
}

/// Draws the line between two nodes.
pub(super) fn line(out: &mut String, theme: Theme, arrow: &Arrow, track: &Track, ends: [(Shape, Block); 2]) {
    let color = theme.color(arrow.quad);
    let pen = line_width(arrow.documents);
    let head = Head::of(arrow.quad);
    let length = HEAD + pen;
    let close = open(out, arrow.link.as_deref(), &format!(" stroke=\"{color}\" fill=\"{color}\""));
    let _ = writeln!(out, "<title>{}</title>", escape(&arrow.tooltip));
    let (path, tip, tail) = match track {
        Track::Level(points) => level(points, arrow.mutual, ends, length),
        Track::Bow(bow) => bowed(bow, arrow.mutual, ends, length),
    };
    // A broad line of paper parts it from those it crosses, and is easier to point at.
    let paper = theme.palette().paper;
    let _ = writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{paper}\" stroke-width=\"{}\" stroke-opacity=\"0.7\"/>",
        round(pen + 3.0)
    );
    let _ = writeln!(out, "<path d=\"{path}\" fill=\"none\" stroke-width=\"{}\"{}/>", round(pen), dashes(arrow.stroke));
    draw_head(out, tip, length, head, paper);
    if arrow.mutual {
        draw_head(out, tail, length, head, paper);
    }
    out.push_str(close);
}

/// Draws the label in `ink` on what lies `under` it, so that nothing strikes it through.
pub(super) fn label(
    out: &mut String,
    ink: &str,
    under: &str,
    color: &str,
    arrow: &Arrow,
    label: &Label,
    centre: Point,
) {
    let close = open(out, arrow.link.as_deref(), "");
    let _ = writeln!(out, "<title>{}</title>", escape(&arrow.tooltip));
    let block = Block::new(centre, label.size);
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" fill=\"{}\"/>",
        round(block.left()),
        round(block.top()),
        round(label.size.width),
        round(label.size.height),
        under
    );
    let crossed = arrow.stroke == Stroke::Crossed;
    if crossed {
        draw_cross(out, Point::new(block.left() + 9.0, centre.y), color);
    }
    let x = centre.x + if crossed { CROSS / 2.0 } else { 0.0 };
    // The words are in ink where the colour would be too pale to read.
    let attributes = format!("font-size=\"{LABEL}\" text-anchor=\"middle\" fill=\"{ink}\"");
    for (i, line) in label.lines.iter().enumerate() {
        let y = centre.y - (label.lines.len() as f64 - 1.0) * STEP / 2.0 + i as f64 * STEP + LABEL * 0.35;
        text(out, x, y, line, &attributes);
    }
    out.push_str(close);
}

/// Where a head's tip is, and where it points to.
type Tip = (Point, Point);

fn level(points: &[Point], mutual: bool, ends: [(Shape, Block); 2], head: f64) -> (String, Tip, Tip) {
    let mut points = points.to_vec();
    let last = points.len() - 1;
    let start_way = (points[2].x - points[0].x).signum();
    let end_way = (points[last].x - points[last - 2].x).signum();
    let [start, end] = ends.map(|(shape, block)| move |y: f64| inset(shape, block.size, y - block.centre.y));
    points[0].x -= start_way * start(points[0].y);
    points[last].x += end_way * end(points[last].y);
    let (tip, tail) = (points[last], points[0]);
    // The line ends inside its head, and is level before it.
    points[last].x -= end_way * head * 0.7;
    if (points[last].x - points[last - 1].x) * end_way < 2.0 {
        points[last - 1].x = points[last].x - end_way * 2.0;
    }
    if mutual {
        points[0].x += start_way * head * 0.7;
        if (points[1].x - points[0].x) * start_way < 2.0 {
            points[1].x = points[0].x + start_way * 2.0;
        }
    }
    (curve(&points), (tip, Point::new(end_way, 0.0)), (tail, Point::new(-start_way, 0.0)))
}

fn bowed(bow: &Bow, mutual: bool, ends: [(Shape, Block); 2], head: f64) -> (String, Tip, Tip) {
    let (from, to) = bow.outside(ends);
    let seen = bow.part(from, to);
    let (tip, tail) = (seen.at(1.0), seen.at(0.0));
    let length = tip.minus(tail).length().max(1.0);
    // Heads point the way that the line has under them.
    let under = (head / length).min(0.4);
    let end = tip.minus(seen.at(1.0 - under)).unit();
    let start = tail.minus(seen.at(under)).unit();
    let cut = under * 0.7;
    let [a, b, c] = seen.part(if mutual { cut } else { 0.0 }, 1.0 - cut).0;
    let path = format!("M{} {}Q{} {} {} {}", round(a.x), round(a.y), round(b.x), round(b.y), round(c.x), round(c.y));
    (path, (tip, end), (tail, start))
}

/// Level pieces joined by curves that begin and end level.
fn curve(points: &[Point]) -> String {
    let mut path = String::new();
    for (i, pair) in points.chunks_exact(2).enumerate() {
        let [a, b] = [pair[0], pair[1]];
        if i == 0 {
            let _ = write!(path, "M{} {}", round(a.x), round(a.y));
        } else {
            let before = points[2 * i - 1];
            let middle = round(f64::midpoint(before.x, a.x));
            let _ = write!(path, "C{middle} {} {middle} {} {} {}", round(before.y), round(a.y), round(a.x), round(a.y));
        }
        let _ = write!(path, "H{}", round(b.x));
    }
    path
}

pub(super) fn dashes(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Solid => "",
        Stroke::Dashed | Stroke::Crossed => " stroke-dasharray=\"7 4\"",
        Stroke::Dotted => " stroke-dasharray=\"0.1 4.5\" stroke-linecap=\"round\"",
    }
}

/// A head takes fill and stroke of the group that it stands in.
pub(super) fn draw_head(out: &mut String, (tip, way): Tip, length: f64, head: Head, paper: &str) {
    let half = length * if head.barbed { 0.54 } else { 0.42 };
    let side = way.turned().times(half);
    let back = tip.minus(way.times(length));
    let show = |p: Point| format!("{} {}", round(p.x), round(p.y));
    let (tip, left, right) = (tip, back.plus(side), back.minus(side));
    if head.open {
        let _ = writeln!(
            out,
            "<path d=\"M{}L{}L{}\" fill=\"none\" stroke-width=\"1.5\" stroke-linecap=\"round\"/>",
            show(left),
            show(tip),
            show(right)
        );
        return;
    }
    let notch = if head.barbed { format!("L{}", show(back.plus(way.times(length * 0.42)))) } else { String::new() };
    let paint = if head.full {
        " stroke=\"none\"".to_owned()
    } else {
        format!(" fill=\"{paper}\" stroke-width=\"1.3\" stroke-linejoin=\"round\"")
    };
    let _ = writeln!(out, "<path d=\"M{}L{}{notch}L{}z\"{paint}/>", show(tip), show(left), show(right));
}

pub(super) fn draw_cross(out: &mut String, at: Point, color: &str) {
    let (l, r, t, b) = (round(at.x - 4.0), round(at.x + 4.0), round(at.y - 4.0), round(at.y + 4.0));
    let _ = writeln!(
        out,
        "<path d=\"M{l} {t}L{r} {b}M{l} {b}L{r} {t}\" stroke=\"{color}\" stroke-width=\"2.2\" fill=\"none\"/>"
    );
}
