//! A template → example sentences, one for every construction it stands for.
//!
//! The constructions are data (`lexicon/showcase.tsv`), the fillers of the roles come from the rule's own examples. The
//! sentences are a promise, not a proof: whether the program reads them is for the caller to try.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::compile::{Rule, RuleSet};
use super::grammar::{Grammar, Lexeme};
use super::template::{self, Form, List, Place};
use crate::data::{Data, Table};
use crate::diagnostic::Error;
use crate::ontology::{Class, ClassSet};
use crate::syntax::inflection::Inflections;

/// A sentence that a template should find, in bracket notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The construction's name.
    pub form: String,
    /// Ways to write it, the likeliest first; they differ in the number of nouns.
    pub sentences: Vec<String>,
}

/// How many of alternative prepositions are tried.
const MAX_PREPOSITIONS: usize = 3;

/// What sentences are made with.
#[derive(Debug)]
pub struct Maker {
    grammar: Grammar,
    inflections: Inflections,
    constructions: Vec<(String, String, String)>,
    /// Names of states and their adjectives.
    adjectives: BTreeMap<String, String>,
    /// Names and surnames of persons.
    persons: BTreeSet<String>,
}

/// Who fills a role in the sentences.
#[derive(Debug, Clone)]
struct Filler {
    text: String,
    /// Another one for the same role.
    other: String,
    person: bool,
}

impl Maker {
    /// Reads the constructions and the word lists.
    ///
    /// # Errors
    /// As [`Table::load`].
    pub fn load(data: &Data) -> Result<Self, Error> {
        let constructions = Table::load(data, "lexicon/showcase.tsv")?;
        let cell = |row: crate::data::Row<'_>, name: &str| row.get(name).to_owned();
        let states = Table::load(data, "lexicon/actors/states.tsv")?;
        let adjective =
            |row: crate::data::Row<'_>| Some((cell(row, "name"), row.list("adjectives").next()?.to_owned()));
        Ok(Self {
            grammar: Grammar::load(data)?,
            inflections: Inflections::load(data)?,
            constructions: constructions
                .rows()
                .map(|row| (cell(row, "list"), cell(row, "form"), cell(row, "sentence")))
                .collect(),
            adjectives: states.rows().filter_map(adjective).collect(),
            persons: Table::load(data, "lexicon/actors/persons.tsv")?
                .rows()
                .flat_map(|row| [cell(row, "name"), cell(row, "surname")])
                .collect(),
        })
    }

    /// The sentences of a template of a rule, given with its list. A pattern has none.
    pub fn samples(&self, rules: &RuleSet, rule: &Rule, (list, text): (&str, &str)) -> Vec<Sample> {
        let Some(list) = List::ALL.into_iter().find(|known| known.key() == list) else { return Vec::new() };
        let forms = template::parse(list, text, &self.grammar).unwrap_or_default();
        // Of `be ally of`, which is read as an adjective too, the list of the first form decides.
        let Some(form) = forms.first() else { return Vec::new() };
        let fillers = self.fillers(rules, rule, form);
        let mut samples = Vec::new();
        for (_, name, sentence) in self.constructions.iter().filter(|(list, _, _)| list == form.list.key()) {
            let mut sentences = Vec::new();
            for (preposition, plural) in (0..MAX_PREPOSITIONS).flat_map(|n| [(n, false), (n, true)]) {
                let words = Words { maker: self, form, fillers: &fillers, preposition, plural };
                let Some(text) = words.fill(sentence) else { continue };
                if !sentences.contains(&text) {
                    sentences.push(text);
                }
            }
            if !sentences.is_empty() {
                samples.push(Sample { form: name.clone(), sentences });
            }
        }
        samples
    }

    /// A filler for every slot; a role that stands twice gets two.
    fn fillers(&self, rules: &RuleSet, rule: &Rule, form: &Form) -> Vec<Filler> {
        let frame = rule.name.split('.').next().unwrap_or_default();
        let family = rules.rules.iter().filter(|r| r.name.split('.').next() == Some(frame));
        let examples: Vec<_> = rule.examples.iter().chain(family.flat_map(|r| &r.examples)).collect();
        let mut used: Vec<String> = Vec::new();
        let mut found = Vec::new();
        for slot in &form.slots {
            let types = rule.roles.iter().find(|r| r.name == slot.role).map_or(ClassSet::EMPTY, |r| r.types);
            let marked = examples.iter().flat_map(|example| {
                let marks = example.marks.iter().filter(|mark| mark.role == slot.role);
                marks.map(|mark| example.text[mark.span.clone()].to_owned())
            });
            // What begins in lower case inside a sentence is a description, or a pronoun.
            let is_name = |text: &String| {
                let last = text.split(' ').next_back().unwrap_or_default();
                last.starts_with(char::is_uppercase) && !text.contains(',') && text.split(' ').count() < 5
            };
            let free = |text: &String| !used.contains(&plain(text));
            let all: Vec<String> = marked.filter(free).collect();
            let best = all.iter().find(|text| is_name(text)).or(all.first()).cloned();
            let text = best.unwrap_or_else(|| format!("the {}", spaced(&slot.role)));
            used.push(plain(&text));
            let other = all.iter().find(|text| is_name(text) && !used.contains(&plain(text))).cloned();
            let other = other.unwrap_or_else(|| format!("the {}", spaced(&slot.role)));
            let person =
                self.persons.contains(&text) || types.contains(Class::Person) && !types.contains(Class::Organization);
            found.push(Filler { text, other, person });
        }
        found
    }

