//! The setting over HTTP.

use super::ops;
use crate::{
    domain::{
        Result,
        delivery::{Delivery, DeliveryPatch},
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
    OpenApiRouter::new().routes(routes!(get, put))
}

/// Whether commits of sessions are marked, and for which goals pull requests open by themselves.
#[utoipa::path(get, path = "/api/delivery", tag = "dispatch", responses((status = 200, body = Delivery)))]
async fn get(app: App) -> Result<Response> {
    ops::read(app.store.reader()).await.map(etag::hashed)
}

/// Changes it: what is absent stays, and so do goals that are not named.
#[utoipa::path(put, path = "/api/delivery", tag = "dispatch", request_body = DeliveryPatch, responses((status = 200, body = Delivery), (status = 422, body = Problem)))]
async fn put(app: App, who: Caller, seen: Seen, Json(patch): Json<DeliveryPatch>) -> Result<Response> {
    ops::change(&app, &who, patch, seen).await.map(etag::hashed)
}
