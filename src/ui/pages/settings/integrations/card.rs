use super::form::ConnectionEditor;
use crate::{
    domain::connection::Connection,
    rpc,
    ui::{
        components::{Button, ButtonKind, Dialog, Glyph, Pill, Timestamp, Tone, use_toasts},
        hooks::{Step, use_steps},
    },
};
use dioxus::prelude::*;

/// One connection: where it leads, whether it works, and in the peer's own words why not.
#[component]
pub fn ConnectionCard(connection: Connection, onchange: Callback<()>) -> Element {
    let mut editing = use_signal(|| false);
    let (tone, glyph, words) = look(&connection.status);
    let secret = if connection.kind.is_model() { "key" } else { "token" };
    rsx! {
        div { class: "connection",
            div { class: "connection-line",
                Pill { tone, icon: glyph, "{words}" }
                span { class: "mono grow", "{connection.base_url}" }
                Test { id: connection.id.clone(), onchange }
                Button { kind: ButtonKind::Quiet, onclick: move |_| editing.toggle(), "Edit" }
                Remove { connection: connection.clone() }
            }
            p { class: "token-facts",
                if let Some(last) = &connection.secret_last4 {
                    span { "{secret} ends in " code { "{last}" } }
                } else {
                    span { "no {secret}" }
                }
                if let Some(last) = &connection.webhook_last4 {
                    span { "webhook secret ends in " code { "{last}" } }
                }
                if let Some(model) = &connection.model {
                    span { "model {model}" }
                }
                if let Some(at) = connection.checked_at {
                    span {
                        "checked "
                        Timestamp { at }
                    }
                }
                if let Some(at) = connection.retry_at {
                    span { class: "waits",
                        "left alone until "
                        Timestamp { at }
                    }
                }
            }
            if let Some(detail) = connection.status_detail.as_ref().filter(|d| !d.is_empty()) {
                pre { class: "verbatim", "{detail}" }
            }
            if editing() {
                ConnectionEditor { kind: connection.kind, known: Some(connection), onclose: move |()| editing.set(false), onchange }
            }
        }
    }
}

#[component]
fn Test(id: String, onchange: Callback<()>) -> Element {
    let toasts = use_toasts();
    let mut busy = use_signal(|| false);
    let test = move |_: MouseEvent| {
        let id = id.clone();
        async move {
            busy.set(true);
            match rpc::connections::test(id).await {
                Ok(found) if found.ok => toasts.say(format!("It works: {}", found.detail)),
                Ok(found) => toasts.fail(format!("It does not work: {}", found.detail), None),
                Err(failed) => toasts.fail(format!("Could not test it: {failed}"), None),
            }
            busy.set(false);
            onchange.call(());
        }
    };
    rsx! {
        Button { busy: busy(), onclick: test, "Test" }
    }
}

/// The secret is gone with the connection: this is asked about first.
#[component]
fn Remove(connection: Connection) -> Element {
    let steps = use_steps();
    let mut asking = use_signal(|| false);
    let label = connection.kind.label();
    rsx! {
        Button { kind: ButtonKind::Quiet, onclick: move |_| asking.set(true), "Remove" }
        Dialog {
            id: "remove-{connection.id}",
            title: "Remove the connection to {label}?",
            open: asking,
            onclose: move |()| asking.set(false),
            actions: rsx! {
                Button { onclick: move |_| asking.set(false), "Keep it" }
                Button {
                    kind: ButtonKind::Danger,
                    onclick: move |_| {
                        asking.set(false);
                        let id = connection.id.clone();
                        steps.take(Step::new("remove the connection", move || rpc::connections::remove(id.clone())).say("Removed"));
                    },
                    "Remove"
                }
            },
            p { "{connection.base_url} is not asked any more, and its secrets are deleted. What was fetched or imported stays." }
        }
    }
}

fn look(status: &str) -> (Tone, Glyph, &'static str) {
    match status {
        "ok" => (Tone::Proven, Glyph::Check, "Works"),
        "limited" => (Tone::Attention, Glyph::Hourglass, "At its limit"),
        "failing" => (Tone::Danger, Glyph::Warning, "Fails"),
        _ => (Tone::Neutral, Glyph::Info, "Not tested yet"),
    }
}
