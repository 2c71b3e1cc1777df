//! What an agent asks a person, as a card: a permission or a question, answered once.

mod answering;
mod head;
mod permission;
mod questions;
mod refusal;
mod second_step;
mod settled;
mod what;

use crate::domain::dispatch::Ask;
use answering::use_answering;
use dioxus::prelude::*;
use head::Head;
use permission::Permission;
use questions::Questions;
use settled::Settled;
use what::What;

/// One approval in full. `on_answered` gets it as it is after somebody answered it, here or elsewhere.
#[component]
pub fn AskCard(ask: Ask, on_answered: EventHandler<Ask>) -> Element {
    let answering = use_answering(on_answered);
    let id = format!("ask-{}", ask.id);
    let error = answering.error();
    rsx! {
        article { class: "ask", id: "{id}", "data-open": ask.is_open(), "data-risk": ask.what.assessment.risk.label(), "aria-labelledby": "{id}-title",
            Head { ask: ask.clone() }
            What { ask: ask.clone() }
            if let Some(error) = error {
                p { class: "field-error", role: "alert", "Not answered: {error}" }
            }
            if !ask.is_open() {
                Settled { ask: ask.clone() }
            } else if ask.what.questions.is_empty() {
                Permission { ask: ask.clone(), answering }
            } else {
                Questions { ask: ask.clone(), answering }
            }
        }
    }
}
