//! Offices → who holds them: *the president*, *the U.S. president*, *the UN chief*, *the former chancellor*.
//!
//! Who is named with the office in the text goes first. Then the tables of terms decide, at the document's date; without
//! a date only among those whom the text names. What the words leave open (*the next president*, *a deputy minister*,
//! *the president who ordered the invasion*, *in 2003, the president …*) stays a described person: a wrong name is worse
//! than none.

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::Resolver;
use crate::actor::lexicon::EntryIx;
use crate::actor::link::{Draft, Role, Tenure};
use crate::actor::{Form, name};
use crate::document::{Relation, TokenIx, Xpos};
use crate::ontology::Class;
use crate::syntax::tree;

/// How many words before an office may belong to its title.
const MAX_TITLE: usize = 8;

impl Resolver<'_> {
    /// Who holds the office that a definite description names.
    pub(super) fn role_holder(&mut self, i: usize, lemma: &SmolStr) -> Option<usize> {
        let tenure = self.tenure(i);
        let office = self.office(i);
        self.named_holder(i, lemma, &office, tenure).or_else(|| {
            let person = self.known_holder(i, tenure)?;
            Some(self.draft_of_known(person))
        })
    }

    /// Who has the office beside the name, nearest first.
    fn named_holder(&self, i: usize, lemma: &SmolStr, office: &str, tenure: Tenure) -> Option<usize> {
        let owner = self.owners[i];
        let is_office = |role: &Role| {
            let rest = role.office.strip_suffix(office);
            let same = rest.is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '-']))
                || self.lexicon.is_same_office(&role.office, office);
            same && (role.tenure == tenure || now(role.tenure) && now(tenure)) && self.is_of_one_body(role.owner, owner)
        };
        let fits = |this: &Self, d: usize| {
            let draft = &this.identities.drafts[d];
            this.class(d) == Class::Person && draft.roles.iter().any(is_office) && this.may_serve(draft, owner)
        };
        let found = self.nearest(i, usize::MAX, |this, d, _| fits(this, d).then_some(0));
        let before = |d: usize| self.identities.drafts[d].mentions.first().is_some_and(|&m| m < i);
        found.or_else(|| match self.holders.get(lemma).map(Vec::as_slice) {
            Some([only]) if before(*only) && fits(self, *only) => Some(*only),
            _ => None,
        })
    }

    /// Whether two offices may be of one body: *the president of the Orion Bank* is not the president of another.
    fn is_of_one_body(&self, one: Option<usize>, other: Option<usize>) -> bool {
        let (Some(one), Some(other)) = (one, other) else { return true };
        let body = |d: usize| matches!(self.class(d), Class::State | Class::Actor);
        one == other
            || body(one)
            || body(other)
            || self.state_of(one) == Some(other)
            || self.state_of(other) == Some(one)
    }

    /// Whether nothing speaks against a person's office being one of `owner`.
    fn may_serve(&self, draft: &Draft, owner: Option<usize>) -> bool {
        let Some(owner) = owner else { return true };
        let body = self.identities.drafts[owner].entry;
        match (draft.entry, body) {
            (Some(person), Some(body)) => {
                let home = self.lexicon.parent(person);
                home.is_none_or(|h| h == body || self.lexicon.parent(body) == Some(h))
                    || self.lexicon.served(person, body)
            }
            // Who is known by the tables does not head a body that they do not know.
            (Some(_), None) if matches!(self.class(owner), Class::Company | Class::Organization) => false,
            _ => draft.parent.is_none_or(|p| p == owner),
        }
    }

    /// Whom the tables have in the office.
    fn known_holder(&self, i: usize, tenure: Tenure) -> Option<EntryIx> {
        if self.is_restricted(i) {
            return None;
        }
        let office = self.sole_office(i, tenure)?;
        let body = match self.body(i) {
            Some(body) => self.identities.drafts[body].entry?,
            None => self.lexicon.body_of(&office)?,
        };
        let date = self.document.source.date.as_deref();
        let holder = self.lexicon.holder_of(&office, body, date);
        let named = |e: &EntryIx| self.identities.by_entry.contains_key(e);
        let only = |persons: SmallVec<[EntryIx; 8]>, besides: Option<EntryIx>| {
            let mut persons = persons.into_iter().filter(|p| named(p) && Some(*p) != besides);
            persons.next().filter(|_| persons.next().is_none())
        };
        let ever = || self.lexicon.holders_ever(&office, body);
        match (tenure, date) {
            (Tenure::Held | Tenure::Acting, Some(date)) => holder.filter(|_| !self.names_other_year(i, date)),
            (Tenure::Held | Tenure::Acting, None) => {
                let still = |e: &EntryIx| !self.is_said_to_have_held(*e);
                holder.filter(named).or_else(|| only(ever(), None)).filter(still)
            }
            (Tenure::Past, _) => only(ever(), holder),
            (Tenure::Open | Tenure::Other, _) => None,
        }
    }

    /// Whether an office beside the person's name is a former one: *ex-President Barack Obama*.
    fn is_said_to_have_held(&self, person: EntryIx) -> bool {
        let draft = self.identities.by_entry.get(&person).map(|&d| &self.identities.drafts[d]);
        draft.is_some_and(|d| d.roles.iter().any(|r| r.tenure == Tenure::Past))
    }

    /// What the words before an office, and what is joined to it by a hyphen, say of its holder.
    pub(super) fn tenure(&self, i: usize) -> Tenure {
        let document = self.document;
        let mention = &self.mentions[i];
        let head = mention.head;
        let sentence = &document.sentences[self.sentence[i]].tokens;
        let hyphen = |t: TokenIx| document.tokens[t].xpos == Xpos::HYPH || document.form(t) == "-";
        // "president-elect", "ex-president" as one token or three
        let form = document.form(head).to_lowercase();
        let joined = form.split('-').find_map(|part| self.tenure_of(part, true));
        let elect = || {
            let suffix =
                (head + 2 < sentence.end && hyphen(head + 1)).then(|| document.form(head + 2).to_lowercase())?;
            self.tenure_of(&suffix, true).filter(|&t| t == Tenure::Open)
        };
        if let Some(tenure) = joined.filter(|_| form.contains('-')).or_else(elect) {
            return tenure;
        }
        let mut tenure = Tenure::Held;
        for t in (sentence.start..head).rev().take(MAX_TITLE) {
            let word = document.form(t).to_lowercase();
            let article = t > sentence.start && document.tokens[t - 1].relation == Relation::DET;
            match self.tenure_of(&word, hyphen(t + 1) || article) {
                Some(found) if tenure == Tenure::Held || found == Tenure::Past => tenure = found,
                Some(_) => {}
                None => {
                    let owner =
                        || self.mentions[..i.max(1)].iter().rev().take(4).chain(self.mentions[i..].iter().take(4));
                    let inside = mention.tokens.contains(&t)
                        || hyphen(t)
                        || owner().any(|m| m.form != Form::Nominal && m.tokens.contains(&t) && m.head < head);
                    if !inside {
                        break;
                    }
                }
            }
        }
        tenure
    }

    /// Whether two phrases may be of one office-holder: *the former president* is not *the president*.
    pub(super) fn same_tenure(&self, earlier: usize, later: usize) -> bool {
        let (a, b) = (self.tenure(earlier), self.tenure(later));
        a == b || now(a) && now(b)
    }

    /// What one word says; `bound`: it has a hyphen or an article and is no mere *then*.
    fn tenure_of(&self, word: &str, bound: bool) -> Option<Tenure> {
        let kinds = [
            ("office-past", Tenure::Past),
            ("office-open", Tenure::Open),
            ("office-other", Tenure::Other),
            ("office-acting", Tenure::Acting),
            ("office-then", Tenure::Past),
        ];
        let fits = |kind: &str| (bound || kind != "office-then") && self.lexicon.is_cue(word, kind);
        kinds.into_iter().find(|(kind, _)| fits(kind)).map(|(_, tenure)| tenure)
    }

    /// Whose the office is: its owner, or the name before its words: *the NATO secretary-general*.
    fn body(&self, i: usize) -> Option<usize> {
        self.owners[i].or_else(|| {
            let before = self.title_start(i).checked_sub(1).filter(|t| self.mentions[i].tokens.contains(t))?;
            self.index.at(before).and_then(|m| self.identities.of[m])
        })
    }

    /// Where the words of an office begin, behind determiners and whose it is.
    fn title_start(&self, i: usize) -> TokenIx {
        let document = self.document;
        let mention = &self.mentions[i];
        let outside = |t: TokenIx| {
            let token = &document.tokens[t];
            token.xpos == Xpos::POS
                || matches!(token.relation, Relation::DET | Relation::NMOD_POSS)
                || self.index.at(t).is_some_and(|m| self.mentions[m].form != Form::Nominal)
        };
        (mention.tokens.start..mention.head).rev().find(|&t| outside(t)).map_or(mention.tokens.start, |t| t + 1)
    }

    /// Whether the phrase says which of several holders it means, or names more than one body.
    fn is_restricted(&self, i: usize) -> bool {
        let document = self.document;
        let head = self.mentions[i].head;
        let comma = document.tokens.get(head + 1).is_some_and(|t| t.xpos == Xpos::COMMA);
        let mut n_owners = 0;
        for &d in document.dependents(head) {
            let is_actor = || self.index.at(d).is_some_and(|m| self.mentions[m].form != Form::Nominal);
            match document.tokens[d].relation {
                Relation::ACL | Relation::ACL_RELCL if !comma => return true,
                Relation::NUMMOD => return true,
                Relation::NMOD if tree::preposition(document, d).is_none_or(|p| p != "of") => {
                    // "the UN chief in Geneva"
                    let place = tree::preposition(document, d).is_some_and(|p| self.lexicon.is_cue(&p, "locative"));
                    if !(place && is_actor()) {
                        return true;
                    }
                }
                Relation::AMOD | Relation::COMPOUND | Relation::NMOD | Relation::NMOD_POSS => {
                    n_owners += usize::from(is_actor());
                }
                _ => {}
            }
        }
        n_owners > 1
    }

    /// Whether the sentence tells of a year that is not that of `date`.
    fn names_other_year(&self, i: usize, date: &str) -> bool {
        let tokens = self.document.sentences[self.sentence[i]].tokens.clone();
        let is_year = |form: &str| {
            form.len() == 4 && form.bytes().all(|b| b.is_ascii_digit()) && ("1900".."2200").contains(&form)
        };
        tokens
            .filter(|&t| !self.document.in_dateline(t))
            .map(|t| self.document.form(t))
            .any(|form| is_year(form) && date.get(..4) != Some(form))
    }

    /// The office as the tables write it, if it is one person's and no word before it makes it another.
    fn sole_office(&self, i: usize, tenure: Tenure) -> Option<String> {
        let document = self.document;
        let head = self.mentions[i].head;
        let mut words: Vec<String> = Vec::new();
        for t in self.title_start(i)..=head {
            let word = document.form(t).to_lowercase();
            let hyphen = word == "-" || words.last().is_some_and(|w| w.ends_with('-'));
            match words.last_mut().filter(|_| hyphen) {
                Some(last) => last.push_str(&word),
                None => words.push(word),
            }
        }
        // "ex-president"
        if let Some((first, title)) = words.last()?.split_once('-')
            && self.tenure_of(first, true) == Some(tenure)
        {
            let title = title.to_owned();
            words.pop();
            words.push(title);
        }
        words.extend(self.portfolio(head));
        loop {
            let name = words.join(" ");
            if self.lexicon.is_office(&name) {
                return Some(name);
            }
            // "embattled", "68-year-old", "former" leave the office as it is.
            let first = words.first().filter(|_| words.len() > 1)?;
            let epithet = self.lexicon.is_cue(first, "office-epithet")
                || first.starts_with(|c: char| c.is_ascii_digit())
                || [Tenure::Held, Tenure::Past, Tenure::Open].contains(&tenure)
                    && self.tenure_of(first, true) == Some(tenure);
            if !epithet {
                return None;
            }
            words.remove(0);
        }
    }

    /// *of state* in *secretary of state*.
    fn portfolio(&self, head: TokenIx) -> Option<String> {
        let document = self.document;
        let of = document.dependents(head).iter().copied().find(|&d| {
            let named = self.index.at(d).is_some_and(|m| self.mentions[m].form != Form::Nominal);
            d > head && document.tokens[d].relation == Relation::NMOD && !named
        })?;
        let of_phrase = tree::preposition(document, of).is_some_and(|p| p == "of");
        of_phrase.then(|| format!("of {}", name::lower(document, tree::core_phrase(document, of))))
    }

    /// The words of an office in lower case, without whose it is: *prime minister* of *the British prime minister*.
    fn office(&self, i: usize) -> String {
        let head = self.mentions[i].head;
        let mut start = head;
        while start > self.mentions[i].tokens.start {
            let before = &self.document.tokens[start - 1];
            let part = matches!(before.relation, Relation::COMPOUND | Relation::AMOD) && before.head == Some(head);
            let word = self.document.form(start - 1).to_lowercase();
            if !part || self.index.at(start - 1).is_some() || self.lexicon.is_cue(&word, "title-modifier") {
                break;
            }
            start -= 1;
        }
        name::lower(self.document, start..head + 1)
    }
}

/// Whether an office is held, if only for the time being.
fn now(tenure: Tenure) -> bool {
    matches!(tenure, Tenure::Held | Tenure::Acting)
}
