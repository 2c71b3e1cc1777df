//! Narratives over HTTP.

use crate::{
    domain::{
        Page, Result,
        narrative::{Narrative, NarrativeEdit, NarrativeRequest, NarrativeSummary, Piece},
        page,
    },
    server::{
        App,
        auth::Caller,
        clock,
        etag::{self, IfMatch},
        json::Json,
        problem::Problem,
        query::{PageParams, Query},
    },
};
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::StreamExt;
use serde::Serialize;
use std::convert::Infallible;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list, generate)).routes(routes!(get, change))
}

/// Writes a narrative about a goal, with every figure checked.
///
/// With `Accept: text/event-stream` the answer streams: `delta` with more text that is not checked yet, then `done`
/// with the narrative, or `error` with a problem.
#[utoipa::path(post, path = "/api/goals/{id}/narratives", tag = "narratives", params(("id" = String, Path, description = "id or key")), request_body = NarrativeRequest,
    responses((status = 201, content((Narrative = "application/json"), (String = "text/event-stream"))), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn generate(
    app: App,
    who: Caller,
    Path(goal): Path<String>,
    headers: HeaderMap,
    Json(ask): Json<NarrativeRequest>,
) -> Result<Response> {
    let accepts = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/event-stream") {
        let pieces = super::pieces(&app, &who, goal, ask.tone).await?;
        let events = pieces.map(|piece| Ok::<_, Infallible>(event(piece)));
        return Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response());
    }
    let narrative = super::generate(&app, &who, &goal, ask.tone, |_| ()).await?;
    let location = format!("/api/narratives/{}", narrative.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], tagged(narrative)).into_response())
}

/// The narratives of a goal, newest first, without their figures.
#[utoipa::path(get, path = "/api/goals/{id}/narratives", tag = "narratives", params(("id" = String, Path, description = "id or key"), PageParams),
    responses((status = 200, body = Page<NarrativeSummary>), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn list(app: App, Path(goal): Path<String>, Query(asked): Query<PageParams>) -> Result<axum::Json<Page<NarrativeSummary>>> {
    super::of_goal(&app, &goal, page::limit(asked.limit)?, asked.cursor.as_deref()).await.map(axum::Json)
}

/// A narrative with its checked figures.
#[utoipa::path(get, path = "/api/narratives/{id}", tag = "narratives", params(("id" = String, Path)), responses((status = 200, body = Narrative), (status = 404, body = Problem)))]
async fn get(app: App, Path(id): Path<String>) -> Result<Response> {
    super::get(&app, &id).await.map(tagged)
}

/// Replaces the text of a narrative; its figures are checked again. With `If-Match`, only if nobody else changed it.
#[utoipa::path(patch, path = "/api/narratives/{id}", tag = "narratives", params(("id" = String, Path)), request_body = NarrativeEdit,
    responses((status = 200, body = Narrative), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn change(
    app: App,
    who: Caller,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    Json(edit): Json<NarrativeEdit>,
) -> Result<Response> {
    super::change(&app, &who, id, edit, seen).await.map(tagged)
}

fn tagged(narrative: Narrative) -> Response {
    etag::tagged(clock::millis(narrative.updated_at), narrative)
}

#[derive(Serialize)]
struct Delta {
    text: String,
}

fn event(piece: Piece) -> Event {
    let json = |name: &str, data: serde_json::Result<String>| Event::default().event(name).data(data.unwrap_or_default());
    match piece {
        Piece::Delta(text) => json("delta", serde_json::to_string(&Delta { text })),
        Piece::Done(narrative) => json("done", serde_json::to_string(&narrative)),
        Piece::Error(error) => json("error", serde_json::to_string(&Problem::from(error))),
    }
}
