//! Names that no gazetteer knows → states, where the text treats them so: *Ruritania* has a government, *Syldavia* and
//! *Borduria* deal with each other. Invented and vanished states are so coded as others are.
//!
//! An unknown name stays what it was in the graph; this is for the codes of political events only. It takes two signs
//! to be read as a state, of which a name that merely sounds like one is the weaker.

use super::affiliation::Affiliations;
use super::{ActorIx, Form};
use crate::actor::lexicon::is_acronym;
use crate::document::{Document, TokenIx};
use crate::ontology::Class;

/// What an office, an army or a parliament is worth as a sign; a name with the ending of states is worth 1, and so is a
/// state beside it.
const HAS_BODY: u32 = 2;

/// How many signs make a state.
const ENOUGH: u32 = 2;

/// How many names a demonym is compared with.
const MAX_NAMES: usize = 256;

/// How much of a name its demonym keeps at least.
const MIN_STEM: usize = 4;

/// For every actor the name of the state that it is, if it is one that the gazetteer does not know.
pub(super) fn polities(found: &Affiliations<'_>) -> Vec<Option<String>> {
    let actors = found.actors;
    let adjective = |a: ActorIx| actors[a].mentions.iter().all(|&m| found.mentions[m].form == Form::Demonym);
    let is_person = |a: ActorIx| actors[a].class == Class::Person;
    // A single name that accuses somebody is taken for a person's.
    let unknown = |a: &ActorIx| {
        let actor = &actors[*a];
        let class = matches!(actor.class, Class::Actor | Class::Place) || is_person(*a) && !actor.label.contains(' ');
        !actor.known && class && (actor.named || adjective(*a))
    };
    let candidates: Vec<ActorIx> = (0..actors.len()).filter(unknown).collect();
    let mut names: Vec<Option<String>> = vec![None; actors.len()];
    if candidates.is_empty() {
        return names;
    }
    let mut signs = vec![0; actors.len()];
    let ends = |a: ActorIx, kind: &str| {
        let label = &actors[a].label;
        (2..=5).filter_map(|n| label.get(label.len().checked_sub(n)?..)).any(|end| found.lexicon.is_cue(end, kind))
    };
    let sounds = |a: ActorIx| ends(a, if adjective(a) { "demonym-ending" } else { "state-ending" });
    for (i, mention) in found.mentions.iter().enumerate().filter(|(_, m)| m.form != Form::Pronoun) {
        let Some(owner) = found.owner(i).filter(|o| unknown(o) && !is_person(*o)) else { continue };
        // *Elbonian students*; a town has police and people too.
        let nationals = mention.class.is_actor() && adjective(owner) && sounds(owner);
        if nationals || mention.class == Class::ArmedForces || is_of_state(found, i) {
            signs[owner] = HAS_BODY;
        }
    }
    // *Ruritanian* and *Ruritania* are one.
    let partner = |a: ActorIx| {
        let mut names = candidates.iter().copied().filter(|&c| !adjective(c)).take(MAX_NAMES);
        names.find(|&c| adjective(a) && is_demonym_of(&actors[a].label, &actors[c].label))
    };
    let state = |a: ActorIx| actors[a].class == Class::State || unknown(&a) && sounds(a);
    let near = states_by_sentence(found, state);
    for &a in candidates.iter().filter(|&&a| sounds(a)) {
        let first = found.mentions[actors[a].mentions[0]].head;
        // *Garcia* may accuse Russia, but not *Syldavia*.
        let tells = |other: ActorIx| other != a && (!is_person(a) || !actors[other].known && !is_person(other));
        let beside = near[sentence_of(found.document, first)].iter().flatten().any(|&other| tells(other));
        signs[a] += 1 + u32::from(beside);
    }
    for &a in &candidates {
        if let Some(name) = partner(a) {
            // That there is a demonym is a sign too.
            let both = signs[a].max(signs[name]).max(1 + u32::from(sounds(name)));
            signs[a] = both;
            signs[name] = both;
        }
    }
    for &a in candidates.iter().filter(|&&a| signs[a] >= ENOUGH) {
        names[a] = match partner(a) {
            Some(name) => Some(actors[name].label.clone()),
            None if !adjective(a) => Some(actors[a].label.clone()),
            // *Freedonian*, of Freedonia.
            None => ends(a, "demonym-ending").then(|| {
                let mut label = actors[a].label.clone();
                label.pop();
                label
            }),
        };
    }
    names
}

