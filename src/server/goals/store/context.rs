//! The context document that a goal's agents share, in versions.

use super::rows;
use crate::{
    domain::{
        Error, Result,
        context::{ContextChange, ContextVersion},
    },
    server::{
        clock::{at_millis, millis},
        db::{Change, Tx, entities::goal_context, new_id},
        etag::Seen,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use similar::TextDiff;

/// The newest version of a goal's document: its number (0 where there is none) and its text.
pub async fn context(db: &impl ConnectionTrait, name: &str) -> Result<(i64, String)> {
    let goal_id = rows::id_of(db, name).await?;
    newest(db, goal_id.as_str()).await
}

async fn newest(db: &impl ConnectionTrait, goal_id: &str) -> Result<(i64, String)> {
    let of_goal = goal_context::Entity::find().filter(goal_context::Column::GoalId.eq(goal_id));
    let row = of_goal.order_by_desc(goal_context::Column::Version).one(db).await?;
    Ok(row.map_or_else(|| (0, String::new()), |row| (row.version, row.markdown)))
}

/// The most versions that are listed.
const LISTED_MOST: u64 = 200;

/// All versions, the newest first.
pub async fn context_versions(db: &impl ConnectionTrait, name: &str) -> Result<Vec<ContextVersion>> {
    let goal_id = rows::id_of(db, name).await?;
    let of_goal = goal_context::Entity::find().filter(goal_context::Column::GoalId.eq(goal_id.as_str()));
    let rows = of_goal.order_by_desc(goal_context::Column::Version).limit(LISTED_MOST).all(db).await?;
    Ok(rows.iter().map(about).collect())
}

/// One version, and what it changed.
pub async fn context_change(db: &impl ConnectionTrait, name: &str, version: i64) -> Result<ContextChange> {
    let goal_id = rows::id_of(db, name).await?;
    let of = |version: i64| {
        let of_goal = goal_context::Entity::find().filter(goal_context::Column::GoalId.eq(goal_id.as_str()));
        of_goal.filter(goal_context::Column::Version.eq(version))
    };
    let row = of(version).one(db).await?.ok_or_else(|| Error::not_found(format!("version {version} of the context document")))?;
    let before = of(version - 1).one(db).await?.map(|row| row.markdown).unwrap_or_default();
    let patch = TextDiff::from_lines(&before, &row.markdown).unified_diff().context_radius(CONTEXT_LINES).to_string();
    Ok(ContextChange { about: about(&row), patch, markdown: row.markdown })
}

/// Lines around a change that are shown with it.
const CONTEXT_LINES: usize = 3;

fn about(row: &goal_context::Model) -> ContextVersion {
    let characters = u64::try_from(row.markdown.chars().count()).unwrap_or(u64::MAX);
    ContextVersion { version: row.version, actor: row.actor.clone(), at: at_millis(row.created_at), characters }
}

/// Puts a new version in place; `seen` is the version that the writer has read, needed once there is one.
pub async fn put_context(tx: &mut Tx, name: &str, markdown: String, seen: Seen) -> Result<i64> {
    let goal = rows::get(tx.db(), name).await?;
    let (version, _) = newest(tx.db(), goal.id.as_str()).await?;
    match seen {
        Seen::Unsaid if version > 0 => {
            return Err(Error::Stale { message: "send If-Match with the ETag that you have read".into(), missing: true });
        }
        Seen::Tags(tags) if !tags.contains(&version.to_string()) => {
            let yours = tags.join(", ");
            return Err(Error::Stale {
                message: format!("the document is at version {version} by now; yours was {yours}"),
                missing: false,
            });
        }
        _ => {}
    }
    let row = goal_context::ActiveModel {
        id: Set(new_id()),
        goal_id: Set(goal.id.0.clone()),
        version: Set(version + 1),
        markdown: Set(markdown),
        actor: Set(tx.caller().actor.clone()),
        created_at: Set(millis(tx.now())),
    };
    row.insert(tx.db()).await?;
    rows::touch(tx, &goal.id).await?;
    let summary = format!("changed the context document of {}", goal.key);
    tx.record(Change {
        kind: "context.updated",
        goal_id: Some(goal.id.as_str()),
        subject_id: Some(goal.id.as_str()),
        summary,
        ..Default::default()
    })
    .await?;
    Ok(version + 1)
}
