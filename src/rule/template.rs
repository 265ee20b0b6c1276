//! One line of a frame, the plainest active sentence, → the forms it stands for.
//!
//! `"<funder> provide|give money|aid to|for <recipient>"` names roles in `<…>`; every other word is the trigger, a
//! preposition (from a closed list), a particle after the trigger, or a fixed noun. `a|b` are alternatives, `_` joins
//! the words of one (`carry_out`, `nuclear_programme`), `(…)` may be left out, and `and` joins two roles that stand
//! behind one preposition. What the list that the line stands in means (verbs, nouns, titles, adjectives) is said at
//! [`List`]. Voice and word order are not the template's business: `syntax::predication` has undone them.

use std::ops::Range;

use smallvec::{SmallVec, smallvec};
use smol_str::SmolStr;

use super::grammar::{Grammar, Lexeme, is_copula, lexemes, noun_lemmas};

/// The list of a frame that a template stands in; it says what kind of word the trigger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// `<subject> VERB …`; with *be* or *become* and a noun or adjective, that word is the trigger.
    Verbs,
    /// `<owner>'s NOUN preposition <role>`, or `NOUN between <a> and <b>`.
    Nouns,
    /// `<org>'s OFFICE <holder>`: an office or role and who has it.
    Titles,
    /// `<described> ADJECTIVE preposition <role>`.
    Adjectives,
}

impl List {
    /// Every list, in the order in which a frame's entries are numbered.
    pub const ALL: [Self; 4] = [Self::Verbs, Self::Nouns, Self::Titles, Self::Adjectives];

    /// The key in the rule file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Verbs => "verbs",
            Self::Nouns => "nouns",
            Self::Titles => "titles",
            Self::Adjectives => "adjectives",
        }
    }
}

/// Where the filler of a slot stands, seen from the trigger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The subject of a verb; what an adjective describes.
    Subject,
    /// The object of a verb.
    Object,
    /// The object when the phrase after it is the object as well: *give X aid*; found as `Object` or `Prep("to")`.
    Dative,
    /// After the object: *name X chairman*.
    Complement,
    /// After one of these prepositions.
    Prep(SmallVec<[SmolStr; 2]>),
    /// What a noun belongs to.
    Genitive,
    /// Who has the office.
    Holder,
}

/// A role of the template and where its filler stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Where to look.
    pub place: Place,
    /// The role's name.
    pub role: SmolStr,
    /// The role's place in the template, bytes.
    pub span: Range<usize>,
}

/// A word that must be there besides the trigger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed {
    /// Any of these.
    pub words: SmallVec<[Lexeme; 2]>,
    /// [`Place::Object`], [`Place::Complement`] or [`Place::Prep`].
    pub place: Place,
}

/// One reading of a template: one trigger, without alternatives of structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The list it came from; [`List::Verbs`] with a copula gives [`List::Titles`] and [`List::Adjectives`].
    pub list: List,
    /// The trigger.
    pub trigger: Lexeme,
    /// The trigger's place in the template, bytes.
    pub span: Range<usize>,
    /// The particle that must stand by the verb.
    pub particle: Option<SmolStr>,
    /// The roles, in template order; a role that stands twice behind the same preposition is listed once.
    pub slots: Vec<Slot>,
    /// The other words, in template order.
    pub fixed: Vec<Fixed>,
}

