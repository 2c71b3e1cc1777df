//! Looking at issues before they come in, and bringing them in.

use super::{
    ask,
    store::{self, KeepingRow},
    take::{self, Origin},
};
use crate::{
    domain::{
        Result,
        connection::Connection,
        goal::Goal,
        jira::{Fate, IMPORT_MOST, ImportStep, Imported, ImportedIssue, Issue, Known, PREVIEW_MOST, Preview, PreviewIssue, Query},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        goals,
        integrations::jira::{Found, Jira},
    },
};
use chrono::{DateTime, Duration, Utc};
use std::collections::{BTreeSet, HashMap};
use tokio::sync::mpsc;
use tokio_stream::{Stream, wrappers::UnboundedReceiverStream};

/// How many issues share a transaction, so that others can write in between.
const CHUNK: usize = 50;
/// How much of a description a preview shows, in characters.
const TEXT_SHOWN: usize = 240;

/// The issues of a query as they would become goals. Nothing is stored.
pub async fn preview(app: &App, query: Query) -> Result<Preview> {
    let query = query.check()?;
    let (connection, jira, found) = search(app, &query, PREVIEW_MOST, &mut |_, _| ()).await?;
    let known = store::of_site(app.store.reader(), &connection.id, jira.web_url()).await?;
    let known: HashMap<String, Goal> = known.into_iter().map(|(link, goal)| (link.issue_id, goal)).collect();
    let issues = found.issues.into_iter().map(|issue| shown(&jira, known.get(&issue.id), issue)).collect();
    let deployment = jira.deployment().label().to_owned();
    Ok(Preview { connection_id: connection.id, deployment, issues, total: found.total, more: found.more })
}

fn shown(jira: &Jira, goal: Option<&Goal>, issue: Issue) -> PreviewIssue {
    let known = goal.map(|goal| Known { goal_id: goal.id.0.clone(), goal_key: goal.key.clone(), archived: goal.archived_at.is_some() });
    PreviewIssue {
        url: jira.url_of(&issue.key),
        status: issue.state.goal_status(),
        text: beginning(&issue.text),
        key: issue.key,
        title: issue.title,
        kind: issue.kind,
        level: issue.level,
        jira_status: issue.status,
        state: issue.state,
        parent: issue.parent,
        known,
    }
}

/// What the issue of a goal says, if it was one.
pub async fn text(app: &App, goal: &str) -> Result<Option<String>> {
    let goal = goals::id_of(app.store.reader(), goal).await?;
    store::text_of(app.store.reader(), goal.as_str()).await
}

/// The beginning of a text, on one line.
fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= TEXT_SHOWN {
        return line;
    }
    let cut: String = line.chars().take(TEXT_SHOWN).collect();
    format!("{}…", cut.trim_end())
}

/// Asks for the issues of a query, and says in a caller's words what went wrong.
pub async fn search(
    app: &App,
    query: &Query,
    most: usize,
    on_page: &mut (dyn FnMut(u64, Option<u64>) + Send),
) -> Result<(Connection, Jira, Found)> {
    let (connection, mut jira) = ask::open(app, query.connection_id.as_deref()).await?;
    let found = match jira.search(&query.jql, most, on_page).await {
        // A stranger is answered as well, with nothing in it.
        Ok(found) if found.issues.is_empty() => jira.check().await.map(|()| found),
        other => other,
    };
    match found {
        Ok(found) => {
            ask::well(app, &connection).await?;
            Ok((connection, jira, found))
        }
        Err(error) => Err(ask::refused(app, &connection, error).await?),
    }
}

/// Makes goals of the issues of a query, or of those with the given keys; a second time takes over what changed.
/// `on_step` hears how far it is.
pub async fn import(app: &App, who: &Caller, query: Query, on_step: &mut (dyn FnMut(ImportStep) + Send)) -> Result<Imported> {
    let query = query.check()?;
    let now = app.clock.now();
    let (connection, jira, found) = search(app, &query, IMPORT_MOST, &mut |read, of| on_step(ImportStep::Reading { read, of })).await?;
    let mut imported = Imported::default();
    if found.more {
        imported.notes.push(format!("The query finds more than {IMPORT_MOST} issues; these are the first. Narrow it for the rest."));
    }
    let issues = wanted(found.issues, query.keys.as_deref(), &mut imported.notes);
    let origin = Origin { connection_id: connection.id.clone(), site: jira.web_url().to_owned() };
    let of = u64::try_from(issues.len()).unwrap_or(u64::MAX);
    on_step(ImportStep::Writing { done: 0, of });
    let mut done = 0;
    for chunk in issues.chunks(CHUNK) {
        let (chunk, origin) = (chunk.to_vec(), origin.clone());
        done += u64::try_from(chunk.len()).unwrap_or_default();
        let op = async move |tx: &mut Tx| write(tx, &origin, chunk).await;
        app.store.write(who, app.clock.now(), op).await?.into_iter().for_each(|issue| imported.add(issue));
        on_step(ImportStep::Writing { done, of });
    }
    finish(app, who, &connection, &imported, now).await?;
    Ok(imported)
}

