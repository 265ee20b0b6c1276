//! Queries by name on the command line: the list of them, and `--actor Iran` as a value of the variable `$actor`.

use std::ffi::OsString;
use std::path::Path;

use clap::CommandFactory as _;
use oxigraph::sparql::Variable;

use crate::actor::Gazetteer;
use crate::cli::{Arguments, Outcome, tables, write_output};
use crate::data::Data;
use crate::diagnostic::{Error, nearest};
use crate::graph::lookup::Lookup;
use crate::graph::named::{self, Kind, NamedQuery, Need};
use crate::graph::query::bind::Bindings;
use crate::graph::store::Index;
use crate::ontology::Ontology;

/// The arguments of the process with `--NAME VALUE` of `actograph query` made `--set NAME=VALUE` where the command has
/// no option of that name: what a query can be told is not known before its file is read.
pub(in crate::cli) fn rewritten(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let command = Arguments::command();
    let query = command.find_subcommand("query").expect("it is one of the commands");
    let options = || command.get_arguments().chain(query.get_arguments());
    let is_known = |name: &str| matches!(name, "help" | "version") || options().any(|a| a.get_long() == Some(name));
    let takes_value = |option: &str| {
        let found = options().find(|a| {
            option.strip_prefix("--").map_or_else(
                || option.len() == 2 && option.chars().nth(1) == a.get_short(),
                |name| a.get_long() == Some(name),
            )
        });
        found.is_some_and(|a| a.get_action().takes_values())
    };
    let mut made = Vec::with_capacity(arguments.len());
    let (mut inside, mut is_value) = (false, false);
    let mut rest = arguments.into_iter().enumerate().peekable();
    while let Some((place, argument)) = rest.next() {
        let text = argument.to_string_lossy().into_owned();
        if is_value || place == 0 {
            is_value = false;
        } else if text == "--" {
            made.push(argument);
            made.extend(rest.by_ref().map(|(_, a)| a));
            break;
        } else if !text.starts_with('-') {
            if !inside && text != "query" {
                // Another command: nothing is changed.
                made.push(argument);
                made.extend(rest.by_ref().map(|(_, a)| a));
                break;
            }
            inside = true;
        } else if let Some(option) = text.strip_prefix("--").filter(|_| inside) {
            let (name, value) = option.split_once('=').map_or((option, None), |(n, v)| (n, Some(v.to_owned())));
            if !is_known(name) && is_parameter(name) {
                let value = value.or_else(|| {
                    let next = rest.next_if(|(_, v)| !v.to_string_lossy().starts_with("--"));
                    next.map(|(_, v)| v.to_string_lossy().into_owned())
                });
                match value {
                    Some(value) => made.extend(["--set".into(), format!("{name}={value}").into()]),
                    None => made.push(argument),
                }
                continue;
            }
            is_value = value.is_none() && takes_value(&text);
        } else {
            is_value = takes_value(&text);
        }
        made.push(argument);
    }
    made
}

