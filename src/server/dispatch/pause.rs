//! Providers that serve no more for now: one pause for all sessions of an agent.

use crate::{
    domain::{
        Result,
        dispatch::{AgentKind, Pause},
    },
    server::{db::Tx, settings},
};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

const NAME: &str = "pauses";

/// Those that still hold.
pub async fn all(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Vec<Pause>> {
    let all: Vec<Pause> = settings::read(db, NAME).await?;
    Ok(all.into_iter().filter(|pause| pause.until > now).collect())
}

/// Nobody of that agent starts before this time; a later time that holds already stays.
pub async fn set(tx: &Tx, agent: AgentKind, until: DateTime<Utc>, reason: String) -> Result<()> {
    let mut pauses = all(tx.db(), tx.now()).await?;
    let before = pauses.iter().find(|pause| pause.agent == agent).map(|pause| pause.until);
    if before.is_some_and(|before| before >= until) {
        return Ok(());
    }
    pauses.retain(|pause| pause.agent != agent);
    pauses.push(Pause { agent, until, reason });
    settings::write(tx.db(), NAME, &pauses).await
}

/// The provider serves again: a session of that agent did its work.
pub async fn lift(tx: &Tx, agent: AgentKind) -> Result<()> {
    let mut pauses = all(tx.db(), tx.now()).await?;
    let count = pauses.len();
    pauses.retain(|pause| pause.agent != agent);
    if pauses.len() < count { settings::write(tx.db(), NAME, &pauses).await } else { Ok(()) }
}
