//! Sentences built by hand for the tests of this layer, and a small set of rules.

use std::sync::LazyLock;

use super::apply::{Input, apply};
use super::compile::RuleSet;
use super::grammar::Grammar;
use crate::actor::{Actor, Form, Mention};
use crate::data::{Data, RuleFile};
use crate::document::{Document, Features, Sentence, Source, Span, Token, TokenIx};
use crate::ontology::{Class, Ontology};
use crate::syntax::predication::{Argument, Function, Kind, Predication};
use crate::syntax::realization::Realization;
use crate::syntax::scope::Scope;

/// The rules of the tests.
pub(crate) const RULES: &str = r#"
[frame.funds]
gloss   = "gives money to"
asserts = "<funder> rel:funds <recipient>"
verbs   = [
  "<funder> fund|finance <recipient>",
  "<funder> provide|give money|aid to|for <recipient>",
]
nouns   = ["<funder>'s funding|aid of|for|to <recipient>"]
match   = ["[funder Iran] funds [recipient Hezbollah]."]
reject  = ["Iran funds research."]

[frame.funds.ends]
verbs   = ["<funder> cut|suspend funding|aid to|for <recipient>"]
match   = ["[funder Iran] cut aid to [recipient Hezbollah]. => ends"]

[frame.talks]
asserts = ["<party> rel:negotiatesWith <party>", "<mediator> rel:brokers <party>"]
verbs   = ["<party> negotiate with <party>", "<mediator> broker talks between <party> and <party>"]
nouns   = ["<party>'s talks with <party>", "talks between <party> and <party>"]
match   = ["Talks between [party Israel] and [party Hamas] brokered by [mediator Qatar] collapsed."]
reject  = ["Talks were held."]

[frame.leads]
asserts = ["<holder> rel:leads <org>", "<holder> rel:holdsPosition <trigger>"]
verbs   = ["<holder> lead|head <org>"]
titles  = ["<org>'s leader|prime_minister <holder>"]
types   = { holder = "Person" }
match   = ["[org Hamas]'s [trigger leader], [holder Sinwar], agreed."]
reject  = ["Norway leads Sweden."]

[frame.kills]
asserts = "<killer> rel:kills <victim>"
verbs   = ["<killer> kill|assassinate <victim>", "<killer> take_out <victim>"]
nouns   = ["<killer>'s killing of <victim>"]
match   = ["[killer Israel] killed [victim Sinwar]."]
reject  = ["The heat killed Sinwar."]

[frame.takes_over]
asserts = "<buyer> rel:acquires <company>"
verbs   = ["<buyer> take_over <company>", "<buyer> buy <company>"]
match   = ["[buyer Iran] took over [company Acme]."]
reject  = ["Iran took over."]

[frame.allied]
asserts    = "<ally> rel:alliedWith <party>"
adjectives = ["<ally> allied|loyal to|with <party>"]
verbs      = ["<ally> be ally of <party>"]
match      = ["[ally Hamas] is allied to [party Iran]."]
reject     = ["Hamas is loyal to principles."]

[pattern.other_member]
asserts = "<member> rel:memberOf <group>"
trigger = "member"
paths   = { group = ">nmod(of)", member = "<conj | <nmod(like)" }
require = [">amod{other}"]
match   = ["[member Hungary], like other members of [group the EU], voted no."]
reject  = ["Hungary waited."]

[pattern.based_in]
asserts = "<group> rel:locatedIn <place>"
surface = "<place> - based <group>"
match   = ["[place Oslo]-based [group Equinor] declined."]
reject  = ["Evidence-based Equinor policy is rare."]
"#;

static WORDS: LazyLock<(Ontology, Grammar)> = LazyLock::new(|| {
    let data = Data::embedded();
    (Ontology::load(&data).expect("the ontology loads"), Grammar::load(&data).expect("the lexicon loads"))
});

/// A rule file of a layer.
pub(crate) fn file(name: &str, text: &str, layer: usize) -> RuleFile {
    RuleFile { name: name.to_owned(), text: text.to_owned().into(), layer }
}

/// The complaints about several files, and the rules that come out.
pub(crate) fn compile_files(files: &[RuleFile]) -> (RuleSet, String) {
    let (ontology, grammar) = &*WORDS;
    let (set, complaints) = RuleSet::compile(files, ontology, grammar);
    let text = |name: &str| &*files.iter().find(|file| file.name == name).expect("a complaint names a file").text;
    let rendered: Vec<String> = complaints.iter().map(|c| c.render(text(&c.file), false)).collect();
    (set, rendered.join("\n\n"))
}

/// Compiles one file, called `t.toml`, with the complaints as they are printed.
pub(crate) fn compile(text: &str) -> (RuleSet, String) {
    compile_files(&[file("t.toml", text, 0)])
}

pub(crate) fn rules() -> RuleSet {
    let (set, complaints) = compile(RULES);
    assert!(complaints.is_empty(), "{complaints}");
    set
}

/// A sentence with its predications and actors.
pub(crate) struct Scene {
    pub(crate) document: Document,
    pub(crate) predications: Vec<Predication>,
    pub(crate) mentions: Vec<Mention>,
    pub(crate) actors: Vec<Actor>,
}

