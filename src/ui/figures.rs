//! The figures of an assessment as people read them: as many digits as the interval allows.

use crate::{
    domain::{
        assessment::{Assessed, Assessment},
        stats::{
            Grade,
            number::{self, difference, plain, with_unit},
        },
    },
    ui::format,
};

/// An assessment's figures in words.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a> {
    unit: Option<&'a str>,
    effect: Option<f64>,
    percent: Option<f64>,
    interval: Option<(f64, f64)>,
    expected: Option<f64>,
    /// It went the way it should, where that can be told.
    improved: Option<bool>,
    /// What the last digit stands for.
    step: f64,
}

impl<'a> From<&'a Assessment> for Figures<'a> {
    fn from(of: &'a Assessment) -> Self {
        Self {
            unit: of.unit.as_deref(),
            effect: of.effect,
            percent: of.effect_percent,
            interval: of.ci_low.zip(of.ci_high),
            expected: of.expected,
            improved: of.improved.filter(|_| of.grade > Grade::None),
            step: step(of.ci_low.zip(of.ci_high), of.effect, of.before.or(of.after)),
        }
    }
}

impl<'a> From<&'a Assessed> for Figures<'a> {
    fn from(of: &'a Assessed) -> Self {
        Self {
            unit: of.unit.as_deref(),
            effect: of.effect,
            percent: of.effect_percent,
            interval: of.ci_low.zip(of.ci_high),
            expected: of.expected,
            improved: of.improved.filter(|_| of.grade > Grade::None),
            step: step(of.ci_low.zip(of.ci_high), of.effect, of.before.or(of.after)),
        }
    }
}

fn step(interval: Option<(f64, f64)>, effect: Option<f64>, size: Option<f64>) -> f64 {
    let width = interval.map_or(0.0, |(low, high)| high - low);
    if width > 0.0 { number::digits(width, effect.unwrap_or(0.0)) } else { number::step(size.or(effect).unwrap_or(0.0).abs()) }
}

impl<'a> Figures<'a> {
    /// The figures of an assessment, whole or as lists have it.
    pub fn of(of: impl Into<Self>) -> Self {
        of.into()
    }

    /// A value in the metric's unit.
    pub fn value(self, value: f64) -> String {
        with_unit(value, self.step, self.unit)
    }

    /// The same without the unit, as the first of two.
    pub fn bare(self, value: f64) -> String {
        plain(value, self.step)
    }

    /// A difference of values, with its sign.
    pub fn beyond(self, value: f64) -> String {
        difference(value, self.step, self.unit)
    }

    /// `−29 %`, or the difference where there is no percentage or the unit is percent.
    pub fn effect(self) -> Option<String> {
        match self.percent.filter(|_| !self.is_percent()) {
            Some(percent) => Some(format::change(percent)),
            None => self.difference(),
        }
    }

    /// `−0.48 pp`.
    pub fn difference(self) -> Option<String> {
        self.effect.map(|effect| self.beyond(effect))
    }

    /// `−0.71 to −0.20`, in the metric's unit.
    pub fn interval(self) -> Option<String> {
        let (low, high) = self.interval?;
        Some(format!("{} to {}", self.bare(low), self.beyond(high).trim_start_matches('+')))
    }

    /// The interval in the measure of [`Self::effect`].
    pub fn effect_interval(self) -> Option<String> {
        let (low, high) = self.interval?;
        let expected = self.expected.map(f64::abs).filter(|expected| *expected > 0.0);
        match expected.filter(|_| self.percent.is_some() && !self.is_percent()) {
            Some(expected) => Some(format!(
                "{} to {}",
                format::change(low / expected * 100.0).trim_end_matches(" %"),
                format::change(high / expected * 100.0)
            )),
            None => self.interval(),
        }
    }

    /// What the change means to those who said which way is better, with its tone.
    pub fn verdict(self) -> Option<(&'static str, &'static str)> {
        let told = self.improved.filter(|_| self.effect.is_some())?;
        Some(if told { ("better", "That is better.") } else { ("worse", "That is worse.") })
    }

    /// Its tone alone, for where the effect stands without a sentence.
    pub fn tone(self) -> &'static str {
        self.verdict().map_or("", |(tone, _)| tone)
    }

    fn is_percent(self) -> bool {
        self.unit.map(str::trim) == Some("%")
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Latency that fell, with medium confidence.
    pub fn assessment() -> Assessment {
        Assessment {
            metric: "Latency".into(),
            unit: Some("ms".into()),
            effect: Some(-122.0),
            effect_percent: Some(-29.2),
            ci_low: Some(-142.0),
            ci_high: Some(-100.0),
            before: Some(421.0),
            after: Some(296.0),
            expected: Some(418.0),
            improved: Some(true),
            ..Assessment::sample()
        }
    }

    #[test]
    fn digits_follow_the_interval() {
        let latency = assessment();
        let figures = Figures::of(&latency);
        assert_eq!(figures.effect().as_deref(), Some("−29 %"));
        assert_eq!(figures.effect_interval().as_deref(), Some("−34 to −24 %"));
        assert_eq!(figures.interval().as_deref(), Some("−142 to −100 ms"));
        assert_eq!((figures.value(421.0), figures.verdict()), ("421 ms".into(), Some(("better", "That is better."))));
    }

    #[test]
    fn percentages_differ_by_points() {
        let share = Assessment {
            unit: Some("%".into()),
            effect: Some(-0.48),
            ci_low: Some(-0.71),
            ci_high: Some(-0.2),
            effect_percent: Some(-25.5),
            ..assessment()
        };
        let figures = Figures::of(&share);
        assert_eq!(figures.effect().as_deref(), Some("−0.48 pp"));
        assert_eq!(figures.effect_interval().as_deref(), Some("−0.71 to −0.20 pp"));
    }

    #[test]
    fn what_is_ordinary_is_neither_better_nor_worse() {
        let ordinary = Assessment { grade: Grade::None, ..assessment() };
        assert_eq!((Figures::of(&ordinary).verdict(), Figures::of(&ordinary).tone()), (None, ""));
    }
}
