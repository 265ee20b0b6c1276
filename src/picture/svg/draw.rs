//! A view → the text of an SVG picture.

use std::fmt::Write as _;

use petgraph::graph::NodeIndex;

use super::escape;
use super::layout::{self, Line, Point, Size};
use super::measure::{width, wrap};
use crate::graph::view::{Arrow, Node, Stroke, Tone, View};
use crate::picture::style::{Family, Look, Shape, line_width};

const MARGIN: f64 = 24.0;
const TITLE: f64 = 20.0;
const SMALL: f64 = 12.0;
const NAME: f64 = 13.0;
const LABEL: f64 = 11.0;
/// Distance between the base lines of a node's or label's lines.
const NAME_LINE: f64 = 16.0;
const LABEL_LINE: f64 = 13.5;
/// How wide the words of a node may run.
const NAME_ROOM: f64 = 120.0;
const LABEL_ROOM: f64 = 122.0;
const HEAD: f64 = 9.0;
const INK: &str = "#1d2329";
const FONT: &str = "Arial, Helvetica, 'Liberation Sans', 'Nimbus Sans', 'DejaVu Sans', 'Noto Sans', sans-serif";

/// The whole picture.
pub(super) fn draw(view: &View, title: &str) -> String {
    let arrows = view.arrows();
    let nodes: Vec<Drawn<'_>> = view.graph.node_weights().map(Drawn::new).collect();
    let labels: Vec<Vec<String>> = arrows.iter().map(label_lines).collect();
    let sizes: Vec<Size> = nodes.iter().map(|n| n.size).collect();
    let lines: Vec<Line> = arrows
        .iter()
        .zip(&labels)
        .map(|(a, lines)| Line { from: a.from, to: a.to, label: label_size(lines, a.stroke), count: a.count })
        .collect();
    let layout = layout::layout(&sizes, &lines);

    let legend_entries = legend_entries(view, &arrows);
    let content = layout.width.max(560.0);
    let subtitle = wrap(&view.subtitle(), SMALL, content, 4);
    let top = MARGIN + TITLE + subtitle.len() as f64 * 16.0 + 20.0;
    let (legend, legend_height) = legend(&legend_entries, content, top + layout.height + 30.0);
    let (page_width, page_height) = (content + 2.0 * MARGIN, top + layout.height + 30.0 + legend_height + MARGIN);

    let mut out = String::new();
    open(&mut out, view, title, &arrows, page_width, page_height);
    text(
        &mut out,
        MARGIN,
        MARGIN + 14.0,
        &cut_title(title, content),
        &format!("font-size=\"{TITLE}\" font-weight=\"bold\""),
    );
    for (i, line) in subtitle.iter().enumerate() {
        let y = MARGIN + TITLE + 16.0 * (i as f64 + 1.0);
        text(&mut out, MARGIN, y, line, &format!("font-size=\"{SMALL}\" fill=\"#59636e\""));
    }
    // A narrow graph stands in the middle of its head lines and legend.
    let left = MARGIN + (content - layout.width) / 2.0;
    let _ = writeln!(out, "<g transform=\"translate({} {})\">", round(left), round(top));
    for ((arrow, points), label) in arrows.iter().zip(&layout.lines).zip(layout.labels.iter().zip(&labels)) {
        let ends = [arrow.from, arrow.to].map(|i| (nodes[i].look.shape, layout.nodes[i]));
        draw_arrow(&mut out, arrow, points, ends, *label.0, label.1);
    }
    for (node, (centre, size)) in nodes.iter().zip(&layout.nodes) {
        node.draw(&mut out, *centre, *size);
    }
    out.push_str("</g>\n");
    out.push_str(&legend);
    out.push_str("</svg>\n");
    out
}

fn open(out: &mut String, view: &View, title: &str, arrows: &[Arrow], width: f64, height: f64) {
    let (width, height) = (width.ceil(), height.ceil());
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"title desc\" font-family=\"{FONT}\" fill=\"{INK}\">"
    );
    let label = |i: usize| &view.graph[NodeIndex::new(i)].label;
    let told = arrows.iter().map(|a| format!("{} – {} – {}.", label(a.from), a.lines.join(", "), label(a.to)));
    let told: Vec<String> = told.collect();
    let _ = writeln!(out, "<title id=\"title\">{}</title>", escape(title));
    let _ = writeln!(out, "<desc id=\"desc\">{} {}</desc>", escape(&view.subtitle()), escape(&told.join(" ")));
    let _ = writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>");
}

