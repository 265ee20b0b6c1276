//! Clauses: which words are predicates, their voice, and who their subject is wherever it stands.
//!
//! Shared by predications (arguments) and scope (speakers). All answers come from the words around the predicate, never
//! from a whole tree, for the trees come from a parser: VBN and VBD are mixed up, auxiliaries are missing in headlines.

use std::collections::BTreeMap;

mod prepositions;
mod subject;

use smol_str::SmolStr;

use crate::document::{Document, Features, Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::lexicon::{ClausesMeant, Embedding, Lexicon, PrepositionUse, Speaker, Word};
use crate::syntax::tree::{self, Tokens};
use prepositions::Prepositions;

/// How many clauses a subject may be away from its verb.
const MAX_CLAUSES: usize = 12;

/// A document with the lexicon's entry of every token.
pub(crate) struct Clauses<'a> {
    pub document: &'a Document,
    pub lexicon: &'a Lexicon,
    words: Vec<Option<&'a Word>>,
    prepositions: Prepositions,
    /// By verb, the subject that the parser hung on it under another name.
    strays: BTreeMap<TokenIx, TokenIx>,
}

/// Whether the subject of a verb does it or undergoes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    Active,
    Passive,
}

impl<'a> Clauses<'a> {
    pub fn new(document: &'a Document, lexicon: &'a Lexicon) -> Self {
        let (words, prepositions) = (lexicon.words(document), Prepositions::new(document, lexicon));
        let mut clauses = Self { document, lexicon, words, prepositions, strays: BTreeMap::new() };
        for token in 0..document.tokens.len() {
            if let Some(subject) = clauses.stray_subject(token) {
                clauses.strays.insert(token, subject);
            }
            if let Some((clause, subject, speaker)) = clauses.interrupted(token) {
                clauses.strays.insert(token, speaker);
                clauses.strays.insert(clause, subject);
            }
        }
        clauses
    }

    /// *Iran, Egypt said, had attacked Israel* with the speaker taken for an apposition: the clause, its subject, and who
    /// says it.
    fn interrupted(&self, verb: TokenIx) -> Option<(TokenIx, TokenIx, TokenIx)> {
        let comma = |t: TokenIx| self.document.tokens.get(t).is_some_and(|t| t.xpos == Xpos::COMMA);
        if !comma(verb + 1) || self.upos(verb) != Upos::VERB || !self.says(verb) {
            return None;
        }
        let subject = self.under(verb, Relation::NSUBJ).next()?;
        let speaker = tree::dependent(self.document, subject, Relation::APPOS).filter(|&s| s + 1 == verb)?;
        let clause = tree::dependent(self.document, verb, Relation::CCOMP)?;
        (clause > verb && !self.has_subject(clause)).then_some((clause, subject, speaker))
    }

