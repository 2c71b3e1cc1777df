//! The store: one database, many readers, one writer.
//!
//! All writing goes through [`MaestroStore::write`], which gathers what waits
//! into one transaction, so that a commit (one `fsync`) serves many callers.
//! Readers are read-only connections: a write past the writer fails. SQLite is
//! asked in the thread that asks (`sqlite`), PostgreSQL through `sqlx`.

pub mod entities;
mod external;
mod many;
mod number;
mod open;
mod page;
mod reader;
mod rows;
mod scope;
pub mod sqlite;
mod tx;
mod writer;

pub use external::{find_external, forget_external, keep_external};
pub use many::{many, one_of};
pub use number::one_number;
pub use open::{READERS, connect, is_postgres, sqlite_file, sqlite_url};
pub use page::Cursor;
pub use reader::Reader;
pub use rows::{insert, update};
pub use tx::{Change, Tx, new_id};

use crate::{
    domain::{Error, Result, event::Event},
    server::auth::Caller,
};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, Statement};
use tokio::sync::broadcast;
use writer::Writer;

/// The database of Maestro.
#[derive(Clone)]
pub struct MaestroStore {
    reader: Reader,
    writer: Writer,
    announced: broadcast::Sender<Event>,
}

/// How many events a slow listener may fall behind before it reads the log again.
const EVENTS_KEPT: usize = 1024;

impl MaestroStore {
    /// Opens the database at `url`, applies the migrations, and starts the writer.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        open::migrate(url).await?;
        let reader = Reader::open(url).await?;
        let announced = broadcast::channel(EVENTS_KEPT).0;
        let writer = Writer::start(url.to_owned(), announced.clone())?;
        Ok(Self { reader, writer, announced })
    }

    /// A read-only connection.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Runs `op` in a transaction of its own and returns once it is durable on disk.
    ///
    /// An error of `op` rolls back all that it did. The events that it recorded
    /// are announced after the commit, in their order in the log. `op` runs to
    /// its end even if the caller goes away.
    pub async fn write<T, F>(&self, caller: &Caller, now: DateTime<Utc>, op: F) -> Result<T>
    where
        T: Send + 'static,
        F: AsyncFnOnce(&mut Tx) -> Result<T> + Send + 'static,
    {
        self.writer.run(caller.clone(), now, op).await
    }

    /// Everything that is committed from now on.
    pub fn listen(&self) -> broadcast::Receiver<Event> {
        self.announced.subscribe()
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        let one = Statement::from_string(self.reader.get_database_backend(), "SELECT 1 AS one");
        self.reader.query_one_raw(one).await.map(|_| ()).map_err(Error::from)
    }

    /// Waits for the writer to finish what it has and closes the connections.
    pub async fn close(&self) {
        self.writer.stop().await;
        if let Err(error) = self.reader.close().await {
            tracing::warn!(%error, "the database did not close cleanly");
        }
    }
}
