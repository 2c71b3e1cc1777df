use crate::ui::browser;
use dioxus::prelude::*;

/// How often, in milliseconds, is asked whether a press is over.
const RELEASE_MS: u32 = 50;

/// A fact that becomes a field when it is pressed. Enter or leaving the field saves, Esc does not.
#[component]
pub fn Editable(
    id: String,
    /// What it is, as "Due date".
    label: String,
    /// The text that the field starts with.
    value: String,
    #[props(default = "text".to_owned())] kind: String,
    /// What has been written in such a field before.
    #[props(default)]
    known: Vec<String>,
    #[props(default)] placeholder: String,
    onsave: EventHandler<String>,
    /// What is shown while nobody writes.
    children: Element,
) -> Element {
    let mut draft = use_signal(|| None::<String>);
    let start = value.clone();
    let mut save = {
        let value = value.clone();
        move || {
            let Some(text) = draft.take() else { return };
            if text.trim() != value {
                onsave.call(text.trim().to_owned());
            }
        }
    };
    let (save_on_leave, mut save_on_enter) = (save.clone(), save.clone());
    if let Some(text) = draft() {
        let list = (!known.is_empty()).then(|| format!("{id}-known"));
        return rsx! {
            form {
                class: "fact-form",
                onsubmit: move |event| {
                    event.prevent_default();
                    save();
                },
                label { class: "visually-hidden", r#for: "{id}", "{label}" }
                input {
                    class: "input",
                    id: "{id}",
                    r#type: kind,
                    value: text,
                    placeholder,
                    list,
                    autocomplete: "off",
                    onmounted: move |event| async move {
                        // Without the focus the field can still be pressed.
                        let _ = event.set_focus(true).await;
                    },
                    oninput: move |event| draft.set(Some(event.value())),
                    onblur: move |_| {
                        let mut save = save_on_leave.clone();
                        spawn(async move {
                            // Folding under a press would move what is being pressed.
                            while browser::is_pressed() {
                                browser::sleep(RELEASE_MS).await;
                            }
                            save();
                        });
                    },
                    onkeydown: move |event| match event.key() {
                        // A field for a date does not send its form by itself.
                        Key::Enter => {
                            event.prevent_default();
                            save_on_enter();
                        }
                        Key::Escape => {
                            event.stop_propagation();
                            draft.set(None);
                        }
                        _ => {}
                    },
                }
                if !known.is_empty() {
                    datalist { id: "{id}-known",
                        for word in known {
                            option { key: "{word}", value: "{word}" }
                        }
                    }
                }
            }
        };
    }
    rsx! {
        button {
            class: "fact",
            r#type: "button",
            title: "Change: {label}",
            onclick: move |_| draft.set(Some(start.clone())),
            span { class: "visually-hidden", "{label}: " }
            {children}
        }
    }
}
