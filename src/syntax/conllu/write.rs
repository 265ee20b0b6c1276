//! Writing CoNLL-U.

use std::fmt::Write;

use super::{Conllu, Lines};
use crate::document::{Document, TokenIx};

/// Appends a document that was read from raw text.
///
/// MISC has `SpaceAfter=No`, and for every token its place in the text as `TokenRange=start:end`, in Unicode code
/// points of the whole document, half-open.
pub fn write(document: &Document, out: &mut String) {
    let mut places = CodePoints { text: &document.text, byte: 0, characters: 0 };
    line(out, format_args!("# newdoc id = {}", one_line(&document.source.id)));
    for (number, sentence) in document.sentences.iter().enumerate() {
        if sentence.paragraph_start {
            line(out, format_args!("# newpar"));
        }
        line(out, format_args!("# sent_id = {}-{}", one_line(&document.source.id), number + 1));
        line(out, format_args!("# text = {}", one_line(document.slice(sentence.span))));
        let tokens = sentence.tokens.clone();
        let mut token = tokens.start;
        while token < tokens.end {
            let last = last_word(document, token, tokens.end);
            let span = document.token_span(token..last + 1);
            let (start, end) = (places.at(span.start as usize), places.at(span.end as usize));
            let adjacent = document.tokens.get(last + 1).is_some_and(|next| next.span.start == span.end);
            let misc = format!("{}TokenRange={start}:{end}", if adjacent { "SpaceAfter=No|" } else { "" });
            if last > token {
                let (first, to) = (token - tokens.start + 1, last - tokens.start + 1);
                let form = one_line(document.slice(span));
                line(out, format_args!("{first}-{to}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}"));
            }
            for word in token..=last {
                write_word(document, word, tokens.start, "_", if last > token { "_" } else { &misc }, out);
            }
            token = last + 1;
        }
        out.push('\n');
    }
}

/// Appends a document that was read from CoNLL-U: its own comments, forms, DEPS, MISC, multiword tokens, and empty
/// nodes, with the document's LEMMA, UPOS, XPOS, FEATS, HEAD, and DEPREL.
pub fn write_parsed(conllu: &Conllu, out: &mut String) {
    for (sentence, lines) in conllu.document.sentences.iter().zip(&conllu.lines) {
        for comment in &lines.comments {
            line(out, format_args!("{comment}"));
        }
        let mut extra = lines.extra.iter().peekable();
        for (i, token) in sentence.tokens.clone().enumerate() {
            while let Some(extra) = extra.next_if(|e| e.before == i) {
                line(out, format_args!("{}", extra.line));
            }
            let (deps, misc) = word_columns(lines, i);
            write_word(&conllu.document, token, sentence.tokens.start, deps, misc, out);
        }
        for extra in extra {
            line(out, format_args!("{}", extra.line));
        }
        out.push('\n');
    }
}

fn word_columns(lines: &Lines, i: usize) -> (&str, &str) {
    lines.words.get(i).map_or(("_", "_"), |(deps, misc)| (deps, misc))
}

fn write_word(document: &Document, word: TokenIx, first: TokenIx, deps: &str, misc: &str, out: &mut String) {
    let token = &document.tokens[word];
    let id = word - first + 1;
    let head = token.head.map_or(0, |head| (head + 1).saturating_sub(first));
    let lemma = match document.lemma(word) {
        "" => "_",
        lemma => lemma,
    };
    let (form, lemma) = (one_line(document.form(word)), one_line(lemma));
    let (upos, xpos, features, relation) = (token.upos, token.xpos, token.features, token.relation);
    line(out, format_args!("{id}\t{form}\t{lemma}\t{upos}\t{xpos}\t{features}\t{head}\t{relation}\t{deps}\t{misc}"));
}

fn line(out: &mut String, content: std::fmt::Arguments<'_>) {
    out.write_fmt(content).and_then(|()| out.write_char('\n')).expect("a string takes any text");
}

/// The last word of the token that begins with the word at `token`.
fn last_word(document: &Document, token: TokenIx, end: TokenIx) -> TokenIx {
    (token + 1..end).take_while(|&t| document.tokens[t].joined).last().unwrap_or(token)
}

/// White space and control characters, which would break the format, as one space.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(c);
        }
    }
    line
}

/// Bytes → code points, asked in text order.
struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    characters: usize,
}

impl CodePoints<'_> {
    fn at(&mut self, byte: usize) -> usize {
        self.characters += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.characters
    }
}
