//! Metric sources and assessments, for the pages.

#[cfg(feature = "server")]
use crate::server::{App, assessments, auth::Caller, charts::Charts, etag::Seen, impact, metric_sources};

use crate::domain::{
    Result,
    assessment::{Assessment, AssessmentRequest, BeyondPictures, InWords, Picture},
    confounder::{Confounder, Judgement, NewConfounder},
    hypothesis::{Hypothesis, NewHypothesis},
    impact::{Impact, ImpactFilter, Measuring},
    metric_source::{MetricSource, MetricSourcePatch, NewMetricSource, NewSamples, Received, SourceTest},
};
use dioxus::prelude::*;

/// How a goal is measured.
#[post("/rpc/metrics/measuring", app: App, who: Caller)]
pub async fn measuring(goal: String) -> Result<Measuring> {
    who.may_read()?;
    assessments::measuring(&app, &goal).await
}

/// Every version of the assessment of a metric, newest first.
#[post("/rpc/metrics/history", app: App, who: Caller)]
pub async fn history(goal: String, source: String) -> Result<Vec<Assessment>> {
    who.may_read()?;
    assessments::versions(app.store.reader(), &goal, &source).await
}

/// A version of an assessment, drawn.
#[post("/rpc/metrics/picture", app: App, who: Caller, charts: Charts)]
pub async fn picture(id: String) -> Result<Picture> {
    who.may_read()?;
    assessments::picture(&app, &charts, &id).await
}

/// The effect of a version at each time, drawn.
#[post("/rpc/metrics/beyond", app: App, who: Caller, charts: Charts)]
pub async fn beyond(id: String) -> Result<BeyondPictures> {
    who.may_read()?;
    assessments::beyond_pictures(&app, &charts, &id).await
}

/// A version of an assessment as the script in the browser draws it: JSON.
#[post("/rpc/metrics/explored", app: App, who: Caller)]
pub async fn explored(id: String) -> Result<String> {
    who.may_read()?;
    assessments::explored(&app, &id).await
}

/// All metric sources that are read, newest first.
#[post("/rpc/metrics/sources", app: App, who: Caller)]
pub async fn sources() -> Result<Vec<MetricSource>> {
    who.may_read()?;
    metric_sources::list(app.store.reader()).await
}

/// Adds a metric source; gives back the secret that was made for a webhook, this once.
#[post("/rpc/metrics/add-source", app: App, who: Caller)]
pub async fn add_source(new: NewMetricSource) -> Result<(MetricSource, Option<String>)> {
    metric_sources::add(&app, who.may_write()?, new).await
}

/// Changes a metric source.
#[post("/rpc/metrics/change-source", app: App, who: Caller)]
pub async fn change_source(id: String, patch: MetricSourcePatch) -> Result<MetricSource> {
    metric_sources::change(&app, who.may_write()?, id, patch, Default::default()).await
}

/// Reads a metric source no more.
#[post("/rpc/metrics/archive-source", app: App, who: Caller)]
pub async fn archive_source(id: String) -> Result<()> {
    metric_sources::archive(&app, who.may_write()?, id).await
}

/// Reads it again.
#[post("/rpc/metrics/restore-source", app: App, who: Caller)]
pub async fn restore_source(id: String) -> Result<()> {
    metric_sources::restore(&app, who.may_write()?, id).await
}

/// Asks a metric source now.
#[post("/rpc/metrics/test-source", app: App, who: Caller)]
pub async fn test_source(id: String) -> Result<SourceTest> {
    who.may_write()?;
    metric_sources::test(&app, &id).await
}

/// Asks a metric source that is not added yet; nothing is stored.
#[post("/rpc/metrics/try-source", app: App, who: Caller)]
pub async fn try_source(new: NewMetricSource) -> Result<SourceTest> {
    who.may_write()?;
    metric_sources::attempt(&app, new).await
}

/// Stores samples that were typed.
#[post("/rpc/metrics/add-samples", app: App, who: Caller)]
pub async fn add_samples(id: String, samples: NewSamples) -> Result<Received> {
    metric_sources::receive(&app, who.may_write()?, id, samples).await
}

/// Stores samples of a CSV that was pasted or chosen.
#[post("/rpc/metrics/add-csv", app: App, who: Caller)]
pub async fn add_csv(id: String, csv: String) -> Result<Received> {
    metric_sources::receive_csv(&app, who.may_write()?, id, csv.as_bytes()).await
}

/// Looks at a metric now.
#[post("/rpc/metrics/assess", app: App, who: Caller)]
pub async fn assess(goal: String, request: AssessmentRequest) -> Result<Assessment> {
    assessments::assess(&app, who.may_write()?, goal, request).await
}

/// Has a version of an assessment explained in words by the model that is connected.
#[post("/rpc/metrics/explain", app: App, who: Caller)]
pub async fn explain(id: String) -> Result<InWords> {
    assessments::explain(&app, who.may_write()?, &id).await
}

/// Registers what is expected of a metric.
#[post("/rpc/metrics/register", app: App, who: Caller)]
pub async fn register(goal: String, new: NewHypothesis) -> Result<Hypothesis> {
    assessments::register(&app, who.may_write()?, goal, new).await
}

/// Withdraws a hypothesis; it stays on record.
#[post("/rpc/metrics/withdraw", app: App, who: Caller)]
pub async fn withdraw(id: String) -> Result<()> {
    assessments::withdraw(&app, who.may_write()?, id).await
}

/// Adds something else that happened.
#[post("/rpc/metrics/add-confounder", app: App, who: Caller)]
pub async fn add_confounder(goal: String, new: NewConfounder) -> Result<Confounder> {
    assessments::add_confounder(&app, who.may_write()?, goal, new).await
}

/// Dismisses a confounder with a reason, or takes that back.
#[post("/rpc/metrics/judge", app: App, who: Caller)]
pub async fn judge(id: String, judgement: Judgement) -> Result<Confounder> {
    assessments::judge(&app, who.may_write()?, id, judgement, Seen::Unsaid).await
}

/// What the work of many goals did.
#[post("/rpc/metrics/impact", app: App, who: Caller)]
pub async fn impact(filter: ImpactFilter) -> Result<Impact> {
    who.may_read()?;
    impact::impact(app.store.reader(), &filter, app.clock.now()).await
}
