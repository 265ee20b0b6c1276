//! Expressions as the press writes them, read on Wednesday, 18 March 2026.

use expect_test::{Expect, expect};

use super::*;
use crate::data::Data;
use crate::document::Source;
use crate::text::Segmenter;

fn read(text: &str, date: Option<&str>, to_come: bool) -> String {
    let data = Data::embedded();
    let calendar = Calendar::load(&data).unwrap();
    let mut source = Source::named("t");
    source.date = date.map(str::to_owned);
    let document = Segmenter::new(&data).unwrap().segment(source, text.to_owned());
    let found = calendar.expressions(&document);
    let show = |e: &Expression| {
        let words = document.slice(document.token_span(e.tokens.clone()));
        let days = match found.resolve(e, to_come) {
            None => "?".to_owned(),
            Some(i) => {
                let day = |d: Option<Date>| d.map_or_else(String::new, |d| d.to_string());
                let days = if i.from == i.to { day(i.from) } else { format!("{}..{}", day(i.from), day(i.to)) };
                format!("{days} {}", i.granularity.name())
            }
        };
        format!("[{words}] {days}{}", if e.approximate { " about" } else { "" })
    };
    found.all().iter().map(show).collect::<Vec<_>>().join("; ")
}

fn check(texts: &[&str], to_come: bool, expected: Expect) {
    let lines: Vec<String> = texts.iter().map(|t| format!("{t} => {}", read(t, Some("2026-03-18"), to_come))).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn days_and_weekdays_look_back_unless_the_clause_looks_ahead() {
    let texts =
        ["on Monday", "Wednesday", "on Friday night", "last Wednesday", "next Thursday", "October 7", "on April 2"];
    check(
        &texts,
        false,
        expect![[r#"
        on Monday => [on Monday] 2026-03-16 day
        Wednesday => [Wednesday] 2026-03-18 day
        on Friday night => [on Friday night] 2026-03-13 day
        last Wednesday => [last Wednesday] 2026-03-11 day
        next Thursday => [next Thursday] 2026-03-19 day
        October 7 => [October 7] 2025-10-07 day
        on April 2 => [on April 2] 2025-04-02 day"#]],
    );
    check(
        &texts,
        true,
        expect![[r#"
        on Monday => [on Monday] 2026-03-23 day
        Wednesday => [Wednesday] 2026-03-18 day
        on Friday night => [on Friday night] 2026-03-20 day
        last Wednesday => [last Wednesday] 2026-03-11 day
        next Thursday => [next Thursday] 2026-03-19 day
        October 7 => [October 7] 2026-10-07 day
        on April 2 => [on April 2] 2026-04-02 day"#]],
    );
}

#[test]
fn units_are_counted_from_the_documents_date() {
    check(
        &[
            "yesterday",
            "tomorrow",
            "last week",
            "earlier this week",
            "next month",
            "this year",
            "last weekend",
            "this weekend",
            "late last month",
            "last night",
            "last summer",
            "three days ago",
            "two weeks ago",
            "a year ago",
            "in recent weeks",
            "over the past two years",
            "in the past decade",
            "over the next month",
        ],
        false,
        expect![[r#"
            yesterday => [yesterday] 2026-03-17 day
            tomorrow => [tomorrow] 2026-03-19 day
            last week => [last week] 2026-03-09..2026-03-15 week
            earlier this week => [earlier this week] 2026-03-16..2026-03-22 week about
            next month => [next month] 2026-04-01..2026-04-30 month
            this year => [this year] 2026-01-01..2026-12-31 year
            last weekend => [last weekend] 2026-03-14..2026-03-15 weekend
            this weekend => [this weekend] 2026-03-21..2026-03-22 weekend
            late last month => [late last month] 2026-02-01..2026-02-28 month about
            last night => [last night] 2026-03-17 day
            last summer => [last summer] 2025-06-01..2025-08-31 season
            three days ago => [three days ago] 2026-03-15 day
            two weeks ago => [two weeks ago] 2026-03-02..2026-03-08 week
            a year ago => [a year ago] 2025-01-01..2025-12-31 year
            in recent weeks => [in recent weeks] 2026-02-25..2026-03-18 week about
            over the past two years => [over the past two years] 2024-03-18..2026-03-18 year about
            in the past decade => [in the past decade] 2016-03-18..2026-03-18 decade about
            over the next month => [over the next month] 2026-04-01..2026-04-30 month"#]],
    );
}

#[test]
fn months_years_and_ranges_stand_by_themselves() {
    check(
        &[
            "in October 2023",
            "in October",
            "since 1979",
            "in 2019",
            "in the 1990s",
            "until May 2027",
            "before October 7, 2023",
            "after 2015",
            "by Friday",
            "June 12-13",
            "June 12-14, 2025",
            "from 2015 to 2018",
            "between 2015 and 2018",
            "in the summer of 2024",
            "Monday, June 5, 2023",
            "on 12 April 2025",
        ],
        false,
        expect![[r#"
            in October 2023 => [in October 2023] 2023-10-01..2023-10-31 month
            in October => [in October] 2025-10-01..2025-10-31 month
            since 1979 => [since 1979] 1979-01-01.. year
            in 2019 => [in 2019] 2019-01-01..2019-12-31 year
            in the 1990s => [in the 1990s] 1990-01-01..1999-12-31 decade
            until May 2027 => [until May 2027] ..2027-05-31 month
            before October 7, 2023 => [before October 7, 2023] ..2023-10-06 day
            after 2015 => [after 2015] 2016-01-01.. year
            by Friday => [by Friday] ..2026-03-20 day
            June 12-13 => [June 12-13] 2025-06-12..2025-06-13 day
            June 12-14, 2025 => [June 12-14, 2025] 2025-06-12..2025-06-14 day
            from 2015 to 2018 => [from 2015 to 2018] 2015-01-01..2018-12-31 year
            between 2015 and 2018 => [between 2015 and 2018] 2015-01-01..2018-12-31 year
            in the summer of 2024 => [in the summer of 2024] 2024-06-01..2024-08-31 season
            Monday, June 5, 2023 => [Monday, June 5, 2023] 2023-06-05 day
            on 12 April 2025 => [on 12 April 2025] 2025-04-12 day"#]],
    );
}

#[test]
fn told_times_follow_the_date_named_last() {
    check(
        &[
            "On October 7, 2023, they fought. The following day they met. A year later they signed.",
            "In 2019 she left. Two years later she came back.",
            "The next day they met.",
        ],
        false,
        expect![[r#"
            On October 7, 2023, they fought. The following day they met. A year later they signed. => [On October 7, 2023] 2023-10-07 day; [The following day] 2023-10-08 day; [A year later] 2024-01-01..2024-12-31 year
            In 2019 she left. Two years later she came back. => [In 2019] 2019-01-01..2019-12-31 year; [Two years later] 2021-01-01..2021-12-31 year
            The next day they met. => [The next day] 2026-03-19 day"#]],
    );
}

#[test]
fn what_is_no_time_is_none() {
    check(
        &["It may march.", "2000 villages", "a second day", "the state of 12 men", "Friday's", "日本"],
        false,
        expect![[r#"
            It may march. => 
            2000 villages => 
            a second day => 
            the state of 12 men => 
            Friday's => [Friday] 2026-03-13 day
            日本 => "#]],
    );
}

#[test]
fn without_a_date_only_full_dates_are_days() {
    let found = read("On Monday and on October 7, 2023 and last week.", None, false);
    assert_eq!(found, "[On Monday] ?; [on October 7, 2023] 2023-10-07 day; [last week] ?");
}
