//! Tasks that a model proposes, or without one the texts of the goal: edited by a person before they are stored.

mod edit;
mod row;
mod sheet;

use super::super::{drafts::use_drafts, state::use_goal};
use crate::{
    domain::{Error, plan::Author},
    rpc,
    ui::components::{Button, ButtonKind, Dialog, DialogShape, Glyph, TextArea},
};
use dioxus::prelude::*;
use edit::Editor;
use sheet::Sheet;

/// What the person asks for, what was proposed, and what was made of it. It stays while the page of the goal is open.
#[derive(Clone, Default, PartialEq)]
pub struct Draft {
    instructions: String,
    offer: Option<Offer>,
    error: Option<Error>,
}

/// A proposal that is being edited.
#[derive(Clone, PartialEq)]
struct Offer {
    sheet: Sheet,
    /// Who made it.
    by: String,
    notes: Vec<String>,
}

/// The dialog; it is there once, however many buttons open it.
#[component]
pub fn Propose(open: Signal<bool>) -> Element {
    let mut open = open;
    let mut busy = use_signal(|| false);
    let mut draft = use_drafts().proposal;
    let view = use_goal();
    let ask = use_callback(move |()| {
        if busy.replace(true) {
            return;
        }
        let goal = view.goal().id.0;
        // The answer belongs to this page, whether the dialog is still open or not.
        spawn(async move {
            propose(goal, draft).await;
            busy.set(false);
        });
    });
    let offered = draft.read().offer.is_some();
    rsx! {
        Dialog {
            id: "propose",
            title: "Propose tasks",
            shape: DialogShape::Drawer,
            open,
            onclose: move |()| open.set(false),
            if offered {
                Editor { draft, onclose: move |()| open.set(false) }
            } else {
                form {
                    class: "propose-ask",
                    onsubmit: move |event| {
                        event.prevent_default();
                        ask.call(());
                    },
                    p { class: "propose-lead",
                        "From the goal, its Jira issue and its context document. Nothing is stored before you have looked at it."
                    }
                    TextArea {
                        id: "propose-instructions",
                        label: "What should be kept in mind? (optional)",
                        name: "instructions",
                        value: draft.read().instructions.clone(),
                        rows: 3,
                        oninput: move |v| draft.write().instructions = v,
                    }
                    if let Some(error) = draft.read().error.clone() {
                        p { class: "field-error", role: "alert", "Nothing was proposed: {error}" }
                    }
                    div { class: "form-actions",
                        Button { kind: ButtonKind::Quiet, onclick: move |_| open.set(false), "Cancel" }
                        Button { kind: ButtonKind::Primary, r#type: "submit", icon: Glyph::Sparkle, busy: busy(), "Propose" }
                    }
                    p { class: "field-hint", role: "status", if busy() { "A model may take a minute. You can close this and go on." } }
                }
            }
        }
    }
}

/// Asks, and puts the answer into the draft.
async fn propose(goal: String, mut draft: Signal<Draft>) {
    let said = Some(draft.peek().instructions.trim().to_owned()).filter(|text| !text.is_empty());
    let answer = rpc::plan::decompose(goal, said).await;
    let Ok(mut draft) = draft.try_write() else { return };
    match answer {
        Ok(found) => {
            let by = author(found.by, found.model.as_deref());
            draft.offer = Some(Offer { sheet: Sheet::of(found.tasks), by, notes: found.notes });
            draft.error = None;
        }
        Err(failed) => draft.error = Some(failed),
    }
}

fn author(by: Author, model: Option<&str>) -> String {
    match (by, model) {
        (Author::Model, Some(model)) => format!("Proposed by {model}"),
        (Author::Model, None) => "Proposed by a model".into(),
        (Author::Heuristic, _) => "Found by the built-in reading of the goal’s texts, without a model".into(),
    }
}
