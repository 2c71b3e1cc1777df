//! Evidence over HTTP.

use super::{ops, store};
use crate::{
    domain::{
        Page, Result,
        artifact::{Artifact, NewArtifact},
        metric::{Metric, MetricPatch, NewMetric},
        page,
        session::{Session, SessionFilter},
        update::{NewUpdate, Update},
    },
    server::{
        App,
        auth::Caller,
        etag::{self, Seen},
        json::Json,
        problem::Problem,
        query::Query,
    },
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
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
        .routes(routes!(sessions))
        .routes(routes!(session))
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

/// What a list of sessions is narrowed by, and which page of it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SessionParams {
    /// `queued`, `starting`, `running`, `waiting-approval`, `stopping`, `succeeded`, `failed`, `stopped`, `over-budget`, `timed-out` or `lost`.
    status: Option<String>,
    /// Id or key of a goal.
    goal: Option<String>,
    /// The name of an agent, as `claude-code`.
    agent: Option<String>,
    /// 1 to 200; 50 unless given.
    limit: Option<u64>,
    cursor: Option<String>,
}

/// Sessions, newest activity first.
#[utoipa::path(get, path = "/api/sessions", tag = "sessions", params(SessionParams), responses((status = 200, body = Page<Session>), (status = 422, body = Problem)))]
async fn sessions(app: App, Query(params): Query<SessionParams>) -> Result<axum::Json<Page<Session>>> {
    let SessionParams { status, goal, agent, limit, cursor } = params;
    let filter = SessionFilter { status, goal, agent };
    ops::sessions(app.store.reader(), filter, page::limit(limit)?, cursor.as_deref()).await.map(axum::Json)
}

/// A session.
#[utoipa::path(get, path = "/api/sessions/{id}", tag = "sessions", params(("id" = String, Path, description = "id or key")), responses((status = 200, body = Session), (status = 404, body = Problem)))]
async fn session(app: App, Path(id): Path<String>) -> Result<Response> {
    store::session(app.store.reader(), &id).await.map(etag::hashed)
}
