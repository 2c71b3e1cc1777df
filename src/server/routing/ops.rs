//! Reading, changing and trying the rules.

use super::store;
use crate::{
    domain::{
        Result,
        routing::{About, Routing, Trial, Tried},
        text::Check,
    },
    server::{
        App,
        auth::Caller,
        budget,
        db::{Change, Tx},
        etag::Seen,
        settings,
    },
};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

/// The name of the setting.
const RULES: &str = "routing";

/// The rules that hold now.
pub async fn read(db: &impl ConnectionTrait) -> Result<Routing> {
    settings::read(db, RULES).await
}

/// Puts these rules in the place of all there were, if those are still as they were `seen`.
pub async fn write(app: &App, who: &Caller, rules: Routing, seen: Seen) -> Result<Routing> {
    let rules = rules.check()?;
    let op = async move |tx: &mut Tx| {
        seen.check(&read(tx.db()).await?)?;
        settings::write(tx.db(), RULES, &rules).await?;
        let summary = format!("set {} routing rules", rules.rules.len());
        tx.record(Change { kind: "routing.changed", summary, ..Default::default() }).await?;
        read(tx.db()).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Which rule such a task hits now, and what sessions of that agent and model cost before.
pub async fn attempt(db: &impl ConnectionTrait, trial: Trial, now: DateTime<Utc>) -> Result<Tried> {
    let mut check = Check::default();
    let title = check.text("/title", Some(trial.title)).unwrap_or_default();
    let details = check.text("/details", trial.details);
    check.done()?;
    let about = About { title, details, complexity: trial.complexity, tags: trial.tags, repository: trial.repository };
    let left = budget::today(db, now).await?.room.percent_left();
    let choice = read(db).await?.choose(&about, left);
    let (expected_usd, sessions) = store::expected(db, choice.then.agent, choice.then.model.as_deref()).await?;
    Ok(Tried { choice, expected_usd, sessions })
}
