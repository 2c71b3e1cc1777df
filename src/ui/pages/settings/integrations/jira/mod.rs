//! What a Jira that is connected is good for: bringing issues in, and keeping goals in step with them.

mod desk;
mod keep;
mod query;
mod result;
mod row;
mod rows;

use crate::{
    domain::jira::Keeping,
    ui::components::{Button, Glyph},
};
use desk::provide;
use dioxus::prelude::*;
use keep::Keep;
use query::QueryForm;
use result::{ImportProgress, ImportResult};
use rows::Rows;

/// Below the card of a connection to a Jira.
#[component]
pub fn JiraPanel(connection_id: String, #[props(!optional)] keeping: Option<Keeping>, onchange: Callback<()>) -> Element {
    let mut desk = provide(connection_id.clone(), onchange);
    rsx! {
        div { class: "jira",
            if let Some(keeping) = keeping {
                Keep { keeping, onchange }
            }
            if desk.is_open() {
                section { class: "jira-import", "aria-label": "Import issues",
                    QueryForm {}
                    ImportProgress {}
                    ImportResult {}
                    Rows {}
                }
            } else {
                div {
                    Button { id: "jira-open-{connection_id}", icon: Glyph::Download, onclick: move |_| desk.open(), "Import issues" }
                }
            }
        }
    }
}
