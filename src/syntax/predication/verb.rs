//! Verbs → subject, object, prepositional phrases and complements, whatever the voice and wherever they stand.

use smallvec::SmallVec;

use super::arguments::{Arguments, List, is_example};
use super::{Argument, Function};
use crate::document::{Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::clause::{Clauses, Voice};
use crate::syntax::lexicon::{PrepositionUse, Speaker};
use crate::syntax::realization::Realization;
use crate::syntax::tree::{self, Tokens};

/// The function of whom or what an infinitive is about, seen from the verb that takes it; as a preposition, for templates
/// can then name it.
const AIM: &str = "to_do";
/// How many clauses an object gap may be away from its noun.
const MAX_GAP: usize = 6;

/// The arguments of a verb.
pub(super) fn arguments(clauses: &Clauses<'_>, verb: TokenIx) -> List {
    let mut arguments = Arguments::new(clauses);
    if let Some(subject) = clauses.hyphenated_subject(verb) {
        add_compound_participle(&mut arguments, verb, subject);
        return arguments.list;
    }
    let voice = clauses.voice(verb);
    add_subject(&mut arguments, verb, voice);
    add_joint(&mut arguments, verb);
    add_dependents(&mut arguments, verb, verb, voice);
    add_nearby_agent(&mut arguments, verb, voice);
    add_shared(&mut arguments, verb, voice);
    add_object_gap(&mut arguments, verb, voice);
    add_phrases_on_object(&mut arguments);
    add_examples_on_verb(&mut arguments, verb);
    add_list_behind_colon(&mut arguments, verb);
    add_aim(&mut arguments, verb);
    restore_object(&mut arguments, verb, voice);
    add_reciprocal(&mut arguments);
    arguments.list
}

/// *called her arrest arbitrary* with both words taken for complements: the noun before the last is the object.
fn restore_object(arguments: &mut Arguments<'_, '_>, verb: TokenIx, voice: Voice) {
    let clauses = arguments.clauses;
    let of = |function: Function| arguments.list.iter().filter(move |a| a.function == function);
    if voice == Voice::Passive || !names(clauses, verb) || of(Function::Object).next().is_some() {
        return;
    }
    let mut complements = of(Function::Complement).map(|a| a.token);
    if let (Some(first), Some(second)) = (complements.next(), complements.next())
        && tree::is_nominal(clauses.document, first)
        && first < second
        && clauses.relation(second) != Relation::CONJ
    {
        let object = arguments.list.iter_mut().find(|a| a.function == Function::Complement);
        let object = object.expect("there are two complements");
        (object.function, object.via) = (Function::Object, Realization::ActiveObject);
    }
}

/// *threatened to attack Guam*, *offered to talk to Iran*: whom or what the infinitive is about, as [`AIM`].
fn add_aim(arguments: &mut Arguments<'_, '_>, verb: TokenIx) {
    let clauses = arguments.clauses;
    if !clauses.embeddings(verb).iter().any(|e| e.class.speaker == Speaker::OfClause) {
        return;
    }
    let infinitive =
        |&d: &TokenIx| clauses.relation(d) == Relation::XCOMP && clauses.is_verb(d) && clauses.is_infinitive(d);
    let Some(infinitive) = clauses.dependents(verb).find(infinitive) else {
        return;
    };
    let mut inner = Arguments::new(clauses);
    add_dependents(&mut inner, infinitive, infinitive, clauses.voice(infinitive));
    add_phrases_on_object(&mut inner);
    for Argument { function, token, via } in inner.list {
        let is_about = match &function {
            Function::Object => true,
            Function::Prep(p) => clauses.use_of(p) == PrepositionUse::Plain && !clauses.lexicon.is_inner(p),
            _ => false,
        };
        if is_about {
            arguments.push(Function::Prep(AIM.into()), token, via);
        }
    }
}

/// *Iran-backed groups*: the word before the hyphen does it, the noun undergoes it.
fn add_compound_participle(arguments: &mut Arguments<'_, '_>, verb: TokenIx, subject: TokenIx) {
    let clauses = arguments.clauses;
    arguments.add(&Function::Subject, subject, Realization::CompoundParticiple);
    // The parser may hang both words on the noun.
    let noun = clauses.modified_noun(verb).filter(|&n| n != subject);
    let noun = noun.or_else(|| clauses.document.tokens[subject].head.filter(|&n| n > verb));
    if let Some(noun) = noun {
        arguments.push(Function::Object, noun, Realization::CompoundParticiple);
        shared_right(clauses, noun, verb).filter(|&n| tree::is_nominal(clauses.document, n)).for_each(|n| {
            arguments.push(Function::Object, n, Realization::CompoundParticiple);
        });
    }
}

/// The conjuncts of a noun that share a modifier before the first of them: those without determiner or possessor.
pub(super) fn shared_right<'c>(
    clauses: &'c Clauses<'_>,
    noun: TokenIx,
    modifier: TokenIx,
) -> impl Iterator<Item = TokenIx> + 'c {
    let shares = move |&n: &TokenIx| n > noun && modifier < noun && !has_left_edge(clauses, n);
    tree::conjuncts(clauses.document, noun).into_iter().filter(shares)
}

