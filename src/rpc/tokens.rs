//! Access tokens, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth, auth::Caller};

use crate::domain::{
    Result, TokenId,
    auth::{MadeToken, NewToken, Token},
};
use dioxus::prelude::*;

/// The tokens, the newest first; never their secrets.
#[post("/rpc/tokens/list", app: App, who: Caller)]
pub async fn list() -> Result<Vec<Token>> {
    who.may_read()?;
    auth::list_tokens(app.store.reader()).await
}

/// Makes a token; its secret is in the answer and is not shown again.
#[post("/rpc/tokens/create", app: App, who: Caller)]
pub async fn create(new: NewToken) -> Result<MadeToken> {
    auth::create_token(&app, who.may_write()?, new).await
}

/// Ends a token at once.
#[post("/rpc/tokens/revoke", app: App, who: Caller)]
pub async fn revoke(id: TokenId) -> Result<Token> {
    auth::revoke_token(&app, who.may_write()?, &id).await
}
