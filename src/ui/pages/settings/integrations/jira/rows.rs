use super::{
    desk::{Desk, Waits},
    row::IssueRow,
};
use crate::{
    domain::jira::{
        Preview,
        suggest::{Author, Suggestions},
    },
    ui::components::{Button, ButtonKind, EmptyState, Glyph},
};
use dioxus::prelude::*;

/// What the query found, and what of it is wanted.
#[component]
pub fn Rows() -> Element {
    let desk: Desk = use_context();
    let preview = desk.preview.read();
    let Some(preview) = preview.as_ref() else { return rsx! {} };
    if preview.issues.is_empty() {
        return rsx! {
            EmptyState { title: "The query finds no issue", icon: Glyph::Search,
                p { "Or none that the owner of the token may see." }
            }
        };
    }
    let suggestions = desk.suggestions.read();
    rsx! {
        Head { preview: preview.clone() }
        if let Some(found) = suggestions.as_ref() {
            Advice { found: found.clone() }
        }
        ul { class: "jira-rows",
            for issue in preview.issues.clone() {
                IssueRow {
                    key: "{issue.key}",
                    suggestion: suggestions.as_ref().and_then(|found| found.suggestions.iter().find(|s| s.key == issue.key)).cloned(),
                    issue,
                }
            }
        }
        Foot { preview: preview.clone() }
    }
}

#[component]
fn Head(preview: Preview) -> Element {
    let mut desk: Desk = use_context();
    let known = preview.issues.iter().filter(|issue| issue.known.is_some()).count();
    let free = preview.issues.iter().filter(|issue| !issue.known.as_ref().is_some_and(|k| k.archived)).count();
    let all = desk.chosen.read().len() == free && free > 0;
    let of = match preview.total.filter(|_| preview.more) {
        Some(total) => format!("The first {} of about {total} issues", preview.issues.len()),
        None => counted(preview.issues.len(), "issue"),
    };
    let goals = match known {
        0 => String::new(),
        1 => ", 1 of them is a goal already".into(),
        n => format!(", {n} of them are goals already"),
    };
    rsx! {
        div { class: "jira-head",
            label { class: "check",
                input { r#type: "checkbox", checked: all, disabled: free == 0, onchange: move |event| desk.choose_all(event.checked()) }
                span { class: "visually-hidden", "Take all of them" }
            }
            p { class: "grow", "{of}{goals}." }
            Button {
                icon: Glyph::Sparkle,
                busy: desk.waits_for(Waits::Suggestions),
                onclick: move |_| async move { desk.suggest().await },
                "Which are worth a goal?"
            }
        }
    }
}

/// Who suggested, and what to know about it.
#[component]
fn Advice(found: Suggestions) -> Element {
    let mut desk: Desk = use_context();
    let by = match (&found.model, found.by) {
        (Some(model), Author::Model) => format!("By {model}"),
        _ => "Without a model".into(),
    };
    let count = found.suggestions.len();
    let found_words = match count {
        0 => "none is worth a goal".to_owned(),
        1 => "1 is worth a goal".into(),
        n => format!("{n} are worth a goal"),
    };
    rsx! {
        div { class: "jira-advice", role: "status",
            p { class: "propose-by", "{by}: of {found.looked_at} issues {found_words}." }
            if !found.notes.is_empty() {
                ul { class: "propose-notes",
                    for note in found.notes {
                        li { key: "{note}", "{note}" }
                    }
                }
            }
            if count > 0 {
                Button { kind: ButtonKind::Quiet, onclick: move |_| desk.choose_suggested(), "Take only these" }
            }
        }
    }
}

#[component]
fn Foot(preview: Preview) -> Element {
    let desk: Desk = use_context();
    let count = desk.chosen.read().len();
    let busy = desk.waits_for(Waits::Import);
    rsx! {
        div { class: "form-actions jira-actions",
            if preview.more {
                Button { busy, onclick: move |_| async move { desk.import(true).await },
                    if let Some(total) = preview.total { "Import all {total}" } else { "Import all" }
                }
            }
            Button {
                kind: ButtonKind::Primary,
                busy,
                disabled: count == 0,
                onclick: move |_| async move { desk.import(false).await },
                if count == 0 { "Nothing is chosen" } else { {format!("Import {}", counted(count, "issue"))} }
            }
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
