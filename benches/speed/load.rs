//! Requests, and how long they take.

use crate::server::Server;
use maestro::domain::auth::Scope;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// One program with a token of its own.
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Client {
    pub async fn new(server: &Server, scope: Scope) -> Self {
        Self { http: reqwest::Client::new(), base: server.base.clone(), token: server.token(scope).await }
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self
            .http
            .get(format!("{}{path}", self.base))
            .bearer_auth(&self.token)
            .header("accept", "application/json")
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{path}: {} {}", answer.status(), answer.text().await.unwrap());
        answer.json().await.unwrap()
    }

    /// What the board page asks for.
    pub async fn board(&self) -> Value {
        let request = self.http.post(format!("{}/rpc/goals/board", self.base)).bearer_auth(&self.token);
        let answer = request.json(&json!({ "filter": {}, "more": null })).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    }

    /// Every page of a list.
    pub async fn all(&self, path: &str) -> usize {
        let mut count = 0;
        let mut cursor = String::new();
        loop {
            let page = self.get(&format!("{path}{cursor}")).await;
            count += page["items"].as_array().unwrap().len();
            let Some(next) = page["nextCursor"].as_str() else { return count };
            cursor = format!("&cursor={next}");
        }
    }

    pub async fn post(&self, path: &str, body: Value) {
        self.send(reqwest::Method::POST, path, body).await;
    }

    /// Any call with a body; its answer.
    pub async fn send(&self, method: reqwest::Method, path: &str, body: Value) -> Value {
        let answer = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {} {}", answer.status(), answer.text().await.unwrap());
        answer.json().await.unwrap()
    }

    /// An answer that goes on.
    pub async fn stream(&self, path: &str) -> reqwest::Response {
        let request = self.http.get(format!("{}{path}", self.base)).bearer_auth(&self.token);
        let answer = request.header("accept", "text/event-stream").send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer
    }
}

/// How long each repetition took, sorted.
pub struct Times(Vec<Duration>);

impl Times {
    pub fn p50(&self) -> Duration {
        self.0[self.0.len() / 2]
    }

    pub fn p95(&self) -> Duration {
        self.0[self.0.len() * 95 / 100]
    }

    pub fn mean(&self) -> Duration {
        self.0.iter().sum::<Duration>() / u32::try_from(self.0.len()).unwrap()
    }

    pub fn most(&self) -> Duration {
        self.0[self.0.len() - 1]
    }
}

impl From<Vec<Duration>> for Times {
    fn from(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }
}

/// One after the other, after a tenth of them to warm up.
pub async fn repeat<T>(times: usize, mut run: impl AsyncFnMut(usize) -> T) -> Times {
    for i in 0..times / 10 {
        run(i).await;
    }
    let mut taken = Vec::with_capacity(times);
    for i in times / 10..times / 10 + times {
        let before = Instant::now();
        run(i).await;
        taken.push(before.elapsed());
    }
    taken.into()
}

pub fn median(times: Vec<Duration>) -> Duration {
    Times::from(times).p50()
}

/// As many reports as `clients` can send, each waiting for its answer.
pub async fn reports_per_second(server: &Server, clients: usize, span: Duration) -> f64 {
    let mut ready = Vec::new();
    for _ in 0..clients {
        ready.push(Client::new(server, Scope::Report).await);
    }
    let before = Instant::now();
    let senders: Vec<_> = ready
        .into_iter()
        .zip(1..)
        .map(|(client, number)| {
            tokio::spawn(async move {
                let mut sent = 0;
                while before.elapsed() < span {
                    client.post("/api/report", report(number, sent)).await;
                    sent += 1;
                }
                sent
            })
        })
        .collect();
    let mut sent = 0;
    for sender in senders {
        sent += sender.await.unwrap();
    }
    sent as f64 / before.elapsed().as_secs_f64()
}

/// Open event streams, each past its first byte or its head.
pub async fn streams(client: &Client, count: usize) -> Vec<reqwest::Response> {
    let mut open = Vec::new();
    for _ in 0..count {
        let request = client.http.get(format!("{}/api/events", client.base)).bearer_auth(&client.token);
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
        open.push(answer);
    }
    open
}

pub fn goal(number: usize) -> Value {
    json!({ "title": format!("Make the start {number} percent faster"), "tags": ["speed"], "project": "app" })
}

pub fn report(client: usize, number: usize) -> Value {
    json!({
        "goalId": "G1", "sessionId": format!("session-{client}"), "agentName": "claude-code",
        "summary": format!("Optimised step {number} of the render pipeline"), "outcome": "done",
        "artifacts": [{ "type": "commit", "sha": format!("{client:08x}{number:032x}") }],
        "usage": { "inputTokens": 1200, "outputTokens": 340, "costUsd": 0.0123 },
    })
}