/// Whether something is written as the name of a query is: no SPARQL query is a bare word.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// Whether a variable can be called so.
fn is_parameter(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `--list`.
pub(super) fn list(output: &Path, data: &Data) -> Result<Outcome, Error> {
    let queries = named::load(data)?;
    let header = ["query", "answers", "parameters"].map(str::to_owned).to_vec();
    let rows = queries.iter().map(|q| vec![q.name.clone(), q.title.clone(), q.usage()]).collect();
    write_output(output, tables::headed(header, rows).as_bytes())?;
    Ok(if queries.is_empty() { Outcome::Nothing } else { Outcome::Found })
}

/// `--show NAME`: the file, which says in its head what it can be told.
pub(super) fn show(name: &str, output: &Path, data: &Data) -> Result<Outcome, Error> {
    let queries = named::load(data)?;
    write_output(output, named::find(&queries, name)?.text.as_bytes())?;
    Ok(Outcome::Found)
}

/// Whether the values are for parameters that the query has, and none is missing.
pub(super) fn check(query: &NamedQuery, values: &[String]) -> Result<(), Error> {
    for value in values {
        let (name, _) = split(value)?;
        if !query.parameters.iter().any(|p| p.name == name) {
            let has = match query.usage() {
                usage if usage.is_empty() => "it takes none".to_owned(),
                usage => format!("it takes {usage}"),
            };
            let command = Arguments::command();
            let subcommand = command.find_subcommand("query").expect("it is one of the commands");
            let options = subcommand.get_arguments().filter_map(clap::Arg::get_long);
            let near = nearest(name, options.chain(query.parameters.iter().map(|p| p.name.as_str())));
            let near = near.map_or(String::new(), |near| format!("; did you mean --{near}?"));
            return Err(Error::Usage(format!("--{name}: {} has no such parameter, {has}{near}", query.name)));
        }
    }
    let given = |name: &str| values.iter().filter_map(|v| split(v).ok()).any(|(n, _)| n == name);
    match query.parameters.iter().find(|p| p.need == Need::Required && !given(&p.name)) {
        Some(missing) => {
            let (name, kind) = (&missing.name, missing.kind.name().to_uppercase());
            let message = format!("{} needs --{name} {kind}: {}", query.name, missing.description);
            Err(Error::Usage(message))
        }
        None => Ok(()),
    }
}

/// The values of a query's parameters as terms.
pub(super) fn bindings(query: &NamedQuery, values: &[String], index: &Index, data: &Data) -> Result<Bindings, Error> {
    let known = Knowledge::load(data)?;
    let lookup = known.lookup(index);
    let mut bindings = Bindings::new();
    for parameter in &query.parameters {
        let given = values.iter().filter_map(|v| split(v).ok()).filter(|(name, _)| *name == parameter.name);
        let value = given.map(|(_, value)| value).next_back().or(match &parameter.need {
            Need::Default(value) => Some(value.as_str()),
            Need::Required | Need::Optional => None,
        });
        if let Some(value) = value {
            let term = lookup.term(parameter.kind, value).map_err(|e| at(&parameter.name, e))?;
            bindings.insert(Variable::new_unchecked(&parameter.name), term);
        }
    }
    Ok(bindings)
}

/// The values of variables of a query that says nothing about them: by the name of the variable, or by their look.
pub(super) fn free_bindings(values: &[String], index: &Index, data: &Data) -> Result<Bindings, Error> {
    if values.is_empty() {
        return Ok(Bindings::new());
    }
    let known = Knowledge::load(data)?;
    let lookup = known.lookup(index);
    let mut bindings = Bindings::new();
    for value in values {
        let (name, value) = split(value)?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name);
        let is_day = lookup.term(Kind::Date, value).is_ok();
        let kind = kind.unwrap_or(if is_day { Kind::Date } else { Kind::Text });
        let kind = if value.parse::<i64>().is_ok() { Kind::Number } else { kind };
        let term = lookup.term(kind, value).map_err(|e| at(name, e))?;
        bindings.insert(Variable::new_unchecked(name), term);
    }
    Ok(bindings)
}

struct Knowledge {
    gazetteer: Gazetteer,
    ontology: Ontology,
}

impl Knowledge {
    fn load(data: &Data) -> Result<Self, Error> {
        Ok(Self { gazetteer: Gazetteer::load(data)?, ontology: Ontology::load(data)? })
    }

    fn lookup<'a>(&'a self, index: &'a Index) -> Lookup<'a> {
        Lookup { index, gazetteer: &self.gazetteer, ontology: &self.ontology }
    }
}

fn split(value: &str) -> Result<(&str, &str), Error> {
    let pair = value.split_once('=').filter(|(name, _)| is_parameter(name));
    pair.ok_or_else(|| Error::Usage(format!("--set {value}: write --set NAME=VALUE")))
}

fn at(parameter: &str, error: Error) -> Error {
    match error {
        Error::Usage(message) => Error::Usage(format!("--{parameter} {message}")),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(arguments: &str, expected: &str) {
        let made = rewritten(arguments.split(' ').map(OsString::from));
        let made: Vec<String> = made.into_iter().map(|a| a.into_string().unwrap()).collect();
        assert_eq!(made.join(" "), expected);
    }

    #[test]
    fn unknown_options_of_query_are_parameters() {
        check("a query who --actor Iran --store s", "a query who --set actor=Iran --store s");
        check("a query who --actor=Iran -s s", "a query who --set actor=Iran -s s");
        check("a --data d query who --since -1", "a --data d query who --set since=-1");
        check("a query --list", "a query --list");
        check("a query --store --actor x", "a query --store --actor x");
        check("a query who --store s --actor", "a query who --store s --actor");
        check("a query who --actor --store s", "a query who --actor --store s");
        check("a query who -- --actor x", "a query who -- --actor x");
        check("a query who --help", "a query who --help");
    }

    #[test]
    fn other_commands_are_left_alone() {
        check("a view --query x --actor y", "a view --query x --actor y");
        check("a", "a");
    }

    #[test]
    fn no_sparql_query_is_a_name() {
        assert!(is_name("who-funds") && is_name("2step"));
        assert!(!is_name("ASK {}") && !is_name("-") && !is_name("a.rq") && !is_name(""));
    }
}
