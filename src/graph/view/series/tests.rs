use super::*;
use crate::graph::view::Reason;
use crate::graph::view::fixture::{edges, ontology, store};

const STORE: &str = "
    @d1 2025-01-06 -
    @d2 2025-02-14 -
    @d3 2025-04-30 -
    d1 Iran funds Hamas
    d3 Iran funds Hamas
    d2 Israel attacks Hamas
    d3 Oman hosts Iran from:2025-02-20 to:2025-02-20
    d3 Oman aids Iran from:1979-01-01 to:1979-12-31
    d4 Oman aids Peru";

fn steps(request: &Request, period: Period) -> Result<Vec<Step>, Error> {
    series(&store(STORE), &ontology(), request, period)
}

#[test]
fn each_step_has_what_happened_in_it() {
    let steps = steps(&Request::default(), Period::Month).unwrap();
    let found: Vec<String> =
        steps.iter().map(|s| format!("{} {} {}: {}", s.label, s.from, s.to, edges(&s.view).join(", "))).collect();
    assert_eq!(
        found,
        [
            "2025-01 2025-01-06 2025-01-31: Iran funds Hamas",
            "2025-02 2025-02-01 2025-02-28: Israel attacks Hamas, Oman hosts Iran",
            "2025-03 2025-03-01 2025-03-31: ",
            "2025-04 2025-04-01 2025-04-30: Iran funds Hamas",
        ]
    );
    // Each step is the view of its days.
    let index = store(STORE);
    for step in &steps {
        let request = Request { since: Some(step.from.clone()), until: Some(step.to.clone()), ..Request::default() };
        let view = crate::graph::view::view(&index, &ontology(), &request).unwrap();
        assert_eq!((edges(&view), view.omitted), (edges(&step.view), step.view.omitted.clone()));
    }
}

#[test]
fn what_is_shown_is_chosen_for_all_of_the_time() {
    let request = Request { min_count: 2, ..Request::default() };
    let steps = steps(&request, Period::Month).unwrap();
    let found: Vec<Vec<String>> = steps.iter().map(|s| edges(&s.view)).collect();
    assert_eq!(found, [vec!["Iran funds Hamas"], vec![], vec![], vec!["Iran funds Hamas"]]);
    assert_eq!(steps[1].view.omitted, [(Reason::Time, 4), (Reason::Rare, 2)].into_iter().collect());
}

#[test]
fn what_appears_and_vanishes_is_listed() {
    let steps = steps(&Request::default(), Period::Month).unwrap();
    let list: Vec<String> = changes(&steps, false)
        .iter()
        .map(|c| format!("{} {} {} {} {}", steps[c.step].label, c.changed.name(), c.ends[0], c.label, c.ends[1]))
        .collect();
    assert_eq!(
        list,
        [
            "2025-02 new Israel attacks Hamas",
            "2025-02 new Oman hosts Iran",
            "2025-02 gone Iran funds Hamas",
            "2025-03 gone Israel attacks Hamas",
            "2025-03 gone Oman hosts Iran",
            "2025-04 back Iran funds Hamas",
        ]
    );
}

#[test]
fn periods_begin_and_end_where_calendars_have_them() {
    let count = |since: &str, until: &str, period| {
        let request = Request { since: Some(since.to_owned()), until: Some(until.to_owned()), ..Request::default() };
        steps(&request, period).map(|steps| steps.into_iter().map(|step| step.label).collect::<Vec<_>>())
    };
    assert_eq!(count("2024-12-29", "2025-01-06", Period::Week).unwrap(), ["2024-W52", "2025-W01", "2025-W02"]);
    assert_eq!(count("2024-02-28", "2024-03-01", Period::Day).unwrap(), ["2024-02-28", "2024-02-29", "2024-03-01"]);
    assert_eq!(count("9999-12-31", "9999-12-31", Period::Week).unwrap().len(), 1);
    assert_eq!(count("2025-02-01", "2025-01-01", Period::Month).unwrap(), [""; 0]);
    let error = count("1979-01-01", "2025-01-01", Period::Day).unwrap_err().to_string();
    assert_eq!(error, "16802 days by day are too many steps: narrow them with --since and --until");
    assert!(count("soon", "2025-01-01", Period::Day).is_err());
}