/// Whether a determiner, possessor or name opens the phrase anew.
fn has_left_edge(clauses: &Clauses<'_>, noun: TokenIx) -> bool {
    tree::is_name(clauses.document, noun)
        || clauses.dependents(noun).any(|d| {
            let capitalized = || clauses.is_capitalized(d);
            match clauses.relation(d) {
                Relation::DET | Relation::NMOD_POSS | Relation::CASE => d < noun,
                Relation::AMOD | Relation::COMPOUND => d < noun && capitalized(),
                _ => false,
            }
        })
}

fn add_subject(arguments: &mut Arguments<'_, '_>, verb: TokenIx, voice: Voice) {
    let clauses = arguments.clauses;
    let Some((subject, via)) = clauses.subject(verb) else {
        return;
    };
    match voice {
        Voice::Active => {
            arguments.add(&Function::Subject, subject, via);
            if clauses.is_stray_verb(verb)
                && let Some(object) = clauses.document.tokens[verb].head
            {
                arguments.add(&Function::Object, object, Realization::ActiveObject);
            }
            if via == Realization::ActiveSubject {
                add_listed(arguments, verb, subject);
            }
        }
        Voice::Passive => {
            let via = match via {
                Realization::ActiveSubject => Realization::PassiveSubject,
                Realization::RelativeGap => Realization::RelativePassive,
                other => other,
            };
            // *Hamas was given money*: the object is what is given.
            let retained = clauses.under(verb, Relation::OBJ).any(|o| !clauses.is_relative_pronoun(o));
            if retained && !names(clauses, verb) {
                arguments.add(&Function::Prep("to".into()), subject, Realization::Dative);
            } else {
                arguments.add(&Function::Object, subject, via);
            }
        }
    }
}

/// *Egypt along with Jordan condemned it* with the phrase hung on the subject.
fn add_joint(arguments: &mut Arguments<'_, '_>, verb: TokenIx) {
    let clauses = arguments.clauses;
    let subjects: SmallVec<[(Function, TokenIx); 2]> =
        arguments.list.iter().map(|a| (a.function.clone(), a.token)).collect();
    for (function, subject) in subjects {
        for d in clauses.under(subject, Relation::NMOD).filter(|&d| d > subject && d < verb && clauses.is_joint(d)) {
            arguments.add(&function, d, Realization::JointPhrase);
        }
    }
}

/// *Peru, Chile and Ecuador signed it* with two subjects side by side: the parser cut the list at its comma. Or *Peru as
/// well as Chile signed it*.
fn add_listed(arguments: &mut Arguments<'_, '_>, verb: TokenIx, subject: TokenIx) {
    let clauses = arguments.clauses;
    let names = |t: TokenIx| tree::is_name(clauses.document, t);
    for other in clauses.under(verb, Relation::NSUBJ).filter(|&d| d > subject) {
        let comma = clauses.xpos(other - 1) == Xpos::COMMA;
        if comma && names(other) && names(subject) && (subject + 1..other - 1).all(names) {
            arguments.add(&Function::Subject, other, Realization::ActiveSubject);
        } else if other < verb && is_joined(clauses, subject, other) {
            arguments.add(&Function::Subject, other, Realization::JointPhrase);
        }
    }
}

