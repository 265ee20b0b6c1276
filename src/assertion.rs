//! Assertions: what the text says that one actor does to another, with how sure it is, who says it, and the evidence.
//!
//! [`assert()`] joins what the layers below have found: the rules' matches, the scope of their predications, and the actors.
//! It decides nothing about words.

mod circumstance;
mod confidence;
mod empty;
mod event;
mod members;
mod open;

use std::collections::BTreeMap;

pub use circumstance::{Amount, Circumstances, Time};
pub use confidence::Confidence;
pub use open::{Open, PREDICATE as OPEN};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::actor::{Actor, ActorIx, Form, Mention};
use crate::document::{Document, Span, TokenIx, Upos};
use crate::ontology::{Class, RelationKind};
use crate::rule::apply::{End, Input, Match};
use crate::rule::compile::{Body, RuleSet};
use crate::rule::heads::Heads;
use crate::rule::template::List;
use crate::syntax::predication::Predication;
use crate::syntax::realization::Realization;
use crate::syntax::scope::{Modality, Phase, Polarity, Scope};
use crate::syntax::tree;
use crate::time::Expressions;
use circumstance::Told;

/// Everything that was read from one document.
#[derive(Debug, Default)]
pub struct Reading {
    /// The text with its sentences, words and trees.
    pub document: Document,
    /// Verbs and nouns with their arguments, in text order.
    pub predications: Vec<Predication>,
    /// The phrases that stand for actors, places and things, in text order.
    pub mentions: Vec<Mention>,
    /// Who is meant; every actor lists its mentions.
    pub actors: Vec<Actor>,
    /// What the text says that they do to each other, in text order.
    pub assertions: Vec<Assertion>,
}

impl Reading {
    /// What the rules were applied to.
    pub fn input(&self) -> Input<'_> {
        Input {
            document: &self.document,
            predications: &self.predications,
            mentions: &self.mentions,
            actors: &self.actors,
        }
    }
}

/// One edge of the graph with its qualifiers.
#[derive(Debug, Clone, PartialEq)]
pub struct Assertion {
    /// Who does it: index into the reading's actors.
    pub subject: ActorIx,
    /// The predicate's name in `relations.ttl`, such as `funds`.
    pub predicate: String,
    /// The verb, where no relation of the inventory covers it and [`Assertion::predicate`] is [`OPEN`].
    pub open: Option<Open>,
    /// To whom or what.
    pub object: ActorIx,
    /// Whether it holds.
    pub polarity: Polarity,
    /// How sure the text is.
    pub modality: Modality,
    /// Whether it begins, goes on, or ends.
    pub phase: Phase,
    /// Who says it, outermost first; empty if the text says it in its own voice or names nobody.
    pub sources: SmallVec<[ActorIx; 1]>,
    /// Whether it is attributed at all (*reportedly* attributes without naming anyone).
    pub attributed: bool,
    /// When, where, how much, as far as the text says.
    pub circumstances: Circumstances,
    /// Measured precision of rule and realization, 0 to 1.
    pub confidence: f32,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Where an [`Assertion`] stands in the text and what found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Index of the sentence in the document.
    pub sentence: usize,
    /// The word that carries it.
    pub trigger: TokenIx,
    /// From the first to the last word of subject, trigger and object.
    pub span: Span,
    /// The subject's mention: index into the reading's mentions.
    pub subject: usize,
    /// The object's mention.
    pub object: usize,
    /// The source's mention, outermost first.
    pub sources: SmallVec<[usize; 1]>,
    /// The rule's entry, such as `funds#1`.
    pub rule: String,
    /// How subject and object were found.
    pub via: [Realization; 2],
}

impl Assertion {
    /// What views filter by: `stated`, `reported`, `uncertain` or `denied`.
    pub fn standing(&self) -> Standing {
        match (self.polarity, self.modality, self.attributed) {
            (Polarity::Negative, _, _) => Standing::Denied,
            (_, Modality::Actual, false) => Standing::Stated,
            (_, Modality::Actual, true) => Standing::Reported,
            _ => Standing::Uncertain,
        }
    }
}

/// The standing of an [`Assertion`], derived from its qualifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Actual, positive, in the text's own voice.
    Stated,
    /// Actual and positive, but somebody says so.
    Reported,
    /// Possible, planned, or desired.
    Uncertain,
    /// Said not to hold.
    Denied,
}

