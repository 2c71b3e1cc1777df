//! What Maestro is connected to: code hosts it asks about changes, models that write.

mod card;
mod form;

use crate::{
    domain::connection::{Connection, ConnectionKind},
    rpc,
    ui::{
        components::{Button, Glyph},
        hooks::{use_live, use_loaded},
    },
};
use card::ConnectionCard;
use dioxus::prelude::*;
use form::ConnectionEditor;

/// All connections, by what they lead to.
#[component]
pub fn Integrations() -> Element {
    let first = use_loaded(rpc::connections::list)?;
    let mut connections = use_signal(|| (*first).clone());
    let refresh = use_callback(move |()| {
        spawn(async move {
            if let Ok(fresh) = rpc::connections::list().await {
                connections.set(fresh);
            }
        });
    });
    use_live(|event| event.kind.starts_with("connection."), move || refresh.call(()));
    rsx! {
        p { class: "panel-lead",
            "Maestro works without any of these: public repositories are asked anonymously, and narratives are written from the facts. Tokens and keys go in and never come out again."
        }
        for kind in ConnectionKind::ALL {
            Kind {
                key: "{kind.as_str()}",
                kind,
                connections: connections.read().iter().filter(|c| c.kind == kind).cloned().collect::<Vec<_>>(),
                onchange: refresh,
            }
        }
    }
}

#[component]
fn Kind(kind: ConnectionKind, connections: Vec<Connection>, onchange: Callback<()>) -> Element {
    let mut adding = use_signal(|| false);
    let none = connections.is_empty();
    rsx! {
        section { class: "panel panel-list",
            header { class: "connection-head",
                h2 { "{kind.label()}" }
                span { class: "muted grow", {purpose(kind)} }
                if !adding() {
                    Button {
                        icon: Glyph::Plus,
                        "aria-label": if none { "Connect {kind.label()}" } else { "Add another {kind.label()}" },
                        onclick: move |_| adding.set(true),
                        if none { "Connect" } else { "Add another" }
                    }
                }
            }
            for connection in connections {
                ConnectionCard { key: "{connection.id}", connection, onchange }
            }
            if adding() {
                ConnectionEditor { kind, known: None::<Connection>, onclose: move |()| adding.set(false), onchange }
            }
        }
    }
}

fn purpose(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::Github => "Pull requests and commits, with reviews and CI",
        ConnectionKind::Gitlab => "Merge requests and commits, with pipelines",
        ConnectionKind::Anthropic | ConnectionKind::Openai => "Writes the narratives",
    }
}