fn cut_title(title: &str, room: f64) -> String {
    // Bold letters are wider than the table's.
    wrap(title, TITLE * 1.12, room, 1).swap_remove(0)
}

/// A node with its words broken into lines and the size that they need.
pub(super) struct Drawn<'a> {
    node: &'a Node,
    pub(super) look: Look,
    pub(super) lines: Vec<String>,
    pub(super) size: Size,
}

impl<'a> Drawn<'a> {
    pub(super) fn new(node: &'a Node) -> Self {
        let look = Family::of(node.class).look();
        let lines = wrap(&node.label, NAME, NAME_ROOM, 3);
        let text = Size {
            width: lines.iter().map(|l| width(l, NAME)).fold(24.0, f64::max),
            height: lines.len() as f64 * NAME_LINE,
        };
        let size = match look.shape {
            Shape::Ellipse => Size { width: text.width * 1.2 + 14.0, height: text.height * 1.5 + 8.0 },
            Shape::Pill => Size { width: text.width + 26.0, height: text.height + 12.0 },
            Shape::Octagon | Shape::Note => Size { width: text.width + 24.0, height: text.height + 12.0 },
            Shape::Box | Shape::Rounded => Size { width: text.width + 18.0, height: text.height + 12.0 },
        };
        Self { node, look, lines, size }
    }

    fn draw(&self, out: &mut String, centre: Point, size: Size) {
        let count = self.node.count;
        let plural = if count == 1 { "" } else { "s" };
        let tooltip = format!("{} ({}), {count} mention{plural} in relations", self.node.label, self.node.class);
        let _ = writeln!(out, "<g><title>{}</title>", escape(&tooltip));
        outline(out, self.look, centre, size);
        let first = centre.y - (self.lines.len() as f64 - 1.0) * NAME_LINE / 2.0 + NAME * 0.35;
        for (i, line) in self.lines.iter().enumerate() {
            let y = first + i as f64 * NAME_LINE;
            text(out, centre.x, y, line, &format!("font-size=\"{NAME}\" text-anchor=\"middle\""));
        }
        out.push_str("</g>\n");
    }
}

/// The outline of a node around its centre.
fn outline(out: &mut String, look: Look, centre: Point, size: Size) {
    let (x, y) = (round(centre.x - size.width / 2.0), round(centre.y - size.height / 2.0));
    let (w, h) = (round(size.width), round(size.height));
    let paint = format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"1.2\"", look.fill, look.line);
    let _ = match look.shape {
        Shape::Box => writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"1\" {paint}/>"),
        Shape::Rounded => writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"8\" {paint}/>"),
        Shape::Pill => {
            let radius = pill_radius(size);
            writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{}\" {paint}/>", round(radius))
        }
        Shape::Ellipse => {
            let (cx, cy, rx, ry) =
                (round(centre.x), round(centre.y), round(size.width / 2.0), round(size.height / 2.0));
            writeln!(out, "<ellipse cx=\"{cx}\" cy=\"{cy}\" rx=\"{rx}\" ry=\"{ry}\" {paint}/>")
        }
        Shape::Octagon => {
            let c = CORNER.min(round(h / 3.0));
            writeln!(
                out,
                "<path d=\"M{} {y}h{}l{c} {c}v{}l-{c} {c}h-{}l-{c} -{c}v-{}z\" {paint}/>",
                round(x + c),
                round(w - 2.0 * c),
                round(h - 2.0 * c),
                round(w - 2.0 * c),
                round(h - 2.0 * c)
            )
        }
        Shape::Note => {
            let c = CORNER.min(round(h / 3.0));
            let fold = format!("M{} {y}v{c}h{c}", round(x + w - c));
            writeln!(out, "<path d=\"M{x} {y}h{}l{c} {c}v{}h-{w}z{fold}\" {paint}/>", round(w - c), round(h - c))
        }
    };
}

/// The cut corner of octagons and notes.
const CORNER: f64 = 8.0;

fn pill_radius(size: Size) -> f64 {
    (size.height / 2.0).min(18.0)
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
        Shape::Ellipse => size.width / 2.0 * (1.0 - (1.0 - (off / half).clamp(-1.0, 1.0).powi(2)).sqrt()),
    }
}

fn arc(radius: f64, depth: f64) -> f64 {
    radius - (radius * radius - depth * depth).max(0.0).sqrt()
}

