//! Asks GitHub.

use super::{
    super::{
        Change, NewChange, Options, Quota, Remarks, SourceError, backoff,
        http::{Auth, Http, Visit},
    },
    map, remarks, wire,
};
use crate::domain::{artifact::Ci, feedback::FailedCheck};
use chrono::{DateTime, Utc};
use reqwest::{
    Url,
    header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue},
};
use serde_json::json;

/// 2026-03-10 takes `merge_commit_sha` away; this one is supported until at least March 2028.
const API_VERSION: &str = "2022-11-28";
const PER_PAGE: (&str, &str) = ("per_page", "100");
/// More than that is not handed on in any case.
const REMARKS_PAGES: usize = 5;

/// GitHub behind one base address, asked with one token or none.
pub(in super::super) struct Github {
    http: Http,
}

impl Github {
    pub(in super::super) fn new(options: &Options) -> Result<Self, SourceError> {
        let headers = HeaderMap::from_iter([
            (ACCEPT, HeaderValue::from_static("application/vnd.github+json")),
            (HeaderName::from_static("x-github-api-version"), HeaderValue::from_static(API_VERSION)),
        ]);
        let auth = Auth { header: AUTHORIZATION, prefix: "Bearer " };
        Http::new(options, &auth, headers, backoff::github).map(|http| Self { http })
    }

    pub(in super::super) fn http(&self) -> &Http {
        &self.http
    }

    /// A pull request with its files, reviews, commits and CI.
    pub(in super::super) async fn pull(&self, visit: &mut Visit<'_>, repo: &str, number: i64) -> Result<Change, SourceError> {
        let number = number.to_string();
        let pull: wire::Pull = visit.one(self.repo(repo, &["pulls", &number], &[])?).await?;
        // At most 3000 files and 250 commits are told.
        let files = visit.maybe_all(self.repo(repo, &["pulls", &number, "files"], &[PER_PAGE])?, 30, |page: Vec<_>| page).await?;
        let reviews = visit.maybe_all(self.repo(repo, &["pulls", &number, "reviews"], &[PER_PAGE])?, 20, |page: Vec<_>| page).await?;
        let commits = visit.maybe_all(self.repo(repo, &["pulls", &number, "commits"], &[PER_PAGE])?, 3, |page: Vec<_>| page).await?;
        let events = visit.maybe_all(self.repo(repo, &["issues", &number, "events"], &[PER_PAGE])?, 10, |page: Vec<_>| page).await?;
        // CI belongs to the head: after a squash the merge commit is another one.
        let ci = match &pull.head {
            Some(head) => self.ci(visit, repo, &head.sha).await?,
            None => None,
        };
        let files = files.filter(|(_, whole)| *whole).map(|(files, _)| files);
        let (commits, events) = (commits.unwrap_or_default().0, events.unwrap_or_default().0);
        Ok(map::pull(map::PullParts { pull, files, reviews: reviews.map(|r| r.0), commits, events, ci }))
    }

    /// A commit with its CI.
    pub(in super::super) async fn commit(&self, visit: &mut Visit<'_>, repo: &str, sha: &str) -> Result<Change, SourceError> {
        let pages = visit.all(self.repo(repo, &["commits", sha], &[PER_PAGE])?, 30, |page: wire::Commit| vec![page]).await?;
        let mut pages = pages.0.into_iter();
        let Some(mut commit) = pages.next() else {
            return Err(SourceError::Malformed { detail: "the commit has no page".into() });
        };
        let mut files = std::mem::take(&mut commit.files);
        files.extend(pages.flat_map(|page| page.files));
        let ci = self.ci(visit, repo, &commit.sha).await?;
        Ok(map::commit(commit, &files, ci))
    }

    /// What fails and what was written about a pull request.
    pub(in super::super) async fn remarks(&self, visit: &mut Visit<'_>, repo: &str, number: i64) -> Result<Remarks, SourceError> {
        let number = number.to_string();
        let pull: wire::Pull = visit.one(self.repo(repo, &["pulls", &number], &[])?).await?;
        let reviews = visit.all(self.repo(repo, &["pulls", &number, "reviews"], &[PER_PAGE])?, REMARKS_PAGES, |page: Vec<_>| page).await?;
        let comments =
            visit.all(self.repo(repo, &["pulls", &number, "comments"], &[PER_PAGE])?, REMARKS_PAGES, |page: Vec<_>| page).await?;
        let checks = match &pull.head {
            Some(head) => self.failed(visit, repo, &head.sha).await?,
            None => Vec::new(),
        };
        Ok(Remarks { checks, comments: remarks::comments(reviews.0, comments.0) })
    }

