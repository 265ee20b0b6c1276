//! Members → what they belong to: the state of a node, and the node that stands for it in a collapsed view.
//!
//! A node belongs to what the graph of actors says (`ag:belongsTo`, from the gazetteer or from the text's own words),
//! then to what it is stated to be part of, to lead or to represent, most often stated first. Which relations count, and
//! which classes become what, is in `ontology/views/`. States and bodies of several states become nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::{Collapse, Manner};
use crate::ontology::Class;

/// How many steps from a member to its state: a spokesman, his ministry, its government, the state.
const STEPS: usize = 6;

/// What nodes belong to.
pub(super) struct Belonging<'f> {
    facts: &'f Facts<'f>,
    /// By member, what is stated that it belongs to, most often stated first.
    stated: BTreeMap<u32, Vec<u32>>,
}

impl<'f> Belonging<'f> {
    pub(super) fn of(facts: &'f Facts<'f>) -> Self {
        let mut counts: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        for fact in facts.list.iter().filter(|fact| fact.manner == Manner::Stated) {
            let relation = &facts.relations[fact.relation as usize];
            if relation.open || !facts.ontology.belonging().relation(&relation.name) {
                continue;
            }
            *counts.entry((fact.subject, fact.object)).or_default() += 1;
        }
        let mut ranked: BTreeMap<u32, Vec<(usize, u32)>> = BTreeMap::new();
        for ((member, whole), n) in counts {
            ranked.entry(member).or_default().push((n, whole));
        }
        let best = |(member, mut wholes): (u32, Vec<(usize, u32)>)| {
            wholes.sort_by_key(|&(n, whole)| (std::cmp::Reverse(n), whole));
            (member, wholes.into_iter().map(|(_, whole)| whole).collect())
        };
        Self { facts, stated: ranked.into_iter().map(best).collect() }
    }

    /// The state that a node is or belongs to.
    pub(super) fn state(&self, node: u32) -> Option<u32> {
        self.state_above(node, STEPS, &mut BTreeSet::new())
    }

    fn state_above(&self, node: u32, steps: usize, seen: &mut BTreeSet<u32>) -> Option<u32> {
        match self.facts.classes[node as usize] {
            Class::State => return Some(node),
            Class::InternationalOrganization => return None,
            _ if steps == 0 || !seen.insert(node) => return None,
            _ => {}
        }
        self.wholes(node).find_map(|whole| self.state_above(whole, steps - 1, seen))
    }

    /// The node that stands for a node in a collapsed view; itself if it belongs to nothing or is nobody's member.
    pub(super) fn collapsed(&self, node: u32, into: Collapse) -> u32 {
        let class = |node: u32| self.facts.classes[node as usize];
        if !self.facts.ontology.belonging().collapses(class(node), into.name()) {
            return node;
        }
        match into {
            Collapse::State => self.state(node).unwrap_or(node),
            Collapse::Organization => {
                // What a person is said to lead or represent tells more than the state that the gazetteer has.
                let stated = self.stated.get(&node).into_iter().flatten().copied();
                let mut wholes = stated.chain(self.facts.parents[node as usize].iter().copied());
                wholes.find(|&whole| class(whole).is_organization() && whole != node).unwrap_or(node)
            }
        }
    }

    fn wholes(&self, node: u32) -> impl Iterator<Item = u32> {
        let parents = self.facts.parents[node as usize].iter();
        parents.chain(self.stated.get(&node).into_iter().flatten()).copied()
    }
}
