use super::{super::state::use_goal, blockers::Blockers};
use crate::{
    domain::task::{Complexity, Task, TaskPatch},
    ui::{
        components::{Button, ButtonKind, Choice, Field, Glyph, Select, TextArea},
        hooks::use_first_focus,
    },
};
use dioxus::prelude::*;

/// Everything about a task that can be written.
#[component]
pub fn TaskEditor(task: Task, onclose: EventHandler<()>) -> Element {
    let view = use_goal();
    use_first_focus(Some(format!("title-{}", task.key)));
    let mut title = use_signal(|| task.title.clone());
    let mut details = use_signal(|| task.details.clone().unwrap_or_default());
    let mut complexity = use_signal(|| task.complexity);
    let mut minutes = use_signal(|| task.estimate_minutes.map(|m| m.to_string()).unwrap_or_default());
    let mut error = use_signal(|| None::<&'static str>);
    let key = &task.key;
    let changes = {
        let task = task.clone();
        move || changed(&task, &title.read(), &details.read(), complexity(), estimate(&minutes.read()).ok()?)
    };
    let saved = task.clone();
    let save = move |event: FormEvent| {
        event.prevent_default();
        if title.read().trim().is_empty() || estimate(&minutes.read()).is_err() {
            error.set(Some("A task needs a title; an estimate is a whole number of minutes."));
            return;
        }
        if let Some(patch) = changes() {
            view.change_task(&saved, patch, format!("{} changed", saved.key));
        }
        onclose.call(());
    };
    let removed = task.clone();
    rsx! {
        form { class: "task-editor", onsubmit: save,
            Field { id: "title-{key}", label: "Title", name: "title", value: title(), maxlength: 200, oninput: move |v| title.set(v) }
            div { class: "field-row",
                Select {
                    id: "complexity-{key}",
                    label: "Complexity",
                    name: "complexity",
                    choices: Complexity::ALL.map(|c| Choice::plain(c.as_str())).to_vec(),
                    value: complexity().as_str(),
                    onchange: move |word: String| complexity.set(Complexity::parse(&word).unwrap_or_default()),
                }
                Field {
                    id: "minutes-{key}",
                    label: "Estimate in minutes",
                    name: "minutes",
                    value: minutes(),
                    inputmode: "numeric",
                    oninput: move |v| minutes.set(v),
                }
            }
            Blockers { task: task.clone() }
            TextArea { id: "details-{key}", label: "Details", name: "details", value: details(), rows: 3, oninput: move |v| details.set(v) }
            if let Some(error) = error() {
                p { class: "field-error", role: "alert", "{error}" }
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, icon: Glyph::Trash, onclick: move |_| view.remove_task(&removed), "Remove" }
                span { class: "grow" }
                Button { kind: ButtonKind::Quiet, onclick: move |_| onclose.call(()), "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", "Save" }
            }
        }
    }
}

/// A whole number of minutes, or nothing.
fn estimate(text: &str) -> Result<Option<i32>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().ok().filter(|minutes| *minutes > 0).map(Some).ok_or(())
}

/// What the person changed; none if nothing.
fn changed(task: &Task, title: &str, details: &str, complexity: Complexity, minutes: Option<i32>) -> Option<TaskPatch> {
    let details = Some(details.to_owned()).filter(|d| !d.trim().is_empty());
    let patch = TaskPatch {
        title: Some(title.trim().to_owned()).filter(|t| *t != task.title),
        details: Some(details).filter(|d| *d != task.details),
        complexity: Some(complexity).filter(|c| *c != task.complexity),
        estimate_minutes: Some(minutes).filter(|m| *m != task.estimate_minutes),
        ..Default::default()
    };
    (patch != TaskPatch::default()).then_some(patch)
}

#[cfg(test)]
mod tests {
    use super::estimate;

    #[test]
    fn an_estimate_is_whole_minutes_or_nothing() {
        assert_eq!(estimate(" 90 "), Ok(Some(90)));
        assert_eq!(estimate(""), Ok(None));
        assert!(["0", "-5", "1.5", "an hour"].iter().all(|text| estimate(text).is_err()));
    }
}
