//! Allowing a repository, and asking whether one is allowed.

use super::store;
use crate::{
    domain::{
        Error, Result,
        repository::{NewRepository, Repository},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        git, problem,
    },
};
use sea_orm::ConnectionTrait;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A repository that agents may work in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// Real: no part of it is a link.
    pub path: PathBuf,
    /// What work begins from unless said otherwise.
    pub base: Option<String>,
}

/// Allows a repository, or a folder with repositories. Allowing one again changes its base.
pub async fn add(app: &App, who: &Caller, new: NewRepository) -> Result<Repository> {
    let new = new.check()?;
    let real = real(&new.path, "/path")?;
    if real.parent().is_none() {
        return Err(Error::invalid("/path", "must not be the root of the disk"));
    }
    if !git::is_repository(&real).await && !holds_repositories(&real).await? {
        return Err(Error::invalid("/path", nothing_to_work_in(&real).await));
    }
    if let Some(base) = &new.base
        && git::is_repository(&real).await
    {
        git::resolve(&real, base).await.map_err(|error| Error::invalid("/base", error.to_string()))?;
    }
    let path = real.to_str().ok_or_else(|| Error::invalid("/path", "must be Unicode"))?.to_owned();
    let op = async move |tx: &mut Tx| {
        if let Some(known) = store::find(tx.db(), &path).await? {
            store::delete(tx, &known.id).await?;
        }
        let added = store::insert(tx, &path, new.base.as_deref()).await?;
        let summary = format!("allowed agents to work in {path}");
        tx.record(Change { kind: "repository.added", subject_id: Some(&added.id), summary, ..Default::default() }).await?;
        Ok(added)
    };
    let added = app.store.write(who, app.clock.now(), op).await?;
    app.queue.notify_one();
    Ok(added)
}

async fn holds_repositories(folder: &Path) -> Result<bool> {
    let folder = folder.to_owned();
    let look = tokio::task::spawn_blocking(move || git::may_hold_repositories(&folder));
    look.await.map_err(|error| problem::internal(&error))
}

/// What a folder lacks in which agents cannot work.
async fn nothing_to_work_in(folder: &Path) -> String {
    let shown = folder.display();
    match git::top(folder).await {
        Some(top) => format!("{shown} is inside of a git repository: name its top folder, {}", top.display()),
        None => format!("{shown} is not a git repository, and holds none: it has no .git; run `git init` there, or name another folder"),
    }
}

/// Allows it no more. Sessions that run in it run on.
pub async fn remove(app: &App, who: &Caller, id: String) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let gone = store::delete(tx, &id).await?;
        let summary = format!("no longer lets agents work in {}", gone.path);
        tx.record(Change { kind: "repository.removed", subject_id: Some(&gone.id), summary, ..Default::default() }).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// The repository that `asked` names, by its path or by the name of one on the list; 422 where agents may not work there.
pub async fn allowed(db: &impl ConnectionTrait, asked: &str) -> Result<Allowed> {
    let list = store::list(db).await?;
    if list.is_empty() {
        return Err(Error::invalid("/repo", "no repository is allowed yet: add one in Settings, under Repositories"));
    }
    let real = match asked.contains('/') {
        true => real(asked, "/repo")?,
        false => named(&list, asked)?,
    };
    let Some(rule) = list.iter().find(|rule| real.starts_with(&rule.path)) else {
        return Err(Error::invalid(
            "/repo",
            format!("agents may not work in {}: allow it in Settings, under Repositories", real.display()),
        ));
    };
    if !git::is_repository(&real).await {
        return Err(Error::invalid("/repo", format!("{} is not the top folder of a git repository", real.display())));
    }
    let base = rule.base.clone().filter(|_| Path::new(&rule.path) == real);
    Ok(Allowed { path: real, base })
}

/// By the last part of its path: of one on the list, or of one in a folder on the list.
fn named(list: &[Repository], name: &str) -> Result<PathBuf> {
    let mut found: Vec<PathBuf> = list.iter().filter(|rule| rule.name == name).map(|rule| PathBuf::from(&rule.path)).collect();
    if found.is_empty() {
        let inside = list.iter().map(|rule| Path::new(&rule.path).join(name));
        found.extend(inside.filter(|path| path.is_dir()).filter_map(|path| fs::canonicalize(path).ok()));
    }
    match &found[..] {
        [one] => Ok(one.clone()),
        [] => Err(Error::invalid("/repo", format!("no allowed repository is called {name}"))),
        _ => Err(Error::invalid("/repo", format!("several allowed repositories are called {name}; give the whole path"))),
    }
}

fn real(path: &str, pointer: &str) -> Result<PathBuf> {
    let real = fs::canonicalize(path).map_err(|error| Error::invalid(pointer, format!("{path} cannot be opened: {error}")))?;
    if real.is_dir() { Ok(real) } else { Err(Error::invalid(pointer, format!("{path} is not a folder"))) }
}
