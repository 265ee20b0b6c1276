use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;
use crate::data::Data;

fn check(list: List, template: &str, expected: Expect) {
    let grammar = Grammar::load(&Data::embedded()).unwrap();
    let mut out = String::new();
    match parse(list, template, &grammar) {
        Ok(forms) => {
            for form in forms {
                let lexeme = |l: &Lexeme| l.before.iter().chain([&l.head]).cloned().collect::<Vec<_>>().join(" ");
                write!(out, "{}: {}", form.list.key(), lexeme(&form.trigger)).unwrap();
                if let Some(particle) = &form.particle {
                    write!(out, " +{particle}").unwrap();
                }
                for Slot { place, role, .. } in &form.slots {
                    write!(out, ", {role}={}", name(place)).unwrap();
                }
                for Fixed { words, place } in &form.fixed {
                    let words: Vec<_> = words.iter().map(lexeme).collect();
                    write!(out, ", {}={}", words.join("|"), name(place)).unwrap();
                }
                out.push('\n');
            }
        }
        Err(e) => {
            let place = &template[e.span];
            writeln!(out, "{}: `{place}`: {} ({})", e.code, e.message, e.hint.unwrap_or_default()).unwrap();
        }
    }
    expected.assert_eq(&out);
}

fn name(place: &Place) -> String {
    match place {
        Place::Prep(words) => words.join("|"),
        other => format!("{other:?}"),
    }
}

