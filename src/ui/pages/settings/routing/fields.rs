use super::draft::{RuleDraft, ThenDraft, wrong_in};
use crate::{
    domain::{Error, dispatch::AgentKind, task::Complexity},
    ui::components::{Choice, Field, Select},
};
use dioxus::prelude::*;

/// The fields of what a task gets. `at` is the pointer of this part, `id` sets the fields apart from others.
#[component]
pub fn ThenFields(id: String, at: String, draft: ThenDraft, error: Signal<Option<Error>>, onchange: EventHandler<ThenDraft>) -> Element {
    let wrong = |field: &str| error.read().as_ref().and_then(|e| wrong_in(e, &format!("{at}/{field}")));
    let set = move |draft: &ThenDraft, change: &dyn Fn(&mut ThenDraft)| {
        let mut next = draft.clone();
        change(&mut next);
        onchange.call(next);
    };
    let [agent, model, cost, tokens, minutes] = std::array::from_fn(|_| draft.clone());
    rsx! {
        div { class: "rule-grid",
            Select {
                id: "{id}-agent",
                label: "Agent",
                name: "agent",
                choices: AgentKind::ALL.map(|kind| Choice::new(kind.as_str(), kind.label())).to_vec(),
                value: draft.agent.as_str(),
                onchange: move |word: String| {
                    if let Ok(kind) = word.parse() {
                        set(&agent, &|draft| draft.agent = kind);
                    }
                },
            }
            Field {
                id: "{id}-model",
                label: "Model",
                name: "model",
                value: draft.model.clone(),
                placeholder: "the agent’s own choice",
                "spellcheck": "false",
                error: wrong("model"),
                oninput: move |v: String| set(&model, &|draft| draft.model.clone_from(&v)),
            }
            Field {
                id: "{id}-cost",
                label: "At most, in dollars",
                name: "cost",
                value: draft.cost.clone(),
                inputmode: "decimal",
                placeholder: "no limit",
                error: wrong("limits/costUsd"),
                oninput: move |v: String| set(&cost, &|draft| draft.cost.clone_from(&v)),
            }
            Field {
                id: "{id}-minutes",
                label: "Minutes",
                name: "minutes",
                value: draft.minutes.clone(),
                inputmode: "numeric",
                placeholder: "no limit",
                error: wrong("limits/seconds"),
                oninput: move |v: String| set(&minutes, &|draft| draft.minutes.clone_from(&v)),
            }
            Field {
                id: "{id}-tokens",
                label: "Tokens",
                name: "tokens",
                value: draft.tokens.clone(),
                inputmode: "numeric",
                placeholder: "no limit",
                error: wrong("limits/tokens"),
                oninput: move |v: String| set(&tokens, &|draft| draft.tokens.clone_from(&v)),
            }
        }
    }
}

/// The conditions of a rule.
#[component]
pub fn WhenFields(id: String, at: String, draft: Signal<RuleDraft>, error: Signal<Option<Error>>) -> Element {
    let mut draft = draft;
    let wrong = |field: &str| error.read().as_ref().and_then(|e| wrong_in(e, &format!("{at}/{field}")));
    let RuleDraft { name, complexity, tags, words, repository, .. } = draft();
    rsx! {
        Field { id: "{id}-name", label: "Name", name: "name", value: name, error: wrong("name"), oninput: move |v| draft.write().name = v }
        fieldset { class: "rule-complexity",
            legend { "The task is" }
            for choice in Complexity::ALL {
                button {
                    key: "{choice.as_str()}",
                    class: "toggle",
                    r#type: "button",
                    "aria-pressed": complexity.contains(&choice).to_string(),
                    onclick: move |_| draft.write().toggle(choice),
                    "{choice.as_str()}"
                }
            }
            span { class: "field-hint", if complexity.is_empty() { "however hard it is" } }
        }
        Field {
            id: "{id}-words",
            label: "It says one of these words",
            name: "words",
            value: words,
            placeholder: "fix, refactor",
            hint: "Parted by commas; empty fits every text.",
            error: wrong("when/words"),
            oninput: move |v| draft.write().words = v,
        }
        div { class: "rule-grid",
            Field {
                id: "{id}-tags",
                label: "The goal has one of these tags",
                name: "tags",
                value: tags,
                placeholder: "docs, frontend",
                error: wrong("when/tags"),
                oninput: move |v| draft.write().tags = v,
            }
            Field {
                id: "{id}-repository",
                label: "The repository’s path has",
                name: "repository",
                value: repository,
                placeholder: "shop",
                "spellcheck": "false",
                error: wrong("when/repository"),
                oninput: move |v| draft.write().repository = v,
            }
        }
    }
}
