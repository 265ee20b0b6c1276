//! CoNLL-U ⇄ [`Document`]: reading treebanks and texts that others tokenized, writing what was parsed.
//!
//! The document's text is built from the forms, so every word has its own span, also where the words of a multiword
//! token do not add up to its form (`au` = `à le`). What a document cannot hold (comments, enhanced dependencies,
//! MISC, empty nodes) stays in [`Lines`] and is written out again as it came. Nothing is inferred: no tag is guessed
//! from another. Format: <https://universaldependencies.org/format.html>.

mod read;
mod write;

pub use read::read;
pub use write::{write, write_parsed};

use crate::document::Document;

/// Whether columns 3 to 8 of the input count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Annotation {
    /// They are read into the tokens; an unknown label or a tree with a cycle is an error.
    Gold,
    /// They are left out: the text is to be analysed anew.
    Ignored,
}

/// One document of a CoNLL-U file.
#[derive(Debug)]
pub struct Conllu {
    /// Its words and sentences, with what [`Annotation`] asked for.
    pub document: Document,
    /// What the document cannot hold, one for each of its sentences.
    pub lines: Vec<Lines>,
}

impl Conllu {
    /// How many empty nodes (`8.1`) the input has; they are no tokens.
    pub fn n_empty_nodes(&self) -> usize {
        self.lines.iter().flat_map(|l| &l.extra).filter(|e| e.kind == ExtraKind::EmptyNode).count()
    }
}

