//! Asks GitLab.

use super::{
    super::{
        Change, NewChange, Options, Remarks, SourceError, backoff,
        http::{Auth, Http, Visit},
    },
    map, remarks, wire,
};
use chrono::{DateTime, Utc};
use reqwest::{
    Url,
    header::{HeaderMap, HeaderName},
};
use serde_json::json;

const PER_PAGE: (&str, &str) = ("per_page", "100");
/// More than that is not handed on in any case.
const REMARKS_PAGES: usize = 5;

/// GitLab behind one base address, asked with one token or none.
pub(in super::super) struct Gitlab {
    http: Http,
}

impl Gitlab {
    pub(in super::super) fn new(options: &Options) -> Result<Self, SourceError> {
        let auth = Auth { header: HeaderName::from_static("private-token"), prefix: "" };
        Http::new(options, &auth, HeaderMap::new(), backoff::gitlab).map(|http| Self { http })
    }

    pub(in super::super) fn http(&self) -> &Http {
        &self.http
    }

    /// A merge request by its number in the project (`iid`), with its diffs, notes, commits and pipeline.
    pub(in super::super) async fn merge_request(&self, visit: &mut Visit<'_>, project: &str, iid: i64) -> Result<Change, SourceError> {
        let iid = iid.to_string();
        let at = |rest: &[&str], query: &[(&str, &str)]| self.project(project, &[&["merge_requests", &iid], rest].concat(), query);
        let request: wire::MergeRequest = visit.one(at(&[], &[])).await?;
        let diffs = visit.maybe_all(at(&["diffs"], &[PER_PAGE]), 30, |page: Vec<_>| page).await?;
        let notes = visit.maybe_all(at(&["notes"], &[("sort", "asc"), PER_PAGE]), 20, |page: Vec<wire::Note>| page).await?;
        let commits = visit.maybe_all(at(&["commits"], &[PER_PAGE]), 5, |page: Vec<_>| page).await?;
        let pipeline = if request.head_pipeline.is_some() {
            None
        } else {
            // The latest comes first.
            visit.maybe::<Vec<wire::Pipeline>>(at(&["pipelines"], &[("per_page", "1")])).await?.and_then(|mut p| p.pop())
        };
        let diffs = diffs.filter(|(_, whole)| *whole).map(|(diffs, _)| diffs);
        let notes = notes.map(|(notes, _)| distinct(notes));
        Ok(map::merge_request(map::Parts { request, diffs, notes, commits: commits.unwrap_or_default().0, pipeline }))
    }

    /// A commit with its diff and its last pipeline.
    pub(in super::super) async fn commit(&self, visit: &mut Visit<'_>, project: &str, sha: &str) -> Result<Change, SourceError> {
        let commit: wire::Commit = visit.one(self.project(project, &["repository", "commits", sha], &[])).await?;
        let diffs =
            visit.maybe_all(self.project(project, &["repository", "commits", sha, "diff"], &[PER_PAGE]), 30, |page: Vec<_>| page).await?;
        let diffs = diffs.filter(|(_, whole)| *whole).map(|(diffs, _)| diffs);
        Ok(map::commit(commit, diffs.as_deref()))
    }

    /// What fails and what was written about a merge request.
    pub(in super::super) async fn remarks(&self, visit: &mut Visit<'_>, project: &str, iid: i64) -> Result<Remarks, SourceError> {
        let iid = iid.to_string();
        let at = |rest: &[&str], query: &[(&str, &str)]| self.project(project, &[&["merge_requests", &iid], rest].concat(), query);
        let request: wire::MergeRequest = visit.one(at(&[], &[])).await?;
        let discussions = visit.all(at(&["discussions"], &[PER_PAGE]), REMARKS_PAGES, |page: Vec<_>| page).await?;
        let pipeline = match request.head_pipeline {
            Some(pipeline) => Some(pipeline),
            None => visit.maybe::<Vec<wire::Pipeline>>(at(&["pipelines"], &[("per_page", "1")])).await?.and_then(|mut p| p.pop()),
        };
        let jobs = match pipeline.and_then(|pipeline| Some((pipeline.id?.to_string(), pipeline.project_id))) {
            Some((id, owner)) => {
                let owner = owner.map_or_else(|| project.to_owned(), |owner| owner.to_string());
                let url = self.project(&owner, &["pipelines", &id, "jobs"], &[("scope[]", "failed"), PER_PAGE]);
                visit.all(url, REMARKS_PAGES, |page: Vec<_>| page).await?.0
            }
            None => Vec::new(),
        };
        Ok(Remarks { checks: remarks::checks(jobs), comments: remarks::comments(discussions.0, &request.web_url) })
    }

    /// Opens a merge request, or finds the one that is open for this branch.
    pub(in super::super) async fn open_change(
        &self,
        visit: &mut Visit<'_>,
        project: &str,
        new: &NewChange,
        now: DateTime<Utc>,
    ) -> Result<String, SourceError> {
        let url = self.project(project, &["merge_requests"], &[]);
        let body = json!({ "title": new.title, "description": new.body, "source_branch": new.head, "target_branch": new.base });
        match self.http.post(&url, &body, now).await {
            Ok(said) => wire::Opened::read(&said),
            // 409: one is open already.
            Err(SourceError::Refused { detail }) => {
                let query = [("source_branch", new.head.as_str()), ("state", "opened")];
                let open: Vec<wire::Opened> = visit.one(self.project(project, &["merge_requests"], &query)).await?;
                open.into_iter().next().map(|request| request.web_url).ok_or(SourceError::Refused { detail })
            }
            Err(error) => Err(error),
        }
    }

    /// Who the token is for, or that an anonymous caller is answered.
    pub(in super::super) async fn probe(&self, visit: &mut Visit<'_>) -> Result<String, SourceError> {
        if self.http.is_anonymous() {
            let _: Vec<serde::de::IgnoredAny> = visit.one(self.http.url(&["projects"], &[("per_page", "1"), ("simple", "true")])).await?;
            return Ok("it answers without a token".into());
        }
        let user: wire::User = visit.one(self.http.url(&["user"], &[])).await?;
        Ok(format!("the token belongs to {}", user.username))
    }

    /// The path of the project is one segment: its slashes are escaped, once.
    fn project(&self, project: &str, rest: &[&str], query: &[(&str, &str)]) -> Url {
        self.http.url(&[&["projects", project], rest].concat(), query)
    }
}

/// A page that shifts while we read repeats entries.
fn distinct(notes: Vec<wire::Note>) -> Vec<wire::Note> {
    let mut seen = std::collections::BTreeSet::new();
    notes.into_iter().filter(|n| seen.insert(n.id)).collect()
}
