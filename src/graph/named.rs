//! Queries with a name: SPARQL files of `ontology/queries/` and of the user's data folder, with their parameters.
//!
//! A file begins with remarks that describe it, one field a line, a field going on where a line is indented more:
//!
//! ```sparql
//! # title: Who funds an actor
//! # description: Everybody who is said to give it money.
//! # parameter: actor: actor, required — whom
//! # parameter: since: date, optional — only documents of this day or later
//! # example: --actor Hezbollah
//! ```
//!
//! A parameter is a variable of the query that gets its value before the query runs ([`bind`](super::query::bind)):
//! never text that is pasted. An optional one without a value stays an ordinary variable, which `BOUND` tells.

use std::fmt::Write as _;
use std::path::Path;
use std::str::FromStr;

use crate::data::Data;
use crate::diagnostic::{Diagnostic, Error, nearest};

/// Where the files are, below `ontology/` and below the user's data folder.
pub const FOLDER: &str = "queries";
/// The ending of their names.
pub const ENDING: &str = "rq";

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedQuery {
    /// The name of its file without ending.
    pub name: String,
    /// What it answers, in a few words.
    pub title: String,
    /// What its rows are.
    pub description: String,
    /// What it can be told.
    pub parameters: Vec<Parameter>,
    /// Arguments to try it with.
    pub examples: Vec<String>,
    /// The whole file; the fields are comments to SPARQL.
    pub text: String,
}

/// Something that a query can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The variable, without `?` or `$`.
    pub name: String,
    /// What values it takes.
    pub kind: Kind,
    /// What happens without a value.
    pub need: Need,
    /// What it is for.
    pub description: String,
}

/// The values that a parameter takes, and how a person writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An actor or thing: a name, a Wikidata item, an identifier, an IRI.
    Actor,
    /// A day: `2026-01-31`.
    Date,
    /// A relation of the inventory: `funds`, `rel:funds` or its label.
    Relation,
    /// A class: `Person`.
    Class,
    /// A document: its identifier or IRI.
    Document,
    /// A whole number.
    Number,
    /// Any text.
    Text,
}

/// What happens without a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// An error.
    Required,
    /// The variable stays free.
    Optional,
    /// It is taken to be this.
    Default(String),
}

impl Kind {
    /// All, in the order of the documentation.
    pub const ALL: [Self; 7] =
        [Self::Actor, Self::Date, Self::Relation, Self::Class, Self::Document, Self::Number, Self::Text];

    /// As the header of a query writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Date => "date",
            Self::Relation => "relation",
            Self::Class => "class",
            Self::Document => "document",
            Self::Number => "number",
            Self::Text => "text",
        }
    }

    /// What a person may write for a value.
    pub fn values(self) -> &'static str {
        match self {
            Self::Actor => "a name, another name, a Wikidata item (`Q794`), an identifier (`iran`) or an IRI",
            Self::Date => "a day, such as `2026-01-31`",
            Self::Relation => "a relation by name (`funds`) or label, or `open`",
            Self::Class => "a class, such as `Person`",
            Self::Document => "a document's identifier or IRI",
            Self::Number => "a whole number",
            Self::Text => "any text",
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| format!("no kind of value: one of {}", Self::ALL.map(Self::name).join(", ")))
    }
}

