//! Hyphens and slashes inside words: which of them split.
//!
//! A hyphen splits (`US - based`, `F - 16`) unless an affix of the list stands beside it (`co-founder`) or it parts the
//! groups of a date or telephone number (`2024-05-01`, `555-0123`). A slash splits unless it parts the numbers of a
//! date or fraction (`9/11`, `11/28/2000`).

use super::tokens::{Joint, STOP, Scanner, ends_at, goes_on};

/// Longer runs of digits and hyphens are no date and no number to call.
const LONGEST_NUMBER: usize = 24;

pub(super) fn hyphen(scanner: &Scanner<'_>, start: usize, segment: usize, at: usize, end: usize) -> Joint {
    let after = at + scanner.char_at(at).map_or(1, char::len_utf8);
    if !scanner.is_word_at(after, end) {
        return STOP;
    }
    if scanner.is_digit(after) && scanner.bytes[start..at].iter().all(|b| b.is_ascii_digit() || *b == b'+') {
        return numbers(scanner, start, at, end);
    }
    // Not within a name: `Lashkar-e-Taiba`.
    let first = scanner.char_before(segment) != Some('-');
    if first && scanner.words.is_prefix(&scanner.text[segment..at]) {
        return goes_on(after);
    }
    let next = scanner.word_end(after, end);
    if scanner.words.is_suffix(&scanner.text[after..next]) && !scanner.is_digit(at - 1) { goes_on(after) } else { STOP }
}

/// `2024-05-01`, `1-800-555-0123`, `555-0123`; a range such as `1969-1970` splits.
fn numbers(scanner: &Scanner<'_>, start: usize, first_hyphen: usize, end: usize) -> Joint {
    let limit = end.min(start + LONGEST_NUMBER);
    let run = &scanner.bytes[start..limit];
    let length = run.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+')).count();
    let stop = start + length;
    let groups = run[..length].split(|&b| b == b'-').map(<[u8]>::len);
    let (n_groups, empty) = groups.fold((0, false), |(n, empty), l| (n + 1, empty || l == 0));
    // Also an extension, `3-5213`, and a postal code, `77415-0027`.
    let telephone = n_groups == 2 && matches!(first_hyphen - start, 1 | 3 | 5) && stop - first_hyphen == 5;
    if !empty && !scanner.is_word_at(stop, end) && (n_groups >= 3 || telephone) { ends_at(stop) } else { STOP }
}

pub(super) fn slash(scanner: &Scanner<'_>, start: usize, at: usize, end: usize) -> Joint {
    let limit = end.min(start + LONGEST_NUMBER);
    let run = &scanner.bytes[start..limit];
    let length = run.iter().take_while(|b| b.is_ascii_digit() || **b == b'/').count();
    let stop = start + length;
    if stop <= at + 1 || scanner.is_word_at(stop, end) {
        return STOP;
    }
    let mut lengths = [0; 3];
    let mut n_groups = 0;
    for group in run[..length].split(|&b| b == b'/') {
        if n_groups == 3 || group.is_empty() {
            return STOP;
        }
        lengths[n_groups] = group.len();
        n_groups += 1;
    }
    match (n_groups, lengths) {
        (2, [1..=2, 1..=2, _]) | (3, [1..=2, 1..=2, 2 | 4] | [4, 1..=2, 1..=2]) => ends_at(stop),
        _ => STOP,
    }
}
