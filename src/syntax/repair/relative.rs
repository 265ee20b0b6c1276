//! Repairs clauses that the parser hangs on the wrong noun.
//!
//! - *told reporters that Shell would sell it*: after a verb of saying, a clause with *that* and a subject of its own behind
//!   the person who is told is what is told (`ccomp`), no relative clause.
//! - *favors for Lind, who turned to the senator*: *who* is never a thing, so that the clause is about the nearest noun before
//!   it that is a name or a person or group (`ontology/lexicon/actors/nouns.tsv`).
//! - *students at the National University who left*: *who* is no body either.
//! - *lawyers for Lind, who holds a passport*: a verb in the singular is not about several.
//! - *turned to Shell, whose chief resigned*: *who* and *whose* are not about a whole clause either (`advcl:relcl`).

use crate::document::{Document, Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::lexicon::{Lexicon, Speaker};
use crate::syntax::tree;

/// How far before *who* its noun may stand.
const MAX_REACH: usize = 8;
/// How many heads are climbed.
const MAX_CLIMB: usize = 8;

/// Repairs the trees of a document whose words have heads and lemmas.
pub(super) fn repair(document: &mut Document, lexicon: &Lexicon) {
    for i in 0..document.sentences.len() {
        let tokens = document.sentences[i].tokens.clone();
        for word in tokens.clone() {
            match document.tokens[word].xpos {
                Xpos::IN => told(document, lexicon, word, tokens.end),
                Xpos::WDT => {
                    told(document, lexicon, word, tokens.end);
                    who(document, lexicon, word, tokens.start);
                }
                Xpos::WP | Xpos::WP_POSS => {
                    about_noun(document, word, tokens.start);
                    if document.tokens[word].xpos == Xpos::WP {
                        who(document, lexicon, word, tokens.start);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a clause hangs on a noun as a relative clause, and on which.
fn relative_of(document: &Document, clause: TokenIx) -> Option<TokenIx> {
    let token = &document.tokens[clause];
    token.head.filter(|_| token.relation == Relation::ACL_RELCL)
}

fn told(document: &mut Document, lexicon: &Lexicon, that: TokenIx, end: TokenIx) {
    let Some(clause) = document.tokens[that].head.filter(|&clause| clause > that) else { return };
    let Some(noun) = relative_of(document, clause).filter(|&noun| noun + 1 == that) else { return };
    let Some(verb) = document.tokens[noun].head.filter(|&verb| verb < noun) else { return };
    let argument = matches!(document.tokens[noun].relation, Relation::OBJ | Relation::IOBJ);
    let subject = |t: TokenIx| {
        document.tokens[t].head == Some(clause)
            && matches!(document.tokens[t].relation, Relation::NSUBJ | Relation::NSUBJ_PASS)
    };
    let own = (that + 1..clause.min(end)).any(subject);
    let person = lexicon.is_person_noun(document.lemma(noun))
        || tree::is_name(document, noun)
        || document.tokens[noun].upos == Upos::PRON;
    let tells = document.tokens[verb].upos == Upos::VERB
        && lexicon.word(document.lemma(verb)).is_some_and(|w| w.verb.iter().any(|e| e.class.speaker != Speaker::No));
    if !(argument && own && person && tells && lexicon.mark(&document.form(that).to_lowercase()).is_none()) {
        return;
    }
    document.tokens[that].relation = Relation::MARK;
    document.tokens[that].upos = Upos::SCONJ;
    document.tokens[that].xpos = Xpos::IN;
    document.tokens[clause].head = Some(verb);
    document.tokens[clause].relation = Relation::CCOMP;
}

/// *turned to Shell, whose chief resigned* with the clause hung on the verb: it is about the noun before its comma.
fn about_noun(document: &mut Document, pronoun: TokenIx, start: TokenIx) {
    let above = std::iter::successors(Some(pronoun), |&t| document.tokens[t].head).take(MAX_CLIMB);
    let Some(clause) = above.into_iter().find(|&t| document.tokens[t].relation == Relation::ADVCL_RELCL) else {
        return;
    };
    let before = (start..pronoun).rev().find(|&t| document.tokens[t].upos != Upos::PUNCT);
    let Some(mut noun) = before.filter(|&t| pronoun < clause && tree::is_nominal(document, t)) else { return };
    for _ in 0..MAX_CLIMB {
        let token = &document.tokens[noun];
        match token.head.filter(|_| matches!(token.relation, Relation::FLAT | Relation::COMPOUND)) {
            Some(head) if head < pronoun => noun = head,
            _ => break,
        }
    }
    // A noun within the clause would close a circle.
    if tree::ancestors(document, noun).any(|above| above == clause) {
        return;
    }
    document.tokens[clause].head = Some(noun);
    document.tokens[clause].relation = Relation::ACL_RELCL;
}

fn who(document: &mut Document, lexicon: &Lexicon, who: TokenIx, start: TokenIx) {
    let Some(clause) = document.tokens[who].head.filter(|&clause| clause > who) else { return };
    let Some(noun) = relative_of(document, clause).filter(|&noun| noun < who) else { return };
    let is_thing = |t: TokenIx| {
        !tree::is_name(document, t)
            && document.tokens[t].upos == Upos::NOUN
            && !lexicon.is_agent_noun(document.lemma(t))
            && !lexicon.is_agent_noun(document.form(t))
    };
    let human = document.tokens[who].xpos == Xpos::WP;
    if let Some(person) = member_of_body(document, lexicon, noun, start).filter(|_| human) {
        document.tokens[clause].head = Some(person);
        return;
    }
    let wrong_kind = human && is_thing(noun);
    let wrong_number = is_plural(document, noun) && takes_singular(document, who, clause);
    if !(wrong_kind || wrong_number) {
        return;
    }
    let near = (start.max(who.saturating_sub(MAX_REACH)).max(noun + 1)..who).rev();
    let fits = |t: TokenIx| {
        let nominal = matches!(document.tokens[t].upos, Upos::NOUN | Upos::PROPN);
        nominal && if wrong_kind { !is_thing(t) } else { true }
    };
    let Some(nominal) = near.into_iter().find(|&t| fits(t)) else { return };
    // The head of its name.
    let mut head = nominal;
    for _ in 0..MAX_CLIMB {
        let token = &document.tokens[head];
        match token.head.filter(|_| matches!(token.relation, Relation::FLAT | Relation::COMPOUND)) {
            Some(above) if above > noun && above < who => head = above,
            _ => break,
        }
    }
    if wrong_number && !wrong_kind && is_plural(document, head) {
        return;
    }
    let above = std::iter::successors(document.tokens[head].head, |&t| document.tokens[t].head);
    if above.take(MAX_CLIMB).any(|t| t == noun) {
        document.tokens[clause].head = Some(head);
    }
}

/// *students at the National University who left*: a name behind an article, or behind a preposition of place, is that of
/// a body or place, and whoever belongs to it is meant.
fn member_of_body(document: &Document, lexicon: &Lexicon, name: TokenIx, start: TokenIx) -> Option<TokenIx> {
    let token = &document.tokens[name];
    let person = token.head.filter(|&p| token.relation == Relation::NMOD && p < name && name - p <= MAX_REACH)?;
    let hangs = |t: TokenIx, relation: Relation| {
        document.tokens[t].head == Some(name) && document.tokens[t].relation == relation
    };
    let before = start.max(person + 1)..name;
    let article = || before.clone().any(|t| hangs(t, Relation::DET));
    let within = || {
        let mut cases = before.clone().filter(|&t| hangs(t, Relation::CASE));
        cases.any(|t| lexicon.is_inner(&document.form(t).to_lowercase()))
    };
    let common = document.tokens[person].upos == Upos::NOUN && lexicon.is_person_noun(document.lemma(person));
    (common && tree::is_name(document, name) && (article() || within())).then_some(person)
}

fn is_plural(document: &Document, noun: TokenIx) -> bool {
    matches!(document.tokens[noun].xpos, Xpos::NNS | Xpos::NNPS)
}

/// Whether the pronoun is the subject of a verb in the singular: *lawyers for Lind, who holds a passport*.
fn takes_singular(document: &Document, pronoun: TokenIx, clause: TokenIx) -> bool {
    let subject = matches!(document.tokens[pronoun].relation, Relation::NSUBJ | Relation::NSUBJ_PASS);
    let auxiliary = |t: &TokenIx| {
        let token = &document.tokens[*t];
        token.head == Some(clause) && matches!(token.relation, Relation::AUX | Relation::AUX_PASS | Relation::COP)
    };
    let finite = (pronoun + 1..clause).find(auxiliary).unwrap_or(clause);
    let token = &document.tokens[finite];
    subject && (token.xpos == Xpos::VBZ || token.xpos == Xpos::VBD && token.features.has(feature::NUMBER_SING))
}

#[cfg(test)]
mod tests {
    use crate::data::Data;
    use crate::document::Source;
    use crate::pipeline::{Options, Reader};

    #[test]
    fn the_clause_hangs_on_what_it_is_about() {
        let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
        for (sentence, clause, expected) in [
            (
                "The officials told local reporters that Powell had proposed that they review it.",
                "proposed",
                "told ccomp",
            ),
            ("Chang gave a speech about favors for Simon, who turned to the senator.", "turned", "Simon acl:relcl"),
            ("Iran freed the students who attacked the embassy.", "attacked", "students acl:relcl"),
        ] {
            let document = reader.parse(Source::named("t"), sentence.to_owned());
            let token = (0..document.tokens.len()).find(|&t| document.form(t) == clause).unwrap();
            let head = document.tokens[token].head.map_or("", |head| document.form(head));
            assert_eq!(format!("{head} {}", document.tokens[token].relation.name()), expected, "{sentence}");
        }
    }

    #[test]
    fn a_clause_is_not_about_a_noun_within_it() {
        use super::super::fixture::{arcs, document};
        let check = |words: &str, expected: &str| {
            let mut found = document(words);
            let pronoun = (0..found.tokens.len()).find(|&t| found.form(t) == "who").unwrap();
            super::about_noun(&mut found, pronoun, 0);
            assert_eq!(arcs(&found), expected, "{words}");
        };
        check(
            "turned/VBD/0/root to/IN/3/case Shell/NNP/1/obl who/WP/5/nsubj left/VBD/1/advcl:relcl",
            "0/root 3/case 1/obl 5/nsubj 3/acl:relcl",
        );
        check(
            "turned/VBD/0/root Shell/NNP/4/obl who/WP/4/nsubj left/VBD/1/advcl:relcl",
            "0/root 4/obl 4/nsubj 1/advcl:relcl",
        );
    }
}
