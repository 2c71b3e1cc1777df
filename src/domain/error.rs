//! The one error of Maestro, named by what the caller can do next.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The result of everything that can fail in front of a caller.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, as far as the caller can act on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Error {
    /// 404: look elsewhere. `what` reads well after "there is no".
    #[error("there is no {what}")]
    NotFound { what: String },
    /// 422: correct the named fields and try again.
    #[error("{}", summary(.errors))]
    Invalid { errors: Vec<FieldError> },
    /// 400: the request could not be read at all.
    #[error("{message}")]
    Malformed { message: String },
    /// 409: the state of things does not allow it.
    #[error("{message}")]
    Conflict { message: String },
    /// 412: someone else changed it meanwhile; read it again. 428 where the version is missing.
    #[error("{message}")]
    Stale { message: String, missing: bool },
    /// 413: send less.
    #[error("{message}")]
    TooLarge { message: String },
    /// 415: send it as the type that is named.
    #[error("{message}")]
    UnsupportedMedia { message: String },
    /// 405: the address is right, the method is not.
    #[error("{message}")]
    MethodNotAllowed { message: String },
    /// 401: log in or send a token. `hint` says how to get one.
    #[error("{hint}")]
    Unauthorized { hint: String },
    /// 403: these credentials do not reach that far.
    #[error("{message}")]
    Forbidden { message: String },
    /// 421: the request came under a host name that this server does not answer to.
    #[error("{message}")]
    Misdirected { message: String },
    /// 429: wait that many seconds, then try again.
    #[error("{message}")]
    Busy { message: String, retry_after: u64 },
    /// 502: a peer did not answer as it should.
    #[error("{message}")]
    Unreachable { message: String },
    /// 503: the server cannot do it now; nothing was stored.
    #[error("{message}")]
    Unavailable { message: String },
    /// 501: not part of this version.
    #[error("{message}")]
    Unsupported { message: String },
    /// 500: our fault; the trace id finds the cause in the server's log.
    #[error("something went wrong on the server (trace {trace})")]
    Internal { trace: String },
}

/// One field of the request that was refused, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the request body, as `/artifacts/0/url`.
    pub pointer: String,
    /// What is wrong with it, in words for a person.
    pub detail: String,
}

impl Error {
    /// A single refused field; `pointer` as `/title`.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Invalid { errors: vec![FieldError { pointer: pointer.into(), detail: detail.into() }] }
    }

    /// Nothing is there under that name; `what` as `goal G12`.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::NotFound { what: what.into() }
    }

    /// The state of things does not allow it.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::Conflict { message: message.into() }
    }

    /// A peer did not answer as it should.
    pub fn unreachable(message: impl Into<String>) -> Self {
        Self::Unreachable { message: message.into() }
    }

    /// The HTTP status of this error.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound { .. } => 404,
            Self::Invalid { .. } => 422,
            Self::Malformed { .. } => 400,
            Self::Conflict { .. } => 409,
            Self::Stale { missing, .. } => {
                if *missing {
                    428
                } else {
                    412
                }
            }
            Self::TooLarge { .. } => 413,
            Self::UnsupportedMedia { .. } => 415,
            Self::MethodNotAllowed { .. } => 405,
            Self::Unauthorized { .. } => 401,
            Self::Forbidden { .. } => 403,
            Self::Misdirected { .. } => 421,
            Self::Busy { .. } => 429,
            Self::Unreachable { .. } => 502,
            Self::Unavailable { .. } => 503,
            Self::Unsupported { .. } => 501,
            Self::Internal { .. } => 500,
        }
    }

    /// The standard name of the status, the `title` of a problem document.
    pub fn title(&self) -> &'static str {
        match self.status() {
            400 => "Bad request",
            401 => "Not signed in",
            403 => "Forbidden",
            404 => "Not found",
            405 => "Method not allowed",
            409 => "Conflict",
            412 => "Changed meanwhile",
            413 => "Too large",
            415 => "Unsupported media type",
            421 => "Misdirected request",
            422 => "Invalid input",
            428 => "Version required",
            429 => "Too many requests",
            501 => "Not part of this version",
            503 => "Not available now",
            502 => "Peer unreachable",
            _ => "Internal error",
        }
    }

    /// What was said about the field at `pointer`, if it was refused.
    pub fn field(&self, pointer: &str) -> Option<&str> {
        match self {
            Self::Invalid { errors } => errors.iter().find(|e| e.pointer == pointer).map(|e| e.detail.as_str()),
            _ => None,
        }
    }
}

fn summary(errors: &[FieldError]) -> String {
    let said = |e: &FieldError| if e.pointer.is_empty() { e.detail.clone() } else { format!("{}: {}", e.pointer, e.detail) };
    errors.iter().map(said).collect::<Vec<_>>().join("; ")
}
