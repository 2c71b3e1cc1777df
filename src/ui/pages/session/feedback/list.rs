use crate::{
    domain::feedback::{FailedCheck, Feedback, ReviewComment},
    ui::{
        components::{Glyph, Icon},
        format,
    },
};
use dioxus::prelude::*;

/// What fails and who wrote what, each with the way to it.
#[component]
pub fn Said(said: Feedback) -> Element {
    let count = |n: usize| u64::try_from(n).unwrap_or_default();
    let (checks, comments) = (count(said.checks.len()), count(said.comments.len()));
    rsx! {
        div { class: "feedback",
            p { class: "muted",
                "On "
                a { href: "{said.url}", rel: "noopener nofollow", "{said.url}" }
            }
            if checks > 0 {
                h3 { {format!("{} failed", format::plural(checks, "check"))} }
                ul { class: "feedback-list",
                    for (at , check) in said.checks.into_iter().enumerate() {
                        Check { key: "{at}", check }
                    }
                }
            }
            if comments > 0 {
                h3 { {format::plural(comments, "comment")} }
                ul { class: "feedback-list",
                    for (at , comment) in said.comments.into_iter().enumerate() {
                        Comment { key: "{at}", comment }
                    }
                }
            }
        }
    }
}

#[component]
fn Check(check: FailedCheck) -> Element {
    rsx! {
        li {
            p { class: "feedback-head", "data-tone": "danger",
                Icon { glyph: Glyph::Cross, size: 14 }
                Place { words: check.name, url: check.url }
            }
            if let Some(summary) = check.summary {
                p { class: "feedback-text", "{summary}" }
            }
        }
    }
}

#[component]
fn Comment(comment: ReviewComment) -> Element {
    let place = comment.place();
    let author = comment.author.unwrap_or_else(|| "Somebody".to_owned());
    rsx! {
        li {
            p { class: "feedback-head",
                b { "{author}" }
                Place { words: place.unwrap_or_else(|| "on the whole".to_owned()), url: comment.url }
            }
            p { class: "feedback-text", "{comment.text}" }
        }
    }
}

/// Words that lead to where they come from.
#[component]
fn Place(words: String, url: Option<String>) -> Element {
    match url {
        Some(url) => rsx! {
            a { href: "{url}", rel: "noopener nofollow", "{words}" }
        },
        None => rsx! {
            span { "{words}" }
        },
    }
}
