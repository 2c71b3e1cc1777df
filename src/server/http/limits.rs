//! How much and how long.

use crate::{domain::Error, server::json};
use axum::{
    body::Body,
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::Limited;
use std::time::Duration;

/// Bytes of a body.
const BODY: usize = 4 << 20;
/// Bytes of a webhook's body: GitHub sends up to 25 MB.
const HOOK_BODY: usize = 25 << 20;
/// How long a handler may work until its answer begins; a model may take minutes.
const ANSWER: Duration = Duration::from_secs(300);

/// Refuses a body that is too large: at once where its length is known, while reading where it is not.
pub async fn body(request: Request, next: Next) -> Response {
    let most = if request.uri().path().starts_with("/hooks/") { HOOK_BODY } else { BODY };
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if length.is_some_and(|length| length > most as u64) {
        return json::too_large().into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, most)))).await
}

/// Gives up on an answer that does not begin.
pub async fn time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::Unavailable { message: "the server took too long; try again".into() }.into_response(),
    }
}
