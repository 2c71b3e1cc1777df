//! Metric sources and their samples over HTTP.

use super::{hook, ops, receive as incoming, store};
use crate::{
    domain::{
        Error, Page, Result,
        metric_source::{
            EmbedRequest, Embedded, MetricSource, MetricSourcePatch, Moment, NewMetricSource, NewSamples, Received, Sample, SourceTest,
        },
        retention::{Retention, RetentionPatch},
        series::Window,
    },
    server::{
        App,
        auth::Caller,
        etag::{self, Seen},
        goals,
        json::{self, Json},
        problem::Problem,
        query::{PageParams, Query},
    },
};
use axum::{
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::DateTime;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The most samples that are given at once: two months of one a minute.
const SAMPLES_MOST: usize = 100_000;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(get, change, archive))
        .routes(routes!(restore))
        .routes(routes!(test))
        .routes(routes!(embed))
        .routes(routes!(samples, receive))
        .routes(routes!(take))
        .routes(routes!(retention, change_retention))
}

/// Which sources.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Only those of this goal, by id or key.
    goal: Option<String>,
}

/// Which samples.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SampleParams {
    /// From this time on, RFC 3339; absent, from the first.
    from: Option<String>,
    /// Before this time, RFC 3339; absent, to the last.
    to: Option<String>,
}

/// A source that was added.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Added {
    #[serde(flatten)]
    source: MetricSource,
    /// The secret that Maestro made for signing a webhook: shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

/// Metric sources that are not archived, newest first.
#[utoipa::path(get, path = "/api/metric-sources", tag = "metrics", params(ListParams, PageParams), responses((status = 200, body = Page<MetricSource>)))]
async fn list(app: App, Query(params): Query<ListParams>, Query(page): Query<PageParams>) -> Result<axum::Json<Page<MetricSource>>> {
    let db = app.store.reader();
    let all = match params.goal {
        Some(name) => store::of_goal(db, goals::id_of(db, &name).await?.as_str()).await?,
        None => store::list(db).await?,
    };
    page.cut(all, |source| &source.id).map(axum::Json)
}

/// Adds a metric source. Secrets go in and never come back; one that Maestro makes for a webhook is shown this once.
#[utoipa::path(post, path = "/api/metric-sources", tag = "metrics", request_body = NewMetricSource,
    responses((status = 201, body = Added), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn add(app: App, who: Caller, Json(new): Json<NewMetricSource>) -> Result<impl IntoResponse> {
    let (source, secret) = ops::add(&app, &who, new).await?;
    let location = format!("/api/metric-sources/{}", source.id);
    let tag = etag::hash_tag(&ops::settings(&source));
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], [tag], axum::Json(Added { source, secret })))
}

/// One metric source, also an archived one.
#[utoipa::path(get, path = "/api/metric-sources/{id}", tag = "metrics", params(("id" = String, Path)),
    responses((status = 200, body = MetricSource), (status = 404, body = Problem)))]
async fn get(app: App, Path(id): Path<String>) -> Result<impl IntoResponse> {
    let source = store::get(app.store.reader(), &id).await?;
    Ok(([etag::hash_tag(&ops::settings(&source))], axum::Json(source)))
}

/// Changes a metric source. With another address, query or step, what was read before is forgotten and read anew.
#[utoipa::path(patch, path = "/api/metric-sources/{id}", tag = "metrics", params(("id" = String, Path)), request_body = MetricSourcePatch,
    responses((status = 200, body = MetricSource), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn change(
    app: App,
    who: Caller,
    Path(id): Path<String>,
    seen: Seen,
    Json(patch): Json<MetricSourcePatch>,
) -> Result<impl IntoResponse> {
    let changed = ops::change(&app, &who, id, patch, seen).await?;
    Ok(([etag::hash_tag(&ops::settings(&changed))], axum::Json(changed)))
}

/// Archives a metric source: it is read no more, its samples and assessments stay.
#[utoipa::path(delete, path = "/api/metric-sources/{id}", tag = "metrics", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn archive(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    ops::archive(&app, &who, id).await.map(|()| StatusCode::NO_CONTENT)
}

/// Brings an archived metric source back.
#[utoipa::path(post, path = "/api/metric-sources/{id}/restore", tag = "metrics", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn restore(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    ops::restore(&app, &who, id).await.map(|()| StatusCode::NO_CONTENT)
}

/// Asks the source now: the last points, or the peer's own error. Where it had failed and answers again, it is read at once.
#[utoipa::path(post, path = "/api/metric-sources/{id}/test", tag = "metrics", params(("id" = String, Path)),
    responses((status = 200, body = SourceTest), (status = 404, body = Problem)))]
