use crate::{
    domain::{
        assessment::{self, Assessment},
        narrative::written_by,
    },
    rpc,
    ui::{
        browser,
        components::{Button, Glyph, Pill, Timestamp, Tone},
        pages::goal::state::use_goal,
    },
};
use dioxus::prelude::*;

/// The assessment in the words of a model, and the way to have them written. Without a model there is neither.
#[component]
pub fn InWords(assessment: Assessment, fixed: bool) -> Element {
    let view = use_goal();
    let mut busy = use_signal(|| false);
    let mut failed = use_signal(|| None::<String>);
    let measuring = view.measuring();
    // Words about an earlier version say nothing of this one.
    let known = measuring.words.iter().find(|words| words.assessment_id == assessment.id).cloned();
    let model = measuring.model.filter(|_| !fixed);
    if known.is_none() && model.is_none() {
        return VNode::empty();
    }
    let (id, again) = (assessment.id.clone(), known.is_some());
    let ask = move |_| {
        let id = id.clone();
        async move {
            busy.set(true);
            failed.set(None);
            match rpc::metrics::explain(id).await {
                Ok(words) => {
                    browser::announce("The explanation is written");
                    view.put(|loaded| loaded.measuring.words.insert(0, words));
                }
                Err(error) => failed.set(Some(error.to_string())),
            }
            busy.set(false);
        }
    };
    rsx! {
        section { class: "in-words", "aria-label": "{assessment.metric} in words",
            if let Some(words) = known {
                Text { words }
            }
            if let Some(error) = failed() {
                p { class: "field-error", role: "alert", "Nothing was written: {error}." }
            }
            if let Some(model) = model {
                div { class: "in-words-ask",
                    Button { icon: Glyph::Sparkle, busy: busy(), onclick: ask,
                        if again { "Explain again" } else { "Explain in words" }
                        span { class: "visually-hidden", " {assessment.metric}" }
                    }
                    span { class: "muted", "{model} writes; every figure is checked, and the grade stays as it is." }
                }
            }
        }
    }
}

#[component]
fn Text(words: assessment::InWords) -> Element {
    let cost = words.cost_usd.map_or_else(|| "cost not known".into(), |cost| cost.to_string());
    rsx! {
        p { class: "in-words-about",
            Pill { tone: Tone::Accent, icon: Glyph::Sparkle, "Written by AI" }
            span { class: "muted",
                "{written_by(&words.engine)} · {cost} · "
                Timestamp { at: words.created_at }
            }
        }
        for (i , paragraph) in words.words.split("\n\n").filter(|text| !text.trim().is_empty()).enumerate() {
            p { key: "{i}", class: "in-words-text", "{paragraph}" }
        }
    }
}
