//! The live stream over HTTP.

use super::{store, stream};
use crate::{
    domain::{Error, Result, event::Event},
    server::{
        App,
        auth::{self, Proof},
        goals,
        problem::Problem,
        query::Query,
    },
};
use axum::{
    Extension,
    http::HeaderMap,
    response::sse::{self, KeepAlive, Sse},
};
use futures::{Stream, StreamExt};
use serde::Deserialize;
use std::{convert::Infallible, time::Duration};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// A comment that often keeps proxies and listeners sure that the stream is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// After these a listener may be nobody any more.
const ENDINGS: [&str; 2] = ["login.ended", "token.revoked"];

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(events))
}

/// Where the stream starts and what it is narrowed by.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Params {
    /// The last number that the caller has; `Last-Event-ID` says the same and wins. Without either, the stream starts now.
    after: Option<i64>,
    /// Id or key of a goal.
    goal: Option<String>,
    /// Id or key of a session.
    session: Option<String>,
    /// `1`: send every event under the default name, with its kind in the data only.
    unnamed: Option<String>,
}

/// Every change as it happens: `id` is its number in the log, `event` its kind. Resumes without a gap.
#[utoipa::path(get, path = "/api/events", tag = "live", params(Params), responses((status = 200, body = Event, content_type = "text/event-stream"), (status = 422, body = Problem)))]
async fn events(
    app: App,
    Extension(proof): Extension<Proof>,
    headers: HeaderMap,
    Query(params): Query<Params>,
) -> Result<Sse<impl Stream<Item = Result<sse::Event, Infallible>>>> {
    let db = app.store.reader();
    let goal = match &params.goal {
        Some(name) => Some(goals::id_of(db, name).await?),
        None => None,
    };
    let session = match &params.session {
        Some(name) => Some(crate::server::evidence::session(db, name).await?.id),
        None => None,
    };
    let given = last_seen(&headers)?.or(params.after);
    let start = match given {
        Some(seq) => seq,
        None => store::latest(db).await?,
    };
    let wanted = move |event: &Event| (goal.is_none() || event.goal_id == goal) && (session.is_none() || event.session_id == session);
    let unnamed = params.unnamed.is_some_and(|v| matches!(v.as_str(), "" | "1" | "true"));
    let lines = stream::follow(app.clone(), start)
        .then(move |event| with_end(app.clone(), proof.clone(), event))
        .scan(false, |over, (event, ends)| std::future::ready((!std::mem::replace(over, *over || ends)).then_some(event)))
        .filter(move |event| std::future::ready(wanted(event)))
        .map(move |event| Ok(line(&event, unnamed)));
    // A new listener that is cut off before the first event knows where to go on.
    let first = given.is_none().then(|| Ok(sse::Event::default().id(start.to_string()).comment("from here on")));
    let lines = futures::stream::iter(first).chain(lines);
    Ok(Sse::new(lines).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

/// An event, and whether it is the last that this listener may hear: that its token or login has ended.
async fn with_end(app: App, proof: Proof, event: Event) -> (Event, bool) {
    let ends = ENDINGS.contains(&event.kind.as_str()) && !auth::counts(&app, &proof).await.unwrap_or(false);
    (event, ends)
}

fn last_seen(headers: &HeaderMap) -> Result<Option<i64>> {
    let Some(value) = headers.get("last-event-id") else { return Ok(None) };
    let number = value.to_str().ok().and_then(|text| text.trim().parse().ok());
    number.map(Some).ok_or_else(|| Error::invalid("", "Last-Event-ID must be a number of this stream"))
}

fn line(event: &Event, unnamed: bool) -> sse::Event {
    let line = sse::Event::default().id(event.seq.to_string()).data(serde_json::to_string(event).unwrap_or_default());
    if unnamed { line } else { line.event(&event.kind) }
}
