//! Times as people and programs write them.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use jiff::{civil, tz::TimeZone};

/// What a text says about a time.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Time {
    /// A time in the world, in seconds since 1970.
    At(i64),
    /// The same, from a text that leaves its zone open.
    InZone(i64),
    /// A time that a clock of the zone never shows, or shows twice.
    Unclear,
    /// No time that is understood.
    None,
}

/// Reads ISO 8601, with or without a zone, and seconds or milliseconds since 1970.
pub(super) fn read(text: &str, zone: &TimeZone) -> Time {
    let text = text.trim();
    if let Some(at) = epoch(text) {
        return Time::At(at);
    }
    let spread = text.replacen(' ', "T", 1);
    if let Ok(at) = DateTime::parse_from_rfc3339(&spread).or_else(|_| DateTime::parse_from_str(&spread, "%Y-%m-%dT%H:%M:%S%.f%z")) {
        return Time::At(at.timestamp());
    }
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let clock = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(&spread, format).ok());
    let Some(clock) = clock.or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0)) else {
        return Time::None;
    };
    in_zone(&clock, zone)
}

fn in_zone(clock: &NaiveDateTime, zone: &TimeZone) -> Time {
    let Ok(civil) = clock.format("%Y-%m-%dT%H:%M:%S").to_string().parse::<civil::DateTime>() else { return Time::None };
    match zone.to_ambiguous_timestamp(civil).unambiguous() {
        Ok(at) => Time::InZone(at.as_second()),
        Err(_) => Time::Unclear,
    }
}

/// Ten digits are seconds, thirteen are milliseconds: both are times of this century then.
fn epoch(text: &str) -> Option<i64> {
    let number: i64 = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())??;
    match text.len() {
        10 => Some(number),
        13 => Some(number / 1_000),
        _ => None,
    }
}
