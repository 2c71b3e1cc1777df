use crate::{
    domain::hunk,
    ui::{
        components::{Button, ButtonKind, Glyph, TextArea, use_toasts},
        hooks::use_first_focus,
        pages::session::state::use_session,
    },
};
use dioxus::prelude::*;

/// What a person says about a line; it goes to the agent as a message.
#[component]
pub fn CommentForm() -> Element {
    let page = use_session();
    let toasts = use_toasts();
    let mut comment = page.comment;
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<String>);
    use_first_focus(Some("line-comment".into()));
    let Some(open) = comment.read().clone() else { return VNode::empty() };
    let live = page.view.read().session.status.is_live();
    let place = open.line.new.or(open.line.old).map(|line| format!(" line {line}")).unwrap_or_default();
    let label = format!("Comment on {}{place}", open.path);
    let send = move |event: FormEvent| {
        event.prevent_default();
        let open = open.clone();
        async move {
            if open.text.trim().is_empty() || busy.replace(true) {
                return;
            }
            match page.tell(hunk::comment(&open.path, &open.line, &open.text)).await {
                Ok(()) => {
                    comment.set(None);
                    toasts.say(if live { "Sent to the agent" } else { "The agent goes on with your comment" });
                }
                Err(failed) => error.set(Some(format!("Not sent: {failed}"))),
            }
            busy.set(false);
        }
    };
    rsx! {
        form { class: "line-comment", onsubmit: send,
            TextArea {
                id: "line-comment",
                label,
                name: "comment",
                rows: 2,
                value: comment.read().as_ref().map(|comment| comment.text.clone()).unwrap_or_default(),
                error: error(),
                oninput: move |text| {
                    if let Some(comment) = comment.write().as_mut() {
                        comment.text = text;
                    }
                },
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| comment.set(None), "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", icon: Glyph::ArrowUp, busy: busy(),
                    if live { "Send to the agent" } else { "Resume with this" }
                }
            }
        }
    }
}
