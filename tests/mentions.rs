//! Names and descriptions in raw text, tagged and parsed by the program: what is found, what it is, and who is meant.
//!
//! One short sentence a construction. A line shows the words, their head, the kind of actor, and the actor's label where
//! it differs from the words.

use std::fmt::Write as _;
use std::sync::LazyLock;

use actograph::data::Data;
use actograph::document::Source;
use actograph::ontology::Class;
use actograph::pipeline::{Options, Reader};
use expect_test::{Expect, expect};

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Data::embedded(), &Options::default()).expect("the embedded data is sound"));

fn check(text: &str, expected: Expect) {
    let reading = READER.read(Source::named("test"), text.to_owned());
    let mut out = String::new();
    for (i, mention) in reading.mentions.iter().enumerate() {
        let words = reading.document.slice(reading.document.token_span(mention.tokens.clone()));
        let Some(actor) = reading.actors.iter().find(|a| a.mentions.contains(&i)) else { continue };
        write!(out, "{words}: {}", actor.class).unwrap();
        if let Some(parent) = actor.parent {
            write!(out, " of {}", reading.actors[parent].label).unwrap();
        }
        if actor.label != words {
            write!(out, " = {}", actor.label).unwrap();
        }
        out.push('\n');
    }
    expected.assert_eq(&out);
}

