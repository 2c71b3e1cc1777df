//! Impact over HTTP.

use super::ops;
use crate::{
    domain::{
        Error, Result,
        impact::{Impact, ImpactFilter},
    },
    server::{App, problem::Problem, query::Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The longest time that can be looked back, in days.
const DAYS_MOST: u32 = 3_660;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(impact))
}

/// Which goals.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Params {
    /// Only goals of this project.
    project: Option<String>,
    /// Only changes that were merged in the last so many days.
    days: Option<u32>,
}

/// What the work of many goals did to their metrics, with what it cost. Spend and effect side by side are an association, not a cause.
#[utoipa::path(get, path = "/api/impact", tag = "metrics", params(Params), responses((status = 200, body = Impact), (status = 422, body = Problem)))]
async fn impact(app: App, Query(params): Query<Params>) -> Result<axum::Json<Impact>> {
    if params.days.is_some_and(|days| !(1..=DAYS_MOST).contains(&days)) {
        return Err(Error::invalid("/days", format!("must be between 1 and {DAYS_MOST}")));
    }
    let filter = ImpactFilter { project: params.project, days: params.days };
    ops::impact(app.store.reader(), &filter, app.clock.now()).await.map(axum::Json)
}