/// Whether *along with*, *as well as* or the like stands between two phrases.
fn is_joined(clauses: &Clauses<'_>, first: TokenIx, second: TokenIx) -> bool {
    let start = tree::noun_phrase(clauses.document, second).start;
    let words =
        |n: usize| -> Option<Vec<TokenIx>> { Some((start.checked_sub(n).filter(|&s| s > first)?..start).collect()) };
    let joint =
        |words: Vec<TokenIx>| clauses.use_of(&tree::join_lower(clauses.document, &words)) == PrepositionUse::Joint;
    (1..=3).filter_map(words).any(joint)
}

/// Whether the verb gives its object a name or office, so that a second object is a complement (*was named chairman*).
fn names(clauses: &Clauses<'_>, verb: TokenIx) -> bool {
    clauses.embeddings(verb).iter().any(|e| e.takes("xcomp"))
}

/// The dependents of `carrier` as arguments of `verb`: of itself, or of a verb that it is coordinated with.
fn add_dependents(arguments: &mut Arguments<'_, '_>, verb: TokenIx, carrier: TokenIx, voice: Voice) {
    let clauses = arguments.clauses;
    for d in clauses.dependents(carrier) {
        if carrier != verb && !is_shared(carrier, verb, d) {
            continue;
        }
        add_dependent(arguments, verb, d, voice, carrier != verb);
    }
}

fn add_dependent(arguments: &mut Arguments<'_, '_>, verb: TokenIx, d: TokenIx, voice: Voice, shared: bool) {
    let clauses = arguments.clauses;
    match clauses.relation(d) {
        Relation::OBJ if voice == Voice::Passive && names(clauses, verb) => {
            arguments.add(&Function::Complement, d, Realization::Complement);
        }
        Relation::OBJ => {
            let via = if shared { Realization::SharedObject } else { Realization::ActiveObject };
            arguments.add(&Function::Object, d, via);
            // *considers the result legitimate* with the adjective hung on the noun before it.
            let judged = |&a: &TokenIx| a > d && clauses.relation(a) == Relation::AMOD && clauses.upos(a) == Upos::ADJ;
            if names(clauses, verb) {
                for adjective in clauses.dependents(d).filter(judged) {
                    arguments.push(Function::Complement, adjective, Realization::Complement);
                }
            }
        }
        Relation::IOBJ => arguments.add(&Function::Prep("to".into()), d, Realization::Dative),
        Relation::OBL | Relation::OBL_AGENT | Relation::NMOD => {
            if voice == Voice::Passive && clauses.is_agent(d) {
                arguments.add(&Function::Subject, d, Realization::PassiveAgent);
                // *was signed by Boeing with Emirates*: the second phrase hangs on the agent.
                if tree::is_name(clauses.document, d) {
                    for inner in clauses.under(d, Relation::NMOD).filter(|&i| i > d && clauses.has_free_phrase(i)) {
                        arguments.add_prepositional(inner, Realization::Oblique);
                    }
                }
            } else if d < verb && clauses.is_joint(d) {
                let function = if voice == Voice::Passive { Function::Object } else { Function::Subject };
                arguments.add(&function, d, Realization::JointPhrase);
            } else {
                arguments.add_prepositional(d, Realization::Oblique);
            }
        }
        Relation::ADVMOD => {
            // *away from Iran*, *together with Iran*.
            for inner in clauses.dependents(d) {
                if !matches!(clauses.relation(inner), Relation::OBL | Relation::NMOD) {
                    continue;
                }
                if inner < verb && clauses.is_joint(inner) {
                    let function = if voice == Voice::Passive { Function::Object } else { Function::Subject };
                    arguments.add(&function, inner, Realization::JointPhrase);
                } else {
                    arguments.add_prepositional(inner, Realization::Oblique);
                }
            }
        }
        Relation::XCOMP
            if !clauses.is_verb(d) && (tree::is_nominal(clauses.document, d) || clauses.upos(d) == Upos::ADJ) =>
        {
            if clauses.preposition(d).is_some() {
                arguments.add_prepositional(d, Realization::Oblique);
            } else {
                arguments.add(&Function::Complement, d, Realization::Complement);
            }
        }
        _ => {}
    }
}

