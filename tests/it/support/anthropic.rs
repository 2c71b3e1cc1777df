//! A loopback Anthropic that answers with the recorded stream and other words.

use super::TestApp;
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Request, Response},
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const TEXT: &str = include_str!("../../fixtures/anthropic/text.chunks.json");

/// What one answer costs, in dollars: 12 tokens in, 30 out.
pub const ONE_ANSWER: f64 = 0.000_324;

/// What was spent today, in dollars.
pub async fn spent_today(app: &TestApp) -> f64 {
    app.get("/api/budget").await.ok()["day"]["spentUsd"].as_f64().unwrap()
}

/// What the model writes, given what it was asked.
pub type Writer = fn(&str) -> String;

/// A loopback Anthropic: the recorded stream, with the words of `writer` in place of the recorded ones.
pub async fn anthropic(writer: Writer) -> (String, Arc<Mutex<Vec<Value>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer).with_state((asked.clone(), writer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

async fn answer(State((asked, writer)): State<(Arc<Mutex<Vec<Value>>>, Writer)>, request: Request<Body>) -> Response<Body> {
    let body = axum::body::to_bytes(request.into_body(), 10_000_000).await.unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    let text = writer(body["messages"][0]["content"].as_str().unwrap());
    asked.lock().unwrap().push(body);
    if text.is_empty() {
        let error = json!({"type": "error", "error": {"type": "billing_error", "message": "Your credit balance is too low"}});
        return Response::builder().status(402).header("content-type", "application/json").body(Body::from(error.to_string())).unwrap();
    }
    let mut events: Vec<Value> = serde_json::from_str(TEXT).unwrap();
    events[0]["message"]["model"] = "claude-sonnet-5-5".into();
    let first = events.iter().position(|e| e["type"] == "content_block_delta").unwrap();
    let shape = events[first].clone();
    events.retain(|e| e["type"] != "content_block_delta");
    let letters: Vec<char> = text.chars().collect();
    for (i, piece) in letters.chunks(5).enumerate() {
        let mut delta = shape.clone();
        delta["delta"]["text"] = piece.iter().collect::<String>().into();
        events.insert(first + i, delta);
    }
    let stream: String = events.iter().map(|e| format!("event: {}\ndata: {e}\n\n", e["type"].as_str().unwrap())).collect();
    Response::builder().header("content-type", "text/event-stream; charset=utf-8").body(Body::from(stream)).unwrap()
}
