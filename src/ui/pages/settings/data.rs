use crate::{
    domain::goal::Goal,
    rpc,
    ui::{
        components::{Button, CopyButton, Glyph, Icon},
        hooks::{Step, use_live, use_loaded, use_steps},
        route::Route,
    },
};
use dioxus::prelude::*;

/// The key that only the example has.
const EXAMPLE: &str = "G0";

/// Where the data goes, and where it comes from.
#[component]
pub fn Data() -> Element {
    rsx! {
        section { class: "panel",
            h2 { "Export" }
            p { class: "panel-lead", "All goals with their proof. One goal alone is exported from its own page." }
            div { class: "panel-row",
                for (format , name) in [("md", "Markdown"), ("json", "JSON")] {
                    a { key: "{format}", class: "button", href: "/api/portfolio?format={format}", download: "portfolio.{format}",
                        Icon { glyph: Glyph::Download }
                        "Portfolio as {name}"
                    }
                }
            }
        }
        section { class: "panel",
            h2 { "Backup" }
            p { class: "panel-lead", "One file with everything, taken while Maestro runs. To restore it, stop the server first." }
            Command { text: "maestro backup maestro-backup.tar" }
            Command { text: "maestro restore maestro-backup.tar" }
        }
        section { class: "panel",
            h2 { "Import" }
            p { class: "panel-lead", "Goals, tasks, updates and proof from the database of the original Darvis Maestro. Doing it twice adds nothing twice." }
            Command { text: "maestro import darvis FILE" }
        }
        Example {}
        section { class: "panel",
            h2 { "About" }
            p { class: "panel-lead",
                {format!("Maestro {}", env!("CARGO_PKG_VERSION"))}
                " · "
                a { href: "/api/docs", "The API" }
            }
        }
    }
}

#[component]
fn Command(text: String) -> Element {
    rsx! {
        div { class: "command",
            code { "{text}" }
            CopyButton { text: text.clone(), label: "Copy the command" }
        }
    }
}

/// The example of the first run: one press takes it off the board, another brings it back.
#[component]
fn Example() -> Element {
    let first = use_loaded(example)?;
    let mut shown = use_signal(|| (*first).clone());
    let steps = use_steps();
    use_live(
        |event| event.kind.starts_with("goal."),
        move || {
            spawn(async move {
                if let Ok(fresh) = example().await {
                    shown.set(fresh);
                }
            });
        },
    );
    let goal = shown();
    let id = goal.as_ref().map(|g| g.id.0.clone());
    rsx! {
        section { class: "panel",
            h2 { "Example goal" }
            if let (Some(goal) , Some(id)) = (goal, id) {
                p { class: "panel-lead",
                    "On the board: "
                    Link { to: Route::goal(goal.key.clone()).href(), "{goal.title}" }
                }
                div { class: "panel-row",
                    Button {
                        icon: Glyph::Archive,
                        onclick: move |_| {
                            let id = id.clone();
                            let step = Step::new("remove the example", move || rpc::goals::archive(id.clone()));
                            steps.take(step.undo("The example is off the board", rpc::goals::example));
                        },
                        "Remove the example"
                    }
                }
            } else {
                p { class: "panel-lead", "It is not on the board." }
                div { class: "panel-row",
                    Button {
                        icon: Glyph::Plus,
                        onclick: move |_| steps.take(Step::new("show the example", rpc::goals::example).say("The example is on the board")),
                        "Show the example"
                    }
                }
            }
        }
    }
}

/// The example, while it is on the board.
async fn example() -> crate::domain::Result<Option<Goal>> {
    match rpc::goals::detail(EXAMPLE.into()).await {
        Ok(detail) => Ok(Some(detail.goal).filter(|goal| goal.archived_at.is_none())),
        Err(crate::domain::Error::NotFound { .. }) => Ok(None),
        Err(failed) => Err(failed),
    }
}
