//! Annotated documents: JSON Lines with a relation a line, or `.expected` beside a text (`docs/quality.md`).
//!
//! A line of JSON names document, sentence number and text, the accepted names of both ends, the accepted predicates, and
//! the qualifiers; a sentence without a relation has one line with an empty `pred`. The lines of `.expected` are what the
//! program prints of an article, corrected by hand: `# 3: sentence`, then `[Subject] predicate [Object] => qualifiers`.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

use crate::diagnostic::Error;
use crate::rule::example::{Example, Qualifiers};
use crate::syntax::scope::{Modality, Polarity};

/// A text with what careful people take from it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// What the program has to read.
    pub text: String,
    /// The annotated sentences in their order.
    pub sentences: Vec<Sentence>,
}

/// An annotated sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands: bytes of [`Document::text`].
    pub span: Range<usize>,
    /// Everything that it says.
    pub relations: Vec<Relation>,
}

/// A relation that is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The names accepted for the subject, the best first.
    pub subject: Vec<String>,
    /// The predicates accepted.
    pub predicates: Vec<String>,
    /// The names accepted for the object.
    pub object: Vec<String>,
    /// Whether it holds.
    pub polarity: Polarity,
    /// How sure the text is.
    pub modality: Modality,
    /// The names accepted for who says it.
    pub source: Option<Vec<String>>,
}

/// A line of JSON.
#[derive(Deserialize)]
struct Line {
    doc: String,
    sent: usize,
    text: String,
    #[serde(default)]
    subj: Vec<String>,
    pred: Vec<String>,
    #[serde(default)]
    obj: Vec<String>,
    #[serde(default)]
    polarity: String,
    #[serde(default)]
    modality: String,
    source: Option<Vec<String>>,
}

/// Reads a file of either kind; `-` is JSON on standard input.
///
/// # Errors
/// [`Error::File`] if it cannot be read, [`Error::Content`] with its line for one that is malformed.
pub fn read(path: &Path) -> Result<Vec<Document>, Error> {
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin().lock().read_to_string(&mut text).map_err(Error::file(path))?;
    } else {
        text = std::fs::read_to_string(path).map_err(Error::file(path))?;
    }
    let place = path.display().to_string();
    if path.extension().is_some_and(|e| e == "expected") {
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let article = std::fs::read_to_string(path.with_extension("txt")).ok();
        return Ok(vec![expected(&place, &name, &text, article)?]);
    }
    json(&place, &text)
}

/// The documents of JSON Lines; `place` is the file's name for messages.
///
/// # Errors
/// [`Error::Content`] for the first line that is malformed.
pub fn json(place: &str, text: &str) -> Result<Vec<Document>, Error> {
    let wrong = |number: usize, message: String| Error::Content { place: format!("{place}:{}", number + 1), message };
    let mut order: Vec<String> = Vec::new();
    let mut documents: BTreeMap<String, BTreeMap<usize, (String, Vec<Relation>)>> = BTreeMap::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let malformed =
            |e: serde_json::Error| wrong(number, format!("no relation in JSON: {e} (docs/quality.md shows one)"));
        let line: Line = serde_json::from_str(line).map_err(malformed)?;
        if !order.contains(&line.doc) {
            order.push(line.doc.clone());
        }
        let sentences = documents.entry(line.doc.clone()).or_default();
        let (_, relations) = sentences.entry(line.sent).or_insert_with(|| (line.text.clone(), Vec::new()));
        if line.pred.is_empty() {
            continue;
        }
        let polarity = match line.polarity.as_str() {
            "" | "positive" => Polarity::Positive,
            "negative" => Polarity::Negative,
            other => return Err(wrong(number, format!("`{other}` is no polarity"))),
        };
        let known = [Modality::Actual, Modality::Possible, Modality::Planned, Modality::Desired];
        let modality = known.into_iter().find(|m| m.name() == line.modality || line.modality.is_empty());
        let modality = modality.ok_or_else(|| wrong(number, format!("`{}` is no modality", line.modality)))?;
        let source = line.source.filter(|names| !names.is_empty());
        let (subject, predicates, object) = (line.subj, line.pred, line.obj);
        relations.push(Relation { subject, predicates, object, polarity, modality, source });
    }
    let mut found = Vec::new();
    for name in order {
        let mut document = Document { name: name.clone(), ..Document::default() };
        for (text, relations) in documents.remove(&name).unwrap_or_default().into_values() {
            let start = document.text.len();
            document.text.push_str(&text);
            document.sentences.push(Sentence { span: start..document.text.len(), relations });
            document.text.push_str("\n\n");
        }
        found.push(document);
    }
    Ok(found)
}

