//! Where the metrics of goals are read from.

mod form;
mod kind;
mod sample;

pub use form::{MetricSourcePatch, NewMetricSource, STEP, WINDOW};
pub use kind::{SourceKind, SourceStatus};
pub use sample::{EmbedRequest, Embedded, Moment, NewSample, NewSamples, Received, Sample, SourceTest};

use super::{GoalId, metric::Improve, span::Span};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What some sources need beside endpoint and query. No secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct SourceSettings {
    /// Grafana: the number of the organisation, where the token knows several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// Grafana: the uid of the data source; none looks for the Prometheus that is the default or the only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datasource: Option<String>,
    /// Grafana: the type of that data source; none is Prometheus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datasource_kind: Option<String>,
    /// Datadog: the site, as `datadoghq.eu`, where the endpoint does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Eppo: only this metric, by id or name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// The zone of times without one, as `Europe/Berlin`; none is UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// AWS: the region, where the endpoint does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// AWS: the number of the account, twelve digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// QuickSight: the id of the dashboard, where the endpoint does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dashboard: Option<String>,
    /// QuickSight: the id of the sheet, where the endpoint does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// QuickSight: the id of the table that is exported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visual: Option<String>,
    /// S3: where snapshots are put; none leaves that to QuickSight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bucket: Option<String>,
    /// S3: the folder in the bucket; none is `maestro`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// S3: where it answers, with the bucket as the first part of the path; none is Amazon's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_endpoint: Option<String>,
}

impl SourceSettings {
    /// With what a patch says: what it leaves out stays, an empty text clears.
    #[must_use]
    pub fn patched(self, patch: &Self) -> Self {
        self.each(patch, |held, given| match given.as_deref().map(str::trim) {
            None => held,
            Some("") => None,
            Some(text) => Some(text.to_owned()),
        })
    }

    /// The patch that leaves exactly these: what is not there is cleared.
    #[must_use]
    pub fn as_patch(self) -> Self {
        self.each(&Self::default(), |held, _| Some(held.unwrap_or_default()))
    }

    fn each(self, with: &Self, pick: impl Fn(Option<String>, &Option<String>) -> Option<String>) -> Self {
        Self {
            org: pick(self.org, &with.org),
            datasource: pick(self.datasource, &with.datasource),
            datasource_kind: pick(self.datasource_kind, &with.datasource_kind),
            site: pick(self.site, &with.site),
            metric: pick(self.metric, &with.metric),
            zone: pick(self.zone, &with.zone),
            region: pick(self.region, &with.region),
            account: pick(self.account, &with.account),
            dashboard: pick(self.dashboard, &with.dashboard),
            sheet: pick(self.sheet, &with.sheet),
            visual: pick(self.visual, &with.visual),
            bucket: pick(self.bucket, &with.bucket),
            prefix: pick(self.prefix, &with.prefix),
            s3_endpoint: pick(self.s3_endpoint, &with.s3_endpoint),
        }
    }
}

/// What the values of a source mean, and what they are compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Handling {
    /// The values only ever grow, but for resets: what counts is their rate.
    pub counter: bool,
    /// The id of a source whose values divide these, sum by sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denominator: Option<String>,
    /// The ids of sources that the work cannot have moved: they show what happened anyway.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<String>,
    /// Long rhythms beside day and week, as `365d`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<Span>,
    /// Grafana and Datadog: tell it about each merge.
    pub announce_merges: bool,
}

/// A metric source, never with its secrets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MetricSource {
    pub id: String,
    /// Null where it stands for itself, as a control does.
    pub goal_id: Option<GoalId>,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: SourceKind,
    pub endpoint: Option<String>,
    pub query: Option<String>,
    /// The id of the source whose secret is used here too.
    pub secret_ref: Option<String>,
    pub before_window: Span,
    pub after_window: Span,
    pub step: Span,
    pub improve: Option<Improve>,
    pub unit: Option<String>,
    #[serde(flatten)]
    pub settings: SourceSettings,
    #[serde(flatten)]
    pub handling: Handling,
    /// The last four characters of its own secret; null without one.
    pub secret_last4: Option<String>,
    pub status: SourceStatus,
    /// The peer's own words about its limit or fault, or what was found.
    pub status_detail: Option<String>,
    /// Since when it cannot be read: the first of the failures in a row. Null while it can.
    pub failing_since: Option<DateTime<Utc>>,
    /// When it was asked last, or sent last.
    pub read_at: Option<DateTime<Utc>>,
    /// When it is asked next; null for those that send.
    pub due_at: Option<DateTime<Utc>>,
    /// The time of its latest sample.
    pub latest_at: Option<DateTime<Utc>>,
    /// Its latest sample as it was read: of a counter what it has counted, not its rate.
    pub latest: Option<f64>,
    /// How many samples are stored.
    pub samples: u64,
    pub archived_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}
