use super::stack::{Toast, use_toasts};
use crate::ui::{
    browser,
    components::{Button, ButtonKind, Glyph, Icon, IconButton},
};
use dioxus::prelude::*;

/// How long a notice stays, in milliseconds, while nobody points at it.
const STAYS_MS: u32 = 8_000;
/// How often the clock of a notice ticks.
const TICK_MS: u32 = 250;

/// Where notices appear. It is there from the first HTML, so that screen readers watch it.
#[component]
pub fn ToastRegion() -> Element {
    let toasts = use_toasts();
    rsx! {
        section { class: "toasts", "aria-label": "Notices", "aria-live": "polite",
            for toast in toasts.shown() {
                Notice { key: "{toast.id}", toast }
            }
        }
    }
}

#[component]
fn Notice(toast: Toast) -> Element {
    let toasts = use_toasts();
    let mut held = use_signal(|| false);
    let (id, failed) = (toast.id, toast.failed);
    use_future(move || async move {
        let mut left = STAYS_MS;
        while left > 0 && !failed {
            browser::sleep(TICK_MS).await;
            if !*held.peek() {
                left = left.saturating_sub(TICK_MS);
            }
        }
        if !failed {
            toasts.dismiss(id);
        }
    });
    let pressed = toast.clone();
    rsx! {
        div {
            class: "toast",
            "data-failed": failed,
            onmouseenter: move |_| held.set(true),
            onmouseleave: move |_| held.set(false),
            onfocusin: move |_| held.set(true),
            onfocusout: move |_| held.set(false),
            Icon { glyph: if failed { Glyph::Warning } else { Glyph::Check } }
            span { class: "grow", "{toast.text}" }
            if let Some((words, _)) = toast.action {
                Button { kind: ButtonKind::Quiet, onclick: move |_| toasts.act(&pressed), "{words}" }
            }
            IconButton { glyph: Glyph::Cross, label: "Dismiss", onclick: move |_| toasts.dismiss(id) }
        }
    }
}
