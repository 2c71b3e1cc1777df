//! How our error crosses the seam.

use crate::domain::Error;
use dioxus::{
    fullstack::{AsStatusCode, StatusCode},
    prelude::ServerFnError,
};
use serde::Deserialize;

impl AsStatusCode for Error {
    fn as_status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// What arrives in the browser when the answer is not the one that was asked for.
impl From<ServerFnError> for Error {
    fn from(error: ServerFnError) -> Self {
        let ServerFnError::ServerError { message, code, details } = error else {
            return Self::unreachable("the server did not answer; check the connection and try again");
        };
        let ours = details.and_then(|details| Self::deserialize(details).ok());
        ours.unwrap_or_else(|| match code {
            401 => Self::Unauthorized { hint: "you are signed out; sign in again".into() },
            403 => Self::Forbidden { message },
            429 => Self::Busy { message, retry_after: 1 },
            _ => Self::unreachable(message),
        })
    }
}
