//! Commands over HTTP.

use super::understand;
use crate::{
    domain::{Result, command::Understood},
    server::{App, auth::Caller, json::Json, problem::Problem},
};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(command))
}

/// A sentence as it was typed or spoken.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct Sentence {
    #[schema(required = true)]
    text: String,
    /// Id or key of the goal that is being looked at.
    goal_id: Option<String>,
}

/// Reads a sentence ("start a session on the auth module, use Claude Code"). Nothing happens by it.
///
/// On a yes, `dispatch` goes to `POST /api/dispatch`; a session or approval that is meant is acted on by its own address.
#[utoipa::path(post, path = "/api/command", tag = "dispatch", request_body = Sentence, responses((status = 200, body = Understood), (status = 422, body = Problem)))]
async fn command(app: App, who: Caller, Json(sentence): Json<Sentence>) -> Result<axum::Json<Understood>> {
    // A model may be asked, which costs money.
    who.may_write()?;
    understand(&app, &sentence.text, sentence.goal_id.as_deref(), true).await.map(axum::Json)
}
