//! Where agents may work, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, repositories};

use crate::domain::{
    Result,
    repository::{NewRepository, Repository},
};
use dioxus::prelude::*;

/// Where agents may work.
#[post("/rpc/repositories/list", app: App, who: Caller)]
pub async fn list() -> Result<Vec<Repository>> {
    who.may_read()?;
    repositories::list(app.store.reader()).await
}

/// Lets agents work in a repository, or in all repositories of a folder.
#[post("/rpc/repositories/add", app: App, who: Caller)]
pub async fn add(new: NewRepository) -> Result<Repository> {
    repositories::add(&app, who.may_write()?, new).await
}

/// Lets them work there no more.
#[post("/rpc/repositories/remove", app: App, who: Caller)]
pub async fn remove(id: String) -> Result<()> {
    repositories::remove(&app, who.may_write()?, id).await
}
