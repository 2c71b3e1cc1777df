//! What was merged for whom, in the database.

use crate::domain::{ArtifactId, GoalId, Result, id::Keyed};
use sea_orm::{ConnectionTrait, Statement};

/// A merged change and the goal it is linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherMerge {
    pub artifact: ArtifactId,
    pub title: String,
    pub goal_id: GoalId,
    pub goal_key: String,
    /// `acme/app`, where it is known.
    pub repo: Option<String>,
    /// Seconds since 1970.
    pub at: i64,
}

/// What was merged between two times (seconds, both included), of all goals.
pub async fn merges_between(db: &impl ConnectionTrait, from: i64, to: i64) -> Result<Vec<OtherMerge>> {
    let sql = "SELECT a.id AS id, a.title AS title, a.repo AS repo, a.merged_at AS merged_at, l.goal_id AS goal_id, g.number AS number
        FROM artifacts a JOIN artifact_links l ON l.artifact_id = a.id JOIN goals g ON g.id = l.goal_id
        WHERE a.merged_at BETWEEN $1 AND $2 AND l.dismissed_at IS NULL AND a.kind IN ('pr', 'mr')
        ORDER BY a.merged_at, a.id, l.goal_id";
    let values = [(from * 1_000).into(), (to * 1_000 + 999).into()];
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    let merge = |row: sea_orm::QueryResult| {
        let number: i64 = row.try_get("", "number")?;
        Ok(OtherMerge {
            artifact: ArtifactId(row.try_get("", "id")?),
            title: row.try_get("", "title")?,
            goal_id: GoalId(row.try_get("", "goal_id")?),
            goal_key: Keyed::Goal.key(number),
            repo: row.try_get("", "repo")?,
            at: row.try_get::<i64>("", "merged_at")? / 1_000,
        })
    };
    rows.into_iter().map(merge).collect()
}

/// The repositories that changes of a goal were made in.
pub async fn repos_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT a.repo AS repo FROM artifacts a JOIN artifact_links l ON l.artifact_id = a.id
        WHERE l.goal_id = $1 AND l.dismissed_at IS NULL AND a.repo IS NOT NULL";
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [goal_id.into()])).await?;
    rows.into_iter().map(|row| Ok(row.try_get("", "repo")?)).collect()
}
