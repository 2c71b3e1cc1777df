//! The reasons behind a measured grade, each with its numbers.

use super::{
    Options,
    assessment::{Assessment, Diagnostics},
    case::Case,
    grade::{Facts, Grade},
    limits,
    number::{self, day, days, plain},
    reason::{Code, Reason},
};

/// Lists what raised and what lowered the grade, then applies what the product knows beside the numbers.
pub(super) fn measured(answer: &mut Assessment, facts: &Facts, case: &Case, options: &Options) {
    let Some(numbers) = answer.diagnostics else { return };
    let mut reasons = vec![evidence(facts)];
    reasons.push(onset(answer, facts));
    reasons.push(history(facts));
    reasons.push(after(&numbers, case));
    reasons.extend(few_bins(facts));
    reasons.extend(trend(answer, facts));
    reasons.extend(other_changes(answer));
    reasons.extend(placebo(&numbers));
    reasons.extend(controls(answer, facts, case));
    reasons.extend(blip(facts));
    reasons.extend(data(&numbers));
    answer.reasons = reasons;
    limits::apply(answer, case, options);
}

fn evidence(facts: &Facts) -> Reason {
    let p = number::p(facts.p);
    if facts.p < 0.2 {
        let words = format!("so large a change is rare without one ({p})");
        return Reason::raised(Code::Evidence, words, format!("rare by chance ({p})"));
    }
    let words = format!("differences of this size are common without any change ({p})");
    Reason::lowered(Code::WeakEvidence, words, format!("common by chance ({p})"))
}

fn onset(answer: &Assessment, facts: &Facts) -> Reason {
    let better = times(facts.lr.abs());
    if facts.lr > 0.0 {
        let words = format!("a change at the merges explains the numbers {better} as well as one at any other time");
        return Reason::raised(Code::OnsetAligned, words, "begins at the merges");
    }
    let best = answer.onset.map_or(String::new(), |onset| format!("; the likeliest date is {}", day(onset.best_at)));
    let words = format!("a change at another time explains the numbers as well or better ({better} as well){best}");
    Reason::lowered(Code::OnsetNotAligned, words, "begins at another time")
}

/// A ratio of likelihoods, given as its natural logarithm, in words: "3 times".
fn times(log: f64) -> String {
    const MOST: f64 = 1_000.0;
    match log.exp() {
        ratio if ratio > MOST => "more than 1,000 times".to_owned(),
        ratio if ratio < 10.0 => format!("{} times", plain(ratio, 0.1)),
        ratio => format!("{} times", plain(ratio, 1.0)),
    }
}

fn history(facts: &Facts) -> Reason {
    let before = days(facts.history_days);
    if facts.short() {
        let words = format!("less than 2 weeks before the merge ({before}): a weekly pattern cannot be ruled out");
        return Reason::lowered(Code::ShortHistory, words, format!("only {before} before"));
    }
    let words = match facts.week {
        Some(week) if facts.history_days < 13.9 => {
            format!("{before} of history, and no weekly pattern to see (probability {})", plain(week, 0.01))
        }
        _ => format!("{before} of history show the usual pattern"),
    };
    Reason::raised(Code::History, words, format!("{before} before"))
}

fn after(numbers: &Diagnostics, case: &Case) -> Reason {
    let seen = days(numbers.days_after);
    let wanted = if case.windows.after_s > 0.0 { case.windows.after_s / super::bins::DAY } else { 7.0 };
    if numbers.days_after < 0.9 * wanted {
        let words = format!("only {seen} of {} after the merge were seen", days(wanted));
        return Reason::lowered(Code::EnoughAfter, words, format!("only {seen} after"));
    }
    Reason::raised(Code::EnoughAfter, format!("{seen} after the merge were seen"), format!("{seen} after"))
}

fn few_bins(facts: &Facts) -> Option<Reason> {
    let words = || format!("only {} measured times in all", facts.bins);
    (facts.bins < 14).then(|| Reason::lowered(Code::TooLittleData, words(), words()))
}