/// *groups backed by Iran* with the phrase hung on the noun, or *led on their side by Smith* with it hung on the phrase
/// between: a *by* phrase after a participle is its agent.
fn add_nearby_agent(arguments: &mut Arguments<'_, '_>, verb: TokenIx, voice: Voice) {
    let clauses = arguments.clauses;
    let by = verb + 1;
    if voice == Voice::Active || by >= clauses.document.tokens.len() {
        return;
    }
    if clauses.relation(by) == Relation::CASE {
        let phrase = clauses.document.tokens[by].head;
        let phrase = phrase.filter(|&p| p > by && clauses.document.tokens[p].head != Some(verb));
        if let Some(phrase) = phrase.filter(|&p| clauses.is_agent(p)) {
            arguments.add(&Function::Subject, phrase, Realization::PassiveAgent);
        }
    }
    if clauses.agent(verb).is_none() {
        let between = clauses.under(verb, Relation::OBL).filter(|&p| p > verb);
        let is_named_agent = |&d: &TokenIx| {
            clauses.relation(d) == Relation::NMOD && tree::is_name(clauses.document, d) && clauses.is_agent(d)
        };
        if let Some(agent) = between.flat_map(|p| clauses.dependents(p)).find(is_named_agent) {
            arguments.add(&Function::Subject, agent, Realization::PassiveAgent);
        }
    }
}

/// *Three states condemned it: Peru, Chile and Cuba*: the names behind the colon are those that were counted.
fn add_list_behind_colon(arguments: &mut Arguments<'_, '_>, verb: TokenIx) {
    let clauses = arguments.clauses;
    let after_colon = |t: TokenIx| t > verb && t > 0 && clauses.xpos(t - 1) == Xpos::COLON;
    let opens = |&d: &TokenIx| {
        let phrase = tree::core_phrase(clauses.document, d);
        tree::is_name(clauses.document, d)
            && tree::case_markers(clauses.document, d).is_empty()
            && after_colon(phrase.start)
    };
    let counted =
        |a: &&Argument| clauses.xpos(a.token) == Xpos::NNS && clauses.under(a.token, Relation::NUMMOD).next().is_some();
    let mut groups = arguments.list.iter().filter(counted);
    let (Some(group), None) = (groups.next().map(|a| (a.function.clone(), a.token)), groups.next()) else { return };
    let candidates = clauses.dependents(verb).chain(clauses.dependents(group.1));
    if let Some(first) = candidates.into_iter().find(opens) {
        let names = tree::conjuncts(clauses.document, first);
        if names.len() > 1 {
            for name in names {
                arguments.push(group.0.clone(), name, Realization::ExampleList);
            }
        }
    }
}

/// *Iran and Iraq attacked each other*: each of the subjects is what it is done to as well.
fn add_reciprocal(arguments: &mut Arguments<'_, '_>) {
    let clauses = arguments.clauses;
    let reciprocal = |a: &&Argument| clauses.has(a.token, feature::PRONTYPE_RCP);
    let Some(place) = arguments.list.iter().find(reciprocal).map(|a| a.function.clone()) else { return };
    let subjects: Tokens = arguments.list.iter().filter(|a| a.function == Function::Subject).map(|a| a.token).collect();
    if subjects.len() > 1 {
        for subject in subjects {
            arguments.push(place.clone(), subject, Realization::Reciprocal);
        }
    }
}

/// Whether a dependent of one coordinated verb stands after (or before) both and so belongs to the other as well.
fn is_shared(carrier: TokenIx, verb: TokenIx, dependent: TokenIx) -> bool {
    if carrier < verb { dependent > verb } else { dependent > carrier }
}

