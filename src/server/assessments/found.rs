//! What else happened around a change, as far as Maestro can know: pure.

use super::{
    cut::Cut,
    store::{Found, OtherMerge},
};
use crate::domain::{GoalId, confounder::ConfounderKind};
use chrono::{DateTime, Datelike, Days, NaiveDate};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// How far from the merges something else can be taken for them, in seconds: it grows with the window, up to a day.
pub fn tolerance(after_seconds: i64) -> i64 {
    (after_seconds * 15 / 100).clamp(60, DAY)
}

/// Changes of other goals, and holidays, that lie in the time that is looked at.
pub fn found(goal: &GoalId, cut: &Cut, after_seconds: i64, others: &[OtherMerge]) -> Vec<Found> {
    let ours: Vec<&str> = cut.merges.iter().map(|m| m.artifact.as_str()).collect();
    let mut all: Vec<Found> = Vec::new();
    for other in others.iter().filter(|o| o.goal_id != *goal && !ours.contains(&o.artifact.as_str())) {
        let origin = format!("merge:{}", other.artifact);
        if all.iter().all(|known| known.origin != origin) {
            let title = format!("{} ({})", other.title, other.goal_key);
            all.push(Found { origin, kind: ConfounderKind::Merge, title, starts_at: other.at, ends_at: other.at });
        }
    }
    all.extend(holidays(cut.start, cut.end + after_seconds));
    all
}

/// Days on which half the world does not work, and no metric is as usual.
fn holidays(from: i64, to: i64) -> Vec<Found> {
    let date = |at: i64| DateTime::from_timestamp(at, 0).map(|at| at.date_naive());
    let (Some(first), Some(last)) = (date(from), date(to)) else { return Vec::new() };
    let named = (first.year()..=last.year()).flat_map(of_year);
    let within = named.filter(|(day, _)| (first..=last).contains(day));
    within.map(|(day, name)| holiday(day, name)).collect()
}

fn holiday(day: NaiveDate, name: &str) -> Found {
    let starts_at = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    let title = format!("{name}, {}", day.format("%Y-%m-%d"));
    Found { origin: format!("holiday:{day}"), kind: ConfounderKind::Holiday, title, starts_at, ends_at: starts_at + DAY - 1 }
}

fn of_year(year: i32) -> Vec<(NaiveDate, &'static str)> {
    let fixed = [
        (1, 1, "New Year"),
        (5, 1, "Labour Day"),
        (12, 24, "Christmas Eve"),
        (12, 25, "Christmas"),
        (12, 26, "Boxing Day"),
        (12, 31, "New Year’s Eve"),
    ];
    let mut all: Vec<_> =
        fixed.into_iter().filter_map(|(month, day, name)| Some((NaiveDate::from_ymd_opt(year, month, day)?, name))).collect();
    if let Some(easter) = easter(year) {
        let moved = [(easter.checked_sub_days(Days::new(2)), "Good Friday"), (easter.checked_add_days(Days::new(1)), "Easter Monday")];
        all.extend(moved.into_iter().filter_map(|(day, name)| Some((day?, name))));
    }
    let thanksgiving = NaiveDate::from_weekday_of_month_opt(year, 11, chrono::Weekday::Thu, 4);
    all.extend(thanksgiving.map(|day| (day, "Thanksgiving")));
    all.extend(thanksgiving.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| (day, "Black Friday")));
    all
}

/// Easter Sunday, by the anonymous Gregorian computus.
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let n = (h + l - 7 * m + 90) / 25;
    let p = (h + l - 7 * m + 33 * n + 19) % 32;
    NaiveDate::from_ymd_opt(year, u32::try_from(n).ok()?, u32::try_from(p).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::assessments::cut::Merge;

    fn at(text: &str) -> i64 {
        text.parse::<DateTime<chrono::Utc>>().unwrap().timestamp()
    }

    #[test]
    fn easter_is_where_the_calendar_has_it() {
        for (year, wanted) in [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")]
        {
            assert_eq!(easter(year).unwrap().to_string(), wanted);
        }
    }

    #[test]
    fn other_changes_and_holidays_are_found_once() {
        let start = at("2026-12-20T10:00:00Z");
        let cut = Cut { start, end: start, merges: vec![Merge { artifact: "a".into(), title: "Ours".into(), at: start }] };
        let other = |artifact: &str, goal: &str| OtherMerge {
            artifact: artifact.into(),
            title: "Cache".into(),
            goal_id: goal.into(),
            goal_key: "G7".into(),
            repo: None,
            at: start + 60,
        };
        let others = [other("a", "g1"), other("b", "g1"), other("b", "g7"), other("b", "g8")];
        let found = found(&"g1".into(), &cut, 7 * DAY, &others);
        let titles: Vec<&str> = found.iter().map(|f| f.title.as_str()).collect();
        assert_eq!(titles, ["Cache (G7)", "Christmas Eve, 2026-12-24", "Christmas, 2026-12-25", "Boxing Day, 2026-12-26"]);
    }

    #[test]
    fn the_tolerance_grows_with_the_window() {
        assert_eq!((tolerance(7 * DAY), tolerance(3_600), tolerance(0)), (DAY, 540, 60));
    }
}
