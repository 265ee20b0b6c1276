//! Nouns → what they belong to, what their prepositions bring, what a support verb lends them, and who holds the office
//! that they name.

use smol_str::SmolStr;

use super::arguments::{Arguments, List, is_example};
use super::verb::shared_right;
use super::{Argument, Function};
use crate::document::{Relation, TokenIx, Upos, Xpos};
use crate::syntax::clause::{Clauses, Voice};
use crate::syntax::lexicon::{Controller, PrepositionUse};
use crate::syntax::realization::Realization;
use crate::syntax::scope::Scope;
use crate::syntax::tree;

/// An argument that a support verb lends to its noun.
pub(super) struct Loan {
    pub noun: TokenIx,
    argument: Argument,
}

/// What a verb or an adjective lends to the nouns that it takes, if it is in `ontology/lexicon/support-verbs.tsv`: *gave
/// support*, *is responsible for the attack*.
pub(super) fn lend(clauses: &Clauses<'_>, verb: TokenIx, arguments: &[Argument], loans: &mut Vec<Loan>) {
    let Some(entry) = clauses.verb_entry(verb).filter(|w| !w.support.is_empty()) else {
        return;
    };
    for support in &entry.support {
        let takes = |a: &&Argument| match &a.function {
            Function::Object => support.complement == "obj",
            Function::Subject => support.complement == "nsubj",
            Function::Prep(preposition) => *preposition == support.complement,
            _ => false,
        };
        let nouns = arguments.iter().filter(takes).filter(|a| a.via != Realization::PpOnObject);
        for noun in nouns.filter(|a| is_trigger(clauses, a.token)).map(|a| a.token) {
            // *is one of the states that signed it*: they did, and it is one of them.
            for argument in arguments.iter().filter(|a| a.token != noun && a.via != Realization::Copula) {
                let function = match &argument.function {
                    // *The warning came from Oslo*: the noun is the subject, and who does it stands behind the preposition.
                    Function::Prep(p) if support.complement == "nsubj" && *p == support.function => Function::Subject,
                    _ if support.complement == "nsubj" => continue,
                    Function::Subject if support.function == "subject" => Function::Subject,
                    // *accused Lind of the murder of Holm*
                    Function::Object if support.function == "object" => Function::Subject,
                    Function::Subject if support.function == "object" => continue,
                    Function::Subject => Function::Prep(support.function.clone()),
                    // *On a new site, Oslo began a campaign*: what opens the sentence is about the whole.
                    Function::Prep(p)
                        if argument.via != Realization::PpOnObject
                            && *p != support.complement
                            && (support.complement == "obj" || argument.token > noun)
                            && (argument.token > verb
                                || matches!(argument.via, Realization::RelativeObliqueGap | Realization::Dative)) =>
                    {
                        Function::Prep(p.clone())
                    }
                    _ => continue,
                };
                let argument = Argument { function, token: argument.token, via: Realization::SupportVerb };
                loans.push(Loan { noun, argument });
            }
        }
    }
}

/// Whether the token can carry a noun predication: a noun or name that is no part of another name.
pub(super) fn is_trigger(clauses: &Clauses<'_>, token: TokenIx) -> bool {
    let nominal = matches!(clauses.upos(token), Upos::NOUN | Upos::PROPN)
        || tree::is_name(clauses.document, token)
        || tree::is_epithet(clauses.document, token)
        || clauses.is_mistagged_noun(token);
    nominal
        && !matches!(
            clauses.relation(token),
            Relation::FLAT | Relation::FLAT_FOREIGN | Relation::CASE | Relation::FIXED
        )
}

/// The arguments of a noun, with what support verbs lend it.
pub(super) fn arguments(clauses: &Clauses<'_>, noun: TokenIx, loans: &[Loan]) -> List {
    let mut arguments = Arguments::new(clauses);
    for d in clauses.dependents(noun) {
        add_dependent(&mut arguments, noun, d);
    }
    add_shared(&mut arguments, noun);
    add_nearby_phrases(&mut arguments, noun);
    add_parties_behind_participle(&mut arguments, noun);
    add_who_stays(&mut arguments, noun);
    for loan in loans {
        let Argument { function, token, via } = &loan.argument;
        arguments.push(function.clone(), *token, *via);
    }
    add_holders(&mut arguments, noun);
    drop_descriptive_demonyms(&mut arguments, noun);
    arguments.list
}