/// Whether a name may be that of a state, if what is told of it is: one word, not of the gazetteer, and no acronym.
pub(super) fn may_be_state(found: &Affiliations<'_>, actor: ActorIx) -> bool {
    let actor = &found.actors[actor];
    let plain = !actor.label.contains(char::is_whitespace) && !is_acronym(&actor.label);
    actor.class == Class::Actor
        && actor.named
        && !actor.known
        && plain
        && actor.label.starts_with(char::is_uppercase)
        && actor.mentions.iter().any(|&m| found.mentions[m].form == Form::Name)
}

/// Whether only a state has what the mention means: an army, a parliament, an embassy, a president.
fn is_of_state(found: &Affiliations<'_>, i: usize) -> bool {
    let mention = &found.mentions[i];
    let is_body = |t: TokenIx| found.lexicon.is_cue(&found.document.lemma(t).to_lowercase(), "state-body");
    if mention.form == Form::Name { found.titles(i).any(is_body) } else { is_body(found.noun(i)) }
}

/// For every sentence some of the states that it names, known or by the sound of them.
fn states_by_sentence(found: &Affiliations<'_>, state: impl Fn(ActorIx) -> bool) -> Vec<[Option<ActorIx>; 4]> {
    let mut near = vec![[None; 4]; found.document.sentences.len().max(1)];
    for (ix, actor) in found.actors.iter().enumerate().filter(|&(ix, _)| state(ix)) {
        for &mention in &actor.mentions {
            let slots: &mut [Option<ActorIx>; 4] = &mut near[sentence_of(found.document, found.mentions[mention].head)];
            if !slots.contains(&Some(ix))
                && let Some(slot) = slots.iter_mut().find(|s| s.is_none())
            {
                *slot = Some(ix);
            }
        }
    }
    near
}

fn sentence_of(document: &Document, token: TokenIx) -> usize {
    document.sentences.partition_point(|s| s.tokens.end <= token).min(document.sentences.len().saturating_sub(1))
}

/// *Ruritanian* of *Ruritania*, *Gondorian* of *Gondor*.
fn is_demonym_of(adjective: &str, name: &str) -> bool {
    let same = adjective.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
    same >= MIN_STEM.max(name.len().saturating_sub(2)) && adjective.len() > same && adjective.len() <= same + 4
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

    fn found(text: &str) -> Vec<String> {
        let reading = READER.read(Source::named("text"), text.to_owned());
        let sides = Affiliations::new(&reading.document, &reading.mentions, &reading.actors, READER.gazetteer());
        let mut states: Vec<String> = polities(&sides).into_iter().flatten().collect();
        states.dedup();
        states
    }

    #[test]
    fn what_is_treated_as_a_state_is_one() {
        for (text, expected) in [
            ("Zembla's army crossed the river.", &["Zembla"] as &[&str]),
            ("Genovia sent doctors to Latveria.", &["Genovia", "Latveria"]),
            ("Elbonian police arrested three students.", &["Elbonia"]),
            ("The queen of Rohan abdicated.", &["Rohan"]),
            ("Freedonian President Rufus Lind resigned.", &["Freedonia"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_sounds_like_one_or_only_has_people_is_none() {
        for text in [
            "Garcia accused Russia.",
            "Lind's advisers left.",
            "Mingora police left.",
            "Sabadia cut jobs.",
            "Norway's army left.",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_demonym_keeps_most_of_the_name() {
        for (adjective, name, expected) in [
            ("Ruritanian", "Ruritania", true),
            ("Gondorian", "Gondor", true),
            ("Marian", "Mari", true),
            ("Ruritania", "Ruritania", false),
            ("Elbonian", "Elba", false),
        ] {
            assert_eq!(is_demonym_of(adjective, name), expected, "{adjective}");
        }
    }
}
