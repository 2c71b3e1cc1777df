//! One request: where to, as whom, how often.

use super::super::{Reach, SourceError, backoff::Limit, reach::Forbidden};
use chrono::{DateTime, Utc};
use reqwest::{
    Client, Response, StatusCode, Url,
    header::{ETAG, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH, RETRY_AFTER},
    redirect,
};
use serde::Serialize;
use std::{
    fmt,
    hash::{BuildHasher, Hasher, RandomState},
    time::Duration,
};

/// How often a request is made in all before an outage is believed.
pub(super) const ATTEMPTS: u32 = 3;
const REDIRECTS: usize = 5;

/// Where a peer answers and who asks.
#[derive(Clone)]
pub struct Options {
    /// Scheme, host, port and path prefix.
    pub base_url: String,
    /// None asks anonymously.
    pub token: Option<String>,
    /// The pause before the first repetition; the second is twice as long.
    pub first_pause: Duration,
    /// How long one request may take in all.
    pub timeout: Duration,
    /// Which addresses may be asked.
    pub reach: Reach,
}

impl Options {
    /// The usual patience and reach.
    pub fn new(base_url: impl Into<String>, token: Option<String>) -> Self {
        Self {
            base_url: base_url.into(),
            token: token.filter(|t| !t.is_empty()),
            first_pause: Duration::from_millis(300),
            timeout: Duration::from_secs(30),
            reach: Reach::default(),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token = self.token.as_ref().map(|_| "…");
        f.debug_struct("Options").field("base_url", &self.base_url).field("token", &token).finish_non_exhaustive()
    }
}

/// The header that carries the token.
pub(in super::super) struct Auth {
    pub header: HeaderName,
    /// `Bearer `, or nothing.
    pub prefix: &'static str,
}

/// Reads what an answer says about limits.
type LimitOf = fn(u16, &HeaderMap, &str, DateTime<Utc>) -> Limit;

/// What a refusal means where a peer has ways of its own; none: what its status usually means.
pub(in super::super) type Refusal = fn(u16, &HeaderMap, &str) -> Option<SourceError>;

/// Where one peer behaves unlike the others.
#[derive(Clone, Copy)]
pub(in super::super) struct Manners {
    pub refusal: Refusal,
    /// What is to be told where a caller whose secret was refused is answered as a stranger, and only a header says so.
    pub stranger: fn(&HeaderMap) -> Option<&'static str>,
    /// Whether a question that was answered with this status is worth asking again at once.
    pub repeats: fn(&Response) -> bool,
}

impl Default for Manners {
    fn default() -> Self {
        Self { refusal: |_, _, _| None, stranger: |_| None, repeats: worth_repeating }
    }
}

/// A peer that is asked by HTTP.
pub(in super::super) struct Http {
    pub(super) client: Client,
    pub(super) base: Url,
    pub(super) limit_of: LimitOf,
    pub(super) manners: Manners,
    anonymous: bool,
    first_pause: Duration,
}

/// A header that carries a secret: it is left out where headers are shown.
pub(in super::super) fn secret_value(text: &str) -> Result<HeaderValue, SourceError> {
    let refused = |_| SourceError::Refused { detail: "the token has characters that no token has".into() };
    let mut value = HeaderValue::from_str(text).map_err(refused)?;
    value.set_sensitive(true);
    Ok(value)
}

impl Http {
    pub(in super::super) fn new(options: &Options, auth: &Auth, mut headers: HeaderMap, limit_of: LimitOf) -> Result<Self, SourceError> {
        let refused = |detail: &str| SourceError::Refused { detail: detail.to_owned() };
        let base = Url::parse(&options.base_url).map_err(|_| refused("the base address is not an address"))?;
        options.reach.check(&base)?;
        if let Some(token) = &options.token {
            headers.insert(auth.header.clone(), secret_value(&format!("{}{token}", auth.prefix))?);
        }
        let client = Client::builder()
            .user_agent(concat!("maestro/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .redirect(redirect::Policy::custom(stay))
            .dns_resolver(options.reach.resolver())
            .connect_timeout(Duration::from_secs(10).min(options.timeout))
            .timeout(options.timeout)
            .build()
            .map_err(|e| SourceError::Outage { detail: format!("could not prepare the connection: {e}") })?;
        let (manners, anonymous, first_pause) = (Manners::default(), options.token.is_none(), options.first_pause);
        Ok(Self { client, base, limit_of, manners, anonymous, first_pause })
    }

    /// Takes the peer as it is.
    pub(in super::super) fn with(self, manners: Manners) -> Self {
        Self { manners, ..self }
    }

    /// An address below the base. A segment may hold slashes: they are escaped, as GitLab wants its project paths.
    pub(in super::super) fn url(&self, segments: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// It is asked without a token.
    pub(in super::super) fn is_anonymous(&self) -> bool {
        self.anonymous
    }

    /// Same scheme, host and port as the base: only there may the token go.
    pub(super) fn is_ours(&self, url: &Url) -> bool {
        url.origin() == self.base.origin()
    }

    /// Sends a GET, again where that can help.
    pub(super) async fn get(&self, url: &Url, etag: Option<&str>) -> Result<Response, SourceError> {
        let mut attempt = 0;
        loop {
            let mut request = self.client.get(url.clone());
            if let Some(etag) = etag {
                request = request.header(IF_NONE_MATCH, etag);
            }
            let sent = request.send().await;
            attempt += 1;
            let again = sent.as_ref().map_or(true, worth_repeating);
            if !again || attempt == ATTEMPTS {
                return sent.map_err(|e| outage(&self.base, &e));
            }
            tokio::time::sleep(self.pause(attempt)).await;
        }
    }

    /// Sends a POST with a JSON body, once: what was perhaps carried out is not sent again.
    pub(in super::super) async fn post<T: Serialize + Sync>(&self, url: &Url, body: &T, now: DateTime<Utc>) -> Result<String, SourceError> {
        let answer = self.client.post(url.clone()).json(body).send().await.map_err(|e| outage(&self.base, &e))?;
        self.text(answer, now).await
    }

    /// Doubles with each attempt; jitter keeps several of us from coming back together.
    pub(super) fn pause(&self, attempt: u32) -> Duration {
        let jitter = RandomState::new().build_hasher().finish() % 500;
        self.first_pause * 2_u32.pow(attempt - 1) * (1_000 + u32::try_from(jitter).unwrap_or(0)) / 1_000
    }
}

/// A peer in trouble may be well again at once; one that says when to come back is not asked before.
pub(super) fn worth_repeating(answer: &Response) -> bool {
    let trouble = answer.status().is_server_error() || answer.status() == StatusCode::REQUEST_TIMEOUT;
    trouble && !answer.headers().contains_key(RETRY_AFTER)
}

/// Follows within one origin only: reqwest would carry a custom token header to the other host.
fn stay(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let stays = attempt.previous().last().is_some_and(|from| from.origin() == attempt.url().origin());
    if stays && attempt.previous().len() <= REDIRECTS { attempt.follow() } else { attempt.stop() }
}

/// The error without the address of the request, and with its innermost cause, which is what a person can act on.
pub(super) fn outage(base: &Url, error: &reqwest::Error) -> SourceError {
    let host = base.host_str().unwrap_or("the peer");
    let host = base.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if let Some(forbidden) = cause.downcast_ref::<Forbidden>() {
        return SourceError::Refused { detail: forbidden.to_string() };
    }
    let detail = if error.is_timeout() {
        format!("{host} did not answer in time")
    } else if error.is_connect() {
        format!("could not connect to {host}: {cause}")
    } else {
        format!("the connection to {host} broke: {cause}")
    };
    SourceError::Outage { detail }
}

/// The tag of an answer, verbatim.
pub(super) fn etag(headers: &HeaderMap) -> Option<String> {
    headers.get(ETAG)?.to_str().ok().map(str::to_owned)
}
