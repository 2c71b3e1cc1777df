//! An answer as it is kept.

use crate::{domain::Error, server::problem};
use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};

/// Headers that belong to the answer and not to its transport.
const KEPT: [HeaderName; 3] = [header::CONTENT_TYPE, header::LOCATION, header::ETAG];

/// Marks an answer whose body must never be kept, as it shows a secret for the only time.
#[derive(Clone, Copy, Debug)]
pub struct ShownOnce;

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// What is worth keeping of an answer that came with `body`; none where a repeat should try again.
    pub fn of(response: &Response, body: &[u8]) -> Option<Self> {
        let status = response.status();
        let final_word = status.is_success() || matches!(status.as_u16(), 400 | 404 | 409 | 412 | 422);
        if status.is_success() && response.extensions().get::<ShownOnce>().is_some() {
            return Some(Self::shown_once());
        }
        let body = String::from_utf8(body.to_vec()).ok().filter(|_| final_word)?;
        let headers = response.headers().iter().filter(|(name, _)| KEPT.contains(name));
        let headers = headers.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned()))).collect();
        Some(Self { status: status.as_u16(), headers, body })
    }

    /// What a repeat hears in place of a secret: nothing is made twice, and nothing is shown twice.
    fn shown_once() -> Self {
        let message = "this request was done before, and its secret was shown once; make another under a new Idempotency-Key";
        let problem = problem::Problem::from(Error::conflict(message));
        let headers = vec![(header::CONTENT_TYPE.to_string(), "application/problem+json".into())];
        Self { status: 409, headers, body: serde_json::to_string(&problem).unwrap_or_default() }
    }

    /// The answer again, marked as a repeat.
    pub fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&value)) {
                response.headers_mut().insert(name, value);
            }
        }
        response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
        response
    }
}