/// *Torricelli's Republican rival*, *Iran's Lebanese proxies*: whose it is stands in the possessive, and the adjective
/// only tells which one.
fn drop_descriptive_demonyms(arguments: &mut Arguments<'_, '_>, noun: TokenIx) {
    let clauses = arguments.clauses;
    let owner = |d: TokenIx| clauses.relation(d) == Relation::NMOD_POSS && !clauses.is_measure(d);
    if clauses.dependents(noun).any(owner) {
        arguments.list.retain(|a| a.via != Realization::Demonym || a.function != Function::Genitive);
    }
}

/// The scope of a noun predication: naming somebody by an office or role (apposition, title) is nobody's statement but
/// the text's, even inside a quotation.
pub(super) fn scope(arguments: &[Argument], context: &Scope) -> Scope {
    let names = |a: &Argument| {
        matches!(a.via, Realization::Apposition | Realization::TitleCompound | Realization::TitleFlat)
            && a.function == Function::Holder
    };
    let states = |a: &Argument| a.function == Function::Holder && !names(a);
    if arguments.iter().any(names) && !arguments.iter().any(states) { context.unattributed() } else { *context }
}

fn add_dependent(arguments: &mut Arguments<'_, '_>, noun: TokenIx, d: TokenIx) {
    let clauses = arguments.clauses;
    match clauses.relation(d) {
        Relation::AMOD if d < noun && (clauses.is_capitalized(d) || tree::is_name(clauses.document, d)) => {
            arguments.push(Function::Genitive, d, Realization::Demonym);
        }
        Relation::COMPOUND | Relation::NMOD_DESC | Relation::NMOD_UNMARKED if d < noun => {
            arguments.add(&Function::Genitive, d, Realization::Compound);
            // *ESA's director general*: whose it is hangs on the first word.
            if d + 1 == noun {
                for owner in clauses.under(d, Relation::NMOD_POSS) {
                    arguments.add(&Function::Genitive, owner, Realization::Possessive);
                }
            }
            // *US-Iran talks*: one hangs on the other.
            let beside = |&i: &TokenIx| i + 2 == d && !tree::is_name(clauses.document, i + 1);
            for inner in clauses.under(d, Relation::COMPOUND).filter(|i| beside(i) && clauses.is_capitalized(*i)) {
                arguments.push(Function::Genitive, inner, Realization::Compound);
            }
            // *a Harvard law professor*: the name hangs on the noun between.
            let common = clauses.upos(d) == Upos::NOUN && !clauses.is_capitalized(d);
            let name = |&i: &TokenIx| i < d && tree::is_name(clauses.document, i) && clauses.upos(i) == Upos::PROPN;
            for inner in clauses.under(d, Relation::COMPOUND).filter(|i| common && name(i)) {
                arguments.push(Function::Genitive, inner, Realization::Compound);
            }
            // *a Japanese camera maker*
            let adjective = |&i: &TokenIx| i + 1 == d && clauses.is_capitalized(i) && clauses.upos(i) == Upos::ADJ;
            for inner in clauses.under(d, Relation::AMOD).filter(|i| common && adjective(i)) {
                arguments.push(Function::Genitive, inner, Realization::Demonym);
            }
        }
        // *Monday's attack* is nobody's.
        Relation::NMOD_POSS if is_time(clauses, d) => {}
        Relation::NMOD_POSS => arguments.add(&Function::Genitive, d, Realization::Possessive),
        Relation::NSUBJ if d < noun && clauses.is_mistagged_noun(noun) => {
            arguments.add(&Function::Genitive, d, Realization::Compound);
        }
        Relation::NMOD | Relation::OBL | Relation::OBL_AGENT => {
            add_phrase(arguments, d, Realization::Prep);
            // *editor at large of the Gazette*: the second phrase hung on the adverbial one.
            if clauses.upos(d) == Upos::ADJ && !tree::is_name(clauses.document, d) && clauses.preposition(d).is_some() {
                for inner in clauses.dependents(d).filter(|&i| i > d) {
                    if matches!(clauses.relation(inner), Relation::NMOD | Relation::OBL) {
                        add_phrase(arguments, inner, Realization::Prep);
                    }
                }
            }
        }
        _ => {}
    }
}

