//! Starting an agent: one dialog for every page. What will happen is shown before it does.

mod about;
mod form;
mod how;
mod preview;

use crate::{
    domain::{Error, dispatch::NewDispatch, repository::Repository},
    rpc,
    ui::{
        components::{Button, ButtonKind, Dialog, DialogShape, Glyph, use_toasts},
        hooks::Live,
        route::Route,
    },
};
use about::About;
use dioxus::prelude::*;
use form::Form;
pub use form::permission;
use how::How;
use preview::{Shown, use_preview};

const DIALOG: &str = "start-session";

/// The way to the dialog, from anywhere.
#[derive(Clone, Copy, PartialEq)]
pub struct Starter {
    asked: Signal<Option<NewDispatch>>,
}

/// The way to the dialog.
pub fn use_starter() -> Starter {
    use_context()
}

impl Starter {
    /// Known to everything below; once, in the frame.
    pub fn provide() -> Self {
        use_context_provider(|| Self { asked: Signal::default() })
    }

    /// Opens the dialog with what is known already.
    pub fn open(mut self, wish: NewDispatch) {
        self.asked.set(Some(wish));
    }

    fn close(mut self) {
        self.asked.set(None);
    }
}

/// The dialog, over the page while it was asked for.
#[component]
pub fn StartSession() -> Element {
    let starter = use_starter();
    let open = use_memo(move || starter.asked.read().is_some());
    rsx! {
        Dialog { id: DIALOG, open, title: "Start a session", shape: DialogShape::Drawer, onclose: move |()| starter.close(),
            if let Some(wish) = starter.asked.read().clone() {
                Sheet { wish }
            }
        }
    }
}

/// What was wrong with the last attempt: of a field, or of the whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wrong(Option<Error>);

impl Wrong {
    /// What is wrong with this field.
    pub fn of(&self, pointer: &str) -> Option<String> {
        self.0.as_ref().and_then(|error| error.field(pointer)).map(str::to_owned)
    }

    /// What no field shows.
    fn rest(&self) -> Option<String> {
        const SHOWN: [&str; 7] = ["/prompt", "/goalId", "/repo", "/baseBranch", "/model", "/limits/costUsd", "/limits/seconds"];
        let error = self.0.as_ref()?;
        SHOWN.iter().all(|pointer| error.field(pointer).is_none()).then(|| error.to_string())
    }
}

#[component]
fn Sheet(wish: NewDispatch) -> Element {
    let starter = use_starter();
    let (toasts, live): (_, Live) = (use_toasts(), use_context());
    let form = use_signal(|| Form::of(&wish));
    let mut wrong = use_signal(Wrong::default);
    let mut busy = use_signal(|| false);
    let repositories = use_resource(|| async { rpc::repositories::list().await.unwrap_or_default() });
    let preview = use_preview(form);
    let start = move |event: FormEvent| {
        event.prevent_default();
        async move {
            if busy() {
                return;
            }
            let body = match form.peek().body() {
                Ok(body) => body,
                Err(error) => return wrong.set(Wrong(Some(error))),
            };
            busy.set(true);
            let answer = rpc::sessions::start(body).await;
            live.heard(&answer);
            busy.set(false);
            match answer {
                Ok(started) => {
                    starter.close();
                    let waits = started.waits_for.map(|why| format!(": waits for {why}")).unwrap_or_default();
                    toasts.say(format!("{} {}{waits}", started.key, if waits.is_empty() { "starts" } else { "is in the queue" }));
                    if !matches!(router().current::<Route>(), Route::Dispatch {}) {
                        navigator().push(started.url);
                    }
                }
                Err(error) => wrong.set(Wrong(Some(error))),
            }
        }
    };
    let known: Vec<Repository> = repositories.read().clone().unwrap_or_default();
    rsx! {
        form { class: "start", onsubmit: start,
            About { form, wrong }
            How { form, wrong, repositories: known }
            Shown { form, preview }
            if let Some(words) = wrong.read().rest() {
                p { class: "field-error", role: "alert", "Not started: {words}" }
            }
            div { class: "start-foot",
                Button { kind: ButtonKind::Quiet, onclick: move |_| starter.close(), "Cancel" }
                Button { kind: ButtonKind::Primary, icon: Glyph::Play, r#type: "submit", busy: busy(), "Start session" }
            }
        }
    }
}
