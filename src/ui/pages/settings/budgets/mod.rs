//! How much agents may spend, what they have spent, and what a cap would mean.

mod consequences;
mod desk;
mod draft;
mod form;
mod goals;
mod history;

use crate::{
    domain::{Usd, budget::Room},
    rpc,
    ui::{
        components::{Meter, MeterTone},
        hooks::{use_live, use_loaded, use_look, use_steps},
    },
};
use desk::{Desk, RaiseQuestion};
use dioxus::prelude::*;
use form::CapsForm;
use goals::GoalCaps;
use history::History;

/// The budget: today, the caps, single goals, the last days.
#[component]
pub fn Budgets() -> Element {
    let first = use_loaded(rpc::money::budget)?;
    let desk = Desk::provide(|| (*first).clone(), use_steps());
    let mut shown = desk.budget;
    let look = use_look(move || async move {
        if let Ok(fresh) = rpc::money::budget().await {
            shown.set(fresh);
        }
    });
    use_live(|event| event.kind.starts_with("budget.") || event.kind.starts_with("session."), move || look.again());
    let (sentence, room) = (desk.budget.read().sentence.clone(), desk.budget.read().day.room);
    rsx! {
        section { class: "panel",
            h2 { "Today" }
            p { class: "budget-sentence", "{sentence}" }
            Spent { room, label: sentence.clone() }
            if room.reserved_usd > Usd::ZERO {
                p { class: "panel-lead", "Running sessions may still spend {room.reserved_usd} of it." }
            }
        }
        CapsForm {}
        GoalCaps {}
        History {}
        RaiseQuestion {}
    }
}

/// What was spent under a cap, as a bar; nothing without a cap.
#[component]
fn Spent(room: Room, label: String) -> Element {
    let Some(left) = room.percent_left() else { return VNode::empty() };
    let gone = 100_u8.saturating_sub(left);
    rsx! {
        Meter { share: f64::from(gone) / 100.0, label, tone: tone(gone) }
    }
}

/// How loud a share of a cap is, in percent.
fn tone(gone: u8) -> MeterTone {
    match gone {
        0..75 => MeterTone::Calm,
        75..90 => MeterTone::Watch,
        90..100 => MeterTone::Nearly,
        100.. => MeterTone::Stopped,
    }
}
