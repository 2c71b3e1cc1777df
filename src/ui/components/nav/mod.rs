//! Ways between views of one thing. They are links: each view has an address.

use crate::ui::route::Route;
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
    rsx! {
        nav { class: "tabs", "aria-label": "{label}", Entries { tabs } }
    }
}

/// A few views of the same things, as one control.
#[component]
pub fn SegmentedNav(label: String, tabs: Vec<Tab>) -> Element {
    rsx! {
        nav { class: "segmented", "aria-label": "{label}", Entries { tabs } }
    }
}

#[component]
fn Entries(tabs: Vec<Tab>) -> Element {
    rsx! {
        for tab in tabs {
            Link {
                key: "{tab.label}",
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
