//! One test body, two databases.

use chrono::{TimeZone, Utc};
use maestro::server::{App, clock::Clock, config::Config};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbErr};
use tempfile::TempDir;

/// An empty database of its own for one test.
pub struct Empty {
    /// What `DATABASE_URL` would be.
    pub url: String,
    folder: TempDir,
    /// Where to drop it again, with its name.
    server: Option<(String, String)>,
}

impl Empty {
    /// A file of SQLite in a temporary folder.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = maestro::server::db::sqlite_url(&folder.path().join("test.db"));
        Self { url, folder, server: None }
    }

    /// A database on the PostgreSQL server that `make test` starts; none without one.
    pub async fn postgres() -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "the address of the test server comes from the test run")]
        let server = std::env::var("TEST_POSTGRES_URL").ok()?;
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        run(&server, &format!("CREATE DATABASE {name}")).await.unwrap();
        let (address, _) = server.rsplit_once('/').unwrap();
        Some(Self { url: format!("{address}/{name}"), folder: tempfile::tempdir().unwrap(), server: Some((server, name)) })
    }

    pub async fn connect(&self) -> DatabaseConnection {
        maestro::server::db::connect(&self.url).await.unwrap()
    }

    /// A Maestro on it, on 22 November 2026 at noon.
    pub async fn app(&self) -> App {
        let config = Config { database_url: self.url.clone(), ..Config::for_data_dir(self.folder.path().into()) };
        App::open(config, Clock::fixed(Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap())).await.unwrap()
    }

    /// Removes the database; what is still connected to it is thrown out.
    pub async fn remove(self) {
        if let Some((server, name)) = &self.server {
            run(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
        }
    }
}

async fn run(server: &str, sql: &str) -> Result<(), DbErr> {
    let db = Database::connect(server).await?;
    db.execute_unprepared(sql).await?;
    db.close().await
}

/// Makes of each `async fn name(url: &str)` one test on SQLite and one on PostgreSQL.
macro_rules! on_each_backend {
    ($($(#[doc = $doc:literal])* async fn $name:ident($database:ident: &Empty) $body:block)*) => { $(
        $(#[doc = $doc])*
        mod $name {
            use super::*;

            async fn check($database: &$crate::backends::Empty) $body

            #[tokio::test]
            async fn on_sqlite() {
                let database = $crate::backends::Empty::sqlite();
                check(&database).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                let Some(database) = $crate::backends::Empty::postgres().await else {
                    eprintln!("not run: TEST_POSTGRES_URL is not set (`make test` sets it)");
                    return;
                };
                check(&database).await;
                database.remove().await;
            }
        }
    )* };
}
pub(crate) use on_each_backend;
