//! The parts of one rule that need nothing of the others: roles, types, examples, paths, surface patterns.

use std::ops::Range;

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::compile::{Body, Edge, Element, Entry, Key, Paths, Role, RoleIx, Rule, TRIGGER};
use super::example::Example;
use super::file::{self, Kind, Table, Text};
use super::path::Path;
use super::template::{Complaint, Place, check_role};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::ontology::{Class, ClassSet, Ontology, Predicate};

/// Entries with the words that each is filed under.
pub(super) type Filed = Vec<(Vec<(Key, SmolStr)>, Entry)>;

/// One rule while it is compiled.
pub(super) struct Draft<'a> {
    pub(super) file: &'a str,
    pub(super) table: &'a Table,
    pub(super) rule: Rule,
    pub(super) complaints: Vec<Diagnostic>,
}

impl Draft<'_> {
    pub(super) fn error(&mut self, code: &'static str, span: Range<usize>, message: impl Into<String>) -> Pushed<'_> {
        self.complaints.push(Diagnostic::error(code, self.file, span, message));
        Pushed(self.complaints.last_mut().expect("just pushed"))
    }

    pub(super) fn role(&self, name: &str) -> Option<RoleIx> {
        self.rule.roles.iter().position(|role| role.name == name)
    }

    pub(super) fn unknown_role(&mut self, name: &str, span: Range<usize>) {
        let names: Vec<String> = self.rule.roles.iter().map(|r| r.name.to_string()).filter(|n| n != TRIGGER).collect();
        let message = format!("`<{name}>` is not a role of `{}`", self.rule.name);
        let all = format!("roles come from `asserts`: {}", names.join(", "));
        let hint = match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `<{near}>`? {all}"),
            None => all,
        };
        // Without a readable `asserts` every role would be unknown: one complaint is enough.
        if !names.is_empty() {
            self.error("R02", span, message).hint(hint);
        }
    }

    fn role_or_new(&mut self, name: &str, types: ClassSet) -> RoleIx {
        let found = self.role(name);
        if let Some(role) = found {
            let known = &mut self.rule.roles[role].types;
            *known = known.union(types);
            return role;
        }
        self.rule.roles.push(Role { name: name.into(), types });
        self.rule.roles.len() - 1
    }

    /// Reads `<role> rel:predicate <role>`. Of a phase, errors are its frame's.
    pub(super) fn asserts(&mut self, asserts: &[Text], ontology: &Ontology, of_frame: bool) {
        for text in asserts {
            match edge(&text.value, ontology) {
                Ok((subject, predicate, object)) => {
                    let subject = self.role_or_new(&subject, predicate.domain);
                    let object = self.role_or_new(&object, predicate.range);
                    self.rule.edges.push(Edge {
                        subject,
                        predicate: predicate.name.clone(),
                        object,
                        symmetric: predicate.symmetric,
                        kind: predicate.kind,
                        domain: predicate.domain,
                        range: predicate.range,
                    });
                }
                Err(complaint) if !of_frame => self.complaints.push(file::diagnostic(self.file, text, complaint)),
                Err(_) => {}
            }
        }
    }

    /// Narrows roles to the classes listed: `"Organization -State"` takes away what stands behind the `-`.
    pub(super) fn types<'t>(&mut self, types: impl Iterator<Item = &'t (Text, Vec<Text>)>, ontology: &Ontology) {
        for (role, classes) in types {
            let Some(ix) = self.role(&role.value) else {
                self.unknown_role(&role.value, role.span.clone());
                continue;
            };
            let allowed = self.rule.roles[ix].types;
            let words = || classes.iter().flat_map(|text| words(text).map(move |word| (text, word)));
            let listed: ClassSet = words().filter_map(|(_, word)| word.parse::<Class>().ok()).collect();
            let (mut narrowed, mut without) = (ClassSet::EMPTY, ClassSet::EMPTY);
            for (text, word) in words() {
                let (name, excluded) = word.strip_prefix('-').map_or((word, false), |name| (name, true));
                let class = match name.parse::<Class>() {
                    Ok(class) => class,
                    Err(message) => {
                        let known = Class::ALL.iter().map(|c| c.name());
                        let hint = match nearest(name, known.clone()) {
                            Some(near) => format!("did you mean `{near}`?"),
                            None => format!("classes: {}", known.collect::<Vec<_>>().join(", ")),
                        };
                        self.error("R18", text.span.clone(), message).hint(hint);
                        continue;
                    }
                };
                let below = ontology.with_subclasses(class);
                if excluded {
                    without = without.union(below);
                    continue;
                }
                // With some of its subclasses beside it, a class means what is none of them.
                let itself = ClassSet::from_iter([class]);
                let whole = below.intersection(listed) == itself;
                let wanted = if whole { below } else { itself }.intersection(allowed);
                if wanted.is_empty() {
                    let message = format!("`{class}` cannot fill `<{}>`", role.value);
                    self.error("R11", text.span.clone(), message)
                        .hint(format!("domain and range of the predicate allow: {allowed}"));
                }
                narrowed = narrowed.union(wanted);
            }
            if listed.is_empty() {
                narrowed = allowed;
            }
            let narrowed: ClassSet = narrowed.iter().filter(|class| !without.contains(*class)).collect();
            self.rule.roles[ix].types = narrowed;
            for edge in &mut self.rule.edges {
                if edge.subject == ix {
                    edge.domain = edge.domain.intersection(narrowed);
                }
                if edge.object == ix {
                    edge.range = edge.range.intersection(narrowed);
                }
            }
        }
    }

    pub(super) fn examples(&mut self) {
        for text in &self.table.matches {
            match Example::parse(&text.value) {
                Ok(example) => {
                    for mark in &example.marks {
                        if self.role(&mark.role).is_none() {
                            self.unknown_role(&mark.role, text.span.clone());
                        }
                    }
                    if example.marks.is_empty() {
                        self.error("R10", text.span.clone(), "an example of `match` without a marked role")
                            .hint("mark the arguments: `[role words]`");
                    }
                    self.rule.examples.push(example);
                }
                Err(complaint) => self.complaints.push(file::diagnostic(self.file, text, complaint)),
            }
        }
        let missing = match (self.table.matches.is_empty(), self.table.rejects.is_empty(), self.table.kind) {
            (true, true, Kind::Frame | Kind::Pattern) => "neither `match` nor `reject`",
            (true, _, _) => "no `match`",
            (_, true, Kind::Frame | Kind::Pattern) => "no `reject`",
            _ => return,
        };
        let message = format!("`{}` has {missing}", self.table.name);
        let warning = Diagnostic::warning("R08", self.file, self.table.span.clone(), message);
        self.complaints.push(warning.hint("examples document a rule and test it"));
    }

    /// Whether some assertion has both its roles among these, `<trigger>` counting if the trigger can be a phrase.
    pub(super) fn asserts_something(&self, slots: &[(Place, RoleIx)], phrase: bool) -> bool {
        self.rule.edges.iter().any(|edge| {
            [edge.subject, edge.object].iter().all(|role| {
                slots.iter().any(|(_, filled)| filled == role) || phrase && self.rule.roles[*role].name == TRIGGER
            })
        })
    }

    pub(super) fn pattern(&mut self, rule: usize, number: &mut usize, entries: &mut Filed, filled: &mut Vec<RoleIx>) {
        let table = self.table;
        let mut paths = Paths { roles: Vec::new(), require: Vec::new(), forbid: Vec::new() };
        for (role, text) in &table.paths {
            match self.role(&role.value) {
                None => self.unknown_role(&role.value, role.span.clone()),
                Some(ix) => {
                    filled.push(ix);
                    paths.roles.extend(self.path(text).map(|path| (ix, path)));
                }
            }
        }
        paths.require = table.require.iter().filter_map(|text| self.path(text)).collect();
        paths.forbid = table.forbid.iter().filter_map(|text| self.path(text)).collect();
        let Some(trigger) = &table.trigger else {
            if let Some((_, path)) = table.paths.first().filter(|_| !table.surface.is_empty()) {
                self.error("R09", path.span.clone(), "`paths` without `trigger`");
            }
            return;
        };
        let words: Vec<SmolStr> = trigger.value.split('|').map(|w| w.trim().to_lowercase().into()).collect();
        if words.iter().any(|word: &SmolStr| word.is_empty() || word.contains(char::is_whitespace)) {
            self.error("R09", trigger.span.clone(), "a trigger is a lemma, or several as `a|b`");
            return;
        }
        *number += 1;
        let written = table.paths.iter().map(|(role, path)| format!("{} {}", role.value, path.value));
        let template = format!("{}: {}", trigger.value, written.collect::<Vec<_>>().join(", "));
        self.rule.templates.push(("pattern".to_owned(), template.clone()));
        let specificity = 10 * (paths.require.len() + paths.roles.len()) as u32;
        let id = format!("{}#{number}", table.name);
        let entry = Entry { rule, id, template, body: Body::Paths(paths), specificity };
        entries.push((words.into_iter().map(|word| (Key::Pattern, word)).collect(), entry));
    }

    fn path(&mut self, text: &Text) -> Option<Path> {
        match Path::parse(&text.value) {
            Ok(path) => Some(path),
            Err(complaint) => {
                self.complaints.push(file::diagnostic(self.file, text, complaint));
                None
            }
        }
    }

    pub(super) fn surfaces(&mut self, rule: usize, number: &mut usize, entries: &mut Filed, filled: &mut Vec<RoleIx>) {
        let table = self.table;
        for text in &table.surface {
            let mut elements = Vec::new();
            for part in text.value.split_whitespace() {
                let start = part.as_ptr() as usize - text.value.as_ptr() as usize;
                let place = start..start + part.len();
                if let Some(name) = part.strip_prefix('<').and_then(|p| p.strip_suffix('>')) {
                    match self.role(name) {
                        Some(role) => {
                            filled.push(role);
                            elements.push(Element::Role(role));
                        }
                        None => self.unknown_role(name, text.at(&place)),
                    }
                } else {
                    elements.push(Element::Word(part.split('|').map(|w| w.to_lowercase().into()).collect()));
                }
            }
            let literal = elements.iter().filter_map(|element| match element {
                Element::Word(words) => Some(words),
                Element::Role(_) => None,
            });
            let length = |words: &&SmallVec<[SmolStr; 2]>| words.iter().map(SmolStr::len).min();
            let Some(words) = literal.clone().filter(|w| w.iter().all(has_letter)).max_by_key(length).cloned() else {
                self.error("R09", text.span.clone(), "a surface pattern without a word")
                    .hint("the longest word is the key under which it is found");
                continue;
            };
            *number += 1;
            self.rule.templates.push(("surface".to_owned(), text.value.clone()));
            let id = format!("{}#{number}", table.name);
            let specificity = 10 * elements.len() as u32;
            let entry = Entry { rule, id, template: text.value.clone(), body: Body::Surface(elements), specificity };
            entries.push((words.into_iter().map(|word| (Key::Surface, word)).collect(), entry));
        }
    }

    pub(super) fn unfilled(&mut self, filled: &[RoleIx]) {
        // A rule whose templates are wrong has complaints enough.
        if self.complaints.iter().any(|c| c.severity == Severity::Error) {
            return;
        }
        let open = |(ix, role): &(usize, &Role)| role.name != TRIGGER && !filled.contains(ix);
        let open: Vec<String> =
            self.rule.roles.iter().enumerate().filter(open).map(|(_, role)| format!("`<{}>`", role.name)).collect();
        if !open.is_empty() {
            let message = format!("nothing fills {} of `{}`", open.join(", "), self.table.name);
            let span = self.table.asserts.first().map_or(self.table.span.clone(), |text| text.span.clone());
            self.error("R03", span, message).hint("no template, path or surface pattern names it");
        }
    }
}

