//! The portfolio: goals with their proof, to find, to sum up and to hand out.

mod cards;
mod effect;
mod filters;
mod pages;
mod table;
mod totals;

use crate::{
    domain::portfolio,
    rpc,
    ui::{
        components::{ButtonKind, ButtonLink, EmptyState, Glyph, Icon, PageTitle},
        hooks::{use_live, use_loaded},
        route::{Query, Route},
    },
};
use cards::Cards;
use dioxus::prelude::*;
use filters::{Filters, export_address, filter_of, is_filtered, page_of};
use pages::Pages;
use table::GoalTable;
use totals::{ByGrade, TotalsStrip};

/// Goals with their proof, by month.
#[component]
pub fn Portfolio(query: ReadSignal<Query>) -> Element {
    let shown = use_loaded(move || {
        let query = query.read();
        rpc::portfolio::page(filter_of(&query), page_of(&query))
    })?;
    use_live(|event| event.goal_id.is_some(), shown.again());
    let portfolio = (*shown).clone();
    let filtered = is_filtered(&query.read());
    rsx! {
        div { class: "page-head",
            PageTitle { title: "Portfolio" }
            span { class: "grow" }
            Export { query, empty: portfolio.totals.goals == 0 }
        }
        Filters { query, projects: portfolio.projects.clone(), tags: portfolio.tags.clone() }
        if portfolio.totals.goals == 0 {
            Nothing { filtered }
        } else {
            TotalsStrip { totals: portfolio.totals }
            if portfolio.totals.grades.all() > 0 {
                ByGrade { grades: portfolio.totals.grades }
            }
            GoalTable { months: portfolio.months.clone() }
            Cards { months: portfolio.months.clone() }
            Pages { query, page: portfolio.page, shown: count(&portfolio), more: portfolio.more }
        }
    }
}

fn count(portfolio: &portfolio::Portfolio) -> u64 {
    portfolio.months.iter().map(|month| month.goals.len() as u64).sum()
}

/// Plain links: they work before the page is live, and the browser shows the progress of a long one.
#[component]
fn Export(query: ReadSignal<Query>, empty: bool) -> Element {
    let forms = [("md", "Markdown"), ("json", "JSON")];
    rsx! {
        if !empty {
            div { class: "exports", role: "group", "aria-label": "Export",
                for (format , name) in forms {
                    a {
                        key: "{format}",
                        class: "button",
                        href: export_address(&filter_of(&query.read()), format),
                        download: "",
                        Icon { glyph: Glyph::Download }
                        span { class: "visually-hidden", "Export as " }
                        "{name}"
                    }
                }
            }
        }
    }
}

#[component]
fn Nothing(filtered: bool) -> Element {
    if filtered {
        return rsx! {
            EmptyState { title: "No goals match", icon: Glyph::Filter,
                p { "Every filter must hold. Take one away, or look for fewer words." }
                ButtonLink { to: Route::portfolio(), "Clear the filters" }
            }
        };
    }
    rsx! {
        EmptyState { title: "Goals stand here with their proof", icon: Glyph::Briefcase, command: "maestro import darvis ~/.darvis-maestro/maestro.db",
            p { "Add a first goal, or bring your goals along from the original Darvis Maestro." }
            ButtonLink { to: Route::board(), kind: ButtonKind::Primary, icon: Glyph::Plus, "Add a goal" }
        }
    }
}
