//! Whether a tree holds two words together closely enough that a rule could have seen it.

use crate::document::{Document, Relation, TokenIx};
use crate::syntax::tree;

/// How many steps of the tree may lie between a trigger and an end. Realizations bridge a noun and its preposition's noun
/// (two), or a clause and the subject that it shares (two more).
const MAX_STEPS: usize = 3;

/// Whether the way through the tree from one word to another is short and crosses no seam where two texts meet
/// (*parataxis*, *dep*, *list*, *discourse*, *vocative*). Members of a list, appositions and the words of a name cost
/// nothing: whoever binds the first binds the others.
pub(super) fn is_near(document: &Document, from: TokenIx, to: TokenIx) -> bool {
    let up =
        |token: TokenIx| -> Vec<TokenIx> { std::iter::once(token).chain(tree::ancestors(document, token)).collect() };
    let (a, b) = (up(from), up(to));
    let Some((i, j)) = a.iter().enumerate().find_map(|(i, t)| Some((i, b.iter().position(|u| u == t)?))) else {
        return false;
    };
    let mut steps = 0;
    for &token in a[..i].iter().chain(&b[..j]) {
        match document.tokens[token].relation {
            Relation::PARATAXIS | Relation::DEP | Relation::LIST | Relation::DISCOURSE | Relation::VOCATIVE => {
                return false;
            }
            Relation::CONJ | Relation::APPOS | Relation::FLAT | Relation::COMPOUND | Relation::XCOMP => {}
            _ => steps += 1,
        }
    }
    steps <= MAX_STEPS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::fixture::Scene;

    #[test]
    fn lists_cost_nothing_and_seams_part() {
        let scene = Scene::new("Iran funds Hamas and Syria sources said")
            .depends("Iran", "nsubj", "funds")
            .depends("Hamas", "obj", "funds")
            .depends("Syria", "conj", "Hamas")
            .depends("said", "parataxis", "funds")
            .depends("sources", "nsubj", "said");
        let near = |a, b| is_near(&scene.document, a, b);
        assert!(near(1, 0) && near(1, 4) && near(4, 1));
        assert!(!near(1, 5));
    }
}
