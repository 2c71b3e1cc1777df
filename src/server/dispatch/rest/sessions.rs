//! Sessions over HTTP.

use super::super::{feedback as asking, order, push as pushing, start, steer, view};
use crate::{
    domain::{
        Page, Result,
        dispatch::{Centre, Dispatched, NewDispatch, NewLimits, Preview},
        feedback::Feedback,
        page, patch,
        session::{Pushed, SessionFilter, SessionView},
        work::Diff,
    },
    server::{App, auth::Caller, etag, json::Json, problem::Problem, query::Query},
};
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this part.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(centre, dispatch))
        .routes(routes!(preview))
        .routes(routes!(sessions))
        .routes(routes!(session))
        .routes(routes!(stop))
        .routes(routes!(prioritize))
        .routes(routes!(relocate))
        .routes(routes!(message))
        .routes(routes!(resume))
        .routes(routes!(diff))
        .routes(routes!(push))
        .routes(routes!(feedback))
}

/// Everything that waits, runs, or has just ended.
#[utoipa::path(get, path = "/api/dispatch", tag = "dispatch", responses((status = 200, body = Centre)))]
async fn centre(app: App) -> Result<axum::Json<Centre>> {
    view::centre(&app).await.map(axum::Json)
}

/// Starts an agent, or puts it into the queue. Its limit is set aside under every cap at once: 409 where one has no room.
#[utoipa::path(post, path = "/api/dispatch", tag = "dispatch", request_body = NewDispatch,
    responses((status = 202, body = Dispatched), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn dispatch(app: App, who: Caller, Json(new): Json<NewDispatch>) -> Result<impl IntoResponse> {
    let started = start::start(&app, &who, new).await?;
    let place = format!("/api/sessions/{}", started.key);
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, place)], axum::Json(started)))
}

/// What would be started: the prompt word for word, agent, model, limits, and what speaks against it. Nothing is stored.
#[utoipa::path(post, path = "/api/dispatch/preview", tag = "dispatch", request_body = NewDispatch,
    responses((status = 200, body = Preview), (status = 422, body = Problem)))]
