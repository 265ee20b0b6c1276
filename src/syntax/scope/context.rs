//! The scope of every position of a tree, from its root down.
//!
//! *Given* is what stands above: what the governor says of the position. *Full* is that and the marks on the word
//! itself. A dependent gets its *given* from the head's two, by its relation.

use std::ops::{Index, IndexMut, Range};

use super::own::{self, Marks};
use super::quote;
use super::source::{self, Source};
use super::{Modality, Own, Phase, Polarity, Scope};
use crate::document::{Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::clause::{Clauses, Voice};
use crate::syntax::lexicon::{Effect, Embedding, ModalUse, Part, PrepositionUse, Speaker};
use crate::syntax::tree;

/// The scope of a predication on every token.
pub(crate) fn contexts(clauses: &Clauses<'_>) -> Vec<Scope> {
    let n = clauses.document.tokens.len();
    let mut contexts = Contexts {
        clauses,
        beside: quote::carried(clauses).into_iter().chain(source::beside(clauses)).collect(),
        given: BySentence::default(),
        marks: BySentence::default(),
        full: vec![Scope::default(); n],
    };
    let mut queue: Vec<TokenIx> = Vec::with_capacity(n);
    for sentence in &clauses.document.sentences {
        contexts.given.begin(sentence.tokens.clone());
        contexts.marks.begin(sentence.tokens.clone());
        queue.clear();
        queue.extend(sentence.tokens.clone().filter(|&t| tree::is_root(clauses.document, t)));
        let question = contexts.is_question(sentence.tokens.clone());
        for &root in &queue {
            let mut given = Scope::default();
            if question {
                given.modality = Modality::Possible;
            }
            contexts.enter(root, given);
        }
        let mut next = 0;
        while next < queue.len() {
            let head = queue[next];
            for &dependent in clauses.document.dependents(head) {
                if is_idle(clauses, dependent) {
                    continue;
                }
                let given = contexts.pass(head, dependent);
                contexts.enter(dependent, given);
                queue.push(dependent);
            }
            next += 1;
        }
    }
    contexts.full
}

/// Whether a word neither carries a predication nor passes anything on, as articles, prepositions and commas: half of a
/// text.
fn is_idle(clauses: &Clauses<'_>, token: TokenIx) -> bool {
    let carries = match clauses.upos(token) {
        Upos::VERB | Upos::ADJ => true,
        Upos::AUX => !matches!(clauses.relation(token), Relation::AUX | Relation::AUX_PASS | Relation::COP),
        _ => tree::is_nominal(clauses.document, token),
    };
    !carries && clauses.document.dependents(token).is_empty()
}

/// What the tokens of one sentence have, by token; made anew for each, so that it stays small and near.
#[derive(Default)]
struct BySentence<T> {
    first: TokenIx,
    list: Vec<T>,
}

impl<T: Clone + Default> BySentence<T> {
    fn begin(&mut self, tokens: Range<TokenIx>) {
        self.first = tokens.start;
        self.list.clear();
        self.list.resize(tokens.len(), T::default());
    }
}

impl<T> Index<TokenIx> for BySentence<T> {
    type Output = T;

    fn index(&self, token: TokenIx) -> &T {
        &self.list[token - self.first]
    }
}

impl<T> IndexMut<TokenIx> for BySentence<T> {
    fn index_mut(&mut self, token: TokenIx) -> &mut T {
        &mut self.list[token - self.first]
    }
}

struct Contexts<'c, 'a> {
    clauses: &'c Clauses<'a>,
    beside: std::collections::BTreeMap<TokenIx, Source>,
    given: BySentence<Scope>,
    marks: BySentence<Marks>,
    full: Vec<Scope>,
}

impl Contexts<'_, '_> {
    fn is_question(&self, tokens: Range<TokenIx>) -> bool {
        let document = self.clauses.document;
        let end = tokens.clone().rev().take(3).any(|t| document.form(t).ends_with('?'));
        end && tokens.len() > 1
    }

    /// Fixes what a token is given and what it says itself.
    fn enter(&mut self, token: TokenIx, mut given: Scope) {
        let clauses = self.clauses;
        if let Some(source) = self.beside.get(&token) {
            add_source(&mut given, *source);
        }
        let mut marks = if clauses.is_predicate(token) || clauses.upos(token) == Upos::ADJ {
            own::of_predicate(clauses, token)
        } else if matches!(clauses.upos(token), Upos::NOUN | Upos::PROPN) {
            own::of_noun(clauses, token)
        } else {
            Marks::default()
        };
        if clauses.copula(token).is_some() && clauses.upos(token) != Upos::ADJ {
            let noun = own::of_noun(clauses, token);
            if marks.polarity == Polarity::Positive {
                marks.polarity = noun.polarity;
            }
            marks.modality = marks.modality.over(noun.modality);
            marks.phase = marks.phase.over(noun.phase);
        }
        if self.shares_marks(token) {
            let first = self.marks[clauses.document.tokens[token].head.expect("a conjunct has a head")];
            marks.polarity = marks.polarity.with(first.polarity);
            marks.modality = first.modality.over(marks.modality);
            marks.phase = first.phase.over(marks.phase);
            marks.cue = first.cue.or(marks.cue);
        } else if let Some(hedge) = self.shared_hedge(token) {
            marks.modality = hedge.modality.over(marks.modality);
            marks.cue = hedge.cue;
        }
        let mut full = given;
        full.polarity = given.polarity.with(marks.polarity);
        if self.was_made(token) {
            full.polarity = marks.polarity;
        }
        full.modality = given.modality.over(marks.modality);
        full.phase = given.phase.over(marks.phase);
        full.cue = given.cue.or(marks.cue);
        full.own = Own { polarity: marks.polarity, modality: marks.modality, phase: marks.phase };
        self.given[token] = given;
        self.marks[token] = marks;
        self.full[token] = full;
    }

    /// *denied Sweden's request*: there was a request, whatever the answer.
    fn was_made(&self, noun: TokenIx) -> bool {
        let clauses = self.clauses;
        let Some(verb) = clauses.document.tokens[noun].head else {
            return false;
        };
        matches!(clauses.relation(noun), Relation::OBJ | Relation::NSUBJ_PASS)
            && clauses.upos(noun) == Upos::NOUN
            && !clauses.embeddings(noun).is_empty()
            && (clauses.owner(noun).is_some() || !self.is_indefinite(noun))
            && clauses.embeddings(verb).iter().any(|e| e.takes("answer"))
    }

    /// Whether a conjunct stands under the negation and auxiliaries of the first: *did not fund or arm*.
    fn shares_marks(&self, token: TokenIx) -> bool {
        let clauses = self.clauses;
        let Some(first) = tree::head_by(clauses.document, token, Relation::CONJ) else {
            return false;
        };
        let but = tree::coordinator(clauses.document, token)
            .and_then(|c| clauses.word(c))
            .is_some_and(|w| matches!(w.negator, Some((Part::Conjunction, Effect::Fact))));
        if but || clauses.has_subject(token) {
            return false;
        }
        if clauses.is_verb(token) {
            let auxiliary = clauses.dependents(token).any(|d| {
                matches!(clauses.relation(d), Relation::AUX | Relation::AUX_PASS) && clauses.xpos(d) != Xpos::VBN
            });
            let finite = matches!(clauses.xpos(token), Xpos::VBD | Xpos::VBZ | Xpos::VBP)
                && !clauses.has(token, feature::VERBFORM_PART);
            return !auxiliary && !finite && clauses.is_predicate(first);
        }
        // Nouns and adjectives under one copula, or under one *no*.
        clauses.copula(token).is_none() && !clauses.is_verb(first)
    }

    /// *reportedly* before the first of two finite verbs counts for both.
    fn shared_hedge(&self, token: TokenIx) -> Option<Marks> {
        let first = tree::head_by(self.clauses.document, token, Relation::CONJ)?;
        let marks = self.marks[first];
        (marks.cue.is_some() && self.clauses.is_verb(token) && !self.clauses.has_subject(token)).then_some(marks)
    }

    /// What a head gives to a dependent.
    fn pass(&self, head: TokenIx, dependent: TokenIx) -> Scope {
        let clauses = self.clauses;
        match clauses.relation(dependent) {
            Relation::CCOMP | Relation::XCOMP => self.complement(head, dependent),
            Relation::CSUBJ | Relation::CSUBJ_PASS => self.open(dependent, self.complement(head, dependent)),
            Relation::ADVCL | Relation::ADVCL_RELCL => self.open(dependent, self.adverbial(head, dependent)),
            Relation::ACL => self.open(dependent, self.clause_on_noun(head, dependent)),
            // *Egypt's claim that Iran attacked it* taken for a relative clause.
            Relation::ACL_RELCL if self.is_content_clause(head, dependent) => self.clause_on_noun(head, dependent),
            Relation::ACL_RELCL => self.relative(head, dependent),
            Relation::AMOD if clauses.is_verb(dependent) => Scope::default(),
            Relation::PARATAXIS | Relation::DISCOURSE if source::is_frame(clauses, dependent) => Scope::default(),
            // *according to officials who backed it*: nobody says that but the text.
            Relation::OBL | Relation::NMOD
                if clauses.preposition_use(dependent) == Some(PrepositionUse::Attribution) =>
            {
                Scope::default()
            }
            Relation::PARATAXIS if self.is_content(head, dependent) => {
                match clauses.clause_embedding(head, dependent) {
                    Some(embedding) => self.embed(head, embedding, dependent),
                    None => self.given[head],
                }
            }
            Relation::CONJ | Relation::PARATAXIS => self.given[head],
            Relation::COMPOUND | Relation::NMOD_DESC if tree::is_name(clauses.document, head) => self.title(head),
            _ => self.phrase(head, dependent),
        }
    }

    /// *It is wise for Peru to join*: an infinitive with a subject of its own says what may be.
    fn open(&self, clause: TokenIx, mut given: Scope) -> Scope {
        let clauses = self.clauses;
        let marked = |subject: TokenIx| {
            let mut marks = clauses.under(clause, Relation::MARK);
            let opens = marks.next().is_some_and(|m| m < subject && clauses.xpos(m) == Xpos::IN);
            opens && marks.any(|m| m > subject && clauses.xpos(m) == Xpos::TO)
        };
        let bare = || clauses.copula(clause).is_none();
        if clauses.xpos(clause) == Xpos::VB && clauses.own_subject(clause).is_some_and(marked) && bare() {
            given.modality = given.modality.over(Modality::Possible);
        }
        given
    }

    /// *former senator Rick Santorum*: the adjective hangs on the name and is about the office.
    fn title(&self, name: TokenIx) -> Scope {
        let Marks { polarity, phase, .. } = self.marks[name];
        Scope { polarity, phase, ..self.presupposed(name) }
    }

    /// *X said: we will …* with the content hung loosely on the verb.
    fn is_content(&self, head: TokenIx, dependent: TokenIx) -> bool {
        let clauses = self.clauses;
        let says = clauses.is_verb(head) && clauses.says(head);
        let has_content = || clauses.dependents(head).any(|d| clauses.relation(d) == Relation::CCOMP);
        let quoted =
            || clauses.dependents(dependent).any(|d| matches!(clauses.xpos(d), Xpos::OPEN_QUOTE | Xpos::CLOSE_QUOTE));
        says && clauses.subject(head).is_some() && !source::is_frame(clauses, dependent) && (!has_content() || quoted())
    }

    /// A clause that is what the head says, wants, begins …
    fn complement(&self, head: TokenIx, clause: TokenIx) -> Scope {
        let clauses = self.clauses;
        if let Some(modal) = self.modal_work(head, clause) {
            return modal;
        }
        let embeddings = clauses.embeddings(head);
        let nominal = clauses.relation(clause) == Relation::XCOMP && !clauses.is_verb(clause);
        let fitting =
            if nominal { embeddings.iter().find(|e| e.takes("xcomp")) } else { clauses.clause_embedding(head, clause) };
        // *energy called latent heat* is nobody's claim.
        let named = |e: &&Embedding| {
            nominal && e.class.speaker == Speaker::Yes && source::of_predicate(clauses, head).speaker.is_none()
        };
        if let Some(embedding) = fitting.filter(|e| !named(e)) {
            return self.embed(head, embedding, clause);
        }
        if clauses.relation(clause) == Relation::XCOMP {
            return self.full[head];
        }
        // What an unknown verb embeds is not negated with it.
        let mut given = self.full[head];
        if self.marks[head].polarity == Polarity::Negative {
            given.polarity = self.given[head].polarity;
            given.modality = given.modality.over(Modality::Possible);
        }
        given.phase = Phase::None;
        given
    }

    /// Whether a clause on a noun says what the noun is about, and lacks nothing itself.
    fn is_content_clause(&self, noun: TokenIx, clause: TokenIx) -> bool {
        let clauses = self.clauses;
        let mut marks = clauses.under(clause, Relation::MARK);
        marks.any(|m| m < clause && clauses.upos(m) == Upos::SCONJ)
            && clauses.has_subject(clause)
            && clauses.clause_embedding(noun, clause).is_some()
    }

    /// *has to*, *is going to*, *used to*.
    fn modal_work(&self, head: TokenIx, clause: TokenIx) -> Option<Scope> {
        let clauses = self.clauses;
        let modal = clauses.word(head)?.modal?;
        let fits = clauses.is_infinitive(clause)
            && match modal.work {
                ModalUse::Auxiliary => return None,
                ModalUse::Infinitive => clauses.is_verb(head),
                ModalUse::Progressive => clauses.xpos(head) == Xpos::VBG,
                ModalUse::Past => matches!(clauses.xpos(head), Xpos::VBD | Xpos::VBN),
            };
        if !fits || clauses.relation(clause) != Relation::XCOMP {
            return None;
        }
        let mut given = self.full[head];
        given.modality = given.modality.over(modal.modality);
        if modal.work == ModalUse::Past {
            given.phase = Phase::Ends;
        }
        Some(given)
    }

    /// What holds of what a word embeds, by the word's class.
    fn embed(&self, head: TokenIx, embedding: &Embedding, content: TokenIx) -> Scope {
        let clauses = self.clauses;
        let class = embedding.class;
        let verbal = clauses.is_predicate(head) || clauses.upos(head) == Upos::ADJ;
        // What a noun of saying is given counts for its content too: *denied claims that*.
        let (deciding, outer) = if verbal {
            (self.full[head].polarity, Polarity::Positive)
        } else {
            (self.marks[head].polarity, self.given[head].polarity)
        };
        let outcome = if deciding == Polarity::Positive { class.positive } else { class.negated };
        let mut scope = self.full[head];
        scope.polarity = outer.with(outcome.polarity);
        scope.modality = scope.modality.over(outcome.modality);
        scope.phase = scope.phase.over(outcome.phase);
        // *is said to have funded it*: nobody vouches for it.
        let unnamed = class.speaker == Speaker::Yes
            && outcome.modality == Modality::Actual
            && clauses.is_verb(head)
            && clauses.voice(head) == Voice::Passive
            && clauses.is_infinitive(content)
            && clauses.agent(head).is_none();
        if unnamed {
            scope.modality = scope.modality.over(Modality::Possible);
        }
        let says = match class.speaker {
            Speaker::Yes => true,
            Speaker::OfClause => clauses.is_predicate(content) && clauses.has_subject(content),
            Speaker::No => false,
        };
        if says {
            let source = source::of_predicate(clauses, head);
            let first_person = |s: TokenIx| clauses.upos(s) == Upos::PRON && clauses.has(s, feature::PERSON_1);
            let quoted = source.speaker.is_some_and(first_person) && !scope.speakers.is_empty();
            if quoted && deciding == Polarity::Positive {
                // *"I think they will help," Lind said*: Lind says so.
                if outcome.modality == Modality::Possible && outcome.polarity == Polarity::Positive {
                    scope.modality = self.full[head].modality;
                }
                return scope;
            }
            add_source(&mut scope, source);
        }
        scope
    }

    fn adverbial(&self, head: TokenIx, clause: TokenIx) -> Scope {
        let clauses = self.clauses;
        if source::is_frame(clauses, clause) {
            return Scope::default();
        }
        if let Some(embedding) = clauses.embedded_by(clause, head) {
            return self.embed(head, embedding, clause);
        }
        let mut given = self.given[head];
        given.phase = Phase::None;
        match own::effect_of_mark(clauses, clause) {
            // A condition is open, also that of a plan or a wish.
            Some(Effect::Condition | Effect::Possible) => given.modality = Modality::Possible,
            // *to reward Lind for signing it*: it was signed.
            Some(Effect::Reason) if clauses.xpos(clause) == Xpos::VBG => given.modality = Modality::Actual,
            Some(Effect::Purpose) if clauses.is_infinitive(clause) => {
                // *is used to track them*: it is done.
                let word = clauses.lexicon.word(clauses.document.lemma(head)).filter(|_| clauses.is_verb(head));
                let means = word.is_some_and(|w| w.verb.iter().any(|e| e.takes("purpose")));
                let modality = self.full[head].modality;
                given.modality = if means { modality } else { modality.over(Modality::Planned) };
            }
            Some(Effect::PurposeThat) if self.has_modal(clause) => {
                given.modality = given.modality.over(Modality::Planned);
            }
            Some(Effect::Fact) => {}
            _ => given.modality = self.full[head].modality,
        }
        given
    }

    fn has_modal(&self, clause: TokenIx) -> bool {
        self.clauses.under(clause, Relation::AUX).any(|a| self.clauses.xpos(a) == Xpos::MD)
    }

    /// A participle, infinitive, or *that* clause on a noun.
    fn clause_on_noun(&self, noun: TokenIx, clause: TokenIx) -> Scope {
        let clauses = self.clauses;
        let participle = matches!(clauses.xpos(clause), Xpos::VBN | Xpos::VBG | Xpos::VBD);
        let marked = clauses.dependents(clause).any(|d| matches!(clauses.relation(d), Relation::MARK | Relation::CASE));
        if participle && !marked {
            let mut given = self.presupposed(noun);
            if self.stands_apart(clause) || self.is_settled(noun, clause) {
                given.modality = Modality::Actual;
            }
            return given;
        }
        if let Some((verb, embedding)) = clauses.governor_of(clause, noun) {
            return self.embed(verb, embedding, clause);
        }
        if let Some(embedding) = clauses.clause_embedding(noun, clause) {
            return self.embed(noun, embedding, clause);
        }
        let mut given = self.presupposed(noun);
        // *money to fund it*; not *the first to fund it*, nor *a state to have funded it*.
        let perfect = || clauses.under(clause, Relation::AUX).any(|a| clauses.document.lemma(a) == "have");
        if clauses.is_infinitive(clause) && !self.is_singled_out(noun) && !perfect() {
            given.modality = given.modality.over(Modality::Planned);
        }
        given
    }

    /// *troops trained by France may attack*: who acts is there, and so is what was done to them, however sure the deed.
    fn is_settled(&self, noun: TokenIx, participle: TokenIx) -> bool {
        let clauses = self.clauses;
        let subject = matches!(clauses.relation(noun), Relation::NSUBJ | Relation::NSUBJ_PASS);
        // *the risk to firms located in Chad*: where they are is no risk. An *of* or *by* would tell of a deed.
        let state = clauses.xpos(participle) == Xpos::VBN
            && clauses.agent(participle).is_none()
            && clauses.under(participle, Relation::OBL).next().is_some()
            && clauses.xpos(noun) == Xpos::NNS
            && !own::is_any(clauses, noun);
        if state {
            return true;
        }
        let sure = || clauses.document.tokens[noun].head.is_some_and(|v| self.given[v].modality == Modality::Actual);
        subject
            && clauses.xpos(participle) != Xpos::VBG
            && !own::is_any(clauses, noun)
            && self.marks[noun].modality == Modality::Actual
            && sure()
    }

    fn is_singled_out(&self, noun: TokenIx) -> bool {
        let clauses = self.clauses;
        let ordinal = |t: TokenIx| clauses.has(t, feature::NUMTYPE_ORD) || clauses.has(t, feature::DEGREE_SUP);
        // *one of the few to visit it*, *the only state to arm it*
        let few =
            |t: TokenIx| matches!(clauses.word(t).and_then(|w| w.negator), Some((Part::Determiner, Effect::Fact)));
        let single = |t: TokenIx| ordinal(t) || few(t);
        let described = |t: TokenIx| clauses.under(t, Relation::AMOD).any(single);
        // *one of the few ministers to visit it*
        let among = || clauses.upos(noun) == Upos::NUM && clauses.under(noun, Relation::NMOD).any(described);
        single(noun) || described(noun) || among()
    }

    /// A relative clause; one behind a comma is said of something that there is, and so is one of what was or is being
    /// done (*may meet rebels that Chad has armed*), but not one that says of what kind it is (*a deal that bans it*).
    fn relative(&self, noun: TokenIx, clause: TokenIx) -> Scope {
        let mut given = self.presupposed(noun);
        let any = own::is_any(self.clauses, noun);
        if self.stands_apart(clause) || self.is_told(clause) && !any {
            given.modality = Modality::Actual;
        }
        given
    }

    /// Whether a finite clause tells of something past or under way.
    fn is_told(&self, clause: TokenIx) -> bool {
        let clauses = self.clauses;
        let finite = |t: TokenIx| matches!(clauses.xpos(t), Xpos::VBD | Xpos::VBZ | Xpos::VBP);
        let auxiliaries = || {
            clauses.dependents(clause).filter(|&d| matches!(clauses.relation(d), Relation::AUX | Relation::AUX_PASS))
        };
        match clauses.xpos(clause) {
            Xpos::VBD => !self.has_modal(clause),
            Xpos::VBN | Xpos::VBG => !self.has_modal(clause) && auxiliaries().any(finite),
            _ => false,
        }
    }

    /// Whether a comma parts the clause from its noun.
    fn stands_apart(&self, clause: TokenIx) -> bool {
        let clauses = self.clauses;
        clauses.dependents(clause).any(|d| d < clause && clauses.xpos(d) == Xpos::COMMA)
    }

    /// What is taken for granted inside a noun phrase: it shares modality and source, never the negation around it.
    fn presupposed(&self, noun: TokenIx) -> Scope {
        let mut given = self.given[noun];
        given.polarity = Polarity::Positive;
        given.phase = Phase::None;
        // *any country that attacks it*
        if own::is_any(self.clauses, noun) {
            given.modality = Modality::Possible;
        }
        given
    }

    /// A noun phrase in a clause or in another phrase.
    fn phrase(&self, head: TokenIx, dependent: TokenIx) -> Scope {
        let clauses = self.clauses;
        if !matches!(clauses.upos(dependent), Upos::NOUN | Upos::PROPN | Upos::PRON | Upos::ADJ | Upos::VERB) {
            return self.given[head];
        }
        let relation = clauses.relation(dependent);
        let object = matches!(relation, Relation::OBJ | Relation::NSUBJ_PASS);
        let subject = relation == Relation::NSUBJ;
        let preposition = if object || subject { None } else { clauses.preposition(dependent) };
        let complement = match (&preposition, object, subject) {
            (Some(preposition), ..) => preposition.as_str(),
            (None, true, _) => "obj",
            (None, _, true) => "subj",
            _ => return self.presupposed(head),
        };
        // *was named leader* with the noun as an object.
        let predicate = relation == Relation::OBJ && clauses.is_verb(head) && clauses.voice(head) == Voice::Passive;
        let takes = |e: &&Embedding| e.takes(complement) || (predicate && e.takes("xcomp"));
        if let Some(embedding) = clauses.embeddings(head).iter().find(takes) {
            return self.embed(head, embedding, dependent);
        }
        if !clauses.is_predicate(head) {
            // What the governor denies or ends of a noun is not denied or ended of that noun's parts.
            return self.presupposed(head);
        }
        let lent = clauses.verb_entry(head).is_some_and(|w| w.support.iter().any(|s| s.complement == complement));
        let exists = tree::dependent(clauses.document, head, Relation::EXPL).is_some();
        if lent || exists || ((object || subject) && self.is_indefinite(dependent)) {
            let mut given = self.full[head];
            if own::is_none(clauses, dependent) {
                // *signed no deal*: one negation, not two.
                given.polarity = self.given[head].polarity;
            }
            return given;
        }
        self.given[head]
    }

    /// Whether the phrase brings up something new, which then is as sure as the clause: *may sign a deal*.
    fn is_indefinite(&self, noun: TokenIx) -> bool {
        let clauses = self.clauses;
        clauses.upos(noun) == Upos::NOUN
            && !clauses.dependents(noun).any(|d| match clauses.relation(d) {
                Relation::DET => clauses.has(d, feature::DEFINITE_DEF) || clauses.has(d, feature::PRONTYPE_DEM),
                Relation::NMOD_POSS => true,
                Relation::AMOD | Relation::COMPOUND => d < noun && clauses.is_capitalized(d),
                _ => false,
            })
    }
}

fn add_source(scope: &mut Scope, source: Source) {
    if let Some(speaker) = source.speaker {
        scope.speakers.push(speaker);
    }
    scope.cue.get_or_insert(source.cue);
}
