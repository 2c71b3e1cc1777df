use super::{
    live::{About, Stop, agent},
    use_desk,
};
use crate::{
    domain::session::SessionView,
    rpc,
    ui::{
        components::{Button, ButtonKind, Glyph, Icon},
        hooks::Step,
    },
};
use dioxus::prelude::*;

/// Sessions that wait, in the order in which they start, each with its reason.
#[component]
pub fn Queue(sessions: Vec<SessionView>) -> Element {
    rsx! {
        section { class: "pane pane-queue", "aria-labelledby": "queue-title",
            h2 { id: "queue-title",
                "Queue "
                span { class: "count", "{sessions.len()}" }
            }
            if sessions.is_empty() {
                p { class: "pane-empty", "Nothing waits." }
            }
            ol { class: "queue",
                for (place , session) in sessions.into_iter().enumerate() {
                    Row { key: "{session.session.id}", place, view: session }
                }
            }
        }
    }
}

#[component]
fn Row(place: usize, view: SessionView) -> Element {
    let why = view.started.as_ref().and_then(|started| started.waits_for.clone()).unwrap_or_else(|| "its turn".to_owned());
    rsx! {
        li { class: "queue-row",
            p { class: "queue-name",
                Link { to: "/sessions/{view.session.key}",
                    b { {agent(&view)} }
                    span { class: "mono muted", "{view.session.key}" }
                }
                if view.started.as_ref().is_some_and(|started| started.automatic) {
                    span { class: "muted", "started by the chain" }
                }
            }
            About { view: view.clone() }
            p { class: "queue-why",
                Icon { glyph: Glyph::Hourglass, size: 14 }
                "Waits for {why}"
            }
            div { class: "queue-actions",
                if place > 0 {
                    First { view: view.clone() }
                }
                Stop { view: view.clone() }
            }
        }
    }
}

/// Puts it before the others.
#[component]
fn First(view: SessionView) -> Element {
    let desk = use_desk();
    let key = view.session.key.clone();
    let first = move |_| {
        let id = key.clone();
        let step = Step::new(format!("put {key} first"), move || rpc::sessions::prioritize(id.clone()));
        desk.steps.take(step.say(format!("{key} is first in the queue")));
    };
    rsx! {
        Button { kind: ButtonKind::Quiet, icon: Glyph::ArrowUp, "aria-label": "Put {view.session.key} first", onclick: first, "First" }
    }
}
