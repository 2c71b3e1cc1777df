//! Budgets over HTTP.

use super::ops;
use crate::{
    domain::{
        Result,
        budget::{Budget, CapsPatch},
    },
    server::{
        App,
        auth::Caller,
        etag::{self, Seen},
        json::Json,
        problem::Problem,
    },
};
use axum::response::{IntoResponse, Response};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(get, put))
}

/// How the money stands: today, by goal, and in the last 30 days.
#[utoipa::path(get, path = "/api/budget", tag = "dispatch", responses((status = 200, body = Budget)))]
async fn get(app: App) -> Result<Response> {
    ops::budget(app.store.reader(), app.clock.now()).await.map(tagged)
}

/// Changes caps: what is absent stays, null takes a cap away.
#[utoipa::path(put, path = "/api/budget", tag = "dispatch", request_body = CapsPatch, responses((status = 200, body = Budget), (status = 422, body = Problem)))]
async fn put(app: App, who: Caller, seen: Seen, Json(patch): Json<CapsPatch>) -> Result<Response> {
    ops::change(&app, &who, patch, seen).await.map(tagged)
}

/// The tag is that of the caps: what is spent comes by itself.
fn tagged(budget: Budget) -> Response {
    ([etag::hash_tag(&budget.caps)], axum::Json(budget)).into_response()
}