    /// *Oman brokered talks*, *Peru severed relations*: a name at the head of a sentence that the parser took for a modifier
    /// of its verb, or the verb for a participle before its object.
    fn stray_subject(&self, verb: TokenIx) -> Option<TokenIx> {
        if self.upos(verb) == Upos::VERB && !self.has_subject(verb) {
            // *The mayor got arrested* with the subject hung on the auxiliary.
            let auxiliary = |d: &TokenIx| matches!(self.relation(*d), Relation::AUX | Relation::AUX_PASS);
            let mut auxiliaries = self.dependents(verb).filter(auxiliary);
            if let Some(subject) = auxiliaries.find_map(|a| self.under(a, Relation::NSUBJ).next()) {
                return Some(subject);
            }
        }
        let finite = matches!(self.xpos(verb), Xpos::VBD | Xpos::VBZ | Xpos::VBP | Xpos::VBN);
        let participle = matches!(self.relation(verb), Relation::AMOD | Relation::COMPOUND);
        if !finite || self.upos(verb) != Upos::VERB || (self.has_subject(verb) && !participle) {
            return None;
        }
        let clausal = match self.relation(verb) {
            Relation::ROOT | Relation::CCOMP | Relation::PARATAXIS => self.xpos(verb) != Xpos::VBN,
            _ if participle => {
                let object = self.document.tokens[verb].head?;
                verb < object && tree::is_root(self.document, object) && self.copula(object).is_none()
            }
            _ => false,
        };
        let sentence = &self.document.sentences[self.document.sentence_of(verb)].tokens;
        let ends = || sentence.clone().next_back().is_some_and(|last| !self.is_word(last));
        if !clausal || !ends() {
            return None;
        }
        let modifies = |&d: &TokenIx| {
            use Relation as R;
            d < verb
                && matches!(
                    self.relation(d),
                    R::COMPOUND | R::OBL_UNMARKED | R::NMOD_UNMARKED | R::NMOD | R::VOCATIVE | R::NSUBJ
                )
                && tree::is_name(self.document, d)
                && tree::case_markers(self.document, d).is_empty()
                && !self.word(d).is_some_and(|w| w.time || w.circumstance)
        };
        let on_object = || {
            let object = tree::dependent(self.document, verb, Relation::OBJ)?;
            self.dependents(object).find(modifies)
        };
        let subject = self.dependents(verb).find(modifies).or_else(on_object)?;
        // *Lind, for his part, urged Holm to go*
        let comma = |t: TokenIx| self.xpos(t) == Xpos::COMMA;
        let first = sentence.start + tree::noun_phrase(self.document, subject).len() > subject;
        let parted = self.relation(subject) == Relation::VOCATIVE && comma(verb - 1) && subject + 2 < verb;
        if parted && first && (subject + 1..verb - 1).any(comma) {
            return Some(subject);
        }
        let adverbial = |t: TokenIx| matches!(self.upos(t), Upos::ADV | Upos::AUX | Upos::PART);
        let inside = |t: TokenIx| tree::is_name(self.document, t) || adverbial(t);
        let joined = self.document.tokens[verb - 1].span.end == self.document.tokens[verb].span.start;
        ((subject + 1..verb).all(inside) && !joined).then_some(subject)
    }

