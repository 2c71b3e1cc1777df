use super::theme::{Theme, use_theme};
use crate::ui::components::{Avatar, Glyph, Menu, MenuItem, MenuSection};
use dioxus::prelude::*;

const MENU: &str = "account-menu";

/// The person who is logged in, and what they set for themselves.
#[component]
pub fn Account() -> Element {
    let mut theme = use_theme();
    rsx! {
        Menu { id: MENU, label: "Account", trigger_class: "icon-button", trigger: rsx! {
                Avatar { name: "You", initials: "Y" }
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
            MenuItem { of: MENU, icon: Glyph::Keyboard, keys: "?", onselect: |()| {}, "Keyboard shortcuts" }
        }
    }
}
