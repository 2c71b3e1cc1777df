//! Where agents may work: nowhere else is anything started.

mod form;
mod marks;

use crate::{
    domain::repository::{NewRepository, Repository},
    rpc,
    ui::{
        components::{Button, ButtonKind, EmptyState, Glyph, Icon, Timestamp},
        hooks::{Step, use_live, use_loaded, use_steps},
    },
};
use dioxus::prelude::*;
use form::AllowForm;
use marks::Marks;

/// All repositories, and folders with repositories, that are allowed.
#[component]
pub fn Repositories() -> Element {
    let first = use_loaded(rpc::repositories::list)?;
    let mut repositories = use_signal(|| (*first).clone());
    let refresh = use_callback(move |()| {
        spawn(async move {
            if let Ok(fresh) = rpc::repositories::list().await {
                repositories.set(fresh);
            }
        });
    });
    use_live(|event| event.kind.starts_with("repository."), move || refresh.call(()));
    rsx! {
        p { class: "panel-lead",
            "Agents work in these repositories and nowhere else, each session in a worktree of its own. A folder allows every repository in it."
        }
        AllowForm { onadded: move |_| refresh.call(()) }
        section { class: "panel panel-list",
            h2 { class: "visually-hidden", "Allowed repositories" }
            if repositories.read().is_empty() {
                EmptyState { title: "No repository is allowed yet", icon: Glyph::File,
                    p { "Until one is, no agent can be started. Give the path of a repository on the machine that Maestro runs on." }
                }
            }
            ul {
                for repository in repositories() {
                    Row { key: "{repository.id}", repository, shown: repositories }
                }
            }
        }
        Marks {}
    }
}

#[component]
fn Row(repository: Repository, shown: Signal<Vec<Repository>>) -> Element {
    let mut shown = shown;
    let steps = use_steps();
    let Repository { id, path, name, base, created_at } = repository;
    let label = format!("Remove {path}");
    let (there, back) = (id, NewRepository { path: path.clone(), base: base.clone() });
    let remove = move |_: MouseEvent| {
        let (id, back, before) = (there.clone(), back.clone(), shown.peek().clone());
        let done = format!("Agents may not work in {} any more", back.path);
        shown.write().retain(|other| other.id != id);
        let step = Step::new("remove the repository", move || rpc::repositories::remove(id.clone()));
        steps.take(step.rollback(move || put(shown, &before)).undo(done, move || rpc::repositories::add(back.clone())));
    };
    rsx! {
        li { class: "repository",
            Icon { glyph: Glyph::File }
            div { class: "grow",
                p { class: "token-name", "{name}" }
                p { class: "mono repository-path", "{path}" }
                p { class: "token-facts",
                    if let Some(base) = base {
                        span { "begins from " code { "{base}" } }
                    } else {
                        span { "begins from the branch that is checked out" }
                    }
                    span {
                        "allowed "
                        Timestamp { at: created_at }
                    }
                }
            }
            Button { kind: ButtonKind::Quiet, "aria-label": label, onclick: remove, "Remove" }
        }
    }
}

/// Shows it again, unless the page was left meanwhile.
fn put(mut shown: Signal<Vec<Repository>>, before: &[Repository]) {
    if let Ok(mut shown) = shown.try_write() {
        *shown = before.to_vec();
    }
}
