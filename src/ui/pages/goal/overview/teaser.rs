use super::super::{prose::Prose, view::View};
use crate::{
    domain::narrative::{NarrativeSummary, write, written_by},
    ui::components::Timestamp,
};
use dioxus::prelude::*;

/// How the latest narrative begins.
#[component]
pub fn Teaser(narrative: NarrativeSummary, goal_key: String) -> Element {
    rsx! {
        div { class: "card teaser",
            Prose { text: opening(&narrative.markdown) }
            p { class: "event-facts",
                Link { class: "more", to: View::Narrative.route(&goal_key).href(), "The whole narrative" }
                span {
                    "{written_by(&narrative.engine)} · "
                    Timestamp { at: narrative.created_at }
                }
                if narrative.unverified > 0 {
                    span { class: "event-fault", "{narrative.unverified} figures unverified" }
                }
            }
        }
    }
}

/// The first paragraph that tells something: no heading, no rule, no word about the writer.
fn opening(markdown: &str) -> String {
    let paragraphs = markdown.split("\n\n").map(str::trim);
    let frame =
        |p: &str| p.is_empty() || p.starts_with('#') || p.starts_with("---") || p.trim_start_matches('*').starts_with(write::NO_MODEL);
    let mut told = paragraphs.filter(|p| !frame(p));
    told.next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_narrative_begins_below_its_headings() {
        assert_eq!(super::opening("# Faster checkout\n\n## Summary\n\nIt fell.\nBy a third.\n\nMore."), "It fell.\nBy a third.");
        assert_eq!(super::opening("# Report\n\n*Written without a model.* Goal G2.\n\n## What changed\n\nIt fell."), "It fell.");
        assert_eq!(super::opening(""), "");
    }
}