/// A phrase with its preposition; *of* and *by* also say what the noun belongs to.
fn add_phrase(arguments: &mut Arguments<'_, '_>, phrase: TokenIx, via: Realization) {
    let clauses = arguments.clauses;
    let Some(used) = clauses.preposition_use(phrase) else {
        if phrase_stands_bare(clauses, phrase) {
            arguments.add(&Function::Genitive, phrase, Realization::Compound);
        }
        return;
    };
    match used {
        PrepositionUse::Genitive => {
            arguments.add(&Function::Genitive, phrase, Realization::OfPhrase);
            arguments.add_prepositional(phrase, Realization::OfPhrase);
            // *the killing of Hariri by rebels* with one phrase hung on the other.
            let agent = |&d: &TokenIx| d > phrase && clauses.is_agent(d);
            for agent in clauses.under(phrase, Relation::NMOD).filter(agent) {
                arguments.add(&Function::Genitive, agent, Realization::ByPhrase);
                arguments.add_prepositional(agent, Realization::ByPhrase);
            }
            // *the withdrawal of troops from Kherson*
            for inner in clauses.under(phrase, Relation::NMOD).filter(|&d| d > phrase && clauses.has_free_phrase(d)) {
                arguments.add_prepositional(inner, Realization::PrepNearby);
            }
        }
        PrepositionUse::Agent => {
            arguments.add(&Function::Genitive, phrase, Realization::ByPhrase);
            arguments.add_prepositional(phrase, Realization::ByPhrase);
            // *accusations by Ankara against Athens*
            let of = |d: TokenIx| clauses.preposition_use(d) == Some(PrepositionUse::Genitive);
            for inner in clauses.under(phrase, Relation::NMOD).filter(|&d| d > phrase && !of(d)) {
                arguments.add_prepositional(inner, Realization::PrepNearby);
            }
        }
        _ => {
            arguments.add_prepositional(phrase, via);
            // *the attack on Basra by Iran* with one phrase hung on the other: names are of nobody's making.
            if tree::is_name(clauses.document, phrase) {
                let agent = |&d: &TokenIx| d > phrase && clauses.is_agent(d);
                for agent in clauses.under(phrase, Relation::NMOD).filter(agent) {
                    arguments.add(&Function::Genitive, agent, Realization::ByPhrase);
                    arguments.add_prepositional(agent, Realization::ByPhrase);
                }
            }
        }
    }
}

/// A day, month or other time, no name of anybody.
fn is_time(clauses: &Clauses<'_>, nominal: TokenIx) -> bool {
    clauses.upos(nominal) != Upos::PRON && clauses.word(nominal).is_some_and(|w| w.time)
}

/// A name directly before its noun that the parser took for a modifier without preposition.
fn phrase_stands_bare(clauses: &Clauses<'_>, phrase: TokenIx) -> bool {
    let head = clauses.document.tokens[phrase].head;
    tree::is_name(clauses.document, phrase) && head.is_some_and(|noun| phrase < noun)
}

