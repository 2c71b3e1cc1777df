//! The index in the database.

use super::{Query, snippet::snippet};
use crate::{
    domain::{Result, id::Keyed, search::Hit},
    server::db::entities::search_doc,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, FromQueryResult, QueryFilter, Statement, Value,
    sea_query::{Expr, OnConflict},
};

/// What kind of record a document stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Goal,
    Task,
    Session,
    Artifact,
    Narrative,
    Update,
}

impl Kind {
    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Task => "task",
            Self::Session => "session",
            Self::Artifact => "artifact",
            Self::Narrative => "narrative",
            Self::Update => "update",
        }
    }
}

/// The words of one record.
#[derive(Clone, Copy, Debug)]
pub struct Doc<'a> {
    pub kind: Kind,
    pub record_id: &'a str,
    /// The goal whose page shows it.
    pub goal_id: Option<&'a str>,
    /// `G12`, where it has one.
    pub key: Option<&'a str>,
    pub title: &'a str,
    pub body: &'a str,
}

/// Adds the words of a record, or replaces what the index had of it.
pub async fn put(db: &impl ConnectionTrait, doc: Doc<'_>) -> Result<()> {
    let row = search_doc::ActiveModel {
        kind: Set(doc.kind.as_str().into()),
        record_id: Set(doc.record_id.into()),
        goal_id: Set(doc.goal_id.map(Into::into)),
        key: Set(doc.key.map(Into::into)),
        title: Set(doc.title.into()),
        body: Set(doc.body.into()),
        ..Default::default()
    };
    let replaced = [search_doc::Column::GoalId, search_doc::Column::Key, search_doc::Column::Title, search_doc::Column::Body];
    let known = OnConflict::columns([search_doc::Column::Kind, search_doc::Column::RecordId]).update_columns(replaced).to_owned();
    search_doc::Entity::insert(row).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}

/// Takes a record out of the index.
pub async fn remove(db: &impl ConnectionTrait, kind: Kind, record_id: &str) -> Result<()> {
    let of_record = search_doc::Column::RecordId.eq(record_id);
    search_doc::Entity::delete_many().filter(search_doc::Column::Kind.eq(kind.as_str())).filter(of_record).exec(db).await?;
    Ok(())
}

/// The best finds first; what belongs to an archived goal comes last. `skip` of them are left out, then come at most `limit`.
pub async fn find(db: &impl ConnectionTrait, query: &Query, (skip, limit): (u64, u64)) -> Result<Vec<Hit>> {
    let backend = db.get_database_backend();
    let words = if backend == DatabaseBackend::Postgres { query.tsquery() } else { query.fts5() };
    let (skip, limit) = (to_i64(skip), to_i64(limit));
    let values: [Value; 5] = [words.into(), query.key().unwrap_or_default().into(), (4 * (skip + limit)).into(), limit.into(), skip.into()];
    let sql = if backend == DatabaseBackend::Postgres { FIND_POSTGRES } else { FIND_SQLITE };
    let rows = Found::find_by_statement(Statement::from_sql_and_values(backend, sql, values)).all(db).await?;
    Ok(rows.into_iter().map(|row| row.hit(query)).collect())
}

/// Ranks inside the index first, where it is quick, then looks the few best ones up. A rank that is also asked for
/// would be computed twice for every find, so only the order is taken.
const FIND_SQLITE: &str = "
WITH best (id, place) AS (
    SELECT id, 0 FROM search_docs WHERE key = $2
    UNION ALL
    SELECT rowid, row_number() OVER () FROM (
        SELECT rowid FROM search_words WHERE search_words MATCH $1 AND rank MATCH 'bm25(10.0, 6.0, 1.0)' ORDER BY rank LIMIT $3
    )
)
SELECT d.kind, d.record_id, d.key, d.title, substr(d.body, 1, 20000) AS body, g.number, g.archived_at, min(best.place) AS place
FROM best JOIN search_docs d ON d.id = best.id LEFT JOIN goals g ON g.id = d.goal_id
GROUP BY d.id ORDER BY g.archived_at IS NOT NULL, min(best.place), d.id LIMIT $4 OFFSET $5";

const FIND_POSTGRES: &str = "
WITH best (id, rank) AS (
    SELECT id, -1e9 FROM search_docs WHERE key = $2
    UNION ALL
    (SELECT id, -ts_rank(words, to_tsquery('simple', $1))::float8 FROM search_docs WHERE words @@ to_tsquery('simple', $1)
        ORDER BY 2 LIMIT $3)
)
SELECT d.kind, d.record_id, d.key, d.title, substr(d.body, 1, 20000) AS body, g.number, g.archived_at, min(best.rank)::float8 AS rank
FROM best JOIN search_docs d ON d.id = best.id LEFT JOIN goals g ON g.id = d.goal_id
GROUP BY d.id, g.number, g.archived_at ORDER BY g.archived_at IS NOT NULL, min(best.rank), d.id LIMIT $4 OFFSET $5";

/// The condition that a goal, as `goals.id`, has a document with all the words of `query`.
pub fn goals_with(backend: DatabaseBackend, query: &Query) -> Expr {
    if backend == DatabaseBackend::Postgres {
        let sql = "goals.id IN (SELECT goal_id FROM search_docs WHERE words @@ to_tsquery('simple', $1))";
        Expr::cust_with_values(sql, [query.tsquery()])
    } else {
        let sql = "goals.id IN (SELECT d.goal_id FROM search_words w JOIN search_docs d ON d.id = w.rowid WHERE search_words MATCH ?)";
        Expr::cust_with_values(sql, [query.fts5()])
    }
}

#[derive(FromQueryResult)]
struct Found {
    kind: String,
    record_id: String,
    key: Option<String>,
    title: String,
    body: String,
    number: Option<i64>,
    archived_at: Option<i64>,
}

impl Found {
    fn hit(self, query: &Query) -> Hit {
        let url = self.url();
        let text = if self.body.is_empty() { &self.title } else { &self.body };
        let snippet = snippet(text, query);
        Hit { kind: self.kind, id: self.record_id, key: self.key, title: self.title, snippet, url, archived: self.archived_at.is_some() }
    }

    /// The page that shows it: a tab of its goal, or the Inbox for what has none.
    fn url(&self) -> String {
        let Some(number) = self.number else { return "/inbox".into() };
        let tab = match self.kind.as_str() {
            "task" => "?tab=tasks",
            "session" => "?tab=sessions",
            "artifact" | "update" => "?tab=timeline",
            "narrative" => "?tab=narrative",
            _ => "",
        };
        format!("/goals/{}{tab}", Keyed::Goal.key(number))
    }
}

fn to_i64(limit: u64) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX / 8)
}
