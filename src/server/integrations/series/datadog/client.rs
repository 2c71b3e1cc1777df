//! Asks a Datadog.

use super::{
    super::{
        super::{
            SourceError, backoff,
            http::{Auth, Http, Manners, secret_value},
        },
        gathered::Gathered,
        options::SourceOptions,
        pieces,
        source::{Fetched, MetricSource},
    },
    refusal,
    site::api,
    v1, v2,
};
use crate::domain::series::Window;
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use reqwest::header::{HeaderMap, HeaderName};
use serde_json::{Map, Value};

const API_KEY: HeaderName = HeaderName::from_static("dd-api-key");
const APPLICATION_KEY: HeaderName = HeaderName::from_static("dd-application-key");

/// A Datadog that is asked one query.
pub(in super::super) struct Datadog {
    http: Http,
    query: Query,
}

enum Query {
    Plain(String),
    Json(Map<String, Value>),
}

impl Datadog {
    pub(in super::super) fn new(options: &SourceOptions) -> Result<Self, SourceError> {
        let http = connect(options)?;
        let text = options.query.trim();
        let query = match serde_json::from_str(text) {
            Ok(Value::Object(given)) => Query::Json(v2::attributes(given)?),
            _ if text.starts_with('{') => return Err(SourceError::Refused { detail: "the query is not quite JSON".into() }),
            _ => Query::Plain(text.to_owned()),
        };
        Ok(Self { http, query })
    }

    async fn range(&self, window: Window, step: u32, now: DateTime<Utc>) -> Result<Fetched, SourceError> {
        let mut gathered = Gathered::default();
        let asked = match &self.query {
            Query::Plain(_) => pieces::cut(window, step, v1::POINTS, now)?,
            Query::Json(_) => pieces::cut(window, step, v2::POINTS_MOST, now)?,
        };
        let real = match &self.query {
            Query::Plain(query) => v1::ask(&self.http, query, &asked, now, &mut gathered).await?,
            Query::Json(query) => v2::ask(&self.http, query, &asked, now, &mut gathered).await?,
        };
        let step = real.and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or(asked.step);
        // A point stands for the time that follows it: one whose time is not over will still change.
        let over = asked.window.until(now.timestamp() - i64::from(step));
        gathered.one(over, Some(step), "leave out the “by {…}” or aggregate them").map(Fetched::Series)
    }
}

impl MetricSource for Datadog {
    fn fetch<'a>(&'a self, window: Window, step: u32, now: DateTime<Utc>) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        Box::pin(self.range(window, step, now))
    }
}

/// A connection to the interface of a site, with both keys: queries need them.
pub(in super::super) fn connect(options: &SourceOptions) -> Result<Http, SourceError> {
    let key = SourceOptions::required(&options.secret, "the API key")?;
    let headers = key_headers(options)?;
    over(options, &api(&options.endpoint, options.settings.site.as_deref())?, key, headers)
}

/// The header with the application key.
pub(in super::super) fn key_headers(options: &SourceOptions) -> Result<HeaderMap, SourceError> {
    let application = SourceOptions::required(&options.second_secret, "the application key")?;
    Ok(HeaderMap::from_iter([(APPLICATION_KEY, secret_value(&application)?)]))
}

/// A connection with the API key, and what else is in `headers`.
pub(in super::super) fn over(options: &SourceOptions, base: &str, key: String, headers: HeaderMap) -> Result<Http, SourceError> {
    let auth = Auth { header: API_KEY, prefix: "" };
    let manners = Manners { refusal: refusal::meaning, ..Manners::default() };
    Ok(Http::new(&options.http(base, Some(key)), &auth, headers, backoff::datadog)?.with(manners))
}
