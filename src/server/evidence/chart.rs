//! A before/after pair as a picture.

use super::store;
use crate::{
    domain::{Error, Result, metric::Metric},
    server::{
        App,
        charts::{Charts, before_after},
        goals,
        problem::Problem,
        query::Query,
    },
};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;

/// How wide pictures may be, in pixels.
const WIDTHS: std::ops::RangeInclusive<u32> = 240..=1600;
/// As wide as the goal page shows it.
const USUAL: u32 = 720;

/// How the picture is drawn.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// In pixels, 240 to 1600; 720 unless given.
    width: Option<u32>,
}

/// A before/after pair as an SVG picture, its bars from zero, for light and dark.
#[utoipa::path(get, path = "/api/goals/{id}/metrics/{metricId}/chart.svg", tag = "evidence",
    params(("id" = String, Path, description = "id or key"), ("metricId" = String, Path), Params),
    responses((status = 200, body = String, content_type = "image/svg+xml"), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn chart(app: App, charts: Charts, Path((id, metric)): Path<(String, String)>, Query(params): Query<Params>) -> Result<Response> {
    let width = params.width.unwrap_or(USUAL);
    if !WIDTHS.contains(&width) {
        return Err(Error::invalid("/width", format!("must be between {} and {}", WIDTHS.start(), WIDTHS.end())));
    }
    let db = app.store.reader();
    let goal = goals::get(db, &id).await?;
    let found = store::metric(db, &metric).await?;
    if found.goal_id != goal.id {
        return Err(Error::not_found(format!("metric {metric} of {}", goal.key)));
    }
    let picture = charts.draw(&drawing(&found, width)).await?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "private, no-cache")], picture.to_string()).into_response())
}

fn drawing(metric: &Metric, width: u32) -> crate::server::charts::Drawing {
    let unit = metric.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let values: Vec<(f64, String)> =
        std::iter::once(metric.before).chain(metric.after).map(|value| (value, format!("{value}{unit}"))).collect();
    let after = metric.after.map_or_else(|| ", not measured after the work yet".into(), |after| format!(", {after}{unit} after"));
    before_after(&format!("{}: {}{unit} before{after}", metric.name, metric.before), &values, width)
}
