//! A transaction, and the log entries that belong to it.

use super::{
    entities::{counter, event, idempotent_answer},
    scope::Scope,
};
use crate::{
    domain::{Error, Result, event::Event, id::Keyed},
    server::{auth::Caller, clock},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use std::{collections::HashSet, sync::atomic::Ordering};

/// A new opaque id; later ones sort after earlier ones.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A transaction with the person or program in whose name it runs.
pub struct Tx {
    db: Scope,
    caller: Caller,
    now: DateTime<Utc>,
    recorded: Vec<event::ActiveModel>,
    /// What was marked by [`Self::first`].
    marked: HashSet<String>,
}

/// What the activity log keeps of one change.
#[derive(Clone, Debug, Default)]
pub struct Change<'a> {
    /// `goal.updated`
    pub kind: &'a str,
    pub goal_id: Option<&'a str>,
    pub session_id: Option<&'a str>,
    /// The id of the record that changed.
    pub subject_id: Option<&'a str>,
    /// One line for a person.
    pub summary: String,
}

impl Tx {
    pub(super) fn new(db: Scope, caller: Caller, now: DateTime<Utc>) -> Self {
        Self { db, caller, now, recorded: Vec::new(), marked: HashSet::new() }
    }

    /// The connection, for the functions of the stores.
    pub fn db(&self) -> &Scope {
        &self.db
    }

    /// When the transaction was asked for.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// In whose name it runs.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Adds an entry to the log; it is written with the others of this transaction, and listeners hear of it after the commit.
    pub async fn record(&mut self, change: Change<'_>) -> Result<()> {
        self.recorded.push(event::ActiveModel {
            at: Set(clock::millis(self.now)),
            kind: Set(change.kind.into()),
            actor: Set(self.caller.actor.clone()),
            origin: Set(self.caller.origin.clone()),
            goal_id: Set(change.goal_id.map(Into::into)),
            session_id: Set(change.session_id.map(Into::into)),
            subject_id: Set(change.subject_id.map(Into::into)),
            summary: Set(change.summary),
            ..Default::default()
        });
        Ok(())
    }

    /// Whether this is asked for the first time in this transaction: what is done once need not be done again.
    pub fn first(&mut self, what: &str) -> bool {
        self.marked.insert(what.to_owned())
    }

    /// Marks the request that asked for this, in the same transaction: whatever happens to its answer, it is not carried out again.
    async fn mark(&self) -> Result<()> {
        use idempotent_answer::Column::{Body, Caller, CreatedAt, Headers, Key, RequestHash, Status};
        let Some(request) = &self.caller.request else { return Ok(()) };
        if request.marked.load(Ordering::SeqCst) {
            return Ok(());
        }
        let mark = idempotent_answer::ActiveModel {
            caller: Set(request.proof.clone()),
            key: Set(request.key.clone()),
            request_hash: Set(request.hash.clone()),
            status: Set(idempotent_answer::NO_ANSWER_YET),
            headers: Set("[]".into()),
            body: Set(String::new()),
            created_at: Set(clock::millis(self.now)),
        };
        let all = [RequestHash, Status, Headers, Body, CreatedAt];
        let too_old = Expr::col((idempotent_answer::Entity, CreatedAt)).lte(clock::millis(self.now - idempotent_answer::KEPT));
        let first_wins = OnConflict::columns([Caller, Key]).update_columns(all).action_and_where(too_old).to_owned();
        let marked = idempotent_answer::Entity::insert(mark).on_conflict(first_wins).exec_without_returning(&self.db).await?;
        if marked == 0 {
            return Err(Error::conflict("a request with this Idempotency-Key is being carried out by another server; ask again"));
        }
        Ok(())
    }

    pub(super) async fn rollback(self) -> Result<()> {
        Ok(self.db.rollback().await?)
    }

    /// Writes the log entries, all at once: each question to the database costs more than its answer.
    pub(super) async fn finish(self) -> Result<(Scope, Vec<Event>)> {
        self.mark().await?;
        if self.recorded.is_empty() {
            return Ok((self.db, Vec::new()));
        }
        let mut rows = event::Entity::insert_many(self.recorded).exec_with_returning(&self.db).await?;
        rows.sort_by_key(|row| row.seq);
        let at = self.now;
        let told = |row: event::Model| Event {
            seq: row.seq,
            at,
            kind: row.kind,
            actor: row.actor,
            goal_id: row.goal_id.map(Into::into),
            session_id: row.session_id.map(Into::into),
            subject_id: row.subject_id,
            summary: row.summary,
        };
        Ok((self.db, rows.into_iter().map(told).collect()))
    }

    /// The next number of a kind of record, for its key.
    pub async fn next_number(&self, kind: Keyed) -> Result<i64> {
        let name = match kind {
            Keyed::Goal => "goal",
            Keyed::Task => "task",
            Keyed::Session => "session",
        };
        let rows = counter::Entity::update_many()
            .col_expr(counter::Column::Value, Expr::col(counter::Column::Value).add(1))
            .filter(counter::Column::Name.eq(name))
            .exec_with_returning(&self.db)
            .await?;
        let row = rows.into_iter().next().ok_or_else(|| sea_orm::DbErr::RecordNotFound(format!("counter {name}")))?;
        Ok(row.value)
    }
}
