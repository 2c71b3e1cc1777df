use super::super::{prose::Prose, state::use_goal};
use crate::{
    domain::goal::GoalPatch,
    rpc,
    ui::{
        components::{Button, ButtonKind, Glyph, TextArea},
        hooks::use_first_focus,
    },
};
use dioxus::prelude::*;

/// Why the goal exists, in Markdown.
#[component]
pub fn Description(text: String, fixed: bool) -> Element {
    let mut draft = use_signal(|| None::<String>);
    let begin = text.clone();
    if draft.read().is_some() {
        return rsx! {
            DescriptionForm { draft }
        };
    }
    if text.is_empty() {
        return rsx! {
            if !fixed {
                Button { kind: ButtonKind::Quiet, icon: Glyph::Edit, onclick: move |_| draft.set(Some(String::new())), "Add a description" }
            }
        };
    }
    rsx! {
        div { class: "card document",
            header { class: "document-head",
                h3 { "Description" }
                span { class: "grow" }
                if !fixed {
                    Button { kind: ButtonKind::Quiet, icon: Glyph::Edit, onclick: move |_| draft.set(Some(begin.clone())), "Edit" }
                }
            }
            Prose { text }
        }
    }
}

#[component]
fn DescriptionForm(draft: Signal<Option<String>>) -> Element {
    let mut draft = draft;
    let view = use_goal();
    use_first_focus(Some("goal-description".into()));
    let mut error = use_signal(|| None::<String>);
    let mut busy = use_signal(|| false);
    let save = move |event: FormEvent| {
        event.prevent_default();
        async move {
            let Some(text) = draft() else { return };
            let goal = view.goal();
            busy.set(true);
            let patch = GoalPatch { description: Some(Some(text).filter(|t| !t.trim().is_empty())), ..Default::default() };
            match rpc::goals::change(goal.id.0, patch, None).await {
                Ok(goal) => {
                    view.put(|loaded| loaded.detail.goal = goal);
                    draft.set(None);
                }
                Err(failed) => error.set(Some(format!("Not saved: {failed}"))),
            }
            busy.set(false);
        }
    };
    rsx! {
        form { class: "card document", onsubmit: save,
            TextArea {
                id: "goal-description",
                label: "Description, in Markdown",
                name: "description",
                rows: 6,
                value: draft().unwrap_or_default(),
                error: error(),
                oninput: move |text| draft.set(Some(text)),
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| draft.set(None), "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: busy(), "Save" }
            }
        }
    }
}
