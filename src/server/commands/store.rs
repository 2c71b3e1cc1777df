//! What a sentence may be about, by key and title.

use crate::{
    domain::{Result, command::Named, id::Keyed},
    server::problem,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

/// Records of a kind that a sentence is held against, the newest activity first.
const RECORDS_MOST: i64 = 2_000;

#[derive(FromQueryResult)]
struct Row {
    number: i64,
    title: String,
    goal: i64,
}

/// An open task, and the key of its goal.
pub struct OpenTask {
    pub named: Named,
    pub goal: String,
}

/// Goals that are not in the archive.
pub async fn goals(db: &impl ConnectionTrait) -> Result<Vec<Named>> {
    let sql = "SELECT number, title, number AS goal FROM goals WHERE archived_at IS NULL ORDER BY updated_at DESC LIMIT $1";
    let rows = rows(db, sql).await?;
    Ok(rows.into_iter().map(|row| Named { key: Keyed::Goal.key(row.number), title: row.title }).collect())
}

/// Tasks of these goals that are neither done nor cancelled.
pub async fn tasks(db: &impl ConnectionTrait) -> Result<Vec<OpenTask>> {
    let sql = "SELECT t.number AS number, t.title AS title, g.number AS goal FROM tasks t JOIN goals g ON g.id = t.goal_id
        WHERE t.removed_at IS NULL AND g.archived_at IS NULL AND t.status NOT IN ('done', 'cancelled') ORDER BY t.updated_at DESC LIMIT $1";
    let open = |row: Row| OpenTask { named: Named { key: Keyed::Task.key(row.number), title: row.title }, goal: Keyed::Goal.key(row.goal) };
    Ok(rows(db, sql).await?.into_iter().map(open).collect())
}

async fn rows(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<Row>> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [RECORDS_MOST.into()]);
    Row::find_by_statement(statement).all(db).await.map_err(|error| problem::internal(&error))
}
