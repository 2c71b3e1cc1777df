//! Finding a goal by a few of its words.

use crate::{
    domain::goal::{GoalFilter, GoalSummary},
    rpc,
    ui::browser,
};
use dioxus::prelude::*;

/// So many goals are offered at once.
const OFFERED: usize = 8;
/// Typing pauses this long before the server is asked, in milliseconds.
const PAUSE_MS: u32 = 150;

/// Finds a goal by some of its words or its key. Arrows choose, Enter takes, Esc closes.
#[component]
pub fn GoalPicker(id: String, onpick: EventHandler<(String, String)>, onclose: EventHandler<()>) -> Element {
    let mut words = use_signal(String::new);
    let mut found = use_signal(Vec::<GoalSummary>::new);
    let mut error = use_signal(|| None::<String>);
    let mut chosen = use_signal(|| 0usize);
    let _search = use_resource(move || async move {
        let q = words();
        browser::sleep(PAUSE_MS).await;
        let filter = GoalFilter { q: Some(q).filter(|q| !q.trim().is_empty()), ..Default::default() };
        match rpc::goals::list(filter, None).await {
            Ok(page) => {
                found.set(page.items.into_iter().take(OFFERED).collect());
                chosen.set(0);
                error.set(None);
            }
            Err(failed) => error.set(Some(failed.to_string())),
        }
    });
    let pick = move |at: usize| {
        if let Some(goal) = found.peek().get(at) {
            onpick.call((goal.goal.id.0.clone(), goal.goal.key.clone()));
        }
    };
    let list = format!("{id}-list");
    let active = (!found.read().is_empty()).then(|| format!("{list}-{}", chosen()));
    let onkeydown = move |event: KeyboardEvent| {
        let last = found.read().len().saturating_sub(1);
        match event.key() {
            Key::ArrowDown => chosen.set((chosen() + 1).min(last)),
            Key::ArrowUp => chosen.set(chosen().saturating_sub(1)),
            Key::Enter => pick(chosen()),
            Key::Escape => onclose.call(()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    rsx! {
        div { class: "picker",
            label { class: "visually-hidden", r#for: "{id}", "Find the goal" }
            input {
                class: "input",
                id: "{id}",
                role: "combobox",
                autocomplete: "off",
                placeholder: "Find the goal by its words or its key",
                value: "{words}",
                "aria-expanded": "true",
                "aria-controls": "{list}",
                "aria-activedescendant": active,
                onmounted: move |event| async move {
                    // Without the focus the field can still be pressed.
                    let _ = event.set_focus(true).await;
                },
                oninput: move |event| words.set(event.value()),
                onkeydown,
            }
            if let Some(error) = error() {
                p { class: "field-error", role: "alert", "{error}" }
            }
            ul { id: "{list}", role: "listbox", "aria-label": "Goals",
                for (i , goal) in found().into_iter().enumerate() {
                    li {
                        key: "{goal.goal.id}",
                        id: "{list}-{i}",
                        role: "option",
                        "aria-selected": (i == chosen()).to_string(),
                        onclick: move |_| pick(i),
                        span { class: "mono muted", "{goal.goal.key}" }
                        span { "{goal.goal.title}" }
                    }
                }
            }
        }
    }
}
