//! Evidence, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, evidence};

use crate::domain::{
    Result,
    artifact::{Artifact, NewArtifact},
    metric::{Metric, MetricPatch, NewMetric},
    update::{NewUpdate, Update},
};
use dioxus::prelude::*;

/// Adds an entry to the work log.
#[post("/rpc/evidence/add-update", app: App, who: Caller)]
pub async fn add_update(goal: String, new: NewUpdate) -> Result<Update> {
    evidence::add_update(&app, who.may_write()?, goal, new).await
}

/// Adds a pull request, commit, file or link.
#[post("/rpc/evidence/add-artifact", app: App, who: Caller)]
pub async fn add_artifact(goal: String, new: NewArtifact) -> Result<Artifact> {
    evidence::add_artifact(&app, who.may_write()?, goal, new).await
}

/// Undoes the link of an artifact to a goal.
#[post("/rpc/evidence/unlink-artifact", app: App, who: Caller)]
pub async fn unlink_artifact(goal: String, artifact: String) -> Result<()> {
    evidence::unlink_artifact(&app, who.may_write()?, goal, artifact).await
}

/// Brings back a link that was undone.
#[post("/rpc/evidence/relink-artifact", app: App, who: Caller)]
pub async fn relink_artifact(goal: String, artifact: String) -> Result<()> {
    evidence::relink_artifact(&app, who.may_write()?, goal, artifact).await
}

/// Adds a before/after pair.
#[post("/rpc/evidence/add-metric", app: App, who: Caller)]
pub async fn add_metric(goal: String, new: NewMetric) -> Result<Metric> {
    evidence::add_metric(&app, who.may_write()?, goal, new).await
}

/// Changes a before/after pair.
#[post("/rpc/evidence/change-metric", app: App, who: Caller)]
pub async fn change_metric(id: String, patch: MetricPatch) -> Result<Metric> {
    evidence::change_metric(&app, who.may_write()?, id, patch, Default::default()).await
}

/// Takes a before/after pair away.
#[post("/rpc/evidence/remove-metric", app: App, who: Caller)]
pub async fn remove_metric(id: String) -> Result<()> {
    evidence::remove_metric(&app, who.may_write()?, id).await
}

/// Brings back a before/after pair that was taken away.
#[post("/rpc/evidence/bring-back-metric", app: App, who: Caller)]
pub async fn bring_back_metric(id: String) -> Result<Metric> {
    evidence::bring_back_metric(&app, who.may_write()?, id).await
}
