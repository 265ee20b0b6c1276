//! Tokens → sentences.
//!
//! A sentence ends with its paragraph, after `.`, `!`, `?` (with the quotation marks, brackets, and footnote marks that
//! close behind them), and after an abbreviation or `...` if a new sentence plainly begins. A colon, a semicolon, and
//! a dash do not end one, so a dateline stays with its sentence.

use super::LONGEST_SENTENCE;
use super::lines::{Gap, Lines};
use super::words::{Abbreviation, Words};
use crate::document::{Sentence, Token, TokenIx};

/// The sentences of a text, in order; together they hold every token.
pub(super) fn split(text: &str, tokens: &[Token], words: &Words) -> Vec<Sentence> {
    let mut lines = Lines::new(text, words);
    let gaps = tokens.windows(2).map(|pair| lines.gap(pair[0].span, pair[1].span));
    let gaps: Vec<Gap> = gaps.chain(tokens.last().map(|_| Gap::Break)).collect();
    let mut splitter = Splitter { text, tokens, words, gaps, sentences: Vec::with_capacity(tokens.len() / 16 + 1) };
    splitter.split();
    splitter.sentences
}

struct Splitter<'a> {
    text: &'a str,
    tokens: &'a [Token],
    words: &'a Words,
    /// What stands after each token.
    gaps: Vec<Gap>,
    sentences: Vec<Sentence>,
}

/// What a token means for the end of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Stop,
    Question,
    Ellipsis,
    Abbreviation(Abbreviation),
    Initial,
}

impl<'a> Splitter<'a> {
    fn split(&mut self) {
        let mut start = 0;
        let mut paragraph_start = true;
        // Whether a straight double quotation mark is open in this paragraph.
        let mut quoted = false;
        let mut at = 0;
        while at < self.tokens.len() {
            quoted ^= self.form(at) == "\"";
            let mut last = at;
            let ends = self.gaps[at] == Gap::Break || {
                let end = self.end(at, start);
                let (after, closed) = end.map_or((at, quoted), |_| self.closers(at, quoted));
                last = after;
                quoted = closed;
                self.gaps[last] == Gap::Break || end.is_some_and(|end| self.begins_after(end, at, last))
            };
            if ends {
                self.push(start, last + 1, paragraph_start);
                start = last + 1;
                paragraph_start = self.gaps[last] == Gap::Break;
                quoted &= !paragraph_start;
            }
            at = last + 1;
        }
    }

