//! The Inbox: reports that fit no goal wait here for one press of a person.

mod item;

use crate::{
    domain::inbox::InboxItem,
    rpc,
    ui::{
        components::{EmptyState, Glyph, PageTitle},
        format,
        hooks::{Step, Steps, use_live, use_loaded, use_look, use_steps},
    },
};
use dioxus::prelude::*;
use item::Waiting;

/// What an agent without any knowledge of Maestro needs to send.
const EXAMPLE: &str = "curl http://127.0.0.1:3336/api/report -H \"Authorization: Bearer $MAESTRO_TOKEN\" \
     -H 'Content-Type: application/json' -d '{\"summary\": \"Cached the price rules\", \"goalTitle\": \"Faster checkout\"}'";

/// The reports that wait.
#[component]
pub fn Inbox() -> Element {
    let first = use_loaded(rpc::inbox::list)?;
    let mut items = use_signal(|| (*first).clone());
    let look = use_look(move || async move {
        if let Ok(fresh) = rpc::inbox::list().await {
            items.set(fresh);
        }
    });
    let desk = Desk { items, steps: use_steps() };
    use_live(|event| event.kind.starts_with("report."), move || look.again());
    let shown = items();
    let count = u64::try_from(shown.len()).unwrap_or_default();
    rsx! {
        div { class: "inbox",
            PageTitle { title: "Inbox" }
            if shown.is_empty() {
                EmptyState { title: "Nothing waits for you", icon: Glyph::Inbox, command: EXAMPLE,
                    p { "Reports that name no goal, or one that nobody knows, are kept here until you say where they belong. Try one:" }
                }
            } else {
                p { class: "inbox-lead", {format!("{} could not be matched to a goal. Say where each belongs.", format::plural(count, "report"))} }
                ul { class: "inbox-list",
                    for item in shown {
                        Waiting { key: "{item.id}", item, desk }
                    }
                }
            }
        }
    }
}

/// The reports on the page, and what can be done with them.
#[derive(Clone, Copy)]
pub struct Desk {
    items: Signal<Vec<InboxItem>>,
    steps: Steps,
}

impl PartialEq for Desk {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

impl Desk {
    /// Gives a report its goal, by the goal's id or key.
    pub fn assign(self, item: &InboxItem, goal: String, name: &str) {
        let (there, home) = (item.id.0.clone(), item.id.0.clone());
        let step = Step::new("assign the report", move || rpc::inbox::assign(there.clone(), goal.clone()));
        self.settle(item, step.undo(format!("Added to {name}"), move || rpc::inbox::unassign(home.clone())));
    }

    /// Puts a report aside.
    pub fn dismiss(self, item: &InboxItem) {
        let (there, home) = (item.id.0.clone(), item.id.0.clone());
        let step = Step::new("dismiss the report", move || rpc::inbox::dismiss(there.clone()));
        self.settle(item, step.undo("Dismissed", move || rpc::inbox::bring_back(home.clone())));
    }

    /// Takes the report off the page at once, and puts it back if the step fails.
    fn settle(self, item: &InboxItem, step: Step) {
        let mut items = self.items;
        let before = items.peek().clone();
        items.write().retain(|other| other.id != item.id);
        self.steps.take(step.rollback(move || {
            let mut items = items;
            // The page may have been left meanwhile.
            if let Ok(mut items) = items.try_write() {
                items.clone_from(&before);
            }
        }));
    }
}
