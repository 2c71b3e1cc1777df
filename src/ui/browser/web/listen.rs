//! Listening to the window.

use super::super::{Press, PressTarget};
use dioxus::core::{Runtime, current_scope_id};
use gloo::{
    events::{EventListener, EventListenerOptions},
    utils::{document, window},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

/// Keeps a listener; dropping it removes the listener.
pub struct Listener {
    _kept: EventListener,
}

/// Calls `handler` for every key that goes down anywhere; if it gives true, the browser does nothing with the key.
pub fn on_key(mut handler: impl FnMut(Press) -> bool + 'static) -> Listener {
    let (runtime, scope) = (Runtime::current(), current_scope_id());
    let listener = EventListener::new_with_options(&document(), "keydown", EventListenerOptions::enable_prevent_default(), move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        // While a letter is being composed, the keys belong to the input method.
        if event.default_prevented() || key.is_composing() {
            return;
        }
        if runtime.in_scope(scope, || handler(press(key))) {
            event.prevent_default();
        }
    });
    Listener { _kept: listener }
}

/// Calls `handler` for every `event` of the window.
pub fn on_window(event: &'static str, mut handler: impl FnMut() + 'static) -> Listener {
    let (runtime, scope) = (Runtime::current(), current_scope_id());
    Listener { _kept: EventListener::new(&window(), event, move |_| runtime.in_scope(scope, &mut handler)) }
}

fn press(event: &KeyboardEvent) -> Press {
    let focus = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    Press {
        key: event.key(),
        command: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
        card: focus.as_ref().is_some_and(|e| e.closest("[data-card]").ok().flatten().is_some()),
        target: focus.map_or(PressTarget::Page, |e| target(&e)),
        overlay: document().query_selector("dialog[open], [popover]:popover-open").ok().flatten().is_some(),
    }
}

fn target(element: &Element) -> PressTarget {
    let is = |what: &str| element.matches(what).unwrap_or(false);
    if is("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]") {
        PressTarget::Text
    } else if is("a, button, summary, [role=menuitem], [role=option], [role=tab], input") {
        PressTarget::Control
    } else {
        PressTarget::Page
    }
}
