//! One door to both code hosts.

use super::{
    Answer, Change, Options, Quota, Recall, Remarks, SourceError,
    github::Github,
    gitlab::Gitlab,
    http::{Http, Visit},
};
use crate::domain::{connection::ConnectionKind, reference::Reference};
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;

/// A code host behind one base address, asked with one token or none.
pub struct CodeHost {
    kind: Kind,
    web_url: String,
}

enum Kind {
    Github(Github),
    Gitlab(Gitlab),
}

/// A pull or merge request that is to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChange {
    pub title: String,
    /// Markdown.
    pub body: String,
    /// The branch with the work.
    pub head: String,
    /// The branch that it is for.
    pub base: String,
}

/// What one round of questions gave.
#[derive(Debug)]
pub struct Fetched {
    pub outcome: Result<Change, SourceError>,
    /// Answers to recall next time; worth keeping after a failure too.
    pub learnt: Vec<(String, Answer)>,
    pub quota: Option<Quota>,
}

impl CodeHost {
    /// `web_url` is where people see its pages, as `https://github.com`.
    pub fn new(kind: ConnectionKind, options: &Options, web_url: &str) -> Result<Self, SourceError> {
        let kind = match kind {
            ConnectionKind::Github => Kind::Github(Github::new(options)?),
            ConnectionKind::Gitlab => Kind::Gitlab(Gitlab::new(options)?),
            ConnectionKind::Anthropic | ConnectionKind::Openai | ConnectionKind::Jira => {
                return Err(SourceError::Refused { detail: format!("{} is not a code host", kind.label()) });
            }
        };
        Ok(Self { kind, web_url: web_url.to_owned() })
    }

    /// Asks for everything about `reference`.
    pub async fn fetch(&self, reference: &Reference, recall: Recall<'_>, now: DateTime<Utc>) -> Fetched {
        let mut visit = Visit::new(self.http(), recall, now);
        let outcome = self.ask(&mut visit, reference).await;
        Fetched { outcome, learnt: visit.learnt, quota: visit.quota }
    }

    /// Finds out whether the address and the token are right; the answer is for a person.
    pub async fn probe(&self, recall: Recall<'_>, now: DateTime<Utc>) -> (Result<String, SourceError>, Option<Quota>) {
        let mut visit = Visit::new(self.http(), recall, now);
        let told = match &self.kind {
            Kind::Github(host) => host.probe(&mut visit).await,
            Kind::Gitlab(host) => host.probe(&mut visit).await,
        };
        (told, visit.quota)
    }

    async fn ask(&self, visit: &mut Visit<'_>, reference: &Reference) -> Result<Change, SourceError> {
        let elsewhere = || SourceError::Refused { detail: format!("{} is not at {}", reference.short(), self.web_url) };
        let repo = reference.repo_at(&self.web_url).ok_or_else(elsewhere)?;
        match (&self.kind, &reference.sha, reference.number) {
            (Kind::Github(host), Some(sha), _) => host.commit(visit, repo, sha).await,
            (Kind::Github(host), None, Some(number)) => host.pull(visit, repo, number).await,
            (Kind::Gitlab(host), Some(sha), _) => host.commit(visit, repo, sha).await,
            (Kind::Gitlab(host), None, Some(number)) => host.merge_request(visit, repo, number).await,
            (_, None, None) => Err(elsewhere()),
        }
    }

    /// Asks what fails and what reviewers wrote about the pull or merge request of `reference`.
    pub async fn remarks(&self, reference: &Reference, now: DateTime<Utc>) -> Result<Remarks, SourceError> {
        let elsewhere = || SourceError::Refused { detail: format!("{} is no request at {}", reference.short(), self.web_url) };
        let (repo, number) = reference.repo_at(&self.web_url).zip(reference.number).ok_or_else(elsewhere)?;
        let mut visit = Visit::new(self.http(), &nothing, now);
        match &self.kind {
            Kind::Github(host) => host.remarks(&mut visit, repo, number).await,
            Kind::Gitlab(host) => host.remarks(&mut visit, repo, number).await,
        }
    }

    /// Opens a pull or merge request, or finds the one that is open for this branch already; its address.
    pub async fn open_change(&self, repo: &str, new: &NewChange, now: DateTime<Utc>) -> Result<String, SourceError> {
        let mut visit = Visit::new(self.http(), &nothing, now);
        match &self.kind {
            Kind::Github(host) => host.open_change(&mut visit, repo, new, now).await,
            Kind::Gitlab(host) => host.open_change(&mut visit, repo, new, now).await,
        }
    }

    fn http(&self) -> &Http {
        match &self.kind {
            Kind::Github(host) => host.http(),
            Kind::Gitlab(host) => host.http(),
        }
    }
}

/// No earlier answer.
fn nothing(_: String) -> BoxFuture<'static, Option<Answer>> {
    Box::pin(async { None })
}
