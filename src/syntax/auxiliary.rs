//! Repairs what hangs on an auxiliary or a copula.
//!
//! The parser scores every arc alone and may hang a subject or an object on *had* in *it had imposed sanctions*. Function
//! words take no arguments in Universal Dependencies (<https://universaldependencies.org/u/overview/syntax.html>): what they
//! were given is their verb's.

use std::ops::Range;

use crate::document::{Document, Relation, Upos};

/// Repairs one sentence whose words have heads.
pub(crate) fn repair(document: &mut Document, tokens: Range<usize>) {
    for token in tokens {
        let Some(head) = document.tokens[token].head else { continue };
        let above = &document.tokens[head];
        let function =
            above.upos == Upos::AUX && matches!(above.relation, Relation::AUX | Relation::AUX_PASS | Relation::COP);
        let Some(verb) = above.head.filter(|&v| function && v != token) else { continue };
        let argument = matches!(
            document.tokens[token].relation,
            Relation::NSUBJ
                | Relation::NSUBJ_PASS
                | Relation::OBJ
                | Relation::IOBJ
                | Relation::OBL
                | Relation::MARK
                | Relation::XCOMP
                | Relation::CCOMP
                | Relation::ADVCL
                | Relation::EXPL
                | Relation::AUX
                | Relation::AUX_PASS
        );
        if argument {
            document.tokens[token].head = Some(verb);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Sentence, Source, Span, Token};

    #[test]
    fn the_arguments_of_an_auxiliary_are_its_verbs() {
        let words = ["it", "had", "imposed", "sanctions"];
        let heads = [Some(1), Some(2), None, Some(1)];
        let relations = [Relation::NSUBJ, Relation::AUX, Relation::ROOT, Relation::OBJ];
        let mut start = 0;
        let mut tokens = Vec::new();
        for (i, word) in words.iter().enumerate() {
            let mut token = Token::raw(Span::new(start, start + word.len()), false);
            (token.head, token.relation) = (heads[i], relations[i]);
            token.upos = if i == 1 { Upos::AUX } else { Upos::NOUN };
            tokens.push(token);
            start += word.len() + 1;
        }
        let text = words.join(" ");
        let sentence = Sentence { span: Span::new(0, text.len()), tokens: 0..words.len(), paragraph_start: true };
        let mut document = Document::new(Source::named("t"), text, tokens, vec![sentence]);
        repair(&mut document, 0..words.len());
        let heads: Vec<_> = document.tokens.iter().map(|t| t.head).collect();
        assert_eq!(heads, [Some(2), Some(2), None, Some(2)]);
    }
}
