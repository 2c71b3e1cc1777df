//! What can go wrong with a model, by what can be done about it.

use std::time::Duration;

/// Why there is no text. The details are the peer's own words, without the key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AiError {
    /// Ask again later.
    #[error("the model is busy: {detail}")]
    Busy { detail: String, wait: Option<Duration> },
    /// Raise the limit or pay; asking again is in vain.
    #[error("the account has reached its limit: {detail}")]
    Spent { detail: String },
    /// Give another key.
    #[error("the key was not accepted: {detail}")]
    Unauthorized { detail: String },
    /// Correct model, address or request.
    #[error("the request was not accepted: {detail}")]
    Invalid { detail: String },
    /// The model does not want to write this.
    #[error("the model refused: {detail}")]
    Refused { detail: String },
    /// The text is longer than was allowed for.
    #[error("the answer was cut off: {detail}")]
    CutOff { detail: String },
    /// The peer or the way to it is broken.
    #[error("the model did not answer: {detail}")]
    Outage { detail: String },
}

impl AiError {
    /// Asking again may help.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Self::Busy { .. } | Self::Outage { .. })
    }

    /// How long the peer wants to be left alone.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self {
            Self::Busy { wait, .. } => *wait,
            _ => None,
        }
    }

    /// The same error with its details changed.
    pub(super) fn map(self, change: impl FnOnce(String) -> String) -> Self {
        match self {
            Self::Busy { detail, wait } => Self::Busy { detail: change(detail), wait },
            Self::Spent { detail } => Self::Spent { detail: change(detail) },
            Self::Unauthorized { detail } => Self::Unauthorized { detail: change(detail) },
            Self::Invalid { detail } => Self::Invalid { detail: change(detail) },
            Self::Refused { detail } => Self::Refused { detail: change(detail) },
            Self::CutOff { detail } => Self::CutOff { detail: change(detail) },
            Self::Outage { detail } => Self::Outage { detail: change(detail) },
        }
    }
}

/// The error that a type or code of either vendor means, inside a stream or beside a status.
pub(super) fn of_code(code: &str, detail: String) -> Option<AiError> {
    Some(match code {
        "insufficient_quota"
        | "credit_balance_exhausted"
        | "billing_error"
        | "billing_hard_limit_reached"
        | "enforced_spend_limit_reached" => AiError::Spent { detail },
        "rate_limit_error" | "rate_limit_exceeded" | "slow_down" | "overloaded_error" | "server_is_overloaded" => {
            AiError::Busy { detail, wait: None }
        }
        "authentication_error" | "permission_error" | "invalid_api_key" => AiError::Unauthorized { detail },
        "invalid_request_error" | "not_found_error" | "model_not_found" | "request_too_large" | "context_length_exceeded" => {
            AiError::Invalid { detail }
        }
        "content_filter" | "refusal" => AiError::Refused { detail },
        "api_error" | "server_error" | "timeout_error" => AiError::Outage { detail },
        _ => return None,
    })
}
