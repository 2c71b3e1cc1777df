use super::account::Account;
use crate::ui::{
    components::{Glyph, Icon, Kbd, Mark},
    route::Route,
};
use dioxus::prelude::*;

/// The bar at the top of every page.
#[component]
pub fn Header() -> Element {
    rsx! {
        header { class: "top",
            Link { class: "brand", to: Route::board().href(), aria_label: "Maestro, to the goals",
                Mark {}
                span { "Maestro" }
            }
            button { class: "palette-button", id: "palette-button", r#type: "button", aria_label: "Search or run a command",
                Icon { glyph: Glyph::Search }
                span { "Search or run a command" }
                Kbd { keys: "Ctrl K" }
            }
            span { class: "grow" }
            Account {}
        }
    }
}
