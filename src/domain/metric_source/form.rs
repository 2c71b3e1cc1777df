//! The bodies that add and change a metric source.

use super::{Handling, SourceKind, SourceSettings};
use crate::domain::{
    GoalId, Result,
    metric::Improve,
    patch,
    span::Span,
    text::{Check, TEXT_MOST},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The default of both windows.
pub const WINDOW: Span = Span::days(7);
/// How far apart samples are unless said otherwise.
pub const STEP: Span = Span::seconds(300);
/// The longest window.
const WINDOW_MOST: Span = Span::days(800);
/// The widest step.
const STEP_MOST: Span = Span::days(32);

/// The body that adds a metric source. Secrets go in and never come back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewMetricSource {
    #[schema(required = true)]
    pub name: String,
    #[serde(rename = "type")]
    #[schema(required = true)]
    pub kind: Option<SourceKind>,
    pub goal_id: Option<GoalId>,
    pub endpoint: Option<String>,
    pub query: Option<String>,
    /// The id of another source: the secret is the same.
    pub secret_ref: Option<String>,
    /// A token or key; Prometheus and Grafana: `user:password` works too. Webhooks: what they are signed with.
    pub secret: Option<String>,
    /// Datadog: the application key. QuickSight: the secret access key. Eppo: what its webhooks are signed with.
    pub second_secret: Option<String>,
    pub before_window: Option<Span>,
    pub after_window: Option<Span>,
    pub step: Option<Span>,
    pub improve: Option<Improve>,
    pub unit: Option<String>,
    #[serde(flatten)]
    pub settings: SourceSettings,
    #[serde(flatten)]
    pub handling: Handling,
}

impl NewMetricSource {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let kind = self.kind;
        if kind.is_none() {
            let words: Vec<&str> = SourceKind::ALL.into_iter().map(SourceKind::as_str).collect();
            check.fail("/type", format!("is required: one of {}", words.join(", ")));
        }
        let checked = Self {
            name: check.title("/name", &self.name),
            endpoint: check.url("/endpoint", self.endpoint),
            query: check.text("/query", self.query).map(|q| q.trim().to_owned()),
            secret: self.secret.map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()),
            second_secret: self.second_secret.map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()),
            unit: check.label("/unit", self.unit),
            ..self
        };
        if kind.is_some_and(SourceKind::is_polled) && kind != Some(SourceKind::Datadog) && checked.endpoint.is_none() {
            check.fail("/endpoint", "is required: where this source answers");
        }
        if kind.is_some_and(SourceKind::is_polled) && checked.query.is_none() {
            check.fail("/query", "is required: what to ask for");
        }
        for (pointer, secret) in [("/secret", &checked.secret), ("/secondSecret", &checked.second_secret)] {
            check.at_most(pointer, secret.as_deref().unwrap_or_default(), 4_000);
        }
        check_spans(&mut check, checked.before_window, checked.after_window, checked.step);
        check.at_most("/query", checked.query.as_deref().unwrap_or_default(), TEXT_MOST.min(20_000));
        check.done().map(|()| checked)
    }
}

fn check_spans(check: &mut Check, before: Option<Span>, after: Option<Span>, step: Option<Span>) {
    for (pointer, span) in [("/beforeWindow", before), ("/afterWindow", after)] {
        if span.is_some_and(|span| span > WINDOW_MOST || span < Span::seconds(60)) {
            check.fail(pointer, format!("must be between 1m and {WINDOW_MOST}"));
        }
    }
    if step.is_some_and(|step| step > STEP_MOST) {
        check.fail("/step", format!("must be at most {STEP_MOST}"));
    }
}

/// The body that changes a metric source: what is absent stays, `null` clears. Its type stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct MetricSourcePatch {
    pub name: Option<String>,
    pub endpoint: Option<String>,
    pub query: Option<String>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub secret_ref: Option<Option<String>>,
    /// An empty one removes it.
    pub secret: Option<String>,
    pub second_secret: Option<String>,
    pub before_window: Option<Span>,
    pub after_window: Option<Span>,
    pub step: Option<Span>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub improve: Option<Option<Improve>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub unit: Option<Option<String>>,
    pub counter: Option<bool>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Option<String>>,
    pub controls: Option<Vec<String>>,
    pub announce_merges: Option<bool>,
    /// An empty text clears.
    #[serde(flatten)]
    pub settings: SourceSettings,
}

impl MetricSourcePatch {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let checked = Self {
            name: self.name.map(|name| check.title("/name", &name)),
            endpoint: check.url("/endpoint", self.endpoint),
            query: check.text("/query", self.query).map(|q| q.trim().to_owned()),
            unit: self.unit.map(|unit| check.label("/unit", unit)),
            secret: self.secret.map(|s| s.trim().to_owned()),
            second_secret: self.second_secret.map(|s| s.trim().to_owned()),
            ..self
        };
        for (pointer, secret) in [("/secret", &checked.secret), ("/secondSecret", &checked.second_secret)] {
            check.at_most(pointer, secret.as_deref().unwrap_or_default(), 4_000);
        }
        check_spans(&mut check, checked.before_window, checked.after_window, checked.step);
        check.done().map(|()| checked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Error;

    fn pointers(error: &Error) -> Vec<&str> {
        let Error::Invalid { errors } = error else { panic!("{error:?}") };
        errors.iter().map(|e| e.pointer.as_str()).collect()
    }

    #[test]
    fn the_configuration_of_the_contract_reads() {
        let text = r#"{"name":"Frame drop rate","type":"prometheus","query":"rate(frame_drops_total[5m])",
            "endpoint":"https://grafana.internal/api/ds/query","beforeWindow":"7d","afterWindow":"7d"}"#;
        let new: NewMetricSource = serde_json::from_str(text).unwrap();
        let new = new.check().unwrap();
        assert_eq!((new.kind, new.before_window), (Some(SourceKind::Prometheus), Some(Span::days(7))));
    }

    #[test]
    fn what_is_asked_needs_an_address_and_a_query() {
        let new = NewMetricSource { kind: Some(SourceKind::Prometheus), ..Default::default() };
        assert_eq!(pointers(&new.check().unwrap_err()), ["/name", "/endpoint", "/query"]);
        let new = NewMetricSource { name: "By hand".into(), kind: Some(SourceKind::Manual), ..Default::default() };
        assert!(new.check().is_ok());
    }

    #[test]
    fn windows_stay_within_reason() {
        let new = NewMetricSource {
            name: "x".into(),
            kind: Some(SourceKind::Manual),
            before_window: Some(Span::days(2_000)),
            step: Some(Span::days(40)),
            ..Default::default()
        };
        assert_eq!(pointers(&new.check().unwrap_err()), ["/beforeWindow", "/step"]);
    }
}
