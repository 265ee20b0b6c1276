//! Text whose sentences, and perhaps words, somebody has split before: one sentence a line.

use super::LONGEST_SENTENCE;
use crate::document::{Sentence, Span, Token};

/// Brackets as treebanks write them, and what they stand for.
const BRACKETS: [(&str, &str); 6] = [
    ("-LRB-", "(    "),
    ("-RRB-", "    )"),
    ("-LSB-", "[    "),
    ("-RSB-", "    ]"),
    ("-LCB-", "{    "),
    ("-RCB-", "    }"),
];

/// The text with `-LRB-`, `-RRB-` and the like as brackets with white space beside them: every place stays what it was.
pub(super) fn with_brackets(text: String) -> String {
    if !text.contains("RB-") && !text.contains("SB-") && !text.contains("CB-") {
        return text;
    }
    BRACKETS.iter().fold(text, |text, (word, bracket)| text.replace(word, bracket))
}

/// The words between white space, as they stand.
pub(super) fn words(text: &str) -> Vec<Token> {
    let start = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|word| {
            let from = word.as_ptr() as usize - start;
            Token::raw(Span::new(from, from + word.len()), false)
        })
        .collect()
}

/// One sentence a line; too long ones are cut.
pub(super) fn sentences(text: &str, tokens: &[Token]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for at in 0..tokens.len() {
        let ends = match tokens.get(at + 1) {
            Some(next) => text[tokens[at].span.end as usize..next.span.start as usize].contains('\n'),
            None => true,
        };
        if ends || at + 1 - start == LONGEST_SENTENCE {
            sentences.push(Sentence {
                span: tokens[start].span.cover(tokens[at].span),
                tokens: start..at + 1,
                paragraph_start: true,
            });
            start = at + 1;
        }
    }
    sentences
}
