//! When, where and how much: the circumstances of assertions, read through the whole pipeline.

use actograph::data::Data;
use actograph::document::Source;
use actograph::pipeline::{Options, Reader};
use expect_test::{Expect, expect};

/// Every assertion with its circumstances, read on Wednesday, 18 March 2026.
fn check(reader: &Reader, text: &str, expected: Expect) {
    let mut source = Source::named("t");
    source.date = Some("2026-03-18".to_owned());
    let reading = reader.read(source, text.to_owned());
    let label = |actor: usize| &reading.actors[actor].label;
    let lines = reading.assertions.iter().map(|a| {
        let found = &a.circumstances;
        let time = found.time.as_ref().and_then(|t| t.interval).map(|i| {
            let day = |d: Option<_>| d.map_or_else(String::new, |d: jiff::civil::Date| d.to_string());
            format!(" when {}..{} {}", day(i.from), day(i.to), i.granularity.name())
        });
        let place = found.place.map(|(place, _)| format!(" where {}", label(place)));
        let amount = found
            .amount
            .as_ref()
            .map(|m| format!(" amount {}{} {}", if m.approximate { "about " } else { "" }, m.value, m.unit));
        let edge = format!("{}({}, {})", a.predicate, label(a.subject), label(a.object));
        [Some(edge), time, place, amount].into_iter().flatten().collect::<String>()
    });
    expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn times_places_and_amounts_hang_on_the_right_assertion() {
    let reader = Reader::new(&Data::embedded(), &Options::default()).unwrap();
    check(
        &reader,
        "Hamas killed 12 soldiers in Gaza on October 7, 2023.",
        expect!["kills(Hamas, 12 soldiers) when 2023-10-07..2023-10-07 day where Gaza amount 12 soldier"],
    );
    check(
        &reader,
        "Oman hosted talks in Muscat on Saturday.",
        expect!["hosts(Oman, talks) when 2026-03-14..2026-03-14 day where Muscat"],
    );
    check(
        &reader,
        "Russia will send about two dozen tanks to Belarus next month.",
        expect!["arms(Russia, Belarus) when 2026-04-01..2026-04-30 month amount about 24 tank"],
    );
    check(
        &reader,
        "The attack by Iran on Israel in April 2024 failed.",
        expect!["attacks(Iran, Israel) when 2024-04-01..2024-04-30 month"],
    );
    check(
        &reader,
        "Qatar paid Hamas $1.5 million in 2019 and Israel attacked Syria last week.",
        expect![[r#"
        funds(Qatar, Hamas) when 2019-01-01..2019-12-31 year amount 1500000 USD
        attacks(Israel, Syria) when 2026-03-09..2026-03-15 week"#]],
    );
    check(
        &reader,
        "On Monday, President Donald Trump met Emmanuel Macron in Paris.",
        expect![[r#"
            holdsPosition(Donald Trump, President)
            meets(Donald Trump, Emmanuel Macron) when 2026-03-16..2026-03-16 day where Paris
            visits(Donald Trump, Paris) when 2026-03-16..2026-03-16 day"#]],
    );
}
