//! Menus: the browser's own popover, so that a click elsewhere or Esc closes them and the focus goes back.

mod items;

use crate::ui::browser;
use dioxus::prelude::*;

pub use items::{MenuItem, MenuLink, MenuSection};

/// What may have the focus inside a menu.
const ITEMS: &str = "[role=menuitem]:not([aria-disabled=true])";

/// A button that opens a menu. On a phone the menu is a sheet.
#[component]
pub fn Menu(
    id: String,
    /// The name of both button and menu.
    label: String,
    #[props(default = "button".to_owned())] trigger_class: String,
    /// What the button shows; without words of its own it is read by `label`.
    trigger: Element,
    /// The words in the button suffice as its name.
    #[props(default)]
    worded: bool,
    children: Element,
) -> Element {
    let (menu, moved) = (id.clone(), id.clone());
    // A board has a hundred menus: the entries come when somebody is about to open theirs.
    let mut wanted = use_signal(|| false);
    let mut want = move || {
        if !wanted() {
            wanted.set(true);
        }
    };
    rsx! {
        button {
            id: "{id}-trigger",
            class: trigger_class,
            r#type: "button",
            popovertarget: "{id}",
            "aria-haspopup": "menu",
            "aria-label": (!worded).then(|| label.clone()),
            title: (!worded).then(|| label.clone()),
            onpointerenter: move |_| want(),
            onfocusin: move |_| want(),
            onclick: move |_| want(),
            {trigger}
        }
        div {
            id: "{id}",
            class: "menu",
            popover: "auto",
            role: "menu",
            "aria-label": "{label}",
            ontoggle: move |_| {
                let menu = menu.clone();
                async move {
                    // The entries may have come with this very press.
                    browser::sleep(0).await;
                    browser::place_popover(&menu, &format!("{menu}-trigger"));
                    browser::focus_step(&menu, ITEMS, i32::MIN);
                }
            },
            onkeydown: move |event| {
                if let Some(step) = step(&event.key()) {
                    event.prevent_default();
                    event.stop_propagation();
                    browser::focus_step(&moved, ITEMS, step);
                }
            },
            if wanted() {
                {children}
            }
        }
    }
}

/// How a key moves the focus among the entries.
fn step(key: &Key) -> Option<i32> {
    match key {
        Key::ArrowDown => Some(1),
        Key::ArrowUp => Some(-1),
        Key::Home => Some(i32::MIN),
        Key::End => Some(i32::MAX),
        _ => None,
    }
}
