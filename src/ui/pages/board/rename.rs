use super::actions::BoardActions;
use crate::ui::components::{Button, ButtonKind, Dialog, Field};
use dioxus::prelude::*;

/// Another title for a goal.
#[component]
pub fn Rename() -> Element {
    let actions: BoardActions = use_context();
    let mut renaming = actions.renaming();
    let open = use_memo(move || renaming.read().is_some());
    rsx! {
        Dialog { id: "rename", title: "Rename the goal", open, onclose: move |()| renaming.set(None),
            if let Some(goal) = renaming() {
                Form {
                    title: goal.goal.title.clone(),
                    ondone: move |title| {
                        renaming.set(None);
                        actions.rename(&goal, title);
                    },
                }
            }
        }
    }
}

#[component]
fn Form(title: String, ondone: EventHandler<String>) -> Element {
    let mut text = use_signal(|| title);
    rsx! {
        form {
            onsubmit: move |event| {
                event.prevent_default();
                ondone.call(text());
            },
            Field { id: "rename-title", label: "Title", name: "title", value: text(), maxlength: "200", required: true, oninput: move |value| text.set(value) }
            div { class: "composer-row",
                span { class: "grow" }
                Button { kind: ButtonKind::Primary, r#type: "submit", "Rename" }
            }
        }
    }
}
