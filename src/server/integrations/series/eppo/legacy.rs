//! Eppo's own REST interface.

use super::{
    super::{
        super::{
            SourceError, backoff,
            http::{Ask, Auth, Http},
        },
        options::SourceOptions,
        source::{Fetched, MetricSource},
    },
    finish, is_wanted,
};
use crate::domain::{
    experiment::{Effect, Experiment, Lift, Variant},
    metric::Improve,
    series::Window,
};
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use reqwest::{
    Url,
    header::{HeaderMap, HeaderName},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::BTreeMap;

const DEFAULT: &str = "https://eppo.cloud";
const TOKEN: HeaderName = HeaderName::from_static("x-eppo-token");
const PER_PAGE: usize = 100;
/// Ten thousand experiments with one key are not looked through.
const PAGES_MOST: usize = 100;
/// The names of more metrics than these are not asked for.
const NAMES_MOST: usize = 30;

/// An experiment at Eppo.
pub(super) struct Eppo {
    http: Http,
    /// The number of the experiment, or its key.
    query: String,
    metric: Option<String>,
}

#[derive(Deserialize)]
struct Told {
    id: Value,
    #[serde(default)]
    name: String,
    experiment_key: Option<String>,
    status: Option<String>,
    assignments_start_date: Option<DateTime<Utc>>,
    assignments_end_date: Option<DateTime<Utc>>,
    results_last_updated: Option<DateTime<Utc>>,
    is_traffic_imbalanced: Option<bool>,
    #[serde(default)]
    variations: Vec<Variation>,
}

#[derive(Deserialize)]
struct Variation {
    #[serde(default)]
    name: String,
    #[serde(default)]
    variant_key: String,
    #[serde(default)]
    is_control: bool,
    calculated_metrics: Option<Vec<Calculated>>,
}

/// Changes and bounds are fractions.
#[derive(Deserialize)]
struct Calculated {
    metric_id: Value,
    metric_value: Option<f64>,
    assignment_count: Option<f64>,
    #[serde(flatten)]
    plain: Change,
    cuped: Option<Change>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Change {
    percent_change: Option<f64>,
    p_value: Option<f64>,
    confidence_interval: Option<Interval>,
}

#[derive(Clone, Deserialize)]
struct Interval {
    lower_bound: Option<f64>,
    upper_bound: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metric {
    name: String,
    desired_change: Option<String>,
}

impl Eppo {
    pub(super) fn new(options: &SourceOptions) -> Result<Self, SourceError> {
        let token = SourceOptions::required(&options.secret, "the key of the REST API")?;
        let auth = Auth { header: TOKEN, prefix: "" };
        let http = Http::new(&options.http(&base(&options.endpoint)?, Some(token)), &auth, HeaderMap::new(), backoff::usual)?;
        Ok(Self { http, query: options.query.trim().to_owned(), metric: options.settings.metric.clone() })
    }

    async fn read(&self, now: DateTime<Utc>) -> Result<Fetched, SourceError> {
        let id = match self.query.parse::<u64>() {
            Ok(_) => self.query.clone(),
            Err(_) => self.find(now).await?,
        };
        // Without these parameters the answer has no numbers.
        let numbers = [("with_calculated_metrics", "true"), ("with_full_cuped_data", "true")];
        let told: Told = self.get(&["experiments", &id], &numbers, now).await?;
        let metrics = self.metrics(&told, now).await?;
        Ok(Fetched::Experiment(Box::new(finish(experiment(told, &metrics, self.metric.as_deref()), now))))
    }

    /// The number of the experiment with the key: lists have no total, a short page is the last one.
    async fn find(&self, now: DateTime<Utc>) -> Result<String, SourceError> {
        for page in 0..PAGES_MOST {
            let (limit, offset) = (PER_PAGE.to_string(), (page * PER_PAGE).to_string());
            let query = [("limit", limit.as_str()), ("offset", &offset), ("experiment_key", &self.query)];
            let list: Vec<Told> = self.get(&["experiments"], &query, now).await?;
            if let Some(found) = list.iter().find(|told| told.experiment_key.as_deref() == Some(&self.query)) {
                return Ok(text(&found.id));
            }
            if list.len() < PER_PAGE {
                break;
            }
        }
        Err(SourceError::NotFound { detail: format!("there is no experiment with the key {}", self.query) })
    }

    /// The names and directions of the metrics: nice to have.
    async fn metrics(&self, told: &Told, now: DateTime<Utc>) -> Result<BTreeMap<String, Metric>, SourceError> {
        let all = told.variations.iter().flat_map(|v| v.calculated_metrics.iter().flatten()).map(|c| text(&c.metric_id));
        let mut found = BTreeMap::new();
        for id in all {
            if found.len() == NAMES_MOST || found.contains_key(&id) {
                continue;
            }
            let metric = match self.get::<Metric>(&["metrics", &id], &[], now).await {
                Err(error) if error.is_about_one_thing() => Metric::default(),
                told => told?,
            };
            found.insert(id, metric);
        }
        Ok(found)
    }

    async fn get<T: DeserializeOwned>(&self, path: &[&str], query: &[(&str, &str)], now: DateTime<Utc>) -> Result<T, SourceError> {
        let body = self.http.ask(&Ask::get(self.http.url(path, query)), now).await?;
        let malformed = |e| SourceError::Malformed { detail: format!("this is no answer of Eppo: {e}") };
        serde_json::from_str(&body).map_err(malformed)
    }
}

impl MetricSource for Eppo {
    fn fetch<'a>(&'a self, _: Window, _: u32, now: DateTime<Utc>) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        Box::pin(self.read(now))
    }
}

fn experiment(told: Told, metrics: &BTreeMap<String, Metric>, wish: Option<&str>) -> Experiment {
    let mut found = Experiment {
        id: text(&told.id),
        name: told.name,
        status: told.status.unwrap_or_default(),
        started_at: told.assignments_start_date,
        ended_at: told.assignments_end_date,
        results_at: told.results_last_updated,
        sample_ratio_mismatch: told.is_traffic_imbalanced,
        ..Experiment::default()
    };
    for variation in told.variations {
        let numbers = variation.calculated_metrics.unwrap_or_default();
        // Counts come as numbers with a fraction of zero.
        let assigned =
            numbers.iter().filter_map(|c| c.assignment_count).fold(None, |most: Option<f64>, n| Some(most.map_or(n, |m| m.max(n))));
        if !variation.is_control {
            let named = |c: &Calculated| metrics.get(&text(&c.metric_id));
            let wanted = numbers.iter().filter(|c| is_wanted(wish, &text(&c.metric_id), named(c).map_or("", |m| &m.name)));
            found.effects.extend(wanted.map(|c| effect(&variation.variant_key, c, named(c))));
        }
        let assigned = assigned.map(|n| n as i64);
        found.variants.push(Variant { key: variation.variant_key, name: variation.name, is_control: variation.is_control, assigned });
    }
    found
}

/// The adjusted change where there is one: it has less noise.
fn effect(variant: &str, told: &Calculated, metric: Option<&Metric>) -> Effect {
    let adjusted = told.cuped.as_ref().filter(|cuped| cuped.percent_change.is_some());
    let change = adjusted.unwrap_or(&told.plain);
    let interval = change.confidence_interval.as_ref();
    let id = text(&told.metric_id);
    let name = metric.map(|m| m.name.clone()).filter(|name| !name.is_empty());
    Effect {
        metric: name.unwrap_or_else(|| format!("metric {id}")),
        metric_id: id,
        variant: variant.to_owned(),
        lift: Lift::Relative,
        estimate: change.percent_change,
        lower: interval.and_then(|interval| interval.lower_bound),
        upper: interval.and_then(|interval| interval.upper_bound),
        p_value: change.p_value,
        value: told.metric_value,
        assigned: told.assignment_count.map(|n| n as i64),
        cuped: adjusted.is_some(),
        improve: metric.and_then(|m| direction(m.desired_change.as_deref()?)),
        ..Effect::default()
    }
}

fn direction(word: &str) -> Option<Improve> {
    let word = word.to_ascii_lowercase();
    let either = [("increase", Improve::Up), ("decrease", Improve::Down)];
    either.into_iter().find(|(part, _)| word.contains(part)).map(|(_, improve)| improve)
}

/// An id is a number or a text.
fn text(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

/// The interface at whatever was copied from the address bar.
fn base(endpoint: &str) -> Result<String, SourceError> {
    let endpoint = if endpoint.trim().is_empty() { DEFAULT } else { endpoint.trim() };
    let mut url = Url::parse(endpoint)
        .map_err(|_| SourceError::Refused { detail: "the endpoint is not an address, as https://eppo.cloud".into() })?;
    let path = url.path().to_owned();
    let bare = ["/api/v1", "/experiments"].iter().find_map(|tail| path.split_once(tail)).map_or(path.as_str(), |(before, _)| before);
    url.set_path(&format!("{}/api/v1", bare.trim_end_matches('/')));
    url.set_query(None);
    url.set_fragment(None);
    Ok(url.to_string())
}
