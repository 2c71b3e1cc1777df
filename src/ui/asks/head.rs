use crate::{
    domain::dispatch::{AgentKind, Ask, Risk},
    ui::{
        components::{Glyph, Icon, Pill, Timestamp, Tone},
        route::Route,
    },
};
use dioxus::prelude::*;

/// Who asks for what, since when, and how bad it can be.
#[component]
pub fn Head(ask: Ask) -> Element {
    let risk = ask.what.assessment.risk;
    let question = !ask.what.questions.is_empty();
    rsx! {
        header { class: "ask-head",
            Icon { glyph: if question { Glyph::Info } else { Glyph::Hand } }
            h3 { id: "ask-{ask.id}-title", {sentence(&ask)} }
            if !question {
                Pill { tone: tone(risk), icon: glyph(risk), "{risk.label()}" }
            }
            p { class: "ask-facts",
                Link { class: "mono", to: Route::session(ask.session_key.clone()).href(), "{ask.session_key}" }
                if let Some(goal) = &ask.goal_key {
                    Link { class: "mono", to: Route::goal(goal.clone()).href(), "{goal}" }
                }
                Timestamp { at: ask.asked_at }
            }
        }
    }
}

/// `Claude Code wants to run a command`
fn sentence(ask: &Ask) -> String {
    let who = ask.agent.as_deref().map_or("The agent", AgentKind::name_of);
    let what = &ask.what;
    if !what.questions.is_empty() {
        return format!("{who} has a question");
    }
    let wish = match (&what.command, &what.diff, what.tool.as_str()) {
        (Some(_), ..) => "run a command".to_owned(),
        (None, Some(_), _) => "change files".to_owned(),
        (None, None, "") => "do this".to_owned(),
        (None, None, tool) => format!("use {tool}"),
    };
    format!("{who} wants to {wish}")
}

fn tone(risk: Risk) -> Tone {
    match risk {
        Risk::Reads => Tone::Neutral,
        Risk::Writes => Tone::Progress,
        Risk::Network => Tone::Measuring,
        Risk::Destructive => Tone::Danger,
    }
}

fn glyph(risk: Risk) -> Glyph {
    match risk {
        Risk::Reads => Glyph::Eye,
        Risk::Writes => Glyph::Edit,
        Risk::Network => Glyph::Globe,
        Risk::Destructive => Glyph::Warning,
    }
}
