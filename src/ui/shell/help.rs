use crate::ui::{
    components::{Dialog, Switch},
    keys::{Group, Keys, SHORTCUTS},
};
use dioxus::prelude::*;

/// What can be done in a group, and the keys for each: one line for one thing.
fn lines(group: Group) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut lines: Vec<(&str, Vec<&str>)> = Vec::new();
    for shortcut in SHORTCUTS.iter().filter(|s| s.group == group && !s.keys.is_empty()) {
        match lines.iter_mut().find(|(words, _)| *words == shortcut.words) {
            Some((_, ways)) => ways.push(shortcut.keys),
            None => lines.push((shortcut.words, vec![shortcut.keys])),
        }
    }
    lines
}

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
                        for (words , ways) in lines(group) {
                            div { key: "{words}",
                                dt { "{words}" }
                                dd {
                                    for way in ways {
                                        kbd { key: "{way}", "{keys.shown(way)}" }
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
