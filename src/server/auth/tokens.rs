//! Making and ending tokens.

use super::{Caller, secret, store};
use crate::{
    domain::{
        Error, Result, SessionId, TokenId,
        auth::{MadeToken, NewToken, Scope, Token},
        id,
    },
    server::{
        App,
        db::{Change, Tx, new_id},
    },
};

/// Makes a token; its secret is in the answer and nowhere else.
pub async fn create(app: &App, who: &Caller, new: NewToken) -> Result<MadeToken> {
    let now = app.clock.now();
    let new = new.check(now)?;
    let text = format!("{}{}", secret::TOKEN_PREFIX, secret::random()?);
    let token = Token {
        id: new_id().into(),
        name: new.name,
        scope: new.scope,
        prefix: text.chars().take(8).collect(),
        created_at: now,
        expires_at: new.expires_at.or_else(|| new.expires_in_days.map(|days| now + chrono::Duration::days(days))),
        last_used_at: None,
        revoked_at: None,
        session_id: None,
    };
    let made = MadeToken { secret: text, token: token.clone() };
    let hash = secret::hash(&made.secret);
    let op = async move |tx: &mut Tx| {
        store::insert_token(tx.db(), &token, hash).await?;
        let summary = format!("made the token {} ({})", token.name, token.scope.as_str());
        tx.record(Change { kind: "token.created", subject_id: Some(token.id.as_str()), summary, ..Default::default() }).await
    };
    app.store.write(who, now, op).await?;
    Ok(made)
}

/// How long the token of a session is good at most, in days: no run is longer.
const SESSION_DAYS: i64 = 8;

/// A new token that speaks for one session alone, in place of those that it had; the secret.
///
/// It is made and ended with the session's runs, so the log has no entry of its own about it.
pub async fn for_session(app: &App, who: &Caller, session: &SessionId, name: String) -> Result<String> {
    let now = app.clock.now();
    let text = format!("{}{}", secret::TOKEN_PREFIX, secret::random()?);
    let token = Token {
        id: new_id().into(),
        name,
        scope: Scope::Report,
        prefix: text.chars().take(8).collect(),
        created_at: now,
        expires_at: Some(now + chrono::Duration::days(SESSION_DAYS)),
        last_used_at: None,
        revoked_at: None,
        session_id: Some(session.clone()),
    };
    let (hash, session) = (secret::hash(&text), session.clone());
    let op = async move |tx: &mut Tx| {
        store::revoke_tokens_of(tx.db(), &session, tx.now()).await?;
        store::insert_token(tx.db(), &token, hash).await
    };
    app.store.write(who, now, op).await.map(|()| text)
}

/// The session is over: nobody speaks for it any more.
pub async fn end_session_tokens(tx: &Tx, session: &SessionId) -> Result<()> {
    store::revoke_tokens_of(tx.db(), session, tx.now()).await
}

/// Ends a token at once; ending it again changes nothing.
pub async fn revoke(app: &App, who: &Caller, id: &TokenId) -> Result<Token> {
    let id = TokenId(id::stored(id.as_str()));
    let op = async move |tx: &mut Tx| {
        let token = store::get_token(tx.db(), &id).await?;
        if token.revoked_at.is_some() {
            return Ok(token);
        }
        store::revoke_token(tx.db(), &id, tx.now()).await?;
        let summary = format!("revoked the token {}", token.name);
        tx.record(Change { kind: "token.revoked", subject_id: Some(id.as_str()), summary, ..Default::default() }).await?;
        Ok(Token { revoked_at: Some(tx.now()), ..token })
    };
    app.store.write(who, app.clock.now(), op).await
}

/// The token that a person names by its id, its first characters or its name.
pub async fn resolve(app: &App, named: &str) -> Result<Token> {
    let tokens = store::list_tokens(app.store.reader()).await?;
    let is_named = |t: &&Token| t.id.as_str() == named || t.prefix == named || t.name == named;
    let mut found = tokens.iter().filter(is_named).filter(|t| t.revoked_at.is_none());
    match (found.next(), found.next()) {
        (Some(token), None) => Ok(token.clone()),
        (Some(_), Some(_)) => {
            Err(Error::conflict(format!("several tokens are called {named}; name one by its id, see `maestro token list`")))
        }
        (None, _) => Err(Error::not_found(format!("token {named} that is not revoked; see `maestro token list`"))),
    }
}
