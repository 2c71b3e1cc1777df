//! What can be done with people.

use super::store;
use crate::{
    domain::{
        PersonId, Result,
        auth::{NewPerson, Person, PersonPatch},
        id,
    },
    server::{
        App,
        auth::Caller,
        config,
        db::{Change, Tx, new_id},
        etag::Seen,
    },
};

/// Adds a person, who then signs in with a link or by Tailscale.
pub async fn add(app: &App, who: &Caller, new: NewPerson) -> Result<Person> {
    let new = new.check()?;
    app.store.write(who, app.clock.now(), async move |tx| insert(tx, new).await).await
}

/// Changes name and Tailscale login as far as the patch names them; only if the person is still as they were `seen`.
pub async fn change(app: &App, who: &Caller, id: &PersonId, patch: PersonPatch, seen: Seen) -> Result<Person> {
    let id = PersonId(id::stored(id.as_str()));
    let op = async move |tx: &mut Tx| {
        let before = store::get(tx.db(), &id).await?;
        seen.check(&before)?;
        let NewPerson { name, login } = patch.apply(&before)?;
        let person = Person { name, login, ..before };
        store::update(tx.db(), &person).await?;
        let summary = format!("{} changed their profile", person.name);
        tx.record(Change { kind: "person.updated", subject_id: Some(id.as_str()), summary, ..Default::default() }).await?;
        Ok(person)
    };
    app.store.write(who, app.clock.now(), op).await
}

/// The first person; made from the name of the system's user when there is nobody yet.
pub async fn owner(app: &App) -> Result<Person> {
    let op = async move |tx: &mut Tx| {
        if let Some(first) = store::list(tx.db()).await?.into_iter().next() {
            return Ok(first);
        }
        let name = config::user_name().filter(|name| name != "root").unwrap_or_else(|| "Owner".into());
        insert(tx, NewPerson { name: capitalized(&name), login: None }).await
    };
    app.store.write(&Caller::system("signin"), app.clock.now(), op).await
}

async fn insert(tx: &mut Tx, new: NewPerson) -> Result<Person> {
    let person = Person { id: new_id().into(), name: new.name, login: new.login, created_at: tx.now() };
    store::insert(tx.db(), &person).await?;
    let summary = format!("{} may sign in", person.name);
    tx.record(Change { kind: "person.added", subject_id: Some(person.id.as_str()), summary, ..Default::default() }).await?;
    Ok(person)
}

fn capitalized(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
