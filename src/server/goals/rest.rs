//! Goals over HTTP.

use super::{ops, store};
use crate::{
    domain::{
        Error, Page, Result,
        context::{ContextChange, ContextVersion},
        goal::{Goal, GoalDetail, GoalFilter, GoalPatch, GoalSummary, NewGoal},
        outcome::OutcomesPatch,
        page,
    },
    server::{
        App,
        auth::Caller,
        etag::{self, IfMatch, Seen},
        json::Json,
        problem::Problem,
        query::Query,
    },
};
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(get, change, archive))
        .routes(routes!(restore))
        .routes(routes!(outcomes))
        .routes(routes!(context, put_context))
        .routes(routes!(context_versions))
        .routes(routes!(context_change))
}

/// What a list of goals is narrowed by, and which page of it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// `planning`, `in-progress`, `measuring`, `proven`, or `archived`.
    status: Option<String>,
    tag: Option<String>,
    project: Option<String>,
    /// Words that must all occur in title, project, tags or key.
    q: Option<String>,
    /// Id or key of the parent goal.
    parent: Option<String>,
    owner: Option<String>,
    /// 1 to 200; 50 unless given.
    limit: Option<u64>,
    cursor: Option<String>,
}

/// Goals, newest activity first.
#[utoipa::path(get, path = "/api/goals", tag = "goals", params(ListParams), responses((status = 200, body = Page<GoalSummary>), (status = 422, body = Problem)))]
async fn list(app: App, Query(params): Query<ListParams>) -> Result<axum::Json<Page<GoalSummary>>> {
    let ListParams { status, tag, project, q, parent, owner, limit, cursor } = params;
    let filter = GoalFilter { status, tag, project, q, parent, owner };
    let limit = page::limit(limit)?;
    store::list(app.store.reader(), &filter, limit, cursor.as_deref()).await.map(axum::Json)
}

/// Adds a goal.
#[utoipa::path(post, path = "/api/goals", tag = "goals", request_body = NewGoal, responses((status = 201, body = Goal), (status = 422, body = Problem)))]
async fn create(app: App, who: Caller, Json(new): Json<NewGoal>) -> Result<Response> {
    let goal = ops::create(&app, &who, new).await?;
    let location = format!("/api/goals/{}", goal.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], etag::tagged(goal.version, goal)).into_response())
}

/// A goal with everything that belongs to it.
#[utoipa::path(get, path = "/api/goals/{id}", tag = "goals", params(("id" = String, Path, description = "id or key")), responses((status = 200, body = GoalDetail), (status = 404, body = Problem)))]
async fn get(app: App, Path(id): Path<String>) -> Result<Response> {
    let detail = super::detail(app.store.reader(), &id, app.clock.now()).await?;
    Ok(etag::tagged(detail.goal.version, detail))
}

/// Changes a goal: what is absent stays, null clears. With `If-Match`, only if nobody else changed it.
#[utoipa::path(patch, path = "/api/goals/{id}", tag = "goals", params(("id" = String, Path, description = "id or key")), request_body = GoalPatch,
    responses((status = 200, body = Goal), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn change(app: App, who: Caller, Path(id): Path<String>, IfMatch(seen): IfMatch, Json(patch): Json<GoalPatch>) -> Result<Response> {
    let goal = ops::change(&app, &who, id, patch, seen).await?;
    Ok(etag::tagged(goal.version, goal))
}

/// Puts a goal into the archive; `restore` undoes it.
#[utoipa::path(delete, path = "/api/goals/{id}", tag = "goals", params(("id" = String, Path, description = "id or key")), responses((status = 204), (status = 404, body = Problem)))]
async fn archive(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    ops::archive(&app, &who, id).await.map(|_| StatusCode::NO_CONTENT)
}

/// Takes a goal out of the archive.
#[utoipa::path(post, path = "/api/goals/{id}/restore", tag = "goals", params(("id" = String, Path, description = "id or key")), responses((status = 200, body = Goal), (status = 404, body = Problem)))]
async fn restore(app: App, who: Caller, Path(id): Path<String>) -> Result<Response> {
    let goal = ops::restore(&app, &who, id).await?;
    Ok(etag::tagged(goal.version, goal))
}

/// Sets the qualitative outcomes. With `If-Match`, only if nobody else changed the goal.
#[utoipa::path(patch, path = "/api/goals/{id}/outcomes", tag = "evidence", params(("id" = String, Path, description = "id or key")), request_body = OutcomesPatch,
    responses((status = 200, body = GoalDetail), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn outcomes(
    app: App,
    who: Caller,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    Json(patch): Json<OutcomesPatch>,
) -> Result<Response> {
    let goal = ops::set_outcomes(&app, &who, id, patch, seen).await?;
    let detail = super::detail(app.store.reader(), goal.id.as_str(), app.clock.now()).await?;
    Ok(etag::tagged(goal.version, detail))
}

/// The context document that a goal's agents share, as Markdown. Empty, with `ETag: "0"`, before it is first written.
#[utoipa::path(get, path = "/api/goals/{id}/context", tag = "goals", params(("id" = String, Path, description = "id or key")), responses((status = 200, body = String, content_type = "text/markdown"), (status = 404, body = Problem)))]
async fn context(app: App, Path(id): Path<String>) -> Result<Response> {
    let (version, markdown) = store::context(app.store.reader(), &id).await?;
    Ok(([etag::tag(version), (header::CONTENT_TYPE, header::HeaderValue::from_static("text/markdown; charset=utf-8"))], markdown)
        .into_response())
}

/// All versions of the context document, the newest first: who wrote each, and when.
#[utoipa::path(get, path = "/api/goals/{id}/context/versions", tag = "goals", params(("id" = String, Path, description = "id or key")), responses((status = 200, body = Page<ContextVersion>), (status = 404, body = Problem)))]
async fn context_versions(app: App, Path(id): Path<String>) -> Result<axum::Json<Page<ContextVersion>>> {
    store::context_versions(app.store.reader(), &id).await.map(Page::whole).map(axum::Json)
}

/// A version of the context document, and what it changed.
#[utoipa::path(get, path = "/api/goals/{id}/context/versions/{version}", tag = "goals", params(("id" = String, Path, description = "id or key"), ("version" = i64, Path)),
    responses((status = 200, body = ContextChange), (status = 404, body = Problem)))]
async fn context_change(app: App, Path((id, version)): Path<(String, String)>) -> Result<axum::Json<ContextChange>> {
    let number = version.parse().map_err(|_| Error::not_found(format!("version {version} of the context document")))?;
    store::context_change(app.store.reader(), &id, number).await.map(axum::Json)
}

/// Replaces the context document. Needs `If-Match` once there is one.
#[utoipa::path(put, path = "/api/goals/{id}/context", tag = "goals", params(("id" = String, Path, description = "id or key")), request_body(content = String, content_type = "text/markdown"),
    responses((status = 204), (status = 412, body = Problem), (status = 428, body = Problem)))]
async fn put_context(app: App, who: Caller, Path(id): Path<String>, seen: Seen, markdown: String) -> Result<Response> {
    let version = ops::put_context(&app, &who, id, markdown, seen).await?;
    Ok((StatusCode::NO_CONTENT, [etag::tag(version)]).into_response())
}
