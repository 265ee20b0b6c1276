//! Rule files → entries, filed under the lemma of their trigger.
//!
//! Each template gives one [`Entry`] for every trigger and reading it stands for; a pattern gives one. Everything that
//! can be wrong is found here, before any text is read, and all of it at once. Entries do not interact: no priorities, no
//! order of application.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::ops::Range;

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::draft::{Draft, Filed};
use super::example::Example;
use super::file::{self, Kind, Table, Text};
use super::gate::Gates;
use super::grammar::{Grammar, Lexeme};
use super::path::Path;
use super::template::{self, Fixed, Form, List, Place};
use crate::data::words::WordMap;
use crate::data::{Data, RuleFile};
use crate::diagnostic::{Diagnostic, Error, Severity, line_column};
use crate::ontology::{Class, ClassSet, Ontology, RelationKind};
use crate::syntax::scope::Phase;

/// Index of a role in [`Rule::roles`].
pub type RoleIx = usize;
/// Index of an entry in [`RuleSet::entries`].
pub type EntryIx = usize;

/// The role that stands for the phrase of the trigger itself.
pub const TRIGGER: &str = "trigger";

/// A frame, a phase of a frame, or a pattern.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// `funds`, or `funds.ends` for a phase.
    pub name: String,
    /// The file that defines it.
    pub file: String,
    /// The line of its table, from 1.
    pub line: usize,
    /// What it means, in words.
    pub gloss: String,
    /// Whether it is a pattern.
    pub pattern: bool,
    /// What it says about beginning and end.
    pub phase: Phase,
    /// Whether it says something of negated clauses only: *does not accept* is to reject, and positive.
    pub negated: bool,
    /// Whether it says nothing of an event whose own word carries a relation: who *launched an attack on Chad* created none.
    pub yields: bool,
    /// The roles of `asserts`.
    pub roles: Vec<Role>,
    /// The assertions.
    pub edges: Vec<Edge>,
    /// The templates, or paths and surface patterns, as written, with the list they stand in.
    pub templates: Vec<(String, String)>,
    /// The sentences that it must find.
    pub examples: Vec<Example>,
    /// The sentences in which it must find nothing.
    pub rejects: Vec<String>,
}

/// A role of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: SmolStr,
    /// What may fill it.
    pub types: ClassSet,
}

/// One assertion of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Who.
    pub subject: RoleIx,
    /// The predicate's name.
    pub predicate: String,
    /// To whom or what.
    pub object: RoleIx,
    /// Whether order carries no meaning.
    pub symmetric: bool,
    /// Event or state.
    pub kind: RelationKind,
    /// What the predicate takes as subject, narrowed by `types`.
    pub domain: ClassSet,
    /// What the predicate takes as object, narrowed by `types`.
    pub range: ClassSet,
}

/// One way in which a rule can match.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The rule: index into [`RuleSet::rules`].
    pub rule: usize,
    /// The rule's name and the number of the template in it, such as `funds#1`.
    pub id: String,
    /// The template as written.
    pub template: String,
    /// What must stand in the text.
    pub body: Body,
    /// More specific entries win: fixed nouns, then particles, then prepositions.
    pub specificity: u32,
}

/// What an [`Entry`] looks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Arguments of a predication.
    Frame(Frame),
    /// Ways through the tree from a word.
    Paths(Paths),
    /// Words and mentions in order.
    Surface(Vec<Element>),
}

/// A compiled [`Form`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// What kind of word the trigger is.
    pub list: List,
    /// The words that stand directly before the trigger.
    pub before: SmallVec<[SmolStr; 1]>,
    /// The particle that must stand by it.
    pub particle: Option<SmolStr>,
    /// Where the roles are found, in template order.
    pub slots: Vec<(Place, RoleIx)>,
    /// What else must be there.
    pub fixed: Vec<Fixed>,
    /// The numbers of its words in the rule set, in the order of `fixed`.
    pub fixed_words: Vec<SmallVec<[u32; 2]>>,
}

