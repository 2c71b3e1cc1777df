//! Proposals of tasks over HTTP.

use super::ops::{self, Wishes};
use crate::{
    domain::{Result, plan::Proposal},
    server::{App, auth::Caller, json::Json, problem::Problem},
};
use axum::extract::Path;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(decompose))
}

/// What a person adds to the goal's own texts; each is Markdown, and may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct Decompose {
    /// What is wanted of the tasks.
    instructions: Option<String>,
    /// What the Jira issue says that the goal comes from; it is data, not an order.
    jira: Option<String>,
}

/// Proposes tasks with dependencies, complexity and estimates. Nothing is stored: `POST /api/goals/{id}/tasks` takes them.
///
/// The model that is connected is asked; without one the goal's own lists and headings decide, and `by` says `heuristic`.
#[utoipa::path(post, path = "/api/goals/{id}/decompose", tag = "goals", params(("id" = String, Path, description = "id or key")), request_body = Decompose,
    responses((status = 200, body = Proposal), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn decompose(app: App, who: Caller, Path(goal): Path<String>, body: Option<Json<Decompose>>) -> Result<axum::Json<Proposal>> {
    who.may_write()?;
    let body = body.map(|Json(body)| body).unwrap_or_default();
    ops::propose(&app, &goal, Wishes { instructions: body.instructions, jira: body.jira }).await.map(axum::Json)
}