/// What is wrong with a template, path, or example; the place is in bytes of the string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Number of the diagnostic.
    pub code: &'static str,
    /// Where in the string.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl Complaint {
    /// A complaint without a hint.
    pub fn new(code: &'static str, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), hint: None }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// How many forms one template may stand for: each optional part doubles them.
const MAX_OPTIONAL: usize = 4;

/// Reads one template.
///
/// # Errors
/// The first thing that does not fit the grammar, as R14, or R05 and R06 for a trigger that cannot work.
pub fn parse(list: List, text: &str, grammar: &Grammar) -> Result<Vec<Form>, Complaint> {
    let tokens = tokens(text)?;
    let mut forms: Vec<Form> = Vec::new();
    for sequence in without_optional(&tokens)? {
        let reader = Reader { list, grammar, tokens: &sequence, length: text.len() };
        for form in reader.forms()? {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    Ok(forms)
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Role { name: SmolStr, possessive: bool },
    Words(Vec<(SmolStr, Range<usize>)>),
    Open,
    Close,
}

type Spanned = (Token, Range<usize>);

fn tokens(text: &str) -> Result<Vec<Spanned>, Complaint> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if c.is_whitespace() {
            at += c.len_utf8();
        } else if c == '(' || c == ')' {
            found.push((if c == '(' { Token::Open } else { Token::Close }, at..at + 1));
            at += 1;
        } else if c == '<' {
            let close = rest.find('>').ok_or_else(|| Complaint::new("R14", at..text.len(), "`<` without `>`"))?;
            let name = &rest[1..close];
            check_role(name, at..at + close + 1)?;
            let after = &rest[close + 1..];
            let possessive = ["'s", "\u{2019}s"].into_iter().find(|s| after.starts_with(s));
            let end = at + close + 1 + possessive.map_or(0, str::len);
            found.push((Token::Role { name: name.into(), possessive: possessive.is_some() }, at..end));
            at = end;
        } else {
            let stop = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<');
            let end = at + rest.find(stop).unwrap_or(rest.len());
            let mut start = at;
            let mut words = Vec::new();
            for word in text[at..end].split('|') {
                let span = start..start + word.len();
                start = span.end + 1;
                if word.is_empty() || !is_word(word) {
                    let message = format!("`{}` is no word", &text[at..end]);
                    let hint = "a template has roles `<role>`, words, `a|b` for alternatives, `a_b` for joined words";
                    return Err(Complaint::new("R14", at..end, message).hint(hint));
                }
                words.push((SmolStr::new(word.to_lowercase()), span));
            }
            found.push((Token::Words(words), at..end));
            at = end;
        }
    }
    Ok(found)
}

/// Whether a name can be a role's: lower-case letters, digits and `_`.
pub(super) fn check_role(name: &str, span: Range<usize>) -> Result<(), Complaint> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(fits) {
        return Ok(());
    }
    let hint = "a role is written in small letters, like `<recipient>`";
    Err(Complaint::new("R14", span, format!("`<{name}>` is no role")).hint(hint))
}

/// The sequences of tokens with and without each `(…)`, the fullest first.
fn without_optional(tokens: &[Spanned]) -> Result<Vec<Vec<Spanned>>, Complaint> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut open = None;
    for (i, (token, span)) in tokens.iter().enumerate() {
        match (token, open) {
            (Token::Open, None) => open = Some(i),
            (Token::Close, Some(start)) => {
                groups.push(start..i);
                open = None;
            }
            (Token::Open, Some(_)) => {
                return Err(Complaint::new("R14", span.clone(), "`(` inside `(…)`"));
            }
            (Token::Close, None) => return Err(Complaint::new("R14", span.clone(), "`)` without `(`")),
            _ => {}
        }
    }
    if let Some(start) = open {
        return Err(Complaint::new("R14", tokens[start].1.clone(), "`(` without `)`"));
    }
    if groups.len() > MAX_OPTIONAL {
        let span = tokens[groups[MAX_OPTIONAL].start].1.clone();
        return Err(Complaint::new("R14", span, format!("more than {MAX_OPTIONAL} optional parts")));
    }
    let mut sequences = Vec::new();
    for left_out in 0..1usize << groups.len() {
        let kept = |i: usize| {
            groups.iter().enumerate().all(|(g, range)| {
                let bracket = i == range.start || i == range.end;
                let dropped = left_out >> g & 1 == 1 && range.contains(&i);
                !bracket && !dropped
            })
        };
        sequences.push(tokens.iter().enumerate().filter(|(i, _)| kept(*i)).map(|(_, t)| t.clone()).collect());
    }
    Ok(sequences)
}

struct Reader<'a> {
    list: List,
    grammar: &'a Grammar,
    tokens: &'a [Spanned],
    length: usize,
}

