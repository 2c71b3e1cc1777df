use super::desk::{Desk, Waits};
use crate::ui::components::{Button, ButtonKind, Glyph, Icon, TextArea};
use dioxus::prelude::*;

/// Which issues, in Jira's own language.
#[component]
pub fn QueryForm() -> Element {
    let mut desk: Desk = use_context();
    let (field, other) = desk.wrong();
    let show = move |event: FormEvent| {
        event.prevent_default();
        async move { desk.show().await }
    };
    // A query has one line as a rule: Enter asks, as in Jira's own search.
    let enter = move |event: KeyboardEvent| async move {
        if event.key() == Key::Enter && !event.modifiers().shift() {
            event.prevent_default();
            desk.show().await;
        }
    };
    rsx! {
        form { class: "jira-query", onsubmit: show,
            div { onkeydown: enter,
                TextArea {
                    id: desk.id("jql"),
                    label: "Which issues, as JQL",
                    name: "jql",
                    rows: 2,
                    value: desk.jql.read().clone(),
                    placeholder: "project = ABC AND statusCategory != Done",
                    hint: "As in Jira's own search. Epics become goals, their issues goals below them.",
                    error: field,
                    oninput: move |text| desk.jql.set(text),
                }
            }
            if let Some(other) = other {
                p { class: "field-error", role: "alert",
                    Icon { glyph: Glyph::Warning, size: 14 }
                    "{other}"
                }
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| desk.close(), "Close" }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: desk.waits_for(Waits::Preview), "Preview" }
            }
        }
    }
}
