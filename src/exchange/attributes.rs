//! What every file says of a node and of an edge: one table, from which all writers take names, types and values.
//!
//! A new line here is a new attribute in every format. Names are made of small letters and `_`, so that each of them is
//! an identifier in Cypher, Python and JavaScript; none is called as a format calls its own parts (`id`, `source`,
//! `target`, `name`, `type`, `key`, `value`). Texts lose what XML cannot hold, in all formats alike, so that files of
//! one view agree.

#![expect(clippy::unnecessary_wraps, reason = "every line of the table may lack a value")]

use std::borrow::Cow;

use crate::graph::view::{Edge, Evidence, Manner, Measures, Node, Standing, Tone, View};

/// The type of an attribute's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A string.
    Text,
    /// Strings in an order. Formats without lists hold them as a JSON array.
    Texts,
    /// A number from 0.
    Integer,
    /// A number.
    Real,
    /// Yes or no.
    Truth,
    /// A day, `YYYY-MM-DD`. Formats without dates hold it as a string.
    Date,
}

impl Kind {
    /// As the documentation calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Texts => "list of texts",
            Self::Integer => "integer",
            Self::Real => "number",
            Self::Truth => "true or false",
            Self::Date => "date",
        }
    }
}

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Of [`Kind::Text`].
    Text(Cow<'a, str>),
    /// Of [`Kind::Texts`].
    Texts(Vec<Cow<'a, str>>),
    /// Of [`Kind::Integer`].
    Integer(u64),
    /// Of [`Kind::Real`].
    Real(f64),
    /// Of [`Kind::Truth`].
    Truth(bool),
    /// Of [`Kind::Date`].
    Date(Cow<'a, str>),
}

impl Value<'_> {
    /// As one string, for formats that have nothing else: a list is a JSON array.
    ///
    /// ```
    /// use actograph::exchange::attributes::Value;
    /// assert_eq!(Value::Texts(vec!["a".into(), "say \"b\"".into()]).plain(), r#"["a","say \"b\""]"#);
    /// assert_eq!(Value::Truth(true).plain(), "true");
    /// ```
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Date(text) => Cow::Borrowed(text),
            Self::Texts(texts) => Cow::Owned(serde_json::json!(texts).to_string()),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Real(number) => Cow::Owned(number.to_string()),
            Self::Truth(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
        }
    }
}

impl From<Value<'_>> for serde_json::Value {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Text(text) | Value::Date(text) => text.into_owned().into(),
            Value::Texts(texts) => texts.into_iter().map(Cow::into_owned).collect::<Vec<_>>().into(),
            Value::Integer(number) => number.into(),
            Value::Real(number) => number.into(),
            Value::Truth(truth) => truth.into(),
        }
    }
}

/// One line of the table.
#[derive(Debug)]
pub struct Attribute<T> {
    /// What files call it.
    pub name: &'static str,
    /// The type of its values.
    pub kind: Kind,
    /// What it means.
    pub doc: &'static str,
    get: fn(&T) -> Option<Value<'_>>,
}

impl<T> Attribute<T> {
    /// Its value for one node or edge, where there is one.
    pub fn of<'a>(&self, item: &'a T) -> Option<Value<'a>> {
        (self.get)(item)
    }
}

/// The attributes of `item` that have a value, in the order of the table.
pub fn values<'a, T>(
    table: &'static [Attribute<T>],
    item: &'a T,
) -> impl Iterator<Item = (&'static Attribute<T>, Value<'a>)> {
    table.iter().filter_map(move |attribute| Some((attribute, attribute.of(item)?)))
}

/// The attributes that at least one of the view's nodes has: what a table of them needs as columns.
///
/// Measures are there only where they were asked for.
pub fn of_nodes(view: &View) -> Vec<&'static Attribute<Node>> {
    let measured = view.graph.node_weights().any(|node| node.measures.is_some());
    let measures = NODE.iter().position(|a| a.name == FIRST_MEASURE).unwrap_or(NODE.len());
    NODE.iter().enumerate().filter(|(place, _)| measured || *place < measures).map(|(_, a)| a).collect()
}

/// A text without what XML 1.0 forbids even when it is escaped: control characters but tab and line ends, and the two
/// code points that are no characters.
///
/// Source: XML 1.0, production 2, `Char`.
///
/// ```
/// use actograph::exchange::attributes::clean;
/// assert_eq!(clean("a\u{0}b\u{1b}[1m\tc\n\u{ffff}中"), "ab[1m\tc\n中");
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    let forbidden =
        |c: char| matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) { Cow::Owned(text.replace(forbidden, "")) } else { Cow::Borrowed(text) }
}

fn text(text: &str) -> Option<Value<'_>> {
    Some(Value::Text(clean(text)))
}

fn texts<'a>(texts: impl Iterator<Item = &'a String>) -> Option<Value<'a>> {
    Some(Value::Texts(texts.map(|text| clean(text)).collect()))
}

fn date(date: &str) -> Option<Value<'_>> {
    Some(Value::Date(clean(date)))
}