/// The issues that were asked for, epics first, so that their parts find them.
fn wanted(mut issues: Vec<Issue>, keys: Option<&[String]>, notes: &mut Vec<String>) -> Vec<Issue> {
    if let Some(keys) = keys {
        let missing: Vec<&str> = keys.iter().filter(|key| !issues.iter().any(|issue| issue.key == **key)).map(String::as_str).collect();
        if !missing.is_empty() {
            notes.push(format!("The query does not find {}.", missing.join(", ")));
        }
        let keys: BTreeSet<&String> = keys.iter().collect();
        issues.retain(|issue| keys.contains(&issue.key));
    }
    issues.sort_by_key(|issue| issue.level);
    issues
}

async fn write(tx: &mut Tx, origin: &Origin, chunk: Vec<Issue>) -> Result<Vec<ImportedIssue>> {
    let mut done = Vec::new();
    for issue in &chunk {
        done.push(take::bring_in(tx, origin, issue).await?);
    }
    Ok(done)
}

/// From here on they are kept in step, beginning at the time when they were read.
async fn finish(app: &App, who: &Caller, connection: &Connection, imported: &Imported, read_at: DateTime<Utc>) -> Result<()> {
    let (id, summary) = (connection.id.clone(), summary(imported));
    let any = imported.issues.iter().any(|issue| issue.fate != Fate::Archived);
    let op = async move |tx: &mut Tx| {
        let known = store::keeping(tx.db(), &id).await?;
        if any && known.synced_at.is_none() {
            let due_at = read_at + Duration::minutes(known.every_minutes.into());
            let row = KeepingRow { synced_at: Some(read_at), all_seen_at: Some(read_at), due_at: Some(due_at), ..known };
            store::save_keeping(tx, &row).await?;
        }
        tx.record(Change { kind: "jira.imported", subject_id: Some(&id), summary, ..Default::default() }).await
    };
    app.store.write(who, app.clock.now(), op).await
}

fn summary(imported: &Imported) -> String {
    let Imported { added, updated, unchanged, .. } = imported;
    format!("imported from Jira: {added} added, {updated} updated, {unchanged} unchanged")
}

/// An import as a stream of its steps; it goes on to its end even if nobody listens any more.
pub fn steps(app: &App, who: &Caller, query: Query) -> impl Stream<Item = ImportStep> + Send + use<> {
    let (heard, steps) = mpsc::unbounded_channel();
    let (app, who) = (app.clone(), who.clone());
    tokio::spawn(async move {
        let on_step = heard.clone();
        // A listener that went away is no reason to stop.
        let last = match import(&app, &who, query, &mut move |step| drop(on_step.send(step))).await {
            Ok(imported) => ImportStep::Done(imported),
            Err(error) => ImportStep::Failed(error),
        };
        drop(heard.send(last));
    });
    UnboundedReceiverStream::new(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::jira::Level;

    fn issue(key: &str, level: Level) -> Issue {
        Issue { id: key.into(), key: key.into(), level, ..Issue::default() }
    }

    #[test]
    fn epics_come_first_and_a_key_that_is_not_found_is_told() {
        let all = || vec![issue("A-3", Level::SubTask), issue("A-2", Level::Standard), issue("A-1", Level::Epic)];
        let mut notes = Vec::new();
        let keys = |issues: Vec<Issue>| issues.into_iter().map(|issue| issue.key).collect::<Vec<_>>();
        assert_eq!(keys(wanted(all(), None, &mut notes)), ["A-1", "A-2", "A-3"]);
        let some = ["A-3".to_owned(), "A-9".to_owned()];
        assert_eq!(keys(wanted(all(), Some(&some), &mut notes)), ["A-3"]);
        assert_eq!(notes, ["The query does not find A-9."]);
        assert_eq!(beginning(&"word ".repeat(100)).chars().count(), TEXT_SHOWN);
    }
}
