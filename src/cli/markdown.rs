//! Markdown → the text that a reader sees: front matter, code and marks go, words and paragraphs stay.
//!
//! Deliberately light: what is not clearly a mark stays as it is. The result is the document's text, and all offsets
//! are into it. Source: CommonMark 0.31, of which only the marks of ordinary prose are known here.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A text without marks, and what its front matter says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Plain {
    pub(super) text: String,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
}

/// Takes the marks off.
pub(super) fn plain(markdown: &str) -> Plain {
    let (front, body) = front_matter(markdown);
    let mut plain = Plain { title: value(front, "title"), date: value(front, "date"), text: String::new() };
    plain.date = plain.date.and_then(|d| d.get(..10)?.parse::<jiff::civil::Date>().ok()).map(|d| d.to_string());
    let mut fence: Option<&str> = None;
    for line in body.lines() {
        let bare = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|m| bare.starts_with(m));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => {
                if plain.title.is_none() && bare.starts_with("# ") {
                    plain.title = Some(inline(bare[2..].trim()));
                }
                plain.text.push_str(&inline(&block(line)));
                plain.text.push('\n');
            }
        }
    }
    plain
}

/// The lines between `---` and `---` at the head of a file, and the rest.
fn front_matter(text: &str) -> (&str, &str) {
    let split = || {
        let rest = text.strip_prefix("---")?.trim_start_matches([' ', '\r']).strip_prefix('\n')?;
        let end = rest.match_indices("\n---").find(|(i, _)| {
            rest[i + 4..].trim_start_matches([' ', '\r', '-']).starts_with(['\n']) || rest[i + 4..].trim().is_empty()
        })?;
        let after = &rest[end.0 + 1..];
        Some((&rest[..end.0], after.split_once('\n').map_or("", |(_, body)| body)))
    };
    split().unwrap_or(("", text))
}

fn value(front: &str, key: &str) -> Option<String> {
    let line = front.lines().find_map(|l| l.strip_prefix(key)?.trim_start().strip_prefix(':'))?;
    let value = line.trim().trim_matches(['"', '\'']).trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Takes off what stands at the head of a line: quotes, bullets, hashes; rules and underlines vanish.
fn block(line: &str) -> String {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s{0,3}(?:>\s?)*\s*(?:#{1,6}\s+|[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,3}[.)]\s+)?").expect("a constant")
    });
    static RULE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\s*(?:[-*_=]\s*){3,}$").expect("a constant"));
    if RULE.is_match(line) {
        return String::new();
    }
    let rest = HEAD.replace(line, "");
    let trimmed = rest.trim_end();
    // A closing row of hashes belongs to a heading only.
    if line.trim_start().starts_with('#') {
        trimmed.trim_end_matches('#').trim_end().to_owned()
    } else {
        trimmed.to_owned()
    }
}

/// Takes off emphasis, code marks, links, images, notes and tags within a line.
fn inline(line: &str) -> String {
    static MARKS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        let marks = [
            (r"!\[[^\]]*\]\([^)]*\)", ""),
            (r"\[\^[^\]]+\]", ""),
            (r"\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])", "$1"),
            (r"<(https?://[^>\s]+)>", "$1"),
            (r"</?[A-Za-z][^<>]*>|<!--.*?-->", ""),
            (r"`+([^`]+)`+", "$1"),
        ];
        marks.into_iter().map(|(mark, instead)| (Regex::new(mark).expect("a constant"), instead)).collect()
    });
    static EMPHASIS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(\*{1,3}|~~)([^\s*~](?:[^*~]*[^\s*~])?)(?:\*{1,3}|~~)|\b(_{1,3})([^\s_](?:[^_]*[^\s_])?)_{1,3}\b")
            .expect("a constant")
    });
    static ESCAPED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\\([\\`*_{}\[\]()#+.!>~-])").expect("a constant"));
    let mut text = line.to_owned();
    for (mark, instead) in MARKS.iter() {
        text = mark.replace_all(&text, *instead).into_owned();
    }
    let inner = |c: &Captures<'_>| c.get(2).or_else(|| c.get(4)).map_or(String::new(), |m| m.as_str().to_owned());
    let text = EMPHASIS.replace_all(&text, inner);
    ESCAPED.replace_all(&text, "$1").into_owned()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(markdown: &str, expected: Expect) {
        expected.assert_eq(&plain(markdown).text);
    }

    #[test]
    fn marks_go_and_words_stay() {
        check(
            "# Talks *resume*\n\n> **Oman** [hosted](https://example.org/a) the `talks`.[^1]\n\n* One\n2. Two\n---\n",
            expect![[r#"
                Talks resume

                Oman hosted the talks.

                One
                Two

            "#]],
        );
    }

    #[test]
    fn what_is_no_mark_stays() {
        check(
            "2 * 3 * 4 and snake_case_name [sic] and a < b > c\n",
            expect![[r#"
            2 * 3 * 4 and snake_case_name [sic] and a < b > c
        "#]],
        );
    }

    #[test]
    fn code_goes() {
        check(
            "Before.\n```rust\nfn main() {}\n```\nAfter.\n",
            expect![[r#"
            Before.
            After.
        "#]],
        );
    }

    #[test]
    fn front_matter_gives_title_and_date() {
        let read = plain("---\ntitle: \"Talks in Oman\"\ndate: 2025-04-12T08:00:00Z\n---\nOman hosted talks.\n");
        let (title, date) = (Some("Talks in Oman".to_owned()), Some("2025-04-12".to_owned()));
        assert_eq!(read, Plain { text: "Oman hosted talks.\n".to_owned(), title, date });
        assert_eq!(plain("---\nno end\n").text, "\nno end\n");
    }

    #[test]
    fn hostile_lines_end_soon() {
        for piece in ["[", "*", "_a", "<", "`", "![", "> ", "# ", "---\n"] {
            plain(&piece.repeat(100_000));
        }
    }
}
