//! The list of arguments of one predication: coordinations one by one, relative pronouns replaced by what they stand
//! for, examples beside what they are examples of, nothing twice.

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::{Argument, Function};
use crate::document::{Relation, TokenIx, Upos, Xpos, feature};
use crate::syntax::clause::Clauses;
use crate::syntax::lexicon::PrepositionUse;
use crate::syntax::realization::Realization;
use crate::syntax::tree;

/// More arguments than any sentence of prose gives to one word.
const MAX_ARGUMENTS: usize = 64;

/// Arguments of one predication: few words have more.
pub(super) type List = SmallVec<[Argument; 8]>;

/// Arguments under construction.
pub(super) struct Arguments<'c, 'a> {
    pub clauses: &'c Clauses<'a>,
    pub list: List,
}

impl<'c, 'a> Arguments<'c, 'a> {
    pub fn new(clauses: &'c Clauses<'a>) -> Self {
        Self { clauses, list: List::new() }
    }

    /// Adds a phrase and what is coordinated with it.
    pub fn add(&mut self, function: &Function, phrase: TokenIx, via: Realization) {
        for (token, via) in self.fillers(phrase, via) {
            self.push(function.clone(), token, via);
            self.add_examples(function, token);
        }
    }

    /// Adds a prepositional phrase and what is coordinated with it; a conjunct may have its own preposition.
    pub fn add_prepositional(&mut self, phrase: TokenIx, via: Realization) {
        let Some(first) = self.clauses.preposition(phrase) else {
            return;
        };
        if let Some((inner, preposition)) = self.clauses.through(phrase) {
            let function = Function::Prep(preposition.clone());
            for (token, via) in self.fillers(inner, via) {
                self.push(function.clone(), token, via);
            }
        }
        for (token, via) in self.fillers(phrase, via) {
            let own = if token == phrase { None } else { self.clauses.preposition(token) };
            let preposition = own.unwrap_or(first).clone();
            if self.names_argument(&preposition) && !self.is_adverbial(token) {
                let function = Function::Prep(preposition);
                self.push(function.clone(), token, via);
                self.add_examples(&function, token);
            }
        }
    }

    /// *at least*, *in general*: an adjective that stands for no one.
    fn is_adverbial(&self, token: TokenIx) -> bool {
        let clauses = self.clauses;
        clauses.upos(token) == Upos::ADJ
            && !tree::is_name(clauses.document, token)
            && clauses.under(token, Relation::DET).next().is_none()
    }

    /// Whether a phrase after the preposition can be an argument: *according to* names a source, *including* an
    /// example.
    fn names_argument(&self, preposition: &SmolStr) -> bool {
        use PrepositionUse::{Attribution, Comparison, Example, Similar};
        !matches!(self.clauses.use_of(preposition), Attribution | Comparison | Example | Similar)
    }

    /// Adds an argument unless it is there.
    pub fn push(&mut self, function: Function, token: TokenIx, via: Realization) {
        let known = |a: &Argument| a.token == token && a.function == function;
        if self.list.len() < MAX_ARGUMENTS && !self.list.iter().any(known) {
            self.list.push(Argument { function, token, via });
        }
    }

    /// The words that fill a place: the phrase's conjuncts, or what a relative pronoun stands for.
    fn fillers(&self, phrase: TokenIx, via: Realization) -> SmallVec<[(TokenIx, Realization); 4]> {
        let clauses = self.clauses;
        if let Some(named) = self.named_by_clause(phrase) {
            return self.fillers(named, via);
        }
        if !clauses.is_relative_pronoun(phrase) {
            let can_fill = |t: &TokenIx| {
                clauses.relation(*t) != Relation::EXPL
                    && matches!(
                        clauses.upos(*t),
                        Upos::NOUN | Upos::PROPN | Upos::PRON | Upos::NUM | Upos::ADJ | Upos::DET | Upos::SYM | Upos::X
                    )
                    || tree::is_name(clauses.document, *t)
            };
            let conjuncts = tree::conjuncts(clauses.document, phrase).into_iter();
            return conjuncts.filter(can_fill).flat_map(|t| self.borne_by(t)).map(|t| (t, via)).collect();
        }
        let Some(antecedent) = clauses.antecedent(phrase) else {
            return SmallVec::new();
        };
        let among = self.among(antecedent).filter(|_| via == Realization::ActiveSubject);
        let antecedent = self.described(antecedent);
        let via = match via {
            Realization::ActiveSubject => Realization::RelativeGap,
            Realization::PassiveSubject => Realization::RelativePassive,
            Realization::ActiveObject => Realization::RelativeObjectGap,
            Realization::Oblique | Realization::Prep => Realization::RelativeObliqueGap,
            Realization::Possessive => Realization::RelativePossessor,
            other => other,
        };
        // *A and B, which …* is about both; what follows the clause is not meant.
        let conjuncts = tree::conjuncts(clauses.document, antecedent).into_iter();
        let antecedents = conjuncts.filter(|&t| t < phrase && tree::is_nominal(clauses.document, t));
        antecedents.map(|t| (t, via)).chain(among.map(|t| (t, Realization::Copula))).collect()
    }

