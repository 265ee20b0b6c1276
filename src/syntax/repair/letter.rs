//! Repairs what stands behind the name of an American politician: *Ann Lee, D-Hawaii,* and *Ann Lee (R-Texas)*.
//!
//! The letter of the party is an apposition to the name, and the place a modifier of the letter; the parser, which has
//! seen few of them, may make it the second of two persons who were met. Told by the shape alone: which letters are
//! parties is for a higher layer to know.

use crate::document::{Document, Relation, TokenIx, Xpos};
use crate::syntax::tree;

/// How many words of a name are climbed.
const MAX_NAME: usize = 6;

/// Repairs the trees of a document whose words have heads.
pub(super) fn repair(document: &mut Document) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for letter in tokens.start + 2..tokens.end.saturating_sub(2).max(tokens.start + 2) {
            if is_letter(document, letter) {
                hang(document, letter, tokens.end);
            }
        }
    }
}

/// Whether a capital stands between a name with comma or bracket and a hyphen with a name.
fn is_letter(document: &Document, token: TokenIx) -> bool {
    let form = document.form(token);
    form.len() == 1
        && form.as_bytes()[0].is_ascii_uppercase()
        && matches!(document.tokens[token - 1].xpos, Xpos::COMMA | Xpos::LRB)
        && document.tokens[token + 1].xpos == Xpos::HYPH
        && tree::is_name(document, token - 2)
        && tree::is_name(document, token + 2)
}

fn hang(document: &mut Document, letter: TokenIx, end: TokenIx) {
    let mut name = letter - 2;
    for _ in 0..MAX_NAME {
        let token = &document.tokens[name];
        match token.head.filter(|_| matches!(token.relation, Relation::FLAT | Relation::COMPOUND)) {
            Some(head) if head < letter && tree::is_name(document, head) => name = head,
            _ => break,
        }
    }
    let place = letter + 2;
    // The rest of the place hangs on its first word; whatever hung on the letter or the place from without stays there.
    let above = document.tokens[name].head;
    if above.is_some_and(|above| (letter..=place).contains(&above)) {
        return;
    }
    for token in letter..end.min(place + MAX_NAME) {
        let hangs_inside = document.tokens[token].head.is_some_and(|h| (letter..=place).contains(&h));
        if token > place && hangs_inside && document.tokens[token].relation == Relation::FLAT {
            document.tokens[token].head = Some(place);
        }
    }
    (document.tokens[letter].head, document.tokens[letter].relation) = (Some(name), Relation::APPOS);
    (document.tokens[place].head, document.tokens[place].relation) = (Some(letter), Relation::NMOD);
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{arcs, document};
    use super::repair;

    #[test]
    fn a_party_letter_is_an_apposition() {
        let words =
            "met/VBD/0/root Ann/NNP/1/obj Lee/NNP/2/flat ,/,/5/punct D/NNP/2/conj -/HYPH/7/punct Ohio/NNP/5/flat";
        let mut found = document(words);
        repair(&mut found);
        assert_eq!(arcs(&found), "0/root 1/obj 2/flat 5/punct 2/appos 7/punct 5/nmod");
    }
}
