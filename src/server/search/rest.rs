//! Search over HTTP.

use super::ops;
use crate::{
    domain::{Page, Result, page, search::Hit},
    server::{App, query::Query},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(search))
}

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Params {
    /// Words that must all occur; the last one may be a beginning. A key, as `G12`, finds its record first.
    q: String,
    /// 1 to 200; 50 unless given.
    limit: Option<u64>,
    cursor: Option<String>,
}

/// Goals, tasks, sessions, artifacts, updates and narratives by their words, best first.
#[utoipa::path(get, path = "/api/search", tag = "search", params(Params), responses((status = 200, body = Page<Hit>)))]
async fn search(app: App, Query(params): Query<Params>) -> Result<axum::Json<Page<Hit>>> {
    ops::page(&app, &params.q, page::limit(params.limit)?, params.cursor.as_deref()).await.map(axum::Json)
}