/// Only where there is a change to doubt.
fn trend(answer: &Assessment, facts: &Facts) -> Option<Reason> {
    let share = facts.raw_share.filter(|share| *share < 0.4 && answer.level > Grade::None)?;
    Some(if share < 0.0 {
        let words = "the raw numbers moved the other way; the verdict rests on the earlier trend";
        Reason::lowered(Code::RawChangeDisagrees, words, "raw numbers moved the other way")
    } else {
        let words =
            format!("the raw numbers moved by only {} % of the effect; the verdict rests on the earlier trend", plain(100.0 * share, 1.0));
        Reason::lowered(Code::TrendDependent, words, "rests on the earlier trend")
    })
}

fn other_changes(answer: &Assessment) -> Option<Reason> {
    let dates: Vec<String> = answer
        .other_changes
        .iter()
        .map(|other| match other.until {
            Some(until) => format!("from {} to {}", day(other.from), day(until)),
            None => format!("on {}", day(other.from)),
        })
        .collect();
    let words = || format!("the metric also changed {}", dates.join(" and "));
    (!dates.is_empty()).then(|| Reason::lowered(Code::OtherChange, words(), format!("another change {}", dates.join(" and "))))
}

fn placebo(numbers: &Diagnostics) -> Option<Reason> {
    let dates = match numbers.placebo_dates {
        0 => return None,
        1 => "one earlier date".to_owned(),
        many => format!("{many} earlier dates"),
    };
    Some(if numbers.placebo_scale > 1.3 {
        let words = format!(
            "the same method finds changes on dates without merges ({dates}), so errors are taken {} times as wide",
            plain(numbers.placebo_scale, 0.1)
        );
        Reason::lowered(Code::NoisyPlacebo, words, "finds changes on dates without merges")
    } else {
        let words = format!("the same method finds nothing unusual on {dates} without merges");
        Reason::raised(Code::QuietPlacebo, words, "quiet on dates without merges")
    })
}

fn controls(answer: &Assessment, facts: &Facts, case: &Case) -> Vec<Reason> {
    let series = |count: usize| if count == 1 { "one control series".to_owned() } else { format!("{count} control series") };
    let left_out = |count: usize| {
        let words = format!("{} left out: constant, too short or of another sampling", series(count));
        Reason::noted(Code::ControlsLeftOut, words.clone(), words)
    };
    let Some(controls) = answer.controls else {
        return if case.controls.is_empty() { vec![] } else { vec![left_out(case.controls.len())] };
    };
    let mut reasons = vec![];
    let used = series(controls.count);
    if controls.usable {
        let words = format!("corrected by {used} that moved with the metric before (r² {})", plain(controls.r2, 0.01));
        reasons.push(Reason::raised(Code::ControlsUsed, words, format!("corrected by {used}")));
    } else {
        let words = format!("not corrected by {used}: the metric did not move with it before (r² {})", plain(controls.r2, 0.01));
        reasons.push(Reason::noted(Code::ControlsNotUsed, words, format!("not corrected by {used}")));
    }
    if facts.controls_moved() {
        let p = controls.p.map(number::p).unwrap_or_default();
        let words = format!("{used} that the merges cannot have moved changed at the same time ({p})");
        reasons.push(Reason::lowered(Code::ControlsMoved, words, "the controls moved as well"));
    }
    if controls.left_out > 0 {
        reasons.push(left_out(controls.left_out));
    }
    reasons
}

fn blip(facts: &Facts) -> Option<Reason> {
    let words = "a short disturbance at the merge explains the numbers better than a lasting change";
    facts.blip.is_some_and(|blip| blip > 2.0).then(|| Reason::lowered(Code::BlipAtMerge, words, "a blip at the merge"))
}

fn data(numbers: &Diagnostics) -> Vec<Reason> {
    let mut reasons = vec![];
    if numbers.outliers_clipped > 0 {
        let words = match numbers.outliers_clipped {
            1 => "one wild value was clipped".to_owned(),
            many => format!("{many} wild values were clipped"),
        };
        reasons.push(Reason::noted(Code::OutliersClipped, words.clone(), words));
    }
    if numbers.missing > 0.2 {
        let words = format!("{} % of the time has no values", plain(100.0 * numbers.missing, 1.0));
        reasons.push(Reason::noted(Code::MissingData, words.clone(), words));
    }
    reasons
}
