//! What is written of a metric, and what it becomes.

use super::kinds::{Asks, Line, asks};
use crate::domain::{
    Error, FieldError, GoalId, Result,
    metric::Improve,
    metric_source::{MetricSource, MetricSourcePatch, NewMetricSource, STEP, SourceKind, WINDOW},
    span::Span,
};

/// What is written in the form. Secrets start empty: they never come back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// All that needs no reading: kind, settings, handling; and what the form does not show.
    pub rest: NewMetricSource,
    pub name: String,
    pub endpoint: String,
    pub query: String,
    pub secret: String,
    pub second: String,
    pub before: String,
    pub after: String,
    pub step: String,
    pub unit: String,
    pub improve: String,
}

impl Draft {
    /// An empty one.
    pub fn new() -> Self {
        Self { before: WINDOW.to_string(), after: WINDOW.to_string(), step: STEP.to_string(), ..Self::default() }
    }

    /// What a configuration says.
    pub fn of(new: NewMetricSource) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let span = |value: Option<Span>, usual: Span| value.unwrap_or(usual).to_string();
        Self {
            name: new.name.clone(),
            endpoint: text(&new.endpoint),
            query: text(&new.query),
            secret: text(&new.secret),
            second: text(&new.second_secret),
            before: span(new.before_window, WINDOW),
            after: span(new.after_window, WINDOW),
            step: span(new.step, STEP),
            unit: text(&new.unit),
            improve: new.improve.map_or("", Improve::as_str).into(),
            rest: new,
        }
    }

    /// What is stored of a source, to be changed.
    pub fn stored(source: &MetricSource) -> Self {
        Self::of(NewMetricSource {
            name: source.name.clone(),
            kind: Some(source.kind),
            goal_id: source.goal_id.clone(),
            endpoint: source.endpoint.clone(),
            query: source.query.clone(),
            secret_ref: source.secret_ref.clone(),
            secret: None,
            second_secret: None,
            before_window: Some(source.before_window),
            after_window: Some(source.after_window),
            step: Some(source.step),
            improve: source.improve,
            unit: source.unit.clone(),
            settings: source.settings.clone(),
            handling: source.handling.clone(),
        })
    }

    /// Something was written.
    pub fn is_begun(&self) -> bool {
        *self != Self { rest: NewMetricSource { kind: self.rest.kind, ..Default::default() }, ..Self::new() }
    }

    /// The kind that was chosen.
    pub fn kind(&self) -> Option<SourceKind> {
        self.rest.kind
    }

    /// The source, or all that is wrong with what was written.
    pub fn read(&self, goal: Option<GoalId>) -> Result<NewMetricSource> {
        let mut errors = Vec::new();
        let mut span = |pointer: &str, text: &str| match text.trim() {
            "" => None,
            given => given.parse::<Span>().map_err(|detail| errors.push(FieldError { pointer: pointer.into(), detail })).ok(),
        };
        let (before_window, after_window, step) =
            (span("/beforeWindow", &self.before), span("/afterWindow", &self.after), span("/step", &self.step));
        // What was written for another kind is kept here, and is nothing of this one.
        let asked = self.kind().map(asks);
        let of = |line: fn(&Asks) -> Option<Line>, text: &str| asked.as_ref().and_then(line).and_then(|_| given(text));
        let new = NewMetricSource {
            name: self.name.clone(),
            goal_id: goal,
            endpoint: of(|asks| asks.endpoint, &self.endpoint),
            query: of(|asks| asks.query, &self.query),
            secret: of(|asks| asks.secret, &self.secret),
            second_secret: of(|asks| asks.second, &self.second),
            before_window,
            after_window,
            step,
            improve: Improve::parse(&self.improve),
            unit: given(&self.unit),
            ..self.rest.clone()
        };
        match (new.check(), errors.is_empty()) {
            (Ok(new), true) => Ok(new),
            (Err(Error::Invalid { errors: more }), _) => Err(Error::Invalid { errors: errors.into_iter().chain(more).collect() }),
            (Err(other), _) => Err(other),
            (Ok(_), false) => Err(Error::Invalid { errors }),
        }
    }

    /// What was changed since it was `opened`: what somebody else changed meanwhile stays.
    pub fn changes(&self, opened: &Self) -> Result<MetricSourcePatch> {
        let (now, before) = (self.patch()?, opened.patch()?);
        let unreadable = |error: serde_json::Error| Error::invalid("", error.to_string());
        let mut changed = serde_json::to_value(now).map_err(unreadable)?;
        let known = serde_json::to_value(before).map_err(unreadable)?;
        if let Some(fields) = changed.as_object_mut() {
            fields.retain(|name, value| known.get(name) != Some(value));
        }
        serde_json::from_value(changed).map_err(unreadable)
    }

    /// All that is written, as a change of a source that is stored.
    fn patch(&self) -> Result<MetricSourcePatch> {
        let new = self.read(None)?;
        Ok(MetricSourcePatch {
            name: Some(new.name),
            endpoint: new.endpoint,
            query: new.query,
            secret_ref: None,
            secret: new.secret,
            second_secret: new.second_secret,
            before_window: new.before_window,
            after_window: new.after_window,
            step: new.step,
            improve: Some(new.improve),
            unit: Some(new.unit),
            counter: Some(new.handling.counter),
            denominator: Some(new.handling.denominator),
            controls: Some(new.handling.controls),
            announce_merges: Some(new.handling.announce_merges),
            settings: new.settings.as_patch(),
        })
    }
}

fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The names that a configuration may have.
const KNOWN: [&str; 32] = [
    "name",
    "type",
    "goalId",
    "endpoint",
    "query",
    "secretRef",
    "secret",
    "secondSecret",
    "beforeWindow",
    "afterWindow",
    "step",
    "improve",
    "unit",
    "org",
    "datasource",
    "datasourceKind",
    "site",
    "metric",
    "zone",
    "region",
    "account",
    "dashboard",
    "sheet",
    "visual",
    "bucket",
    "prefix",
    "s3Endpoint",
    "counter",
    "denominator",
    "controls",
    "periods",
    "announceMerges",
];

/// Reads a configuration in JSON, with the names in it that mean nothing.
pub fn pasted(text: &str) -> Result<(Draft, Vec<String>)> {
    let wrong = |error: serde_json::Error| Error::invalid("/json", format!("is not a configuration: {error}"));
    let value: serde_json::Value = serde_json::from_str(text).map_err(wrong)?;
    let Some(object) = value.as_object() else {
        return Err(Error::invalid("/json", "must be an object, as {\"name\": …, \"type\": …}"));
    };
    let unknown = object.keys().filter(|key| !KNOWN.contains(&key.as_str())).cloned().collect();
    let new: NewMetricSource = serde_json::from_value(value).map_err(wrong)?;
    Ok((Draft::of(new), unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &str = r#"{"name":"Frame drop rate","type":"prometheus","query":"rate(frame_drops_total[5m])",
        "endpoint":"https://grafana.internal/api/ds/query","beforeWindow":"7d","afterWindow":"14d","datasource":"abc","beforewindow":"1d"}"#;

    #[test]
    fn a_configuration_fills_the_form_and_nothing_is_lost() {
        let (draft, unknown) = pasted(CONTRACT).unwrap();
        assert_eq!((draft.name.as_str(), draft.kind(), draft.after.as_str()), ("Frame drop rate", Some(SourceKind::Prometheus), "14d"));
        assert_eq!(unknown, ["beforewindow"]);
        let new = draft.read(Some("g".into())).unwrap();
        assert_eq!((new.settings.datasource.as_deref(), new.after_window), (Some("abc"), Some(Span::days(14))));
        assert!(draft.is_begun() && !Draft::new().is_begun());
    }

    #[test]
    fn what_was_written_for_another_kind_is_nothing_of_this_one() {
        let (mut draft, _) = pasted(CONTRACT).unwrap();
        draft.endpoint = "no address".into();
        assert!(draft.read(None).is_err());
        draft.rest.kind = Some(SourceKind::Manual);
        let new = draft.read(None).unwrap();
        assert_eq!((new.endpoint, new.query), (None, None));
        assert_eq!(draft.endpoint, "no address", "it is there again when that kind is");
    }

    #[test]
    fn only_what_was_changed_is_sent() {
        let (opened, _) = pasted(CONTRACT).unwrap();
        let mut draft = opened.clone();
        assert_eq!(draft.changes(&opened).unwrap(), MetricSourcePatch::default());
        draft.unit = "drops".into();
        let changes = MetricSourcePatch { unit: Some(Some("drops".into())), ..Default::default() };
        assert_eq!(draft.changes(&opened).unwrap(), changes);
        assert_eq!(opened.changes(&draft).unwrap(), MetricSourcePatch { unit: Some(None), ..Default::default() });
    }

    #[test]
    fn what_is_no_configuration_is_said() {
        for text in ["", "[]", "{\"type\":\"excel\"}", "{\"beforeWindow\":\"soon\"}"] {
            assert!(pasted(text).unwrap_err().field("/json").is_some(), "{text}");
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let mut draft = Draft::new();
        draft.rest.kind = Some(SourceKind::Prometheus);
        draft.before = "a week".into();
        let error = draft.read(None).unwrap_err();
        for pointer in ["/name", "/endpoint", "/query", "/beforeWindow"] {
            assert!(error.field(pointer).is_some(), "{pointer}");
        }
    }

    #[test]
    fn every_known_name_is_one() {
        let all = NewMetricSource {
            handling: crate::domain::metric_source::Handling {
                denominator: Some("d".into()),
                controls: vec!["c".into()],
                periods: vec![Span::days(365)],
                ..Default::default()
            },
            ..Default::default()
        };
        let value = serde_json::to_value(all).unwrap();
        for name in value.as_object().unwrap().keys() {
            assert!(KNOWN.contains(&name.as_str()), "{name}");
        }
    }
}
