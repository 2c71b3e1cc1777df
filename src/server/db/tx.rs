//! A transaction, and the log entries that belong to it.

use super::entities::{counter, event};
use crate::{
    domain::{Result, event::Event, id::Keyed},
    server::{auth::Caller, clock},
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr};

/// A new opaque id; later ones sort after earlier ones.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A transaction with the person or program in whose name it runs.
pub struct Tx {
    pub(super) db: DatabaseTransaction,
    pub(super) caller: Caller,
    pub(super) now: DateTime<Utc>,
    pub(super) recorded: Vec<Event>,
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
    /// The connection, for the functions of the stores.
    pub fn db(&self) -> &DatabaseTransaction {
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

    /// Adds an entry to the log; listeners hear of it after the commit.
    pub async fn record(&mut self, change: Change<'_>) -> Result<()> {
        let row = event::ActiveModel {
            at: Set(clock::millis(self.now)),
            kind: Set(change.kind.into()),
            actor: Set(self.caller.actor.clone()),
            origin: Set(self.caller.origin.clone()),
            goal_id: Set(change.goal_id.map(Into::into)),
            session_id: Set(change.session_id.map(Into::into)),
            subject_id: Set(change.subject_id.map(Into::into)),
            summary: Set(change.summary),
            ..Default::default()
        };
        let row = event::Entity::insert(row).exec_with_returning(&self.db).await?;
        self.recorded.push(Event {
            seq: row.seq,
            at: self.now,
            kind: row.kind,
            actor: row.actor,
            goal_id: row.goal_id.map(Into::into),
            session_id: row.session_id.map(Into::into),
            subject_id: row.subject_id,
            summary: row.summary,
        });
        Ok(())
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
