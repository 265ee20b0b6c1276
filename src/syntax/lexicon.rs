//! The words that grammar must know: `ontology/lexicon/*.tsv` → one entry a word, looked up once a token.
//!
//! Which verbs embed clauses and what that says of them, modals, hedges, negations, support verbs, prepositions. What
//! to do with them is the business of [`crate::syntax::predication`] and [`crate::syntax::scope`].

use std::collections::HashMap;

use smallvec::SmallVec;
use smol_str::SmolStr;

use crate::data::words::{WordMap, WordSet, lower};
use crate::data::{Data, Row, Table};
use crate::diagnostic::Error;
use crate::document::{Document, TokenIx};
use crate::syntax::scope::{Modality, Phase, Polarity};

/// Word classes for predications and their scope.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    words: WordMap<Word>,
    prepositions: WordMap<PrepositionUse>,
    /// Prepositions whose phrase belongs to the noun before it.
    inner: WordSet,
    groups: WordSet,
    in_prepositions: WordSet,
    /// Effects of several words: marks (`as_if`), prepositions (`instead_of`), pairs (`not_only`).
    marks: WordMap<Effect>,
    case_effects: WordMap<Effect>,
    pairs: WordMap<Effect>,
    /// Nouns for one human, as lemmas.
    person_nouns: WordSet,
    /// Nouns for persons and groups, as lemmas.
    agent_nouns: WordSet,
    given_names: WordSet,
    /// Without points, as they are written.
    legal_forms: WordMap<LegalForm>,
    /// Preposition and noun that only tie sentences together: `for_example`.
    fixed: WordSet,
}

/// No legal form has more bytes, its points not counted.
const MOST_FORM: usize = 24;

/// A word that closes a firm's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LegalForm {
    /// *Inc*.
    Alone,
    /// With *and*, what a firm's name adds to its founder's: *and Co*; `only` where it is no form without it (*and Sons*).
    Partners { only: bool },
}

/// What grammar knows of one lemma or form.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one for each list that the word may stand in")]
pub(crate) struct Word {
    /// What it embeds, if it is a verb; the first entry is that for clauses.
    pub verb: SmallVec<[Embedding; 1]>,
    /// The same for the noun.
    pub noun: SmallVec<[Embedding; 1]>,
    /// The same for the adjective.
    pub adjective: SmallVec<[Embedding; 1]>,
    /// As an auxiliary, or a main verb with its work.
    pub modal: Option<Modal>,
    /// As an adverb.
    pub adverb: Option<Hedge>,
    /// As an adjective before a noun.
    pub modifier: Option<Hedge>,
    /// Effect of the adverb, determiner, pronoun or conjunction.
    pub negator: Option<(Part, Effect)>,
    /// What it lends to which complement.
    pub support: SmallVec<[Support; 1]>,
    /// Who controls its infinitive, if not its object.
    pub controllers: SmallVec<[Controller; 1]>,
    /// Noun of time, place or manner.
    pub circumstance: bool,
    /// Noun of a thing that carries words: statement, letter.
    pub carrier: bool,
    /// Time or measure: no agent after *by*.
    pub time: bool,
    /// Noun before *of* that says how much or what kind: *a number of ships*.
    pub measure: bool,
    /// Adverb that says where or when by itself: *there*, *yesterday*.
    pub deictic: bool,
    /// Word of a time, or before one, that a verb in the present makes a future: *flies to Oslo next week*.
    pub coming: bool,
    /// Verb that can have two objects: whom, and what.
    pub dative: bool,
    /// An office that has its portfolio behind *of*.
    pub office: bool,
    /// The last word of a portfolio.
    pub portfolio: bool,
    /// Whether it is a participle that begins titles: *managing director*.
    pub titling: bool,
}

/// What a verb, noun or adjective says of what it embeds.
#[derive(Debug, Clone)]
pub(crate) struct Embedding {
    pub class: Class,
    /// Which clauses it is about.
    pub clauses: ClausesMeant,
    /// Where an embedded noun stands: `subj`, `obj`, `xcomp` (predicate noun), or a preposition.
    pub complements: SmallVec<[SmolStr; 2]>,
}

/// Which embedded clauses an [`Embedding`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClausesMeant {
    All,
    /// *told Iran to stop*, against *told Iran that …*.
    Infinitives,
    /// Predicate nouns only: *name X chairman*.
    None,
}

