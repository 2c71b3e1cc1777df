//! Stop, go on, push, what is said about the request, and the raw log.

use super::{composer, feedback::Feedback, state::use_session, view::View};
use crate::{
    domain::delivery::Delivered,
    rpc,
    ui::{
        browser,
        components::{Button, ButtonKind, Dialog, Glyph, Icon, use_toasts},
    },
};
use dioxus::prelude::*;

/// How long a view needs to be there after it was asked for, in milliseconds.
const SETTLES_MS: u32 = 60;

/// The buttons of the page.
#[component]
pub fn Actions() -> Element {
    let page = use_session();
    let view = page.view.read();
    let (live, key) = (view.session.status.is_live(), view.session.key.clone());
    let Some(started) = view.started.clone() else { return VNode::empty() };
    let id = view.session.id.clone();
    let pushes = started.branch.is_some() && !view.commits.is_empty();
    let has_request = started.run > 0 && !view.pulls.is_empty();
    drop(view);
    let resume = move |_| {
        navigator().replace(View::Log.route(&key).href());
        spawn(async move {
            browser::sleep(SETTLES_MS).await;
            browser::focus(composer::FIELD);
        });
    };
    rsx! {
        div { class: "session-actions",
            if live {
                Stop {}
            } else {
                Button { icon: Glyph::Play, onclick: resume, "Resume…" }
            }
            if pushes {
                Push {}
            }
            if has_request {
                Feedback {}
            }
            if started.run > 0 {
                a { class: "button", "data-kind": "quiet", href: "/api/sessions/{id}/raw", download: true,
                    Icon { glyph: Glyph::Download }
                    "Raw log"
                }
            }
            if let Some(delivered) = started.delivered {
                Sent { branch: started.branch, delivered }
            }
        }
    }
}

/// A running agent is not stopped by a slip.
#[component]
fn Stop() -> Element {
    let page = use_session();
    let toasts = use_toasts();
    let mut asking = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let key = page.view.read().session.key.clone();
    let stop = move |_| async move {
        asking.set(false);
        busy.set(true);
        if let Err(failed) = page.stop().await {
            toasts.fail(format!("Could not stop it: {failed}"), None);
        }
        busy.set(false);
    };
    rsx! {
        Button { icon: Glyph::Square, busy: busy(), onclick: move |_| asking.set(true), "Stop" }
        Dialog {
            id: "stop-session",
            title: "Stop {key}?",
            open: asking,
            onclose: move |()| asking.set(false),
            actions: rsx! {
                Button { onclick: move |_| asking.set(false), "Let it go on" }
                Button { kind: ButtonKind::Danger, icon: Glyph::Square, onclick: stop, "Stop the agent" }
            },
            p { "The agent is asked to end, and ended if it does not. What it wrote stays in its worktree, and you can go on with it later." }
        }
    }
}

/// Pushes the branch and opens its request.
#[component]
fn Push() -> Element {
    let page = use_session();
    let toasts = use_toasts();
    let mut busy = use_signal(|| false);
    let push = move |_| async move {
        busy.set(true);
        match page.heard(rpc::sessions::push(page.id()).await) {
            Ok(_) => browser::announce("Pushed"),
            Err(failed) => toasts.fail(format!("Could not push: {failed}"), None),
        }
        page.refresh();
        busy.set(false);
    };
    rsx! {
        Button { icon: Glyph::PrOpen, busy: busy(), onclick: push, "Push and open a request" }
    }
}

/// Where the branch is, or why it is not there.
#[component]
fn Sent(branch: Option<String>, delivered: Delivered) -> Element {
    let Delivered { pushed, url, detail, .. } = delivered;
    rsx! {
        p { class: "session-pushed", "data-pushed": pushed,
            Icon { glyph: if pushed { Glyph::Check } else { Glyph::Warning } }
            if let Some(branch) = branch.filter(|_| pushed) {
                span { "Pushed " code { "{branch}" } }
            } else {
                span { if pushed { "Pushed" } else { "Not pushed by itself" } }
            }
            if let Some(url) = url {
                a { href: "{url}", rel: "noopener nofollow", "{url}" }
            }
            if let Some(detail) = detail {
                span { "{detail}" }
            }
        }
    }
}
