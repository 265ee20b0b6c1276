//! A view → when two actors act on each other, or one and all others: what it does stands above the axis of time, what
//! is done to it below, in a lane for each quad class.
//!
//! An event stands at its own time where the text tells it, else at the date of its document. Events of one day that
//! are the same are one sign with their number. What has no date is counted in the head line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use jiff::{Span, Unit};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef as _;

use super::frame::{Frame, LABEL, open, sources, text};
use super::geometry::round;
use super::measure::{width, wrap};
use super::{Options, escape};
use crate::diagnostic::Error;
use crate::graph::view::{Manner, QuadClass, Tone, View};
use crate::picture::style::{LINES, Theme, line_name};

const AXIS: f64 = 860.0;
/// The room of the lanes' names.
const NAMES: f64 = 150.0;
const ROW: f64 = 19.0;
const AXIS_ROOM: f64 = 34.0;
/// So many rows of one lane are drawn.
const MOST_ROWS: usize = 14;

/// Says the same of the same day in the same way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    above: bool,
    quad: Option<QuadClass>,
    day: Date,
    manner: Manner,
    words: String,
}

#[derive(Debug, Default)]
struct Sign {
    count: usize,
    tooltip: Vec<String>,
    link: Option<String>,
}

/// Draws it.
///
/// # Errors
/// [`Error::Usage`] if the view is not of one actor or two, or if nothing in it has a date.
pub(super) fn draw(view: &View, options: &Options) -> Result<String, Error> {
    let (first, second) = match view.focus.as_slice() {
        [first] => (first.as_str(), None),
        [first, second] => (first.as_str(), Some(second.as_str())),
        _ => {
            return Err(Error::Usage(
                "--kind timeline: say whose, with --focus NAME or --between NAME NAME".to_owned(),
            ));
        }
    };
    let (signs, undated) = signs(view, first, second);
    let days: Vec<Date> = signs.keys().map(|key| key.day).collect();
    let (Some(&start), Some(&end)) = (days.iter().min(), days.iter().max()) else {
        return Err(Error::Usage(format!(
            "--kind timeline: nothing about {first} has a date; give the documents dates"
        )));
    };
    let scale = Scale::new(start, end);
    let theme = options.theme;
    let other = second.unwrap_or("others");

    let mut body = String::new();
    let mut y = 0.0;
    let mut cut = 0;
    let heading = |body: &mut String, y: &mut f64, words: String| {
        let words = wrap(&words, 13.0, NAMES + AXIS, 1).swap_remove(0);
        text(body, 0.0, *y + 14.0, &words, "font-size=\"13\" font-weight=\"bold\"");
        *y += 26.0;
    };
    heading(&mut body, &mut y, format!("{first} → {other}"));
    let lanes = |above: bool| {
        // Conflict stands farthest from the axis.
        let mut order: Vec<_> =
            LINES.into_iter().filter(|quad| signs.keys().any(|k| k.above == above && k.quad == *quad)).collect();
        order.sort_by_key(|quad| rank(*quad));
        if above {
            order.reverse();
        }
        order
    };
    for quad in lanes(true) {
        let own: Vec<_> = signs.iter().filter(|(k, _)| k.above && k.quad == quad).collect();
        let (drawn, height, left) = lane(theme, &scale, quad, &own, y);
        body.push_str(&drawn);
        y += height;
        cut += left;
    }
    scale.draw(&mut body, theme, y);
    y += AXIS_ROOM;
    for quad in lanes(false) {
        let own: Vec<_> = signs.iter().filter(|(k, _)| !k.above && k.quad == quad).collect();
        let (drawn, height, left) = lane(theme, &scale, quad, &own, y);
        body.push_str(&drawn);
        y += height;
        cut += left;
    }
    y += 6.0;
    heading(&mut body, &mut y, format!("{other} → {first}"));

    let title = options.title.clone().unwrap_or_else(|| match second {
        Some(second) => format!("{first} and {second} over time"),
        None => format!("{first} over time"),
    });
    let mut notes = vec![format!("{} events, {start} to {end}.", signs.values().map(|sign| sign.count).sum::<usize>())];
    if undated > 0 {
        notes.push(format!("{undated} without a date are left out."));
    }
    if cut > 0 {
        notes.push(format!("{cut} signs have no room on their day."));
    }
    let mut legend = Vec::new();
    for quad in LINES.into_iter().filter(|quad| signs.keys().any(|key| key.quad == *quad)) {
        let mut sign = String::new();
        mark(&mut sign, theme, quad, 0.0, 0.0, false);
        legend.push((sign, line_name(quad)));
    }
    if signs.keys().any(|key| key.manner != Manner::Stated) {
        legend.push((String::new(), "in brackets: not stated as fact"));
    }
    let told: Vec<String> = signs.keys().take(200).map(|key| format!("{}: {}.", key.day, key.words)).collect();
    let frame = Frame { theme, title: &title, description: told.join(" "), notes, legend, sources: sources(view) };
    Ok(frame.around(&body, (NAMES + AXIS, y)))
}

