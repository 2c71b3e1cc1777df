//! The document and its page over HTTP.

use super::page;
use crate::{
    domain::Result,
    server::{problem, public::Public},
};
use axum::{
    Extension,
    http::header,
    response::{Html, IntoResponse},
};
use std::sync::Arc;
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(document)).routes(routes!(docs))
}

/// This document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "server", responses((status = 200, body = Object, content_type = "application/json")))]
async fn document(Extension(document): Extension<Arc<OpenApi>>) -> Result<impl IntoResponse> {
    let text = document.to_pretty_json().map_err(|cause| problem::internal(&cause))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text))
}

/// This document as a page to read.
#[utoipa::path(get, path = "/api/docs", tag = "server", responses((status = 200, body = String, content_type = "text/html")))]
async fn docs(Extension(document): Extension<Arc<OpenApi>>, Extension(public): Extension<Arc<Public>>) -> Result<Html<String>> {
    let document = serde_json::to_value(&*document).map_err(|cause| problem::internal(&cause))?;
    Ok(Html(page::render(&document, public.stylesheet())))
}
