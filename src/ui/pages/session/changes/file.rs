use super::{super::details::Lines, comment::CommentForm};
use crate::{
    domain::{
        hunk::{self, DiffLine},
        work::ChangedFile,
    },
    rpc,
    ui::{
        components::{Button, ButtonKind, Glyph, Icon, Pill, Skeleton, Tone},
        pages::session::state::{Comment, use_session},
        patch::PatchLines,
    },
};
use dioxus::prelude::*;

/// One file; its lines show when it is opened. Those of a diff that was cut are asked for by themselves.
#[component]
pub fn File(
    file: ChangedFile,
    open: bool,
    #[props(!optional)] lines: Option<Vec<DiffLine>>,
    cut: bool,
    ontoggle: EventHandler<()>,
) -> Element {
    let mut picking = use_signal(|| false);
    let known = lines.filter(|_| !cut);
    rsx! {
        li { class: "change", "data-picking": picking(),
            button { class: "change-head", r#type: "button", "aria-expanded": open.to_string(), onclick: move |_| ontoggle.call(()),
                span { class: "change-kind", title: "{file.kind}", {sign(&file.kind)} }
                span { class: "change-path",
                    if let Some(from) = &file.from {
                        span { class: "muted", "{from} → " }
                    }
                    "{file.path}"
                }
                if file.uncommitted {
                    Pill { tone: Tone::Attention, "not committed" }
                }
                if let (Some(added), Some(removed)) = (file.lines_added, file.lines_removed) {
                    Lines { added, removed }
                }
                Icon { glyph: Glyph::ChevronDown, size: 14 }
            }
            if open {
                div { class: "change-pick",
                    Button { kind: ButtonKind::Quiet, icon: Glyph::Edit, "aria-pressed": picking().to_string(), onclick: move |_| picking.toggle(), "Comment on a line" }
                }
                if let Some(lines) = known {
                    Commented { path: file.path.clone(), lines }
                } else {
                    Alone { path: file.path.clone() }
                }
            }
        }
    }
}

/// `A` for added, as git writes it.
fn sign(kind: &str) -> &'static str {
    match kind {
        "added" => "A",
        "removed" => "D",
        "moved" => "R",
        _ => "M",
    }
}

/// A file whose lines did not come with the others.
#[component]
fn Alone(path: String) -> Element {
    let page = use_session();
    let asked = path.clone();
    let diff = use_resource(move || {
        let path = asked.clone();
        async move { rpc::sessions::diff(page.id(), Some(path)).await.map_err(|failed| failed.to_string()) }
    });
    let answer = diff.read().clone();
    match answer {
        None => rsx! {
            Skeleton {}
        },
        Some(Err(failed)) => rsx! {
            p { class: "field-error", "The lines could not be read: {failed}" }
        },
        Some(Ok(diff)) => rsx! {
            Commented { path, lines: hunk::lines(&diff.patch) }
            if diff.cut {
                p { class: "muted", "The rest is left out: it is too much to be shown." }
            }
        },
    }
}

/// The lines, with the form below the one that is commented on.
#[component]
fn Commented(path: String, lines: Vec<DiffLine>) -> Element {
    let page = use_session();
    let mut comment = page.comment;
    let open = comment.read().clone().filter(|comment| comment.path == path);
    let picked = open.and_then(|comment| lines.iter().position(|line| *line == comment.line));
    if lines.is_empty() {
        return rsx! {
            p { class: "muted", "There are no lines to be shown: it is empty, or no text." }
        };
    }
    let known = lines.clone();
    rsx! {
        PatchLines {
            label: "Changes of {path}",
            lines,
            picked,
            onpick: move |at: usize| {
                let Some(line) = known.get(at).cloned() else { return };
                // What was written goes along to the other line.
                let text = comment.peek().as_ref().map(|comment| comment.text.clone()).unwrap_or_default();
                comment.set(Some(Comment { path: path.clone(), line, text }));
            },
            CommentForm {}
        }
    }
}
