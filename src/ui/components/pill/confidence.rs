use crate::domain::stats::Grade;
use dioxus::prelude::*;

/// How far an effect can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    High,
    Medium,
    Low,
    /// None, or not enough data: the words beside it say which.
    None,
}

impl Confidence {
    /// How many of the three bars are filled.
    fn bars(self) -> usize {
        match self {
            Self::High => 3,
            Self::Medium => 2,
            Self::Low => 1,
            Self::None => 0,
        }
    }

    /// The word on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::High => "High",
            Self::Medium => "Medium",
            Self::Low => "Low",
            Self::None => "—",
        }
    }
}

impl From<Grade> for Confidence {
    fn from(grade: Grade) -> Self {
        match grade {
            Grade::High => Self::High,
            Grade::Medium => Self::Medium,
            Grade::Low => Self::Low,
            Grade::None => Self::None,
        }
    }
}

/// The grade of an assessment.
#[component]
pub fn GradePill(grade: Grade) -> Element {
    rsx! {
        ConfidencePill { grade: Confidence::from(grade) }
        if grade == Grade::None {
            span { class: "visually-hidden", "none" }
        }
    }
}

/// Three bars and a word; `words` says more than the grade, as "Reported, not measured".
#[component]
pub fn ConfidencePill(grade: Confidence, #[props(default)] words: Option<String>) -> Element {
    let words = words.unwrap_or_else(|| grade.label().to_owned());
    rsx! {
        span { class: "confidence",
            span { class: "bars", "aria-hidden": "true",
                for bar in 0..3usize {
                    i { key: "{bar}", "data-filled": bar < grade.bars() }
                }
            }
            "{words}"
        }
    }
}
