//! Datadog Experiments, where Eppo's customers are moved to.

use super::{
    super::{
        super::{
            SourceError,
            http::{Ask, Http},
        },
        datadog::connect,
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
use serde::{Deserialize, de::DeserializeOwned};

/// The most that one page has.
const PER_PAGE: usize = 50;
const PAGES_MOST: usize = 40;

/// An experiment at Datadog.
pub(super) struct Experiments {
    http: Http,
    /// The uuid of the experiment, or its name.
    query: String,
    metric: Option<String>,
}

#[derive(Deserialize)]
struct One<T> {
    data: Resource<T>,
}

#[derive(Deserialize)]
struct Many<T, M> {
    data: Vec<Resource<T>>,
    meta: Option<M>,
}

#[derive(Deserialize)]
struct Resource<T> {
    #[serde(default)]
    id: String,
    attributes: T,
}

#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    name: String,
    status: Option<String>,
    assignments_start_date: Option<DateTime<Utc>>,
    assignments_end_date: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct Paging {
    page: Option<Page>,
}

#[derive(Deserialize)]
struct Page {
    total: Option<usize>,
}

#[derive(Deserialize)]
struct Traffic {
    is_traffic_imbalanced: Option<bool>,
}

#[derive(Deserialize)]
struct Results {
    #[serde(default)]
    variant_key: String,
    #[serde(default)]
    variant_name: String,
    #[serde(default)]
    is_control: bool,
    assignment_count: Option<i64>,
    #[serde(default)]
    metrics: Vec<Metric>,
}

#[derive(Deserialize)]
struct Metric {
    #[serde(default)]
    metric_id: String,
    #[serde(default)]
    metric_name: String,
    assignment_count: Option<i64>,
    desired_change: Option<String>,
    sub_metric_property_name: Option<String>,
    sub_metric_property_value: Option<String>,
    #[serde(default)]
    analyses: Vec<Analysis>,
}

/// What is not available is left out, and never 0: a Bayesian analysis has no p-value.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Analysis {
    lift_type: String,
    method: Option<String>,
    point_estimate: Option<f64>,
    confidence_interval: Option<Interval>,
    confidence_level: Option<f64>,
    p_value: Option<f64>,
    variant_metric_value: Option<f64>,
    is_cuped_adjusted: bool,
    is_unreliable: bool,
}

#[derive(Clone, Deserialize)]
struct Interval {
    lower: Option<f64>,
    upper: Option<f64>,
}

#[derive(Deserialize)]
struct Freshness {
    #[serde(default)]
    is_stale: bool,
    #[serde(default)]
    stale_reasons: Vec<String>,
    results_last_updated: Option<DateTime<Utc>>,
}

impl Experiments {
    pub(super) fn new(options: &SourceOptions) -> Result<Self, SourceError> {
        if options.endpoint.contains("ddog-gov.com") {
            return Err(SourceError::Refused { detail: "Datadog has no experiments at its sites for the government".into() });
        }
        Ok(Self { http: connect(options)?, query: options.query.trim().to_owned(), metric: options.settings.metric.clone() })
    }

    async fn read(&self, now: DateTime<Utc>) -> Result<Fetched, SourceError> {
        let id = if is_uuid(&self.query) { self.query.clone() } else { self.find(now).await? };
        let config: One<Config> = self.get(&[&id], &[], now).await?;
        let mut found = Experiment {
            id: id.clone(),
            name: config.data.attributes.name,
            status: config.data.attributes.status.unwrap_or_default(),
            started_at: config.data.attributes.assignments_start_date,
            ended_at: config.data.attributes.assignments_end_date,
            ..Experiment::default()
        };
        // The experiment is there, so 404 means here that nothing is computed yet.
        let traffic = maybe(self.get::<One<Traffic>>(&[&id, "traffic-summary"], &[], now).await)?;
        found.sample_ratio_mismatch = traffic.and_then(|told| told.data.attributes.is_traffic_imbalanced);
        if let Some(results) = maybe(self.get::<Many<Results, Freshness>>(&[&id, "results"], &[], now).await)? {
            self.add(results, &mut found);
        }
        Ok(Fetched::Experiment(Box::new(finish(found, now))))
    }

    /// The uuid of the experiment with the name.
    async fn find(&self, now: DateTime<Utc>) -> Result<String, SourceError> {
        let mut seen = 0;
        for _ in 0..PAGES_MOST {
            let (limit, offset) = (PER_PAGE.to_string(), seen.to_string());
            let query = [("page[limit]", limit.as_str()), ("page[offset]", &offset), ("search", &self.query)];
            let page: Many<Config, Paging> = self.get(&[], &query, now).await?;
            if let Some(found) = page.data.iter().find(|one| one.attributes.name.eq_ignore_ascii_case(&self.query)) {
                return Ok(found.id.clone());
            }
            seen += page.data.len();
            let total = page.meta.and_then(|meta| meta.page?.total).unwrap_or(seen);
            if page.data.is_empty() || seen >= total {
                break;
            }
        }
        Err(SourceError::NotFound { detail: format!("there is no experiment with the name {}", self.query) })
    }

    fn add(&self, results: Many<Results, Freshness>, found: &mut Experiment) {
        if let Some(meta) = results.meta {
            found.results_at = meta.results_last_updated;
            if meta.is_stale {
                found.warnings.push(format!("the results are stale: {}", meta.stale_reasons.join(", ")));
            }
        }
        for Resource { attributes: told, .. } in results.data {
            if !told.is_control {
                let wish = self.metric.as_deref();
                let wanted = told.metrics.iter().filter(|metric| is_wanted(wish, &metric.metric_id, &metric.metric_name));
                found.effects.extend(wanted.map(|metric| effect(&told.variant_key, metric)));
            }
            let Results { variant_key: key, variant_name: name, is_control, assignment_count: assigned, .. } = told;
            found.variants.push(Variant { key, name, is_control, assigned });
        }
    }

    async fn get<T: DeserializeOwned>(&self, path: &[&str], query: &[(&str, &str)], now: DateTime<Utc>) -> Result<T, SourceError> {
        let path: Vec<&str> = ["api", "v2", "experiments"].into_iter().chain(path.iter().copied()).collect();
        let body = self.http.ask(&Ask::get(self.http.url(&path, query)), now).await?;
        let malformed = |e| SourceError::Malformed { detail: format!("this is no answer of Datadog Experiments: {e}") };
        serde_json::from_str(&body).map_err(malformed)
    }
}

impl MetricSource for Experiments {
    fn fetch<'a>(&'a self, _: Window, _: u32, now: DateTime<Utc>) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        Box::pin(self.read(now))
    }
}

