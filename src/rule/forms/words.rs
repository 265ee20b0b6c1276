//! The braces of a construction, filled with the words of a template and its roles.

use smol_str::SmolStr;

use super::Maker;
use super::fillers::Filler;
use crate::ontology::RelationKind;
use crate::rule::compile::{Rule, TRIGGER};
use crate::rule::grammar::Lexeme;
use crate::rule::template::{self, Form, List, Place};

/// How a noun is written that the template gives as a bare lemma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// *aid*
    Bare,
    /// *the ship*
    Definite,
    /// *missiles*
    Plural,
}

impl Number {
    pub(super) const ALL: [Self; 3] = [Self::Bare, Self::Definite, Self::Plural];
}

/// Part of the grammar of sentences that are made, not found.
const ARTICLE: &str = "the";

/// One form of a template with what is put into the braces.
pub(super) struct Words<'a> {
    pub(super) maker: &'a Maker,
    pub(super) rule: &'a Rule,
    pub(super) form: &'a Form,
    pub(super) fillers: &'a [Filler],
    /// Which of alternative prepositions to take.
    pub(super) preposition: usize,
    /// How fixed nouns and noun triggers are written.
    pub(super) number: Number,
}

impl Words<'_> {
    /// A construction with its braces filled; none if one cannot be.
    pub(super) fn fill(&self, sentence: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = sentence;
        while let Some((before, behind)) = rest.split_once('{') {
            let (name, after) = behind.split_once('}')?;
            out.push_str(before);
            out.push_str(&self.brace(name)?);
            rest = after;
        }
        out.push_str(rest);
        let mut words = out.split_whitespace().collect::<Vec<_>>().join(" ").replace(" ,", ",").replace(" .", ".");
        capitalize(&mut words);
        Some(words)
    }

    fn brace(&self, name: &str) -> Option<String> {
        if let Some((role, choice)) = name.split_once(':') {
            let (thing, person) = choice.split_once('/')?;
            let slot = self.slot(role)?;
            return Some(if self.fillers[slot].person { person } else { thing }.to_owned());
        }
        if let Some(role) = name.strip_suffix('\'') {
            let slot = self.slot(role)?;
            let adjective = self.maker.adjectives.get(&self.fillers[slot].text)?;
            return Some(format!("[{} {adjective}]", self.form.slots[slot].role));
        }
        if let Some(role) = name.strip_suffix('-') {
            let slot = self.slot(role)?;
            let alone = !self.fillers[slot].text.contains(' ') && self.nothing_else(role);
            // *Iran-backed*, but hardly *Smith-dismissed*.
            return (alone && !(role == "subject" && self.fillers[slot].person)).then(|| self.marked(slot));
        }
        if let Some(role) = name.strip_suffix('!') {
            let slot = self.slot(role)?;
            return self.fillers[slot].person.then(|| self.marked(slot));
        }
        let verb = &self.form.trigger.head;
        let noun = |plural: bool| {
            let head = if plural { self.plural(verb) } else { verb.to_string() };
            let words = join(self.form.trigger.before.iter().map(SmolStr::as_str).chain([head.as_str()]));
            let marked = self.rule.roles.iter().any(|role| role.name == TRIGGER);
            if marked { format!("[{TRIGGER} {words}]") } else { words }
        };
        // A rule about negated clauses: auxiliaries and conjunctions of its other forms would have to be negated too.
        let negated = self.rule.negated;
        match name {
            "past" if negated => Some(format!("did not {verb}")),
            "verb" | "participle" | "gerund" if negated => None,
            "verb" => Some(verb.to_string()),
            "past" => Some(self.maker.inflections.past(verb)),
            "participle" => Some(self.maker.inflections.participle(verb)),
            "gerund" => Some(self.maker.inflections.gerund(verb)),
            // *an attack by Iran*, but no *missile by Iran*.
            "by" => self.rule.edges.iter().any(|edge| edge.kind == RelationKind::Event).then(|| name.to_owned()),
            // *the aid of Iran to Syria*, but no *funding of Iran of Syria*.
            "of" => (!self.behind(false, None).starts_with("of ")).then(|| name.to_owned()),
            "noun" => Some(noun(self.number == Number::Plural && self.form.list == List::Nouns)),
            "adjective" => Some(noun(false)),
            // For nouns that have nobody in front of them.
            "alone" => self.slot("owner").is_none().then(|| noun(self.number == Number::Plural)),
            "after" if self.form.list == List::Verbs => Some(self.behind(true, None)),
            "others" => Some(self.behind(self.slot("object").is_none(), self.twice().map(|[_, again]| again))),
            "rest" if self.form.list == List::Titles => {
                let org = self.slot("org").map(|slot| format!("of {}", self.marked(slot)));
                Some(join(org.iter().map(String::as_str).chain([self.behind(false, None).as_str()])))
            }
            "rest" | "after" => Some(self.behind(false, None)),
            "object" => self.object(),
            "both" => {
                let [first, second] = self.twice()?;
                Some(format!("{} and {}", self.marked(first), self.marked(second)))
            }
            role => {
                let place = place(self.form.list, role)?;
                let all = self.form.slots.iter().enumerate().filter(|(_, slot)| slot.place == place);
                let all: Vec<String> = all.map(|(ix, _)| self.marked(ix)).collect();
                (!all.is_empty()).then(|| all.join(" and "))
            }
        }
    }

    fn marked(&self, slot: usize) -> String {
        format!("[{} {}]", self.form.slots[slot].role, self.fillers[slot].text)
    }

    /// The first slot of that name.
    fn slot(&self, role: &str) -> Option<usize> {
        let place = place(self.form.list, role)?;
        self.form.slots.iter().position(|slot| slot.place == place)
    }

    /// Whether the template has no more than its two roles, as a compound needs it.
    fn nothing_else(&self, role: &str) -> bool {
        let others = self.form.slots.iter().filter(|slot| matches!(slot.place, Place::Prep(_))).count();
        self.form.fixed.is_empty() && self.form.particle.is_none() && (others == 0 || role == "org")
    }

    /// The slots of the role that stands as subject and again behind a preposition.
    fn twice(&self) -> Option<[usize; 2]> {
        let first = self.slot("subject")?;
        let again = |slot: &template::Slot| slot.role == self.form.slots[first].role && slot.place != Place::Subject;
        Some([first, self.form.slots.iter().position(again)?])
    }

    /// The phrase that can become the subject of a passive: a role, or a fixed noun.
    fn object(&self) -> Option<String> {
        if let Some(slot) = self.slot("object") {
            return Some(self.marked(slot));
        }
        let fixed = self.form.fixed.iter().find(|fixed| fixed.place == Place::Object)?;
        let word = self.fixed(fixed.words.first()?);
        let owner = self.form.slots.iter().position(|slot| slot.place == Place::Genitive);
        let bare = word.strip_prefix(ARTICLE).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(&word);
        Some(owner.map_or(word.clone(), |slot| format!("{}'s {bare}", self.marked(slot))))
    }

    /// The plural, unless the word looks like one.
    fn plural(&self, word: &str) -> String {
        let is_one = word.ends_with('s') && !word.ends_with("ss");
        if is_one { word.to_owned() } else { self.maker.inflections.plural(word) }
    }

    fn fixed(&self, word: &Lexeme) -> String {
        let plural = self.number == Number::Plural;
        let head = if plural { self.plural(&word.head) } else { word.head.to_string() };
        let article = (self.number == Number::Definite).then_some(ARTICLE);
        join(article.into_iter().chain(word.before.iter().map(SmolStr::as_str)).chain([head.as_str()]))
    }

    fn preposition(&self, alternatives: &[SmolStr]) -> String {
        spaced(&alternatives[self.preposition.min(alternatives.len() - 1)])
    }

    /// What stands behind the trigger, in the order of plain English, with its object or without, and without one slot.
    fn behind(&self, object: bool, without: Option<usize>) -> String {
        let mut parts: Vec<String> = Vec::new();
        let slots = |place: Place| self.form.slots.iter().enumerate().filter(move |(_, slot)| slot.place == place);
        parts.extend(slots(Place::Dative).map(|(slot, _)| self.marked(slot)));
        parts.extend(self.form.particle.iter().map(ToString::to_string));
        parts.extend(self.object().filter(|_| object));
        parts.extend(slots(Place::Complement).map(|(slot, _)| self.marked(slot)));
        let complements = self.form.fixed.iter().filter(|fixed| fixed.place == Place::Complement);
        parts.extend(complements.filter_map(|fixed| Some(self.fixed(fixed.words.first()?))));
        // Roles and fixed words behind prepositions, the fixed ones first: *come to aid of X*.
        for fixed in &self.form.fixed {
            if let (Place::Prep(prepositions), Some(word)) = (&fixed.place, fixed.words.first()) {
                parts.push(format!("{} {}", self.preposition(prepositions), self.fixed(word)));
            }
        }
        let mut last: Option<&Place> = None;
        for (ix, slot) in self.form.slots.iter().enumerate() {
            let Place::Prep(prepositions) = &slot.place else { continue };
            if without == Some(ix) {
                continue;
            }
            let preposition = self.preposition(prepositions);
            let lead = if last == Some(&slot.place) { "and" } else { preposition.as_str() };
            parts.push(format!("{lead} {}", self.marked(ix)));
            if preposition == "between" && self.form.slots.iter().filter(|s| s.place == slot.place).count() == 1 {
                // A role that stands twice behind one preposition is one slot with two fillers.
                parts.push(format!("and [{} {}]", slot.role, self.fillers[ix].other));
            }
            last = Some(&slot.place);
        }
        parts.join(" ")
    }
}

/// Where the filler of a brace stands.
fn place(list: List, name: &str) -> Option<Place> {
    Some(match (list, name) {
        (List::Verbs | List::Adjectives, "subject") => Place::Subject,
        (List::Verbs, "object") => Place::Object,
        (List::Nouns, "owner") | (List::Titles, "org") => Place::Genitive,
        (List::Titles, "holder") => Place::Holder,
        _ => return None,
    })
}

pub(super) fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Puts the first word of a sentence in capitals, also inside a bracket.
pub(super) fn capitalize(sentence: &mut String) {
    let at = if sentence.starts_with('[') { sentence.find(' ').map_or(0, |at| at + 1) } else { 0 };
    if let Some(first) = sentence[at..].chars().next() {
        let upper: String = first.to_uppercase().collect();
        sentence.replace_range(at..at + first.len_utf8(), &upper);
    }
}