async fn test(app: App, Path(id): Path<String>) -> Result<axum::Json<SourceTest>> {
    super::test::test(&app, &id).await.map(axum::Json)
}

/// An address that shows a dashboard of QuickSight: good for five minutes and one look.
#[utoipa::path(post, path = "/api/metric-sources/{id}/embed", tag = "metrics", params(("id" = String, Path)), request_body = EmbedRequest,
    responses((status = 200, body = Embedded), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
        (status = 502, body = Problem)))]
async fn embed(app: App, Path(id): Path<String>, Json(request): Json<EmbedRequest>) -> Result<axum::Json<Embedded>> {
    super::embed::embed(&app, &id, request).await.map(axum::Json)
}

/// The samples that are stored of a source, oldest first.
#[utoipa::path(get, path = "/api/metric-sources/{id}/samples", tag = "metrics", params(("id" = String, Path), SampleParams),
    responses((status = 200, body = Page<Sample>), (status = 404, body = Problem)))]
async fn samples(app: App, Path(id): Path<String>, Query(params): Query<SampleParams>) -> Result<axum::Json<Page<Sample>>> {
    let source = store::get(app.store.reader(), &id).await?;
    let from = moment("/from", params.from.as_deref())?.unwrap_or(0);
    let to = moment("/to", params.to.as_deref())?.unwrap_or(i64::from(u32::MAX));
    let points = store::series(app.store.reader(), &source.id, Window { from, to }).await?;
    if points.len() > SAMPLES_MOST {
        let detail = format!("there are {} samples in this time, and at most {SAMPLES_MOST} are given at once: narrow it", points.len());
        return Err(Error::invalid("/from", detail));
    }
    let sample = |(at, value)| Sample { at: DateTime::from_timestamp(at, 0).unwrap_or_default(), value: Some(value) };
    Ok(axum::Json(Page::whole(points.into_iter().map(sample).collect())))
}

fn moment(pointer: &str, text: Option<&str>) -> Result<Option<i64>> {
    let Some(text) = text else { return Ok(None) };
    let read = serde_json::from_value::<Moment>(text.into());
    read.map(|moment| Some(moment.0.timestamp())).map_err(|error| Error::invalid(pointer, error.to_string()))
}

/// Stores samples, as JSON or as CSV (`at,value`). What was stored for the same second gives way.
#[utoipa::path(post, path = "/api/metric-sources/{id}/samples", tag = "metrics", params(("id" = String, Path)),
    request_body(content((NewSamples = "application/json"), (String = "text/csv"))),
    responses((status = 200, body = Received), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn receive(app: App, who: Caller, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Result<axum::Json<Received>> {
    sent(&app, &who, id, &headers, &body).await.map(axum::Json)
}

/// The same for programs that sign: `X-Maestro-Signature: sha256=<hex HMAC of the raw body>` with the secret of the source.
/// Eppo's own webhook comes here too, and has the experiment asked at once.
#[utoipa::path(post, path = "/hooks/metrics/{id}", tag = "hooks", params(("id" = String, Path)),
    request_body(content((NewSamples = "application/json"), (String = "text/csv"))),
    responses((status = 200, body = Received), (status = 401, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn take(app: App, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Result<axum::Json<Received>> {
    if hook::news(&app, &id, &body).await? {
        return Ok(axum::Json(Received::default()));
    }
    hook::verify(&app, &id, &headers, &body).await?;
    sent(&app, &Caller::system("metrics webhook"), id, &headers, &body).await.map(axum::Json)
}

async fn sent(app: &App, who: &Caller, id: String, headers: &HeaderMap, body: &Bytes) -> Result<Received> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "text/csv" | "text/plain" => incoming::receive_csv(app, who, id, body).await,
        "application/json" | "" => incoming::receive(app, who, id, json::read::<NewSamples>(body)?).await,
        _ => Err(Error::UnsupportedMedia { message: format!("send samples as application/json or text/csv, not {kind}") }),
    }
}

/// How long samples are kept, and how finely.
#[utoipa::path(get, path = "/api/retention", tag = "metrics", responses((status = 200, body = Retention)))]
async fn retention(app: App) -> Result<Response> {
    super::retention::retention(app.store.reader()).await.map(etag::hashed)
}

/// Changes it: what is absent stays. What assessments stand on is kept with them.
#[utoipa::path(put, path = "/api/retention", tag = "metrics", request_body = RetentionPatch,
    responses((status = 200, body = Retention), (status = 422, body = Problem)))]
async fn change_retention(app: App, who: Caller, seen: Seen, Json(patch): Json<RetentionPatch>) -> Result<Response> {
    super::retention::change_retention(&app, &who, patch, seen).await.map(etag::hashed)
}