pub(super) fn label_lines(arrow: &Arrow) -> Vec<String> {
    arrow.lines.iter().flat_map(|line| wrap(line, LABEL, LABEL_ROOM, 2)).collect()
}

pub(super) fn label_size(lines: &[String], stroke: Stroke) -> Size {
    let cross = if stroke == Stroke::Crossed { CROSS } else { 0.0 };
    let widest = lines.iter().map(|l| width(l, LABEL)).fold(0.0, f64::max);
    Size { width: widest + cross + 8.0, height: lines.len() as f64 * LABEL_LINE + 4.0 }
}

/// The room of the cross beside the label of what is denied.
const CROSS: f64 = 14.0;

fn draw_arrow(
    out: &mut String,
    arrow: &Arrow,
    points: &[Point],
    ends: [(Shape, (Point, Size)); 2],
    label: Point,
    lines: &[String],
) {
    let mut points = points.to_vec();
    let last = points.len() - 1;
    let start_way = (points[2].x - points[0].x).signum();
    let end_way = (points[last].x - points[last - 2].x).signum();
    let [start, end] = ends.map(|(shape, (centre, size))| move |y: f64| inset(shape, size, y - centre.y));
    points[0].x -= start_way * start(points[0].y);
    points[last].x += end_way * end(points[last].y);
    let tip = points[last];
    let tail = points[0];
    let head = HEAD + line_width(arrow.count);
    // The line ends inside its head, and is level before it.
    points[last].x -= end_way * head * 0.7;
    if (points[last].x - points[last - 1].x) * end_way < 2.0 {
        points[last - 1].x = points[last].x - end_way * 2.0;
    }
    if arrow.mutual {
        points[0].x += start_way * head * 0.7;
        if (points[1].x - points[0].x) * start_way < 2.0 {
            points[1].x = points[0].x + start_way * 2.0;
        }
    }

    let color = arrow.tone.color();
    let _ = writeln!(out, "<g stroke=\"{color}\" fill=\"{color}\"><title>{}</title>", escape(&arrow.tooltip));
    let path = curve(&points);
    // A broad invisible line is easier to point at.
    let _ = writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"{}\" stroke-opacity=\"0.7\"/>",
        round(line_width(arrow.count) + 3.0)
    );
    let dashes = dashes(arrow.stroke);
    let _ =
        writeln!(out, "<path d=\"{path}\" fill=\"none\" stroke-width=\"{}\"{dashes}/>", round(line_width(arrow.count)));
    draw_head(out, tip, end_way, head);
    if arrow.mutual {
        draw_head(out, tail, -start_way, head);
    }
    let size = label_size(lines, arrow.stroke);
    let (x, y) = (label.x - size.width / 2.0, label.y - size.height / 2.0);
    let _ = writeln!(
        out,
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" fill=\"#ffffff\" stroke=\"none\"/>",
        round(x),
        round(y),
        round(size.width),
        round(size.height)
    );
    let crossed = arrow.stroke == Stroke::Crossed;
    if crossed {
        draw_cross(out, x + 4.0 + 5.0, label.y);
    }
    let centre = label.x + if crossed { CROSS / 2.0 } else { 0.0 };
    for (i, line) in lines.iter().enumerate() {
        let y = label.y - (lines.len() as f64 - 1.0) * LABEL_LINE / 2.0 + i as f64 * LABEL_LINE + LABEL * 0.35;
        text(out, centre, y, line, &format!("font-size=\"{LABEL}\" text-anchor=\"middle\" stroke=\"none\""));
    }
    out.push_str("</g>\n");
}

fn dashes(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Solid => "",
        Stroke::Dashed | Stroke::Crossed => " stroke-dasharray=\"7 4\"",
        Stroke::Dotted => " stroke-dasharray=\"0.1 5\" stroke-linecap=\"round\"",
    }
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

fn draw_head(out: &mut String, tip: Point, way: f64, length: f64) {
    let (back, half) = (round(tip.x - way * length), length * 0.42);
    let (x, y) = (round(tip.x), round(tip.y));
    let _ = writeln!(
        out,
        "<path d=\"M{x} {y}L{back} {}L{back} {}z\" stroke=\"none\"/>",
        round(tip.y - half),
        round(tip.y + half)
    );
}

fn draw_cross(out: &mut String, x: f64, y: f64) {
    let (l, r, t, b) = (round(x - 4.0), round(x + 4.0), round(y - 4.0), round(y + 4.0));
    let _ = writeln!(out, "<path d=\"M{l} {t}L{r} {b}M{l} {b}L{r} {t}\" stroke-width=\"2\" fill=\"none\"/>");
}

