//! What webhooks tell: noted at once, fetched afterwards.

use super::{links, settle, store};
use crate::{
    domain::{
        Result,
        artifact::{Artifact, NewArtifact, PullState},
        marker::Texts,
    },
    server::{
        App,
        auth::Caller,
        db::Tx,
        integrations::{Happening, PulledChange, PushedCommit},
    },
};

/// Notes a delivery and what it tells in one transaction; false for one that came before.
pub(super) async fn take(app: &App, origin: &str, delivery: Option<String>, happening: Happening) -> Result<bool> {
    let op = async move |tx: &mut Tx| {
        if let Some(id) = &delivery
            && !store::take_delivery(tx, id).await?
        {
            return Ok(false);
        }
        match happening {
            Happening::Ping | Happening::Other => {}
            Happening::Pulled(pull) => pulled(tx, &pull).await?,
            Happening::Pushed { branch, commits } => {
                for commit in commits {
                    pushed(tx, &branch, commit).await?;
                }
            }
            Happening::Checked { sha } => {
                store::wake_commit(tx, &sha).await?;
            }
        }
        Ok(true)
    };
    let new = app.store.write(&Caller::system(origin), app.clock.now(), op).await?;
    app.fetch.notify_one();
    Ok(new)
}

/// What nobody linked and no marker names is none of our business.
async fn pulled(tx: &mut Tx, pull: &PulledChange) -> Result<()> {
    let url = pull.reference.canonical_url();
    let known = store::by_url(tx.db(), &url).await?;
    let texts = Texts { branch: &pull.branch, title: &pull.title, description: &pull.description, commits: &[] };
    let targets = links::targets(tx, texts).await?;
    let title = Some(pull.title.clone()).filter(|t| !t.is_empty());
    let new = NewArtifact { kind: Some(pull.reference.kind), url: Some(url.clone()), title, ..NewArtifact::default() };
    let Some(id) = links::link(tx, known.as_ref().map(|a| &a.id), &new, &targets).await? else { return Ok(()) };
    if let Some(known) = known {
        moved(tx, &known, pull).await?;
    }
    store::wake_one(tx, id.as_str()).await?;
    Ok(())
}

/// A merge is seen at once, even while the host itself cannot be asked.
async fn moved(tx: &mut Tx, known: &Artifact, pull: &PulledChange) -> Result<()> {
    let Some(state) = pull.state.filter(|state| known.details.state != Some(*state)) else { return Ok(()) };
    store::put_state(tx, &known.id, state).await?;
    let word = match state {
        PullState::Merged => "was merged",
        PullState::Closed => "was closed without a merge",
        PullState::Draft => "is a draft",
        PullState::Open => "is open",
    };
    settle::announce(tx, known, &known.title, true, &format!("{} {word}", pull.reference.short())).await
}

async fn pushed(tx: &mut Tx, branch: &str, commit: PushedCommit) -> Result<()> {
    let (title, rest) = commit.message.split_once('\n').unwrap_or((&commit.message, ""));
    let title = title.trim().to_owned();
    let texts = Texts { branch, title: &title, description: rest, commits: std::slice::from_ref(&commit.message) };
    let targets = links::targets(tx, texts).await?;
    let url = commit.reference.canonical_url();
    let known = store::by_url(tx.db(), &url).await?;
    let title = Some(title).filter(|t| !t.is_empty());
    let new = NewArtifact { kind: Some(commit.reference.kind), url: Some(url), title, ..NewArtifact::default() };
    links::link(tx, known.as_ref().map(|a| &a.id), &new, &targets).await?;
    Ok(())
}
