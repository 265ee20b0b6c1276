//! Mentions as lines: one JSON object a document (`docs/formats.md` is the contract).

use serde_json::{Value, json};

use crate::actor::{
    self, Aside, Form, Gazetteer, Mention, Referent, is_named_by, is_second_description, slug, whole_phrase,
};
use crate::document::{DateSource, Relation, Span, TokenIx, Xpos, feature};
use crate::ontology::Class;
use crate::pipeline::Reading;

use super::relations::CodePoints;

/// The mentions of a document as one JSON object, each with its cluster and its actor.
///
/// Offsets count Unicode code points, half-open.
pub(super) fn object(lexicon: &Gazetteer, reading: &Reading) -> Value {
    let document = &reading.document;
    let places = CodePoints::new(&document.text);
    let actor_of = actor::bearers(document, &reading.mentions, &reading.actors);
    let mut seen: Vec<Span> = Vec::new();
    let mut mentions = Vec::new();
    for (i, mention) in reading.mentions.iter().enumerate() {
        let Some(actor) = actor_of[i] else { continue };
        if is_beside_name(reading, mention) || is_part(reading, mention) || is_relative(reading, mention) {
            continue;
        }
        let form = form(reading, mention);
        let tokens = match form {
            Form::Pronoun | Form::Demonym => mention.tokens.clone(),
            Form::Name | Form::Nominal => whole_phrase(document, mention.head, &mention.tokens),
        };
        let span = document.token_span(tokens);
        if seen.iter().rev().take(8).any(|&s| s == span) {
            continue;
        }
        seen.push(span);
        let sentence = document.sentence_of(mention.head);
        let (from, _) = places.of(document.sentences[sentence].span);
        let (begin, end) = places.of(span);
        let (head_begin, head_end) = places.of(document.tokens[mention.head].span);
        let inner = name_inside(reading, mention);
        let named = matches!(form, Form::Name | Form::Demonym) || inner.is_some();
        let name = inner.map_or(mention.tokens.clone(), |n| n.tokens.clone());
        let (name_begin, name_end) = places.of(document.token_span(name));
        let name = |place: u32| if named { json!(place) } else { Value::Null };
        let found = &reading.actors[actor];
        let class = match (mention.form, mention.class, found.class) {
            (_, own, Class::Position) => own,
            // *the government* stands for its state and is a body all the same.
            (Form::Nominal, own, Class::State) if own.is_organization() => own,
            (_, _, class) => class,
        };
        mentions.push(json!({
            "sent": sentence + 1,
            "begin": begin - from,
            "end": end - from,
            "begin_doc": begin,
            "end_doc": end,
            "text": document.slice(span),
            "form": form_name(form),
            "type": if class == Class::Position { Class::Person.name() } else { class.name() },
            "cluster": actor,
            "actor": found.id,
            "label": found.label,
            "wikidata": found.wikidata,
            "head_begin_doc": head_begin,
            "head_end_doc": head_end,
            "name_begin_doc": name(name_begin),
            "name_end_doc": name(name_end),
        }));
    }
    mentions.extend(asides(lexicon, reading, &places));
    mentions.sort_by_key(|m| (m["begin_doc"].as_u64(), std::cmp::Reverse(m["end_doc"].as_u64())));
    let date_source = document.source.date_source.map(DateSource::name);
    json!({
        "doc": document.source.id, "date": document.source.date, "date_source": date_source, "mentions": mentions,
    })
}

