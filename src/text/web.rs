//! Addresses of web pages and mail, domains, and file names: one token each.

use super::words::Words;

/// No domain and no name before `@` is longer; it bounds the look ahead.
const LONGEST_PART: usize = 64;

/// Where the address that begins at `start` ends, if one begins there.
pub(super) fn address(text: &str, start: usize, end: usize, words: &Words) -> Option<usize> {
    let bytes = &text.as_bytes()[start..end];
    let head = &bytes[..bytes.len().min(10)];
    let has = |prefix: &[u8]| head.len() > prefix.len() && head[..prefix.len()].eq_ignore_ascii_case(prefix);
    if [&b"http://"[..], b"https://", b"ftp://", b"www.", b"mailto:", b"doi:"].into_iter().any(has) {
        return Some(trimmed(text, start, end));
    }
    // Nearly every word is turned away here.
    let name = bytes.iter().take(LONGEST_PART).take_while(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(b));
    let length = name.count();
    match bytes.get(length) {
        Some(b'@') if bytes.get(length + 1).is_some_and(u8::is_ascii_alphanumeric) => {
            let domain = bytes[length + 1..].iter().take(LONGEST_PART);
            let domain = domain.take_while(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)).count();
            Some(trimmed(text, start, start + length + 1 + domain))
        }
        _ => domain(text, start, start + length, end, words),
    }
}

/// `example.com`, `bbc.co.uk/news`, `notes.txt`: the last part after a full stop is of the list.
fn domain(text: &str, start: usize, stop: usize, end: usize, words: &Words) -> Option<usize> {
    let name = text[start..stop].trim_end_matches(['.', '-', '_', '+', '%']);
    let (before, last) = name.rsplit_once('.')?;
    let whole = !text[start + name.len()..end].starts_with(|c: char| c.is_alphanumeric() || c == '@');
    // `said.De` is a slip; a domain is written in one case, apart from its first letters.
    let one_case = last.bytes().all(|b| b.is_ascii_lowercase())
        || (last.starts_with(char::is_uppercase) && before.starts_with(char::is_uppercase));
    if !whole || !one_case || before.ends_with('.') || !before.as_bytes().iter().any(u8::is_ascii_alphabetic) {
        return None;
    }
    if words.is_file_ending(last) || is_newsgroup(name) {
        return Some(start + name.len());
    }
    if !words.is_domain(last) {
        return None;
    }
    let path = start + name.len();
    if text[path..end].starts_with('/') { Some(trimmed(text, start, end)) } else { Some(path) }
}

/// `comp.sources.unix`: three or more parts of small letters.
fn is_newsgroup(name: &str) -> bool {
    let part = |p: &str| p.len() > 1 && p.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    name.matches('.').count() >= 2 && name.split('.').all(part)
}

/// Without the punctuation that follows an address in a sentence; a closing bracket stays if it was opened within.
fn trimmed(text: &str, start: usize, end: usize) -> usize {
    let address = &text[start..end];
    let cut = address.find(['<', '>', '"', '”', '“', '’', '»', '|']).unwrap_or(address.len());
    let mut address = &address[..cut];
    let mut open = address.matches('(').count();
    let mut close = address.matches(')').count();
    loop {
        let Some(last) = address.chars().next_back() else { return end };
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '}' | '…' | '*' => {}
            ')' if close > open => close -= 1,
            '(' => open = open.saturating_sub(1),
            _ => return start + address.len(),
        }
        address = &address[..address.len() - last.len_utf8()];
    }
}
