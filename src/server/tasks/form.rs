//! The form for a new task, for a page that is not live: sent before its program has arrived, or without one.

use super::ops;
use crate::{
    domain::{Result, task::NewTask},
    server::{App, auth::Caller},
};
use axum::{Form, Router, extract::Path, response::Redirect, routing::post};
use serde::Deserialize;

/// Where the form goes.
pub fn routes() -> Router {
    Router::new().route("/goals/{id}/tasks", post(add))
}

/// What the form asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filled {
    title: String,
}

/// Adds the task and goes back to the list.
async fn add(app: App, who: Caller, Path(goal): Path<String>, Form(filled): Form<Filled>) -> Result<Redirect> {
    let back = Redirect::to(&format!("/goals/{goal}?tab=tasks"));
    ops::add(&app, &who, goal, vec![NewTask { title: filled.title, ..NewTask::default() }], true).await?;
    Ok(back)
}
