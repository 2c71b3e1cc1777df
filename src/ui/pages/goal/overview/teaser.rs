use super::super::{prose::Prose, view::View};
use crate::{domain::narrative::NarrativeSummary, ui::components::Timestamp};
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
                    "written "
                    Timestamp { at: narrative.created_at }
                }
                if narrative.unverified > 0 {
                    span { class: "event-fault", "{narrative.unverified} figures unverified" }
                }
            }
        }
    }
}

/// The first paragraph that is neither a heading nor a rule.
fn opening(markdown: &str) -> String {
    let paragraphs = markdown.split("\n\n").map(str::trim);
    let mut told = paragraphs.filter(|p| !p.is_empty() && !p.starts_with('#') && !p.starts_with("---"));
    told.next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_narrative_begins_below_its_headings() {
        assert_eq!(super::opening("# Faster checkout\n\n## Summary\n\nIt fell.\nBy a third.\n\nMore."), "It fell.\nBy a third.");
        assert_eq!(super::opening(""), "");
    }
}
