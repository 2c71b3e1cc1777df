//! Putting the queue in order by hand: a session is carried by its handle, with a mouse, a finger or a pen, or with the arrows.

use super::Desk;
use crate::{
    domain::session::SessionView,
    rpc,
    ui::{
        browser,
        components::{Glyph, Icon},
        hooks::Step,
    },
};
use dioxus::prelude::*;

/// So far, in CSS pixels, a press has to move to become a drag.
const SLACK: f64 = 6.0;

/// The session that is carried, and the place that it would be put to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub key: String,
    pub to: usize,
}

/// What is being put in order.
#[derive(Clone, Copy)]
pub struct Order {
    desk: Desk,
    pub carried: Signal<Option<Carried>>,
    /// What was moved, and the control by which: the focus stays on it when its row has a new place.
    moved: Signal<Option<(Carried, String)>>,
}

/// The order of the queue on this page.
pub fn use_order() -> Order {
    use_context()
}

impl Order {
    /// Known to the whole queue; once, in it.
    pub fn provide() -> Self {
        let desk = super::use_desk();
        let order = use_context_provider(|| Self { desk, carried: Signal::new(None), moved: Signal::new(None) });
        use_effect(move || order.keep_focus());
        order
    }

    /// Puts the session `key` to that place of the queue; `control` is the id of what was pressed for it.
    pub fn put(mut self, key: &str, to: usize, control: &str) {
        let centre = self.desk.centre.peek();
        let queue = &centre.queue;
        let Some(from) = queue.iter().position(|view| view.session.key == key) else { return };
        let to = to.min(queue.len() - 1);
        if to == from {
            return;
        }
        let before = ahead_of(queue, from, to);
        let said = match to {
            0 => format!("{key} is first in the queue"),
            to => format!("{key} is number {} of {} in the queue", to + 1, queue.len()),
        };
        self.moved.set(Some((Carried { key: key.to_owned(), to }, control.to_owned())));
        let id = key.to_owned();
        let step = Step::new(format!("move {key}"), move || rpc::sessions::relocate(id.clone(), before.clone()));
        self.desk.steps.take(step.say(said));
    }

    fn keep_focus(mut self) {
        let centre = self.desk.centre.read();
        let arrived = |(Carried { key, to }, control): &(Carried, String)| {
            let there = centre.queue.get(*to).is_some_and(|view| view.session.key == *key);
            there.then(|| control.clone())
        };
        let control = self.moved.peek().as_ref().and_then(arrived);
        if let Some(control) = control {
            self.moved.set(None);
            // Who has gone on elsewhere meanwhile is left there.
            if browser::focused("id").is_none_or(|id| id == control || id.starts_with("queue-")) {
                browser::focus(&control);
            }
        }
    }
}

/// Before whom the session at place `from` has to start to stand at place `to`; none for the end.
fn ahead_of(queue: &[SessionView], from: usize, to: usize) -> Option<String> {
    let next = if to > from { to + 1 } else { to };
    queue.get(next).map(|view| view.session.key.clone())
}

/// The handle of a session that waits.
#[component]
pub fn Handle(place: usize, name: String, places: usize) -> Element {
    let order = use_order();
    let mut carried = order.carried;
    let mut pressed = use_signal(|| None::<(f64, f64)>);
    let id = format!("queue-handle-{name}");
    let held = carried.read().as_ref().is_some_and(|carried| carried.key == name);
    let (own_id, dropped_by, keyed_by) = (id.clone(), id.clone(), id.clone());
    let (picked, keyed) = (name.clone(), name.clone());
    rsx! {
        button {
            id: "{id}",
            class: "handle",
            r#type: "button",
            "aria-label": "Drag {name}",
            title: "Drag, or press Space and use the arrows",
            "aria-pressed": held,
            onpointerdown: move |event| {
                browser::capture_pointer(&own_id, event.pointer_id());
                let at = event.client_coordinates();
                pressed.set(Some((at.x, at.y)));
            },
            onpointermove: move |event| {
                let Some((x, y)) = pressed() else { return };
                let at = event.client_coordinates();
                if carried.peek().is_none() && (at.x - x).hypot(at.y - y) < SLACK {
                    return;
                }
                browser::edge_scroll(at.y);
                let over = browser::drop_target(at.x, at.y).and_then(|place| place.parse().ok());
                carried.set(Some(Carried { key: picked.clone(), to: over.unwrap_or(place) }));
            },
            onpointerup: move |_| {
                pressed.set(None);
                if let Some(Carried { key, to }) = carried.take() {
                    order.put(&key, to, &dropped_by);
                }
            },
            onpointercancel: move |_| {
                pressed.set(None);
                carried.set(None);
            },
            onkeydown: move |event| {
                let over = carried.peek().as_ref().map(|carried| carried.to);
                let Some(step) = keyboard(over, place, places, &event.key()) else { return };
                event.prevent_default();
                event.stop_propagation();
                match step {
                    Act::Hold(to) => {
                        let said = if over.is_none() { "Picked up. Arrows choose a place, Space drops it, Escape cancels." } else { "" };
                        browser::announce(&format!("{keyed}: place {} of {places}. {said}", to + 1));
                        carried.set(Some(Carried { key: keyed.clone(), to }));
                    }
                    Act::Drop => {
                        if let Some(Carried { key, to }) = carried.take() {
                            order.put(&key, to, &keyed_by);
                        }
                    }
                    Act::Cancel => {
                        carried.set(None);
                        browser::announce("Cancelled");
                    }
                }
            },
            onfocusout: move |_| {
                if pressed.peek().is_none() {
                    carried.set(None);
                }
            },
            Icon { glyph: Glyph::Grip }
        }
    }
}

/// What a key does to a session at its handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// It is carried, to this place.
    Hold(usize),
    Drop,
    Cancel,
}

fn keyboard(over: Option<usize>, place: usize, places: usize, key: &Key) -> Option<Act> {
    let space = matches!(key, Key::Character(c) if c == " ");
    let Some(over) = over else { return space.then_some(Act::Hold(place)) };
    match key {
        Key::ArrowUp => Some(Act::Hold(over.saturating_sub(1))),
        Key::ArrowDown => Some(Act::Hold((over + 1).min(places.saturating_sub(1)))),
        Key::Escape => Some(Act::Cancel),
        Key::Enter => Some(Act::Drop),
        _ if space => Some(Act::Drop),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_move_what_is_picked_up_and_stay_in_the_queue() {
        let space = Key::Character(" ".into());
        assert_eq!(keyboard(None, 1, 3, &Key::ArrowUp), None, "nothing is picked up");
        assert_eq!(keyboard(None, 1, 3, &space), Some(Act::Hold(1)));
        assert_eq!(keyboard(Some(1), 1, 3, &Key::ArrowUp), Some(Act::Hold(0)));
        assert_eq!(keyboard(Some(0), 1, 3, &Key::ArrowUp), Some(Act::Hold(0)));
        assert_eq!(keyboard(Some(2), 1, 3, &Key::ArrowDown), Some(Act::Hold(2)));
        assert_eq!(keyboard(Some(2), 1, 3, &Key::Escape), Some(Act::Cancel));
        assert_eq!((keyboard(Some(2), 1, 3, &space), keyboard(Some(2), 1, 3, &Key::Enter)), (Some(Act::Drop), Some(Act::Drop)));
    }
}