    /// *what Oslo called an attack*, *what he said was an attack*: what the clause calls it.
    fn named_by_clause(&self, pronoun: TokenIx) -> Option<TokenIx> {
        let clauses = self.clauses;
        if clauses.xpos(pronoun) != Xpos::WP || clauses.relation(pronoun) == Relation::NSUBJ {
            return None;
        }
        let clause = clauses.dependents(pronoun).find(|&d| clauses.relation(d) == Relation::ACL_RELCL)?;
        let nominal = |&t: &TokenIx| t > clause && tree::is_nominal(clauses.document, t);
        if clauses.embeddings(clause).iter().any(|e| e.takes("xcomp")) {
            let named = |d: &TokenIx| matches!(clauses.relation(*d), Relation::XCOMP | Relation::OBJ) && nominal(d);
            return clauses.dependents(clause).find(named);
        }
        let said = clauses.dependents(clause).find(|&d| clauses.relation(d) == Relation::CCOMP)?;
        Some(said).filter(|s| nominal(s) && clauses.copula(*s).is_some() && clauses.says(clause))
    }

    /// Who is said to be one of those that a relative clause is about: *Lind is among those who left*, *Lind was one of the
    /// ministers who left*.
    fn among(&self, group: TokenIx) -> Option<TokenIx> {
        let clauses = self.clauses;
        let inside = |t: TokenIx| clauses.preposition(t).is_some_and(|p| clauses.lexicon.names_group(p));
        let one = clauses.document.tokens[group].head.filter(|&h| {
            clauses.relation(group) == Relation::NMOD
                && clauses.preposition_use(group) == Some(PrepositionUse::Genitive)
                && clauses.upos(h) == Upos::NUM
        });
        let predicate = one.or_else(|| Some(group).filter(|&g| inside(g)))?;
        clauses.copula(predicate)?;
        clauses.under(predicate, Relation::NSUBJ).find(|&s| s < predicate)
    }

    /// Whom a common noun describes: *Karl Adler, a soldier who …*, *She is the minister who …*.
    fn described(&self, noun: TokenIx) -> TokenIx {
        let document = self.clauses.document;
        let somebody = |&t: &TokenIx| {
            let features = document.tokens[t].features;
            let person = features.has(feature::PERSON_3) && !features.has(feature::GENDER_NEUT);
            tree::is_name(document, t) || self.clauses.upos(t) == Upos::PRON && person
        };
        if self.clauses.upos(noun) != Upos::NOUN || self.clauses.xpos(noun) == Xpos::NNS {
            return noun;
        }
        let head = document.tokens[noun].head.filter(|_| self.clauses.relation(noun) == Relation::APPOS);
        let subject = || {
            self.clauses.copula(noun)?;
            self.clauses.under(noun, Relation::NSUBJ).find(|&s| s < noun)
        };
        head.filter(|&h| h < noun).or_else(subject).filter(somebody).unwrap_or(noun)
    }

    /// Who a plural title stands for: those whose names follow it, *councillors Ann Lee and Bo Kim*; behind a comma they
    /// stand beside it.
    fn borne_by(&self, title: TokenIx) -> SmallVec<[TokenIx; 4]> {
        let document = self.clauses.document;
        let mut found = SmallVec::from_slice(&[title]);
        if self.clauses.xpos(title) != Xpos::NNS {
            return found;
        }
        let named = |&d: &TokenIx| {
            let relation = self.clauses.relation(d);
            d > title && tree::is_name(document, d) && matches!(relation, Relation::APPOS | Relation::FLAT)
        };
        let Some(first) = self.clauses.dependents(title).find(named) else {
            return found;
        };
        let names = tree::conjuncts(document, first);
        let names = names.into_iter().filter(|&t| t >= first && tree::is_name(document, t));
        if first == title + 1 {
            found.clear();
            found.extend(names);
        } else if opens_list_of_names(self.clauses, title, first) {
            found.extend(names);
        }
        found
    }

    fn add_examples(&mut self, function: &Function, token: TokenIx) {
        let clauses = self.clauses;
        let examples = clauses.dependents(token).filter(|&d| clauses.relation(d) == Relation::NMOD);
        for example in examples.filter(|&d| is_example(clauses, d)) {
            for member in tree::conjuncts(clauses.document, example) {
                self.push(function.clone(), member, Realization::ExampleList);
            }
        }
    }
}

/// Whether several names follow the noun right behind a comma.
fn opens_list_of_names(clauses: &Clauses<'_>, noun: TokenIx, first: TokenIx) -> bool {
    first == noun + 2 && clauses.xpos(noun + 1) == Xpos::COMMA && tree::conjuncts(clauses.document, first).len() > 1
}

/// Whether *including* or *such as* stands before the phrase, or, on a noun, *like*.
pub(super) fn is_example(clauses: &Clauses<'_>, phrase: TokenIx) -> bool {
    match clauses.preposition_use(phrase) {
        Some(PrepositionUse::Example) => true,
        Some(PrepositionUse::Similar) => clauses.relation(phrase) == Relation::NMOD,
        _ => false,
    }
}
