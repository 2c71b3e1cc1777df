//! Connections in the database. Their secrets are elsewhere.

use crate::{
    domain::{
        Error, Result,
        connection::{Connection, ConnectionKind},
        id,
    },
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::connection},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};

/// How a connection is, as the latest attempt found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// `ok`, `limited`, `failing`, `unknown`.
    pub status: &'static str,
    /// The peer's own words.
    pub detail: Option<String>,
    /// It is left alone until then.
    pub retry_at: Option<DateTime<Utc>>,
}

impl Mark {
    /// Nobody has asked yet.
    pub const UNKNOWN: Self = Self { status: "unknown", detail: None, retry_at: None };
}

impl From<connection::Model> for Connection {
    fn from(row: connection::Model) -> Self {
        Self {
            id: row.id,
            // Only words of our own are stored.
            kind: ConnectionKind::parse(&row.kind).unwrap_or(ConnectionKind::Github),
            base_url: row.base_url,
            web_url: row.web_url,
            model: row.model,
            secret_last4: None,
            webhook_last4: None,
            status: row.status,
            status_detail: row.status_detail,
            retry_at: row.retry_at.map(at_millis),
            checked_at: row.checked_at.map(at_millis),
        }
    }
}

/// All of them, oldest first.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Connection>> {
    let rows = connection::Entity::find().order_by_asc(connection::Column::CreatedAt).order_by_asc(connection::Column::Id).all(db).await?;
    Ok(rows.into_iter().map(Connection::from).collect())
}

/// Whether there is one to a host of code.
pub async fn code_host_known(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(list(db).await?.iter().any(|connection| connection.kind.is_code_host()))
}

/// The connection with that id.
pub async fn get(db: &impl ConnectionTrait, id: &str) -> Result<Connection> {
    let found = connection::Entity::find_by_id(id::stored(id)).one(db).await?;
    found.map(Connection::from).ok_or_else(|| Error::not_found(format!("connection {id}")))
}

/// Adds a connection whose interface and pages are `at`; a second one to the same address is refused.
pub async fn insert(tx: &Tx, id: &str, kind: ConnectionKind, at: (&str, Option<&str>), model: Option<&str>) -> Result<()> {
    let (base_url, web_url) = at;
    let row = connection::ActiveModel {
        id: Set(id.into()),
        kind: Set(kind.as_str().into()),
        base_url: Set(base_url.into()),
        web_url: Set(web_url.map(Into::into)),
        model: Set(model.map(Into::into)),
        status: Set(Mark::UNKNOWN.status.into()),
        status_detail: Set(None),
        retry_at: Set(None),
        checked_at: Set(None),
        created_at: Set(millis(tx.now())),
    };
    row.insert(tx.db()).await.map_err(|e| taken(e, base_url))?;
    Ok(())
}

/// Stores where a connection leads.
pub async fn save(tx: &Tx, connection: &Connection) -> Result<()> {
    let row = connection::ActiveModel {
        id: Set(connection.id.clone()),
        base_url: Set(connection.base_url.clone()),
        web_url: Set(connection.web_url.clone()),
        model: Set(connection.model.clone()),
        ..Default::default()
    };
    row.update(tx.db()).await.map_err(|e| taken(e, &connection.base_url))?;
    Ok(())
}

/// Stores how a connection is.
pub async fn mark(tx: &Tx, id: &str, mark: &Mark, checked_at: Option<DateTime<Utc>>) -> Result<()> {
    use connection::Column;
    let mut update = connection::Entity::update_many()
        .col_expr(Column::Status, Expr::value(mark.status))
        .col_expr(Column::StatusDetail, Expr::value(mark.detail.clone()))
        .col_expr(Column::RetryAt, Expr::value(mark.retry_at.map(millis)));
    if let Some(at) = checked_at {
        update = update.col_expr(Column::CheckedAt, Expr::value(millis(at)));
    }
    update.filter(Column::Id.eq(id)).exec(tx.db()).await?;
    Ok(())
}

/// Takes a connection away.
pub async fn delete(tx: &Tx, id: &str) -> Result<()> {
    connection::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}

fn taken(error: sea_orm::DbErr, base_url: &str) -> Error {
    match Error::from(error) {
        Error::Conflict { .. } => Error::conflict(format!("there is already a connection to {base_url}; change that one")),
        other => other,
    }
}