enum Entry {
    Node(Family),
    Tone(Tone),
    Stroke(Stroke),
    Mutual,
    Width,
}

/// Only what occurs is explained.
fn legend_entries(view: &View, arrows: &[Arrow]) -> Vec<Entry> {
    let families = Family::ALL.into_iter().filter(|f| view.graph.node_weights().any(|n| Family::of(n.class) == *f));
    let tones = Tone::ALL.into_iter().filter(|t| arrows.iter().any(|a| a.tone == *t));
    let strokes = Stroke::ALL.into_iter().filter(|s| arrows.iter().any(|a| a.stroke == *s));
    let mut entries: Vec<Entry> = families.map(Entry::Node).collect();
    entries.extend(tones.map(Entry::Tone));
    entries.extend(strokes.map(Entry::Stroke));
    entries.extend(arrows.iter().any(|a| a.mutual).then_some(Entry::Mutual));
    entries.extend(arrows.iter().any(|a| a.count > 1).then_some(Entry::Width));
    entries
}

/// The legend from `y` down, and its height.
fn legend(entries: &[Entry], room: f64, y: f64) -> (String, f64) {
    const ROW: f64 = 22.0;
    const SIGN: f64 = 34.0;
    let mut out = String::new();
    let rule = round(y - 8.0);
    let _ = writeln!(out, "<path d=\"M{MARGIN} {rule}h{}\" stroke=\"#d5dade\" stroke-width=\"1\"/>", round(room));
    let (mut x, mut row) = (0.0, 0.0);
    for entry in entries {
        let name = match entry {
            Entry::Node(family) => family.look().name,
            Entry::Tone(tone) => tone.name(),
            Entry::Stroke(stroke) => stroke.name(),
            Entry::Mutual => "mutual",
            Entry::Width => "the thicker, the more mentions (×n)",
        };
        let needed = SIGN + 6.0 + width(name, LABEL) + 22.0;
        if x > 0.0 && x + needed > room {
            (x, row) = (0.0, row + ROW);
        }
        let centre = Point { x: MARGIN + x + SIGN / 2.0, y: y + row + ROW / 2.0 };
        let line = |out: &mut String, color: &str, more: &str, heads: usize| {
            let (from, to) = (centre.x - SIGN / 2.0, centre.x + SIGN / 2.0);
            let start = if heads > 1 { from + 7.0 } else { from };
            let y = round(centre.y);
            let _ = writeln!(
                out,
                "<g fill=\"{color}\"><path d=\"M{} {y}H{}\" stroke=\"{color}\"{more}/>",
                round(start),
                round(to - 7.0)
            );
            draw_head(out, Point { x: to, y: centre.y }, 1.0, HEAD);
            if heads > 1 {
                draw_head(out, Point { x: from, y: centre.y }, -1.0, HEAD);
            }
            out.push_str("</g>\n");
        };
        match entry {
            Entry::Node(family) => outline(&mut out, family.look(), centre, Size { width: 28.0, height: 15.0 }),
            Entry::Tone(tone) => line(&mut out, tone.color(), " stroke-width=\"2\"", 1),
            Entry::Stroke(stroke) => {
                line(&mut out, INK, &format!(" stroke-width=\"1.6\"{}", dashes(*stroke)), 1);
                if *stroke == Stroke::Crossed {
                    let _ = writeln!(out, "<g stroke=\"{INK}\">");
                    draw_cross(&mut out, centre.x - 4.0, centre.y);
                    out.push_str("</g>\n");
                }
            }
            Entry::Mutual => line(&mut out, INK, " stroke-width=\"1.6\"", 2),
            Entry::Width => line(&mut out, INK, " stroke-width=\"3.5\"", 1),
        }
        let attributes = format!("font-size=\"{LABEL}\" fill=\"#3d464f\"");
        text(&mut out, centre.x + SIGN / 2.0 + 6.0, centre.y + LABEL * 0.35, name, &attributes);
        x += needed;
    }
    (out, row + ROW)
}

fn text(out: &mut String, x: f64, y: f64, words: &str, attributes: &str) {
    let _ = writeln!(out, "<text x=\"{}\" y=\"{}\" {attributes}>{}</text>", round(x), round(y), escape(words));
}

/// Tenths of a pixel are exact enough, and the same on every machine.
fn round(value: f64) -> f64 {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}