/// From the axis outwards.
fn rank(quad: Option<QuadClass>) -> usize {
    match quad {
        None => 0,
        Some(QuadClass::VerbalCooperation) => 1,
        Some(QuadClass::MaterialCooperation) => 2,
        Some(QuadClass::VerbalConflict) => 3,
        Some(QuadClass::MaterialConflict) => 4,
    }
}

/// Everything that has a date, and how much has none.
fn signs(view: &View, first: &str, second: Option<&str>) -> (BTreeMap<Key, Sign>, usize) {
    let mut signs: BTreeMap<Key, Sign> = BTreeMap::new();
    let mut undated = 0;
    for edge in view.graph.edge_references() {
        let label = |node: NodeIndex| view.graph[node].label.as_str();
        let (from, to) = (label(edge.source()), label(edge.target()));
        let between = second.is_none_or(|second| from == second || to == second);
        if !between || (from != first && to != first) {
            continue;
        }
        // What is mutual is told from the side of the one in focus.
        let above = from == first || edge.weight().symmetric;
        for said in &edge.weight().evidence {
            let time = said.happened.as_ref().map(|(from, _)| from.as_str()).or(said.date.as_deref());
            let Some(day) = time.and_then(|time| time.get(..10)).and_then(|time| time.parse().ok()) else {
                undated += 1;
                continue;
            };
            let mut words = said.label.clone();
            if second.is_none() {
                let partner = if from == first { to } else { from };
                words = if from == first || edge.weight().symmetric {
                    format!("{words} {partner}")
                } else {
                    format!("{partner} {words}")
                };
            }
            match said.manner {
                Manner::Stated => {}
                Manner::Denied => words = format!("(not: {words})"),
                manner => words = format!("({words}, {})", manner.name()),
            }
            let key = Key { above, quad: edge.weight().quad, day, manner: said.manner, words };
            let sign = signs.entry(key).or_default();
            sign.count += 1;
            sign.tooltip.push(format!("“{}” ({})", said.sentence, said.name));
            let web = ["https://", "http://"].iter().any(|scheme| said.name.starts_with(scheme));
            sign.link.get_or_insert_with(|| if web { said.name.clone() } else { said.assertion.clone() });
        }
    }
    (signs, undated)
}

/// One lane from `y` down: its drawing, its height, and how many signs had no room.
fn lane(theme: Theme, scale: &Scale, quad: Option<QuadClass>, signs: &[(&Key, &Sign)], y: f64) -> (String, f64, usize) {
    let palette = theme.palette();
    let mut rows: Vec<f64> = Vec::new();
    let mut drawn = String::new();
    let mut cut = 0;
    for (key, sign) in signs {
        let times = if sign.count > 1 { format!(" ×{}", sign.count) } else { String::new() };
        let words = wrap(&format!("{}{times}", key.words), LABEL, 190.0, 1).swap_remove(0);
        let x = NAMES + scale.place(key.day);
        let wide = width(&words, LABEL);
        // At the right end the words stand before their sign.
        let left = x + 9.0 + wide > NAMES + AXIS + 60.0;
        let (from, to) = if left { (x - 12.0 - wide, x + 8.0) } else { (x - 8.0, x + 14.0 + wide) };
        let row = rows.iter().position(|end| *end <= from).unwrap_or(rows.len());
        if row == MOST_ROWS {
            cut += 1;
            continue;
        }
        if row == rows.len() {
            rows.push(0.0);
        }
        rows[row] = to;
        let middle = y + (row as f64 + 0.5) * ROW + 2.0;
        let close = open(&mut drawn, sign.link.as_deref(), "");
        let _ = writeln!(
            drawn,
            "<title>{}</title>",
            escape(&format!("{}: {}\n{}", key.day, key.words, sign.tooltip.join("\n")))
        );
        mark(&mut drawn, theme, quad, x, middle, key.manner == Manner::Denied);
        let anchor = if left { "end" } else { "start" };
        let at = if left { x - 9.0 } else { x + 9.0 };
        text(&mut drawn, at, middle + LABEL * 0.35, &words, &format!("font-size=\"{LABEL}\" text-anchor=\"{anchor}\""));
        drawn.push_str(close);
    }
    let height = rows.len().max(1) as f64 * ROW + 6.0;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<rect x=\"0\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\" fill=\"{}\"/>",
        round(y),
        NAMES + AXIS,
        round(height - 2.0),
        palette.area
    );
    let name = format!("font-size=\"{LABEL}\" fill=\"{}\"", palette.soft);
    text(&mut out, 8.0, y + ROW * 0.5 + 2.0 + LABEL * 0.35, line_name(quad), &name);
    (out + &drawn, height, cut)
}

