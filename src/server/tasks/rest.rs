//! Tasks over HTTP.

use super::ops;
use crate::{
    domain::{
        Result,
        task::{NewTask, Task, TaskPatch},
    },
    server::{
        App,
        auth::Caller,
        etag::{self, IfMatch},
        json::{self, Json},
        problem::Problem,
    },
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(add)).routes(routes!(get, change, remove))
}

/// One task or several at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the shape of the body, for the OpenAPI document")]
enum OneOrMore {
    More(Vec<NewTask>),
    One(Box<NewTask>),
}

/// The task, or the tasks in the order of the body.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the shape of the answer, for the OpenAPI document")]
enum OneOrMoreAdded {
    More(Vec<Task>),
    One(Box<Task>),
}

/// Adds a task, or an array of them in which `dependsOn` may name an earlier one as `#0`. The answer has the shape of the body.
#[utoipa::path(post, path = "/api/goals/{id}/tasks", tag = "goals", params(("id" = String, Path, description = "id or key")), request_body = OneOrMore,
    responses((status = 201, body = OneOrMoreAdded), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn add(app: App, who: Caller, Path(id): Path<String>, Json(body): Json<serde_json::Value>) -> Result<Response> {
    if body.is_array() {
        let tasks = ops::add(&app, &who, id, json::of_value(body)?, false).await?;
        return Ok((StatusCode::CREATED, axum::Json(tasks)).into_response());
    }
    let new: NewTask = json::of_value(body)?;
    let tasks = ops::add(&app, &who, id, vec![new], true).await?;
    Ok((StatusCode::CREATED, axum::Json(tasks.into_iter().next())).into_response())
}

/// A task.
#[utoipa::path(get, path = "/api/tasks/{id}", tag = "goals", params(("id" = String, Path, description = "id or key")), responses((status = 200, body = Task), (status = 404, body = Problem)))]
async fn get(app: App, Path(id): Path<String>) -> Result<Response> {
    let task = super::get(app.store.reader(), &id).await?;
    Ok(etag::tagged(task.version, task))
}

/// Changes a task: what is absent stays, null clears. With `If-Match`, only if nobody else changed it.
#[utoipa::path(patch, path = "/api/tasks/{id}", tag = "goals", params(("id" = String, Path, description = "id or key")), request_body = TaskPatch,
    responses((status = 200, body = Task), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn change(app: App, who: Caller, Path(id): Path<String>, IfMatch(seen): IfMatch, Json(patch): Json<TaskPatch>) -> Result<Response> {
    let task = ops::change(&app, &who, id, patch, seen).await?;
    Ok(etag::tagged(task.version, task))
}

/// Takes a task away.
#[utoipa::path(delete, path = "/api/tasks/{id}", tag = "goals", params(("id" = String, Path, description = "id or key")), responses((status = 204), (status = 404, body = Problem)))]
async fn remove(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    ops::remove(&app, &who, id).await.map(|()| StatusCode::NO_CONTENT)
}
