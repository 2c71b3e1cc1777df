//! How one question goes to Jira and what comes back.

use super::{
    super::{
        Answer, SourceError,
        http::{Ask, Http, Visit},
    },
    adf, comment,
};
use crate::server::integrations::jira::Deployment;
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// One Jira, and the version of its interface.
pub struct Talk {
    pub http: Http,
    pub version: &'static str,
    pub now: DateTime<Utc>,
}

impl Talk {
    /// A record.
    pub async fn get<T: DeserializeOwned>(&self, rest: &[&str], query: &[(&str, &str)]) -> Result<T, SourceError> {
        Visit::new(&self.http, &nothing, self.now).one(self.http.url(&self.path(rest), query)).await
    }

    /// A question that changes nothing, though it is sent by POST.
    pub async fn ask<T: DeserializeOwned>(&self, rest: &[&str], body: &Value) -> Result<T, SourceError> {
        let text = self.http.ask(&Ask::json(self.http.url(&self.path(rest), &[]), body), self.now).await?;
        read(rest, &text)
    }

    /// Something that is to be written, once.
    pub async fn tell<T: DeserializeOwned>(&self, rest: &[&str], body: &Value) -> Result<T, SourceError> {
        let text = self.http.post(&self.http.url(&self.path(rest), &[]), body, self.now).await?;
        read(rest, &text)
    }

    fn path<'a>(&self, rest: &[&'a str]) -> Vec<&'a str> {
        [&["rest", "api", self.version], rest].concat()
    }
}

/// A comment as that Jira wants it.
pub fn comment_body(deployment: Deployment, markdown: &str) -> Value {
    match deployment {
        Deployment::Cloud => comment::adf(markdown),
        Deployment::DataCenter => comment::wiki(markdown).into(),
    }
}

/// Whether the body of a comment has these words; Jira may have escaped or split what was sent.
pub fn says(body: &Value, words: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    letters(&adf::text(body)).contains(&letters(words))
}

/// Lengths as Jira counts.
pub fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn read<T: DeserializeOwned>(rest: &[&str], text: &str) -> Result<T, SourceError> {
    let named = rest.join("/");
    serde_json::from_str(text)
        .map_err(|e| SourceError::Malformed { detail: format!("the answer to {named} is not what it should be: {e}") })
}

/// No earlier answer.
fn nothing(_: String) -> BoxFuture<'static, Option<Answer>> {
    Box::pin(async { None })
}
