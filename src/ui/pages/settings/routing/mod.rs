//! Which agent and model a task gets: rules in an order, what holds otherwise, and trying them on a text.

mod desk;
mod draft;
mod ends;
mod fields;
mod rules;
mod trial;
mod words;

use crate::{
    rpc,
    ui::hooks::{use_live, use_loaded, use_look, use_steps},
};
use desk::Desk;
use dioxus::prelude::*;
use ends::Ends;
use rules::Rules;
use trial::TryIt;

/// The rules and what they would decide.
#[component]
pub fn ModelRouting() -> Element {
    let first = use_loaded(rpc::money::routing)?;
    let desk = Desk::provide(|| (*first).clone(), use_steps());
    let look = use_look(move || desk.refresh());
    use_live(|event| event.kind.starts_with("routing."), move || look.again());
    rsx! {
        p { class: "panel-lead", "The first rule that fits a task decides which agent and model it gets, and how far that session may go. A person can always choose otherwise." }
        Rules {}
        Ends {}
        TryIt {}
    }
}
