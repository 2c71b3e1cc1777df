//! Reads a journal as it grows.

use super::{
    Folder, Page, Reader, Record, Result, client,
    lock::Lock,
    wire::{Command, Request},
};
use std::time::Duration;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::UnixStream,
    time::sleep,
};

/// What is read at once: memory is bounded, however far behind the follower is.
const PAGE: Page = Page { records: 500, bytes: 256 * 1024 };

/// The runner is about to listen, or has just stopped to.
const SOON: Duration = Duration::from_millis(20);

/// Follows one session from a record on. It waits on the runner's socket, so it costs nothing while nothing happens.
pub struct Follower {
    folder: Folder,
    reader: Reader,
    wake: Option<BufReader<UnixStream>>,
    /// The runner is gone: what is there now is all there will be.
    over: bool,
}

impl Follower {
    /// Begins with the record after `after`.
    pub fn open(folder: Folder, after: u64) -> Result<Self> {
        Ok(Self { reader: Reader::open(&folder, after)?, folder, wake: None, over: false })
    }

    /// Number of the last record that was given.
    pub fn last(&self) -> u64 {
        self.reader.last()
    }

    /// The next records, as soon as there are some; none when the runner is gone and all was read: attach to learn why.
    /// The future may be dropped at any time: no record is lost.
    pub async fn next(&mut self) -> Result<Option<Vec<Record>>> {
        loop {
            let page = self.reader.page(PAGE)?;
            if !page.is_empty() {
                return Ok(Some(page));
            }
            if self.over {
                return Ok(None);
            }
            self.wait().await?;
        }
    }

    /// Until there may be more.
    async fn wait(&mut self) -> Result<()> {
        let Some(wake) = &mut self.wake else { return self.connect().await };
        let mut line = String::new();
        match wake.read_line(&mut line).await {
            // How far it has grown is seen by reading it.
            Ok(length) if length > 0 => Ok(()),
            _ => {
                self.wake = None;
                self.settle().await
            }
        }
    }

    async fn connect(&mut self) -> Result<()> {
        let request = Request { id: String::new(), token: 0, command: Command::Watch };
        match client::send(&self.folder, &request).await {
            Ok(stream) => self.wake = Some(stream),
            Err(_) => return self.settle().await,
        }
        Ok(())
    }

    /// The socket is closed: either the runner is gone, or it can be asked again soon.
    async fn settle(&mut self) -> Result<()> {
        if Lock::is_held(&self.folder)? {
            sleep(SOON).await;
        } else {
            self.over = true;
        }
        Ok(())
    }
}
