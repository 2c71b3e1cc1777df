//! Versions on the wire: `ETag` out, `If-Match` in.

use crate::domain::{Error, Result};
use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// The version that the caller has read, if it said so: `If-Match: "3"`. `*` is any version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub Option<i64>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        read(&parts.headers).map(Self)
    }
}

fn read(headers: &HeaderMap) -> Result<Option<i64>> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text.trim_start_matches("W/").trim_matches('"').parse();
    // A tag that is not ours can match nothing.
    version.map(Some).map_err(|_| Error::Stale { message: format!("If-Match {text} is not an ETag of this record"), missing: false })
}

/// The version as a header.
pub fn tag(version: i64) -> (header::HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("\"{version}\""));
    (header::ETAG, value.unwrap_or_else(|_| HeaderValue::from_static("\"0\"")))
}

/// A record with its version.
pub fn tagged<T: Serialize>(version: i64, body: T) -> Response {
    let (name, value) = tag(version);
    ([(name, value)], Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_reads_what_etag_wrote() {
        let mut headers = HeaderMap::new();
        assert_eq!(read(&headers).unwrap(), None);
        headers.insert(header::IF_MATCH, tag(7).1);
        assert_eq!(read(&headers).unwrap(), Some(7));
        headers.insert(header::IF_MATCH, HeaderValue::from_static("*"));
        assert_eq!(read(&headers).unwrap(), None);
        headers.insert(header::IF_MATCH, HeaderValue::from_static("\"abc\""));
        assert_eq!(read(&headers).unwrap_err().status(), 412);
    }
}
