//! Dates of the tables: a year, a month or a day.

use jiff::civil::Date;

/// The first day of a date, or the last; `None` for what is no date.
///
/// ```
/// use actograph::actor::lexicon::day;
/// assert_eq!(day("2024-02", true).unwrap().to_string(), "2024-02-29");
/// assert_eq!(day("2024", false).unwrap().to_string(), "2024-01-01");
/// assert_eq!(day("2024-13", false), None);
/// ```
pub fn day(date: &str, last: bool) -> Option<Date> {
    let mut numbers = date.split('-');
    let mut number = |digits: usize| match numbers.next() {
        Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => {
            Some(part.parse::<i16>().ok())
        }
        Some(_) => None,
        None => Some(None),
    };
    let (year, month, day) = (number(4)??, number(2)?, number(2)?);
    if numbers.next().is_some() {
        return None;
    }
    let in_month = Date::new(year, month.unwrap_or(if last { 12 } else { 1 }) as i8, 1).ok()?;
    match day {
        Some(day) => Date::new(year, in_month.month(), day as i8).ok(),
        None if last => Some(in_month.last_of_month()),
        None => Some(in_month),
    }
}
