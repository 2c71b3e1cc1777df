//! Asks Jira, whichever of both it turns out to be.

use super::{
    super::{
        Options, SourceError, backoff,
        http::{Auth, Http, Manners},
    },
    map::{self, EpicFields},
    talk::{self, Talk},
    wire,
};
use crate::domain::jira::Issue;
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, Utc};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use serde_json::json;
use std::collections::BTreeSet;

/// The most issues of a page; either Jira may give fewer.
const PAGE: usize = 100;
const FIELDS: [&str; 8] = ["summary", "description", "status", "issuetype", "parent", "resolutiondate", "labels", "duedate"];

/// Which Jira answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deployment {
    Cloud,
    DataCenter,
}

impl Deployment {
    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cloud => "Cloud",
            Self::DataCenter => "Data Center",
        }
    }
}

/// What a search brought.
#[derive(Debug, Default)]
pub struct Found {
    pub issues: Vec<Issue>,
    /// How many there are in all, where Jira says it.
    pub total: Option<u64>,
    /// There are more than were asked for.
    pub more: bool,
}

/// A Jira behind one base address, asked with one secret or none.
pub struct Jira {
    talk: Talk,
    deployment: Deployment,
    /// Where people see its pages.
    web_url: String,
    epics: EpicFields,
}

impl Jira {
    /// Finds out which Jira answers, and what it calls the fields that we need.
    ///
    /// A secret as `you@example.com:token` goes as Cloud wants it; one without a colon is a personal access token of
    /// Data Center. `web_url` is where people see its pages; without one the base address is, except for the gateway
    /// of Cloud, which has no pages.
    pub async fn open(options: &Options, web_url: Option<&str>, now: DateTime<Utc>) -> Result<Self, SourceError> {
        let with_name = options.token.as_deref().is_some_and(|token| token.contains(':'));
        let token = options.token.as_deref().map(|token| if with_name { BASE64_STANDARD.encode(token) } else { token.to_owned() });
        let auth = Auth { header: AUTHORIZATION, prefix: if with_name { "Basic " } else { "Bearer " } };
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let http = Http::new(&Options { token, ..options.clone() }, &auth, headers, backoff::jira)?
            .with(Manners { stranger, ..Manners::default() });
        let mut talk = Talk { http, version: "2", now };
        let info = server_info(&mut talk).await?;
        let deployment = deployment(&info, &options.base_url);
        talk.version = if deployment == Deployment::Cloud { "3" } else { "2" };
        if deployment == Deployment::Cloud && options.token.is_some() && !with_name {
            let detail = "this is Jira Cloud: enter the secret as your e-mail address and an API token, as you@example.com:token";
            return Err(SourceError::Unauthorized { detail: detail.into() });
        }
        let gateway = options.base_url.contains("/ex/jira/");
        let own = if gateway { &info.base_url } else { &options.base_url };
        let web_url = web_url.unwrap_or(own).trim_end_matches('/').to_owned();
        Ok(Self { talk, deployment, web_url, epics: EpicFields::default() })
    }

    /// Which Jira it is.
    pub fn deployment(&self) -> Deployment {
        self.deployment
    }

    /// Where people see an issue.
    pub fn url_of(&self, key: &str) -> String {
        format!("{}/browse/{key}", self.web_url)
    }

    /// Where people see its pages.
    pub fn web_url(&self) -> &str {
        &self.web_url
    }

    /// Whose secret it is, and which Jira answers; for a person.
    pub async fn probe(&self) -> Result<String, SourceError> {
        let kind = self.deployment.label();
        if self.talk.http.is_anonymous() {
            return Ok(format!("Jira {kind} answers, without a token: it shows what is public"));
        }
        let me = self.me().await?;
        let name = me.name.filter(|name| *name != me.display_name && !name.is_empty()).map(|name| format!(" ({name})"));
        Ok(format!("Jira {kind}, as {}{}", me.display_name, name.unwrap_or_default()))
    }

    /// Fails where the secret is not accepted: Cloud answers a search without one as well, with nothing in it.
    pub async fn check(&self) -> Result<(), SourceError> {
        if self.talk.http.is_anonymous() { Ok(()) } else { self.me().await.map(|_| ()) }
    }

    async fn me(&self) -> Result<wire::Myself, SourceError> {
        self.talk.get(&["myself"], &[]).await
    }

    /// The issues of a query, at most `most`. `on_page` hears how many were read, and of how many.
    pub async fn search(
        &mut self,
        jql: &str,
        most: usize,
        on_page: &mut (dyn FnMut(u64, Option<u64>) + Send),
    ) -> Result<Found, SourceError> {
        let mut found = match self.deployment {
            Deployment::Cloud => self.search_cloud(jql, most, on_page).await?,
            Deployment::DataCenter => self.search_server(jql, most, on_page).await?,
        };
        found.more |= found.issues.len() > most;
        found.issues.truncate(most);
        Ok(found)
    }

