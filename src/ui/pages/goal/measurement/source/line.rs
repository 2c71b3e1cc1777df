use super::{samples::Samples, sends::Sends, trial::Found};
use crate::{
    domain::{
        Result,
        assessment::Assessment,
        metric_source::{MetricSource, SourceKind, SourceStatus, SourceTest},
    },
    rpc,
    ui::{
        components::{Button, ButtonKind, Glyph, Pill, Timestamp, Tone},
        format,
        hooks::Step,
        pages::goal::{measurement::config::ChangeSource, state::use_goal},
    },
};
use dioxus::prelude::*;

/// What lies open below the line of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    Edit,
    Values,
    Sends,
}

/// Where a metric comes from, how that goes, and what can be done about it.
#[component]
pub fn SourceLine(source: MetricSource, fixed: bool) -> Element {
    let view = use_goal();
    let mut open = use_signal(|| Open::Nothing);
    let mut test = use_signal(|| None::<Result<SourceTest>>);
    let mut busy = use_signal(|| false);
    let id = source.id.clone();
    let ask = use_callback(move |()| {
        let id = id.clone();
        spawn(async move {
            busy.set(true);
            let answer = rpc::metrics::test_source(id).await;
            busy.set(false);
            test.set(Some(answer));
            view.refresh();
        });
    });
    let toggle = use_callback(move |which: Open| {
        let shown = *open.peek();
        open.set(if shown == which { Open::Nothing } else { which });
    });
    let sends = source.kind == SourceKind::Webhook;
    rsx! {
        footer { class: "source-line",
            Facts { source: source.clone() }
            if source.status == SourceStatus::Failing {
                Unreachable { source: source.clone(), fixed, busy: busy(), onretry: move |()| ask.call(()), onedit: move |()| open.set(Open::Edit) }
            } else if let Some(detail) = source.status_detail.as_ref().filter(|d| !d.is_empty()) {
                pre { class: "verbatim", "{detail}" }
            }
            if !fixed {
                div { class: "source-actions",
                    Button { busy: busy(), "aria-label": "Test {source.name}", onclick: move |_| ask.call(()), "Test" }
                    if source.kind.is_entered() {
                        Button { "aria-expanded": (open() == Open::Values).to_string(), onclick: move |_| toggle.call(Open::Values), "Add values" }
                    }
                    if sends {
                        Button { "aria-expanded": (open() == Open::Sends).to_string(), onclick: move |_| toggle.call(Open::Sends), "How to send" }
                    }
                    span { class: "grow" }
                    Button {
                        kind: ButtonKind::Quiet,
                        icon: Glyph::Edit,
                        "aria-expanded": (open() == Open::Edit).to_string(),
                        "aria-label": "Edit {source.name}",
                        onclick: move |_| toggle.call(Open::Edit),
                        "Edit"
                    }
                    Archive { source: source.clone() }
                }
            }
            match test.read().as_ref() {
                Some(Ok(found)) => rsx! {
                    Found { test: found.clone(), unit: source.unit.clone() }
                },
                Some(Err(error)) => rsx! {
                    p { class: "field-error", role: "alert", "Could not test it: {error}" }
                },
                None => VNode::empty(),
            }
            if open() == Open::Values && !fixed {
                Samples { source: source.clone() }
            }
            Webhook { source: source.clone(), wanted: open() == Open::Sends }
            if open() == Open::Edit && !fixed {
                ChangeSource { source: source.clone(), onclose: move |()| open.set(Open::Nothing) }
            }
        }
    }
}

/// The way to send is shown when it is asked for, and as long as there is a secret to be copied.
#[component]
fn Webhook(source: MetricSource, wanted: bool) -> Element {
    let made = crate::ui::pages::goal::drafts::use_drafts().made;
    let new = made.read().as_ref().is_some_and(|(of, _)| *of == source.id);
    let shown = source.kind == SourceKind::Webhook && (wanted || new);
    rsx! {
        if shown {
            Sends { source }
        }
    }
}

