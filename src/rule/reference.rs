//! The rules as a page of Markdown: `docs/reference/rules.md`, and that of a user's own rules (`actograph rules doc`).

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::compile::{Rule, RuleSet};
use super::forms::Maker;
use crate::ontology::{Ontology, Predicate};

/// All rules grouped by file: what each means and asserts, with PLOVER codes, its templates, and its examples.
pub fn markdown(rules: &RuleSet, ontology: &Ontology, maker: &Maker) -> String {
    let pairs = rules.rules.iter().flat_map(|rule| &rule.templates);
    let triggers: BTreeSet<(&str, String)> = pairs
        .flat_map(|(list, text)| maker.triggers((list, text)).into_iter().map(move |word| (list.as_str(), word)))
        .collect();
    let mut out = format!(
        "# Rules\n\n<!-- Generated: actograph rules doc --output docs/reference/rules.md -->\n\nThe {} rules with their \
         {} triggers: what they assert, with the PLOVER event type and quad class, their templates, the sentences that \
         they must find (✓) and those in which they must find nothing (✗).\n[The language](../rules.md) has a page of \
         its own; `actograph rules show NAME` makes sentences for every form that a template covers.\n",
        rules.rules.len(),
        triggers.len()
    );
    let mut file = "";
    for rule in &rules.rules {
        if rule.file != file {
            file = &rule.file;
            let _ = write!(out, "\n## {file}\n");
        }
        one(rule, ontology, &mut out);
    }
    out
}

/// What an edge asserts, in words: `<funder> funds <recipient>`, and the codes of its predicate: `AID MC`.
pub fn edges(rule: &Rule, ontology: &Ontology) -> Vec<(String, String)> {
    let role = |ix: usize| format!("<{}>", rule.roles[ix].name);
    let code =
        |predicate: &Predicate| [predicate.plover.clone(), predicate.quad.clone()].map(Option::unwrap_or_default);
    let edges = rule.edges.iter().map(|edge| {
        let codes = ontology.predicate(&edge.predicate).map(code).unwrap_or_default().join(" ");
        (format!("{} {} {}", role(edge.subject), edge.predicate, role(edge.object)), codes.trim().to_owned())
    });
    edges.collect()
}

/// The gloss as a sentence.
pub fn gloss(rule: &Rule) -> String {
    let mut gloss = rule.gloss.trim_end_matches('.').to_owned();
    gloss.get_mut(..1).map(str::make_ascii_uppercase).unwrap_or_default();
    gloss + "."
}

fn one(rule: &Rule, ontology: &Ontology, out: &mut String) {
    let _ = write!(out, "\n### {}\n\n{}\n\n", rule.name, gloss(rule));
    for (edge, codes) in edges(rule, ontology) {
        let behind = if codes.is_empty() { String::new() } else { format!(" ({codes})") };
        let _ = writeln!(out, "- asserts `{edge}`{behind}");
    }
    for (list, template) in &rule.templates {
        let _ = writeln!(out, "- {list}: `{template}`");
    }
    for example in &rule.examples {
        let _ = writeln!(out, "- ✓ {}", text(&example.to_string()));
    }
    for reject in &rule.rejects {
        let _ = writeln!(out, "- ✗ {}", text(reject));
    }
}

/// Text that Markdown leaves as it is.
fn text(text: &str) -> String {
    text.replace('<', "\\<")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::data::Data;
    use crate::rule::fixture::compile;

    #[test]
    fn a_rule_is_a_section_of_its_file() {
        let (rules, _) = compile(
            "[frame.pays]\ngloss = \"gives money to\"\nasserts = \"<a> rel:funds <b>\"\nverbs = [\"<a> pay|bail_out \
             <b>\"]\nmatch = [\"[a Iran] paid [b Hamas].\"]\nreject = [\"It pays.\"]",
        );
        let data = Data::embedded();
        let page = markdown(&rules, &Ontology::load(&data).unwrap(), &Maker::load(&data).unwrap());
        assert!(page.contains("The 1 rules with their 2 triggers"), "{page}");
        expect![[r#"
            ## t.toml

            ### pays

            Gives money to.

            - asserts `<a> funds <b>` (AID MC)
            - verbs: `<a> pay|bail_out <b>`
            - ✓ [a Iran] paid [b Hamas].
            - ✗ It pays.
        "#]]
        .assert_eq(&page[page.find("## t").unwrap()..]);
    }
}
