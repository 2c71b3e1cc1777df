//! Small facts: a state, a grade, a share. Colour never stands alone; there is always a symbol or a word.

mod confidence;
mod meter;
mod ring;

use super::{Glyph, Icon};
use crate::domain::goal::GoalStatus;
use dioxus::prelude::*;

pub use confidence::{Confidence, ConfidencePill, GradePill};
pub use meter::{Meter, MeterTone};
pub use ring::Ring;

/// What the colour of a pill means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Neutral,
    Accent,
    Planning,
    Progress,
    Measuring,
    Proven,
    Attention,
    Danger,
}

impl Tone {
    /// The value of `data-tone`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Planning => "planning",
            Self::Progress => "progress",
            Self::Measuring => "measuring",
            Self::Proven => "proven",
            Self::Attention => "attention",
            Self::Danger => "danger",
        }
    }
}

impl From<GoalStatus> for Tone {
    fn from(status: GoalStatus) -> Self {
        match status {
            GoalStatus::Planning => Self::Planning,
            GoalStatus::InProgress => Self::Progress,
            GoalStatus::Measuring => Self::Measuring,
            GoalStatus::Proven => Self::Proven,
        }
    }
}

impl From<GoalStatus> for Glyph {
    fn from(status: GoalStatus) -> Self {
        match status {
            GoalStatus::Planning => Self::StatusPlanning,
            GoalStatus::InProgress => Self::StatusInProgress,
            GoalStatus::Measuring => Self::StatusMeasuring,
            GoalStatus::Proven => Self::StatusProven,
        }
    }
}

/// A short word in a tinted frame.
#[component]
pub fn Pill(#[props(default)] tone: Tone, #[props(default)] icon: Option<Glyph>, children: Element) -> Element {
    rsx! {
        span { class: "pill", "data-tone": tone.as_str(),
            if let Some(glyph) = icon {
                Icon { glyph, size: 14 }
            }
            {children}
        }
    }
}

/// Where a goal stands.
#[component]
pub fn StatePill(status: GoalStatus) -> Element {
    rsx! {
        Pill { tone: Tone::from(status), icon: Glyph::from(status), "{status.label()}" }
    }
}