fn effect(variant: &str, metric: &Metric) -> Effect {
    let chosen = choose(&metric.analyses).unwrap_or_default();
    let interval = chosen.confidence_interval.as_ref();
    let segment = metric.sub_metric_property_name.as_ref().zip(metric.sub_metric_property_value.as_ref());
    Effect {
        metric_id: metric.metric_id.clone(),
        metric: metric.metric_name.clone(),
        variant: variant.to_owned(),
        segment: segment.map(|(name, value)| format!("{name}={value}")),
        lift: if chosen.lift_type == "ABSOLUTE" { Lift::Absolute } else { Lift::Relative },
        estimate: chosen.point_estimate,
        lower: interval.and_then(|interval| interval.lower),
        upper: interval.and_then(|interval| interval.upper),
        level: chosen.confidence_level,
        p_value: chosen.p_value,
        value: chosen.variant_metric_value,
        assigned: metric.assignment_count,
        method: chosen.method,
        cuped: chosen.is_cuped_adjusted,
        unreliable: chosen.is_unreliable,
        improve: match metric.desired_change.as_deref() {
            Some("METRIC_INCREASES") => Some(Improve::Up),
            Some("METRIC_DECREASES") => Some(Improve::Down),
            _ => None,
        },
    }
}

/// Of several analyses of one metric: a reliable one, then one with less variance, then the relative one. How an unknown
/// kind is to be read nobody knows.
fn choose(analyses: &[Analysis]) -> Option<Analysis> {
    let known = analyses.iter().filter(|a| matches!(a.lift_type.as_str(), "RELATIVE" | "ABSOLUTE"));
    known.max_by_key(|a| (!a.is_unreliable, a.is_cuped_adjusted, a.lift_type == "RELATIVE")).cloned()
}

fn maybe<T>(result: Result<T, SourceError>) -> Result<Option<T>, SourceError> {
    match result {
        Err(SourceError::NotFound { .. }) => Ok(None),
        result => result.map(Some),
    }
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.bytes().enumerate().all(|(i, b)| if matches!(i, 8 | 13 | 18 | 23) { b == b'-' } else { b.is_ascii_hexdigit() })
}
