use super::desk::Desk;
use crate::{
    domain::{
        jira::{
            Level, PreviewIssue,
            suggest::{Measure, Suggestion},
        },
        metric::Improve,
    },
    ui::{
        components::{Glyph, Icon, Pill, StatePill, Tone},
        route::Route,
    },
};
use dioxus::prelude::*;

/// One issue as it would become a goal.
#[component]
pub fn IssueRow(issue: PreviewIssue, #[props(!optional)] suggestion: Option<Suggestion>) -> Element {
    let mut desk: Desk = use_context();
    let chosen = desk.chosen.read().contains(&issue.key);
    let id = desk.id(&issue.key);
    let archived = issue.known.as_ref().is_some_and(|known| known.archived);
    let level = match issue.level {
        Level::Epic => "epic",
        Level::Standard => "standard",
        Level::SubTask => "sub-task",
    };
    let key = issue.key.clone();
    rsx! {
        li { class: "jira-row", "data-level": level,
            span { class: "check",
                input {
                    id: "{id}",
                    r#type: "checkbox",
                    checked: chosen,
                    disabled: archived,
                    onchange: move |event| desk.choose(&key, event.checked()),
                }
            }
            div { class: "jira-words",
                p { class: "jira-title",
                    a { class: "mono", href: "{issue.url}", rel: "noopener nofollow", "{issue.key}" }
                    label { r#for: "{id}", "{issue.title}" }
                }
                p { class: "jira-facts",
                    if !issue.kind.is_empty() {
                        span { "{issue.kind}" }
                    }
                    if let Some(parent) = &issue.parent {
                        span { "part of " span { class: "mono", "{parent}" } }
                    }
                    if !issue.jira_status.is_empty() {
                        span { "{issue.jira_status} in Jira" }
                    }
                }
                if !issue.text.is_empty() {
                    p { class: "jira-text", "{issue.text}" }
                }
                if let Some(suggestion) = suggestion {
                    Worth { suggestion }
                }
            }
            div { class: "jira-marks",
                StatePill { status: issue.status }
                if let Some(known) = &issue.known {
                    Link { class: "jira-known", to: Route::goal(known.goal_key.clone()).href(),
                        Icon { glyph: if archived { Glyph::Archive } else { Glyph::Check }, size: 14 }
                        if archived { "{known.goal_key}, archived" } else { "is {known.goal_key}" }
                    }
                }
            }
        }
    }
}

/// Why an issue is worth a goal, and how its effect would be measured.
#[component]
fn Worth(suggestion: Suggestion) -> Element {
    let measure = words(&suggestion.measure);
    rsx! {
        div { class: "jira-worth",
            Pill { tone: Tone::Accent, icon: Glyph::Sparkle, "Worth a goal" }
            p { "{suggestion.why}" }
            p { class: "jira-measure", "{measure}" }
        }
    }
}

/// `Measure Checkout p95 in ms, lower is better, from Prometheus, 7d before and after`
fn words(measure: &Measure) -> String {
    let Measure { metric, unit, improve, source, window } = measure;
    let unit = unit.as_deref().map(|unit| format!(" in {unit}")).unwrap_or_default();
    let better = match improve {
        Improve::Down => "lower is better",
        Improve::Up => "higher is better",
    };
    let source = match source.as_str() {
        "prometheus" => "from Prometheus",
        "grafana" => "from Grafana",
        "datadog" => "from Datadog",
        "eppo" => "from an Eppo experiment",
        "quicksight" => "from QuickSight",
        "csv" => "from a CSV file",
        "webhook" => "by a webhook",
        _ => "by hand",
    };
    format!("Measure {metric}{unit}, {better}, {source}, {window} before and after.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_reads_as_a_sentence() {
        let measure = Measure {
            metric: "Checkout p95".into(),
            unit: Some("ms".into()),
            improve: Improve::Down,
            source: "prometheus".into(),
            window: "7d".into(),
        };
        assert_eq!(words(&measure), "Measure Checkout p95 in ms, lower is better, from Prometheus, 7d before and after.");
    }
}
