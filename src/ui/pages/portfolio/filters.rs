//! What the portfolio is narrowed by; it stands in the address.

use crate::{
    domain::{goal::GoalStatus, portfolio::PortfolioFilter},
    ui::{
        components::{ButtonKind, ButtonLink, Choice, Field, Select},
        route::{Query, Route},
    },
};
use chrono::NaiveDate;
use dioxus::prelude::*;

/// The filter of an address; what cannot be meant is left out.
pub fn filter_of(query: &Query) -> PortfolioFilter {
    let from = day(query.get("from"));
    let status = query.given("status").filter(|word| word == "archived" || GoalStatus::parse(word).is_some());
    PortfolioFilter {
        q: query.given("q"),
        from,
        to: day(query.get("to")).filter(|to| from.is_none_or(|from| from <= *to)),
        tag: query.given("tag"),
        project: query.given("project"),
        status,
        ..PortfolioFilter::default()
    }
}

/// The page of an address, counted from 0; people count from 1.
pub fn page_of(query: &Query) -> u32 {
    query.get("page").parse::<u32>().unwrap_or(1).saturating_sub(1)
}

/// Something may be hidden by the filter.
pub fn is_filtered(query: &Query) -> bool {
    filter_of(query) != PortfolioFilter::default()
}

/// The address of the same goals as a document.
pub fn export_address(filter: &PortfolioFilter, format: &str) -> String {
    let day = |at: Option<NaiveDate>| at.map(|d| d.to_string());
    let given = [
        ("q", filter.q.clone()),
        ("from", day(filter.from)),
        ("to", day(filter.to)),
        ("tag", filter.tag.clone()),
        ("project", filter.project.clone()),
        ("status", filter.status.clone()),
    ];
    let given = given.into_iter().filter_map(|(name, value)| Some(format!("&{name}={}", encoded(&value?))));
    format!("/api/portfolio?format={format}{}", given.collect::<String>())
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
        out
    })
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

/// Search and filters; a form, so that they work before the page is live.
#[component]
pub fn Filters(query: ReadSignal<Query>, projects: Vec<String>, tags: Vec<String>) -> Element {
    let now = query.read().clone();
    let set = move |name: &'static str| {
        EventHandler::new(move |value: String| {
            let query = query.peek().clone().with(name, value).with("page", "");
            navigator().replace(Route::Portfolio { query }.href());
        })
    };
    let backwards = matches!((day(now.get("from")), day(now.get("to"))), (Some(from), Some(to)) if from > to);
    let states = GoalStatus::ALL.map(|s| Choice::new(s.as_str(), s.label())).into_iter().chain([Choice::new("archived", "Archive")]);
    rsx! {
        form { class: "filters portfolio-filters", role: "search", "aria-label": "Narrow the portfolio", action: "/portfolio", method: "get",
            onsubmit: move |event| event.prevent_default(),
            Field {
                id: "portfolio-search", label: "Search goals and their proof", name: "q", kind: "search", quiet: true, placeholder: "Search goals and their proof…",
                value: now.get("q").to_owned(), oninput: set("q"),
            }
            Chip { name: "status", label: "State", any: "Any", choices: states.collect::<Vec<_>>(), value: now.get("status").to_owned(), onchange: set("status") }
            if !projects.is_empty() {
                Chip { name: "project", label: "Project", any: "All", choices: plain(projects), value: now.get("project").to_owned(), onchange: set("project") }
            }
            if !tags.is_empty() {
                Chip { name: "tag", label: "Tag", any: "Any", choices: plain(tags), value: now.get("tag").to_owned(), onchange: set("tag") }
            }
            Day { name: "from", label: "From", value: now.get("from").to_owned(), onchange: set("from") }
            Day { name: "to", label: "Until", value: now.get("to").to_owned(), onchange: set("to"), error: backwards.then(|| "is before the start: not used".to_owned()) }
            if is_filtered(&now) {
                ButtonLink { to: Route::portfolio(), kind: ButtonKind::Quiet, "Clear" }
            }
            noscript {
                button { class: "button", r#type: "submit", "Show" }
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
        Select { id: "portfolio-{name}", label, name, choices: all, value, chip: true, onchange: move |value| onchange.call(value) }
    }
}

#[component]
fn Day(name: String, label: String, value: String, onchange: EventHandler<String>, #[props(default)] error: Option<String>) -> Element {
    rsx! {
        div { class: "day",
            Field { id: "portfolio-{name}", label, name, kind: "date", value, error, onchange: move |value| onchange.call(value) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_shown() {
        let query = Query::from("q=a b&from=2026-03-01&to=2026-02-01&status=nonsense&page=3");
        let filter = filter_of(&query);
        assert_eq!((filter.from.is_some(), filter.to, filter.status.clone(), page_of(&query)), (true, None, None, 2));
        assert_eq!(export_address(&filter, "md"), "/api/portfolio?format=md&q=a%20b&from=2026-03-01");
        assert!(!is_filtered(&Query::from("page=2&status=x")));
    }
}
