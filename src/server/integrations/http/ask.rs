//! Questions: what may be sent again, whatever its method, because nothing is changed by it.

use super::{
    super::SourceError,
    send::{ATTEMPTS, Http, outage},
};
use chrono::{DateTime, Utc};
use reqwest::{
    Method, Url,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde_json::Value;

/// A question to a peer.
#[derive(Debug)]
pub(in super::super) struct Ask {
    method: Method,
    pub url: Url,
    headers: HeaderMap,
    body: Option<String>,
}

impl Ask {
    pub(in super::super) fn get(url: Url) -> Self {
        Self { method: Method::GET, url, headers: HeaderMap::new(), body: None }
    }

    /// A question that is too long for an address: the query goes into a form.
    pub(in super::super) fn form(mut url: Url) -> Self {
        let form = url.query().unwrap_or_default().to_owned();
        url.set_query(None);
        Self::post(url, form, "application/x-www-form-urlencoded")
    }

    pub(in super::super) fn json(url: Url, body: &Value) -> Self {
        Self::post(url, body.to_string(), "application/json")
    }

    fn post(url: Url, body: String, kind: &'static str) -> Self {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))]);
        Self { method: Method::POST, url, headers, body: Some(body) }
    }

    /// With more headers, as a signature.
    pub(in super::super) fn with(mut self, headers: HeaderMap) -> Self {
        self.headers.extend(headers);
        self
    }

    /// The method as it goes over the wire.
    pub(in super::super) fn method(&self) -> &str {
        self.method.as_str()
    }

    /// What is sent after the head; empty for none.
    pub(in super::super) fn body(&self) -> &str {
        self.body.as_deref().unwrap_or_default()
    }
}

impl Http {
    /// Asks, again where that can help: after a failure of the connection, even in the middle of an answer, and after a
    /// status that the peer's manners name. A limit is never asked again.
    pub(in super::super) async fn ask(&self, ask: &Ask, now: DateTime<Utc>) -> Result<String, SourceError> {
        if !self.is_ours(&ask.url) {
            return Err(SourceError::Refused { detail: format!("{} is another host", ask.url.host_str().unwrap_or("?")) });
        }
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.once(ask, now).await {
                Err(Miss { again: true, .. }) if attempt < ATTEMPTS => tokio::time::sleep(self.pause(attempt)).await,
                result => return result.map_err(|miss| miss.error),
            }
        }
    }

    async fn once(&self, ask: &Ask, now: DateTime<Utc>) -> Result<String, Miss> {
        let mut request = self.client.request(ask.method.clone(), ask.url.clone()).headers(ask.headers.clone());
        if let Some(body) = &ask.body {
            request = request.body(body.clone());
        }
        let answer = request.send().await.map_err(|e| Miss::of(outage(&self.base, &e), true))?;
        // A success whose end is missing is asked again too.
        let again = answer.status().is_success() || (self.manners.repeats)(&answer);
        self.text(answer, now).await.map_err(|error| Miss::of(error, again))
    }
}

/// A question without an answer.
struct Miss {
    error: SourceError,
    again: bool,
}

impl Miss {
    fn of(error: SourceError, again: bool) -> Self {
        let again = again && matches!(error, SourceError::Outage { .. });
        Self { error, again }
    }
}