/// A class of embedding words (`embedding-classes.tsv`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class {
    pub speaker: Speaker,
    pub positive: Outcome,
    pub negated: Outcome,
}

/// What holds of the embedded clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub polarity: Polarity,
    pub modality: Modality,
    pub phase: Phase,
}

/// Whether the subject of an embedding word is the source of the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speaker {
    No,
    Yes,
    /// Only of a clause with a subject of its own: *expects that Iran will*, not *expects to*.
    OfClause,
}

/// A modal auxiliary, or a main verb with the work of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Modal {
    pub modality: Modality,
    /// The modality after a verb of saying in the past tense.
    pub reported: Modality,
    pub work: ModalUse,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ModalUse {
    /// *may fund*
    Auxiliary,
    /// *has to fund*
    Infinitive,
    /// *is going to fund*
    Progressive,
    /// *used to fund*
    Past,
}

/// An adverb or adjective that says how sure the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hedge {
    pub polarity: Polarity,
    pub modality: Modality,
    pub phase: Phase,
    /// Whether it attributes without naming anyone.
    pub source: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Adverb,
    Determiner,
    Pronoun,
    Conjunction,
}

/// What a negator, mark or preposition does to the clause or phrase that it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Negative,
    /// Looks like a negation and is none: *not only*.
    Pseudo,
    /// *no longer*
    Former,
    Possible,
    Planned,
    /// Both clauses are possible: *if*.
    Condition,
    /// As sure as the main clause: *when*.
    Open,
    Purpose,
    PurposeThat,
    Manner,
    /// What somebody is praised, paid or punished for.
    Reason,
    Fact,
}

/// What a support verb lends to the noun that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Support {
    /// `obj`, or the preposition before the noun.
    pub complement: SmolStr,
    /// `subject`, or the preposition that would mark the verb's subject on the noun.
    pub function: SmolStr,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Controller {
    Subject,
    Prep(SmolStr),
    /// As a participle after an object, the verb has that object as its subject: *named Ann, replacing Bob*.
    Preceding,
}

/// What the grammar does with a preposition, besides naming an argument after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PrepositionUse {
    Plain,
    Attribution,
    Example,
    /// An example after a noun (*groups like Hamas*), a manner elsewhere.
    Similar,
    Agent,
    Genitive,
    Parties,
    Role,
    Comparison,
    /// Names who else does it, before the verb: *Egypt, along with Jordan, …*.
    Joint,
}

