//! The portfolio over HTTP.

use super::document::{Format, document};
use crate::{
    domain::{
        Result,
        portfolio::{Export, PortfolioFilter},
    },
    server::{App, problem::Problem, query::Query},
};
use axum::{
    body::Body,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use futures::StreamExt;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(portfolio))
}

/// What the portfolio is narrowed by, and its form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Params {
    /// Words that must all occur in one text of the goal: its own, a task's, an update's, an artifact's, a narrative's. The last one may be a beginning.
    q: Option<String>,
    /// Goals with activity on or after this day (UTC).
    from: Option<NaiveDate>,
    /// Goals with activity on or before this day (UTC).
    to: Option<NaiveDate>,
    tag: Option<String>,
    project: Option<String>,
    /// Id or key of a single goal.
    goal: Option<String>,
    /// Teams come with a later version: until then no goal belongs to one, so any name matches nothing.
    team: Option<String>,
    /// `planning`, `in-progress`, `measuring`, `proven`, or `archived`.
    status: Option<String>,
    /// `json` (the default) or `md`; `pdf` comes with a later version. `Accept` works as well.
    format: Option<String>,
}

/// Goals with their proof, as a document: complete, newest activity first.
#[utoipa::path(get, path = "/api/portfolio", tag = "portfolio", params(Params), responses(
    (status = 200, content((Export = "application/json"), (String = "text/markdown"))),
    (status = 404, body = Problem), (status = 422, body = Problem), (status = 501, body = Problem)))]
async fn portfolio(app: App, headers: HeaderMap, Query(params): Query<Params>) -> Result<Response> {
    let Params { q, from, to, tag, project, goal, team, status, format } = params;
    let format = match format.filter(|word| !word.is_empty()) {
        Some(word) => Format::parse(&word)?,
        None => accepted(&headers)?,
    };
    let filter = PortfolioFilter { q, from, to, tag, project, goal, team, status };
    let document = document(&app, given(filter), format).await?;
    let name = format!("inline; filename=\"{}\"", document.name);
    let kind = format.media_type().to_owned();
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name), (header::VARY, "accept".into())];
    // A piece that fails breaks the connection off, so that nobody takes half a document for the whole.
    let pieces = document.pieces.map(|piece| piece.map_err(std::io::Error::other));
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// Empty values, as forms send them, are none.
fn given(filter: PortfolioFilter) -> PortfolioFilter {
    let text = |value: Option<String>| value.filter(|v| !v.trim().is_empty());
    PortfolioFilter {
        q: text(filter.q),
        tag: text(filter.tag),
        project: text(filter.project),
        goal: text(filter.goal),
        team: text(filter.team),
        status: text(filter.status),
        ..filter
    }
}

/// The form that the caller likes best: the highest `q`, and of equals the first.
fn accepted(headers: &HeaderMap) -> Result<Format> {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let mut kinds: Vec<(&str, f32)> = accept.split(',').filter_map(offered).filter(|(_, quality)| *quality > 0.0).collect();
    kinds.sort_by(|a, b| b.1.total_cmp(&a.1));
    Format::parse(kinds.first().map_or("json", |(word, _)| word))
}

/// A form of ours that an entry of `Accept` names, and how much it is liked.
fn offered(entry: &str) -> Option<(&'static str, f32)> {
    let mut parts = entry.split(';').map(str::trim);
    let word = match parts.next()? {
        "application/json" | "*/*" | "application/*" => "json",
        "text/markdown" | "text/x-markdown" | "text/*" => "md",
        "application/pdf" => "pdf",
        _ => return None,
    };
    let quality = parts.find_map(|part| part.strip_prefix("q=")).and_then(|q| q.parse().ok());
    Some((word, quality.unwrap_or(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_that_is_liked_best_is_taken() {
        let of = |accept: &str| accepted(&HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]));
        assert_eq!(of("application/json;q=0.5, text/markdown").unwrap(), Format::Markdown);
        assert_eq!(of("text/markdown;q=0, */*;q=0.1").unwrap(), Format::Json);
        assert_eq!(of("text/html, application/json, text/markdown").unwrap(), Format::Json);
        assert_eq!(of("application/pdf").unwrap_err().status(), 501);
    }
}
