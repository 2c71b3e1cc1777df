//! An assessment as pictures.

use super::store;
use crate::{
    domain::{
        Error, Result,
        assessment::{Assessment, BeyondPictures, Picture},
        stats::number,
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
use utoipa::{IntoParams, ToSchema};

const WIDTHS: RangeInclusive<u32> = 240..=1600;
const HEIGHTS: RangeInclusive<u32> = 140..=900;

/// Which picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum Show {
    /// What was observed and what was expected.
    #[default]
    Comparison,
    /// What was observed beyond what was expected, at each time since the last merge.
    Effect,
    /// The same added up; only of a metric that adds up, as a counter.
    Sum,
}

/// How the picture is drawn.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Params {
    /// Which picture; `comparison` unless given.
    #[param(inline)]
    show: Option<Show>,
    /// In pixels, 240 to 1600; 720 unless given.
    width: Option<u32>,
    /// In pixels, 140 to 900; 300 unless given.
    height: Option<u32>,
}

/// What was observed and what was expected, or the difference, as an SVG picture for light and dark.
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
    let drawing = match params.show.unwrap_or_default() {
        Show::Comparison => charts::effect(&comparison(&assessment), width, height),
        Show::Effect => charts::beyond(&effect(&assessment).ok_or_else(nothing_to_compare)?, width, height),
        Show::Sum => charts::beyond(&sum(&assessment).ok_or_else(adds_up_to_nothing)?, width, height),
    };
    let picture = charts.draw(&drawing).await?;
    // A version never changes, so a picture of it does not either.
    let kept = (header::CACHE_CONTROL, "private, max-age=86400");
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), kept], picture.to_string()).into_response())
}

fn nothing_to_compare() -> Error {
    Error::invalid("/show", "effect needs values from after the merge, and this assessment has none")
}

fn adds_up_to_nothing() -> Error {
    Error::invalid("/show", "sum is drawn of counters only: the values of this metric do not add up over time")
}

/// The picture for a page, on a desktop and on a phone. The page has the colours.
pub async fn picture(app: &App, charts: &Charts, id: &str) -> Result<Picture> {
    let assessment = store::get(app.store.reader(), id).await?;
    let shown = comparison(&assessment);
    let axis_from = shown.scale().start(shown.unit.as_deref());
    let picture = pair(charts, |width, height| charts::effect(&shown, width, height), (300, 220)).await?;
    Ok(Picture { axis_from, ..picture })
}

/// The effect at each time for a page, and added up where it adds up.
pub async fn beyond_pictures(app: &App, charts: &Charts, id: &str) -> Result<BeyondPictures> {
    let assessment = store::get(app.store.reader(), id).await?;
    let shown = effect(&assessment).ok_or_else(nothing_to_compare)?;
    let effect = pair(charts, |width, height| charts::beyond(&shown, width, height), (220, 180)).await?;
    let sum = match sum(&assessment) {
        Some(shown) => Some(pair(charts, |width, height| charts::beyond(&shown, width, height), (220, 180)).await?),
        None => None,
    };
    Ok(BeyondPictures { effect, sum })
}

/// The picture as the script in the browser draws it: JSON for `ECharts`.
pub async fn explored(app: &App, id: &str) -> Result<String> {
    let assessment = store::get(app.store.reader(), id).await?;
    Ok(charts::explored(charts::effect(&comparison(&assessment), 720, 300)).to_string())
}

/// On a desktop and on a phone, each with its height.
async fn pair(charts: &Charts, draw: impl Fn(u32, u32) -> Drawing, heights: (u32, u32)) -> Result<Picture> {
    let wide = charts.draw(&draw(720, heights.0)).await?;
    let narrow = charts.draw(&draw(358, heights.1)).await?;
    Ok(Picture { wide: charts::without_themes(&wide), narrow: charts::without_themes(&narrow), axis_from: None })
}

fn comparison(of: &Assessment) -> charts::Effect {
    let (start, end) = (of.intervention.start.timestamp(), of.intervention.end.timestamp());
    let last = of.observed.last().map_or(end, |p| p.at);
    let first = of.observed.first().map_or(start, |p| p.at);
    let before = of.before.map(|mean| (start - of.before_window.as_seconds().min(start - first), start, mean));
    let after = of.after.map(|mean| (end, last, mean));
    charts::Effect {
        title: of.sentence.clone(),
        unit: of.unit.clone(),
        observed: of.observed.iter().map(|p| (p.at, p.value)).collect(),
        expected: of.counterfactual.iter().map(|bin| (bin.at, bin.expected, bin.low, bin.high)).collect(),
        means: before.into_iter().chain(after).collect(),
        markers: charts::numbered(&merges(of), last - first),
        after: (end, last),
    }
}

