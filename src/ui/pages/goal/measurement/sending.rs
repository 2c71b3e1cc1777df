//! A form on its way: it waits for the answer, and says at each field what is wrong with it.

use crate::domain::{Error, Result};
use dioxus::prelude::*;

/// How it goes with a form.
#[derive(Clone, Copy, PartialEq)]
pub struct Sending {
    busy: Signal<bool>,
    error: Signal<Option<Error>>,
}

/// The way to send a form.
pub fn use_sending() -> Sending {
    Sending { busy: use_signal(|| false), error: use_signal(|| None) }
}

impl Sending {
    /// It waits for an answer.
    pub fn is_busy(self) -> bool {
        *self.busy.read()
    }

    /// Asks the server; none where it refused, which the form says.
    pub async fn send<T>(mut self, ask: impl Future<Output = Result<T>>) -> Option<T> {
        self.busy.set(true);
        let answer = ask.await;
        self.busy.set(false);
        match answer {
            Ok(value) => {
                self.error.set(None);
                Some(value)
            }
            Err(error) => {
                self.error.set(Some(error));
                None
            }
        }
    }

    /// Says what is wrong.
    pub fn fail(mut self, error: Error) {
        self.error.set(Some(error));
    }

    /// Says nothing any more.
    pub fn forget(mut self) {
        self.error.set(None);
    }

    /// What is wrong with the field of this pointer.
    pub fn wrong(self, pointer: &str) -> Option<String> {
        self.error.read().as_ref().and_then(|error| error.field(pointer).map(str::to_owned))
    }

    /// What is wrong with none of the fields that the form shows.
    pub fn rest(self, shown: &[&str]) -> Option<String> {
        let error = self.error.read();
        let Error::Invalid { errors } = error.as_ref()? else { return error.as_ref().map(ToString::to_string) };
        let other: Vec<String> =
            errors.iter().filter(|e| !shown.contains(&e.pointer.as_str())).map(|e| said(&e.pointer, &e.detail)).collect();
        (!other.is_empty()).then(|| other.join("; "))
    }
}

fn said(pointer: &str, detail: &str) -> String {
    let name = pointer.trim_start_matches('/');
    if name.is_empty() { detail.to_owned() } else { format!("{name} {detail}") }
}

/// What the server said that belongs to no field.
#[component]
pub fn Refusal(what: &'static str, #[props(!optional)] words: Option<String>) -> Element {
    let Some(words) = words else { return VNode::empty() };
    rsx! {
        p { class: "field-error", role: "alert", "{what}: {words}" }
    }
}