/// What coordinated nouns share: modifiers left of the first, phrases right of the last.
fn add_shared(arguments: &mut Arguments<'_, '_>, noun: TokenIx) {
    let clauses = arguments.clauses;
    let first = match clauses.document.tokens[noun].head {
        Some(head) if clauses.relation(noun) == Relation::CONJ && head < noun => Some(head),
        _ => None,
    };
    if let Some(first) = first.filter(|&f| is_trigger(clauses, f) && !tree::is_name(clauses.document, f)) {
        for d in clauses.dependents(first) {
            let left = d < first && shared_right(clauses, first, d).any(|n| n == noun);
            let right = d > noun && clauses.relation(d) == Relation::NMOD;
            if left || (right && !has_phrase(clauses, noun)) {
                add_dependent(arguments, if left { first } else { noun }, d);
            }
        }
    }
    // *founder and leader of Hamas* with the phrase on the second.
    let next = clauses.under(noun, Relation::CONJ).find(|&c| c > noun && c - noun <= 3 && is_trigger(clauses, c));
    if let Some(second) = next.filter(|&c| !has_phrase(clauses, noun) && !tree::is_name(clauses.document, c)) {
        let adjacent = clauses.relation(noun + 1) == Relation::CC;
        for d in clauses.dependents(second).filter(|&d| adjacent && d > second) {
            if clauses.relation(d) == Relation::NMOD {
                add_dependent(arguments, noun, d);
            }
        }
    }
}

fn has_phrase(clauses: &Clauses<'_>, noun: TokenIx) -> bool {
    clauses.dependents(noun).any(|d| d > noun && clauses.relation(d) == Relation::NMOD)
}

/// A phrase that stands right after the noun and hangs on its verb: the parser's commonest error.
fn add_nearby_phrases(arguments: &mut Arguments<'_, '_>, noun: TokenIx) {
    let clauses = arguments.clauses;
    let Some(verb) = clauses.document.tokens[noun].head.filter(|&v| v < noun || clauses.is_verb(v)) else {
        return;
    };
    // *There was criticism of Israel from Norway*
    if clauses.relation(noun) == Relation::NSUBJ && tree::dependent(clauses.document, verb, Relation::EXPL).is_some() {
        for phrase in clauses.under(verb, Relation::OBL).filter(|&d| d > noun) {
            add_phrase(arguments, phrase, Realization::PrepNearby);
        }
        return;
    }
    if !matches!(clauses.relation(noun), Relation::OBJ | Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::OBL) {
        return;
    }
    // The phrase, and the one behind it: *condemned attacks by Israel on Hamas*.
    let starts_behind = |end: TokenIx| {
        let behind = move |&d: &TokenIx| {
            matches!(clauses.relation(d), Relation::OBL | Relation::NSUBJ)
                && tree::case_markers(clauses.document, d).first() == Some(&(end + 1))
        };
        clauses.dependents(verb).filter(|&d| d > noun).find(behind)
    };
    let mut end = noun;
    for _ in 0..2 {
        let Some(phrase) = starts_behind(end) else {
            break;
        };
        add_phrase(arguments, phrase, Realization::PrepNearby);
        end = tree::noun_phrase(clauses.document, phrase).end - 1;
    }
    // *the killing of Hariri by rebels*: whatever stands between, an agent belongs to the deed.
    let end = tree::noun_phrase(clauses.document, noun).end - 1;
    let active = clauses.is_verb(verb) && clauses.voice(verb) == Voice::Active;
    if let Some(agent) = starts_behind(end).filter(|&d| end > noun && active && clauses.is_agent(d)) {
        arguments.add(&Function::Genitive, agent, Realization::ByPhrase);
        arguments.add_prepositional(agent, Realization::ByPhrase);
    }
    // *the attack by Iran on Israel* with the second phrase hung on the verb.
    let by = arguments.list.iter().any(|a| a.via == Realization::ByPhrase);
    if let Some(phrase) = starts_behind(end).filter(|&d| end > noun && by && clauses.names_target(d)) {
        arguments.add_prepositional(phrase, Realization::PrepNearby);
    }
}

/// *talks held in Oslo between Peru and Chad*: the phrase hangs on the participle, or on a phrase of it.
fn add_parties_behind_participle(arguments: &mut Arguments<'_, '_>, noun: TokenIx) {
    let clauses = arguments.clauses;
    let parties = |&d: &TokenIx| clauses.preposition_use(d) == Some(PrepositionUse::Parties);
    if clauses.dependents(noun).any(|d| parties(&d)) {
        return;
    }
    let participle = |&d: &TokenIx| d > noun && clauses.xpos(d) == Xpos::VBN;
    let Some(participle) = clauses.under(noun, Relation::ACL).find(participle) else {
        return;
    };
    let phrase = |t: TokenIx| {
        clauses.dependents(t).filter(move |&d| d > t && matches!(clauses.relation(d), Relation::OBL | Relation::NMOD))
    };
    let found = phrase(participle).find(parties).or_else(|| phrase(participle).find_map(|p| phrase(p).find(parties)));
    if let Some(found) = found {
        arguments.add_prepositional(found, Realization::PrepNearby);
    }
}

