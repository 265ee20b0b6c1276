//! What every picture has around it: title, what it shows, legend, sources.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::escape;
use super::geometry::{Point, round};
use super::measure::{width, wrap};
use crate::graph::view::View;
use crate::picture::style::Theme;

pub(super) const MARGIN: f64 = 24.0;
const TITLE: f64 = 20.0;
const SMALL: f64 = 12.0;
/// The size of labels, and of the legend's words.
pub(super) const LABEL: f64 = 11.0;
pub(super) const FONT: &str =
    "Arial, Helvetica, 'Liberation Sans', 'Nimbus Sans', 'DejaVu Sans', 'Noto Sans', sans-serif";
/// The least width, so that head lines and legend have room.
const NARROWEST: f64 = 560.0;

/// The words around a picture.
pub(super) struct Frame<'a> {
    pub(super) theme: Theme,
    pub(super) title: &'a str,
    /// What it shows and what not, a sentence each.
    pub(super) notes: Vec<String>,
    /// For those who do not see it.
    pub(super) description: String,
    /// Signs, drawn around 0, 0 in 34 by 16 pixels, and what they mean.
    pub(super) legend: Vec<(String, &'static str)>,
    /// Where it is from.
    pub(super) sources: String,
}

impl Frame<'_> {
    /// The whole picture around a body of this size.
    pub(super) fn around(&self, body: &str, size: (f64, f64)) -> String {
        let content = size.0.max(NARROWEST);
        let palette = self.theme.palette();
        let notes = wrap(&self.notes.join(" "), SMALL, content, 4);
        let top = MARGIN + TITLE + notes.len() as f64 * 16.0 + 20.0;
        let (legend, legend_height) = self.legend(content, top + size.1 + 30.0);
        let sources = if self.sources.is_empty() { Vec::new() } else { wrap(&self.sources, LABEL, content, 3) };
        let foot = top + size.1 + 30.0 + legend_height;
        let page = ((content + 2.0 * MARGIN).ceil(), (foot + sources.len() as f64 * 15.0 + MARGIN).ceil());

        let mut out = String::new();
        let _ = writeln!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" \
             aria-labelledby=\"title desc\" font-family=\"{FONT}\" fill=\"{2}\">",
            page.0, page.1, palette.ink
        );
        let _ = writeln!(out, "<title id=\"title\">{}</title>", escape(self.title));
        let _ = writeln!(out, "<desc id=\"desc\">{}</desc>", escape(&self.description));
        let _ = writeln!(out, "<rect width=\"{}\" height=\"{}\" fill=\"{}\"/>", page.0, page.1, palette.paper);
        // Bold letters are wider than the table's.
        let title = wrap(self.title, TITLE * 1.12, content, 1).swap_remove(0);
        text(&mut out, MARGIN, MARGIN + 14.0, &title, &format!("font-size=\"{TITLE}\" font-weight=\"bold\""));
        let soft = format!("font-size=\"{SMALL}\" fill=\"{}\"", palette.soft);
        for (i, line) in notes.iter().enumerate() {
            text(&mut out, MARGIN, MARGIN + TITLE + 16.0 * (i as f64 + 1.0), line, &soft);
        }
        // A narrow body stands in the middle of its head lines and legend.
        let left = MARGIN + (content - size.0) / 2.0;
        let _ = writeln!(out, "<g transform=\"translate({} {})\">\n{body}</g>", round(left), round(top));
        out.push_str(&legend);
        let soft = format!("font-size=\"{LABEL}\" fill=\"{}\"", palette.soft);
        for (i, line) in sources.iter().enumerate() {
            text(&mut out, MARGIN, foot + 15.0 * (i as f64 + 0.8), line, &soft);
        }
        out.push_str("</svg>\n");
        out
    }

    /// The legend from `y` down, and its height.
    fn legend(&self, room: f64, y: f64) -> (String, f64) {
        const ROW: f64 = 22.0;
        const SIGN: f64 = 34.0;
        let mut out = String::new();
        let palette = self.theme.palette();
        let rule = round(y - 8.0);
        let _ = writeln!(out, "<path d=\"M{MARGIN} {rule}h{}\" stroke=\"{}\"/>", round(room), palette.rule);
        let (mut x, mut row) = (0.0, 0.0);
        for (sign, name) in &self.legend {
            let needed = SIGN + 6.0 + width(name, LABEL) + 20.0;
            if x > 0.0 && x + needed > room {
                (x, row) = (0.0, row + ROW);
            }
            let centre = Point::new(MARGIN + x + SIGN / 2.0, y + row + ROW / 2.0);
            let _ = writeln!(out, "<g transform=\"translate({} {})\">{sign}</g>", round(centre.x), round(centre.y));
            let attributes = format!("font-size=\"{LABEL}\" fill=\"{}\"", palette.soft);
            text(&mut out, centre.x + SIGN / 2.0 + 6.0, centre.y + LABEL * 0.35, name, &attributes);
            x += needed;
        }
        (out, row + if self.legend.is_empty() { 0.0 } else { ROW })
    }
}

