//! A text → who talks where: which words stand in quotation marks, which paragraphs ask and which answer.
//!
//! *I* outside quotation marks is the author, or, in an interview, who answers; *you* in a question is who answers
//! too. An interview is a text in which paragraphs that end with a question mark alternate with others, or whose
//! paragraphs begin with a name and a colon. Nothing here knows who that is; `pronoun` asks for the person by
//! [`Voice`].

use std::collections::HashMap;

use super::{Deictic, MAX_CLIMB, Resolver};
use crate::actor::Form;
use crate::actor::lexicon::{Pronoun, PronounKind};
use crate::actor::link::Tenure;
use crate::document::{Document, Relation, TokenIx, Upos};
use crate::ontology::Class;
use crate::syntax::tree;

/// How many paragraphs must ask, and be answered, before a text counts as an interview.
const MIN_QUESTIONS: usize = 3;
/// A name before a colon is no longer than this.
const MAX_LABEL: usize = 5;

/// How many sentences later *I* in quotation marks is still who spoke.
const QUOTE_WINDOW: usize = 2;

/// Whose words a sentence has, quotations apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Voice {
    /// The author's, or the only speaker's.
    Author,
    /// Those of who asks in an interview.
    Asker,
    /// Those of who answers.
    Answerer,
    /// Those of the name whose head is this token, which stands before a colon.
    Labelled(TokenIx),
}

/// Who talks where.
#[derive(Debug)]
pub(super) struct Talk {
    quoted: Vec<bool>,
    voices: Vec<Voice>,
}

impl Talk {
    /// Reads quotation marks and paragraphs.
    ///
    /// # Complexity
    /// Linear in the number of tokens.
    pub(super) fn new(document: &Document) -> Self {
        Self { quoted: quoted(document), voices: voices(document) }
    }

    /// Whether a token stands between quotation marks.
    pub(super) fn is_quoted(&self, token: TokenIx) -> bool {
        self.quoted[token]
    }

    /// Whose words a sentence has.
    pub(super) fn voice(&self, sentence: usize) -> Voice {
        self.voices[sentence]
    }
}

fn quoted(document: &Document) -> Vec<bool> {
    let mut quoted = vec![false; document.tokens.len()];
    let mut open = false;
    for sentence in &document.sentences {
        open &= !sentence.paragraph_start;
        for token in sentence.tokens.clone() {
            open = match document.form(token) {
                "“" | "``" | "«" | "„" => true,
                "”" | "''" | "»" => false,
                "\"" => !open,
                _ => open,
            };
            quoted[token] = open;
        }
    }
    quoted
}

fn voices(document: &Document) -> Vec<Voice> {
    let n = document.sentences.len();
    let starts: Vec<usize> = (0..n).filter(|&s| s == 0 || document.sentences[s].paragraph_start).collect();
    let ends = starts.iter().skip(1).copied().chain([n]);
    let paragraphs: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    let labels: Vec<Option<TokenIx>> = paragraphs.iter().map(|&(start, _)| label(document, start)).collect();
    let mut voices = vec![Voice::Author; n];
    if labels.iter().flatten().count() >= MIN_QUESTIONS {
        let mut voice = Voice::Author;
        for (&(start, end), label) in paragraphs.iter().zip(labels) {
            voice = label.map_or(voice, Voice::Labelled);
            voices[start..end].fill(voice);
        }
        return voices;
    }
    let asks: Vec<bool> = paragraphs.iter().map(|&(_, end)| is_question(document, end - 1)).collect();
    let answered = asks.windows(2).filter(|pair| pair[0] && !pair[1]).count();
    if answered >= MIN_QUESTIONS {
        let first = asks.iter().position(|&a| a).unwrap_or(0);
        for (p, &(start, end)) in paragraphs.iter().enumerate().skip(first) {
            voices[start..end].fill(if asks[p] { Voice::Asker } else { Voice::Answerer });
        }
    }
    voices
}

/// Whether a sentence ends with a question mark outside quotation marks.
fn is_question(document: &Document, sentence: usize) -> bool {
    document.sentences[sentence].tokens.clone().next_back().is_some_and(|t| document.form(t).ends_with('?'))
}