#[component]
fn Facts(source: MetricSource) -> Element {
    let (tone, icon, words) = look(source.status);
    rsx! {
        div { class: "source-facts",
            Pill { tone, icon, "{words}" }
            b { "{source.kind.label()}" }
            if let Some(endpoint) = &source.endpoint {
                span { title: "{endpoint}", {host(endpoint)} }
            }
            if let Some(query) = source.query.as_ref().filter(|q| !q.is_empty()) {
                code { class: "source-query", "{query}" }
            }
            if let Some(at) = source.latest_at {
                span { class: "muted",
                    "last value "
                    Timestamp { at }
                }
            }
            span { class: "muted", {format::plural(source.samples, "value")} }
            if let Some(at) = source.read_at.filter(|_| source.kind.is_polled()) {
                span { class: "muted",
                    "asked "
                    Timestamp { at }
                }
            }
            span { class: "muted", "{source.before_window} before, {source.after_window} after, each {source.step}" }
            if let Some(last) = &source.secret_last4 {
                span { class: "muted", "secret ends in " code { "{last}" } }
            }
        }
    }
}

/// A source that fails: its last value, since when, in its own words, and what can be done.
#[component]
fn Unreachable(source: MetricSource, fixed: bool, busy: bool, onretry: EventHandler<()>, onedit: EventHandler<()>) -> Element {
    let view = use_goal();
    let last = last_value(&source, &view.measuring().assessments);
    let name = source.name.clone();
    rsx! {
        div { class: "unreachable", role: "status",
            p {
                b {
                    "Source unreachable"
                    if let Some(at) = source.failing_since {
                        " since "
                        time { datetime: at.to_rfc3339(), {format::moment(at)} }
                    }
                    "."
                }
                if let Some(last) = last {
                    " Last value {last}"
                    if let Some(at) = source.latest_at {
                        ", "
                        Timestamp { at }
                    }
                    "."
                }
            }
            if let Some(detail) = source.status_detail.as_ref().filter(|d| !d.is_empty()) {
                pre { class: "verbatim", "{detail}" }
            }
            if !fixed {
                div { class: "source-actions",
                    Button { icon: Glyph::Refresh, busy, "aria-label": "Retry {name}", onclick: move |_| onretry.call(()), "Retry" }
                    Button { icon: Glyph::Key, "aria-label": "Edit token of {name}", onclick: move |_| onedit.call(()), "Edit token" }
                }
            }
        }
    }
}

/// The latest value in the measure of the metric. What a counter has counted, or one half of a ratio, is not that: there it is the
/// last one that was compared.
fn last_value(source: &MetricSource, assessments: &[Assessment]) -> Option<String> {
    let handling = &source.handling;
    if !handling.counter && handling.denominator.is_none() {
        return source.latest.map(|value| format::quantity(value, source.unit.as_deref()));
    }
    let compared = assessments.iter().find(|a| a.metric_source_id == source.id)?;
    let value = compared.observed.iter().rev().find_map(|point| point.value)?;
    Some(format::quantity(value, compared.unit.as_deref()))
}

#[component]
fn Archive(source: MetricSource) -> Element {
    let view = use_goal();
    let name = source.name.clone();
    let archive = move |_| {
        let (there, home) = (source.id.clone(), source.id.clone());
        let step = Step::new("archive the metric", move || rpc::metrics::archive_source(there.clone()));
        let done = format!("Archived {}", source.name);
        view.steps.take(step.undo(done, move || rpc::metrics::restore_source(home.clone())));
    };
    rsx! {
        Button { kind: ButtonKind::Quiet, icon: Glyph::Archive, "aria-label": "Archive {name}", onclick: archive, "Archive" }
    }
}

fn look(status: SourceStatus) -> (Tone, Glyph, &'static str) {
    match status {
        SourceStatus::Ok => (Tone::Proven, Glyph::Check, "Works"),
        SourceStatus::New => (Tone::Neutral, Glyph::Clock, "Waits for values"),
        SourceStatus::NoData => (Tone::Attention, Glyph::Info, "No data"),
        SourceStatus::Limited => (Tone::Attention, Glyph::Hourglass, "At its limit"),
        SourceStatus::Failing => (Tone::Danger, Glyph::Warning, "Fails"),
    }
}

/// `grafana.internal` of an address there.
fn host(endpoint: &str) -> String {
    let rest = endpoint.split_once("://").map_or(endpoint, |(_, rest)| rest);
    let place = rest.split('/').next().unwrap_or(rest);
    place.rsplit('@').next().unwrap_or(place).to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_source_is_known_by_its_host() {
        assert_eq!(super::host("https://grafana.internal/api/ds/query"), "grafana.internal");
        assert_eq!(super::host("http://127.0.0.1:9090"), "127.0.0.1:9090");
        assert_eq!(super::host("https://me:secret@prometheus.internal/x"), "prometheus.internal");
    }
}