/// When the changes were merged; without any, when the time that was asked for begins.
fn merges(of: &Assessment) -> Vec<i64> {
    if of.explained_by.is_empty() {
        return vec![of.intervention.start.timestamp()];
    }
    of.explained_by.iter().map(|e| e.merged_at.timestamp()).collect()
}

/// None without anything that was expected.
fn effect(of: &Assessment) -> Option<charts::Beyond> {
    let bins = of.beyond();
    let (from, to) = (bins.first()?.at, bins.last()?.at);
    // Those before the first bin are not in this picture; the others keep their numbers.
    let all = charts::numbered(&merges(of), of.observed.first().map_or(0, |first| to - first.at));
    Some(charts::Beyond {
        title: format!("{}, effect at each time: observed minus expected without the change. {}", of.metric, mean_effect(of)),
        unit: of.unit.as_deref().map(number::unit_of_differences).map(str::to_owned),
        line: bins.iter().map(|bin| (bin.at, bin.effect)).collect(),
        band: bins.iter().map(|bin| (bin.at, bin.band)).collect(),
        markers: all.into_iter().filter(|(at, _)| (from..=to).contains(at)).collect(),
    })
}

/// None of a metric that does not add up.
fn sum(of: &Assessment) -> Option<charts::Beyond> {
    let bins = of.beyond();
    let last = bins.iter().rev().find_map(|bin| bin.sum)?;
    let told = number::difference(last, number::digits(0.0, last), None);
    Some(charts::Beyond {
        title: format!("{}, effect added up since the last merge: {told} in all, as a count", of.metric),
        unit: None,
        line: bins.iter().map(|bin| (bin.at, bin.sum)).collect(),
        band: Vec::new(),
        ..effect(of)?
    })
}

/// The mean of it with its interval, as the assessment found them.
fn mean_effect(of: &Assessment) -> String {
    let (Some(effect), Some(low), Some(high)) = (of.effect, of.ci_low, of.ci_high) else { return "No mean effect is told.".into() };
    let step = number::digits(high - low, effect);
    let told = |value| number::difference(value, step, of.unit.as_deref());
    format!("In the mean {}, 95 % interval {} to {}.", told(effect), told(low), told(high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        series::Point,
        stats::{Bin, Diagnostics},
    };

    fn measured(adds_up: bool) -> Assessment {
        let bin = |at, observed| Bin { at, observed, expected: 400.0, low: 380.0, high: 430.0 };
        Assessment {
            adds_up,
            unit: Some("%".into()),
            observed: vec![Point::new(-60, Some(410.0)), Point::new(0, Some(290.0)), Point::new(60, None), Point::new(120, Some(300.0))],
            counterfactual: vec![bin(0, Some(290.0)), bin(60, None), bin(120, Some(300.0))],
            diagnostics: Some(Diagnostics { bin_s: 60.0, ..Diagnostics::default() }),
            ..Assessment::sample()
        }
    }

    #[test]
    fn the_effect_is_drawn_from_what_was_stored() {
        let shown = effect(&measured(false)).unwrap();
        assert_eq!(shown.line, [(0, Some(-110.0)), (60, None), (120, Some(-100.0))]);
        assert_eq!(shown.band[0], (0, Some((-140.0, -90.0))));
        assert_eq!((shown.unit.as_deref(), &shown.markers), (Some("pp"), &vec![(0, "①".to_owned())]));
        assert!(shown.title.ends_with("In the mean −20.0 pp, 95 % interval −22.0 pp to −18.0 pp."), "{}", shown.title);
        assert!(effect(&Assessment::sample()).is_none(), "nothing was expected");
    }

    #[test]
    fn only_what_adds_up_is_added_up() {
        assert!(sum(&measured(false)).is_none());
        let shown = sum(&measured(true)).unwrap();
        assert_eq!(shown.line, [(0, Some(-6_600.0)), (60, None), (120, Some(-12_600.0))]);
        assert!(shown.band.is_empty() && shown.title.contains("−12,600 in all"), "{}", shown.title);
    }

    #[test]
    fn the_words_name_the_start_of_the_axis_that_is_drawn() {
        let shown = comparison(&measured(false));
        let drawn = charts::effect(&shown, 720, 300).chart;
        assert_eq!((drawn["yAxis"][0]["min"].as_f64(), shown.scale().start(Some("ms"))), (Some(0.0), None), "the means lie lower");
        let high = Assessment { before: None, after: None, ..measured(false) };
        let shown = comparison(&high);
        let drawn = charts::effect(&shown, 720, 300).chart;
        assert_eq!((drawn["yAxis"][0]["min"].as_f64(), shown.scale().start(Some("ms")).as_deref()), (Some(250.0), Some("250 ms")));
    }
}
