//! Taking back what came with one report, when it was given to the wrong goal.

use super::store;
use crate::{
    domain::{ArtifactId, Result, SessionId, UpdateId, goal::Goal},
    server::{
        db::{Tx, forget_external},
        goals,
        search::{self, Kind},
    },
};

/// What a report brought to its goal.
pub struct Brought<'a> {
    pub update: &'a UpdateId,
    pub artifacts: &'a [ArtifactId],
    pub session: Option<&'a SessionId>,
}

/// Takes from `goal` what came in the same moment as the update of a report; what was there before stays.
/// The report keeps all of it, so that it can be given to another goal.
pub async fn take_back(tx: &mut Tx, goal: &Goal, brought: &Brought<'_>) -> Result<()> {
    let Some(at) = store::remove_update(tx.db(), brought.update).await? else { return Ok(()) };
    search::remove(tx.db(), Kind::Update, brought.update.as_str()).await?;
    for artifact in brought.artifacts {
        store::dismiss_made_at(tx.db(), artifact, &goal.id, at, tx.now()).await?;
    }
    for metric in store::remove_metrics_made_at(tx.db(), &goal.id, at, tx.now()).await? {
        forget_external(tx, "metric", &metric).await?;
    }
    if let Some(session) = brought.session {
        store::leave_goal(tx.db(), session, &goal.id).await?;
    }
    goals::touch(tx, &goal.id).await
}
