//! The one writer: a thread that gathers what waits into one transaction.

use super::{
    Tx,
    scope::{Primary, Scope},
};
use crate::{
    domain::{Error, Result, event::Event},
    server::{auth::Caller, metrics, problem},
};
use chrono::{DateTime, Utc};
use futures::{FutureExt, future::LocalBoxFuture};
use sea_orm::DbErr;
use std::{panic::AssertUnwindSafe, sync::atomic::Ordering};
use tokio::sync::{broadcast, mpsc, oneshot};

/// How many jobs may wait; beyond, callers wait to enqueue.
const QUEUE: usize = 1024;
/// How many jobs share one commit.
const BATCH: usize = 64;

/// What is left to do for a job once its batch is committed, or could not be.
struct Settled {
    events: Vec<Event>,
    reply: Box<dyn FnOnce(Result<()>) + Send>,
}

type Job = Box<dyn for<'t> FnOnce(Result<&'t Scope>) -> LocalBoxFuture<'t, Settled> + Send>;

enum Message {
    Job(Job),
    Stop(oneshot::Sender<()>),
}

/// A handle of the writer.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Message>,
}

impl Writer {
    /// Starts the writer's thread with its own connection.
    pub fn start(url: String, announced: broadcast::Sender<Event>) -> anyhow::Result<Self> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name("store-writer".into()).spawn(move || runtime.block_on(work(url, jobs, announced)))?;
        Ok(Self { queue })
    }

    /// Runs `op` in the next batch and waits for its commit.
    pub async fn run<T, F>(&self, caller: Caller, now: DateTime<Utc>, op: F) -> Result<T>
    where
        T: Send + 'static,
        F: AsyncFnOnce(&mut Tx) -> Result<T> + Send + 'static,
    {
        let request = caller.request.clone();
        let (answer, waiting) = oneshot::channel();
        let job: Job = Box::new(move |batch| {
            Box::pin(async move {
                match attempt(batch, caller, now, op).await {
                    Ok((value, events)) => Settled { events, reply: Box::new(move |done| drop(answer.send(done.map(|()| value)))) },
                    Err(error) => Settled { events: Vec::new(), reply: Box::new(move |_| drop(answer.send(Err(error)))) },
                }
            })
        });
        self.queue.send(Message::Job(job)).await.map_err(|_| gone())?;
        let done = waiting.await.map_err(|_| gone())?;
        if let Some(request) = request.filter(|_| done.is_ok()) {
            request.marked.store(true, Ordering::SeqCst);
        }
        done
    }

    /// Lets the writer finish what waits, then ends it.
    pub async fn stop(&self) {
        let (done, waiting) = oneshot::channel();
        if self.queue.send(Message::Stop(done)).await.is_ok() {
            // The answer is only a signal: a dropped sender means that it ended, too.
            let _ended = waiting.await;
        }
    }
}

fn gone() -> Error {
    Error::Unavailable { message: "the server is shutting down; nothing was stored".into() }
}

async fn attempt<T, F>(batch: Result<&Scope>, caller: Caller, now: DateTime<Utc>, op: F) -> Result<(T, Vec<Event>)>
where
    F: AsyncFnOnce(&mut Tx) -> Result<T>,
{
    let mut tx = Tx::new(batch?.part().await?, caller, now);
    match op(&mut tx).await {
        Ok(value) => {
            let (db, events) = tx.finish().await?;
            db.commit().await?;
            Ok((value, events))
        }
        Err(error) => {
            tx.rollback().await?;
            Err(error)
        }
    }
}

async fn work(url: String, mut jobs: mpsc::Receiver<Message>, announced: broadcast::Sender<Event>) {
    let mut db = None;
    while let Some(message) = jobs.recv().await {
        let first = match message {
            Message::Job(job) => job,
            Message::Stop(done) => {
                close(db.take()).await;
                let _waiter = done.send(());
                return;
            }
        };
        // A panic in a job must not take the writer with it: its batch is rolled back, its callers hear of it.
        let batch = AssertUnwindSafe(run_batch(&url, &mut db, first, &mut jobs, &announced)).catch_unwind().await;
        let stop = batch.unwrap_or_else(|_| {
            tracing::error!("a write panicked; its batch was rolled back");
            db = None;
            None
        });
        if let Some(done) = stop {
            close(db.take()).await;
            let _waiter = done.send(());
            return;
        }
    }
}

async fn close(db: Option<Primary>) {
    if let Some(db) = db
        && let Err(error) = db.close().await
    {
        tracing::warn!(%error, "the writer's connection did not close cleanly");
    }
}

/// Runs `first` and what waits behind it in one transaction; gives back a wish to stop that it met.
async fn run_batch(
    url: &str,
    db: &mut Option<Primary>,
    first: Job,
    jobs: &mut mpsc::Receiver<Message>,
    announced: &broadcast::Sender<Event>,
) -> Option<oneshot::Sender<()>> {
    let mut stop = None;
    let batch = match begin(url, db).await {
        Ok(batch) => batch,
        Err(error) => {
            let settled = first(Err(problem::from_db(error))).await;
            (settled.reply)(Ok(()));
            return None;
        }
    };
    let mut settled = vec![first(Ok(&batch)).await];
    while settled.len() < BATCH {
        match jobs.try_recv() {
            Ok(Message::Job(job)) => settled.push(job(Ok(&batch)).await),
            Ok(Message::Stop(done)) => {
                stop = Some(done);
                break;
            }
            Err(_) => break,
        }
    }
    let committed = batch.commit().await.map_err(problem::from_db);
    if committed.is_ok() {
        metrics::count_commit(settled.len());
    }
    for job in settled {
        if committed.is_ok() {
            for event in job.events {
                // Nobody listening is fine: the log has it.
                let _listeners = announced.send(event);
            }
        }
        (job.reply)(committed.clone());
    }
    stop
}

async fn begin(url: &str, db: &mut Option<Primary>) -> Result<Scope, DbErr> {
    if db.is_none() {
        *db = Some(Primary::open(url).await?);
    }
    match db {
        Some(db) => db.begin().await,
        None => Err(DbErr::Custom("no connection".into())),
    }
}
