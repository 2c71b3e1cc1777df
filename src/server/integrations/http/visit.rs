//! One round of questions to a peer, which remembers what it learnt.

use super::{
    super::{Quota, SourceError, backoff},
    Answer, Http, Recall,
    send::etag,
};
use chrono::{DateTime, Utc};
use reqwest::{
    StatusCode, Url,
    header::{HeaderMap, LINK},
};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;

/// Longer answers are not kept: they would fill the database for little.
const KEEP_MOST: usize = 512 * 1024;

/// One round of questions.
pub(in super::super) struct Visit<'a> {
    http: &'a Http,
    recall: Recall<'a>,
    now: DateTime<Utc>,
    /// Answers to keep, by address.
    pub learnt: Vec<(String, Answer)>,
    /// As the latest answer told it.
    pub quota: Option<Quota>,
}

struct Page {
    body: String,
    next: Option<Url>,
}

impl<'a> Visit<'a> {
    pub(in super::super) fn new(http: &'a Http, recall: Recall<'a>, now: DateTime<Utc>) -> Self {
        Self { http, recall, now, learnt: Vec::new(), quota: None }
    }

    /// A single record.
    pub(in super::super) async fn one<T: DeserializeOwned>(&mut self, url: Url) -> Result<T, SourceError> {
        let page = self.page(url.clone()).await?;
        read(&url, &page.body)
    }

    /// A record that is nice to have: none where the host has no such thing or this token may not see it.
    pub(in super::super) async fn maybe<T: DeserializeOwned>(&mut self, url: Url) -> Result<Option<T>, SourceError> {
        optional(self.one(url).await)
    }

    /// All pages of a list, at most `most`; the flag says that the end was reached.
    pub(in super::super) async fn all<P: DeserializeOwned, T>(
        &mut self,
        url: Url,
        most: usize,
        items: fn(P) -> Vec<T>,
    ) -> Result<(Vec<T>, bool), SourceError> {
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        let mut next = Some(url);
        while let Some(url) = next.take() {
            // A peer that points back would keep us for ever.
            if seen.len() == most || !seen.insert(url.to_string()) {
                return Ok((found, false));
            }
            let page = self.page(url.clone()).await?;
            found.extend(items(read(&url, &page.body)?));
            next = page.next;
        }
        Ok((found, true))
    }

    /// A list that is nice to have.
    pub(in super::super) async fn maybe_all<P: DeserializeOwned, T>(
        &mut self,
        url: Url,
        most: usize,
        items: fn(P) -> Vec<T>,
    ) -> Result<Option<(Vec<T>, bool)>, SourceError> {
        optional(self.all(url, most, items).await)
    }

    async fn page(&mut self, url: Url) -> Result<Page, SourceError> {
        if !self.http.is_ours(&url) {
            let detail = format!("the next page is at another host, {}", url.host_str().unwrap_or("?"));
            return Err(SourceError::Refused { detail });
        }
        let known = (self.recall)(url.to_string()).await;
        let answer = self.http.get(&url, known.as_ref().map(|k| k.etag.as_str())).await?;
        self.quota = backoff::quota(answer.headers(), self.now).or(self.quota);
        if let (StatusCode::NOT_MODIFIED, Some(known)) = (answer.status(), known) {
            let next = known.next.as_deref().and_then(|next| Url::parse(next).ok());
            return Ok(Page { body: known.body, next });
        }
        let (next, tag) = (next_page(&url, answer.headers()), etag(answer.headers()));
        let body = self.http.text(answer, self.now).await?;
        if let Some(etag) = tag.filter(|_| body.len() <= KEEP_MOST) {
            let answer = Answer { etag, next: next.as_ref().map(Url::to_string), body: body.clone() };
            self.learnt.push((url.to_string(), answer));
        }
        Ok(Page { body, next })
    }
}

/// The next page as the peer names it: GitHub by `Link`, whose path differs from the one that was asked; GitLab by
/// `x-next-page` too, which is empty at the end.
fn next_page(url: &Url, headers: &HeaderMap) -> Option<Url> {
    let links = headers.get_all(LINK).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let named = links.filter_map(|link| link.split_once(';')).find(|(_, rel)| rel.contains(r#"rel="next""#));
    if let Some((target, _)) = named {
        return url.join(target.trim().trim_start_matches('<').trim_end_matches('>')).ok();
    }
    let number = headers.get("x-next-page")?.to_str().ok()?.trim();
    number.parse::<u32>().ok()?;
    let others: Vec<(String, String)> = url.query_pairs().filter(|(name, _)| name != "page").map(|(n, v)| (n.into(), v.into())).collect();
    let mut next = url.clone();
    next.query_pairs_mut().clear().extend_pairs(others).append_pair("page", number);
    Some(next)
}

fn read<T: DeserializeOwned>(url: &Url, body: &str) -> Result<T, SourceError> {
    serde_json::from_str(body)
        .map_err(|e| SourceError::Malformed { detail: format!("the answer to {} is not what it should be: {e}", url.path()) })
}

fn optional<T>(result: Result<T, SourceError>) -> Result<Option<T>, SourceError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(e) if e.is_about_one_thing() => Ok(None),
        Err(e) => Err(e),
    }
}
