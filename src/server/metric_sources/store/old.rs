//! Old samples in the database.

use super::samples;
use crate::{
    domain::Result,
    server::db::{Tx, entities::sample_chunk},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};

/// The samples of a day that are finer than they need be.
#[derive(Clone, Debug)]
pub struct OldChunk {
    pub source_id: String,
    pub day: i64,
    pub body: Vec<u8>,
    /// They are counts that only grow.
    pub counter: bool,
}

/// Days before `day` with more than one sample an hour.
pub async fn fine_before(db: &impl ConnectionTrait, day: i64, most: u64) -> Result<Vec<OldChunk>> {
    let sql = format!(
        "SELECT c.source_id AS source_id, c.day AS day, c.body AS body, s.options AS options FROM sample_chunks c
        JOIN metric_sources s ON s.id = c.source_id WHERE c.day < $1 AND c.samples > {} ORDER BY c.day, c.source_id LIMIT {most}",
        OldChunk::FINE
    );
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), &sql, [day.into()])).await?;
    let old = |row: sea_orm::QueryResult| {
        let options: String = row.try_get("", "options")?;
        Ok(OldChunk {
            source_id: row.try_get("", "source_id")?,
            day: row.try_get("", "day")?,
            body: row.try_get("", "body")?,
            counter: options.contains("\"counter\":true"),
        })
    };
    rows.into_iter().map(old).collect()
}

/// Puts other samples in place of those of a day.
pub async fn replace_day(tx: &Tx, chunk: &OldChunk, points: &[(i64, f64)]) -> Result<()> {
    samples::thin(tx, &chunk.source_id, chunk.day, points).await
}

/// Forgets all samples before `day`; of how many days of sources.
pub async fn forget_before(tx: &Tx, day: i64) -> Result<u64> {
    Ok(sample_chunk::Entity::delete_many().filter(sample_chunk::Column::Day.lt(day)).exec(tx.db()).await?.rows_affected)
}
