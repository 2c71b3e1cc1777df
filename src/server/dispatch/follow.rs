//! Reads a session's journal as it grows, and stores what it means: each record exactly once, whatever happens in between.

use super::{
    asks,
    book::{self, Batch, Counted},
    folders, notes, store,
};
use crate::{
    domain::{Result, SessionId, session::Tokens, transcript::Event},
    server::{
        App, problem,
        runner::{Folder, Follower, Handle, Happened, Plan, Record, Replay, Totals, Transcript},
    },
};
use std::{sync::atomic::Ordering, time::Duration};
use tokio::time::{Instant, timeout_at};

/// What matters is stored so soon after it happened, and what follows at once with it.
const SOON: Duration = Duration::from_millis(100);
/// What only shows that something happens.
const LATER: Duration = Duration::from_secs(3);

/// One run as it is read.
struct Feed {
    session: SessionId,
    run: u32,
    replay: Replay,
    transcript: Transcript,
    /// Entries of the transcript so far, as counted from the journals.
    entries: u64,
    /// What it means up to this record is stored.
    stored: u64,
    /// What was counted up to there.
    booked: Totals,
    batch: Batch,
    last_flush: Instant,
}

/// Until the runner is gone and everything is stored.
pub async fn follow(app: &App, session: &SessionId, run: u32, folder: &Folder) -> Result<()> {
    let plan = Plan::read(folder).map_err(|error| problem::internal(&error))?;
    let known = store::run(app.store.reader(), session.as_str(), run).await?;
    let transcript = Transcript::open(&folders::transcript(app, session)).map_err(|error| problem::internal(&error))?;
    let mut feed = Feed {
        session: session.clone(),
        run,
        replay: Replay::new(&plan),
        transcript,
        entries: known.entries_before,
        stored: known.records,
        booked: Totals::default(),
        batch: Batch::default(),
        last_flush: Instant::now(),
    };
    if !folder.has_journal() {
        return Ok(());
    }
    let mut follower = Follower::open(folder.clone(), 0).map_err(|error| problem::internal(&error))?;
    let handle = Handle::new(folder.clone(), app.fence.load(Ordering::SeqCst));
    loop {
        let due = feed.due();
        let next = match due {
            Some(due) => timeout_at(due, follower.next()).await.ok(),
            None => Some(follower.next().await),
        };
        match next {
            Some(Ok(Some(records))) => feed.take(app, &records)?,
            Some(Ok(None)) => break,
            Some(Err(error)) => return Err(problem::internal(&error)),
            None => {}
        }
        if feed.due().is_some_and(|due| due <= Instant::now()) {
            feed.flush(app, Some(&handle)).await?;
        }
    }
    feed.flush(app, None).await?;
    feed.transcript.sync().map_err(|error| problem::internal(&error))
}

impl Feed {
    /// When what was read is to be stored at latest; none while there is nothing.
    fn due(&self) -> Option<Instant> {
        if self.batch.is_urgent() {
            return Some(self.last_flush + SOON);
        }
        (!self.batch.is_empty()).then(|| self.last_flush + LATER)
    }

    /// Reads these records.
    fn take(&mut self, app: &App, records: &[Record]) -> Result<()> {
        let mut told = Vec::new();
        for record in records {
            let is_new = record.n > self.stored;
            for happened in self.replay.feed(record) {
                let Some(event) = self.shown(&happened, is_new) else { continue };
                self.entries += 1;
                if self.entries > self.transcript.last() + told.len() as u64 {
                    told.push((record.at, event));
                }
            }
            let totals = self.replay.totals();
            if is_new {
                self.batch.reach(record.n, totals);
            } else {
                self.booked = totals;
            }
        }
        if !told.is_empty() {
            self.transcript.append(&told).map_err(|error| problem::internal(&error))?;
            app.growth.tell(self.session.as_str(), self.transcript.last());
        }
        Ok(())
    }

    /// What is shown of it; what is new is noted on the way.
    fn shown(&mut self, happened: &Happened, is_new: bool) -> Option<Event> {
        match happened {
            Happened::Event(Event::TextDelta { .. }) | Happened::Ended(_) => None,
            Happened::Event(event) => {
                if is_new {
                    self.batch.see(event);
                }
                (!matches!(event, Event::Context { .. })).then(|| event.clone())
            }
            Happened::Note(note) => {
                if is_new {
                    self.batch.hear(note);
                }
                notes::shown(note)
            }
        }
    }

    /// Stores what was read, and tells the agent what was decided by that.
    async fn flush(&mut self, app: &App, handle: Option<&Handle>) -> Result<()> {
        self.last_flush = Instant::now();
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = std::mem::take(&mut self.batch);
        let (records, totals) = (batch.records(), batch.totals());
        let counted = Counted { before: self.booked, models: self.replay.models() };
        let answers = book::book(app, &self.session, self.run, counted, batch).await?;
        (self.stored, self.booked) = (records, totals);
        if let (true, Some(handle)) = (answers, handle) {
            asks::deliver(app, handle, &self.session, self.run).await?;
        }
        Ok(())
    }
}

/// What these have beyond those, less where the agent corrected itself.
pub fn beyond(now: Tokens, before: Tokens) -> Tokens {
    Tokens {
        input: now.input - before.input,
        output: now.output - before.output,
        cache_read: now.cache_read - before.cache_read,
        cache_write: now.cache_write - before.cache_write,
    }
}
