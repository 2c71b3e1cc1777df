//! Changing caps, and being asked first where agents may spend more afterwards.

use super::draft::back;
use crate::{
    domain::{
        Error,
        budget::{Budget, CapsPatch},
        foresight::{Cap, Raise, raised},
    },
    rpc,
    ui::{
        components::{Button, ButtonKind, Dialog},
        hooks::{Step, Steps},
    },
};
use dioxus::prelude::*;

/// The budget on the page, and what is done with it.
#[derive(Clone, Copy)]
pub struct Desk {
    pub budget: Signal<Budget>,
    pub steps: Steps,
    asking: Signal<Option<Change>>,
    busy: Signal<bool>,
}

/// A change, and where its error is shown: what was typed stays there.
#[derive(Clone)]
struct Change {
    patch: CapsPatch,
    error: Signal<Option<Error>>,
}

impl Desk {
    /// Makes the budget known to all parts of the page.
    pub fn provide(first: impl FnOnce() -> Budget, steps: Steps) -> Self {
        let (budget, asking, busy) = (use_signal(first), use_signal(|| None), use_signal(|| false));
        use_context_provider(|| Self { budget, steps, asking, busy })
    }

    /// A change is on its way.
    pub fn is_busy(self) -> bool {
        *self.busy.read()
    }

    /// Changes caps; asks first where agents may spend more afterwards.
    pub fn change(mut self, patch: CapsPatch, mut error: Signal<Option<Error>>) {
        error.set(None);
        let change = Change { patch, error };
        if raised(&self.budget.peek().caps, &change.patch).is_empty() {
            self.send(change);
        } else {
            self.asking.set(Some(change));
        }
    }

    fn send(mut self, change: Change) {
        if self.busy.replace(true) {
            return;
        }
        let undone = back(&change.patch, &self.budget.peek().caps);
        let mut error = change.error;
        spawn(async move {
            match rpc::money::change_caps(change.patch).await {
                Ok(fresh) => {
                    self.budget.set(fresh);
                    self.steps.take(Step::done().undo("Budget saved", move || rpc::money::change_caps(undone.clone())));
                }
                Err(failed) => error.set(Some(failed)),
            }
            self.busy.set(false);
        });
    }
}

/// The question before agents may spend more.
#[component]
pub fn RaiseQuestion() -> Element {
    let mut desk: Desk = use_context();
    let open = use_memo(move || desk.asking.read().is_some());
    let asked = desk.asking.read().as_ref().map(|change| raised(&desk.budget.read().caps, &change.patch)).unwrap_or_default();
    rsx! {
        Dialog {
            id: "raise-cap",
            title: "Let agents spend more?",
            open,
            onclose: move |()| desk.asking.set(None),
            actions: rsx! {
                Button { onclick: move |_| desk.asking.set(None), "Keep the cap" }
                Button {
                    kind: ButtonKind::Danger,
                    onclick: move |_| {
                        let change = desk.asking.take();
                        change.into_iter().for_each(|change| desk.send(change));
                    },
                    "Raise it"
                }
            },
            ul {
                for line in asked.iter().map(|raise| words(raise, &desk.budget.read())) {
                    li { key: "{line}", "{line}" }
                }
            }
            p { class: "panel-lead", "Sessions that wait for money may start at once." }
        }
    }
}

/// `A day: from $10.00 to $20.00`
fn words(raise: &Raise, budget: &Budget) -> String {
    let what = match &raise.cap {
        Cap::Day => "A day".to_owned(),
        Cap::EachTask => "Each task".to_owned(),
        Cap::EachGoal => "Each goal".to_owned(),
        Cap::Goal(id) => {
            budget.goals.iter().find(|goal| goal.goal_id.as_str() == id).map_or_else(|| "The goal".to_owned(), |goal| goal.key.clone())
        }
    };
    match raise.to {
        Some(to) => format!("{what}: from {} to {to}", raise.from),
        None => format!("{what}: from {} to no cap", raise.from),
    }
}
