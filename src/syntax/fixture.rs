//! Gold trees for tests: `fixtures/conllu/*.conllu`, written by hand for this project.

use std::path::Path;

use crate::document::{Document, Sentence, Source, Span, Token};

/// The sentence of `fixtures/conllu/FILE.conllu` whose `# sent_id` is `id`.
pub(crate) fn sentence(file: &str, id: &str) -> Document {
    let found = sentences(file).into_iter().find(|(name, _)| name == id);
    found.unwrap_or_else(|| panic!("fixtures/conllu/{file}.conllu has no sentence {id}")).1
}

/// All sentences of a file with their `# sent_id`, one document each.
pub(crate) fn sentences(file: &str) -> Vec<(String, Document)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conllu").join(format!("{file}.conllu"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.split("\n\n").filter(|block| !block.trim().is_empty()).map(parse).collect()
}

fn parse(block: &str) -> (String, Document) {
    let (mut id, mut text) = (String::new(), String::new());
    let (mut tokens, mut lemmas): (Vec<Token>, Vec<&str>) = (Vec::new(), Vec::new());
    // The last word of the orthographic token that is being read, and whether a space follows it.
    let (mut multiword, mut space) = (0..0, true);
    for line in block.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if let Some(name) = line.strip_prefix("# sent_id = ") {
            name.clone_into(&mut id);
        }
        if line.starts_with('#') || cells.len() != 10 {
            continue;
        }
        let space_after = cells[9] != "SpaceAfter=No";
        if let Some((first, last)) = cells[0].split_once('-') {
            multiword = first.parse().expect("number")..last.parse::<usize>().expect("number");
            if !space {
                text.push('\u{0}');
            }
            space = space_after;
            continue;
        }
        let number: usize = cells[0].parse().expect("number");
        let joined = number > multiword.start && number <= multiword.end;
        let glued = joined
            || (number == multiword.start && text.ends_with('\u{0}'))
            || (!multiword.contains(&number) && number != multiword.end && !space);
        text = text.trim_end_matches('\u{0}').to_owned();
        if !text.is_empty() && !glued {
            text.push(' ');
        }
        let span = Span::new(text.len(), text.len() + cells[1].len());
        text.push_str(cells[1]);
        if !(multiword.contains(&number) || number == multiword.end) {
            space = space_after;
        }
        lemmas.push(cells[2]);
        tokens.push(Token {
            upos: cells[3].parse().expect("UPOS"),
            xpos: cells[4].parse().expect("XPOS"),
            features: cells[5].parse().expect("FEATS"),
            head: cells[6].parse::<usize>().expect("HEAD").checked_sub(1),
            relation: cells[7].parse().unwrap_or_else(|e| panic!("{id}: {e}")),
            ..Token::raw(span, joined)
        });
    }
    let sentence = Sentence { span: Span::new(0, text.len()), tokens: 0..tokens.len(), paragraph_start: true };
    let mut document = Document::new(Source::named(id.clone()), text, tokens, vec![sentence]);
    for (token, lemma) in lemmas.into_iter().enumerate() {
        document.set_lemma(token, lemma);
    }
    (id, document)
}
