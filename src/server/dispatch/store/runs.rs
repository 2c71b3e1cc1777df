//! One process of an agent within a session.

use crate::{
    domain::{Error, Result},
    server::{
        clock::millis,
        db::{self, Tx, entities::session_run},
    },
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

/// How far the meaning of its journal is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Number of the last record whose meaning is stored.
    pub records: u64,
    /// Entries of the transcript before its first one.
    pub entries_before: u64,
}

/// A run that is about to start.
pub async fn begin(tx: &Tx, session: &str, run: u32, prompt: Option<&str>, entries_before: u64) -> Result<()> {
    let row = session_run::Model {
        session_id: session.into(),
        run: run.into(),
        prompt: prompt.map(Into::into),
        records: 0,
        entries_before: number(entries_before),
        cost_micros: 0,
        started_at: millis(tx.now()),
        ended_at: None,
    };
    db::insert(tx.db(), row.into_active_model().reset_all()).await?;
    Ok(())
}

/// How far it is stored.
pub async fn run(db: &impl ConnectionTrait, session: &str, run: u32) -> Result<Run> {
    let row = row(db, session, run).await?;
    let positive = |n: i64| u64::try_from(n).unwrap_or_default();
    Ok(Run { records: positive(row.records), entries_before: positive(row.entries_before) })
}

/// What its records up to this one mean is stored in this transaction, and it has cost that much.
pub async fn cover(tx: &Tx, session: &str, run: u32, records: u64, cost_micros: i64) -> Result<()> {
    let row = row(tx.db(), session, run).await?;
    db::update(tx.db(), session_run::Model { records: number(records), cost_micros, ..row }).await?;
    Ok(())
}

/// It is over.
pub async fn end(tx: &Tx, session: &str, run: u32) -> Result<()> {
    let row = row(tx.db(), session, run).await?;
    db::update(tx.db(), session_run::Model { ended_at: Some(millis(tx.now())), ..row }).await?;
    Ok(())
}

async fn row(db: &impl ConnectionTrait, session: &str, run: u32) -> Result<session_run::Model> {
    let found = session_run::Entity::find_by_id((session.to_owned(), i64::from(run))).one(db).await?;
    found.ok_or_else(|| Error::not_found(format!("run {run} of session {session}")))
}

fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
