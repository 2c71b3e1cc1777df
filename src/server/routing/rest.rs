//! Routing over HTTP.

use super::ops;
use crate::{
    domain::{
        Result,
        routing::{Routing, Trial, Tried},
    },
    server::{
        App,
        auth::Caller,
        etag::{self, Seen},
        json::Json,
        problem::Problem,
    },
};
use axum::response::Response;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(get, put)).routes(routes!(attempt))
}

/// Which agent and model a task gets: the rules in their order.
#[utoipa::path(get, path = "/api/routing", tag = "dispatch", responses((status = 200, body = Routing)))]
async fn get(app: App) -> Result<Response> {
    ops::read(app.store.reader()).await.map(etag::hashed)
}

/// Puts these rules in the place of all there were.
#[utoipa::path(put, path = "/api/routing", tag = "dispatch", request_body = Routing, responses((status = 200, body = Routing), (status = 422, body = Problem)))]
async fn put(app: App, who: Caller, seen: Seen, Json(rules): Json<Routing>) -> Result<Response> {
    ops::write(&app, &who, rules, seen).await.map(etag::hashed)
}

/// Which rule a task hits, and what it would cost, from sessions before; nothing is started.
#[utoipa::path(post, path = "/api/routing/try", tag = "dispatch", request_body = Trial, responses((status = 200, body = Tried), (status = 422, body = Problem)))]
async fn attempt(app: App, Json(trial): Json<Trial>) -> Result<axum::Json<Tried>> {
    ops::attempt(app.store.reader(), trial, app.clock.now()).await.map(axum::Json)
}
