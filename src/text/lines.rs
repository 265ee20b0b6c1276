//! Which line breaks end a paragraph, and which only wrap it.
//!
//! A blank line always does. A single line break wraps if the next line goes on in small letters, or if the lines
//! around are of similar length and the first word of the next line would not have fitted into this one.

use crate::document::Span;

/// What stands between two tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// White space within a paragraph.
    Space,
    /// The end of a paragraph, headline, or list item.
    Break,
}

/// Lines that are longer hold whole paragraphs and are not wrapped.
const LONGEST_WRAPPED: u32 = 160;
/// Where all lines are shorter, they are a list or an address.
const SHORTEST_WRAPPED: u32 = 40;

/// The lines of a text, read from front to back.
pub(super) struct Lines<'a> {
    text: &'a str,
    all: Vec<Line>,
    /// The line that the last question was about.
    at: usize,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    /// One past its last byte, without the line break.
    end: u32,
    /// Length in characters, without the white space around.
    length: u32,
    /// Length of the longest line of its block of lines without a blank one.
    longest: u32,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut all: Vec<Line> = Vec::new();
        let mut start = 0;
        let mut block = 0;
        for piece in text.split_inclusive(['\n', '\u{2028}']) {
            let length = piece.trim().chars().count() as u32;
            start += piece.len();
            all.push(Line { end: start as u32, length, longest: 0 });
            if length == 0 {
                close(&mut all[block..]);
                block = all.len();
            }
        }
        close(&mut all[block..]);
        Self { text, all, at: 0 }
    }

    /// What stands between two neighbouring tokens; to be asked in text order.
    pub(super) fn gap(&mut self, before: Span, after: Span) -> Gap {
        if before.end == after.start {
            return Gap::None;
        }
        let space = &self.text[before.end as usize..after.start as usize];
        if space == " " {
            return Gap::Space;
        }
        let breaks = space.matches(['\n', '\u{2028}']).count();
        match breaks {
            _ if space.contains(['\u{2029}', '\u{c}']) => Gap::Break,
            0 => Gap::Space,
            1 if self.wraps(before, after) => Gap::Space,
            _ => Gap::Break,
        }
    }

    fn wraps(&mut self, before: Span, after: Span) -> bool {
        while self.all[self.at].end < before.end {
            self.at += 1;
        }
        let line = self.all[self.at];
        let next = &self.text[after.start as usize..];
        let mut first = next.chars();
        match first.next() {
            Some(c) if c.is_lowercase() => return true,
            Some('•' | '●' | '▪' | '■' | '·' | '*' | '-' | '–' | '—') if first.next() == Some(' ') => {
                return false;
            }
            _ => {}
        }
        if line.longest > LONGEST_WRAPPED || line.longest < SHORTEST_WRAPPED {
            return false;
        }
        let word = next.chars().take(LONGEST_WRAPPED as usize).take_while(|c| !c.is_whitespace()).count() as u32;
        line.length + 1 + word > line.longest
    }
}

fn close(block: &mut [Line]) {
    let longest = block.iter().map(|l| l.length).max().unwrap_or(0);
    for line in block {
        line.longest = longest;
    }
}
