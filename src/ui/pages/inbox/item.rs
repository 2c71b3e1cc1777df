use super::Desk;
use crate::{
    domain::{
        inbox::InboxItem,
        report::{Report, ReportOutcome},
    },
    ui::{
        components::{Button, ButtonKind, Glyph, Pill, Timestamp, Tone},
        format,
        picker::GoalPicker,
    },
};
use dioxus::prelude::*;

/// One report: what it says, why it is here, and where it may belong.
#[component]
pub fn Waiting(item: InboxItem, desk: Desk) -> Element {
    let mut picking = use_signal(|| false);
    let report = &item.report;
    let dismissed = item.clone();
    let assigned = item.clone();
    rsx! {
        li { class: "waiting",
            p { class: "waiting-summary", "{report.summary}" }
            p { class: "waiting-facts",
                span { {report.agent_name.clone().unwrap_or_else(|| "unnamed agent".into())} }
                Timestamp { at: item.received_at }
                for fact in facts(report) {
                    span { key: "{fact}", "{fact}" }
                }
                Outcome { outcome: report.outcome }
            }
            if !item.detail.is_empty() {
                p { class: "waiting-why", "{item.detail}" }
            }
            if let Some(details) = &report.details {
                details { class: "waiting-details",
                    summary { "Details" }
                    pre { "{details}" }
                }
            }
            div { class: "waiting-goals",
                for suggestion in item.suggestions.clone() {
                    Button {
                        key: "{suggestion.goal_id}",
                        onclick: {
                            let (item, suggestion) = (item.clone(), suggestion.clone());
                            move |_| desk.assign(&item, suggestion.goal_id.0.clone(), &suggestion.key)
                        },
                        span { class: "mono muted", "{suggestion.key}" }
                        span { class: "waiting-goal", "{suggestion.title}" }
                    }
                }
                if !picking() {
                    Button { kind: ButtonKind::Quiet, icon: Glyph::Search, onclick: move |_| picking.set(true), "Other goal…" }
                }
                span { class: "grow" }
                Button { kind: ButtonKind::Quiet, onclick: move |_| desk.dismiss(&dismissed), "Dismiss" }
            }
            if picking() {
                GoalPicker {
                    id: "pick-{item.id}",
                    onpick: move |(id, key): (String, String)| desk.assign(&assigned, id, &key),
                    onclose: move |()| picking.set(false),
                }
            }
        }
    }
}

#[component]
fn Outcome(#[props(!optional)] outcome: Option<ReportOutcome>) -> Element {
    let (tone, words) = match outcome {
        Some(ReportOutcome::Done) => (Tone::Proven, "done"),
        Some(ReportOutcome::Partial) => (Tone::Progress, "partly done"),
        Some(ReportOutcome::Failed) => (Tone::Danger, "failed"),
        Some(ReportOutcome::Blocked) => (Tone::Attention, "blocked"),
        None => return VNode::empty(),
    };
    rsx! {
        Pill { tone, "{words}" }
    }
}

/// What else came with the report.
fn facts(report: &Report) -> Vec<String> {
    let count = |n: usize| u64::try_from(n).unwrap_or_default();
    let all = [
        report.goal_id.as_ref().map(|goal| format!("names goal {goal}")),
        report.goal_title.as_ref().map(|title| format!("for “{title}”")),
        (!report.artifacts.is_empty()).then(|| format::plural(count(report.artifacts.len()), "result")),
        (!report.metrics.is_empty()).then(|| format::plural(count(report.metrics.len()), "metric")),
        report.usage.and_then(|usage| usage.cost_usd).map(|cost| cost.to_string()),
    ];
    all.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_report_has_nothing_more_to_say() {
        assert!(facts(&Report::default()).is_empty());
        let report = Report { goal_title: Some("Faster checkout".into()), ..Default::default() };
        assert_eq!(facts(&report), ["for “Faster checkout”"]);
    }
}
