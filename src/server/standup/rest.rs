//! The standup over HTTP.

use crate::{
    domain::{Error, Result, standup::Standup},
    server::{App, problem::Problem, query::Query},
};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(standup))
}

/// Which day, whose, and how it is written.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Params {
    /// `YYYY-MM-DD` in UTC; today unless given.
    day: Option<NaiveDate>,
    /// The id of a person: only goals that they own.
    person: Option<String>,
    /// `json` (default), `md` or `slack`.
    format: Option<String>,
}

/// What was done on a day, what is being done, what is next, what needs a decision, and what it cost.
#[utoipa::path(get, path = "/api/standup", tag = "goals", params(Params), responses((status = 200, content((Standup = "application/json"), (String = "text/markdown"), (String = "text/plain"))), (status = 422, body = Problem)))]
async fn standup(app: App, Query(params): Query<Params>) -> Result<Response> {
    let day = params.day.unwrap_or_else(|| app.clock.now().date_naive());
    let person = params.person.as_deref().filter(|p| !p.is_empty());
    let standup = super::standup(&app, day, person).await?;
    match params.format.as_deref() {
        None | Some("json") => Ok(axum::Json(standup).into_response()),
        Some("md") => Ok(([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], standup.markdown()).into_response()),
        Some("slack") => Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], standup.slack()).into_response()),
        Some(other) => Err(Error::invalid("/format", format!("there is no format {other}: use json, md or slack"))),
    }
}
