//! Asks a Grafana.

use super::{
    super::{
        super::{
            SourceError, backoff,
            http::{Ask, Auth, Http, Manners, secret_value},
        },
        gathered::Gathered,
        options::SourceOptions,
        pieces::{self, Piece},
        prometheus::{self, Prometheus},
        source::{Fetched, MetricSource},
    },
    frames,
    place::{self, DataSource, Place},
};
use crate::domain::series::Window;
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName};
use serde_json::{Map, Value, json};

/// As many as a Prometheus behind it answers.
const POINTS_MOST: i64 = 11_000;

/// A Grafana that is asked one query.
pub(in super::super) enum Grafana {
    /// By its proxy: the language of a Prometheus.
    Proxied(Prometheus),
    /// By `/api/ds/query`.
    Asked(Box<Asked>),
}

/// What is asked by `/api/ds/query`.
pub(in super::super) struct Asked {
    http: Http,
    query: String,
    datasource: Option<DataSource>,
}

impl Grafana {
    /// Whether this is Grafana's query interface, whatever it was taken for.
    pub(in super::super) fn is_at(endpoint: &str) -> bool {
        endpoint.contains("/api/ds/query")
    }

    /// The endpoint says which way is taken: one below `/api/datasources/proxy/uid/…` is the proxy.
    pub(in super::super) fn new(options: &SourceOptions) -> Result<Self, SourceError> {
        let place = Place::parse(&options.endpoint)?;
        if let Some(proxy) = place.proxy() {
            let http = connect(options, &proxy)?.with(prometheus::manners());
            return Ok(Self::Proxied(Prometheus::over(http, options, true)));
        }
        let kind = options.settings.datasource_kind.clone().unwrap_or_else(|| "prometheus".into());
        let datasource = options.settings.datasource.clone().map(|uid| DataSource { uid, kind });
        let manners = Manners { refusal: frames::refusal, repeats: prometheus::repeats, ..Manners::default() };
        let http = connect(options, &place.base)?.with(manners);
        Ok(Self::Asked(Box::new(Asked { http, query: options.query.trim().to_owned(), datasource })))
    }
}

impl MetricSource for Grafana {
    fn fetch<'a>(&'a self, window: Window, step: u32, now: DateTime<Utc>) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        match self {
            Self::Proxied(prometheus) => prometheus.fetch(window, step, now),
            Self::Asked(asked) => Box::pin(asked.range(window, step, now)),
        }
    }
}

impl Asked {
    async fn range(&self, window: Window, step: u32, now: DateTime<Utc>) -> Result<Fetched, SourceError> {
        let asked = pieces::cut(window, step, POINTS_MOST, now)?;
        let query = self.query(now).await?;
        let (mut gathered, mut told) = (Gathered::default(), None);
        for piece in &asked.pieces {
            let body = self.http.ask(&self.question(&query, *piece, asked.step), now).await?;
            told = frames::read(&body, &mut gathered)?.max(told);
        }
        let real = told.or_else(|| gathered.spacing()).and_then(|seconds| u32::try_from(seconds).ok());
        let step = Some(real.unwrap_or(asked.step));
        gathered.one(asked.window, step, "aggregate them in the query, as with sum(…)").map(Fetched::Series)
    }

    /// The query as Grafana wants it: one in JSON is handed on, any other one is for a Prometheus.
    async fn query(&self, now: DateTime<Utc>) -> Result<Map<String, Value>, SourceError> {
        let mut query = match serde_json::from_str(&self.query) {
            Ok(Value::Object(given)) => given,
            _ => Map::from_iter([
                ("expr".into(), json!(self.query)),
                ("range".into(), json!(true)),
                ("instant".into(), json!(false)),
                ("format".into(), json!("time_series")),
            ]),
        };
        query.insert("refId".into(), json!("A"));
        if !query.contains_key("datasource") {
            let found = match &self.datasource {
                Some(known) => known.clone(),
                None => place::prometheus(&self.http, now).await?,
            };
            query.insert("datasource".into(), json!({"type": found.kind, "uid": found.uid}));
        }
        Ok(query)
    }

    fn question(&self, query: &Map<String, Value>, piece: Piece, step: u32) -> Ask {
        let points = (piece.last - piece.first) / i64::from(step) + 1;
        let mut query = query.clone();
        // Grafana makes the step coarser where the range has more points than this, by a rule that rounds: there is room.
        query.insert("maxDataPoints".into(), json!(points * 2 + 100));
        query.insert("intervalMs".into(), json!(i64::from(step) * 1_000));
        query.insert("interval".into(), json!(format!("{step}s")));
        let (from, to) = (piece.first * 1_000, (piece.last * 1_000).max(piece.first * 1_000 + 1));
        let body = json!({"queries": [query], "from": from.to_string(), "to": to.to_string()});
        Ask::json(self.http.url(&["api", "ds", "query"], &[]), &body)
    }
}

/// A connection to the Grafana of the endpoint itself, whatever part of it the endpoint names.
pub(in super::super) fn itself(options: &SourceOptions) -> Result<Http, SourceError> {
    connect(options, &Place::parse(&options.endpoint)?.base)
}

/// A connection to `base` as the options say who asks, for whichever organisation.
fn connect(options: &SourceOptions, base: &str) -> Result<Http, SourceError> {
    let mut headers = HeaderMap::new();
    if let Some(org) = options.settings.org.as_deref().map(str::trim).filter(|org| !org.is_empty()) {
        headers.insert(HeaderName::from_static("x-grafana-org-id"), secret_value(org)?);
    }
    let (prefix, token) = options.authorization();
    let auth = Auth { header: AUTHORIZATION, prefix };
    Http::new(&options.http(base, token), &auth, headers, backoff::usual)
}
