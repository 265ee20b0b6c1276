//! RSS 0.9 to 2.0 and Atom → documents, one an entry: its content, or its summary where there is no content.
//!
//! Elements are known by their local names, so that it matters not which prefix a feed gives a namespace. What an entry
//! only links to is not fetched.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::{Body, Raw, day};
use crate::diagnostic::Error;
use crate::document::{DateSource, Source};

/// The deepest nesting that a feed has a use for.
const DEEPEST: usize = 64;

/// An entry that is being read.
#[derive(Debug, Default)]
struct Entry {
    line: usize,
    id: String,
    link: String,
    title: String,
    date: String,
    updated: String,
    author: String,
    content: String,
    summary: String,
}

/// The documents of a feed, and what is wrong with it; what comes before a fault is kept.
pub(super) fn documents(name: &str, xml: &str) -> Vec<Result<Raw, Error>> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut entry: Option<Entry> = None;
    let mut site = String::new();
    let mut is_feed = false;
    // Lines are counted as the reader goes on, each byte once.
    let (mut line, mut counted) = (1, 0);
    loop {
        let event = reader.read_event();
        let at = (reader.buffer_position() as usize).min(xml.len());
        line += xml.as_bytes()[counted.min(at)..at].split(|&b| b == b'\n').count() - 1;
        counted = at;
        let fault = |message: String| Error::Content { place: format!("{name}:{line}"), message };
        match event {
            Err(error) => {
                found.push(Err(fault(format!("no XML: {error}"))));
                break;
            }
            Ok(Event::Eof) => break,
            Ok(Event::Start(start)) => {
                let element = local(&start);
                is_feed |= matches!(element.as_str(), "rss" | "feed" | "RDF");
                if !is_feed {
                    found.push(Err(fault(format!("`{element}` is neither RSS nor Atom"))));
                    break;
                }
                match &mut entry {
                    None if matches!(element.as_str(), "item" | "entry") => {
                        entry = Some(Entry { line, ..Entry::default() });
                        open.clear();
                        continue;
                    }
                    Some(entry) if element == "link" => entry.link(&start),
                    // XHTML within the content has lost its marks: blocks part words all the same.
                    Some(entry) if open.first().is_some_and(|e| e == "content") => entry.content.push(' '),
                    _ => {}
                }
                open.push(element);
                if open.len() > DEEPEST {
                    found.push(Err(fault(format!("elements are nested more than {DEEPEST} deep"))));
                    break;
                }
            }
            Ok(Event::Empty(start)) => {
                if let (Some(entry), "link") = (&mut entry, local(&start).as_str()) {
                    entry.link(&start);
                }
            }
            Ok(Event::End(_)) => {
                if open.pop().is_none()
                    && let Some(entry) = entry.take()
                {
                    found.push(entry.document(name, &site));
                }
            }
            Ok(Event::Text(text)) => {
                let raw = text.into_inner();
                let text = String::from_utf8_lossy(&raw);
                add(&mut entry, &mut site, &open, &entities(&text));
            }
            Ok(Event::CData(text)) => add(&mut entry, &mut site, &open, &String::from_utf8_lossy(&text)),
            Ok(_) => {}
        }
    }
    found
}

fn add(entry: &mut Option<Entry>, site: &mut String, open: &[String], text: &str) {
    if let Some(entry) = entry {
        if let Some(field) = entry.field(open) {
            field.push_str(text);
        }
        return;
    }
    // The feed's own title is that of the site; a picture's title lies deeper.
    let is_title = open.last().is_some_and(|e| e == "title");
    let of_feed = open.len() >= 2 && matches!(open[open.len() - 2].as_str(), "channel" | "feed");
    if is_title && of_feed {
        site.push_str(text);
    }
}

impl Entry {
    fn link(&mut self, start: &BytesStart<'_>) {
        let get = |name: &str| {
            let value = start.try_get_attribute(name).ok().flatten()?;
            Some(entities(&String::from_utf8_lossy(&value.value)))
        };
        if get("rel").is_none_or(|rel| rel == "alternate")
            && let (Some(target), true) = (get("href"), self.link.is_empty())
        {
            self.link = target;
        }
    }

    /// Where the text within these elements belongs.
    fn field(&mut self, open: &[String]) -> Option<&mut String> {
        let inner = open.last()?;
        Some(match (open.first()?.as_str(), inner.as_str()) {
            ("guid" | "id", _) => &mut self.id,
            ("link", _) => &mut self.link,
            ("title", _) if open.len() == 1 => &mut self.title,
            ("pubDate" | "published" | "date" | "issued", _) => &mut self.date,
            ("updated" | "modified", _) => &mut self.updated,
            ("author", "name" | "author") | ("creator", _) => &mut self.author,
            ("content" | "encoded", _) => &mut self.content,
            ("description" | "summary", _) => &mut self.summary,
            _ => return None,
        })
    }

