use crate::{
    domain::assessment::{Assessment, Explanation},
    ui::{
        components::{Meter, Timestamp},
        format,
        pages::goal::state::use_goal,
        route::Route,
    },
};
use dioxus::prelude::*;

/// Which of the merged changes explains it, by how well their times fit.
#[component]
pub fn Explained(assessment: Assessment) -> Element {
    let others = assessment.shared_with.len();
    let several = assessment.explained_by.len() > 1;
    rsx! {
        section { class: "explained",
            h4 { "Which change explains it" }
            p { class: "explained-lead", {lead(&assessment)} }
            if !assessment.explained_by.is_empty() {
                ul {
                    for (i , one) in assessment.explained_by.iter().cloned().enumerate() {
                        One { key: "{one.artifact_id}", mark: format::circled(i), one, goal: assessment.goal_id.0.clone() }
                    }
                    li { class: "weight",
                        span { class: "grow muted", if several { "none of them" } else { "not this one" } }
                        span { class: "numeric", {percent(assessment.unexplained)} }
                    }
                }
            }
            if others > 0 {
                p { class: "shared",
                    {format!("{} changed this metric at the same time: the effect is shared with {}, and cannot be told apart.",
                        format::plural(others as u64, "other goal"), if others == 1 { "it" } else { "them" })}
                    for id in assessment.shared_with.iter() {
                        Link { key: "{id}", class: "shared-link", to: Route::goal(id.as_str()).href(), "See that goal" }
                    }
                }
            }
        }
    }
}

fn lead(assessment: &Assessment) -> String {
    if assessment.is_ordinary() {
        return "Nothing stands out that would have to be explained.".into();
    }
    match (assessment.named(), assessment.explained_by.len()) {
        (_, 0) => "No merged change lies in this time: it was named by its time.".into(),
        (Some(one), _) => format!("Most likely {}.", one.title),
        (None, 1) => "One change was merged; its time does not fit well enough to name it.".into(),
        (None, many) => format!("One of these {many}; their times are too close to name a single one."),
    }
}

#[component]
fn One(mark: String, one: Explanation, goal: String) -> Element {
    let view = use_goal();
    let url = view.loaded.read().detail.artifacts.iter().find(|a| a.id == one.artifact_id).and_then(|a| a.url.clone());
    let url = url.filter(|url| url.starts_with("http"));
    rsx! {
        li { class: "weight",
            span { class: "circled", "{mark}" }
            span { class: "grow",
                if let Some(url) = url {
                    a { href: "{url}", rel: "noopener nofollow", "{one.title}" }
                } else {
                    "{one.title}"
                }
                span { class: "muted",
                    " merged "
                    Timestamp { at: one.merged_at }
                    if one.goal_id.as_str() != goal {
                        " for "
                        Link { to: Route::goal(one.goal_id.as_str()).href(), "another goal" }
                    }
                }
            }
            span { class: "numeric", {percent(one.weight)} }
            Meter { share: one.weight, label: "{percent(one.weight)} of the weight" }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 100.0).round())
}
