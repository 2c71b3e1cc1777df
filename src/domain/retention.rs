//! How long samples are kept, and how finely.

use super::{Result, text::Check};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How it is set, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Retention {
    /// Every sample is kept so long; then one for each hour.
    pub raw_days: u32,
    /// So long anything is kept. What assessments stand on is kept with them for ever.
    pub keep_days: u32,
}

impl Default for Retention {
    /// A year and a month as it came, five years in hours.
    fn default() -> Self {
        Self { raw_days: 400, keep_days: 1_830 }
    }
}

/// The body that changes it: what is absent stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct RetentionPatch {
    pub raw_days: Option<u32>,
    pub keep_days: Option<u32>,
}

/// The least that is kept: what an assessment looks at.
const LEAST: u32 = 60;

impl RetentionPatch {
    /// How it is set from now on.
    pub fn apply(self, set: Retention) -> Result<Retention> {
        let next = Retention { raw_days: self.raw_days.unwrap_or(set.raw_days), keep_days: self.keep_days.unwrap_or(set.keep_days) };
        let mut check = Check::default();
        if next.raw_days < LEAST {
            check.fail("/rawDays", format!("must be at least {LEAST}: assessments look that far back"));
        }
        if next.keep_days < next.raw_days {
            check.fail("/keepDays", "must not be less than /rawDays");
        }
        check.done().map(|()| next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_assessments_need_is_kept() {
        let patch = |raw, keep| RetentionPatch { raw_days: raw, keep_days: keep }.apply(Retention::default());
        assert_eq!(patch(Some(90), None), Ok(Retention { raw_days: 90, ..Retention::default() }));
        assert!(patch(Some(59), None).is_err() && patch(None, Some(399)).is_err());
    }
}
