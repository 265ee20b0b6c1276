//! What the head of a page says of it: `<meta>` (Open Graph, Dublin Core and the usual names), `<time>`, and JSON-LD
//! of schema.org, which is believed first.

use html5gum::StartTag;
use serde_json::Value;

use super::attribute;
use crate::cli::input::day;

/// More structured data than an article has.
const MOST_SCRIPT: usize = 1 << 20;

/// Names of `<meta>`, the most trustworthy first.
const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "headline"];
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "date",
];
const AUTHORS: &[&str] = &["author", "article:author", "dc.creator", "parsely-author", "byl"];
const PUBLISHERS: &[&str] = &["og:site_name", "dc.publisher", "publisher", "application-name"];

#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
    pub(super) publisher: Option<String>,
    /// `<meta>` by lower-case name; the first of a name counts.
    named: Vec<(String, String)>,
    page_title: String,
    in_title: bool,
    /// The text of the JSON-LD script that is being read, and of those before.
    scripts: Vec<String>,
    time: Option<String>,
}

impl Metadata {
    pub(super) fn tag(&mut self, tag: &StartTag<()>) {
        match tag.name.as_slice() {
            b"title" => self.in_title = self.page_title.is_empty(),
            b"meta" => {
                let name = ["property", "name", "itemprop"].iter().find_map(|key| attribute(tag, key));
                if let (Some(name), Some(content)) = (name, attribute(tag, "content")) {
                    let content = one_line(&content);
                    if !content.is_empty() {
                        self.named.push((name.to_ascii_lowercase(), content));
                    }
                }
            }
            b"time" if self.time.is_none() => {
                let is_published = attribute(tag, "itemprop").is_some_and(|p| p == "datePublished")
                    || tag.attributes.contains_key(b"pubdate".as_slice());
                self.time = attribute(tag, "datetime").filter(|_| is_published).and_then(|d| day(&d));
            }
            b"script" => {
                let is_data =
                    attribute(tag, "type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"));
                // Other scripts go where nobody looks.
                self.scripts.push(if is_data { String::new() } else { "-".to_owned() });
            }
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &[u8]) {
        self.in_title &= name != b"title";
    }

    pub(super) fn in_title(&self) -> bool {
        self.in_title
    }

    pub(super) fn title(&mut self, text: &str) {
        self.page_title.push_str(text);
    }

    pub(super) fn script(&mut self, text: &str) {
        if let Some(script) = self.scripts.last_mut().filter(|s| !s.starts_with('-') && s.len() < MOST_SCRIPT) {
            script.push_str(text);
        }
    }

    /// Decides; `heading` is the first `<h1>`.
    pub(super) fn finish(mut self, heading: Option<String>) -> Self {
        for script in std::mem::take(&mut self.scripts) {
            if let Ok(value) = serde_json::from_str::<Value>(&script) {
                self.structured(&value);
            }
        }
        let first = |names: &[&str]| {
            names.iter().find_map(|name| self.named.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone()))
        };
        let publisher = self.publisher.clone().or_else(|| first(PUBLISHERS)).filter(|p| !is_address(p));
        let title = one_line(&self.page_title);
        let title = Some(title).filter(|t| !t.is_empty()).map(|t| without_site(&t, publisher.as_deref()));
        let title = self.title.clone().or_else(|| first(TITLES)).or(heading).or(title);
        let date = self.date.clone();
        let date = date.or_else(|| DATES.iter().find_map(|n| first(&[n]).and_then(|d| day(&d)))).or(self.time.clone());
        let author = self.author.clone().or_else(|| first(AUTHORS)).filter(|a| !is_address(a));
        Self { title, author, date, publisher, ..Self::default() }
    }

    /// Reads what JSON-LD says of an article, wherever it stands in it.
    fn structured(&mut self, value: &Value) {
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items.iter().rev()),
                Value::Object(object) => {
                    open.extend(object.get("@graph"));
                    let kinds = object.get("@type").map(strings).unwrap_or_default();
                    // NewsArticle, ReportageNewsArticle, BlogPosting and the like.
                    if !kinds.iter().any(|k| k.ends_with("Article") || k.ends_with("Posting")) {
                        continue;
                    }
                    let text = |key: &str| object.get(key).and_then(Value::as_str).map(one_line);
                    let names = |key: &str| object.get(key).map(|v| names(v).join(", ")).filter(|n| !n.is_empty());
                    self.title = self.title.take().or_else(|| text("headline").filter(|t| !t.is_empty()));
                    self.date = self.date.take().or_else(|| text("datePublished").and_then(|d| day(&d)));
                    self.author = self.author.take().or_else(|| names("author"));
                    self.publisher = self.publisher.take().or_else(|| names("publisher"));
                }
                _ => {}
            }
        }
    }
}

/// A string, or those of a list.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The name of a person or an organization, or those of a list.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![one_line(name)],
        Value::Array(items) => items.iter().filter(|v| !v.is_array()).flat_map(names).collect(),
        Value::Object(object) => object.get("name").and_then(Value::as_str).map(one_line).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_address(name: &str) -> bool {
    name.contains("://") || name.starts_with('@')
}

/// *Talks open in Muscat | The Example* without the site's name.
fn without_site(title: &str, site: Option<&str>) -> String {
    let cut = |site: &str| {
        let rest = title.strip_suffix(site)?.trim_end();
        let rest = rest.strip_suffix(['|', '-', '–', '—', '·', ':', '»'])?.trim_end();
        (!rest.is_empty()).then(|| rest.to_owned())
    };
    site.and_then(cut).unwrap_or_else(|| title.to_owned())
}
