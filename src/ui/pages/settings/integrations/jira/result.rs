use super::desk::Desk;
use crate::{
    domain::jira::{Fate, Imported, ImportedIssue},
    ui::{
        components::{Button, Glyph, Icon},
        route::Route,
    },
};
use dioxus::prelude::*;

/// So many goals are listed; the board has the rest.
const SHOWN: usize = 20;

/// How far an import is.
#[component]
pub fn ImportProgress() -> Element {
    let desk: Desk = use_context();
    let progress = *desk.progress.read();
    let Some((what, done, of)) = progress else { return rsx! {} };
    let words = match of {
        Some(of) => format!("{what} {done} of {of} issues"),
        None => format!("{what} issues"),
    };
    rsx! {
        div { class: "jira-progress",
            p { id: desk.id("progress"), "{words}…" }
            progress { "aria-labelledby": desk.id("progress"), max: of.map(|of| of.max(1).to_string()), value: of.map(|_| done.to_string()) }
        }
    }
}

/// What came of an import, with the goals.
#[component]
pub fn ImportResult() -> Element {
    let mut desk: Desk = use_context();
    let imported = desk.imported.read();
    let Some(imported) = imported.as_ref() else { return rsx! {} };
    let told: Vec<ImportedIssue> = imported.issues.iter().filter(|issue| issue.fate != Fate::Unchanged).cloned().collect();
    let more = told.len().saturating_sub(SHOWN);
    rsx! {
        div { class: "jira-result", role: "status",
            p { class: "empty-title",
                Icon { glyph: Glyph::Check }
                "{summary(imported)}"
            }
            for note in &imported.notes {
                p { key: "{note}", class: "muted", "{note}" }
            }
            if !told.is_empty() {
                ul { class: "links",
                    for issue in told.into_iter().take(SHOWN) {
                        li { key: "{issue.key}",
                            span { class: "mono muted", "{issue.key}" }
                            Link { class: "grow", to: Route::goal(issue.goal_key.clone()).href(), "{issue.goal_key} {issue.title}" }
                            span { class: "muted", {fate(issue.fate)} }
                        }
                    }
                }
            }
            if more > 0 {
                p { class: "muted", "And {more} more on the board." }
            }
            div { class: "form-actions",
                Button { onclick: move |_| desk.close(), "Done" }
            }
        }
    }
}

/// `3 goals added, 1 updated, 2 unchanged`
fn summary(imported: &Imported) -> String {
    let Imported { added, updated, unchanged, archived, .. } = imported;
    let goals = if *added == 1 { "goal" } else { "goals" };
    let parts = [(*updated, "updated"), (*unchanged, "unchanged"), (*archived, "left in the archive")];
    let rest: String = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!(", {count} {what}")).collect();
    format!("{added} {goals} added{rest}")
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Updated => "updated",
        Fate::Unchanged => "unchanged",
        Fate::Archived => "in the archive",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_it_is_told_in_numbers() {
        let imported = Imported { added: 1, unchanged: 2, ..Imported::default() };
        assert_eq!(summary(&imported), "1 goal added, 2 unchanged");
        assert_eq!(
            summary(&Imported { added: 3, updated: 1, archived: 1, ..Imported::default() }),
            "3 goals added, 1 updated, 1 left in the archive"
        );
    }
}
