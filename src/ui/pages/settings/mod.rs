//! The settings: what Maestro is connected to, where agents may work and for how much, who may call it, how it looks, and where its data goes.

mod amount;
mod appearance;
mod budgets;
mod data;
mod integrations;
mod profile;
mod repositories;
mod routing;
mod section;
mod tokens;

use crate::ui::{
    components::{Glyph, Icon, PageTitle},
    route::Route,
    shell::Missing,
};
use appearance::Appearance;
use budgets::Budgets;
use data::Data;
use dioxus::{
    fullstack::{FullstackContext, StatusCode},
    prelude::*,
};
use integrations::Integrations;
use profile::Profile;
use repositories::Repositories;
use routing::ModelRouting;
use section::Section;
use tokens::Tokens;

/// The list of sections; beside it, where there is room, the first one.
#[component]
pub fn Settings() -> Element {
    let first = Section::ALL[0];
    rsx! {
        div { class: "settings", "data-at": "list",
            header { class: "settings-head", PageTitle { title: "Settings" } }
            Nav { current: first, listed: true }
            div { class: "settings-detail",
                h2 { "{first.label()}" }
                Shown { section: first }
            }
        }
    }
}

/// One section of the settings.
#[component]
pub fn SettingsSection(section: String) -> Element {
    let Some(found) = Section::parse(&section) else {
        FullstackContext::commit_http_status(StatusCode::NOT_FOUND, None);
        return rsx! {
            Missing { what: "settings section {section}" }
        };
    };
    rsx! {
        div { class: "settings", "data-at": "section",
            header { class: "settings-head",
                Link { class: "settings-back", to: Route::Settings {}.href(),
                    Icon { glyph: Glyph::ChevronLeft }
                    "Settings"
                }
                PageTitle { title: found.label() }
            }
            Nav { current: found, listed: false }
            div { class: "settings-detail",
                // Another section is another page: nothing of the last one is kept.
                for found in [found] {
                    Shown { key: "{found.as_str()}", section: found }
                }
            }
        }
    }
}

#[component]
fn Nav(current: Section, listed: bool) -> Element {
    rsx! {
        nav { class: "settings-nav", "aria-label": "Settings",
            for section in Section::ALL {
                Link {
                    key: "{section.as_str()}",
                    to: Route::SettingsSection { section: section.as_str().to_owned() }.href(),
                    "data-current": section == current,
                    "aria-current": if section == current && !listed { "page" },
                    Icon { glyph: section.glyph() }
                    span { class: "grow", "{section.label()}" }
                    Icon { glyph: Glyph::ChevronRight }
                }
            }
        }
    }
}

#[component]
fn Shown(section: Section) -> Element {
    match section {
        Section::Integrations => rsx! {
            Integrations {}
        },
        Section::Repositories => rsx! {
            Repositories {}
        },
        Section::Budgets => rsx! {
            Budgets {}
        },
        Section::Routing => rsx! {
            ModelRouting {}
        },
        Section::Tokens => rsx! {
            Tokens {}
        },
        Section::Appearance => rsx! {
            Appearance {}
        },
        Section::Data => rsx! {
            Data {}
        },
        Section::Profile => rsx! {
            Profile {}
        },
    }
}
