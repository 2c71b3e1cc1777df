//! What people do with goals.

use super::store;
use crate::{
    domain::{
        Error, GoalId, PersonId, Result, change,
        goal::{Goal, GoalPatch, NewGoal},
        outcome::OutcomesPatch,
        text::TEXT_MOST,
    },
    server::{
        App,
        auth::Caller,
        clock::millis,
        db::{Change, Tx},
        etag::Seen,
        search::{self, Doc, Kind},
    },
};
use sea_orm::{ActiveValue::Set, IntoActiveModel};

/// Adds a goal and tells everyone who is looking.
pub async fn create(app: &App, who: &Caller, new: NewGoal) -> Result<Goal> {
    let new = new.check()?;
    app.store.write(who, app.clock.now(), async move |tx| insert(tx, &new).await).await
}

/// The same inside a transaction, for a goal that was checked.
pub async fn insert(tx: &mut Tx, new: &NewGoal) -> Result<Goal> {
    let parent = match &new.parent {
        Some(name) => Some(parent_of(tx, name).await?),
        None => None,
    };
    known_owner(tx, new.owner_id.as_ref()).await?;
    let goal = store::insert(tx, new, parent).await?;
    store::keep(tx, goal.id.as_str(), None, goal.status).await?;
    index(tx, &goal).await?;
    record(tx, "goal.created", &goal, format!("created {}", goal.key)).await?;
    Ok(goal)
}

/// Changes what the patch names; with `seen`, only if the goal is still at that version.
pub async fn change(app: &App, who: &Caller, name: String, patch: GoalPatch, seen: Option<i64>) -> Result<Goal> {
    let patch = patch.check()?;
    app.store.write(who, app.clock.now(), async move |tx| update(tx, &name, patch, seen).await).await
}

/// The same inside a transaction, for a patch that was checked.
pub async fn update(tx: &mut Tx, name: &str, patch: GoalPatch, seen: Option<i64>) -> Result<Goal> {
    let row = store::row(tx.db(), name).await?;
    let before = Goal::from(row.clone());
    still(&before, seen)?;
    if before.archived_at.is_some() {
        return Err(Error::conflict(format!("{} is in the archive; restore it first", before.key)));
    }
    let now = millis(tx.now());
    let version = row.version;
    let mut row = row.into_active_model();
    row.updated_at = Set(now);
    if let Some(parent) = &patch.parent {
        row.parent_id = Set(new_parent(tx, &before, parent.as_deref()).await?.map(|id| id.0));
    }
    if let Some(owner) = &patch.owner_id {
        known_owner(tx, owner.as_ref()).await?;
        row.owner_id = Set(owner.clone().map(|id| id.0));
    }
    if let Some(status) = patch.status.filter(|s| *s != before.status) {
        row.status = Set(status.as_str().into());
        row.status_changed_at = Set(now);
        store::keep(tx, before.id.as_str(), Some(before.status), status).await?;
    }
    if let Some(hypothesis) = patch.hypothesis {
        row.hypothesis_at = Set(hypothesis.as_ref().map(|_| now));
        row.hypothesis = Set(hypothesis);
    }
    set(&mut row.title, patch.title);
    set(&mut row.description, patch.description);
    set(&mut row.priority, patch.priority.map(|p| p.as_str().into()));
    set(&mut row.due_on, patch.due_on.map(|day| day.map(|d| d.to_string())));
    set(&mut row.tags, patch.tags.map(|tags| serde_json::to_string(&tags).unwrap_or_default()));
    set(&mut row.project, patch.project);
    set(&mut row.jira_url, patch.jira_url);
    let goal = store::save(tx.db(), row, version).await?;
    index(tx, &goal).await?;
    record(tx, "goal.updated", &goal, change::of_goal(&before, &goal)).await?;
    Ok(goal)
}

fn still(goal: &Goal, seen: Option<i64>) -> Result<()> {
    match seen {
        Some(seen) if seen != goal.version => {
            Err(Error::Stale { message: format!("{} was changed meanwhile; read it again", goal.key), missing: false })
        }
        _ => Ok(()),
    }
}

fn set<T: Into<sea_orm::Value>>(field: &mut sea_orm::ActiveValue<T>, value: Option<T>) {
    if let Some(value) = value {
        *field = Set(value);
    }
}

