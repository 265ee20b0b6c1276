//! How names are compared: case, accents, hyphens, stops, initials.

use smol_str::SmolStr;

use crate::document::{Document, TokenIx};

/// The text as an identifier: lower case, accents dropped, everything else than letters and digits a hyphen.
///
/// ```
/// use actograph::actor::slug;
/// assert_eq!(slug("Gérald Darmanin’s  U.S. trip"), "gerald-darmanins-us-trip");
/// assert_eq!(slug("…"), "unnamed");
/// ```
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars().flat_map(unaccented) {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !matches!(c, '.' | '\'' | '’' | '‘') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let end = slug.trim_end_matches('-').len();
    slug.truncate(end);
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}

/// The word in the form in which names are compared: lower case, without accents and stops.
pub(crate) fn fold(word: &str) -> SmolStr {
    if word.is_ascii() && !word.contains(['.', '\'']) {
        return lower(word);
    }
    let kept = |c: &char| !matches!(c, '.' | '\'' | '’' | '‘');
    word.chars().filter(kept).flat_map(unaccented).flat_map(char::to_lowercase).collect()
}

/// The word in lower case. Most words have few letters, all of them ASCII: no memory is asked for then.
pub(crate) fn lower(word: &str) -> SmolStr {
    let bytes = word.as_bytes();
    if word.is_ascii() && !bytes.iter().any(u8::is_ascii_uppercase) {
        return SmolStr::new(word);
    }
    let mut short = [0; 23];
    match short.get_mut(..bytes.len()).filter(|_| word.is_ascii()) {
        Some(copy) => {
            copy.copy_from_slice(bytes);
            copy.make_ascii_lowercase();
            SmolStr::new(std::str::from_utf8(copy).expect("ASCII is UTF-8"))
        }
        None => word.to_lowercase().into(),
    }
}

/// A name in the form in which names are compared: case, accents, stops and hyphens make no difference.
pub(crate) fn name_key(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–')).map(fold);
    words.filter(|w| !w.is_empty()).collect::<Vec<SmolStr>>().join(" ")
}

/// Whether the word is written as initials: two capitals or more and nothing but capitals, digits and stops.
pub(crate) fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2
        && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '.' | '&' | '-'))
}

pub(super) fn key(first: &str, second: &str) -> u64 {
    // FNV-1a: short keys, no need for protection from attack since look-ups never grow the table.
    let bytes = first.bytes().chain([0]).chain(second.bytes());
    bytes.fold(NO_BYTES, with_byte)
}

const NO_BYTES: u64 = 0xcbf2_9ce4_8422_2325;

fn with_byte(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// A hash of a word as [`fold`] makes it.
pub(super) fn word_hash(folded: &str) -> u64 {
    folded.bytes().fold(NO_BYTES, with_byte)
}

/// The same of the first word of a text, without making the word; `None` if that takes a closer look: accents, dotted
/// abbreviations.
pub(super) fn first_word_hash(text: &str) -> Option<u64> {
    let mut hash = NO_BYTES;
    // No name of any list has a longer first word.
    for (place, byte) in text.bytes().enumerate().take(61) {
        match byte {
            _ if byte.is_ascii_alphanumeric() => hash = with_byte(hash, byte.to_ascii_lowercase()),
            b'.' if place == 1 => return None,
            _ if byte.is_ascii() => break,
            _ => return None,
        }
    }
    Some(hash)
}

/// The first two words of a text, folded; the letters of a dotted abbreviation are one word.
pub(super) fn first_words(text: &str) -> Option<(SmolStr, Option<SmolStr>)> {
    let (first, rest) = first_word(text)?;
    let gap = |c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–' | '\'' | '’' | '.' | '&');
    let skipped = rest.trim_start_matches(gap);
    let second = (skipped.len() < rest.len()).then(|| first_word(skipped)).flatten().map(|(word, _)| word);
    Some((first, second))
}

fn first_word(text: &str) -> Option<(SmolStr, &str)> {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    let mut dotted = false;
    while let Some((i, c)) = chars.next() {
        let after = i + c.len_utf8();
        if c.is_alphanumeric() {
            end = after;
        } else if c == '.' && (i == 1 || dotted) && chars.peek().is_some_and(|p| p.1.is_uppercase()) {
            dotted = true;
        } else {
            break;
        }
        // No name of any list has a longer first word.
        if end > 60 {
            return None;
        }
    }
    (end > 0).then(|| (fold(&text[..end]), &text[end..]))
}

