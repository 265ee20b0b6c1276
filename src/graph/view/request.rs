//! What a view shall show: one description for the command line, the server and programs.
//!
//! Every field narrows or shapes; what is empty or `None` does neither. It is read from JSON by serde, and from the
//! parameters of a URL by [`Request::of_pairs`]; both refuse what they do not know.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Collapse, Measure, QuadClass};
use crate::assertion::Standing;
use crate::diagnostic::{Error, nearest};

/// What a view shall show.
///
/// ```
/// use actograph::graph::view::Request;
/// let request: Request = serde_json::from_str(r#"{ "focus": ["Iran"], "hops": 2, "quads": ["MK"] }"#).unwrap();
/// assert_eq!((request.hops, request.limit, request.states), (2, None, true));
/// assert!(serde_json::from_str::<Request>(r#"{ "hop": 2 }"#).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Request {
    /// Only what is near one of these actors: a name, another name, or an IRI each.
    pub focus: Vec<String>,
    /// How near: 1 is their neighbours.
    pub hops: usize,
    /// Only the shortest paths between these two actors, whatever the direction of their edges.
    pub between: Option<[String; 2]>,
    /// Only edges of triads: three nodes of which every two have an edge.
    pub triads: bool,

    /// Only nodes of these classes and their subclasses, such as `State`.
    pub classes: Vec<String>,
    /// Only these predicates, by name or label, such as `funds`; an open relation by its verb with its preposition.
    pub predicates: Vec<String>,
    /// Only predicates of these quad classes.
    pub quads: Vec<QuadClass>,
    /// Only what is said in one of these ways.
    pub standings: Vec<Standing>,
    /// Whether lasting relations (leads, is part of) are shown besides what happens.
    pub states: bool,

    /// Only what happened on this day (`YYYY-MM-DD`) or later: by the event's own time where the text tells it, else
    /// by the document's date. What has neither is left out.
    pub since: Option<String>,
    /// Only what happened on this day or earlier.
    pub until: Option<String>,
    /// Only documents of this day or later; those without date are left out.
    pub published_since: Option<String>,
    /// Only documents of this day or earlier.
    pub published_until: Option<String>,
    /// Only what one of these says, by name or IRI.
    pub sources: Vec<String>,
    /// Only documents of these publishers, by name.
    pub publishers: Vec<String>,
    /// Only these documents, by identifier or IRI.
    pub documents: Vec<String>,

    /// Only edges with at least so many assertions.
    pub min_count: usize,
    /// Only edges of at least so many documents.
    pub min_documents: usize,
    /// Only assertions of at least this confidence, 0 to 1.
    pub min_confidence: f32,

    /// Members become what they belong to.
    pub collapse: Option<Collapse>,
    /// One edge for all relations of one direction and tone between two nodes.
    pub merge: bool,

    /// At most so many nodes, and twice as many edges.
    pub limit: Option<usize>,
    /// By which measure nodes stay when there are too many; the default keeps the strongest edges.
    pub by: Option<Measure>,
    /// How many pieces of evidence an edge keeps.
    pub evidence: usize,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            focus: Vec::new(),
            hops: 1,
            between: None,
            triads: false,
            classes: Vec::new(),
            predicates: Vec::new(),
            quads: Vec::new(),
            standings: Vec::new(),
            states: true,
            since: None,
            until: None,
            published_since: None,
            published_until: None,
            sources: Vec::new(),
            publishers: Vec::new(),
            documents: Vec::new(),
            min_count: 1,
            min_documents: 1,
            min_confidence: 0.0,
            collapse: None,
            merge: false,
            limit: None,
            by: None,
            evidence: 3,
        }
    }
}

impl Request {
    /// The request that the parameters of a URL spell: a field's name and a value each; lists repeat the name.
    ///
    /// # Errors
    /// [`Error::Usage`] naming the parameter that is unknown or has a value that does not fit.
    ///
    /// ```
    /// use actograph::graph::view::Request;
    /// let request = Request::of_pairs([("focus", "Iran"), ("focus", "Oman"), ("limit", "40"), ("merge", "true")]).unwrap();
    /// assert_eq!((request.focus.len(), request.limit, request.merge), (2, Some(40), true));
    /// assert!(Request::of_pairs([("hop", "2")]).unwrap_err().to_string().contains("did you mean hops?"));
    /// ```
    pub fn of_pairs<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Result<Self, Error> {
        let Value::Object(known) = serde_json::to_value(Self::default()).expect("it is made of plain values") else {
            unreachable!("a struct is an object")
        };
        let mut given = Map::new();
        for (name, text) in pairs {
            let wrong = |what: &str| Error::Usage(format!("{name}={text}: {what}"));
            let Some(default) = known.get(name) else {
                let near = nearest(name, known.keys().map(String::as_str));
                let hint = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
                return Err(wrong(&format!("no parameter of a view{hint}")));
            };
            let value = match default {
                Value::Bool(_) => text.parse().map(Value::Bool).map_err(|_| wrong("write true or false"))?,
                Value::Number(_) => number(text).ok_or_else(|| wrong("write a number"))?,
                _ if name == "limit" => number(text).ok_or_else(|| wrong("write a number"))?,
                _ => Value::from(text),
            };
            if default.is_array() || name == "between" {
                let list = given.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                list.as_array_mut().expect("it was made so").push(value);
            } else if given.insert(name.to_owned(), value).is_some() {
                return Err(wrong("given twice"));
            }
        }
        serde_json::from_value(Value::Object(given)).map_err(|e| Error::Usage(format!("view: {e}")))
    }
}

fn number(text: &str) -> Option<Value> {
    let whole = text.parse::<u64>().ok().map(Value::from);
    whole.or_else(|| Some(Value::Number(serde_json::Number::from_f64(text.parse().ok()?)?)))
}
