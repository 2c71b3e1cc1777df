//! Assessments, hypotheses and confounders over HTTP.

use super::{chart, explain, ops, store};
use crate::{
    domain::{
        Page, Result,
        assessment::{Assessment, AssessmentRequest, InWords},
        confounder::{Confounder, Judgement, NewConfounder},
        hypothesis::{Hypothesis, NewHypothesis},
        stats::Case,
    },
    server::{
        App,
        auth::Caller,
        etag::{self, Seen},
        goals,
        json::Json,
        metric_sources,
        problem::Problem,
        query::{PageParams, Query},
    },
};
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The most versions that are given at once.
const MOST: u64 = 200;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(assess))
        .routes(routes!(history))
        .routes(routes!(get))
        .routes(routes!(case))
        .routes(routes!(words, in_words))
        .routes(routes!(chart::chart))
        .routes(routes!(hypotheses, register))
        .routes(routes!(withdraw))
        .routes(routes!(confounders, add_confounder))
        .routes(routes!(judge))
}

/// Which versions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default, rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct HistoryParams {
    /// Only those of this metric.
    metric_source: Option<String>,
}

/// Looks at what a metric did after the merged changes of a goal, or after a change that is named.
#[utoipa::path(post, path = "/api/goals/{id}/assess", tag = "metrics", params(("id" = String, Path, description = "id or key")),
    request_body = AssessmentRequest,
    responses((status = 200, body = Assessment), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn assess(app: App, who: Caller, Path(id): Path<String>, Json(request): Json<AssessmentRequest>) -> Result<axum::Json<Assessment>> {
    ops::assess(&app, &who, id, request).await.map(axum::Json)
}

/// Every version of every assessment of a goal, newest first: how a grade came to be what it is.
#[utoipa::path(get, path = "/api/goals/{id}/assessments", tag = "metrics", params(("id" = String, Path, description = "id or key"), HistoryParams, PageParams),
    responses((status = 200, body = Page<Assessment>), (status = 404, body = Problem)))]
async fn history(
    app: App,
    Path(id): Path<String>,
    Query(params): Query<HistoryParams>,
    Query(page): Query<PageParams>,
) -> Result<axum::Json<Page<Assessment>>> {
    let db = app.store.reader();
    let goal = goals::id_of(db, &id).await?;
    let source = match &params.metric_source {
        Some(name) => Some(metric_sources::get(db, name).await?.id),
        None => None,
    };
    let all = store::history(db, goal.as_str(), source.as_deref(), MOST).await?;
    page.cut(all, |one| &one.id).map(axum::Json)
}

/// One version of an assessment.
#[utoipa::path(get, path = "/api/assessments/{id}", tag = "metrics", params(("id" = String, Path)),
    responses((status = 200, body = Assessment), (status = 404, body = Problem)))]
async fn get(app: App, Path(id): Path<String>) -> Result<Response> {
    store::get(app.store.reader(), &id).await.map(etag::hashed)
}

/// Has a version explained in words by the model that is connected. The grade stays the engine's; every figure is checked.
///
/// An answer with a figure, a grade or a certainty that the records do not have is refused; 502 if that happens twice.
#[utoipa::path(post, path = "/api/assessments/{id}/explain", tag = "metrics", params(("id" = String, Path)),
    responses((status = 201, body = InWords), (status = 404, body = Problem), (status = 409, body = Problem), (status = 502, body = Problem)))]
async fn in_words(app: App, who: Caller, Path(id): Path<String>) -> Result<impl IntoResponse> {
    Ok((StatusCode::CREATED, axum::Json(explain::explain(&app, &who, &id).await?)))
}

/// The newest words of a model about a version.
#[utoipa::path(get, path = "/api/assessments/{id}/explain", tag = "metrics", params(("id" = String, Path)),
    responses((status = 200, body = InWords), (status = 404, body = Problem)))]
async fn words(app: App, Path(id): Path<String>) -> Result<axum::Json<InWords>> {
    explain::words(&app, &id).await.map(axum::Json)
}

/// The samples that a version stands on, as `maestro assess` reads them: it can be computed again anywhere.
#[utoipa::path(get, path = "/api/assessments/{id}/case", tag = "metrics", params(("id" = String, Path)),
    responses((status = 200, body = Object), (status = 404, body = Problem)))]
async fn case(app: App, Path(id): Path<String>) -> Result<impl IntoResponse> {
    let case: Case = ops::case(&app, &id).await?;
    let disposition = (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.json\"", case.id));
    Ok(([disposition], axum::Json(case)))
}

/// What was expected of the metrics of a goal, newest first, also what was withdrawn.
#[utoipa::path(get, path = "/api/goals/{id}/hypotheses", tag = "metrics", params(("id" = String, Path, description = "id or key"), PageParams),
    responses((status = 200, body = Page<Hypothesis>), (status = 404, body = Problem)))]
async fn hypotheses(app: App, Path(id): Path<String>, Query(page): Query<PageParams>) -> Result<axum::Json<Page<Hypothesis>>> {
    let db = app.store.reader();
    let goal = goals::id_of(db, &id).await?;
    page.cut(store::hypotheses(db, goal.as_str()).await?, |one| &one.id).map(axum::Json)
}

/// Registers what is expected of a metric, with the time of registering. It takes the place of the one that held.
#[utoipa::path(post, path = "/api/goals/{id}/hypotheses", tag = "metrics", params(("id" = String, Path, description = "id or key")),
    request_body = NewHypothesis, responses((status = 201, body = Hypothesis), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn register(app: App, who: Caller, Path(id): Path<String>, Json(new): Json<NewHypothesis>) -> Result<impl IntoResponse> {
    Ok((StatusCode::CREATED, axum::Json(ops::register(&app, &who, id, new).await?)))
}

/// Withdraws a hypothesis; it stays on record.
#[utoipa::path(delete, path = "/api/hypotheses/{id}", tag = "metrics", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn withdraw(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    ops::withdraw(&app, &who, id).await.map(|()| StatusCode::NO_CONTENT)
}

/// What else happened around the changes of a goal, found or added, by time.
#[utoipa::path(get, path = "/api/goals/{id}/confounders", tag = "metrics", params(("id" = String, Path, description = "id or key"), PageParams),
    responses((status = 200, body = Page<Confounder>), (status = 404, body = Problem)))]
async fn confounders(app: App, Path(id): Path<String>, Query(page): Query<PageParams>) -> Result<axum::Json<Page<Confounder>>> {
    let db = app.store.reader();
    let goal = goals::id_of(db, &id).await?;
    page.cut(store::confounders(db, goal.as_str()).await?, |one| &one.id).map(axum::Json)
}

/// Adds something else that happened, as an incident.
#[utoipa::path(post, path = "/api/goals/{id}/confounders", tag = "metrics", params(("id" = String, Path, description = "id or key")),
    request_body = NewConfounder, responses((status = 201, body = Confounder), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn add_confounder(app: App, who: Caller, Path(id): Path<String>, Json(new): Json<NewConfounder>) -> Result<impl IntoResponse> {
    Ok((StatusCode::CREATED, axum::Json(ops::add_confounder(&app, &who, id, new).await?)))
}

/// Dismisses a confounder with a reason, or takes that back.
#[utoipa::path(patch, path = "/api/confounders/{id}", tag = "metrics", params(("id" = String, Path)), request_body = Judgement,
    responses((status = 200, body = Confounder), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn judge(app: App, who: Caller, Path(id): Path<String>, seen: Seen, Json(judgement): Json<Judgement>) -> Result<Response> {
    ops::judge(&app, &who, id, judgement, seen).await.map(etag::hashed)
}
