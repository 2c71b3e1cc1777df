//! The context document: what every agent that works on the goal should know.

mod history;

use super::{drafts::use_drafts, prose::Prose, state::use_goal};
use crate::{
    domain::Error,
    rpc,
    ui::{
        components::{Button, ButtonKind, EmptyState, ErrorPanel, Glyph, Skeleton, TextArea},
        format,
        hooks::{use_first_focus, use_live, use_loaded},
    },
};
use dioxus::prelude::*;
use history::History;

/// The document of the goal.
#[component]
pub fn ContextDocument() -> Element {
    rsx! {
        ErrorBoundary {
            handle_error: |context: ErrorContext| rsx! {
                ErrorPanel {
                    title: "The document could not be loaded",
                    message: context.error().map(|e| e.to_string()).unwrap_or_default(),
                    onretry: move |()| context.clear_errors(),
                }
            },
            SuspenseBoundary {
                fallback: |_| rsx! {
                    div { class: "card", Skeleton { lines: 6 } }
                },
                Document {}
            }
        }
    }
}

/// What is being written, and on which version it rests.
#[derive(Clone, PartialEq)]
pub struct Draft {
    text: String,
    seen: i64,
    error: Option<String>,
    /// The text that somebody else has put in place meanwhile.
    theirs: Option<String>,
}

#[component]
fn Document() -> Element {
    let view = use_goal();
    let id = view.loaded.peek().detail.goal.id.clone();
    let (asked, goal) = (id.0.clone(), id.clone());
    let first = use_loaded(move || rpc::goals::context(asked.clone()))?;
    let mut document = use_signal(|| (*first).clone());
    let mut draft = use_drafts().context;
    use_live(
        move |event| event.kind == "context.updated" && event.goal_id.as_ref() == Some(&goal),
        move || {
            let id = id.0.clone();
            spawn(async move {
                if let Ok(fresh) = rpc::goals::context(id).await {
                    document.set(fresh);
                }
            });
        },
    );
    let (version, text) = document();
    let fixed = view.goal().archived_at.is_some();
    if draft.read().is_some() {
        return rsx! {
            Editor { draft, document }
        };
    }
    let mut begin = {
        let text = text.clone();
        move || draft.set(Some(Draft { text: text.clone(), seen: version, error: None, theirs: None }))
    };
    rsx! {
        section { class: "card document",
            header { class: "document-head",
                h2 { "Context" }
                span { class: "grow" }
                if version > 0 {
                    span { class: "muted", "version {version} · {size(&text)}" }
                }
                if !fixed {
                    Button { icon: Glyph::Edit, onclick: move |_| begin(), if version > 0 { "Edit" } else { "Write it" } }
                }
            }
            if text.trim().is_empty() {
                EmptyState { title: "What should every agent know?", icon: Glyph::Book,
                    p { "Write down the constraints, the code that matters, the words that people use. Agents read it before they start." }
                }
            } else {
                Prose { text }
            }
            if version > 1 {
                History { goal: view.goal().id.0, newest: version, document, fixed }
            }
        }
    }
}

#[component]
fn Editor(draft: Signal<Option<Draft>>, document: Signal<(i64, String)>) -> Element {
    let mut draft = draft;
    let view = use_goal();
    use_first_focus(Some("context-text".into()));
    let mut busy = use_signal(|| false);
    let Some(Draft { text, error, theirs, .. }) = draft() else { return VNode::empty() };
    let save = move |event: FormEvent| {
        event.prevent_default();
        async move {
            busy.set(true);
            save(view.goal().id.0, draft, document).await;
            busy.set(false);
        }
    };
    rsx! {
        form { class: "card document", onsubmit: save,
            if let Some(theirs) = theirs {
                div { class: "conflict", role: "alert",
                    h3 { "Somebody else changed the document meanwhile" }
                    p { "Below is their text; yours is still in the field. Put together what should hold, then save: nothing is replaced before that." }
                    pre { "{theirs}" }
                }
            }
            TextArea {
                id: "context-text",
                label: "Context, in Markdown",
                name: "markdown",
                rows: 18,
                value: text.clone(),
                hint: size(&text),
                error,
                oninput: move |text| {
                    if let Some(draft) = draft.write().as_mut() {
                        draft.text = text;
                    }
                },
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| draft.set(None), "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: busy(), "Save" }
            }
        }
    }
}

/// Saves the draft. After a change by somebody else both texts are shown, and the next save replaces theirs knowingly.
async fn save(goal: String, mut draft: Signal<Option<Draft>>, mut document: Signal<(i64, String)>) {
    let Some(Draft { text, seen, .. }) = draft() else { return };
    let failed = match rpc::goals::put_context(goal.clone(), text.clone(), seen).await {
        Ok(version) => {
            document.set((version, text));
            draft.set(None);
            return;
        }
        Err(failed) => failed,
    };
    let fresh = match &failed {
        Error::Stale { .. } => rpc::goals::context(goal).await.ok(),
        _ => None,
    };
    let mut draft = draft.write();
    let Some(draft) = draft.as_mut() else { return };
    match fresh {
        Some((version, theirs)) => {
            draft.seen = version;
            draft.theirs = Some(theirs.clone());
            draft.error = None;
            document.set((version, theirs));
        }
        None => draft.error = Some(format!("Not saved: {failed}")),
    }
}

/// `1,204 characters`
fn size(text: &str) -> String {
    format::plural(u64::try_from(text.chars().count()).unwrap_or(u64::MAX), "character")
}
