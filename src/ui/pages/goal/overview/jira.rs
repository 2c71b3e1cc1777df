use crate::{
    rpc,
    ui::components::{Button, ButtonKind, Glyph, use_toasts},
};
use dioxus::prelude::*;

/// What the goal's Jira issue says, and the way to tell it the proof.
#[component]
pub fn FromJira(goal_key: String, fixed: bool) -> Element {
    let mut text = use_signal(|| None::<String>);
    let asked = goal_key.clone();
    let read = move |_: Event<ToggleData>| {
        let goal = asked.clone();
        async move {
            if text.peek().is_some() {
                return;
            }
            text.set(Some(match rpc::jira::text(goal).await {
                Ok(Some(said)) => said,
                Ok(None) => "Nothing is known of its text; it was not imported, or has none.".to_owned(),
                Err(failed) => format!("It could not be read: {failed}"),
            }));
        }
    };
    rsx! {
        div { class: "card from-jira",
            details { ontoggle: read,
                summary { "What the Jira issue says" }
                if let Some(text) = text() {
                    pre { class: "verbatim", "{text}" }
                }
            }
            if !fixed {
                Tell { goal_key }
            }
        }
    }
}

/// The proof goes into the issue once; a second press says so.
#[component]
fn Tell(goal_key: String) -> Element {
    let toasts = use_toasts();
    let mut busy = use_signal(|| false);
    let tell = move |_: MouseEvent| {
        let goal = goal_key.clone();
        async move {
            busy.set(true);
            match rpc::jira::comment(goal).await {
                Ok(url) => toasts.say(format!("The proof is in {}", url.rsplit('/').next().unwrap_or(&url))),
                Err(failed) => toasts.fail(format!("No comment was written: {failed}"), None),
            }
            busy.set(false);
        }
    };
    rsx! {
        Button { kind: ButtonKind::Quiet, icon: Glyph::Share, busy: busy(), onclick: tell, "Comment the proof in Jira" }
    }
}