    /// A token may be allowed only one of both calls; with neither, silence would look as if all was well.
    async fn failed(&self, visit: &mut Visit<'_>, repo: &str, sha: &str) -> Result<Vec<FailedCheck>, SourceError> {
        let url = self.repo(repo, &["commits", sha, "check-runs"], &[PER_PAGE, ("filter", "latest")])?;
        let runs = visit.maybe_all(url, REMARKS_PAGES, |page: wire::CheckRuns| page.check_runs).await?;
        let url = self.repo(repo, &["commits", sha, "status"], &[PER_PAGE])?;
        let statuses = visit.maybe_all(url, REMARKS_PAGES, |page: wire::CombinedStatus| page.statuses).await?;
        if runs.is_none() && statuses.is_none() {
            return Err(SourceError::Refused { detail: "the token may read neither checks nor statuses".into() });
        }
        Ok(remarks::checks(runs.unwrap_or_default().0, statuses.unwrap_or_default().0))
    }

    /// Opens a pull request, or finds the one that is open for this branch.
    pub(in super::super) async fn open_change(
        &self,
        visit: &mut Visit<'_>,
        repo: &str,
        new: &NewChange,
        now: DateTime<Utc>,
    ) -> Result<String, SourceError> {
        let url = self.repo(repo, &["pulls"], &[])?;
        let body = json!({ "title": new.title, "body": new.body, "head": new.head, "base": new.base });
        match self.http.post(&url, &body, now).await {
            Ok(said) => wire::Opened::read(&said),
            // 422: one is open already, or there is nothing to merge; which of them is told by the list.
            Err(SourceError::Refused { detail }) => {
                let owner = repo.split('/').next().unwrap_or_default();
                let head = format!("{owner}:{}", new.head);
                let open: Vec<wire::Opened> = visit.one(self.repo(repo, &["pulls"], &[("head", &head), ("state", "open")])?).await?;
                open.into_iter().next().map(|pull| pull.html_url).ok_or(SourceError::Refused { detail })
            }
            Err(error) => Err(error),
        }
    }

    /// Who the token is for, or what an anonymous caller may.
    pub(in super::super) async fn probe(&self, visit: &mut Visit<'_>) -> Result<String, SourceError> {
        // Costs nothing, and works for tokens that belong to nobody.
        match visit.one::<wire::RateLimit>(self.http.url(&["rate_limit"], &[])).await {
            Ok(told) => {
                let core = told.resources.core;
                let quota = Quota { limit: core.limit, remaining: core.remaining, resets_at: DateTime::from_timestamp(core.reset, 0) };
                visit.quota = Some(quota);
                Ok(quota.sentence())
            }
            // Enterprise Server with its limits off.
            Err(SourceError::NotFound { detail }) if detail.contains("Rate limiting is not enabled") => Ok("there is no limit".into()),
            Err(e) => Err(e),
        }
    }

    /// Needs both calls; a token may be allowed only one of them.
    async fn ci(&self, visit: &mut Visit<'_>, repo: &str, sha: &str) -> Result<Option<Ci>, SourceError> {
        let url = self.repo(repo, &["commits", sha, "check-runs"], &[PER_PAGE, ("filter", "latest")])?;
        let runs = visit.maybe_all(url, 10, |page: wire::CheckRuns| page.check_runs).await?;
        let combined: Option<wire::CombinedStatus> = visit.maybe(self.repo(repo, &["commits", sha, "status"], &[])?).await?;
        let known = runs.is_some() || combined.is_some();
        Ok(known.then(|| map::ci(&runs.unwrap_or_default().0, combined.as_ref())))
    }

    fn repo(&self, repo: &str, rest: &[&str], query: &[(&str, &str)]) -> Result<Url, SourceError> {
        let (owner, name) = repo.split_once('/').ok_or_else(|| SourceError::Refused { detail: format!("{repo} is not owner/name") })?;
        Ok(self.http.url(&[&["repos", owner, name], rest].concat(), query))
    }
}