/// *Iran funds and arms Hamas*: the object is written once, on either verb; so are phrases after both.
fn add_shared(arguments: &mut Arguments<'_, '_>, verb: TokenIx, voice: Voice) {
    let clauses = arguments.clauses;
    let is_complement = |&d: &TokenIx| {
        let relation = clauses.relation(d);
        matches!(relation, Relation::OBJ | Relation::IOBJ | Relation::CCOMP | Relation::XCOMP)
            || tree::is_a(relation, Relation::OBL)
    };
    // *amnesty, which it rejects, and strain the budget*: the pronoun is its object.
    let relative = || clauses.under(verb, Relation::OBJ).any(|o| clauses.is_relative_pronoun(o));
    if clauses.dependents(verb).any(|d| d > verb && is_complement(&d)) || relative() {
        return;
    }
    if clauses.relation(verb) == Relation::CONJ
        && !clauses.has_subject(verb)
        && let Some(first) = clauses.document.tokens[verb].head.filter(|&w| w < verb && clauses.is_verb(w))
        && clauses.voice(first) == voice
    {
        add_dependents(arguments, verb, first, voice);
    }
    // The first verb has nothing after it but the coordinator and further verbs.
    if let Some(last) = end_of_chain(clauses, verb, is_complement)
        && clauses.voice(last) == voice
    {
        add_dependents(arguments, verb, last, voice);
    }
    if voice == Voice::Active
        && let Some(object) = object_behind(clauses, verb)
    {
        arguments.add(&Function::Object, object, Realization::SharedObject);
    }
}

/// The verb that ends a chain of coordinated verbs and has what stands behind all of them: *arrested, tried and jailed Lind*,
/// *were killed and 20 wounded by rebels*.
fn end_of_chain(clauses: &Clauses<'_>, verb: TokenIx, is_complement: impl Fn(&TokenIx) -> bool) -> Option<TokenIx> {
    let (mut here, mut coordinated) = (verb, false);
    for next in tree::conjuncts(clauses.document, verb).into_iter().filter(|&c| c > verb) {
        let embeds = clauses.dependents(next).any(|c| matches!(clauses.relation(c), Relation::CCOMP | Relation::XCOMP));
        // *and 20 wounded*: a number stands for what was counted before.
        let counted = next - 1 > here && clauses.upos(next - 1) == Upos::NUM;
        let fits = clauses.is_verb(next) && !embeds && (!clauses.has_subject(next) || counted);
        let light = |t: TokenIx| matches!(clauses.upos(t), Upos::CCONJ | Upos::PUNCT) || counted && t + 1 == next;
        if !fits || !(here + 1..next).all(light) {
            return None;
        }
        coordinated |= (here + 1..next).any(|t| clauses.upos(t) == Upos::CCONJ);
        if clauses.dependents(next).any(|d| d > next && is_complement(&d)) {
            return coordinated.then_some(next);
        }
        here = next;
    }
    None
}

/// *Peru proposed and Chile rejected the plan*: the object of the second verb, whose subject stands right behind the
/// coordinator, is that of the first as well.
fn object_behind(clauses: &Clauses<'_>, verb: TokenIx) -> Option<TokenIx> {
    let coordinator = verb + 1;
    let second = clauses.under(verb, Relation::CONJ).find(|&c| c > coordinator && clauses.is_verb(c))?;
    let subject = clauses.own_subject(second).filter(|&s| s < second)?;
    let adjacent = clauses.relation(coordinator) == Relation::CC
        && tree::noun_phrase(clauses.document, subject).start == coordinator + 1;
    let mut objects = clauses.under(second, Relation::OBJ).filter(|&o| o > second);
    objects.next().filter(|_| adjacent && clauses.voice(second) == Voice::Active)
}

/// *Hamas, which Iran funds*; *the group Israel says Iran funds*: the noun fills the missing object.
fn add_object_gap(arguments: &mut Arguments<'_, '_>, verb: TokenIx, voice: Voice) {
    if voice == Voice::Passive || arguments.list.iter().any(|a| a.function == Function::Object) {
        return;
    }
    if let Some(noun) = gap_noun(arguments.clauses, verb) {
        arguments.push(Function::Object, noun, Realization::RelativeObjectGap);
    }
}