async fn preview(app: App, Json(new): Json<NewDispatch>) -> Result<axum::Json<Preview>> {
    start::preview(&app, new).await.map(axum::Json)
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
#[utoipa::path(get, path = "/api/sessions", tag = "sessions", params(SessionParams), responses((status = 200, body = Page<SessionView>), (status = 422, body = Problem)))]
async fn sessions(app: App, Query(params): Query<SessionParams>) -> Result<axum::Json<Page<SessionView>>> {
    let SessionParams { status, goal, agent, limit, cursor } = params;
    let filter = SessionFilter { status, goal, agent };
    view::list(app.store.reader(), filter, page::limit(limit)?, cursor.as_deref()).await.map(axum::Json)
}

/// A session.
#[utoipa::path(get, path = "/api/sessions/{id}", tag = "sessions", params(("id" = String, Path, description = "id or key")), responses((status = 200, body = SessionView), (status = 404, body = Problem)))]
async fn session(app: App, Path(id): Path<String>) -> Result<Response> {
    view::view(app.store.reader(), &id).await.map(etag::hashed)
}

/// Ends it: its agent is asked, interrupted, terminated, killed, and so is every process that it started.
#[utoipa::path(post, path = "/api/sessions/{id}/stop", tag = "sessions", params(("id" = String, Path, description = "id or key")),
    responses((status = 200, body = SessionView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn stop(app: App, who: Caller, Path(id): Path<String>) -> Result<axum::Json<SessionView>> {
    steer::stop(&app, &who, id).await.map(axum::Json)
}

/// Puts a session that waits before all others that wait.
#[utoipa::path(post, path = "/api/sessions/{id}/prioritize", tag = "sessions", params(("id" = String, Path, description = "id or key")),
    responses((status = 200, body = SessionView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn prioritize(app: App, who: Caller, Path(id): Path<String>) -> Result<axum::Json<SessionView>> {
    order::prioritize(&app, &who, id).await.map(axum::Json)
}

/// Where a session is to stand in the queue.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct Ahead {
    /// Id or key of the session that it is to start before; it is put behind all others where none is given.
    before: Option<String>,
}

/// Puts a session that waits before another one that waits. That order holds also where their priorities said otherwise.
#[utoipa::path(post, path = "/api/sessions/{id}/move", tag = "sessions", params(("id" = String, Path, description = "id or key")), request_body = Ahead,
    responses((status = 200, body = SessionView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn relocate(app: App, who: Caller, Path(id): Path<String>, Json(ahead): Json<Ahead>) -> Result<axum::Json<SessionView>> {
    let place = ahead.before.map_or(order::Place::Last, order::Place::Before);
    order::relocate(&app, &who, id, place).await.map(axum::Json)
}

/// Words for a running agent.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct Words {
    #[schema(required = true)]
    text: String,
}

/// Tells its agent something; while it works, that is taken into the running turn.
#[utoipa::path(post, path = "/api/sessions/{id}/message", tag = "sessions", params(("id" = String, Path, description = "id or key")), request_body = Words,
    responses((status = 200, body = SessionView), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn message(app: App, who: Caller, Path(id): Path<String>, Json(words): Json<Words>) -> Result<axum::Json<SessionView>> {
    steer::message(&app, &who, id, words.text).await.map(axum::Json)
}

/// How a session that ended goes on.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct Resumed {
    /// Nothing where the turn that was cut off is to go on.
    prompt: Option<String>,
    /// What it may use beyond what it has used already.
    #[serde(deserialize_with = "patch::or_default")]
    limits: NewLimits,
}

/// Goes on with a session that ended, in its worktree and its conversation.
#[utoipa::path(post, path = "/api/sessions/{id}/resume", tag = "sessions", params(("id" = String, Path, description = "id or key")), request_body = Resumed,
    responses((status = 202, body = Dispatched), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn resume(app: App, who: Caller, Path(id): Path<String>, Json(how): Json<Resumed>) -> Result<impl IntoResponse> {
    let resumed = steer::resume(&app, &who, id, how.prompt, how.limits).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(resumed)))
}

/// Which file's patch is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct DiffParams {
    /// Its path in the repository; all files where none is given.
    path: Option<String>,
}

/// What differs in its worktree from what it began with, committed or not.
#[utoipa::path(get, path = "/api/sessions/{id}/diff", tag = "sessions", params(("id" = String, Path, description = "id or key"), DiffParams),
    responses((status = 200, body = Diff), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn diff(app: App, Path(id): Path<String>, Query(params): Query<DiffParams>) -> Result<axum::Json<Diff>> {
    view::diff(&app, &id, params.path.as_deref()).await.map(axum::Json)
}

/// Pushes its branch to `origin` and opens a pull or merge request with what the session did as its text; the one that is open already
/// is found again.
#[utoipa::path(post, path = "/api/sessions/{id}/push", tag = "sessions", params(("id" = String, Path, description = "id or key")),
    responses((status = 200, body = Pushed), (status = 404, body = Problem), (status = 409, body = Problem), (status = 502, body = Problem)))]
async fn push(app: App, who: Caller, Path(id): Path<String>) -> Result<axum::Json<Pushed>> {
    pushing::push(&app, &who, id).await.map(axum::Json)
}

/// What fails and what reviewers wrote about its pull or merge requests, asked of their code hosts now, and `message`: all of it in words
/// for the agent, as a follow-up.
#[utoipa::path(get, path = "/api/sessions/{id}/feedback", tag = "sessions", params(("id" = String, Path, description = "id or key")),
    responses((status = 200, body = Feedback), (status = 404, body = Problem), (status = 409, body = Problem), (status = 502, body = Problem)))]
async fn feedback(app: App, Path(id): Path<String>) -> Result<axum::Json<Feedback>> {
    asking::feedback(&app, &id).await.map(axum::Json)
}
