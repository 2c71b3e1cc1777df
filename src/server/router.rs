//! Table of contents of the HTTP interface.

use super::{
    App, assessments, auth, budget,
    charts::Charts,
    commands, connections, delivery, dispatch, events, evidence, goals, health, http,
    idempotency::{self, Idempotency},
    impact, jira, metric_sources, narratives, openapi, people, planning, portfolio,
    public::{self, Public},
    pulls, reports, repositories, routing as routes, search, standup, tasks,
};
use crate::domain::Error;
use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    http::Uri,
    middleware::{from_fn, from_fn_with_state},
    routing::any,
};
use std::sync::Arc;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
};
use utoipa_axum::router::OpenApiRouter;

/// The REST interface of every feature; the OpenAPI document is made from the same list.
pub fn rest() -> OpenApiRouter {
    OpenApiRouter::new()
        .merge(goals::rest::routes())
        .merge(tasks::rest::routes())
        .merge(evidence::rest::routes())
        .merge(reports::rest::routes())
        .merge(events::rest::routes())
        .merge(narratives::rest::routes())
        .merge(standup::rest::routes())
        .merge(portfolio::rest::routes())
        .merge(search::rest::routes())
        .merge(health::routes())
        .merge(auth::routes())
        .merge(people::routes())
        .merge(openapi::routes())
        .merge(connections::rest::routes())
        .merge(pulls::rest::routes())
        .merge(budget::rest::routes())
        .merge(delivery::rest::routes())
        .merge(repositories::rest::routes())
        .merge(routes::rest::routes())
        .merge(planning::rest::routes())
        .merge(commands::rest::routes())
        .merge(dispatch::rest::routes())
        .merge(metric_sources::rest::routes())
        .merge(assessments::rest::routes())
        .merge(impact::rest::routes())
        .merge(jira::rest::routes())
}

/// Everything that the server answers, behind its gate. What stands last is asked first.
pub fn router(app: &App, public: Arc<Public>) -> Router {
    let (rest, document) = rest().split_for_parts();
    // The client's program lies compressed beside itself: what does not (a debug build) is not worth seconds of work for each visit.
    let compress = DefaultPredicate::new().and(NotForContentType::new("text/event-stream")).and(NotForContentType::new("application/wasm"));
    Router::new()
        .merge(rest)
        .route("/api/", any(nowhere))
        .route("/api/{*rest}", any(nowhere))
        .merge(auth::pages(public.clone()))
        .merge(goals::form::routes())
        .merge(tasks::form::routes())
        .merge(evidence::form::routes())
        .merge(super::pages())
        .layer(from_fn(http::problems))
        .layer(from_fn_with_state(Idempotency::new(app.clone()), idempotency::once))
        .layer(DefaultBodyLimit::disable())
        .layer(Extension(Arc::new(openapi::complete(document))))
        .layer(Extension(Charts::new(public.script("echarts"))))
        .layer(Extension(public.clone()))
        .layer(from_fn(http::body))
        .layer(from_fn(http::time))
        .layer(Extension(app.clone()))
        .layer(from_fn_with_state(public.clone(), public::serve))
        .layer(from_fn_with_state(auth::Gate::new(app.clone(), public), auth::pass))
        .layer(CatchPanicLayer::custom(http::panicked))
        .layer(from_fn_with_state(app.clone(), http::protect))
        .layer(CompressionLayer::new().compress_when(compress))
        .layer(from_fn(http::trace))
}

async fn nowhere(uri: Uri) -> Error {
    Error::not_found(format!("such address as {}; see /api/docs", uri.path()))
}
