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
