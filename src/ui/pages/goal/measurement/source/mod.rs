//! One metric: what it says, how that looks, how far to believe it, why, and where it comes from.

mod beyond;
mod chart;
mod confounders;
mod expected;
mod explained;
mod figure;
mod grade;
mod history;
mod in_words;
mod line;
mod numbers;
mod samples;
mod sends;
mod told;
mod trial;
mod waiting;

use crate::{
    domain::{assessment::Assessment, metric_source::MetricSource},
    ui::pages::goal::state::use_goal,
};
use confounders::Confounders;
use dioxus::prelude::*;
use expected::Expected;
use explained::Explained;
use figure::Figure;
use grade::Grading;
use history::History;
use in_words::InWords;
use line::SourceLine;
use told::Sentence;
use waiting::Waiting;

pub use figure::Glance;
pub use grade::{question, so_far};
pub use trial::Found;

/// A metric of the goal.
#[component]
pub fn SourceCard(source: MetricSource, fixed: bool) -> Element {
    let view = use_goal();
    let measuring = view.measuring();
    let assessment = measuring.assessments.iter().find(|a| a.metric_source_id == source.id).cloned();
    let assessed = assessment.is_some();
    rsx! {
        article { class: "card source", id: "source-{source.id}", "aria-labelledby": "source-{source.id}-name",
            h3 { class: "visually-hidden", id: "source-{source.id}-name", "{source.name}" }
            if let Some(assessment) = assessment {
                Assessed { source: source.clone(), assessment, fixed }
            } else {
                Waiting { source: source.clone() }
                Expected { source: source.clone(), fixed, assessed }
            }
            SourceLine { source: source.clone(), fixed }
        }
    }
}

#[component]
fn Assessed(source: MetricSource, assessment: Assessment, fixed: bool) -> Element {
    rsx! {
        Sentence { assessment: assessment.clone() }
        Figure { assessment: assessment.clone() }
        Grading { assessment: assessment.clone() }
        InWords { assessment: assessment.clone(), fixed }
        div { class: "source-pair",
            Explained { assessment: assessment.clone() }
            Expected { source: source.clone(), fixed, assessed: true, large_enough: assessment.large_enough }
        }
        div { class: "source-more",
            Confounders { at: source.id.clone(), fixed }
            History { source: source.id.clone(), version: assessment.version }
        }
    }
}