/// Puts a goal into the archive.
pub async fn archive(app: &App, who: &Caller, name: String) -> Result<Goal> {
    put_away(app, who, name, true).await
}

/// Takes a goal out of the archive.
pub async fn restore(app: &App, who: &Caller, name: String) -> Result<Goal> {
    put_away(app, who, name, false).await
}

async fn put_away(app: &App, who: &Caller, name: String, away: bool) -> Result<Goal> {
    let op = async move |tx: &mut Tx| {
        let goal = store::get(tx.db(), &name).await?;
        if goal.archived_at.is_some() == away {
            return Ok(goal);
        }
        let now = tx.now();
        store::set_archived(tx.db(), &goal.id, away.then_some(now), now).await?;
        let goal = store::get(tx.db(), goal.id.as_str()).await?;
        let (kind, word) = if away { ("goal.archived", "archived") } else { ("goal.restored", "restored") };
        record(tx, kind, &goal, format!("{word} {}", goal.key)).await?;
        Ok(goal)
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Sets the qualitative outcomes of a goal; with `seen`, only if it is still at that version.
pub async fn set_outcomes(app: &App, who: &Caller, name: String, patch: OutcomesPatch, seen: Option<i64>) -> Result<Goal> {
    let patch = patch.check()?;
    let op = async move |tx: &mut Tx| {
        let goal = store::get(tx.db(), &name).await?;
        still(&goal, seen)?;
        store::set_outcomes(tx.db(), &goal.id, patch.outcomes.as_deref(), patch.notes.as_deref()).await?;
        store::touch(tx, &goal.id).await?;
        let goal = store::get(tx.db(), goal.id.as_str()).await?;
        record(tx, "outcomes.updated", &goal, format!("set the outcomes of {}", goal.key)).await?;
        Ok(goal)
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Puts a new version of the context document in place; `seen` is the version that the writer has read.
pub async fn put_context(app: &App, who: &Caller, name: String, markdown: String, seen: Seen) -> Result<i64> {
    if markdown.chars().count() > TEXT_MOST {
        return Err(Error::invalid("", format!("must be at most {TEXT_MOST} characters")));
    }
    if markdown.contains('\0') {
        return Err(Error::invalid("", "must not contain the character NUL"));
    }
    app.store.write(who, app.clock.now(), async move |tx| store::put_context(tx, &name, markdown, seen).await).await
}

async fn parent_of(tx: &Tx, name: &str) -> Result<GoalId> {
    match store::id_of(tx.db(), name).await {
        Err(Error::NotFound { what }) => Err(Error::invalid("/parent", format!("there is no {what}"))),
        other => other,
    }
}

async fn new_parent(tx: &Tx, goal: &Goal, name: Option<&str>) -> Result<Option<GoalId>> {
    let Some(name) = name else { return Ok(None) };
    let parent = parent_of(tx, name).await?;
    let line = store::ancestors(tx.db(), &parent).await?;
    if let Some(at) = line.iter().position(|(id, _)| *id == goal.id) {
        let way: Vec<&str> = line[..=at].iter().rev().map(|(_, key)| key.as_str()).collect();
        return Err(Error::invalid("/parent", format!("{} would become a part of itself: {} → {}", goal.key, way.join(" → "), goal.key)));
    }
    Ok(Some(parent))
}

async fn known_owner(tx: &Tx, owner: Option<&PersonId>) -> Result<()> {
    match owner {
        Some(id) if !store::person_exists(tx.db(), id).await? => Err(Error::invalid("/ownerId", "there is no such person")),
        _ => Ok(()),
    }
}

async fn index(tx: &Tx, goal: &Goal) -> Result<()> {
    let labels = goal.tags.iter().chain(&goal.project).cloned().collect::<Vec<_>>().join(" ");
    let body = [goal.description.as_deref(), goal.hypothesis.as_deref(), Some(labels.as_str())];
    let body = body.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let doc = Doc {
        kind: Kind::Goal,
        record_id: goal.id.as_str(),
        goal_id: Some(goal.id.as_str()),
        key: Some(&goal.key),
        title: &goal.title,
        body: &body,
    };
    search::put(tx.db(), doc).await
}

async fn record(tx: &mut Tx, kind: &str, goal: &Goal, summary: String) -> Result<()> {
    let id = goal.id.as_str();
    tx.record(Change { kind, goal_id: Some(id), subject_id: Some(id), summary, ..Default::default() }).await
}
