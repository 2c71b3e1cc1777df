//! The views of a goal. Each has an address, and a count where one helps.

use crate::{
    domain::goal::GoalDetail,
    ui::{
        components::{Tab, Tabs},
        route::{Query, Route},
    },
};
use dioxus::prelude::*;

/// The name of the query parameter.
pub const PARAMETER: &str = "tab";

/// One view of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    #[default]
    Overview,
    Tasks,
    Sessions,
    Timeline,
    Measurement,
    Context,
    Narrative,
}

impl View {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 7] =
        [Self::Overview, Self::Tasks, Self::Sessions, Self::Timeline, Self::Measurement, Self::Context, Self::Narrative];

    /// The word in the address; none for the first view.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overview => "",
            Self::Tasks => "tasks",
            Self::Sessions => "sessions",
            Self::Timeline => "timeline",
            Self::Measurement => "measurement",
            Self::Context => "context",
            Self::Narrative => "narrative",
        }
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Tasks => "Tasks",
            Self::Sessions => "Sessions",
            Self::Timeline => "Timeline",
            Self::Measurement => "Measurement",
            Self::Context => "Context",
            Self::Narrative => "Narrative",
        }
    }

    /// The view that an address names; the first one where it names none.
    pub fn of(query: &Query) -> Self {
        let word = query.get(PARAMETER);
        Self::ALL.into_iter().find(|view| view.as_str() == word).unwrap_or_default()
    }

    /// The view so many tabs further; at the end it begins again.
    pub fn step(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|view| *view == self).unwrap_or_default();
        let count = Self::ALL.len();
        Self::ALL[at.wrapping_add_signed(by).wrapping_add(count) % count]
    }

    /// The address of this view of the goal `key`.
    pub fn route(self, key: &str) -> Route {
        Route::Goal { id: key.to_owned(), query: Query::default().with(PARAMETER, self.as_str()) }
    }

    fn count(self, detail: &GoalDetail, sources: usize) -> Option<usize> {
        let count = match self {
            Self::Tasks => detail.tasks.len(),
            Self::Sessions => detail.sessions.len(),
            Self::Measurement => detail.metrics.len() + sources,
            Self::Overview | Self::Timeline | Self::Context | Self::Narrative => 0,
        };
        (count > 0).then_some(count)
    }
}

/// The row of views; `sources` is how many metrics are read.
#[component]
pub fn Views(detail: GoalDetail, sources: usize, selected: View) -> Element {
    let tab = |view: View| {
        let tab = Tab::new(view.label(), view.route(&detail.goal.key), view == selected);
        match view.count(&detail, sources).and_then(|n| u64::try_from(n).ok()) {
            Some(count) => tab.with_count(count),
            None => tab,
        }
    };
    rsx! {
        Tabs { label: "Views of this goal", tabs: View::ALL.into_iter().map(tab).collect::<Vec<_>>() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_found_by_its_address() {
        for view in View::ALL {
            let Route::Goal { query, .. } = view.route("G1") else { unreachable!() };
            assert_eq!(View::of(&query), view);
        }
        assert_eq!(View::of(&Query::default().with(PARAMETER, "nonsense")), View::Overview);
        assert_eq!((View::Overview.step(-1), View::Narrative.step(1)), (View::Narrative, View::Overview));
    }
}
