//! Numbers and dates as people read them.

use chrono::DateTime;

/// The minus sign that is as wide as a plus.
const MINUS: char = '\u{2212}';

/// A number to a step such as 0.01 or 10, with groups of three digits.
///
/// ```ignore
/// assert_eq!(plain(-1234.567, 0.1), "−1,234.6");
/// ```
pub fn plain(value: f64, step: f64) -> String {
    if !value.is_finite() {
        return "—".to_owned();
    }
    let size = value.abs();
    if size >= 1e15 || (size > 0.0 && step < 1e-9) {
        return format!("{value:.2e}").replace('-', &MINUS.to_string());
    }
    let step = if step.is_finite() && step > 0.0 { step } else { 1.0 };
    let decimals = (-step.log10().floor()).clamp(0.0, 12.0) as usize;
    let rounded = (size / step).round() * step;
    let text = format!("{rounded:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let grouped: Vec<String> = whole.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    let sign = if value < 0.0 && rounded > 0.0 { MINUS.to_string() } else { String::new() };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", grouped.join(","))
}

/// The step that gives an uncertainty of this width two digits.
pub fn step(width: f64) -> f64 {
    if width.is_finite() && width > 0.0 { 10_f64.powi((width.log10().floor() as i32 - 1).clamp(-12, 12)) } else { 0.01 }
}

/// The step for an effect and all that is told beside it: two digits of its uncertainty, but no more than four of the effect itself.
pub fn digits(width: f64, effect: f64) -> f64 {
    let four = if effect.is_normal() { 10_f64.powi(effect.abs().log10().floor() as i32 - 3) } else { 0.0 };
    step(width).max(four)
}

/// A value in its unit: "1.92 %", "$12.30", "310 ms".
pub fn with_unit(value: f64, step: f64, unit: Option<&str>) -> String {
    let number = plain(value, step);
    match unit.map(str::trim) {
        None | Some("") => number,
        Some(money @ ("$" | "€" | "£")) => match number.strip_prefix(MINUS) {
            Some(size) => format!("{MINUS}{money}{size}"),
            None => format!("{money}{number}"),
        },
        Some(unit) => format!("{number} {unit}"),
    }
}

/// The unit of differences of values in this one.
pub fn unit_of_differences(unit: &str) -> &str {
    if unit.trim() == "%" { "pp" } else { unit }
}

/// A difference in the unit of its values: percentages differ by percentage points.
pub fn difference(value: f64, step: f64, unit: Option<&str>) -> String {
    let unit = unit.map(unit_of_differences);
    let text = with_unit(value, step, unit);
    if value > 0.0 && !text.starts_with(|first: char| first == '0' && value < step / 2.0) { format!("+{text}") } else { text }
}

/// "p = 0.03", "p < 0.001".
pub fn p(p: f64) -> String {
    match p {
        p if p < 0.001 => "p < 0.001".to_owned(),
        p if p < 0.1 => format!("p = {}", plain(p, 0.001)),
        p => format!("p = {}", plain(p, 0.01)),
    }
}

/// "one day", "7 days", "3.5 days", "6 hours".
pub fn days(days: f64) -> String {
    let (count, unit) = if days < 2.0 { (days * 24.0, "hour") } else { (days, "day") };
    let rounded = (count * 2.0).round() / 2.0;
    let step = if (rounded - rounded.round()).abs() > 0.25 && rounded < 14.0 { 0.1 } else { 1.0 };
    let text = plain(rounded, step);
    if text == "1" { format!("one {unit}") } else { format!("{text} {unit}s") }
}

/// The date of a time in UTC.
pub fn day(at: i64) -> String {
    DateTime::from_timestamp(at, 0).map_or_else(|| format!("second {at}"), |time| time.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_follow_the_width() {
        assert_eq!(plain(-0.484, step(0.51)), "−0.48");
        assert_eq!(plain(1_234_567.0, step(12_000.0)), "1,235,000");
        assert_eq!(plain(1098.4, 1.0), "1,098");
        assert_eq!(plain(-0.001, 0.01), "0.00");
        assert_eq!(plain(f64::NAN, 0.01), "—");
        assert_eq!(plain(1e300, step(1e299)), "1.00e300");
    }

    #[test]
    fn no_more_digits_than_anybody_reads() {
        assert_eq!(plain(0.14995, digits(0.000_24, 0.14995)), "0.1500");
        assert_eq!(plain(2.0, digits(1e-8, 1.0)), "2.000");
        assert_eq!(plain(-45.3, digits(60.0, -45.3)), "−45", "a small effect on a large value keeps its own");
        assert_eq!(digits(0.51, -0.484), step(0.51));
        assert_eq!(digits(0.51, 0.0), step(0.51));
    }

    #[test]
    fn units_and_signs() {
        assert_eq!(with_unit(1.92, 0.01, Some("%")), "1.92 %");
        assert_eq!(difference(-0.48, 0.01, Some("%")), "−0.48 pp");
        assert_eq!(difference(12.0, 1.0, Some("ms")), "+12 ms");
        assert_eq!(with_unit(-3.5, 0.1, Some("$")), "−$3.5");
        assert_eq!(with_unit(3.0, 1.0, None), "3");
    }

    #[test]
    fn times_in_words() {
        assert_eq!(days(56.0), "56 days");
        assert_eq!(days(3.5), "3.5 days");
        assert_eq!(days(0.25), "6 hours");
        assert_eq!(day(1_700_000_000), "2023-11-14");
        assert!(day(i64::MAX).starts_with("second"));
        assert_eq!(p(0.034), "p = 0.034");
        assert_eq!(p(1e-9), "p < 0.001");
    }
}
