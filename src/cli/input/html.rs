//! A web page → the article in it: paragraphs without menus, teasers, captions and comments, and what its metadata says.
//!
//! One pass over the tokens of the page (html5gum, which follows the WHATWG standard) makes blocks of text in nested
//! containers; no tree is built, so that time is linear and depth harmless whatever the page. As in Mozilla's
//! Readability, paragraphs give points to the containers around them, the container with most points is the article,
//! and what is mostly links within it goes. Neither scripts nor styles are looked at. (The crates that port Readability
//! need `selectors` and `cssparser`, which are under MPL-2.0.)

mod metadata;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use self::metadata::Metadata;
use crate::document::{DateSource, Source};

/// Elements without text of the article, whatever the page.
const NO_TEXT: &[&str] =
    &["script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "textarea"];
/// Elements that are rarely part of the article; if nothing is left without them they are read after all.
const FURNITURE: &[&str] = &["nav", "footer", "aside", "form", "button", "figcaption", "dialog", "menu"];
/// Elements that hold blocks.
const CONTAINERS: &[&str] = &[
    "body",
    "div",
    "section",
    "article",
    "main",
    "header",
    "ul",
    "ol",
    "dl",
    "table",
    "tbody",
    "tr",
    "td",
    "blockquote",
    "figure",
    "center",
];
/// Elements that are a block of text each.
const BLOCKS: &[&str] =
    &["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "pre", "address", "th", "caption", "hr", "title"];
/// Deeper containers count as those around them.
const DEEPEST: usize = 256;
/// Fewer characters are no article: then the page is read with its furniture.
const SHORTEST: usize = 140;

/// The article of a page: fills what the source does not know yet, and gives the text.
pub(super) fn article(page: &str, source: &mut Source) -> String {
    let (mut blocks, metadata) = Page::read(page, true);
    if blocks.blocks.iter().map(|b| b.text.len()).sum::<usize>() < SHORTEST {
        blocks = Page::read(page, false).0;
    }
    let heading = blocks.blocks.iter().find(|b| b.kind == Kind::Heading(1)).map(|b| b.text.clone());
    let metadata = metadata.finish(heading);
    let text = blocks.article(metadata.title.as_deref());
    source.title = source.title.take().or(metadata.title);
    source.author = source.author.take().or(metadata.author);
    source.publisher = source.publisher.take().or(metadata.publisher);
    if source.date.is_none() && metadata.date.is_some() {
        (source.date, source.date_source) = (metadata.date, Some(DateSource::Metadata));
    }
    text
}

/// The words of a piece of HTML that is all text, such as an entry of a feed.
pub(super) fn fragment(html: &str) -> String {
    let (page, _) = Page::read(html, false);
    let kept: Vec<&str> = page.blocks.iter().map(|b| b.text.as_str()).collect();
    kept.join("\n\n")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading(u8),
    Item,
    Text,
}

#[derive(Debug)]
struct Block {
    text: String,
    /// Characters of it within links.
    linked: usize,
    kind: Kind,
    container: usize,
}

#[derive(Debug, Default)]
struct Container {
    parent: usize,
    points: f64,
    /// Characters below it, and those within links.
    length: usize,
    linked: usize,
    /// It says itself that it is the article's body.
    is_body: bool,
}

#[derive(Debug)]
struct Page {
    blocks: Vec<Block>,
    /// The first is the page; every other comes after its parent.
    containers: Vec<Container>,
}

/// What is open at a place of the page.
struct Reader {
    page: Page,
    metadata: Metadata,
    /// Open containers: name and number.
    open: Vec<(Vec<u8>, usize)>,
    /// The element that is passed over, and how many of its name are open.
    passed: Option<(Vec<u8>, usize)>,
    current: String,
    linked: usize,
    in_link: bool,
    kind: Kind,
    without_furniture: bool,
}

impl Page {
    fn read(html: &str, without_furniture: bool) -> (Self, Metadata) {
        let mut emitter = DefaultEmitter::default();
        // The content of <script>, <style>, <title> and <textarea> has no tags.
        emitter.naively_switch_states(true);
        let page = Self { blocks: Vec::new(), containers: vec![Container::default()] };
        let mut reader = Reader {
            page,
            metadata: Metadata::default(),
            open: Vec::new(),
            passed: None,
            current: String::new(),
            linked: 0,
            in_link: false,
            kind: Kind::Text,
            without_furniture,
        };
        for token in Tokenizer::new_with_emitter(html, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => reader.start(&tag),
                Token::EndTag(tag) => reader.end(&tag.name),
                Token::String(text) => reader.text(&String::from_utf8_lossy(&text.value)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        reader.finish_block(Kind::Text);
        (reader.page, reader.metadata)
    }

    /// The text of the article's blocks. What its title repeats is left out.
    fn article(mut self, title: Option<&str>) -> String {
        self.rate();
        let body = self.containers.iter().position(|c| c.is_body && c.length > SHORTEST);
        let best = body.unwrap_or_else(|| {
            let share = |c: &Container| 1.0 - c.linked as f64 / (c.length.max(1)) as f64;
            let rated = self.containers.iter().map(|c| c.points * share(c)).enumerate();
            // The first of equals is the outer one.
            rated.fold((0, 0.0), |best, (i, points)| if points > best.1 { (i, points) } else { best }).0
        });
        let mut inside = vec![false; self.containers.len()];
        for (i, container) in self.containers.iter().enumerate() {
            let mostly_links = container.length > 0 && container.linked * 2 > container.length;
            inside[i] = i == best || (i > 0 && inside[container.parent] && !mostly_links);
        }
        let mut kept: Vec<&Block> = self.blocks.iter().filter(|b| inside[b.container] && b.is_prose()).collect();
        kept.retain(|b| !matches!(b.kind, Kind::Heading(_)) || title != Some(&b.text));
        if kept.is_empty() {
            // A page of a few words has no sentence to know them by.
            kept.extend(self.blocks.iter().filter(|b| b.linked * 2 <= b.text.chars().count()));
        }
        // A heading over nothing heads what has been left out.
        while kept.len() > 1 && kept.last().is_some_and(|b| matches!(b.kind, Kind::Heading(_))) {
            kept.pop();
        }
        kept.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n\n")
    }

    /// Gives the points of all paragraphs to the containers around them.
    fn rate(&mut self) {
        for block in &self.blocks {
            let length = block.text.chars().count();
            let container = &mut self.containers[block.container];
            container.length += length;
            container.linked += block.linked;
            // Readability's points: one for a paragraph, one a comma, one a hundred characters up to three.
            if length >= 25 && block.kind == Kind::Text {
                let commas = block.text.matches([',', '،', '，']).count();
                let points = 1.0 + commas as f64 + (length as f64 / 100.0).min(3.0);
                container.points += points;
                let (parent, has_parent) = (container.parent, block.container > 0);
                if has_parent {
                    self.containers[parent].points += points / 2.0;
                }
            }
        }
        for i in (1..self.containers.len()).rev() {
            let Container { parent, length, linked, .. } = self.containers[i];
            self.containers[parent].length += length;
            self.containers[parent].linked += linked;
        }
    }
}

impl Block {
    /// Neither a link of a list nor a label.
    fn is_prose(&self) -> bool {
        let length = self.text.chars().count();
        if self.linked * 2 > length {
            return false;
        }
        let ends = self.text.trim_end_matches(['"', '”', '’', ')', '\'']).ends_with(['.', '!', '?', ':', '…', ';']);
        match self.kind {
            Kind::Heading(_) => true,
            Kind::Item => ends || length >= 60,
            Kind::Text => ends || length >= 40,
        }
    }
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = tag.name.as_slice();
        if let Some((passed, depth)) = &mut self.passed {
            *depth += usize::from(passed == name && !tag.self_closing);
            return;
        }
        self.metadata.tag(tag);
        let is = |names: &[&str]| names.iter().any(|n| n.as_bytes() == name);
        if is(NO_TEXT) || (self.without_furniture && (is(FURNITURE) || is_hidden(tag))) {
            if !tag.self_closing {
                self.passed = Some((name.to_vec(), 1));
            }
            if is(FURNITURE) {
                self.finish_block(Kind::Text);
            }
        } else if is(CONTAINERS) {
            self.finish_block(Kind::Text);
            if self.open.len() < DEEPEST {
                let parent = self.container();
                let is_body = attribute(tag, "itemprop").is_some_and(|p| p == "articleBody");
                self.page.containers.push(Container { parent, is_body, ..Container::default() });
                self.open.push((name.to_vec(), self.page.containers.len() - 1));
            }
        } else if is(BLOCKS) {
            self.finish_block(match name {
                b"li" | b"dt" | b"dd" | b"th" => Kind::Item,
                [b'h', digit @ b'1'..=b'6'] => Kind::Heading(digit - b'0'),
                _ => Kind::Text,
            });
        } else {
            match name {
                b"br" => self.current.push('\n'),
                b"a" => self.in_link = true,
                _ => {}
            }
        }
    }

    fn end(&mut self, name: &HtmlString) {
        let name = name.as_slice();
        if let Some((passed, depth)) = &mut self.passed {
            *depth -= usize::from(passed == name);
            if *depth == 0 {
                self.passed = None;
            }
            return;
        }
        self.metadata.end(name);
        let is = |names: &[&str]| names.iter().any(|n| n.as_bytes() == name);
        if name == b"a" {
            self.in_link = false;
        } else if is(CONTAINERS) {
            self.finish_block(Kind::Text);
            // An end without a start closes nothing.
            if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
                self.open.truncate(at);
            }
        } else if is(BLOCKS) {
            self.finish_block(Kind::Text);
        }
    }

    fn text(&mut self, text: &str) {
        match &self.passed {
            Some((name, _)) if name == b"script" => self.metadata.script(text),
            Some(_) => {}
            None if self.metadata.in_title() => self.metadata.title(text),
            None => {
                // Only `<br>` breaks a line.
                self.current.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
                if self.in_link {
                    self.linked += text.trim().chars().count();
                }
            }
        }
    }

    fn container(&self) -> usize {
        self.open.last().map_or(0, |(_, container)| *container)
    }

    /// Ends the block that is being read; what follows is of kind `next`.
    fn finish_block(&mut self, next: Kind) {
        let (container, kind) = (self.container(), std::mem::replace(&mut self.kind, next));
        let text = std::mem::take(&mut self.current);
        let linked = std::mem::take(&mut self.linked);
        let paragraphs: Vec<String> = paragraphs(&text);
        let whole = paragraphs.iter().map(|p| p.chars().count()).sum::<usize>().max(1);
        for text in paragraphs {
            // Where links stand is not kept: each paragraph of a block has its share.
            let linked = linked * text.chars().count() / whole;
            self.page.blocks.push(Block { text, linked, kind, container });
        }
    }
}

/// The paragraphs of a block: runs of spaces are one, and two line breaks (`<br>`) part as `<p>` does.
fn paragraphs(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let current = found.last_mut().expect("there is always one");
        for word in line.split_whitespace() {
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        if line.trim().is_empty() && !current.is_empty() && lines.peek().is_some() {
            found.push(String::new());
        }
    }
    found.retain(|p| !p.is_empty());
    found
}

fn attribute<'a>(tag: &'a StartTag<()>, name: &str) -> Option<std::borrow::Cow<'a, str>> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value.value))
}

fn is_hidden(tag: &StartTag<()>) -> bool {
    let is = |name: &str, value: &str| attribute(tag, name).is_some_and(|v| v.eq_ignore_ascii_case(value));
    tag.attributes.contains_key(b"hidden".as_slice()) || is("aria-hidden", "true") || is("role", "navigation")
}

#[cfg(test)]
mod tests;
