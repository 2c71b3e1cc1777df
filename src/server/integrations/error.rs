//! What can go wrong with a peer, by what to do next.

use chrono::{DateTime, Utc};

/// Why a peer gave no usable answer. `detail` is for a person: the peer's own words where it said any.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// Leave the whole connection alone until then; where the peer named no time, for a growing while.
    #[error("{detail}")]
    RateLimited { until: Option<DateTime<Utc>>, detail: String },
    /// The token is wrong or expired: a person has to act.
    #[error("{detail}")]
    Unauthorized { detail: String },
    /// It is gone, or this token may not see it: hosts answer the same to both.
    #[error("{detail}")]
    NotFound { detail: String },
    /// The same request will not succeed later either.
    #[error("{detail}")]
    Refused { detail: String },
    /// Nobody answered, or the peer is in trouble: try again later.
    #[error("{detail}")]
    Outage { detail: String },
    /// Something answered that is not the interface we expect.
    #[error("{detail}")]
    Malformed { detail: String },
}

impl SourceError {
    /// Whether this concerns the one thing that was asked for, and not the connection as a whole.
    pub fn is_about_one_thing(&self) -> bool {
        matches!(self, Self::NotFound { .. } | Self::Refused { .. })
    }
}
