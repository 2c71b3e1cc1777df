//! What SQLite does by itself, on the same disk.

use crate::{fill, load::Times};
use maestro::server::{
    db::sqlite::{Connection, Use, plain},
    search,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// One small row a commit, one commit after the other, as durable as the server's.
pub async fn commits_per_second(span: Duration) -> f64 {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let db = open(&folder.path().join("raw.db")).await;
    db.execute_unprepared("CREATE TABLE entries (id INTEGER PRIMARY KEY, text TEXT NOT NULL)").await.unwrap();
    let before = Instant::now();
    let mut commits = 0;
    while before.elapsed() < span {
        db.execute_unprepared("INSERT INTO entries (text) VALUES ('Optimised the render pipeline')").await.unwrap();
        commits += 1;
    }
    f64::from(commits) / before.elapsed().as_secs_f64()
}

/// The query of the full-text index, without server, rules or JSON.
pub async fn searches(folder: &Path, times: usize) -> Times {
    let db = open(&folder.join(fill::FILE)).await;
    let mut taken = Vec::new();
    for i in 0..times {
        let query = search::Query::parse(&fill::query(i)).unwrap();
        let sql = "SELECT d.kind, d.record_id, d.title, d.body FROM search_words w JOIN search_docs d ON d.id = w.rowid
            WHERE w.search_words MATCH $1 ORDER BY w.rank LIMIT 20";
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [query.fts5().into()]);
        let before = Instant::now();
        assert!(!db.query_all_raw(statement).await.unwrap().is_empty());
        taken.push(before.elapsed());
    }
    db.close().await.unwrap();
    taken.into()
}

async fn open(file: &Path) -> DatabaseConnection {
    plain(Connection::open(file, Use::Write).unwrap()).await.unwrap()
}
