//! Yes, yes for longer, or no.

use super::{answering::Answering, refusal::Refusal, second_step::SecondStep};
use crate::{
    domain::dispatch::{Ask, Decision, Remember, Reply, Risk},
    ui::{
        browser,
        components::{Button, ButtonKind, Glyph},
        keys::Keys,
    },
};
use dioxus::prelude::*;

/// What is shown below the wish.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Choose,
    /// Only destructive wishes come here; on a device with a keyboard the word is typed.
    Sure {
        typed: bool,
    },
    Refuse,
}

/// The buttons. While one of them has the focus, `A` allows once, Shift A for the session, Shift D refuses.
#[component]
pub fn Permission(ask: Ask, answering: Answering) -> Element {
    let keys: Keys = use_context();
    let mut step = use_signal(|| Step::Choose);
    let destructive = ask.what.assessment.risk == Risk::Destructive;
    let once = use_callback({
        let ask = ask.clone();
        move |()| if destructive { step.set(Step::Sure { typed: !browser::is_coarse() }) } else { answering.allow(&ask) }
    });
    let remember = use_callback({
        let ask = ask.clone();
        move |remember| answering.give(&ask, Reply { decision: Some(Decision::Allow), remember: Some(remember), ..Reply::default() })
    });
    let lasting = ask.may_be_remembered();
    let pressed = move |event: KeyboardEvent| {
        if !keys.singles() || event.modifiers().intersects(Modifiers::CONTROL | Modifiers::META | Modifiers::ALT) {
            return;
        }
        match event.key() {
            Key::Character(key) if key == "a" => once.call(()),
            Key::Character(key) if key == "A" && lasting => remember.call(Remember::Session),
            Key::Character(key) if key == "D" => step.set(Step::Refuse),
            _ => return,
        }
        event.prevent_default();
    };
    match step() {
        Step::Choose => rsx! {
            div { class: "ask-actions", role: "group", "aria-label": "Your answer", onkeydown: pressed,
                Button {
                    kind: ButtonKind::Primary,
                    icon: Glyph::Check,
                    busy: answering.is_busy(),
                    "aria-keyshortcuts": "A",
                    onclick: move |_| once.call(()),
                    if destructive { "Allow once…" } else { "Allow once" }
                }
                if lasting {
                    Button { "aria-keyshortcuts": "Shift+A", onclick: move |_| remember.call(Remember::Session), "Allow for this session" }
                    if ask.goal_id.is_some() {
                        Button { onclick: move |_| remember.call(Remember::Goal), "Allow for this goal" }
                    }
                }
                Button { kind: ButtonKind::Quiet, icon: Glyph::Cross, "aria-keyshortcuts": "Shift+D", onclick: move |_| step.set(Step::Refuse), "Deny…" }
            }
        },
        Step::Sure { typed } => rsx! {
            SecondStep { ask, answering, typed, onback: move |()| step.set(Step::Choose) }
        },
        Step::Refuse => rsx! {
            Refusal { ask, answering, onback: move |()| step.set(Step::Choose) }
        },
    }
}
