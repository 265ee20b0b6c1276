//! The complaints about rule files: one list, from which the messages' codes and `docs/reference/diagnostics.md` come.

pub use crate::diagnostic::Code;

/// Every complaint about a rule file.
pub const CODES: &[Code] = &[
    Code {
        code: "R01",
        title: "unknown key",
        explanation: "A rule file holds `[frame.NAME]` and `[pattern.NAME]`. A key that the rule language does not know \
                      would be without effect, so it is an error; the nearest known key is suggested.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verb = ["<funder> fund <recipient>"]"#,
    },
    Code {
        code: "R02",
        title: "a role that `asserts` does not name",
        explanation: "The roles of a rule are those of its `asserts`. A template, path, type or example may use no other: \
                      what it found would be lost.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verbs = ["<funder> fund <reciever>"]"#,
    },
    Code {
        code: "R03",
        title: "a role that nothing can fill",
        explanation: "`asserts` names a role that stands in no template, path or surface pattern, so that the relation \
                      can never be found. `<trigger>`, the phrase that the rule stands on, needs no slot.",
        example: r#"[frame.funds]
asserts = ["<funder> rel:funds <recipient>", "<broker> rel:brokers <recipient>"]
verbs = ["<funder> fund <recipient>"]"#,
    },
    Code {
        code: "R04",
        title: "unknown predicate",
        explanation: "`asserts` may use the relations of `ontology/relations.ttl` only, written `rel:NAME`.",
        example: r#"[frame.funds]
asserts = "<funder> rel:fund <recipient>"
verbs = ["<funder> fund <recipient>"]"#,
    },
    Code {
        code: "R05",
        title: "the trigger is not a base form",
        explanation: "A verb is written as in a dictionary; every other form, and the passive, is found by it.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verbs = ["<funder> funded <recipient>"]"#,
    },
    Code {
        code: "R06",
        title: "a light verb alone",
        explanation: "`give`, `take`, `make`, `have` and the like mean little without their noun: such a template would \
                      match nearly every sentence. Add a fixed noun (`give money to <recipient>`), or narrow the object \
                      to things by `types`.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verbs = ["<funder> give <recipient>"]"#,
    },
    Code {
        code: "R07",
        title: "the same template twice",
        explanation: "Two templates that match the same words with the same classes: only the first would ever assert. A \
                      single shared alternative is a warning.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verbs = ["<funder> aid <recipient>"]

[frame.aids]
asserts = "<helper> rel:aids <helped>"
verbs = ["<helper> aid <helped>"]"#,
    },
    Code {
        code: "R08",
        title: "no example",
        explanation: "Every rule has at least one `match` and one `reject`: they document it, and the tests run them. A \
                      phase table needs a `match` only, for it shares its frame's `reject`.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verbs = ["<funder> fund <recipient>"]"#,
    },
    Code {
        code: "R09",
        title: "a pattern without a word",
        explanation: "A tree pattern needs `trigger`, a lemma, and a surface pattern needs a word besides its roles: the word \
                      is the key under which the pattern is found. Without one it would be tried at every token.",
        example: r#"[pattern.any]
asserts = "<group> rel:locatedIn <place>"
surface = "<group> , <place>""#,
    },
    Code {
        code: "R10",
        title: "malformed bracket in an example",
        explanation: "An example marks each role as `[role words]`; brackets are closed, may nest, and hold a role and words.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verbs = ["<funder> fund <recipient>"]
match = ["[funder Iran funds [recipient Hamas]."]"#,
    },
    Code {
        code: "R11",
        title: "a type that the predicate does not take",
        explanation: "The types of a role come from domain and range of the predicate; `types` can only narrow them. \
                      A class stands for its subclasses too, unless some of them are listed beside it.",
        example: r#"[frame.post]
asserts = "<holder> rel:holdsPosition <office>"
verbs = ["<holder> occupy <office>"]
types = { office = "Weapon" }"#,
    },
    Code {
        code: "R12",
        title: "no valid TOML",
        explanation: "The file does not follow the TOML specification; the message is that of the TOML reader.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
gloss = gives money
verbs = ["<funder> fund <recipient>"]"#,
    },
    Code {
        code: "R13",
        title: "a value that is missing or of the wrong kind",
        explanation: "`asserts` is obligatory in a frame and a pattern. Texts are strings, lists are lists of strings, `types` \
                      and `paths` are tables.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verbs = 3"#,
    },
    Code {
        code: "R14",
        title: "malformed template",
        explanation: "A template is the plainest active sentence: roles `<role>` (with `'s` in nouns and titles), the trigger, \
                      prepositions, fixed nouns; `a|b` for alternatives, `a_b` for joined words, `(…)` for what may be left \
                      out, `and` between two roles.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verbs = ["<funder> fund, <recipient>"]"#,
    },
    Code {
        code: "R15",
        title: "malformed path",
        explanation: "A path is a chain of steps: `>relation` to a dependent, `<relation` to the head, each with an optional \
                      `(preposition)`, `{lemma|lemma}` and `?`; `|` parts alternatives.",
        example: r#"[pattern.member]
asserts = "<member> rel:memberOf <group>"
trigger = "member"
paths = { group = ">nmodd(of)", member = "<appos" }"#,
    },
    Code {
        code: "R16",
        title: "unknown qualifier in an example",
        explanation: "Behind `=>` stand, parted by commas: negated, possible, planned, desired, begins, continues, ends, said, \
                      or `said by NAME`.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verbs = ["<funder> fund <recipient>"]
match = ["[funder Iran] may fund [recipient Hamas]. => maybe"]"#,
    },
    Code {
        code: "R17",
        title: "malformed assertion",
        explanation: "`asserts` is `<role> rel:predicate <role>`, or a list of such.",
        example: r#"[frame.funds]
asserts = "funder funds recipient"
verbs = ["<funder> fund <recipient>"]"#,
    },
    Code {
        code: "R18",
        title: "unknown class",
        explanation: "`types` names classes of `ontology/actors.ttl` without prefix.",
        example: r#"[frame.leads]
asserts = "<holder> rel:leads <org>"
verbs = ["<holder> lead <org>"]
types = { holder = "Human" }"#,
    },
    Code {
        code: "R19",
        title: "two rules of one name",
        explanation: "Names are unique over all files: evidence names its rule.",
        example: r#"[frame.funds]
asserts = "<funder> rel:funds <recipient>"
verbs = ["<funder> fund <recipient>"]

[pattern.funds]
asserts = "<funder> rel:funds <recipient>"
surface = "<funder> - funded <recipient>""#,
    },
    Code {
        code: "R20",
        title: "a template that asserts nothing",
        explanation: "No assertion of the rule has both its roles in this template, so it would never find anything.",
        example: r#"[frame.hosts]
asserts = ["<a> rel:meets <b>", "<c> rel:hosts <d>"]
verbs = ["<a> meet <b>", "<c> host <d>", "<a> receive <d>"]"#,
    },
];

/// The entry of [`CODES`] for a code.
pub fn code(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|entry| entry.code == code)
}

/// The section of `docs/reference/diagnostics.md` about rule files.
pub fn markdown() -> String {
    CODES.iter().map(|entry| entry.markdown("toml")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_numbered_without_a_gap() {
        for (i, entry) in CODES.iter().enumerate() {
            assert_eq!(entry.code, format!("R{:02}", i + 1));
            assert!(entry.explanation.ends_with('.') && !entry.title.ends_with('.'));
            assert_eq!(code(entry.code), Some(entry));
        }
    }

    #[test]
    fn every_example_causes_its_complaint() {
        for entry in CODES {
            let (_, complaints) = crate::rule::fixture::compile(entry.example);
            assert!(complaints.contains(&format!("[{}]", entry.code)), "{}: {complaints}", entry.code);
            let errors = complaints.matches("error[").count();
            assert!(errors <= 1, "{}: {complaints}", entry.code);
        }
    }
}
