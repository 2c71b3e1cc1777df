//! What an experiment said last.

use super::store;
use crate::{
    domain::{Result, experiment::Experiment},
    server::problem::internal,
};
use sea_orm::ConnectionTrait;

/// The newest results of a source that is an experiment; none for others, and before the first answer.
pub async fn experiment(db: &impl ConnectionTrait, source_id: &str) -> Result<Option<Experiment>> {
    let Some((_, body)) = store::experiment(db, source_id).await? else { return Ok(None) };
    serde_json::from_str(&body).map(Some).map_err(|error| internal(&error))
}
