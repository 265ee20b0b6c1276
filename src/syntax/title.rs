//! Hangs a title on the name right behind it where the parser made two arguments of them.
//!
//! In *met Hezbollah leader Naim Qassem* a clause has one object: the noun is the name's description, `nmod:desc` in the
//! guidelines of GUM and EWT. The parser scores every arc alone and may give the verb both.

use std::ops::Range;

use crate::document::{Document, Relation, Upos, Xpos};

/// Repairs the titles of one sentence whose words have heads.
pub(crate) fn repair(document: &mut Document, tokens: Range<usize>) {
    for title in tokens.start..tokens.end.saturating_sub(1) {
        let (noun, name) = (&document.tokens[title], &document.tokens[title + 1]);
        let argument = matches!(
            noun.relation,
            Relation::OBJ | Relation::IOBJ | Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::OBL | Relation::NMOD
        );
        let beside = noun.head.is_some() && noun.head == name.head && noun.relation == name.relation;
        if !(argument && beside && noun.xpos == Xpos::NN && noun.upos == Upos::NOUN && name.xpos == Xpos::NNP) {
            continue;
        }
        for token in tokens.start..title {
            if document.tokens[token].head == Some(title) && document.tokens[token].relation == Relation::CASE {
                document.tokens[token].head = Some(title + 1);
            }
        }
        document.tokens[title].head = Some(title + 1);
        document.tokens[title].relation = Relation::NMOD_DESC;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Sentence, Source, Span, Token};

    #[test]
    fn two_objects_side_by_side_are_a_title_and_its_bearer() {
        let text = "met group leader Naim Berg".to_owned();
        let heads = [None, Some(2), Some(0), Some(0), Some(3)];
        let mut tokens = Vec::new();
        let mut start = 0;
        for (word, head) in text.split(' ').zip(heads) {
            let mut token = Token::raw(Span::new(start, start + word.len()), false);
            token.head = head;
            (token.xpos, token.upos) =
                if word.starts_with(['N', 'B']) { (Xpos::NNP, Upos::PROPN) } else { (Xpos::NN, Upos::NOUN) };
            token.relation = if head == Some(0) { Relation::OBJ } else { Relation::FLAT };
            start += word.len() + 1;
            tokens.push(token);
        }
        let span = Span::new(0, text.len());
        let sentence = Sentence { span, tokens: 0..5, paragraph_start: true };
        let mut document = Document::new(Source::named("t"), text, tokens, vec![sentence]);
        repair(&mut document, 0..5);
        assert_eq!((document.tokens[2].head, document.tokens[2].relation), (Some(3), Relation::NMOD_DESC));
        assert_eq!(document.tokens[3].head, Some(0));
    }
}
