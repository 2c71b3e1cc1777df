use super::{commands::Overlays, use_frame};
use crate::ui::{
    components::{Avatar, Glyph, Icon, Menu, MenuItem, MenuSection},
    theme::{Theme, use_theme},
};
use dioxus::prelude::*;

const MENU: &str = "account-menu";

/// The person who is logged in, and what they set for themselves.
#[component]
pub fn Account() -> Element {
    let frame = use_frame();
    let theme = use_theme();
    let Overlays { mut help, .. } = use_context();
    let name = frame.read().name.clone();
    let initials: String = name.split_whitespace().filter_map(|w| w.chars().next()).take(2).flat_map(char::to_uppercase).collect();
    rsx! {
        Menu {
            id: MENU,
            label: "Account of {name}",
            trigger_class: "icon-button",
            trigger: rsx! {
                Avatar { name, initials }
            },
            MenuSection { label: "Theme",
                for choice in Theme::ALL {
                    MenuItem {
                        key: "{choice.label()}",
                        of: MENU,
                        icon: choice.glyph(),
                        current: theme.current() == choice,
                        onselect: move |()| theme.choose(choice),
                        "{choice.label()}"
                    }
                }
            }
            MenuItem { of: MENU, icon: Glyph::Keyboard, keys: "?", onselect: move |()| help.set(true), "Keyboard shortcuts" }
            form { id: "sign-out", method: "post", action: "/signout", role: "none",
                button { class: "menu-item", role: "menuitem", r#type: "submit",
                    Icon { glyph: Glyph::SignOut }
                    span { class: "grow", "Sign out" }
                }
            }
        }
    }
}
