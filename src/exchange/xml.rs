//! Elements of XML, written one after the other by quick-xml.
//!
//! Line ends and tabs are written as character references, in attributes as in texts: a reader of XML makes spaces and
//! line feeds of them otherwise. What cannot be written at all is gone before ([`clean`]).
//!
//! Source: Extensible Markup Language 1.0, sections 2.11 and 3.3.3.
//!
//! [`clean`]: super::attributes::clean

use std::borrow::Cow;
use std::io::{Result, Write};

use quick_xml::Writer;
use quick_xml::escape::escape as escaped;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::attributes::clean;

/// An XML document that grows.
pub(super) struct Xml<W: Write>(Writer<W>);

impl<W: Write> Xml<W> {
    /// Begins it with its declaration.
    pub(super) fn new(out: W) -> Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self(writer))
    }

    /// Opens an element.
    pub(super) fn start(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<()> {
        self.0.write_event(Event::Start(tag(name, attributes)))
    }

    /// Closes the element of this name, which is the last that is open.
    pub(super) fn end(&mut self, name: &str) -> Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<()> {
        self.0.write_event(Event::Empty(tag(name, attributes)))
    }

    /// An element with text.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Result<()> {
        self.start(name, attributes)?;
        self.0.write_event(Event::Text(BytesText::from_escaped(escape(text))))?;
        self.end(name)
    }

    /// Ends the document.
    pub(super) fn finish(self) -> Result<()> {
        let mut out = self.0.into_inner();
        out.write_all(b"\n")?;
        out.flush()
    }
}

fn tag<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut tag = BytesStart::new(name);
    for (key, value) in attributes {
        tag.push_attribute((key.as_bytes(), escape(value).as_bytes()));
    }
    tag
}

fn escape(text: &str) -> Cow<'_, str> {
    let clean = match clean(text) {
        Cow::Borrowed(text) => escaped(text),
        Cow::Owned(text) => Cow::Owned(escaped(&text).into_owned()),
    };
    if clean.contains(['\n', '\r', '\t']) {
        clean.replace('\n', "&#10;").replace('\r', "&#13;").replace('\t', "&#9;").into()
    } else {
        clean
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::fixture::{CLEANED, EVIL};

    #[test]
    fn a_hostile_text_comes_back_from_attributes_and_content() {
        let mut bytes = Vec::new();
        let mut xml = Xml::new(&mut bytes).unwrap();
        xml.start("a", &[]).unwrap();
        xml.leaf("b", &[("c", EVIL)], EVIL).unwrap();
        xml.end("a").unwrap();
        xml.finish().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let read = roxmltree::Document::parse(&text).unwrap();
        let b = read.root_element().first_element_child().unwrap();
        assert_eq!((b.attribute("c"), b.text()), (Some(CLEANED), Some(CLEANED)));
    }
}
