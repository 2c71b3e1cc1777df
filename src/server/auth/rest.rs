//! Tokens over HTTP.

use super::{Caller, store, tokens};
use crate::{
    domain::{
        Page, Result, TokenId,
        auth::{MadeToken, NewToken, Token},
    },
    server::{
        App,
        idempotency::ShownOnce,
        json::Json,
        problem::Problem,
        query::{PageParams, Query},
    },
};
use axum::{Extension, extract::Path, http::StatusCode, response::IntoResponse};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// The tokens, the newest first; never their secrets.
#[utoipa::path(get, path = "/api/tokens", tag = "tokens", params(PageParams), responses((status = 200, body = Page<Token>)))]
async fn list(app: App, Query(page): Query<PageParams>) -> Result<Json<Page<Token>>> {
    page.cut(store::list_tokens(app.store.reader()).await?, |token| token.id.as_str()).map(Json)
}

/// Makes a token. Its secret is in this answer and is not shown again: a repeat under the same `Idempotency-Key` is answered 409.
#[utoipa::path(post, path = "/api/tokens", tag = "tokens", request_body = NewToken,
    responses((status = 201, body = MadeToken), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn create(app: App, who: Caller, Json(new): Json<NewToken>) -> Result<impl IntoResponse> {
    let made = tokens::create(&app, &who, new).await?;
    Ok((StatusCode::CREATED, Extension(ShownOnce), Json(made)))
}

/// Ends a token at once.
#[utoipa::path(delete, path = "/api/tokens/{id}", tag = "tokens", responses((status = 200, body = Token)))]
async fn revoke(app: App, who: Caller, Path(id): Path<TokenId>) -> Result<Json<Token>> {
    tokens::revoke(&app, &who, &id).await.map(Json)
}
