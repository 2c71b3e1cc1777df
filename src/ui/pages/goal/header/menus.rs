use super::super::state::use_goal;
use crate::ui::{
    browser,
    components::{Glyph, Icon, Menu, MenuItem},
};
use dioxus::prelude::*;

const EXPORT: &str = "goal-export";
const MORE: &str = "goal-more";

/// The goal as a document.
#[component]
pub fn ExportMenu(goal_key: String) -> Element {
    rsx! {
        Menu {
            id: EXPORT,
            label: "Export",
            trigger_class: "button",
            worded: true,
            trigger: rsx! {
                Icon { glyph: Glyph::Download }
                "Export"
            },
            for (format , name) in [("md", "Markdown"), ("json", "JSON")] {
                a {
                    key: "{format}",
                    class: "menu-item",
                    role: "menuitem",
                    href: "/api/portfolio?goal={goal_key}&format={format}",
                    download: "{goal_key}.{format}",
                    onclick: |_| browser::close_popover(EXPORT),
                    Icon { glyph: Glyph::File }
                    span { class: "grow", "{name}" }
                }
            }
        }
    }
}

/// What is done to a goal rarely.
#[component]
pub fn MoreMenu() -> Element {
    let view = use_goal();
    if view.goal().archived_at.is_some() {
        return VNode::empty();
    }
    rsx! {
        Menu { id: MORE, label: "More", trigger_class: "icon-button", trigger: rsx! {
                Icon { glyph: Glyph::More }
            },
            MenuItem { of: MORE, icon: Glyph::Archive, onselect: move |()| view.archive(), "Archive" }
        }
    }
}
