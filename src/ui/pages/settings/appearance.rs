use crate::ui::{
    components::{Icon, Switch},
    keys::{Group, Keys, SHORTCUTS},
    theme::{Theme, use_theme},
};
use dioxus::prelude::*;

/// How Maestro looks in this browser, and what its keys do.
#[component]
pub fn Appearance() -> Element {
    let theme = use_theme();
    let keys: Keys = use_context();
    rsx! {
        section { class: "panel",
            h2 { id: "theme-name", "Theme" }
            div { class: "choices", role: "radiogroup", "aria-labelledby": "theme-name",
                for choice in Theme::ALL {
                    label { key: "{choice.as_str()}", class: "choice",
                        input {
                            r#type: "radio",
                            name: "theme",
                            value: choice.as_str(),
                            checked: theme.current() == choice,
                            onchange: move |_| theme.choose(choice),
                        }
                        Icon { glyph: choice.glyph() }
                        "{choice.label()}"
                    }
                }
            }
        }
        section { class: "panel",
            h2 { "Keyboard" }
            Switch {
                id: "settings-single-keys",
                label: "Shortcuts of a single key",
                hint: "Off: only those with Ctrl or ⌘. Useful with speech input.",
                checked: keys.singles(),
                onchange: move |on| keys.set_singles(on),
            }
            for group in Group::ALL {
                h3 { key: "{group.label()}", "{group.label()}" }
                dl { class: "key-list",
                    for shortcut in SHORTCUTS.iter().filter(move |s| s.group == group && !s.keys.is_empty()) {
                        div { key: "{shortcut.keys}",
                            dt { "{shortcut.words}" }
                            dd {
                                for key in keys.shown(shortcut.keys).split(' ').map(str::to_owned) {
                                    kbd { key: "{key}", "{key}" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