/// A diagnostic that still can get its hint.
pub(super) struct Pushed<'a>(&'a mut Diagnostic);

impl Pushed<'_> {
    pub(super) fn hint(self, hint: impl Into<String>) {
        self.0.hint = Some(hint.into());
    }
}

/// The class names in one string of `types`.
fn words(text: &Text) -> impl Iterator<Item = &str> {
    text.value.split_whitespace()
}

fn edge<'o>(text: &str, ontology: &'o Ontology) -> Result<(String, &'o Predicate, String), Complaint> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let malformed = || Complaint::new("R17", 0..text.len(), "no assertion").hint("write `<role> rel:predicate <role>`");
    let [subject, predicate, object] = parts[..] else { return Err(malformed()) };
    let role = |part: &str| -> Result<String, Complaint> {
        let name = part.strip_prefix('<').and_then(|p| p.strip_suffix('>')).ok_or_else(malformed)?;
        let start = text.find(part).unwrap_or(0);
        check_role(name, start..start + part.len()).map_err(|c| Complaint { code: "R17", ..c })?;
        Ok(name.to_owned())
    };
    let name = predicate.strip_prefix("rel:").ok_or_else(malformed)?;
    let found = ontology.predicate(name).ok_or_else(|| {
        let start = text.find(predicate).unwrap_or(0);
        let known = nearest(name, ontology.predicates().iter().map(|p| p.name.as_str()));
        let hint = known.map_or_else(
            || "the relations are those of ontology/relations.ttl".to_owned(),
            |near| format!("did you mean `rel:{near}`?"),
        );
        Complaint::new("R04", start..start + predicate.len(), format!("`{predicate}` is no relation")).hint(hint)
    })?;
    Ok((role(subject)?, found, role(object)?))
}

fn has_letter(word: &SmolStr) -> bool {
    word.chars().any(char::is_alphanumeric)
}