/// All named queries, by name; a file of the user's takes the place of one of the same name.
///
/// # Errors
/// [`Error::Diagnostics`] with everything that is wrong with their headers, [`Error::File`] and [`Error::Encoding`] if
/// one cannot be read.
///
/// ```
/// use actograph::{data::Data, graph::named};
/// assert!(named::load(&Data::embedded()).unwrap().iter().any(|q| q.name == "who-funds"));
/// ```
pub fn load(data: &Data) -> Result<Vec<NamedQuery>, Error> {
    let (mut queries, mut wrong) = (Vec::new(), Vec::new());
    for path in data.list(FOLDER, ENDING) {
        match NamedQuery::parse(&path, &data.text(&path)?) {
            Ok(query) => queries.push(query),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    if wrong.is_empty() { Ok(queries) } else { Err(Error::Diagnostics(wrong)) }
}

/// The query of a name.
///
/// # Errors
/// [`Error::Usage`] with the nearest name if there is none.
pub fn find<'q>(queries: &'q [NamedQuery], name: &str) -> Result<&'q NamedQuery, Error> {
    let found = queries.iter().find(|query| query.name == name);
    found.ok_or_else(|| {
        let near = nearest(name, queries.iter().map(|q| q.name.as_str()));
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        Error::Usage(format!("{name}: no query of that name{near} `actograph query --list` lists them"))
    })
}

impl NamedQuery {
    /// Reads a file; `path` gives the name.
    ///
    /// # Errors
    /// Everything that is wrong with the header, each with its place.
    pub fn parse(path: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let name = Path::new(path).file_stem().map_or(path, |stem| stem.to_str().unwrap_or(path));
        let mut query = Self {
            name: name.to_owned(),
            title: String::new(),
            description: String::new(),
            parameters: Vec::new(),
            examples: Vec::new(),
            text: text.to_owned(),
        };
        let mut wrong = Vec::new();
        for field in fields(text) {
            let mut complain = |message: String| {
                let diagnostic = Diagnostic::error("Q03", path, field.place.clone(), "wrong field of a query's header");
                wrong.push(diagnostic.hint(message));
            };
            match field.name {
                "title" => query.title = field.value,
                "description" => query.description = field.value,
                "example" => query.examples.push(field.value),
                "parameter" => match field.value.parse() {
                    Ok(parameter) => query.parameters.push(parameter),
                    Err(message) => complain(message),
                },
                other => complain(format!("no field {other}: title, description, parameter or example")),
            }
        }
        if wrong.is_empty() && query.title.is_empty() {
            let diagnostic = Diagnostic::error("Q03", path, 0..0, "a query needs a title");
            wrong.push(diagnostic.hint("begin the file with `# title: …`"));
        }
        if wrong.is_empty() { Ok(query) } else { Err(wrong) }
    }

    /// The arguments in short: `--actor ACTOR [--since DATE]`.
    pub fn usage(&self) -> String {
        let argument = |p: &Parameter| {
            let argument = format!("--{} {}", p.name, p.kind.name().to_uppercase());
            if p.need == Need::Required { argument } else { format!("[{argument}]") }
        };
        self.parameters.iter().map(argument).collect::<Vec<_>>().join(" ")
    }

    /// Everything about it in Markdown, without a heading.
    pub fn markdown(&self) -> String {
        let mut text = format!("{}\n", self.description);
        if !self.parameters.is_empty() {
            text.push('\n');
        }
        for p in &self.parameters {
            let need = match &p.need {
                Need::Required => "required".to_owned(),
                Need::Optional => "optional".to_owned(),
                Need::Default(value) => format!("default `{value}`"),
            };
            let _ = writeln!(text, "- `--{}` ({}, {need}): {}", p.name, p.kind.name(), p.description);
        }
        text
    }
}

impl FromStr for Parameter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const FORM: &str = "write `name: kind, required — what it is for`";
        let (head, description) = text.split_once(" — ").ok_or(FORM)?;
        let (name, rest) = head.split_once(": ").ok_or(FORM)?;
        let (kind, need) = rest.split_once(", ").ok_or(FORM)?;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(is_name) {
            return Err(format!("{name}: a parameter is called by small letters, digits and _"));
        }
        let need = match need.trim() {
            "required" => Need::Required,
            "optional" => Need::Optional,
            other => Need::Default(other.strip_prefix("default ").ok_or("required, optional or default …")?.to_owned()),
        };
        let kind = kind.trim().parse()?;
        Ok(Self { name: name.to_owned(), kind, need, description: description.trim().to_owned() })
    }
}

