//! The transcript of a session over HTTP, as it grows or page by page, and its raw journal.

use super::super::{folders, store, view};
use crate::{
    domain::{
        Error, Result, SessionId,
        session::{LogEntry, LogPage},
    },
    server::{
        App, evidence,
        problem::Problem,
        query::Query,
        runner::{self, Page, Reader},
    },
};
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, header},
    response::{
        IntoResponse, Response,
        sse::{self, KeepAlive, Sse},
    },
};
use futures::{Stream, StreamExt, stream};
use serde::Deserialize;
use std::{collections::VecDeque, convert::Infallible, time::Duration};
use tokio::sync::watch;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Nobody is told of the end of a session that ends without a word; then it is looked after.
const LOOK: Duration = Duration::from_secs(15);

/// The routes of this part.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(log)).routes(routes!(raw))
}

/// Where it starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Params {
    /// Number of the last entry that the caller has. `Last-Event-ID` says the same and wins.
    after: Option<u64>,
    /// 1 to 1000; 1000 unless given.
    limit: Option<usize>,
}

/// What happened in a session, normalised: a page with `Accept: application/json`; else a stream of events `entry`, which closes with `end`.
#[utoipa::path(get, path = "/api/sessions/{id}/log", tag = "sessions", params(("id" = String, Path, description = "id or key"), Params),
    responses((status = 200, content((LogPage = "application/json"), (LogEntry = "text/event-stream"))), (status = 404, body = Problem)))]
async fn log(app: App, Path(id): Path<String>, headers: HeaderMap, Query(params): Query<Params>) -> Result<Response> {
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::parse::<u64>);
    let seen = seen.transpose().map_err(|_| Error::Malformed { message: "Last-Event-ID must be a number".into() })?;
    let after = seen.or(params.after).unwrap_or_default();
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("application/json") {
        return Ok(axum::Json(view::log(&app, &id, after, params.limit).await?).into_response());
    }
    let session = evidence::session(app.store.reader(), &id).await?;
    let lines = follow(app, session.id, after).map(Ok::<_, Infallible>);
    Ok(Sse::new(lines).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response())
}

/// Somebody who reads along.
struct Follow {
    app: App,
    session: SessionId,
    after: u64,
    ready: VecDeque<LogEntry>,
    grown: watch::Receiver<u64>,
    over: bool,
}

/// Every entry after that number, in order and once each, and the end.
fn follow(app: App, session: SessionId, after: u64) -> impl Stream<Item = sse::Event> + Send {
    // Listening starts before anything is read: what comes in between rings, too.
    let grown = app.growth.listen(session.as_str());
    let follow = Follow { app, session, after, ready: VecDeque::new(), grown, over: false };
    stream::unfold(follow, |mut follow| async move {
        let event = follow.next().await?;
        Some((event, follow))
    })
}

impl Follow {
    async fn next(&mut self) -> Option<sse::Event> {
        loop {
            if let Some(entry) = self.ready.pop_front() {
                self.after = entry.n;
                let event = sse::Event::default().event("entry").id(entry.n.to_string());
                return event.json_data(&entry).ok();
            }
            if self.over {
                return None;
            }
            let page = match view::log(&self.app, self.session.as_str(), self.after, None).await {
                Ok(page) => page,
                Err(error) => {
                    // The stream ends; the reader comes back with the last number that it has.
                    tracing::warn!(%error, "a transcript could not be read");
                    return None;
                }
            };
            self.over = page.ended;
            self.ready.extend(page.items);
            if self.over {
                return Some(sse::Event::default().event("end").data("{}"));
            }
            if self.ready.is_empty() && !self.wait().await {
                return None;
            }
        }
    }

    /// Until there may be more; false when the server stops.
    async fn wait(&mut self) -> bool {
        let shutdown = self.app.shutdown.clone();
        tokio::select! {
            () = shutdown.cancelled() => false,
            changed = self.grown.changed() => {
                if changed.is_err() {
                    // The run is over; another one may follow.
                    self.grown = self.app.growth.listen(self.session.as_str());
                }
                true
            }
            () = tokio::time::sleep(LOOK) => true,
        }
    }
}

/// Everything that the agent said and was told, line by line as it was, all runs one after the other.
#[utoipa::path(get, path = "/api/sessions/{id}/raw", tag = "sessions", params(("id" = String, Path, description = "id or key")),
    responses((status = 200, body = String, content_type = "application/x-ndjson"), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn raw(app: App, Path(id): Path<String>) -> Result<Response> {
    let job = store::job(app.store.reader(), &id).await?;
    let folders: VecDeque<_> =
        (1..=job.run).map(|run| folders::run(&app, &job.session.id, run)).filter(runner::Folder::has_journal).collect();
    let parts = stream::unfold((folders, None::<Reader>), |(mut folders, reader)| async move {
        // Reading a page blocks, but not for long.
        let read = tokio::task::spawn_blocking(move || {
            let mut reader = reader;
            loop {
                let mut open = match reader.take() {
                    Some(open) => open,
                    None => Reader::open(&folders.pop_front()?, 0).ok()?,
                };
                match open.page(Page { records: 1_000, bytes: 256 * 1024 }) {
                    Ok(page) if page.is_empty() => {}
                    Ok(page) => return Some((page, (folders, Some(open)))),
                    Err(_) => return None,
                }
            }
        });
        let (page, rest) = read.await.ok()??;
        let text: String = page.iter().map(|record| format!("{}\n", record.to_line())).collect();
        Some((Ok::<_, Infallible>(text), rest))
    });
    let name = format!("attachment; filename=\"{}.jsonl\"", job.session.key);
    let headers = [(header::CONTENT_TYPE, "application/x-ndjson".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(parts)).into_response())
}
