//! A randomised experiment says more than a time series: its own interval is used (section 8).

use super::{
    assessment::{Assessment, Pair},
    case::Improve,
    distribution::normal_upper,
    engine::{percent, verdict},
    grade::Grade,
    number::{self, day, days},
    reason::{Code, Reason},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an experiment platform reports of one metric.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Experiment {
    /// The means without and with the change, where they are known.
    pub control: Option<f64>,
    pub treatment: Option<f64>,
    /// The difference, in the metric's unit.
    pub effect: f64,
    /// Its 95 % interval; a sequential one if [`Self::sequential`].
    pub ci_low: f64,
    pub ci_high: f64,
    /// From the interval if the platform does not tell.
    pub p: Option<f64>,
    /// The interval holds however often one looks.
    pub sequential: bool,
    /// Of the test that the groups have the planned sizes; none if it was not made.
    pub ratio_p: Option<f64>,
    pub full_days: f64,
    /// It ended before its planned time.
    pub stopped_early: bool,
    /// In unix seconds.
    pub started_at: Option<i64>,
    pub merged_at: Option<i64>,
}

/// Below this the groups do not have their planned sizes.
const RATIO_P: f64 = 0.001;
/// A week has all its days.
const FULL_DAYS: f64 = 7.0;

impl Experiment {
    /// The grade of the platform's result.
    pub fn assess(&self, id: &str, improve: Option<Improve>) -> Assessment {
        let numbers = [self.effect, self.ci_low, self.ci_high];
        if !numbers.iter().all(|number| number.is_finite()) || self.ci_low > self.ci_high {
            let words = "the experiment's interval cannot be read";
            return Assessment::none(id, Reason::lowered(Code::InvalidInput, words, words));
        }
        let p = self.p.filter(|p| (0.0..=1.0).contains(p)).unwrap_or_else(|| self.p_of_interval());
        let level = self.level(p);
        let mut answer = Assessment {
            method: "experiment/1".to_owned(),
            grade: level,
            level,
            effect: Some(self.effect),
            ci_low: Some(self.ci_low),
            ci_high: Some(self.ci_high),
            effect_percent: self.control.and_then(|control| percent(self.effect, control)),
            p: Some(p),
            raw: self.control.zip(self.treatment).map(|(before, after)| Pair { before, after }),
            observed: self.treatment,
            expected: self.control,
            verdict: verdict(self.effect, improve),
            ..Assessment::none(id, self.result(p))
        };
        self.circumstances(&mut answer);
        answer
    }

    /// Two sides of the normal tail that the interval implies.
    fn p_of_interval(&self) -> f64 {
        let se = (self.ci_high - self.ci_low) / (2.0 * 1.959_963_984_540_054);
        if se > 0.0 { (2.0 * normal_upper((self.effect / se).abs())).min(1.0) } else { 1.0 }
    }

    fn excludes_zero(&self) -> bool {
        self.ci_low > 0.0 || self.ci_high < 0.0
    }

    fn level(&self, p: f64) -> Grade {
        if p < 0.01 || (self.sequential && self.excludes_zero()) {
            Grade::High
        } else if p < 0.05 {
            Grade::Medium
        } else if p < 0.2 {
            Grade::Low
        } else {
            Grade::None
        }
    }

    fn result(&self, p: f64) -> Reason {
        let kind = if self.sequential { "a randomised experiment with a sequential interval" } else { "a randomised experiment" };
        let words = format!("{kind} ({})", number::p(p));
        if p < 0.2 || self.excludes_zero() {
            Reason::raised(Code::Experiment, words, "a randomised experiment")
        } else {
            Reason::lowered(Code::Experiment, format!("{words} found no difference"), "no difference in the experiment")
        }
    }

    fn circumstances(&self, answer: &mut Assessment) {
        let mut cap = |grade: Grade, reason: Reason| {
            answer.grade = answer.grade.min(grade);
            answer.reasons.push(reason);
        };
        match self.ratio_p {
            Some(ratio) if ratio > RATIO_P => {}
            Some(ratio) => {
                let words = format!("the groups do not have their planned sizes ({})", number::p(ratio));
                cap(Grade::Low, Reason::lowered(Code::SampleRatioMismatch, words, "groups of the wrong size"));
            }
            None => {
                let words = "whether the groups have their planned sizes is not known";
                cap(Grade::Medium, Reason::lowered(Code::SampleRatioMismatch, words, "group sizes not checked"));
            }
        }
        if self.full_days.is_nan() || self.full_days < FULL_DAYS {
            let seen = days(if self.full_days.is_nan() { 0.0 } else { self.full_days });
            let words = format!("it ran for {seen} only, less than a week");
            cap(Grade::Medium, Reason::lowered(Code::ShortExperiment, words, format!("only {seen}")));
        }
        if self.stopped_early && !self.sequential {
            let words = "it was stopped early without a method that allows it";
            cap(Grade::Low, Reason::lowered(Code::StoppedEarly, words, "stopped early"));
        }
        if let (Some(started), Some(merged)) = (self.started_at, self.merged_at)
            && started.abs_diff(merged) > 86_400
        {
            let words = format!("merged on {}, and the experiment began on {}", day(merged), day(started));
            cap(Grade::High, Reason::noted(Code::Experiment, words.clone(), words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Experiment = Experiment {
        control: Some(10.0),
        treatment: Some(9.0),
        effect: -1.0,
        ci_low: -1.5,
        ci_high: -0.5,
        p: None,
        sequential: false,
        ratio_p: Some(0.4),
        full_days: 14.0,
        stopped_early: false,
        started_at: Some(0),
        merged_at: Some(0),
    };

    fn grade(experiment: Experiment) -> Grade {
        experiment.assess("e", Some(Improve::Down)).grade
    }

    #[test]
    fn the_platforms_numbers_are_used() {
        let answer = GOOD.assess("e", Some(Improve::Down));
        assert_eq!((answer.grade, answer.verdict), (Grade::High, Some(super::super::Direction::Improved)));
        assert!((answer.p.unwrap() - 8.9e-5).abs() < 1e-5);
        assert_eq!(grade(Experiment { p: Some(0.03), ..GOOD }), Grade::Medium);
        assert_eq!(grade(Experiment { p: Some(0.1), ..GOOD }), Grade::Low);
        assert_eq!(grade(Experiment { p: Some(0.5), ..GOOD }), Grade::None);
        assert_eq!(grade(Experiment { p: Some(0.03), sequential: true, ..GOOD }), Grade::High);
    }

    #[test]
    fn circumstances_cap_it() {
        assert_eq!(grade(Experiment { ratio_p: Some(1e-4), ..GOOD }), Grade::Low);
        assert_eq!(grade(Experiment { ratio_p: None, ..GOOD }), Grade::Medium);
        assert_eq!(grade(Experiment { full_days: 6.0, ..GOOD }), Grade::Medium);
        assert_eq!(grade(Experiment { stopped_early: true, ..GOOD }), Grade::Low);
        assert_eq!(grade(Experiment { stopped_early: true, sequential: true, ..GOOD }), Grade::High);
        let apart = Experiment { started_at: Some(9_000_000), ..GOOD }.assess("e", None);
        assert!(apart.reasons.iter().any(|reason| reason.words.contains("began on 1970-04-15")));
        assert_eq!(grade(Experiment { ci_low: f64::NAN, ..GOOD }), Grade::None);
    }
}
