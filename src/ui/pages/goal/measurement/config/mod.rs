//! Adding a metric, and changing how it is read.

mod advanced;
mod change;
mod draft;
mod fields;
mod kinds;
mod paste;
mod probe;

use super::sending::{Refusal, use_sending};
use crate::{
    domain::metric_source::SourceKind,
    rpc,
    ui::{
        browser,
        components::{Button, ButtonKind, Glyph},
        hooks::use_first_focus,
        pages::goal::{drafts::use_drafts, state::use_goal},
    },
};
use advanced::Advanced;
use dioxus::prelude::*;
use fields::Fields;
use kinds::asks;
use paste::Paste;
use probe::Probe;

pub use change::ChangeSource;
pub use draft::Draft;

/// What the form shows; what is wrong elsewhere is said below it.
const SHOWN: [&str; 21] = [
    "/name",
    "/endpoint",
    "/query",
    "/secret",
    "/secondSecret",
    "/unit",
    "/beforeWindow",
    "/afterWindow",
    "/step",
    "/org",
    "/datasource",
    "/datasourceKind",
    "/site",
    "/metric",
    "/zone",
    "/region",
    "/account",
    "/dashboard",
    "/sheet",
    "/visual",
    "/bucket",
];

/// The way to add a metric. What was written is kept while the page of the goal is open.
#[component]
pub fn AddSource(first: bool) -> Element {
    let drafts = use_drafts();
    let mut open = use_signal(move || drafts.source.peek().is_begun());
    let mut pasting = use_signal(|| false);
    let mut unknown = use_signal(Vec::<String>::new);
    let mut draft = drafts.source;
    if !open() {
        return rsx! {
            div { class: "add-source", "data-first": first,
                if first {
                    div { class: "add-source-words",
                        h3 { "Measure it where it lives" }
                        p { "Maestro reads the metric before and after the merge, and says what changed, by how much, and how far that can be believed." }
                    }
                }
                Button { id: "add-metric", kind: if first { ButtonKind::Primary } else { ButtonKind::Secondary }, icon: Glyph::Plus, onclick: move |_| open.set(true), "Add a metric" }
            }
        };
    }
    if pasting() {
        return rsx! {
            Paste {
                onread: move |(read, names): (Draft, Vec<String>)| {
                    draft.set(read);
                    unknown.set(names);
                    pasting.set(false);
                },
                onclose: move |()| pasting.set(false),
            }
        };
    }
    rsx! {
        Form {
            unknown: unknown(),
            onpaste: move |()| pasting.set(true),
            onclose: move |()| {
                unknown.set(Vec::new());
                open.set(false);
            },
        }
    }
}

#[component]
fn Form(unknown: Vec<String>, onpaste: EventHandler<()>, onclose: EventHandler<()>) -> Element {
    let view = use_goal();
    let drafts = use_drafts();
    let mut draft = drafts.source;
    let sending = use_sending();
    use_first_focus(Some("source-kind-prometheus".into()));
    let kind = draft.read().kind();
    let save = move |event: FormEvent| {
        event.prevent_default();
        async move {
            let (mut draft, mut made) = (drafts.source, drafts.made);
            let new = match draft.peek().read(Some(view.goal().id)) {
                Ok(new) => new,
                Err(wrong) => return sending.fail(wrong),
            };
            if let Some((source, secret)) = sending.send(rpc::metrics::add_source(new)).await {
                draft.set(Draft::new());
                made.set(secret.map(|secret| (source.id.clone(), secret)));
                browser::announce(&format!("Added {}", source.name));
                view.refresh();
                onclose.call(());
            }
        }
    };
    rsx! {
        form { class: "card source-form", onsubmit: save,
            div { class: "source-form-head",
                h3 { "Add a metric" }
                span { class: "grow" }
                button { class: "text-button", r#type: "button", onclick: move |_| onpaste.call(()), "Paste JSON" }
            }
            Kinds { kind, onchoose: move |kind| draft.write().rest.kind = Some(kind) }
            if !unknown.is_empty() {
                p { class: "field-error", role: "status", {format!("Not read, because nothing is called so: {}", unknown.join(", "))} }
            }
            if let Some(kind) = kind {
                Fields { at: "source", kind, draft, sending, stored: None }
                Advanced { at: "source", kind, draft, sending, stored: None }
            }
            Refusal { what: "Not added", words: sending.rest(&SHOWN) }
            if let Some(kind) = kind.filter(|kind| kind.is_polled()) {
                Probe { kind, draft, sending, secret_of: None }
            }
            div { class: "form-actions",
                if draft.read().is_begun() {
                    Button { kind: ButtonKind::Quiet, onclick: move |_| { draft.set(Draft::new()); onclose.call(()); }, "Discard" }
                } else {
                    Button { kind: ButtonKind::Quiet, onclick: move |_| onclose.call(()), "Cancel" }
                }
                if kind.is_some() {
                    Button { kind: ButtonKind::Primary, r#type: "submit", busy: sending.is_busy(), "Add the metric" }
                }
            }
        }
    }
}

/// Where the metric lives: what Maestro asks, then what sends by itself.
#[component]
fn Kinds(#[props(!optional)] kind: Option<SourceKind>, onchoose: EventHandler<SourceKind>) -> Element {
    let groups = [("Maestro asks", true), ("It is sent", false)];
    rsx! {
        for (name , polled) in groups {
            fieldset { key: "{name}", class: "kinds",
                legend { "{name}" }
                for one in SourceKind::ALL.into_iter().filter(|one| one.is_polled() == polled) {
                    label { key: "{one.as_str()}", class: "choice kind",
                        input {
                            id: "source-kind-{one.as_str()}",
                            r#type: "radio",
                            name: "type",
                            value: one.as_str(),
                            checked: kind == Some(one),
                            onchange: move |_| onchoose.call(one),
                        }
                        span {
                            b { "{one.label()}" }
                            span { class: "kind-purpose", {asks(one).purpose} }
                        }
                    }
                }
            }
        }
    }
}