    /// The trigger words of a template as written, each once.
    pub fn triggers(&self, (list, text): (&str, &str)) -> Vec<String> {
        let list = List::ALL.into_iter().find(|known| known.key() == list);
        let forms = list.and_then(|list| template::parse(list, text, &self.grammar).ok()).unwrap_or_default();
        let mut found: Vec<String> = Vec::new();
        for form in &forms {
            // The readings of one word share its place.
            let word = text[form.span.clone()].replace('_', " ");
            if !found.contains(&word) {
                found.push(word);
            }
        }
        found
    }
}

fn plain(text: &str) -> String {
    text.to_lowercase().trim_start_matches("the ").to_owned()
}

/// One form of a template with what is put into the braces.
struct Words<'a> {
    maker: &'a Maker,
    form: &'a Form,
    fillers: &'a [Filler],
    /// Which of alternative prepositions to take.
    preposition: usize,
    /// Whether fixed nouns and noun triggers are put in the plural.
    plural: bool,
}

impl Words<'_> {
    /// A construction with its braces filled; none if one cannot be.
    fn fill(&self, sentence: &str) -> Option<String> {
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
            return alone.then(|| self.marked(slot));
        }
        let verb = &self.form.trigger.head;
        let noun = |plural: bool| {
            let head = if plural { self.plural(verb) } else { verb.to_string() };
            join(self.form.trigger.before.iter().map(SmolStr::as_str).chain([head.as_str()]))
        };
        match name {
            "verb" => Some(verb.to_string()),
            "past" => Some(self.maker.inflections.past(verb)),
            "participle" => Some(self.maker.inflections.participle(verb)),
            "gerund" => Some(self.maker.inflections.gerund(verb)),
            "noun" => Some(noun(self.plural && self.form.list == List::Nouns)),
            "adjective" => Some(noun(false)),
            // For nouns that have nobody in front of them.
            "alone" => self.slot("owner").is_none().then(|| noun(self.plural)),
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
        Some(owner.map_or(word.clone(), |slot| format!("{}'s {word}", self.marked(slot))))
    }

    /// The plural, unless the word looks like one.
    fn plural(&self, word: &str) -> String {
        let is_one = word.ends_with('s') && !word.ends_with("ss");
        if is_one { word.to_owned() } else { self.maker.inflections.plural(word) }
    }

    fn fixed(&self, word: &Lexeme) -> String {
        let head = if self.plural { self.plural(&word.head) } else { word.head.to_string() };
        join(word.before.iter().map(SmolStr::as_str).chain([head.as_str()]))
    }

    fn preposition(&self, alternatives: &[SmolStr]) -> String {
        spaced(&alternatives[self.preposition.min(alternatives.len() - 1)])
    }

    /// What stands behind the trigger, in the order of plain English, with its object or without, and without one slot.
    fn behind(&self, object: bool, without: Option<usize>) -> String {
        let mut parts: Vec<String> = Vec::new();
        let slots = |place: Place| self.form.slots.iter().enumerate().filter(move |(_, slot)| slot.place == place);
        parts.extend(slots(Place::Dative).map(|(slot, _)| self.marked(slot)));
        parts.extend(self.object().filter(|_| object));
        parts.extend(self.form.particle.iter().map(ToString::to_string));
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

fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

fn join<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Puts the first word of a sentence in capitals, also inside a bracket.
fn capitalize(sentence: &mut String) {
    let at = if sentence.starts_with('[') { sentence.find(' ').map_or(0, |at| at + 1) } else { 0 };
    if let Some(first) = sentence[at..].chars().next() {
        let upper: String = first.to_uppercase().collect();
        sentence.replace_range(at..at + first.len_utf8(), &upper);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::rule::fixture::rules;

    /// The sentences of one template of the rules in `fixture`.
    fn check(rule: &str, template: usize, expected: Expect) {
        let rules = rules();
        let rule = rules.rule(rule).unwrap();
        let (list, text) = &rule.templates[template];
        let maker = Maker::load(&Data::embedded()).unwrap();
        let samples = maker.samples(&rules, rule, (list, text));
        let lines = samples.iter().map(|s| format!("{}: {}", s.form, s.sentences.join(" | ")));
        expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_verb_has_every_voice() {
        check(
            "funds",
            0,
            expect![[r#"
            active: [funder Iran] funded [recipient Hezbollah].
            passive: [recipient Hezbollah] had been funded by [funder Iran].
            relative clause: [funder Iran], which funded [recipient Hezbollah], declined to comment.
            relative clause, object: [recipient Hezbollah], which [funder Iran] had funded, declined to comment.
            relative clause, passive: [recipient Hezbollah], which had been funded by [funder Iran], declined to comment.
            past participle: [recipient Hezbollah], funded by [funder Iran], declined to comment.
            present participle: [funder Iran] acted quickly, funding [recipient Hezbollah].
            infinitive: [funder Iran] promised to fund [recipient Hezbollah].
            shared subject: [funder Iran] lost patience and funded [recipient Hezbollah].
            compound participle: The [funder Iran]-funded [recipient Hezbollah] declined to comment."#]],
        );
    }

    #[test]
    fn a_fixed_noun_can_be_the_subject_of_a_passive() {
        check(
            "funds",
            1,
            expect![[r#"
            active: [funder Iran] provided money to [recipient Hezbollah]. | [funder Iran] provided moneys to [recipient Hezbollah].
            passive: Money had been provided to [recipient Hezbollah] by [funder Iran]. | Moneys had been provided to [recipient Hezbollah] by [funder Iran].
            relative clause: [funder Iran], which provided money to [recipient Hezbollah], declined to comment. | [funder Iran], which provided moneys to [recipient Hezbollah], declined to comment.
            past participle: Money, provided to [recipient Hezbollah] by [funder Iran], declined to comment. | Moneys, provided to [recipient Hezbollah] by [funder Iran], declined to comment.
            present participle: [funder Iran] acted quickly, providing money to [recipient Hezbollah]. | [funder Iran] acted quickly, providing moneys to [recipient Hezbollah].
            infinitive: [funder Iran] promised to provide money to [recipient Hezbollah]. | [funder Iran] promised to provide moneys to [recipient Hezbollah].
            shared subject: [funder Iran] lost patience and provided money to [recipient Hezbollah]. | [funder Iran] lost patience and provided moneys to [recipient Hezbollah]."#]],
        );
    }

    #[test]
    fn nouns_and_titles_have_their_owner_on_either_side() {
        check(
            "funds",
            2,
            expect![[r#"
            possessive: [funder Iran]'s funding of [recipient Hezbollah] drew criticism. | [funder Iran]'s fundings of [recipient Hezbollah] drew criticism.
            of-phrase: The funding of [funder Iran] of [recipient Hezbollah] drew criticism. | The fundings of [funder Iran] of [recipient Hezbollah] drew criticism.
            by-phrase: The funding of [recipient Hezbollah] by [funder Iran] drew criticism. | The fundings of [recipient Hezbollah] by [funder Iran] drew criticism.
            adjective: [funder Iranian] funding of [recipient Hezbollah] drew criticism. | [funder Iranian] fundings of [recipient Hezbollah] drew criticism.
            noun alone: The funding of [recipient Hezbollah] drew criticism. | The fundings of [recipient Hezbollah] drew criticism."#]],
        );
        check(
            "leads",
            1,
            expect![[r#"
            possessive: [org Hamas]'s leader, [holder Sinwar], declined to comment.
            apposition: [holder Sinwar], the leader of [org Hamas], declined to comment.
            copula: [holder Sinwar] is the leader of [org Hamas].
            title: [org Hamas] leader [holder Sinwar] declined to comment.
            appointment: They named [holder Sinwar] leader of [org Hamas].
            as-phrase: [holder Sinwar] served as leader of [org Hamas]."#]],
        );
    }

    #[test]
    fn who_stands_at_both_ends_may_stand_together() {
        check(
            "talks",
            0,
            expect![[r#"
            active: [party Israel] negotiated with [party Hamas].
            relative clause: [party Israel], which negotiated with [party Hamas], declined to comment.
            present participle: [party Israel] acted quickly, negotiating with [party Hamas].
            infinitive: [party Israel] promised to negotiate with [party Hamas].
            shared subject: [party Israel] lost patience and negotiated with [party Hamas].
            mutual: [party Israel] and [party Hamas] negotiated."#]],
        );
        check(
            "talks",
            3,
            expect![
                "noun alone: The talks between [party Israel] and [party Hamas] drew criticism. | The talkses between [party Israel] and [party Hamas] drew criticism."
            ],
        );
    }

    #[test]
    fn triggers_are_listed_as_written() {
        let maker = Maker::load(&Data::embedded()).unwrap();
        assert_eq!(maker.triggers(("verbs", "<a> carry_out|stage attack on <b>")), ["carry out", "stage"]);
        assert_eq!(maker.triggers(("surface", "<a> - based <b>")), [""; 0]);
    }
}
