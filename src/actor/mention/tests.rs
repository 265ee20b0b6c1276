//! What is found, on the trees of `fixtures/conllu/actors.conllu`.

use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;
use crate::actor::testing::{document, gazetteer};

fn check(name: &str, expected: Expect) {
    let document = document(name);
    let mut out = String::new();
    for mention in mentions(&document, &gazetteer()) {
        let text = document.slice(document.token_span(mention.tokens.clone()));
        let head = document.form(mention.head);
        writeln!(out, "{text} [{head}] {:?} {}", mention.form, mention.class).unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn titles_come_off_names_and_are_positions() {
    check(
        "persons",
        expect![[r#"
            Foreign Minister [Minister] Nominal Position
            Anna Berg [Anna] Name Person
            President [President] Nominal Position
            Donald Trump [Donald] Name Person
            Berg [Berg] Name Person
            she [she] Pronoun Person
            the president [president] Nominal Person
            Trump [Trump] Name Person
            her [her] Pronoun Person
        "#]],
    );
}

#[test]
fn demonyms_and_names_before_nouns_are_mentions_of_their_own() {
    check(
        "demonyms",
        expect![[r#"
            Many Iranian officials [officials] Nominal Population
            Iranian [Iranian] Demonym State
            their country [country] Nominal Thing
            their [their] Pronoun Actor
            Hezbollah [Hezbollah] Name ArmedGroup
            which [which] Pronoun Thing
            it [it] Pronoun Thing
            Israel [Israel] Name State
            the Iranian regime [regime] Nominal Thing
            Iranian [Iranian] Demonym State
            U.S. troops [troops] Nominal ArmedForces
            U.S. [U.S.] Demonym State
            Iranian officials [officials] Nominal Population
            Iranian [Iranian] Demonym State
            Iran's foreign ministry envoy [envoy] Nominal Person
            Iran [Iran] Name State
        "#]],
    );
}

#[test]
fn namesakes_of_states_are_persons() {
    check(
        "namesakes",
        expect![[r#"
        Israel Katz [Israel] Name Person
        Denzel Washington [Denzel] Name Person
        Turkey [Turkey] Name State
    "#]],
    );
}

#[test]
fn headlines_in_capitals_have_only_known_names() {
    check(
        "headline",
        expect![[r#"
            SHELLS [SHELLS] Nominal Thing
            MARKET [MARKET] Nominal Thing
            IRAN [IRAN] Name State
            TALKS [TALKS] Nominal Event
        "#]],
    );
}

#[test]
fn partitive_heads_keep_their_of_phrase() {
    check(
        "modifiers",
        expect![[r#"
        Israeli and Arab officials [officials] Nominal Population
        Israeli [Israeli] Demonym State
        a number of Iran-backed groups [number] Nominal Organization
        Iran-backed groups [groups] Nominal Organization
        Iran [Iran] Demonym State
    "#]],
    );
}

/// Words that the tagger or the parser did not see as one name: *Transport*, *-tung*, *Grand*, *To*.
#[test]
fn names_are_whole_whatever_the_tags() {
    check(
        "wholes",
        expect![[r#"
        Transport Turkey officials [officials] Nominal Population
        Transport Turkey [Transport] Demonym Organization
        Kwan Yiu-tung [Kwan] Name Person
        Grand Market [Market] Name Facility
        The head [head] Nominal Thing
        Harbour Bank [Bank] Name Company
        Anna Berg [Anna] Name Person
        Anna To [Anna] Name Person
    "#]],
    );
}

#[test]
fn sides_of_politics_act_but_conditions_do_not() {
    check(
        "sides",
        expect![[r#"
        The pro-market camp [camp] Nominal PoliticalParty
        the state [state] Nominal Thing
        alert [alert] Nominal Thing
        power [power] Nominal Thing
        force [force] Nominal Thing
        The pro-market camp [camp] Nominal PoliticalParty
        the vote [vote] Nominal Thing
    "#]],
    );
}

#[test]
fn an_unknown_name_is_what_stands_beside_it() {
    check(
        "beside",
        expect![[r#"
        Anna Berg [Anna] Name Person
        an envoy [envoy] Nominal Position
        who [who] Pronoun Person
        Iran [Iran] Name State
        Orlan Vesk [Orlan] Name GovernmentBody
        a ministry [ministry] Nominal GovernmentBody
        Turkey [Turkey] Name State
        The troops [troops] Nominal Thing
        which [which] Pronoun Thing
    "#]],
    );
}

#[test]
fn index_finds_heads_and_words_inside_names() {
    let document = document("persons");
    let mentions = mentions(&document, &gazetteer());
    let index = MentionIndex::new(&document, &mentions);
    let form = |token: TokenIx| index.at(token).map(|m| document.form(mentions[m].head));
    assert_eq!(form(3), Some("Anna"), "Berg is a word of the name");
    assert_eq!(form(1), Some("Minister"));
    assert_eq!(index.position(1), index.at(1));
    assert_eq!(index.at(4), None, "a verb is no mention");
}

#[test]
fn names_that_no_list_has_are_what_the_text_tells() {
    check(
        "unlisted",
        expect![[r#"
        Magna International Inc. [Inc.] Name Company
        Magna [Magna] Name Company
        It [It] Pronoun Thing
        Avon [Avon] Name Place
        Israel [Israel] Name State
        A 14-year-old [old] Nominal Person
        Anna Christmas [Anna] Name Person
        the minister's office [office] Nominal Thing
        the minister [minister] Nominal Person
        M-19 men [men] Nominal Thing
        M-19 [M] Demonym Thing
        an AK-47 rifle [rifle] Nominal Thing
        AK-47 [AK] Demonym Thing
        the company's editor-in-chief [editor] Nominal Thing
        the company [company] Nominal Thing
        chief [chief] Nominal Thing
        Redskins [Redskins] Name Organization
        Minister [Minister] Nominal Position
        Denzel Waters [Denzel] Name Person
        his turn [turn] Nominal Thing
        his [his] Pronoun Person
        Waters [Waters] Name Person
        Internet [Internet] Name Thing
    "#]],
    );
}