/// A line of text; words that begin from the right are marked so.
pub(super) fn text(out: &mut String, x: f64, y: f64, words: &str, attributes: &str) {
    // In words that run to the left `start` and `end` would change places: there only the order of signs is set.
    let way = match (from_right(words), attributes.contains("\"middle\"")) {
        (false, _) => "",
        (true, true) => " direction=\"rtl\" unicode-bidi=\"embed\"",
        (true, false) => " unicode-bidi=\"plaintext\"",
    };
    let _ = writeln!(out, "<text x=\"{}\" y=\"{}\"{way} {attributes}>{}</text>", round(x), round(y), escape(words));
}

/// Opens a group that is a link if there is an address that a browser may follow, and says how it closes.
pub(super) fn open(out: &mut String, link: Option<&str>, attributes: &str) -> &'static str {
    // Imported data may name anything: a script is no place to go.
    let web = link.filter(|link| link.starts_with("https://") || link.starts_with("http://"));
    let (opened, closed) = match web {
        Some(link) => (format!("<a href=\"{}\" target=\"_blank\"{attributes}>", escape(link)), "</a>\n"),
        None => (format!("<g{attributes}>"), "</g>\n"),
    };
    out.push_str(&opened);
    closed
}

/// Whether the first letter with a direction is Hebrew, Arabic, or of another script that runs from right to left.
fn from_right(words: &str) -> bool {
    let right = |c: char| matches!(c, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    words.chars().find(|c| c.is_alphabetic()).is_some_and(right)
}

/// The documents behind a view: `Sources: Talks in Muscat (Wire, 2025-01-01); …`.
pub(super) fn sources(view: &View) -> String {
    const SHOWN: usize = 5;
    let mut named: BTreeSet<(Option<&str>, &str, Option<&str>)> = BTreeSet::new();
    for evidence in view.graph.edge_weights().flat_map(|edge| &edge.evidence) {
        let title = evidence.title.as_deref().unwrap_or(&evidence.name);
        named.insert((evidence.date.as_deref(), title, evidence.publisher.as_deref()));
    }
    // The newest first; those without date come last.
    let list: Vec<String> = named
        .iter()
        .rev()
        .take(SHOWN)
        .map(|(date, title, publisher)| {
            let about: Vec<&str> = publisher.iter().chain(date).copied().collect();
            let short: String = if title.chars().count() > 70 {
                title.chars().take(69).chain(['…']).collect()
            } else {
                (*title).to_owned()
            };
            if about.is_empty() { short } else { format!("{short} ({})", about.join(", ")) }
        })
        .collect();
    let more = view.documents.saturating_sub(list.len());
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    if list.is_empty() { String::new() } else { format!("Sources: {}{more}", list.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_from_right_to_left_are_marked_and_keep_their_anchor() {
        let drawn = |words: &str, attributes: &str| {
            let mut out = String::new();
            text(&mut out, 1.0, 2.0, words, attributes);
            out
        };
        assert_eq!(drawn("Iran & Oman", ""), "<text x=\"1\" y=\"2\" >Iran &amp; Oman</text>\n");
        let middle = "text-anchor=\"middle\"";
        assert!(drawn("السعودية", middle).contains("direction=\"rtl\""));
        assert!(drawn("(ישראל)", "").contains("plaintext") && !drawn("Israel ישראל", middle).contains("rtl"));
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let mut out = String::new();
        for link in [Some("javascript:alert(1)"), Some("data:text/html,x"), Some("urn:x"), None] {
            assert_eq!(open(&mut out, link, ""), "</g>\n");
        }
        assert_eq!(out, "<g><g><g><g>");
        assert_eq!(open(&mut out, Some("https://a.b/?x=\"&y"), ""), "</a>\n");
        assert!(out.ends_with("<a href=\"https://a.b/?x=&quot;&amp;y\" target=\"_blank\">"));
    }
}
