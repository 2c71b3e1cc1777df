//! The command bar: a sentence, what it means here, and a person's yes.

mod act;
mod chips;

use super::use_desk;
use crate::{
    domain::{
        command::{Intent, Understood},
        dispatch::NewDispatch,
    },
    rpc,
    ui::{
        browser,
        components::{Button, ButtonKind, Glyph, Icon, use_toasts},
        hooks::Live,
        start::use_starter,
    },
};
use chips::Chips;
use dioxus::prelude::*;

const FIELD: &str = "command";
/// Typing pauses this long before the sentence is read, in milliseconds.
const PAUSE_MS: u32 = 200;

/// What was typed, and what it was found to mean.
#[derive(Clone, Copy, PartialEq)]
pub struct Typed {
    text: Signal<String>,
    read: Signal<Option<(String, Understood)>>,
    error: Signal<Option<String>>,
    busy: Signal<bool>,
}

/// The command bar of this page.
pub fn use_command() -> Typed {
    use_context()
}

impl Typed {
    /// Known to the whole page; once, in it.
    pub fn provide() -> Self {
        use_context_provider(|| Self {
            text: Signal::default(),
            read: Signal::default(),
            error: Signal::default(),
            busy: Signal::default(),
        })
    }

    /// Puts a sentence into the field, for a person to look at.
    pub fn fill(mut self, text: &str) {
        self.text.set(text.to_owned());
        browser::focus(FIELD);
    }

    /// What the text in the field means, if it has been read.
    fn meaning(self) -> Option<Understood> {
        self.read.read().as_ref().filter(|(text, _)| *text == *self.text.read()).map(|(_, read)| read.clone())
    }

    async fn understand(mut self, ask: bool) -> Option<Understood> {
        let text = self.text.peek().clone();
        if text.trim().is_empty() {
            self.read.set(None);
            return None;
        }
        match rpc::plan::command(text.clone(), None, ask).await {
            Ok(read) => {
                self.error.set(None);
                self.read.set(Some((text, read.clone())));
                Some(read)
            }
            Err(error) => {
                self.error.set(Some(error.to_string()));
                None
            }
        }
    }

    fn clear(mut self) {
        self.text.set(String::new());
        self.read.set(None);
        self.error.set(None);
    }
}

/// The field, the parts of the sentence, and the button that does it. Enter is that button.
#[component]
pub fn CommandBar() -> Element {
    let typed = use_command();
    let (desk, starter, toasts, live): (_, _, _, Live) = (use_desk(), use_starter(), use_toasts(), use_context());
    let Typed { mut text, mut busy, mut error, .. } = typed;
    let _reading = use_resource(move || async move {
        let _ = text();
        browser::sleep(PAUSE_MS).await;
        typed.understand(false).await;
    });
    let go = move || async move {
        if busy() {
            return;
        }
        busy.set(true);
        let before = typed.meaning();
        // Only a person who asks for it has a model read the sentence.
        let read = match before.clone().filter(|read| read.intent != Intent::Unknown) {
            Some(read) => Some(read),
            None => typed.understand(true).await,
        };
        // What a person has not seen yet is shown, not done.
        if let Some(read) = read.filter(|read| before.as_ref() == Some(read) && act::is_whole(read)) {
            let answer = act::act(&read).await;
            live.heard(&answer);
            match answer {
                Ok(said) => {
                    toasts.say(said);
                    typed.clear();
                    desk.refresh();
                }
                Err(failed) => error.set(Some(failed.to_string())),
            }
        }
        busy.set(false);
    };
    let read = typed.meaning();
    rsx! {
        form {
            class: "say",
            role: "search",
            onsubmit: move |event: FormEvent| {
                event.prevent_default();
                go()
            },
            label { r#for: FIELD, class: "visually-hidden", "Say what is to be done" }
            div { class: "command-line",
                Icon { glyph: Glyph::ChevronRight }
                input {
                    id: FIELD,
                    name: "text",
                    autocomplete: "off",
                    enterkeyhint: "go",
                    maxlength: 2000,
                    placeholder: "start a session on the auth module, use Claude Code",
                    value: "{text}",
                    oninput: move |event| text.set(event.value()),
                    onkeydown: move |event| {
                        if event.key() == Key::Escape {
                            typed.clear();
                        }
                    },
                }
                Button { icon: Glyph::Plus, onclick: move |_| starter.open(NewDispatch::default()), "Start a session" }
            }
            div { class: "command-read", "aria-live": "polite",
                if let Some(words) = error() {
                    p { class: "field-error", role: "alert", "Not done: {words}" }
                }
                if let Some(read) = read {
                    Meaning { read, busy: busy() }
                }
            }
        }
    }
}

/// What the sentence means, and the way to say yes, or to choose.
#[component]
fn Meaning(read: Understood, busy: bool) -> Element {
    let typed = use_command();
    let starter = use_starter();
    let dispatch = read.dispatch.clone();
    let text = typed.text.peek().clone();
    // A sentence without its goal can be finished in the dialog: nothing has to be typed twice.
    let unfinished = matches!(read.intent, Intent::Start | Intent::Queue) && read.dispatch.is_none();
    let rest = unfinished.then(|| act::begun(&read));
    rsx! {
        Chips { read: read.clone() }
        if let Some(answer) = &read.answer {
            p { class: "command-answer",
                "{answer}"
                if let Some(url) = read.url.clone() {
                    Link { to: url, "Look" }
                }
            }
        }
        if !read.choices.is_empty() && !act::is_all(&read) {
            ul { class: "command-choices", "aria-label": "What is meant",
                for choice in read.choices.clone() {
                    li { key: "{choice.key}",
                        button {
                            class: "example",
                            r#type: "button",
                            onclick: {
                                let (read, text) = (read.clone(), text.clone());
                                move |_| typed.fill(&act::with_choice(&read, &text, &choice.key))
                            },
                            span { class: "mono", "{choice.key}" }
                            " {choice.title}"
                        }
                    }
                }
            }
        }
        div { class: "command-actions",
            if act::is_whole(&read) {
                Button { kind: ButtonKind::Primary, r#type: "submit", busy, keys: "Enter", {act::verb(&read)} }
            } else if read.intent == Intent::Unknown {
                Button { r#type: "submit", busy, icon: Glyph::Sparkle, "Have the model read it" }
            }
            if let Some(body) = dispatch.or(rest) {
                Button { kind: ButtonKind::Quiet, icon: Glyph::Edit, onclick: move |_| starter.open(body.clone()), "Look through and change" }
            }
        }
    }
}
