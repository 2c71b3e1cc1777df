//! Connections to code hosts, trackers and models.

use super::{Result, text::Check};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a connection leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ConnectionKind {
    Github,
    Gitlab,
    Anthropic,
    Openai,
    Jira,
}

impl ConnectionKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Github, Self::Gitlab, Self::Jira, Self::Anthropic, Self::Openai];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Anthropic => "anthropic",
            Self::Openai => "openai",
            Self::Jira => "jira",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Github => "GitHub",
            Self::Gitlab => "GitLab",
            Self::Anthropic => "Anthropic",
            Self::Openai => "OpenAI",
            Self::Jira => "Jira",
        }
    }

    /// Where it answers unless told otherwise; none where each has its own address.
    pub fn default_base_url(self) -> Option<&'static str> {
        match self {
            Self::Github => Some("https://api.github.com"),
            Self::Gitlab => Some("https://gitlab.com/api/v4"),
            Self::Anthropic => Some("https://api.anthropic.com"),
            Self::Openai => Some("https://api.openai.com/v1"),
            Self::Jira => None,
        }
    }

    /// A code host, not a tracker or a model.
    pub fn is_code_host(self) -> bool {
        matches!(self, Self::Github | Self::Gitlab)
    }

    /// Writes texts.
    pub fn is_model(self) -> bool {
        matches!(self, Self::Anthropic | Self::Openai)
    }

    /// Has pages for people beside its interface.
    pub fn has_pages(self) -> bool {
        !self.is_model()
    }
}

/// A connection as the page shows it: never its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    pub id: String,
    pub kind: ConnectionKind,
    /// Where it is asked: scheme, host, port, path prefix.
    pub base_url: String,
    /// Where people see its pages, as `https://github.com`; not for models.
    pub web_url: Option<String>,
    /// The model that writes narratives; models only.
    pub model: Option<String>,
    /// The last four characters of the key or token; null without one.
    pub secret_last4: Option<String>,
    /// The last four characters of the webhook secret; null without one.
    pub webhook_last4: Option<String>,
    /// `ok`, `limited`, `failing`, `unknown`.
    pub status: String,
    /// The peer's own words about its limit or fault.
    pub status_detail: Option<String>,
    /// It is left alone until then.
    pub retry_at: Option<DateTime<Utc>>,
    pub checked_at: Option<DateTime<Utc>>,
}

/// The body that adds or changes a connection. Secrets go in and never come back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ConnectionForm {
    pub kind: Option<ConnectionKind>,
    /// Absent: the vendor's own address. Jira has none: there it is needed.
    pub base_url: Option<String>,
    /// Absent: found out from the base address.
    pub web_url: Option<String>,
    pub model: Option<String>,
    /// The key or token; absent leaves it, an empty one removes it. Jira Cloud: `you@example.com:token`.
    pub secret: Option<String>,
    /// The secret that webhooks are signed with; absent leaves it, an empty one removes it.
    pub webhook_secret: Option<String>,
}

impl ConnectionForm {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let strip = |url: Option<String>| url.map(|u| u.trim_end_matches('/').to_owned());
        let checked = Self {
            base_url: strip(check.url("/baseUrl", self.base_url)),
            web_url: strip(check.url("/webUrl", self.web_url)),
            model: check.label("/model", self.model),
            secret: self.secret.map(|s| s.trim().to_owned()),
            webhook_secret: self.webhook_secret.map(|s| s.trim().to_owned()),
            ..self
        };
        for (pointer, secret) in [("/secret", &checked.secret), ("/webhookSecret", &checked.webhook_secret)] {
            check.at_most(pointer, secret.as_deref().unwrap_or_default(), 4_000);
        }
        check.done().map(|()| checked)
    }
}

/// What a test of a connection found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTest {
    pub ok: bool,
    /// In words; the peer's own where it refused.
    pub detail: String,
}
