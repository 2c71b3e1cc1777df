//! Asks a Prometheus.

use super::{
    super::{
        super::{
            SourceError, backoff,
            http::{Ask, Auth, Http, Manners},
        },
        gathered::Gathered,
        options::SourceOptions,
        pieces::{self, Piece},
        source::{Fetched, MetricSource},
    },
    advice, wire,
};
use crate::domain::series::Window;
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use reqwest::{
    Response, Url,
    header::{AUTHORIZATION, HeaderMap},
};

/// A server answers at most 11,000 points to one question (it counts distances, so one more would pass).
const POINTS_MOST: i64 = 11_000;
/// Queries that are longer go into a form. Shorter ones do not: proxies that guard against forged forms refuse those.
const QUERY_MOST: usize = 1_500;
/// What people copy together with the base address.
const TAILS: [&str; 4] = ["/api/v1/query_range", "/api/v1/query", "/api/v1", "/graph"];

/// A Prometheus that is asked one query.
pub(in super::super) struct Prometheus {
    http: Http,
    query: String,
    /// What comes is known as a counter.
    counter: bool,
    /// Behind Grafana a POST may be refused.
    only_get: bool,
}

impl Prometheus {
    pub(in super::super) fn new(options: &SourceOptions) -> Result<Self, SourceError> {
        let base = base(&options.endpoint)?;
        let (prefix, token) = options.authorization();
        let auth = Auth { header: AUTHORIZATION, prefix };
        let http = Http::new(&options.http(base.as_str(), token), &auth, HeaderMap::new(), backoff::usual)?.with(manners());
        Ok(Self::over(http, options, base.path().contains("/api/datasources/proxy/")))
    }

    /// The same over a connection that is prepared already.
    pub(in super::super) fn over(http: Http, options: &SourceOptions, only_get: bool) -> Self {
        Self { http, query: options.query.trim().to_owned(), counter: options.counter, only_get }
    }

    /// The window, in as many questions as it takes.
    pub(in super::super) async fn range(&self, window: Window, step: u32, now: DateTime<Utc>) -> Result<Fetched, SourceError> {
        let asked = pieces::cut(window, step, POINTS_MOST, now)?;
        let mut gathered = Gathered::default();
        for piece in &asked.pieces {
            let body = self.http.ask(&self.question(*piece, asked.step), now).await?;
            wire::read(&body, &mut gathered)?;
        }
        for warning in advice::about(&self.query, asked.step, self.counter) {
            gathered.warn(warning);
        }
        gathered.one(asked.window, Some(asked.step), "aggregate them, as with sum(…) or avg(…)").map(Fetched::Series)
    }

    fn question(&self, piece: Piece, step: u32) -> Ask {
        let (start, end, step) = (piece.first.to_string(), piece.last.to_string(), step.to_string());
        let query = [("query", self.query.as_str()), ("start", &start), ("end", &end), ("step", &step)];
        let url = self.http.url(&["api", "v1", "query_range"], &query);
        if self.query.len() > QUERY_MOST && !self.only_get { Ask::form(url) } else { Ask::get(url) }
    }
}

impl MetricSource for Prometheus {
    fn fetch<'a>(&'a self, window: Window, step: u32, now: DateTime<Utc>) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        Box::pin(self.range(window, step, now))
    }
}

/// How a Prometheus says no.
pub(in super::super) fn manners() -> Manners {
    Manners { refusal: wire::refusal, repeats, ..Manners::default() }
}

/// 503 and 504 are queries that took too long: asking again makes it worse.
pub(in super::super) fn repeats(answer: &Response) -> bool {
    matches!(answer.status().as_u16(), 408 | 500 | 502)
}

fn base(endpoint: &str) -> Result<Url, SourceError> {
    let wrong = |_| SourceError::Refused { detail: "the endpoint is not an address, as https://prometheus.example.com".into() };
    let mut url = Url::parse(endpoint.trim()).map_err(wrong)?;
    url.set_query(None);
    url.set_fragment(None);
    let path = url.path().trim_end_matches('/');
    let bare = TAILS.iter().find_map(|tail| path.strip_suffix(tail)).unwrap_or(path).to_owned();
    url.set_path(&bare);
    Ok(url)
}
