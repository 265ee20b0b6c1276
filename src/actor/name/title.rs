//! Titles in front of names: *President*, *Chief Executive Officer*.

use super::lower;
use crate::actor::lexicon::Gazetteer;
use crate::data::words;
use crate::document::{Document, TokenIx};

/// No title has more words.
const MAX_TITLE: usize = 6;

/// The length in words of the longest title that starts at `from`, and its kind.
pub(super) fn title_at<'l>(
    document: &Document,
    lexicon: &'l Gazetteer,
    from: TokenIx,
    end: TokenIx,
) -> Option<(usize, &'l str)> {
    // Most words open no title.
    let first = words::lower(document.form(from));
    let (this, next) = (&document.tokens[from], document.tokens.get(from + 1));
    let parted = next.is_none_or(|next| next.span.start > this.span.end);
    if parted && !first.contains(char::is_whitespace) && !lexicon.opens_title(&first) {
        return None;
    }
    (1..=MAX_TITLE.min(end - from))
        .rev()
        .find_map(|n| lexicon.title(&lower(document, from..from + n)).map(|kind| (n, kind)))
}
