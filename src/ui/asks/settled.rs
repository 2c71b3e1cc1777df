use crate::{
    domain::dispatch::{Ask, AskStatus, Remember},
    ui::components::{Glyph, Icon, Timestamp},
};
use dioxus::prelude::*;

/// Who answered what, and when.
#[component]
pub fn Settled(ask: Ask) -> Element {
    let (glyph, words) = outcome(&ask);
    rsx! {
        p { class: "ask-settled", "data-status": ask.status.as_str(),
            Icon { glyph }
            span { "{words}" }
            if let Some(at) = ask.answered_at {
                Timestamp { at }
            }
        }
        if let Some(message) = &ask.message {
            blockquote { class: "ask-message", "{message}" }
        }
    }
}

/// `Allowed for this session by Ada`
pub fn outcome(ask: &Ask) -> (Glyph, String) {
    let by = ask.answered_by.as_deref().map(|who| format!(" by {who}")).unwrap_or_default();
    let lasting = match ask.remember {
        Some(Remember::Session) => " for this session",
        Some(Remember::Goal) => " for this goal",
        None => "",
    };
    match ask.status {
        AskStatus::Pending => (Glyph::Hand, "Waits for you".into()),
        AskStatus::Allowed if !ask.what.questions.is_empty() => (Glyph::Check, format!("Answered{by}")),
        AskStatus::Allowed => (Glyph::Check, format!("Allowed{lasting}{by}")),
        AskStatus::Denied => (Glyph::Cross, format!("Denied{by}")),
        AskStatus::Withdrawn => (Glyph::Square, "The agent does not wait for it any more".into()),
    }
}
