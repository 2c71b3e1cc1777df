//! The order in which sessions wait: by priority, within one by the place that somebody gave them, else by age.

use super::{job::Job, start, store, view};
use crate::{
    domain::{Error, Result, session::SessionView},
    server::{App, auth::Caller, db::Tx},
};

/// Where a session is put among those that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    First,
    /// Before that one, by its id or key.
    Before(String),
    Last,
}

/// Puts a session that waits before all others that wait.
pub async fn prioritize(app: &App, who: &Caller, name: String) -> Result<SessionView> {
    relocate(app, who, name, Place::First).await
}

/// Puts a session that waits to another place among those that wait. It takes on the priority that this place needs.
pub async fn relocate(app: &App, who: &Caller, name: String, place: Place) -> Result<SessionView> {
    let id = app.store.write(who, app.clock.now(), async move |tx| put(tx, &name, place).await).await?;
    app.queue.notify_one();
    view::view(app.store.reader(), id.as_str()).await
}

async fn put(tx: &mut Tx, name: &str, place: Place) -> Result<crate::domain::SessionId> {
    let moved = store::job(tx.db(), name).await?.session;
    let mut queue = store::queued(tx.db()).await?;
    let from = place_of(&queue, moved.id.as_str(), &moved.key)?;
    let to = match &place {
        Place::First => 0,
        Place::Last => queue.len(),
        Place::Before(other) => {
            let other = store::job(tx.db(), other).await?.session;
            place_of(&queue, other.id.as_str(), &other.key)?
        }
    };
    if to == from || to == from + 1 {
        return Ok(moved.id);
    }
    let job = queue.remove(from);
    let to = if to > from { to - 1 } else { to };
    queue.insert(to, job);
    let changed = number(&mut queue, to);
    for job in &changed {
        store::save(tx, job).await?;
    }
    let said = match (place, queue.get(to + 1)) {
        (Place::First, _) => format!("put {} first in the queue", moved.key),
        (_, Some(next)) => format!("put {} before {} in the queue", moved.key, next.session.key),
        (_, None) => format!("put {} last in the queue", moved.key),
    };
    start::record(tx, &queue[to], "session.updated", said).await?;
    Ok(moved.id)
}

fn place_of(queue: &[Job], id: &str, key: &str) -> Result<usize> {
    let place = queue.iter().position(|job| job.session.id.as_str() == id);
    place.ok_or_else(|| Error::conflict(format!("{key} does not wait any more")))
}

/// Gives the one at `place` a priority that fits there, and all of that priority their places. Gives back those that are other than before.
fn number(queue: &mut [Job], place: usize) -> Vec<Job> {
    let above = place.checked_sub(1).map(|place| queue[place].priority);
    let below = queue.get(place + 1).map(|job| job.priority);
    let own = queue[place].priority;
    let own = own.max(below.unwrap_or(own));
    let own = own.min(above.unwrap_or(own));
    let was = queue[place].priority;
    queue[place].priority = own;
    let mut changed = Vec::new();
    for (n, job) in (0..).zip(queue.iter_mut().filter(|job| job.priority == own)) {
        if job.position.replace(n) != Some(n) {
            changed.push(job.clone());
        }
    }
    if was != own && !changed.iter().any(|job| job.session.id == queue[place].session.id) {
        changed.push(queue[place].clone());
    }
    changed
}
