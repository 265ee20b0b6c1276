//! Pronouns → whom they mean, by agreement, the tree and who speaks.

use smallvec::SmallVec;

use super::{MAX_CLIMB, Resolver};
use crate::actor::Form;
use crate::actor::lexicon::{Gender, Pronoun, PronounKind};
use crate::actor::link::Draft;
use crate::data::words;
use crate::document::{Relation, TokenIx, Upos, Xpos, feature};
use crate::ontology::Class;
use crate::syntax::tree;

/// How many sentences back a pronoun's antecedent may stand (as in the sieves of Lee et al.).
const PRONOUN_WINDOW: usize = 3;
/// How many words a phrase at the start of a sentence has before a possessive at most.
const MAX_FRONT: usize = 6;
/// What it counts to be the subject of the sentence before, or of the verb above.
const THEME: i32 = 2;
/// What it costs to stand behind what is told as the one who says it.
const TELLER: i32 = 5;
/// What it counts to have spoken last, for a pronoun that speaks.
const SPOKE_BEFORE: i32 = 4;
/// What it counts to be the body that a spokesman speaks for: *a Navimar spokesman said it …*.
const SPOKEN_FOR: i32 = 8;
/// What it counts to be a text, for a pronoun of which the verb says what is done to texts: *it was vetoed*.
const ENACTED: i32 = 9;
/// What it costs to be nothing that speaks, for a pronoun that does.
const SPEECHLESS: i32 = 12;

