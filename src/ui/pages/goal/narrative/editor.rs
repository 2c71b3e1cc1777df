//! Changing the text by hand; the figures are checked again when it is saved.
//! A text that is not saved stays a draft, whatever is looked at or written meanwhile.

use super::state::{Desk, Mode};
use crate::{
    domain::narrative::{NarrativeEdit, NarrativeSummary},
    rpc,
    ui::{
        components::{Button, ButtonKind, TextArea},
        hooks::use_first_focus,
        pages::goal::{drafts::use_drafts, state::use_goal},
    },
};
use dioxus::prelude::*;

/// The text in a field.
#[component]
pub fn Editor(narrative: NarrativeSummary) -> Element {
    let view = use_goal();
    let mut desk: Desk = use_context();
    let mut draft = use_drafts().narrative;
    let id = narrative.id.0.clone();
    use_first_focus(Some("narrative-text".into()));
    let kept = draft.read().clone().filter(|(of, _)| *of == id).map(|(_, text)| text);
    let text = kept.unwrap_or_else(|| narrative.markdown.clone());
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<String>);
    let (written, to_save) = (text.clone(), id.clone());
    let save = move |event: FormEvent| {
        event.prevent_default();
        let (id, markdown) = (to_save.clone(), written.clone());
        async move {
            busy.set(true);
            match rpc::narratives::change(id, NarrativeEdit { markdown }, None).await {
                Ok(_) => {
                    draft.set(None);
                    desk.edited(view);
                }
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
                value: text,
                hint: "Figures are checked again when you save.",
                error: error(),
                oninput: move |value| draft.set(Some((id.clone(), value))),
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| {
                        draft.set(None);
                        desk.set_mode(Mode::Read);
                    }, "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: busy(), "Save" }
            }
        }
    }
}
