//! What a view shall show, as options: the same for every command that takes a view.

use clap::builder::PossibleValuesParser;

use crate::graph::view::{Collapse, Measure, QuadClass, Request, Standing};

/// What is shown.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "What is shown")]
pub(super) struct Selection {
    /// Only this actor and what is near it: a name or an IRI; may be repeated
    #[arg(long, value_name = "NAME")]
    focus: Vec<String>,
    /// How near: 1 is the actors that it has relations with
    #[arg(long, value_name = "N", default_value_t = 1, requires = "focus")]
    hops: usize,
    /// Only the shortest paths between two actors
    #[arg(long, value_names = ["NAME", "NAME"], num_args = 2, conflicts_with_all = ["focus", "triads"])]
    between: Option<Vec<String>>,
    /// Only triads: three actors of which every two have a relation
    #[arg(long)]
    triads: bool,
    /// Only actors and things of these classes, with their subclasses: State, Organization, …
    #[arg(long, value_name = "CLASS", value_delimiter = ',')]
    class: Vec<String>,
    /// Only these relations, by name or label: funds, withdrawsFrom, …
    #[arg(long, value_name = "RELATION", value_delimiter = ',')]
    relation: Vec<String>,
    /// Only relations of these quad classes: verbal and material cooperation (VC, MC) and conflict (VK, MK)
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = codes(&QuadClass::ALL.map(QuadClass::code)),
          ignore_case = true)]
    quad: Vec<String>,
    /// Only what is said in one of these ways
    #[arg(long, value_name = "STANDING", value_delimiter = ',',
          value_parser = codes(&Standing::ALL.map(Standing::name)))]
    standing: Vec<String>,
    /// Only what happens; no lasting relations such as leads, memberOf, locatedIn
    #[arg(long)]
    events: bool,
    /// Only what happened on this day or later: by its own time if the text tells it, else by the document's date
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    since: Option<String>,
    /// Only what happened on this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    until: Option<String>,
    /// Only documents of this day or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    published_since: Option<String>,
    /// Only documents of this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    published_until: Option<String>,
    /// Only what this actor says; may be repeated
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Only documents of this publisher; may be repeated
    #[arg(long, value_name = "NAME")]
    publisher: Vec<String>,
    /// Only this document: its identifier or IRI; may be repeated
    #[arg(long, value_name = "DOCUMENT")]
    document: Vec<String>,
    /// Only relations with at least so many assertions
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_count: usize,
    /// Only relations that at least so many documents tell
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_documents: usize,
    /// Only assertions of at least this confidence, 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability)]
    min_confidence: f32,
    /// Let members become the organization or the state that they belong to
    #[arg(long, value_name = "WHAT", value_parser = codes(&Collapse::ALL.map(Collapse::name)))]
    collapse: Option<String>,
    /// One edge for all relations of one direction and tone between two actors
    #[arg(long)]
    merge: bool,
    /// At most so many nodes, and twice as many relations; what is mentioned least is left out
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// By which measure actors stay if there are too many [default: those with the strongest relations]
    #[arg(long, value_name = "MEASURE", value_parser = measures(), requires = "limit")]
    limit_by: Option<String>,
}

impl Selection {
    /// The view that is asked for, with a limit for where none is given.
    pub(super) fn request(&self, limit: Option<usize>) -> Request {
        let between = self.between.as_deref().and_then(|ends| <[String; 2]>::try_from(ends.to_vec()).ok());
        let named = |name: &String| Standing::ALL.into_iter().find(|s| s.name() == name);
        Request {
            focus: self.focus.clone(),
            hops: self.hops,
            between,
            triads: self.triads,
            classes: self.class.clone(),
            predicates: self.relation.clone(),
            quads: self.quad.iter().filter_map(|code| QuadClass::of_code(&code.to_uppercase())).collect(),
            standings: self.standing.iter().filter_map(named).collect(),
            states: !self.events,
            since: self.since.clone(),
            until: self.until.clone(),
            published_since: self.published_since.clone(),
            published_until: self.published_until.clone(),
            sources: self.source.clone(),
            publishers: self.publisher.clone(),
            documents: self.document.clone(),
            min_count: self.min_count,
            min_documents: self.min_documents,
            min_confidence: self.min_confidence,
            collapse: self.collapse.as_ref().and_then(|name| Collapse::ALL.into_iter().find(|c| c.name() == name)),
            merge: self.merge,
            limit: self.limit.or(limit),
            by: self.limit_by.as_ref().and_then(|name| name.parse().ok()),
            ..Request::default()
        }
    }
}

fn codes<const N: usize>(codes: &[&'static str; N]) -> PossibleValuesParser {
    PossibleValuesParser::new(codes.iter().copied())
}

/// The names of the measures of a node.
pub(super) fn measures() -> PossibleValuesParser {
    PossibleValuesParser::new(Measure::ALL.iter().map(|m| m.name()))
}

fn day(text: &str) -> Result<String, String> {
    text.parse::<jiff::civil::Date>().map(|date| date.to_string()).map_err(|e| e.to_string())
}

fn probability(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|_| "write a number from 0 to 1".to_owned())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("write a number from 0 to 1".to_owned()) }
}