impl Resolver<'_> {
    pub(super) fn pronoun_of(&self, i: usize) -> Option<Pronoun> {
        let head = self.mentions[i].head;
        let relative = self.relative_clause(head).is_some() || self.right_before(i).is_some();
        self.lexicon.pronoun(&words::lower(self.document.form(head)), relative)
    }

    pub(super) fn pronoun(&mut self, i: usize) -> Option<usize> {
        let pronoun = self.pronoun_of(i)?;
        let head = self.mentions[i].head;
        match pronoun.kind {
            PronounKind::Relative => {
                let clause = self.relative_clause(head);
                let noun = clause.and_then(|c| self.document.tokens[c].head).and_then(|h| self.index.at(h));
                let antecedent = noun.or_else(|| self.right_before(i))?;
                // "Solberg, a former minister who …": not the office but its holder.
                let holder = (self.mentions[antecedent].class == Class::Position).then(|| self.holder(antecedent));
                holder.flatten().or(self.identities.of[antecedent])
            }
            PronounKind::Demonstrative | PronounKind::Indefinite => None,
            _ if pronoun.person != 3 => self.talker(i, pronoun),
            PronounKind::Reflexive => self.subject_of_clause(head).or_else(|| self.antecedent(i, pronoun)),
            _ => self.antecedent(i, pronoun),
        }
    }

    /// The name that ends before a relative pronoun and its comma, where the tree has no relative clause.
    fn right_before(&self, i: usize) -> Option<usize> {
        let document = self.document;
        let head = self.mentions[i].head;
        let relative = matches!(document.tokens[head].xpos, Xpos::WP | Xpos::WDT | Xpos::WP_POSS);
        // *…, with which it has no ties*.
        let before = head.checked_sub(1)?;
        let before = if document.tokens[before].xpos == Xpos::IN { before.checked_sub(1)? } else { before };
        let end = Some(before).filter(|&c| relative && document.tokens[c].xpos == Xpos::COMMA)?;
        (0..i).rev().take(6).find(|&c| self.mentions[c].tokens.end == end && self.mentions[c].form == Form::Name)
    }

    /// The relative clause in which a relative pronoun stands.
    fn relative_clause(&self, head: TokenIx) -> Option<TokenIx> {
        let token = &self.document.tokens[head];
        let tagged =
            matches!(token.xpos, Xpos::WP | Xpos::WDT | Xpos::WP_POSS) || token.features.has(feature::PRONTYPE_REL);
        if !tagged || token.upos != Upos::PRON {
            return None;
        }
        tree::ancestors(self.document, head).take(MAX_CLIMB).find(|&t| {
            self.document.tokens[t].relation == Relation::ACL_RELCL
                && self.document.tokens[t].head.is_some_and(|h| h < head)
        })
    }

    fn subject_of_clause(&self, head: TokenIx) -> Option<usize> {
        let subject = tree::ancestors(self.document, head).take(MAX_CLIMB).find_map(|t| self.subject(t))?;
        self.index.at(subject).and_then(|m| self.identities.of[m])
    }

    pub(super) fn subject(&self, clause: TokenIx) -> Option<TokenIx> {
        let is_subject = |&&d: &&TokenIx| tree::is_a(self.document.tokens[d].relation, Relation::NSUBJ);
        self.document.dependents(clause).iter().find(is_subject).copied()
    }

    /// Whom a pronoun means; *they* after *Egypt and Qatar* both.
    fn antecedent(&mut self, i: usize, pronoun: Pronoun) -> Option<usize> {
        if let Some(draft) = self.named_behind(i, pronoun) {
            return Some(draft);
        }
        let mention = self.antecedent_mention(i, pronoun)?;
        match self.together(mention, i).filter(|_| pronoun.plural == Some(true)) {
            Some(members) => Some(self.group(members)),
            None => self.identities.of[mention],
        }
    }

    /// *In its report, Navimar said …*: the name that is the subject behind the phrase in which a possessive stands.
    fn named_behind(&self, i: usize, pronoun: Pronoun) -> Option<usize> {
        let document = self.document;
        let head = self.mentions[i].head;
        let opens = (document.sentences[self.sentence[i]].tokens.start + MAX_FRONT) > head;
        if pronoun.kind != PronounKind::Possessive || !opens {
            return None;
        }
        let phrase = tree::ancestors(document, head)
            .take(4)
            .find(|&t| matches!(document.tokens[t].relation, Relation::OBL | Relation::ADVCL | Relation::NMOD))?;
        let verb = document.tokens[phrase].head.filter(|&v| phrase < v)?;
        let within = match document.tokens[phrase].relation {
            Relation::OBL => tree::preposition(document, phrase).is_some_and(|p| self.lexicon.is_cue(&p, "locative")),
            relation => relation == Relation::ADVCL,
        };
        let subject = self.subject(verb).filter(|&s| s > phrase && within)?;
        let named = self.index.at(subject).filter(|&m| self.mentions[m].form == Form::Name)?;
        let draft = self.identities.of[named]?;
        let class = self.class(draft);
        let fits = class.is_actor() && agrees(pronoun, class, &self.identities.drafts[draft]).is_some_and(|n| n > 2);
        fits.then_some(draft)
    }

    /// Whom the coordination that a mention opens means, unless the pronoun stands inside it (*an army and those that
    /// support them*).
    fn together(&self, c: usize, i: usize) -> Option<SmallVec<[usize; 2]>> {
        let (first, head) = (self.mentions[c].head, self.mentions[i].head);
        self.document.dependent(first, Relation::CONJ)?;
        let mut above = tree::ancestors(self.document, head).take(MAX_CLIMB);
        let inside = above.any(|t| t == first || tree::first_conjunct(self.document, t) == first);
        (!inside).then(|| self.coordinated(c)).flatten()
    }

    /// The nearest mention that agrees, subjects first. Within quotation marks it is not who speaks, who would say *I*.
    fn antecedent_mention(&self, i: usize, pronoun: Pronoun) -> Option<usize> {
        let quoted = self.talk.is_quoted(self.mentions[i].head) && pronoun.plural == Some(false);
        let talker = quoted.then(|| self.talker(i, Pronoun { person: 1, ..pronoun })).flatten();
        self.antecedent_besides(i, pronoun, talker)
    }

    /// The same, but for one that cannot be meant.
    pub(super) fn antecedent_besides(&self, i: usize, pronoun: Pronoun, besides: Option<usize>) -> Option<usize> {
        let document = self.document;
        let head = self.mentions[i].head;
        let possessive = pronoun.kind == PronounKind::Possessive;
        let speaks = pronoun.human != Some(true) && self.is_speaking(i);
        let outside = self.is_speaking(i) && !self.talk.is_quoted(head);
        let enacted = pronoun.human == Some(false) && self.is_enacted(head);
        let principal = (pronoun.human != Some(true)).then(|| self.spoken_for(head)).flatten();
        self.nearest_mention(i, PRONOUN_WINDOW, |this, d, c| {
            // *"Lee may go," he said*: who says it is nobody in the quotation.
            let told = outside && this.talk.is_quoted(this.mentions[c].head) && this.sentence[c] == this.sentence[i];
            if told || besides == Some(d) {
                return None;
            }
            let candidate = &this.mentions[c];
            let draft = &this.identities.drafts[d];
            let class = this.class(d);
            // Two arguments of one verb are two ("Iran attacked it"); a phrase does not contain what it means.
            let co_argument = !possessive
                && document.tokens[candidate.head].head.is_some()
                && document.tokens[candidate.head].head == document.tokens[head].head;
            let contains = candidate.tokens.contains(&head) || this.is_above(candidate.head, head);
            if co_argument || contains {
                return None;
            }
            let together = pronoun.human.is_none() && pronoun.plural == Some(true) && this.together(c, i).is_some();
            let agreement = if together { 5 } else { agrees(pronoun, class, draft)? };
            if draft.deictic {
                return None;
            }
            let role = match this.role(candidate.head) {
                Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::NSUBJ_OUTER => 6,
                Relation::OBJ | Relation::IOBJ | Relation::OBL_AGENT => 3,
                Relation::OBL | Relation::ROOT => 2,
                _ => 0,
            };
            let form = match candidate.form {
                Form::Name | Form::Pronoun => 3,
                Form::Nominal => 1,
                Form::Demonym => -6,
            };
            let topic = draft.mentions.iter().take(8).filter(|&&m| m < i).count().min(6) as i32 * 4 / 5;
            let acts = possessive && matches!(role, 3 | 6) && this.is_subject_over(candidate.head, head);
            let same_clause = if acts { 10 - role } else { 0 };
            // *Israel and its supporter*: the owner of a conjunct is the conjunct before it.
            let fellow = i32::from(possessive && this.is_fellow(candidate.head, head)) * 10;
            // Who the sentence before is about: its first subject.
            let theme = i32::from(role == 6 && this.is_theme(candidate.head, i)) * THEME;
            // *Police said they …*: who says it goes on.
            let speaker = i32::from(role == 6 && this.is_speaker_over(candidate.head, head)) * THEME;
            // *The bill is good for Lee, Kim said. He …*: who is told of, rather than who tells it.
            let teller = i32::from(role == 6 && this.tells_of_another(candidate.head, i)) * TELLER;
            // *Officials denied it. They said …*: who spoke before; a rise in prices says nothing.
            let voice = match class {
                _ if !speaks || agreement == 0 => 0,
                _ if this.is_speaking(c) => SPOKE_BEFORE,
                Class::Document | Class::Media => 0,
                class if class.is_actor() => 0,
                _ => -SPEECHLESS,
            };
            let principal = i32::from(principal == Some(d)) * SPOKEN_FOR;
            let text = i32::from(enacted && matches!(class, Class::Document | Class::Agreement)) * ENACTED;
            let telling = theme + speaker + voice + principal + text - teller;
            Some(agreement + role + form + topic + same_clause + fellow + telling)
        })
    }

    /// Whether a verb does to a word what is done to bills, treaties and reports: *signed it*, *it was repealed*.
    fn is_enacted(&self, token: TokenIx) -> bool {
        let found = &self.document.tokens[token];
        matches!(found.relation, Relation::OBJ | Relation::NSUBJ_PASS)
            && found.head.is_some_and(|v| self.lexicon.is_cue(self.document.lemma(v), "text-verb"))
    }

    /// The body in whose name the subject of the verb of speech over a clause speaks: *a Navimar spokesman said it …*.
    fn spoken_for(&self, token: TokenIx) -> Option<usize> {
        let document = self.document;
        let clause = document.tokens[token].head.filter(|&c| self.subject(c) == Some(token))?;
        let verb = document.tokens[clause].head.filter(|_| document.tokens[clause].relation == Relation::CCOMP)?;
        let subject = self.subject(verb).filter(|_| self.lexicon.is_cue(document.lemma(verb), "speech"))?;
        let own = self.index.at(subject).filter(|&m| self.mentions[m].form == Form::Nominal);
        let beside = document.dependents(subject).iter().take(16).filter_map(|&d| self.index.position(d));
        let body = own.into_iter().chain(beside).find_map(|m| self.said_owner(m))?;
        let class = self.class(body);
        (class.is_organization() && class != Class::State).then_some(body)
    }

    /// Whether a word is the subject of the main clause of the sentence before a mention.
    fn is_theme(&self, subject: TokenIx, i: usize) -> bool {
        let verb = self.document.tokens[subject].head;
        verb.is_some_and(|v| tree::is_root(self.document, v))
            && self.document.sentence_of(subject) + 1 == self.sentence[i]
    }

    /// Whether a word of the sentence before is the subject of a verb of speech behind a clause about another person.
    fn tells_of_another(&self, subject: TokenIx, i: usize) -> bool {
        let document = self.document;
        let Some(verb) = document.tokens[subject].head else { return false };
        let told = document
            .dependents(verb)
            .iter()
            .copied()
            .find(|&d| d < subject && matches!(document.tokens[d].relation, Relation::CCOMP | Relation::PARATAXIS));
        let above =
            document.tokens[verb].head.filter(|&h| h < verb && document.tokens[verb].relation == Relation::PARATAXIS);
        let Some(content) = told.or(above) else { return false };
        self.sentences_between(self.index.at(subject).unwrap_or(i), i) > 0
            && self.lexicon.is_cue(document.lemma(verb), "speech")
            && !self.is_speaking(i)
            && self
                .subject(content)
                .and_then(|s| self.index.at(s))
                .is_some_and(|m| self.mentions[m].form != Form::Pronoun && self.mentions[m].class == Class::Person)
    }

    /// Whether a mention is the subject of a verb of speech.
    fn is_speaking(&self, i: usize) -> bool {
        let token = &self.document.tokens[self.mentions[i].head];
        tree::is_a(token.relation, Relation::NSUBJ)
            && token.head.is_some_and(|v| self.lexicon.is_cue(self.document.lemma(v), "speech"))
    }

    /// Whether `subject` is that of the verb under which the clause stands whose subject is `token`.
    fn is_speaker_over(&self, subject: TokenIx, token: TokenIx) -> bool {
        let document = self.document;
        let clause = document.tokens[token].head.filter(|&c| self.subject(c) == Some(token));
        let below = clause.filter(|&c| document.tokens[c].relation == Relation::CCOMP);
        // *Lee congratulated Kim and said she …*: the verb of speech may share its subject with the one before.
        let verb = below.and_then(|c| document.tokens[c].head);
        verb.is_some_and(|v| {
            let above = document.tokens[subject].head;
            above == Some(v) || self.subject(v).is_none() && above == Some(tree::first_conjunct(document, v))
        })
    }

    /// Whether what `owner` has is a later member of the coordination that `first` opens.
    fn is_fellow(&self, first: TokenIx, owner: TokenIx) -> bool {
        let Some(owned) = self.document.tokens[owner].head else { return false };
        first < owner
            && self.document.tokens[owned].relation == Relation::CONJ
            && tree::first_conjunct(self.document, owned) == first
    }

    /// The relation of the phrase that a name stands in: in *Its partner, Ann Lee, said* that of *partner*.
    fn role(&self, token: TokenIx) -> Relation {
        let mut here = token;
        for _ in 0..3 {
            let found = &self.document.tokens[here];
            match found.head.filter(|_| matches!(found.relation, Relation::APPOS | Relation::FLAT)) {
                Some(head) => here = head,
                None => break,
            }
        }
        self.document.tokens[here].relation
    }

    /// Whether `subject` is the subject of the clause in which `token` stands; that of *to cut* in *asked Japan to cut* is
    /// the object before it.
    fn is_subject_over(&self, subject: TokenIx, token: TokenIx) -> bool {
        let document = self.document;
        for t in tree::ancestors(document, token).take(MAX_CLIMB) {
            if self.subject(t).is_some() {
                return document.tokens[subject].head == Some(t);
            }
            let verb = document.tokens[t].head.filter(|_| document.tokens[t].relation == Relation::XCOMP);
            let object = verb.and_then(|v| {
                let asked = |&&d: &&TokenIx| matches!(document.tokens[d].relation, Relation::OBJ | Relation::IOBJ);
                document.dependents(v).iter().take_while(|&&d| d < t).find(asked)
            });
            if let Some(&object) = object {
                return object == subject;
            }
        }
        false
    }

    fn is_above(&self, above: TokenIx, below: TokenIx) -> bool {
        let inside = |t: TokenIx| {
            matches!(
                self.document.tokens[t].relation.base(),
                Relation::NMOD
                    | Relation::ACL
                    | Relation::AMOD
                    | Relation::APPOS
                    | Relation::COMPOUND
                    | Relation::OBL
                    | Relation::OBJ
            )
        };
        let mut here = below;
        for _ in 0..MAX_CLIMB {
            // Within a relative clause of the noun, the noun is no antecedent by this way but may well be one.
            if self.document.tokens[here].relation == Relation::ACL_RELCL || !inside(here) {
                return false;
            }
            match self.document.tokens[here].head {
                Some(head) if head == above => return self.document.tokens[here].relation.base() == Relation::NMOD,
                Some(head) => here = head,
                None => return false,
            }
        }
        false
    }
}

/// How well a pronoun and an identity agree; `None` if they cannot.
fn agrees(pronoun: Pronoun, class: Class, draft: &Draft) -> Option<i32> {
    let plural = draft.plural.unwrap_or(false);
    let gender_fits = match (pronoun.gender, draft.gender) {
        (Some(Gender::Female), Some(Gender::Male)) | (Some(Gender::Male), Some(Gender::Female)) => return None,
        (Some(_), Some(_)) => 2,
        _ => 0,
    };
    match (pronoun.human, pronoun.plural) {
        (Some(true), _) => match class {
            Class::Person if !plural => Some(4 + gender_fits),
            Class::Actor if !plural => Some(gender_fits - 3),
            _ => None,
        },
        (Some(false), _) => match class {
            Class::Person | Class::Population => None,
            _ if plural => None,
            c if c.is_actor() => Some(4),
            Class::Place => Some(0),
            _ => Some(1),
        },
        (None, Some(true)) => match class {
            Class::Population => Some(5),
            Class::Person => plural.then_some(4),
            _ if plural => Some(if class.is_actor() { 4 } else { 0 }),
            c if c.is_organization() => Some(0),
            _ => None,
        },
        (None, _) => Some(1),
    }
}
