use expect_test::{Expect, expect};

use super::*;
use crate::rule::fixture::rules;

/// The sentences of one template of the rules in `fixture`.
fn check(rule: &str, template: usize, expected: Expect) {
    let rules = rules();
    let rule = rules.rule(rule).unwrap();
    let (list, text) = &rule.templates[template];
    let maker = Maker::load(&Data::embedded()).unwrap();
    let samples = maker.samples(&rules, rule, (list, text));
    let lines = samples.iter().map(|s| format!("{}: {}", s.form, s.sentences.join(" | ")));
    expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_verb_has_every_voice() {
    check(
        "funds",
        0,
        expect![[r#"
            active: [funder Iran] funded [recipient Hezbollah].
            passive: [recipient Hezbollah] had been funded by [funder Iran].
            relative clause: [funder Iran], which funded [recipient Hezbollah], declined to comment.
            relative clause, object: [recipient Hezbollah], which [funder Iran] had funded, declined to comment.
            relative clause, passive: [recipient Hezbollah], which had been funded by [funder Iran], declined to comment.
            past participle: [recipient Hezbollah], funded by [funder Iran], declined to comment.
            present participle: [funder Iran] acted quickly, funding [recipient Hezbollah]. | [funder Iran] left the room, funding [recipient Hezbollah].
            infinitive: [funder Iran] promised to fund [recipient Hezbollah]. | [funder Iran] wanted to fund [recipient Hezbollah].
            shared subject: [funder Iran] lost patience and funded [recipient Hezbollah]. | [funder Iran] waited and then funded [recipient Hezbollah].
            compound participle: The [funder Iran]-funded [recipient Hezbollah] declined to comment."#]],
    );
}

#[test]
fn a_fixed_noun_can_be_the_subject_of_a_passive() {
    check(
        "funds",
        1,
        expect![[r#"
            active: [funder Iran] provided money to [recipient Hezbollah]. | [funder Iran] provided the money to [recipient Hezbollah]. | [funder Iran] provided moneys to [recipient Hezbollah]. | [funder Iran] provided money for [recipient Hezbollah]. | [funder Iran] provided the money for [recipient Hezbollah]. | [funder Iran] provided moneys for [recipient Hezbollah].
            passive: Money had been provided to [recipient Hezbollah] by [funder Iran]. | The money had been provided to [recipient Hezbollah] by [funder Iran]. | Moneys had been provided to [recipient Hezbollah] by [funder Iran]. | Money had been provided for [recipient Hezbollah] by [funder Iran]. | The money had been provided for [recipient Hezbollah] by [funder Iran]. | Moneys had been provided for [recipient Hezbollah] by [funder Iran].
            relative clause: [funder Iran], which provided money to [recipient Hezbollah], declined to comment. | [funder Iran], which provided the money to [recipient Hezbollah], declined to comment. | [funder Iran], which provided moneys to [recipient Hezbollah], declined to comment. | [funder Iran], which provided money for [recipient Hezbollah], declined to comment. | [funder Iran], which provided the money for [recipient Hezbollah], declined to comment. | [funder Iran], which provided moneys for [recipient Hezbollah], declined to comment.
            past participle: Money, provided to [recipient Hezbollah] by [funder Iran], declined to comment. | The money, provided to [recipient Hezbollah] by [funder Iran], declined to comment. | Moneys, provided to [recipient Hezbollah] by [funder Iran], declined to comment. | Money, provided for [recipient Hezbollah] by [funder Iran], declined to comment. | The money, provided for [recipient Hezbollah] by [funder Iran], declined to comment. | Moneys, provided for [recipient Hezbollah] by [funder Iran], declined to comment.
            present participle: [funder Iran] acted quickly, providing money to [recipient Hezbollah]. | [funder Iran] acted quickly, providing the money to [recipient Hezbollah]. | [funder Iran] acted quickly, providing moneys to [recipient Hezbollah]. | [funder Iran] acted quickly, providing money for [recipient Hezbollah]. | [funder Iran] acted quickly, providing the money for [recipient Hezbollah]. | [funder Iran] acted quickly, providing moneys for [recipient Hezbollah]. | [funder Iran] left the room, providing money to [recipient Hezbollah]. | [funder Iran] left the room, providing the money to [recipient Hezbollah]. | [funder Iran] left the room, providing moneys to [recipient Hezbollah]. | [funder Iran] left the room, providing money for [recipient Hezbollah]. | [funder Iran] left the room, providing the money for [recipient Hezbollah]. | [funder Iran] left the room, providing moneys for [recipient Hezbollah].
            infinitive: [funder Iran] promised to provide money to [recipient Hezbollah]. | [funder Iran] promised to provide the money to [recipient Hezbollah]. | [funder Iran] promised to provide moneys to [recipient Hezbollah]. | [funder Iran] promised to provide money for [recipient Hezbollah]. | [funder Iran] promised to provide the money for [recipient Hezbollah]. | [funder Iran] promised to provide moneys for [recipient Hezbollah]. | [funder Iran] wanted to provide money to [recipient Hezbollah]. | [funder Iran] wanted to provide the money to [recipient Hezbollah]. | [funder Iran] wanted to provide moneys to [recipient Hezbollah]. | [funder Iran] wanted to provide money for [recipient Hezbollah]. | [funder Iran] wanted to provide the money for [recipient Hezbollah]. | [funder Iran] wanted to provide moneys for [recipient Hezbollah].
            shared subject: [funder Iran] lost patience and provided money to [recipient Hezbollah]. | [funder Iran] lost patience and provided the money to [recipient Hezbollah]. | [funder Iran] lost patience and provided moneys to [recipient Hezbollah]. | [funder Iran] lost patience and provided money for [recipient Hezbollah]. | [funder Iran] lost patience and provided the money for [recipient Hezbollah]. | [funder Iran] lost patience and provided moneys for [recipient Hezbollah]. | [funder Iran] waited and then provided money to [recipient Hezbollah]. | [funder Iran] waited and then provided the money to [recipient Hezbollah]. | [funder Iran] waited and then provided moneys to [recipient Hezbollah]. | [funder Iran] waited and then provided money for [recipient Hezbollah]. | [funder Iran] waited and then provided the money for [recipient Hezbollah]. | [funder Iran] waited and then provided moneys for [recipient Hezbollah]."#]],
    );
}

#[test]
fn nouns_and_titles_have_their_owner_on_either_side() {
    check(
        "funds",
        2,
        expect![[r#"
            possessive: [funder Iran]'s funding of [recipient Hezbollah] drew criticism. | [funder Iran]'s fundings of [recipient Hezbollah] drew criticism. | [funder Iran]'s funding for [recipient Hezbollah] drew criticism. | [funder Iran]'s fundings for [recipient Hezbollah] drew criticism. | [funder Iran]'s funding to [recipient Hezbollah] drew criticism. | [funder Iran]'s fundings to [recipient Hezbollah] drew criticism.
            of-phrase: The funding of [funder Iran] for [recipient Hezbollah] drew criticism. | The fundings of [funder Iran] for [recipient Hezbollah] drew criticism. | The funding of [funder Iran] to [recipient Hezbollah] drew criticism. | The fundings of [funder Iran] to [recipient Hezbollah] drew criticism.
            by-phrase: The funding of [recipient Hezbollah] by [funder Iran] drew criticism. | The fundings of [recipient Hezbollah] by [funder Iran] drew criticism. | The funding for [recipient Hezbollah] by [funder Iran] drew criticism. | The fundings for [recipient Hezbollah] by [funder Iran] drew criticism. | The funding to [recipient Hezbollah] by [funder Iran] drew criticism. | The fundings to [recipient Hezbollah] by [funder Iran] drew criticism.
            adjective: [funder Iranian] funding of [recipient Hezbollah] drew criticism. | [funder Iranian] fundings of [recipient Hezbollah] drew criticism. | [funder Iranian] funding for [recipient Hezbollah] drew criticism. | [funder Iranian] fundings for [recipient Hezbollah] drew criticism. | [funder Iranian] funding to [recipient Hezbollah] drew criticism. | [funder Iranian] fundings to [recipient Hezbollah] drew criticism."#]],
    );
    check(
        "leads",
        1,
        expect![[r#"
            possessive: [org Hamas]'s [trigger leader], [holder Sinwar], declined to comment.
            apposition: [holder Sinwar], the [trigger leader] of [org Hamas], declined to comment.
            copula: [holder Sinwar] is the [trigger leader] of [org Hamas].
            title: [org Hamas] [trigger leader] [holder Sinwar] declined to comment.
            appointment: They named [holder Sinwar] [trigger leader] of [org Hamas].
            as-phrase: [holder Sinwar] served as [trigger leader] of [org Hamas]."#]],
    );
}

#[test]
fn who_stands_at_both_ends_may_stand_together() {
    check(
        "talks",
        0,
        expect![[r#"
            active: [party Israel] negotiated with [party Hamas].
            relative clause: [party Israel], which negotiated with [party Hamas], declined to comment.
            present participle: [party Israel] acted quickly, negotiating with [party Hamas]. | [party Israel] left the room, negotiating with [party Hamas].
            infinitive: [party Israel] promised to negotiate with [party Hamas]. | [party Israel] wanted to negotiate with [party Hamas].
            shared subject: [party Israel] lost patience and negotiated with [party Hamas]. | [party Israel] waited and then negotiated with [party Hamas].
            mutual: [party Israel] and [party Hamas] negotiated."#]],
    );
    check("talks", 3, expect!["noun alone: The talks between [party Israel] and [party Hamas] drew criticism."]);
}

#[test]
fn triggers_are_listed_as_written() {
    let maker = Maker::load(&Data::embedded()).unwrap();
    assert_eq!(maker.triggers(("verbs", "<a> carry_out|stage attack on <b>")), ["carry out", "stage"]);
    assert_eq!(maker.triggers(("surface", "<a> - based <b>")), [""; 0]);
}