/// A field of the head of a file: `# name: value`.
pub(super) struct Field<'t> {
    pub(super) name: &'t str,
    pub(super) value: String,
    pub(super) place: std::ops::Range<usize>,
}

/// The fields of the remarks at the head of a file.
pub(super) fn fields(text: &str) -> Vec<Field<'_>> {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let place = start..start + line.trim_end().len();
        start += line.len();
        let Some(remark) = line.trim_end().strip_prefix('#') else { break };
        let continued = remark.starts_with("  ");
        match (remark.trim().split_once(": "), fields.last_mut()) {
            (_, Some(last)) if continued => {
                last.value.push(' ');
                last.value.push_str(remark.trim());
                last.place.end = place.end;
            }
            (Some((name, value)), _) => fields.push(Field { name, value: value.trim().to_owned(), place }),
            _ => {}
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let found = NamedQuery::parse("queries/try.rq", text);
        expected.assert_eq(&match found {
            Ok(q) => format!("{}: {} {:?}\n{}", q.name, q.title, q.examples, q.markdown()),
            Err(list) => list.iter().map(|d| d.render(text, false) + "\n").collect(),
        });
    }

    #[test]
    fn the_remarks_at_the_head_describe_a_query() {
        check(
            "# title: Who\n# description: Everybody who\n#   does it.\n# parameter: actor: actor, required — whom\n\
             # parameter: since: date, default 2025-01-01 — from when\n# example: --actor Oman\n# example: --actor Q842\n\
             SELECT ?who { ?who ?p $actor } # no field: here\n",
            expect![[r#"
                try: Who ["--actor Oman", "--actor Q842"]
                Everybody who does it.

                - `--actor` (actor, required): whom
                - `--since` (date, default `2025-01-01`): from when
            "#]],
        );
    }

    #[test]
    fn what_is_wrong_with_a_header_is_told_with_its_place() {
        check(
            "SELECT * { ?s ?p ?o }\n",
            expect![[r#"
            error[Q03]: a query needs a title
             --> queries/try.rq:1:1
              |
            1 | SELECT * { ?s ?p ?o }
              | ^ begin the file with `# title: …`
        "#]],
        );
        check(
            "# title: x\n# parameter: actor required\n# parameter: a: b, required — c\n# colour: red\n",
            expect![[r#"
            error[Q03]: wrong field of a query's header
             --> queries/try.rq:2:1
              |
            2 | # parameter: actor required
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ write `name: kind, required — what it is for`
            error[Q03]: wrong field of a query's header
             --> queries/try.rq:3:1
              |
            3 | # parameter: a: b, required — c
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no kind of value: one of actor, date, relation, class, document, number, text
            error[Q03]: wrong field of a query's header
             --> queries/try.rq:4:1
              |
            4 | # colour: red
              | ^^^^^^^^^^^^^ no field colour: title, description, parameter or example
        "#]],
        );
    }

    #[test]
    fn an_unknown_name_gets_the_nearest() {
        let queries = load(&Data::embedded()).unwrap();
        assert!(find(&queries, "who-fund").unwrap_err().to_string().contains("did you mean who-funds?"));
        assert!(find(&queries, "who-funds").is_ok());
    }

    #[test]
    fn every_query_that_is_shipped_can_be_parsed_and_says_what_it_is() {
        for query in load(&Data::embedded()).unwrap() {
            let name = &query.name;
            let needs_some = query.parameters.iter().any(|p| p.need == Need::Required);
            assert!(!query.description.is_empty() && (!needs_some || !query.examples.is_empty()), "{name}");
            for parameter in &query.parameters {
                let used = [format!("${}", parameter.name), format!("?{}", parameter.name)];
                let body = query.text.lines().filter(|l| !l.starts_with('#'));
                assert!(body.into_iter().any(|l| used.iter().any(|u| l.contains(u))), "{name}: {}", parameter.name);
            }
        }
    }
}
