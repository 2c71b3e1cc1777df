use super::live::{About, agent};
use crate::{
    domain::session::SessionView,
    ui::{
        components::{Pill, Timestamp},
        pages::session_look,
    },
};
use dioxus::prelude::*;

/// Sessions that ended last, each with what became of it.
#[component]
pub fn Ended(sessions: Vec<SessionView>) -> Element {
    if sessions.is_empty() {
        return VNode::empty();
    }
    rsx! {
        section { class: "ended", "aria-labelledby": "ended-title",
            h2 { id: "ended-title", "Ended last" }
            ul {
                for view in sessions {
                    Row { key: "{view.session.id}", view }
                }
            }
        }
    }
}

#[component]
fn Row(view: SessionView) -> Element {
    let session = &view.session;
    let (tone, glyph) = session_look(session.status);
    rsx! {
        li { class: "ended-row",
            Link { class: "ended-name", to: "/sessions/{session.key}",
                b { {agent(&view)} }
                span { class: "mono muted", "{session.key}" }
            }
            About { view: view.clone() }
            p { class: "ended-truth",
                Pill { tone, icon: glyph, "{session.status.label()}" }
                if let Some(reason) = view.started.as_ref().and_then(|started| started.exit_reason.as_deref()) {
                    span { "{reason}" }
                }
            }
            span { class: "ended-cost", {session.cost_usd.map_or_else(|| "cost unknown".to_owned(), |cost| cost.to_string())} }
            if let Some(at) = session.ended_at {
                Timestamp { at }
            }
        }
    }
}
