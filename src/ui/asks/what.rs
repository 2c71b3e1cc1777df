use crate::{
    domain::{dispatch::Ask, hunk},
    ui::{
        components::{CopyButton, Glyph, Icon},
        patch::PatchLines,
    },
};
use dioxus::prelude::*;

/// All that is known about the wish: nothing of a command is left out.
#[component]
pub fn What(ask: Ask) -> Element {
    let what = &ask.what;
    let reasons = &what.assessment.reasons;
    rsx! {
        if let Some(reason) = what.reason.as_ref().filter(|reason| **reason != what.title) {
            p { class: "ask-reason", "{reason}" }
        }
        if let Some(command) = &what.command {
            div { class: "ask-command",
                pre { code { "{command}" } }
                CopyButton { text: command.clone(), label: "Copy the command" }
            }
        } else if what.questions.is_empty() {
            p { class: "ask-title mono", "{what.title}" }
        }
        if let Some(folder) = &what.folder {
            p { class: "ask-fact",
                Icon { glyph: Glyph::Archive, size: 14 }
                span { "in " code { "{folder}" } }
            }
        }
        for path in what.paths.iter().filter(|path| what.diff.is_some() || !what.title.contains(path.as_str())) {
            p { key: "{path}", class: "ask-fact",
                Icon { glyph: Glyph::File, size: 14 }
                code { "{path}" }
            }
        }
        for reason in reasons {
            p { key: "{reason}", class: "ask-fact",
                Icon { glyph: Glyph::Warning, size: 14 }
                span { "{reason}" }
            }
        }
        if let Some(diff) = &what.diff {
            PatchLines { label: "What would change", lines: hunk::lines(diff) }
        }
    }
}
