//! The box for messages. What is in it is kept on this device until it was sent.

use super::state::use_session;
use crate::ui::{
    browser,
    components::{Button, ButtonKind, Glyph, TextArea},
};
use dioxus::prelude::*;

/// The id of the field.
pub const FIELD: &str = "session-words";

/// Writes to the agent, or goes on with a session that has ended.
#[component]
pub fn Composer() -> Element {
    let page = use_session();
    let mut draft = page.draft;
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<String>);
    let view = page.view.read();
    let live = view.session.status.is_live();
    let speaks = view.started.as_ref().is_some_and(|started| started.run > 0);
    let stored = format!("maestro.words.{}", view.session.id);
    drop(view);
    use_effect({
        let stored = stored.clone();
        move || {
            if let Some(kept) = browser::stored(&stored).filter(|kept| !kept.is_empty() && draft.peek().is_empty()) {
                draft.set(kept);
            }
        }
    });
    if !speaks {
        return VNode::empty();
    }
    let kept = stored.clone();
    let send = use_callback(move |()| {
        let (words, stored) = (draft.peek().clone(), stored.clone());
        if *busy.peek() || (live && words.trim().is_empty()) {
            return;
        }
        busy.set(true);
        spawn(async move {
            match page.tell(words.clone()).await {
                Ok(()) => {
                    error.set(None);
                    // What was typed meanwhile is another message.
                    if *draft.peek() == words {
                        draft.set(String::new());
                        browser::store(&stored, "");
                    }
                    browser::announce(if live { "Sent" } else { "It goes on" });
                }
                Err(failed) => error.set(Some(format!("Not sent: {failed}"))),
            }
            busy.set(false);
        });
    });
    rsx! {
        form {
            class: "session-composer",
            onsubmit: move |event| {
                event.prevent_default();
                send.call(());
            },
            onkeydown: move |event: KeyboardEvent| {
                if event.key() == Key::Enter && event.modifiers().intersects(Modifiers::CONTROL | Modifiers::META) {
                    event.prevent_default();
                    send.call(());
                }
            },
            TextArea {
                id: FIELD,
                label: if live { "Message to the agent" } else { "Go on with this session" },
                name: "words",
                rows: 1,
                quiet: true,
                value: draft(),
                placeholder: if live { "Message to the agent" } else { "Go on: what should it do next?" },
                error: error(),
                oninput: move |words: String| {
                    browser::store(&kept, &words);
                    draft.set(words);
                },
            }
            Button { kind: ButtonKind::Primary, r#type: "submit", icon: if live { Glyph::ArrowUp } else { Glyph::Play }, busy: busy(),
                if live { "Send" } else { "Resume" }
            }
        }
    }
}