impl Lexicon {
    /// Reads the tables of `lexicon/`.
    ///
    /// # Errors
    /// [`Error::Content`] with file and line for a value that means nothing, and as [`Table::load`].
    ///
    /// ```
    /// use actograph::{data::Data, syntax::Lexicon};
    /// assert!(Lexicon::load(&Data::embedded()).is_ok());
    /// ```
    pub fn load(data: &Data) -> Result<Self, Error> {
        let mut lexicon = Self::default();
        let classes = load_classes(data)?;
        for path in ["lexicon/report-verbs.tsv", "lexicon/implicatives.tsv"] {
            each(data, path, |row| lexicon.add_embedding(row, &classes))?;
        }
        each(data, "lexicon/modals.tsv", |row| {
            let (modality, reported) = (row.get("modality").parse()?, row.get("reported").parse()?);
            let work = modal_use(row.get("use"))?;
            lexicon.word_mut(row.get("word")).modal = Some(Modal { modality, reported, work });
            Ok(())
        })?;
        each(data, "lexicon/hedges.tsv", |row| lexicon.add_hedge(row))?;
        each(data, "lexicon/negators.tsv", |row| lexicon.add_negator(row))?;
        each(data, "lexicon/support-verbs.tsv", |row| {
            let support = Support { complement: row.get("complement").into(), function: row.get("function").into() };
            lexicon.word_mut(row.get("verb")).support.push(support);
            Ok(())
        })?;
        each(data, "lexicon/control.tsv", |row| {
            let controller = match row.get("controller") {
                "subject" => Controller::Subject,
                "preceding" => Controller::Preceding,
                preposition => Controller::Prep(preposition.into()),
            };
            lexicon.word_mut(row.get("verb")).controllers.push(controller);
            Ok(())
        })?;
        each(data, "lexicon/actors/nouns.tsv", |row| {
            // *Olympian*: asked for in lower case.
            let lemma: SmolStr = row.get("lemma").to_lowercase().into();
            lexicon.agent_nouns.insert(lemma.clone());
            if row.get("number") == "person" {
                lexicon.person_nouns.insert(lemma);
            }
            Ok(())
        })?;
        each(data, "lexicon/actors/first-names.tsv", |row| {
            lexicon.given_names.insert(row.get("name").into());
            Ok(())
        })?;
        each(data, "lexicon/actors/legal-forms.tsv", |row| lexicon.add_legal_form(row.get("form")))?;
        each(data, "lexicon/dative-verbs.tsv", |row| {
            lexicon.word_mut(row.get("verb")).dative = true;
            Ok(())
        })?;
        each(data, "lexicon/portfolios.tsv", |row| {
            let word = lexicon.word_mut(row.get("word"));
            match row.get("kind") {
                "office" => word.office = true,
                "portfolio" => word.portfolio = true,
                "participle" => word.titling = true,
                other => return Err(format!("`{other}` is no kind of a portfolio")),
            }
            Ok(())
        })?;
        each(data, "lexicon/gapless-nouns.tsv", |row| {
            let word = lexicon.word_mut(row.get("noun"));
            match row.get("kind") {
                "circumstance" => word.circumstance = true,
                "time" => word.time = true,
                other => return Err(format!("`{other}` is no kind of gapless noun")),
            }
            Ok(())
        })?;
        each(data, "lexicon/coming-times.tsv", |row| {
            lexicon.word_mut(row.get("word")).coming = true;
            Ok(())
        })?;
        each(data, "lexicon/fixed-phrases.tsv", |row| {
            lexicon.fixed.insert(row.get("phrase").into());
            Ok(())
        })?;
        each(data, "lexicon/place-adverbs.tsv", |row| {
            lexicon.word_mut(row.get("adverb")).deictic = true;
            Ok(())
        })?;
        each(data, "lexicon/measure-nouns.tsv", |row| {
            lexicon.word_mut(row.get("noun")).measure = true;
            Ok(())
        })?;
        each(data, "lexicon/carriers.tsv", |row| {
            lexicon.word_mut(row.get("noun")).carrier = true;
            Ok(())
        })?;
        each(data, "lexicon/prepositions.tsv", |row| {
            let (preposition, named) = (row.get("preposition"), row.get("use"));
            if named == "group" {
                lexicon.groups.insert(preposition.into());
            }
            if named == "inner" {
                lexicon.inner.insert(preposition.into());
            }
            lexicon.prepositions.insert(preposition.into(), preposition_use(named)?);
            if let [_, .., noun, _] = preposition.split('_').collect::<Vec<_>>().as_slice() {
                lexicon.in_prepositions.insert((*noun).into());
            }
            Ok(())
        })?;
        Ok(lexicon)
    }

    /// The entry of every token: by its form, else by its lemma, letter case apart.
    pub(crate) fn words(&self, document: &Document) -> Vec<Option<&Word>> {
        let entry = |token: TokenIx| {
            let (form, lemma) = (document.form(token), document.lemma(token));
            let by_lemma = self.word(lemma);
            if form == lemma {
                return by_lemma;
            }
            // A modal is told by its form (*would* and *will* may share a lemma), all else by its lemma.
            match self.word(form) {
                Some(word) if word.modal.is_some() || by_lemma.is_none() => Some(word),
                _ => by_lemma,
            }
        };
        (0..document.tokens.len()).map(entry).collect()
    }

    /// The entry of a lemma, a form, or a phrasal verb (`carry out`).
    pub(crate) fn word(&self, word: &str) -> Option<&Word> {
        self.words.get(&*lower(word))
    }

    /// Whether the lemma is a noun for one human, such as *leader*.
    pub(crate) fn is_person_noun(&self, lemma: &str) -> bool {
        self.person_nouns.contains(&*lower(lemma))
    }

    /// Whether the lemma is a noun for one human or a group, such as *leader* and *team*.
    pub(crate) fn is_agent_noun(&self, lemma: &str) -> bool {
        self.agent_nouns.contains(&*lower(lemma))
    }

    /// Whether the word, as written, is a given name.
    pub(crate) fn is_given_name(&self, form: &str) -> bool {
        self.given_names.contains(form)
    }

