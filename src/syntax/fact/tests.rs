//! Facts of sentences of `fixtures/conllu/facts.conllu`.

use expect_test::{Expect, expect};

use super::*;
use crate::data::Data;
use crate::syntax::fixture;

fn check(id: &str, expected: Expect) {
    let document = fixture::sentence("facts", id);
    let lexicon = Lexicon::load(&Data::embedded()).unwrap();
    let text = |p: &Phrase| document.slice(document.token_span(p.tokens.clone())).to_owned();
    let lines: Vec<String> = facts(&document, &lexicon)
        .iter()
        .map(|f| {
            let relation = f.relation_text(&document);
            format!("{} | {relation} | {}   {} {}", text(&f.subject), text(&f.object), f.key(&document), f.kind.name())
        })
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn an_object_and_what_stands_inside_it_give_a_fact_each() {
    check(
        "talks",
        expect![[r#"
            Oman | hosted | talks   host verb
            Oman | hosted talks between | Norway   host_talk+between verb
            Oman | hosted talks between | Iran   host_talk+between verb
            Oman | hosted talks in | Muscat   host_talk+in verb"#]],
    );
}

#[test]
fn the_agent_of_a_passive_stands_after_by() {
    check("passive", expect!["The treaty | was signed by | two ministers   sign+by/passive verb"]);
}

#[test]
fn fronted_phrases_take_their_plain_place_and_subjects_are_shared() {
    check(
        "fronted",
        expect![[r#"
        Anna | was born In | 1950   bear+in/passive verb
        Anna | was born in | Vienna   bear+in/passive verb
        Anna | moved to | Paris   move+to verb"#]],
    );
}

#[test]
fn verbs_of_a_chain_are_one_relation() {
    check(
        "chain",
        expect![[r#"
        The firm | agreed to sell | its stake   agree_to_sell verb
        The firm | agreed to sell its stake to | a fund   agree_to_sell_stake+to verb"#]],
    );
}

#[test]
fn a_relative_pronoun_is_its_noun() {
    check(
        "relative",
        expect![[r#"
        The bank | owns | the mine   own verb
        The bank | urged | the state   urge verb
        The bank | urged the state to cut | spending   urge_state_to_cut verb"#]],
    );
}

#[test]
fn copulas_take_nouns_adjectives_and_phrases() {
    check(
        "copulas",
        expect![[r#"
        Anna | is | a professor of law   be copula
        Anna | is a professor of | law   professor+of copula
        the hall | is in | Oslo   be+in copula
        she | is responsible for | it   responsible+for copula"#]],
    );
}

#[test]
fn coordinated_verbs_share_an_object_written_once() {
    check(
        "shared-object",
        expect![[r#"
        Police | arrested | three men   arrest verb
        Police | charged | three men   charge verb"#]],
    );
}

#[test]
fn negation_stays_in_the_words() {
    check(
        "negation",
        expect![[r#"
        Neither the firm | commented on | the verdict   comment+on verb
        nor its lawyers | commented on | the verdict   comment+on verb
        Anna | never signed | it   sign verb"#]],
    );
}

#[test]
fn appositions_and_titles_say_what_a_name_is() {
    check(
        "apposition",
        expect![[r#"
        Anna Keller | is | Special Envoy   be title
        Special Envoy Anna Keller | met | Omar Haddad   meet verb
        Omar Haddad | is | the leader of the group   be apposition"#]],
    );
}

#[test]
fn the_noun_of_a_relative_clause_is_its_object() {
    check(
        "relative-object",
        expect![[r#"
            Norway | signed | The treaty   sign verb
            The treaty | covers | a house   cover verb
            she | owns | a house   own verb"#]],
    );
}

#[test]
fn what_is_said_and_why_are_objects_too() {
    check(
        "content",
        expect![[r#"
        Officials | said | that the mine would close because it lost money   say verb
        the mine | would close because | it lost money   close_because verb
        it | lost | money   lose verb"#]],
    );
}

#[test]
fn a_gerund_behind_a_preposition_goes_on_with_the_verb_above() {
    check(
        "gerund",
        expect![[r#"
        The court | fined | the port   fine verb
        The court | fined the port for polluting | the bay   fine_port_for_pollute verb"#]],
    );
}

#[test]
fn what_there_is_is_an_object() {
    check(
        "there",
        expect![[r#"
        There | are | two schools   be verb
        There | are two schools in | the town   be_two_school+in verb"#]],
    );
}

#[test]
fn a_negation_is_shared_by_coordinated_verbs() {
    check(
        "negated-pair",
        expect![[r#"
        He | did not sign | it   sign verb
        He | did not read | it   read verb"#]],
    );
}

#[test]
fn a_bare_noun_before_a_phrase_is_part_of_the_preposition() {
    check(
        "complex-preposition",
        expect![[r#"
        It | acted in response to | threats   act+in_response+to verb
        It | served as | a bank   serve+as verb
        It | served as a bank in | Rome   serve+as_bank+in verb"#]],
    );
}

#[test]
fn an_infinitive_without_arguments_is_one() {
    check("bare-infinitive", expect!["Women | were allowed | to vote   allow/passive verb"]);
}

#[test]
fn a_measure_keeps_its_phrase_and_a_time_its_adverb() {
    check(
        "later",
        expect![[r#"
        A number of ships | left | the port   leave verb
        A number of ships | left the port | two days later   leave_port verb"#]],
    );
}
