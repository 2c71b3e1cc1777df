//! Webhooks, and asking again, over HTTP.

use super::{hooks, ops};
use crate::{
    domain::{Error, Result, connection::ConnectionKind},
    server::{
        App,
        auth::Caller,
        connections,
        integrations::{Distrust, Happening, github, gitlab},
        problem::Problem,
    },
};
use axum::{
    Json,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(github_hook)).routes(routes!(gitlab_hook)).routes(routes!(refresh))
}

/// What became of a delivery.
#[derive(Debug, Serialize, ToSchema)]
struct Taken {
    ok: bool,
    /// It came before and did nothing now.
    repeated: bool,
}

/// Takes a delivery of a GitHub webhook, signed with the secret of a connection (`X-Hub-Signature-256`).
#[utoipa::path(post, path = "/hooks/github", tag = "hooks", request_body = String,
    responses((status = 200, body = Taken), (status = 400, body = Problem), (status = 401, body = Problem)))]
async fn github_hook(app: App, headers: HeaderMap, body: Bytes) -> Result<Json<Taken>> {
    let secrets = connections::webhook_secrets(&app, ConnectionKind::Github).await?;
    let read = github::verify_webhook(&secrets, &headers, &body).and_then(|()| github::read_webhook(&headers, &body));
    take(&app, "github webhook", read).await
}

/// Takes a delivery of a GitLab webhook, with the secret of a connection (`X-Gitlab-Token`) or signed by it (`webhook-signature`).
#[utoipa::path(post, path = "/hooks/gitlab", tag = "hooks", request_body = String,
    responses((status = 200, body = Taken), (status = 400, body = Problem), (status = 401, body = Problem)))]
async fn gitlab_hook(app: App, headers: HeaderMap, body: Bytes) -> Result<Json<Taken>> {
    let secrets = connections::webhook_secrets(&app, ConnectionKind::Gitlab).await?;
    let verified = gitlab::verify_webhook(&secrets, &headers, &body, app.clock.now());
    take(&app, "gitlab webhook", verified.and_then(|()| gitlab::read_webhook(&headers, &body))).await
}

async fn take(app: &App, origin: &str, read: Result<(Option<String>, Happening), Distrust>) -> Result<Json<Taken>> {
    let (delivery, happening) = read.map_err(|distrust| match distrust {
        Distrust::Malformed => Error::Malformed { message: distrust.to_string() },
        Distrust::Unsigned | Distrust::WrongSignature | Distrust::WrongTime => Error::Unauthorized { hint: distrust.to_string() },
    })?;
    let new = hooks::take(app, origin, delivery, happening).await?;
    Ok(Json(Taken { ok: true, repeated: !new }))
}

/// Fetches the details of an artifact again, as soon as its connection allows.
#[utoipa::path(post, path = "/api/artifacts/{id}/refresh", tag = "evidence", params(("id" = String, Path)),
    responses((status = 202), (status = 404, body = Problem)))]
async fn refresh(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    ops::refresh(&app, &who, id).await.map(|()| StatusCode::ACCEPTED)
}
