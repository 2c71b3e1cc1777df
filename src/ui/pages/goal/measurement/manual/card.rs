use super::{Bars, MetricForm, Sentence, words::change};
use crate::{
    domain::metric::{Improve, Metric, MetricPatch},
    rpc,
    ui::{
        components::{Button, Choice, Confidence, ConfidencePill, Field, Glyph, IconButton, Select, Timestamp},
        format,
        hooks::Step,
        pages::goal::{outcome::origin, state::use_goal},
    },
};
use dioxus::prelude::*;

/// One metric: what it says, how it looks, where it comes from.
#[component]
pub fn MetricCard(metric: Metric, fixed: bool) -> Element {
    let mut table = use_signal(|| false);
    let mut editing = use_signal(|| false);
    if editing() && !fixed {
        return rsx! {
            MetricForm { corrected: metric, onclose: move |()| editing.set(false) }
        };
    }
    let grade = if metric.after.is_some() { Confidence::Low } else { Confidence::None };
    rsx! {
        article { class: "card metric", id: "metric-{metric.id}",
            Sentence { metric: metric.clone() }
            div { class: "metric-tools",
                ConfidencePill { grade }
                span { class: "muted", "{origin(&metric.source)}" }
                span { class: "grow" }
                button { class: "text-button", r#type: "button", "aria-pressed": table().to_string(), onclick: move |_| table.toggle(),
                    if table() { "Chart" } else { "Table" }
                }
                a { class: "text-button", href: "/api/goals/{metric.goal_id}/metrics/{metric.id}/chart.svg", download: "{metric.name}.svg", "Picture" }
                if !fixed {
                    IconButton { glyph: Glyph::Edit, label: "Correct {metric.name}", onclick: move |_| editing.set(true) }
                    Remove { metric: metric.clone() }
                }
            }
            if table() {
                Numbers { metric: metric.clone() }
            } else {
                Bars { metric: metric.clone() }
            }
            if let Some(note) = &metric.note {
                p { class: "metric-note", "{note}" }
            }
            footer { class: "metric-foot",
                if !fixed {
                    Direction { metric: metric.clone() }
                }
                span { class: "muted",
                    "recorded "
                    Timestamp { at: metric.measured_at.unwrap_or(metric.created_at) }
                }
            }
            if metric.after.is_none() && !fixed {
                AfterForm { id: metric.id.0.clone(), unit: metric.unit.clone() }
            }
        }
    }
}

#[component]
fn Numbers(metric: Metric) -> Element {
    let unit = metric.unit.as_deref();
    let after = metric.after.map_or_else(|| "—".into(), |after| format::quantity(after, unit));
    rsx! {
        table { class: "table",
            thead {
                tr {
                    for name in ["Before", "After", "Change"] {
                        th { key: "{name}", scope: "col", "{name}" }
                    }
                    th { scope: "col", "Meaning" }
                }
            }
            tbody {
                tr {
                    td { {format::quantity(metric.before, unit)} }
                    td { "{after}" }
                    td { "{change(&metric)}" }
                    td { {metric.verdict.map_or("—", |v| v.label())} }
                }
            }
        }
    }
}

#[component]
fn Direction(metric: Metric) -> Element {
    let view = use_goal();
    let id = metric.id.0.clone();
    let mut choices = vec![Choice::new("down", "lower is better"), Choice::new("up", "higher is better")];
    if metric.improve.is_none() {
        choices.insert(0, Choice::new("", "not set"));
    }
    rsx! {
        Select {
            id: "improve-{metric.id}",
            label: "Direction",
            name: "improve",
            chip: true,
            choices,
            value: metric.improve.map_or("", Improve::as_str),
            onchange: move |word: String| {
                let id = id.clone();
                let patch = MetricPatch { improve: Some(Improve::parse(&word)), ..Default::default() };
                view.steps
                    .take(Step::new("change the direction", move || rpc::evidence::change_metric(id.clone(), patch.clone())));
            },
        }
    }
}

#[component]
fn Remove(metric: Metric) -> Element {
    let view = use_goal();
    rsx! {
        IconButton {
            glyph: Glyph::Trash,
            label: "Remove {metric.name}",
            onclick: move |_| {
                let (there, home, id) = (metric.id.0.clone(), metric.id.0.clone(), metric.id.clone());
                let done = format!("Removed {}", metric.name);
                view.advance(move |detail| detail.metrics.retain(|m| m.id != id), move |_| {
                    Step::new("remove the metric", move || rpc::evidence::remove_metric(there.clone()))
                        .undo(done, move || rpc::evidence::bring_back_metric(home.clone()))
                });
            },
        }
    }
}

/// The value after the work, when it is known at last.
#[component]
fn AfterForm(id: String, unit: Option<String>) -> Element {
    let view = use_goal();
    let mut text = use_signal(String::new);
    let mut error = use_signal(|| None::<String>);
    let mut busy = use_signal(|| false);
    let field = format!("after-{id}");
    let label = unit.map_or_else(|| "Value after the work".to_owned(), |unit| format!("Value after the work, in {unit}"));
    let save = move |event: FormEvent| {
        event.prevent_default();
        let id = id.clone();
        async move {
            let Some(after) = super::form::number(&text.peek()) else {
                error.set(Some("write a number, as 278 or 1.8".into()));
                return;
            };
            busy.set(true);
            match rpc::evidence::change_metric(id, MetricPatch { after: Some(Some(after)), ..Default::default() }).await {
                Ok(_) => view.refresh(),
                Err(failed) => error.set(Some(failed.to_string())),
            }
            busy.set(false);
        }
    };
    rsx! {
        form { class: "row-form", onsubmit: save,
            Field {
                id: field,
                label,
                name: "after",
                value: text(),
                inputmode: "decimal",
                error: error(),
                oninput: move |value| text.set(value),
            }
            Button { r#type: "submit", busy: busy(), "Save" }
        }
    }
}
