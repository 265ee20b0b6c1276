//! Reading CoNLL-U.

use std::path::Path;

use jiff::civil::Date;

use super::{Annotation, Conllu, Extra, ExtraKind, Lines};
use crate::diagnostic::Error;
use crate::document::{DateSource, Document, Features, Relation, Sentence, Source, Span, Token, Upos, Xpos};

/// Reads a CoNLL-U file; `place` is its name for messages. Each `# newdoc` begins a document, and a comment
/// `# meta::dateCreated` dates it.
///
/// ```
/// use actograph::syntax::conllu::{Annotation, read};
/// let text = "1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n";
/// let documents = read("go.conllu", text, Annotation::Gold).unwrap();
/// assert_eq!(documents[0].document.lemma(0), "go");
/// assert!(read("go.conllu", "1 Go\n", Annotation::Gold).is_err());
/// ```
///
/// # Errors
/// [`Error::Content`] with the line of the first that is no CoNLL-U; with [`Annotation::Gold`] also of the first
/// unknown label and of the first sentence that is no tree.
pub fn read(place: &str, text: &str, annotation: Annotation) -> Result<Vec<Conllu>, Error> {
    let mut reader = Reader { place, annotation, documents: Vec::new(), current: Building::default(), paragraph: true };
    let mut block = Block::default();
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        match line.trim_end_matches('\r') {
            line if line.trim().is_empty() => reader.sentence(&mut block)?,
            line if line.starts_with('#') => {
                // A comment behind words: the blank line is missing.
                if !block.words.is_empty() {
                    return Err(reader.error(number, "a comment within a sentence".to_owned()));
                }
                block.comments.push(line.to_owned());
            }
            line => reader.line(number, line, &mut block)?,
        }
    }
    reader.sentence(&mut block)?;
    reader.finish();
    Ok(reader.documents)
}

/// One sentence while it is read.
#[derive(Default)]
struct Block<'a> {
    comments: Vec<String>,
    words: Vec<Word<'a>>,
    extra: Vec<Extra>,
    ranges: Vec<Range>,
}

struct Word<'a> {
    line: usize,
    columns: [&'a str; 10],
}

struct Range {
    line: usize,
    first: usize,
    last: usize,
    space_after: bool,
}

#[derive(Default)]
struct Building {
    id: Option<String>,
    /// The last date that a comment gave.
    date: Option<String>,
    text: String,
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    lemmas: Vec<String>,
    lines: Vec<Lines>,
    space_after: bool,
}

struct Reader<'a> {
    place: &'a str,
    annotation: Annotation,
    documents: Vec<Conllu>,
    current: Building,
    paragraph: bool,
}

fn space_after(misc: &str) -> bool {
    !misc.split('|').any(|m| m == "SpaceAfter=No")
}

