use super::{consequences::Consequences, desk::Desk, draft::Draft};
use crate::{
    domain::{Error, budget::CapsPatch},
    ui::{
        browser,
        components::{Button, ButtonKind, Field},
        pages::settings::amount::money,
    },
};
use dioxus::prelude::*;

/// The caps that hold for everybody. What was typed stays until the server has taken it.
#[component]
pub fn CapsForm() -> Element {
    let desk: Desk = use_context();
    let mut was = use_signal(|| Draft::of(&desk.budget.peek().caps));
    let mut draft = use_signal(|| was.peek().clone());
    let mut error = use_signal(|| None::<Error>);
    use_effect(move || {
        let now = Draft::of(&desk.budget.read().caps);
        let before = was.replace(now.clone());
        let typed = draft.peek().clone();
        draft.set(typed.follow(&before, &now));
    });
    let save = move |event: FormEvent| {
        event.prevent_default();
        let patch = draft.peek().patch(&desk.budget.peek().caps);
        match patch {
            Ok(patch) if patch == CapsPatch::default() => error.set(None),
            Ok(patch) => desk.change(patch, error),
            Err(wrong) => error.set(Some(wrong)),
        }
    };
    let changed = *draft.read() != *was.read();
    let other = error.read().as_ref().filter(|e| !matches!(e, Error::Invalid { .. })).map(ToString::to_string);
    rsx! {
        form { class: "panel caps-form", onsubmit: save,
            h2 { "Caps" }
            p { class: "panel-lead", "A session reserves its limit under every cap before it starts, and is ended when one is reached. An empty field is no cap." }
            DayCap { draft, error }
            div { class: "caps-grid",
                Amount { id: "cap-goal", label: "Each goal, in dollars", pointer: "/perGoalUsd", value: draft.read().goal.clone(), error, oninput: move |v| draft.write().goal = v }
                Amount { id: "cap-task", label: "Each task, in dollars", pointer: "/perTaskUsd", value: draft.read().task.clone(), error, oninput: move |v| draft.write().task = v }
                Amount { id: "cap-parallel", label: "Sessions at once", pointer: "/parallel", value: draft.read().parallel.clone(), error, oninput: move |v| draft.write().parallel = v }
                Amount { id: "cap-sessions", label: "Sessions a day", pointer: "/daySessions", value: draft.read().sessions.clone(), error, oninput: move |v| draft.write().sessions = v }
                Amount { id: "cap-tokens", label: "Tokens a day", pointer: "/dayTokens", value: draft.read().tokens.clone(), error, oninput: move |v| draft.write().tokens = v }
            }
            Zone { draft, error }
            if let Some(other) = other {
                p { class: "field-error", role: "alert", "Not saved: {other}" }
            }
            div { class: "form-actions",
                if changed {
                    Button {
                        kind: ButtonKind::Quiet,
                        onclick: move |_| {
                            draft.set(was.peek().clone());
                            error.set(None);
                        },
                        "Discard the changes"
                    }
                }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: desk.is_busy(), "Save" }
            }
        }
    }
}

/// The cap of a day, with a slider for those who try, and what it would mean.
#[component]
fn DayCap(draft: Signal<Draft>, error: Signal<Option<Error>>) -> Element {
    let mut draft = draft;
    let desk: Desk = use_context();
    let typed = money(&draft.read().day).ok().flatten();
    let most = use_memo(move || scale(&desk));
    let at = typed.map_or(f64::from(most()), |cap| cap.dollars().min(f64::from(most())));
    rsx! {
        Amount { id: "cap-day", label: "A day, in dollars", pointer: "/dayUsd", value: draft.read().day.clone(), error, oninput: move |v| draft.write().day = v }
        input {
            class: "slider",
            r#type: "range",
            "aria-label": "A day, in dollars, by a slider",
            "aria-valuetext": typed.map_or_else(|| "no cap".to_owned(), |cap| cap.to_string()),
            min: "0",
            max: "{most}",
            step: "1",
            value: "{at}",
            oninput: move |event| draft.write().day = event.value(),
        }
        Consequences { cap: typed }
    }
}

/// How far the slider goes, in dollars: twice of what is usual here.
fn scale(desk: &Desk) -> u32 {
    let budget = desk.budget.read();
    let days = budget.history.iter().map(|day| day.spent_usd);
    let most = days.chain(budget.caps.day_usd).map(|amount| amount.dollars()).fold(50.0_f64, f64::max);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 50 and a million")]
    let tens = (most / 5.0).ceil().clamp(10.0, 100_000.0) as u32;
    tens * 10
}

/// A number with its label and what is wrong with it.
#[component]
fn Amount(
    id: String,
    label: String,
    pointer: &'static str,
    value: String,
    error: Signal<Option<Error>>,
    oninput: EventHandler<String>,
) -> Element {
    let wrong = error.read().as_ref().and_then(|e| e.field(pointer).map(str::to_owned));
    rsx! {
        Field {
            id: id.clone(),
            label,
            name: id,
            value,
            inputmode: "decimal",
            placeholder: if pointer == "/parallel" { "" } else { "no cap" },
            error: wrong,
            oninput: move |v| oninput.call(v),
        }
    }
}

/// Whose midnight ends the day.
#[component]
fn Zone(draft: Signal<Draft>, error: Signal<Option<Error>>) -> Element {
    let mut draft = draft;
    let mut here = use_signal(|| None::<String>);
    use_effect(move || here.set(browser::time_zone()));
    let wrong = error.read().as_ref().and_then(|e| e.field("/timeZone").map(str::to_owned));
    let offered = here().filter(|zone| *zone != draft.read().zone);
    rsx! {
        div { class: "caps-zone",
            Field {
                id: "cap-zone",
                label: "Time zone",
                name: "zone",
                value: draft.read().zone.clone(),
                placeholder: "the server’s",
                hint: "Its midnight ends the day.",
                "spellcheck": "false",
                error: wrong,
                oninput: move |v| draft.write().zone = v,
            }
            if let Some(zone) = offered {
                Button {
                    onclick: {
                        let zone = zone.clone();
                        move |_| draft.write().zone = zone.clone()
                    },
                    "Use {zone}"
                }
            }
        }
    }
}
