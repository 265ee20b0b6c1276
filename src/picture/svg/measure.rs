//! How wide text is, without a font: a table of widths, rounded up, so that text never leaves its box.
//!
//! A picture names common sans-serif fonts and carries none; whichever the reader has, it is hardly wider than DejaVu
//! Sans, whose advance widths the table has. Other scripts are taken by blocks.

/// Advance widths of U+0020 to U+007E in thousandths of the font size.
const ASCII: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
];

/// The width of a text in pixels at a font size, at most slightly too large.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size / 1000.0
}

fn advance(c: char) -> f64 {
    match c {
        '\u{a0}' => 318.0,
        ' '..='~' => f64::from(ASCII[c as usize - 0x20]),
        '\u{0300}'..='\u{036f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        '‘' | '’' | '·' => 330.0,
        '“' | '”' | '–' => 520.0,
        // Latin with marks, Hebrew, Arabic: hardly wider than n.
        '\u{00e0}'..='\u{00ff}' | '\u{0590}'..='\u{08ff}' => 680.0,
        '\u{0080}'..='\u{058f}' => 800.0,
        // From Hangul Jamo on: ideographs, kana, emoji, everything rare.
        _ => 1050.0,
    }
}

/// Breaks a text into lines no wider than `room` pixels, at most `most` of them; what does not fit ends in `…`.
pub(super) fn wrap(text: &str, size: f64, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for (word, glued) in pieces(text, size, room) {
        let space = if line.is_empty() || glued { "" } else { " " };
        let longer = format!("{line}{space}{word}");
        if line.is_empty() || width(&longer, size) <= room {
            line = longer;
            continue;
        }
        if lines.len() + 1 == most {
            lines.push(cut(&line, size, room));
            return lines;
        }
        lines.push(std::mem::replace(&mut line, word));
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The words (a no-break space parts none), those too long for a line in parts; true for a part that belongs to the one
/// before.
fn pieces(text: &str, size: f64, room: f64) -> Vec<(String, bool)> {
    let mut pieces = Vec::new();
    for word in text.split([' ', '\n', '\t']).filter(|w| !w.is_empty()) {
        let mut part = String::new();
        let mut glued = false;
        for c in word.chars() {
            if !part.is_empty() && width(&part, size) + advance(c) * size / 1000.0 > room {
                pieces.push((std::mem::take(&mut part), glued));
                glued = true;
            }
            part.push(c);
        }
        pieces.push((part, glued));
    }
    pieces
}

/// The text with `…` at its end, no wider than `room`.
fn cut(text: &str, size: f64, room: f64) -> String {
    let mut kept: Vec<char> = text.chars().collect();
    loop {
        let mut shown: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if width(&shown, size) <= room || kept.is_empty() {
            // Behind letters that run to the left the end is at the left: the mark lets `…` go there too.
            if kept.iter().rev().find(|c| c.is_alphabetic()).copied().is_some_and(runs_left) {
                shown.push(RIGHT_TO_LEFT_MARK);
            }
            return shown;
        }
        kept.pop();
    }
}

/// Has no width and the direction of Hebrew and Arabic (Unicode Standard Annex 9).
const RIGHT_TO_LEFT_MARK: char = '\u{200f}';

/// Whether a letter is of a script that runs from right to left: the blocks from Hebrew to Arabic Extended-A with their
/// presentation forms, and those of the supplementary plane.
fn runs_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wraps_at_words_and_never_leaves_its_room() {
        let name = "Islamic Revolutionary Guard Corps";
        assert_eq!(wrap(name, 10.0, 120.0, 3), ["Islamic Revolutionary", "Guard Corps"]);
        assert_eq!(wrap(name, 10.0, 80.0, 2), ["Islamic", "Revolutionar…"]);
        assert_eq!(wrap("", 10.0, 120.0, 2), [""]);
        assert_eq!(wrap("المقاومة الإسلامية", 10.0, 70.0, 1), ["المقاومة…\u{200f}"]);
        let long = "Donaudampfschifffahrtsgesellschaftskapitän 中华人民共和国中央人民政府国务院".repeat(3);
        for line in wrap(&long, 10.0, 100.0, 3) {
            assert!(width(&line, 10.0) <= 100.0, "{line}");
        }
    }
}
