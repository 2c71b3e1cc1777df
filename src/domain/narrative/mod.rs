//! Impact narratives: text about a goal in which every figure is checked.

use super::{Error, GoalId, NarrativeId, Usd};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub mod check;
pub mod diff;
pub mod facts;
pub mod live;
pub mod scan;
pub mod slack;
pub mod write;

/// Whom a narrative speaks to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// A performance review.
    #[default]
    Review,
    /// A client, with cost and caveats.
    Client,
    /// The morning's standup.
    Standup,
    /// A message in a channel.
    Slack,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Review, Self::Client, Self::Standup, Self::Slack];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Client => "client",
            Self::Standup => "standup",
            Self::Slack => "slack",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == text)
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Review => "Performance review",
            Self::Client => "Client",
            Self::Standup => "Standup",
            Self::Slack => "Slack",
        }
    }
}

/// A figure of the text and what the records say about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Claim {
    /// The figure with its unit, as it stands in the text.
    pub text: String,
    /// Its value; null for dates and names.
    pub value: Option<f64>,
    /// Ids of the records that it rests on.
    pub evidence: Vec<String>,
    pub verified: bool,
    /// What the records say instead, where they contradict it.
    pub contradiction: Option<String>,
    /// Where it stands in `markdown`, in bytes.
    pub at: usize,
}

/// A narrative with its checked figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Narrative {
    pub id: NarrativeId,
    pub goal_id: GoalId,
    pub tone: Tone,
    /// The text, with figures that are not in the records marked.
    pub markdown: String,
    /// Who wrote it: `built-in`, or provider and model.
    pub engine: String,
    /// What the model cost; 0 without a model, null where its price is unknown.
    pub cost_usd: Option<Usd>,
    pub claims: Vec<Claim>,
    /// Figures that are not in the records.
    pub unverified: u32,
    /// A person changed the text.
    pub edited: bool,
    /// Anything the reader should know, as that the model did not answer and the built-in writer did.
    pub notice: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A narrative in a list: all but the figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NarrativeSummary {
    pub id: NarrativeId,
    pub tone: Tone,
    pub markdown: String,
    pub engine: String,
    pub cost_usd: Option<Usd>,
    pub unverified: u32,
    pub edited: bool,
    pub created_at: DateTime<Utc>,
}

/// The engine of a narrative that an import brought in.
pub const IMPORTED: &str = "imported";

/// Who wrote a text, as readers are told.
pub fn written_by(engine: &str) -> String {
    match engine {
        write::ENGINE => "Written without a model".into(),
        IMPORTED => "Imported".into(),
        model => format!("Written by {model}"),
    }
}

/// What a listener hears while a narrative is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "event", content = "data")]
pub enum Piece {
    /// More text, not checked yet.
    Delta(String),
    /// The narrative as it was stored; it replaces what was heard.
    Done(Box<Narrative>),
    /// There is none.
    Error(Error),
}

/// The body that asks for a narrative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NarrativeRequest {
    pub tone: Tone,
}

/// The body that replaces the text of a narrative.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NarrativeEdit {
    pub markdown: String,
}