impl Reader<'_> {
    fn error(&self, line: usize, message: String) -> Error {
        Error::Content { place: format!("{}:{line}", self.place), message }
    }

    fn line<'t>(&self, number: usize, line: &'t str, block: &mut Block<'t>) -> Result<(), Error> {
        let mut columns = [""; 10];
        let mut n_columns = 0;
        for column in line.split('\t') {
            if n_columns < 10 {
                columns[n_columns] = column;
            }
            n_columns += 1;
        }
        if n_columns != 10 {
            return Err(self.error(number, format!("{n_columns} columns, a line has 10")));
        }
        let id = columns[0];
        let before = block.words.len();
        if let Some((first, last)) = id.split_once('-') {
            let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) else {
                return Err(self.error(number, format!("`{id}` is no range of words")));
            };
            let overlaps = block.ranges.last().is_some_and(|r| r.last > before);
            if first != before + 1 || last < first || overlaps {
                return Err(self.error(number, format!("multiword token {id} after word {before}")));
            }
            block.ranges.push(Range { line: number, first, last, space_after: space_after(columns[9]) });
            block.extra.push(Extra { before, kind: ExtraKind::MultiwordToken, line: line.to_owned() });
            return Ok(());
        }
        if let Some((word, empty)) = id.split_once('.') {
            if word.parse() != Ok(before) || empty.parse::<u32>().is_err() {
                return Err(self.error(number, format!("empty node {id} after word {before}")));
            }
            block.extra.push(Extra { before, kind: ExtraKind::EmptyNode, line: line.to_owned() });
            return Ok(());
        }
        let expected = before + 1;
        match id.parse::<usize>() {
            Err(_) => Err(self.error(number, format!("`{id}` is no identifier of a word"))),
            Ok(word) if word != expected => {
                Err(self.error(number, format!("word {word} where word {expected} was expected")))
            }
            Ok(_) if columns[1].is_empty() => Err(self.error(number, "a word without form".to_owned())),
            Ok(_) => {
                block.words.push(Word { line: number, columns });
                Ok(())
            }
        }
    }

    /// Ends a sentence. Comments without words wait for the next one.
    fn sentence(&mut self, block: &mut Block<'_>) -> Result<(), Error> {
        let Some(first_line) = block.words.first().map(|w| w.line) else {
            return match block.extra.first() {
                Some(extra) => {
                    let id = extra.line.split('\t').next().unwrap_or_default().to_owned();
                    let line = block.ranges.first().map_or(1, |r| r.line);
                    Err(self.error(line, format!("multiword token {id} has no such words")))
                }
                None => Ok(()),
            };
        };
        let n_words = block.words.len();
        if let Some(range) = block.ranges.iter().find(|r| r.last > n_words) {
            let message = format!("multiword token {}-{} has no such words", range.first, range.last);
            return Err(self.error(range.line, message));
        }
        let block = std::mem::take(block);
        for comment in &block.comments {
            self.comment(comment);
        }
        let current = &mut self.current;
        if !current.text.is_empty() {
            if self.paragraph {
                current.text.push_str("\n\n");
            } else if current.space_after {
                current.text.push(' ');
            }
        }
        let start = current.tokens.len();
        place_words(current, &block);
        let tokens = start..current.tokens.len();
        let span = current.tokens[start].span.cover(current.tokens[tokens.end - 1].span);
        current.sentences.push(Sentence { span, tokens, paragraph_start: self.paragraph });
        self.paragraph = false;
        if self.annotation == Annotation::Gold {
            for (i, word) in block.words.iter().enumerate() {
                self.annotate(start, i, n_words, word)?;
            }
            if !self.is_tree(start) {
                let message = "the sentence that begins here has a cycle of heads or no root".to_owned();
                return Err(self.error(first_line, message));
            }
        }
        let words = block.words.iter().map(|w| (w.columns[8].to_owned(), w.columns[9].to_owned())).collect();
        self.current.lines.push(Lines { comments: block.comments, words, extra: block.extra });
        Ok(())
    }

    fn comment(&mut self, comment: &str) {
        let content = comment.trim_start_matches('#').trim();
        let name = content.split([' ', '=']).next().unwrap_or_default();
        if name == "newdoc" {
            self.finish();
            self.current.id = content.split_once('=').map(|(_, id)| id.trim().to_owned()).filter(|id| !id.is_empty());
        }
        // As GUM has it: `# meta::dateCreated = 2015-08-10`.
        if name == "meta::dateCreated" {
            let date = content.split_once('=').and_then(|(_, d)| d.trim().parse::<Date>().ok());
            self.current.date = date.map(|d| d.to_string());
        }
        self.paragraph |= matches!(name, "newdoc" | "newpar");
    }

    fn annotate(&mut self, start: usize, i: usize, n_words: usize, word: &Word<'_>) -> Result<(), Error> {
        let [_, _, lemma, upos, xpos, features, head, relation, ..] = word.columns;
        let wrong = |message: String| self.error(word.line, message);
        let blank = |column: &str| column == "_" || column.is_empty();
        let mut token = self.current.tokens[start + i];
        token.upos = if blank(upos) { Upos::X } else { upos.parse().map_err(wrong)? };
        token.xpos = if blank(xpos) { Xpos::NONE } else { xpos.parse().map_err(wrong)? };
        token.features = features.parse::<Features>().map_err(wrong)?;
        if !blank(relation) {
            token.relation = relation.parse::<Relation>().map_err(wrong)?;
        }
        if !blank(head) {
            let number = head.parse::<usize>().map_err(|_| wrong(format!("`{head}` is no head")))?;
            if number > n_words {
                return Err(wrong(format!("head {number}, but the sentence has {n_words} words")));
            }
            token.head = (number > 0).then(|| start + number - 1);
        }
        self.current.tokens[start + i] = token;
        self.current.lemmas.push(lemma.to_owned());
        Ok(())
    }

    /// Whether every token from `start` on leads to a root.
    fn is_tree(&self, start: usize) -> bool {
        let tokens = &self.current.tokens[start..];
        // 0: unseen, 1: on the way, 2: leads to a root.
        let mut state = vec![0u8; tokens.len()];
        for token in 0..tokens.len() {
            let mut path = Vec::new();
            let mut next = Some(token);
            while let Some(at) = next.filter(|&at| state[at] != 2) {
                if state[at] == 1 {
                    return false;
                }
                state[at] = 1;
                path.push(at);
                next = tokens[at].head.map(|h| h - start);
            }
            for at in path {
                state[at] = 2;
            }
        }
        true
    }

    fn finish(&mut self) {
        let built = std::mem::take(&mut self.current);
        self.paragraph = true;
        if built.sentences.is_empty() {
            return;
        }
        let stem = || Path::new(self.place).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let mut source = Source::named(built.id.unwrap_or_else(stem));
        source.date_source = built.date.is_some().then_some(DateSource::Metadata);
        source.date = built.date;
        let mut document = Document::new(source, built.text, built.tokens, built.sentences);
        for (token, lemma) in built.lemmas.iter().enumerate() {
            document.set_lemma(token, lemma);
        }
        self.documents.push(Conllu { document, lines: built.lines });
    }
}

/// Appends the words of a sentence to the text. The words of a multiword token follow each other without space.
fn place_words(current: &mut Building, block: &Block<'_>) {
    let mut ranges = block.ranges.iter().peekable();
    let mut until = 0;
    let mut range_space = true;
    for (i, word) in block.words.iter().enumerate() {
        let number = i + 1;
        let range = ranges.next_if(|r| r.first == number);
        if let Some(range) = range {
            until = range.last;
            range_space = range.space_after;
        }
        let inside = number <= until;
        let joined = inside && range.is_none();
        if i > 0 && !joined && current.space_after {
            current.text.push(' ');
        }
        let start = current.text.len();
        current.text.push_str(word.columns[1]);
        current.tokens.push(Token::raw(Span::new(start, current.text.len()), joined));
        current.space_after = if inside { number < until || range_space } else { space_after(word.columns[9]) };
    }
}
