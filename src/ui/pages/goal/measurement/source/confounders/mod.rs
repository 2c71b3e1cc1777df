//! What else happened around a change, and who judged what of it.

mod add;
mod dismiss;

use crate::{
    domain::confounder::{Confounder, Judgement},
    rpc,
    ui::{
        components::{Button, ButtonKind, Pill, Timestamp, Tone},
        hooks::Step,
        pages::goal::state::use_goal,
    },
};
use add::Add;
use dioxus::prelude::*;
use dismiss::Dismiss;

pub use add::moment;

/// What else happened around the change: found by Maestro or added by a person, each to be judged. `at` keeps ids apart.
#[component]
pub fn Confounders(at: String, fixed: bool) -> Element {
    let view = use_goal();
    let all = view.measuring().confounders;
    let counting = all.iter().filter(|c| c.counts()).count();
    rsx! {
        details { class: "more-of",
            summary {
                "What else happened "
                span { class: "muted", {count(all.len(), counting)} }
            }
            if all.is_empty() {
                p { class: "muted", "Nothing else is known to have happened around the change: no other merge, deploy, incident or holiday." }
            }
            ul { class: "confounders",
                for one in all {
                    One { key: "{one.id}", at: "{at}-{one.id}", one, fixed }
                }
            }
            if !fixed {
                Add { at }
            }
        }
    }
}

fn count(all: usize, counting: usize) -> String {
    match (all, all - counting) {
        (0, _) => "nothing known".into(),
        (_, 0) => format!("{counting} may have moved it"),
        (_, dismissed) => format!("{counting} may have moved it, {dismissed} dismissed"),
    }
}

#[component]
fn One(at: String, one: Confounder, fixed: bool) -> Element {
    let view = use_goal();
    let mut judging = use_signal(|| false);
    let id = one.id.clone();
    let take_back = move |_| {
        let id = id.clone();
        let step = Step::new("take the dismissal back", move || {
            rpc::metrics::judge(id.clone(), Judgement { dismissed: Some(false), ..Default::default() })
        });
        view.steps.take(step.say("It counts again"));
    };
    let over = one.ends_at > one.starts_at;
    rsx! {
        li { "data-dismissed": !one.counts(),
            div { class: "confounder",
                Pill { tone: if one.counts() { Tone::Attention } else { Tone::Neutral }, "{one.kind.label()}" }
                div { class: "grow",
                    span { class: "confounder-title", "{one.title}" }
                    p { class: "event-facts",
                        span {
                            Timestamp { at: one.starts_at }
                            if over {
                                " until "
                                Timestamp { at: one.ends_at }
                            }
                        }
                        span { if one.actor == "maestro" { "found by Maestro" } else { "added by {one.actor}" } }
                        if let Some(reason) = &one.dismissed_reason {
                            span {
                                "dismissed"
                                if let Some(by) = &one.dismissed_by {
                                    " by {by}"
                                }
                                ": {reason}"
                            }
                        }
                    }
                }
                if !fixed {
                    if one.counts() {
                        Button { kind: ButtonKind::Quiet, "aria-expanded": judging().to_string(), "aria-label": "Dismiss {one.title}", onclick: move |_| judging.toggle(), "Dismiss" }
                    } else {
                        Button { kind: ButtonKind::Quiet, "aria-label": "Take back the dismissal of {one.title}", onclick: take_back, "Take back" }
                    }
                }
            }
            if judging() && one.counts() && !fixed {
                Dismiss { at, id: one.id.clone(), onclose: move |()| judging.set(false) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dismissed_ones_are_counted_apart() {
        assert_eq!((count(0, 0).as_str(), count(2, 2).as_str()), ("nothing known", "2 may have moved it"));
        assert_eq!(count(3, 1), "1 may have moved it, 2 dismissed");
    }
}
