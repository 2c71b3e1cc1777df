//! How the money stands, and changing how far it may go.

use super::{
    day::{self, Day},
    store::{self, Of},
};
use crate::{
    domain::{
        Error, Result, Usd,
        budget::{Budget, Caps, CapsPatch, DayBudget, GoalBudget, Pace, PastDay, Room},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        etag::Seen,
        goals, settings,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// The name of the setting.
const CAPS: &str = "budget";
/// Days of the past that are shown.
const HISTORY_DAYS: i64 = 29;

/// The caps that hold now.
pub async fn caps(db: &impl ConnectionTrait) -> Result<Caps> {
    settings::read(db, CAPS).await
}

/// The day that `now` is in, by the time zone of the caps.
pub(super) fn day_of(caps: &Caps, now: DateTime<Utc>) -> Result<Day> {
    let found = day::days(now, &day::zone(caps.time_zone.as_deref()), 0).into_iter().next();
    found.ok_or_else(|| Error::Unavailable { message: "the clock of this machine shows no day; set it".into() })
}

/// When the day that `now` is in is over.
pub async fn end_of_day(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    Ok(day_of(&caps(db).await?, now)?.to)
}

/// The day so far.
pub async fn today(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<DayBudget> {
    let caps = caps(db).await?;
    let day = day_of(&caps, now)?;
    let span = (day.from, day.to);
    Ok(DayBudget {
        date: day.date,
        room: Room::new(caps.day_usd, store::spent_in(db, span).await?, store::reserved(db, Of::All).await?),
        sessions: store::sessions_in(db, span).await?,
        unpriced_sessions: store::unpriced_in(db, span).await?,
        tokens: store::tokens_in(db, span).await?,
    })
}

/// All of it: the day, the goals, the caps, the past.
pub async fn budget(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Budget> {
    let caps = caps(db).await?;
    let days = day::days(now, &day::zone(caps.time_zone.as_deref()), HISTORY_DAYS);
    let today = today(db, now).await?;
    let span = days.first().map_or((now, now), |day| (day.from, day.to));
    let mut ids: BTreeSet<String> = store::goals_in(db, span).await?.into_iter().collect();
    ids.extend(caps.goals.keys().cloned());
    let mut about = Vec::new();
    for id in ids {
        let goal = goals::get(db, &id).await?;
        let room = goal_room(db, &caps, &id).await?;
        about.push(GoalBudget { goal_id: goal.id, key: goal.key, title: goal.title, room });
    }
    let spans: Vec<_> = days.iter().map(|day| (day.from, day.to)).collect();
    let spent = store::spent_on(db, &spans).await?;
    let history = days.iter().zip(spent).map(|(day, (spent, sessions))| past(&caps, day, spent, sessions)).collect();
    let day_ends = days.first().map_or(now, |day| day.to);
    let last_hour = store::spent_in(db, (now - TimeDelta::hours(1), now + TimeDelta::milliseconds(1))).await?;
    let pace = Pace::new(&today.room, last_hour, store::by_agent(db, span).await?, now, day_ends);
    Ok(Budget { sentence: today.sentence(), day: today, goals: about, caps, history, pace })
}

fn past(caps: &Caps, day: &Day, spent: Usd, sessions: u32) -> PastDay {
    let over = caps.day_usd.map_or(0, |cap| (spent.micros() - cap.micros()).max(0));
    PastDay { date: day.date, spent_usd: spent, sessions, over_cap_usd: Usd::from_micros(over) }
}

/// How a goal stands.
pub(super) async fn goal_room(db: &impl ConnectionTrait, caps: &Caps, id: &str) -> Result<Room> {
    let cap = caps.goals.get(id).copied().or(caps.per_goal_usd);
    Ok(Room::new(cap, store::spent(db, Of::Goal(id)).await?, store::reserved(db, Of::Goal(id)).await?))
}

/// How a task stands.
pub(super) async fn task_room(db: &impl ConnectionTrait, caps: &Caps, id: &str) -> Result<Room> {
    Ok(Room::new(caps.per_task_usd, store::spent(db, Of::Task(id)).await?, store::reserved(db, Of::Task(id)).await?))
}

/// Changes caps, if they are still as they were `seen`; goals may be named by their keys.
pub async fn change(app: &App, who: &Caller, patch: CapsPatch, seen: Seen) -> Result<Budget> {
    let patch = patch.check()?;
    if let Some(zone) = patch.time_zone.as_ref().and_then(Option::as_deref).filter(|zone| !day::is_zone(zone)) {
        return Err(Error::invalid("/timeZone", format!("there is no time zone called {zone}; use a name as Europe/Vienna")));
    }
    let now = app.clock.now();
    app.store.write(who, now, async move |tx| store_caps(tx, patch, &seen).await).await?;
    app.queue.notify_one();
    budget(app.store.reader(), now).await
}

async fn store_caps(tx: &mut Tx, mut patch: CapsPatch, seen: &Seen) -> Result<()> {
    let before = caps(tx.db()).await?;
    seen.check(&before)?;
    for (name, cap) in std::mem::take(&mut patch.goals) {
        let goal =
            goals::get(tx.db(), &name).await.map_err(|_| Error::invalid(format!("/goals/{name}"), format!("there is no goal {name}")))?;
        patch.goals.insert(goal.id.0, cap);
    }
    let caps = patch.apply(before);
    settings::write(tx.db(), CAPS, &caps).await?;
    let day = caps.day_usd.map_or_else(|| "no cap for a day".to_owned(), |cap| format!("{cap} a day"));
    tx.record(Change { kind: "budget.changed", summary: format!("set the budget: {day}"), ..Default::default() }).await
}
