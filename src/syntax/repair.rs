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

use circle::Arcs;

mod apposed;
mod auxiliary;
mod cased;
mod circle;
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
    let mut arcs = Arcs::of(document, tokens.clone());
    for repair in OF_SENTENCE {
        repair(document, tokens.clone());
        arcs.settle(document, tokens.clone());
    }
}

const OF_SENTENCE: [fn(&mut Document, Range<TokenIx>); 13] = [
    parallel::mend,
    auxiliary::repair,
    finite::repair,
    gerund::repair,
    naming::repair,
    scoreline::repair,
    doubled::repair,
    cased::repair,
    clausal::repair,
    coordination::repair,
    joined::repair,
    continued::repair,
    punctuation::repair,
];

/// Repairs a document whose words have tags, heads and lemmas.
pub fn document(document: &mut Document, lexicon: &Lexicon) {
    let mut arcs = Arcs::of(document, 0..document.tokens.len());
    for repair in OF_DOCUMENT {
        repair(document, lexicon);
        for i in 0..document.sentences.len() {
            arcs.settle(document, document.sentences[i].tokens.clone());
        }
    }
}

const OF_DOCUMENT: [fn(&mut Document, &Lexicon); 13] = [
    past::repair,
    firm::repair,
    participle::repair,
    holder::repair,
    titled::repair,
    offices::repair,
    naming::document,
    apposed::repair,
    described::repair,
    dative::repair,
    |document, _| letter::repair(document),
    portfolio::repair,
    relative::repair,
];

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