/// The last word of the name before the colon with which a paragraph begins: *Lee: We won.*
fn label(document: &Document, sentence: usize) -> Option<TokenIx> {
    let tokens = document.sentences[sentence].tokens.clone();
    let colon = tokens.clone().take(MAX_LABEL + 1).find(|&t| document.form(t) == ":")?;
    let names = tokens.start..colon;
    let capital = |t: TokenIx| document.form(t).chars().next().is_some_and(|c| c.is_uppercase() || c == '.');
    (!names.is_empty() && names.clone().all(capital)).then(|| colon - 1)
}

impl Resolver<'_> {
    /// Whom *I*, *we* or *you* means.
    pub(super) fn talker(&self, i: usize, pronoun: Pronoun) -> Option<usize> {
        let head = self.mentions[i].head;
        let said = || self.speaker(head).filter(|_| pronoun.person == 1);
        if self.talk.is_quoted(head) {
            return said()
                .or_else(|| self.speaker_behind(i).filter(|_| pronoun.person == 1))
                .or_else(|| {
                    let last = *self.last_quoted.get(&(pronoun.person, is_plural(pronoun)))?;
                    (self.sentences_between(last, i) <= QUOTE_WINDOW).then(|| self.identities.of[last]).flatten()
                })
                .or_else(|| self.announced(i).filter(|_| pronoun.person == 1));
        }
        let known = self.deictics.get(&self.deictic(i, pronoun)).copied();
        known.or_else(|| said().filter(|_| self.talk.voice(self.sentence[i]) == Voice::Author)).or_else(|| {
            let Voice::Labelled(name) = self.talk.voice(self.sentence[i]) else { return None };
            let named = self.index.at(name).filter(|_| pronoun.person == 1 && !is_plural(pronoun))?;
            self.identities.of[named]
        })
    }

    /// *"We must be careful. We will see," she said*: who speaks, told only after a later sentence of the same quotation.
    fn speaker_behind(&self, i: usize) -> Option<usize> {
        let document = self.document;
        let later = document.sentences.iter().skip(self.sentence[i] + 1).take(QUOTE_WINDOW);
        let mut going = later.take_while(|s| {
            let first = s.tokens.start;
            !s.paragraph_start && self.talk.is_quoted(first) && !matches!(document.form(first), "“" | "``" | "\"")
        });
        going.find_map(|s| {
            let verb = |&t: &TokenIx| self.talk.is_quoted(t) && document.tokens[t].upos == Upos::VERB;
            s.tokens.clone().filter(verb).take(3).find_map(|t| self.speaker(t))
        })
    }

    /// *She was glad, she said. "I …"*: who spoke in the sentence before, of the same paragraph.
    fn announced(&self, i: usize) -> Option<usize> {
        let document = self.document;
        let here = &document.sentences[self.sentence[i]];
        let before = self.sentence[i].checked_sub(1).filter(|_| !here.paragraph_start)?;
        let root = document.sentences[before].tokens.clone().find(|&t| tree::is_root(document, t))?;
        let says = |t: TokenIx| self.lexicon.is_cue(document.lemma(t), "speech");
        let beside = document.dependents(root).iter().take(40).copied();
        let mut beside = beside.filter(|&d| document.tokens[d].relation == Relation::PARATAXIS && says(d));
        Some(root).filter(|&r| says(r)).or_else(|| beside.next()).and_then(|verb| self.subject_draft(verb))
    }

    /// Who is the subject of a verb.
    fn subject_draft(&self, verb: TokenIx) -> Option<usize> {
        let subject = self.index.at(self.subject(verb)?)?;
        self.identities.of[subject].or_else(|| self.later_speaker(subject))
    }

    /// Remembers whom *I*, *we* or *you* meant.
    pub(super) fn note_talk(&mut self, i: usize, pronoun: Pronoun, draft: usize) {
        if self.talk.is_quoted(self.mentions[i].head) {
            self.last_quoted.insert((pronoun.person, is_plural(pronoun)), i);
        } else {
            let deictic = self.deictic(i, pronoun);
            self.deictics.entry(deictic).or_insert(draft);
        }
    }

    /// *You* in a question is *I* in the answer.
    fn deictic(&self, i: usize, pronoun: Pronoun) -> Deictic {
        match self.talk.voice(self.sentence[i]) {
            Voice::Asker if pronoun.person == 2 => (Voice::Answerer, 1, false),
            voice => (voice, pronoun.person, is_plural(pronoun)),
        }
    }

    /// Who says *I* and *we*: the subject of the verb of saying over the clause or beside it.
    fn speaker(&self, head: TokenIx) -> Option<usize> {
        let document = self.document;
        let says = |t: TokenIx| self.lexicon.is_cue(document.lemma(t), "speech");
        let by = |t: TokenIx| {
            let subject = self.subject(t)?;
            let mention =
                self.index.at(subject).filter(|&m| self.mentions[m].form != Form::Pronoun || subject != head)?;
            let said = self.identities.of[mention].or_else(|| self.later_speaker(mention));
            said.filter(|_| subject != head)
        };
        tree::ancestors(document, head).take(MAX_CLIMB).find_map(|t| {
            let beside = document.dependents(t).iter().take(40).copied();
            let mut beside = beside.filter(|&d| document.tokens[d].relation == Relation::PARATAXIS && says(d));
            let over = document.tokens[t]
                .head
                .filter(|&h| says(h) && matches!(document.tokens[t].relation, Relation::CCOMP | Relation::PARATAXIS));
            over.and_then(by).or_else(|| beside.find_map(by))
        })
    }

    /// *"We reject it," the company's lawyer said*: in quotation marks *we* is whom the speaker serves, where the text
    /// tells, rather than the speaker.
    pub(super) fn find_whom_we_means(&mut self) {
        let quoted = |&i: &usize| {
            let ours = self.pronoun_of(i).is_some_and(is_plural);
            self.mentions[i].form == Form::Pronoun && ours && self.talk.is_quoted(self.mentions[i].head)
        };
        let ours: Vec<usize> = (0..self.mentions.len()).filter(quoted).collect();
        if ours.is_empty() {
            return;
        }
        let mut served: HashMap<usize, usize> = HashMap::new();
        for i in 0..self.mentions.len() {
            if let Some((person, body)) = self.service(i) {
                served.entry(person).or_insert(body);
            }
        }
        for i in ours {
            let Some(speaker) = self.identities.of[i] else { continue };
            let Some(&body) = served.get(&speaker).filter(|&&body| body != speaker) else { continue };
            self.identities.drafts[speaker].mentions.retain(|&m| m != i);
            self.identities.drafts[body].mentions.push(i);
            self.identities.of[i] = Some(body);
        }
    }

    /// Whom a person serves, as the office beside the name or the description tells: *Peru's foreign minister* Ann Lee.
    fn service(&self, i: usize) -> Option<(usize, usize)> {
        let mention = &self.mentions[i];
        let person = match mention.class {
            Class::Position if mention.form == Form::Nominal => {
                self.holder(i).filter(|_| matches!(self.tenure(i), Tenure::Held | Tenure::Acting))?
            }
            Class::Person if mention.form == Form::Nominal => self.identities.of[i]?,
            _ => return None,
        };
        let body = self.owner(i).or_else(|| {
            // *President Lee*: of the state that the tables have for him.
            let entry = self.identities.drafts[person].entry.filter(|_| mention.class == Class::Position)?;
            self.identities.by_entry.get(&self.lexicon.parent(entry)?).copied()
        })?;
        let class = self.class(body);
        let acts = class.is_organization() && class != Class::Actor;
        (self.class(person) == Class::Person && acts).then_some((person, body))
    }

    /// *"We …," she said*: the speaker stands after the quote and is not resolved yet.
    fn later_speaker(&self, mention: usize) -> Option<usize> {
        let pronoun = self.pronoun_of(mention).filter(|p| p.kind == PronounKind::Personal && p.person == 3)?;
        self.antecedent_besides(mention, pronoun, None).and_then(|m| self.identities.of[m])
    }
}

fn is_plural(pronoun: Pronoun) -> bool {
    pronoun.person == 1 && pronoun.plural == Some(true)
}
