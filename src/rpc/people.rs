//! People, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, people};

use crate::domain::{
    PersonId, Result,
    auth::{NewPerson, Person},
};
use dioxus::prelude::*;

/// Who is signed in.
#[post("/rpc/people/me", app: App, who: Caller)]
pub async fn me() -> Result<Person> {
    people::get(app.store.reader(), who.may_read()?.as_person()?).await
}

/// Everybody who may sign in.
#[post("/rpc/people/list", app: App, who: Caller)]
pub async fn list() -> Result<Vec<Person>> {
    who.may_read()?;
    people::list(app.store.reader()).await
}

/// Changes name and Tailscale login.
#[post("/rpc/people/rename", app: App, who: Caller)]
pub async fn rename(id: PersonId, form: NewPerson) -> Result<Person> {
    people::change(&app, who.may_write()?, &id, form.into(), Default::default()).await
}
