use crate::{
    domain::jira::{Keeping, KeepingPatch},
    rpc,
    ui::{
        components::{Button, ButtonKind, Choice, Glyph, Icon, Select, Switch, Timestamp, use_toasts},
        hooks::{Step, use_steps},
        route::Route,
    },
};
use dioxus::prelude::*;

/// The pauses to choose from, in minutes.
const PAUSES: [(u32, &str); 6] = [(5, "5 minutes"), (15, "15 minutes"), (30, "30 minutes"), (60, "hour"), (240, "4 hours"), (1_440, "day")];

/// Keeping goals in step: the switches, and how it goes.
#[component]
pub fn Keep(keeping: Keeping, onchange: Callback<()>) -> Element {
    let steps = use_steps();
    let id = keeping.connection_id.clone();
    let set = use_callback(move |(patch, done): (KeepingPatch, &'static str)| {
        let id = id.clone();
        let ask = move || {
            let (id, patch) = (id.clone(), patch.clone());
            async move {
                let kept = rpc::jira::change(id, patch).await;
                onchange.call(());
                kept
            }
        };
        steps.take(Step::new("turn the switch", ask).say(done));
    });
    let at = &keeping.connection_id;
    let mut choices: Vec<Choice> = PAUSES.map(|(minutes, words)| Choice::new(minutes.to_string(), words)).to_vec();
    if PAUSES.iter().all(|(minutes, _)| *minutes != keeping.every_minutes) {
        choices.push(Choice::new(keeping.every_minutes.to_string(), format!("{} minutes", keeping.every_minutes)));
    }
    rsx! {
        div { class: "jira-keep",
            Switch {
                id: "jira-step-{at}",
                label: "Keep goals in step with their issues",
                hint: "Title and status are taken over from Jira, except what somebody changed here.",
                checked: keeping.keep_in_step,
                onchange: move |on| {
                    let done = if on { "Goals are kept in step" } else { "Jira is left alone" };
                    set.call((KeepingPatch { keep_in_step: Some(on), ..Default::default() }, done));
                },
            }
            Switch {
                id: "jira-comment-{at}",
                label: "Comment when a goal is proven",
                hint: "The outcome, before and after, links and cost go into the issue, once.",
                checked: keeping.comment_when_proven,
                onchange: move |on| {
                    let done = if on { "Proofs are written into Jira from now on" } else { "Nothing is written into Jira by itself" };
                    set.call((KeepingPatch { comment_when_proven: Some(on), ..Default::default() }, done));
                },
            }
            if keeping.keep_in_step && keeping.issues > 0 {
                div { class: "jira-pause",
                    Select {
                        id: "jira-every-{at}",
                        label: "Asks every",
                        name: "every",
                        chip: true,
                        choices,
                        value: keeping.every_minutes.to_string(),
                        onchange: move |minutes: String| {
                            let every_minutes = minutes.parse().ok();
                            set.call((KeepingPatch { every_minutes, ..Default::default() }, "The pause is changed"));
                        },
                    }
                    AskNow { id: at.clone(), onchange }
                }
            }
            How { keeping: keeping.clone() }
        }
    }
}

#[component]
fn AskNow(id: String, onchange: Callback<()>) -> Element {
    let toasts = use_toasts();
    let mut busy = use_signal(|| false);
    let ask = move |_: MouseEvent| {
        let id = id.clone();
        async move {
            busy.set(true);
            match rpc::jira::sync(id).await {
                Ok(taken) => toasts.say(match taken.changed {
                    0 => "Nothing changed in Jira".to_owned(),
                    1 => "1 goal was changed".into(),
                    n => format!("{n} goals were changed"),
                }),
                Err(failed) => toasts.fail(format!("Could not ask Jira: {failed}"), None),
            }
            busy.set(false);
            onchange.call(());
        }
    };
    rsx! {
        Button { kind: ButtonKind::Quiet, icon: Glyph::Refresh, busy: busy(), onclick: ask, "Ask now" }
    }
}

/// How it went last, what is gone, and what could not be written.
#[component]
fn How(keeping: Keeping) -> Element {
    let goals = match keeping.issues {
        0 => "no goal is from here yet".to_owned(),
        1 => "1 goal is from here".into(),
        n => format!("{n} goals are from here"),
    };
    rsx! {
        p { class: "token-facts",
            span { "{goals}" }
            if let Some(at) = keeping.synced_at {
                span {
                    "in step since "
                    Timestamp { at }
                }
            }
        }
        if let Some(error) = &keeping.error {
            p { class: "field-error",
                Icon { glyph: Glyph::Warning, size: 14 }
                "The last look failed: {error}"
            }
        }
        if !keeping.gone.is_empty() {
            div { class: "jira-gone",
                p {
                    Icon { glyph: Glyph::Warning, size: 14 }
                    "Gone from Jira, or not to be seen any more; their goals stay:"
                }
                ul {
                    for gone in &keeping.gone {
                        li { key: "{gone.key}",
                            span { class: "mono", "{gone.key}" }
                            Link { to: Route::goal(gone.goal_key.clone()).href(), "{gone.goal_key}" }
                            span { class: "muted",
                                "since "
                                Timestamp { at: gone.since }
                            }
                        }
                    }
                }
            }
        }
        for error in &keeping.comment_errors {
            p { key: "{error}", class: "field-error",
                Icon { glyph: Glyph::Warning, size: 14 }
                "No comment in {error}"
            }
        }
    }
}
