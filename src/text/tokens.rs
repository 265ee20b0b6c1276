//! Text → tokens: one pass over the characters, no regular expression, no allocation a token.
//!
//! A *chunk* is what stands between white space. A chunk of ASCII letters is a word at once; any other is read from
//! left to right: words (with the joiners that may stand within: `3.5`, `U.S.`, `co-founder`, `AT&T`) and punctuation.

use std::ops::ControlFlow;

use super::words::{Abbreviation, Words, is_apostrophe};
use super::{hyphens, web};
use crate::document::{Span, Token};

/// All tokens of a text, in order; together they hold every character that is no white space.
pub(super) fn scan(text: &str, words: &Words) -> Vec<Token> {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        words,
        tokens: Vec::with_capacity(text.len() / 5),
        quote_open: false,
        item: None,
    };
    let mut at = 0;
    while let Some(start) = scanner.skip_space(at) {
        let (end, letters_only) = scanner.chunk_end(start);
        if letters_only {
            scanner.plain_word(start, end);
        } else {
            scanner.chunk(start, end);
        }
        at = end;
    }
    scanner.tokens
}

pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) words: &'a Words,
    tokens: Vec<Token>,
    /// Whether a single quotation mark was opened in this paragraph: then `s'` is the end of the quotation.
    quote_open: bool,
    /// The number of the list item that was read last.
    item: Option<u32>,
}

/// What a character inside a chunk means for the word that stands before it.
pub(super) type Joint = ControlFlow<Option<usize>, usize>;

/// The word ends before the character.
pub(super) const STOP: Joint = ControlFlow::Break(None);

/// The word ends at a place beyond the character.
pub(super) fn ends_at(place: usize) -> Joint {
    ControlFlow::Break(Some(place))
}

/// The word goes on at a place beyond the character.
pub(super) fn goes_on(place: usize) -> Joint {
    ControlFlow::Continue(place)
}

/// Letters, digits, and what is written onto them.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    match c {
        '²' | '³' | '¹' => false,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => true,
        _ => c.is_alphanumeric(),
    }
}

