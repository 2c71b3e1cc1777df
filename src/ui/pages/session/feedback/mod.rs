//! What checks and reviewers say about the request of the session, and the message to the agent that is made of it.

mod list;

use super::state::{SessionPage, use_session};
use crate::{
    domain::{feedback, text::TEXT_MOST},
    rpc,
    ui::components::{Button, ButtonKind, Dialog, DialogShape, EmptyState, ErrorPanel, Glyph, Skeleton, TextArea, use_toasts},
};
use dioxus::prelude::*;
use list::Said;

/// The id of the drawer.
const DRAWER: &str = "session-feedback";

/// What was asked for, and what of it goes to the agent.
#[derive(Clone, Copy, PartialEq)]
struct Asked {
    answer: Signal<Option<Result<feedback::Feedback, String>>>,
    words: Signal<String>,
    failed: Signal<Option<String>>,
    /// Number of the last request.
    number: CopyValue<u64>,
}

impl Asked {
    fn ask(mut self, page: SessionPage) {
        let number = *self.number.peek() + 1;
        self.number.set(number);
        self.answer.set(None);
        self.failed.set(None);
        spawn(async move {
            let answer = page.heard(rpc::sessions::feedback(page.id()).await);
            if *self.number.peek() != number {
                return;
            }
            self.words.set(answer.as_ref().map(|said| said.message.clone()).unwrap_or_default());
            self.answer.set(Some(answer.map_err(|failed| failed.to_string())));
        });
    }
}

/// The button, and the drawer that it opens.
#[component]
pub fn Feedback() -> Element {
    let page = use_session();
    let toasts = use_toasts();
    let asked = Asked {
        answer: use_signal(|| None),
        words: use_signal(String::new),
        failed: use_signal(|| None),
        number: use_hook(|| CopyValue::new(0)),
    };
    let mut open = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let live = page.view.read().session.status.is_live();
    let something = matches!(&*asked.answer.read(), Some(Ok(said)) if !said.is_empty());
    let send = move |_| async move {
        let Asked { words, mut failed, .. } = asked;
        let words = words.peek().clone();
        if words.trim().is_empty() || busy.replace(true) {
            return;
        }
        match page.tell(words).await {
            Ok(()) => {
                open.set(false);
                toasts.say(if live { "Sent to the agent" } else { "The agent goes on with the feedback" });
            }
            Err(why) => failed.set(Some(format!("Not sent: {why}"))),
        }
        busy.set(false);
    };
    rsx! {
        Button {
            icon: Glyph::Eye,
            onclick: move |_| {
                open.set(true);
                asked.ask(page);
            },
            "Checks and comments"
        }
        Dialog {
            id: DRAWER,
            title: "Checks and comments",
            shape: DialogShape::Drawer,
            open,
            onclose: move |()| open.set(false),
            actions: rsx! {
                Button { kind: ButtonKind::Quiet, onclick: move |_| open.set(false), "Close" }
                if something {
                    Button { kind: ButtonKind::Primary, icon: Glyph::ArrowUp, busy: busy(), onclick: send,
                        if live { "Send to the agent" } else { "Send to the agent, and go on" }
                    }
                }
            },
            Answer { asked }
        }
    }
}

#[component]
fn Answer(asked: Asked) -> Element {
    let page = use_session();
    let Asked { mut words, mut failed, .. } = asked;
    let answer = asked.answer.read().clone();
    match answer {
        None => rsx! {
            Skeleton { lines: 6 }
        },
        Some(Err(message)) => rsx! {
            ErrorPanel { title: "The code host could not be asked", message, onretry: move |()| asked.ask(page) }
        },
        Some(Ok(said)) if said.is_empty() => rsx! {
            EmptyState { title: "Nothing to do", icon: Glyph::Check,
                p {
                    "No check fails and no comment is open on "
                    a { href: "{said.url}", rel: "noopener nofollow", "{said.url}" }
                    "."
                }
            }
        },
        Some(Ok(said)) => rsx! {
            Said { said }
            TextArea {
                id: "feedback-words",
                label: "Message to the agent",
                name: "words",
                rows: 10,
                hint: "Change it as you like: it is sent as it stands here.",
                maxlength: i64::try_from(TEXT_MOST).unwrap_or(i64::MAX),
                value: words(),
                error: failed(),
                oninput: move |text| {
                    failed.set(None);
                    words.set(text);
                },
            }
        },
    }
}
