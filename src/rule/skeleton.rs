//! A predication with named arguments → the template that finds it, and a whole frame around it (`rules new`).
//!
//! Nothing is invented: words and prepositions are those of the sentence, and what stands between the arguments in the
//! tree decides the list. Whether the frame really finds the sentence is for the caller to try.

use std::fmt::Write as _;

use smol_str::SmolStr;

use super::apply::Input;
use super::example::Example;
use super::grammar::Grammar;
use super::heads::Heads;
use super::template::List;
use crate::data::words::lower;
use crate::document::{Document, TokenIx, Upos};
use crate::ontology::Predicate;
use crate::syntax::predication::{Argument, Function, Kind, Predication};
use crate::syntax::realization::Realization;

/// A frame that might find a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skeleton {
    /// The list that the template stands in.
    pub list: List,
    /// The template.
    pub template: String,
    /// The word that it stands on, as a name for the frame.
    pub trigger: String,
    /// The roles: that of the subject, that of the object, then any others.
    pub roles: Vec<String>,
}

impl Skeleton {
    /// The frame as a rule file, with its sentence as the first example.
    pub fn toml(&self, name: &str, predicate: &Predicate, example: &Example) -> String {
        let subject = &self.roles[0];
        let objects = self.roles[1..].iter().map(|role| format!("\"<{subject}> rel:{} <{role}>\"", predicate.name));
        let objects: Vec<String> = objects.collect();
        let asserts = if let [one] = &objects[..] { one.clone() } else { format!("[{}]", objects.join(", ")) };
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut out = format!("[frame.{name}]\n");
        let gloss = predicate.comment.trim_end_matches('.');
        let _ = writeln!(out, "gloss   = {} # what your rule means, in a few words", quoted(gloss));
        let _ = writeln!(out, "asserts = {asserts}");
        let list = self.list.key();
        let _ = writeln!(out, "{list:<7} = [{}] # add other words: `{}|…`", quoted(&self.template), self.trigger);
        let _ = writeln!(out, "match   = [{}]", quoted(&example.to_string()));
        out.push_str("reject  = [] # sentences that look alike and must give nothing\n");
        out
    }
}

/// The frames that might find the marked actors, the likeliest first.
pub fn skeletons(input: &Input<'_>, example: &Example, predicate: &Predicate, grammar: &Grammar) -> Vec<Skeleton> {
    let document = input.document;
    let mut found: Vec<(usize, usize, usize, Skeleton)> = Vec::new();
    for (ix, predication) in input.predications.iter().enumerate() {
        let mut ends: Vec<(TokenIx, &str)> = Vec::new();
        let mut marks: Vec<usize> = Vec::new();
        for argument in &predication.arguments {
            let Some(mark) = mark_at(document, example, argument.token) else { continue };
            if !marks.contains(&mark) {
                marks.push(mark);
                ends.push((argument.token, &example.marks[mark].role));
            }
        }
        if marks.len() < 2 {
            continue;
        }
        let Some((list, template)) = template(input, predication, &ends, grammar) else { continue };
        let mut roles: Vec<String> = roles(&template);
        if roles.len() == 1 {
            roles.push(roles[0].clone());
        }
        // *The leader of Hamas* leads it: who has the office is the subject.
        let holder = predication.with(&Function::Holder).find_map(|a| ends.iter().find(|(token, _)| *token == a.token));
        if let Some(at) = holder.and_then(|(_, role)| roles.iter().position(|known| known == role)) {
            let holder = roles.remove(at);
            roles.insert(0, holder);
        }
        if is_backwards(input, predicate, &ends, &roles) {
            roles.swap(0, 1);
        }
        let light = list == List::Verbs && grammar.is_light(&lower(document.lemma(predication.trigger)));
        let trigger = lower(document.lemma(predication.trigger)).to_string();
        found.push((
            example.marks.len() - marks.len(),
            usize::from(light),
            ix,
            Skeleton { list, template, trigger, roles },
        ));
    }
    found.sort_by_key(|(left_out, light, ix, _)| (*left_out, *light, *ix));
    let mut all: Vec<Skeleton> = Vec::new();
    for (_, _, _, skeleton) in found {
        if !all.contains(&skeleton) {
            all.push(skeleton);
        }
    }
    all
}

/// The smallest mark that a word lies in.
fn mark_at(document: &Document, example: &Example, token: TokenIx) -> Option<usize> {
    let span = document.tokens[token].span.range();
    let around = |mark: &super::example::Mark| mark.span.start <= span.start && span.end <= mark.span.end;
    let marks = example.marks.iter().enumerate().filter(|(_, mark)| around(mark));
    marks.min_by_key(|(_, mark)| mark.span.len()).map(|(ix, _)| ix)
}

