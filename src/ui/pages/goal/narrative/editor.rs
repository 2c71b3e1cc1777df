//! Changing the text by hand; the figures are checked again when it is saved.

use super::state::{Desk, Mode};
use crate::{
    domain::narrative::{NarrativeEdit, NarrativeSummary},
    rpc,
    ui::{
        components::{Button, ButtonKind, TextArea},
        pages::goal::state::use_goal,
    },
};
use dioxus::prelude::*;

/// The text in a field.
#[component]
pub fn Editor(narrative: NarrativeSummary) -> Element {
    let view = use_goal();
    let mut desk: Desk = use_context();
    let mut text = use_signal(|| narrative.markdown.clone());
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<String>);
    let id = narrative.id.0.clone();
    let save = move |event: FormEvent| {
        event.prevent_default();
        let id = id.clone();
        async move {
            busy.set(true);
            match rpc::narratives::change(id, NarrativeEdit { markdown: text() }, None).await {
                Ok(_) => desk.edited(view),
                Err(failed) => error.set(Some(format!("Not saved: {failed}"))),
            }
            busy.set(false);
        }
    };
    rsx! {
        form { class: "document", onsubmit: save,
            TextArea {
                id: "narrative-text",
                label: "Narrative, in Markdown",
                name: "markdown",
                rows: 18,
                value: text(),
                hint: "Figures are checked again when you save.",
                error: error(),
                oninput: move |value| text.set(value),
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| desk.set_mode(Mode::Read), "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: busy(), "Save" }
            }
        }
    }
}
