//! The parameters of an address → a page to explore a view of the store ([`crate::picture::html`]).
//!
//! The parameters are those of [`Request::of_pairs`], and `title`. A page is one whole view: it has at most
//! [`MOST_NODES`], of which each edge keeps [`MOST_EVIDENCE`], whatever is asked for.

use hyper::{StatusCode, header};

use crate::diagnostic::Error;
use crate::graph::view::{self, Request};
use crate::ontology::Ontology;
use crate::picture::html;
use crate::picture::svg::Arrangement;
use crate::serve::live::Snapshot;
use crate::serve::protocol::{form, single};
use crate::serve::reply::Reply;
use crate::serve::work::Outcome;

/// How many nodes a page has where nothing is said.
const NODES: usize = 100;

/// The most nodes of a page; there are twice as many edges at most.
const MOST_NODES: usize = 500;

/// The most pieces of evidence that an edge has on a page.
const MOST_EVIDENCE: usize = 200;

/// What a page shall show.
#[derive(Debug)]
pub(super) struct Target {
    request: Request,
    title: Option<String>,
}

impl Target {
    pub(super) fn parse(parameters: &str) -> Result<Self, Reply> {
        let mut parameters = form(parameters.as_bytes());
        let title = single(&parameters, "title")?;
        parameters.retain(|(name, _)| name != "title");
        let bounded = parameters.iter().any(|(name, _)| name == "evidence");
        let pairs = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut request = Request::of_pairs(pairs).map_err(|e| Reply::bad_request(e.to_string()))?;
        request.limit = Some(request.limit.unwrap_or(NODES).min(MOST_NODES));
        request.evidence = if bounded { request.evidence.min(MOST_EVIDENCE) } else { MOST_EVIDENCE };
        Ok(Self { request, title })
    }
}

/// The page.
pub(super) fn page(snapshot: &Snapshot, ontology: &Ontology, target: &Target) -> Outcome {
    let mut view = view::view(&snapshot.index, ontology, &target.request).map_err(|error| match error {
        Error::Usage(said) => Reply::bad_request(said),
        other => Reply::failed(other.to_string()),
    })?;
    if view.graph.edge_count() == 0 {
        return Err(Reply::text(StatusCode::NOT_FOUND, "there is no such relation in the store"));
    }
    view.measure();
    let page = html::html(&view, target.title.as_deref(), Arrangement::Auto);
    // What a page cannot say of itself: nobody may show it inside of another.
    Ok(Reply::ok("text/html; charset=utf-8", page).with(header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_bounded_whatever_is_asked_for() {
        let target = |parameters: &str| Target::parse(parameters).unwrap();
        let asked = target("focus=Iran&focus=Oman&limit=100000&evidence=99999&title=A+%26+B");
        assert_eq!((asked.request.limit, asked.request.evidence), (Some(MOST_NODES), MOST_EVIDENCE));
        assert_eq!((asked.request.focus.len(), asked.title.as_deref()), (2, Some("A & B")));
        let plain = target("");
        assert_eq!((plain.request.limit, plain.request.evidence), (Some(NODES), MOST_EVIDENCE));
        assert_eq!(target("evidence=2").request.evidence, 2);
        assert_eq!(Target::parse("hop=2").unwrap_err().status, StatusCode::BAD_REQUEST);
        assert_eq!(Target::parse("title=a&title=b").unwrap_err().status, StatusCode::BAD_REQUEST);
    }
}
