//! Allowed repositories over HTTP.

use super::{ops, store};
use crate::{
    domain::{
        Page, Result,
        repository::{NewRepository, Repository},
    },
    server::{
        App,
        auth::Caller,
        json::Json,
        problem::Problem,
        query::{PageParams, Query},
    },
};
use axum::{extract::Path, http::StatusCode, response::IntoResponse};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(remove))
}

/// Where agents may work.
#[utoipa::path(get, path = "/api/repositories", tag = "dispatch", params(PageParams), responses((status = 200, body = Page<Repository>)))]
async fn list(app: App, Query(page): Query<PageParams>) -> Result<axum::Json<Page<Repository>>> {
    page.cut(store::list(app.store.reader()).await?, |repository| &repository.id).map(axum::Json)
}

/// Lets agents work in a repository, or in all repositories of a folder.
#[utoipa::path(post, path = "/api/repositories", tag = "dispatch", request_body = NewRepository,
    responses((status = 201, body = Repository), (status = 422, body = Problem)))]
async fn add(app: App, who: Caller, Json(new): Json<NewRepository>) -> Result<impl IntoResponse> {
    Ok((StatusCode::CREATED, axum::Json(ops::add(&app, &who, new).await?)))
}

/// Lets agents work there no more.
#[utoipa::path(delete, path = "/api/repositories/{id}", tag = "dispatch", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn remove(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    ops::remove(&app, &who, id).await.map(|()| StatusCode::NO_CONTENT)
}
