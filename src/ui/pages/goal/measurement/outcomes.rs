use crate::{
    domain::outcome::{KNOWN, OutcomesPatch, label},
    rpc,
    ui::{
        components::{Button, ButtonKind, Glyph, Icon, TextArea},
        hooks::Step,
        pages::goal::state::use_goal,
    },
};
use dioxus::prelude::*;

/// What the work did beyond the numbers: known outcomes to press, one's own, and notes.
#[component]
pub fn Outcomes(outcomes: Vec<String>, notes: String, fixed: bool) -> Element {
    let view = use_goal();
    let own = outcomes.iter().filter(|o| !KNOWN.iter().any(|(word, _)| word == o)).cloned();
    let all: Vec<String> = KNOWN.iter().map(|(word, _)| (*word).to_owned()).chain(own).collect();
    let chosen = outcomes.clone();
    let set = move |outcomes: Vec<String>| {
        let shown = outcomes.clone();
        view.advance(
            move |detail| detail.outcomes = shown,
            move |id| {
                let patch = OutcomesPatch { outcomes: Some(outcomes), notes: None };
                Step::new("save the outcomes", move || rpc::goals::outcomes(id.clone(), patch.clone()))
            },
        );
    };
    let (with, added) = (chosen.clone(), chosen.clone());
    rsx! {
        section { class: "card outcomes",
            h3 { "Outcomes beyond the numbers" }
            div { class: "toggles", role: "group", "aria-label": "Outcomes", inert: fixed.then_some(true),
                for outcome in all {
                    Toggle {
                        key: "{outcome}",
                        pressed: chosen.contains(&outcome),
                        outcome: outcome.clone(),
                        ontoggle: {
                            let with = with.clone();
                            move |()| set(toggled(&with, &outcome))
                        },
                    }
                }
            }
            if !fixed {
                OwnOutcome { onadd: move |text: String| set(toggled(&added, &text)) }
                Notes { notes }
            } else if !notes.is_empty() {
                p { "{notes}" }
            }
        }
    }
}

#[component]
fn Toggle(outcome: String, pressed: bool, ontoggle: EventHandler<()>) -> Element {
    rsx! {
        button { class: "toggle", r#type: "button", "aria-pressed": pressed.to_string(), onclick: move |_| ontoggle.call(()),
            if pressed {
                Icon { glyph: Glyph::Check, size: 14 }
            }
            "{label(&outcome)}"
        }
    }
}

#[component]
fn OwnOutcome(onadd: EventHandler<String>) -> Element {
    let mut text = use_signal(String::new);
    rsx! {
        form {
            class: "row-form",
            onsubmit: move |event| {
                event.prevent_default();
                let own = text.take().trim().to_owned();
                if !own.is_empty() {
                    onadd.call(own);
                }
            },
            label { class: "visually-hidden", r#for: "own-outcome", "Another outcome, in your words" }
            input {
                class: "input",
                id: "own-outcome",
                value: "{text}",
                maxlength: 100,
                autocomplete: "off",
                placeholder: "Another outcome, in your words",
                oninput: move |event| text.set(event.value()),
            }
            Button { r#type: "submit", "Add" }
        }
    }
}

/// Notes are saved by a button: they are long enough to be lost by a slip.
#[component]
fn Notes(notes: ReadSignal<String>) -> Element {
    let view = use_goal();
    let mut draft = use_signal(|| None::<String>);
    let mut error = use_signal(|| None::<String>);
    let save = move |event: FormEvent| {
        event.prevent_default();
        async move {
            let Some(text) = draft() else { return };
            let patch = OutcomesPatch { outcomes: None, notes: Some(text) };
            match rpc::goals::outcomes(view.goal().id.0, patch).await {
                Ok(_) => {
                    let saved = draft.take();
                    error.set(None);
                    view.put(|loaded| loaded.detail.outcome_notes = saved);
                }
                Err(failed) => error.set(Some(format!("Not saved: {failed}"))),
            }
        }
    };
    rsx! {
        form { class: "notes-form", onsubmit: save,
            TextArea {
                id: "outcome-notes",
                label: "Notes",
                name: "notes",
                rows: 2,
                value: draft().unwrap_or_else(&*notes),
                error: error(),
                oninput: move |text| draft.set(Some(text)),
            }
            if draft.read().is_some() {
                div { class: "form-actions",
                    Button { kind: ButtonKind::Quiet, onclick: move |_| draft.set(None), "Cancel" }
                    Button { kind: ButtonKind::Primary, r#type: "submit", "Save the notes" }
                }
            }
        }
    }
}

/// The list with the outcome if it was not there, and without it if it was.
fn toggled(outcomes: &[String], outcome: &str) -> Vec<String> {
    if outcomes.iter().any(|o| o == outcome) {
        return outcomes.iter().filter(|o| *o != outcome).cloned().collect();
    }
    outcomes.iter().cloned().chain([outcome.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_press_adds_and_another_takes_away() {
        let one = super::toggled(&[], "team_adoption");
        assert_eq!(one, ["team_adoption"]);
        assert!(super::toggled(&one, "team_adoption").is_empty());
    }
}