/// One alternative of the trigger.
struct Trigger {
    word: Lexeme,
    span: Range<usize>,
    /// What is joined to a verb by `_`.
    joined: Option<SmolStr>,
}

/// What stands after the trigger, read so far.
#[derive(Clone, Default)]
struct Rest {
    particle: Option<SmolStr>,
    slots: Vec<Slot>,
    fixed: Vec<Fixed>,
}

impl Reader<'_> {
    fn forms(&self) -> Result<Vec<Form>, Complaint> {
        let (mut slots, mut at) = self.front()?;
        let Some((Token::Words(first), span)) = self.tokens.get(at) else {
            return Err(Complaint::new("R14", 0..self.length, "no trigger word")
                .hint("write the verb or noun that carries the relation"));
        };
        let mut triggers: Vec<Trigger> = Vec::new();
        at += 1;
        let mut list = self.list;
        if list == List::Verbs && first.iter().any(|(word, _)| is_copula(word)) {
            if let Some((other, span)) = first.iter().find(|(word, _)| !is_copula(word)) {
                let message = format!("`{other}` beside a copula");
                return Err(Complaint::new("R14", span.clone(), message).hint("write two templates"));
            }
            list = List::Titles;
            let Some((Token::Words(_), _)) = self.tokens.get(at).filter(|(t, _)| !self.is_preposition(t)) else {
                return Err(Complaint::new("R06", span.clone(), format!("`{}` stands alone", first[0].0))
                    .hint("add the noun or adjective that carries the relation"));
            };
            for slot in &mut slots {
                slot.place = Place::Holder;
            }
            (triggers, at) = self.nominal(at);
        } else if list == List::Verbs {
            for (word, span) in first {
                triggers.push(self.verb(word, span)?);
            }
        } else {
            (triggers, at) = self.nominal(at - 1);
        }
        let mut forms = Vec::new();
        for Trigger { word: trigger, span, joined } in triggers {
            for rest in self.rest(list, at, joined)? {
                let slots = merge(slots.iter().cloned().chain(rest.slots));
                let form = Form {
                    list,
                    trigger: trigger.clone(),
                    span: span.clone(),
                    particle: rest.particle,
                    slots,
                    fixed: rest.fixed,
                };
                if list != self.list {
                    forms.push(adjectival(&form));
                }
                forms.push(form);
            }
        }
        Ok(forms)
    }

    /// The roles before the trigger.
    fn front(&self) -> Result<(Vec<Slot>, usize), Complaint> {
        let place = match self.list {
            List::Verbs | List::Adjectives => Place::Subject,
            List::Nouns | List::Titles => Place::Genitive,
        };
        let mut slots = Vec::new();
        let mut at = 0;
        while let Some((Token::Role { name, possessive }, span)) = self.tokens.get(at) {
            if *possessive && place == Place::Subject {
                let message = format!("`<{name}>'s` before a verb or adjective");
                return Err(Complaint::new("R14", span.clone(), message).hint("`'s` belongs into `nouns` or `titles`"));
            }
            slots.push(Slot { place: place.clone(), role: name.clone(), span: span.clone() });
            at += 1;
            match self.tokens.get(at) {
                Some((Token::Words(words), _)) if is_and(words) => at += 1,
                Some((Token::Role { .. }, span)) => {
                    return Err(Complaint::new("R14", span.clone(), "two roles before the trigger")
                        .hint("join them by `and`, or put the trigger between them"));
                }
                _ => break,
            }
        }
        Ok((slots, at))
    }

    /// A verb with what is joined to it: `carry_out`, `call_on`, `take_part`.
    fn verb(&self, word: &SmolStr, span: &Range<usize>) -> Result<Trigger, Complaint> {
        let (head, joined) = match word.split_once('_') {
            Some((head, joined)) => (SmolStr::new(head), Some(SmolStr::new(joined))),
            None => (word.clone(), None),
        };
        if let Some(base) = self.grammar.base_form(&head) {
            return Err(Complaint::new("R05", span.clone(), format!("`{head}` is not a base form"))
                .hint(format!("write {base}: all other forms are found by it")));
        }
        Ok(Trigger { word: Lexeme { head, before: SmallVec::new() }, span: span.clone(), joined })
    }

    /// The words of a noun, title or adjective: all up to the next role or preposition; the last carries it.
    fn nominal(&self, mut at: usize) -> (Vec<Trigger>, usize) {
        let mut found: Vec<(Vec<SmolStr>, Range<usize>)> = vec![(Vec::new(), 0..0)];
        let first = at;
        while let Some((token @ Token::Words(words), _)) = self.tokens.get(at) {
            if at > first && self.is_preposition(token) {
                break;
            }
            let mut longer = Vec::new();
            for (before, _) in &found {
                for (word, span) in words {
                    let mut all = before.clone();
                    all.extend(word.split('_').filter(|w| !w.is_empty()).map(SmolStr::new));
                    longer.push((all, span.clone()));
                }
            }
            found = longer;
            at += 1;
        }
        let mut triggers = Vec::new();
        for (mut words, span) in found {
            let Some(head) = words.pop() else { continue };
            let lemmas = if self.list == List::Adjectives { smallvec![head] } else { noun_lemmas(&head) };
            for head in lemmas {
                let before = words.iter().cloned().collect();
                triggers.push(Trigger { word: Lexeme { head, before }, span: span.clone(), joined: None });
            }
        }
        (triggers, at)
    }

    /// What stands after the trigger. A word after a verb that is both particle and preposition gives both readings,
    /// unless it is joined to the verb by `_`: then it is the particle.
    fn rest(&self, list: List, at: usize, joined: Option<SmolStr>) -> Result<Vec<Rest>, Complaint> {
        let mut tokens: Vec<Spanned> = Vec::new();
        let is_joined = joined.is_some();
        if let Some(joined) = joined {
            // The place of a joined word is not needed: every complaint about it is about the trigger.
            tokens.push((Token::Words(vec![(joined, 0..0)]), 0..0));
        }
        tokens.extend_from_slice(&self.tokens[at..]);
        let mut readings = Vec::new();
        if list == List::Verbs
            && let Some((Token::Words(words), _)) = tokens.first()
            && words.iter().all(|(word, _)| self.grammar.is_particle(word))
        {
            for (word, _) in words {
                let rest = Rest { particle: Some(word.clone()), ..Rest::default() };
                readings.push(self.arguments(list, &tokens[1..], rest)?);
            }
            let filled = matches!(tokens.get(1), Some((Token::Role { .. } | Token::Words(_), _)));
            let before_preposition = tokens.get(1).is_some_and(|(t, _)| self.is_preposition(t));
            if is_joined || !filled || before_preposition || !self.is_preposition(&tokens[0].0) {
                return Ok(readings);
            }
        }
        readings.push(self.arguments(list, &tokens, Rest::default())?);
        Ok(readings)
    }

    fn arguments(&self, list: List, tokens: &[Spanned], mut rest: Rest) -> Result<Rest, Complaint> {
        let mut prepositions: Option<SmallVec<[SmolStr; 2]>> = None;
        let mut behind: Option<Place> = None;
        let mut object = false;
        let mut last = 0..0;
        for (i, (token, span)) in tokens.iter().enumerate() {
            last = span.clone();
            let bare = |object: bool| match list {
                List::Verbs if object => Ok(Place::Complement),
                List::Verbs => Ok(Place::Object),
                List::Titles => Ok(Place::Holder),
                List::Nouns | List::Adjectives => {
                    let message = "a role directly after a noun or adjective";
                    Err(Complaint::new("R14", span.clone(), message)
                        .hint("put a preposition between, or move the template to `titles`"))
                }
            };
            match token {
                Token::Role { name, possessive } => {
                    if *possessive {
                        let owned = matches!(tokens.get(i + 1), Some((Token::Words(_), _)));
                        if list != List::Verbs || prepositions.is_some() || !owned {
                            let message = format!("`<{name}>'s` after the trigger");
                            return Err(Complaint::new("R14", span.clone(), message)
                                .hint("in `verbs`, a fixed noun may follow: `violate <x>'s airspace`"));
                        }
                        rest.slots.push(Slot { place: Place::Genitive, role: name.clone(), span: span.clone() });
                        continue;
                    }
                    let place = match prepositions.take() {
                        Some(words) => Place::Prep(words),
                        None => bare(object)?,
                    };
                    if matches!(place, Place::Complement) {
                        dative(&mut rest);
                    }
                    object |= place == Place::Object;
                    behind = Some(place.clone());
                    rest.slots.push(Slot { place, role: name.clone(), span: span.clone() });
                }
                Token::Words(words) if is_and(words) => {
                    let next = tokens.get(i + 1).map(|(t, _)| t);
                    let (Some(place), Some(Token::Role { .. })) = (behind.take(), next) else {
                        return Err(Complaint::new("R14", span.clone(), "`and` joins two roles"));
                    };
                    match place {
                        Place::Prep(words) => prepositions = Some(words),
                        _ => object = false,
                    }
                }
                Token::Words(words) if self.is_preposition(token) && prepositions.is_none() => {
                    prepositions = Some(words.iter().map(|(word, _)| word.clone()).collect());
                }
                Token::Words(words) => {
                    if let Some((mixed, span)) = words.iter().find(|(word, _)| self.grammar.is_preposition(word))
                        && !self.is_preposition(token)
                    {
                        let message = format!("`{mixed}` is a preposition, its alternatives are not");
                        return Err(Complaint::new("R14", span.clone(), message).hint("write two templates"));
                    }
                    let place = match prepositions.take() {
                        Some(words) => Place::Prep(words),
                        None if list == List::Verbs => bare(object)?,
                        None => {
                            let message = format!("`{}` is no preposition", words[0].0);
                            return Err(Complaint::new("R14", span.clone(), message)
                                .hint("prepositions are listed in ontology/lexicon/prepositions.tsv"));
                        }
                    };
                    if matches!(place, Place::Complement) {
                        dative(&mut rest);
                    }
                    object |= place == Place::Object;
                    let words = words.iter().flat_map(|(word, _)| lexemes(word)).collect();
                    rest.fixed.push(Fixed { words, place });
                }
                Token::Open | Token::Close => unreachable!("optional parts are expanded before"),
            }
        }
        if let Some(words) = prepositions {
            let message = format!("nothing after `{}`", words[0]);
            return Err(Complaint::new("R14", last, message).hint("a role or a noun follows a preposition"));
        }
        Ok(rest)
    }

    fn is_preposition(&self, token: &Token) -> bool {
        matches!(token, Token::Words(words) if words.iter().all(|(word, _)| self.grammar.is_preposition(word)))
    }
}