/// *Lind, in Oslo for talks with Iran*, *Lind, here for talks*: who is somewhere for something does it.
fn add_who_stays(arguments: &mut Arguments<'_, '_>, noun: TokenIx) {
    let clauses = arguments.clauses;
    if !clauses.preposition(noun).is_some_and(|p| clauses.lexicon.is_inner(p)) {
        return;
    }
    let Some(place) = clauses.document.tokens[noun].head.filter(|&p| p < noun) else {
        return;
    };
    let deictic = clauses.word(place).is_some_and(|w| w.deictic);
    let somewhere = deictic || clauses.preposition(place).is_some() && tree::is_name(clauses.document, place);
    let who = clauses.document.tokens[place].head.filter(|&w| {
        let comma = tree::core_phrase(clauses.document, place).start.checked_sub(if deictic { 1 } else { 2 });
        w < place
            && tree::is_name(clauses.document, w)
            && comma.is_some_and(|c| c > w && clauses.xpos(c) == Xpos::COMMA)
    });
    if let Some(who) = who.filter(|_| somewhere) {
        arguments.push(Function::Subject, who, Realization::SupportVerb);
    }
}

fn add_holders(arguments: &mut Arguments<'_, '_>, noun: TokenIx) {
    let clauses = arguments.clauses;
    add_copular(arguments, noun);
    let head = clauses.document.tokens[noun].head;
    match (clauses.relation(noun), head) {
        (_, Some(head)) if tree::is_apposition(clauses.document, noun) => add_apposed(arguments, head),
        (
            Relation::COMPOUND | Relation::NMOD_DESC | Relation::AMOD | Relation::NMOD | Relation::NMOD_UNMARKED,
            Some(name),
        ) if noun < name && is_titled(clauses, noun, name) => {
            add_titled(arguments, noun, name);
        }
        (Relation::XCOMP, Some(verb)) => {
            if let Some((holder, _)) = clauses.controller(noun, verb, 8) {
                arguments.add(&Function::Holder, holder, Realization::PredicateNoun);
            }
        }
        (Relation::OBJ, Some(verb)) => add_second_object(arguments, noun, verb),
        (Relation::OBL | Relation::NMOD, Some(head)) => add_as_phrase(arguments, noun, head),
        // *The leader of Hamas is Sinwar*.
        (Relation::NSUBJ, Some(name)) if clauses.copula(name).is_some() && tree::is_name(clauses.document, name) => {
            arguments.add(&Function::Holder, name, Realization::Copula);
        }
        _ => {}
    }
    for d in clauses.dependents(noun) {
        match clauses.relation(d) {
            _ if tree::is_apposition(clauses.document, d) => {
                add_apposed(arguments, d);
                // *the director, the physicist Ann Lee*: the name hangs on the second description.
                if !tree::is_name(clauses.document, d) {
                    let named = |&n: &TokenIx| {
                        matches!(clauses.relation(n), Relation::APPOS | Relation::FLAT)
                            && tree::is_name(clauses.document, n)
                    };
                    for name in clauses.dependents(d).filter(|&n| n > d).filter(named) {
                        add_apposed(arguments, name);
                    }
                }
                if is_plural(clauses, noun) {
                    add_list(arguments, d, Realization::Apposition);
                }
            }
            // *head of the Council Ann Lee*: the name hangs on the name of the body.
            Relation::NMOD if !is_plural(clauses, noun) && !is_example(clauses, d) => {
                for name in clauses.under(d, Relation::APPOS).filter(|&name| stand_side_by_side(clauses, d, name)) {
                    add_apposed(arguments, name);
                }
            }
            Relation::FLAT if d == noun + 1 && tree::is_name(clauses.document, d) => {
                arguments.push(Function::Holder, d, Realization::TitleFlat);
                if is_plural(clauses, noun) {
                    add_list(arguments, d, Realization::TitleFlat);
                }
            }
            Relation::NMOD if is_example(clauses, d) => {
                arguments.add(&Function::Holder, d, Realization::ExampleList);
            }
            _ => {}
        }
    }
    // A second office of the same holder: *the founder and leader of Hamas, Yassin*.
    if clauses.relation(noun) == Relation::CONJ
        && !arguments.list.iter().any(|a| a.function == Function::Holder)
        && let Some(first) = head.filter(|&f| is_trigger(clauses, f) && !tree::is_name(clauses.document, f))
    {
        let mut shared = Arguments::new(clauses);
        if clauses.relation(first) != Relation::CONJ {
            add_holders(&mut shared, first);
        }
        for Argument { function, token, via } in shared.list {
            if token != noun && via != Realization::TitleFlat {
                arguments.push(function, token, via);
            }
        }
    }
}