/// Whether the classes fit the predicate only the other way round.
fn is_backwards(input: &Input<'_>, predicate: &Predicate, ends: &[(TokenIx, &str)], roles: &[String]) -> bool {
    let heads = Heads::new(input);
    let class = |role: &String| {
        let token = ends.iter().find(|(_, name)| name == role)?.0;
        Some(input.actors[heads.actor(heads.mention(token)?)?].class)
    };
    let (Some(subject), Some(object)) = (class(&roles[0]), class(&roles[1])) else { return false };
    let fits = |a, b| predicate.domain.admits(a) && predicate.range.admits(b);
    !fits(subject, object) && fits(object, subject)
}

/// The roles of a template, in its order, each once.
fn roles(template: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in template.split('<').skip(1) {
        let name = part.split('>').next().unwrap_or_default().to_owned();
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// The list and the template that find a predication whose arguments at these words have these roles. None if no template
/// can say it.
pub fn template(
    input: &Input<'_>,
    predication: &Predication,
    ends: &[(TokenIx, &str)],
    grammar: &Grammar,
) -> Option<(List, String)> {
    let writer = Writer { input, predication, ends, grammar };
    match predication.kind {
        Kind::Verb => writer.verb(),
        Kind::Noun => writer.noun(),
        Kind::Adjective => writer.adjective(),
    }
}

struct Writer<'a> {
    input: &'a Input<'a>,
    predication: &'a Predication,
    ends: &'a [(TokenIx, &'a str)],
    grammar: &'a Grammar,
}

