//! Units: which ones are the same, and which are of one kind.

/// The kind of a quantity; quantities of different kinds are never the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// No unit, or a noun that only the context knows.
    Bare,
    Percent,
    /// Percentage points.
    Points,
    /// US dollars.
    Money,
    /// Times as much.
    Ratio,
    /// Seconds.
    Time,
    /// Bytes.
    Bytes,
    /// Any other, in a normal form: `/s`, `request/s`, `eur`.
    Named(String),
}

/// The kind of a unit as somebody wrote it, and what one of it is in base units.
pub fn measure(text: &str) -> (f64, Unit) {
    let text = text.trim();
    let scaled = || magnitude(text).map(|scale| (scale, Unit::Bare));
    word(text).or_else(scaled).unwrap_or_else(|| match normal(text).as_str() {
        "" => (1.0, Unit::Bare),
        name => (1.0, Unit::Named(name.to_owned())),
    })
}

/// A unit of one word or sign.
pub(super) fn word(text: &str) -> Option<(f64, Unit)> {
    let exact = match text {
        "B" => Some(1.0),
        "kB" | "KB" => Some(1e3),
        "MB" => Some(1e6),
        "GB" => Some(1e9),
        "TB" => Some(1e12),
        "KiB" => Some(1024.0),
        "MiB" => Some(1024.0 * 1024.0),
        "GiB" => Some(1024.0 * 1024.0 * 1024.0),
        _ => None,
    };
    if let Some(scale) = exact {
        return Some((scale, Unit::Bytes));
    }
    let lower = text.to_lowercase();
    Some(match lower.as_str() {
        "%" | "％" | "٪" | "percent" | "pct" => (1.0, Unit::Percent),
        "pp" | "percentage points" | "percentage point" => (1.0, Unit::Points),
        "$" | "us$" | "usd" | "dollar" | "dollars" | "us dollars" => (1.0, Unit::Money),
        "cent" | "cents" => (0.01, Unit::Money),
        "x" | "×" | "fold" => (1.0, Unit::Ratio),
        "µs" | "μs" | "us" | "microsecond" | "microseconds" => (1e-6, Unit::Time),
        "ms" | "msec" | "millisecond" | "milliseconds" => (1e-3, Unit::Time),
        "s" | "sec" | "secs" | "second" | "seconds" => (1.0, Unit::Time),
        "m" | "min" | "mins" | "minute" | "minutes" => (60.0, Unit::Time),
        "h" | "hr" | "hrs" | "hour" | "hours" => (3_600.0, Unit::Time),
        "d" | "day" | "days" => (86_400.0, Unit::Time),
        "w" | "week" | "weeks" => (604_800.0, Unit::Time),
        "byte" | "bytes" => (1.0, Unit::Bytes),
        "€" | "eur" | "euro" | "euros" => (1.0, Unit::Named("eur".into())),
        "£" | "gbp" => (1.0, Unit::Named("gbp".into())),
        "month" | "months" => (1.0, Unit::Named("month".into())),
        "year" | "years" => (1.0, Unit::Named("year".into())),
        _ => return None,
    })
}

/// What multiplies a number: `k`, `million`.
pub(super) fn magnitude(text: &str) -> Option<f64> {
    Some(match text {
        "k" | "K" | "thousand" => 1e3,
        "M" | "million" | "mn" => 1e6,
        "B" | "bn" | "billion" => 1e9,
        "hundred" => 100.0,
        "dozen" => 12.0,
        _ => return None,
    })
}

/// `frames per Second` and `frame/s` are one unit.
fn normal(text: &str) -> String {
    let lower = text.to_lowercase().replace(" per ", "/").replace("per ", "/").replace(" / ", "/");
    let words = lower.split('/').map(|side| side.split_whitespace().map(short).collect::<Vec<_>>().join(" "));
    words.collect::<Vec<_>>().join("/")
}

fn short(word: &str) -> String {
    match word {
        "second" | "seconds" | "sec" | "s" => "s".into(),
        "minute" | "minutes" | "min" => "min".into(),
        "hour" | "hours" | "hr" | "h" => "h".into(),
        _ => singular(word),
    }
}

/// `Tasks` and `task`, `entries` and `entry` are one word.
pub fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 1 => format!("{stem}y"),
        _ if word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") => word[..word.len() - 1].to_owned(),
        _ if word == "prs" || word == "mrs" => word[..2].to_owned(),
        _ => word,
    }
}
