//! What agents ask, over HTTP.

use super::super::asks;
use crate::{
    domain::{
        Page, Result,
        dispatch::{Ask, Reply},
    },
    server::{
        App,
        auth::Caller,
        json::Json,
        problem::Problem,
        query::{PageParams, Query},
    },
};
use axum::extract::Path;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this part.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get, answer))
}

/// What a list of approvals is narrowed by.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Params {
    /// `pending`, `allowed`, `denied` or `withdrawn`.
    status: Option<String>,
}

/// Permissions and answers that agents asked for, oldest first; at most the last 200.
#[utoipa::path(get, path = "/api/approvals", tag = "dispatch", params(Params, PageParams), responses((status = 200, body = Page<Ask>), (status = 422, body = Problem)))]
async fn list(app: App, Query(params): Query<Params>, Query(page): Query<PageParams>) -> Result<axum::Json<Page<Ask>>> {
    page.cut(asks::list(app.store.reader(), params.status).await?, |ask| &ask.id).map(axum::Json)
}

/// One of them, in full.
#[utoipa::path(get, path = "/api/approvals/{id}", tag = "dispatch", params(("id" = String, Path)), responses((status = 200, body = Ask), (status = 404, body = Problem)))]
async fn get(app: App, Path(id): Path<String>) -> Result<axum::Json<Ask>> {
    asks::one(app.store.reader(), &id).await.map(axum::Json)
}

/// Answers it. The first answer counts; it is kept until the agent has heard it.
#[utoipa::path(post, path = "/api/approvals/{id}", tag = "dispatch", params(("id" = String, Path)), request_body = Reply,
    responses((status = 200, body = Ask), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn answer(app: App, who: Caller, Path(id): Path<String>, Json(reply): Json<Reply>) -> Result<axum::Json<Ask>> {
    asks::answer(&app, &who, id, reply).await.map(axum::Json)
}
