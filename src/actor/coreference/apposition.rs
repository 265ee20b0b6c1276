//! Descriptions beside names → whom they mean: *Navimar Caribe, a shipping company*; *the German insurer* Rheinland Leben.
//!
//! Where the parser takes the two for members of a list, or for two phrases, the comma before the description, its
//! article or possessor, and the mark behind it tell. A description and a name are one only if what they name is of
//! one kind; *ally*, *rival* and the like (cue `relational`) may be of any.

use super::{MAX_CANDIDATES, Resolver};
use crate::actor::{Form, Mention, whole_phrase};
use crate::document::{Relation, TokenIx, Upos, Xpos};
use crate::ontology::Class;
use crate::syntax::tree;

impl Resolver<'_> {
    /// Whom the name beside a description means, if both are of one kind.
    pub(super) fn apposed(&mut self, i: usize) -> Option<usize> {
        let draft = [self.above(i), self.below(i), self.before_comma(i), self.after_comma(i), self.right_after(i)]
            .into_iter()
            .flatten()
            .find(|&d| self.is_of_kind(d, i))?;
        let home = self.owners[i].filter(|&o| self.class(o) == Class::State && o != draft);
        let own = self.mentions[i].class;
        let tells = own.is_actor() && own != Class::Actor && !self.is_relational(i);
        let target = &mut self.identities.drafts[draft];
        // *Navimar Caribe, a shipping company*: from here on the name is known to be that of one.
        if tells && target.class == Some(Class::Actor) {
            target.class = Some(own);
        }
        if target.entry.is_none() && target.class.is_some_and(|c| c.is_organization() && c != Class::State) {
            target.parent = target.parent.or(home);
        }
        Some(draft)
    }

    /// The name that the tree has over an apposition.
    fn above(&self, i: usize) -> Option<usize> {
        let head = self.mentions[i].head;
        let token = &self.document.tokens[head];
        let apposed = token.relation == Relation::APPOS || tree::is_apposition(self.document, head);
        let named = self.index.at(token.head.filter(|_| apposed)?)?;
        self.identities.of[named]
    }

    /// The name in apposition below a description, or below the place or body in its phrase that it cannot mean:
    /// *the chief staffer on Afghanistan, Ann Lee*.
    fn below(&self, i: usize) -> Option<usize> {
        let document = self.document;
        let named = |top: TokenIx| {
            let name = document.dependent(top, Relation::APPOS)?;
            self.index.at(name).filter(|&m| self.mentions[m].form == Form::Name)
        };
        let mention = &self.mentions[i];
        let inner = || {
            let inside = |&&d: &&TokenIx| d > mention.head && document.tokens[d].relation == Relation::NMOD;
            let part = document.dependents(mention.head).iter().find(inside)?;
            let person = |m: &usize| self.mentions[*m].class == Class::Person && mention.class == Class::Person;
            let other = self.index.at(*part).is_some_and(|m| self.mentions[m].class != Class::Person);
            named(*part).filter(|m| other && person(m))
        };
        named(mention.head).or_else(inner).and_then(|m| self.identities.of[m])
    }

    /// *Azerbaijan, an old ally of Turkey, now sells gas*: the name that ends before the comma.
    fn before_comma(&self, i: usize) -> Option<usize> {
        let document = self.document;
        let Mention { tokens, head, .. } = &self.mentions[i];
        let comma = tokens.start.checked_sub(1).filter(|&t| document.tokens[t].xpos == Xpos::COMMA)?;
        let name = (0..i)
            .rev()
            .take(MAX_CANDIDATES)
            .take_while(|&c| self.sentence[c] == self.sentence[i])
            .find(|&c| self.mentions[c].tokens.end == comma && self.mentions[c].form == Form::Name)?;
        let end = whole_phrase(document, *head, tokens).end;
        let closed = document
            .tokens
            .get(end)
            .is_none_or(|t| t.upos == Upos::PUNCT || matches!(t.xpos, Xpos::WDT | Xpos::WP | Xpos::VBN | Xpos::VBG));
        let linked = self.are_linked(self.mentions[name].head, *head);
        (self.is_picked(*head) && closed && linked && !self.goes_on(*head)).then(|| self.identities.of[name]).flatten()
    }

    /// *his Australian counterpart, Ann Lee, said*: the name between commas behind a description.
    fn after_comma(&self, i: usize) -> Option<usize> {
        let document = self.document;
        let Mention { tokens, head, .. } = &self.mentions[i];
        let is_comma = |t: TokenIx| document.tokens.get(t).is_some_and(|t| t.xpos == Xpos::COMMA);
        let start = tokens.end + 1;
        let name = (i + 1..self.mentions.len().min(i + 8))
            .find(|&c| self.mentions[c].tokens.start == start && self.mentions[c].form == Form::Name)?;
        let end = self.mentions[name].tokens.end;
        let closed = document.tokens.get(end).is_none_or(|t| t.upos == Upos::PUNCT && t.xpos != Xpos::HYPH);
        let top = self.mentions[name].head;
        let apposed = is_comma(tokens.end) && closed && document.tokens[*head].xpos == Xpos::NN;
        (apposed && self.is_picked(*head) && self.are_linked(*head, top) && !self.goes_on(top))
            .then(|| self.identities.of[name])
            .flatten()
    }

    /// Whether a determiner or possessor stands before a noun.
    fn is_picked(&self, head: TokenIx) -> bool {
        let picks = |d: &TokenIx| matches!(self.document.tokens[*d].relation, Relation::DET | Relation::NMOD_POSS);
        self.document.dependents(head).iter().take_while(|&&d| d < head).any(picks)
    }

    /// Whether a list goes on behind a word: *Iran, the militia and Hamas*.
    fn goes_on(&self, head: TokenIx) -> bool {
        let document = self.document;
        let coordinated = |&c: &TokenIx| c > head && tree::coordinator(document, c).is_some();
        tree::conjuncts(document, tree::first_conjunct(document, head)).iter().any(coordinated)
    }

    /// Whether the tree hangs two phrases on each other or on one word, whatever it calls them.
    fn are_linked(&self, first: TokenIx, second: TokenIx) -> bool {
        let tokens = &self.document.tokens;
        let (a, b) = (tree::first_conjunct(self.document, first), tree::first_conjunct(self.document, second));
        a == b || tokens[b].head == Some(a) || tokens[a].head == Some(b) || tokens[a].head == tokens[b].head
    }

    /// *the Hungarian banker* Gábor Szentes: the name right behind a description, in the same role.
    fn right_after(&self, i: usize) -> Option<usize> {
        let document = self.document;
        let head = self.mentions[i].head;
        let name = (i + 1..self.mentions.len().min(i + 8))
            .find(|&c| self.mentions[c].tokens.start == head + 1 && self.mentions[c].form == Form::Name)?;
        let (noun, top) = (&document.tokens[head], &document.tokens[self.mentions[name].head]);
        let twice = noun.head == top.head && noun.relation == top.relation && noun.head.is_some();
        (noun.xpos == Xpos::NN && (twice || top.head == Some(head))).then(|| self.identities.of[name]).flatten()
    }

    /// Whether a description may mean what a name does.
    fn is_of_kind(&self, draft: usize, i: usize) -> bool {
        let (class, own) = (self.class(draft), self.mentions[i].class);
        class == own
            || (class == Class::Actor && own != Class::Population)
            || (class.is_organization() && own.is_organization())
            || (class == Class::Place && !own.is_actor())
            || (class.is_actor() && self.is_relational(i))
            // *a magazine* is a thing to read and a body.
            || self.lexicon.description(&self.lemma(self.mentions[i].head)).is_some_and(|d| d.classes.contains(&class))
            || (matches!(class, Class::Company | Class::Organization | Class::Media) && self.is_trade(i))
    }

    /// *the contractor* Hanjiang Hydro: a noun for persons that means firms as well.
    fn is_trade(&self, i: usize) -> bool {
        self.mentions[i].class == Class::Person && self.lexicon.is_cue(&self.lemma(self.mentions[i].head), "trade")
    }

    /// Whether a noun says what one actor is to another: *an ally*.
    fn is_relational(&self, i: usize) -> bool {
        self.lexicon.is_cue(&self.lemma(self.mentions[i].head), "relational")
    }
}