    /// What the word, as written, says of the name before it.
    pub(crate) fn legal_form(&self, form: &str) -> Option<LegalForm> {
        // A form has no more bytes; most words are no form.
        if form.len() > MOST_FORM || !form.starts_with(char::is_uppercase) {
            return None;
        }
        if form.contains('.') {
            return self.legal_forms.get(form.replace('.', "").as_str()).copied();
        }
        self.legal_forms.get(form).copied()
    }

    fn add_legal_form(&mut self, form: &str) -> Result<(), String> {
        let joined = form.strip_prefix("and ").or_else(|| form.strip_prefix("& "));
        let word = joined.unwrap_or(form).replace('.', "");
        if word.contains(char::is_whitespace) {
            return Ok(());
        }
        let known = self.legal_forms.get(word.as_str()).copied();
        let only = match known {
            None => true,
            Some(LegalForm::Alone) => false,
            Some(LegalForm::Partners { only }) => only,
        };
        let form = match joined {
            Some(_) => LegalForm::Partners { only },
            None if known.is_some_and(|k| k != LegalForm::Alone) => LegalForm::Partners { only: false },
            None => LegalForm::Alone,
        };
        self.legal_forms.insert(word.into(), form);
        Ok(())
    }

    /// The use of a preposition, several words joined by `_`; `None` if it is not in the list.
    pub(crate) fn preposition(&self, joined: &str) -> Option<PrepositionUse> {
        self.prepositions.get(joined).copied()
    }

    /// Whether a phrase behind this preposition belongs to the noun before it: *a base in Syria*.
    pub(crate) fn is_inner(&self, joined: &str) -> bool {
        self.inner.contains(joined)
    }

    /// Whether the word is the noun of some preposition: *behalf* of *on behalf of*.
    pub(crate) fn is_in_preposition(&self, form: &str) -> bool {
        self.in_prepositions.contains(&*lower(form))
    }

    /// Whether this preposition stands before those whom somebody is one of: *is among the ministers*.
    pub(crate) fn names_group(&self, joined: &str) -> bool {
        self.groups.contains(joined)
    }

    /// Whether preposition and noun, joined by `_`, only tie sentences together.
    pub(crate) fn is_fixed(&self, joined: &str) -> bool {
        self.fixed.contains(joined)
    }

    pub(crate) fn mark(&self, joined: &str) -> Option<Effect> {
        self.marks.get(joined).copied()
    }

    pub(crate) fn case_effect(&self, joined: &str) -> Option<Effect> {
        self.case_effects.get(joined).copied()
    }

    pub(crate) fn pair(&self, joined: &str) -> Option<Effect> {
        self.pairs.get(joined).copied()
    }

    fn word_mut(&mut self, word: &str) -> &mut Word {
        self.words.entry(word.into()).or_default()
    }

    fn add_embedding(&mut self, row: &Row<'_>, classes: &HashMap<String, Class>) -> Result<(), String> {
        let name = row.get("class");
        let class = *classes.get(name).ok_or_else(|| format!("`{name}` is no class of embedding-classes.tsv"))?;
        let complements: SmallVec<[SmolStr; 2]> =
            row.list("complements").filter(|c| *c != "-").map(SmolStr::new).collect();
        let lists = |wanted: &str| complements.iter().any(|c| c == wanted);
        let clauses = match (lists("xcomp") || lists("purpose"), lists("infinitive")) {
            (true, _) => ClausesMeant::None,
            (_, true) => ClausesMeant::Infinitives,
            _ => ClausesMeant::All,
        };
        let word = self.word_mut(row.get("lemma"));
        let entries = match row.get("part") {
            "verb" => &mut word.verb,
            "noun" => &mut word.noun,
            "adjective" => &mut word.adjective,
            other => return Err(format!("`{other}` is no part of speech here: verb, noun or adjective")),
        };
        entries.push(Embedding { class, clauses, complements });
        Ok(())
    }

    fn add_hedge(&mut self, row: &Row<'_>) -> Result<(), String> {
        let (polarity, modality) = match row.get("effect") {
            "negative" | "former" => (Polarity::Negative, Modality::Actual),
            modality => (Polarity::Positive, modality.parse()?),
        };
        let source = row.get("source") == "yes";
        let hedge = Hedge { polarity, modality, phase: row.get("phase").parse()?, source };
        let word = self.word_mut(row.get("word"));
        match row.get("part") {
            "adverb" => word.adverb = Some(hedge),
            "adjective" => word.modifier = Some(hedge),
            other => return Err(format!("`{other}` is no part of speech here: adverb or adjective")),
        }
        Ok(())
    }

