//! Why a grade is what it is, in words.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A reason by name; what programs look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    // Nothing can be said.
    Error,
    InvalidInput,
    NotMeasured,
    TooLittleData,
    Constant,
    NothingBefore,
    NothingAfter,
    // The evidence.
    Evidence,
    WeakEvidence,
    OnsetAligned,
    OnsetNotAligned,
    // The circumstances.
    History,
    ShortHistory,
    EnoughAfter,
    TrendDependent,
    RawChangeDisagrees,
    OtherChange,
    QuietPlacebo,
    NoisyPlacebo,
    ControlsUsed,
    ControlsNotUsed,
    ControlsMoved,
    ControlsLeftOut,
    BlipAtMerge,
    OneIntervention,
    OverlappingInterventions,
    Provisional,
    OutliersClipped,
    MissingData,
    LateBaseline,
    ManyMetrics,
    // Other kinds of evidence.
    TwoNumbers,
    FewValues,
    Counts,
    Experiment,
    SampleRatioMismatch,
    ShortExperiment,
    StoppedEarly,
}

/// What a reason does to the grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Pull {
    /// Speaks for the change.
    Raised,
    /// Speaks against it, or limits what can be said.
    Lowered,
    /// Good to know.
    Noted,
}

/// One reason with its numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    pub code: Code,
    pub pull: Pull,
    /// A sentence without its full stop.
    pub words: String,
    /// The same in a few words, for a list of ✓ and ✗.
    pub check: String,
}

impl Reason {
    pub(super) fn raised(code: Code, words: impl Into<String>, check: impl Into<String>) -> Self {
        Self { code, pull: Pull::Raised, words: words.into(), check: check.into() }
    }

    pub(super) fn lowered(code: Code, words: impl Into<String>, check: impl Into<String>) -> Self {
        Self { code, pull: Pull::Lowered, words: words.into(), check: check.into() }
    }

    pub(crate) fn noted(code: Code, words: impl Into<String>, check: impl Into<String>) -> Self {
        Self { code, pull: Pull::Noted, words: words.into(), check: check.into() }
    }

    /// The line of a checklist: "✓ 56 days before", "✗ only 9 days after".
    pub fn line(&self) -> String {
        let mark = match self.pull {
            Pull::Raised => '✓',
            Pull::Lowered => '✗',
            Pull::Noted => '·',
        };
        format!("{mark} {}", self.check)
    }
}
