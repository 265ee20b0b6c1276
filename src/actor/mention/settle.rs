//! Unknown names → what they name, told by the words around them; every mention of the same name follows.
//!
//! In order of precision: the noun beside it (*Navimar Caribe, a shipping company*; *the film* Blue Harbour; *a story
//! called* Karis); what stands in quotation marks, or has a year in brackets after it, or is written, played or won, is
//! a work or a prize and nobody; who speaks is a person; names in a list are of one kind. What is still unknown and
//! never acts is a thing. Names of the gazetteer, and those with a title, a first name or a head noun, are left alone.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Finder;
use super::expletive::is_expletive;
use super::noun::{is_plural, noun_class};
use crate::actor::lexicon::{PronounKind, is_acronym};
use crate::actor::{Form, Mention};
use crate::data::words;
use crate::document::{Relation, TokenIx, Upos, Xpos};
use crate::ontology::Class;
use crate::syntax::tree;

/// How many mentions with the same head words are looked at before and after one.
const NEAR: usize = 8;

impl Finder<'_> {
    /// Gives unknown names the class that the text tells.
    pub(super) fn settle(&mut self) {
        self.name_works();
        self.name_kin();
        let guesses: Vec<usize> = (0..self.mentions.len())
            .filter(|&i| self.mentions[i].form != Form::Nominal && self.is_guess(&self.mentions[i]))
            .collect();
        // *operator*, *provider* may be a person or a company: what else is said of the name comes first.
        self.follow(&guesses, |this, m| this.described(m, false));
        self.follow(&guesses, |this, m| this.described(m, true));
        let by_end = self.names_by_end();
        self.follow(&guesses, |this, m| this.abbreviated(m, &by_end));
        self.follow(&guesses, |this, m| this.has_kin(m).then_some(Class::Person));
        self.follow(&guesses, |this, m| this.is_work(m).then_some(Class::Thing));
        self.follow(&guesses, |this, m| this.calls_itself_it(m).then_some(Class::Organization));
        self.follow(&guesses, |this, m| this.is_speaker(m).then_some(Class::Person));
        self.follow(&guesses, Self::plural_name);
        let by_head = self.names_by_head();
        self.follow(&guesses, |this, m| this.listed(m, &by_head));
        self.forget_idle(&guesses);
    }

    /// *the film* Blue Harbour: the noun tells more than the last word of the name.
    fn name_works(&mut self) {
        for i in 0..self.mentions.len() {
            let mention = &self.mentions[i];
            let unknown = mention.form == Form::Name
                && matches!(mention.class, Class::Place | Class::Person | Class::Actor)
                && self.lexicon.longest(self.document, mention.tokens.start).is_none_or(|m| m.end < mention.tokens.end);
            let class = self
                .noun_before(mention)
                .filter(|&noun| unknown && !self.document.form(noun).starts_with(char::is_uppercase))
                .and_then(|noun| noun_class(self.document, self.lexicon, noun))
                .filter(|class| class.is_thing() && *class != Class::Facility);
            if let Some(class) = class {
                self.mentions[i].class = class;
            }
        }
    }

    /// *his wife, Virginia*: who is somebody's relative and bears a first name is no place.
    fn name_kin(&mut self) {
        for i in 0..self.mentions.len() {
            let mention = &self.mentions[i];
            if mention.form != Form::Name || mention.class != Class::Place || mention.tokens.len() > 1 {
                continue;
            }
            let token = &self.document.tokens[mention.head];
            let noun = token.head.filter(|&h| {
                token.relation == Relation::APPOS
                    && self.lexicon.is_cue(self.document.lemma(h), "kin")
                    && self.document.tokens[h].xpos == Xpos::NN
            });
            if noun.is_some() && self.lexicon.first_name(self.document.form(mention.head)).is_some() {
                self.mentions[i].class = Class::Person;
            }
        }
    }

    /// *Lind's mother*.
    fn has_kin(&self, mention: &Mention) -> bool {
        let token = &self.document.tokens[mention.head];
        matches!(mention.class, Class::Actor | Class::Place)
            && token.relation == Relation::NMOD_POSS
            && mention.tokens.len() < 4
            && token.head.is_some_and(|h| self.lexicon.is_cue(self.document.lemma(h), "kin"))
    }

    /// Gives every guess whose name is told something at one of its mentions that class, at all of them.
    fn follow<'d>(&mut self, guesses: &[usize], tell: impl Fn(&Self, &Mention) -> Option<Class>)
    where
        Self: 'd,
    {
        let mut told: HashMap<String, Class> = HashMap::new();
        for &i in guesses {
            let mention = &self.mentions[i];
            if self.is_open(mention)
                && let Some(class) = tell(self, mention)
            {
                told.entry(self.text(mention)).or_insert(class);
            }
        }
        if told.is_empty() {
            return;
        }
        for &i in guesses {
            if let Some(&class) = told.get(&self.text(&self.mentions[i])) {
                self.mentions[i].class = class;
            }
        }
    }

    fn text(&self, mention: &Mention) -> String {
        self.document.slice(self.document.token_span(mention.tokens.clone())).to_owned()
    }

    /// Whether the class of a guess is still one by shape or place.
    fn is_open(&self, mention: &Mention) -> bool {
        matches!(mention.class, Class::Person | Class::Actor | Class::Place) || self.is_lone_acronym(mention)
    }

    /// Whether a name has its class by its shape or place only: no list, title, first name or head noun told it.
    fn is_guess(&self, mention: &Mention) -> bool {
        let document = self.document;
        let first = mention.tokens.start;
        let titled = || first > 0 && self.lexicon.title(&words::lower(document.form(first - 1))).is_some();
        self.is_open(mention)
            && self.lexicon.longest(document, first).is_none_or(|m| m.end != mention.tokens.end)
            && self.lexicon.first_name(document.form(first)).is_none()
            && self.lexicon.head_class(document.form(mention.tokens.end - 1)).is_none()
            && !titled()
    }

    fn is_lone_acronym(&self, mention: &Mention) -> bool {
        mention.class == Class::Organization
            && mention.tokens.len() == 1
            && is_acronym(self.document.form(mention.tokens.start))
    }

    /// What a noun beside the name says.
    fn described(&self, mention: &Mention, as_person: bool) -> Option<Class> {
        let document = self.document;
        let head = mention.head;
        let token = &document.tokens[head];
        let only_marks = |mut range: Range<TokenIx>| range.all(|t| document.tokens[t].upos == Upos::PUNCT);
        let above = token.head.filter(|&h| {
            token.relation == Relation::APPOS && h < mention.tokens.start && only_marks(h + 1..mention.tokens.start)
        });
        let is = token.head.filter(|&h| {
            token.relation == Relation::NSUBJ
                && document.dependent(h, Relation::COP).is_some()
                && document.tokens[h].upos == Upos::NOUN
                // *is in jail*, *is against the plan*.
                && tree::case_markers(document, h).is_empty()
        });
        let below = document.dependent(head, Relation::APPOS).filter(|&d| {
            d >= mention.tokens.end && only_marks(mention.tokens.end..tree::core_phrase(document, d).start)
        });
        let beside = self.noun_before(mention).into_iter().chain(above).chain(below).chain(is).chain(self.called(head));
        let mut beside = beside.filter(|&t| !document.form(t).starts_with(char::is_uppercase));
        beside.find_map(|t| match noun_class(document, self.lexicon, t)? {
            Class::Population | Class::Person => as_person.then_some(Class::Person),
            _ if as_person => None,
            Class::State => Some(Class::Place),
            // A site may be one on the net.
            Class::Facility if self.lexicon.is_cue(document.lemma(t), "acting-only") => None,
            class => Some(class),
        })
    }

    /// *a story called* X; *things like* X: the noun whose kind the name is said to be of.
    fn called(&self, head: TokenIx) -> Option<TokenIx> {
        let document = self.document;
        let token = &document.tokens[head];
        let above = token.head?;
        if matches!(token.relation, Relation::XCOMP | Relation::OBJ)
            && self.lexicon.is_cue(document.lemma(above), "naming")
        {
            let modified = document.tokens[above].head.filter(|_| document.tokens[above].relation == Relation::ACL);
            return modified.or_else(|| document.dependent(above, Relation::NSUBJ_PASS));
        }
        let example = token.relation == Relation::NMOD
            && is_plural(document, above)
            && tree::preposition(document, head).is_some_and(|p| self.lexicon.is_cue(&p, "example"));
        example.then_some(above)
    }

    /// The noun right before a name that says what it is: *the mining company* Oostgas.
    fn noun_before(&self, mention: &Mention) -> Option<TokenIx> {
        let document = self.document;
        let noun = mention.tokens.start.checked_sub(1)?;
        let describes = |r: Relation| {
            matches!(
                r,
                Relation::NMOD_DESC | Relation::COMPOUND | Relation::APPOS | Relation::FLAT | Relation::NMOD_UNMARKED
            )
        };
        let (below, above) = (&document.tokens[noun], &document.tokens[mention.head]);
        let linked = (below.head == Some(mention.head) && describes(below.relation))
            || (above.head == Some(noun) && describes(above.relation))
            // Two words in one role with nothing between them.
            || (above.head == below.head && above.relation == below.relation && above.head.is_some());
        // *the writers* Ann Lee *and* …
        let listed = below.xpos == Xpos::NNS && above.relation == Relation::APPOS;
        (linked && (below.xpos == Xpos::NN || listed)).then_some(noun)
    }

    /// *reactive oxygen species (ROS)*: initials in brackets are what stands before them.
    fn abbreviated(&self, mention: &Mention, by_end: &HashMap<TokenIx, Class>) -> Option<Class> {
        let document = self.document;
        let Range { start, end } = mention.tokens;
        let is = |t: TokenIx, xpos: Xpos| document.tokens.get(t).is_some_and(|t| t.xpos == xpos);
        if start < 2 || !is(start - 1, Xpos::LRB) || !is(end, Xpos::RRB) || !is_acronym(document.form(start)) {
            return None;
        }
        let before = start - 2;
        if document.tokens[before].upos == Upos::NOUN {
            let class = noun_class(document, self.lexicon, before).unwrap_or(Class::Thing);
            return Some(if class.is_actor() { Class::Organization } else { Class::Thing });
        }
        by_end.get(&(before + 1)).is_some_and(|c| !c.is_actor()).then_some(Class::Thing)
    }

    /// Whether the place of a name is that of a title: of a film, a book, a prize, a field of study.
    fn is_work(&self, mention: &Mention) -> bool {
        if mention.class == Class::Person {
            return self.has_year(mention);
        }
        self.is_quoted(mention)
            || self.has_year(mention)
            || self.is_made(mention.head) && !self.is_known_surname(mention)
            || self.is_staged(mention.head)
            || self.is_counted(mention.head)
            || self.has_field_ending(mention)
    }

    /// A single name that some person of the tables has: *Barnier was installed*.
    fn is_known_surname(&self, mention: &Mention) -> bool {
        mention.tokens.len() == 1 && !self.lexicon.by_surname(self.document.form(mention.head)).is_empty()
    }

    fn is_quoted(&self, mention: &Mention) -> bool {
        let document = self.document;
        let tokens = &mention.tokens;
        let Some(before) = tokens.start.checked_sub(1) else { return false };
        let closes = |t: TokenIx| document.tokens.get(t).is_some_and(|t| t.xpos == Xpos::CLOSE_QUOTE);
        let mark = |t: TokenIx| document.tokens.get(t).is_some_and(|t| matches!(t.xpos, Xpos::COMMA | Xpos::PERIOD));
        document.tokens[before].xpos == Xpos::OPEN_QUOTE
            && (closes(tokens.end) || (mark(tokens.end) && closes(tokens.end + 1)))
    }

    /// *Blue Harbour (1962)*.
    fn has_year(&self, mention: &Mention) -> bool {
        let document = self.document;
        let end = mention.tokens.end;
        let is = |t: TokenIx, xpos: Xpos| document.tokens.get(t).is_some_and(|t| t.xpos == xpos);
        is(end, Xpos::LRB)
            && is(end + 2, Xpos::RRB)
            && document.form(end + 1).len() == 4
            && document.form(end + 1).bytes().all(|b| b.is_ascii_digit())
    }

    /// *wrote* X, *won* X.
    fn is_made(&self, head: TokenIx) -> bool {
        let document = self.document;
        let token = &document.tokens[tree::first_conjunct(document, head)];
        matches!(token.relation, Relation::OBJ | Relation::NSUBJ_PASS)
            && token.head.is_some_and(|v| self.lexicon.is_cue(document.lemma(v), "work-verb"))
    }

    /// *starred in* X, *her role in* X.
    fn is_staged(&self, head: TokenIx) -> bool {
        let document = self.document;
        let top = tree::first_conjunct(document, head);
        let token = &document.tokens[top];
        matches!(token.relation, Relation::OBL | Relation::NMOD)
            && token.head.is_some_and(|v| self.lexicon.is_cue(document.lemma(v), "stage"))
            && tree::preposition(document, top).is_some_and(|p| self.lexicon.is_cue(&p, "locative"))
    }

    /// *3 RBI*.
    fn is_counted(&self, head: TokenIx) -> bool {
        self.document.dependent(head, Relation::NUMMOD).is_some_and(|n| n < head)
    }

    /// *Linguistics*, *Freemasonry*: a single word that ends as fields and beliefs do.
    fn has_field_ending(&self, mention: &Mention) -> bool {
        let word = self.document.form(mention.tokens.end - 1);
        let lower = words::lower(word);
        let long = word.len() > 6 && word.is_ascii() && word.starts_with(char::is_uppercase);
        long && !is_acronym(word) && (3..=6).any(|n| self.lexicon.is_cue(&lower[lower.len() - n..], "field-ending"))
    }

    /// Whether a bare unknown name is the subject of a verb of saying or of human life.
    fn is_speaker(&self, mention: &Mention) -> bool {
        let document = self.document;
        let token = &document.tokens[mention.head];
        mention.class == Class::Actor
            && mention.form == Form::Name
            && matches!(token.relation, Relation::NSUBJ | Relation::NSUBJ_PASS)
            && mention.tokens.clone().all(|t| self.may_be_surname(t))
            && document.dependent(mention.head, Relation::DET).is_none()
            && token.head.is_some_and(|v| {
                let lemma = document.lemma(v);
                self.lexicon.is_cue(lemma, "speech") || self.lexicon.is_cue(lemma, "human-verb")
            })
    }

    /// *Baxter said it would sue*: who is *it* in its own words is no person.
    fn calls_itself_it(&self, mention: &Mention) -> bool {
        let document = self.document;
        let token = &document.tokens[mention.head];
        let Some(verb) = token.head.filter(|_| token.relation == Relation::NSUBJ && mention.class == Class::Actor)
        else {
            return false;
        };
        let it = |&d: &TokenIx| {
            tree::is_a(document.tokens[d].relation, Relation::NSUBJ)
                && self
                    .lexicon
                    .pronoun(&words::lower(document.form(d)), false)
                    .is_some_and(|p| p.kind == PronounKind::Personal && p.human == Some(false))
                && !is_expletive(document, self.lexicon, d)
        };
        mention.form == Form::Name
            && self.lexicon.is_cue(document.lemma(verb), "speech")
            && document.dependents(verb).iter().any(|&clause| {
                document.tokens[clause].relation == Relation::CCOMP && document.dependents(clause).iter().any(it)
            })
    }

    /// *the Redskins*: a plural name with the article is that of a team, band or group; *in the Dolomites* of a region.
    fn plural_name(&self, mention: &Mention) -> Option<Class> {
        let document = self.document;
        let head = mention.head;
        let article = |d: TokenIx| document.form(d).eq_ignore_ascii_case("the");
        if mention.form != Form::Name
            || document.tokens[head].xpos != Xpos::NNPS
            || !document.dependent(head, Relation::DET).is_some_and(article)
        {
            return None;
        }
        let within = tree::preposition(document, head).is_some_and(|p| self.lexicon.is_cue(&p, "locative"));
        Some(if within { Class::Place } else { Class::Organization })
    }

    fn may_be_surname(&self, token: TokenIx) -> bool {
        let form = self.document.form(token);
        let lower = words::lower(form);
        let inner_capital = form.chars().skip(1).any(char::is_uppercase);
        form.len() > 2 && !inner_capital && self.lexicon.noun(&lower).is_none() && self.lexicon.thing(&lower).is_none()
    }

    /// The class of the longest name that ends before each word.
    fn names_by_end(&self) -> HashMap<TokenIx, Class> {
        let mut ends = HashMap::new();
        for name in self.mentions.iter().filter(|m| m.form != Form::Nominal) {
            ends.entry(name.tokens.end).or_insert(name.class);
        }
        ends
    }

    fn names_by_head(&self) -> HashMap<TokenIx, Class> {
        let names = self.mentions.iter().filter(|m| m.form != Form::Nominal);
        // *Rumsfeld and* X: whom the tables know by the surname alone is a person.
        let told = |m: &Mention| match m.class {
            Class::Actor if m.form == Form::Name && self.is_known_surname(m) => Some(Class::Person),
            Class::Actor => None,
            class => Some(class),
        };
        names.filter_map(|m| Some((m.head, told(m)?))).collect()
    }

    /// The kind of the other names in a list: *Senegal, Nigeria and* X.
    fn listed(&self, mention: &Mention, by_head: &HashMap<TokenIx, Class>) -> Option<Class> {
        let document = self.document;
        if mention.class != Class::Actor {
            return None;
        }
        let first = tree::first_conjunct(document, mention.head);
        let others = std::iter::once(first).chain(tree::conjuncts(document, first).into_iter().take(NEAR));
        others.filter(|&t| t != mention.head).find_map(|t| match by_head.get(&t)? {
            Class::State => Some(Class::Place),
            Class::Population => None,
            class if class.is_organization() => Some(Class::Organization),
            class => Some(*class),
        })
    }

    /// An unknown name that nobody saw act, in a list or before a thing, is no actor.
    fn forget_idle(&mut self, guesses: &[usize]) {
        let document = self.document;
        let mut acting: HashSet<String> = HashSet::new();
        for &i in guesses {
            let token = &document.tokens[self.mentions[i].head];
            // *A and B met*: who is named with one that acts, alone, acts as well.
            let pair = token
                .head
                .filter(|&first| token.relation == Relation::CONJ && tree::conjuncts(document, first).len() == 2);
            let relation = pair.map_or(token.relation, |first| document.tokens[first].relation);
            let acts = matches!(
                relation,
                Relation::NSUBJ | Relation::IOBJ | Relation::OBL_AGENT | Relation::NMOD_POSS | Relation::VOCATIVE
            );
            if acts {
                acting.insert(self.text(&self.mentions[i]));
            }
        }
        for &i in guesses {
            let mention = &self.mentions[i];
            let idle = self.is_idle(mention) && !self.is_known_surname(mention);
            if mention.class == Class::Actor && idle && !acting.contains(&self.text(mention)) {
                self.mentions[i].class = Class::Thing;
            }
        }
    }

    fn is_idle(&self, mention: &Mention) -> bool {
        let document = self.document;
        let token = &document.tokens[mention.head];
        let Some(head) = token.head else { return false };
        let beside_thing =
            || !tree::is_name(document, head) && noun_class(document, self.lexicon, head).is_none_or(|c| !c.is_actor());
        match token.relation {
            Relation::APPOS | Relation::XCOMP | Relation::COMPOUND => beside_thing(),
            Relation::CONJ => tree::is_name(document, tree::first_conjunct(document, mention.head)),
            _ => false,
        }
    }
}
