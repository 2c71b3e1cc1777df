//! Evidence over HTTP.

use super::ops;
use crate::{
    domain::{
        Result,
        artifact::{Artifact, NewArtifact},
        metric::{Metric, MetricPatch, NewMetric},
        update::{NewUpdate, Update},
    },
    server::{
        App,
        auth::Caller,
        etag::{self, Seen},
        json::Json,
        problem::Problem,
    },
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(add_update))
        .routes(routes!(add_artifact))
        .routes(routes!(unlink_artifact))
        .routes(routes!(add_metric))
        .routes(routes!(change_metric, remove_metric))
        .routes(routes!(super::chart::chart))
}

/// Adds an entry to the work log.
#[utoipa::path(post, path = "/api/goals/{id}/updates", tag = "evidence", params(("id" = String, Path, description = "id or key")), request_body = NewUpdate,
    responses((status = 201, body = Update), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn add_update(app: App, who: Caller, Path(id): Path<String>, Json(new): Json<NewUpdate>) -> Result<impl IntoResponse> {
    Ok((StatusCode::CREATED, axum::Json(ops::add_update(&app, &who, id, new).await?)))
}

/// Adds a pull request, commit, file or link. What a code host knows of it is fetched in the background.
#[utoipa::path(post, path = "/api/goals/{id}/artifacts", tag = "evidence", params(("id" = String, Path, description = "id or key")), request_body = NewArtifact,
    responses((status = 201, body = Artifact), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn add_artifact(app: App, who: Caller, Path(id): Path<String>, Json(new): Json<NewArtifact>) -> Result<impl IntoResponse> {
    Ok((StatusCode::CREATED, axum::Json(ops::add_artifact(&app, &who, id, new).await?)))
}

/// Undoes the link of an artifact to a goal; it is not linked again by itself.
#[utoipa::path(delete, path = "/api/goals/{id}/artifacts/{artifactId}", tag = "evidence",
    params(("id" = String, Path, description = "id or key"), ("artifactId" = String, Path)), responses((status = 204), (status = 404, body = Problem)))]
async fn unlink_artifact(app: App, who: Caller, Path((id, artifact)): Path<(String, String)>) -> Result<StatusCode> {
    ops::unlink_artifact(&app, &who, id, artifact).await.map(|()| StatusCode::NO_CONTENT)
}

/// Adds a before/after pair; the change is computed.
#[utoipa::path(post, path = "/api/goals/{id}/metrics", tag = "evidence", params(("id" = String, Path, description = "id or key")), request_body = NewMetric,
    responses((status = 201, body = Metric), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn add_metric(app: App, who: Caller, Path(id): Path<String>, Json(new): Json<NewMetric>) -> Result<impl IntoResponse> {
    Ok((StatusCode::CREATED, etag::hashed(ops::add_metric(&app, &who, id, new).await?)))
}

/// Changes a before/after pair, as to add the value after the work. With `If-Match`, only if nobody else changed it.
#[utoipa::path(patch, path = "/api/metrics/{id}", tag = "evidence", params(("id" = String, Path)), request_body = MetricPatch,
    responses((status = 200, body = Metric), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn change_metric(app: App, who: Caller, Path(id): Path<String>, seen: Seen, Json(patch): Json<MetricPatch>) -> Result<Response> {
    ops::change_metric(&app, &who, id, patch, seen).await.map(etag::hashed)
}

/// Takes a before/after pair away.
#[utoipa::path(delete, path = "/api/metrics/{id}", tag = "evidence", params(("id" = String, Path)), responses((status = 204), (status = 404, body = Problem)))]
async fn remove_metric(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    ops::remove_metric(&app, &who, id).await.map(|()| StatusCode::NO_CONTENT)
}
