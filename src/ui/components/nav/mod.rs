//! Ways between views of one thing. They are links: each view has an address.

use crate::ui::{browser, route::Route};
use dioxus::prelude::*;

/// One view.
#[derive(Clone, PartialEq)]
pub struct Tab {
    pub label: String,
    pub to: Route,
    pub selected: bool,
    pub count: Option<u64>,
}

impl Tab {
    /// A view without a count.
    pub fn new(label: impl Into<String>, to: Route, selected: bool) -> Self {
        Self { label: label.into(), to, selected, count: None }
    }

    /// With how much there is in it.
    pub fn with_count(self, count: u64) -> Self {
        Self { count: Some(count), ..self }
    }
}

/// A row of views with a line under the one that is shown.
#[component]
pub fn Tabs(label: String, tabs: Vec<Tab>) -> Element {
    let shown = tabs.iter().position(|tab| tab.selected);
    // On a phone the row is wider than the screen, and the shown view must not be out of sight.
    use_effect(use_reactive!(|shown| {
        if shown.is_some() {
            browser::scroll_sideways("shown-tab");
        }
    }));
    rsx! {
        nav { class: "tabs", "aria-label": "{label}", Entries { tabs, id: "shown-tab" } }
    }
}

/// A few views of the same things, as one control.
#[component]
pub fn SegmentedNav(label: String, tabs: Vec<Tab>) -> Element {
    rsx! {
        nav { class: "segmented", "aria-label": "{label}", Entries { tabs, id: None } }
    }
}

#[component]
fn Entries(tabs: Vec<Tab>, id: Option<&'static str>) -> Element {
    rsx! {
        for tab in tabs {
            Link {
                key: "{tab.label}",
                id: id.filter(|_| tab.selected),
                to: tab.to.href(),
                "data-selected": tab.selected,
                "aria-current": if tab.selected { "page" },
                "{tab.label}"
                if let Some(count) = tab.count {
                    small { "{count}" }
                }
            }
        }
    }
}
