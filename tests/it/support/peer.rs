//! A peer on loopback that answers what it was told to, and remembers what it was asked.

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, Request, Response, header::IF_NONE_MATCH},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::net::TcpListener;

/// What the peer answers to one request.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    cut: bool,
}

impl Reply {
    /// JSON with status 200; `{peer}` in the body stands for the peer's own address.
    pub fn json(body: impl Into<String>) -> Self {
        Self { status: 200, headers: vec![("content-type".into(), "application/json".into())], body: body.into(), cut: false }
    }

    /// Anything, with no header at all.
    pub fn bare(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), cut: false }
    }

    /// The connection breaks in the middle of the body.
    #[must_use]
    pub fn cut(mut self) -> Self {
        self.cut = true;
        self
    }

    /// With one more header; `{peer}` works here too.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Path and query, still escaped.
    pub target: String,
    pub headers: HeaderMap,
    pub body: String,
}

/// The peer; it stops with the test's runtime.
#[derive(Clone)]
pub struct Peer {
    /// `http://127.0.0.1:…`
    pub url: String,
    world: Arc<Mutex<World>>,
}

#[derive(Default)]
struct World {
    url: String,
    /// Replies by path, or by path and query; the last one of a list stays.
    replies: HashMap<String, Vec<Reply>>,
    asked: Vec<Asked>,
}

impl Peer {
    /// Starts one that knows nothing yet: everything is 404.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let world = Arc::new(Mutex::new(World { url: url.clone(), ..World::default() }));
        let router = Router::new().fallback(answer).with_state(world.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, world }
    }

    /// From now on answers `target` so; with a query only that query, otherwise any.
    pub fn on(&self, target: &str, reply: Reply) -> &Self {
        self.world.lock().unwrap().replies.insert(target.to_owned(), vec![reply]);
        self
    }

    /// Answers `target` with these, one after the other; the last one stays.
    pub fn series(&self, target: &str, replies: Vec<Reply>) -> &Self {
        self.world.lock().unwrap().replies.insert(target.to_owned(), replies);
        self
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.world.lock().unwrap().asked.clone()
    }

    /// How often a target that contains `part` was asked.
    pub fn count(&self, part: &str) -> usize {
        self.asked().iter().filter(|a| a.target.contains(part)).count()
    }
}

async fn answer(State(world): State<Arc<Mutex<World>>>, request: Request<Body>) -> Response<Body> {
    let (path, target) = (request.uri().path().to_owned(), request.uri().to_string());
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_default();
    let mut world = world.lock().unwrap();
    let body = String::from_utf8_lossy(&body).into_owned();
    world.asked.push(Asked { target: target.clone(), headers: parts.headers.clone(), body });
    let key = if world.replies.contains_key(&target) { target } else { path };
    let Some(replies) = world.replies.get_mut(&key) else {
        return Response::builder().status(404).body(Body::from(r#"{"message":"Not Found"}"#)).unwrap();
    };
    let reply = if replies.len() > 1 { replies.remove(0) } else { replies[0].clone() };
    let asked_tag = parts.headers.get(IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
    let fresh = asked_tag.is_some() && reply.headers.iter().any(|(name, value)| name == "etag" && Some(value.as_str()) == asked_tag);
    let mut response = Response::builder().status(if fresh { 304 } else { reply.status });
    for (name, value) in &reply.headers {
        response = response.header(name, value.replace("{peer}", &world.url));
    }
    let body = reply.body.replace("{peer}", &world.url);
    response.body(if fresh { Body::empty() } else { sent(body, reply.cut) }).unwrap()
}

fn sent(body: String, cut: bool) -> Body {
    if !cut {
        return Body::from(body);
    }
    let half = body[..body.len() / 2].to_owned();
    Body::from_stream(futures::stream::iter([Ok(half), Err(std::io::Error::other("cut"))]))
}