    pub fn word(&self, token: TokenIx) -> Option<&'a Word> {
        self.words[token]
    }

    pub fn relation(&self, token: TokenIx) -> Relation {
        self.document.tokens[token].relation
    }

    pub fn xpos(&self, token: TokenIx) -> Xpos {
        self.document.tokens[token].xpos
    }

    pub fn upos(&self, token: TokenIx) -> Upos {
        self.document.tokens[token].upos
    }

    pub fn has(&self, token: TokenIx, features: Features) -> bool {
        self.document.tokens[token].features.has(features)
    }

    /// The dependents of a token in text order, as many as prose can have.
    pub fn dependents(&self, token: TokenIx) -> impl Iterator<Item = TokenIx> + '_ {
        tree::dependents(self.document, token).iter().copied()
    }

    /// The dependents under `relation` or a subtype of it.
    pub fn under(&self, token: TokenIx, relation: Relation) -> impl Iterator<Item = TokenIx> + '_ {
        self.dependents(token).filter(move |&d| tree::is_a(self.relation(d), relation))
    }

    /// Whether the token is a verb that heads a clause or modifies a noun.
    pub fn is_verb(&self, token: TokenIx) -> bool {
        let verbal = match self.upos(token) {
            Upos::VERB => !self.is_mistagged_noun(token),
            // *has not armed it*
            Upos::ADJ if self.xpos(token) == Xpos::VBN => {
                self.dependents(token).any(|d| matches!(self.relation(d), Relation::OBJ | Relation::AUX))
            }
            Upos::AUX => !matches!(self.relation(token), Relation::AUX | Relation::AUX_PASS | Relation::COP),
            Upos::ADJ => self.hyphenated_subject(token).is_some(),
            _ => false,
        };
        verbal
            && !tree::is_name(self.document, token)
            && !matches!(self.relation(token), Relation::CASE | Relation::FIXED)
    }

    /// *Serbia and Kosovo talks resumed* with the noun called a verb: its fine tag and its place say otherwise.
    pub fn is_mistagged_noun(&self, token: TokenIx) -> bool {
        let nominal = matches!(self.xpos(token), Xpos::NN | Xpos::NNS);
        let place =
            matches!(self.relation(token), Relation::NSUBJ | Relation::NSUBJ_PASS | Relation::OBJ | Relation::OBL);
        self.upos(token) == Upos::VERB && nominal && place
    }

    /// Whether the token heads a clause: a verb, or a noun or adjective with a copula.
    pub fn is_predicate(&self, token: TokenIx) -> bool {
        self.is_verb(token) || self.copula(token).is_some()
    }

    pub fn copula(&self, token: TokenIx) -> Option<TokenIx> {
        tree::dependent(self.document, token, Relation::COP)
    }

    /// The word that a hyphen joins to a participle: *Iran* in *Iran-backed*.
    pub fn hyphenated_subject(&self, participle: TokenIx) -> Option<TokenIx> {
        let subject = participle.checked_sub(2)?;
        let hyphen = self.xpos(participle - 1) == Xpos::HYPH || self.document.form(participle - 1) == "-";
        let nominal = matches!(self.upos(subject), Upos::NOUN | Upos::PROPN | Upos::ADJ | Upos::X);
        let form = self.document.form(participle);
        let participial = matches!(self.xpos(participle), Xpos::VBN | Xpos::VBD)
            || (self.xpos(participle) == Xpos::JJ && form.ends_with("ed"));
        let adjacent = self.document.tokens[subject].span.end == self.document.tokens[participle - 1].span.start;
        (hyphen && nominal && participial && adjacent).then_some(subject)
    }

    /// The noun that a participle before it (or right after it) modifies.
    pub fn modified_noun(&self, participle: TokenIx) -> Option<TokenIx> {
        let head = self.document.tokens[participle].head?;
        let relation = self.relation(participle);
        let modifies = matches!(relation, Relation::AMOD | Relation::COMPOUND | Relation::NMOD | Relation::ACL);
        (modifies && tree::is_nominal(self.document, head)).then_some(head)
    }

    /// The particle of a phrasal verb.
    pub fn particle(&self, verb: TokenIx) -> Option<TokenIx> {
        let is_particle = |&d: &TokenIx| {
            self.relation(d) == Relation::COMPOUND_PRT || (self.xpos(d) == Xpos::RP && d > verb && d - verb <= 4)
        };
        self.dependents(verb).find(is_particle).or_else(|| self.particle_before_object(verb))
    }

    /// *took over the town*: an object has no preposition, so what is parsed as one right behind the verb is its particle.
    fn particle_before_object(&self, verb: TokenIx) -> Option<TokenIx> {
        let next = verb + 1;
        let object = self.document.tokens.get(next)?.head?;
        let is_object = self.relation(object) == Relation::OBJ && self.document.tokens[object].head == Some(verb);
        (is_object && self.relation(next) == Relation::CASE).then_some(next)
    }

    /// What the word embeds, by its part of speech; phrasal verbs by verb and particle.
    pub fn embeddings(&self, token: TokenIx) -> &'a [Embedding] {
        match self.upos(token) {
            Upos::VERB | Upos::AUX => {
                if let Some(entry) = self.particle(token).and_then(|p| self.phrasal(token, p))
                    && !entry.verb.is_empty()
                {
                    return &entry.verb;
                }
                self.word(token).map_or(&[], |w| &w.verb)
            }
            Upos::NOUN | Upos::PROPN => self.word(token).map_or(&[], |w| &w.noun),
            Upos::ADJ | Upos::ADV => self.word(token).map_or(&[], |w| &w.adjective),
            _ => &[],
        }
    }

    /// What the word says of a clause that it embeds.
    pub fn clause_embedding(&self, token: TokenIx, clause: TokenIx) -> Option<&'a Embedding> {
        let feeling = self.feeling(token).filter(|_| !self.is_infinitive(clause));
        let embeddings = feeling.unwrap_or_else(|| self.embeddings(token));
        let meant = |wanted: ClausesMeant| embeddings.iter().find(|e| e.clauses == wanted);
        let bare = || self.is_infinitive(clause) && !self.has_subject(clause);
        // *continued: "It will fund them."*
        let said = || {
            let says = |e: &&Embedding| e.clauses == ClausesMeant::All && e.class.speaker == Speaker::Yes;
            embeddings.iter().find(says).filter(|_| self.has_subject(clause))
        };
        // *continued to fund them*
        let acts = || {
            let no_speech = |e: &&Embedding| e.clauses == ClausesMeant::All && e.class.speaker != Speaker::Yes;
            embeddings.iter().find(no_speech)
        };
        meant(ClausesMeant::Infinitives)
            .filter(|_| bare())
            .or_else(said)
            .or_else(acts)
            .or_else(|| meant(ClausesMeant::All))
    }

    /// What a participle embeds as the adjective that it has become, of a passive without agent: *is convinced that*.
    pub fn feeling(&self, participle: TokenIx) -> Option<&'a [Embedding]> {
        if self.xpos(participle) != Xpos::VBN || self.upos(participle) != Upos::VERB {
            return None;
        }
        let word = self.lexicon.word(self.document.form(participle)).filter(|w| !w.adjective.is_empty())?;
        let passive = self.voice(participle) == Voice::Passive && self.agent(participle).is_none();
        passive.then_some(word.adjective.as_slice())
    }

    /// Whether the word names its subject as the source of what it embeds: a verb of saying.
    pub fn says(&self, token: TokenIx) -> bool {
        let mut all = self.embeddings(token).iter().filter(|e| e.clauses == ClausesMeant::All);
        all.any(|e| e.class.speaker == Speaker::Yes)
    }

    /// The lexicon's entry of a verb, or of verb and particle.
    pub fn verb_entry(&self, verb: TokenIx) -> Option<&'a Word> {
        self.particle(verb).and_then(|p| self.phrasal(verb, p)).or_else(|| self.word(verb))
    }

    fn phrasal(&self, verb: TokenIx, particle: TokenIx) -> Option<&'a Word> {
        let joined = smol_str::format_smolstr!("{} {}", self.document.lemma(verb), self.document.form(particle));
        self.lexicon.word(&joined)
    }

    /// The preposition of a phrase as the lexicon lists it; of an unknown combination, the last word.
    pub fn preposition(&self, nominal: TokenIx) -> Option<&SmolStr> {
        self.prepositions.at(nominal).map(|p| &p.name)
    }

    /// What a noun that is part of a preposition leads to, and the preposition: *on behalf of Norway*.
    pub fn through(&self, noun: TokenIx) -> Option<(TokenIx, &SmolStr)> {
        self.prepositions.through(noun)
    }

    /// What the grammar does with the preposition of a phrase; `None` if it has none.
    pub fn preposition_use(&self, nominal: TokenIx) -> Option<PrepositionUse> {
        self.prepositions.at(nominal).map(|p| p.used)
    }

    pub fn use_of(&self, preposition: &str) -> PrepositionUse {
        self.lexicon.preposition(preposition).unwrap_or(PrepositionUse::Plain)
    }

    /// The subordinating word of a clause, with its parts, joined by `_`: `if`, `in_order`, `as_if`. Of several marks,
    /// the first.
    pub fn mark(&self, clause: TokenIx) -> Option<SmolStr> {
        let marks = |d: &TokenIx| matches!(self.relation(*d), Relation::MARK | Relation::CASE) && *d < clause;
        let first = self.dependents(clause).find(marks).or_else(|| {
            // *when*, *where* are adverbs.
            self.dependents(clause).find(|&d| self.xpos(d) == Xpos::WRB && self.relation(d) == Relation::ADVMOD)
        })?;
        let mut words = Tokens::from_slice(&[first]);
        words.extend(self.under(first, Relation::FIXED));
        if words.len() == 1 {
            // *as if* may be two marks side by side; *even* before *if* is an adverb.
            let known = |pair: [TokenIx; 2]| {
                let joined = tree::join_lower(self.document, &pair);
                self.lexicon.mark(&joined).map(|_| joined)
            };
            let second = Some(first + 1).filter(|&m| m < clause && self.relation(m) == Relation::MARK);
            let before = first.checked_sub(1).filter(|&m| self.relation(m) == Relation::ADVMOD);
            let pair = second.and_then(|m| known([first, m])).or_else(|| before.and_then(|m| known([m, first])));
            if pair.is_some() {
                return pair;
            }
        }
        Some(tree::join_lower(self.document, &words))
    }

    /// Whether a phrase on a name may belong to the word above it: names have no *with*, *against* or *to* of their own.
    pub fn has_free_phrase(&self, phrase: TokenIx) -> bool {
        self.preposition_use(phrase) == Some(PrepositionUse::Plain)
            && !self.preposition(phrase).is_some_and(|p| self.lexicon.is_inner(p))
    }

    /// Whether a phrase may say at whom or what a deed is aimed: any but one of time.
    pub fn names_target(&self, phrase: TokenIx) -> bool {
        self.preposition_use(phrase) == Some(PrepositionUse::Plain) && !self.is_measure(phrase)
    }

    /// Whether a phrase names who else does it: *along with Jordan*, also with *together* as an adverb before it.
    pub fn is_joint(&self, phrase: TokenIx) -> bool {
        let joint = |p: &str| self.use_of(p) == PrepositionUse::Joint;
        self.preposition_use(phrase) == Some(PrepositionUse::Joint) || {
            let first = tree::case_markers(self.document, phrase).first().copied().filter(|&c| c > 0);
            first.is_some_and(|c| joint(&tree::join_lower(self.document, &[c - 1, c])))
        }
    }

    fn is_mark(&self, dependent: TokenIx) -> bool {
        matches!(self.relation(dependent), Relation::MARK | Relation::CASE)
    }

    pub fn voice(&self, verb: TokenIx) -> Voice {
        self.voice_within(verb, MAX_CLAUSES)
    }

    fn voice_within(&self, verb: TokenIx, left: usize) -> Voice {
        let (mut passive_aux, mut perfect, mut passive_subject, mut subject, mut object, mut agent) =
            (false, false, false, false, false, false);
        for d in self.dependents(verb) {
            match self.relation(d) {
                Relation::AUX_PASS => passive_aux = true,
                Relation::AUX => perfect |= self.document.lemma(d) == "have",
                Relation::NSUBJ_PASS | Relation::CSUBJ_PASS => passive_subject = true,
                Relation::NSUBJ => subject = true,
                Relation::OBJ => object = true,
                Relation::OBL_AGENT => agent = true,
                _ => {}
            }
        }
        if self.strays.contains_key(&verb) && !passive_aux {
            return Voice::Active;
        }
        if !matches!(self.xpos(verb), Xpos::VBN | Xpos::VBD | Xpos::JJ) {
            return if passive_aux && passive_subject { Voice::Passive } else { Voice::Active };
        }
        if passive_aux || agent {
            return Voice::Passive;
        }
        let past_tense = subject && self.xpos(verb) == Xpos::VBD;
        if perfect || (subject && object) || past_tense || ((subject || passive_subject) && self.is_past_tense(verb)) {
            return Voice::Active;
        }
        if passive_subject {
            return if object && self.xpos(verb) == Xpos::VBD { Voice::Active } else { Voice::Passive };
        }
        let past_participle = self.xpos(verb) == Xpos::VBN || self.has(verb, feature::VERBFORM_PART);
        match self.relation(verb) {
            // *was arrested and jailed*, *has armed and funded*: the auxiliary is shared.
            Relation::CONJ if !subject && past_participle => match self.document.tokens[verb].head {
                Some(head) if left > 0 && self.is_verb(head) && self.xpos(head) == Xpos::VBN => {
                    self.voice_within(head, left - 1)
                }
                Some(head) if self.is_verb(head) && matches!(self.xpos(head), Xpos::VBD | Xpos::VBZ | Xpos::VBP) => {
                    Voice::Active
                }
                _ => Voice::Passive,
            },
            Relation::ACL | Relation::AMOD => Voice::Passive,
            _ if past_participle && !object => Voice::Passive,
            _ => Voice::Active,
        }
    }

    /// Whether a participle in a full sentence must be a past tense that the tagger got wrong, *Amnesty called for calm.*:
    /// it has no auxiliary, and its form can be either. Headlines, which leave auxiliaries out, have no full stop.
    fn is_past_tense(&self, verb: TokenIx) -> bool {
        let document = self.document;
        let both = document.form(verb).ends_with(['d', 't']) && self.xpos(verb) == Xpos::VBN;
        let clause = match self.relation(verb) {
            Relation::ROOT | Relation::CCOMP | Relation::PARATAXIS => true,
            Relation::ACL_RELCL => self.dependents(verb).any(|d| self.is_relative_pronoun(d)),
            _ => false,
        };
        let bare = self.dependents(verb).all(|d| {
            !matches!(self.relation(d), Relation::AUX | Relation::AUX_PASS | Relation::COP | Relation::OBL_AGENT)
                && !self.is_agent(d)
        });
        let sentence = &document.sentences[document.sentence_of(verb)].tokens;
        both && clause && bare && sentence.clone().next_back().is_some_and(|last| !self.is_word(last))
    }

    /// Whether the token has a letter or digit.
    fn is_word(&self, token: TokenIx) -> bool {
        self.document.form(token).contains(char::is_alphanumeric)
    }

    /// The agent of a passive verb: a *by* phrase that is no time and no measure.
    pub fn agent(&self, verb: TokenIx) -> Option<TokenIx> {
        self.dependents(verb).find(|&d| self.is_agent(d))
    }

    /// Whether a dependent of a passive verb is its agent.
    pub fn is_agent(&self, phrase: TokenIx) -> bool {
        match self.relation(phrase) {
            // *owned by Shell off Nigeria*: the second phrase is none.
            Relation::OBL_AGENT => {
                !matches!(self.preposition_use(phrase), Some(PrepositionUse::Plain)) && !self.counts(phrase)
            }
            // A subject with a preposition is none: *the killing of Hariri by rebels shocked …*.
            Relation::OBL | Relation::NMOD | Relation::NSUBJ => {
                self.preposition_use(phrase) == Some(PrepositionUse::Agent)
                    && !self.is_measure(phrase)
                    && !self.counts(phrase)
            }
            _ => false,
        }
    }

    /// *was defeated by 90 votes by Lind*: by how much, if another phrase says by whom.
    fn counts(&self, phrase: TokenIx) -> bool {
        let counted = self.under(phrase, Relation::NUMMOD).next().is_some();
        let other = |d: TokenIx| {
            d > phrase
                && (self.relation(d) == Relation::OBL_AGENT || tree::is_a(self.relation(d), Relation::OBL))
                && self.preposition_use(d) == Some(PrepositionUse::Agent)
        };
        counted && self.document.tokens[phrase].head.is_some_and(|verb| self.dependents(verb).any(other))
    }

    /// Times, numbers, and amounts.
    pub fn is_measure(&self, nominal: TokenIx) -> bool {
        self.upos(nominal) == Upos::NUM
            || self.upos(nominal) == Upos::SYM
            || self.xpos(nominal) == Xpos::VBG
            || self.word(nominal).is_some_and(|w| w.time || w.circumstance)
    }

    /// The noun that a relative pronoun stands for; `None` if it is none or its clause hangs on no noun.
    pub fn antecedent(&self, pronoun: TokenIx) -> Option<TokenIx> {
        let mut here = pronoun;
        for _ in 0..MAX_CLAUSES {
            let head = self.document.tokens[here].head?;
            match self.relation(here) {
                Relation::ACL_RELCL => return Some(head),
                Relation::ACL if tree::is_nominal(self.document, head) => return Some(head),
                _ => here = head,
            }
        }
        None
    }
}
