//! The text of a rule file → its frames and patterns, every string with its place.
//!
//! The TOML is walked by hand, so that all errors are found at once and worded here, not by a derive. Nothing inside the
//! strings is read yet; that is done by [`compile`](super::compile).

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::template::{Complaint, List};
use crate::diagnostic::{Diagnostic, nearest};
use crate::syntax::scope::Phase;

/// A string of a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its value.
    pub value: String,
    /// Its place in the file, quotes included, bytes.
    pub span: Range<usize>,
    /// Where the value's first byte stands, if the file holds the value letter by letter (no escapes).
    inner: Option<usize>,
}

impl Text {
    /// The place in the file of bytes of the value.
    pub fn at(&self, part: &Range<usize>) -> Range<usize> {
        match self.inner {
            Some(start) => start + part.start..start + part.end,
            None => self.span.clone(),
        }
    }
}

/// What kind of rule a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `[frame.NAME]`.
    Frame,
    /// `[frame.NAME.begins]` and the like.
    Phase(Phase),
    /// `[pattern.NAME]`.
    Pattern,
}

/// One table of a rule file, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Frame, phase of a frame, or pattern.
    pub kind: Kind,
    /// `funds`, or `funds.ends` for a phase.
    pub name: String,
    /// Place of the name in the file.
    pub span: Range<usize>,
    /// What it means.
    pub gloss: Option<Text>,
    /// The assertions; a phase has those of its frame.
    pub asserts: Vec<Text>,
    /// The templates with their lists, in the order of [`List::ALL`].
    pub templates: Vec<(List, Text)>,
    /// Narrowed types: role and classes.
    pub types: Vec<(Text, Vec<Text>)>,
    /// The lemma of a tree pattern; several as `a|b`.
    pub trigger: Option<Text>,
    /// Role and path.
    pub paths: Vec<(Text, Text)>,
    /// Paths that must lead somewhere.
    pub require: Vec<Text>,
    /// Paths that must not.
    pub forbid: Vec<Text>,
    /// The surface patterns.
    pub surface: Vec<Text>,
    /// Whether the clause must be negated, the assertion then being positive.
    pub negated: bool,
    /// Whether it says nothing of an event whose own word carries a relation.
    pub yields: bool,
    /// Sentences that the rule finds.
    pub matches: Vec<Text>,
    /// Sentences in which it finds nothing.
    pub rejects: Vec<Text>,
}

const FRAME_KEYS: &[&str] = &[
    "gloss",
    "asserts",
    "verbs",
    "nouns",
    "titles",
    "adjectives",
    "types",
    "negated",
    "yields",
    "match",
    "reject",
    "begins",
    "continues",
    "ends",
];
const PHASE_KEYS: &[&str] = &["gloss", "types", "verbs", "nouns", "titles", "adjectives", "match", "reject"];
const PATTERN_KEYS: &[&str] =
    &["gloss", "asserts", "trigger", "paths", "require", "forbid", "surface", "types", "match", "reject"];

/// Where a key stands that is in no rule.
const AT_TOP: &str = "at the top of a rule file";

/// Reads one file; `name` is its name for messages.
pub fn read(name: &str, text: &str) -> (Vec<Table>, Vec<Diagnostic>) {
    let mut reader = Reader { name, text, tables: Vec::new(), complaints: Vec::new() };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        reader.complaints.push(Diagnostic::error("R12", name, span, error.message().to_owned()));
    }
    let broken = !reader.complaints.is_empty();
    reader.root(root.get_ref());
    if broken {
        // What stands below a header that is not understood falls to the top of the file: that is no fault of its own.
        let fell = |c: &Diagnostic| c.code == "R01" && c.message.ends_with(AT_TOP);
        reader.complaints.retain(|complaint| !fell(complaint));
    }
    reader.tables.sort_by_key(|table| table.span.start);
    reader.complaints.sort_by_key(|complaint| complaint.span.start);
    (reader.tables, reader.complaints)
}

/// A [`Complaint`] about a string as a diagnostic about the file.
pub(super) fn diagnostic(name: &str, text: &Text, complaint: Complaint) -> Diagnostic {
    let found = Diagnostic::error(complaint.code, name, text.at(&complaint.span), complaint.message);
    match complaint.hint {
        Some(hint) => found.hint(hint),
        None => found,
    }
}

