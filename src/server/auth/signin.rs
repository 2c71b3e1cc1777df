//! One-time sign-in links, and the logins that they become.

use super::{
    Caller, cookie, secret,
    store::{self, Code, Login},
};
use crate::{
    domain::{PersonId, Result},
    server::{
        App,
        db::{Change, Tx},
        people,
    },
};

/// Minutes that a sign-in link is valid.
pub const MINUTES: i64 = 15;

/// What became of a code that somebody came with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// The secret of the new login, for the cookie.
    Done(String),
    /// It was valid once, and has been used.
    Used,
    /// It was valid, too long ago.
    Expired,
    /// It never was one.
    Unknown,
}

/// A new one-time link for the first person.
pub async fn link(app: &App) -> Result<String> {
    let person = people::owner(app).await?.id;
    link_for(app, &Caller::system("signin"), person).await
}

/// A new one-time link for `person`.
pub async fn link_for(app: &App, who: &Caller, person: PersonId) -> Result<String> {
    let code = secret::random()?;
    let now = app.clock.now();
    let row = Code { hash: secret::hash(&code), person, expires_at: now + chrono::Duration::minutes(MINUTES), used: false };
    app.store.write(who, now, async move |tx: &mut Tx| store::insert_code(tx.db(), &row, tx.now()).await).await?;
    Ok(format!("{}/signin?code={code}", app.config.base_url()))
}

/// Uses up a code.
pub async fn sign_in(app: &App, code: &str, from: String, user_agent: Option<String>) -> Result<SignIn> {
    let hash = secret::hash(code);
    let Some(found) = store::find_code(app.store.reader(), &hash).await? else { return Ok(SignIn::Unknown) };
    if !secret::same(&found.hash, &hash) {
        return Ok(SignIn::Unknown);
    }
    let now = app.clock.now();
    if found.used {
        return Ok(SignIn::Used);
    }
    if found.expires_at <= now {
        return Ok(SignIn::Expired);
    }
    let person = people::get(app.store.reader(), &found.person).await?;
    let login = secret::random()?;
    let row = Login { hash: secret::hash(&login), person: found.person, expires_at: now + chrono::Duration::days(cookie::DAYS) };
    let op = async move |tx: &mut Tx| {
        if !store::use_code(tx.db(), &hash, tx.now()).await? {
            return Ok(SignIn::Used);
        }
        store::insert_login(tx.db(), &row, user_agent, tx.now()).await?;
        let change = Change { kind: "person.signed-in", subject_id: Some(row.person.as_str()), ..Default::default() };
        tx.record(Change { summary: "signed in".into(), ..change }).await?;
        Ok(SignIn::Done(login))
    };
    let who =
        Caller { actor: person.name, origin: from, access: super::Access::Full, person: Some(person.id), session: None, request: None };
    app.store.write(&who, now, op).await
}

/// Ends the login of a browser.
pub async fn sign_out(app: &App, who: &Caller, login: &str) -> Result<()> {
    let hash = secret::hash(login);
    let op = async move |tx: &mut Tx| {
        store::delete_login(tx.db(), &hash).await?;
        // Other tabs of the same browser hear of it, and say so.
        tx.record(Change { kind: "login.ended", summary: "signed out".into(), ..Default::default() }).await
    };
    app.store.write(who, app.clock.now(), op).await
}
