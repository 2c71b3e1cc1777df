use super::{Spent, desk::Desk};
use crate::{
    domain::{
        Error,
        budget::{CapsPatch, GoalBudget},
    },
    ui::{
        components::{Button, Field, Glyph},
        pages::settings::amount::{money, written},
        picker::GoalPicker,
        route::Route,
    },
};
use dioxus::prelude::*;

/// Single goals: what they cost, and a cap of their own.
#[component]
pub fn GoalCaps() -> Element {
    let desk: Desk = use_context();
    let mut picking = use_signal(|| false);
    // A goal that was picked has no cap before one is saved.
    let mut picked = use_signal(|| None::<(String, String)>);
    let goals = desk.budget.read().goals.clone();
    let new = picked().filter(|(id, _)| goals.iter().all(|goal| goal.goal_id.as_str() != id));
    rsx! {
        section { class: "panel panel-list",
            header { class: "connection-head",
                h2 { "Goals" }
                span { class: "muted grow", "A cap of its own holds instead of the one for each goal" }
                if !picking() {
                    Button { icon: Glyph::Plus, onclick: move |_| picking.set(true), "Cap a goal" }
                }
            }
            if picking() {
                div { class: "goal-cap",
                    GoalPicker {
                        id: "cap-picker",
                        onpick: move |goal| {
                            picked.set(Some(goal));
                            picking.set(false);
                        },
                        onclose: move |()| picking.set(false),
                    }
                }
            }
            ul {
                if let Some((id, key)) = new {
                    li { key: "{id}", class: "goal-cap",
                        p { class: "goal-cap-name",
                            span { class: "mono muted", "{key}" }
                        }
                        OwnCap { id: id.clone(), name: key }
                    }
                }
                for goal in goals {
                    Row { key: "{goal.goal_id}", goal }
                }
            }
        }
    }
}

#[component]
fn Row(goal: GoalBudget) -> Element {
    let GoalBudget { goal_id, key, title, room } = goal;
    let words = match room.cap_usd {
        Some(cap) => format!("{} of {cap}", room.spent_usd),
        None => format!("{} spent, no cap", room.spent_usd),
    };
    rsx! {
        li { class: "goal-cap",
            p { class: "goal-cap-name",
                span { class: "mono muted", "{key}" }
                " "
                Link { to: Route::goal(key.clone()).href(), "{title}" }
            }
            div { class: "goal-cap-spent",
                span { class: "numeric", "{words}" }
                Spent { room, label: "{key}: {words}" }
            }
            OwnCap { id: goal_id.0, name: key }
        }
    }
}

/// The goal's own cap; an empty field takes it away.
#[component]
fn OwnCap(id: String, name: String) -> Element {
    let desk: Desk = use_context();
    let held = {
        let id = id.clone();
        use_memo(move || desk.budget.read().caps.goals.get(&id).copied())
    };
    let mut text = use_signal(|| written(*held.peek()));
    let mut error = use_signal(|| None::<Error>);
    use_effect(move || text.set(written(held())));
    let pointer = format!("/goals/{id}");
    let save = {
        let pointer = pointer.clone();
        move |event: FormEvent| {
            event.prevent_default();
            let typed = text.peek().clone();
            match money(&typed) {
                Ok(cap) if cap == *held.peek() => error.set(None),
                Ok(cap) => desk.change(CapsPatch { goals: [(id.clone(), cap)].into(), ..CapsPatch::default() }, error),
                Err(wrong) => error.set(Some(Error::invalid(pointer.clone(), wrong))),
            }
        }
    };
    let wrong = error.read().as_ref().map(|e| e.field(&pointer).map_or_else(|| format!("Not saved: {e}"), str::to_owned));
    let general = desk.budget.read().caps.per_goal_usd.map_or_else(|| "no cap".to_owned(), |cap| cap.to_string());
    let changed = money(&text.read()) != Ok(held());
    rsx! {
        form { class: "row-form", onsubmit: save,
            Field {
                id: "cap-{name}",
                label: "Cap of {name}, in dollars",
                name: "cap",
                quiet: true,
                value: text(),
                inputmode: "decimal",
                placeholder: general,
                error: wrong,
                oninput: move |v| text.set(v),
            }
            Button { r#type: "submit", disabled: !changed, "aria-label": "Save the cap of {name}", "Save" }
        }
    }
}