/// A dot for cooperation, a diamond for conflict, a bar for others; full for deeds, hollow for words.
fn mark(out: &mut String, theme: Theme, quad: Option<QuadClass>, x: f64, y: f64, denied: bool) {
    let color = theme.color(quad);
    let words = matches!(quad, Some(QuadClass::VerbalCooperation | QuadClass::VerbalConflict));
    let fill = if words { theme.palette().paper } else { color };
    let paint = format!("fill=\"{fill}\" stroke=\"{color}\" stroke-width=\"1.8\"");
    let (x, y) = (round(x), round(y));
    let _ = match quad.map(QuadClass::tone) {
        Some(Tone::Cooperation) => writeln!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"4.6\" {paint}/>"),
        Some(Tone::Conflict) => writeln!(out, "<path d=\"M{x} {}l6 6l-6 6l-6 -6z\" {paint}/>", round(y - 6.0)),
        _ => writeln!(out, "<path d=\"M{x} {}v10\" stroke=\"{color}\" stroke-width=\"3\"/>", round(y - 5.0)),
    };
    if denied {
        super::line::draw_cross(out, super::geometry::Point::new(x, y), theme.palette().ink);
    }
}

/// Days along the axis.
struct Scale {
    start: Date,
    days: f64,
    end: Date,
}

impl Scale {
    fn new(start: Date, end: Date) -> Self {
        Self { start, end, days: between(start, end).max(1.0) }
    }

    fn place(&self, day: Date) -> f64 {
        12.0 + between(self.start, day) / self.days * (AXIS - 24.0)
    }

    /// The axis with some ten days that have a name.
    fn draw(&self, out: &mut String, theme: Theme, y: f64) {
        let palette = theme.palette();
        let line = y + 9.0;
        let _ = writeln!(
            out,
            "<path d=\"M{NAMES} {0}h{AXIS}\" stroke=\"{1}\" stroke-width=\"1.5\"/>",
            round(line),
            palette.ink
        );
        for (day, name) in self.ticks() {
            let x = NAMES + self.place(day);
            let _ = writeln!(out, "<path d=\"M{} {}v5\" stroke=\"{}\"/>", round(x), round(line), palette.ink);
            let attributes = format!("font-size=\"{LABEL}\" text-anchor=\"middle\" fill=\"{}\"", palette.soft);
            text(out, x, line + 17.0, &name, &attributes);
        }
    }

    fn ticks(&self) -> Vec<(Date, String)> {
        let days = self.days;
        let whole = |date: Date| date.to_string();
        let month = |date: Date| format!("{:04}-{:02}", date.year(), date.month());
        if days <= 1.5 {
            return [self.start, self.end]
                .into_iter()
                .take(1 + usize::from(self.start != self.end))
                .map(|d| (d, whole(d)))
                .collect();
        }
        if days <= 75.0 {
            let step = (days / 8.0).ceil() as i64;
            return (0..)
                .map_while(|i| self.start.checked_add(Span::new().try_days(i * step).ok()?).ok())
                .take_while(|day| *day <= self.end)
                .map(|day| (day, whole(day)))
                .collect();
        }
        let months = (days / 30.4 / 9.0).ceil() as i64;
        // Steps that calendars have.
        let step = [1, 2, 3, 6, 12].into_iter().find(|s| *s >= months).unwrap_or((months + 11) / 12 * 12);
        let first = self.start.first_of_month();
        (0..)
            .map_while(|i| first.checked_add(Span::new().try_months(i * step).ok()?).ok())
            .take_while(|day| *day <= self.end)
            .filter(|day| *day >= self.start)
            .map(|day| (day, if step >= 12 { format!("{:04}", day.year()) } else { month(day) }))
            .collect()
    }
}

fn between(from: Date, to: Date) -> f64 {
    from.until((Unit::Day, to)).map_or(0.0, |span| f64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_of_time_has_a_few_ticks() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        for (from, to) in [
            ("2025-01-01", "2025-01-01"),
            ("2025-01-01", "2025-01-02"),
            ("2025-01-01", "2025-02-09"),
            ("2025-01-15", "2025-12-24"),
            ("1990-03-01", "2026-01-01"),
            ("-009999-01-01", "9999-12-31"),
        ] {
            let scale = Scale::new(date(from), date(to));
            let ticks = scale.ticks();
            assert!((1..=14).contains(&ticks.len()), "{from} {to}: {ticks:?}");
            assert!(ticks.iter().all(|(day, _)| (0.0..=AXIS).contains(&scale.place(*day))));
        }
    }
}