    /// The end is where no next page is named: a short page is none. A token that comes back would keep us for ever.
    async fn search_cloud(&self, jql: &str, most: usize, on_page: &mut (dyn FnMut(u64, Option<u64>) + Send)) -> Result<Found, SourceError> {
        // A refusal of the query is told by the search itself, in better words.
        let counted: Result<wire::Count, _> = self.talk.ask(&["search", "approximate-count"], &json!({ "jql": jql })).await;
        let total = counted.ok().map(|count| count.count);
        let (mut issues, mut seen, mut tokens) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        let mut token: Option<String> = None;
        loop {
            let mut body = json!({ "jql": jql, "fields": FIELDS, "maxResults": PAGE.min(most + 1) });
            if let Some(token) = &token {
                body["nextPageToken"] = json!(token);
            }
            let page: wire::CloudPage = self.talk.ask(&["search", "jql"], &body).await?;
            self.take(page.issues, &mut seen, &mut issues);
            on_page(talk::count(issues.len()), total);
            token = page.next_page_token.filter(|_| page.is_last != Some(true)).filter(|token| !token.is_empty());
            match &token {
                Some(next) if issues.len() <= most && tokens.insert(next.clone()) => {}
                left => return Ok(Found { more: left.is_some(), issues, total }),
            }
        }
    }

    /// The server may give fewer than asked, so what counts is what came; it ends at the total or at an empty page.
    async fn search_server(
        &mut self,
        jql: &str,
        most: usize,
        on_page: &mut (dyn FnMut(u64, Option<u64>) + Send),
    ) -> Result<Found, SourceError> {
        self.learn_fields().await?;
        let fields = self.fields();
        let (mut issues, mut seen, mut start) = (Vec::new(), BTreeSet::new(), 0);
        loop {
            let body = json!({ "jql": jql, "startAt": start, "maxResults": PAGE.min(most + 1), "fields": fields });
            let page: wire::ServerPage = self.talk.ask(&["search"], &body).await?;
            let came = page.issues.len();
            start += came;
            self.take(page.issues, &mut seen, &mut issues);
            on_page(talk::count(issues.len()), page.total);
            let more = came > 0 && page.total.is_none_or(|total| talk::count(start) < total);
            if !more || issues.len() > most {
                return Ok(Found { more, issues, total: page.total });
            }
        }
    }

    /// A list that shifts while it is read repeats entries.
    fn take(&self, page: Vec<wire::Issue>, seen: &mut BTreeSet<String>, issues: &mut Vec<Issue>) {
        let page = page.into_iter().filter(|issue| !issue.key.is_empty()).map(|issue| map::issue(issue, &self.epics));
        issues.extend(page.filter(|issue| seen.insert(issue.id.clone())));
    }

    /// One issue, by id or key.
    pub async fn issue(&mut self, name: &str) -> Result<Issue, SourceError> {
        self.learn_fields().await?;
        let fields = self.fields().join(",");
        let issue: wire::Issue = self.talk.get(&["issue", name], &[("fields", &fields)]).await?;
        if issue.key.is_empty() {
            return Err(SourceError::Malformed { detail: format!("the answer about {name} is no issue") });
        }
        Ok(map::issue(issue, &self.epics))
    }

    /// Writes a comment, once; its id.
    pub async fn comment(&self, key: &str, markdown: &str) -> Result<String, SourceError> {
        let body = json!({ "body": talk::comment_body(self.deployment, markdown) });
        let said: wire::Comment = self.talk.tell(&["issue", key, "comment"], &body).await?;
        Ok(said.id)
    }

    /// The id of a comment that says `words`, among the latest ones.
    pub async fn find_comment(&self, key: &str, words: &str) -> Result<Option<String>, SourceError> {
        let query = [("orderBy", "-created"), ("maxResults", "100")];
        let all: wire::Comments = self.talk.get(&["issue", key, "comment"], &query).await?;
        Ok(all.comments.into_iter().find(|comment| talk::says(&comment.body, words)).map(|comment| comment.id))
    }

    /// Data Center keeps the epic of an issue in a field of its own; Cloud has it among the rest.
    async fn learn_fields(&mut self) -> Result<(), SourceError> {
        if self.deployment == Deployment::DataCenter && self.epics == EpicFields::default() {
            let all: Vec<wire::Field> = self.talk.get(&["field"], &[]).await?;
            self.epics = map::epic_fields(&all);
        }
        Ok(())
    }

    fn fields(&self) -> Vec<&str> {
        let own = [self.epics.link.as_deref(), self.epics.name.as_deref()];
        FIELDS.into_iter().chain(own.into_iter().flatten()).collect()
    }
}

/// Both kinds answer it in version 2; something in front may let only the newer one through.
async fn server_info(talk: &mut Talk) -> Result<wire::ServerInfo, SourceError> {
    match talk.get(&["serverInfo"], &[]).await {
        Err(SourceError::NotFound { .. }) => {
            talk.version = "3";
            talk.get(&["serverInfo"], &[]).await
        }
        answer => answer,
    }
}

/// Cloud does not always say what it is: then its version, which counts from 1000, or its address does.
fn deployment(info: &wire::ServerInfo, base_url: &str) -> Deployment {
    let said = info.deployment_type.to_ascii_lowercase();
    let version: u32 = info.version.split('.').next().and_then(|number| number.parse().ok()).unwrap_or_default();
    let by_looks = version >= 1_000 || base_url.contains("/ex/jira/") || base_url.contains(".atlassian.net");
    if said == "cloud" || (said.is_empty() && by_looks) { Deployment::Cloud } else { Deployment::DataCenter }
}

/// Jira answers some questions of a caller whose secret it refused as those of a stranger.
fn stranger(headers: &HeaderMap) -> Option<&'static str> {
    let reason = headers.get("x-seraph-loginreason")?.to_str().ok()?;
    ["AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED"]
        .iter()
        .any(|word| reason.contains(word))
        .then_some("Jira refused the secret, or wants its owner to sign in on its pages first (a CAPTCHA)")
}
