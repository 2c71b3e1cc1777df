//! Recognises the address of a pull request, a merge request or a commit.
//!
//! The pattern of the path decides, so that a GitHub Enterprise or a self-managed GitLab is recognised before anybody has
//! told Maestro about it. Whether such a host may be *asked* is another matter: that takes a connection.

use super::{artifact::ArtifactType, connection::ConnectionKind};

mod origin;
mod remote;
#[cfg(test)]
mod tests;

pub use remote::Remote;

/// One spelling for the address at which people see the pages of a host; none if it is not an address.
pub fn normal_web_url(address: &str) -> Option<String> {
    let (origin, path) = origin::split(address)?;
    let prefix = path.split(['?', '#']).next().unwrap_or_default();
    Some(format!("{origin}{}", prefix.trim_end_matches('/')))
}

/// What an address names on a code host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// `Github` or `Gitlab`.
    pub host: ConnectionKind,
    /// Scheme, host and port, as `https://github.com`.
    pub web_url: String,
    /// `acme/app`; on GitLab the full path of the project. Letter case as it was written.
    pub repo: String,
    /// `Pr`, `Mr` or `Commit`.
    pub kind: ArtifactType,
    /// Of a pull or merge request.
    pub number: Option<i64>,
    /// Of a commit, in lower case; may be abbreviated.
    pub sha: Option<String>,
}

impl Reference {
    /// Reads an address as people paste it; none if it names something else.
    pub fn parse(address: &str) -> Option<Self> {
        let (web_url, path) = origin::split(address)?;
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty()).collect();
        if !segments.iter().all(|s| plain(s)) {
            return None;
        }
        let at_gitlab = origin::host(&web_url).split('.').any(|label| label == "gitlab");
        gitlab(&web_url, &segments, at_gitlab).or_else(|| if at_gitlab { None } else { github(&web_url, &segments) })
    }

    /// The one address under which this is stored, whatever was pasted: both hosts ignore the letter case of a path.
    pub fn canonical_url(&self) -> String {
        let (web, repo) = (&self.web_url, self.repo.to_ascii_lowercase());
        let dash = if self.host == ConnectionKind::Gitlab { "-/" } else { "" };
        match (&self.sha, self.number) {
            (Some(sha), _) => format!("{web}/{repo}/{dash}commit/{sha}"),
            (None, Some(number)) if self.host == ConnectionKind::Gitlab => format!("{web}/{repo}/-/merge_requests/{number}"),
            (None, Some(number)) => format!("{web}/{repo}/pull/{number}"),
            (None, None) => format!("{web}/{repo}"),
        }
    }

    /// How people write it: `acme/app#12`, `group/app!34`, `acme/app@0a1b2c3`.
    pub fn short(&self) -> String {
        match (&self.sha, self.number) {
            (Some(sha), _) => format!("{}@{}", self.repo, sha.get(..7).unwrap_or(sha)),
            (None, Some(number)) => format!("{}{}{number}", self.repo, if self.host == ConnectionKind::Gitlab { '!' } else { '#' }),
            (None, None) => self.repo.clone(),
        }
    }

    /// The path of the repository as the host at `web_url` knows it, which may live under a prefix (`https://host/gitlab`);
    /// none if this belongs to another host.
    pub fn repo_at(&self, web_url: &str) -> Option<&str> {
        let (origin, prefix) = origin::split(web_url)?;
        if origin != self.web_url {
            return None;
        }
        match prefix.trim_matches('/') {
            "" => Some(&self.repo),
            prefix => self.repo.strip_prefix(prefix)?.strip_prefix('/'),
        }
    }
}

/// `/owner/repo/pull/12…`, `/owner/repo/commit/<sha>`, `/owner/repo/pull/12/commits/<sha>`.
fn github(web_url: &str, segments: &[&str]) -> Option<Reference> {
    let [owner, repo, rest @ ..] = segments else { return None };
    let (kind, number, sha) = match rest {
        ["pull", _, "commits", sha, ..] | ["commit", sha, ..] => (ArtifactType::Commit, None, Some(commit(sha)?)),
        ["pull", number, ..] => (ArtifactType::Pr, Some(positive(number)?), None),
        _ => return None,
    };
    let web_url = web_url.to_owned();
    Some(Reference { host: ConnectionKind::Github, web_url, repo: format!("{owner}/{repo}"), kind, number, sha })
}

/// `/group/…/project/-/merge_requests/34…`, `/-/commit/<sha>`, and both without the dash as old versions wrote them.
fn gitlab(web_url: &str, segments: &[&str], at_gitlab: bool) -> Option<Reference> {
    let dash = segments.iter().position(|s| *s == "-");
    let end = dash.or_else(|| segments.iter().rposition(|s| matches!(*s, "merge_requests" | "commit")))?;
    let (project, rest) = (segments.get(..end)?, segments.get(end + usize::from(dash.is_some())..)?);
    if project.len() < 2 {
        return None;
    }
    let (kind, number, sha) = match rest {
        ["merge_requests", number, ..] => (ArtifactType::Mr, Some(positive(number)?), None),
        // `/owner/repo/commit/<sha>` is GitHub's, unless the host says otherwise; only GitLab has deeper paths.
        ["commit", sha, ..] if dash.is_some() || at_gitlab || deep_commit(project) => (ArtifactType::Commit, None, Some(commit(sha)?)),
        _ => return None,
    };
    let web_url = web_url.to_owned();
    Some(Reference { host: ConnectionKind::Gitlab, web_url, repo: project.join("/"), kind, number, sha })
}

fn deep_commit(project: &[&str]) -> bool {
    project.len() > 2 && !project.contains(&"pull")
}

fn plain(segment: &str) -> bool {
    segment != ".." && segment != "." && segment.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'+' | b'~'))
}

/// `12`, `12.diff` and `12.patch` are the same request.
fn positive(segment: &str) -> Option<i64> {
    let digits = without_suffix(segment);
    let number = if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok()? } else { 0 };
    (number > 0).then_some(number)
}

fn commit(segment: &str) -> Option<String> {
    let sha = without_suffix(segment);
    let fits = (7..=64).contains(&sha.len()) && sha.bytes().all(|b| b.is_ascii_hexdigit());
    fits.then(|| sha.to_ascii_lowercase())
}

fn without_suffix(segment: &str) -> &str {
    segment.strip_suffix(".diff").or_else(|| segment.strip_suffix(".patch")).unwrap_or(segment)
}
