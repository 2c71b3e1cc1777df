//! Two numbers and nothing else (section 8): never more than a low grade.

use super::{
    assessment::{Assessment, Pair},
    case::Improve,
    distribution::normal_upper,
    engine::{percent, verdict},
    grade::Grade,
    number::plain,
    reason::{Code, Reason},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What stands behind the two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Counted {
    /// Events in equally long times; the numbers may be rates of them.
    Events { before: f64, after: f64 },
    /// Successes of trials.
    Proportions { before: f64, before_of: f64, after: f64, after_of: f64 },
}

/// A number before and a number after.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TwoNumbers {
    pub before: f64,
    pub after: f64,
    #[serde(default)]
    pub counted: Option<Counted>,
}

/// The noise from week to week that is assumed where nothing is known.
const ASSUMED: f64 = 0.15;
/// Counts vary more than Poisson's law: their variance is taken four times as large.
const OVERDISPERSED: f64 = 2.0;
const Z95: f64 = 1.959_963_984_540_054;

/// An effect with its interval, and how many standard errors it is from nothing.
struct Tested {
    effect: f64,
    low: f64,
    high: f64,
    z: f64,
    words: String,
}

impl TwoNumbers {
    /// Grade low where the difference is 1.96 standard errors, else none.
    pub fn assess(&self, id: &str, improve: Option<Improve>) -> Assessment {
        let tested = match self.counted {
            Some(Counted::Events { before, after }) => self.events(before, after),
            Some(Counted::Proportions { before, before_of, after, after_of }) => self.proportions((before, before_of), (after, after_of)),
            None => self.assumed(),
        };
        let Some(tested) = tested.filter(|tested| [tested.effect, tested.low, tested.high].iter().all(|v| v.is_finite())) else {
            let words = "the two numbers cannot be compared as a ratio";
            return Assessment::none(id, Reason::lowered(Code::TwoNumbers, words, "cannot be compared"));
        };
        self.answer(id, improve, tested)
    }

    fn answer(&self, id: &str, improve: Option<Improve>, tested: Tested) -> Assessment {
        let grade = if tested.z.abs() >= Z95 { Grade::Low } else { Grade::None };
        let code = if self.counted.is_some() { Code::Counts } else { Code::TwoNumbers };
        let mut answer = Assessment {
            method: "two-numbers/1".to_owned(),
            grade,
            level: grade,
            effect: Some(tested.effect),
            ci_low: Some(tested.low.min(tested.effect)),
            ci_high: Some(tested.high.max(tested.effect)),
            effect_percent: percent(tested.effect, self.before),
            p: Some((2.0 * normal_upper(tested.z.abs())).min(1.0)),
            raw: Some(Pair { before: self.before, after: self.after }),
            observed: Some(self.after),
            expected: Some(self.before),
            verdict: verdict(tested.effect, improve),
            ..Assessment::none(id, Reason::lowered(code, tested.words, "only two numbers"))
        };
        if let Some(ordinary) = ordinary_noise(self.before, self.after) {
            let words = format!("a noise of {} % from week to week would make this ordinary", plain(100.0 * ordinary, 1.0));
            answer.reasons.push(Reason::noted(Code::TwoNumbers, words.clone(), words));
        }
        answer
    }

    fn assumed(&self) -> Option<Tested> {
        let ln_ratio = ln_ratio(self.before, self.after)?;
        let se = std::f64::consts::SQRT_2 * ASSUMED;
        let words = format!("two numbers only; {} % of noise from week to week is assumed", plain(100.0 * ASSUMED, 1.0));
        Some(self.of_ratio(ln_ratio, ln_ratio, se, words))
    }

    fn events(&self, before: f64, after: f64) -> Option<Tested> {
        let counted = ln_ratio(before, after).filter(|_| before > 0.0)?;
        let shown = ln_ratio(self.before, self.after)?;
        let se = OVERDISPERSED * (1.0 / before + 1.0 / after).sqrt();
        let words = format!("{} events before and {} after", plain(before, 1.0), plain(after, 1.0));
        Some(self.of_ratio(shown, counted, se, words))
    }

    fn of_ratio(&self, shown: f64, tested: f64, se: f64, words: String) -> Tested {
        let at = |ln: f64| self.before * (ln.exp() - 1.0);
        let (one, other) = (at(shown - Z95 * se), at(shown + Z95 * se));
        Tested { effect: self.after - self.before, low: one.min(other), high: one.max(other), z: tested / se, words }
    }

