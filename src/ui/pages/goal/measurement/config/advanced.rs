use super::{super::sending::Sending, draft::Draft, fields::Settings, kinds::asks};
use crate::{
    domain::metric_source::{MetricSource, SourceKind},
    rpc,
    ui::components::{Choice, Field, Select, Switch},
};
use dioxus::prelude::*;

/// What few metrics need: the step, counters, ratios, metrics that the work cannot have moved.
#[component]
pub fn Advanced(
    at: String,
    kind: SourceKind,
    draft: Signal<Draft>,
    sending: Sending,
    /// Of a source that is stored: its id. It is no control of itself.
    #[props(!optional)]
    stored: Option<String>,
) -> Element {
    let mut draft = draft;
    let mut others = use_signal(Vec::<MetricSource>::new);
    use_effect(move || {
        spawn(async move {
            if let Ok(all) = rpc::metrics::sources().await {
                others.set(all);
            }
        });
    });
    let now = draft();
    let others: Vec<MetricSource> = others.read().iter().filter(|s| Some(&s.id) != stored.as_ref()).cloned().collect();
    let handling = now.rest.handling.clone();
    let mut choices = vec![Choice::new("", "none")];
    choices.extend(others.iter().map(|s| Choice::new(s.id.clone(), s.name.clone())));
    rsx! {
        details { class: "more-of",
            summary { "More settings" }
            div { class: "advanced",
                div { class: "field-row",
                    Field {
                        id: "{at}-step",
                        label: "Step",
                        name: "step",
                        value: now.step,
                        placeholder: "5m",
                        hint: "How far apart values are asked for.",
                        error: sending.wrong("/step"),
                        oninput: move |v| draft.write().step = v,
                    }
                    Select {
                        id: "{at}-denominator",
                        label: "Divided by",
                        name: "denominator",
                        choices,
                        value: handling.denominator.clone().unwrap_or_default(),
                        onchange: move |v: String| draft.write().rest.handling.denominator = Some(v).filter(|v| !v.is_empty()),
                    }
                }
                Settings { at: at.clone(), settings: asks(kind).advanced.to_vec(), draft, sending }
                Switch {
                    id: "{at}-counter",
                    label: "It is a counter",
                    hint: "It only grows, but for restarts: what counts is its rate per second.",
                    checked: handling.counter,
                    onchange: move |on| draft.write().rest.handling.counter = on,
                }
                if asks(kind).announces {
                    Switch {
                        id: "{at}-announce",
                        label: "Tell {kind.label()} about each merge",
                        hint: "As an annotation or a change event, once.",
                        checked: handling.announce_merges,
                        onchange: move |on| draft.write().rest.handling.announce_merges = on,
                    }
                }
                if !others.is_empty() {
                    fieldset { class: "controls",
                        legend { "Metrics that this work cannot have moved" }
                        p { class: "field-hint", "They show what happened anyway, and the effect is corrected by them." }
                        for other in others {
                            label { key: "{other.id}", class: "check",
                                input {
                                    r#type: "checkbox",
                                    checked: handling.controls.contains(&other.id),
                                    onchange: {
                                        let id = other.id.clone();
                                        move |event: FormEvent| {
                                            let controls = &mut draft.write().rest.handling.controls;
                                            controls.retain(|known| *known != id);
                                            if event.checked() {
                                                controls.push(id.clone());
                                            }
                                        }
                                    },
                                }
                                "{other.name}"
                            }
                        }
                    }
                }
            }
        }
    }
}
