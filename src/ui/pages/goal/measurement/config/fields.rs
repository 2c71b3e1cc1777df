use super::{
    super::sending::Sending,
    draft::Draft,
    kinds::{Line, Setting, asks},
};
use crate::{
    domain::metric_source::SourceKind,
    ui::components::{Choice, Field, Select, TextArea},
};
use dioxus::prelude::*;

/// What every metric has, and what this kind needs. `at` keeps ids apart.
#[component]
pub fn Fields(
    at: String,
    kind: SourceKind,
    draft: Signal<Draft>,
    sending: Sending,
    /// Of a source that is stored: the end of its secret.
    #[props(!optional)]
    stored: Option<Option<String>>,
) -> Element {
    let mut draft = draft;
    let asks = asks(kind);
    let now = draft();
    let kept = stored.clone().flatten().map(|last| format!("One that ends in {last} is stored; leave this empty to keep it. "));
    rsx! {
        Field {
            id: "{at}-name",
            label: "Name",
            name: "name",
            value: now.name,
            placeholder: "Frame drop rate",
            error: sending.wrong("/name"),
            oninput: move |v| draft.write().name = v,
        }
        if let Some(line) = asks.endpoint {
            Field {
                id: "{at}-endpoint",
                label: line.label,
                name: "endpoint",
                kind: "url",
                value: now.endpoint,
                placeholder: line.example,
                hint: line.hint,
                error: sending.wrong("/endpoint"),
                oninput: move |v| draft.write().endpoint = v,
            }
        }
        if let Some(line) = asks.query {
            div { class: "query-field",
                TextArea {
                    id: "{at}-query",
                    label: line.label,
                    name: "query",
                    rows: 2,
                    value: now.query,
                    placeholder: line.example,
                    hint: line.hint,
                    error: sending.wrong("/query"),
                    oninput: move |v| draft.write().query = v,
                }
            }
        }
        Settings { at: at.clone(), settings: asks.settings.to_vec(), draft, sending }
        if asks.secret.is_some() || asks.second.is_some() {
            div { class: "field-row",
                if let Some(line) = asks.secret {
                    Secret {
                        id: "{at}-secret",
                        line,
                        kept: kept.clone(),
                        value: now.secret,
                        error: sending.wrong("/secret"),
                        oninput: move |v| draft.write().secret = v,
                    }
                }
                if let Some(line) = asks.second {
                    Secret {
                        id: "{at}-second",
                        line,
                        kept: None::<String>,
                        value: now.second,
                        error: sending.wrong("/secondSecret"),
                        oninput: move |v| draft.write().second = v,
                    }
                }
            }
        }
        div { class: "field-row",
            Select {
                id: "{at}-improve",
                label: "Better is",
                name: "improve",
                choices: vec![Choice::new("", "not said"), Choice::new("down", "lower"), Choice::new("up", "higher")],
                value: now.improve,
                onchange: move |v| draft.write().improve = v,
            }
            Field {
                id: "{at}-unit",
                label: "Unit",
                name: "unit",
                value: now.unit,
                placeholder: "ms",
                error: sending.wrong("/unit"),
                oninput: move |v| draft.write().unit = v,
            }
            Field {
                id: "{at}-before",
                label: "Window before",
                name: "before",
                value: now.before,
                placeholder: "7d",
                error: sending.wrong("/beforeWindow"),
                oninput: move |v| draft.write().before = v,
            }
            Field {
                id: "{at}-after",
                label: "Window after",
                name: "after",
                value: now.after,
                placeholder: "7d",
                error: sending.wrong("/afterWindow"),
                oninput: move |v| draft.write().after = v,
            }
        }
    }
}

/// The settings of one kind, two or more beside each other.
#[component]
pub fn Settings(at: String, settings: Vec<(Setting, Line)>, draft: Signal<Draft>, sending: Sending) -> Element {
    let mut draft = draft;
    if settings.is_empty() {
        return VNode::empty();
    }
    rsx! {
        div { class: "field-row",
            for (setting , line) in settings {
                Field {
                    key: "{setting.as_str()}",
                    id: "{at}-{setting.as_str()}",
                    label: line.label,
                    name: setting.as_str(),
                    value: setting.slot(&mut draft.read().rest.settings.clone()).clone().unwrap_or_default(),
                    placeholder: line.example,
                    hint: line.hint,
                    error: sending.wrong(&format!("/{}", setting.as_str())),
                    oninput: move |text: String| {
                        *setting.slot(&mut draft.write().rest.settings) = Some(text).filter(|text| !text.trim().is_empty());
                    },
                }
            }
        }
    }
}

/// What is written and never read again.
#[component]
fn Secret(
    id: String,
    line: Line,
    #[props(!optional)] kept: Option<String>,
    value: String,
    #[props(!optional)] error: Option<String>,
    oninput: EventHandler<String>,
) -> Element {
    let hint = format!("{}{}", kept.unwrap_or_default(), line.hint);
    rsx! {
        Field {
            id: id.clone(),
            label: line.label,
            name: id,
            kind: "password",
            value,
            placeholder: line.example,
            autocomplete: "new-password",
            hint: (!hint.is_empty()).then_some(hint),
            error,
            oninput: move |v| oninput.call(v),
        }
    }
}
