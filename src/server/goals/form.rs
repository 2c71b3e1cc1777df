//! The form of the board, for a page that is not live: sent before its program has arrived, or without one.

use super::ops;
use crate::{
    domain::{Result, goal::NewGoal},
    server::{App, auth::Caller},
};
use axum::{Form, Router, response::Redirect, routing::post};
use serde::Deserialize;

/// Where the form goes.
pub fn routes() -> Router {
    Router::new().route("/goals", post(create))
}

/// What the form asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filled {
    title: String,
    description: Option<String>,
}

/// Adds the goal and goes back to the board.
async fn create(app: App, who: Caller, Form(filled): Form<Filled>) -> Result<Redirect> {
    let new = NewGoal { title: filled.title, description: filled.description, ..NewGoal::default() };
    ops::create(&app, &who, new).await?;
    Ok(Redirect::to("/"))
}
