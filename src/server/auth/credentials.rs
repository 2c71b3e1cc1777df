//! Whose request it is: a token, a cookie, or a Tailscale identity.

use super::{Access, Caller, cookie, secret, store};
use crate::{
    domain::{Result, TokenId, auth::Token},
    server::{App, people},
};
use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};
use std::net::IpAddr;

/// The header that `tailscale serve` adds.
const TAILSCALE_LOGIN: &str = "tailscale-user-login";

/// What a caller proved their name with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A token, which scripts send on purpose.
    Token(TokenId),
    /// A cookie (its hash), which browsers send by themselves.
    Login(String),
    /// A Tailscale identity, which the proxy adds by itself.
    Tailscale(String),
}

impl Proof {
    /// Comes with every request of a browser, whoever asked for it.
    pub fn is_ambient(&self) -> bool {
        !matches!(self, Self::Token(_))
    }

    /// A name for this caller that no other has.
    pub fn key(&self) -> String {
        match self {
            Self::Token(id) => format!("token:{id}"),
            Self::Login(hash) => format!("login:{hash}"),
            Self::Tailscale(login) => format!("tailscale:{login}"),
        }
    }
}

/// A caller and what they proved it with.
#[derive(Clone, Debug)]
pub struct Known {
    pub caller: Caller,
    pub proof: Proof,
    /// For tokens: when it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// Finds out who asks; an error says why the credentials do not count. A token that is sent decides alone.
pub async fn resolve(app: &App, headers: &HeaderMap, peer: IpAddr) -> Result<Known> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        return by_token(app, value.to_str().unwrap_or_default(), peer).await;
    }
    if let Some(value) = cookie::read(headers, cookie::LOGIN).filter(|v| !v.is_empty())
        && let Some(known) = by_cookie(app, &value, peer).await?
    {
        return Ok(known);
    }
    if let Some(login) =
        headers.get(TAILSCALE_LOGIN).and_then(|v| v.to_str().ok()).filter(|_| app.config.trust_tailscale && peer.is_loopback())
    {
        return by_tailscale(app, login).await;
    }
    Err(secret::unauthorized("this needs credentials"))
}

async fn by_token(app: &App, value: &str, peer: IpAddr) -> Result<Known> {
    let Some((scheme, text)) = value.split_once(' ') else { return Err(secret::unauthorized("the Authorization header has no token")) };
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(secret::unauthorized("the Authorization header is not `Bearer`"));
    }
    let hash = secret::hash(text.trim());
    let found = store::find_token(app.store.reader(), &hash).await?.filter(|(_, stored)| secret::same(stored, &hash));
    let Some((token, _)) = found else { return Err(secret::unauthorized("this token is not known here")) };
    check(&token, app.clock.now())?;
    Ok(Known {
        caller: Caller {
            actor: format!("token {}", token.name),
            origin: peer.to_string(),
            access: token.scope.into(),
            person: None,
            session: token.session_id,
            request: None,
        },
        proof: Proof::Token(token.id),
        last_used_at: token.last_used_at,
    })
}

/// Whether this is a token that counts now.
pub async fn is_valid(app: &App, text: &str) -> Result<bool> {
    let found = store::find_token(app.store.reader(), &secret::hash(text)).await?;
    Ok(found.is_some_and(|(token, _)| check(&token, app.clock.now()).is_ok()))
}

/// Whether what a caller proved their name with counts still.
pub async fn counts(app: &App, proof: &Proof) -> Result<bool> {
    let (db, now) = (app.store.reader(), app.clock.now());
    Ok(match proof {
        Proof::Token(id) => check(&store::get_token(db, id).await?, now).is_ok(),
        Proof::Login(hash) => store::find_login(db, hash).await?.is_some_and(|login| login.expires_at > now),
        Proof::Tailscale(login) => people::find_by_login(db, login).await?.is_some(),
    })
}

fn check(token: &Token, now: DateTime<Utc>) -> Result<()> {
    if token.revoked_at.is_some() {
        return Err(secret::unauthorized(&format!("the token {} was revoked", token.name)));
    }
    if let Some(end) = token.expires_at.filter(|end| *end <= now) {
        return Err(secret::unauthorized(&format!("the token {} expired on {}", token.name, end.format("%Y-%m-%d %H:%M UTC"))));
    }
    Ok(())
}

async fn by_cookie(app: &App, value: &str, peer: IpAddr) -> Result<Option<Known>> {
    let hash = secret::hash(value);
    let login = store::find_login(app.store.reader(), &hash).await?;
    let Some(login) = login.filter(|l| secret::same(&l.hash, &hash) && l.expires_at > app.clock.now()) else { return Ok(None) };
    let person = people::get(app.store.reader(), &login.person).await?;
    let caller = Caller {
        actor: person.name,
        origin: peer.to_string(),
        access: Access::Full,
        person: Some(person.id),
        session: None,
        request: None,
    };
    Ok(Some(Known { caller, proof: Proof::Login(login.hash), last_used_at: None }))
}

async fn by_tailscale(app: &App, login: &str) -> Result<Known> {
    let Some(person) = people::find_by_login(app.store.reader(), login).await? else {
        return Err(secret::unauthorized(&format!(
            "nobody here has the Tailscale login {login}; somebody who is signed in adds it to a person in Settings"
        )));
    };
    let caller = Caller {
        actor: person.name,
        origin: "tailscale".into(),
        access: Access::Full,
        person: Some(person.id),
        session: None,
        request: None,
    };
    Ok(Known { caller, proof: Proof::Tailscale(login.to_lowercase()), last_used_at: None })
}
