//! Where a day begins and ends.

use super::super::clock::at_millis;
use chrono::{DateTime, NaiveDate, Utc};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

/// One day in one time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub from: DateTime<Utc>,
    /// The next day's first moment.
    pub to: DateTime<Utc>,
}

/// The time zone of that name; the machine's own where none is given or it is not known.
pub fn zone(name: Option<&str>) -> TimeZone {
    name.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(TimeZone::system)
}

/// Is there such a time zone?
pub fn is_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

/// The day that `now` is in, and the `before` days before it, newest first.
pub fn days(now: DateTime<Utc>, zone: &TimeZone, before: i64) -> Vec<Day> {
    let today = Timestamp::from_millisecond(now.timestamp_millis()).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone()).date();
    let dates = (0..=before).filter_map(|ago| today.checked_sub(ago.days()).ok());
    dates.filter_map(|date| day(date, zone)).collect()
}

fn day(date: Date, zone: &TimeZone) -> Option<Day> {
    let start = |date: Date| {
        let start = date.to_zoned(zone.clone()).ok()?;
        Some(at_millis(start.timestamp().as_millisecond()))
    };
    let shown = NaiveDate::from_ymd_opt(date.year().into(), date.month().unsigned_abs().into(), date.day().unsigned_abs().into())?;
    Some(Day { date: shown, from: start(date)?, to: start(date.tomorrow().ok()?)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    #[test]
    fn a_day_is_as_long_as_the_clocks_of_its_zone_make_it() {
        let now = Utc.with_ymd_and_hms(2026, 3, 29, 22, 30, 0).unwrap();
        let vienna = days(now, &zone(Some("Europe/Vienna")), 1);
        assert_eq!(vienna[0].date.to_string(), "2026-03-30", "it is past midnight there");
        assert_eq!(vienna[0].from.to_rfc3339(), "2026-03-29T22:00:00+00:00");
        assert_eq!((vienna[1].to - vienna[1].from).num_hours(), 23, "the clocks went forward");
        assert_eq!(vienna[1].to, vienna[0].from);
        let utc = days(now, &zone(Some("UTC")), 0);
        assert_eq!(utc[0].date.to_string(), "2026-03-29");
        assert!(is_zone("America/Sao_Paulo") && !is_zone("Mars/Olympus"));
    }
}
