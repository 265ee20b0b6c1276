//! Repairs of the parser's trees, each for one construction that it is known to get wrong.
//!
//! The parser scores every arc alone, and its treebanks have little news. Where a tree breaks a rule of Universal
//! Dependencies, or words that are listed say otherwise, it is put right here, once for all layers above. The development
//! treebanks, which have few such sentences, are the guard: no repair may cost them attachments.
//!
//! `sentence` needs words and tags only and is a part of parsing; [`document()`] needs lemmas and the lexicon too.

use std::ops::Range;

use crate::document::{Document, TokenIx};
use crate::syntax::Lexicon;

mod apposed;
mod auxiliary;
mod cased;
mod clausal;
mod continued;
mod coordination;
mod dative;
mod described;
mod doubled;
mod finite;
mod firm;
mod gerund;
mod holder;
mod joined;
mod letter;
mod naming;
mod offices;
mod parallel;
mod participle;
mod past;
mod portfolio;
mod punctuation;
mod relative;
mod scoreline;
mod titled;

/// Repairs one sentence whose words have tags and heads.
pub(crate) fn sentence(document: &mut Document, tokens: Range<TokenIx>) {
    parallel::mend(document, tokens.clone());
    auxiliary::repair(document, tokens.clone());
    finite::repair(document, tokens.clone());
    gerund::repair(document, tokens.clone());
    naming::repair(document, tokens.clone());
    scoreline::repair(document, tokens.clone());
    doubled::repair(document, tokens.clone());
    cased::repair(document, tokens.clone());
    clausal::repair(document, tokens.clone());
    coordination::repair(document, tokens.clone());
    joined::repair(document, tokens.clone());
    continued::repair(document, tokens.clone());
    punctuation::repair(document, tokens);
}

/// Repairs a document whose words have tags, heads and lemmas.
pub fn document(document: &mut Document, lexicon: &Lexicon) {
    past::repair(document, lexicon);
    firm::repair(document, lexicon);
    participle::repair(document, lexicon);
    holder::repair(document, lexicon);
    titled::repair(document, lexicon);
    offices::repair(document, lexicon);
    naming::document(document, lexicon);
    apposed::repair(document, lexicon);
    described::repair(document, lexicon);
    dative::repair(document, lexicon);
    letter::repair(document);
    portfolio::repair(document, lexicon);
    relative::repair(document, lexicon);
}

#[cfg(test)]
pub(crate) mod fixture {
    use crate::document::{Document, Sentence, Source, Span, Token, Upos, Xpos};

    /// A sentence of words as `form/tag/head/relation`, heads counted from 1 and 0 for none.
    pub(crate) fn document(words: &str) -> Document {
        let (mut text, mut tokens) = (String::new(), Vec::new());
        for word in words.split(' ') {
            let [form, xpos, head, relation] = <[&str; 4]>::try_from(word.split('/').collect::<Vec<_>>()).unwrap();
            let start = text.len();
            text.push_str(form);
            let mut token = Token::raw(Span::new(start, text.len()), false);
            token.xpos = xpos.parse().unwrap();
            token.head = head.parse::<usize>().unwrap().checked_sub(1);
            token.relation = relation.parse().unwrap();
            token.upos = match token.xpos {
                _ if relation.starts_with("aux") || relation == "cop" => Upos::AUX,
                Xpos::NNP | Xpos::NNPS => Upos::PROPN,
                Xpos::CC => Upos::CCONJ,
                Xpos::CD => Upos::NUM,
                Xpos::DT => Upos::DET,
                Xpos::JJ => Upos::ADJ,
                Xpos::IN if relation == "case" => Upos::ADP,
                _ if xpos.starts_with('V') => Upos::VERB,
                _ => Upos::NOUN,
            };
            tokens.push(token);
            text.push(' ');
        }
        let sentence = Sentence { span: Span::new(0, text.len()), tokens: 0..tokens.len(), paragraph_start: true };
        Document::new(Source::named("t"), text, tokens, vec![sentence])
    }

    /// Gives every word its lemma.
    pub(crate) fn lemmas(document: &mut Document, lemmas: &[&str]) {
        for (token, lemma) in lemmas.iter().enumerate() {
            document.set_lemma(token, lemma);
        }
    }

    /// Each word's head, counted from 1, and relation: `2/nsubj 0/root`.
    pub(crate) fn arcs(document: &Document) -> String {
        let arc = |t: &Token| format!("{}/{}", t.head.map_or(0, |h| h + 1), t.relation.name());
        document.tokens.iter().map(arc).collect::<Vec<_>>().join(" ")
    }
}
