//! An assessment as a picture.

use super::store;
use crate::{
    domain::{
        Error, Result,
        assessment::{Assessment, Picture},
    },
    server::{
        App,
        charts::{self, Charts, Drawing},
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
use std::ops::RangeInclusive;
use utoipa::IntoParams;

const WIDTHS: RangeInclusive<u32> = 240..=1600;
const HEIGHTS: RangeInclusive<u32> = 140..=900;

/// How the picture is drawn.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// In pixels, 240 to 1600; 720 unless given.
    width: Option<u32>,
    /// In pixels, 140 to 900; 300 unless given.
    height: Option<u32>,
}

/// What was observed and what was expected, as an SVG picture for light and dark.
#[utoipa::path(get, path = "/api/assessments/{id}/chart.svg", tag = "metrics", params(("id" = String, Path), Params),
    responses((status = 200, body = String, content_type = "image/svg+xml"), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn chart(app: App, charts: Charts, Path(id): Path<String>, Query(params): Query<Params>) -> Result<Response> {
    let (width, height) = (params.width.unwrap_or(720), params.height.unwrap_or(300));
    for (pointer, value, range) in [("/width", width, WIDTHS), ("/height", height, HEIGHTS)] {
        if !range.contains(&value) {
            return Err(Error::invalid(pointer, format!("must be between {} and {}", range.start(), range.end())));
        }
    }
    let assessment = store::get(app.store.reader(), &id).await?;
    let picture = charts.draw(&drawing(&assessment, width, height)).await?;
    // A version never changes, so a picture of it does not either.
    let kept = (header::CACHE_CONTROL, "private, max-age=86400");
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), kept], picture.to_string()).into_response())
}

/// The picture for a page, on a desktop and on a phone. The page has the colours.
pub async fn picture(app: &App, charts: &Charts, id: &str) -> Result<Picture> {
    let assessment = store::get(app.store.reader(), id).await?;
    let wide = charts.draw(&drawing(&assessment, 720, 300)).await?;
    let narrow = charts.draw(&drawing(&assessment, 358, 220)).await?;
    Ok(Picture { wide: charts::without_themes(&wide), narrow: charts::without_themes(&narrow) })
}

fn drawing(of: &Assessment, width: u32, height: u32) -> Drawing {
    let (start, end) = (of.intervention.start.timestamp(), of.intervention.end.timestamp());
    let last = of.observed.last().map_or(end, |p| p.at);
    let first = of.observed.first().map_or(start, |p| p.at);
    let merges: Vec<i64> = of.explained_by.iter().map(|e| e.merged_at.timestamp()).collect();
    let marked = if merges.is_empty() { vec![start] } else { merges };
    let before = of.before.map(|mean| (start - of.before_window.as_seconds().min(start - first), start, mean));
    let after = of.after.map(|mean| (end, last, mean));
    let effect = charts::Effect {
        title: of.sentence.clone(),
        unit: of.unit.clone(),
        observed: of.observed.iter().map(|p| (p.at, p.value)).collect(),
        expected: of.counterfactual.iter().map(|bin| (bin.at, bin.expected, bin.low, bin.high)).collect(),
        means: before.into_iter().chain(after).collect(),
        markers: charts::numbered(&marked, last - first),
        after: (end, last),
    };
    charts::effect(&effect, width, height)
}
