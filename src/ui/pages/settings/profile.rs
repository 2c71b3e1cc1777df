use crate::{
    domain::{
        Error,
        auth::{NewPerson, Person},
    },
    rpc,
    ui::{
        components::{Button, ButtonKind, Field, use_toasts},
        hooks::use_loaded,
    },
};
use dioxus::prelude::*;

/// The person who is signed in.
#[component]
pub fn Profile() -> Element {
    let person = use_loaded(rpc::people::me)?;
    rsx! {
        ProfileForm { person: (*person).clone() }
    }
}

#[component]
fn ProfileForm(person: Person) -> Element {
    let toasts = use_toasts();
    let mut name = use_signal(|| person.name.clone());
    let mut login = use_signal(|| person.login.clone().unwrap_or_default());
    let mut error = use_signal(|| None::<Error>);
    let mut busy = use_signal(|| false);
    let save = move |event: FormEvent| {
        event.prevent_default();
        let id = person.id.clone();
        async move {
            busy.set(true);
            let form = NewPerson { name: name(), login: Some(login()).filter(|l| !l.trim().is_empty()) };
            match rpc::people::rename(id, form).await {
                Ok(saved) => {
                    name.set(saved.name);
                    error.set(None);
                    toasts.say("Saved");
                }
                Err(failed) => error.set(Some(failed)),
            }
            busy.set(false);
        }
    };
    let wrong = move |pointer: &str| error.read().as_ref().and_then(|e| e.field(pointer).map(str::to_owned));
    let other = error.read().as_ref().filter(|e| !matches!(e, Error::Invalid { .. })).map(ToString::to_string);
    rsx! {
        form { class: "panel panel-form", onsubmit: save,
            Field {
                id: "profile-name",
                label: "Name",
                name: "name",
                value: name(),
                hint: "Stands in the activity log and beside the goals that you own.",
                error: wrong("/name"),
                oninput: move |v| name.set(v),
            }
            Field {
                id: "profile-login",
                label: "Tailscale login",
                name: "login",
                value: login(),
                placeholder: "ada@example.com",
                hint: "Only where the server trusts Tailscale: who comes with this login is you.",
                error: wrong("/login"),
                oninput: move |v| login.set(v),
            }
            if let Some(other) = other {
                p { class: "field-error", role: "alert", "Not saved: {other}" }
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: busy(), "Save" }
            }
        }
    }
}
