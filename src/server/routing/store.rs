//! The rules, and what sessions cost before.

use crate::{
    domain::{Result, Usd, dispatch::AgentKind, routing::Routing},
    server::settings,
};
use sea_orm::ConnectionTrait;

/// The rules that hold now.
pub async fn read(db: &impl ConnectionTrait) -> Result<Routing> {
    settings::read(db, "routing").await
}

/// placeholder until merged
pub async fn expected(_db: &impl ConnectionTrait, _agent: AgentKind, _model: Option<&str>) -> Result<(Option<Usd>, u32)> {
    Ok((None, 0))
}
