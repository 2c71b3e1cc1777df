//! The middleware behind the gate that recognises repeats.

use super::{answer::Answer, store};
use crate::{
    domain::{Error, Result},
    server::{
        App,
        auth::{self, Caller, Proof},
        db::Tx,
        json, problem,
    },
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak, atomic::AtomicBool},
};
use tokio::sync::Mutex as AsyncMutex;

/// The keys that are in use at this moment.
type Running = Mutex<HashMap<(String, String), Weak<AsyncMutex<()>>>>;

/// What the middleware knows.
#[derive(Clone)]
pub struct Idempotency {
    app: App,
    running: Arc<Running>,
}

impl Idempotency {
    /// A middleware that keeps answers in `app`.
    pub fn new(app: App) -> Self {
        Self { app, running: Arc::default() }
    }
}

/// Answers a POST with a key that it has seen with the answer that it gave; requests of the same key take turns.
/// The pages' own language knows no keys.
pub async fn once(State(state): State<Idempotency>, request: Request, next: Next) -> Response {
    let pages = request.uri().path().starts_with("/rpc/");
    if pages || *request.method() != Method::POST || !request.headers().contains_key("idempotency-key") {
        return next.run(request).await;
    }
    state.answer(request, next).await.unwrap_or_else(IntoResponse::into_response)
}

impl Idempotency {
    async fn answer(&self, request: Request, next: Next) -> Result<Response> {
        let (mut parts, body) = request.into_parts();
        let key = key(&parts.headers)?;
        // Without a caller there is nobody to keep an answer for: signed webhooks have numbers of their own.
        let Some((caller, proof)) = parts.extensions.get::<Caller>().cloned().zip(parts.extensions.get::<Proof>().map(Proof::key)) else {
            return Ok(next.run(Request::from_parts(parts, body)).await);
        };
        let body = read(body).await?;
        let hash = hash(&parts, &body);
        let turn = self.turn(&proof, &key);
        let _turn = turn.lock().await;
        if let Some((first, answer)) = store::find(self.app.store.reader(), &proof, &key, self.app.clock.now()).await? {
            if first != hash {
                return Err(Error::conflict("this Idempotency-Key was used for another request; use a new one"));
            }
            return answer.map(Answer::into_response).ok_or_else(lost);
        }
        let once = Arc::new(auth::Request { proof, key, hash, marked: AtomicBool::new(false) });
        parts.extensions.insert(Caller { request: Some(once.clone()), ..caller.clone() });
        let response = next.run(Request::from_parts(parts, Body::from(body))).await;
        self.keep(&caller, once, response).await
    }

    async fn keep(&self, caller: &Caller, once: Arc<auth::Request>, response: Response) -> Result<Response> {
        let kind = response.headers().get(header::CONTENT_TYPE);
        if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream")) {
            return Ok(response);
        }
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.map_err(|cause| problem::internal(&cause))?.to_bytes();
        let response = Response::from_parts(parts, Body::from(bytes.clone()));
        if let Some(answer) = Answer::of(&response, &bytes) {
            let op = async move |tx: &mut Tx| store::keep(tx.db(), &once, &answer, tx.now()).await;
            // What was asked for is done: the caller hears so, even if a repeat will not be recognised.
            if let Err(error) = self.app.store.write(caller, self.app.clock.now(), op).await {
                tracing::warn!(%error, "an answer was not kept for repeats");
            }
        }
        Ok(response)
    }

    /// The lock of a key; it lives as long as somebody holds it or waits for it.
    fn turn(&self, caller: &str, key: &str) -> Arc<AsyncMutex<()>> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|_, turn| turn.strong_count() > 0);
        let name = (caller.to_owned(), key.to_owned());
        if let Some(turn) = running.get(&name).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::new(AsyncMutex::new(()));
        running.insert(name, Arc::downgrade(&turn));
        turn
    }
}

/// The request was carried out, but the server stopped before its answer was kept.
fn lost() -> Error {
    Error::conflict(
        "this request was carried out before, but its answer was lost; look at what is there, and use a new Idempotency-Key to ask again",
    )
}

fn key(headers: &HeaderMap) -> Result<String> {
    let key = headers.get("idempotency-key").and_then(|v| v.to_str().ok()).unwrap_or_default();
    if (1..=200).contains(&key.chars().count()) {
        return Ok(key.to_owned());
    }
    Err(Error::Malformed { message: "an Idempotency-Key has 1 to 200 visible ASCII characters".into() })
}

async fn read(body: Body) -> Result<Bytes> {
    body.collect().await.map(http_body_util::Collected::to_bytes).map_err(|cause| {
        if std::error::Error::source(&cause).is_some_and(|cause| cause.is::<LengthLimitError>()) {
            return json::too_large();
        }
        Error::Malformed { message: format!("the body could not be read: {cause}") }
    })
}

fn hash(parts: &Parts, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(parts.uri.to_string());
    hash.update([0]);
    hash.update(body);
    auth::hex(&hash.finalize())
}
