use crate::{
    domain::{
        Error,
        repository::{NewRepository, Repository},
    },
    rpc,
    ui::components::{Button, ButtonKind, Field, use_toasts},
};
use dioxus::prelude::*;

/// Allows a repository by its path. What was typed stays until the server has taken it.
#[component]
pub fn AllowForm(onadded: EventHandler<Repository>) -> Element {
    let toasts = use_toasts();
    let mut path = use_signal(String::new);
    let mut base = use_signal(String::new);
    let mut error = use_signal(|| None::<Error>);
    let mut busy = use_signal(|| false);
    let allow = move |event: FormEvent| {
        event.prevent_default();
        async move {
            if busy() {
                return;
            }
            busy.set(true);
            let new = NewRepository { path: path(), base: Some(base()).filter(|branch| !branch.trim().is_empty()) };
            match rpc::repositories::add(new).await {
                Ok(added) => {
                    path.set(String::new());
                    base.set(String::new());
                    error.set(None);
                    toasts.say(format!("Agents may work in {}", added.path));
                    onadded.call(added);
                }
                Err(failed) => error.set(Some(failed)),
            }
            busy.set(false);
        }
    };
    let wrong = move |pointer: &str| error.read().as_ref().and_then(|e| e.field(pointer).map(str::to_owned));
    let other = error.read().as_ref().filter(|e| !matches!(e, Error::Invalid { .. })).map(ToString::to_string);
    rsx! {
        form { class: "panel repository-form", onsubmit: allow,
            h2 { class: "visually-hidden", "Allow a repository" }
            Field {
                id: "repository-path",
                label: "Path of the repository, or of a folder with repositories",
                name: "path",
                value: path(),
                placeholder: "/home/ada/src/shop",
                hint: "Allowing the same path again changes its base branch.",
                "spellcheck": "false",
                error: wrong("/path"),
                oninput: move |v| path.set(v),
            }
            Field {
                id: "repository-base",
                label: "Base branch",
                name: "base",
                value: base(),
                placeholder: "the one checked out",
                hint: "Work begins from it.",
                "spellcheck": "false",
                error: wrong("/base"),
                oninput: move |v| base.set(v),
            }
            if let Some(other) = other {
                p { class: "field-error", role: "alert", "Not allowed: {other}" }
            }
            Button { kind: ButtonKind::Primary, r#type: "submit", busy: busy(), "Allow" }
        }
    }
}
