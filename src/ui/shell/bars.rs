use crate::ui::{
    browser,
    components::{Glyph, Icon},
    hooks::Live,
};
use dioxus::prelude::*;

/// What is wrong with the connection, above the page.
#[component]
pub fn Bars() -> Element {
    let live: Live = use_context();
    let mut offline = use_signal(|| false);
    let mut listeners = use_hook(|| CopyValue::new(Vec::new()));
    use_effect(move || {
        let gone = browser::on_window("offline", move || offline.set(true));
        let back = browser::on_window("online", move || offline.set(false));
        listeners.set(vec![gone, back]);
    });
    if live.is_signed_out() {
        return rsx! {
            div { class: "bar", role: "alert",
                Icon { glyph: Glyph::SignOut }
                "You are signed out. What you typed is still here. "
                a { href: "/signin", target: "_blank", "Sign in again in a new tab" }
            }
        };
    }
    let words = match (offline(), live.is_lost()) {
        (true, _) => "Offline: what you see may be out of date",
        (false, true) => "The connection to Maestro is lost: trying again",
        (false, false) => return VNode::empty(),
    };
    rsx! {
        div { class: "bar", role: "status",
            Icon { glyph: Glyph::Offline }
            "{words}"
        }
    }
}
