//! A few connections that read.

use super::{Connection, Use};
use sea_orm::{DbErr, RuntimeErr};
use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
};
use tokio::sync::Semaphore;

/// Readers of one file. Each is opened when it is first needed.
#[derive(Debug)]
pub struct Pool {
    file: PathBuf,
    room: Semaphore,
    free: Mutex<Vec<Connection>>,
}

impl Pool {
    /// Readers of `file`, at most `most` at once.
    pub fn new(file: PathBuf, most: usize) -> Self {
        Self { file, room: Semaphore::new(most), free: Mutex::default() }
    }

    /// Runs `ask` on a connection that nobody else uses meanwhile, waiting for one where all are in use.
    pub async fn with<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, DbErr>) -> Result<T, DbErr> {
        let _place = self.room.acquire().await.map_err(|_| closed())?;
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let db = free.map_or_else(|| Connection::open(&self.file, Use::Read), Ok)?;
        let answer = ask(&db);
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(db);
        answer
    }

    /// Closes what is open; whoever asks afterwards is refused.
    pub fn close(&self) {
        self.room.close();
        self.free.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn closed() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal("the database is closed".into()))
}
