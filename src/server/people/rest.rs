//! People over HTTP.

use super::{ops, store};
use crate::{
    domain::{
        Page, PersonId, Result,
        auth::{Me, NewPerson, Person, PersonPatch},
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
use axum::{extract::Path, http::StatusCode, response::Response};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(change)).routes(routes!(me))
}

/// Everybody who may sign in.
#[utoipa::path(get, path = "/api/people", tag = "people", params(PageParams), responses((status = 200, body = Page<Person>)))]
async fn list(app: App, Query(page): Query<PageParams>) -> Result<Json<Page<Person>>> {
    page.cut(store::list(app.store.reader()).await?, |person| person.id.as_str()).map(Json)
}

/// Adds a person; they sign in with a link, or by Tailscale under the login given here.
#[utoipa::path(post, path = "/api/people", tag = "people", request_body = NewPerson, responses((status = 201, body = Person)))]
async fn add(app: App, who: Caller, Json(new): Json<NewPerson>) -> Result<(StatusCode, Json<Person>)> {
    Ok((StatusCode::CREATED, Json(ops::add(&app, &who, new).await?)))
}

/// Changes the name and the Tailscale login of a person: what is absent stays, null clears. With `If-Match`, only if nobody else changed them.
#[utoipa::path(patch, path = "/api/people/{id}", tag = "people", request_body = PersonPatch,
    responses((status = 200, body = Person), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn change(app: App, who: Caller, Path(id): Path<PersonId>, seen: Seen, Json(patch): Json<PersonPatch>) -> Result<Response> {
    ops::change(&app, &who, &id, patch, seen).await.map(etag::hashed)
}

/// In whose name this request came, and how far it reaches.
#[utoipa::path(get, path = "/api/me", tag = "people", responses((status = 200, body = Me)))]
async fn me(app: App, who: Caller) -> Result<Json<Me>> {
    let person = match &who.person {
        Some(id) => Some(store::get(app.store.reader(), id).await?),
        None => None,
    };
    Ok(Json(Me { scope: who.access.into(), actor: who.actor, person }))
}
