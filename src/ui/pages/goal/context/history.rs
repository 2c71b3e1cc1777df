//! Earlier versions of the document: who wrote them, and what they changed.

use crate::{
    domain::{
        context::{ContextChange, ContextVersion},
        hunk,
    },
    rpc,
    ui::{
        components::{Button, ButtonKind, Glyph, Timestamp, use_toasts},
        format,
        patch::PatchLines,
    },
};
use dioxus::prelude::*;

/// All versions, loaded when they are asked for; one of them with what it changed.
#[component]
pub fn History(goal: String, newest: i64, document: Signal<(i64, String)>, fixed: bool) -> Element {
    let mut open = use_signal(|| false);
    let mut shown = use_signal(|| None::<i64>);
    let (of, seen) = (use_signal(|| goal.clone()), use_memo(use_reactive!(|(newest,)| newest)));
    let versions = use_resource(move || async move {
        seen();
        if open() { rpc::goals::context_versions(of()).await } else { Ok(Vec::new()) }
    });
    let listed = versions.read().clone().unwrap_or(Ok(Vec::new()));
    rsx! {
        section { class: "versions", "aria-label": "Versions of the document",
            Button {
                kind: ButtonKind::Quiet,
                icon: if open() { Glyph::ChevronDown } else { Glyph::ChevronRight },
                "aria-expanded": open().to_string(),
                onclick: move |_| open.toggle(),
                {format!("Who wrote what: {}", format::plural(u64::try_from(newest).unwrap_or_default(), "version"))}
            }
            if open() {
                match listed {
                    Err(error) => rsx! { p { class: "field-error", role: "alert", "{error}" } },
                    Ok(listed) => rsx! {
                        ol {
                            for about in listed {
                                li { key: "{about.version}",
                                    Line { about: about.clone(), is_shown: shown() == Some(about.version),
                                        onpress: move |version| shown.set((shown() != Some(version)).then_some(version)) }
                                    if shown() == Some(about.version) {
                                        Change { goal: goal.clone(), version: about.version, newest, document, fixed }
                                    }
                                }
                            }
                        }
                    },
                }
            }
        }
    }
}

#[component]
fn Line(about: ContextVersion, is_shown: bool, onpress: EventHandler<i64>) -> Element {
    let version = about.version;
    rsx! {
        button { class: "version", r#type: "button", "aria-expanded": is_shown.to_string(), onclick: move |_| onpress.call(version),
            b { "Version {version}" }
            span { "{about.actor}" }
            Timestamp { at: about.at }
            span { class: "muted", {format::plural(about.characters, "character")} }
        }
    }
}

/// What a version changed, and the way to put it in place again.
#[component]
fn Change(goal: String, version: i64, newest: i64, document: Signal<(i64, String)>, fixed: bool) -> Element {
    let toasts = use_toasts();
    let mut error = use_signal(|| None::<String>);
    let asked = goal.clone();
    let change = use_resource(move || rpc::goals::context_change(asked.clone(), version));
    let Some(found) = change.read().clone() else { return rsx! { p { class: "muted", "Loading…" } } };
    let ContextChange { markdown, patch, .. } = match found {
        Ok(found) => found,
        Err(error) => return rsx! { p { class: "field-error", role: "alert", "{error}" } },
    };
    let restore = move |_| {
        let (goal, markdown) = (goal.clone(), markdown.clone());
        async move {
            match rpc::goals::put_context(goal, markdown.clone(), newest).await {
                Ok(now) => {
                    document.set((now, markdown));
                    toasts.say(format!("Version {version} is in place again, as version {now}"));
                }
                Err(failed) => error.set(Some(failed.to_string())),
            }
        }
    };
    rsx! {
        PatchLines { label: "What version {version} changed", lines: hunk::lines(&patch) }
        if let Some(error) = error() {
            p { class: "field-error", role: "alert", "Not put in place: {error}" }
        }
        if version < newest && !fixed {
            Button { icon: Glyph::Undo, onclick: restore, "Put this version in place again" }
        }
    }
}
