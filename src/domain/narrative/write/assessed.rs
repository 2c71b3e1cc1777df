//! What was assessed, in words: the effect with its interval and how far it can be believed.

use super::phrase::{change, day, list, name, said, with_unit};
use crate::domain::{
    assessment::Assessment,
    narrative::scan::{Unit, measure},
    stats::{Code, Grade, Pull, number},
};

/// So many limits are told; the rest is on the page.
const TOLD: usize = 3;

/// `MEDIUM`, as it stands in tables.
pub fn grade(of: &Assessment) -> String {
    of.grade.as_str().to_uppercase()
}

/// `Errors fell from 100 to 80 errors, where 99.9 errors was expected without the work: an effect of −19.9 errors (95% interval −21 errors
/// to −18.8 errors), with medium confidence`.
pub fn result(of: &Assessment) -> String {
    let metric = name(&of.metric);
    let Some(effect) = of.effect else { return format!("{metric} could not be assessed") };
    let seen = match (of.before, of.after) {
        (Some(before), Some(after)) => format!(" ({} before, {} after)", value(of, before), value(of, after)),
        _ => String::new(),
    };
    if of.grade == Grade::None {
        return format!("{metric} did not change beyond its normal variation{seen}{}", interval(of));
    }
    let verb = if effect < 0.0 { "fell" } else { "rose" };
    let expected = of.expected.map(|expected| format!(", where {} was expected without the work", value(of, expected))).unwrap_or_default();
    let provisional = if of.provisional { "; the time afterwards is not over" } else { "" };
    let meaning = match of.improved {
        Some(true) => ", which is better",
        Some(false) => ", which is worse",
        None => "; nobody said which direction is better",
    };
    format!(
        "{metric} {verb} by {}{seen}{expected}{}, with {} confidence{meaning}{provisional}",
        value(of, effect.abs()),
        interval(of),
        of.grade.as_str()
    )
}

/// ` (95% interval of the effect −21 to −19)`.
pub fn interval(of: &Assessment) -> String {
    match (of.ci_low, of.ci_high) {
        (Some(low), Some(high)) => format!(" (95% interval of the effect {} to {})", difference(of, low), difference(of, high)),
        _ => String::new(),
    }
}

/// `−19.9 errors, −20%`: the effect as a table shows it.
pub fn effect(of: &Assessment) -> String {
    let Some(effect) = of.effect else { return "–".into() };
    let percent = of.effect_percent.filter(|_| !is_percent(of)).map(|p| change(rounded(p, 0.1), Some("%")));
    [Some(difference(of, effect)), percent].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A value of the metric with as many digits as its interval allows.
pub fn value(of: &Assessment, value: f64) -> String {
    with_unit(rounded(value, digits(of)), of.unit.as_deref())
}

/// A difference of two values; percentages differ by points.
fn difference(of: &Assessment, value: f64) -> String {
    let unit = if is_percent(of) { Some("percentage points") } else { of.unit.as_deref() };
    change(rounded(value, digits(of)), unit)
}

fn is_percent(of: &Assessment) -> bool {
    measure(of.unit.as_deref().unwrap_or_default()).1 == Unit::Percent
}

fn digits(of: &Assessment) -> f64 {
    number::digits(of.ci_high.zip(of.ci_low).map_or(0.0, |(high, low)| high - low), of.effect.unwrap_or(0.0))
}

/// To a step such as 0.01, without what binary fractions add. Digits before the point stay: a zero in their place would be a figure of its own.
fn rounded(value: f64, step: f64) -> f64 {
    let decimals = (-step.log10().floor()).clamp(1.0, 12.0) as usize;
    format!("{value:.decimals$}").parse().unwrap_or(value)
}

/// What limits the confidence; where nothing does, what supports it.
pub fn because(of: &Assessment) -> String {
    let words =
        |pull: Pull| of.reasons.iter().filter(move |r| r.pull == pull && r.code != Code::Provisional).take(TOLD).map(|r| said(&r.words));
    let (limits, supports): (Vec<String>, Vec<String>) = (words(Pull::Lowered).collect(), words(Pull::Raised).collect());
    match (limits.is_empty(), supports.is_empty()) {
        (false, _) => format!("Limited by {}", list(&limits)),
        (true, false) => format!("Supported by {}", list(&supports)),
        (true, true) => "No reason was recorded".into(),
    }
}

/// When the change was merged and what the numbers were compared with.
pub fn measured(of: &Assessment) -> String {
    let (start, end) = (of.intervention.start.date_naive(), of.intervention.end.date_naive());
    let when = if start == end { format!("on {}", day(start)) } else { format!("from {} to {}", day(start), day(end)) };
    format!("the change was merged {when}; the effect is consistent with it and does not show by itself that it caused it")
}
