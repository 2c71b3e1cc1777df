//! What the engine is asked: one metric, one intervention.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// Which way a metric should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Improve {
    Down,
    Up,
}

impl From<crate::domain::metric::Improve> for Improve {
    fn from(improve: crate::domain::metric::Improve) -> Self {
        match improve {
            crate::domain::metric::Improve::Down => Self::Down,
            crate::domain::metric::Improve::Up => Self::Up,
        }
    }
}

/// A sample: unix seconds, and the value in the metric's unit; nothing where it is missing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Point(#[serde(deserialize_with = "seconds")] pub i64, pub Option<f64>);

/// The time in which the pull requests were merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Intervention {
    /// The first merge, in unix seconds.
    #[serde(deserialize_with = "seconds")]
    pub start: i64,
    /// The last merge, in unix seconds.
    #[serde(deserialize_with = "seconds")]
    pub end: i64,
    /// Each merge, in unix seconds.
    #[serde(default, deserialize_with = "many_seconds")]
    pub merges: Vec<i64>,
}

/// How long before and after people want to look, in seconds. The engine uses all of the history it is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Windows {
    pub before_s: f64,
    pub after_s: f64,
}

/// One case: a line of the input of `assess`. Unknown fields are ignored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Case {
    pub id: String,
    pub series: Vec<Point>,
    /// Series that the pull requests cannot have moved.
    #[serde(default, deserialize_with = "or_empty")]
    pub controls: Vec<Vec<Point>>,
    pub intervention: Intervention,
    #[serde(default, deserialize_with = "or_empty")]
    pub windows: Windows,
    #[serde(default)]
    pub improve: Option<Improve>,
    /// Further seasons in seconds, such as a year for monthly data.
    #[serde(default, deserialize_with = "or_empty")]
    pub periods_s: Vec<f64>,
}

/// Takes `null` for what is empty.
fn or_empty<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// Whole seconds, also where they are written with a fraction.
fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    // A float becomes the nearest integer that there is; not a number becomes 0, which JSON cannot say.
    f64::deserialize(from).map(|value| value.round() as i64)
}

fn many_seconds<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<i64>, D::Error> {
    let values: Option<Vec<f64>> = Option::deserialize(from)?;
    Ok(values.unwrap_or_default().into_iter().map(|value| value.round() as i64).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_leave_out_and_bring_along() {
        let line = r#"{"id":"a","family":"x","series":[[1,2.5],[2,null],[3.0,7]],"controls":null,
            "intervention":{"start":2,"end":2,"merges":[2]},"windows":{"before_s":1,"after_s":1}}"#;
        let case: Case = serde_json::from_str(line).unwrap();
        assert_eq!(case.series, [Point(1, Some(2.5)), Point(2, None), Point(3, Some(7.0))]);
        assert_eq!((case.improve, case.controls.len(), case.periods_s.len()), (None, 0, 0));
        let again: Case = serde_json::from_str(&serde_json::to_string(&case).unwrap()).unwrap();
        assert_eq!(again, case);
    }
}
