//! The path language of tree patterns: `>nmod(of)`, `<conj | <nmod(like)`, `>amod{other}`.
//!
//! `path = step+ ("|" step+)*`; `step = (">"|"<") relation ["(" preposition ")"] ["{" lemma ("|" lemma)* "}"] ["?"]`.
//! `>` goes to a dependent, `<` to the head. Relations are those of Universal Dependencies v2; `nmod` does not mean
//! `nmod:poss`. The preposition is that of the lower word of the step, the lemma that of the word the step leads to. A
//! step with `?` may be left out. There is no negation: patterns have `forbid` lists of paths instead.

use smallvec::SmallVec;
use smol_str::SmolStr;

use super::template::Complaint;
use crate::document::{Document, Relation, TokenIx};
use crate::syntax::tree;

/// Ways from a pattern's trigger to one of its roles.
///
/// ```
/// use actograph::rule::path::Path;
/// assert!(Path::parse(">nmod(of) | <conj").is_ok());
/// assert_eq!(Path::parse(">nmodd").unwrap_err().hint.as_deref(), Some("did you mean `nmod`?"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    alternatives: Vec<Vec<Step>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    pub down: bool,
    pub relation: Relation,
    pub preposition: Option<SmolStr>,
    pub lemmas: SmallVec<[SmolStr; 2]>,
    /// Of the first letters of the lemmas a bit each: most words are told apart by it.
    letters: u32,
    optional: bool,
}

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// R15 at the first step that does not fit the grammar or names no relation of Universal Dependencies.
    pub fn parse(text: &str) -> Result<Self, Complaint> {
        let mut alternatives = vec![Vec::new()];
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            match c {
                '|' => {
                    if alternatives.last().is_none_or(Vec::is_empty) {
                        return Err(Complaint::new("R15", at..at + 1, "nothing before `|`"));
                    }
                    alternatives.push(Vec::new());
                    at += 1;
                }
                '>' | '<' => {
                    let (step, end) = step(text, at)?;
                    alternatives.last_mut().expect("there is always one").push(step);
                    at = end;
                }
                c if c.is_whitespace() => at += c.len_utf8(),
                c => {
                    return Err(Complaint::new("R15", at..at + c.len_utf8(), format!("`{c}` begins no step"))
                        .hint("a step is `>relation` (to a dependent) or `<relation` (to the head)"));
                }
            }
        }
        if alternatives.last().is_none_or(Vec::is_empty) {
            return Err(Complaint::new("R15", 0..text.len(), "a path without a step"));
        }
        Ok(Self { alternatives })
    }

    /// The steps that may be the first, of all alternatives; `None` where none is needed. A path of which no first step can
    /// be taken leads nowhere.
    pub(super) fn first_steps(&self) -> impl Iterator<Item = Option<&Step>> {
        self.alternatives.iter().flat_map(|steps| {
            let n_optional = steps.iter().take_while(|step| step.optional).count();
            let last = steps.get(n_optional);
            let idle = last.is_none().then_some(None);
            steps[..n_optional].iter().chain(last).map(Some).chain(idle)
        })
    }

    /// The words that [`Path::first_steps`] ask for.
    pub(super) fn words(&self) -> impl Iterator<Item = &SmolStr> {
        self.first_steps().flatten().flat_map(|step| step.preposition.iter().chain(&step.lemmas))
    }

    /// The words that the path leads to from `start`, in text order.
    ///
    /// # Complexity
    /// Linear in the dependents that its steps look at; a step never visits a word twice.
    pub fn walk(&self, document: &Document, start: TokenIx) -> SmallVec<[TokenIx; 4]> {
        let mut found: SmallVec<[TokenIx; 4]> = SmallVec::new();
        for steps in &self.alternatives {
            let mut here: SmallVec<[TokenIx; 4]> = SmallVec::from_slice(&[start]);
            for step in steps {
                let mut next: SmallVec<[TokenIx; 4]> = SmallVec::new();
                for &token in &here {
                    step.follow(document, token, &mut next);
                }
                if step.optional {
                    next.extend_from_slice(&here);
                }
                if next.len() > 1 {
                    next.sort_unstable();
                    next.dedup();
                }
                here = next;
                // Most paths lead nowhere at their first step.
                if here.is_empty() {
                    break;
                }
            }
            found.extend_from_slice(&here);
        }
        if self.alternatives.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        found
    }
}

impl Step {
    fn follow(&self, document: &Document, token: TokenIx, found: &mut SmallVec<[TokenIx; 4]>) {
        if self.down {
            for &lower in document.dependents(token) {
                if self.fits(document, lower, lower) {
                    found.push(lower);
                }
            }
        } else if let Some(head) = document.tokens[token].head
            && self.fits(document, token, head)
        {
            found.push(head);
        }
    }

    fn fits(&self, document: &Document, lower: TokenIx, target: TokenIx) -> bool {
        document.tokens[lower].relation == self.relation
            && self.preposition.as_ref().is_none_or(|p| tree::has_preposition(document, lower, p))
            && (self.lemmas.is_empty() || self.is_lemma(document.lemma(target)))
    }

    fn is_lemma(&self, lemma: &str) -> bool {
        self.letters & letter(lemma) != 0 && self.lemmas.iter().any(|l| lemma.eq_ignore_ascii_case(l))
    }
}

/// A bit for the first letter of a word, in either case.
fn letter(word: &str) -> u32 {
    1 << (word.bytes().next().unwrap_or(0).to_ascii_lowercase() % 32)
}

fn step(text: &str, start: usize) -> Result<(Step, usize), Complaint> {
    let down = text[start..].starts_with('>');
    let mut at = start + 1;
    let name =
        &text[at..at + text[at..].find(|c: char| !c.is_ascii_lowercase() && c != ':').unwrap_or(text.len() - at)];
    let relation = name.parse::<Relation>().map_err(|_| {
        let known = crate::diagnostic::nearest(name, Relation::NAMES.iter().copied());
        let hint = known.map_or_else(|| "relations are those of Universal Dependencies".to_owned(), did_you_mean);
        Complaint::new("R15", at..at + name.len(), format!("`{name}` is no relation")).hint(hint)
    })?;
    at += name.len();
    let mut step = Step { down, relation, preposition: None, lemmas: SmallVec::new(), letters: 0, optional: false };
    if let Some(inside) = bracket(text, at, '(', ')')? {
        step.preposition = Some(inside.to_lowercase().into());
        at += inside.len() + 2;
    }
    if let Some(inside) = bracket(text, at, '{', '}')? {
        step.lemmas = inside.split('|').map(|lemma| SmolStr::new(lemma.trim().to_lowercase())).collect();
        step.letters = step.lemmas.iter().fold(0, |letters, lemma| letters | letter(lemma));
        at += inside.len() + 2;
    }
    if text[at..].starts_with('?') {
        step.optional = true;
        at += 1;
    }
    Ok((step, at))
}

fn bracket(text: &str, at: usize, open: char, close: char) -> Result<Option<&str>, Complaint> {
    let Some(inside) = text[at..].strip_prefix(open) else { return Ok(None) };
    match inside.find(close) {
        Some(0) => Err(Complaint::new("R15", at..at + 2, format!("nothing between `{open}` and `{close}`"))),
        Some(end) => Ok(Some(&inside[..end])),
        None => Err(Complaint::new("R15", at..text.len(), format!("`{open}` without `{close}`"))),
    }
}

fn did_you_mean(word: &str) -> String {
    format!("did you mean `{word}`?")
}
