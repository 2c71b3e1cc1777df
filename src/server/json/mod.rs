//! JSON bodies, with errors that name the place.

mod strict;

use strict::Strict;

use crate::domain::{Error, Result};
use axum::{
    body::HttpBody,
    extract::{FromRequest, OptionalFromRequest, Request, rejection::BytesRejection},
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use serde_path_to_error::Segment;

/// A JSON body, in or out.
///
/// 415 where it is not called JSON, 400 where it is not JSON, 422 with the
/// pointer where a value has the wrong type.
#[derive(Clone, Debug)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        if !is_json(&kind) {
            return Err(Error::UnsupportedMedia {
                message: format!("send JSON with `Content-Type: application/json`, not {}", named(&kind)),
            });
        }
        let bytes = axum::body::Bytes::from_request(request, state).await.map_err(unreadable)?;
        read(&bytes).map(Self)
    }
}

/// A body that may be left out.
impl<S: Send + Sync, T: DeserializeOwned> OptionalFromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Option<Self>> {
        if request.body().is_end_stream() && !request.headers().contains_key(header::CONTENT_TYPE) {
            return Ok(None);
        }
        <Self as FromRequest<S>>::from_request(request, state).await.map(Some)
    }
}

/// Reads JSON.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    of_value(serde_json::from_slice(bytes).map_err(|cause| malformed(&cause))?)
}

/// What JSON means, once it is read.
pub fn of_value<T: DeserializeOwned>(value: Value) -> Result<T> {
    serde_path_to_error::deserialize(Strict(value)).map_err(|error| {
        let pointer = pointer(error.path());
        Error::invalid(pointer, in_plain_words(error.into_inner().to_string()))
    })
}

/// What is wrong with a text, where those who read times and numbers say it in words of their own.
pub fn in_plain_words(said: String) -> String {
    const OF_TIMES: [&str; 4] = ["input contains invalid characters", "premature end of input", "input is out of range", "trailing input"];
    const OF_NUMBERS: [&str; 2] = ["invalid digit found in string", "cannot parse integer from empty string"];
    let is = |all: &[&str]| all.iter().any(|words| said.starts_with(words));
    if is(&OF_TIMES) {
        "cannot be read; write a time as 2026-02-18T14:03:00Z, a day as 2026-02-18".into()
    } else if is(&OF_NUMBERS) {
        "must be a whole number that is not negative".into()
    } else {
        said
    }
}

fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn named(kind: &str) -> String {
    if kind.is_empty() { "without one".into() } else { format!("`{kind}`") }
}

fn malformed(cause: &serde_json::Error) -> Error {
    Error::Malformed { message: format!("the body is not JSON: {cause}") }
}

fn unreadable(rejection: BytesRejection) -> Error {
    if rejection.status().as_u16() == 413 {
        return too_large();
    }
    Error::Malformed { message: format!("the body could not be read: {}", rejection.body_text()) }
}

/// The error of a body over the limit.
pub fn too_large() -> Error {
    Error::TooLarge { message: "the body is too large: at most 4 MiB are read (25 MiB from webhooks); nothing was stored".into() }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    let parts = path.iter().map(|segment| match segment {
        Segment::Seq { index } => index.to_string(),
        Segment::Map { key } => key.replace('~', "~0").replace('/', "~1"),
        Segment::Enum { variant } => variant.clone(),
        Segment::Unknown => "?".into(),
    });
    parts.map(|part| format!("/{part}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Body {
        #[expect(dead_code, reason = "only its type is of interest")]
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    struct Item {
        #[expect(dead_code, reason = "only its type is of interest")]
        url: String,
    }

    #[test]
    fn a_wrong_type_is_named_by_its_pointer() {
        let error = read::<Body>(br#"{"items":[{"url":"a"},{"url":5}]}"#).unwrap_err();
        assert_eq!((error.status(), error.field("/items/1/url").is_some()), (422, true), "{error}");
        assert!(!error.to_string().contains("line"), "{error}");
    }

    #[test]
    fn a_time_that_is_none_is_told_how_to_be_written() {
        #[derive(Debug, Deserialize)]
        struct At {
            #[expect(dead_code, reason = "only its type is of interest")]
            at: chrono::DateTime<chrono::Utc>,
        }
        for wrong in ["soon", "2026-02-18", "2026-02-18T14:03:00Z!", "2026-13-18T14:03:00Z"] {
            let error = read::<At>(format!(r#"{{"at":"{wrong}"}}"#).as_bytes()).unwrap_err();
            assert!(error.field("/at").is_some_and(|said| said.contains("write a time as 2026-02-18T14:03:00Z")), "{wrong}: {error}");
        }
    }

    #[test]
    fn an_array_is_not_an_object_at_any_depth() {
        let root = read::<Body>(br#"[[]]"#).unwrap_err();
        assert_eq!((root.status(), root.field("")), (422, Some("invalid type: sequence, expected an object")));
        assert!(!root.to_string().starts_with(':'), "{root}");
        let nested = read::<Body>(br#"{"items":[["a"]]}"#).unwrap_err();
        assert!(nested.field("/items/0").is_some(), "{nested}");
    }

    #[test]
    fn what_is_not_json_is_malformed() {
        for body in ["", "{", r#"{"items":[]} x"#, "{'items':[]}"] {
            assert_eq!(read::<Body>(body.as_bytes()).unwrap_err().status(), 400, "{body}");
        }
        assert!(is_json("application/json; charset=utf-8") && is_json("application/merge-patch+json"));
        assert!(!is_json("text/plain") && !is_json(""));
    }
}