    /// Newcombe (1998), Statistics in Medicine 17:873, method 10, its distances doubled.
    fn proportions(&self, before: (f64, f64), after: (f64, f64)) -> Option<Tested> {
        let (p1, low1, high1) = wilson(before.0, before.1)?;
        let (p2, low2, high2) = wilson(after.0, after.1)?;
        let difference = p2 - p1;
        let down = (p2 - low2).hypot(high1 - p1);
        let up = (high2 - p2).hypot(p1 - low1);
        let toward_zero = if difference >= 0.0 { down } else { up };
        // Percentages are proportions times one hundred.
        let unit = if difference != 0.0 && self.after != self.before { (self.after - self.before) / difference } else { 1.0 };
        let (one, other) = (unit * (difference - OVERDISPERSED * down), unit * (difference + OVERDISPERSED * up));
        let show = |value: f64| plain(value, 1.0);
        Some(Tested {
            effect: self.after - self.before,
            low: one.min(other),
            high: one.max(other),
            z: difference / (OVERDISPERSED * toward_zero / Z95).max(f64::MIN_POSITIVE),
            words: format!("{} of {} before and {} of {} after", show(before.0), show(before.1), show(after.0), show(after.1)),
        })
    }
}

/// The noise from week to week, as a share, at which such a change is nothing unusual; none where there is no ratio.
pub fn ordinary_noise(before: f64, after: f64) -> Option<f64> {
    ln_ratio(before, after).map(|ln_ratio| ln_ratio.abs() / (Z95 * std::f64::consts::SQRT_2))
}

fn ln_ratio(before: f64, after: f64) -> Option<f64> {
    let ratio = after / before;
    (ratio > 0.0 && ratio.is_finite()).then(|| ratio.ln())
}

/// A proportion with the 95 % interval of Wilson (1927).
fn wilson(hits: f64, of: f64) -> Option<(f64, f64, f64)> {
    if !(of > 0.0 && of.is_finite() && (0.0..=of).contains(&hits)) {
        return None;
    }
    let (p, z2) = (hits / of, Z95 * Z95);
    let centre = (p + z2 / (2.0 * of)) / (1.0 + z2 / of);
    let half = Z95 / (1.0 + z2 / of) * (p * (1.0 - p) / of + z2 / (4.0 * of * of)).sqrt();
    Some((p, (centre - half).clamp(0.0, p), (centre + half).clamp(p, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(before: f64, after: f64, counted: Option<Counted>) -> Assessment {
        TwoNumbers { before, after, counted }.assess("two", Some(Improve::Down))
    }

    #[test]
    fn without_counts_fifteen_percent_are_assumed() {
        // 1.96 · √2 · 0.15 = 0.4158: a factor of 1.516.
        assert_eq!(two(10.0, 15.1, None).grade, Grade::None);
        assert_eq!(two(10.0, 15.2, None).grade, Grade::Low);
        assert_eq!(two(10.0, 1e9, None).grade, Grade::Low);
        assert!(two(10.0, 15.2, None).reasons[0].words.contains("15 % of noise"));
        assert!((ordinary_noise(10.0, 15.157).unwrap() - 0.15).abs() < 1e-4);
    }

    #[test]
    fn what_has_no_ratio_has_no_grade() {
        for (before, after) in [(0.0, 1.0), (1.0, 0.0), (-1.0, 1.0), (f64::NAN, 1.0), (1.0, f64::INFINITY)] {
            assert_eq!(two(before, after, None).grade, Grade::None, "{before} {after}");
        }
    }

    #[test]
    fn events_are_tested_by_poisson() {
        let events = Some(Counted::Events { before: 100.0, after: 200.0 });
        let answer = two(1.0, 2.0, events);
        // ln 2 / (2 √0.015) = 2.83
        assert!((answer.p.unwrap() - 2.0 * normal_upper(2.829_758)).abs() < 1e-5);
        assert_eq!(answer.grade, Grade::Low);
        assert_eq!(two(1.0, 2.0, Some(Counted::Events { before: 10.0, after: 20.0 })).grade, Grade::None);
        assert_eq!(two(1.0, 2.0, Some(Counted::Events { before: 0.0, after: 0.0 })).grade, Grade::None);
    }

    /// Newcombe 1998, table II, example a: 56/70 − 48/80, interval 0.0524 to 0.3339.
    #[test]
    fn proportions_follow_newcombe() {
        let counted = Counted::Proportions { before: 48.0, before_of: 80.0, after: 56.0, after_of: 70.0 };
        let answer = two(60.0, 80.0, Some(counted));
        let (low, high) = (answer.ci_low.unwrap(), answer.ci_high.unwrap());
        assert!((low - (20.0 - 2.0 * (20.0 - 5.24))).abs() < 0.02, "{low}");
        assert!((high - (20.0 + 2.0 * (33.39 - 20.0))).abs() < 0.02, "{high}");
        assert_eq!(answer.grade, Grade::None);
        let bad = Counted::Proportions { before: 9.0, before_of: 8.0, after: 1.0, after_of: 0.0 };
        assert_eq!(two(1.0, 2.0, Some(bad)).grade, Grade::None);
    }
}
