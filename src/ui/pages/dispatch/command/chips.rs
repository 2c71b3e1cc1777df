use crate::{
    domain::command::{Intent, Understood},
    ui::{
        components::{Glyph, Icon},
        start::permission,
    },
};
use dioxus::prelude::*;

/// The parts of a sentence, as they were understood; what is missing stands out.
#[component]
pub fn Chips(read: Understood) -> Element {
    if read.intent == Intent::Unknown {
        return VNode::empty();
    }
    rsx! {
        ul { class: "command-chips", "aria-label": "Understood as",
            for part in parts(&read) {
                li { key: "{part.name}", "data-missing": part.missing,
                    if part.missing {
                        Icon { glyph: Glyph::Warning, size: 14 }
                    }
                    span { class: "muted", "{part.name}" }
                    " {part.words}"
                }
            }
        }
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    name: &'static str,
    words: String,
    missing: bool,
}

fn parts(read: &Understood) -> Vec<Part> {
    let part = |name, words: String| Part { name, words, missing: false };
    let mut found = vec![part("Action", action(read.intent).to_owned())];
    let parsed = &read.parsed;
    let starts = matches!(read.intent, Intent::Start | Intent::Queue);
    if starts {
        found.push(match (&parsed.target, &read.task) {
            (Some(words), Some(task)) => part("Target", format!("{words} → {} {}", task.key, task.title)),
            (Some(words), None) => part("Target", words.clone()),
            (None, _) => Part { name: "Target", words: "say what".into(), missing: true },
        });
        found.push(match &read.goal {
            Some(goal) => part("Goal", format!("{} {}", goal.key, goal.title)),
            None => Part { name: "Goal", words: "say which".into(), missing: true },
        });
        found.push(part("Agent", parsed.agent.map_or_else(|| "by the rules".to_owned(), |agent| agent.label().to_owned())));
        found.push(part("Model", parsed.model.clone().unwrap_or_else(|| "by the rules".to_owned())));
        found.push(part("Budget", parsed.budget_usd.map_or_else(|| "by the rules".to_owned(), |usd| usd.to_string())));
        found.push(part("Permissions", permission(parsed.auto_approve.unwrap_or_default()).to_owned()));
        return found;
    }
    if let Some(key) = &read.session_key {
        found.push(part("Session", key.clone()));
    }
    if let Some(goal) = &read.goal {
        found.push(part("Goal", format!("{} {}", goal.key, goal.title)));
    }
    found
}

fn action(intent: Intent) -> &'static str {
    match intent {
        Intent::Start => "start",
        Intent::Queue => "put into the queue",
        Intent::Pause => "pause",
        Intent::Resume => "resume",
        Intent::Stop => "stop",
        Intent::Approve => "allow",
        Intent::Deny => "deny",
        Intent::Spend => "what was spent",
        Intent::Status => "how it goes",
        Intent::Standup => "standup",
        Intent::Unknown => "not understood",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::{Named, Parts};

    #[test]
    fn what_is_missing_stands_out() {
        let parsed = Parts { target: Some("auth module".into()), ..Parts::default() };
        let read = Understood { intent: Intent::Start, parsed, ..Understood::default() };
        let missing = |read: &Understood| parts(read).into_iter().filter(|part| part.missing).map(|part| part.name).collect::<Vec<_>>();
        assert_eq!(missing(&read), ["Goal"]);
        let goal = Some(Named { key: "G24".into(), title: "Auth".into() });
        assert!(missing(&Understood { goal, ..read }).is_empty());
        let nothing = Understood { intent: Intent::Start, ..Understood::default() };
        assert_eq!(missing(&nothing), ["Target", "Goal"]);
    }
}
