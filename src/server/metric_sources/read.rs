//! Asks the place where a metric is kept.

use super::store;
use crate::{
    domain::{Error, Result, metric_source::MetricSource},
    server::{
        App,
        integrations::{
            Reach, SourceError,
            series::{self, Patience, SourceOptions},
        },
        secrets,
    },
};
use reqwest::Url;

/// What comes of preparing to ask a source.
type Opened = std::result::Result<Box<dyn series::MetricSource>, SourceError>;

/// Prepares to ask a source with its secrets, or with those of the source that it refers to.
pub async fn open(app: &App, source: &MetricSource) -> Result<Opened> {
    open_with(app, source, None, None).await
}

/// The same with secrets that are not stored yet, where they are given.
pub async fn open_with(app: &App, source: &MetricSource, secret: Option<String>, second: Option<String>) -> Result<Opened> {
    match options(app, source, secret, second).await {
        Ok(options) => Ok(series::open(options)),
        // A secret that cannot be opened concerns this source alone: a person has to act.
        Err(Error::Unavailable { message }) => Ok(Err(SourceError::Unauthorized { detail: message })),
        Err(other) => Err(other),
    }
}

/// Everything that leads to a source: its own secrets where it has some, else those of the source that it refers to.
pub async fn options(app: &App, source: &MetricSource, secret: Option<String>, second: Option<String>) -> Result<SourceOptions> {
    let owner = source.secret_ref.as_deref().unwrap_or(&source.id);
    // It may have moved since, and what is tried may be elsewhere.
    let lender = match &source.secret_ref {
        Some(lender) => Some(store::get(app.store.reader(), lender).await?).filter(|lender| !same_place(lender, source)),
        None => None,
    };
    if let (Some(elsewhere), None) = (&lender, &secret) {
        let message = format!("the secret of {} goes only to where that is asked: enter one here", elsewhere.name);
        return Err(Error::Unavailable { message });
    }
    let stored = async |name: String| if lender.is_some() { Ok(None) } else { secrets::get(app, &name).await };
    Ok(SourceOptions {
        kind: source.kind,
        endpoint: source.endpoint.clone().unwrap_or_default(),
        query: source.query.clone().unwrap_or_default(),
        secret: if secret.is_some() { secret } else { stored(store::secret_name(owner)).await? },
        second_secret: if second.is_some() { second } else { stored(store::second_name(owner)).await? },
        settings: source.settings.clone(),
        counter: source.handling.counter,
        reach: reach(app),
        patience: Patience::default(),
    })
}

/// Whether two sources are asked at one place, so that a secret for one may go to the other.
pub fn same_place(one: &MetricSource, other: &MetricSource) -> bool {
    let endpoint = |source: &MetricSource| source.endpoint.clone().unwrap_or_default();
    secrets::same_origin(&endpoint(one), &endpoint(other)) && one.settings.site == other.settings.site
}

/// Refuses an address that is not asked, before anything is stored of it. Behind a name it is found when it is asked.
pub fn check_endpoint(app: &App, endpoint: Option<&str>) -> Result<()> {
    let Some(url) = endpoint.and_then(|endpoint| Url::parse(endpoint).ok()) else { return Ok(()) };
    reach(app).check(&url).map_err(|error| Error::invalid("/endpoint", error.to_string()))
}

fn reach(app: &App) -> Reach {
    Reach::allowing(app.config.allowed_hosts.iter().cloned())
}
