//! How sure we are that it changed then, by the rule of section 5.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Confidence in the change; not in its goodness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    #[default]
    None,
    Low,
    Medium,
    High,
}

impl Grade {
    /// The word on the wire and on the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::None, Self::Low, Self::Medium, Self::High].into_iter().find(|grade| grade.as_str() == text)
    }

    /// One grade lower; none stays none.
    pub fn lowered(self) -> Self {
        match self {
            Self::None | Self::Low => Self::None,
            Self::Medium => Self::Low,
            Self::High => Self::Medium,
        }
    }
}

/// All that the rule looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub p: f64,
    pub lr: f64,
    pub lr_guard: f64,
    pub blip: Option<f64>,
    pub placebo_scale: f64,
    pub history_days: f64,
    pub span_days: f64,
    /// How likely there is a pattern of the week; none where it cannot be told.
    pub week: Option<f64>,
    pub bins: usize,
    pub other_change: bool,
    /// The plain change over the effect.
    pub raw_share: Option<f64>,
    pub controls_used: bool,
    pub controls_p: Option<f64>,
}

impl Facts {
    /// Whether a pattern of the week cannot be ruled out.
    pub fn short(&self) -> bool {
        let no_week = self.span_days > 12.9 && self.week.is_some_and(|week| week < 0.05);
        self.history_days < 13.9 && !no_week
    }

    /// Whether the controls moved at the merge.
    pub fn controls_moved(&self) -> bool {
        self.controls_p.is_some_and(|p| p < 0.05)
    }

    /// What the numbers alone would say.
    pub fn level(&self) -> Grade {
        let medium_p = if self.short() { 0.02 } else { 0.05 };
        if self.p < 0.01 && self.lr > 3.0 && self.lr_guard > 0.0 {
            Grade::High
        } else if self.p < medium_p && self.lr > 0.5 && self.lr_guard > -2.0 {
            Grade::Medium
        } else if (self.p < 0.2 && self.lr > 0.0) || (self.p < 0.05 && self.lr > -3.0) {
            Grade::Low
        } else {
            Grade::None
        }
    }

    /// What the circumstances allow at most.
    pub fn cap(&self) -> Grade {
        let share = self.raw_share.unwrap_or(f64::INFINITY);
        let mut cap = Grade::High;
        if self.short()
            || self.placebo_scale > 1.3
            || self.other_change
            || self.bins < 14
            || share < 0.4
            || (self.controls_used && self.controls_moved())
        {
            cap = Grade::Medium;
        }
        let strong = self.history_days >= 13.9 && self.p < 0.001 && self.lr > 5.0;
        if self.placebo_scale > 2.0
            || self.blip.is_some_and(|blip| blip > 2.0)
            || (!self.controls_used && self.controls_moved())
            || (share < 0.2 && !strong)
        {
            cap = Grade::Low;
        }
        cap
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURE: Facts = Facts {
        p: 0.001,
        lr: 4.0,
        lr_guard: 1.0,
        blip: Some(-3.0),
        placebo_scale: 1.0,
        history_days: 28.0,
        span_days: 35.0,
        week: Some(0.9),
        bins: 280,
        other_change: false,
        raw_share: Some(1.0),
        controls_used: false,
        controls_p: None,
    };

    fn check(facts: Facts, level: Grade, cap: Grade) {
        assert_eq!((facts.level(), facts.cap()), (level, cap), "{facts:?}");
    }

    #[test]
    fn the_rule_of_the_level() {
        check(SURE, Grade::High, Grade::High);
        check(Facts { lr: 3.0, ..SURE }, Grade::Medium, Grade::High);
        check(Facts { lr_guard: -2.0, ..SURE }, Grade::Low, Grade::High);
        check(Facts { p: 0.04, ..SURE }, Grade::Medium, Grade::High);
        check(Facts { p: 0.1, ..SURE }, Grade::Low, Grade::High);
        check(Facts { lr: -2.0, ..SURE }, Grade::Low, Grade::High);
        check(Facts { lr: -3.0, ..SURE }, Grade::None, Grade::High);
        check(Facts { p: 0.2, ..SURE }, Grade::None, Grade::High);
    }

    #[test]
    fn the_rule_of_the_cap() {
        check(Facts { history_days: 7.0, ..SURE }, Grade::High, Grade::Medium);
        check(Facts { history_days: 7.0, week: Some(0.04), ..SURE }, Grade::High, Grade::High);
        check(Facts { history_days: 7.0, p: 0.03, ..SURE }, Grade::Low, Grade::Medium);
        check(Facts { placebo_scale: 1.4, ..SURE }, Grade::High, Grade::Medium);
        check(Facts { placebo_scale: 2.1, ..SURE }, Grade::High, Grade::Low);
        check(Facts { blip: Some(2.1), ..SURE }, Grade::High, Grade::Low);
        check(Facts { controls_p: Some(0.01), ..SURE }, Grade::High, Grade::Low);
        check(Facts { controls_p: Some(0.01), controls_used: true, ..SURE }, Grade::High, Grade::Medium);
        check(Facts { raw_share: Some(0.3), ..SURE }, Grade::High, Grade::Medium);
        check(Facts { raw_share: Some(-0.5), ..SURE }, Grade::High, Grade::Low);
        check(Facts { raw_share: Some(-0.5), lr: 6.0, p: 1e-4, ..SURE }, Grade::High, Grade::Medium);
    }
}
