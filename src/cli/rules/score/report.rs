//! Both models' scores → the generated parts of a page: docs/quality.md.
//!
//! A part stands between `<!-- rules score: NAME -->` and `<!-- end -->`, each on a line of its own. What stands around the
//! parts is for people to write.

use std::path::Path;

use super::super::calibrate;
use super::super::read::Annotated;
use super::tables::{self, Models};
use crate::cli::write_output;
use crate::data::Data;
use crate::diagnostic::Error;
use crate::rule::compile::RuleSet;

const BEGIN: &str = "<!-- rules score: ";
const CLOSE: &str = " -->";
const END: &str = "<!-- end -->";

/// Relations and realizations rarer than this stay out of the page.
const MIN: usize = 5;

/// Writes the parts into a page, or all of them with their marks to standard output (`-`).
pub(super) fn write(
    page: &Path,
    models: &Models<'_>,
    first: &[Annotated],
    rules: &RuleSet,
    data: &Data,
) -> Result<(), Error> {
    let parts = [
        ("relations", tables::documents(models)),
        ("errors", tables::causes(models)),
        ("by relation", tables::predicates(models, MIN)),
        ("by realization", tables::realizations(models, MIN)),
        ("by qualifier", tables::qualifiers(models)),
        ("confidences", calibrate::reliabilities(first, rules, data)?),
    ];
    if page == Path::new("-") {
        let all = parts.iter().map(|(name, table)| format!("{BEGIN}{name}{CLOSE}\n{table}{END}\n"));
        return write_output(page, all.collect::<Vec<_>>().join("\n").as_bytes());
    }
    let text = std::fs::read_to_string(page).map_err(Error::file(page))?;
    let wrong =
        |(line, message): (usize, String)| Error::Content { place: format!("{}:{line}", page.display()), message };
    let text = replace(&text, &parts).map_err(wrong)?;
    std::fs::write(page, text).map_err(Error::file(page))
}

/// The page with its parts made anew; or the line, from 1, that is not understood.
fn replace(page: &str, parts: &[(&str, String)]) -> Result<String, (usize, String)> {
    let names = || parts.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut out = String::new();
    let (mut open, mut n_parts) = (None, 0);
    for (number, line) in page.lines().enumerate() {
        if open.is_some() && line != END {
            continue;
        }
        out.push_str(line);
        out.push('\n');
        if line == END {
            open = None;
        } else if let Some(name) = line.strip_prefix(BEGIN) {
            let name = name.strip_suffix(CLOSE).unwrap_or(name);
            let part = parts.iter().find(|(known, _)| *known == name);
            let (_, table) = part.ok_or_else(|| (number + 1, format!("no part `{name}`; there are {}", names())))?;
            out.push_str(table);
            (open, n_parts) = (Some(number + 1), n_parts + 1);
        }
    }
    match open {
        Some(line) => Err((line, format!("a part without `{END}`"))),
        None if n_parts == 0 => {
            Err((1, format!("no part is marked by a line `{BEGIN}NAME{CLOSE}`; NAME is {}", names())))
        }
        None => Ok(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_marked_parts_change() {
        let parts = [("a", "| new |\n".to_owned())];
        let page = "Before.\n<!-- rules score: a -->\n| old |\n| old |\n<!-- end -->\nBehind.\n";
        let made = replace(page, &parts).unwrap();
        assert_eq!(made, "Before.\n<!-- rules score: a -->\n| new |\n<!-- end -->\nBehind.\n");
        assert_eq!(replace(&made, &parts).unwrap(), made);
        let fails = |page: &str| replace(page, &parts).unwrap_err().0;
        assert_eq!(fails("x\n<!-- rules score: b -->\n<!-- end -->\n"), 2);
        assert_eq!(fails("x\n\n<!-- rules score: a -->\n"), 3);
        assert_eq!(fails("x\n"), 1);
    }
}
