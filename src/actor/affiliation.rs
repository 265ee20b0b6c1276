//! Actor → the state that it is or belongs to, and its sector: what coders of political events ask of an actor.
//!
//! Whose an actor is, is told by the gazetteer (*Hezbollah* is Lebanon's, *Tehran* lies in Iran), by coreference, or by
//! the phrase: *Serbian students*, *the head of Peru's senate*, *police in Kenya*. A plan, a demand or an attack is no
//! actor, but somebody's: [`Affiliations::behind`] says whose, so that *rejected an appeal from Cairo* can be read as
//! something between two actors. Nothing here changes the graph.
//!
//! Sectors are those of PLOVER (`GOV`, `MIL`, `REB`, `BUS` …). A described actor has that of its head noun, a known
//! person that of the offices held, everybody else that of the class; the codes are data
//! (`ontology/lexicon/actors/{nouns,sectors}.tsv`).

use super::mention::{innermost_part, is_partitive};
use super::polity::{may_be_state, polities};
use super::{Actor, ActorIx, Form, Gazetteer, Mention, MentionIndex};
use crate::document::{Document, Relation, TokenIx};
use crate::ontology::Class;
use crate::syntax::tree;

/// How many bodies an actor may be inside of.
const MAX_DEPTH: usize = 4;

/// How many mentions of an actor are asked whose it is.
const MAX_ASKED: usize = 4;

/// Whose every actor of a document is.
#[derive(Debug)]
pub struct Affiliations<'a> {
    pub(super) document: &'a Document,
    pub(super) mentions: &'a [Mention],
    pub(super) actors: &'a [Actor],
    pub(super) lexicon: &'a Gazetteer,
    index: MentionIndex,
    /// The actor of every mention.
    of: Vec<Option<ActorIx>>,
    /// The names of states that no gazetteer knows.
    polities: Vec<Option<String>>,
}

impl<'a> Affiliations<'a> {
    /// Looks at who stands beside whom. Linear in the length of the document.
    pub fn new(document: &'a Document, mentions: &'a [Mention], actors: &'a [Actor], lexicon: &'a Gazetteer) -> Self {
        let mut of = vec![None; mentions.len()];
        for (ix, actor) in actors.iter().enumerate() {
            for &mention in &actor.mentions {
                of[mention] = Some(ix);
            }
        }
        let index = MentionIndex::new(document, mentions);
        let mut found = Self { document, mentions, actors, lexicon, index, of, polities: vec![None; actors.len()] };
        found.polities = polities(&found);
        found
    }

    /// Takes two unknown names that deal with each other as states do (*Gondor* threatens *Mordor*) for states.
    pub fn deal(&mut self, [a, b]: [ActorIx; 2]) {
        let open = |actor: ActorIx| self.polities[actor].is_some() || may_be_state(self, actor);
        if a != b && open(a) && open(b) {
            for actor in [a, b] {
                let label = &self.actors[actor].label;
                self.polities[actor].get_or_insert_with(|| label.clone());
            }
        }
    }

    /// The name of the state that an actor is or belongs to, as far as the document or the gazetteer tells; of a plan
    /// or a deed, that of [the actor behind it](Self::behind).
    pub fn state(&self, actor: ActorIx) -> Option<&str> {
        self.state_from(self.behind(actor).unwrap_or(actor), 0)
    }

