//! Jira over HTTP.

use super::{Commented, keeping, ops, sync};
use crate::{
    domain::{
        Page, Result,
        jira::{ImportStep, Imported, Keeping, KeepingPatch, Preview, Query, Taken, suggest::Suggestions},
    },
    server::{App, auth::Caller, json::Json, problem::Problem},
};
use axum::{
    extract::Path,
    http::{HeaderMap, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::StreamExt;
use serde::Serialize;
use std::convert::Infallible;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(preview))
        .routes(routes!(import))
        .routes(routes!(suggest))
        .routes(routes!(change))
        .routes(routes!(sync_now))
        .routes(routes!(comment))
}

/// How goals are kept in step with each Jira that is connected.
#[utoipa::path(get, path = "/api/jira", tag = "jira", responses((status = 200, body = Page<Keeping>)))]
async fn list(app: App) -> Result<axum::Json<Page<Keeping>>> {
    let items = keeping::list(&app).await?;
    Ok(axum::Json(Page { items, next_cursor: None }))
}

/// The issues of a query as they would become goals, at most 200. Nothing is stored.
#[utoipa::path(post, path = "/api/jira/preview", tag = "jira", request_body = Query,
    responses((status = 200, body = Preview), (status = 409, body = Problem), (status = 422, body = Problem), (status = 502, body = Problem)))]
async fn preview(app: App, who: Caller, Json(query): Json<Query>) -> Result<axum::Json<Preview>> {
    who.may_write()?;
    ops::preview(&app, query).await.map(axum::Json)
}

/// Makes goals of the issues of a query, epics with their issues below them. A second time takes over what changed,
/// except what a person changed here.
///
/// With `Accept: text/event-stream` the answer streams: `reading` `{read, of}`, `writing` `{done, of}`, then `done` with
/// the result, or `error` with a problem.
#[utoipa::path(post, path = "/api/jira/import", tag = "jira", request_body = Query,
    responses((status = 200, content((Imported = "application/json"), (String = "text/event-stream"))), (status = 409, body = Problem), (status = 422, body = Problem), (status = 502, body = Problem)))]
async fn import(app: App, who: Caller, headers: HeaderMap, Json(query): Json<Query>) -> Result<Response> {
    let who = who.may_write()?;
    let accepts = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/event-stream") {
        let events = ops::steps(&app, who, query.check()?).map(|step| Ok::<_, Infallible>(event(step)));
        return Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response());
    }
    let imported = ops::import(&app, who, query, &mut |_| ()).await?;
    Ok(axum::Json(imported).into_response())
}

/// Which issues of a query are worth a goal, and how each could be measured. Nothing is stored.
///
/// The model that is connected is asked; without one the words of the issues decide, and `by` says `heuristic`.
#[utoipa::path(post, path = "/api/jira/suggest", tag = "jira", request_body = Query,
    responses((status = 200, body = Suggestions), (status = 409, body = Problem), (status = 422, body = Problem), (status = 502, body = Problem)))]
async fn suggest(app: App, who: Caller, Json(query): Json<Query>) -> Result<axum::Json<Suggestions>> {
    who.may_write()?;
    super::suggest(&app, query).await.map(axum::Json)
}

/// Turns the switches of a connection to a Jira: keeping in step, how often, and comments.
#[utoipa::path(patch, path = "/api/jira/{connectionId}", tag = "jira", params(("connectionId" = String, Path)), request_body = KeepingPatch,
    responses((status = 200, body = Keeping), (status = 422, body = Problem)))]
async fn change(app: App, who: Caller, Path(id): Path<String>, Json(patch): Json<KeepingPatch>) -> Result<axum::Json<Keeping>> {
    keeping::change(&app, &who, &id, patch).await.map(axum::Json)
}

/// Asks a Jira now for what changed since it was asked last.
#[utoipa::path(post, path = "/api/jira/{connectionId}/sync", tag = "jira", params(("connectionId" = String, Path)),
    responses((status = 200, body = Taken), (status = 422, body = Problem), (status = 502, body = Problem)))]
async fn sync_now(app: App, who: Caller, Path(id): Path<String>) -> Result<axum::Json<Taken>> {
    who.may_write()?;
    sync::now(&app, &id).await.map(axum::Json)
}

/// Writes the proof of a goal as a comment on its Jira issue, once: a second time is a conflict that says so.
#[utoipa::path(post, path = "/api/goals/{id}/jira-comment", tag = "jira", params(("id" = String, Path, description = "id or key")),
    responses((status = 200, body = Commented), (status = 404, body = Problem), (status = 409, body = Problem), (status = 502, body = Problem)))]
async fn comment(app: App, who: Caller, Path(goal): Path<String>) -> Result<axum::Json<Commented>> {
    super::comment(&app, who.may_write()?, &goal).await.map(axum::Json)
}

#[derive(Serialize)]
struct Reading {
    read: u64,
    of: Option<u64>,
}

#[derive(Serialize)]
struct Writing {
    done: u64,
    of: u64,
}

fn event(step: ImportStep) -> Event {
    let json = |name: &str, data: serde_json::Result<String>| Event::default().event(name).data(data.unwrap_or_default());
    match step {
        ImportStep::Reading { read, of } => json("reading", serde_json::to_string(&Reading { read, of })),
        ImportStep::Writing { done, of } => json("writing", serde_json::to_string(&Writing { done, of })),
        ImportStep::Done(imported) => json("done", serde_json::to_string(&imported)),
        ImportStep::Failed(error) => json("error", serde_json::to_string(&Problem::from(error))),
    }
}