/// What is written out again as it came, for one sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// The comments, with their `#`.
    pub comments: Vec<String>,
    /// Columns 9 and 10 (DEPS, MISC) of each word.
    pub words: Vec<(String, String)>,
    /// The lines that are no words.
    extra: Vec<Extra>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Extra {
    /// How many words of the sentence stand before it.
    before: usize,
    kind: ExtraKind,
    line: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ExtraKind {
    MultiwordToken,
    EmptyNode,
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::document::{Sentence, Source, Span, Token};

    const SAMPLE: &str = "# newdoc id = d1
# sent_id = d1-1
# text = Iran's envoy can't go.
1-2\tIran's\t_\t_\t_\t_\t_\t_\t_\t_
1\tIran\tIran\tPROPN\tNNP\tNumber=Sing\t3\tnmod:poss\t3:nmod:poss\tEntity=1
2\t's\t's\tPART\tPOS\t_\t1\tcase\t1:case\t_
3\tenvoy\tenvoy\tNOUN\tNN\tNumber=Sing\t6\tnsubj\t6:nsubj\t_
4-5\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
4\tca\tcan\tAUX\tMD\tVerbForm=Fin\t6\taux\t6:aux\t_
5\tn't\tnot\tPART\tRB\tPolarity=Neg\t6\tadvmod\t6:advmod\t_
6\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t0:root\tSpaceAfter=No
6.1\tgone\tgo\tVERB\tVBN\t_\t_\t_\t6:conj\t_
7\t.\t.\tPUNCT\t.\t_\t6\tpunct\t6:punct\t_

# newpar
# sent_id = d1-2
1-2\tau\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\tà\tà\tADP\tFW\tForeign=Yes\t0\troot\t_\t_
2\tle\tle\tX\tFW\tForeign=Yes\t1\tflat\t_\t_
3\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_

";

    fn gold(text: &str) -> Result<Vec<Conllu>, String> {
        read("f.conllu", text, Annotation::Gold).map_err(|e| e.to_string())
    }

    #[test]
    fn every_word_has_its_own_span_in_the_text() {
        let documents = gold(SAMPLE).unwrap();
        let document = &documents[0].document;
        assert_eq!(documents.len(), 1);
        assert_eq!(document.source.id, "d1");
        assert_eq!(document.text, "Iran's envoy can't go.\n\nàle!");
        let forms: Vec<_> = (0..document.tokens.len()).map(|t| document.form(t)).collect();
        assert_eq!(forms, ["Iran", "'s", "envoy", "ca", "n't", "go", ".", "à", "le", "!"]);
        let joined: Vec<_> = document.tokens.iter().map(|t| t.joined).collect();
        assert_eq!(joined, [false, true, false, false, true, false, false, false, true, false]);
        assert_eq!(document.sentences[1].tokens, 7..10);
        assert!(document.sentences[1].paragraph_start);
        assert_eq!(document.tokens[2].head, Some(5));
        assert_eq!(document.tokens[7].head, None);
        assert_eq!(document.lemma(4), "not");
        assert_eq!(documents[0].n_empty_nodes(), 1);
    }

    #[test]
    fn what_was_read_is_written_again() {
        let mut out = String::new();
        for document in gold(SAMPLE).unwrap() {
            write_parsed(&document, &mut out);
        }
        assert_eq!(out, SAMPLE);
    }

    #[test]
    fn annotation_can_be_ignored() {
        let text = "1\tGo\tx\tNOPE\tNOPE\tA=b\t9\tnope\t_\t_\n";
        let document = read("dir/f.conllu", text, Annotation::Ignored).unwrap().remove(0).document;
        assert_eq!((document.source.id.as_str(), document.text.as_str()), ("f", "Go"));
        assert_eq!(document.tokens[0], Token::raw(Span::new(0, 2), false));
    }

    #[test]
    fn errors_name_the_line() {
        let check = |text: &str, wanted: Expect| wanted.assert_eq(&gold(text).unwrap_err());
        check("1\tGo\n", expect!["f.conllu:1: 2 columns, a line has 10"]);
        check("# c\n2\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n", expect!["f.conllu:2: word 2 where word 1 was expected"]);
        check("x\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n", expect!["f.conllu:1: `x` is no identifier of a word"]);
        check("1\tGo\tgo\tVRB\tVB\t_\t0\troot\t_\t_\n", expect!["f.conllu:1: `VRB` is no Upos label"]);
        check("1\tGo\tgo\tVERB\tVB\tA=b\t0\troot\t_\t_\n", expect!["f.conllu:1: `A=b` is no known feature"]);
        check("1\tGo\tgo\tVERB\tVB\t_\t7\tobj\t_\t_\n\n", expect!["f.conllu:1: head 7, but the sentence has 1 words"]);
        check(
            "1\tGo\tgo\tVERB\tVB\t_\t1\tobj\t_\t_\n",
            expect!["f.conllu:1: the sentence that begins here has a cycle of heads or no root"],
        );
        check("1-3\tGo\t_\t_\t_\t_\t_\t_\t_\t_\n", expect!["f.conllu:1: multiword token 1-3 has no such words"]);
        check("1\t\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n", expect!["f.conllu:1: a word without form"]);
    }

    #[test]
    fn raw_text_is_written_with_places_in_code_points() {
        let text = "“Don’t!”\nhe said".to_owned();
        let spans = [
            (0, 3, false),
            (3, 5, false),
            (5, 10, true),
            (10, 11, false),
            (11, 14, false),
            (15, 17, false),
            (18, 22, false),
        ];
        let tokens: Vec<_> = spans.iter().map(|&(s, e, joined)| Token::raw(Span::new(s, e), joined)).collect();
        let sentence = Sentence { span: Span::new(0, 22), tokens: 0..7, paragraph_start: true };
        let mut out = String::new();
        write(&Document::new(Source::named("d"), text, tokens, vec![sentence]), &mut out);
        expect![[r#"
            # newdoc id = d
            # newpar
            # sent_id = d-1
            # text = “Don’t!” he said
            1	“	_	X	_	_	0	root	_	SpaceAfter=No|TokenRange=0:1
            2-3	Don’t	_	_	_	_	_	_	_	SpaceAfter=No|TokenRange=1:6
            2	Do	_	X	_	_	0	root	_	_
            3	n’t	_	X	_	_	0	root	_	_
            4	!	_	X	_	_	0	root	_	SpaceAfter=No|TokenRange=6:7
            5	”	_	X	_	_	0	root	_	TokenRange=7:8
            6	he	_	X	_	_	0	root	_	TokenRange=9:11
            7	said	_	X	_	_	0	root	_	TokenRange=12:16

        "#]]
        .assert_eq(&out);
    }
}
