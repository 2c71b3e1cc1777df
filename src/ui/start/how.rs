//! Who does it, where, and how far it may go.

use super::{
    Wrong,
    form::{Form, PERMISSIONS},
};
use crate::{
    domain::{dispatch::AgentKind, repository::Repository},
    ui::components::{Choice, Field, Select},
};
use dioxus::prelude::*;

/// Models that are offered; any other name can be typed.
const MODELS: [(AgentKind, &[&str]); 2] =
    [(AgentKind::ClaudeCode, &["opus", "sonnet", "haiku"]), (AgentKind::Codex, &["sol", "terra", "luna", "astra"])];

/// Agent, model, repository, limits, permissions.
#[component]
pub fn How(form: Signal<Form>, wrong: Signal<Wrong>, repositories: Vec<Repository>) -> Element {
    let now = form.read().clone();
    let agents = std::iter::once(Choice::new("auto", "By the routing rules"))
        .chain(AgentKind::ALL.map(|agent| Choice::new(agent.as_str(), agent.label())))
        .collect::<Vec<_>>();
    let offered: Vec<&str> = MODELS
        .iter()
        .filter(|(agent, _)| now.agent == "auto" || now.agent == agent.as_str())
        .flat_map(|(_, names)| *names)
        .copied()
        .collect();
    let first = if repositories.len() == 1 { repositories[0].name.clone() } else { "The goal’s last one".to_owned() };
    let repos = std::iter::once(Choice::new("", first))
        .chain(repositories.iter().filter(|_| repositories.len() > 1).map(|repo| Choice::new(&repo.path, &repo.name)))
        .collect::<Vec<_>>();
    let chosen = PERMISSIONS.iter().find(|(auto, _, _)| *auto == now.auto_approve).map(|(_, word, _)| (*word).to_owned());
    rsx! {
        div { class: "start-pair",
            Select {
                id: "start-agent",
                label: "Agent",
                name: "agent",
                choices: agents,
                value: now.agent.clone(),
                onchange: move |agent| form.write().agent = agent,
            }
            Field {
                id: "start-model",
                label: "Model",
                name: "model",
                value: now.model.clone(),
                placeholder: "by the rules",
                list: "start-models",
                error: wrong.read().of("/model"),
                oninput: move |text| form.write().model = text,
            }
            datalist { id: "start-models",
                for name in offered {
                    option { key: "{name}", value: "{name}" }
                }
            }
        }
        div { class: "start-pair",
            if repositories.is_empty() {
                Field {
                    id: "start-repo",
                    label: "Repository",
                    name: "repo",
                    value: now.repo.clone(),
                    placeholder: "/path/to/repository",
                    hint: "None is allowed yet: add it in Settings, under Repositories.".to_owned(),
                    error: wrong.read().of("/repo"),
                    oninput: move |text| form.write().repo = text,
                }
            } else {
                div {
                    Select {
                        id: "start-repo",
                        label: "Repository",
                        name: "repo",
                        choices: repos,
                        value: now.repo.clone(),
                        onchange: move |path| form.write().repo = path,
                    }
                    if let Some(error) = wrong.read().of("/repo") {
                        p { class: "field-error", role: "alert", "{error}" }
                    }
                }
            }
            Field {
                id: "start-base",
                label: "From branch",
                name: "baseBranch",
                value: now.base.clone(),
                placeholder: "the repository’s own",
                error: wrong.read().of("/baseBranch"),
                oninput: move |text| form.write().base = text,
            }
        }
        div { class: "start-pair",
            Field {
                id: "start-cost",
                label: "Budget in $",
                name: "cost",
                value: now.dollars.clone(),
                placeholder: "by the rules",
                inputmode: "decimal",
                error: wrong.read().of("/limits/costUsd"),
                oninput: move |text| form.write().dollars = text,
            }
            Field {
                id: "start-minutes",
                label: "Minutes at most",
                name: "minutes",
                value: now.minutes.clone(),
                placeholder: "by the rules",
                inputmode: "numeric",
                error: wrong.read().of("/limits/seconds"),
                oninput: move |text| form.write().minutes = text,
            }
        }
        Select {
            id: "start-auto",
            label: "Permissions",
            name: "autoApprove",
            choices: PERMISSIONS.iter().map(|(_, word, words)| Choice::new(*word, *words)).collect::<Vec<_>>(),
            value: chosen.unwrap_or_default(),
            onchange: move |word: String| {
                if let Some((auto, _, _)) = PERMISSIONS.iter().find(|(_, known, _)| *known == word) {
                    form.write().auto_approve = *auto;
                }
            },
        }
    }
}