impl Scene {
    /// Words parted by spaces, each `form/lemma/XPOS`, the last two optional.
    pub(crate) fn new(words: &str) -> Self {
        let (mut text, mut tokens, mut lemmas) = (String::new(), Vec::new(), Vec::new());
        for word in words.split_whitespace() {
            let mut parts = word.split('/');
            let form = parts.next().expect("a word has a form");
            if !text.is_empty() {
                text.push(' ');
            }
            let mut token = Token::raw(Span::new(text.len(), text.len() + form.len()), false);
            text.push_str(form);
            lemmas.push(parts.next().unwrap_or(form).to_owned());
            token.xpos = parts.next().map_or(token.xpos, |tag| tag.parse().expect("a Penn tag"));
            tokens.push(token);
        }
        let span = Span::new(0, text.len());
        let sentences = vec![Sentence { span, tokens: 0..tokens.len(), paragraph_start: true }];
        let mut document = Document::new(Source::named("scene"), text, tokens, sentences);
        for (token, lemma) in lemmas.iter().enumerate() {
            document.set_lemma(token, lemma);
        }
        Self { document, predications: Vec::new(), mentions: Vec::new(), actors: Vec::new() }
    }

    pub(crate) fn token(&self, form: &str) -> TokenIx {
        let found = (0..self.document.tokens.len()).find(|&t| self.document.form(t) == form);
        found.unwrap_or_else(|| panic!("no word {form}"))
    }

    /// An actor with one mention for each phrase; the last word is the head.
    pub(crate) fn actor(mut self, phrases: &[&str], class: Class, form: Form) -> Self {
        let mut mentions = Vec::new();
        for phrase in phrases {
            let words: Vec<&str> = phrase.split(' ').collect();
            let head = self.token(words[words.len() - 1]);
            mentions.push(self.mentions.len());
            self.mentions.push(Mention { tokens: head + 1 - words.len()..head + 1, head, form, class });
        }
        let label = phrases[0].to_owned();
        let id = label.to_lowercase();
        self.actors.push(Actor {
            id,
            label,
            names: Vec::new(),
            aliases: Vec::new(),
            class,
            local: form != Form::Name,
            named: form == Form::Name,
            known: false,
            wikidata: None,
            members: Vec::new(),
            parent: None,
            mentions,
            metonyms: Vec::new(),
        });
        self
    }

    pub(crate) fn name(self, phrase: &str, class: Class) -> Self {
        self.actor(&[phrase], class, Form::Name)
    }

    /// `arguments`: `function=word`, or `function:realization=word`.
    pub(crate) fn predication(mut self, trigger: &str, kind: Kind, arguments: &str) -> Self {
        let arguments = arguments.split_whitespace().map(|argument| {
            let (function, word) = argument.split_once('=').expect("function=word");
            let (function, via) = function.split_once(':').unwrap_or((function, ""));
            let (function, default) = match function {
                "subject" => (Function::Subject, Realization::ActiveSubject),
                "object" => (Function::Object, Realization::ActiveObject),
                "genitive" => (Function::Genitive, Realization::Possessive),
                "holder" => (Function::Holder, Realization::Apposition),
                "complement" => (Function::Complement, Realization::Oblique),
                other => (Function::Prep(other.into()), Realization::Oblique),
            };
            let named = Realization::ALL.iter().copied().find(|r| r.name() == via);
            Argument { function, token: self.token(word), via: named.unwrap_or(default) }
        });
        let arguments = arguments.collect();
        let trigger = self.token(trigger);
        self.predications.push(Predication { trigger, kind, particle: None, arguments, scope: Scope::default() });
        self
    }

    pub(crate) fn particle(mut self, word: &str) -> Self {
        let token = self.token(word);
        self.predications.last_mut().expect("a predication").particle = Some(token);
        self
    }

    /// Attributes the last predication.
    pub(crate) fn speak(&mut self, speaker: &str, cue: &str) {
        let (speaker, cue) = (self.token(speaker), self.token(cue));
        let scope = &mut self.predications.last_mut().expect("a predication").scope;
        scope.speakers.push(speaker);
        scope.cue = Some(cue);
    }

    /// Makes `word` a dependent of `head`.
    pub(crate) fn depends(mut self, word: &str, relation: &str, head: &str) -> Self {
        let (word, head) = (self.token(word), self.token(head));
        self.document.tokens[word].head = Some(head);
        self.document.tokens[word].relation = relation.parse().expect("a relation");
        self
    }

    pub(crate) fn features(mut self, word: &str, features: &str) -> Self {
        let word = self.token(word);
        self.document.tokens[word].features = features.parse::<Features>().expect("features");
        self
    }

    pub(crate) fn input(&self) -> Input<'_> {
        Input {
            document: &self.document,
            predications: &self.predications,
            mentions: &self.mentions,
            actors: &self.actors,
        }
    }

    /// The matches of the test rules, one a line.
    pub(crate) fn matches(&self) -> String {
        let rules = rules();
        let lines = apply(&rules, &self.input()).into_iter().map(|m| {
            let entry = &rules.entries[m.entry];
            let edge = &rules.rules[entry.rule].edges[m.edge];
            let label = |actor: usize| &self.actors[actor].label;
            format!("{} {}({}, {})", entry.id, edge.predicate, label(m.subject.actor), label(m.object.actor))
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}
