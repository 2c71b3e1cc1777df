//! Goals in the database.

use crate::{
    domain::{
        Error, GoalId, Page, PersonId, Result,
        goal::{Goal, GoalFilter, GoalStatus, GoalSummary, NewGoal, Priority},
        id::{self, Keyed},
    },
    server::{
        clock::{at_millis, millis},
        db::{
            self, Cursor, Tx,
            entities::{goal, person},
            new_id,
        },
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Select, sea_query::Expr,
};

impl From<goal::Model> for Goal {
    fn from(row: goal::Model) -> Self {
        Self {
            id: row.id.into(),
            key: Keyed::Goal.key(row.number),
            title: row.title,
            description: row.description,
            status: GoalStatus::parse(&row.status).unwrap_or_default(),
            priority: Priority::parse(&row.priority).unwrap_or_default(),
            due_on: row.due_on.and_then(|day| day.parse().ok()),
            tags: labels(&row.tags),
            project: row.project,
            parent: row.parent_id.map(Into::into),
            owner_id: row.owner_id.map(Into::into),
            jira_url: row.jira_url,
            hypothesis: row.hypothesis,
            hypothesis_at: row.hypothesis_at.map(at_millis),
            created_at: at_millis(row.created_at),
            updated_at: at_millis(row.updated_at),
            status_changed_at: at_millis(row.status_changed_at),
            archived_at: row.archived_at.map(at_millis),
            version: row.version,
            example: row.example,
        }
    }
}

/// The entries of a stored list.
pub fn labels(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

/// A list as it is stored.
pub fn stored(labels: &[String]) -> String {
    serde_json::to_string(labels).unwrap_or_else(|_| "[]".into())
}

/// The row of the goal with that id or key.
pub async fn row(db: &impl ConnectionTrait, name: &str) -> Result<goal::Model> {
    let name = name.trim();
    let by = match Keyed::Goal.number(name) {
        Some(number) => goal::Column::Number.eq(number),
        None => goal::Column::Id.eq(id::stored(name)),
    };
    let found = goal::Entity::find().filter(by).one(db).await?;
    found.ok_or_else(|| Error::not_found(format!("goal {name}")))
}

/// The goal with that id or key.
pub async fn get(db: &impl ConnectionTrait, name: &str) -> Result<Goal> {
    row(db, name).await.map(Goal::from)
}

/// The id of the goal with that id or key.
pub async fn id_of(db: &impl ConnectionTrait, name: &str) -> Result<GoalId> {
    row(db, name).await.map(|goal| goal.id.into())
}

/// Adds the example of the first run. Its number is 0, so that a person's first goal is G1.
pub async fn insert_example(tx: &Tx, new: &NewGoal) -> Result<Goal> {
    let row = goal::ActiveModel { number: Set(0), example: Set(true), ..fresh(tx, new, 0, None) };
    Ok(row.insert(tx.db()).await?.into())
}

/// Whether there is any goal, the example and the archive included.
pub async fn any(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(goal::Entity::find().limit(1).one(db).await?.is_some())
}

/// Adds a goal that was checked.
pub async fn insert(tx: &Tx, new: &NewGoal, parent: Option<GoalId>) -> Result<Goal> {
    let number = tx.next_number(Keyed::Goal).await?;
    Ok(db::insert(tx.db(), fresh(tx, new, number, parent)).await?.into())
}

fn fresh(tx: &Tx, new: &NewGoal, number: i64, parent: Option<GoalId>) -> goal::ActiveModel {
    let now = millis(tx.now());
    goal::ActiveModel {
        id: Set(new_id()),
        number: Set(number),
        title: Set(new.title.clone()),
        description: Set(new.description.clone()),
        status: Set(new.status.unwrap_or_default().as_str().into()),
        priority: Set(new.priority.unwrap_or_default().as_str().into()),
        due_on: Set(new.due_on.map(|day| day.to_string())),
        tags: Set(stored(&new.tags)),
        project: Set(new.project.clone()),
        parent_id: Set(parent.map(|id| id.0)),
        owner_id: Set(new.owner_id.clone().map(|id| id.0)),
        jira_url: Set(new.jira_url.clone()),
        hypothesis: Set(new.hypothesis.clone()),
        hypothesis_at: Set(new.hypothesis.as_ref().map(|_| now)),
        outcomes: Set("[]".into()),
        outcome_notes: Set(None),
        imported_micros: Set(0),
        example: Set(false),
        created_at: Set(now),
        updated_at: Set(now),
        status_changed_at: Set(now),
        archived_at: Set(None),
        version: Set(1),
    }
}

/// Writes back a goal that was changed, as its next version.
pub async fn save(db: &impl ConnectionTrait, row: goal::ActiveModel, seen: i64) -> Result<Goal> {
    let next = goal::ActiveModel { version: Set(seen + 1), ..row };
    Ok(next.update(db).await?.into())
}

/// Moves a goal into the archive, or out of it.
pub async fn set_archived(db: &impl ConnectionTrait, id: &GoalId, at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<()> {
    let all = goal::Entity::update_many().filter(goal::Column::Id.eq(id.as_str()));
    let changed =
        all.col_expr(goal::Column::ArchivedAt, Expr::value(at.map(millis))).col_expr(goal::Column::UpdatedAt, Expr::value(millis(now)));
    changed.col_expr(goal::Column::Version, Expr::col(goal::Column::Version).add(1)).exec(db).await?;
    Ok(())
}

/// Sets the outcomes and their notes, each only if given.
pub async fn set_outcomes(db: &impl ConnectionTrait, id: &GoalId, outcomes: Option<&[String]>, notes: Option<&str>) -> Result<()> {
    let mut all = goal::Entity::update_many().filter(goal::Column::Id.eq(id.as_str()));
    if let Some(outcomes) = outcomes {
        all = all.col_expr(goal::Column::Outcomes, Expr::value(stored(outcomes)));
    }
    if let Some(notes) = notes {
        all = all.col_expr(goal::Column::OutcomeNotes, Expr::value(Some(notes).filter(|n| !n.is_empty())));
    }
    all.col_expr(goal::Column::Version, Expr::col(goal::Column::Version).add(1)).exec(db).await?;
    Ok(())
}

/// Whether somebody has that id.
pub async fn person_exists(db: &impl ConnectionTrait, id: &PersonId) -> Result<bool> {
    Ok(person::Entity::find_by_id(id.as_str()).one(db).await?.is_some())
}

/// The parts of a goal, oldest first.
pub async fn children(db: &impl ConnectionTrait, id: &str) -> Result<Vec<Goal>> {
    let parts = goal::Entity::find().filter(goal::Column::ParentId.eq(id)).filter(goal::Column::ArchivedAt.is_null());
    Ok(parts.order_by_asc(goal::Column::Number).all(db).await?.into_iter().map(Goal::from).collect())
}

/// The keys of a goal and of all that it is a part of, from itself upwards.
pub async fn ancestors(db: &impl ConnectionTrait, id: &GoalId) -> Result<Vec<(GoalId, String)>> {
    let mut line: Vec<(GoalId, String)> = Vec::new();
    let mut next = Some(id.clone());
    while let Some(id) = next.take().filter(|id| !line.iter().any(|(seen, _)| seen == id)) {
        let goal = get(db, id.as_str()).await?;
        line.push((id, goal.key));
        next = goal.parent;
    }
    Ok(line)
}

/// Notes that something of the goal has changed.
pub async fn touch(tx: &mut Tx, id: &GoalId) -> Result<()> {
    if tx.first(id.as_str()) {
        let at = Expr::value(millis(tx.now()));
        goal::Entity::update_many().col_expr(goal::Column::UpdatedAt, at).filter(goal::Column::Id.eq(id.as_str())).exec(tx.db()).await?;
    }
    Ok(())
}

/// A page of goals, newest activity first.
pub async fn list(db: &impl ConnectionTrait, filter: &GoalFilter, limit: u64, cursor: Option<&str>) -> Result<Page<GoalSummary>> {
    let mut select = filtered(db, filter).await?;
    if let Some(cursor) = cursor {
        select = select.filter(Cursor::decode(cursor)?.after(goal::Column::UpdatedAt, goal::Column::Id));
    }
    let rows = newest_first(select).limit(limit + 1).all(db).await?;
    let (rows, next_cursor) = Cursor::cut(rows, limit, |row| (row.updated_at, row.id.clone()));
    Ok(Page { items: super::summary::summaries(db, rows).await?, next_cursor })
}

/// The order of every list of goals.
pub fn newest_first(select: Select<goal::Entity>) -> Select<goal::Entity> {
    select.order_by_desc(goal::Column::UpdatedAt).order_by_desc(goal::Column::Id)
}

/// The goals that a filter lets through; the example of the first run is nobody's work and not among them.
pub async fn filtered(db: &impl ConnectionTrait, filter: &GoalFilter) -> Result<Select<goal::Entity>> {
    Ok(with_example(db, filter).await?.filter(goal::Column::Example.eq(false)))
}

/// The same with the example, for the board.
pub async fn with_example(db: &impl ConnectionTrait, filter: &GoalFilter) -> Result<Select<goal::Entity>> {
    let mut select = goal::Entity::find();
    select = match filter.status.as_deref().filter(|s| !s.is_empty()) {
        Some("archived") => select.filter(goal::Column::ArchivedAt.is_not_null()),
        Some(word) => {
            let status = GoalStatus::parse(word).ok_or_else(|| unknown_status(word))?;
            select.filter(goal::Column::ArchivedAt.is_null()).filter(goal::Column::Status.eq(status.as_str()))
        }
        None => select.filter(goal::Column::ArchivedAt.is_null()),
    };
    if let Some(owner) = given(filter.owner.as_ref()) {
        select = select.filter(goal::Column::OwnerId.eq(owner));
    }
    if let Some(parent) = given(filter.parent.as_ref()) {
        select = select.filter(goal::Column::ParentId.eq(id_of(db, parent).await?.0));
    }
    super::words::narrow(db, select, filter).await
}

fn unknown_status(word: &str) -> Error {
    let words = GoalStatus::ALL.map(GoalStatus::as_str).join(", ");
    Error::invalid("/status", format!("there is no status {word}: use {words} or archived"))
}

fn given(value: Option<&String>) -> Option<&String> {
    value.filter(|v| !v.is_empty())
}

#[derive(FromQueryResult)]
struct Labelled {
    project: Option<String>,
    tags: String,
}

/// Projects and tags that occur on goals outside the archive, sorted.
pub async fn values(db: &impl ConnectionTrait) -> Result<(Vec<String>, Vec<String>)> {
    let live = goal::Entity::find().filter(goal::Column::ArchivedAt.is_null());
    let rows = live.clone().select_only().column(goal::Column::Project).column(goal::Column::Tags).distinct();
    let rows: Vec<Labelled> = rows.into_model().all(db).await?;
    let (mut projects, mut tags): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for row in rows {
        projects.extend(row.project);
        tags.extend(labels(&row.tags));
    }
    for list in [&mut projects, &mut tags] {
        list.sort();
        list.dedup();
    }
    Ok((projects, tags))
}