impl Standing {
    /// Every standing, the surest first.
    pub const ALL: [Self; 4] = [Self::Stated, Self::Reported, Self::Uncertain, Self::Denied];

    /// As written in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Reported => "reported",
            Self::Uncertain => "uncertain",
            Self::Denied => "denied",
        }
    }
}

/// Turns matches into assertions: one for each subject, predicate and object in a sentence, the surest, in text order.
///
/// Between two actors, what no rule covers is an [open](OPEN) assertion.
///
/// The end of a lasting state makes it false (*former leader*, *resigned as*). Facts of naming (*President X*, *Y, the
/// group's leader*) are the text's own, also inside what somebody says. A symmetric predicate takes its ends in the order
/// of the text.
pub fn assert(
    rules: &RuleSet,
    confidence: &Confidence,
    input: &Input<'_>,
    times: &Expressions,
    matches: &[Match],
) -> Vec<Assertion> {
    let heads = Heads::new(input);
    let told = Told { input, heads: &heads, times, words: &confidence.circumstances };
    // Matches come in the order of their triggers, and so do the assertions of them.
    let mut assertions: Vec<Assertion> = Vec::with_capacity(matches.len());
    let mut best: BTreeMap<(usize, ActorIx, &str, ActorIx), usize> = BTreeMap::new();
    for found in members::spread(input, matches) {
        let assertion = one(rules, confidence, &told, &found);
        if confidence.empty.stands_in(&assertion, input) {
            continue;
        }
        let entry = &rules.entries[found.entry];
        let edge = &rules.rules[entry.rule].edges[found.edge];
        let (a, b) = (assertion.subject, assertion.object);
        let (a, b) = if edge.symmetric { (a.min(b), a.max(b)) } else { (a, b) };
        let key = (assertion.evidence.sentence, a, edge.predicate.as_str(), b);
        match best.get(&key) {
            Some(&known) if is_surer(&assertion, &assertions[known]) => assertions[known] = assertion,
            Some(_) => {}
            None => {
                best.insert(key, assertions.len());
                assertions.push(assertion);
            }
        }
    }
    assertions.extend(open::assert(confidence, &told, &assertions));
    in_text_order(assertions, best.into_values())
}

/// The assertions in the order of the text; at one place first those that are `known`, in that order.
fn in_text_order(assertions: Vec<Assertion>, known: impl ExactSizeIterator<Item = usize>) -> Vec<Assertion> {
    let n_known = known.len();
    let mut order: Vec<_> = known
        .chain(n_known..assertions.len())
        .map(|i| {
            let Evidence { trigger, span, subject, object, .. } = assertions[i].evidence;
            ((trigger, span, subject, object), i)
        })
        .collect();
    order.sort_by_key(|(place, _)| *place);
    let mut assertions: Vec<Option<Assertion>> = assertions.into_iter().map(Some).collect();
    let mut sorted = Vec::with_capacity(order.len());
    sorted.extend(order.into_iter().filter_map(|(_, i)| assertions[i].take()));
    sorted
}

fn is_surer(new: &Assertion, known: &Assertion) -> bool {
    let standing = new.standing().cmp(&known.standing());
    standing.is_lt() || standing.is_eq() && new.confidence > known.confidence
}

