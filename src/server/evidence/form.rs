//! The form of the work log, for a page that is not live: sent before its program has arrived, or without one.

use super::ops;
use crate::{
    domain::{Result, update::NewUpdate},
    server::{App, auth::Caller},
};
use axum::{Form, Router, extract::Path, response::Redirect, routing::post};
use serde::Deserialize;

/// Where the form goes.
pub fn routes() -> Router {
    Router::new().route("/goals/{id}/updates", post(add))
}

/// What the form asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filled {
    summary: String,
    details: Option<String>,
}

/// Adds the entry and goes back to the goal.
async fn add(app: App, who: Caller, Path(goal): Path<String>, Form(filled): Form<Filled>) -> Result<Redirect> {
    let back = Redirect::to(&format!("/goals/{goal}"));
    let details = filled.details.filter(|details| !details.trim().is_empty());
    ops::add_update(&app, &who, goal, NewUpdate { summary: filled.summary, details, agent_name: None }).await?;
    Ok(back)
}
