use crate::{
    domain::confounder::Judgement,
    rpc,
    ui::{
        components::{Button, Field},
        pages::goal::{
            measurement::sending::{Refusal, use_sending},
            state::use_goal,
        },
    },
};
use dioxus::prelude::*;

/// Says why something cannot have moved the metric: the reason stands beside the grade.
#[component]
pub fn Dismiss(at: String, id: String, onclose: EventHandler<()>) -> Element {
    let view = use_goal();
    let sending = use_sending();
    let mut reason = use_signal(String::new);
    let save = move |event: FormEvent| {
        event.prevent_default();
        let id = id.clone();
        async move {
            let judgement = match (Judgement { dismissed: Some(true), reason: Some(reason()) }).check() {
                Ok(judgement) => judgement,
                Err(wrong) => return sending.fail(wrong),
            };
            if sending.send(rpc::metrics::judge(id, judgement)).await.is_some() {
                view.refresh();
                onclose.call(());
            }
        }
    };
    rsx! {
        form { class: "row-form", onsubmit: save,
            Field {
                id: "dismiss-{at}",
                label: "Why it cannot have moved the metric",
                name: "reason",
                value: reason(),
                placeholder: "Another service, which this metric does not see",
                error: sending.wrong("/reason"),
                oninput: move |text| reason.set(text),
            }
            Button { r#type: "submit", busy: sending.is_busy(), "Dismiss" }
        }
        Refusal { what: "Not dismissed", words: sending.rest(&["/reason"]) }
    }
}
