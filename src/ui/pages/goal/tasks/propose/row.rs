use super::{
    Draft,
    edit::change,
    sheet::{Row, Sheet},
};
use crate::{
    domain::task::Complexity,
    ui::{
        browser,
        components::{Choice, Field, Glyph, Icon, IconButton, Select, TextArea},
    },
};
use dioxus::prelude::*;

/// The time a moved row needs to be in its new place, in milliseconds.
const SETTLES_MS: u32 = 30;

/// One task of the proposal.
#[component]
pub fn RowEditor(row: Row, draft: Signal<Draft>) -> Element {
    let Row { id, title, details, complexity, minutes, .. } = row.clone();
    let wrong = |field: &str| draft.read().error.as_ref().and_then(|e| e.field(&format!("/{id}/{field}")).map(str::to_owned));
    let place = draft.read().offer.as_ref().and_then(|offer| offer.sheet.place(id)).unwrap_or_default();
    let last = draft.read().offer.as_ref().is_none_or(|offer| place + 1 == offer.sheet.rows().len());
    let number = place + 1;
    rsx! {
        li { class: "propose-row",
            div { class: "propose-head",
                span { class: "rule-number", "aria-hidden": "true", "{number}" }
                Field {
                    id: "propose-{id}-title",
                    label: "Title of task {number}",
                    name: "title",
                    quiet: true,
                    value: title,
                    placeholder: "What is to be done",
                    maxlength: 200,
                    error: wrong("title"),
                    oninput: move |v| change(draft, |sheet| sheet.edit(id, |row| row.title = v)),
                }
                IconButton { id: "propose-{id}-up", glyph: Glyph::ArrowUp, label: "Move task {number} up", disabled: place == 0, onclick: move |_| shift(draft, id, true) }
                IconButton { id: "propose-{id}-down", glyph: Glyph::ArrowDown, label: "Move task {number} down", disabled: last, onclick: move |_| shift(draft, id, false) }
                IconButton { glyph: Glyph::Trash, label: "Remove task {number}", onclick: move |_| change(draft, |sheet| sheet.remove(id)) }
            }
            div { class: "field-row",
                Select {
                    id: "propose-{id}-complexity",
                    label: "Complexity",
                    name: "complexity",
                    choices: Complexity::ALL.map(|c| Choice::plain(c.as_str())).to_vec(),
                    value: complexity.as_str(),
                    onchange: move |word: String| {
                        let chosen = Complexity::parse(&word).unwrap_or_default();
                        change(draft, |sheet| sheet.edit(id, |row| row.complexity = chosen));
                    },
                }
                Field {
                    id: "propose-{id}-minutes",
                    label: "Estimate in minutes",
                    name: "minutes",
                    value: minutes,
                    inputmode: "numeric",
                    error: wrong("estimateMinutes"),
                    oninput: move |v| change(draft, |sheet| sheet.edit(id, |row| row.minutes = v)),
                }
            }
            After { row, draft }
            TextArea {
                id: "propose-{id}-details",
                label: "Details",
                name: "details",
                value: details,
                rows: 2,
                error: wrong("details"),
                oninput: move |v| change(draft, |sheet| sheet.edit(id, |row| row.details = v)),
            }
        }
    }
}

/// What comes first: each can be taken away, another one chosen.
#[component]
fn After(row: Row, draft: Signal<Draft>) -> Element {
    let sheet = draft.read().offer.as_ref().map(|offer| offer.sheet.clone()).unwrap_or_default();
    let id = row.id;
    let number = |sheet: &Sheet, id: u32| sheet.place(id).map(|at| at + 1).unwrap_or_default();
    let named = |row: &Row| format!("{} {}", number(&sheet, row.id), row.title);
    let waits: Vec<(u32, String)> =
        sheet.rows().iter().filter(|other| row.after.contains(&other.id)).map(|other| (other.id, named(other))).collect();
    let others: Vec<(u32, String)> = sheet.others(id).into_iter().map(|other| (other.id, named(other))).collect();
    let here = number(&sheet, id);
    let alone = others.is_empty();
    rsx! {
        div { class: "field",
            label { r#for: "propose-{id}-after", "Comes after" }
            div { class: "blockers",
                for (on , words) in waits {
                    button {
                        key: "{on}",
                        class: "toggle",
                        r#type: "button",
                        "aria-label": "Task {here} does not come after {words} any more",
                        onclick: move |_| change(draft, |sheet| sheet.edit(id, |row| row.after.retain(|other| *other != on))),
                        "{words}"
                        Icon { glyph: Glyph::Cross, size: 14 }
                    }
                }
                select {
                    class: "input",
                    id: "propose-{id}-after",
                    disabled: alone,
                    onchange: move |event| {
                        if let Ok(on) = event.value().parse() {
                            change(draft, |sheet| sheet.edit(id, |row| row.after.push(on)));
                        }
                    },
                    option { value: "", selected: true, if alone { "No other task" } else { "Choose a task…" } }
                    for (other , words) in others {
                        option { key: "{other}", value: "{other}", "{words}" }
                    }
                }
            }
        }
    }
}

/// Moves a row; its button loses the focus on the way.
fn shift(draft: Signal<Draft>, id: u32, up: bool) {
    let mut button = "up";
    change(draft, |sheet| {
        sheet.shift(id, up);
        let (place, last) = (sheet.place(id).unwrap_or_default(), sheet.rows().len().saturating_sub(1));
        button = if place == 0 || (!up && place < last) { "down" } else { "up" };
    });
    spawn(async move {
        browser::sleep(SETTLES_MS).await;
        browser::focus(&format!("propose-{id}-{button}"));
    });
}