/// *Sinwar is the leader*; with a preposition, *Israel is in talks*, the subject does what the noun says.
fn add_copular(arguments: &mut Arguments<'_, '_>, noun: TokenIx) {
    let clauses = arguments.clauses;
    let Some(copula) = clauses.copula(noun) else {
        return;
    };
    let Some((subject, _)) = clauses.subject(noun) else {
        return;
    };
    match clauses.preposition(noun) {
        None => arguments.add(&Function::Holder, subject, Realization::Copula),
        Some(preposition) => {
            let lends = clauses.word(copula).into_iter().flat_map(|w| &w.support);
            if let Some(support) = lends.into_iter().find(|s| s.complement == *preposition) {
                let function = match support.function.as_str() {
                    "subject" => Function::Subject,
                    other => Function::Prep(SmolStr::new(other)),
                };
                arguments.add(&function, subject, Realization::SupportVerb);
            }
        }
    }
}

fn add_apposed(arguments: &mut Arguments<'_, '_>, other: TokenIx) {
    let clauses = arguments.clauses;
    let measure = matches!(clauses.upos(other), Upos::NUM | Upos::SYM) || clauses.word(other).is_some_and(|w| w.time);
    if !measure {
        arguments.push(Function::Holder, other, Realization::Apposition);
    }
}

fn is_plural(clauses: &Clauses<'_>, noun: TokenIx) -> bool {
    clauses.xpos(noun) == Xpos::NNS
}

/// *ministers A and B*: the other names of the list.
fn add_list(arguments: &mut Arguments<'_, '_>, name: TokenIx, via: Realization) {
    let clauses = arguments.clauses;
    for other in tree::conjuncts(clauses.document, name) {
        let titled = clauses.dependents(other).any(|d| {
            d < other
                && clauses.upos(d) == Upos::NOUN
                && matches!(clauses.relation(d), Relation::COMPOUND | Relation::NMOD_DESC)
        });
        if other > name && tree::is_name(clauses.document, other) && !titled {
            arguments.push(Function::Holder, other, via);
        }
    }
}

/// Whether two names have no comma or other mark between them.
fn stand_side_by_side(clauses: &Clauses<'_>, first: TokenIx, second: TokenIx) -> bool {
    first < second
        && tree::is_name(clauses.document, first)
        && (first..=second).all(|t| tree::is_name(clauses.document, t))
}

/// Whether `title` stands before a name: *Hamas leader Yahya Sinwar*.
fn is_titled(clauses: &Clauses<'_>, title: TokenIx, name: TokenIx) -> bool {
    tree::is_name(clauses.document, name)
        && clauses.preposition(title).is_none()
        && !tree::is_possessive(clauses.document, title)
}

