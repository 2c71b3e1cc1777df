//! The proof, back into Jira: once for each goal.

use super::{
    ask,
    store::{self, CommentState, Link},
    take::{self, Origin},
};
use crate::{
    domain::{Error, Result, goal::Goal, marker::jira_key_in_address},
    server::{
        App,
        auth::Caller,
        connections,
        db::{Change, Tx},
        export, goals,
        integrations::{SourceError, jira::Jira, untold_wait},
    },
};
use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long a comment that was sent is waited for before it is looked for.
const LEASE: Duration = Duration::minutes(2);

/// A comment that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Commented {
    /// `ABC-12`
    pub key: String,
    /// Where the issue is seen.
    pub url: String,
    pub comment_id: String,
}

/// Writes the proof of a goal as a comment on its issue; a second time it says that it is there.
pub async fn comment(app: &App, who: &Caller, name: &str) -> Result<Commented> {
    let goal = goals::get(app.store.reader(), name).await?;
    let link = match store::find_by_goal(app.store.reader(), goal.id.as_str()).await? {
        Some(link) => link,
        None => adopt(app, who, &goal).await?,
    };
    let (connection, jira) = ask::open(app, Some(&link.connection_id)).await?;
    match write(app, who, &jira, link).await? {
        Ok(commented) => Ok(commented),
        Err(error) => Err(ask::failed(app, &connection, &error).await?),
    }
}

/// Writes the comment of one issue; the inner error is Jira's.
pub(super) async fn write(app: &App, who: &Caller, jira: &Jira, link: Link) -> Result<Result<Commented, SourceError>> {
    let goal = goals::get(app.store.reader(), &link.goal_id).await?;
    let (before, link) = claim(app, who, &link.goal_id).await?;
    let sent = match before {
        // What was sent before may have arrived.
        CommentState::Sending => match jira.find_comment(&link.key, &export::signature(&goal.key)).await {
            Ok(Some(id)) => Ok(id),
            Ok(None) => send(app, jira, &link, &goal).await?,
            Err(error) => Err(error),
        },
        _ => send(app, jira, &link, &goal).await?,
    };
    settle(app, who, &goal, before, &sent).await?;
    Ok(sent.map(|comment_id| Commented { url: jira.url_of(&link.key), key: link.key, comment_id }))
}

async fn send(app: &App, jira: &Jira, link: &Link, goal: &Goal) -> Result<Result<String, SourceError>> {
    let detail = goals::detail(app.store.reader(), goal.id.as_str(), app.clock.now()).await?;
    let url = app.config.public_url.as_ref().map(|public| format!("{public}/goals/{}", goal.key));
    Ok(jira.comment(&link.key, &export::comment(&detail, url.as_deref())).await)
}

/// Takes the comment on; what it was before, and the issue. Two who press at once do not write two.
async fn claim(app: &App, who: &Caller, goal_id: &str) -> Result<(CommentState, Link)> {
    let goal_id = goal_id.to_owned();
    let op = async move |tx: &mut Tx| {
        let known = store::find_by_goal(tx.db(), &goal_id).await?.ok_or_else(|| Error::not_found("Jira issue of this goal"))?;
        let waits = known.comment_due_at.is_some_and(|at| at > tx.now());
        match known.comment {
            CommentState::Sent => return Err(Error::conflict(format!("the proof is in {} already", known.key))),
            CommentState::Sending if waits => return Err(Error::conflict(format!("the comment for {} is on its way", known.key))),
            _ => {}
        }
        let link = Link { comment: CommentState::Sending, comment_due_at: Some(tx.now() + LEASE), comment_error: None, ..known.clone() };
        store::save(tx, &link).await?;
        Ok((known.comment, link))
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Remembers what came of it. Where nobody can say whether it arrived, it is looked for before it is sent again.
async fn settle(app: &App, who: &Caller, goal: &Goal, before: CommentState, sent: &Result<String, SourceError>) -> Result<()> {
    let (goal, sent) = (goal.clone(), sent.clone());
    let op = async move |tx: &mut Tx| {
        let Some(known) = store::find_by_goal(tx.db(), goal.id.as_str()).await? else { return Ok(()) };
        let wait = tx.now() + untold_wait(known.comment_attempts);
        let link = match &sent {
            Ok(id) => Link {
                comment: CommentState::Sent,
                comment_id: Some(id.clone()),
                comment_due_at: None,
                comment_error: None,
                ..known.clone()
            },
            Err(error) => {
                let unsure = matches!(error, SourceError::Outage { .. } | SourceError::Malformed { .. });
                let comment = if unsure || before == CommentState::Sending { CommentState::Sending } else { CommentState::None };
                let (comment_due_at, comment_error) = (Some(wait), Some(error.to_string()));
                Link { comment, comment_due_at, comment_error, comment_attempts: known.comment_attempts + 1, ..known.clone() }
            }
        };
        store::save(tx, &link).await?;
        let (kind, summary) = match &sent {
            Ok(_) => ("jira.commented", format!("wrote the proof of {} into {}", goal.key, link.key)),
            Err(error) => ("jira.uncommented", format!("could not write the proof of {} into {}: {error}", goal.key, link.key)),
        };
        let id = goal.id.as_str();
        tx.record(Change { kind, goal_id: Some(id), subject_id: Some(&link.connection_id), summary, ..Default::default() }).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Finds the issue of a goal that only carries its address.
async fn adopt(app: &App, who: &Caller, goal: &Goal) -> Result<Link> {
    let none = || Error::conflict(format!("{} has no address of a Jira issue", goal.key));
    let url = goal.jira_url.clone().ok_or_else(none)?;
    let key = jira_key_in_address(&url).ok_or_else(none)?;
    let connection = connections::jira_at(app, &url).await?;
    let (connection, mut jira) = ask::open(app, Some(&connection.id)).await?;
    let issue = match jira.issue(&key).await {
        Ok(issue) => issue,
        Err(error) => return Err(ask::failed(app, &connection, &error).await?),
    };
    let origin = Origin { connection_id: connection.id, site: jira.web_url().to_owned() };
    let goal = goal.clone();
    let op = async move |tx: &mut Tx| {
        if let Some(other) = store::find_by_issue(tx.db(), &origin.connection_id, &origin.site, &issue.id).await? {
            let other = goals::get(tx.db(), &other.goal_id).await?;
            return Err(Error::conflict(format!("{} is {} already", issue.key, other.key)));
        }
        take::adopt(tx, &origin, &goal, &issue).await?;
        store::find_by_goal(tx.db(), goal.id.as_str()).await?.ok_or_else(|| Error::not_found("Jira issue of this goal"))
    };
    app.store.write(who, app.clock.now(), op).await
}
