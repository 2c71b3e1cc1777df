//! Deliveries of GitHub's webhooks: who sent them, and what they say.

use super::{
    super::{Distrust, Happening, PulledChange, PushedCommit, signature},
    map,
};
use crate::domain::reference::Reference;
use axum::http::HeaderMap;
use reqwest::Url;
use serde::Deserialize;
use std::borrow::Cow;

/// The signature has to fit the bytes as they came, before anything reads them.
pub fn verify(secrets: &[String], headers: &HeaderMap, body: &[u8]) -> Result<(), Distrust> {
    let header = headers.get("x-hub-signature-256").and_then(|v| v.to_str().ok()).ok_or(Distrust::Unsigned)?;
    let tag = header.strip_prefix("sha256=").and_then(signature::unhex).ok_or(Distrust::WrongSignature)?;
    let fits = secrets.iter().filter(|s| !s.is_empty()).any(|secret| signature::fits(secret.as_bytes(), &[body], &tag));
    if fits { Ok(()) } else { Err(Distrust::WrongSignature) }
}

/// The id of the delivery, which a redelivery keeps, and what happened.
pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<(Option<String>, Happening), Distrust> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let id = text("x-github-delivery").map(|id| format!("github:{id}"));
    let form = text("content-type").is_some_and(|t| t.starts_with("application/x-www-form-urlencoded"));
    let json = json(body, form).ok_or(Distrust::Malformed)?;
    let payload: Payload = serde_json::from_str(&json).map_err(|_| Distrust::Malformed)?;
    Ok((id, happening(text("x-github-event").unwrap_or_default(), payload)))
}

fn happening(event: &str, payload: Payload) -> Happening {
    match event {
        "ping" => Happening::Ping,
        "push" => pushed(payload),
        "check_run" => checked(payload.check_run.and_then(|c| c.head_sha)),
        "check_suite" => checked(payload.check_suite.and_then(|c| c.head_sha)),
        "workflow_run" => checked(payload.workflow_run.and_then(|c| c.head_sha)),
        "status" => checked(payload.sha),
        _ => payload.pull_request.and_then(pulled).map_or(Happening::Other, |pull| Happening::Pulled(Box::new(pull))),
    }
}

fn checked(sha: Option<String>) -> Happening {
    sha.map_or(Happening::Other, |sha| Happening::Checked { sha })
}

fn pulled(pull: Pull) -> Option<PulledChange> {
    // `merged` is absent in review events, and `merge_commit_sha` is set without a merge.
    let merged = pull.merged == Some(true) || pull.merged_at.is_some();
    Some(PulledChange {
        reference: Reference::parse(&pull.html_url)?,
        state: Some(map::state(&pull.state, pull.draft, merged)),
        title: pull.title,
        description: pull.body.unwrap_or_default(),
        branch: pull.head.branch,
        author: pull.user.map(|u| u.login),
    })
}

fn pushed(payload: Payload) -> Happening {
    let reference = payload.reference.unwrap_or_default();
    let Some(branch) = reference.strip_prefix("refs/heads/").filter(|_| !payload.deleted) else {
        return Happening::Other;
    };
    let new = payload.commits.into_iter().filter(|c| c.distinct != Some(false));
    let commit = |c: Commit| {
        let author = c.author.and_then(|a| a.username.or(a.name));
        Some(PushedCommit { reference: Reference::parse(&c.url)?, message: c.message, author })
    };
    Happening::Pushed { branch: branch.to_owned(), commits: new.filter_map(commit).collect() }
}

/// A hook may be set up to send its JSON as a form field.
fn json(body: &[u8], form: bool) -> Option<Cow<'_, str>> {
    let text = std::str::from_utf8(body).ok()?;
    if !form {
        return Some(Cow::Borrowed(text));
    }
    let url = Url::parse(&format!("http://form/?{text}")).ok()?;
    url.query_pairs().find(|(name, _)| name == "payload").map(|(_, value)| Cow::Owned(value.into_owned()))
}

#[derive(Deserialize)]
struct Payload {
    pull_request: Option<Pull>,
    #[serde(rename = "ref")]
    reference: Option<String>,
    #[serde(default)]
    deleted: bool,
    #[serde(default)]
    commits: Vec<Commit>,
    check_run: Option<Check>,
    check_suite: Option<Check>,
    workflow_run: Option<Check>,
    sha: Option<String>,
}

#[derive(Deserialize)]
struct Pull {
    html_url: String,
    title: String,
    body: Option<String>,
    state: String,
    #[serde(default)]
    draft: bool,
    merged: Option<bool>,
    merged_at: Option<String>,
    head: Head,
    user: Option<User>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(rename = "ref")]
    branch: String,
}

#[derive(Deserialize)]
struct User {
    login: String,
}

#[derive(Deserialize)]
struct Commit {
    url: String,
    message: String,
    /// False for a commit that arrived earlier on another branch.
    distinct: Option<bool>,
    author: Option<Author>,
}

#[derive(Deserialize)]
struct Author {
    username: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Check {
    head_sha: Option<String>,
}
