//! Mentions and actors → whom each mention means to a reader: an office beside a name, in apposition or as predicate
//! is its holder (*Ann Lee, an envoy*; *She became president*; *They chose him as leader*), and so is any description
//! that the text says somebody or something to be (*The accident was a shock*).
//!
//! Relations keep the two apart, since holding an office is one of them; here they are one. Negated predicates and
//! those that name something else already are left alone. Source: the rules of the GUM corpus (Zeldes 2017) for
//! appositions and predicates.

use crate::actor::{Actor, ActorIx, Form, Mention, is_named_by};
use crate::document::{Document, Relation, TokenIx, Xpos, feature};
use crate::ontology::Class;
use crate::syntax::tree;

/// The actor that every mention stands for.
///
/// # Complexity
/// Linear in the number of mentions.
pub fn bearers(document: &Document, mentions: &[Mention], actors: &[Actor]) -> Vec<Option<ActorIx>> {
    let mut of = vec![None; mentions.len()];
    for (a, actor) in actors.iter().enumerate() {
        for &mention in &actor.mentions {
            of[mention] = Some(a);
        }
    }
    let mut at: Vec<Option<usize>> = vec![None; document.tokens.len()];
    for (i, mention) in mentions.iter().enumerate().rev() {
        if mention.class != Class::Position && mention.form != Form::Demonym {
            at[mention.head] = Some(i);
        }
    }
    for (i, mention) in mentions.iter().enumerate().filter(|(_, m)| m.form == Form::Nominal) {
        let office = mention.class == Class::Position;
        let alone = || of[i].is_some_and(|a: ActorIx| actors[a].mentions.len() == 1 && !actors[a].named);
        let bearer =
            if office { holder(document, mention.head) } else { subject(document, mention.head).filter(|_| alone()) };
        let bearer = bearer.and_then(|token| at[token]).filter(|&m| m != i).and_then(|m| of[m]);
        of[i] = bearer.or(of[i]);
    }
    of
}

/// The head of who holds an office, by the tree.
fn holder(document: &Document, office: TokenIx) -> Option<TokenIx> {
    // *an actor and director*: of the same person.
    let head = tree::first_conjunct(document, office);
    let token = &document.tokens[head];
    if token.relation == Relation::APPOS {
        return token.head;
    }
    let named = || tree::dependents(document, head).iter().copied().find(|&d| is_named_by(document, head, d));
    tree::dependent(document, head, Relation::NSUBJ)
        .or_else(|| tree::dependent(document, head, Relation::APPOS))
        .or_else(named)
        .or_else(|| become_by(document, head))
}

/// *They chose him as leader*, *She was named envoy*, *She became president*: who is said to come to be it.
fn become_by(document: &Document, office: TokenIx) -> Option<TokenIx> {
    let token = &document.tokens[office];
    let as_that = token.relation == Relation::OBL && tree::preposition(document, office).is_some_and(|p| p == "as");
    let verb = token.head.filter(|_| as_that || token.relation == Relation::XCOMP)?;
    let of = |relation| tree::dependent(document, verb, relation);
    of(Relation::OBJ).or_else(|| of(Relation::NSUBJ_PASS)).or_else(|| of(Relation::NSUBJ))
}

/// The subject of a predicate that is not negated and no question.
fn subject(document: &Document, predicate: TokenIx) -> Option<TokenIx> {
    tree::dependent(document, predicate, Relation::COP)?;
    let dependents = tree::dependents(document, predicate);
    let denied = |&d: &TokenIx| {
        let found = &document.tokens[d];
        found.features.has(feature::POLARITY_NEG)
            || found.features.has(feature::PRONTYPE_NEG)
            || matches!(found.xpos, Xpos::WP | Xpos::WRB | Xpos::MD)
    };
    // *It is in the interest of …*: no description.
    let placed = |&d: &TokenIx| document.tokens[d].relation == Relation::CASE && d < predicate;
    if dependents.iter().any(|d| denied(d) || placed(d)) {
        return None;
    }
    dependents.iter().copied().find(|&d| document.tokens[d].relation == Relation::NSUBJ)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::testing::{document, gazetteer};

    fn bearer_of(name: &str, phrase: &str) -> String {
        let (document, lexicon) = (document(name), gazetteer());
        let mentions = crate::actor::mentions(&document, &lexicon);
        let actors = crate::actor::resolve(&document, &mentions, &lexicon);
        let text = |m: &Mention| document.slice(document.token_span(m.tokens.clone())).to_owned();
        let i = mentions.iter().position(|m| text(m) == phrase).expect("the phrase is a mention");
        actors[bearers(&document, &mentions, &actors)[i].expect("every mention has an actor")].label.clone()
    }

    #[test]
    fn an_office_in_apposition_is_its_holder() {
        assert_eq!(bearer_of("beside", "an envoy"), "Anna Berg");
    }

    #[test]
    fn what_something_is_said_to_be_is_that() {
        assert_eq!(bearer_of("predicates", "a shock"), "vote");
        assert_eq!(bearer_of("predicates", "a surprise"), "surprise", "negated");
        assert_eq!(bearer_of("predicates", "envoy"), "Anna Berg");
    }
}
