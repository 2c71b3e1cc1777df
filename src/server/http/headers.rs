//! Headers that protect browsers, on every answer.

use super::html;
use crate::server::{App, problem};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::aead::Generate;
use http_body_util::BodyExt;

const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Not `no-referrer`: with it, browsers send `Origin: null` with our own forms.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(self), payment=(), usb=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// A year: who came by HTTPS once is never led to an answer without it.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Adds the headers; gives the scripts of a page the nonce that the policy asks for.
pub async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let theme = html::theme(request.headers());
    let response = next.run(request).await;
    let mut response = if is_html(response.headers()) {
        let nonce = match <[u8; 16]>::try_generate() {
            Ok(bytes) => STANDARD.encode(bytes),
            Err(cause) => return problem::internal(&cause).into_response(),
        };
        with_policy(page(response, &nonce, theme).await, &policy(&format!("'self' 'nonce-{nonce}' 'wasm-unsafe-eval'")))
    } else {
        with_policy(response, &policy("'none'"))
    };
    for (name, value) in FIXED {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if app.config.is_https() {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
    }
    response
}

fn policy(scripts: &str) -> String {
    format!(
        "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

fn with_policy(mut response: Response, policy: &str) -> Response {
    // An answer that is stricter about itself keeps its policy.
    if !response.headers().contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(value) = HeaderValue::from_str(policy)
    {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, value);
    }
    response
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"text/html"))
}

/// A page is not streamed, so that all of it can be read.
async fn page(response: Response, nonce: &str, theme: Option<&'static str>) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = match body.collect().await {
        Ok(whole) => whole.to_bytes(),
        Err(cause) => return problem::internal(&format!("a page could not be rendered: {cause}")).into_response(),
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    if !parts.headers.contains_key(header::CACHE_CONTROL) {
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let text = String::from_utf8_lossy(&bytes);
    Response::from_parts(parts, Body::from(html::dress(&text, nonce, theme)))
}
