//! What would be started, word for word.

use super::form::Form;
use crate::{
    domain::{Result, dispatch::Preview},
    rpc,
    ui::{
        browser,
        components::{Button, ButtonKind, Glyph, Icon, Skeleton, TextArea},
        format,
    },
};
use dioxus::prelude::*;

/// Typing pauses this long before the server is asked, in milliseconds.
const PAUSE_MS: u32 = 350;

/// The server's word about what the form holds, a moment after it changed; none while too little is known.
pub fn use_preview(form: Signal<Form>) -> Signal<Option<Result<Preview>>> {
    let mut preview = use_signal(|| None);
    let _asking = use_resource(move || async move {
        let now = form.read().clone();
        let Some(body) = now.is_enough().then(|| now.body()) else { return preview.set(None) };
        browser::sleep(PAUSE_MS).await;
        let answer = match body {
            Ok(body) => rpc::sessions::preview(body).await,
            Err(error) => Err(error),
        };
        preview.set(Some(answer));
    });
    preview
}

/// Agent, model, limits, cost, what speaks against it, and the prompt.
#[component]
pub fn Shown(form: Signal<Form>, preview: Signal<Option<Result<Preview>>>) -> Element {
    let found = match preview.read().clone() {
        Some(Ok(found)) => found,
        Some(Err(error)) => return rsx! { p { class: "start-note", "{error}" } },
        None if form.read().is_enough() => return rsx! { Skeleton { lines: 2 } },
        None => {
            return rsx! { p { class: "start-note muted", "Say what is to be done, and the exact prompt shows here before anything starts." } };
        }
    };
    let limits = [
        found.limits.cost_usd.map(|cost| format!("at most {cost}")),
        found
            .limits
            .seconds
            .and_then(|seconds| i64::try_from(seconds).ok())
            .map(|seconds| format!("at most {}", format::duration(seconds))),
    ];
    let model = found.model.clone().unwrap_or_else(|| "its own choice of model".to_owned());
    let facts: Vec<String> = [format!("{} · {model}", found.agent.label())]
        .into_iter()
        .chain(limits.into_iter().flatten())
        .chain(found.expected_usd.map(|cost| format!("sessions like it cost {cost}")))
        .collect();
    rsx! {
        section { class: "start-preview", "aria-label": "What will be started",
            p { class: "start-facts", {facts.join(" · ")} }
            if let Some(rule) = &found.rule {
                p { class: "muted", "Rule: {rule}" }
            }
            for problem in &found.problems {
                p { key: "{problem}", class: "start-problem",
                    Icon { glyph: Glyph::Warning, size: 14 }
                    "{problem}"
                }
            }
            Words { form, found: found.clone() }
        }
    }
}

/// The prompt: to read, or taken over and edited.
#[component]
fn Words(form: Signal<Form>, found: Preview) -> Element {
    let size = format!("about {} tokens", format::whole(found.tokens));
    let Some(exact) = form.read().exact.clone() else {
        let prompt = found.prompt.clone();
        return rsx! {
            details { class: "start-words",
                summary { "The prompt, word for word · {size}" }
                pre { tabindex: "0", "{found.prompt}" }
                Button { icon: Glyph::Edit, onclick: move |_| form.write().exact = Some(prompt.clone()), "Edit the prompt" }
            }
        };
    };
    rsx! {
        TextArea {
            id: "start-exact",
            label: "The prompt, word for word · {size}",
            name: "exact",
            value: exact,
            rows: 10,
            oninput: move |text| form.write().exact = Some(text),
        }
        Button { kind: ButtonKind::Quiet, icon: Glyph::Undo, onclick: move |_| form.write().exact = None, "Compose it again from the fields above" }
    }
}