/// The document of an `.expected` file. Without its article, the text is the sentences, each a paragraph.
///
/// # Errors
/// [`Error::Content`] for the first line that is malformed, or a sentence that the article does not have.
pub fn expected(place: &str, name: &str, text: &str, article: Option<String>) -> Result<Document, Error> {
    let wrong = |number: usize, message: String| Error::Content { place: format!("{place}:{}", number + 1), message };
    let mut document = Document { name: name.to_owned(), ..Document::default() };
    let spaces = article.as_deref().map(Spaces::new);
    let mut from = 0;
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if let Some(head) = line.strip_prefix("# ") {
            let sentence = head.split_once(": ").map_or(head, |(_, sentence)| sentence);
            let span = if let Some(spaces) = &spaces {
                let missing = || wrong(number, "the article has no such sentence here".to_owned());
                spaces.find(sentence, &mut from).ok_or_else(missing)?
            } else {
                let start = document.text.len();
                document.text.push_str(sentence);
                document.text.push_str("\n\n");
                start..start + sentence.len()
            };
            document.sentences.push(Sentence { span, relations: Vec::new() });
            continue;
        }
        let Some(sentence) = document.sentences.last_mut() else {
            return Err(wrong(number, "a relation before the first `# N: sentence`".to_owned()));
        };
        let malformed = || wrong(number, "write `[Subject] predicate [Object] => qualifiers`".to_owned());
        sentence.relations.push(relation(line).ok_or_else(malformed)?);
    }
    document.text = article.unwrap_or(document.text);
    Ok(document)
}

fn relation(line: &str) -> Option<Relation> {
    let (edge, behind) = line.split_once(" => ").unwrap_or((line, ""));
    let (subject, rest) = edge.strip_prefix('[')?.split_once("] ")?;
    let (predicate, rest) = rest.split_once(" [")?;
    let object = rest.strip_suffix(']')?;
    let qualifiers = match behind {
        "" => Qualifiers::default(),
        behind => Example::parse(&format!("=> {behind}")).ok()?.qualifiers,
    };
    Some(Relation {
        subject: vec![subject.to_owned()],
        predicates: vec![predicate.to_owned()],
        object: vec![object.to_owned()],
        polarity: qualifiers.polarity,
        modality: qualifiers.modality,
        source: qualifiers.sources.first().map(|source| vec![source.clone()]),
    })
}

/// A text whose white space is one blank, with the places of its bytes in the original.
struct Spaces {
    text: String,
    places: Vec<usize>,
}

impl Spaces {
    fn new(original: &str) -> Self {
        let (mut text, mut places) = (String::new(), Vec::new());
        for (at, c) in original.char_indices() {
            let c = if c.is_whitespace() { ' ' } else { c };
            if c == ' ' && text.ends_with(' ') {
                continue;
            }
            places.extend(at..at + c.len_utf8());
            text.push(c);
        }
        Self { text, places }
    }

    /// Where a sentence stands at or behind a place, which moves behind it.
    fn find(&self, sentence: &str, from: &mut usize) -> Option<Range<usize>> {
        let start = *from + self.text[*from..].find(sentence)?;
        *from = start + sentence.len();
        let last = from.checked_sub(1)?;
        Some(*self.places.get(start)?..self.places.get(last)? + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_lines_become_documents_with_their_sentences() {
        let lines = r#"{"doc":"a","sent":1,"text":"Oman met Iran.","subj":["Oman"],"pred":["meets"],"obj":["Iran"],"modality":"planned","source":null}
{"doc":"a","sent":2,"text":"It rained.","pred":[]}"#;
        let documents = json("x", lines).unwrap();
        assert_eq!(documents[0].text, "Oman met Iran.\n\nIt rained.\n\n");
        let [first, second] = &documents[0].sentences[..] else { panic!() };
        assert_eq!((&documents[0].text[second.span.clone()], second.relations.len()), ("It rained.", 0));
        assert_eq!((first.relations[0].modality, &first.relations[0].source), (Modality::Planned, &None));
        let error = json("x", "\n{\"doc\":1}").unwrap_err().to_string();
        assert!(error.starts_with("x:2: "), "{error}");
    }

    #[test]
    fn expected_lines_are_found_in_their_article() {
        let text = "# 1: Oman met Iran.\n[Oman] meets [Iran] => negated, said by Qatar\n\n# 2: It rained.\n";
        let article = "Oman\nmet  Iran. It rained.".to_owned();
        let document = expected("x", "a", text, Some(article.clone())).unwrap();
        let spans: Vec<&str> = document.sentences.iter().map(|s| &article[s.span.clone()]).collect();
        assert_eq!(spans, ["Oman\nmet  Iran.", "It rained."]);
        let relation = &document.sentences[0].relations[0];
        assert_eq!(
            (relation.polarity, relation.source.as_deref()),
            (Polarity::Negative, Some(&["Qatar".to_owned()][..]))
        );
        assert_eq!(expected("x", "a", text, None).unwrap().text, "Oman met Iran.\n\nIt rained.\n\n");
        for wrong in ["[a] b [c]", "# 1: Oman met Iran.\n[Oman meets", "# 1: Nobody."] {
            assert!(expected("x", "a", wrong, Some(article.clone())).is_err(), "{wrong}");
        }
    }
}
