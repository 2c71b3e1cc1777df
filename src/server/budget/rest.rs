//! Budgets over HTTP.

use super::ops;
use crate::{
    domain::{
        Result,
        budget::{Budget, CapsPatch},
    },
    server::{App, auth::Caller, json::Json, problem::Problem},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(get, put))
}

/// How the money stands: today, by goal, and in the last 30 days.
#[utoipa::path(get, path = "/api/budget", tag = "dispatch", responses((status = 200, body = Budget)))]
async fn get(app: App) -> Result<axum::Json<Budget>> {
    ops::budget(app.store.reader(), app.clock.now()).await.map(axum::Json)
}

/// Changes caps: what is absent stays, null takes a cap away.
#[utoipa::path(put, path = "/api/budget", tag = "dispatch", request_body = CapsPatch, responses((status = 200, body = Budget), (status = 422, body = Problem)))]
async fn put(app: App, who: Caller, Json(patch): Json<CapsPatch>) -> Result<axum::Json<Budget>> {
    ops::change(&app, &who, patch).await.map(axum::Json)
}
