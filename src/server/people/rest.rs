//! People over HTTP.

use super::{ops, store};
use crate::{
    domain::{
        PersonId, Result,
        auth::{Me, NewPerson, Person},
    },
    server::{App, auth::Caller, json::Json},
};
use axum::{extract::Path, http::StatusCode};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(rename)).routes(routes!(me))
}

/// Everybody who may sign in.
#[utoipa::path(get, path = "/api/people", tag = "people", responses((status = 200, body = Vec<Person>)))]
async fn list(app: App) -> Result<Json<Vec<Person>>> {
    store::list(app.store.reader()).await.map(Json)
}

/// Adds a person; they sign in with a link, or by Tailscale under the login given here.
#[utoipa::path(post, path = "/api/people", tag = "people", request_body = NewPerson, responses((status = 201, body = Person)))]
async fn add(app: App, who: Caller, Json(new): Json<NewPerson>) -> Result<(StatusCode, Json<Person>)> {
    Ok((StatusCode::CREATED, Json(ops::add(&app, &who, new).await?)))
}

/// Changes the name and the Tailscale login of a person.
#[utoipa::path(patch, path = "/api/people/{id}", tag = "people", request_body = NewPerson, responses((status = 200, body = Person)))]
async fn rename(app: App, who: Caller, Path(id): Path<PersonId>, Json(form): Json<NewPerson>) -> Result<Json<Person>> {
    ops::rename(&app, &who, &id, form).await.map(Json)
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
