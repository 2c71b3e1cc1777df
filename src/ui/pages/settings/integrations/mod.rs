//! What Maestro is connected to: code hosts it asks about changes, trackers that goals come from, models that write.

mod card;
mod form;
mod jira;

use crate::{
    domain::{
        Result,
        connection::{Connection, ConnectionKind},
        jira::Keeping,
    },
    rpc,
    ui::{
        components::{Button, Glyph},
        hooks::{use_live, use_loaded},
    },
};
use card::ConnectionCard;
use dioxus::prelude::*;
use form::ConnectionEditor;
use jira::JiraPanel;

/// All that the section shows.
async fn load() -> Result<(Vec<Connection>, Vec<Keeping>)> {
    let connections = rpc::connections::list().await?;
    let is_jira = |c: &Connection| c.kind == ConnectionKind::Jira;
    let keepings = if connections.iter().any(is_jira) { rpc::jira::keepings().await? } else { Vec::new() };
    Ok((connections, keepings))
}

/// All connections, by what they lead to.
#[component]
pub fn Integrations() -> Element {
    let first = use_loaded(load)?;
    let mut shown = use_signal(|| (*first).clone());
    let refresh = use_callback(move |()| {
        spawn(async move {
            if let Ok(fresh) = load().await {
                shown.set(fresh);
            }
        });
    });
    use_live(|event| event.kind.starts_with("connection.") || event.kind.starts_with("jira."), move || refresh.call(()));
    rsx! {
        p { class: "panel-lead",
            "Maestro works without any of these: public repositories are asked anonymously, and narratives are written from the facts. Tokens and keys go in and never come out again."
        }
        for kind in ConnectionKind::ALL {
            Kind {
                key: "{kind.as_str()}",
                kind,
                connections: shown.read().0.iter().filter(|c| c.kind == kind).cloned().collect::<Vec<_>>(),
                keepings: if kind == ConnectionKind::Jira { shown.read().1.clone() } else { Vec::new() },
                onchange: refresh,
            }
        }
    }
}

#[component]
fn Kind(kind: ConnectionKind, connections: Vec<Connection>, keepings: Vec<Keeping>, onchange: Callback<()>) -> Element {
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
                Connected {
                    key: "{connection.id}",
                    keeping: keepings.iter().find(|k| k.connection_id == connection.id).cloned(),
                    connection,
                    onchange,
                }
            }
            if adding() {
                ConnectionEditor { kind, known: None::<Connection>, onclose: move |()| adding.set(false), onchange }
            }
        }
    }
}

/// A connection, with what it is good for where that is more than being asked.
#[component]
fn Connected(connection: Connection, #[props(!optional)] keeping: Option<Keeping>, onchange: Callback<()>) -> Element {
    let (id, kind) = (connection.id.clone(), connection.kind);
    rsx! {
        ConnectionCard { connection, onchange }
        if kind == ConnectionKind::Jira {
            JiraPanel { connection_id: id, keeping, onchange }
        }
    }
}

fn purpose(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::Github => "Pull requests and commits, with reviews and CI",
        ConnectionKind::Gitlab => "Merge requests and commits, with pipelines",
        ConnectionKind::Jira => "Issues and epics as goals, and the proof back",
        ConnectionKind::Anthropic | ConnectionKind::Openai => "Writes the narratives",
    }
}
