//! A model on loopback that says what it was told to, for agents that believe it is theirs.
//!
//! It speaks Anthropic's Messages (`/v1/messages`) and the Responses of `OpenAI` (`/v1/responses`), both as event streams. A script is
//! a list of turns; each call takes the next one, and when the list is empty the model says that it is done.

mod anthropic;
mod openai;

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Response, StatusCode},
    response::IntoResponse,
    routing::post,
};
use futures::StreamExt;
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};
use tokio::{net::TcpListener, sync::Notify};

/// What the model does when it is called.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Says this, and is done.
    Say(String),
    /// Says this, then wants to run a command.
    Run { say: String, command: String },
    /// Wants to write a file; absolute path, content.
    Write { path: String, content: String },
    /// 429; with the seconds after which it may be asked again, where it names them.
    Limit { retry_after: Option<u64> },
    /// 429: the account has used up what it may, until this time (seconds since 1970).
    Spent { resets_at: i64 },
    /// 529 of Anthropic, 503 of `OpenAI`.
    Overloaded,
    /// 401
    RefusedKey,
    /// The connection breaks in the middle of the answer.
    Drop,
    /// The answer begins and does not go on until [`ModelServer::release`].
    Hang,
}

impl Turn {
    /// Says this, and is done.
    pub fn say(text: &str) -> Self {
        Self::Say(text.into())
    }

    /// Wants to run this.
    pub fn run(command: &str) -> Self {
        Self::Run { say: "I will run it.".into(), command: command.into() }
    }
}

/// Tokens that each call is said to have taken.
pub const INPUT_TOKENS: u64 = 1_000;
/// The same of each answer.
pub const OUTPUT_TOKENS: u64 = 100;

/// One call as it came.
#[derive(Clone, Debug)]
pub struct Called {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Value,
}

/// The server; it stops with the test's runtime.
#[derive(Clone)]
pub struct ModelServer {
    /// `http://127.0.0.1:…`, without `/v1`.
    pub url: String,
    world: Arc<World>,
}

#[derive(Default)]
struct World {
    script: Mutex<VecDeque<Turn>>,
    calls: Mutex<Vec<Called>>,
    released: Notify,
}

impl ModelServer {
    /// Starts one with this script.
    pub async fn start(script: impl IntoIterator<Item = Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let world = Arc::new(World { script: Mutex::new(script.into_iter().collect()), ..World::default() });
        let router = Router::new()
            .route("/v1/messages", post(messages))
            .route("/v1/responses", post(responses))
            .fallback(|| async { (StatusCode::NOT_FOUND, Json(json!({ "error": { "type": "not_found_error", "message": "not here" } }))) })
            .with_state(world.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, world }
    }

    /// More turns, after those that are left.
    pub fn then(&self, turns: impl IntoIterator<Item = Turn>) {
        self.world.script.lock().unwrap().extend(turns);
    }

    /// These turns, in place of those that are left.
    pub fn script(&self, turns: impl IntoIterator<Item = Turn>) {
        *self.world.script.lock().unwrap() = turns.into_iter().collect();
    }

    /// Lets a [`Turn::Hang`] go on.
    pub fn release(&self) {
        self.world.released.notify_one();
    }

    /// What it was asked so far.
    pub fn calls(&self) -> Vec<Called> {
        self.world.calls.lock().unwrap().clone()
    }
}

async fn messages(State(world): State<Arc<World>>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let turn = take(&world, "/v1/messages", headers, &body);
    let said = serde_json::from_slice::<Value>(&body).unwrap_or_default();
    let number = world.calls.lock().unwrap().len();
    match turn {
        Turn::Overloaded => anthropic::error(529, "overloaded_error", None),
        Turn::RefusedKey => anthropic::error(401, "authentication_error", None),
        Turn::Limit { retry_after } => anthropic::error(429, "rate_limit_error", retry_after),
        Turn::Spent { resets_at } => anthropic::spent(resets_at),
        turn => stream(&turn, anthropic::events(&turn, &said, number), world),
    }
}

async fn responses(State(world): State<Arc<World>>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let turn = take(&world, "/v1/responses", headers, &body);
    let said = serde_json::from_slice::<Value>(&body).unwrap_or_default();
    let number = world.calls.lock().unwrap().len();
    match turn {
        Turn::Overloaded => openai::error(503, "server_is_overloaded", None),
        Turn::RefusedKey => openai::error(401, "invalid_api_key", None),
        Turn::Limit { retry_after } => openai::error(429, "rate_limit_exceeded", retry_after),
        Turn::Spent { resets_at } => openai::spent(resets_at),
        turn => stream(&turn, openai::events(&turn, &said, number), world),
    }
}

fn take(world: &World, path: &str, headers: HeaderMap, body: &[u8]) -> Turn {
    let body = serde_json::from_slice(body).unwrap_or_default();
    world.calls.lock().unwrap().push(Called { path: path.into(), headers, body });
    world.script.lock().unwrap().pop_front().unwrap_or_else(|| Turn::say("Done."))
}

/// Sends the events; the first half only where the connection is to break, or not before it is released.
fn stream(turn: &Turn, events: Vec<Value>, world: Arc<World>) -> Response<Body> {
    let lines: Vec<String> =
        events.iter().map(|event| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap_or_default())).collect();
    let half = lines.len() / 2;
    let body = match turn {
        Turn::Drop => {
            let begun = futures::stream::iter(lines.into_iter().take(half).map(Ok::<_, std::io::Error>));
            let broken = futures::stream::once(async {
                // What was sent so far goes out first.
                for _ in 0..100 {
                    tokio::task::yield_now().await;
                }
                Err(std::io::Error::other("the connection breaks"))
            });
            Body::from_stream(begun.chain(broken))
        }
        Turn::Hang => {
            let (begun, rest) = (lines[..half].to_vec(), lines[half..].to_vec());
            let begun = futures::stream::iter(begun.into_iter().map(Ok::<_, std::io::Error>));
            let rest = futures::stream::once(async move {
                world.released.notified().await;
                Ok(rest.concat())
            });
            Body::from_stream(begun.chain(rest))
        }
        _ => Body::from(lines.concat()),
    };
    ([("content-type", "text/event-stream")], body).into_response()
}

fn refused(status: u16, error: Value, retry_after: Option<u64>) -> Response<Body> {
    let mut response = (StatusCode::from_u16(status).unwrap(), Json(error)).into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert("retry-after", seconds.into());
    }
    response
}