    /// The sector of an actor, a code of PLOVER; `None` for states and for what has none.
    pub fn sector(&self, actor: ActorIx) -> Option<&'a str> {
        let ix = self.behind(actor).unwrap_or(actor);
        let actor = &self.actors[ix];
        if actor.class == Class::State
            || self.polities[ix].is_some()
            || matches!(actor.class, Class::Event | Class::Idea)
        {
            return None;
        }
        if !actor.named {
            let described = self.asked(ix).find_map(|m| self.sector_of_noun(m));
            if described.is_some() {
                return described;
            }
        }
        if actor.class == Class::Person && actor.known {
            let person = self.lexicon.entry(&actor.id)?;
            let body = self.lexicon.terms(person).last().map(|&(_, body, ..)| self.lexicon.class(body))?;
            let body = if body == Class::State { Class::GovernmentBody } else { body };
            return self.lexicon.class_sector(body);
        }
        self.lexicon.class_sector(actor.class)
    }

    /// Whose a plan, a statement, a deed or a possession is: *Cairo's appeal*, *demands by the union*.
    ///
    /// `None` for what acts itself, and for places.
    pub fn behind(&self, thing: ActorIx) -> Option<ActorIx> {
        let class = self.actors[thing].class;
        if class.is_actor() || class == Class::Place {
            return None;
        }
        let owner = self.asked(thing).find_map(|m| self.owner(m))?;
        self.actors[owner].class.is_actor().then_some(owner)
    }

    fn state_from(&self, actor: ActorIx, depth: usize) -> Option<&str> {
        let found = &self.actors[actor];
        // *both countries* are no state's name.
        if found.class == Class::State && (found.named || found.known) {
            return Some(&found.label);
        }
        if let Some(polity) = &self.polities[actor] {
            return Some(polity);
        }
        if found.known
            && let Some(state) = self.state_of_known(actor)
        {
            return Some(state);
        }
        if depth == MAX_DEPTH {
            return None;
        }
        let above = found.parent.filter(|_| found.class.is_actor());
        let owners = self.asked(actor).filter_map(|m| self.owner(m)).chain(above);
        owners.filter(|&o| o != actor).find_map(|owner| self.state_from(owner, depth + 1))
    }

    fn state_of_known(&self, actor: ActorIx) -> Option<&'a str> {
        let lexicon = self.lexicon;
        let above = |entry| lexicon.parent(entry).or_else(|| lexicon.stands_for(entry).map(|(target, _)| target));
        let mut entry = above(lexicon.entry(&self.actors[actor].id)?);
        for _ in 0..MAX_DEPTH {
            match entry {
                Some(state) if lexicon.class(state) == Class::State => return Some(lexicon.name(state)),
                Some(body) => entry = above(body),
                None => break,
            }
        }
        None
    }

    /// The mentions that can tell whose an actor is.
    fn asked(&self, actor: ActorIx) -> impl Iterator<Item = usize> {
        let tells = |&m: &usize| self.mentions[m].form != Form::Pronoun;
        self.actors[actor].mentions.iter().copied().filter(tells).take(MAX_ASKED)
    }

    /// Whose the phrase says it is: by a possessor, a demonym or name before the noun, or a preposition.
    pub(super) fn owner(&self, i: usize) -> Option<ActorIx> {
        let document = self.document;
        let mention = &self.mentions[i];
        let head = self.noun(i);
        let actor = self.of[i];
        let at = |d: TokenIx| {
            let owner = self.of[self.index.at(d).filter(|&m| m != i)?].filter(|&o| Some(o) != actor)?;
            let class = self.actors[owner].class;
            (class.is_actor() || class == Class::Place).then_some(owner)
        };
        let dependents = document.dependents(head);
        let under = |wanted: &[Relation]| {
            dependents.iter().filter(|&&d| wanted.contains(&document.tokens[d].relation)).find_map(|&d| at(d))
        };
        let after = || {
            let mut after = dependents.iter().filter(|&&d| d > head && document.tokens[d].relation == Relation::NMOD);
            after.find_map(|&d| at(d).filter(|_| self.tells_owner(mention.class, d)))
        };
        let possessor = || under(&[Relation::NMOD_POSS]);
        let adjective = || under(&[Relation::AMOD, Relation::COMPOUND, Relation::NMOD_DESC]);
        // *their Indian captives* are Indians, but *Peru's Chilean border* is Peru's.
        let people = matches!(mention.class, Class::Person | Class::Population);
        let said = if people { adjective().or_else(possessor) } else { possessor().or_else(adjective) };
        said.or_else(after)
            .or_else(|| self.inside(i))
            .or_else(|| self.titles(i).find_map(|t| document.dependents(t).iter().find_map(|&d| at(d))))
    }

    /// Whether what stands behind the preposition of `nominal` has what is of `class`. An attack *of* somebody may be
    /// *on* them, and a man *in* France need not be French.
    fn tells_owner(&self, class: Class, nominal: TokenIx) -> bool {
        let Some(preposition) = tree::preposition(self.document, nominal) else { return false };
        let body = matches!(class, Class::GovernmentBody | Class::ArmedForces | Class::Facility | Class::Place);
        self.lexicon.is_cue(&preposition, "author")
            || class != Class::Event && self.lexicon.is_cue(&preposition, "owner")
            || body && (self.lexicon.is_cue(&preposition, "owner") || self.lexicon.is_cue(&preposition, "locative"))
    }

    /// The demonym inside a longer name: *Freedonian Air Force*.
    fn inside(&self, i: usize) -> Option<ActorIx> {
        let tokens = &self.mentions[i].tokens;
        let within = |m: &usize| {
            let inner = &self.mentions[*m];
            inner.form == Form::Demonym && inner.tokens.start >= tokens.start && inner.tokens.end < tokens.end
        };
        let near = i + 1..(i + 4).min(self.mentions.len());
        near.filter(within).find_map(|m| self.of[m]).filter(|_| self.mentions[i].form == Form::Name)
    }

    /// The titles before a name: *Freedonian President* Rufus Firefly.
    pub(super) fn titles(&self, i: usize) -> impl Iterator<Item = TokenIx> {
        let mention = &self.mentions[i];
        let title = |&d: &TokenIx| {
            mention.form == Form::Name
                && d < mention.head
                && matches!(self.document.tokens[d].relation, Relation::NMOD_DESC | Relation::COMPOUND)
        };
        self.document.dependents(mention.head).iter().copied().filter(title)
    }

    /// The noun that says what a phrase means: *students* in *thousands of students*.
    pub(super) fn noun(&self, i: usize) -> TokenIx {
        let head = self.mentions[i].head;
        let part =
            is_partitive(self.document, self.lexicon, head).then(|| innermost_part(self.document, self.lexicon, head));
        part.flatten().unwrap_or(head)
    }

    /// The sector that a noun tells, with the word before it or alone (*opposition supporters*, *soldiers*), or that word
    /// alone (*rebel camps*).
    fn sector_of_noun(&self, i: usize) -> Option<&'a str> {
        let document = self.document;
        let head = self.noun(i);
        let lemma = document.lemma(head).to_lowercase();
        let before = head.checked_sub(1).filter(|&b| document.tokens[b].head == Some(head));
        let modifier = before.map(|b| document.form(b).to_lowercase());
        let pair = modifier.as_ref().and_then(|m| self.lexicon.sector(&format!("{m} {lemma}")));
        let modifier = modifier.as_deref().and_then(|m| self.lexicon.sector(m));
        let side = modifier.filter(|sector| self.lexicon.is_cue(sector, "side-sector"));
        pair.or(side).or_else(|| self.lexicon.sector(&lemma)).or(modifier)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::data::Data;
    use crate::document::Source;
    use crate::pipeline::{Options, Reader};

    static READER: LazyLock<Reader> =
        LazyLock::new(|| Reader::new(&Data::embedded(), &Options::default()).expect("the embedded data is sound"));

    /// Every actor of a text that is some state's, as `label: STATE SECTOR`; a thing with whose it is before it.
    fn sides(text: &str) -> Vec<String> {
        let reading = READER.read(Source::named("text"), text.to_owned());
        let sides = Affiliations::new(&reading.document, &reading.mentions, &reading.actors, READER.gazetteer());
        let line = |ix: ActorIx| {
            let behind = sides.behind(ix).map(|b| format!("{}'s ", reading.actors[b].label)).unwrap_or_default();
            let sector = sides.sector(ix).map(|s| format!(" {s}")).unwrap_or_default();
            sides.state(ix).map(|state| format!("{behind}{}: {state}{sector}", reading.actors[ix].label))
        };
        (0..reading.actors.len()).filter_map(line).collect()
    }

    #[test]
    fn the_phrase_says_whose_somebody_is() {
        for (text, expected) in [
            ("Thousands of Serbian students left.", &["Serbian students: Serbia EDU", "Serbia: Serbia"] as &[&str]),
            ("The speaker of Peru's senate left.", &["speaker: Peru LEG", "Peruvian senate: Peru LEG", "Peru: Peru"]),
            ("Opposition supporters in Kenya sang.", &["Kenya: Kenya"]),
        ] {
            assert_eq!(sides(text), expected, "{text}");
        }
    }

    #[test]
    fn a_demand_is_whose_who_makes_it() {
        assert_eq!(
            sides("Ethiopia brushed aside an appeal from Egypt."),
            ["Ethiopia: Ethiopia", "Egypt's appeal: Egypt", "Egypt: Egypt"]
        );
        assert_eq!(sides("Mali rejected the attack of the rebels on Niger."), ["Mali: Mali", "Niger: Niger"]);
    }

    #[test]
    fn two_unknown_names_may_deal_with_each_other() {
        let reading = READER.read(Source::named("text"), "Gondor threatened Mordor.".to_owned());
        let mut sides = Affiliations::new(&reading.document, &reading.mentions, &reading.actors, READER.gazetteer());
        assert_eq!([sides.state(0), sides.state(1)], [None, None]);
        sides.deal([0, 1]);
        assert_eq!([sides.state(0), sides.state(1)], [Some("Gondor"), Some("Mordor")]);
    }
}
