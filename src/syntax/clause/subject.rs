//! Who the subject of a clause is, wherever it stands: control, raising, relative clauses, shared subjects.

use super::{Clauses, MAX_CLAUSES, Voice};
use crate::document::{Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::lexicon::{Controller, Effect, Embedding, PrepositionUse, Speaker};
use crate::syntax::realization::Realization;
use crate::syntax::scope::{Modality, Phase};
use crate::syntax::tree;
use smol_str::SmolStr;

impl<'a> Clauses<'a> {
    /// The verb's own subject, expletives left out.
    pub fn own_subject(&self, verb: TokenIx) -> Option<TokenIx> {
        let own = self.under(verb, Relation::NSUBJ).find(|&d| self.relation(d) != Relation::NSUBJ_OUTER);
        self.strays.get(&verb).copied().or(own).or_else(|| self.scheduled_subject(verb))
    }

    /// *Lind is to return to Oslo*: the treebanks take the infinitive for the predicate of a copula; but *the plan is to
    /// return* says nothing of who does it.
    fn scheduled_subject(&self, verb: TokenIx) -> Option<TokenIx> {
        let to = || self.under(verb, Relation::MARK).any(|m| self.xpos(m) == Xpos::TO);
        let subject = self.dependents(verb).find(|&d| self.relation(d) == Relation::NSUBJ_OUTER)?;
        let scheduled = self.is_verb(verb) && to() && self.copula(verb).is_some();
        (scheduled && self.embeddings(subject).is_empty()).then_some(subject)
    }

    /// Whether the parser took a finite verb for a participle before its object: *Peru severed relations.*
    pub fn is_stray_verb(&self, verb: TokenIx) -> bool {
        matches!(self.relation(verb), Relation::AMOD | Relation::COMPOUND) && self.strays.contains_key(&verb)
    }

    /// Whether any subject stands on the verb, clauses and expletives included.
    pub fn has_subject(&self, verb: TokenIx) -> bool {
        self.dependents(verb).any(|d| {
            let relation = self.relation(d);
            tree::is_a(relation, Relation::NSUBJ) || tree::is_a(relation, Relation::CSUBJ) || relation == Relation::EXPL
        })
    }

    /// The word that is the subject of the clause on its surface (of a passive: who undergoes it), wherever it stands,
    /// and by which shape it is found.
    pub fn subject(&self, predicate: TokenIx) -> Option<(TokenIx, Realization)> {
        self.subject_within(predicate, MAX_CLAUSES)
    }

    fn subject_within(&self, predicate: TokenIx, left: usize) -> Option<(TokenIx, Realization)> {
        if let Some(own) = self.own_subject(predicate) {
            return Some((own, Realization::ActiveSubject));
        }
        if self.has_subject(predicate) || left == 0 {
            return None;
        }
        let head = self.document.tokens[predicate].head?;
        match self.relation(predicate) {
            Relation::ACL_RELCL => {
                let elsewhere = self.dependents(predicate).any(|d| self.is_relative_argument(d));
                (!elsewhere).then_some((self.divided(head), Realization::RelativeGap))
            }
            // *accused Iran of attacking it* with the clause hung on the object.
            Relation::ACL if self.governor_of(predicate, head).is_some() => Some((head, Realization::ControlObject)),
            Relation::ACL | Relation::AMOD => self.modifier_subject(predicate, head, left),
            Relation::CONJ if self.is_predicate(head) => {
                self.subject_within(head, left - 1).map(|(subject, _)| (subject, Realization::SharedSubject))
            }
            Relation::XCOMP => self.controller(predicate, head, left),
            Relation::CCOMP if self.is_finite(predicate) => {
                self.gap_through_speech(predicate, head).map(|noun| (noun, Realization::RelativeGap))
            }
            Relation::CCOMP if self.is_infinitive(predicate) => self.controller(predicate, head, left),
            Relation::ADVCL => self.adverbial_subject(predicate, head, left),
            _ => None,
        }
    }

    /// *firms that they say supplied Russia*: the relative clause is that of the saying, and the noun is who did it.
    fn gap_through_speech(&self, clause: TokenIx, speech: TokenIx) -> Option<TokenIx> {
        let noun = self.document.tokens[speech].head.filter(|_| self.relation(speech) == Relation::ACL_RELCL)?;
        let own = self.own_subject(speech).filter(|&s| !self.is_relative_pronoun(s) && s < clause)?;
        let object = |d: TokenIx| self.relation(d) == Relation::OBJ && !self.is_relative_pronoun(d);
        let taken = self.dependents(speech).any(object);
        (own < speech && speech < clause && self.says(speech) && !taken && self.mark(clause).is_none()).then_some(noun)
    }

    /// Whether the verb or its auxiliary has a tense.
    fn is_finite(&self, verb: TokenIx) -> bool {
        let finite = |t: TokenIx| matches!(self.xpos(t), Xpos::VBD | Xpos::VBZ | Xpos::VBP | Xpos::MD);
        let auxiliary = |d: TokenIx| matches!(self.relation(d), Relation::AUX | Relation::AUX_PASS | Relation::COP);
        finite(verb) || self.dependents(verb).any(|d| auxiliary(d) && finite(d))
    }

    /// Whether a dependent is a relative pronoun in a place other than the subject's, with its preposition.
    fn is_relative_argument(&self, dependent: TokenIx) -> bool {
        let relation = self.relation(dependent);
        let place = relation == Relation::OBJ || tree::is_a(relation, Relation::OBL) || relation == Relation::NMOD;
        place && self.is_relative_pronoun(dependent)
    }

    /// Whether the token is a relative pronoun by its feature or, failing that, its tag.
    pub fn is_relative_pronoun(&self, token: TokenIx) -> bool {
        self.has(token, feature::PRONTYPE_REL) || matches!(self.xpos(token), Xpos::WDT | Xpos::WP | Xpos::WP_POSS)
    }

    /// *to fund*, *fund* after *let* and *help*.
    pub fn is_infinitive(&self, verb: TokenIx) -> bool {
        self.xpos(verb) == Xpos::VB
            || self.under(verb, Relation::MARK).any(|m| self.xpos(m) == Xpos::TO)
            || self.has(verb, feature::VERBFORM_INF)
    }

    fn modifier_subject(&self, verb: TokenIx, noun: TokenIx, left: usize) -> Option<(TokenIx, Realization)> {
        match self.xpos(verb) {
            // *did a good job in helping it*; but *the risk of being hacked*
            _ if self.dependents(verb).any(|d| d < verb && self.is_mark(d) && self.xpos(d) != Xpos::TO) => {
                self.supported_gerund(verb, noun, left)
            }
            Xpos::VBN | Xpos::VBD | Xpos::JJ => Some((self.divided(noun), Realization::PassiveParticiple)),
            // *spent three days visiting it*
            Xpos::VBG if self.word(noun).is_some_and(|w| w.time) => {
                let verb = self.document.tokens[noun].head.filter(|&v| left > 0 && self.is_verb(v))?;
                self.subject_within(verb, left - 1)
            }
            Xpos::VBG => Some((noun, Realization::ParticipleHead)),
            _ if self.is_infinitive(verb) => self.infinitive_subject(noun, left),
            _ => None,
        }
    }

    /// What a share is a share of, if that stands before it: *Volvo, 20 percent owned by Ford*, *Volvo is 20 percent owned by
    /// Ford*, *Volvo, 20 percent of which Ford owns*.
    fn divided(&self, share: TokenIx) -> TokenIx {
        let counts = self.word(share).is_some_and(|w| w.measure && w.time);
        let before = |t: &TokenIx| *t < share && tree::is_nominal(self.document, *t);
        let apposed = || self.document.tokens[share].head.filter(|_| self.relation(share) == Relation::APPOS);
        let whole = || apposed().filter(before).or_else(|| self.own_subject(share).filter(before));
        if counts { whole().unwrap_or(share) } else { share }
    }

    /// Who does what a gerund after a noun says, if the noun is somebody's or a support verb's: *its policy of jailing
    /// them*, *had a role in jailing them*.
    fn supported_gerund(&self, gerund: TokenIx, noun: TokenIx, left: usize) -> Option<(TokenIx, Realization)> {
        if self.xpos(gerund) != Xpos::VBG || left == 0 {
            return None;
        }
        let via = Realization::InfinitiveModifier;
        if let Some(owner) = self.under(noun, Relation::NMOD_POSS).next() {
            return Some((owner, via));
        }
        // *are experts at prolonging it*
        if self.copula(noun).is_some() {
            return self.own_subject(noun).map(|subject| (subject, via));
        }
        let verb =
            self.document.tokens[noun].head.filter(|&v| self.is_verb(v) && self.relation(noun) == Relation::OBJ)?;
        let supports = self.verb_entry(verb)?.support.iter();
        let lends = supports.into_iter().any(|s| s.complement == "obj" && s.function == "subject");
        let (subject, _) = self.subject_within(verb, left - 1).filter(|_| lends)?;
        (self.voice(verb) == Voice::Active).then_some((subject, via))
    }

    /// Who does what the infinitive after a noun says: who has the plan, else the noun itself (*the first to fund it*).
    fn infinitive_subject(&self, noun: TokenIx, left: usize) -> Option<(TokenIx, Realization)> {
        let via = Realization::InfinitiveModifier;
        if self.embeddings(noun).is_empty() {
            if self.word(noun).is_some_and(|w| w.circumstance) {
                return None;
            }
            // *Iran is the only state to arm it*, *Lind is one of the few to visit it*
            let one = self.document.tokens[noun].head.filter(|_| self.relation(noun) == Relation::NMOD);
            let predicate = [Some(noun), one].into_iter().flatten().find(|&p| self.copula(p).is_some());
            let named = predicate.and_then(|p| self.own_subject(p));
            return Some((named.unwrap_or(noun), via));
        }
        if let Some(owner) = self.owner(noun) {
            return Some((owner, via));
        }
        let verb = self.document.tokens[noun].head.filter(|&v| left > 0 && self.is_predicate(v))?;
        if let Some(receiver) = self.receiver(noun, verb) {
            return Some((receiver, via));
        }
        match self.relation(noun) {
            Relation::OBJ | Relation::OBL | Relation::XCOMP => {
                let (subject, _) = self.subject_within(verb, left - 1)?;
                (self.voice(verb) == Voice::Active).then_some((subject, via))
            }
            _ => None,
        }
    }

    /// Who is given the noun: *gave Iran a chance to rebuild*, *provides Iran with a way to rebuild*.
    fn receiver(&self, noun: TokenIx, verb: TokenIx) -> Option<TokenIx> {
        let given = || self.dependents(verb).find(|&d| self.relation(d) == Relation::IOBJ);
        let provided = || {
            let active = self.voice(verb) == Voice::Active;
            self.under(verb, Relation::OBJ).next().filter(|_| active).or_else(|| self.own_subject(verb))
        };
        match self.relation(noun) {
            Relation::OBJ => given(),
            Relation::OBL if self.preposition(noun).is_some_and(|p| p == "with") => provided(),
            _ => None,
        }
    }

    /// Whose the noun is: possessor, demonym, name before it, *of* or *by* phrase.
    pub fn owner(&self, noun: TokenIx) -> Option<TokenIx> {
        let possessor = tree::dependent(self.document, noun, Relation::NMOD_POSS);
        let named = || {
            let before = |d: &TokenIx| matches!(self.relation(*d), Relation::AMOD | Relation::COMPOUND) && *d < noun;
            self.dependents(noun).filter(before).find(|&d| self.is_capitalized(d))
        };
        let phrase = || {
            self.dependents(noun).find(|&d| {
                let used = self.preposition_use(d);
                self.relation(d) == Relation::NMOD
                    && matches!(used, Some(PrepositionUse::Genitive | PrepositionUse::Agent))
            })
        };
        possessor.or_else(named).or_else(phrase)
    }

    pub fn is_capitalized(&self, token: TokenIx) -> bool {
        self.document.form(token).chars().next().is_some_and(char::is_uppercase)
    }

    /// The subject of a complement without its own: control by the object of the verb above, else by its subject.
    pub fn controller(&self, clause: TokenIx, verb: TokenIx, left: usize) -> Option<(TokenIx, Realization)> {
        let left = left.checked_sub(1)?;
        let controllers = self.verb_entry(verb).map_or(&[][..], |w| &w.controllers);
        if !controllers.is_empty() {
            let names_controller = |p: &SmolStr| controllers.iter().any(|c| matches!(c, Controller::Prep(c) if c == p));
            let obliques = self.dependents(verb).filter(|&d| d != clause);
            let mut phrases = obliques.filter(|&d| matches!(self.relation(d), Relation::OBL | Relation::NMOD));
            if let Some(found) = phrases.find(|&d| self.preposition(d).is_some_and(names_controller)) {
                return Some((found, Realization::ControlObject));
            }
        }
        if !controllers.contains(&Controller::Subject) {
            // *the first time that it voted to act*: the pronoun stands for no one.
            let circumstance = |d: TokenIx| {
                self.is_relative_pronoun(d)
                    && self.antecedent(d).and_then(|noun| self.word(noun)).is_some_and(|w| w.circumstance || w.time)
            };
            let object = |d: &TokenIx| {
                matches!(self.relation(*d), Relation::OBJ | Relation::IOBJ) && *d != clause && !circumstance(*d)
            };
            // The person told stands nearer than the thing: *asked Iran a favour*.
            if let Some(object) = self.dependents(verb).find(object) {
                return Some((object, Realization::ControlObject));
            }
        }
        let (subject, _) = self.subject_within(verb, left)?;
        match (self.is_verb(verb), self.voice(verb)) {
            (true, Voice::Passive) => Some((subject, Realization::ControlObject)),
            _ => Some((subject, Realization::ControlSubject)),
        }
    }

    /// The verb that takes a clause which hangs on its object, and what it says of it: *accused Iran of attacking it*.
    pub fn governor_of(&self, clause: TokenIx, noun: TokenIx) -> Option<(TokenIx, &'a Embedding)> {
        let verb = self.document.tokens[noun].head.filter(|&v| self.is_verb(v))?;
        let mark = self.mark(clause).filter(|_| matches!(self.relation(noun), Relation::OBJ | Relation::NSUBJ_PASS))?;
        let found = self.embeddings(verb).iter().find(|e| e.takes(&mark))?;
        (self.xpos(clause) == Xpos::VBG).then_some((verb, found))
    }

    fn adverbial_subject(&self, clause: TokenIx, governor: TokenIx, left: usize) -> Option<(TokenIx, Realization)> {
        if !self.is_predicate(governor) {
            // A clause on a noun in apposition or a fragment.
            return None;
        }
        if self.embedded_by(clause, governor).is_some() {
            return self.controller(clause, governor, left);
        }
        let passive = self.is_verb(governor) && self.voice(governor) == Voice::Passive;
        let purpose_or_means =
            self.mark(clause).is_some_and(|m| matches!(self.lexicon.mark(&m), Some(Effect::Manner | Effect::Purpose)));
        if passive && purpose_or_means {
            // *was sent to guard it*; but *was hurt by guarding it*
            let sent = || self.own_subject(governor).filter(|_| self.is_infinitive(clause));
            return self.agent(governor).or_else(sent).map(|found| (found, Realization::AdverbialSubject));
        }
        // *praised Oslo for signing it*
        let reason = self.mark(clause).is_some_and(|m| self.lexicon.mark(&m) == Some(Effect::Reason));
        let means = self.embeddings(governor).iter().any(|e| e.takes("purpose"));
        if reason && !means && self.xpos(clause) == Xpos::VBG && self.is_verb(governor) {
            let object = self.under(governor, Relation::OBJ).find(|&o| o < clause);
            let found = if passive { self.own_subject(governor) } else { object };
            if let Some(found) = found {
                return Some((found, Realization::ControlObject));
            }
        }
        let preceding = || {
            let takes = self.verb_entry(clause).is_some_and(|w| w.controllers.contains(&Controller::Preceding));
            let participle = takes && self.xpos(clause) == Xpos::VBG && self.mark(clause).is_none();
            let mut objects = self.under(governor, Relation::OBJ).filter(|&o| participle && !passive && o < clause);
            objects.next().map(|object| (object, Realization::AdverbialSubject))
        };
        preceding().or_else(|| {
            let subject = self.subject_within(governor, left - 1);
            subject.map(|(subject, _)| (subject, Realization::AdverbialSubject))
        })
    }

    /// The embedding by which `governor` says whether an adverbial clause holds: *prevent … from*, *accuse … of*, and
    /// infinitives that the parser hung as adverbial (*urged Iran to stop*).
    pub fn embedded_by(&self, clause: TokenIx, governor: TokenIx) -> Option<&'a Embedding> {
        let embeddings = self.embeddings(governor);
        if embeddings.is_empty() {
            return None;
        }
        let mark = self.mark(clause)?;
        if let Some(found) = embeddings.iter().find(|e| e.takes(&mark)) {
            return Some(found);
        }
        // An infinitive that the parser hung as a purpose; after an object it is one, but for *urge X to*.
        let infinitive = self.xpos(clause) == Xpos::VB && self.under(clause, Relation::MARK).count() == 1;
        // *voted 11 to 2 to name her*
        let transitive = self.under(governor, Relation::OBJ).any(|o| self.upos(o) != Upos::NUM);
        self.clause_embedding(governor, clause).filter(|e| {
            let class = e.class;
            infinitive
                && class.speaker != Speaker::Yes
                && class.positive.phase == Phase::None
                && (!transitive || class.positive.modality == Modality::Desired)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::data::Data;
    use crate::document::Source;
    use crate::pipeline::{Options, Reader};

    /// `subject predicate object` of every assertion.
    fn check(reader: &Reader, text: &str, expected: &str) {
        let reading = reader.read(Source::named("a"), text.to_owned());
        let name = |actor: usize| reading.actors[actor].label.as_str();
        let line = |a: &crate::assertion::Assertion| {
            format!("{} {} {} {}", name(a.subject), a.predicate, name(a.object), a.modality.name())
        };
        let found: Vec<String> = reading.assertions.iter().map(line).collect();
        assert!(found.iter().any(|f| f == expected), "{text}: {found:?}");
    }

    #[test]
    fn what_is_said_of_a_time_to_come_is_planned_and_what_was_done_is_not() {
        let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
        for (text, expected) in [
            ("Merkel is due to visit Chad.", "Angela Merkel visits Chad planned"),
            ("Merkel flies to Chad on Friday.", "Angela Merkel visits Chad planned"),
            ("Merkel flies to Chad every Friday.", "Angela Merkel visits Chad actual"),
            ("Troops trained by France may attack Hamas.", "France trains Troops actual"),
            ("Troops trained by France may attack Hamas.", "Troops attacks Hamas possible"),
            ("\"I think Norway attacked Oman,\" Lind said.", "Norway attacks Oman actual"),
            ("The Senate voted to condemn Hamas.", "U.S. Senate criticizes Hamas actual"),
        ] {
            check(&reader, text, expected);
        }
    }

    #[test]
    fn a_clause_without_subject_has_that_of_the_clause_around() {
        let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
        for (text, expected) in [
            ("Norway has a policy of jailing reporters.", "Norway arrests reporters actual"),
            ("Cairo praised Oslo for signing the treaty.", "Norway signs treaty actual"),
            ("Iraq was the only state to attack Kuwait.", "Iraq attacks Kuwait actual"),
            ("Macron will spend a week visiting Chad.", "Emmanuel Macron visits Chad planned"),
            ("The deal gave Iran a chance to attack Kuwait.", "Iran attacks Kuwait possible"),
            ("Serbia and Kosovo talks resumed.", "Serbia negotiatesWith Kosovo actual"),
            ("Lind said Norway had attacked Oman, and called on Sweden to help.", "Lind asks Sweden actual"),
            ("Iran, together with Syria, condemned Israel.", "Syria criticizes Israel actual"),
            ("Iran was accused of funding Hamas.", "Iran funds Hamas possible"),
            ("As head of NATO, Lind visited Kyiv.", "Lind leads NATO actual"),
            ("Norway faced criticism from Sweden.", "Sweden criticizes Norway actual"),
            ("Israel killed Lind in a strike on Rafah.", "Israel attacks Rafah actual"),
            ("Iran's attacks on Israel and support for Hamas go on.", "Iran supports Hamas actual"),
            ("Kamau, for her part, urged Lind to go.", "Kamau asks Lind actual"),
            ("Students at the University of Oslo who praised Macron left.", "Students praises Emmanuel Macron actual"),
        ] {
            check(&reader, text, expected);
        }
    }
}
