//! Deliveries of GitLab's webhooks: who sent them, and what they say.
//!
//! Their dates come in two forms (`2016-08-12 15:23:28 UTC` among them); none is read here, the details are fetched.

use super::super::{Distrust, Happening, PulledChange, PushedCommit, signature};
use crate::domain::{artifact::PullState, reference::Reference};
use axum::http::HeaderMap;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// How far the sender's clock may be away, in seconds.
const SKEW: i64 = 300;

/// Either the plain secret in `X-Gitlab-Token`, or a signature (Standard Webhooks) where the secret is a signing token.
pub fn verify(secrets: &[String], headers: &HeaderMap, body: &[u8], now: DateTime<Utc>) -> Result<(), Distrust> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let signed = || Some((text("webhook-id")?, text("webhook-timestamp")?, text("webhook-signature")?));
    let (keys, plain): (Vec<_>, Vec<_>) = secrets.iter().filter(|s| !s.is_empty()).partition(|s| s.starts_with("whsec_"));
    if let Some((id, at, tags)) = signed().filter(|_| !keys.is_empty()) {
        let fits = keys.into_iter().filter_map(|key| STANDARD.decode(key.strip_prefix("whsec_")?).ok()).any(|key| {
            // Several while a secret is being changed.
            let tags = tags.split(' ').filter_map(|tag| STANDARD.decode(tag.strip_prefix("v1,")?).ok());
            tags.into_iter().any(|tag| signature::fits(&key, &[id.as_bytes(), b".", at.as_bytes(), b".", body], &tag))
        });
        if !fits {
            return Err(Distrust::WrongSignature);
        }
        let seconds: i64 = at.parse().map_err(|_| Distrust::WrongTime)?;
        return if (now.timestamp() - seconds).abs() <= SKEW { Ok(()) } else { Err(Distrust::WrongTime) };
    }
    let token = text("x-gitlab-token").ok_or(Distrust::Unsigned)?;
    if plain.into_iter().any(|secret| signature::same(secret, token)) { Ok(()) } else { Err(Distrust::WrongSignature) }
}

/// The id of the delivery, which a repetition keeps, and what happened.
pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<(Option<String>, Happening), Distrust> {
    let id = ["idempotency-key", "webhook-id", "x-gitlab-event-uuid"].into_iter().find_map(|name| headers.get(name)?.to_str().ok());
    let payload: Payload = serde_json::from_slice(body).map_err(|_| Distrust::Malformed)?;
    Ok((id.map(|id| format!("gitlab:{id}")), happening(payload)))
}

fn happening(payload: Payload) -> Happening {
    let project = payload.project.map(|p| p.web_url).unwrap_or_default();
    match payload.object_kind.as_str() {
        "push" => pushed(payload.reference, payload.after.as_deref(), payload.commits),
        "merge_request" => payload.object_attributes.and_then(|request| pulled(&project, request)).unwrap_or(Happening::Other),
        "note" | "pipeline" => {
            let sha = payload.object_attributes.and_then(|o| o.sha);
            let request = payload.merge_request.and_then(|request| pulled(&project, request));
            request.unwrap_or_else(|| sha.map_or(Happening::Other, |sha| Happening::Checked { sha }))
        }
        _ => Happening::Other,
    }
}

fn pulled(project: &str, request: Request) -> Option<Happening> {
    // The address in an event may be of an old form or of another project; number and project are not.
    let reference = Reference::parse(&format!("{project}/-/merge_requests/{}", request.iid?))?;
    let draft = request.draft || request.work_in_progress;
    let state = match (request.state.as_deref(), draft) {
        (Some("merged"), _) => Some(PullState::Merged),
        (Some("closed"), _) => Some(PullState::Closed),
        (Some("opened" | "reopened" | "locked"), draft) => Some(if draft { PullState::Draft } else { PullState::Open }),
        _ => None,
    };
    Some(Happening::Pulled(Box::new(PulledChange {
        reference,
        title: request.title.unwrap_or_default(),
        description: request.description.unwrap_or_default(),
        branch: request.source_branch.unwrap_or_default(),
        state,
        author: None,
    })))
}

/// At most 20 commits are told; merge requests bring the rest.
fn pushed(reference: Option<String>, after: Option<&str>, commits: Vec<Commit>) -> Happening {
    let gone = after.is_some_and(|sha| sha.bytes().all(|b| b == b'0'));
    let Some(branch) = reference.as_deref().and_then(|r| r.strip_prefix("refs/heads/")).filter(|_| !gone) else {
        return Happening::Other;
    };
    let commit = |c: Commit| {
        let reference = Reference::parse(&c.url.replacen("/-/commit/", "/commit/", 1).replacen("/commit/", "/-/commit/", 1))?;
        Some(PushedCommit { reference, message: c.message, author: c.author.and_then(|a| a.name) })
    };
    Happening::Pushed { branch: branch.to_owned(), commits: commits.into_iter().filter_map(commit).collect() }
}

#[derive(Deserialize)]
struct Payload {
    object_kind: String,
    project: Option<Project>,
    object_attributes: Option<Request>,
    merge_request: Option<Request>,
    #[serde(rename = "ref")]
    reference: Option<String>,
    after: Option<String>,
    #[serde(default)]
    commits: Vec<Commit>,
}

#[derive(Deserialize)]
struct Project {
    web_url: String,
}

/// A merge request; of other objects only what they share with it.
#[derive(Deserialize)]
struct Request {
    iid: Option<i64>,
    title: Option<String>,
    description: Option<String>,
    source_branch: Option<String>,
    state: Option<String>,
    #[serde(default)]
    draft: bool,
    #[serde(default)]
    work_in_progress: bool,
    sha: Option<String>,
}

#[derive(Deserialize)]
struct Commit {
    url: String,
    message: String,
    author: Option<Author>,
}

#[derive(Deserialize)]
struct Author {
    name: Option<String>,
}
