//! What the page is narrowed by; it stands in the address.

use crate::{
    domain::impact::ImpactFilter,
    ui::{
        components::{Choice, SegmentedNav, Select, Tab},
        route::{Query, Route},
    },
};
use dioxus::prelude::*;

/// The times that can be looked back, in days, with their words.
const RANGES: [(Option<u32>, &str); 4] = [(Some(7), "7 days"), (Some(30), "30 days"), (Some(90), "90 days"), (None, "All")];

/// The filter of an address; what cannot be meant is left out.
pub fn filter_of(query: &Query) -> ImpactFilter {
    let days = query.get("days").parse().ok().filter(|days| RANGES.iter().any(|(range, _)| *range == Some(*days)));
    ImpactFilter { project: query.given("project"), days }
}

/// Something may be hidden by the filter.
pub fn is_filtered(query: &Query) -> bool {
    filter_of(query) != ImpactFilter::default()
}

/// Project and time; a form, so that the project can be chosen before the page is live.
#[component]
pub fn Filters(query: ReadSignal<Query>, projects: Vec<String>) -> Element {
    let now = query.read().clone();
    let filter = filter_of(&now);
    let tab = |(days, words): (Option<u32>, &'static str)| {
        let value = days.map_or_else(String::new, |days| days.to_string());
        Tab::new(words, Route::Impact { query: now.clone().with("days", value) }, filter.days == days)
    };
    let project = filter.project.clone().unwrap_or_default();
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "All")).chain(projects.into_iter().map(Choice::plain)).collect();
    let choose = move |project: String| {
        let query = query.peek().clone().with("project", project);
        navigator().replace(Route::Impact { query }.href());
    };
    rsx! {
        div { class: "impact-filters",
            SegmentedNav { label: "Merged in the last", tabs: RANGES.into_iter().map(tab).collect::<Vec<_>>() }
            if choices.len() > 1 {
                form { action: "/impact", method: "get", onsubmit: move |event| event.prevent_default(),
                    Select { id: "impact-project", label: "Project", name: "project", choices, value: project, chip: true, onchange: choose }
                    noscript {
                        button { class: "button", r#type: "submit", "Show" }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_shown() {
        let filter = filter_of(&Query::from("days=30&project=Troy"));
        assert_eq!((filter.days, filter.project.as_deref()), (Some(30), Some("Troy")));
        assert_eq!(filter_of(&Query::from("days=31")), ImpactFilter::default());
        assert!(is_filtered(&Query::from("project=Troy")) && !is_filtered(&Query::default()));
    }
}
