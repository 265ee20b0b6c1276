//! Repairs recipients that the parser takes for part of what is given.
//!
//! In *handed Ukraine 20 tanks* and *gave the Palestinian Authority $10 million* the parser may hang the name on the noun
//! as a compound. No compound stands before a number, an article or an adjective, so behind a verb that can have two
//! objects (`ontology/lexicon/dative-verbs.tsv`) such a name is the indirect object, the `iobj` of Universal
//! Dependencies. Only names are looked at: of common nouns the parser is surer, and they do stand before adjectives. Where
//! the parser gives such a verb two direct objects, the first is the indirect one.

use crate::document::{Document, Relation, TokenIx, Upos};
use crate::syntax::{Lexicon, tree};

/// How many words a recipient may have.
const MAX_NAME: usize = 6;
/// How far behind it the head of what is given may stand.
const MAX_GIVEN: usize = 12;

/// Repairs the trees of a document whose words have heads and lemmas.
pub fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for verb in tokens.clone() {
            let gives = document.tokens[verb].upos == Upos::VERB
                && lexicon.word(document.lemma(verb)).is_some_and(|word| word.dative);
            if gives && let Some(name) = recipient(document, verb, tokens.end) {
                promote(document, verb, name);
            }
        }
    }
}

/// The last word of a name behind a verb that wrongly hangs on the verb's object.
fn recipient(document: &Document, verb: TokenIx, end: TokenIx) -> Option<TokenIx> {
    let last = (verb + 1..end.min(verb + 1 + MAX_NAME))
        .take_while(|&t| tree::is_name(document, t) || matches!(document.tokens[t].upos, Upos::DET | Upos::ADJ))
        .take_while(|&t| t == verb + 1 || document.tokens[t].upos != Upos::DET)
        .filter(|&t| tree::is_name(document, t))
        .last()?;
    let name = &document.tokens[last];
    if name.head == Some(verb) && name.relation == Relation::OBJ {
        let another =
            |t: TokenIx| document.tokens[t].head == Some(verb) && document.tokens[t].relation == Relation::OBJ;
        return (last + 1..end.min(last + 1 + MAX_GIVEN)).any(another).then_some(last);
    }
    let object = name.head.filter(|&h| h > last && name.relation == Relation::COMPOUND)?;
    let given = &document.tokens[object];
    let follows = document.tokens[last + 1].upos;
    (given.head == Some(verb)
        && given.relation == Relation::OBJ
        && !tree::is_name(document, object)
        && matches!(follows, Upos::NUM | Upos::SYM | Upos::DET | Upos::ADJ))
    .then_some(last)
}

fn promote(document: &mut Document, verb: TokenIx, name: TokenIx) {
    let object = document.tokens[name].head;
    for token in verb + 1..name {
        if object != Some(verb) && document.tokens[token].head == object {
            document.tokens[token].head = Some(name);
        }
    }
    document.tokens[name].head = Some(verb);
    document.tokens[name].relation = Relation::IOBJ;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;
    use crate::document::{Sentence, Source, Span, Token, Xpos};

    /// Words as `form/xpos/upos`, and what they hang on.
    fn document(words: &[(&str, Upos, Xpos)], heads: &[Option<usize>], relations: &[Relation]) -> Document {
        let text = words.iter().map(|w| w.0).collect::<Vec<_>>().join(" ");
        let mut start = 0;
        let mut tokens = Vec::new();
        for (i, (form, upos, xpos)) in words.iter().enumerate() {
            let mut token = Token::raw(Span::new(start, start + form.len()), false);
            (token.upos, token.xpos, token.head, token.relation) = (*upos, *xpos, heads[i], relations[i]);
            tokens.push(token);
            start += form.len() + 1;
        }
        let all = 0..tokens.len();
        let sentence = Sentence { span: Span::new(0, text.len()), tokens: all.clone(), paragraph_start: true };
        let mut document = Document::new(Source::named("t"), text, tokens, vec![sentence]);
        for (i, (form, ..)) in words.iter().enumerate() {
            document.set_lemma(i, if *form == "gave" { "give" } else { form });
        }
        document
    }

    #[test]
    fn a_name_before_a_number_is_whom_it_was_given() {
        let words = [
            ("Oman", Upos::PROPN, Xpos::NNP),
            ("gave", Upos::VERB, Xpos::VBD),
            ("Red", Upos::PROPN, Xpos::NNP),
            ("Cross", Upos::PROPN, Xpos::NNP),
            ("20", Upos::NUM, Xpos::CD),
            ("tents", Upos::NOUN, Xpos::NNS),
        ];
        let heads = [Some(1), None, Some(5), Some(5), Some(5), Some(1)];
        let mut relations =
            [Relation::NSUBJ, Relation::ROOT, Relation::COMPOUND, Relation::COMPOUND, Relation::NUMMOD, Relation::OBJ];
        let lexicon = Lexicon::load(&Data::embedded()).unwrap();
        let mut found = document(&words, &heads, &relations);
        repair(&mut found, &lexicon);
        assert_eq!((found.tokens[3].head, found.tokens[3].relation), (Some(1), Relation::IOBJ));
        assert_eq!(found.tokens[2].head, Some(3));
        // A compound without a number between stays: *gave Red Cross tents*.
        let words: Vec<_> = words.into_iter().filter(|w| w.0 != "20").collect();
        relations[4] = Relation::OBJ;
        let mut kept = document(&words, &[Some(1), None, Some(4), Some(4), Some(1)], &relations[..5]);
        repair(&mut kept, &lexicon);
        assert_eq!(kept.tokens[3].relation, Relation::COMPOUND);
    }
}
