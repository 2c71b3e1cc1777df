//! The views of a session. Beside the transcript there is room for one on a desktop; a phone shows one at a time.

use super::state::use_session;
use crate::ui::{
    components::{SegmentedNav, Tab, Tabs},
    route::{Query, Route},
};
use dioxus::prelude::*;

/// The name of the query parameter.
const PARAMETER: &str = "tab";

/// One view of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The transcript; on a desktop with the changes beside it.
    #[default]
    Log,
    Changes,
    Approvals,
    Details,
}

impl View {
    const ALL: [Self; 4] = [Self::Log, Self::Changes, Self::Approvals, Self::Details];

    /// The word in the address; none for the first view.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Log => "",
            Self::Changes => "changes",
            Self::Approvals => "approvals",
            Self::Details => "details",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Log => "Transcript",
            Self::Changes => "Changes",
            Self::Approvals => "Approvals",
            Self::Details => "Cost and commits",
        }
    }

    /// The view that an address names; the first one where it names none.
    pub fn of(query: &Query) -> Self {
        let word = query.get(PARAMETER);
        Self::ALL.into_iter().find(|view| view.as_str() == word).unwrap_or_default()
    }

    /// The address of this view of the session `key`.
    pub fn route(self, key: &str) -> Route {
        Route::Session { id: key.to_owned(), query: Query::default().with(PARAMETER, self.as_str()) }
    }
}

/// All views, for a phone.
#[component]
pub fn Views(selected: View) -> Element {
    let tabs: Vec<Tab> = View::ALL.into_iter().map(|view| tab(view, view == selected)).collect();
    rsx! {
        div { class: "session-views", Tabs { label: "Views of this session", tabs } }
    }
}

/// What can stand beside the transcript.
#[component]
pub fn Panels(selected: View) -> Element {
    let beside = if selected == View::Log { View::Changes } else { selected };
    let tabs: Vec<Tab> = View::ALL.into_iter().skip(1).map(|view| tab(view, view == beside)).collect();
    rsx! {
        div { class: "session-panels", SegmentedNav { label: "Beside the transcript", tabs } }
    }
}

fn tab(view: View, selected: bool) -> Tab {
    let page = use_session();
    let key = page.view.read().session.key.clone();
    let tab = Tab::new(view.label(), view.route(&key), selected);
    let asks = u64::try_from(page.asks.read().len()).unwrap_or_default();
    if view == View::Approvals && asks > 0 { tab.with_count(asks) } else { tab }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_found_by_its_address() {
        for view in View::ALL {
            let Route::Session { query, .. } = view.route("S1") else { unreachable!() };
            assert_eq!(View::of(&query), view);
        }
        assert_eq!(View::Log.route("S1").href(), "/sessions/S1");
    }
}