/// Whether a template may name it: a word, several joined by `_`, or the sign of a currency, whose lemma is itself.
fn is_word(word: &str) -> bool {
    matches!(word, "$" | "€" | "£" | "¥") || word.chars().all(|c| c.is_alphanumeric() || "_-'.\u{2019}".contains(c))
}

/// In *give X aid* the first of two objects is the recipient.
fn dative(rest: &mut Rest) {
    for slot in rest.slots.iter_mut().filter(|slot| slot.place == Place::Object) {
        slot.place = Place::Dative;
    }
}

/// `<x> be close to <y>`: the same as an adjective, should the word be one.
fn adjectival(form: &Form) -> Form {
    let mut form = Form { list: List::Adjectives, ..form.clone() };
    for slot in &mut form.slots {
        if slot.place == Place::Holder {
            slot.place = Place::Subject;
        }
    }
    form
}

/// Slots with the same role and place are one slot that wants several fillers.
fn merge(slots: impl Iterator<Item = Slot>) -> Vec<Slot> {
    let mut merged: Vec<Slot> = Vec::new();
    for slot in slots {
        if !merged.iter().any(|known| known.role == slot.role && known.place == slot.place) {
            merged.push(slot);
        }
    }
    merged
}

fn is_and(words: &[(SmolStr, Range<usize>)]) -> bool {
    matches!(words, [(word, _)] if word == "and")
}

#[cfg(test)]
mod tests;
