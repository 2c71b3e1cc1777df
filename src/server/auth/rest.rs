//! Tokens over HTTP.

use super::{Caller, store, tokens};
use crate::{
    domain::{
        Result, TokenId,
        auth::{MadeToken, NewToken, Token},
    },
    server::{App, json::Json},
};
use axum::{extract::Path, http::StatusCode};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// The tokens, the newest first; never their secrets.
#[utoipa::path(get, path = "/api/tokens", tag = "tokens", responses((status = 200, body = Vec<Token>)))]
async fn list(app: App) -> Result<Json<Vec<Token>>> {
    store::list_tokens(app.store.reader()).await.map(Json)
}

/// Makes a token. Its secret is in this answer and is not shown again.
#[utoipa::path(post, path = "/api/tokens", tag = "tokens", request_body = NewToken, responses((status = 201, body = MadeToken)))]
async fn create(app: App, who: Caller, Json(new): Json<NewToken>) -> Result<(StatusCode, Json<MadeToken>)> {
    Ok((StatusCode::CREATED, Json(tokens::create(&app, &who, new).await?)))
}

/// Ends a token at once.
#[utoipa::path(delete, path = "/api/tokens/{id}", tag = "tokens", responses((status = 200, body = Token)))]
async fn revoke(app: App, who: Caller, Path(id): Path<TokenId>) -> Result<Json<Token>> {
    tokens::revoke(&app, &who, &id).await.map(Json)
}
