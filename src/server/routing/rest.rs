//! Routing over HTTP.

use super::ops;
use crate::{
    domain::{
        Result,
        routing::{Routing, Trial, Tried},
    },
    server::{App, auth::Caller, json::Json, problem::Problem},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(get, put)).routes(routes!(attempt))
}

/// Which agent and model a task gets: the rules in their order.
#[utoipa::path(get, path = "/api/routing", tag = "dispatch", responses((status = 200, body = Routing)))]
async fn get(app: App) -> Result<axum::Json<Routing>> {
    ops::read(app.store.reader()).await.map(axum::Json)
}

/// Puts these rules in the place of all there were.
#[utoipa::path(put, path = "/api/routing", tag = "dispatch", request_body = Routing, responses((status = 200, body = Routing), (status = 422, body = Problem)))]
async fn put(app: App, who: Caller, Json(rules): Json<Routing>) -> Result<axum::Json<Routing>> {
    ops::write(&app, &who, rules).await.map(axum::Json)
}

/// Which rule a task hits, and what it would cost, from sessions before; nothing is started.
#[utoipa::path(post, path = "/api/routing/try", tag = "dispatch", request_body = Trial, responses((status = 200, body = Tried), (status = 422, body = Problem)))]
async fn attempt(app: App, Json(trial): Json<Trial>) -> Result<axum::Json<Tried>> {
    ops::attempt(app.store.reader(), trial, app.clock.now()).await.map(axum::Json)
}
