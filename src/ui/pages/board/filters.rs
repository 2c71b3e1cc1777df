//! What the board is narrowed by; it stands in the address.

use crate::{
    domain::goal::GoalFilter,
    ui::{
        components::{Choice, Field, SegmentedNav, Select, Tab},
        route::{Query, Route},
        shell::use_frame,
    },
};
use dioxus::prelude::*;

/// The names in the query that narrow the board.
const NAMES: [&str; 5] = ["project", "owner", "tag", "q", "status"];

/// The filter of an address.
pub fn filter_of(query: &Query) -> GoalFilter {
    GoalFilter {
        project: query.given("project"),
        owner: query.given("owner"),
        tag: query.given("tag"),
        q: query.given("q"),
        ..GoalFilter::default()
    }
}

/// Something may be hidden by the filter.
pub fn is_filtered(query: &Query) -> bool {
    NAMES.iter().any(|name| !query.get(name).is_empty())
}

/// The views and the filters.
#[component]
pub fn Filters(query: ReadSignal<Query>, projects: Vec<String>, tags: Vec<String>) -> Element {
    let now = query.read().clone();
    let people = use_frame().read().people.iter().map(|p| Choice::new(&p.id.0, &p.name)).collect::<Vec<_>>();
    let view = |view: &str| Route::Board { query: query.read().clone().with("view", view) };
    let set = move |name: &'static str| {
        EventHandler::new(move |value: String| {
            navigator().replace(Route::Board { query: query.peek().clone().with(name, value) }.href());
        })
    };
    let is_list = now.get("view") == "list";
    rsx! {
        SegmentedNav { label: "View", tabs: vec![Tab::new("Board", view(""), !is_list), Tab::new("List", view("list"), is_list)] }
        span { class: "grow" }
        div { class: "filters", role: "search", "aria-label": "Filter the goals",
            Field { id: "board-search", label: "Search the goals", name: "q", kind: "search", quiet: true, placeholder: "Filter…", value: now.get("q").to_owned(), oninput: set("q") }
            if !projects.is_empty() {
                Chip { name: "project", label: "Project", any: "All", choices: plain(projects), value: now.get("project").to_owned(), onchange: set("project") }
            }
            if people.len() > 1 {
                Chip { name: "owner", label: "Owner", any: "Anyone", choices: people, value: now.get("owner").to_owned(), onchange: set("owner") }
            }
            if !tags.is_empty() {
                Chip { name: "tag", label: "Tag", any: "Any", choices: plain(tags), value: now.get("tag").to_owned(), onchange: set("tag") }
            }
        }
    }
}

fn plain(values: Vec<String>) -> Vec<Choice> {
    values.into_iter().map(Choice::plain).collect()
}

#[component]
fn Chip(name: String, label: String, any: String, choices: Vec<Choice>, value: String, onchange: EventHandler<String>) -> Element {
    let all = std::iter::once(Choice::new("", any)).chain(choices).collect::<Vec<_>>();
    rsx! {
        Select { id: "filter-{name}", label, name, choices: all, value, chip: true, onchange: move |value| onchange.call(value) }
    }
}
