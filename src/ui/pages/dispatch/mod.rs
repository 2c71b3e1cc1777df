//! Dispatch: what agents need, what they do, what waits, and what it costs.

mod carry;
mod command;
mod ended;
mod live;
mod needs;
mod queue;
mod spend;
mod start;
mod warnings;

use crate::{
    domain::{dispatch::Centre, event::Event},
    rpc,
    ui::{
        components::PageTitle,
        hooks::{Look, Steps, use_live, use_loaded, use_look, use_steps},
    },
};
use command::{CommandBar, Typed};
use dioxus::prelude::*;
use ended::Ended;
use live::Live;
use needs::Needs;
use queue::Queue;
use spend::SpendLine;
use start::FirstSteps;
use warnings::Warnings;

/// The page.
#[component]
pub fn Dispatch() -> Element {
    let first = use_loaded(rpc::sessions::centre)?;
    let mut centre = use_signal(|| (*first).clone());
    let look = use_look(move || async move {
        if let Ok(fresh) = rpc::sessions::centre().await {
            centre.set(fresh);
        }
    });
    let desk = Desk { centre, look, steps: use_steps() };
    use_context_provider(|| desk);
    Typed::provide();
    use_live(concerns, move || desk.refresh());
    let now = centre.read();
    let idle = now.asks.is_empty() && now.live.is_empty() && now.queue.is_empty();
    rsx! {
        div { class: "dispatch",
            PageTitle { title: "Dispatch" }
            CommandBar {}
            SpendLine { budget: now.budget.clone() }
            Warnings { centre: now.clone() }
            if idle {
                FirstSteps { centre: now.clone() }
            } else {
                div { class: "dispatch-panes",
                    Needs { asks: now.asks.clone() }
                    Live { sessions: now.live.clone() }
                    Queue { sessions: now.queue.clone() }
                }
            }
            Ended { sessions: now.ended.clone() }
        }
    }
}

/// Does the page show something of this?
fn concerns(event: &Event) -> bool {
    ["session.", "approval.", "budget.", "repository.", "routing."].iter().any(|kind| event.kind.starts_with(kind))
}

/// What the page shows, and what can be done with it.
#[derive(Clone, Copy)]
pub struct Desk {
    centre: Signal<Centre>,
    look: Look,
    steps: Steps,
}

/// The desk of this page.
fn use_desk() -> Desk {
    use_context()
}

impl Desk {
    fn refresh(self) {
        self.look.again();
    }
}
