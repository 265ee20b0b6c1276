//! Matches whose ends mean several actors (*both countries*, *they*) → one match for each of them.
//!
//! What two do to each other is not said by one end, so a match whose ends would be one actor goes.

use smallvec::{SmallVec, smallvec};

use crate::actor::ActorIx;
use crate::rule::apply::{End, Input, Match};

/// The matches with every end that means several actors replaced by each of these.
///
/// # Complexity
/// Linear: a group has two members, or as many as a coordination.
pub(super) fn spread<'a>(input: &'a Input<'_>, matches: &'a [Match]) -> impl Iterator<Item = Match> + 'a {
    matches.iter().flat_map(move |found| {
        let (subjects, objects) = (members(input, found.subject), members(input, found.object));
        let alone = subjects.len() == 1 && objects.len() == 1;
        let mut spread: SmallVec<[Match; 1]> = SmallVec::new();
        for &subject in &subjects {
            for &object in objects.iter().filter(|&&object| alone || object != subject) {
                spread.push(Match {
                    subject: End { actor: subject, ..found.subject },
                    object: End { actor: object, ..found.object },
                    ..*found
                });
            }
        }
        spread
    })
}

fn members(input: &Input<'_>, end: End) -> SmallVec<[ActorIx; 2]> {
    match input.actors[end.actor].members.as_slice() {
        [] => smallvec![end.actor],
        members => members.iter().copied().collect(),
    }
}
