use super::super::state::{GoalView, load, use_goal};
use crate::{
    domain::{Error, goal::GoalPatch},
    rpc,
    ui::components::{Glyph, Icon, IconButton, PageTitle},
};
use dioxus::prelude::*;

/// A title that is being written.
#[derive(Clone, PartialEq)]
struct Draft {
    text: String,
    /// The title that was there when writing began: nobody else's may be lost.
    seen: String,
    error: Option<String>,
}

/// The goal's name. The pencil, or a double click, opens it for writing.
#[component]
pub fn GoalTitle() -> Element {
    let view = use_goal();
    let goal = view.goal();
    let mut draft = use_signal(|| None::<Draft>);
    let begin = {
        let title = goal.title.clone();
        move || draft.set(Some(Draft { text: title.clone(), seen: title.clone(), error: None }))
    };
    let (mut by_pencil, mut by_press) = (begin.clone(), begin);
    let open = goal.archived_at.is_none();
    rsx! {
        div { class: "goal-title", "data-editing": draft.read().is_some(),
            div { class: "goal-name", ondoubleclick: move |_| if open { by_press() },
                PageTitle { title: goal.title.clone(), hidden: draft.read().is_some() }
            }
            if draft.read().is_some() {
                TitleForm { draft }
            } else if open {
                IconButton { id: "change-title", glyph: Glyph::Edit, label: "Change the title", onclick: move |_| by_pencil() }
            }
        }
    }
}

#[component]
fn TitleForm(draft: Signal<Option<Draft>>) -> Element {
    let mut draft = draft;
    let view = use_goal();
    let Some(Draft { text, error, .. }) = draft() else { return VNode::empty() };
    let wrong = error.is_some();
    rsx! {
        form {
            class: "title-form",
            onsubmit: move |event| {
                event.prevent_default();
                save(view, draft);
            },
            label { class: "visually-hidden", r#for: "goal-title", "Title" }
            input {
                class: "input",
                id: "goal-title",
                value: text,
                maxlength: 200,
                autocomplete: "off",
                "aria-invalid": wrong.then_some("true"),
                "aria-describedby": "goal-title-error",
                onmounted: move |event| async move {
                    // Without the focus the field can still be pressed.
                    let _ = event.set_focus(true).await;
                },
                oninput: move |event| {
                    if let Some(draft) = draft.write().as_mut() {
                        draft.text = event.value();
                    }
                },
                onkeydown: move |event| {
                    if event.key() == Key::Escape {
                        event.stop_propagation();
                        draft.set(None);
                    }
                },
            }
            button { class: "button", "data-kind": "primary", r#type: "submit", "Save" }
            button { class: "button", "data-kind": "quiet", r#type: "button", onclick: move |_| draft.set(None), "Cancel" }
            div { id: "goal-title-error", class: "field-error", role: "alert",
                if let Some(error) = error {
                    Icon { glyph: Glyph::Warning, size: 14 }
                    "{error}"
                }
            }
        }
    }
}

/// Shows the new title at once. If it cannot be saved, the field comes back with what was written in it.
fn save(view: GoalView, mut draft: Signal<Option<Draft>>) {
    let Some(mut kept) = draft.take() else { return };
    let text = kept.text.trim().to_owned();
    let before = view.goal();
    if text == before.title {
        return;
    }
    view.put(|loaded| loaded.detail.goal.title.clone_from(&text));
    dioxus::core::spawn_forever(async move {
        let failed = ask(view, &before.id.0, &text, &kept.seen, before.version).await;
        if let Some((error, now)) = failed {
            view.put(|loaded| loaded.detail.goal.title.clone_from(&now));
            kept.seen = now;
            kept.error = Some(error);
            // The page may have been left meanwhile.
            if let Ok(mut draft) = draft.try_write() {
                *draft = Some(kept);
            }
        }
    });
}

/// What is wrong and which title holds now, if the new one could not be saved.
async fn ask(view: GoalView, id: &str, text: &str, seen: &str, version: i64) -> Option<(String, String)> {
    let mut version = version;
    loop {
        let patch = GoalPatch { title: Some(text.to_owned()), ..Default::default() };
        let error = match rpc::goals::change(id.to_owned(), patch, Some(version)).await {
            Ok(goal) => {
                view.put(|loaded| loaded.detail.goal = goal);
                return None;
            }
            Err(error) => error,
        };
        let stale = matches!(error, Error::Stale { .. });
        let fresh = if stale { load(id.to_owned()).await.ok() } else { None };
        let Some(fresh) = fresh else {
            let words = error.field("/title").map_or_else(|| error.to_string(), |what| format!("The title {what}"));
            return Some((words, seen.to_owned()));
        };
        let now = fresh.detail.goal.title.clone();
        version = fresh.detail.goal.version;
        view.put(|loaded| *loaded = fresh);
        // Something else of the goal was changed meanwhile: that takes nothing from anybody.
        if now != seen {
            return Some((format!("Somebody changed it to “{now}” meanwhile. Save again to replace that."), now));
        }
    }
}