    fn document(self, name: &str, site: &str) -> Result<Raw, Error> {
        let some = |text: &str| Some(super::html::fragment(text)).filter(|t| !t.is_empty());
        let place = format!("{name}:{}", self.line);
        let link = self.link.trim();
        let body = if self.content.trim().is_empty() { self.summary } else { self.content };
        if body.trim().is_empty() {
            return Err(Error::Content { place, message: "this entry has neither content nor summary".to_owned() });
        }
        let date = [&self.date, &self.updated].into_iter().find_map(|d| day(d));
        let id = if self.id.trim().is_empty() { link } else { self.id.trim() };
        let source = Source {
            id: super::without_scheme(id).to_owned(),
            path: Some(link.to_owned()).filter(|l| !l.is_empty()),
            title: some(&self.title),
            date_source: date.as_ref().map(|_| DateSource::Metadata),
            date,
            author: some(&self.author),
            publisher: some(site),
        };
        Ok(Raw { place, source, body: Body::Fragment(body) })
    }
}

/// An element's name without its prefix; what describes media keeps it, for its titles are not the entry's.
fn local(start: &BytesStart<'_>) -> String {
    let name = start.name();
    let is_media = name.prefix().is_some_and(|p| matches!(p.as_ref(), b"media" | b"itunes"));
    String::from_utf8_lossy(if is_media { name.as_ref() } else { name.local_name().into_inner() }).into_owned()
}

/// The text with its references resolved: those of XML and by number; others are left to the reader of HTML.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.as_bytes().iter().take(12).position(|&b| b == b';');
        let value = end.and_then(|end| {
            let name = &rest[1..end];
            let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
                None => n.parse().ok(),
            });
            let character = number.and_then(char::from_u32).map(String::from);
            Some((character.or_else(|| resolve_predefined_entity(name).map(str::to_owned))?, end))
        });
        if let Some((value, end)) = value {
            out.push_str(&value);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};

    use super::*;

    fn check(xml: &str, expected: Expect) {
        let mut out = String::new();
        for document in documents("a.xml", xml) {
            match document.and_then(Raw::text) {
                Ok(text) => {
                    let Source { id, path, title, date, author, publisher, .. } = text.source;
                    let known = [path, title, date, author, publisher].into_iter().flatten().collect::<Vec<_>>();
                    writeln!(out, "{id} {known:?} {:?}", text.text).unwrap();
                }
                Err(error) => writeln!(out, "{error}").unwrap(),
            }
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn items_of_rss_are_documents() {
        check(
            "<?xml version='1.0'?><rss version='2.0' xmlns:content='c' xmlns:dc='d'><channel><title>The Example</title>\
             <image><title>Logo</title></image>\
             <item><title>Talks &amp;amp; terms</title><link>https://example.org/1</link><guid>https://example.org/1</guid>\
             <pubDate>Wed, 18 Mar 2026 23:30:00 +0400</pubDate><dc:creator>Ana</dc:creator>\
             <description>Short.</description>\
             <content:encoded><![CDATA[<p>Oman hosted <b>talks</b>.</p><p>They end.</p>]]></content:encoded></item>\n\
             <item><title>Empty</title></item>\
             <item><guid isPermaLink='false'>x-2</guid><description>Iran &lt;i&gt;funds&lt;/i&gt; Hamas.</description></item>\
             </channel></rss>",
            expect![[r#"
                example.org/1 ["https://example.org/1", "Talks & terms", "2026-03-18", "Ana", "The Example"] "Oman hosted talks.\n\nThey end."
                a.xml:2: this entry has neither content nor summary
                x-2 ["The Example"] "Iran funds Hamas."
            "#]],
        );
    }

    #[test]
    fn entries_of_atom_are_documents() {
        check(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>The Example</title><entry><id>tag:example.org,2026:1</id>\
             <title>Talks</title><link rel='self' href='https://example.org/x'/><link href='https://example.org/1'/>\
             <published>2026-03-18T09:00:00Z</published><updated>2026-03-20T09:00:00Z</updated>\
             <author><name>Ana</name><uri>https://example.org/ana</uri></author>\
             <content type='xhtml'><div><p>Oman hosted talks.</p></div></content></entry></feed>",
            expect![[r#"
                tag:example.org,2026:1 ["https://example.org/1", "Talks", "2026-03-18", "Ana", "The Example"] "Oman hosted talks."
            "#]],
        );
    }

    #[test]
    fn faults_have_a_place_and_spare_what_came_before() {
        check(
            "<rss><channel>\n<item><description>Iran funds Hamas.</description></item>\n<item></rss>",
            expect![[r#"
            stdin-4a7501f98551 [] "Iran funds Hamas."
            a.xml:3: no XML: ill-formed document: expected `</item>`, but `</rss>` was found
        "#]],
        );
        check(
            "<svg/><svg></svg>",
            expect![[r#"
            a.xml:1: `svg` is neither RSS nor Atom
        "#]],
        );
    }
}
