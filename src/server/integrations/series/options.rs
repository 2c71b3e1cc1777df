//! Where a metric is read from, and as whom.

use super::super::{Options, Reach, SourceError};
use crate::domain::metric_source::{SourceKind, SourceSettings};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{fmt, time::Duration};

/// Everything that leads to one metric.
#[derive(Clone)]
pub struct SourceOptions {
    pub kind: SourceKind,
    /// Where the source answers. What people copy from a browser or from another tool is understood too, as an address that
    /// ends in `/api/v1/query_range`.
    pub endpoint: String,
    /// In the language of the source: PromQL, a Datadog query, the id or key of an experiment, the metric of a dashboard.
    pub query: String,
    /// Prometheus: a token, or `user:password`; Grafana: a service account's token; Datadog: the API key; Eppo: the key of
    /// the REST API; QuickSight: the id of the access key.
    pub secret: Option<String>,
    /// Datadog: the application key; QuickSight: the secret access key.
    pub second_secret: Option<String>,
    pub settings: SourceSettings,
    /// What comes is a counter, and is made a rate of afterwards.
    pub counter: bool,
    /// Which addresses may be asked.
    pub reach: Reach,
    pub patience: Patience,
}

impl SourceOptions {
    /// Without secrets and settings, with the usual patience and reach.
    pub fn new(kind: SourceKind, endpoint: impl Into<String>, query: impl Into<String>) -> Self {
        Self {
            kind,
            endpoint: endpoint.into(),
            query: query.into(),
            secret: None,
            second_secret: None,
            settings: SourceSettings::default(),
            counter: false,
            reach: Reach::default(),
            patience: Patience::default(),
        }
    }

    /// How `base` is asked with `token`.
    pub(super) fn http(&self, base: &str, token: Option<String>) -> Options {
        Options {
            first_pause: self.patience.first_pause,
            timeout: self.patience.timeout,
            reach: self.reach.clone(),
            ..Options::new(base, token)
        }
    }

    /// The scheme and the credentials of `Authorization`: a secret with a colon is `user:password` (Basic), as no bearer token
    /// has one; any other is a bearer token.
    pub(super) fn authorization(&self) -> (&'static str, Option<String>) {
        match self.secret.as_deref().map(str::trim) {
            Some(pair) if pair.contains(':') => ("Basic ", Some(STANDARD.encode(pair))),
            token => ("Bearer ", token.map(str::to_owned)),
        }
    }

    /// A secret that this source cannot do without.
    pub(super) fn required(secret: &Option<String>, what: &str) -> Result<String, SourceError> {
        let missing = || SourceError::Unauthorized { detail: format!("{what} is missing") };
        secret.as_deref().map(str::trim).filter(|secret| !secret.is_empty()).map(str::to_owned).ok_or_else(missing)
    }
}

impl fmt::Debug for SourceOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |secret: &Option<String>| secret.as_ref().map(|_| "…");
        f.debug_struct("SourceOptions")
            .field("kind", &self.kind)
            .field("endpoint", &self.endpoint)
            .field("query", &self.query)
            .field("secret", &hidden(&self.secret))
            .field("second_secret", &hidden(&self.second_secret))
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// How long a peer is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// The pause before the first repetition; the second is twice as long.
    pub first_pause: Duration,
    /// How long one request may take.
    pub timeout: Duration,
    /// The pause between two looks at a job that runs at the peer.
    pub poll_pause: Duration,
    /// How often such a job is looked at before it is given up.
    pub polls: u32,
}

impl Default for Patience {
    fn default() -> Self {
        let (first_pause, timeout) = (Duration::from_millis(300), Duration::from_secs(30));
        Self { first_pause, timeout, poll_pause: Duration::from_secs(5), polls: 60 }
    }
}
