//! Which line breaks end a paragraph, and which only wrap it.
//!
//! A blank line always does. A single line break only wraps if the next line goes on in small letters, if this one ends
//! in a word that something must follow (`of`, `Mr.`), or if other lines of the block are wrapped and the first word of
//! the next line would not have fitted into this one.

use super::words::{Abbreviation, Words};
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

/// The lines of a text, read from front to back.
pub(super) struct Lines<'a> {
    text: &'a str,
    words: &'a Words,
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
    /// Whether a line of its block begins with a small letter.
    wrapped: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str, words: &'a Words) -> Self {
        let mut all: Vec<Line> = Vec::new();
        let mut start = 0;
        let mut block = 0;
        for piece in text.split_inclusive(['\n', '\u{2028}']) {
            let content = piece.trim();
            let length = content.chars().count() as u32;
            start += piece.len();
            all.push(Line { end: start as u32, length, longest: 0, wrapped: content.starts_with(char::is_lowercase) });
            if length == 0 {
                close(&mut all[block..]);
                block = all.len();
            }
        }
        close(&mut all[block..]);
        Self { text, words, all, at: 0 }
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
        if self.is_unfinished(before) {
            return true;
        }
        if line.longest > LONGEST_WRAPPED || !line.wrapped {
            return false;
        }
        let word = next.chars().take(LONGEST_WRAPPED as usize).take_while(|c| !c.is_whitespace()).count() as u32;
        line.length + 1 + word > line.longest
    }
}

impl Lines<'_> {
    /// Whether a line ends in a function word or a title.
    fn is_unfinished(&self, last: Span) -> bool {
        let word = &self.text[last.range()];
        match word.strip_suffix('.') {
            Some(title) => self.words.abbreviation(title, false, false) == Some(Abbreviation::Title),
            None => self.words.is_lead(word),
        }
    }
}

fn close(block: &mut [Line]) {
    let longest = block.iter().map(|l| l.length).max().unwrap_or(0);
    let wrapped = block.iter().any(|l| l.wrapped);
    for line in block {
        line.longest = longest;
        line.wrapped = wrapped;
    }
}