/// A compiled tree pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// The ways to the roles.
    pub roles: Vec<(RoleIx, Path)>,
    /// Ways that must lead somewhere.
    pub require: Vec<Path>,
    /// Ways that must not.
    pub forbid: Vec<Path>,
}

impl Paths {
    /// The ways that must lead somewhere, to roles and others.
    pub(super) fn needed(&self) -> impl Iterator<Item = &Path> {
        self.require.iter().chain(self.roles.iter().map(|(_, path)| path))
    }
}

/// One element of a surface pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// A mention.
    Role(RoleIx),
    /// Any of these words, as form or lemma.
    Word(SmallVec<[SmolStr; 2]>),
}

/// All rules, with the index that finds the entries for a trigger.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    /// The rules, in file order.
    pub rules: Vec<Rule>,
    /// The entries, in file order.
    pub entries: Vec<Entry>,
    /// What loading warned of.
    pub warnings: Vec<Diagnostic>,
    index: [WordMap<SmallVec<[u32; 4]>>; 5],
    /// The same for reading, with what each entry asks for at the least.
    pub(super) gates: Gates,
}

/// What an entry is filed under, besides a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Verbs of frames.
    Verb,
    /// Nouns and titles of frames.
    Noun,
    /// Adjectives of frames.
    Adjective,
    /// Trigger lemmas of tree patterns.
    Pattern,
    /// The longest literal word of surface patterns.
    Surface,
}

impl RuleSet {
    /// Reads and compiles all rule files of the data.
    ///
    /// # Errors
    /// [`Error::Diagnostics`] with every complaint if one of them is an error; otherwise as [`Data::rule_files`].
    pub fn load(data: &Data, ontology: &Ontology) -> Result<Self, Error> {
        let grammar = Grammar::load(data)?;
        let (rules, complaints) = Self::compile(&data.rule_files()?, ontology, &grammar);
        if complaints.iter().any(|c| c.severity == Severity::Error) {
            return Err(Error::Diagnostics(complaints));
        }
        Ok(rules)
    }

    /// Compiles files in their order. A rule replaces those of its name in lower layers, their phases included. Rules
    /// with errors are left out of the result.
    pub fn compile(files: &[RuleFile], ontology: &Ontology, grammar: &Grammar) -> (Self, Vec<Diagnostic>) {
        let mut compiler = Compiler {
            files,
            ontology,
            grammar,
            set: Self::default(),
            complaints: Vec::new(),
            names: BTreeMap::new(),
            known: HashMap::new(),
        };
        let read: Vec<_> = files.iter().map(|file| file::read(&file.name, &file.text)).collect();
        let mut highest: HashMap<String, usize> = HashMap::new();
        for (file, (tables, _)) in files.iter().zip(&read) {
            for table in tables {
                let layer = highest.entry(frame_name(table).to_owned()).or_default();
                *layer = file.layer.max(*layer);
            }
        }
        for (ix, (mut tables, complaints)) in read.into_iter().enumerate() {
            let sound = complaints.is_empty();
            compiler.complaints.extend(complaints);
            tables.retain(|table| highest[frame_name(table)] == files[ix].layer);
            compiler.file(ix, &tables, sound);
        }
        let Compiler { mut set, complaints, .. } = compiler;
        set.gates.file(&set.rules, &set.entries, &set.index);
        set.warnings = complaints.iter().filter(|c| c.severity == Severity::Warning).cloned().collect();
        (set, complaints)
    }

    /// The entries filed under a word, in file order.
    pub fn entries_for(&self, key: Key, word: &str) -> &[u32] {
        self.index[key as usize].get(word).map_or(&[], |entries| entries)
    }

    /// Whether anything is filed under a key at all.
    pub fn has(&self, key: Key) -> bool {
        !self.index[key as usize].is_empty()
    }

