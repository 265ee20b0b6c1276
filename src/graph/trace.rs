//! What the names of the graph tell by themselves: IRIs ⇄ places in the text, and the rule that found an assertion.
//!
//! A place is a range of Unicode code points. The IRI of a span carries its place (RFC 5147, `#char=102,141`), that of an
//! assertion the places of its subject, its trigger and its object, and its rule:
//! `#assertion-d11bbfc2-0.4-5.10-11.20-funds~1`. So none of this is told once more in triples, which would be as many as
//! all the others together; [`full`](crate::graph::full) writes them out for programs that want them.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;

use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Quad, Term};

use crate::actor::Form;
use crate::graph::vocabulary::{decode, encode, term};

/// A range of code points of a document's text.
pub type Place = Range<usize>;

/// What the IRI of an assertion tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Where its subject stands.
    pub subject: Place,
    /// Where the word stands that carries it.
    pub trigger: Place,
    /// Where its object stands.
    pub object: Place,
    /// The entry of the rules that found it, such as `funds#1`.
    pub rule: String,
}

impl Trace {
    /// The name of an assertion below its document. `hash` tells apart what is found at the same places by one rule; its
    /// first eight digits are taken.
    ///
    /// ```
    /// use actograph::graph::trace::Trace;
    /// let trace = Trace { subject: 0..4, trigger: 5..10, object: 11..20, rule: "funds#1".to_owned() };
    /// let name = trace.name("d11bbfc2bac34f06");
    /// assert_eq!(name, "assertion-d11bbfc2-0.4-5.10-11.20-funds~1");
    /// assert_eq!(Trace::of(&format!("https://example.org/talks#{name}")), Some(trace));
    /// ```
    pub fn name(&self, hash: &str) -> String {
        let mut name = format!("{PREFIX}{}", &hash[..HASH]);
        for place in [&self.subject, &self.trigger, &self.object] {
            write!(name, "-{}.{}", place.start, place.end).expect("a string takes everything");
        }
        // `encode` leaves `~` alone.
        format!("{name}-{}", encode(&self.rule.replace('#', "~")))
    }

    /// What the IRI of an assertion tells; nothing of any other.
    pub fn of(iri: &str) -> Option<Self> {
        let (_, name) = iri.split_once('#')?;
        let mut parts = name.strip_prefix(PREFIX)?.splitn(5, '-');
        let hash = parts.next()?;
        if hash.len() != HASH || !hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let mut next = || {
            let (start, end) = parts.next()?.split_once('.')?;
            range(start, end)
        };
        let (subject, trigger, object) = (next()?, next()?, next()?);
        let rule = decode(parts.next().filter(|rule| !rule.is_empty())?).replace('~', "#");
        Some(Self { subject, trigger, object, rule })
    }

    /// From the first to the last word of subject, trigger and object.
    pub fn phrase(&self) -> Place {
        let places = [&self.subject, &self.trigger, &self.object];
        let start = places.iter().map(|p| p.start).min().expect("there are three");
        start..places.iter().map(|p| p.end).max().expect("there are three")
    }
}

/// How the name of every assertion begins.
const PREFIX: &str = "assertion-";
/// Hexadecimal digits of the hash in it.
const HASH: usize = 8;

/// The IRI of a place of a document.
pub fn span(document: &str, place: &Place) -> NamedNode {
    NamedNode::new_unchecked(format!("{document}#char={},{}", place.start, place.end))
}

/// The place that the IRI of a span tells.
///
/// ```
/// assert_eq!(actograph::graph::trace::place("https://example.org/talks#char=17,21"), Some(17..21));
/// ```
pub fn place(iri: &str) -> Option<Place> {
    let (_, place) = iri.split_once("#char=")?;
    let (start, end) = place.split_once(',')?;
    range(start, end)
}

/// The code points of a place within a text that itself begins at `from`; nothing if it is not all in there.
pub fn words<'t>(text: &'t str, from: usize, place: &Place) -> Option<&'t str> {
    let (start, length) = (place.start.checked_sub(from)?, place.end.checked_sub(place.start)?);
    let byte = |text: &str, count: usize| text.char_indices().map(|(byte, _)| byte).chain([text.len()]).nth(count);
    let rest = &text[byte(text, start)?..];
    Some(&rest[..byte(rest, length)?])
}

/// Mentions as `ag:mentions` has them: begin and end of each, with its form unless that is a name.
///
/// ```
/// use actograph::actor::Form;
/// let list = actograph::graph::trace::list([(17..21, Form::Name), (70..72, Form::Pronoun)]);
/// assert_eq!(list, "17,21 70,72:pronoun");
/// ```
pub fn list(mentions: impl IntoIterator<Item = (Place, Form)>) -> String {
    let mut list = String::new();
    for (place, form) in mentions {
        let gap = if list.is_empty() { "" } else { " " };
        let form = if form == Form::Name { String::new() } else { format!(":{}", form_name(form)) };
        write!(list, "{gap}{},{}{form}", place.start, place.end).expect("a string takes everything");
    }
    list
}