fn integer<'a>(number: usize) -> Option<Value<'a>> {
    Some(Value::Integer(number as u64))
}

/// The number that a person reads: 0.93, not 0.9300000071525574.
fn short<'a>(number: f32) -> Option<Value<'a>> {
    Some(Value::Real(number.to_string().parse().unwrap_or(f64::from(number))))
}

fn standing<'a>(edge: &Edge, standing: Standing) -> Option<Value<'a>> {
    integer(edge.standings.get(&standing).copied().unwrap_or(0))
}

fn manner<'a>(edge: &Edge, manner: Manner) -> Option<Value<'a>> {
    integer(edge.counts.get(&manner).copied().unwrap_or(0))
}

fn measure<'a>(node: &Node, get: fn(&Measures) -> usize) -> Option<Value<'a>> {
    integer(get(node.measures.as_ref()?))
}

fn share<'a>(node: &Node, get: fn(&Measures) -> f64) -> Option<Value<'a>> {
    Some(get(node.measures.as_ref()?)).filter(|share| share.is_finite()).map(Value::Real)
}

fn sample(edge: &Edge) -> Option<&Evidence> {
    edge.evidence.first()
}

const FIRST_MEASURE: &str = "degree";

macro_rules! attributes {
    ($($name:literal $kind:ident $doc:literal $get:expr;)+) => {
        &[$(Attribute { name: $name, kind: Kind::$kind, doc: $doc, get: $get }),+]
    };
}

/// The attributes of nodes.
pub const NODE: &[Attribute<Node>] = attributes! {
    "iri" Text "its IRI in the store" |node| text(&node.iri);
    "label" Text "its name" |node| text(&node.label);
    "aliases" Texts "other names, sorted" |node| texts(node.aliases.iter());
    "class" Text "what it is, such as `State`" |node| text(node.class.name());
    "wikidata" Text "IRI of the same in Wikidata, where known" |node| text(node.item.as_deref()?);
    "state" Text "name of the state that it is or belongs to, where known" |node| text(node.state.as_deref()?);
    "members" Texts "names of the members that `--collapse` made it of" |node| texts(node.members.iter());
    "hops" Integer "steps from the nearest actor in focus, where there is one" |node| integer(node.hops?);
    "assertions" Integer "assertions that it takes part in, shown or not" |node| integer(node.count);
    "documents" Integer "documents of those assertions" |node| integer(node.documents);
    "first_date" Date "first date of those documents, where known" |node| date(&node.dates.as_ref()?.0);
    "last_date" Date "last date of those documents, where known" |node| date(&node.dates.as_ref()?.1);
    "degree" Integer "edges at the node" |node| measure(node, |m| m.degree);
    "in_degree" Integer "edges that point to it" |node| measure(node, |m| m.in_degree);
    "out_degree" Integer "edges that point away from it" |node| measure(node, |m| m.out_degree);
    "weighted_degree" Integer "assertions of the edges at the node" |node| measure(node, |m| m.weighted_degree);
    "pagerank" Real "PageRank, summing up to 1" |node| share(node, |m| m.pagerank);
    "betweenness" Real "betweenness, 0 to 1" |node| share(node, |m| m.betweenness);
    "closeness" Real "closeness, 0 to 1" |node| share(node, |m| m.closeness);
    "component" Integer "number of its component, 0 is the largest" |node| measure(node, |m| m.component);
    "core" Integer "number of its k-core" |node| measure(node, |m| m.core);
    "community" Integer "number of its community, 0 is the largest" |node| measure(node, |m| m.community);
};

