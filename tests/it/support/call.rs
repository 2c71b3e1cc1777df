//! One request, and its answer.

use reqwest::{RequestBuilder, header::HeaderMap};
use serde_json::Value;
use std::{future::IntoFuture, pin::Pin};

/// A request in the making; `.await` sends it.
pub struct Call(RequestBuilder);

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Call {
    pub fn new(request: RequestBuilder) -> Self {
        Self(request)
    }

    /// With this token instead.
    pub fn token(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// With this header, in place of one of that name.
    pub fn header(self, name: &str, value: &str) -> Self {
        let (name, value) = (name.parse::<reqwest::header::HeaderName>().unwrap(), value.parse().unwrap());
        Self(self.0.headers([(name, value)].into_iter().collect()))
    }

    /// With a JSON body.
    pub fn json(self, body: Value) -> Self {
        Self(self.0.json(&body))
    }

    /// With a body as it is.
    pub fn body(self, kind: &str, body: impl Into<reqwest::Body>) -> Self {
        Self(self.header("content-type", kind).0.body(body))
    }

    /// Sends it and leaves the body to be read bit by bit, for event streams.
    pub async fn stream(self) -> reqwest::Response {
        self.0.send().await.unwrap()
    }
}

impl IntoFuture for Call {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let response = self.0.send().await.unwrap();
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            Answer { status, headers, body: response.text().await.unwrap() }
        })
    }
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.body))
    }

    /// The body of a 2xx as JSON; anything else fails the test with what was said.
    pub fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.body);
        self.json()
    }

    /// The problem document of a refusal with that status: its `detail`.
    pub fn refused(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.body);
        let problem = self.json();
        assert_eq!(problem["status"], status);
        problem["detail"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|v| v.to_str().unwrap())
    }
}