/// The noun that a relative clause without pronoun is about, if the verb lacks its object.
pub(in crate::syntax) fn gap_noun(clauses: &Clauses<'_>, verb: TokenIx) -> Option<TokenIx> {
    let has_clause = clauses
        .dependents(verb)
        .any(|d| matches!(clauses.relation(d), Relation::CCOMP | Relation::XCOMP | Relation::OBJ));
    let mut here = verb;
    if has_clause || clauses.dependents(verb).any(|d| clauses.is_relative_pronoun(d)) {
        return None;
    }
    for _ in 0..MAX_GAP {
        let head = clauses.document.tokens[here].head?;
        match clauses.relation(here) {
            Relation::ACL_RELCL => {
                // The clause needs a subject of its own, and no pronoun that fills another place.
                let subject = clauses.own_subject(here).filter(|&s| !clauses.is_relative_pronoun(s));
                let elsewhere = here == verb && clauses.dependents(here).any(|d| is_wh_phrase(clauses, d));
                let circumstance = clauses.word(head).is_some_and(|w| w.circumstance || w.time);
                let open = subject.is_some() && !elsewhere && !circumstance && tree::is_nominal(clauses.document, head);
                return open.then_some(head);
            }
            Relation::XCOMP | Relation::CCOMP | Relation::CONJ if clauses.is_predicate(head) => {
                let taken = clauses.under(head, Relation::OBJ).any(|o| !clauses.is_relative_pronoun(o));
                // *the plan that Peru proposed and Chile rejected*
                let both = || {
                    let objects = |v: TokenIx| clauses.under(v, Relation::OBJ);
                    here == verb
                        && objects(head).any(|o| clauses.is_relative_pronoun(o))
                        && objects(verb).next().is_none()
                };
                if taken || (clauses.relation(here) == Relation::CONJ && clauses.has_subject(here) && !both()) {
                    return None;
                }
                here = head;
            }
            _ => return None,
        }
    }
    None
}

/// Whether a dependent is or holds a relative or question word: *where*, *whose leader*.
fn is_wh_phrase(clauses: &Clauses<'_>, dependent: TokenIx) -> bool {
    let wh = |t: TokenIx| clauses.is_relative_pronoun(t) || clauses.xpos(t) == Xpos::WRB;
    wh(dependent) || clauses.dependents(dependent).any(wh)
}

/// The phrases on the object belong to the verb as well: *provides aid to Hamas*, *halts Iran's aid*.
fn add_phrases_on_object(arguments: &mut Arguments<'_, '_>) {
    let clauses = arguments.clauses;
    let objects: Tokens = arguments.list.iter().filter(|a| a.function == Function::Object).map(|a| a.token).collect();
    for object in objects {
        for d in clauses.dependents(object) {
            match clauses.relation(d) {
                Relation::NMOD => arguments.add_prepositional(d, Realization::PpOnObject),
                Relation::NMOD_POSS => arguments.add(&Function::Genitive, d, Realization::Possessive),
                Relation::AMOD if clauses.is_capitalized(d) => {
                    arguments.push(Function::Genitive, d, Realization::Demonym);
                }
                Relation::COMPOUND if d < object => arguments.add(&Function::Genitive, d, Realization::Compound),
                _ => {}
            }
        }
    }
}

/// *funds groups, including Hamas* with the list hung on the verb: it belongs to the argument before it.
fn add_examples_on_verb(arguments: &mut Arguments<'_, '_>, verb: TokenIx) {
    let clauses = arguments.clauses;
    for d in clauses.under(verb, Relation::OBL) {
        if !is_example(clauses, d) {
            continue;
        }
        // One name has no members: *groups allied to Tehran, including Hamas*.
        let single = |t: TokenIx| tree::is_name(clauses.document, t) && clauses.document.tokens[t].xpos == Xpos::NNP;
        let before = arguments.list.iter().filter(|a| a.token < d && a.function != Function::Genitive);
        let before = before.filter(|a| !single(a.token));
        if let Some(function) = before.max_by_key(|a| a.token).map(|a| a.function.clone()) {
            for member in tree::conjuncts(clauses.document, d) {
                arguments.push(function.clone(), member, Realization::ExampleList);
            }
        }
    }
}