    fn form(&self, token: TokenIx) -> &'a str {
        &self.text[self.tokens[token].span.range()]
    }

    fn end(&self, at: TokenIx, start: TokenIx) -> Option<End> {
        let form = self.form(at);
        match form.as_bytes() {
            // `* 1 .` is the number of an item.
            [b'.'] if self.is_number_only(start, at) => None,
            [b'.'] => Some(End::Stop),
            [b'.', b'.', ..] => Some(End::Ellipsis),
            [b'!' | b'?', ..] | [b'.', b'!' | b'?', ..] => Some(End::Question),
            // `1.` at the start of a line is the number of an item.
            [first, .., b'.'] if first.is_ascii_digit() && at == start => None,
            [.., b'.'] => Some(self.abbreviation(form)),
            _ if form.starts_with('…') => Some(End::Ellipsis),
            _ if matches!(form, "。" | "！" | "？") => Some(End::Stop),
            _ => None,
        }
    }

    /// Whether a sentence has only a short number before `at`, and perhaps a bullet before that.
    fn is_number_only(&self, start: TokenIx, at: TokenIx) -> bool {
        let number = |form: &str| form.len() <= 2 && form.bytes().all(|b| b.is_ascii_digit());
        let bullet = |t: TokenIx| !self.form(t).contains(char::is_alphanumeric);
        at > start && at - start <= 2 && number(self.form(at - 1)) && (start..at - 1).all(bullet)
    }

    fn abbreviation(&self, form: &str) -> End {
        let word = form.trim_end_matches('.');
        match self.words.abbreviation(word, true, true) {
            Some(class) => End::Abbreviation(class),
            None if word.contains('.') => End::Abbreviation(Abbreviation::End),
            None => End::Initial,
        }
    }

    /// The last token that closes together with the one at `at`, and whether a quotation is still open.
    fn closers(&self, at: TokenIx, mut quoted: bool) -> (TokenIx, bool) {
        let mut last = at;
        while last + 1 < self.tokens.len() && self.gaps[last] != Gap::Break {
            let next = last + 1;
            let (left, right) = (self.gaps[last] == Gap::None, self.gaps[next] == Gap::None);
            match self.form(next) {
                ")" | "]" | "}" | "”" | "»" | "''" | "’’" => last = next,
                "\"" if (left && !right) || (quoted && (left || !right)) => {
                    quoted = false;
                    last = next;
                }
                "'" | "’" if left && !right => last = next,
                "." | "!" | "?" | "..." if left && last > at => last = next,
                "[" => match self.footnote(next) {
                    Some(end) => last = end,
                    None => break,
                },
                _ => break,
            }
        }
        (last, quoted)
    }

    /// The end of a footnote mark `[17]` or `[citation needed]` that begins at a bracket.
    fn footnote(&self, bracket: TokenIx) -> Option<TokenIx> {
        let limit = self.tokens.len().min(bracket + 6);
        let close = (bracket + 2..limit).find(|&t| self.form(t) == "]")?;
        let number = |form: &str| form.len() <= 3 && form.bytes().all(|b| b.is_ascii_digit());
        let small = |t: TokenIx| self.form(t).chars().all(char::is_lowercase);
        (close == bracket + 2 && number(self.form(bracket + 1)) || (bracket + 1..close).all(small)).then_some(close)
    }

    /// Whether a new sentence begins after `last`, the closers of the token `at` that may end one.
    fn begins_after(&self, end: End, at: TokenIx, last: TokenIx) -> bool {
        let next = last + 1;
        if next >= self.tokens.len() {
            return true;
        }
        if matches!(self.form(next), "," | ";" | ":" | ")" | "]" | "-" | "--" | "–" | "—" | "/" | "." | "%" | "?" | "!")
        {
            return end == End::Stop && self.gaps[last] != Gap::None && self.form(next) == "-";
        }
        let closed = last > at;
        let word = self.first_word(next);
        let first = word.chars().next();
        let lower = first.is_some_and(char::is_lowercase);
        let capital = first.is_some_and(char::is_uppercase);
        match end {
            End::Stop if self.gaps[last] == Gap::None && !closed => capital,
            End::Stop => !(lower && closed),
            // `Viva Maria! (1965)`
            End::Question if self.form(next) == "(" => capital,
            End::Question => !(lower || closed && self.is_reported(next)),
            End::Ellipsis => capital && self.gaps[last] != Gap::None && !word.starts_with("I'") && word != "I",
            End::Abbreviation(Abbreviation::End) => {
                (capital && closed && self.closes_quotation(last)) || self.words.is_opener(word)
            }
            End::Abbreviation(_) => false,
            End::Initial => self.words.is_opener(word) && word.len() > 1,
        }
    }

    /// The first token from `at` that is neither a quotation mark nor an opening bracket.
    fn first_word(&self, at: TokenIx) -> &'a str {
        let opening = |&t: &TokenIx| matches!(self.form(t), "\"" | "“" | "‘" | "'" | "(" | "[" | "``" | "''");
        let place = (at..self.tokens.len().min(at + 4)).find(|t| !opening(t));
        place.map_or("", |t| self.form(t))
    }

    fn closes_quotation(&self, token: TokenIx) -> bool {
        matches!(self.form(token), "\"" | "”" | "’" | "''")
    }

    /// `"Why?" John Smith asked`: one to three words with a capital, then a verb of saying.
    fn is_reported(&self, at: TokenIx) -> bool {
        let limit = self.tokens.len().min(at + 4);
        for token in at..limit {
            let word = self.form(token);
            if token > at && self.words.is_speech_verb(word) {
                return true;
            }
            if !word.starts_with(char::is_uppercase) {
                return false;
            }
        }
        false
    }

    /// Adds the sentence of the tokens `start..end`, cut into pieces if it is too long.
    fn push(&mut self, mut start: TokenIx, end: TokenIx, mut paragraph_start: bool) {
        while end - start > LONGEST_SENTENCE {
            let cut = self.cut(start);
            self.push_one(start, cut, paragraph_start);
            paragraph_start = false;
            start = cut;
        }
        self.push_one(start, end, paragraph_start);
    }

    fn push_one(&mut self, start: TokenIx, end: TokenIx, paragraph_start: bool) {
        let span = self.tokens[start].span.cover(self.tokens[end - 1].span);
        self.sentences.push(Sentence { span, tokens: start..end, paragraph_start });
    }

    /// Where to cut a sentence that is too long: after the last semicolon or comma of the second half, or anywhere.
    fn cut(&self, start: TokenIx) -> TokenIx {
        let limit = start + LONGEST_SENTENCE;
        let half = start + LONGEST_SENTENCE / 2;
        let after = |mark: &str| (half..limit).rev().find(|&t| self.form(t) == mark).map(|t| t + 1);
        let mut cut = after(";").or_else(|| after(",")).unwrap_or(limit);
        while self.tokens[cut].joined && cut > start + 1 {
            cut -= 1;
        }
        cut
    }
}
