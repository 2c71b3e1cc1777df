//! Whether the server is well, and its counters.

use super::{App, metrics, problem};
use crate::{
    domain::{Error, Result},
    server::json::Json,
};
use axum::{http::header, response::IntoResponse};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(counters))
}

/// The server is well.
#[derive(Serialize, ToSchema)]
struct Health {
    status: &'static str,
    version: &'static str,
}

/// 200 while the server answers and its database does; 503 otherwise.
#[utoipa::path(get, path = "/healthz", tag = "server", security(()), responses((status = 200, body = Health), (status = 503, body = problem::Problem)))]
async fn healthz(app: App) -> Result<Json<Health>> {
    let answer = app.store.ping().await;
    answer.map_err(|_| Error::Unavailable { message: "the database does not answer".into() })?;
    Ok(Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION") }))
}

/// Counters in the format of Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "server", responses((status = 200, body = String, content_type = "text/plain")))]
async fn counters() -> Result<impl IntoResponse> {
    let text = metrics::text().map_err(|cause| problem::internal(&cause))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}
