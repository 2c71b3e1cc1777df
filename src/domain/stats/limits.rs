//! What the product knows beside the numbers, and what that allows (sections 6 and 7).

use super::{
    Options,
    assessment::Assessment,
    case::Case,
    grade::Grade,
    number::day,
    reason::{Code, Reason},
};

/// Caps a measured grade, and says why.
pub(super) fn apply(answer: &mut Assessment, case: &Case, options: &Options) {
    if options.provisional {
        answer.provisional = true;
        let sure = answer.p.is_some_and(|p| p < 0.01);
        answer.grade = answer.grade.min(if sure { Grade::Medium } else { Grade::Low });
        let (words, check) = if options.end_is_missing {
            ("the samples of the end of the time after are missing: the verdict may still change", "samples missing at the end")
        } else {
            ("the time after is not over: the verdict may still change", "not over yet")
        };
        answer.reasons.push(Reason::lowered(Code::Provisional, words, check));
    }
    if options.late_baseline {
        answer.grade = answer.grade.min(Grade::Medium);
        let words = "the baseline was entered when the outcome could be known";
        answer.reasons.push(Reason::lowered(Code::LateBaseline, words, "baseline entered late"));
    }
    interventions(answer, case, options);
}

fn interventions(answer: &mut Assessment, case: &Case, options: &Options) {
    let reach = (0.15 * answer.diagnostics.map_or(7.0, |numbers| numbers.days_after)).min(1.0) * super::bins::DAY;
    let reach = reach.max(answer.diagnostics.map_or(0.0, |numbers| numbers.bin_s));
    let near = |at: i64| at as f64 >= case.intervention.start as f64 - reach && at as f64 <= case.intervention.end as f64 + reach;
    let mut beside: Vec<String> =
        options.others.iter().filter(|other| near(other.at)).map(|other| format!("{} ({})", other.label, day(other.at))).collect();
    beside.dedup();
    if !beside.is_empty() {
        answer.grade = answer.grade.min(Grade::Medium);
        let words = format!("something else happened at the same time: {}", beside.join(", "));
        answer.reasons.push(Reason::lowered(Code::OverlappingInterventions, words, "something else at the same time"));
        return;
    }
    match case.intervention.merges.len() {
        0 | 1 => answer.reasons.push(Reason::raised(
            Code::OneIntervention,
            "no other merge, deployment or incident is known at that time",
            "one intervention",
        )),
        many => {
            let words = format!("{many} merges are assessed together");
            answer.reasons.push(Reason::noted(Code::OneIntervention, words.clone(), words));
        }
    }
}