struct Reader<'a> {
    name: &'a str,
    text: &'a str,
    tables: Vec<Table>,
    complaints: Vec<Diagnostic>,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn root(&mut self, root: &DeTable<'_>) {
        for (key, value) in root {
            match key.get_ref().as_ref() {
                "frame" => self.rules(value, Kind::Frame),
                "pattern" => self.rules(value, Kind::Pattern),
                other => self.unknown(other, key.span(), &["frame", "pattern"], AT_TOP),
            }
        }
    }

    fn rules(&mut self, value: &Value<'_>, kind: Kind) {
        let what = if kind == Kind::Pattern { "pattern" } else { "frame" };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value, &format!("rules are written `[{what}.NAME]`"));
            return;
        };
        for (key, value) in table {
            let place = key.span();
            match value.get_ref().as_table() {
                Some(table) => self.rule(kind, key.get_ref().clone().into_owned(), place, table),
                None => self.wrong(value, &format!("rules are written `[{what}.NAME]`")),
            }
        }
    }

    fn rule(&mut self, kind: Kind, name: String, span: Range<usize>, table: &DeTable<'_>) {
        let mut rule = Table {
            kind,
            name,
            span,
            gloss: None,
            asserts: Vec::new(),
            templates: Vec::new(),
            types: Vec::new(),
            trigger: None,
            paths: Vec::new(),
            require: Vec::new(),
            forbid: Vec::new(),
            surface: Vec::new(),
            negated: false,
            yields: false,
            matches: Vec::new(),
            rejects: Vec::new(),
        };
        let (known, what) = match kind {
            Kind::Frame => (FRAME_KEYS, "in a frame"),
            Kind::Phase(_) => (PHASE_KEYS, "in a phase of a frame"),
            Kind::Pattern => (PATTERN_KEYS, "in a pattern"),
        };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                self.unknown(name, key.span(), known, what);
                continue;
            }
            match name {
                "gloss" => rule.gloss = self.string(value),
                "asserts" => rule.asserts = self.strings(value),
                "verbs" => self.templates(&mut rule, List::Verbs, value),
                "nouns" => self.templates(&mut rule, List::Nouns, value),
                "titles" => self.templates(&mut rule, List::Titles, value),
                "adjectives" => self.templates(&mut rule, List::Adjectives, value),
                "types" => {
                    for (role, value) in self.table(value) {
                        let classes = self.strings(&value);
                        rule.types.push((role, classes));
                    }
                }
                "trigger" => rule.trigger = self.string(value),
                "paths" => {
                    for (role, value) in self.table(value) {
                        rule.paths.extend(self.string(&value).map(|path| (role, path)));
                    }
                }
                "require" => rule.require = self.strings(value),
                "forbid" => rule.forbid = self.strings(value),
                "surface" => rule.surface = self.strings(value),
                "negated" => rule.negated = self.boolean(value),
                "yields" => rule.yields = self.boolean(value),
                "match" => rule.matches = self.strings(value),
                "reject" => rule.rejects = self.strings(value),
                "begins" => self.phase(&rule.name, Phase::Begins, name, key.span(), value),
                "continues" => self.phase(&rule.name, Phase::Continues, name, key.span(), value),
                "ends" => self.phase(&rule.name, Phase::Ends, name, key.span(), value),
                _ => unreachable!("checked against the known keys"),
            }
        }
        rule.templates.sort_by_key(|(list, text)| (*list, text.span.start));
        if rule.asserts.is_empty() && !matches!(kind, Kind::Phase(_)) {
            let message = format!("`{}` has no `asserts`", rule.name);
            let hint = "write `asserts = \"<role> rel:predicate <role>\"`";
            self.complaints.push(Diagnostic::error("R13", self.name, rule.span.clone(), message).hint(hint));
        }
        self.tables.push(rule);
    }

    fn phase(&mut self, frame: &str, phase: Phase, name: &str, span: Range<usize>, value: &Value<'_>) {
        match value.get_ref().as_table() {
            Some(table) => self.rule(Kind::Phase(phase), format!("{frame}.{name}"), span, table),
            None => self.wrong(value, &format!("a phase is a table: `[frame.{frame}.{name}]`")),
        }
    }

    fn templates(&mut self, rule: &mut Table, list: List, value: &Value<'_>) {
        rule.templates.extend(self.strings(value).into_iter().map(|text| (list, text)));
    }

    fn table<'v>(&mut self, value: &'v Value<'v>) -> Vec<(Text, Value<'v>)> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(value, "a table: `{ role = \"…\" }`");
            return Vec::new();
        };
        let mut found: Vec<_> = table
            .iter()
            .map(|(key, value)| {
                let name = key.get_ref().clone().into_owned();
                (Text { inner: None, span: key.span(), value: name }, value.clone())
            })
            .collect();
        found.sort_by_key(|(key, _)| key.span.start);
        found
    }

    fn strings(&mut self, value: &Value<'_>) -> Vec<Text> {
        match value.get_ref() {
            DeValue::Array(values) => values.iter().filter_map(|value| self.string(value)).collect(),
            DeValue::String(_) => self.string(value).into_iter().collect(),
            _ => {
                self.wrong(value, "a string, or a list of strings");
                Vec::new()
            }
        }
    }

    fn string(&mut self, value: &Value<'_>) -> Option<Text> {
        let Some(string) = value.get_ref().as_str() else {
            self.wrong(value, "a string");
            return None;
        };
        let span = value.span();
        let written = &self.text[span.clone()];
        let inner = written.find(string).filter(|&quotes| {
            // The quotes are one or three characters, and a line break may follow three.
            quotes <= 5 && written.len() - quotes - string.len() <= 3
        });
        Some(Text { value: string.to_owned(), inner: inner.map(|quotes| span.start + quotes), span })
    }

    fn boolean(&mut self, value: &Value<'_>) -> bool {
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.wrong(value, "`true` or `false`");
        }
        found.unwrap_or(false)
    }

    fn unknown(&mut self, key: &str, span: Range<usize>, known: &[&str], place: &str) {
        let complaint = Diagnostic::error("R01", self.name, span, format!("unknown key `{key}` {place}"));
        let hint = match nearest(key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known keys: {}", known.join(", ")),
        };
        self.complaints.push(complaint.hint(hint));
    }

    fn wrong(&mut self, value: &Value<'_>, wanted: &str) {
        let message = format!("a {} is out of place here", value.get_ref().type_str());
        self.complaints.push(Diagnostic::error("R13", self.name, value.span(), message).hint(wanted));
    }
}
