//! Answers that no handler of ours wrote, in the form of those that we write.

use crate::domain::Error;
use axum::{
    extract::Request,
    http::{Response as HttpResponse, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::BodyExt;
use std::any::Any;

/// Turns the plain refusals of the framework (405, 404, 415, bad paths and queries) into problem documents under `/api` and `/hooks`.
pub async fn problems(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let ours = ["/api/", "/hooks/", "/otlp/"].iter().any(|prefix| path.starts_with(prefix));
    let (method, path) = (request.method().clone(), path.to_owned());
    let response = next.run(request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).map(|v| v.to_str().unwrap_or_default().to_owned()).unwrap_or_default();
    let foreign = kind.is_empty() || kind.starts_with("text/plain");
    if !ours || !foreign || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let said = response.into_body().collect().await.map(|body| String::from_utf8_lossy(&body.to_bytes()).into_owned()).unwrap_or_default();
    let message = said.trim().to_owned();
    let error = match status.as_u16() {
        404 => Error::not_found(format!("such address as {path}; see /api/docs")),
        405 => Error::MethodNotAllowed { message: format!("{method} does not work on {path}; see /api/docs") },
        413 => crate::server::json::too_large(),
        415 => Error::UnsupportedMedia { message },
        422 => Error::invalid("", message),
        400..500 => Error::Malformed { message },
        _ => crate::server::problem::internal(&message),
    };
    let mut response = error.into_response();
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

/// A handler that panicked lost one request, not the server.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> HttpResponse<axum::body::Body> {
    let said = cause.downcast_ref::<String>().cloned().or_else(|| cause.downcast_ref::<&str>().map(|s| (*s).to_owned()));
    crate::server::problem::internal(&format!("a handler panicked: {}", said.unwrap_or_default())).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, routing::get};
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    async fn breaks() {
        panic!("nobody may read this")
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_document_that_gives_nothing_away() {
        let router = Router::new().route("/api/x", get(breaks)).layer(CatchPanicLayer::custom(panicked));
        let request = Request::builder().uri("/api/x").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), 500);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&body);
        assert!(text.contains("trace") && !text.contains("nobody may read this"), "{text}");
    }
}