/// Years, dates and nouns before nouns that the text mentions again: they are no argument of a relation.
fn asides(lexicon: &Gazetteer, reading: &Reading, places: &CodePoints) -> Vec<Value> {
    let document = &reading.document;
    let asides = actor::asides(document, &reading.mentions, &reading.actors, lexicon);
    let object = |aside: &Aside| {
        let span = document.token_span(aside.tokens.clone());
        let sentence = document.sentence_of(aside.head);
        let (from, _) = places.of(document.sentences[sentence].span);
        let (begin, end) = places.of(span);
        let (head_begin, head_end) = places.of(document.tokens[aside.head].span);
        let (cluster, id, label, class) = match aside.of {
            Referent::Actor(actor) => {
                let found = &reading.actors[actor];
                (actor, found.id.clone(), found.label.clone(), found.class)
            }
            Referent::Aside(first) => {
                let label = document.slice(document.token_span(asides[first].tokens.clone())).to_owned();
                (reading.actors.len() + first, slug(&label), label, Class::Thing)
            }
        };
        json!({
            "sent": sentence + 1,
            "begin": begin - from,
            "end": end - from,
            "begin_doc": begin,
            "end_doc": end,
            "text": document.slice(span),
            "form": form_name(Form::Nominal),
            "type": class.name(),
            "cluster": cluster,
            "actor": id,
            "label": label,
            "wikidata": Value::Null,
            "head_begin_doc": head_begin,
            "head_end_doc": head_end,
            "name_begin_doc": Value::Null,
            "name_end_doc": Value::Null,
        })
    };
    asides.iter().map(object).collect()
}

/// Whether a title is part of the phrase of the name after it: *President* Donald Trump.
fn is_beside_name(reading: &Reading, mention: &Mention) -> bool {
    let relation = reading.document.tokens[mention.head].relation;
    mention.class == Class::Position
        && matches!(relation, Relation::NMOD_DESC | Relation::COMPOUND | Relation::FLAT | Relation::AMOD)
}

/// The name that the phrase of a role takes in: *the painter* Ann Lee.
fn name_inside<'r>(reading: &'r Reading, mention: &Mention) -> Option<&'r Mention> {
    let document = &reading.document;
    if mention.form != Form::Nominal {
        return None;
    }
    let name = document.dependents(mention.head).iter().find(|&&d| is_named_by(document, mention.head, d))?;
    at_head(reading, *name).filter(|m| m.form == Form::Name)
}

/// Whether a mention is part of another's phrase: the name after its noun, the second noun of a description.
fn is_part(reading: &Reading, mention: &Mention) -> bool {
    let document = &reading.document;
    let Some(above) = document.tokens[mention.head].head else { return false };
    let named = mention.form == Form::Name && is_named_by(document, above, mention.head);
    let second = mention.form == Form::Nominal && is_second_description(document, above, mention.head);
    (named || second) && at_head(reading, above).is_some_and(|m| m.form == Form::Nominal)
}

/// The mention of a head that is no demonym.
fn at_head(reading: &Reading, head: TokenIx) -> Option<&Mention> {
    let mentions = &reading.mentions;
    let near = mentions.partition_point(|m| m.tokens.start <= head);
    mentions[near.saturating_sub(24)..near].iter().find(|m| m.head == head && m.form != Form::Demonym)
}

/// *who*, *which*, *what*: they stand for nobody whom the phrase around them does not name.
fn is_relative(reading: &Reading, mention: &Mention) -> bool {
    let token = &reading.document.tokens[mention.head];
    mention.form == Form::Pronoun
        && (matches!(token.xpos, Xpos::WP | Xpos::WDT | Xpos::WP_POSS) || token.features.has(feature::PRONTYPE_REL))
}

/// A name before a noun is a name; an adjective is a demonym; what has a proper noun as its head is a name (*the
/// President*).
fn form(reading: &Reading, mention: &Mention) -> Form {
    let token = &reading.document.tokens[mention.head];
    let adjective = token.xpos == Xpos::JJ || token.relation == Relation::AMOD;
    match mention.form {
        Form::Demonym if !adjective => Form::Name,
        Form::Nominal if matches!(token.xpos, Xpos::NNP | Xpos::NNPS) => Form::Name,
        form => form,
    }
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Name => "name",
        Form::Nominal => "nominal",
        Form::Pronoun => "pronoun",
        Form::Demonym => "demonym",
    }
}
