//! Setting money aside before an agent starts: parallel starts cannot both have it.

use super::{ops, store};
use crate::{
    domain::{Error, Result, Usd, budget::Caps},
    server::db::Tx,
};

/// Less than this is no budget for any work: a session that was given no limit of its own is not started with less.
const LEAST: Usd = Usd::from_micros(10_000);

/// What a session wants.
#[derive(Clone, Debug, Default)]
pub struct Claim {
    pub goal: Option<String>,
    pub task: Option<String>,
    /// What a person asked for: exactly that, or nothing.
    pub asked: Option<Usd>,
    /// Otherwise at most that much.
    pub at_most: Option<Usd>,
    pub tokens: Option<i64>,
}

/// What it got; none where nothing limits it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reserved {
    pub cost: Option<Usd>,
    pub tokens: Option<i64>,
}

/// What is left under one cap, and how it is called.
struct Left {
    cap: String,
    left: Usd,
}

/// Finds room under all caps at once; 409 that names the cap which has none. The caller stores what it got in the same transaction.
pub async fn reserve(tx: &Tx, claim: &Claim) -> Result<Reserved> {
    let caps = ops::caps(tx.db()).await?;
    refuse_too_many(tx, &caps).await?;
    let tightest = left(tx, &caps, claim).await?.into_iter().min_by_key(|left| left.left);
    let cost = match (&tightest, claim.asked, claim.at_most) {
        (Some(tightest), Some(asked), _) if asked > tightest.left => return Err(no_room(tightest, asked)),
        (Some(tightest), None, at_most) => {
            if tightest.left < LEAST {
                return Err(no_room(tightest, LEAST));
            }
            Some(at_most.unwrap_or(tightest.left).min(tightest.left))
        }
        (_, asked, at_most) => asked.or(at_most),
    };
    Ok(Reserved { cost, tokens: tokens(tx, &caps, claim.tokens).await? })
}

async fn left(tx: &Tx, caps: &Caps, claim: &Claim) -> Result<Vec<Left>> {
    let mut found = Vec::new();
    let mut see = |cap: String, left: Option<Usd>| found.extend(left.map(|left| Left { cap, left }));
    let day = ops::today(tx.db(), tx.now()).await?;
    see(format!("the budget of the day ({})", shown(caps.day_usd)), day.room.remaining_usd);
    if let Some(goal) = &claim.goal {
        let room = ops::goal_room(tx.db(), caps, goal).await?;
        see(format!("the budget of the goal ({})", shown(room.cap_usd)), room.remaining_usd);
    }
    if let Some(task) = &claim.task {
        let room = ops::task_room(tx.db(), caps, task).await?;
        see(format!("the budget of a task ({})", shown(room.cap_usd)), room.remaining_usd);
    }
    Ok(found)
}

fn shown(cap: Option<Usd>) -> String {
    cap.map(|cap| cap.to_string()).unwrap_or_default()
}

fn no_room(tightest: &Left, wanted: Usd) -> Error {
    Error::conflict(format!("{} has {} left, and {wanted} is needed; raise it, or wait for sessions to end", tightest.cap, tightest.left))
}

async fn refuse_too_many(tx: &Tx, caps: &Caps) -> Result<()> {
    let Some(most) = caps.day_sessions else { return Ok(()) };
    let day = ops::day_of(caps, tx.now())?;
    if store::started_in(tx.db(), (day.from, day.to)).await? >= most {
        return Err(Error::conflict(format!("the cap of {most} sessions a day is reached; raise it, or wait until tomorrow")));
    }
    Ok(())
}

async fn tokens(tx: &Tx, caps: &Caps, asked: Option<i64>) -> Result<Option<i64>> {
    let Some(cap) = caps.day_tokens else { return Ok(asked) };
    let day = ops::day_of(caps, tx.now())?;
    let used = store::tokens_in(tx.db(), (day.from, day.to)).await?;
    let left = (cap - used - store::reserved_tokens(tx.db()).await?).max(0);
    match asked {
        Some(asked) if asked <= left => Ok(Some(asked)),
        None if left > 0 => Ok(Some(left)),
        _ => Err(Error::conflict(format!("the budget of the day in tokens ({cap}) has {left} left; raise it, or wait"))),
    }
}
