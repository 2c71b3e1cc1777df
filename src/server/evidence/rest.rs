//! Evidence over HTTP.

use super::{ops, store};
use crate::{
    domain::{
        Page, Result,
        artifact::{Artifact, NewArtifact},
        metric::{Metric, MetricPatch, NewMetric},
        session::Session,
        update::{NewUpdate, Update},
    },
    server::{App, auth::Caller, json::Json, problem::Problem},
};
use axum::{extract::Path, http::StatusCode, response::IntoResponse};
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
    Ok((StatusCode::CREATED, axum::Json(ops::add_metric(&app, &who, id, new).await?)))
}

/// Changes a before/after pair, as to add the value after the work.
#[utoipa::path(patch, path = "/api/metrics/{id}", tag = "evidence", params(("id" = String, Path)), request_body = MetricPatch,
    responses((status = 200, body = Metric), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn change_metric(app: App, who: Caller, Path(id): Path<String>, Json(patch): Json<MetricPatch>) -> Result<axum::Json<Metric>> {
    ops::change_metric(&app, &who, id, patch).await.map(axum::Json)
}

/// Takes a before/after pair away.
#[utoipa::path(delete, path = "/api/metrics/{id}", tag = "evidence", params(("id" = String, Path)), responses((status = 204), (status = 404, body = Problem)))]
async fn remove_metric(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    ops::remove_metric(&app, &who, id).await.map(|()| StatusCode::NO_CONTENT)
}

/// The sessions of the last 30 days, newest activity first.
#[utoipa::path(get, path = "/api/sessions", tag = "sessions", responses((status = 200, body = Page<Session>)))]
async fn sessions(app: App) -> Result<axum::Json<Page<Session>>> {
    let since = app.clock.now() - chrono::Duration::days(30);
    Ok(axum::Json(Page::whole(store::recent_sessions(app.store.reader(), since, crate::domain::page::MOST).await?)))
}

/// A session.
#[utoipa::path(get, path = "/api/sessions/{id}", tag = "sessions", params(("id" = String, Path, description = "id or key")), responses((status = 200, body = Session), (status = 404, body = Problem)))]
async fn session(app: App, Path(id): Path<String>) -> Result<axum::Json<Session>> {
    store::session(app.store.reader(), &id).await.map(axum::Json)
}
