//! Connections over HTTP.

use super::ops;
use crate::{
    domain::{
        Page, Result,
        connection::{Connection, ConnectionForm, ConnectionTest},
    },
    server::{
        App,
        auth::Caller,
        etag::{self, Seen},
        json::Json,
        problem::Problem,
        query::{PageParams, Query},
    },
};
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::IntoResponse,
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(change, remove)).routes(routes!(test))
}

/// All connections, without their secrets.
#[utoipa::path(get, path = "/api/connections", tag = "connections", params(PageParams), responses((status = 200, body = Page<Connection>)))]
async fn list(app: App, Query(page): Query<PageParams>) -> Result<axum::Json<Page<Connection>>> {
    page.cut(ops::list(&app).await?, |connection| &connection.id).map(axum::Json)
}

/// Adds a connection to a code host or a model. Secrets go in and never come back.
#[utoipa::path(post, path = "/api/connections", tag = "connections", request_body = ConnectionForm,
    responses((status = 201, body = Connection), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn add(app: App, who: Caller, Json(form): Json<ConnectionForm>) -> Result<impl IntoResponse> {
    let added = ops::add(&app, &who, form).await?;
    let location = format!("/api/connections/{}", added.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], [etag::hash_tag(&ops::settings(&added))], axum::Json(added)))
}

/// Changes a connection; an absent secret stays, an empty one is removed. With `If-Match`, only if nobody else changed it.
#[utoipa::path(patch, path = "/api/connections/{id}", tag = "connections", params(("id" = String, Path)), request_body = ConnectionForm,
    responses((status = 200, body = Connection), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn change(app: App, who: Caller, Path(id): Path<String>, seen: Seen, Json(form): Json<ConnectionForm>) -> Result<impl IntoResponse> {
    let changed = ops::change(&app, &who, id, form, seen).await?;
    Ok(([etag::hash_tag(&ops::settings(&changed))], axum::Json(changed)))
}

/// Takes a connection away with its secrets; what was fetched stays.
#[utoipa::path(delete, path = "/api/connections/{id}", tag = "connections", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn remove(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    ops::remove(&app, &who, id).await.map(|()| StatusCode::NO_CONTENT)
}

/// Asks the peer whether address and token are right.
#[utoipa::path(post, path = "/api/connections/{id}/test", tag = "connections", params(("id" = String, Path)),
    responses((status = 200, body = ConnectionTest), (status = 404, body = Problem)))]
async fn test(app: App, who: Caller, Path(id): Path<String>) -> Result<axum::Json<ConnectionTest>> {
    ops::test(&app, &who, id).await.map(axum::Json)
}
