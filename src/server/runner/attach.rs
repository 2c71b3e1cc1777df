//! Finds out what became of a session, and clears up after a runner that died.

use super::{
    End, Folder, Handle, Note, Page, Plan, Reader, Replay, Result, Totals,
    journal::{Draft, repair},
    lock::Lock,
    processes::{self, Cgroup, Member, Search, Signal},
};
use crate::domain::{
    dispatch::{Exit, FailureClass, Outcome},
    session::SessionStatus,
};
use std::{
    fs,
    time::{Duration, Instant},
};
use tokio::time::sleep;

/// How often it is looked who is left.
const LOOK: Duration = Duration::from_millis(20);

/// How long what is left may take to end by itself.
const GRACE: Duration = Duration::from_secs(2);

/// What cannot be killed in that time waits for something that never comes.
const GIVE_UP: Duration = Duration::from_secs(10);

/// What is read at once.
const PAGE: Page = Page { records: 1_000, bytes: 1024 * 1024 };

/// What became of a session.
#[derive(Debug)]
pub enum State {
    /// Its runner lives.
    Running(Handle),
    Ended(Box<End>),
    /// Its runner died, or was never started: [`end_lost`] is to be called.
    Lost,
}

/// Looks what became of the session in `folder`; `token` is the fencing token of who wants to steer it from now on.
pub fn attach(folder: &Folder, token: u64) -> Result<State> {
    if let Some(end) = End::read(folder)? {
        return Ok(State::Ended(Box::new(end)));
    }
    if Lock::is_held(folder)? {
        return Ok(State::Running(Handle::new(folder.clone(), token)));
    }
    // It may have ended between the two looks.
    Ok(End::read(folder)?.map_or(State::Lost, |end| State::Ended(Box::new(end))))
}

/// Ends every process of a session whose runner died, and closes its journal and its folder.
///
/// The session can be resumed from what was written down; no runner can start in its folder from then on. `now` in milliseconds
/// since 1970.
pub async fn end_lost(folder: &Folder, now: i64) -> Result<End> {
    let _lock = Lock::take(folder, &processes::myself())?;
    if let Some(end) = End::read(folder)? {
        return Ok(end);
    }
    let plan = Plan::read(folder)?;
    let cgroup = fs::read_to_string(folder.cgroup()).ok().and_then(|path| Cgroup::at(path.into()));
    let (count, left) = end_all(&plan.session, cgroup.as_ref()).await?;
    if let Some(group) = cgroup {
        group.remove();
    }
    let records = close_journal(folder, count, now)?;
    let end = lost(folder, &plan, Remains { records, count, left }, now)?;
    end.write(folder)?;
    folder.clear()?;
    plan.without_secrets().write(folder)?;
    Ok(end)
}

/// What the runner left behind.
struct Remains {
    /// Number of the journal's last record.
    records: u64,
    /// Processes that were found.
    count: u32,
    /// Those of them that could not be ended.
    left: Vec<u32>,
}

/// How many there were, and who could not be ended.
async fn end_all(session: &str, cgroup: Option<&Cgroup>) -> Result<(u32, Vec<u32>)> {
    let search = Search { session, below: None, cgroup };
    let begun = Instant::now();
    let mut members = processes::find(&search)?;
    let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
    signal(&members, Signal::TERM);
    // The agent may have been held when its runner died.
    signal(&members, Signal::CONT);
    while !members.is_empty() && begun.elapsed() < GRACE + GIVE_UP {
        sleep(LOOK).await;
        members = processes::find(&search)?;
        if begun.elapsed() >= GRACE {
            if let Some(group) = cgroup {
                // The signals below reach the same processes.
                let _also = group.kill();
            }
            signal(&members, Signal::KILL);
        }
    }
    Ok((count, members.iter().map(|member| member.pid).collect()))
}

fn signal(members: &[Member], signal: Signal) {
    for member in members {
        // Who may not be signalled is found again and reported as left.
        let _forbidden = processes::send(member, signal);
    }
}

/// Cuts what was not written to its end, and notes what happened; the number of the last record.
fn close_journal(folder: &Folder, processes: u32, now: i64) -> Result<u64> {
    let Some(mut journal) = repair(&folder.journal())? else { return Ok(0) };
    journal.append([&Draft::note(&Note::Lost { processes })], now).1?;
    journal.sync()?;
    Ok(journal.last())
}

fn lost(folder: &Folder, plan: &Plan, remains: Remains, now: i64) -> Result<End> {
    let (totals, outcome, started_at) = if remains.records == 0 { never_started() } else { replayed(folder, plan)? };
    Ok(End {
        session: plan.session.clone(),
        exit: Exit::default(),
        outcome: Outcome { status: SessionStatus::Lost, ..outcome },
        totals,
        started_at,
        ended_at: now,
        ran_ms: None,
        records: remains.records,
        leftovers: remains.count,
        left: remains.left,
        lost_lines: 0,
        lost: true,
    })
}

fn never_started() -> (Totals, Outcome, Option<i64>) {
    (Totals::default(), Outcome::failed(FailureClass::Crashed, "the runner ended before the agent was started"), None)
}

fn replayed(folder: &Folder, plan: &Plan) -> Result<(Totals, Outcome, Option<i64>)> {
    let mut replay = Replay::new(plan);
    let mut reader = Reader::open(folder, 0)?;
    let mut started_at = None;
    loop {
        let page = reader.page(PAGE)?;
        if page.is_empty() {
            break;
        }
        for record in &page {
            started_at = started_at.or(Some(record.at));
            replay.feed(record);
        }
    }
    let totals = replay.totals();
    let seen = replay.end(Exit { signal: Some(Signal::KILL.as_raw()), ..Exit::default() });
    let reason = "the runner died, and the agent was ended with it";
    Ok((totals, Outcome { class: Some(FailureClass::Crashed), exit_reason: reason.into(), ..seen }, started_at))
}