impl Scanner<'_> {
    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        match self.bytes.get(at)? {
            &b if b.is_ascii() => Some(b as char),
            _ => self.text[at..].chars().next(),
        }
    }

    pub(super) fn char_before(&self, at: usize) -> Option<char> {
        match self.bytes.get(at.checked_sub(1)?)? {
            &b if b.is_ascii() => Some(b as char),
            _ => self.text[..at].chars().next_back(),
        }
    }

    pub(super) fn is_digit(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(u8::is_ascii_digit)
    }

    fn is_alphabetic(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(char::is_alphabetic)
    }

    pub(super) fn is_word_at(&self, at: usize, end: usize) -> bool {
        at < end && self.char_at(at).is_some_and(is_word)
    }

    fn push(&mut self, start: usize, end: usize, joined: bool) {
        self.tokens.push(Token::raw(Span::new(start, end), joined));
    }

    /// The first place from `at` that is no white space. A blank line closes quotations.
    fn skip_space(&mut self, mut at: usize) -> Option<usize> {
        let mut newlines = 0;
        while let Some(&b) = self.bytes.get(at) {
            match b {
                b' ' | b'\t' | b'\r' | 0x0b | 0x0c => at += 1,
                b'\n' => {
                    newlines += 1;
                    at += 1;
                }
                0x80.. => match self.char_at(at) {
                    Some(c) if c.is_whitespace() => at += c.len_utf8(),
                    _ => break,
                },
                _ => break,
            }
        }
        if newlines > 1 {
            self.quote_open = false;
        }
        (at < self.bytes.len()).then_some(at)
    }

    /// Where the white space begins, and whether all before it are ASCII letters.
    fn chunk_end(&self, start: usize) -> (usize, bool) {
        let mut at = start;
        let mut letters_only = true;
        while let Some(&b) = self.bytes.get(at) {
            match b {
                b' ' | b'\t'..=b'\r' => break,
                b if b.is_ascii_alphabetic() => at += 1,
                0x80.. => {
                    let c = self.char_at(at).expect("a byte stands here");
                    if c.is_whitespace() {
                        break;
                    }
                    letters_only = false;
                    at += c.len_utf8();
                }
                _ => {
                    letters_only = false;
                    at += 1;
                }
            }
        }
        (at, letters_only)
    }

    fn plain_word(&mut self, start: usize, end: usize) {
        match self.words.plain_contraction(&self.text[start..end]) {
            Some(lengths) => self.push_parts(start, end, lengths),
            None => self.push(start, end, false),
        }
    }

    /// Several words of one token. The lengths count an apostrophe as one byte.
    fn push_parts(&mut self, start: usize, end: usize, lengths: &[u8]) {
        let mut at = start;
        for (i, &length) in lengths.iter().enumerate() {
            let mut stop = at;
            for c in self.text[at..end].chars() {
                let counted: usize = self.text[at..stop].chars().map(folded_len).sum();
                if counted >= usize::from(length) {
                    break;
                }
                stop += c.len_utf8();
            }
            self.push(at, stop, i > 0);
            at = stop;
        }
    }

    fn chunk(&mut self, start: usize, end: usize) {
        if let Some(number) = self.item_number(start, end) {
            self.item = Some(number);
            self.push(start, end, false);
            return;
        }
        let mut at = start;
        while at < end {
            at = self.one(start, at, end);
        }
    }

    /// The number of a list item, `3.`: first in its line, after a finished line or the item before it.
    fn item_number(&self, start: usize, end: usize) -> Option<u32> {
        let number: u32 = self.text[start..end].strip_suffix('.').filter(|n| n.len() <= 2)?.parse().ok()?;
        let rest = self.text[end..].trim_start_matches([' ', '\t', '\u{a0}']);
        let before = self.text[..start].trim_end_matches([' ', '\t', '\u{a0}']);
        let line_start = before.is_empty() || before.ends_with('\n');
        if !line_start || rest.is_empty() || rest.starts_with(['\n', '\r']) {
            return None;
        }
        let previous = before.trim_end();
        let finished = previous.is_empty() || previous.ends_with(['.', ':', ';', '!', '?', ')', '"', '”']);
        let blank = before[previous.len()..].matches('\n').count() > 1;
        let next = number > 1 && self.item == Some(number - 1);
        (finished || blank || next || number == 1).then_some(number)
    }

    /// Reads what stands at `at`; returns where it ends.
    fn one(&mut self, start: usize, at: usize, end: usize) -> usize {
        if let Some(length) = self.words.unsplit(&self.text[at..end], at == start) {
            self.push(at, at + length, false);
            return at + length;
        }
        let c = self.char_at(at).expect("`at` is before `end`");
        if c == '_' && self.bytes.get(at + 1) == Some(&b'_') {
            return self.run(at, end);
        }
        if is_word(c) {
            return match web::address(self.text, at, end, self.words) {
                Some(stop) => {
                    self.push(at, stop, false);
                    self.possessive(stop, end)
                }
                None => self.word(at, at, end),
            };
        }
        let next_is_digit = at + 1 < end && self.is_digit(at + 1);
        match c {
            '.' => self.stops(start, at, end),
            '!' | '?' => {
                let length = self.bytes[at..end].iter().take_while(|b| matches!(b, b'!' | b'?')).count();
                self.push(at, at + length, false);
                at + length
            }
            '+' if next_is_digit && at == start => self.word(at, at + 1, end),
            '@' if self.is_word_at(at + 1, end) => self.word(at, at + 1, end),
            '#' if at + 1 < end && self.is_alphabetic(at + 1) => self.word(at, at + 1, end),
            c if is_apostrophe(c) => self.apostrophe(start, at, end, c),
            '-' | '*' | '=' | '~' | '#' | '+' | '<' | '>' | '|' | '$' | '^' | '_' | '/' | '\\' => self.run(at, end),
            c => {
                let stop = self.symbol(at, end, c);
                self.push(at, stop, false);
                stop
            }
        }
    }

    /// The same ASCII character again and again is one token, with what else a line is drawn of behind it.
    fn run(&mut self, at: usize, end: usize) -> usize {
        let mut length = self.bytes[at..end].iter().take_while(|&&b| b == self.bytes[at]).count();
        if length > 1 {
            length += self.bytes[at + length..end].iter().take_while(|b| b"-=*~+<>|#_".contains(b)).count();
        }
        self.push(at, at + length, false);
        at + length
    }

    /// A symbol with the marks that belong to it: variation selectors, joined emoji, skin tones, flags.
    fn symbol(&self, at: usize, end: usize, c: char) -> usize {
        let mut stop = at + c.len_utf8();
        if c.is_ascii() {
            return stop;
        }
        if c == '…' && self.bytes.get(stop) == Some(&b'.') && stop < end {
            return stop + 1;
        }
        let mut joins = false;
        let mut regional = matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
        while stop < end {
            let next = self.char_at(stop).expect("`stop` is before `end`");
            let belongs = match next {
                '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{20e3}' | '\u{300}'..='\u{36f}' => true,
                '\u{200d}' => {
                    joins = true;
                    stop += next.len_utf8();
                    continue;
                }
                '\u{1f1e6}'..='\u{1f1ff}' if regional => {
                    regional = false;
                    true
                }
                _ => joins && !is_word(next),
            };
            if !belongs {
                break;
            }
            joins = false;
            stop += next.len_utf8();
        }
        stop
    }

    /// `.`, `...`, `.?`, and numbers such as `.5`.
    fn stops(&mut self, start: usize, at: usize, end: usize) -> usize {
        let length = self.bytes[at..end].iter().take_while(|&&b| b == b'.').count();
        if length == 1 {
            let alone = at == start || !self.char_before(at).is_some_and(is_word);
            if alone && at + 1 < end && self.is_digit(at + 1) {
                return self.word(at, at + 1, end);
            }
            let marks = self.bytes[at + 1..end].iter().take_while(|b| matches!(b, b'!' | b'?')).count();
            self.push(at, at + 1 + marks, false);
            return at + 1 + marks;
        }
        self.push(at, at + length, false);
        at + length
    }

    fn apostrophe(&mut self, start: usize, at: usize, end: usize, c: char) -> usize {
        let after = at + c.len_utf8();
        if after < end && self.char_at(after) == Some(c) && c != '´' {
            self.push(at, after + c.len_utf8(), false);
            return after + c.len_utf8();
        }
        let opens = at == start || !self.char_before(at).is_some_and(|b| is_word(b) || ".,!?".contains(b));
        if opens && self.is_word_at(after, end) {
            let stop = self.word_end(after, end);
            let word = &self.text[after..stop];
            let digits = word.trim_end_matches('s');
            if digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()) && c != '‘' {
                self.push(at, stop, false);
                return stop;
            }
            let stop = match self.char_at(stop) {
                Some(n)
                    if is_apostrophe(n) && self.words.contraction(&self.text[at..stop + n.len_utf8()]).is_some() =>
                {
                    stop + n.len_utf8()
                }
                _ => stop,
            };
            let word = &self.text[at..stop];
            if let Some(lengths) = self.words.contraction(word) {
                self.push_parts(at, stop, lengths);
                return stop;
            }
            if self.words.is_clitic(word) {
                self.push(at, stop, false);
                return stop;
            }
            self.quote_open = true;
        } else {
            self.quote_open = false;
        }
        self.push(at, after, false);
        after
    }

    pub(super) fn word_end(&self, mut at: usize, end: usize) -> usize {
        while at < end {
            match self.bytes[at] {
                b if b.is_ascii_alphanumeric() || b == b'_' => at += 1,
                b if b.is_ascii() => break,
                _ => match self.char_at(at) {
                    Some(c) if is_word(c) => at += c.len_utf8(),
                    _ => break,
                },
            }
        }
        at
    }

    /// A word that begins at `start`, of which everything before `at` is read already.
    fn word(&mut self, start: usize, at: usize, end: usize) -> usize {
        let mut at = at;
        let mut segment = at;
        loop {
            at = self.word_end(at, end);
            if at >= end {
                break;
            }
            match self.joint(start, segment, at, end) {
                ControlFlow::Continue(place) => {
                    at = place;
                    segment = place;
                }
                ControlFlow::Break(Some(place)) => {
                    at = place;
                    break;
                }
                ControlFlow::Break(None) => break,
            }
        }
        self.emit(start, at, end)
    }

    fn joint(&self, start: usize, segment: usize, at: usize, end: usize) -> Joint {
        let c = self.char_at(at).expect("`at` is before `end`");
        let after = at + c.len_utf8();
        let between_digits = at > start && self.is_digit(at - 1) && after < end && self.is_digit(after);
        match c {
            c if is_apostrophe(c) && c != '‘' && self.is_word_at(after, end) => goes_on(after),
            ',' | '.' if between_digits => goes_on(after),
            ':' if between_digits
                && at - start < 12
                && self.bytes[start..at].iter().all(|b| b.is_ascii_digit() || *b == b':') =>
            {
                goes_on(after)
            }
            '.' => self.full_stop(start, segment, at, end),
            '-' | '\u{2010}' | '\u{2011}' => hyphens::hyphen(self, start, segment, at, end),
            '/' => hyphens::slash(self, start, at, end),
            '&' => {
                let left = &self.text[segment..at];
                let right = &self.text[after..self.word_end(after, end)];
                let short = |s: &str| !s.is_empty() && s.len() <= 4 && s.chars().all(char::is_alphabetic);
                let capitals = |s: &str| s.chars().all(char::is_uppercase);
                let name = (capitals(left) && capitals(right)) || (left.len() == 1 && right.len() == 1);
                if short(left) && short(right) && name { goes_on(after) } else { STOP }
            }
            '*' if at > start => {
                let stars = self.bytes[at..end].iter().take_while(|&&b| b == b'*').count();
                if self.char_before(at).is_some_and(char::is_alphabetic)
                    && at + stars < end
                    && self.is_alphabetic(at + stars)
                {
                    goes_on(at + stars)
                } else {
                    STOP
                }
            }
            _ => STOP,
        }
    }

    /// Whether a full stop belongs to the word before it.
    fn full_stop(&self, start: usize, segment: usize, at: usize, end: usize) -> Joint {
        let after = at + 1;
        if self.bytes[at..end].starts_with(b"...") {
            return STOP;
        }
        let letter = single_letter(&self.text[segment..at]);
        let dotted = segment > start && self.bytes[segment - 1] == b'.';
        if let (Some(letter), true) = (letter, dotted || segment == start) {
            if after < end && self.is_alphabetic(after) {
                let stop = self.word_end(after, end);
                let goes = single_letter(&self.text[after..stop]).is_some();
                if goes || (self.bytes.get(stop) == Some(&b'.') && self.known(&self.text[start..stop], stop).is_some())
                {
                    return goes_on(after);
                }
                return if dotted || letter.is_uppercase() { ends_at(after) } else { STOP };
            }
            if dotted {
                return ends_at(after);
            }
            if letter.is_uppercase() {
                return if self.is_initial(start, letter, after, end) { ends_at(after) } else { STOP };
            }
        }
        if after < end && self.is_alphabetic(after) {
            let stop = self.word_end(after, end);
            if stop - start <= 12 && self.known(&self.text[start..stop], stop).is_some() {
                return goes_on(after);
            }
        }
        match self.known(&self.text[start..at], at) {
            Some(_) => ends_at(after),
            None => STOP,
        }
    }

    /// The class of an abbreviation that ends at the full stop at `stop`.
    fn known(&self, word: &str, stop: usize) -> Option<Abbreviation> {
        if word.len() > 12 {
            return None;
        }
        let rest = self.text.get(stop + 1..).unwrap_or("");
        let number = rest.trim_start_matches([' ', '\u{a0}', '#', '§']).starts_with(|c: char| c.is_ascii_digit());
        self.words.abbreviation(word, number, rest.starts_with(','))
    }

    /// Whether one capital letter with a full stop is an initial: `J. Smith`, but not `So did I.`
    fn is_initial(&self, start: usize, letter: char, after: usize, end: usize) -> bool {
        if after < end {
            return !matches!(self.char_at(after), Some('"' | '”' | '’' | '\'' | '.'));
        }
        let rest = self.text[after..].trim_start_matches([' ', '\u{a0}', '\t']);
        let next_capital = rest.starts_with(char::is_uppercase);
        if rest.is_empty()
            || rest.starts_with(['\n', '\r', '"', '”']) && !rest.trim_start().starts_with(char::is_uppercase)
        {
            return false;
        }
        if rest.starts_with(['\n', '\r']) && rest.trim_start_matches('\r').starts_with("\n\n") {
            return false;
        }
        if letter != 'I' {
            return true;
        }
        let before = self.tokens.last().filter(|t| t.span.end as usize + 1 == start);
        let name_before = before.is_some_and(|t| self.text[t.span.range()].starts_with(char::is_uppercase));
        let opener = rest.split(|c: char| !is_word(c)).next().is_some_and(|word| self.words.is_opener(word));
        name_before && next_capital && !opener
    }

    /// Pushes a word, parted where a contraction, possessive, or unit begins.
    fn emit(&mut self, start: usize, stop: usize, end: usize) -> usize {
        let word = &self.text[start..stop];
        let bytes = word.as_bytes();
        if !bytes.iter().any(|&b| b == b'\'' || b == b'`' || b >= 0x80) {
            if bytes[0].is_ascii_digit() && bytes[bytes.len() - 1].is_ascii_alphabetic() {
                let unit = word.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
                let number = stop - unit.len();
                if self.words.is_unit(unit) {
                    self.push(start, number, false);
                    self.push(number, stop, false);
                    return stop;
                }
            }
            self.plain_or_contraction(start, stop);
        } else if let Some(lengths) = self.words.contraction(word) {
            self.push_parts(start, stop, lengths);
        } else {
            self.with_clitics(start, stop);
        }
        self.possessive(stop, end)
    }

    fn plain_or_contraction(&mut self, start: usize, stop: usize) {
        match self.words.contraction(&self.text[start..stop]) {
            Some(lengths) => self.push_parts(start, stop, lengths),
            None => self.push(start, stop, false),
        }
    }

    /// `couldn't've` → `could`, `n't`, `'ve`: clitics from the end, at most three.
    fn with_clitics(&mut self, start: usize, stop: usize) {
        let mut cuts = [stop; 4];
        let mut n_cuts = 0;
        let mut end = stop;
        while n_cuts < 3 {
            let Some(cut) = self.clitic_start(start, end) else { break };
            n_cuts += 1;
            cuts[n_cuts] = cut;
            end = cut;
        }
        self.push(start, end, false);
        for i in (1..=n_cuts).rev() {
            let until = if i == 1 { stop } else { cuts[i - 1] };
            self.push(cuts[i], until, true);
        }
    }

    fn clitic_start(&self, start: usize, end: usize) -> Option<usize> {
        let word = &self.text[start..end];
        let (mark, _) = word.char_indices().rev().take(4).find(|&(_, c)| is_apostrophe(c))?;
        let at = |cut: usize| (cut > 0 && self.words.is_clitic(&word[cut..])).then_some(start + cut);
        at(mark).or_else(|| at(word[..mark].char_indices().next_back()?.0))
    }

    /// `years'`: an apostrophe after s is a second word, unless it closes a quotation; and so is the `'s` of `U.S.'s`.
    fn possessive(&mut self, stop: usize, end: usize) -> usize {
        let Some(c) = self.char_at(stop).filter(|&c| stop < end && is_apostrophe(c) && c != '‘') else { return stop };
        let after = stop + c.len_utf8();
        let clitic = self.word_end(after, end);
        if clitic > after && self.words.is_clitic(&self.text[stop..clitic]) {
            self.push(stop, clitic, true);
            return clitic;
        }
        let sibilant = matches!(self.char_before(stop), Some('s' | 'S' | 'x' | 'z'));
        let doubled = self.char_at(after) == Some(c);
        if !sibilant || self.quote_open || doubled || self.is_word_at(after, end) {
            return stop;
        }
        self.push(stop, after, true);
        after
    }
}

fn folded_len(c: char) -> usize {
    if is_apostrophe(c) { 1 } else { c.len_utf8() }
}

fn single_letter(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|c| c.is_alphabetic() && chars.next().is_none())
}
