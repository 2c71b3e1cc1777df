use super::{Draft, Offer, row::RowEditor, sheet::Sheet};
use crate::{
    domain::{Error, plan::TASKS_MOST, task::Task},
    rpc,
    ui::{
        browser,
        components::{Button, ButtonKind, Glyph},
        format,
        hooks::{Step, use_steps},
        pages::goal::state::use_goal,
    },
};
use dioxus::prelude::*;

/// The time a new row needs to be there, in milliseconds.
const SETTLES_MS: u32 = 30;

/// The proposal as a list that can be written in, and the way to store it: all of it or nothing.
#[component]
pub fn Editor(draft: Signal<Draft>, onclose: EventHandler<()>) -> Element {
    let view = use_goal();
    let steps = use_steps();
    let mut busy = use_signal(|| false);
    let Draft { offer, error, .. } = draft();
    let Some(Offer { sheet, by, notes }) = offer else { return VNode::empty() };
    let count = sheet.rows().len();
    let store = move |event: FormEvent| {
        event.prevent_default();
        async move {
            if busy.replace(true) {
                return;
            }
            if let Some(added) = accept(view.goal().id.0, draft).await {
                let words = format!("Added {}", tasks(added.len()));
                steps.take(Step::done().undo(words, move || remove(added.clone())));
                onclose.call(());
            }
            busy.set(false);
        }
    };
    let add = move |_: MouseEvent| {
        let mut new = None;
        change(draft, |sheet| new = Some(sheet.add()));
        spawn(async move {
            browser::sleep(SETTLES_MS).await;
            browser::focus(&new.map(|id| format!("propose-{id}-title")).unwrap_or_default());
        });
    };
    rsx! {
        form { class: "propose", onsubmit: store,
            p { class: "propose-by", "{by}" }
            if !notes.is_empty() {
                ul { class: "propose-notes",
                    for note in notes {
                        li { key: "{note}", "{note}" }
                    }
                }
            }
            ol { class: "propose-rows",
                for row in sheet.rows().iter().cloned() {
                    RowEditor { key: "{row.id}", row, draft }
                }
            }
            if count < TASKS_MOST {
                div {
                    Button { kind: ButtonKind::Quiet, icon: Glyph::Plus, onclick: add, "Add a task" }
                }
            }
            if let Some(words) = error.as_ref().and_then(|error| general(error, &sheet)) {
                p { class: "field-error", role: "alert", "Nothing was added: {words}" }
            }
            div { class: "form-actions propose-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| discard(draft), "Start again" }
                span { class: "grow" }
                Button { kind: ButtonKind::Quiet, onclick: move |_| onclose.call(()), "Close" }
                Button { kind: ButtonKind::Primary, r#type: "submit", disabled: count == 0, busy: busy(), "Add {tasks(count)}" }
            }
        }
    }
}

/// Changes the proposal, where there still is one.
pub fn change(mut draft: Signal<Draft>, change: impl FnOnce(&mut Sheet)) {
    if let Some(offer) = draft.write().offer.as_mut() {
        change(&mut offer.sheet);
    }
}

/// Back to the question; what was said there is kept.
fn discard(mut draft: Signal<Draft>) {
    let mut draft = draft.write();
    draft.offer = None;
    draft.error = None;
}

/// Stores the tasks. Where that fails the draft keeps everything and says why.
async fn accept(goal: String, mut draft: Signal<Draft>) -> Option<Vec<Task>> {
    let sheet = draft.peek().offer.as_ref()?.sheet.clone();
    let stored = match sheet.sent() {
        Ok(sent) => rpc::plan::accept(goal, sent.tasks).await.map_err(|error| sheet.of_rows(error, &sent.rows)),
        Err(wrong) => Err(wrong),
    };
    let mut draft = draft.try_write().ok()?;
    match stored {
        Ok(added) => {
            *draft = Draft::default();
            Some(added)
        }
        Err(failed) => {
            draft.error = Some(failed);
            None
        }
    }
}

/// Takes back what was added, what waits first.
async fn remove(added: Vec<Task>) -> Result<(), Error> {
    for task in added.into_iter().rev() {
        rpc::tasks::remove(task.id.0).await?;
    }
    Ok(())
}

/// What no field shows.
fn general(error: &Error, sheet: &Sheet) -> Option<String> {
    let Error::Invalid { errors } = error else { return Some(error.to_string()) };
    let shown = |pointer: &str| {
        let fields = ["title", "details", "estimateMinutes"];
        sheet.rows().iter().any(|row| fields.iter().any(|field| pointer == format!("/{}/{field}", row.id)))
    };
    match errors.iter().find(|e| !shown(&e.pointer)) {
        Some(other) => Some(other.detail.clone()),
        None => Some("look at the tasks above".into()),
    }
}

fn tasks(count: usize) -> String {
    format::plural(u64::try_from(count).unwrap_or_default(), "task")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_field_shows_is_said_below() {
        let mut sheet = Sheet::default();
        sheet.add();
        let said = |pointer: &str| general(&Error::invalid(pointer, "no"), &sheet).unwrap();
        assert_eq!(
            (said("/0/title"), said("/0/dependsOn"), said("/7/title")),
            ("look at the tasks above".into(), "no".into(), "no".into())
        );
        assert_eq!(general(&Error::conflict("it is in the archive"), &sheet).as_deref(), Some("it is in the archive"));
    }
}