/// What a list of mentions has; parts that are none are left out.
pub fn mentions(list: &str) -> impl Iterator<Item = (Place, Form)> {
    list.split(' ').filter_map(|part| {
        let (place, form) = part.split_once(':').unwrap_or((part, form_name(Form::Name)));
        let (start, end) = place.split_once(',')?;
        let form = FORMS.into_iter().find(|f| form_name(*f) == form)?;
        Some((range(start, end)?, form))
    })
}

/// The mentions of those actors of a document of which only an assertion tells where they stand: each is described once,
/// as subject or object.
pub fn told(quads: &[Quad], wanted: impl Fn(&str) -> bool) -> Vec<Quad> {
    let listed: HashSet<&NamedOrBlankNode> =
        quads.iter().filter(|q| q.predicate == term::MENTIONS).map(|q| &q.subject).collect();
    let mut seen = HashSet::new();
    let mut told = Vec::new();
    for quad in quads {
        let is_end = quad.predicate == term::SUBJECT || quad.predicate == term::OBJECT;
        let (NamedOrBlankNode::NamedNode(assertion), Term::NamedNode(actor), true) =
            (&quad.subject, &quad.object, is_end)
        else {
            continue;
        };
        let actor_node = NamedOrBlankNode::from(actor.clone());
        let is_new = wanted(actor.as_str()) && !listed.contains(&actor_node) && seen.insert(actor.as_str());
        if let Some(trace) = Trace::of(assertion.as_str()).filter(|_| is_new) {
            let place = if quad.predicate == term::SUBJECT { trace.subject } else { trace.object };
            let list = Literal::new_simple_literal(list([(place, Form::Nominal)]));
            told.push(Quad::new(actor_node, term::MENTIONS, list, quad.graph_name.clone()));
        }
    }
    told
}

const FORMS: [Form; 4] = [Form::Name, Form::Nominal, Form::Pronoun, Form::Demonym];

/// The local name of a form.
pub fn form_name(form: Form) -> &'static str {
    match form {
        Form::Name => "name",
        Form::Nominal => "nominal",
        Form::Pronoun => "pronoun",
        Form::Demonym => "demonym",
    }
}

fn range(start: &str, end: &str) -> Option<Place> {
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<usize>().ok().filter(|_| plain)
    };
    let place = number(start)?..number(end)?;
    (place.start <= place.end).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_comes_back_from_its_assertions_name() {
        for rule in ["open", "funds#1", "member_of.begins#12", "a-b-c#2", "über rule#1"] {
            let trace = Trace { subject: 3..9, trigger: 0..2, object: 10..12, rule: rule.to_owned() };
            let name = trace.name("0123456789");
            assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~%".contains(&b)), "{name}");
            assert_eq!(Trace::of(&format!("x:d#{name}")), Some(trace.clone()));
            assert_eq!(trace.phrase(), 0..12);
        }
    }

    #[test]
    fn other_names_tell_nothing() {
        let names = [
            "x:d",
            "x:d#reading",
            "x:d#assertion-d11bbfc2bac34f06",
            "x:d#assertion-d11bbfc2-0.4-5.10-11.20",
            "x:d#assertion-d11bbfc2-0.4-5.10-11.20-",
            "x:d#assertion-d11bbfc2-4.0-5.10-11.20-funds~1",
            "x:d#assertion-d11bbfc2-0.+4-5.10-11.20-funds~1",
            "x:d#assertion-d11bbfc2-0.99999999999999999999999-5.10-11.20-funds~1",
        ];
        for name in names {
            assert_eq!(Trace::of(name), None, "{name}");
        }
        for name in ["x:d#char=1", "x:d#char=a,2", "x:d#char=3,2", "x:d#char=,", "x:d"] {
            assert_eq!(place(name), None, "{name}");
        }
    }

    #[test]
    fn words_are_cut_by_code_points() {
        assert_eq!(words("aé中😀b", 10, &(11..14)), Some("é中😀"));
        assert_eq!(words("aé", 10, &(10..12)), Some("aé"));
        assert_eq!(words("aé", 10, &(12..12)), Some(""));
        for outside in [9..11, 11..13, 13..13] {
            assert_eq!(words("aé", 10, &outside), None);
        }
    }

    #[test]
    fn a_list_of_mentions_comes_back() {
        let all: Vec<(Place, Form)> = FORMS.into_iter().enumerate().map(|(i, form)| (i..i + 2, form)).collect();
        let text = list(all.iter().cloned());
        assert_eq!(text, "0,2 1,3:nominal 2,4:pronoun 3,5:demonym");
        assert_eq!(mentions(&text).collect::<Vec<_>>(), all);
        assert_eq!(mentions("").chain(mentions("1 x,2 3,2 1,2:word 5,6")).collect::<Vec<_>>(), [(5..6, Form::Name)]);
    }
}
