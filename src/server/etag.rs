//! Versions on the wire: `ETag` out, `If-Match` in.

use crate::domain::{Error, Result};
use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

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

/// The state of a record that the caller has read, as its `If-Match` said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Seen {
    /// There was no `If-Match`.
    #[default]
    Unsaid,
    /// `*`: whatever there is.
    Any,
    /// One of these tags, without their quotes.
    Tags(Vec<String>),
}

impl Seen {
    /// Refuses when `record` is not what the caller has read.
    pub fn check<T: Serialize>(&self, record: &T) -> Result<()> {
        let Self::Tags(tags) = self else { return Ok(()) };
        if tags.contains(&hash(record)) {
            return Ok(());
        }
        Err(Error::Stale { message: "it was changed meanwhile; read it again".into(), missing: false })
    }
}

impl From<i64> for Seen {
    fn from(version: i64) -> Self {
        Self::Tags(vec![version.to_string()])
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Seen {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self::Unsaid) };
        let text = value.to_str().unwrap_or_default().trim();
        let tags = text.split(',').map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned());
        Ok(if text == "*" { Self::Any } else { Self::Tags(tags.collect()) })
    }
}

/// What tells one state of a record that counts no versions from another.
fn hash<T: Serialize>(record: &T) -> String {
    let json = serde_json::to_vec(record).unwrap_or_default();
    Sha256::digest(json)[..12].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The tag of a record that counts no versions, as a header.
pub fn hash_tag<T: Serialize>(record: &T) -> (header::HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(&format!("\"{}\"", hash(record)));
    (header::ETAG, value.unwrap_or_else(|_| HeaderValue::from_static("\"0\"")))
}

/// A record that counts no versions, with its tag.
pub fn hashed<T: Serialize>(body: T) -> Response {
    ([hash_tag(&body)], Json(body)).into_response()
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
