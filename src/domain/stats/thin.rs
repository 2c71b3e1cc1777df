//! Too few values for the core (section 8).

use super::{
    Options,
    assessment::{Assessment, Diagnostics, Pair},
    bins::{Bins, DAY},
    case::Case,
    distribution::{t_quantile, t_upper},
    engine::{percent, verdict},
    grade::Grade,
    limits, number,
    reason::{Code, Reason},
    two::TwoNumbers,
};

/// An outcome in words only: reported, not measured.
pub fn qualitative(id: &str) -> Assessment {
    Assessment::none(id, Reason::lowered(Code::NotMeasured, "reported, not measured", "reported, not measured"))
}

/// The best that can be said of a few values before and after.
pub(super) fn few(case: &Case, options: &Options, bins: &Bins) -> Assessment {
    let values = |range: std::ops::Range<usize>| range.filter(|t| bins.seen[*t]).map(|t| bins.y[t]).collect::<Vec<f64>>();
    let (before, after) = (values(0..bins.before), values(bins.after_from()..bins.len()));
    let words = format!("only {} before and {} after the merge", count(before.len()), count(after.len()));
    let thin = Reason::lowered(Code::TooLittleData, words.clone(), words);
    let mut answer = match (mean(&before), mean(&after)) {
        (Some(_), Some(_)) if before.len() >= 4 => spread(case, bins, &before, &after),
        (Some(x), Some(y)) => {
            let numbers = TwoNumbers { before: bins.value(x), after: bins.value(y), counted: None };
            numbers.assess(&case.id, case.improve)
        }
        _ => return Assessment::none(&case.id, thin),
    };
    answer.reasons.insert(0, thin);
    answer.diagnostics = Some(Diagnostics {
        bin_s: bins.width_s,
        before: before.len(),
        after: after.len(),
        days_before: bins.history_s() / DAY,
        days_after: bins.after_s() / DAY,
        placebo_scale: 1.0,
        ..Diagnostics::default()
    });
    limits::apply(&mut answer, case, options);
    answer
}

fn count(values: usize) -> String {
    if values == 1 { "one value".to_owned() } else { format!("{values} values") }
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// `t = (after − before) / (1.5 s √(1/m + 1/k))` with `k − 1` degrees of freedom: half as wide again for the memory
/// between values, of which so few tell nothing.
fn spread(case: &Case, bins: &Bins, before: &[f64], after: &[f64]) -> Assessment {
    let (k, m) = (before.len() as f64, after.len() as f64);
    let (x, y) = (mean(before).unwrap_or(0.0), mean(after).unwrap_or(0.0));
    let s = (before.iter().map(|value| (value - x).powi(2)).sum::<f64>() / (k - 1.0)).sqrt();
    let se = 1.5 * s * (1.0 / m + 1.0 / k).sqrt();
    if se <= 1e-12 {
        let words = "the values before never changed, so it is not known how much they vary";
        return Assessment::none(&case.id, Reason::lowered(Code::Constant, words, "the values before never change"));
    }
    let p = (2.0 * t_upper(((y - x) / se).abs(), k - 1.0)).min(1.0);
    let half = t_quantile(0.025, k - 1.0) * se;
    let grade = if p < 0.1 { Grade::Low } else { Grade::None };
    let effect = (y - x) * bins.deviation;
    let words = format!("{} values before show how much it varies ({})", before.len(), number::p(p));
    let reason = match grade {
        Grade::None => Reason::lowered(Code::FewValues, words, "within the usual spread"),
        Grade::Low | Grade::Medium | Grade::High => Reason::raised(Code::FewValues, words, "outside the usual spread"),
    };
    Assessment {
        method: "few-values/1".to_owned(),
        grade,
        level: grade,
        effect: Some(effect),
        ci_low: Some(effect - half * bins.deviation),
        ci_high: Some(effect + half * bins.deviation),
        effect_percent: percent(effect, bins.value(x)),
        p: Some(p),
        raw: Some(Pair { before: bins.value(x), after: bins.value(y) }),
        observed: Some(bins.value(y)),
        expected: Some(bins.value(x)),
        verdict: verdict(effect, case.improve),
        ..Assessment::none(&case.id, reason)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Intervention, Point, assess};
    use super::*;

    fn daily(values: &[f64], merged_after: i64) -> Case {
        let at = merged_after * 86_400;
        Case {
            id: "thin".to_owned(),
            series: (0..).zip(values).map(|(i, value)| Point(i * 86_400, Some(*value))).collect(),
            intervention: Intervention { start: at, end: at, merges: vec![at] },
            ..Case::default()
        }
    }

    #[test]
    fn four_before_and_one_after_follow_the_formula() {
        let answer = assess(&daily(&[10.0, 11.0, 9.0, 10.0, 16.0], 4), &Options::default());
        // s² = 2/3, se = 1.5·0.8165·√1.25, t = 6/1.3693 = 4.3818 with 3 degrees of freedom.
        assert_eq!(answer.grade, Grade::Low);
        assert!((answer.p.unwrap() - 2.0 * t_upper(4.381_780, 3.0)).abs() < 1e-6);
        assert!((answer.effect.unwrap() - 6.0).abs() < 1e-9);
        assert!(answer.has(Code::TooLittleData) && answer.has(Code::FewValues));
    }

    #[test]
    fn one_and_one_are_two_numbers() {
        let answer = assess(&daily(&[10.0, 11.0], 1), &Options::default());
        assert_eq!((answer.grade, answer.has(Code::TwoNumbers)), (Grade::None, true));
        let answer = assess(&daily(&[10.0, 25.0], 1), &Options::default());
        assert_eq!(answer.grade, Grade::Low);
    }

    #[test]
    fn words_alone_are_not_measured() {
        let answer = qualitative("q");
        assert_eq!((answer.grade, answer.reasons[0].words.as_str()), (Grade::None, "reported, not measured"));
    }
}
