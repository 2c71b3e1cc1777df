//! The first view: what to do next, what came of it so far, and the work log in one line.

mod description;
mod jira;
mod log;
mod next;
mod start;
mod teaser;

use super::{
    measurement::{Bars, Glance, Sentence, headline},
    state::use_goal,
    timeline::{ArtifactState, facts, glyph},
    view::View,
};
use crate::{
    domain::{
        artifact::Artifact,
        assessment::{Assessment, surest},
        metric::Metric,
    },
    ui::components::{Icon, Timestamp},
};
use description::Description;
use dioxus::prelude::*;
use jira::FromJira;
use log::QuickLog;
use next::NextTasks;
use start::Start;
use teaser::Teaser;

/// So many of the latest artifacts are shown.
const LATEST: usize = 4;

/// The goal at a glance.
#[component]
pub fn Overview() -> Element {
    let view = use_goal();
    let detail = view.loaded.read().detail.clone();
    let fixed = detail.goal.archived_at.is_some();
    let untouched = detail.tasks.is_empty() && detail.metrics.is_empty() && detail.updates.is_empty() && detail.artifacts.is_empty();
    let untouched = untouched && view.loaded.read().measuring.sources.is_empty();
    let key = &detail.goal.key;
    rsx! {
        section { class: "overview",
            h2 { class: "visually-hidden", "Overview" }
            if !fixed {
                QuickLog {}
            }
            if untouched && !fixed {
                Start { goal_key: key.clone() }
            }
            if let Some(narrative) = detail.narratives.first().cloned() {
                Teaser { narrative, goal_key: key.clone() }
            }
            Measured { assessment: surest(&view.loaded.read().measuring.assessments).cloned(), metric: headline(&detail.metrics).cloned(), goal_key: key.clone() }
            NextTasks { tasks: detail.tasks.clone(), goal_key: key.clone() }
            if !detail.artifacts.is_empty() {
                Latest { artifacts: detail.artifacts.iter().take(LATEST).cloned().collect::<Vec<_>>(), goal_key: key.clone() }
            }
            Description { text: detail.goal.description.clone().unwrap_or_default(), fixed }
            if detail.goal.jira_url.is_some() {
                FromJira { goal_key: key.clone(), fixed }
            }
        }
    }
}

/// What is surest of what was measured: an assessment, else two numbers.
#[component]
fn Measured(#[props(!optional)] assessment: Option<Assessment>, #[props(!optional)] metric: Option<Metric>, goal_key: String) -> Element {
    if assessment.is_none() && metric.is_none() {
        return VNode::empty();
    }
    rsx! {
        div { class: "card glance",
            if let Some(assessment) = assessment {
                Glance { assessment }
            } else if let Some(metric) = metric {
                Sentence { metric: metric.clone() }
                Bars { metric }
            }
            Link { class: "more", to: View::Measurement.route(&goal_key).href(), "All measurements" }
        }
    }
}

#[component]
fn Latest(artifacts: Vec<Artifact>, goal_key: String) -> Element {
    rsx! {
        div { class: "card",
            h3 { "Latest results" }
            ul { class: "lines",
                for artifact in artifacts {
                    li { key: "{artifact.id}",
                        Icon { glyph: glyph(&artifact) }
                        div { class: "line-words",
                            if let Some(url) = artifact.url.as_ref().filter(|url| url.starts_with("http")) {
                                a { href: "{url}", rel: "noopener nofollow", "{artifact.title}" }
                            } else {
                                span { "{artifact.title}" }
                            }
                            p { class: "event-facts",
                                for fact in facts(&artifact).into_iter().take(4) {
                                    span { key: "{fact}", "{fact}" }
                                }
                            }
                        }
                        ArtifactState { artifact: artifact.clone() }
                        span { class: "muted nowrap",
                            Timestamp { at: artifact.details.merged_at.unwrap_or(artifact.created_at) }
                        }
                    }
                }
            }
            Link { class: "more", to: View::Timeline.route(&goal_key).href(), "The whole timeline" }
        }
    }
}
