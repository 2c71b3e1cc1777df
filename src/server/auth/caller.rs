//! In whose name a request runs.

use super::secret;
use crate::domain::{Error, PersonId, SessionId, auth::Scope};
use axum::{extract::FromRequestParts, http::request::Parts};
use std::sync::{Arc, atomic::AtomicBool};

/// What a request may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Report work.
    Report,
    /// Read everything.
    Read,
    /// Everything.
    Full,
}

impl From<Scope> for Access {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Report => Self::Report,
            Scope::Read => Self::Read,
            Scope::Full => Self::Full,
        }
    }
}

impl From<Access> for Scope {
    fn from(access: Access) -> Self {
        match access {
            Access::Report => Self::Report,
            Access::Read => Self::Read,
            Access::Full => Self::Full,
        }
    }
}

/// The person or program behind a request, put there by the gate.
#[derive(Clone, Debug)]
pub struct Caller {
    /// For the activity log: a person's name, `token laptop`, `maestro`.
    pub actor: String,
    /// Where from: an address, `cli`, or the name of a worker.
    pub origin: String,
    pub access: Access,
    /// Set for people who are logged in.
    pub person: Option<PersonId>,
    /// Set for the token of one session: it speaks for no other.
    pub session: Option<SessionId>,
    /// Set for a request that came with an `Idempotency-Key`.
    pub request: Option<Arc<Request>>,
}

/// A request that must not be carried out twice.
#[derive(Debug)]
pub struct Request {
    /// What proved who is asking.
    pub proof: String,
    /// The `Idempotency-Key`.
    pub key: String,
    /// A hash of where it went and of its body.
    pub hash: String,
    /// Whether a write that was committed carries its mark.
    pub marked: AtomicBool,
}

impl Caller {
    /// The person at the terminal of this machine.
    pub fn cli() -> Self {
        Self { actor: "command line".into(), origin: "cli".into(), access: Access::Full, person: None, session: None, request: None }
    }

    /// Maestro itself, as a worker of that name.
    pub fn system(worker: &str) -> Self {
        Self { actor: "maestro".into(), origin: worker.into(), access: Access::Full, person: None, session: None, request: None }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let caller = parts.extensions.get::<Self>().cloned();
        caller.ok_or_else(|| secret::unauthorized("this needs credentials"))
    }
}
