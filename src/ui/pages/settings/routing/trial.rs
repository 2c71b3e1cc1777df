use super::words::{limits, taken};
use crate::{
    domain::{
        Error,
        routing::{Trial, Tried},
        task::Complexity,
    },
    rpc,
    ui::{
        components::{Button, Choice, Field, Glyph, Select, TextArea},
        format,
    },
};
use dioxus::prelude::*;

/// Tries the rules that hold on a text; nothing is started by it.
#[component]
pub fn TryIt() -> Element {
    let mut trial = use_signal(Trial::default);
    let mut tags = use_signal(String::new);
    let mut tried = use_signal(|| None::<Tried>);
    let mut error = use_signal(|| None::<Error>);
    let mut busy = use_signal(|| false);
    let attempt = move |event: FormEvent| {
        event.prevent_default();
        async move {
            if busy.replace(true) {
                return;
            }
            let tags = tags.peek().split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
            match rpc::money::try_routing(Trial { tags, ..trial() }).await {
                Ok(found) => {
                    tried.set(Some(found));
                    error.set(None);
                }
                Err(failed) => error.set(Some(failed)),
            }
            busy.set(false);
        }
    };
    let text = |value: Option<String>| value.unwrap_or_default();
    let given = |value: String| Some(value).filter(|v| !v.trim().is_empty());
    let Trial { title, details, complexity, repository, .. } = trial();
    rsx! {
        section { class: "panel",
            h2 { "Try it" }
            form { class: "trial", onsubmit: attempt,
                Field { id: "try-title", label: "Title of a task", name: "title", value: title, placeholder: "Fix the parser", oninput: move |v| trial.write().title = v }
                div { class: "rule-grid",
                    Select {
                        id: "try-complexity",
                        label: "Complexity",
                        name: "complexity",
                        choices: Complexity::ALL.map(|c| Choice::plain(c.as_str())).to_vec(),
                        value: complexity.as_str(),
                        onchange: move |word: String| trial.write().complexity = Complexity::parse(&word).unwrap_or_default(),
                    }
                    Field { id: "try-tags", label: "Tags of the goal", name: "tags", value: tags(), placeholder: "docs, frontend", oninput: move |v| tags.set(v) }
                    Field {
                        id: "try-repository",
                        label: "Path of the repository",
                        name: "repository",
                        value: text(repository),
                        "spellcheck": "false",
                        oninput: move |v| trial.write().repository = given(v),
                    }
                }
                TextArea { id: "try-details", label: "Details", name: "details", value: text(details), rows: 2, oninput: move |v| trial.write().details = given(v) }
                if let Some(error) = error() {
                    p { class: "field-error", role: "alert", "Could not try it: {error}" }
                }
                div { class: "form-actions",
                    Button { r#type: "submit", icon: Glyph::Play, busy: busy(), "Try it" }
                }
            }
            div { role: "status",
                if let Some(tried) = tried() {
                    Answer { tried }
                }
            }
        }
    }
}

#[component]
fn Answer(tried: Tried) -> Element {
    let choice = tried.choice.clone();
    rsx! {
        dl { class: "tried",
            dt { "Rule" }
            dd {
                b { "{choice.rule}" }
                ": {choice.reason}"
            }
            dt { "Agent and model" }
            dd { {taken(&choice.then)} }
            dt { "Limits" }
            dd { {limits(&choice.then.limits)} }
            dt { "Expected cost" }
            dd { {expected(&tried)} }
        }
    }
}

/// `about $1.20, by 12 sessions like it`
fn expected(tried: &Tried) -> String {
    match tried.expected_usd {
        Some(cost) => format!("about {cost}, by {} with this agent and model", format::plural(tried.sessions, "session")),
        None => "unknown: no session with this agent and model has ended yet".into(),
    }
}