/// The holder of a title, and the title's modifiers that hang on the name instead.
fn add_titled(arguments: &mut Arguments<'_, '_>, title: TokenIx, name: TokenIx) {
    let clauses = arguments.clauses;
    arguments.push(Function::Holder, name, Realization::TitleCompound);
    if is_plural(clauses, title) {
        add_list(arguments, name, Realization::TitleCompound);
    }
    for d in clauses.dependents(name) {
        if d < title {
            add_dependent(arguments, name, d);
        } else if d > name && clauses.relation(d) == Relation::NMOD && names_person(clauses, title) {
            // *President Lula of Brazil*: what the office is of hangs on the name.
            add_phrase(arguments, d, Realization::Prep);
        }
    }
}

/// Whether a title is that of one person, and no part of a name: not *Port* in *Port Authority of New York*.
fn names_person(clauses: &Clauses<'_>, title: TokenIx) -> bool {
    let lemma = clauses.document.lemma(title).to_lowercase();
    !is_plural(clauses, title) && clauses.lexicon.is_person_noun(&lemma)
}

/// *was named chairman* with the noun as an object.
fn add_second_object(arguments: &mut Arguments<'_, '_>, noun: TokenIx, verb: TokenIx) {
    let clauses = arguments.clauses;
    let names = clauses.embeddings(verb).iter().any(|e| e.takes("xcomp"));
    if !names || !clauses.is_verb(verb) {
        return;
    }
    let first = clauses.under(verb, Relation::OBJ).chain(clauses.under(verb, Relation::IOBJ)).find(|&o| o < noun);
    let passive = clauses.voice(verb) == Voice::Passive;
    let holder = first.or_else(|| clauses.subject(verb).map(|(s, _)| s).filter(|_| passive));
    if let Some(holder) = holder {
        arguments.add(&Function::Holder, holder, Realization::PredicateNoun);
    }
}

/// Whom a deed or role belongs to, in front or behind *of*.
fn owner(clauses: &Clauses<'_>, deed: TokenIx, before: TokenIx) -> Option<TokenIx> {
    if clauses.upos(deed) != Upos::NOUN {
        return None;
    }
    let of = |&d: &TokenIx| d < before && clauses.preposition_use(d) == Some(PrepositionUse::Genitive);
    let behind = || clauses.under(deed, Relation::NMOD).find(of);
    clauses.under(deed, Relation::NMOD_POSS).next().or_else(behind)
}

/// *served as leader*, *appointed X as leader*, *X, as leader of Y, …*.
fn add_as_phrase(arguments: &mut Arguments<'_, '_>, noun: TokenIx, head: TokenIx) {
    let clauses = arguments.clauses;
    if clauses.preposition_use(noun) != Some(PrepositionUse::Role) {
        return;
    }
    // *Lind replaced Holm as head of NATO*
    let replaces = || clauses.verb_entry(head).is_some_and(|w| w.controllers.contains(&Controller::Preceding));
    let active = clauses.is_verb(head) && clauses.voice(head) == Voice::Active;
    let holder = if active && (noun < head || replaces()) {
        // *As head of NATO, Lind visited Oslo*
        clauses.subject(head).map(|(holder, _)| holder)
    } else if clauses.is_verb(head) {
        clauses.controller(noun, head, 8).map(|(holder, _)| holder)
    } else if let Some(owner) = owner(clauses, head, noun) {
        // *his election as mayor*, *the appointment of Lee as envoy*
        Some(owner)
    } else if let Some(verb) = clauses.document.tokens[head].head.filter(|&v| clauses.is_verb(v)) {
        // The phrase hangs on the object, *named Sinwar as leader*, or on another phrase, *for a term as leader*; but
        // *has experience as a leader* is about the subject.
        let names = clauses.embeddings(verb).iter().any(|e| e.takes("as"));
        let object = matches!(clauses.relation(head), Relation::OBJ | Relation::NSUBJ_PASS);
        match (object, names) {
            (true, true) => Some(head),
            (true, false) => clauses.subject(verb).map(|(holder, _)| holder),
            (false, _) => clauses.controller(head, verb, 8).map(|(holder, _)| holder),
        }
    } else {
        None
    };
    if let Some(holder) = holder {
        arguments.add(&Function::Holder, holder, Realization::AsPhrase);
    }
}
