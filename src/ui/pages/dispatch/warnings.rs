use crate::{
    domain::dispatch::Centre,
    ui::{
        components::{Glyph, Icon},
        format,
    },
};
use dioxus::prelude::*;

/// What stands in the way: providers that pause, agents that share files, agents that are not installed.
#[component]
pub fn Warnings(centre: Centre) -> Element {
    let pauses = centre.pauses.iter().map(|pause| {
        let until = format::moment(pause.until);
        (Glyph::Hourglass, format!("{} serves no more until {until}: {}", pause.agent.label(), pause.reason))
    });
    let overlaps = centre
        .overlaps
        .iter()
        .map(|overlap| (Glyph::Warning, format!("{} change the same file, {}", overlap.sessions.join(" and "), overlap.path)));
    let none = centre.agents.iter().all(|agent| agent.program.is_none()) && !centre.agents.is_empty();
    let missing =
        none.then(|| (Glyph::Warning, "No agent is installed on this machine: “maestro doctor” says how to install one.".to_owned()));
    rsx! {
        for (glyph , words) in missing.into_iter().chain(pauses).chain(overlaps) {
            p { key: "{words}", class: "dispatch-warning", role: "status",
                Icon { glyph }
                "{words}"
            }
        }
    }
}
