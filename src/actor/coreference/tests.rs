//! Who is meant, on the trees of `fixtures/conllu/actors.conllu`, and on any tree at all.

use std::collections::HashSet;
use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::*;
use crate::actor::mention::mentions;
use crate::actor::testing::{document, gazetteer};

fn check(name: &str, expected: Expect) {
    let document = document(name);
    let mentions = mentions(&document, &gazetteer());
    let mut out = String::new();
    let actors = resolve(&document, &mentions, &gazetteer());
    for actor in &actors {
        let text = |&m: &usize| {
            let literal = actor.metonyms.iter().find(|x| x.mention == m).map(|x| format!(" (not {})", x.literal));
            let text = document.slice(document.token_span(mentions[m].tokens.clone()));
            format!("{text}{}", literal.unwrap_or_default())
        };
        let texts: Vec<String> = actor.mentions.iter().map(text).collect();
        let parent = actor.parent.map(|p| format!(" of {}", actors[p].id)).unwrap_or_default();
        writeln!(out, "{} {} {:?}{parent}: {}", actor.id, actor.class, actor.label, texts.join(" | ")).unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn a_capital_that_acts_is_its_government() {
    check(
        "metonyms",
        expect![[r#"
            united-states State "United States": Washington (not washington) | it
            iran State "Iran": Tehran (not tehran)
            envoys-1 Population "Envoys": Envoys
            washington Place "Washington": Washington
            russia State "Russia": Kremlin (not kremlin)
        "#]],
    );
}

#[test]
fn persons_are_known_by_surname_pronoun_and_office() {
    check(
        "persons",
        expect![[r#"
            foreign-minister-1 Position "Foreign Minister": Foreign Minister
            person.anna-berg Person "Anna Berg": Anna Berg | Berg | she | her
            president-1 Position "President": President
            donald-trump Person "Donald Trump": Donald Trump | the president | Trump
        "#]],
    );
}

/// Whom the persons of a document mean, were it written at each of the dates.
fn check_dates(name: &str, dates: &[&str], expected: Expect) {
    let mut out = String::new();
    for date in dates {
        let mut document = document(name);
        document.source.date = Some((*date).to_owned()).filter(|d| !d.is_empty());
        let mentions = mentions(&document, &gazetteer());
        let actors = resolve(&document, &mentions, &gazetteer());
        let persons = actors.iter().filter(|a| a.class == Class::Person).map(|a| a.id.as_str());
        writeln!(out, "{date}: {}", persons.collect::<Vec<_>>().join(", ")).unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn the_date_of_the_report_tells_who_the_president_is() {
    let dates = ["2009-05-01", "2012-05-01", "2015-01-01", "2020-07-15", "2026-05-01", "2040-05-01", ""];
    check_dates(
        "roles",
        &dates,
        expect![[r#"
        2009-05-01: vesmarkian-president-1, former-vesmarkian-president-1, next-president-1
        2012-05-01: ilan-oro, former-vesmarkian-president-1, next-president-1
        2015-01-01: mara-quint, former-vesmarkian-president-1, next-president-1
        2020-07-15: vesmarkian-president-1, former-vesmarkian-president-1, next-president-1
        2026-05-01: tavi-oro, former-vesmarkian-president-1, next-president-1
        2040-05-01: vesmarkian-president-1, former-vesmarkian-president-1, next-president-1
        : vesmarkian-president-1, former-vesmarkian-president-1, next-president-1
    "#]],
    );
}

#[test]
fn a_sentence_about_another_year_names_nobody() {
    check_dates(
        "year",
        &["2012-05-01", "2003-05-01"],
        expect![[r#"
        2012-05-01: vesmarkian-president-1
        2003-05-01: vesmarkian-president-1
    "#]],
    );
}

#[test]
fn a_surname_is_the_one_in_office() {
    check_dates(
        "surname",
        &["2012-05-01", "2017-05-01", "2022-05-01", ""],
        expect![[r#"
            2012-05-01: ilan-oro
            2017-05-01: ilan-oro
            2022-05-01: tavi-oro
            : oro-1
        "#]],
    );
}

#[test]
fn initials_in_brackets_define_an_acronym() {
    check(
        "acronym",
        expect![[r#"
            organization.international-seed-bank Company "International Seed Bank": International Seed Bank | ISB | ISB
            iran State "Iran": Iran
        "#]],
    );
}

#[test]
fn demonyms_and_descriptions_lead_to_the_state() {
    check(
        "demonyms",
        expect![[r#"
            iranian-officials-1 Population "Iranian officials" of iran: Many Iranian officials | their | Iranian officials
            iran State "Iran": Iranian | their country | the Iranian regime | Iranian | Iranian | Iran
            hezbollah ArmedGroup "Hezbollah": Hezbollah | which | it
            israel State "Israel": Israel
            us-troops-1 ArmedForces "U.S. troops" of united-states: U.S. troops
            united-states State "United States": U.S.
            foreign-ministry-envoy-1 Person "foreign ministry envoy" of iran: Iran's foreign ministry envoy
        "#]],
    );
}

#[test]
fn we_is_who_speaks() {
    check(
        "quotes",
        expect![[r#"
            berg-1 Person "Berg": We | Berg
        "#]],
    );
}

#[test]
fn namesakes_are_apart() {
    check(
        "namesakes",
        expect![[r#"
            person.israel-katz Person "Israel Katz": Israel Katz
            person.denzel-washington Person "Denzel Washington": Denzel Washington
            turkey State "Turkey": Turkey
        "#]],
    );
}

#[test]
fn there_is_one_camp_of_a_kind() {
    check(
        "sides",
        expect![[r#"
        pro-market-camp-1 PoliticalParty "pro-market camp": The pro-market camp | The pro-market camp
        state-1 Thing "state": the state
        alert-1 Thing "alert": alert
        power-1 Thing "power": power
        force-1 Thing "force": force
        vote-1 Thing "vote": the vote
    "#]],
    );
}

#[test]
fn who_means_the_holder_of_the_office_before_it() {
    check(
        "beside",
        expect![[r#"
            person.anna-berg Person "Anna Berg": Anna Berg | who
            envoy-1 Position "envoy": an envoy
            iran State "Iran": Iran
            orlan-vesk-1 GovernmentBody "Orlan Vesk": Orlan Vesk | a ministry
            turkey State "Turkey": Turkey
            troops-1 Thing "troops": The troops | which
        "#]],
    );
}

#[test]
fn a_word_for_two_means_both() {
    check(
        "pairs",
        expect![[r#"
        iran State "Iran": Iran
        israel State "Israel": Israel | Israel
        deal-1 Thing "deal": a deal
        iran-and-israel-1 State "Iran and Israel": The two states | They
        person.anna-berg Person "Anna Berg": Anna Berg
        turkey State "Turkey": Turkey
        russia State "Russia": Russia
        states-1 State "states": both states
    "#]],
    );
}

#[test]
fn a_description_between_commas_is_whom_the_name_names() {
    check(
        "commas",
        expect![[r#"
        turkey State "Turkey": Turkey | an old ally
        russia State "Russia": Russia
        gas-1 Thing "gas": gas
        envoy-1 Position "envoy" of iran: The envoy
        iran State "Iran": Iran
        person.anna-berg Person "Anna Berg": Anna Berg
    "#]],
    );
}

#[test]
fn we_is_whom_the_speaker_serves() {
    check(
        "ours",
        expect![[r#"
        iran State "Iran": We | Iranian
        talks-1 Event "talks": the talks
        person.anna-berg Person "Anna Berg": Anna Berg
        iranian-envoy-1 Position "Iranian envoy" of iran: the Iranian envoy
    "#]],
    );
}

#[test]
fn you_in_a_question_is_i_in_the_answer() {
    check(
        "interview",
        expect![[r#"
        you-1 Person "you": you | I | you | My | you
        envoy-1 Person "envoy" of you-1: My envoy
        i-1 Person "I": I
    "#]],
    );
}

#[test]
fn i_is_the_name_before_the_colon() {
    check(
        "labels",
        expect![[r#"
            berg-1 Person "Berg": Berg | I | Berg | I
            katz-1 Person "Katz": Katz | I
        "#]],
    );
}

#[test]
fn i_in_quotation_marks_is_not_the_author() {
    check(
        "author",
        expect![[r#"
            i-1 Person "I": I | I
            berg-1 Person "Berg": I | Berg | I | Berg
        "#]],
    );
}

#[test]
fn the_same_noun_again_is_the_same_unless_something_narrows_it() {
    check(
        "again",
        expect![[r#"
        age-1 Thing "age": The age
        oil-1 Thing "oil": oil | oil
        age-2 Thing "age": The age
        gas-1 Thing "gas": gas
        cheap-gas-plan-1 Thing "cheap gas plan": The cheap gas plan | the plan
        plans-1 Thing "plans": One of the plans
        plans-2 Thing "plans": the plans
        oil-prices-1 Thing "oil prices": oil prices
    "#]],
    );
}

/// Whatever the parser says, even heads in a circle or in another sentence: no panic, and every mention has exactly
/// one actor. Words, tags and heads come from a fixed sequence of pseudo-random numbers.
#[test]
fn any_tree_gives_every_mention_one_actor() {
    use crate::document::{Sentence, Source, Span, Token, Xpos};
    const WORDS: &[&str] = &[
        "Iran",
        "the",
        "army",
        "of",
        "Anna",
        "Berg",
        "president",
        "Washington",
        "in",
        "-",
        "it",
        "they",
        "which",
        "(",
        "ISB",
        ")",
        "said",
        "Iranian",
        "officials",
        "number",
        "and",
        "ministry",
        "'s",
        "We",
        "Bank",
    ];
    let lexicon = gazetteer();
    let mut state = 7u64;
    let mut random = |n: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % n
    };
    for _ in 0..200 {
        let (mut text, mut tokens, mut sentences, mut lemmas) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..=random(5) {
            let (first, start) = (tokens.len(), text.len());
            for _ in 0..=random(30) {
                let word = WORDS[random(WORDS.len())];
                let span = Span::new(text.len(), text.len() + word.len());
                text.push_str(word);
                text.push(' ');
                lemmas.push(word);
                tokens.push(Token {
                    upos: crate::document::Upos::from_index(random(crate::document::Upos::NAMES.len())).unwrap(),
                    xpos: Xpos::from_index(random(Xpos::NAMES.len())).unwrap(),
                    relation: Relation::from_index(random(Relation::NAMES.len())).unwrap(),
                    ..Token::raw(span, false)
                });
            }
            let span = Span::new(start, text.len() - 1);
            sentences.push(Sentence { span, tokens: first..tokens.len(), paragraph_start: false });
        }
        let n = tokens.len();
        for token in &mut tokens {
            token.head = (random(8) > 0).then(|| random(n));
        }
        let mut document = Document::new(Source::named("t"), text, tokens, sentences);
        for (token, lemma) in lemmas.into_iter().enumerate() {
            document.set_lemma(token, lemma);
        }
        let mentions = mentions(&document, &lexicon);
        let actors = resolve(&document, &mentions, &lexicon);
        let mut seen: Vec<usize> = actors.iter().flat_map(|a| a.mentions.iter().copied()).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..mentions.len()).collect::<Vec<_>>());
        let ids: HashSet<&str> = actors.iter().map(|a| a.id.as_str()).collect();
        assert_eq!(ids.len(), actors.len(), "identifiers are unique");
    }
}

#[test]
fn who_is_told_of_goes_before_who_tells_it() {
    check(
        "tellers",
        expect![[r#"
        person.denzel-berg Person "Denzel Berg": Denzel Berg | He
        friend-1 Thing "friend": a friend
        donald-trump Person "Donald Trump": Trump
    "#]],
    );
}

#[test]
fn who_says_it_goes_on_though_the_verb_shares_its_subject() {
    check(
        "shared",
        expect![[r#"
        person.anna-berg Person "Anna Berg": Anna Berg | she
        melania-trump Person "Melania Trump": Melania Trump
    "#]],
    );
}