    fn add_negator(&mut self, row: &Row<'_>) -> Result<(), String> {
        let (word, effect) = (row.get("word"), effect(row.get("effect"))?);
        let part = match row.get("part") {
            "mark" => return store(&mut self.marks, word, effect),
            "preposition" => return store(&mut self.case_effects, word, effect),
            "pair" => return store(&mut self.pairs, word, effect),
            "adverb" => Part::Adverb,
            "determiner" => Part::Determiner,
            "pronoun" => Part::Pronoun,
            "conjunction" => Part::Conjunction,
            other => return Err(format!("`{other}` is no part of negators.tsv")),
        };
        // One word may be several parts (*neither*): the tree tells which, the effect is the same.
        self.word_mut(word).negator.get_or_insert((part, effect));
        Ok(())
    }
}

impl Embedding {
    /// Whether a noun in this place is embedded.
    pub(crate) fn takes(&self, complement: &str) -> bool {
        self.complements.iter().any(|c| c == complement)
    }
}

fn store(map: &mut WordMap<Effect>, word: &str, effect: Effect) -> Result<(), String> {
    map.insert(word.into(), effect).map_or(Ok(()), |_| Err(format!("`{word}` stands here twice")))
}

/// Calls `read` for every row and names the row's place in its complaint.
fn each(data: &Data, path: &str, mut read: impl FnMut(&Row<'_>) -> Result<(), String>) -> Result<(), Error> {
    let table = Table::load(data, path)?;
    table.rows().try_for_each(|row| {
        let place = |message| Error::Content { place: format!("{path}:{}", row.line()), message };
        read(&row).map_err(place)
    })
}

fn load_classes(data: &Data) -> Result<HashMap<String, Class>, Error> {
    let mut classes = HashMap::new();
    each(data, "lexicon/embedding-classes.tsv", |row| {
        let outcome = |when: &str| {
            Ok::<_, String>(Outcome {
                polarity: row.get(&format!("{when}_polarity")).parse()?,
                modality: row.get(&format!("{when}_modality")).parse()?,
                phase: row.get(&format!("{when}_phase")).parse()?,
            })
        };
        let speaker = match row.get("speaker") {
            "no" => Speaker::No,
            "yes" => Speaker::Yes,
            "clause" => Speaker::OfClause,
            other => return Err(format!("speaker is `no`, `yes` or `clause`, not `{other}`")),
        };
        let class = Class { speaker, positive: outcome("positive")?, negated: outcome("negated")? };
        classes.insert(row.get("class").to_owned(), class);
        Ok(())
    })?;
    Ok(classes)
}

fn modal_use(name: &str) -> Result<ModalUse, String> {
    Ok(match name {
        "modal" => ModalUse::Auxiliary,
        "infinitive" => ModalUse::Infinitive,
        "progressive" => ModalUse::Progressive,
        "past" => ModalUse::Past,
        other => return Err(format!("`{other}` is no use of a modal")),
    })
}

fn effect(name: &str) -> Result<Effect, String> {
    Ok(match name {
        "negative" => Effect::Negative,
        "pseudo" => Effect::Pseudo,
        "former" => Effect::Former,
        "possible" => Effect::Possible,
        "planned" => Effect::Planned,
        "condition" => Effect::Condition,
        "open" => Effect::Open,
        "purpose" => Effect::Purpose,
        "purpose_that" => Effect::PurposeThat,
        "manner" => Effect::Manner,
        "reason" => Effect::Reason,
        "fact" => Effect::Fact,
        other => return Err(format!("`{other}` is no effect")),
    })
}

fn preposition_use(name: &str) -> Result<PrepositionUse, String> {
    Ok(match name {
        "" | "-" | "inner" | "group" => PrepositionUse::Plain,
        "attribution" => PrepositionUse::Attribution,
        "example" => PrepositionUse::Example,
        "similar" => PrepositionUse::Similar,
        "agent" => PrepositionUse::Agent,
        "genitive" => PrepositionUse::Genitive,
        "parties" => PrepositionUse::Parties,
        "role" => PrepositionUse::Role,
        "comparison" => PrepositionUse::Comparison,
        "joint" => PrepositionUse::Joint,
        other => return Err(format!("`{other}` is no use of a preposition")),
    })
}
