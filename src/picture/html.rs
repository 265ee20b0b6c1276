//! A view → one HTML page to explore it: search, filters, every relation with its sentences. It needs no network.
//!
//! The page is a template (`html/page.html`) with a style sheet, a script, Cytoscape.js (see `html/vendor/`) and the view as JSON.
//! The script draws the same picture as [`svg`](crate::picture::svg): places, sizes, colours, shapes and the words of
//! lines are data from here, so that there is one place that says how a picture looks.
//!
//! Nothing that a text says can become part of the page: JSON stands in a script of another type with `<` escaped,
//! names are set as text, and a Content Security Policy allows the page's own scripts and style by their hashes and
//! forbids everything else, the network too (<https://www.w3.org/TR/CSP3/>).

mod data;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::graph::view::View;
use crate::picture::svg::{Arrangement, escape};

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/page.css");
const LIBRARY: &str = include_str!("html/vendor/cytoscape/cytoscape.min.js");

/// The parts of the page's own script, in their order.
const SCRIPTS: [&str; 6] = [
    include_str!("html/state.js"),
    include_str!("html/graph.js"),
    include_str!("html/panel.js"),
    include_str!("html/filter.js"),
    include_str!("html/search.js"),
    include_str!("html/main.js"),
];

/// The page of a view, under a title of its own or the user's, with nodes arranged as in the picture.
///
/// Let the view have all its evidence: an edge shows what [`Request::evidence`](crate::graph::view::Request::evidence)
/// left it.
pub fn html(view: &View, title: Option<&str>, layout: Arrangement) -> String {
    let title = title.map_or_else(|| view.title(), str::to_owned);
    // One function around all parts keeps their names out of the page's.
    let script = format!("(() => {{\n\"use strict\";\n{}}})();\n", SCRIPTS.concat());
    let policy = format!(
        "default-src 'none'; script-src {} {}; style-src {}; img-src data: blob:; base-uri 'none'; form-action 'none'",
        hash(LIBRARY),
        hash(&script),
        hash(STYLE)
    );
    // Inside of strings, the only place where JSON has it, `<` may be written by its number.
    let json = data::data(view, &title, layout).to_string().replace('<', "\\u003c");
    fill(PAGE, |name| match name {
        "policy" => policy.clone(),
        "title" => escape(&title),
        "subtitle" => escape(&view.subtitle()),
        "style" => STYLE.to_owned(),
        "library" => LIBRARY.to_owned(),
        "script" => script.clone(),
        "data" => json.clone(),
        other => unreachable!("page.html names {other}"),
    })
}

/// The template with each `{{name}}` replaced; what is put in is not looked at again.
fn fill(template: &str, value: impl Fn(&str) -> String) -> String {
    let mut parts = template.split("{{");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("every name of page.html is closed");
        page.push_str(&value(name));
        page.push_str(rest);
    }
    page
}

/// The hash of an inline script or style sheet, as a policy names it.
fn hash(content: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_not_filled_again() {
        assert_eq!(fill("<{{title}}> {{data}}", |name| format!("{{{{{name}}}}}")), "<{{title}}> {{data}}");
    }

    #[test]
    fn a_hash_is_that_of_the_specification() {
        // CSP 3, section 8.
        assert_eq!(hash("doSomething();"), "'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='");
    }

    #[test]
    fn no_part_ends_its_element() {
        for part in SCRIPTS.into_iter().chain([LIBRARY, STYLE]) {
            let part = part.to_lowercase();
            assert!(!part.contains("</script") && !part.contains("<!--") && !part.contains("</style"));
            // A browser would read other line ends, and the hash would be wrong.
            assert!(!part.contains('\r'));
        }
    }
}
