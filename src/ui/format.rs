//! Money, dates and numbers as text, the same on the server and in the browser.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

/// A true minus sign, as wide as a digit.
const MINUS: char = '−';

/// `12 Dec`, with the year where it is not the one of `today`.
pub fn day(day: NaiveDate, today: NaiveDate) -> String {
    if day.year() == today.year() { day.format("%-d %b").to_string() } else { day.format("%-d %b %Y").to_string() }
}

/// `22 Nov 2026, 14:03 UTC`: exact, and the same wherever it is read.
pub fn moment(at: DateTime<Utc>) -> String {
    at.format("%-d %b %Y, %H:%M UTC").to_string()
}

/// `2 h ago`, `in 3 days`, `just now`; after a month the date.
pub fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (now - at).num_seconds();
    let (past, seconds) = (seconds >= 0, seconds.unsigned_abs());
    let text = match seconds {
        0..=44 => return "just now".into(),
        45..=3_599 => format!("{} min", (seconds / 60).max(1)),
        3_600..=86_399 => format!("{} h", seconds / 3_600),
        86_400..=2_591_999 => plural(seconds / 86_400, "day"),
        _ => return day(at.date_naive(), now.date_naive()),
    };
    if past { format!("{text} ago") } else { format!("in {text}") }
}

/// `4 min`, `1 h 20 min`, `3 days`.
pub fn duration(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    match minutes {
        0 => format!("{} s", seconds.max(0)),
        1..=59 => format!("{minutes} min"),
        60..=1_439 if minutes % 60 == 0 => format!("{} h", minutes / 60),
        60..=1_439 => format!("{} h {} min", minutes / 60, minutes % 60),
        _ => plural(minutes.unsigned_abs() / 1_440, "day"),
    }
}

/// `1 session`, `3 sessions`.
pub fn plural(count: impl Into<u64>, noun: &str) -> String {
    let count = count.into();
    if count == 1 { format!("1 {noun}") } else { format!("{} {noun}s", whole(count)) }
}

/// `12,345`
pub fn whole(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A measured value with as many digits as say something: `12.3`, `0.004`, `1,250`.
pub fn value(number: f64) -> String {
    let size = number.abs();
    let places = match size {
        s if s >= 1_000.0 || s == 0.0 => 0,
        s if s >= 100.0 => 1,
        s if s >= 0.1 => 2,
        // Three digits of what is small, as rates are.
        s => (4..15).find(|places| s * power(*places) >= 100.0).unwrap_or(15),
    };
    let text = format!("{size:.places$}");
    let (whole_part, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(w, f)| (w, f.trim_end_matches('0')));
    let grouped = whole_part.parse().map_or_else(|_| whole_part.to_owned(), whole);
    let sign = if number < 0.0 { MINUS.to_string() } else { String::new() };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

fn power(of_ten: usize) -> f64 {
    (0..of_ten).fold(1.0, |power, _| power * 10.0)
}

/// ① for 0, up to ⑳; plain numbers beyond. The pictures number merges so.
pub fn circled(at: usize) -> String {
    let circle = u32::try_from(at).ok().filter(|at| *at < 20).and_then(|at| char::from_u32('①' as u32 + at));
    circle.map_or_else(|| format!("({})", at + 1), String::from)
}

/// A value with its unit: `12.3 per second`, `85 %`.
pub fn quantity(number: f64, unit: Option<&str>) -> String {
    unit.map_or_else(|| value(number), |unit| format!("{} {unit}", value(number)))
}

/// A change in percent, with its sign: `−85.4 %`, `+12 %`.
pub fn change(percent: f64) -> String {
    let rounded = if percent.abs() >= 10.0 { percent.round() } else { (percent * 10.0).round() / 10.0 };
    let sign = if rounded > 0.0 { "+" } else { "" };
    format!("{sign}{} %", value(rounded))
}

/// `fix/a-very-lo…-branch`: long names keep their beginning and their end.
pub fn middle(text: &str, most: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= most {
        return text.to_owned();
    }
    let tail = most / 3;
    let head = most - tail - 1;
    chars[..head].iter().chain(['…'].iter()).chain(chars[chars.len() - tail..].iter()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn values_keep_the_digits_that_say_something() {
        let cases = [
            (12.3, "12.3"),
            (1.8, "1.8"),
            (1250.0, "1,250"),
            (0.004, "0.004"),
            (-31.0, "−31"),
            (100.0, "100"),
            (0.0, "0"),
            (0.0123, "0.0123"),
            (0.000_012_34, "0.0000123"),
            (422.17, "422.2"),
        ];
        for (number, text) in cases {
            assert_eq!(value(number), text);
        }
    }

    #[test]
    fn marks_are_those_of_the_pictures() {
        assert_eq!((circled(0).as_str(), circled(19).as_str(), circled(20).as_str()), ("①", "⑳", "(21)"));
    }

    #[test]
    fn changes_carry_their_sign() {
        assert_eq!(change(-85.365), "−85 %");
        assert_eq!(change(4.26), "+4.3 %");
        assert_eq!(change(0.0), "0 %");
    }

    #[test]
    fn times_read_as_a_person_says_them() {
        let now = DateTime::parse_from_rfc3339("2026-11-22T12:00:00Z").unwrap().to_utc();
        let cases = [
            (10, "just now"),
            (600, "10 min ago"),
            (7_300, "2 h ago"),
            (172_900, "2 days ago"),
            (-90_000, "in 1 day"),
            (9_000_000, "10 Aug"),
        ];
        for (seconds, text) in cases {
            assert_eq!(relative(now - TimeDelta::seconds(seconds), now), text);
        }
        assert_eq!(duration(4_800), "1 h 20 min");
    }

    #[test]
    fn long_names_keep_both_ends() {
        assert_eq!(middle("feature/checkout-latency", 12), "feature…ency");
        assert_eq!(middle("short", 12), "short");
    }
}
