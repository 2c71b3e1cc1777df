//! Samples on their way in, and what a source answers when it is tried.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a test of a source found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SourceTest {
    pub ok: bool,
    /// In words; the peer's own where it refused.
    pub detail: String,
    /// The last points, oldest first, at most twenty.
    pub points: Vec<Sample>,
    /// What the peer wants to have said.
    pub warnings: Vec<String>,
}

/// One value at one time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    pub at: DateTime<Utc>,
    /// Null where the source had none.
    pub value: Option<f64>,
}

/// The body that asks for an address under which a dashboard of QuickSight is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct EmbedRequest {
    /// The ARN of a user that is registered at QuickSight.
    #[schema(required = true)]
    pub user_arn: String,
    /// How long it is shown: 15 to 600; absent: 60.
    pub minutes: Option<u16>,
}

/// Where a dashboard is shown: good for five minutes and one look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Embedded {
    pub url: String,
}

/// Samples as they are sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NewSamples {
    pub samples: Vec<NewSample>,
}

/// One value at one time, as it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NewSample {
    pub at: Moment,
    /// Null is a gap: what was sent for that time before is taken back.
    pub value: Option<f64>,
}

/// A time as programs send it: RFC 3339, or seconds since 1970 (milliseconds are recognised by their size).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(transparent)]
pub struct Moment(pub DateTime<Utc>);

/// No metric is from after the year 5138 in seconds: what is larger are milliseconds.
const MILLIS_FROM: f64 = 1e11;

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a time, as 2026-02-18T14:03:00Z or 1771423380")]
        enum Raw {
            Number(f64),
            Text(String),
        }
        let wrong = || serde::de::Error::custom("is not a time; write it as 2026-02-18T14:03:00Z, or as seconds since 1970");
        let at = match Raw::deserialize(deserializer)? {
            Raw::Number(n) if n.is_finite() && n.abs() < 1e15 => {
                DateTime::from_timestamp_millis(if n.abs() < MILLIS_FROM { n * 1_000.0 } else { n } as i64)
            }
            Raw::Number(_) => None,
            Raw::Text(text) => DateTime::parse_from_rfc3339(text.trim()).ok().map(|at| at.to_utc()),
        };
        at.map(Self).ok_or_else(wrong)
    }
}

/// What came of samples that were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// How many were stored, those that took the place of earlier ones included.
    pub stored: u64,
    /// How many had no value, and are a gap.
    pub empty: u64,
    pub first_at: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
    /// What was taken for granted, in words.
    pub notes: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_programs_write_them() {
        let wanted: DateTime<Utc> = "2026-02-18T14:03:00Z".parse().unwrap();
        for text in ["\"2026-02-18T14:03:00Z\"", "\"2026-02-18T15:03:00+01:00\"", "1771423380", "1771423380000", "1771423380.0"] {
            assert_eq!(serde_json::from_str::<Moment>(text).unwrap().0, wanted, "{text}");
        }
        for text in ["\"yesterday\"", "\"2026-02-18\"", "null", "1e300", "true"] {
            assert!(serde_json::from_str::<Moment>(text).is_err(), "{text}");
        }
    }
}
