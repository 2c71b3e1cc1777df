use crate::ui::{
    components::{Dialog, Switch},
    keys::{Group, Keys, SHORTCUTS},
};
use dioxus::prelude::*;

/// All shortcuts, from the list that drives them, and the switch that turns the short ones off.
#[component]
pub fn Help(open: Signal<bool>) -> Element {
    let keys: Keys = use_context();
    rsx! {
        Dialog { id: "help", title: "Keyboard shortcuts", open, onclose: move |()| open.set(false),
            for group in Group::ALL {
                section { key: "{group.label()}", class: "shortcuts",
                    h3 { "{group.label()}" }
                    dl {
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
            Switch {
                id: "single-keys",
                label: "Shortcuts of a single key",
                hint: "Off: only those with Ctrl or ⌘. Useful with speech input.",
                checked: keys.singles(),
                onchange: move |on| keys.set_singles(on),
            }
        }
    }
}