#[test]
fn a_noun_beside_a_name_says_what_it_is() {
    check(
        "The mining company Oostgas sued Velmora, a trade union.",
        expect![[r#"
            Oostgas: Company
            Velmora: Organization
            a trade union: Organization = Velmora
        "#]],
    );
    check(
        "They watched the film Blue Harbour.",
        expect![[r#"
            They: Actor
            Blue Harbour: Product
        "#]],
    );
}

#[test]
fn works_are_told_by_years_quotes_and_verbs() {
    check(
        "Her films include Sundown (1962).",
        expect![[r#"
        Her films: Product of Her = films
        Her: Person
        Sundown: Thing
    "#]],
    );
    check(
        "He wrote Moonrise and starred in Nightfall.",
        expect![[r#"
        He: Person
        Moonrise: Thing
        Nightfall: Thing
    "#]],
    );
    check(
        "She studied Linguistics in Oslo.",
        expect![[r#"
        She: Person
        Linguistics: Thing
        Oslo: Place
    "#]],
    );
}

#[test]
fn who_says_and_thinks_is_a_person() {
    check(
        "Orvell said the talks had failed.",
        expect![[r#"
        Orvell: Person
        the talks: Event = talks
    "#]],
    );
}

#[test]
fn names_in_lists_are_of_one_kind() {
    check(
        "Troops entered Senegal, Nigeria and Tambara.",
        expect![[r#"
        Troops: ArmedForces
        Senegal: State
        Nigeria: State
        Tambara: Place
    "#]],
    );
}

#[test]
fn names_inside_names_are_mentions() {
    check(
        "The University of Pisa thanked the Anna Berg Foundation.",
        expect![[r#"
        University of Pisa: Organization
        Pisa: Place
        Anna Berg Foundation: Organization of Anna Berg
        Anna Berg: Person
    "#]],
    );
    check(
        "The Metropolitan Museum of Art reopened.",
        expect![[r#"
        Metropolitan Museum of Art: Organization
    "#]],
    );
}

#[test]
fn brackets_and_quotes_of_treebanks_are_read() {
    check(
        "Germany -LRB- and France -RRB- met Iran 's envoy .",
        expect![[r#"
        Germany: State
        France: State
        Iran 's envoy: Person of Iran = envoy
        Iran: State
    "#]],
    );
    check(
        "`` We will not yield , '' Norway 's minister said .",
        expect![[r#"
        We: Population
        Norway 's minister: Person of Norway = minister
        Norway: State
    "#]],
    );
}

#[test]
fn cities_and_their_namesakes() {
    check(
        "Washington and Tehran agreed.",
        expect![[r#"
        Washington: State = United States
        Tehran: State = Iran
    "#]],
    );
    check(
        "George Washington led the army. Washington was born in Virginia.",
        expect![[r#"
        George Washington: Person
        the army: ArmedForces = army
        Washington: Person = George Washington
        Virginia: Place
    "#]],
    );
    check(
        "Denzel Washington told The Washington Post that Washington and Tehran agreed.",
        expect![[r#"
            Denzel Washington: Person
            The Washington Post: Media of United States = Washington Post
            Washington: State = United States
            Tehran: State = Iran
        "#]],
    );
    check(
        "He lives in Paris, Texas, and works in Taipei, Taiwan.",
        expect![[r#"
            He: Person
            Paris, Texas: Place
            Texas: Place
            works: Thing
            Taipei: Place
            Taiwan: State
        "#]],
    );
    check(
        "He studied at London's Royal Academy, but London's envoy left.",
        expect![[r#"
            He: Person
            London: Place
            Royal Academy: Organization
            London's envoy: Person of United Kingdom = envoy
            London: State = United Kingdom
        "#]],
    );
}

#[test]
fn described_actors_have_nodes_of_their_own() {
    check(
        "Israeli officials met Russia.",
        expect![[r#"
        Israeli officials: Population of Israel
        Israeli: State = Israel
        Russia: State
    "#]],
    );
    check(
        "Officials of Israel met Russia.",
        expect![[r#"
        Officials: Population of Israel
        Israel: State
        Russia: State
    "#]],
    );
    check(
        "Israel's security establishment met Russia.",
        expect![[r#"
        Israel's security establishment: GovernmentBody of Israel = security establishment
        Israel: State
        Russia: State
    "#]],
    );
    check(
        "Israel attacked. The country's armed forces advanced.",
        expect![[r#"
        Israel: State
        The country's armed forces: ArmedForces of Israel = armed forces
        The country: State = Israel
    "#]],
    );
    check(
        "White House officials met Russia.",
        expect![[r#"
        White House officials: Population of United States
        White House: State = United States
        Russia: State
    "#]],
    );
    check(
        "Officials in Israel met Russia.",
        expect![[r#"
        Officials: Population
        Israel: State
        Russia: State
    "#]],
    );
    check(
        "U.S.-Israeli strikes hit an Iran-backed militia.",
        expect![[r#"
        U.S.-Israeli strikes: Event of Israel
        U.S.: State = United States
        Israeli: State = Israel
        an Iran-backed militia: ArmedGroup = Iran-backed militia
        Iran: State
    "#]],
    );
}

#[test]
fn bodies_that_do_not_act_are_things_or_buildings() {
    check(
        "They slept near the hotel.",
        expect![[r#"
            They: Actor
            the hotel: Facility = hotel
        "#]],
    );
    check(
        "He read the newspaper.",
        expect![[r#"
            He: Person
            the newspaper: Thing = newspaper
        "#]],
    );
}

#[test]
fn nouns_of_persons_by_list_ending_and_subject() {
    check(
        "A flautist, an oarswoman and a bookseller met.",
        expect![[r#"
        A flautist: Person = flautist
        an oarswoman: Person = oarswoman
        a bookseller: Person = bookseller
    "#]],
    );
    check(
        "She was a spinner.",
        expect![[r#"
        She: Person
        a spinner: Person = spinner
    "#]],
    );
    check(
        "We thanked them.",
        expect![[r#"
        We: Population
        them: Actor
    "#]],
    );
}

#[test]
fn a_body_that_every_state_has_is_one_whatever_it_is_called() {
    let ids = |text: &str| -> Vec<String> {
        let reading = READER.read(Source::named("test"), text.to_owned());
        let bodies = reading.actors.iter().filter(|a| matches!(a.class, Class::GovernmentBody | Class::ArmedForces));
        bodies.map(|a| a.id.clone()).collect()
    };
    for (text, expected) in [
        ("Brazil's army supports Peru.", "organization.army.brazil"),
        ("The Brazilian army supports Peru.", "organization.army.brazil"),
        ("The Brazilian Army supports Peru.", "organization.army.brazil"),
        ("The Russian foreign ministry criticized Israel.", "russian-foreign-ministry"),
        ("The Brazilian Army supports Peru. The Army of Brazil supports Chile.", "organization.army.brazil"),
        ("Russia's foreign ministry criticized Israel.", "russian-foreign-ministry"),
        ("The Foreign Ministry of Turkey rejected the plan.", "turkish-foreign-ministry"),
        ("The parliament of Turkey rejected the plan.", "turkish-parliament"),
        // Whose it is, nobody says; and an army has many divisions.
        ("The army supports Peru.", "army-1"),
        ("A Brazilian army division supports Peru.", "brazilian-army-division-1"),
    ] {
        assert_eq!(ids(text), [expected], "{text}");
    }
}
