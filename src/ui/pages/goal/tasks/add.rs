use super::super::state::use_goal;
use crate::{
    domain::task::NewTask,
    rpc,
    ui::{
        browser,
        components::{Button, Field, Glyph},
    },
};
use dioxus::prelude::*;

const FIELD: &str = "new-task";

/// A title is enough for a task. After Enter the field is ready for the next one.
#[component]
pub fn AddTask(goal: String) -> Element {
    let view = use_goal();
    let mut title = use_signal(String::new);
    let mut error = use_signal(|| None::<String>);
    let mut busy = use_signal(|| false);
    // What was written before the page was live must not be lost.
    use_effect(move || title.set(browser::field_value(FIELD)));
    let key = view.goal().key;
    let add = move |event: FormEvent| {
        event.prevent_default();
        let goal = goal.clone();
        async move {
            if busy() || title.peek().trim().is_empty() {
                return;
            }
            busy.set(true);
            let new = NewTask { title: title(), ..Default::default() };
            match rpc::tasks::add(goal, new).await {
                Ok(_) => {
                    title.set(String::new());
                    error.set(None);
                    view.refresh();
                }
                Err(failed) => error.set(Some(failed.field("/title").map_or_else(|| format!("Not added: {failed}"), str::to_owned))),
            }
            busy.set(false);
        }
    };
    rsx! {
        form { class: "row-form task-add", method: "post", action: "/goals/{key}/tasks", onsubmit: add,
            Field {
                id: FIELD,
                required: true,
                label: "New task",
                name: "title",
                quiet: true,
                value: title(),
                placeholder: "New task…",
                maxlength: 200,
                error: error(),
                oninput: move |text| title.set(text),
            }
            Button { r#type: "submit", icon: Glyph::Plus, busy: busy(), keys: "N", "Add" }
        }
    }
}
