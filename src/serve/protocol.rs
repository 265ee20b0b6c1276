//! An HTTP request → what is asked, by the SPARQL 1.1 Protocol (<https://www.w3.org/TR/sparql11-protocol/>).

use hyper::{Method, StatusCode};
use oxigraph::model::NamedNode;

use crate::graph::query::Settings;
use crate::serve::reply::Reply;

/// A query or an update.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub text: String,
    default_graphs: Vec<NamedNode>,
    named_graphs: Vec<NamedNode>,
}

impl Request {
    /// Its graphs, as a query takes them.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            default_graphs: self.default_graphs.clone(),
            named_graphs: self.named_graphs.clone(),
            ..Settings::default()
        }
    }
}

/// A request as it came.
pub(super) struct Parts<'a> {
    pub method: &'a Method,
    /// What stands behind the `?` of the address.
    pub parameters: &'a str,
    pub content_type: Option<&'a str>,
    pub body: &'a [u8],
}

/// The names of the parameters of an operation.
pub(super) struct Operation {
    text: &'static str,
    default: &'static str,
    named: &'static str,
    /// The media type of a body that is the text itself.
    direct: &'static str,
    by_get: bool,
}

pub(super) const QUERY: Operation = Operation {
    text: "query",
    default: "default-graph-uri",
    named: "named-graph-uri",
    direct: "application/sparql-query",
    by_get: true,
};

pub(super) const UPDATE: Operation = Operation {
    text: "update",
    default: "using-graph-uri",
    named: "using-named-graph-uri",
    direct: "application/sparql-update",
    by_get: false,
};

const FORM: &str = "application/x-www-form-urlencoded";

/// What is asked; nothing if it is a `GET` without a query.
pub(super) fn request(parts: &Parts<'_>, operation: &Operation) -> Result<Option<Request>, Reply> {
    let allowed = if operation.by_get { "GET, HEAD, POST, OPTIONS" } else { "POST, OPTIONS" };
    let (text, parameters) = match *parts.method {
        Method::GET | Method::HEAD if operation.by_get => {
            let parameters = form(parts.parameters.as_bytes());
            (single(&parameters, operation.text)?, parameters)
        }
        Method::POST => {
            let wrong_type = || {
                let message = format!("POST takes {} or {FORM}", operation.direct);
                Reply::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, message)
            };
            let (name, charset) = media_type(parts.content_type.ok_or_else(wrong_type)?);
            if !charset.is_none_or(|c| c.eq_ignore_ascii_case("utf-8")) {
                return Err(Reply::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, "a request is in UTF-8"));
            }
            let body = std::str::from_utf8(parts.body).map_err(|e| {
                let message = format!("byte {}: a request is in UTF-8", e.valid_up_to());
                Reply::bad_request(message)
            })?;
            if name.eq_ignore_ascii_case(operation.direct) {
                let parameters = form(parts.parameters.as_bytes());
                if parameters.iter().any(|(name, _)| name == operation.text) {
                    return Err(Reply::bad_request(format!(
                        "the body is the {0}, and there is another",
                        operation.text
                    )));
                }
                (Some(body.to_owned()), parameters)
            } else if name.eq_ignore_ascii_case(FORM) {
                let parameters = form(body.as_bytes());
                let text = single(&parameters, operation.text)?;
                (Some(text.ok_or_else(|| missing(operation))?), parameters)
            } else {
                return Err(wrong_type());
            }
        }
        _ => return Err(Reply::wrong_method(allowed)),
    };
    let graphs = |name: &str| {
        let given = parameters.iter().filter(|(n, _)| n == name);
        given.map(|(_, iri)| NamedNode::new(iri).map_err(|e| wrong_iri(name, iri, &e))).collect::<Result<_, _>>()
    };
    let (default_graphs, named_graphs) = (graphs(operation.default)?, graphs(operation.named)?);
    Ok(text.map(|text| Request { text, default_graphs, named_graphs }))
}

/// Names and values, in their order.
pub(super) fn form(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

/// The value of a parameter that may be there once.
pub(super) fn single(parameters: &[(String, String)], name: &str) -> Result<Option<String>, Reply> {
    let mut values = parameters.iter().filter(|(n, _)| n == name).map(|(_, value)| value);
    let value = values.next();
    match values.next() {
        Some(_) => Err(Reply::bad_request(format!("there is more than one {name}"))),
        None => Ok(value.cloned()),
    }
}

/// The name of a media type in a header, and its character set.
pub(super) fn media_type(header: &str) -> (&str, Option<&str>) {
    let mut parts = header.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let charset = parts.filter_map(|p| p.split_once('=')).find(|(n, _)| n.trim().eq_ignore_ascii_case("charset"));
    (name, charset.map(|(_, value)| value.trim().trim_matches('"')))
}

pub(super) fn wrong_iri(name: &str, iri: &str, error: &dyn std::fmt::Display) -> Reply {
    Reply::bad_request(format!("{name}: {iri:?} is no absolute IRI: {error}"))
}

fn missing(operation: &Operation) -> Reply {
    Reply::bad_request(format!("there is no {}", operation.text))
}