    /// The rule of that name.
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    fn number_fixed(&mut self, fixed: &[Fixed]) -> Vec<SmallVec<[u32; 2]>> {
        let mut number = |word: &Lexeme| self.gates.number_new(&word.head);
        fixed.iter().map(|fixed| fixed.words.iter().map(&mut number).collect()).collect()
    }

    fn file_under(&mut self, key: Key, word: &SmolStr, entry: EntryIx) {
        let list = self.index[key as usize].entry(word.clone()).or_default();
        if list.last() != Some(&(entry as u32)) {
            list.push(entry as u32);
        }
    }
}

struct Compiler<'a> {
    files: &'a [RuleFile],
    ontology: &'a Ontology,
    grammar: &'a Grammar,
    set: RuleSet,
    complaints: Vec<Diagnostic>,
    /// Rule names, with file and line.
    names: BTreeMap<String, String>,
    /// What is known of each shape of an entry, for R07.
    known: HashMap<Shape, Vec<Known>>,
}

type Shape = (List, Lexeme, Option<SmolStr>, Vec<Place>, Vec<Fixed>);

struct Known {
    rule: usize,
    file: usize,
    /// The trigger's place in the file, bytes.
    span: Range<usize>,
    skeleton: String,
    types: Vec<ClassSet>,
    pairs: Vec<(Option<Place>, Option<Place>)>,
}

