//! What kinds of places there are, and how it goes with one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What kind of place a metric is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    Prometheus,
    Grafana,
    Datadog,
    Eppo,
    Quicksight,
    Csv,
    Webhook,
    Manual,
}

impl SourceKind {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Prometheus, Self::Grafana, Self::Datadog, Self::Eppo, Self::Quicksight, Self::Csv, Self::Webhook, Self::Manual];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prometheus => "prometheus",
            Self::Grafana => "grafana",
            Self::Datadog => "datadog",
            Self::Eppo => "eppo",
            Self::Quicksight => "quicksight",
            Self::Csv => "csv",
            Self::Webhook => "webhook",
            Self::Manual => "manual",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Prometheus => "Prometheus",
            Self::Grafana => "Grafana",
            Self::Datadog => "Datadog",
            Self::Eppo => "Eppo",
            Self::Quicksight => "QuickSight",
            Self::Csv => "CSV",
            Self::Webhook => "Webhook",
            Self::Manual => "By hand",
        }
    }

    /// Maestro asks it by itself; the others send.
    pub fn is_polled(self) -> bool {
        matches!(self, Self::Prometheus | Self::Grafana | Self::Datadog | Self::Eppo | Self::Quicksight)
    }

    /// Its history is entered by somebody who may know the outcome already, not kept by a machine.
    pub fn is_entered(self) -> bool {
        !self.is_polled()
    }
}

/// How it goes with reading a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourceStatus {
    /// Nobody has asked it yet, or it has sent nothing yet.
    New,
    Ok,
    /// It answers, but has no values for this query.
    NoData,
    /// It wants to be left alone for a while.
    Limited,
    Failing,
}

impl SourceStatus {
    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ok => "ok",
            Self::NoData => "no-data",
            Self::Limited => "limited",
            Self::Failing => "failing",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::New, Self::Ok, Self::NoData, Self::Limited, Self::Failing].into_iter().find(|s| s.as_str() == text)
    }
}