impl Writer<'_> {
    fn lemma(&self, token: TokenIx) -> SmolStr {
        lower(self.input.document.lemma(token)).replace(' ', "_").into()
    }

    /// The role of an argument.
    fn role(&self, argument: &Argument) -> Option<&str> {
        self.ends.iter().find(|(token, _)| *token == argument.token).map(|(_, role)| *role)
    }

    /// The named arguments with a function, in text order.
    fn with(&self, function: &Function) -> Vec<(TokenIx, &str)> {
        let all = self.predication.with(function);
        all.filter_map(|argument| Some((argument.token, self.role(argument)?))).collect()
    }

    fn verb(&self) -> Option<(List, String)> {
        let mut parts: Vec<String> = Vec::new();
        let subjects = self.with(&Function::Subject);
        let mut used: Vec<TokenIx> = subjects.iter().map(|(token, _)| *token).collect();
        let (_, first) = subjects.first()?;
        parts.push(format!("<{first}>"));
        let mut verb = self.lemma(self.predication.trigger).to_string();
        if let Some(particle) = self.predication.particle {
            let _ = write!(verb, "_{}", &*lower(self.input.document.form(particle)));
        }
        let light = self.grammar.is_light(&verb);
        parts.push(verb);
        let free = |used: &[TokenIx], function: &Function| {
            self.with(function).into_iter().filter(|(token, _)| !used.contains(token)).collect::<Vec<_>>()
        };
        if let Some((token, object)) = free(&used, &Function::Object).first() {
            used.push(*token);
            parts.push(format!("<{object}>"));
        } else if let Some(word) = self.fixed(&Function::Object) {
            let owners = free(&used, &Function::Genitive);
            used.extend(owners.first().map(|(token, _)| token));
            parts.push(owners.first().map_or(word.clone(), |(_, role)| format!("<{role}>'s {word}")));
        } else if light {
            return None;
        }
        for (_, complement) in free(&used, &Function::Complement) {
            parts.push(format!("<{complement}>"));
        }
        self.prepositions(&mut used, &mut parts);
        // *A and B met*: one does it with the other.
        if subjects.len() > 1 && subjects.iter().all(|(_, role)| role == first) && parts.len() == 2 {
            parts.push(format!("with <{first}>"));
        }
        self.finish(List::Verbs, &parts)
    }

    fn noun(&self) -> Option<(List, String)> {
        let (mut used, mut parts): (Vec<TokenIx>, Vec<String>) = Default::default();
        let holder = self.with(&Function::Holder).first().copied();
        let of = |argument: &&Argument| argument.via == Realization::OfPhrase;
        let owners = self.predication.with(&Function::Genitive).filter(|argument| self.role(argument).is_some());
        let mut owners: Vec<&Argument> = owners.collect();
        // An of-phrase owns the noun only if nothing else does: *the destruction of Gaza by Israel*.
        owners.sort_by_key(of);
        let owner = owners.first().and_then(|argument| Some((argument.token, self.role(argument)?)));
        // *A is at war with B*: who does it by way of a verb that says little.
        let owner = owner.or_else(|| self.with(&Function::Subject).first().copied());
        if let Some((token, owner)) = owner.filter(|owner| Some(*owner) != holder) {
            used.push(token);
            parts.push(format!("<{owner}>'s"));
        }
        parts.push(self.lemma(self.predication.trigger).to_string());
        if let Some((token, holder)) = holder {
            used.push(token);
            parts.push(format!("<{holder}>"));
        }
        self.prepositions(&mut used, &mut parts);
        self.finish(if holder.is_some() { List::Titles } else { List::Nouns }, &parts)
    }

    fn adjective(&self) -> Option<(List, String)> {
        let subjects = self.with(&Function::Subject);
        let (token, subject) = *subjects.first()?;
        let mut parts = vec![format!("<{subject}>"), self.lemma(self.predication.trigger).to_string()];
        self.prepositions(&mut vec![token], &mut parts);
        self.finish(List::Adjectives, &parts)
    }

    /// The unnamed common noun with that function.
    fn fixed(&self, function: &Function) -> Option<String> {
        let document = self.input.document;
        let argument = self.predication.with(function).find(|argument| self.role(argument).is_none())?;
        let named = matches!(document.tokens[argument.token].upos, Upos::PROPN | Upos::PRON);
        (!named).then(|| self.lemma(argument.token).to_string())
    }

    /// The named arguments behind prepositions, those behind one preposition joined by `and`.
    fn prepositions(&self, used: &mut Vec<TokenIx>, parts: &mut Vec<String>) {
        let mut last: Option<&SmolStr> = None;
        for argument in &self.predication.arguments {
            let Function::Prep(preposition) = &argument.function else { continue };
            let Some(role) = self.role(argument).filter(|_| self.grammar.is_preposition(preposition)) else { continue };
            let again = last == Some(preposition) && preposition == "between";
            if used.contains(&argument.token) {
                continue;
            }
            used.push(argument.token);
            let lead = if again { "and" } else { preposition.as_str() };
            parts.push(format!("{lead} <{role}>"));
            last = Some(preposition);
        }
    }

    /// The template, if every named argument stands in it.
    fn finish(&self, list: List, parts: &[String]) -> Option<(List, String)> {
        let template = parts.join(" ");
        let all = self.ends.iter().all(|(_, role)| template.contains(&format!("<{role}>")));
        let roles = template.matches('<').count();
        let sound = super::template::parse(list, &template, self.grammar).is_ok();
        (all && roles > 1 && sound).then_some((list, template))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::data::Data;
    use crate::ontology::{Class, Ontology};
    use crate::rule::fixture::Scene;

    fn check(scene: &Scene, example: &str, predicate: &str, expected: Expect) {
        let data = Data::embedded();
        let (ontology, grammar) = (Ontology::load(&data).unwrap(), Grammar::load(&data).unwrap());
        let example = Example::parse(example).unwrap();
        assert_eq!(example.text, scene.document.text);
        let predicate = ontology.predicate(predicate).unwrap();
        let found = skeletons(&scene.input(), &example, predicate, &grammar);
        let frames = found.iter().map(|skeleton| skeleton.toml("x", predicate, &example));
        expected.assert_eq(&frames.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn voice_is_undone() {
        let scene = Scene::new("Hezbollah bankrolled/bankroll by Iran fled")
            .name("Hezbollah", Class::ArmedGroup)
            .name("Iran", Class::State)
            .predication("bankrolled", Kind::Verb, "object=Hezbollah subject=Iran");
        check(
            &scene,
            "[recipient Hezbollah] bankrolled by [funder Iran] fled",
            "funds",
            expect![[r#"
            [frame.x]
            gloss   = "Gives money to, finances" # what your rule means, in a few words
            asserts = "<funder> rel:funds <recipient>"
            verbs   = ["<funder> bankroll <recipient>"] # add other words: `bankroll|…`
            match   = ["[recipient Hezbollah] bankrolled by [funder Iran] fled"]
            reject  = [] # sentences that look alike and must give nothing
        "#]],
        );
    }

    #[test]
    fn one_role_may_stand_twice() {
        let scene = Scene::new("Greece locked/lock horns/horn with Turkey")
            .name("Greece", Class::State)
            .name("Turkey", Class::State)
            .predication("locked", Kind::Verb, "subject=Greece object=horns with=Turkey");
        check(
            &scene,
            "[a Greece] locked horns with [a Turkey]",
            "opposes",
            expect![[r#"
            [frame.x]
            gloss   = "Is against, resists" # what your rule means, in a few words
            asserts = "<a> rel:opposes <a>"
            verbs   = ["<a> lock horn with <a>"] # add other words: `lock|…`
            match   = ["[a Greece] locked horns with [a Turkey]"]
            reject  = [] # sentences that look alike and must give nothing
        "#]],
        );
    }

    #[test]
    fn a_noun_between_stays() {
        let scene = Scene::new("Iran gave/give money to Hezbollah")
            .name("Iran", Class::State)
            .name("Hezbollah", Class::ArmedGroup)
            .predication("gave", Kind::Verb, "subject=Iran object=money to=Hezbollah");
        check(
            &scene,
            "[a Iran] gave money to [b Hezbollah]",
            "funds",
            expect![[r#"
            [frame.x]
            gloss   = "Gives money to, finances" # what your rule means, in a few words
            asserts = "<a> rel:funds <b>"
            verbs   = ["<a> give money to <b>"] # add other words: `give|…`
            match   = ["[a Iran] gave money to [b Hezbollah]"]
            reject  = [] # sentences that look alike and must give nothing
        "#]],
        );
    }
}