#[test]
fn verbs_take_objects_prepositions_and_fixed_nouns() {
    check(
        List::Verbs,
        "<a> fund|finance <b>",
        expect![[r#"
            verbs: fund, a=Subject, b=Object
            verbs: finance, a=Subject, b=Object
        "#]],
    );
    check(
        List::Verbs,
        "<a> provide money|cash|nuclear_aid to|for <b>",
        expect![[r#"
            verbs: provide, a=Subject, b=to|for, money|cash|nuclear aid=Object
        "#]],
    );
    check(
        List::Verbs,
        "<a> give <b> money",
        expect![[r#"
            verbs: give, a=Subject, b=Dative, money=Complement
        "#]],
    );
    check(
        List::Verbs,
        "<a> name <b> chairman",
        expect![[r#"
            verbs: name, a=Subject, b=Dative, chairman=Complement
        "#]],
    );
    check(
        List::Verbs,
        "<a> place <b> under arrest",
        expect![[r#"
            verbs: place, a=Subject, b=Object, arrest=under
        "#]],
    );
    check(
        List::Verbs,
        "<a> act on_behalf_of <b>",
        expect![[r#"
            verbs: act, a=Subject, b=on_behalf_of
        "#]],
    );
}

#[test]
fn a_possessive_role_may_own_the_fixed_noun_of_a_verb() {
    check(
        List::Verbs,
        "<a> violate <b>'s airspace",
        expect![[r#"
        verbs: violate, a=Subject, b=Genitive, airspace=Object
    "#]],
    );
    check(
        List::Verbs,
        "<a> violate <b>'s",
        expect![[r#"
        R14: `<b>'s`: `<b>'s` after the trigger (in `verbs`, a fixed noun may follow: `violate <x>'s airspace`)
    "#]],
    );
}

#[test]
fn particles_may_be_joined_or_apart_and_may_be_prepositions() {
    check(
        List::Verbs,
        "<a> carry_out attack on <b>",
        expect![[r#"
            verbs: carry +out, a=Subject, b=on, attack=Object
        "#]],
    );
    check(
        List::Verbs,
        "<a> take_over <b>",
        expect![[r#"
            verbs: take +over, a=Subject, b=Object
        "#]],
    );
    check(
        List::Verbs,
        "<a> call on <b>",
        expect![[r#"
            verbs: call +on, a=Subject, b=Object
            verbs: call, a=Subject, b=on
        "#]],
    );
    check(
        List::Verbs,
        "<a> take_part in <b>",
        expect![[r#"
            verbs: take, a=Subject, b=in, part=Object
        "#]],
    );
    check(
        List::Verbs,
        "<a> step_down",
        expect![[r#"
            verbs: step +down, a=Subject
        "#]],
    );
}

#[test]
fn a_role_named_twice_behind_one_preposition_is_one_slot() {
    check(
        List::Nouns,
        "talks|negotiations between <x> and <x>",
        expect![[r#"
            nouns: talks, x=between
            nouns: talk, x=between
            nouns: negotiations, x=between
            nouns: negotiation, x=between
        "#]],
    );
    check(
        List::Nouns,
        "<x>'s talks with <x>",
        expect![[r#"
            nouns: talks, x=Genitive, x=with
            nouns: talk, x=Genitive, x=with
        "#]],
    );
    check(
        List::Verbs,
        "<m> broker talks (between <x> and <x>)",
        expect![[r#"
            verbs: broker, m=Subject, x=between, talks|talk=Object
            verbs: broker, m=Subject, talks|talk=Object
        "#]],
    );
}

#[test]
fn titles_have_an_owner_and_a_holder() {
    check(
        List::Titles,
        "<o>'s leader|prime_minister <h>",
        expect![[r#"
            titles: leader, o=Genitive, h=Holder
            titles: prime minister, o=Genitive, h=Holder
        "#]],
    );
    check(
        List::Titles,
        "ambassador to <o> <h>",
        expect![[r#"
            titles: ambassador, o=to, h=Holder
        "#]],
    );
    check(
        List::Titles,
        "special|peace envoy <h>",
        expect![[r#"
            titles: special envoy, h=Holder
            titles: peace envoy, h=Holder
        "#]],
    );
}

#[test]
fn a_copula_hands_over_to_its_noun_or_adjective() {
    check(
        List::Verbs,
        "<a> be ally of <b>",
        expect![[r#"
            adjectives: ally, a=Subject, b=of
            titles: ally, a=Holder, b=of
        "#]],
    );
    check(
        List::Adjectives,
        "<a> allied|loyal to|with <b>",
        expect![[r#"
            adjectives: allied, a=Subject, b=to|with
            adjectives: loyal, a=Subject, b=to|with
        "#]],
    );
}

#[test]
fn complaints_say_what_to_write() {
    check(
        List::Verbs,
        "<a> funded <b>",
        expect![[r#"
            R05: `funded`: `funded` is not a base form (write `fund` or `funde`: all other forms are found by it)
        "#]],
    );
    check(
        List::Verbs,
        "<a>'s fund <b>",
        expect![[r#"
            R14: `<a>'s`: `<a>'s` before a verb or adjective (`'s` belongs into `nouns` or `titles`)
        "#]],
    );
    check(
        List::Verbs,
        "<A> fund <b>",
        expect![[r#"
            R14: `<A>`: `<A>` is no role (a role is written in small letters, like `<recipient>`)
        "#]],
    );
    check(
        List::Verbs,
        "<a> fund <b",
        expect![[r#"
            R14: `<b`: `<` without `>` ()
        "#]],
    );
    check(
        List::Verbs,
        "<a> <b>",
        expect![[r#"
            R14: `<b>`: two roles before the trigger (join them by `and`, or put the trigger between them)
        "#]],
    );
    check(
        List::Verbs,
        "<a> be",
        expect![[r#"
            R06: `be`: `be` stands alone (add the noun or adjective that carries the relation)
        "#]],
    );
    check(
        List::Verbs,
        "<a> talk to|friend <b>",
        expect![[r#"
            R14: `to`: `to` is a preposition, its alternatives are not (write two templates)
        "#]],
    );
    check(
        List::Verbs,
        "<a> talk to",
        expect![[r#"
            R14: `to`: nothing after `to` (a role or a noun follows a preposition)
        "#]],
    );
    check(
        List::Verbs,
        "<a> talk (to <b>",
        expect![[r#"
            R14: `(`: `(` without `)` ()
        "#]],
    );
    check(
        List::Verbs,
        "<a> fund, <b>",
        expect![[r#"
            R14: `fund,`: `fund,` is no word (a template has roles `<role>`, words, `a|b` for alternatives, `a_b` for joined words)
        "#]],
    );
    check(
        List::Nouns,
        "<a>'s attack <b>",
        expect![[r#"
            R14: `<b>`: a role directly after a noun or adjective (put a preposition between, or move the template to `titles`)
        "#]],
    );
    check(
        List::Nouns,
        "",
        expect![[r#"
            R14: ``: no trigger word (write the verb or noun that carries the relation)
        "#]],
    );
}
