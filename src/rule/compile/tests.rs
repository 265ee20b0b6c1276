use expect_test::{Expect, expect};

use super::{Example, Grammar, List, Path, RuleSet, template};
use crate::data::Data;
use crate::diagnostic::Error;
use crate::ontology::Ontology;
use crate::rule::fixture::{compile, compile_files, file, rules};

/// The complaints about one frame that asserts `<a> rel:funds <b>`, rendered.
fn check(lines: &str, expected: Expect) {
    let head = "[frame.f]\nmatch = [\"[a X] funds [b Y].\"]\nreject = [\"No.\"]\nasserts = \"<a> rel:funds <b>\"\n";
    let (_, complaints) = compile(&format!("{head}{lines}"));
    expected.assert_eq(&complaints);
}

#[test]
fn a_complaint_shows_the_place_and_the_way_out() {
    check(
        "verbs = [\n  \"<a> fund|finance <bb>\",\n]",
        expect![[r#"
        error[R02]: `<bb>` is not a role of `f`
         --> t.toml:6:21
          |
        6 |   "<a> fund|finance <bb>",
          |                     ^^^^ did you mean `<b>`? roles come from `asserts`: a, b"#]],
    );
}

#[test]
fn all_complaints_come_at_once() {
    check(
        "verbs = [\"<a> gave <c>\", \"<a> fund <b\"]\ntypes = { a = \"Weapon\" }\ncolour = \"red\"",
        expect![[r#"
            error[R01]: unknown key `colour` in a frame
             --> t.toml:7:1
              |
            7 | colour = "red"
              | ^^^^^^ known keys: gloss, asserts, verbs, nouns, titles, adjectives, types, negated, yields, match, reject, begins, continues, ends

            error[R11]: `Weapon` cannot fill `<a>`
             --> t.toml:6:15
              |
            6 | types = { a = "Weapon" }
              |               ^^^^^^^^ domain and range of the predicate allow: Person, State, GovernmentBody, InternationalOrganization, ArmedGroup, ArmedForces, PoliticalParty, Company, Media, Organization, Population, Actor

            error[R05]: `gave` is not a base form
             --> t.toml:5:15
              |
            5 | verbs = ["<a> gave <c>", "<a> fund <b"]
              |               ^^^^ write `give`: all other forms are found by it

            error[R14]: `<` without `>`
             --> t.toml:5:36
              |
            5 | verbs = ["<a> gave <c>", "<a> fund <b"]
              |                                    ^^"#]],
    );
}

#[test]
fn a_light_verb_is_fine_with_a_noun_or_a_thing() {
    check("verbs = [\"<a> give money to <b>\"]", expect![""]);
    check("verbs = [\"<a> have <b>\"]\ntypes = { b = \"Weapon\" }", expect![""]);
    check(
        "verbs = [\"<a> have <b>\"]",
        expect![[r#"
        error[R06]: `have` alone would match nearly everything
         --> t.toml:5:15
          |
        5 | verbs = ["<a> have <b>"]
          |               ^^^^ add a fixed noun, as in `give money to <recipient>`, or narrow the object by `types`"#]],
    );
}

#[test]
fn a_shared_alternative_is_a_warning() {
    let g = "match = [\"[a X] aids [b Y].\"]\nreject = [\"No.\"]\nasserts = \"<a> rel:aids <b>\"";
    check(
        &format!("verbs = [\"<a> fund|aid <b>\"]\n[frame.g]\n{g}\nverbs = [\"<a> aid|help <b>\"]"),
        expect![[r#"
        warning[R07]: `aid` is matched by another template too
          --> t.toml:10:15
           |
        10 | verbs = ["<a> aid|help <b>"]
           |               ^^^ see t.toml:5: the first one wins"#]],
    );
}

#[test]
fn escapes_do_not_move_places() {
    check(
        "verbs = [\"<a> fund \\u003Cbb>\"]",
        expect![[r#"
        error[R02]: `<bb>` is not a role of `f`
         --> t.toml:5:10
          |
        5 | verbs = ["<a> fund \u003Cbb>"]
          |          ^^^^^^^^^^^^^^^^^^^^ did you mean `<b>`? roles come from `asserts`: a, b"#]],
    );
    check(
        "verbs = [\"\"\"\n<a> fund <bb>\"\"\"]",
        expect![[r#"
        error[R02]: `<bb>` is not a role of `f`
         --> t.toml:6:10
          |
        6 | <a> fund <bb>"""]
          |          ^^^^ did you mean `<b>`? roles come from `asserts`: a, b"#]],
    );
}

#[test]
fn a_broken_rule_is_left_out_and_others_stay() {
    let (set, complaints) = compile(
        "[frame.bad]\nasserts = \"<a> rel:fund <b>\"\nverbs = [\"<a> x <b>\"]\n[frame.good]\nasserts = \"<a> rel:funds \
         <b>\"\nverbs = [\"<a> y <b>\"]",
    );
    assert!(complaints.contains("R04"));
    assert_eq!(set.rules.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["good"]);
}

#[test]
fn phases_share_the_assertions_of_their_frame() {
    let set = rules();
    let ends = set.rule("funds.ends").unwrap();
    assert_eq!(ends.edges, set.rule("funds").unwrap().edges);
    assert_eq!(ends.phase, crate::syntax::scope::Phase::Ends);
}

#[test]
fn a_class_stands_for_its_subclasses_unless_some_are_listed() {
    let types = |types: &str| {
        let (set, complaints) = compile(&format!(
            "[frame.f]\nasserts = \"<a> rel:funds <b>\"\nverbs = [\"<a> fund <b>\"]\ntypes = {{ b = {types} }}"
        ));
        assert!(!complaints.contains("error["), "{complaints}");
        set.rules[0].roles[1].types.to_string()
    };
    assert_eq!(types("\"Place\""), "State, Place, Facility");
    assert_eq!(types("[\"Place\", \"State\"]"), "State, Place");
    assert_eq!(types("[\"Company\", \"Organization\"]"), "Company, Organization");
}

#[test]
fn a_rule_replaces_that_of_its_name_in_a_lower_layer_with_its_phases() {
    let below = "[frame.f]\nasserts = \"<a> rel:funds <b>\"\nverbs = [\"<a> fund <b>\"]\n[frame.f.ends]\nverbs = [\"<a> \
                 cut aid to <b>\"]\n[frame.g]\nasserts = \"<a> rel:aids <b>\"\nverbs = [\"<a> aid <b>\"]\n";
    let above = "[frame.f]\nasserts = \"<a> rel:aids <b>\"\nverbs = [\"<a> succor <b>\"]\n";
    let (set, complaints) = compile_files(&[file("mine.toml", above, 2), file("t.toml", below, 0)]);
    assert!(!complaints.contains("error["), "{complaints}");
    let rules: Vec<_> = set.rules.iter().map(|r| (r.name.as_str(), r.file.as_str())).collect();
    assert_eq!(rules, [("f", "mine.toml"), ("g", "t.toml")]);
    let (_, complaints) = compile_files(&[file("a.toml", above, 2), file("b.toml", above, 2)]);
    assert!(complaints.contains("error[R19]"), "{complaints}");
}

#[test]
fn an_own_rule_wins_over_the_same_template_below_and_is_warned_of() {
    let rule = |name: &str, examples: &str| {
        format!("[frame.{name}]\nasserts = \"<a> rel:funds <b>\"\nverbs = [\"<a> fund|pay <b>\"]\n{examples}")
    };
    let examples = "match = [\"[a X] funds [b Y]\"]\nreject = [\"No.\"]";
    let files = [file("mine.toml", &rule("f", examples), 1), file("t.toml", &rule("g", examples), 0)];
    expect![[r#"
        warning[R07]: `fund` is matched by another template too
         --> mine.toml:3:15
          |
        3 | verbs = ["<a> fund|pay <b>"]
          |               ^^^^ see t.toml:3: this one wins"#]]
    .assert_eq(&compile_files(&files).1);
}

#[test]
fn the_inventory_loads_without_errors() {
    let data = Data::embedded();
    let rules = RuleSet::load(&data, &Ontology::load(&data).unwrap());
    let errors = match rules {
        Ok(rules) => {
            assert!(rules.rules.iter().all(|rule| !rule.examples.is_empty()), "every rule has an example");
            return;
        }
        Err(Error::Diagnostics(errors)) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        Err(other) => other.to_string(),
    };
    panic!("{errors}");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 64, ..Default::default() })]

    #[test]
    fn any_text_is_read_without_panic(text in "[<>()|_a-zé'’ {}?\\[\\]=,:#\\\\]{0,40}") {
        let grammar = Grammar::load(&Data::embedded()).unwrap();
        for list in List::ALL {
            let _ = template::parse(list, &text, &grammar);
        }
        let _ = Path::parse(&text);
        let _ = Example::parse(&text);
        let quoted = text.replace(['\\', '\''], "");
        for key in ["asserts", "verbs", "nouns", "titles", "adjectives", "match", "reject", "surface", "trigger"] {
            let _ = compile(&format!("[frame.f]\nasserts = '<a> rel:funds <b>'\n[frame.f.ends]\n{key} = '{quoted}'"));
            let _ = compile(&format!("[pattern.f]\n{key} = '{quoted}'\npaths = {{ a = '{quoted}' }}"));
        }
        let _ = compile(&text);
    }
}