/// The length in bytes of `name` at the start of `text`, if it stands there.
pub(super) fn spelled(name: &str, text: &str, acronym: bool) -> Option<usize> {
    let mut place = text.char_indices().peekable();
    let (mut as_written, mut in_capitals) = (true, !acronym);
    let mut letters = 0;
    let mut end = 0;
    let mut after_capital = false;
    for (i, wanted) in name.chars().enumerate() {
        if matches!(wanted, '.' | '\'' | '’') {
            if place.peek().is_some_and(|p| matches!(p.1, '.' | '\'' | '’' | '‘')) {
                end = place.next().map_or(end, |p| p.0 + p.1.len_utf8());
            }
            continue;
        }
        if after_capital && place.peek().is_some_and(|p| p.1 == '.') {
            place.next();
        }
        if wanted == ' ' || wanted == '-' {
            let gap = |c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–');
            let mut seen = false;
            while place.peek().is_some_and(|p| gap(p.1)) {
                place.next();
                seen = true;
            }
            if !seen {
                return None;
            }
            after_capital = false;
            continue;
        }
        let (at, c) = place.next()?;
        if c.is_ascii() && wanted.is_ascii() {
            // Nearly all letters, for which the comparison below comes to this.
            if c != wanted {
                let same = c == wanted.to_ascii_uppercase();
                as_written &= i == 0 && wanted.is_ascii_lowercase() && same;
                in_capitals &= same;
            }
        } else if unaccented(c).ne(unaccented(wanted)) {
            as_written &=
                i == 0 && wanted.is_lowercase() && unaccented(c).eq(wanted.to_uppercase().flat_map(unaccented));
            in_capitals &= unaccented(c).eq(wanted.to_uppercase().flat_map(unaccented));
        }
        in_capitals &= !c.is_lowercase();
        if !as_written && !in_capitals {
            return None;
        }
        letters += usize::from(c.is_alphabetic());
        after_capital = c.is_uppercase();
        end = at + c.len_utf8();
    }
    // Three capitals that are no acronym of the list are some other acronym.
    (as_written || letters >= 4).then_some(end)
}

/// Whether a name of the gazetteer would be found in the whole of a text.
pub(crate) fn reads_as(name: &str, acronym: bool, text: &str) -> bool {
    spelled(name, text, acronym).is_some_and(|end| matches!(&text[end..], "" | "."))
}

/// One past the token that ends at byte `end`, or with one stop after it.
pub(super) fn token_end(document: &Document, from: TokenIx, end: usize) -> Option<TokenIx> {
    for (i, token) in document.tokens.iter().enumerate().skip(from) {
        let here = token.span.end as usize;
        if here == end || (here == end + 1 && document.text.as_bytes()[end] == b'.') {
            return Some(i + 1);
        }
        if here > end {
            return None;
        }
    }
    None
}

/// The letter without its accent, for the Latin letters of names in the news.
fn unaccented(c: char) -> impl Iterator<Item = char> {
    const PLAIN: &[(&str, char)] = &[
        ("àáâãäåāăąạảấầẩẫậắằẳẵặ", 'a'),
        ("çćĉċč", 'c'),
        ("ďđð", 'd'),
        ("èéêëēĕėęěẹẻẽếềểễệ", 'e'),
        ("ĝğġģ", 'g'),
        ("ĥħḥ", 'h'),
        ("ìíîïĩīĭįıịỉ", 'i'),
        ("ķ", 'k'),
        ("ĺļľł", 'l'),
        ("ñńņňŉ", 'n'),
        ("òóôõöøōŏőọỏốồổỗộơớờởỡợ", 'o'),
        ("ŕŗř", 'r'),
        ("śŝşšșṣ", 's'),
        ("ţťŧțṭ", 't'),
        ("ùúûüũūŭůűųụủưứừửữự", 'u'),
        ("ŵ", 'w'),
        ("ýÿŷỳỹ", 'y'),
        ("źżž", 'z'),
    ];
    if c.is_ascii() {
        return [Some(c), None].into_iter().flatten();
    }
    let lower = c.to_lowercase().next().unwrap_or(c);
    let plain = PLAIN.iter().find(|(accented, _)| accented.contains(lower)).map(|p| p.1);
    let pair = match (plain, lower) {
        (Some(p), _) => [Some(if c.is_uppercase() { p.to_ascii_uppercase() } else { p }), None],
        (None, 'ß') => [Some('s'), Some('s')],
        (None, 'æ') => [Some('a'), Some('e')],
        (None, 'ʻ' | 'ʼ' | '‘' | '’') => [Some('\''), None],
        _ => [Some(c), None],
    };
    pair.into_iter().flatten()
}