impl Compiler<'_> {
    fn file(&mut self, file_ix: usize, tables: &[Table], sound: bool) {
        for table in tables {
            let frame = match table.kind {
                Kind::Phase(_) => {
                    let parent = table.name.rsplit_once('.').map_or("", |(parent, _)| parent);
                    tables.iter().find(|t| t.name == parent && t.kind == Kind::Frame)
                }
                _ => None,
            };
            self.table(file_ix, table, frame, sound);
        }
    }

    fn table(&mut self, file_ix: usize, table: &Table, frame: Option<&Table>, sound: bool) {
        let RuleFile { name: file, text, .. } = &self.files[file_ix];
        let (line, _) = line_column(text, table.span.start);
        let mut complaints = Vec::new();
        if let Some(first) = self.names.insert(table.name.clone(), format!("{file}:{line}")) {
            let message = format!("there is a rule `{}` already", table.name);
            complaints.push(Diagnostic::error("R19", file, table.span.clone(), message).hint(format!("at {first}")));
        }
        let gloss = table.gloss.as_ref().or(frame.and_then(|f| f.gloss.as_ref()));
        let rule = Rule {
            name: table.name.clone(),
            file: file.to_owned(),
            line,
            gloss: gloss.map_or_else(String::new, |gloss| gloss.value.clone()),
            pattern: table.kind == Kind::Pattern,
            phase: if let Kind::Phase(phase) = table.kind { phase } else { Phase::None },
            negated: table.negated,
            yields: table.yields,
            roles: Vec::new(),
            edges: Vec::new(),
            templates: Vec::new(),
            examples: Vec::new(),
            rejects: table.rejects.iter().map(|text| text.value.clone()).collect(),
        };
        let mut draft = Draft { file, table, rule, complaints };
        draft.asserts(frame.map_or(&table.asserts, |f| &f.asserts), self.ontology, frame.is_some());
        let types = frame.iter().flat_map(|f| &f.types).chain(&table.types);
        draft.types(types, self.ontology);
        draft.examples();
        let rule_ix = self.set.rules.len();
        let mut filled: Vec<RoleIx> = Vec::new();
        let mut entries = Vec::new();
        let mut number = 0;
        for (list, text) in &table.templates {
            number += 1;
            let id = format!("{}#{number}", table.name);
            draft.rule.templates.push((list.key().to_owned(), text.value.clone()));
            self.template(&mut draft, (*list, text), &id, rule_ix, file_ix, &mut entries, &mut filled);
        }
        if table.kind == Kind::Pattern {
            draft.pattern(rule_ix, &mut number, &mut entries, &mut filled);
            draft.surfaces(rule_ix, &mut number, &mut entries, &mut filled);
            if table.trigger.is_none() && table.surface.is_empty() {
                draft
                    .error("R09", table.span.clone(), format!("pattern `{}` has no word to find it by", table.name))
                    .hint("add `trigger = \"LEMMA\"` with `paths`, or `surface`");
            }
        }
        if sound && frame.is_none() {
            draft.unfilled(&filled);
        }
        let Draft { rule, complaints, .. } = draft;
        let broken = complaints.iter().any(|c| c.severity == Severity::Error);
        self.complaints.extend(complaints);
        if broken {
            return;
        }
        self.set.rules.push(rule);
        for (keys, entry) in entries {
            let at = self.set.entries.len();
            self.set.entries.push(entry);
            for (key, word) in keys {
                self.set.file_under(key, &word, at);
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn template(
        &mut self,
        draft: &mut Draft<'_>,
        (list, text): (List, &Text),
        id: &str,
        rule_ix: usize,
        file_ix: usize,
        entries: &mut Filed,
        filled: &mut Vec<RoleIx>,
    ) {
        let forms = match template::parse(list, &text.value, self.grammar) {
            Ok(forms) => forms,
            Err(complaint) => {
                draft.complaints.push(file::diagnostic(draft.file, text, complaint));
                return;
            }
        };
        let mut useful = false;
        let mut complained = false;
        let mut unknown: Vec<Range<usize>> = Vec::new();
        for form in &forms {
            let mut slots = Vec::new();
            for slot in &form.slots {
                match draft.role(&slot.role) {
                    Some(role) => slots.push((slot.place.clone(), role)),
                    None if unknown.contains(&slot.span) => {}
                    None => {
                        unknown.push(slot.span.clone());
                        draft.unknown_role(&slot.role, text.at(&slot.span));
                    }
                }
            }
            filled.extend(slots.iter().map(|(_, role)| *role));
            if !unknown.is_empty() || !draft.asserts_something(&slots, list != List::Verbs) {
                continue;
            }
            useful = true;
            if !complained && self.is_light_alone(draft, form, &slots) {
                complained = true;
                let message = format!("`{}` alone would match nearly everything", form.trigger.head);
                let hint = "add a fixed noun, as in `give money to <recipient>`, or narrow the object by `types`";
                draft.error("R06", text.at(&form.span), message).hint(hint);
            }
            complained |= self.compare(draft, form, &slots, text, rule_ix, file_ix, complained);
            let key = match form.list {
                List::Verbs => Key::Verb,
                List::Nouns | List::Titles => Key::Noun,
                List::Adjectives => Key::Adjective,
            };
            let prepositions = slots.iter().filter(|(place, _)| matches!(place, Place::Prep(_))).count() as u32;
            let specificity = 100 * form.fixed.len() as u32
                + 40 * form.trigger.before.len() as u32
                + 10 * form.particle.iter().count() as u32
                + prepositions
                + 5 * u32::from(draft.rule.negated);
            let frame = Frame {
                list: form.list,
                before: form.trigger.before.clone(),
                particle: form.particle.clone(),
                slots,
                fixed: form.fixed.clone(),
                fixed_words: self.set.number_fixed(&form.fixed),
            };
            let entry = Entry {
                rule: rule_ix,
                id: id.to_owned(),
                template: text.value.clone(),
                body: Body::Frame(frame),
                specificity,
            };
            entries.push((vec![(key, form.trigger.head.clone())], entry));
        }
        if !useful && unknown.is_empty() && !draft.rule.edges.is_empty() {
            draft
                .error("R20", text.span.clone(), "no assertion has both its roles in this template")
                .hint("each assertion needs two roles of one template");
        }
    }

    /// A light verb whose object may be any actor.
    fn is_light_alone(&self, draft: &Draft<'_>, form: &Form, slots: &[(Place, RoleIx)]) -> bool {
        let open = |(place, role): &(Place, RoleIx)| {
            matches!(place, Place::Object | Place::Dative | Place::Complement)
                && draft.rule.roles[*role].types.iter().any(Class::is_actor)
        };
        form.list == List::Verbs
            && form.fixed.is_empty()
            && form.particle.is_none()
            && self.grammar.is_light(&form.trigger.head)
            && slots.iter().any(open)
    }

    /// Complains if another template matches the same words with the same classes for the same pair of roles. Says
    /// whether it complained.
    #[allow(clippy::too_many_arguments)]
    fn compare(
        &mut self,
        draft: &mut Draft<'_>,
        form: &Form,
        slots: &[(Place, RoleIx)],
        text: &Text,
        rule: usize,
        file_ix: usize,
        complained: bool,
    ) -> bool {
        let places: Vec<Place> = slots.iter().map(|(place, _)| place.clone()).collect();
        let types: Vec<ClassSet> = slots.iter().map(|(_, role)| draft.rule.roles[*role].types).collect();
        let place_of = |role| slots.iter().find(|(_, r)| *r == role).map(|(place, _)| place.clone());
        let edges = draft.rule.edges.iter();
        let pairs: Vec<_> = edges.map(|edge| (place_of(edge.subject), place_of(edge.object))).collect();
        let skeleton = skeleton(&text.value);
        let key = (form.list, form.trigger.clone(), form.particle.clone(), places, form.fixed.clone());
        let all = self.known.entry(key).or_default();
        let clash = all.iter().find(|other| {
            let same_classes = other.types.iter().zip(&types).all(|(a, b)| !a.intersection(*b).is_empty());
            let same_pair = other
                .pairs
                .iter()
                .any(|(a, b)| pairs.contains(&(a.clone(), b.clone())) || pairs.contains(&(b.clone(), a.clone())));
            same_classes && same_pair && other.rule != rule
        });
        let mut clashed = false;
        let span = text.at(&form.span);
        if let Some(other) = clash.filter(|_| !complained) {
            clashed = true;
            let (own, first) = (&self.files[file_ix], &self.files[other.file]);
            let message = format!("`{}` is matched by another template too", form.trigger.head);
            draft.complaints.push(if own.layer < first.layer {
                // The user's own rules are looked at first, and what lies below is not theirs to change.
                let (line, _) = line_column(&own.text, span.start);
                let hint = format!("see {}:{line}: this one wins", own.name);
                Diagnostic::warning("R07", &first.name, other.span.clone(), message).hint(hint)
            } else {
                let (line, _) = line_column(&first.text, other.span.start);
                let hint = format!("see {}:{line}: the first one wins", first.name);
                if other.skeleton == skeleton {
                    let message = "the same template stands in another place";
                    Diagnostic::error("R07", draft.file, span.clone(), message).hint(hint)
                } else {
                    Diagnostic::warning("R07", draft.file, span.clone(), message).hint(hint)
                }
            });
        }
        all.push(Known { rule, file: file_ix, span, skeleton, types, pairs });
        clashed
    }
}

/// The name of a rule without its phase.
fn frame_name(table: &Table) -> &str {
    match table.kind {
        Kind::Phase(_) => table.name.rsplit_once('.').map_or(&*table.name, |(frame, _)| frame),
        Kind::Frame | Kind::Pattern => &table.name,
    }
}

/// The template without the names of its roles, to tell whether two are the same.
fn skeleton(template: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut out = String::new();
    for part in template.split_whitespace() {
        if let Some((name, rest)) = part.strip_prefix('<').and_then(|p| p.split_once('>')) {
            let ix = names.iter().position(|n| *n == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            write!(out, "<{ix}>{rest} ").expect("writing to a string cannot fail");
        } else {
            out.push_str(part);
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests;
