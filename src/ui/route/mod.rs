//! Every address of the product.

mod query;

use super::{
    pages::{Board, Dispatch, Goal, Impact, Inbox, NotFound, Portfolio, Session, Settings, SettingsSection},
    shell::Shell,
};
use dioxus::prelude::*;

pub use query::Query;

/// One page. What narrows or sorts it stands in the query, so that it can be kept and shared.
#[derive(Clone, Debug, PartialEq, Routable)]
#[rustfmt::skip]
pub enum Route {
    #[layout(Shell)]
        #[route("/?:..query")]
        Board { query: Query },
        #[route("/goals/:id?:..query")]
        Goal { id: String, query: Query },
        #[route("/dispatch")]
        Dispatch {},
        #[route("/sessions/:id?:..query")]
        Session { id: String, query: Query },
        #[route("/impact?:..query")]
        Impact { query: Query },
        #[route("/inbox")]
        Inbox {},
        #[route("/portfolio?:..query")]
        Portfolio { query: Query },
        #[route("/settings")]
        Settings {},
        #[route("/settings/:section")]
        SettingsSection { section: String },
        #[route("/:..segments")]
        NotFound { segments: Vec<String> },
}

impl Route {
    /// The board, unfiltered.
    pub fn board() -> Self {
        Self::Board { query: Query::default() }
    }

    /// A goal by its key or id, at its first tab.
    pub fn goal(id: impl Into<String>) -> Self {
        Self::Goal { id: id.into(), query: Query::default() }
    }

    /// A session by its key or id.
    pub fn session(id: impl Into<String>) -> Self {
        Self::Session { id: id.into(), query: Query::default() }
    }

    /// The impact of all goals.
    pub fn impact() -> Self {
        Self::Impact { query: Query::default() }
    }

    /// The portfolio, unfiltered.
    pub fn portfolio() -> Self {
        Self::Portfolio { query: Query::default() }
    }

    /// The address as a person would write it: without a `?` that nothing follows.
    pub fn href(&self) -> String {
        let address = self.to_string();
        address.strip_suffix('?').map(str::to_owned).unwrap_or(address)
    }

    /// The entry of the navigation that this page belongs to.
    pub fn section(&self) -> Section {
        match self {
            Self::Board { .. } | Self::Goal { .. } => Section::Goals,
            Self::Dispatch {} | Self::Session { .. } => Section::Dispatch,
            Self::Impact { .. } => Section::Impact,
            Self::Inbox {} => Section::Inbox,
            Self::Portfolio { .. } => Section::Portfolio,
            Self::Settings {} | Self::SettingsSection { .. } => Section::Settings,
            Self::NotFound { .. } => Section::None,
        }
    }
}

/// The entries of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Goals,
    Dispatch,
    Impact,
    Inbox,
    Portfolio,
    Settings,
    None,
}

#[cfg(test)]
mod tests {
    use super::{Query, Route};

    #[test]
    fn an_address_says_only_what_it_must() {
        assert_eq!(Route::board().href(), "/");
        assert_eq!(Route::goal("G12").href(), "/goals/G12");
        assert_eq!(Route::Goal { id: "G12".into(), query: Query::default().with("tab", "tasks") }.href(), "/goals/G12?tab=tasks");
    }

    #[test]
    fn every_value_comes_back_from_the_address() {
        for value in ["ci & cd", "a=b", "100 %", "c++", "é?#", "%26", "50%"] {
            let route = Route::Portfolio { query: Query::default().with("q", value).with("tag", "x") };
            let address = route.href();
            assert_eq!(address.parse::<Route>().map_err(|_| ()), Ok(route), "{address}");
        }
    }

    #[test]
    fn an_address_that_is_nothing_is_still_a_page() {
        assert!(matches!("/no/such".parse::<Route>(), Ok(Route::NotFound { .. })));
    }
}