/// The attributes of edges.
pub const EDGE: &[Attribute<Edge>] = attributes! {
    "predicate" Text "the relation's name, such as `withdrawsFrom`" |edge| text(&edge.predicate);
    "label" Text "the same for readers: `withdraws from`" |edge| text(&edge.label);
    "symmetric" Truth "whether the order of its ends has no meaning" |edge| Some(Value::Truth(edge.symmetric));
    "lasting" Truth "whether it holds for a time rather than happens" |edge| Some(Value::Truth(edge.lasting));
    "parts" Texts "relations that `--merge` made it of, each with its assertions" |edge| {
        let parts = edge.parts.iter().map(|part| format!("{} {}", clean(&part.predicate), part.count).into());
        Some(Value::Texts(parts.collect()))
    };
    "plover" Text "PLOVER code, such as `AID`, where it has one" |edge| text(edge.plover.as_deref()?);
    "quad_class" Text "`VC`, `MC`, `VK`, `MK`: verbal and material cooperation and conflict" |edge| text(edge.quad?.code());
    "tone" Text "`cooperation`, `conflict` or `structure`" |edge| text(match edge.tone {
        Tone::Cooperation => "cooperation",
        Tone::Conflict => "conflict",
        Tone::Structure => "structure",
    });
    "weight" Integer "assertions that it stands for" |edge| integer(edge.count());
    "stated" Integer "of these: said in the text's own voice" |edge| standing(edge, Standing::Stated);
    "reported" Integer "of these: said by somebody" |edge| standing(edge, Standing::Reported);
    "uncertain" Integer "of these: planned, possible or wanted" |edge| standing(edge, Standing::Uncertain);
    "denied" Integer "of these: said not to be so" |edge| standing(edge, Standing::Denied);
    "ended" Integer "of the stated and reported: said to have been so" |edge| manner(edge, Manner::Ended);
    "planned" Integer "of the uncertain: intended" |edge| manner(edge, Manner::Planned);
    "possible" Integer "of the uncertain: possible" |edge| manner(edge, Manner::Possible);
    "desired" Integer "of the uncertain: wanted or demanded" |edge| manner(edge, Manner::Desired);
    "documents" Integer "documents that say it" |edge| integer(edge.documents);
    "first_date" Date "first date of those documents, where known" |edge| date(&edge.dates.as_ref()?.0);
    "last_date" Date "last date of those documents, where known" |edge| date(&edge.dates.as_ref()?.1);
    "happened_from" Date "first day of what happened, where the text tells" |edge| date(&edge.happened.as_ref()?.0);
    "happened_to" Date "last day of what happened, where the text tells" |edge| date(&edge.happened.as_ref()?.1);
    "confidence" Real "the highest of its assertions, 0 to 1" |edge| short(edge.confidence);
    "evidence" Texts "IRIs of its assertions, sorted" |edge| texts(edge.assertions.iter());
    "sample" Text "a sentence that says it" |edge| text(&sample(edge)?.sentence);
    "sample_document" Text "IRI of that sentence's document" |edge| text(&sample(edge)?.document);
    "sample_title" Text "that document's title, or its name" |edge| text(sample(edge)?.title.as_ref().unwrap_or(&sample(edge)?.name));
    "sample_publisher" Text "who published it, where known" |edge| text(sample(edge)?.publisher.as_deref()?);
    "sample_date" Date "that document's date, where known" |edge| date(sample(edge)?.date.as_deref()?);
    "sample_manner" Text "how that sentence says it" |edge| text(sample(edge)?.manner.name());
    "sample_sources" Texts "who says it there, where the text tells" |edge| texts(sample(edge)?.sources.iter());
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::fixture;

    #[test]
    fn names_are_identifiers_and_there_once() {
        fn check<T>(table: &[Attribute<T>]) {
            for (place, attribute) in table.iter().enumerate() {
                let name = attribute.name;
                assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{name}");
                assert!(!["id", "source", "target", "name", "type", "key", "value"].contains(&name), "{name}");
                assert!(table[..place].iter().all(|other| other.name != name), "{name} twice");
                assert!(!attribute.doc.is_empty());
            }
        }
        check(NODE);
        check(EDGE);
    }

    #[test]
    fn every_attribute_has_a_value_of_its_kind_somewhere() {
        fn check<'a, T: 'a>(table: &'static [Attribute<T>], items: &[&'a T]) {
            for attribute in table {
                let found: Vec<Value<'_>> = items.iter().filter_map(|item| attribute.of(item)).collect();
                assert!(!found.is_empty(), "{}", attribute.name);
                for value in found {
                    let fits = matches!(
                        (attribute.kind, &value),
                        (Kind::Text, Value::Text(_))
                            | (Kind::Texts, Value::Texts(_))
                            | (Kind::Integer, Value::Integer(_))
                            | (Kind::Real, Value::Real(_))
                            | (Kind::Truth, Value::Truth(_))
                            | (Kind::Date, Value::Date(_))
                    );
                    assert!(fits, "{}: {value:?}", attribute.name);
                }
            }
        }
        let mut view = fixture::evil();
        for node in view.graph.node_weights_mut() {
            node.measures = Some(Measures::default());
        }
        check(NODE, &view.graph.node_weights().collect::<Vec<_>>());
        check(EDGE, &view.graph.edge_weights().collect::<Vec<_>>());
    }

    #[test]
    fn columns_of_measures_are_there_only_if_something_is_measured() {
        let mut view = fixture::small();
        assert!(of_nodes(&view).iter().all(|a| a.name != "degree" && a.name != "community"));
        view.graph.node_weights_mut().next().unwrap().measures = Some(Measures::default());
        assert_eq!(of_nodes(&view).len(), NODE.len());
    }

    #[test]
    fn the_standings_add_up_to_the_weight() {
        let view = fixture::evil();
        for edge in view.graph.edge_weights() {
            let number = |name: &str| match EDGE.iter().find(|a| a.name == name).unwrap().of(edge) {
                Some(Value::Integer(number)) => number,
                other => panic!("{other:?}"),
            };
            let all: u64 = ["stated", "reported", "uncertain", "denied"].map(number).iter().sum();
            assert_eq!(all, number("weight"));
            assert_eq!(number("uncertain"), number("planned") + number("possible") + number("desired"));
        }
    }

    #[test]
    fn a_confidence_is_the_short_number() {
        assert_eq!(short(0.93), Some(Value::Real(0.93)));
    }
}
