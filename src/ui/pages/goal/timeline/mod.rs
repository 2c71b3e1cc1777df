//! What happened, the newest first: entries of the work log, what came out, what was measured, how the goal moved.

mod artifact;
mod entry;
mod item;

use super::{
    state::use_goal,
    view::{PARAMETER, View},
};
use crate::ui::{
    components::{EmptyState, Glyph, SegmentedNav, Tab},
    route::Route,
};
use dioxus::prelude::*;
use entry::{Group, Kind, entries, grouped};
use item::{Item, Run};

pub use artifact::{ArtifactState, facts, glyph};

/// The query parameter that narrows the timeline.
const SHOW: &str = "show";

/// The timeline of the goal.
#[component]
pub fn Timeline() -> Element {
    let view = use_goal();
    let detail = view.loaded.read().detail.clone();
    let Route::Goal { query, .. } = use_route::<Route>() else { return VNode::empty() };
    let only = Kind::parse(query.get(SHOW));
    let fixed = detail.goal.archived_at.is_some();
    let groups = grouped(entries(&detail), only);
    rsx! {
        section { class: "card timeline",
            h2 { class: "visually-hidden", "Timeline" }
            Filters { goal_key: detail.goal.key.clone(), only }
            if groups.is_empty() {
                if only.is_some() {
                    EmptyState { title: "Nothing of this kind yet",
                        Link { to: View::Timeline.route(&detail.goal.key).href(), "Show everything" }
                    }
                } else {
                    EmptyState { title: "Nothing has happened yet", icon: Glyph::Clock,
                        p { "What agents report and what you write into the work log shows here." }
                    }
                }
            }
            ol { class: "rail-line",
                for group in groups {
                    match group {
                        Group::One(entry) => rsx! {
                            Item { key: "{entry.id}", entry: *entry, fixed }
                        },
                        Group::Run(entries) => rsx! {
                            Run { key: "run-{entries[0].id}", entries, fixed }
                        },
                    }
                }
            }
        }
    }
}

#[component]
fn Filters(goal_key: String, only: Option<Kind>) -> Element {
    let base = View::Timeline.route(&goal_key);
    let narrowed = |kind: Option<Kind>| match &base {
        Route::Goal { id, query } => {
            Route::Goal { id: id.clone(), query: query.clone().only(&[PARAMETER]).with(SHOW, kind.map_or("", Kind::as_str)) }
        }
        other => other.clone(),
    };
    let mut tabs = vec![Tab::new("All", narrowed(None), only.is_none())];
    tabs.extend(Kind::ALL.map(|kind| Tab::new(kind.label(), narrowed(Some(kind)), only == Some(kind))));
    rsx! {
        div { class: "timeline-filters", SegmentedNav { label: "Show", tabs } }
    }
}
