//! Dragging a card by its handle: with a mouse, a finger or a pen, and with the keyboard.

use super::{actions::BoardActions, focus::link_id};
use crate::{
    domain::goal::{GoalStatus, GoalSummary},
    ui::{
        browser,
        components::{Glyph, Icon},
    },
};
use dioxus::prelude::*;

/// So far, in CSS pixels, a press has to move to become a drag.
const SLACK: f64 = 6.0;

/// Where the pointer is, while a card is dragged.
#[derive(Clone, Copy, Default, PartialEq)]
pub struct Pointer {
    x: f64,
    y: f64,
}

static POINTER: GlobalSignal<Pointer> = Signal::global(Pointer::default);

/// The handle of a card. It takes the pointer and the keys; the card itself stays a link.
#[component]
pub fn Handle(card: GoalSummary) -> Element {
    let actions: BoardActions = use_context();
    let mut dragged = actions.dragged();
    let mut pressed = use_signal(|| None::<Pointer>);
    let id = format!("handle-{}", card.goal.id);
    let held = dragged.read().as_ref().is_some_and(|(held, _)| held.goal.id == card.goal.id);
    let (held_id, picked, keyed) = (id.clone(), card.clone(), card.clone());
    let mut drop_it = move || {
        pressed.set(None);
        if let Some((card, Some(to))) = dragged.take() {
            actions.relocate(&card.goal.id, to);
        }
    };
    rsx! {
        button {
            id: "{id}",
            class: "handle",
            r#type: "button",
            "aria-label": "Drag {card.goal.key}",
            title: "Drag, or press Space and use the arrows",
            "aria-pressed": held,
            onpointerdown: move |event| {
                browser::capture_pointer(&held_id, event.pointer_id());
                pressed.set(Some(at(&event)));
            },
            onpointermove: move |event| {
                let Some(from) = pressed() else { return };
                let now = at(&event);
                if dragged.peek().is_none() && (now.x - from.x).hypot(now.y - from.y) < SLACK {
                    return;
                }
                *POINTER.write() = now;
                browser::edge_scroll(now.y);
                let over = browser::drop_target(now.x, now.y).and_then(|status| GoalStatus::parse(&status));
                dragged.set(Some((picked.clone(), over)));
            },
            onpointerup: move |_| drop_it(),
            onpointercancel: move |_| {
                pressed.set(None);
                dragged.set(None);
            },
            onkeydown: move |event| {
                if let Some(next) = keyboard(dragged(), &keyed, &event.key()) {
                    event.prevent_default();
                    event.stop_propagation();
                    step(actions, &keyed, next);
                }
            },
            onfocusout: move |_| {
                if pressed.peek().is_none() {
                    dragged.set(None);
                }
            },
            Icon { glyph: Glyph::Grip }
        }
    }
}

fn at(event: &PointerEvent) -> Pointer {
    let at = event.client_coordinates();
    Pointer { x: at.x, y: at.y }
}

/// What a key does to a card at the handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    PickUp,
    To(GoalStatus),
    Drop,
    Cancel,
}

fn keyboard(dragged: Option<(GoalSummary, Option<GoalStatus>)>, card: &GoalSummary, key: &Key) -> Option<Step> {
    let space = matches!(key, Key::Character(c) if c == " ");
    let Some((_, over)) = dragged else { return space.then_some(Step::PickUp) };
    let now = over.unwrap_or(card.goal.status);
    let beside = |step: isize| {
        let at = GoalStatus::ALL.iter().position(|s| *s == now)?;
        GoalStatus::ALL.get(at.checked_add_signed(step)?).copied()
    };
    match key {
        Key::ArrowLeft => Some(Step::To(beside(-1).unwrap_or(now))),
        Key::ArrowRight => Some(Step::To(beside(1).unwrap_or(now))),
        Key::Escape => Some(Step::Cancel),
        Key::Enter => Some(Step::Drop),
        _ if space => Some(Step::Drop),
        _ => None,
    }
}

fn step(actions: BoardActions, card: &GoalSummary, step: Step) {
    let mut dragged = actions.dragged();
    let key = &card.goal.key;
    match step {
        Step::PickUp => {
            dragged.set(Some((card.clone(), Some(card.goal.status))));
            browser::announce(&format!("Picked up {key}. Arrows choose a column, Space drops it, Escape cancels."));
        }
        Step::To(status) => {
            dragged.set(Some((card.clone(), Some(status))));
            browser::announce(status.label());
        }
        Step::Cancel => {
            dragged.set(None);
            browser::announce("Cancelled");
        }
        Step::Drop => {
            if let Some((card, Some(to))) = dragged.take() {
                actions.relocate(&card.goal.id, to);
                browser::announce(&format!("Dropped in {}", to.label()));
                let link = link_id(&card.goal.id);
                spawn(async move {
                    browser::sleep(0).await;
                    browser::focus(&link);
                });
            }
        }
    }
}

/// The dragged card under the pointer.
#[component]
pub fn Ghost() -> Element {
    let actions: BoardActions = use_context();
    let Some((card, _)) = actions.dragged()() else { return VNode::empty() };
    let Pointer { x, y } = POINTER();
    if (x, y) == (0.0, 0.0) {
        return VNode::empty();
    }
    rsx! {
        div { class: "ghost", "aria-hidden": "true", style: "transform:translate({x}px,{y}px)",
            span { class: "mono muted", "{card.goal.key}" }
            " {card.goal.title}"
        }
    }
}