fn one(rules: &RuleSet, confidence: &Confidence, told: &Told<'_>, found: &Match) -> Assertion {
    let (input, heads) = (told.input, told.heads);
    let document = input.document;
    let entry = &rules.entries[found.entry];
    let rule = &rules.rules[entry.rule];
    let edge = &rule.edges[found.edge];
    let kind = match &entry.body {
        Body::Frame(frame) => frame.list.key(),
        Body::Paths(_) => "pattern",
        Body::Surface(_) => "surface",
    };
    let (mut subject, mut object) = (found.subject, found.object);
    let place = |end: End| input.mentions[end.mention].tokens.start;
    if edge.symmetric && place(object) < place(subject) {
        std::mem::swap(&mut subject, &mut object);
    }
    let mut scope = found.scope.map(|p| input.predications[p].scope).unwrap_or_default();
    if rule.negated {
        scope.polarity = Polarity::Positive;
    }
    let named = kind == List::Titles.key() && [subject, object].iter().any(|end| is_naming(end.via));
    let state = edge.kind == RelationKind::State;
    let ends = [subject, object];
    let granted = match &entry.body {
        // *Did not dismantle Iran's missiles*: that Iran has them is taken for granted, whatever is said around it.
        Body::Frame(frame) if frame.list == List::Nouns => {
            // *seeks control of Shell*: who is lent to the noun has only what the verb says.
            let lent = ends.iter().any(|end| end.via == Realization::SupportVerb);
            state && !lent && ends.iter().any(|end| is_granted(input, end.via, ends))
        }
        Body::Frame(_) => false,
        // *plans to buy jets from Sweden's Saab*: where Saab comes from is not planned, nor is it that Iran backs an
        // *Iran-backed* group; but *US-Iran talks* may be.
        Body::Paths(_) | Body::Surface(_) => {
            (state || document.tokens[found.trigger].upos != Upos::NOUN) && stands_apart(input, ends, &scope)
        }
    };
    if granted {
        // A pattern without a predication of its own has the scope of the clause, whose marks are not about it.
        scope = if found.predication.is_some() { scope.granted() } else { Scope::default() };
    }
    let qualified = Qualified::new(&scope, rule.phase, edge.kind, named);
    let said = attribution(input, heads, &scope, qualified.attributed);
    let via = [subject.via, object.via];
    let span = |mention: usize| document.token_span(input.mentions[mention].tokens.clone());
    let trigger = document.tokens[found.trigger].span;
    let parties = [(subject.actor, subject.mention), (object.actor, object.mention)];
    // What somebody is called has no time of its own.
    let circumstances =
        if named { Circumstances::default() } else { told.circumstances(found.trigger, parties, scope.modality) };
    Assertion {
        subject: subject.actor,
        predicate: edge.predicate.clone(),
        open: None,
        object: object.actor,
        polarity: qualified.polarity,
        modality: qualified.modality,
        phase: qualified.phase,
        sources: said.actors,
        attributed: said.attributed,
        circumstances,
        confidence: confidence.of(via, kind, &rule.name),
        evidence: Evidence {
            sentence: document.sentence_of(found.trigger),
            trigger: found.trigger,
            span: span(subject.mention).cover(trigger).cover(span(object.mention)),
            subject: subject.mention,
            object: object.mention,
            sources: said.mentions,
            rule: entry.id.clone(),
            via,
        },
    }
}

/// Whether a noun's argument that was found in this way says what there is already: whose something is, or whence
/// somebody comes (*an American citizen*; but *plans an American base*).
fn is_granted(input: &Input<'_>, via: Realization, ends: [End; 2]) -> bool {
    match via {
        Realization::Possessive => true,
        Realization::Demonym | Realization::Compound | Realization::OfPhrase => ends.iter().all(|end| {
            let class = input.actors[end.actor].class;
            class.is_actor() || class == Class::Place
        }),
        _ => false,
    }
}

/// Whether the ends of a state stand in one noun phrase about an actor: whatever the clause says of the phrase, the state
/// is taken for granted. Of a thing it is not (*plans a base in Syria*), and of *no group in Gaza* there is none.
fn stands_apart(input: &Input<'_>, [subject, object]: [End; 2], scope: &Scope) -> bool {
    let mention = &input.mentions[subject.mention];
    let named = mention.form == Form::Name;
    let heads = [mention.head, input.mentions[object.mention].head];
    (named || input.actors[subject.actor].class.is_actor() && scope.polarity == Polarity::Positive)
        && tree::share_noun_phrase(input.document, heads)
}

/// Who says it.
struct Attribution {
    actors: SmallVec<[ActorIx; 1]>,
    mentions: SmallVec<[usize; 1]>,
    attributed: bool,
}

fn attribution(input: &Input<'_>, heads: &Heads, scope: &Scope, attributed: bool) -> Attribution {
    let mut said = Attribution { actors: SmallVec::new(), mentions: SmallVec::new(), attributed };
    let mut mute = 0;
    for &token in scope.speakers.as_slice().iter().filter(|_| attributed) {
        let Some(mention) = heads.mention(token) else { continue };
        let Some(actor) = heads.actor(mention) else { continue };
        if can_speak(input.actors[actor].class) {
            said.actors.push(actor);
            said.mentions.push(mention);
        } else {
            mute += 1;
        }
    }
    // *The finals saw A beat B*: what is no speaker attributes nothing.
    said.attributed &= mute == 0 || !said.actors.is_empty();
    said
}

