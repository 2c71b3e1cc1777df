//! What a sentence came to, once it was held against what there is.

use super::{Intent, Parts};
use crate::domain::{SessionId, dispatch::NewDispatch};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A sentence with everything that it means here. Nothing has happened yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = Understood)]
pub struct Understood {
    pub intent: Intent,
    pub parsed: Parts,
    /// From 0 (not understood) to 1.
    pub confidence: f64,
    /// A person has to say yes before anything happens; a question is answered at once.
    pub needs_confirmation: bool,
    /// The session that is meant, where one is.
    pub session_id: Option<SessionId>,
    /// Its key, as `S56`.
    pub session_key: Option<String>,
    /// The approval that is meant, where one is.
    pub approval_id: Option<String>,
    pub goal: Option<Named>,
    pub task: Option<Named>,
    /// What would be sent to `/api/dispatch` on a yes.
    pub dispatch: Option<NewDispatch>,
    /// What could be meant, where that is not clear.
    pub choices: Vec<Named>,
    /// In one sentence: the answer to a question, or what is missing.
    pub answer: Option<String>,
    /// The page to look at.
    pub url: Option<String>,
    /// `grammar`, or the name of the model that helped.
    pub read_by: String,
}

/// A record, as a person knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Named {
    /// `G12`, `T34`, `S56`
    pub key: String,
    pub title: String,
}
