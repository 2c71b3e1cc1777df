//! What differs in the worktree, file by file, and what a person says about a line of it.

mod comment;
mod file;

use super::state::use_session;
use crate::{
    domain::{
        hunk::{self, FileDiff},
        work::Diff,
    },
    rpc,
    ui::{
        browser,
        components::{EmptyState, ErrorPanel, Glyph, IconButton, Skeleton},
        format,
    },
};
use comment::CommentForm;
use dioxus::prelude::*;
use file::File;

/// The worktree is looked at again so long after it may have changed, in milliseconds.
const SETTLES_MS: u32 = 1_200;

/// The changes, once they were looked at.
#[derive(Clone, Copy, PartialEq)]
struct Work {
    diff: Signal<Option<Result<Diff, String>>>,
    /// Number of the last request.
    asked: CopyValue<u64>,
}

/// The changes of the session.
#[component]
pub fn Changes() -> Element {
    let page = use_session();
    let work = Work { diff: use_signal(|| None), asked: use_hook(|| CopyValue::new(0)) };
    let may_differ = use_memo(move || (page.reading.read().changes(), page.view.read().commits.len()));
    // A session that only reported has no worktree to look at.
    let works = use_memo(move || page.view.read().started.is_some());
    use_effect(move || {
        may_differ();
        if works() {
            work.look(page.id());
        }
    });
    let files = use_memo(move || match &*work.diff.read() {
        Some(Ok(diff)) => hunk::files(&diff.patch),
        _ => Vec::new(),
    });
    if !works() {
        return rsx! {
            EmptyState { title: "Its changes are not known here", icon: Glyph::File,
                p { "Maestro did not start this session: the agent only reported what it did." }
            }
        };
    }
    rsx! {
        section { class: "session-changes", "aria-label": "Changes",
            match work.diff.read().clone() {
                None => rsx! {
                    Skeleton { lines: 4 }
                },
                Some(Err(message)) => rsx! {
                    ErrorPanel { title: "The changes could not be read", message, onretry: move |()| work.look(page.id()) }
                },
                Some(Ok(diff)) => rsx! {
                    Files { diff, files: files(), onrefresh: move |()| work.look(page.id()) }
                },
            }
        }
    }
}

impl Work {
    /// Looks at the worktree; of several requests in a row only the last one is made, but the first at once.
    fn look(mut self, id: String) {
        let number = *self.asked.peek() + 1;
        self.asked.set(number);
        spawn(async move {
            if self.diff.peek().is_some() {
                browser::sleep(SETTLES_MS).await;
            }
            if *self.asked.peek() != number {
                return;
            }
            let answer = rpc::sessions::diff(id, None).await.map_err(|failed| failed.to_string());
            if *self.asked.peek() == number {
                self.diff.set(Some(answer));
            }
        });
    }
}

#[component]
fn Files(diff: Diff, files: Vec<FileDiff>, onrefresh: EventHandler<()>) -> Element {
    let page = use_session();
    let mut open: Signal<Option<String>> = use_signal(|| None);
    let count = u64::try_from(diff.files.len()).unwrap_or_default();
    let lines_of = |path: &str| files.iter().find(|file| file.path == path).map(|file| file.lines.clone());
    let lost = page.comment.read().clone().filter(|comment| !lines_of(&comment.path).unwrap_or_default().contains(&comment.line));
    rsx! {
        div { class: "changes-head",
            h2 { if count == 0 { "No changes" } else { {format!("{} changed", format::plural(count, "file"))} } }
            IconButton { glyph: Glyph::Refresh, label: "Look again", onclick: move |_| onrefresh.call(()) }
        }
        if let Some(comment) = lost {
            div { class: "card",
                p { "Your comment on {comment.path} is not sent yet. The line that it is about has changed meanwhile." }
                CommentForm {}
            }
        }
        if count == 0 {
            EmptyState { title: "The worktree is as it began", icon: Glyph::File,
                p { "Files that the agent adds, changes or removes show here, committed or not." }
            }
        }
        ul { class: "changes",
            for file in diff.files {
                File {
                    key: "{file.path}",
                    open: open.read().as_ref() == Some(&file.path) || count == 1,
                    lines: lines_of(&file.path),
                    cut: diff.cut,
                    ontoggle: {
                        let path = file.path.clone();
                        move |()| {
                            let now = open.peek().as_ref() == Some(&path);
                            open.set((!now).then(|| path.clone()));
                        }
                    },
                    file,
                }
            }
        }
    }
}