/// The qualifiers of an assertion.
struct Qualified {
    polarity: Polarity,
    modality: Modality,
    phase: Phase,
    attributed: bool,
}

impl Qualified {
    fn new(scope: &Scope, phase: Phase, kind: RelationKind, named: bool) -> Self {
        let mut found = Self {
            polarity: scope.polarity,
            modality: scope.modality,
            phase: phase.over(scope.phase),
            attributed: scope.cue.is_some() || !scope.speakers.as_slice().is_empty(),
        };
        if named {
            found.polarity = Polarity::Positive;
            found.modality = Modality::Actual;
            found.attributed = false;
        }
        if kind == RelationKind::State && phase == Phase::Ends {
            // "Has not resigned as leader": the end is denied, so the state holds.
            found.polarity = found.polarity.flip();
            if found.polarity == Polarity::Positive {
                found.phase = Phase::None;
            }
        } else if kind == RelationKind::State && scope.phase == Phase::Ends {
            found.polarity = Polarity::Negative;
        }
        found
    }
}

/// Whether something of that class can be a source.
fn can_speak(class: Class) -> bool {
    class.is_actor() || matches!(class, Class::Document | Class::Place | Class::Position)
}

/// Whether a name and what it is called stand side by side.
fn is_naming(via: Realization) -> bool {
    matches!(via, Realization::Apposition | Realization::TitleCompound | Realization::TitleFlat)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::data::{Data, Table};
    use crate::rule::apply::apply;
    use crate::rule::explain::notation;
    use crate::rule::fixture::{Scene, rules};
    use crate::syntax::predication::Kind;

    fn read(scene: &Scene) -> Vec<Assertion> {
        let (rules, input) = (rules(), scene.input());
        let confidence = Confidence::load(&Data::embedded()).unwrap();
        assert(&rules, &confidence, &input, &Expressions::default(), &apply(&rules, &input))
    }

    /// Each assertion with its qualifiers and its standing.
    fn check(scene: &Scene, expected: Expect) {
        let rules = rules();
        let line = |a: &Assertion| {
            let label = |actor: usize| &scene.actors[actor].label;
            let qualifiers = notation(&rules, &scene.input(), a).qualifiers;
            let edge = format!("{}({}, {})", a.predicate, label(a.subject), label(a.object));
            format!("{edge} {qualifiers} {}", a.standing().name())
        };
        expected.assert_eq(&read(scene).iter().map(line).collect::<Vec<_>>().join("\n"));
    }

    fn funding() -> Scene {
        Scene::new("Israel says Iran funds/fund Hezbollah")
            .name("Israel", Class::State)
            .name("Iran", Class::State)
            .name("Hezbollah", Class::ArmedGroup)
            .predication("funds", Kind::Verb, "subject=Iran object=Hezbollah")
    }

    #[test]
    fn what_several_do_each_does_and_nobody_to_oneself() {
        let mut scene = funding();
        scene.actors[1].members = vec![0, 2];
        check(&scene, expect!["funds(Israel, Hezbollah)  stated"]);
    }

    #[test]
    fn qualifiers_come_from_the_scope() {
        check(&funding(), expect!["funds(Iran, Hezbollah)  stated"]);
        let mut scene = funding();
        scene.predications[0].scope.polarity = Polarity::Negative;
        scene.predications[0].scope.modality = Modality::Planned;
        check(&scene, expect!["funds(Iran, Hezbollah) planned, negated denied"]);
    }

    #[test]
    fn speaker_becomes_the_source() {
        let mut scene = funding();
        scene.speak("Israel", "says");
        check(&scene, expect!["funds(Iran, Hezbollah) said by Israel reported"]);
        let mut unnamed = funding();
        unnamed.predications[0].scope.cue = Some(1);
        check(&unnamed, expect!["funds(Iran, Hezbollah) said reported"]);
    }

    #[test]
    fn what_cannot_speak_is_no_source() {
        let mut scene = Scene::new("Finals saw Iran fund Hezbollah")
            .name("Finals", Class::Event)
            .name("Iran", Class::State)
            .name("Hezbollah", Class::ArmedGroup)
            .predication("fund", Kind::Verb, "subject=Iran object=Hezbollah");
        scene.speak("Finals", "saw");
        check(&scene, expect!["funds(Iran, Hezbollah)  stated"]);
    }

    fn leader(words: &str, via: &str) -> Scene {
        Scene::new(words)
            .name("Israel", Class::State)
            .name("Hamas", Class::ArmedGroup)
            .name("Sinwar", Class::Person)
            .predication("leader", Kind::Noun, &format!("genitive=Hamas holder:{via}=Sinwar"))
    }

    #[test]
    fn naming_inside_what_is_said_is_the_text_s_own() {
        let mut named = leader("Israel says Hamas leader Sinwar will not go", "title-compound");
        named.speak("Israel", "says");
        named.predications[0].scope.modality = Modality::Planned;
        check(&named, expect!["leads(Sinwar, Hamas)  stated"]);
        let mut stated = leader("Israel says Sinwar is Hamas leader", "copula");
        stated.speak("Israel", "says");
        check(&stated, expect!["leads(Sinwar, Hamas) said by Israel reported"]);
    }

    #[test]
    fn former_holder_holds_no_more() {
        let mut scene = leader("Israel on former Hamas leader Sinwar", "title-compound");
        scene.predications[0].scope.phase = Phase::Ends;
        check(&scene, expect!["leads(Sinwar, Hamas) negated, ends denied"]);
    }

    #[test]
    fn denying_the_end_of_a_state_affirms_it() {
        let state = |scope: Scope, phase| {
            let found = Qualified::new(&scope, phase, RelationKind::State, false);
            (found.polarity, found.phase)
        };
        let denied = Scope { polarity: Polarity::Negative, ..Scope::default() };
        let no_longer = Scope { phase: Phase::Ends, ..denied };
        assert_eq!(state(Scope::default(), Phase::Ends), (Polarity::Negative, Phase::Ends));
        assert_eq!(state(denied, Phase::Ends), (Polarity::Positive, Phase::None));
        assert_eq!(state(no_longer, Phase::None), (Polarity::Negative, Phase::Ends));
    }

    #[test]
    fn an_event_that_ends_has_happened() {
        let scene = Scene::new("Iran cut aid to Hezbollah").name("Iran", Class::State);
        let scene = scene.name("Hezbollah", Class::ArmedGroup);
        check(
            &scene.predication("cut", Kind::Verb, "subject=Iran object=aid to=Hezbollah"),
            expect!["funds(Iran, Hezbollah) ends stated"],
        );
    }

    #[test]
    fn one_assertion_a_pair_and_predicate_the_surest() {
        let mut scene = Scene::new("Iran may fund Hezbollah and funds/fund Hezbollah")
            .name("Iran", Class::State)
            .name("Hezbollah", Class::ArmedGroup)
            .predication("fund", Kind::Verb, "subject=Iran object=Hezbollah")
            .predication("funds", Kind::Verb, "subject=Iran object=Hezbollah");
        scene.predications[0].scope.modality = Modality::Possible;
        check(&scene, expect!["funds(Iran, Hezbollah)  stated"]);
    }

    #[test]
    fn symmetric_predicates_follow_the_text() {
        let scene =
            Scene::new("With Iran Hamas allied/ally/VBN").name("Iran", Class::State).name("Hamas", Class::ArmedGroup);
        check(
            &scene.predication("allied", Kind::Verb, "object=Hamas with=Iran"),
            expect!["alliedWith(Iran, Hamas)  stated"],
        );
    }

    #[test]
    fn evidence_covers_both_ends_and_the_trigger() {
        let scene = funding();
        let found = &read(&scene)[0];
        assert_eq!(scene.document.slice(found.evidence.span), "Iran funds Hezbollah");
        assert_eq!(found.evidence.rule, "funds#1");
        assert_eq!(found.evidence.via, [Realization::ActiveSubject, Realization::ActiveObject]);
        assert!(found.confidence > 0.5 && found.confidence < 1.0);
    }

    #[test]
    fn every_realization_and_list_has_a_precision() {
        let table = Table::load(&Data::embedded(), "rules/confidence.tsv").unwrap();
        let names: Vec<&str> = table.rows().map(|row| row.get("name")).collect();
        assert!(Realization::ALL.iter().all(|r| names.contains(&r.name())));
        assert!(List::ALL.iter().all(|list| names.contains(&list.key())));
    }
}
