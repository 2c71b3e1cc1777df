use super::{
    super::sending::{Refusal, use_sending},
    SHOWN,
    advanced::Advanced,
    draft::Draft,
    fields::Fields,
    probe::Probe,
};
use crate::{
    domain::metric_source::MetricSource,
    rpc,
    ui::{
        components::{Button, ButtonKind},
        hooks::use_first_focus,
        pages::goal::state::use_goal,
    },
};
use dioxus::prelude::*;

/// Changes how a metric is read. Another address, query or step is read from the beginning.
#[component]
pub fn ChangeSource(source: MetricSource, onclose: EventHandler<()>) -> Element {
    let view = use_goal();
    let sending = use_sending();
    let draft = use_signal(|| Draft::stored(&source));
    let opened = use_hook(|| draft.peek().clone());
    let at = format!("change-{}", source.id);
    use_first_focus(Some(format!("{at}-name")));
    let id = source.id.clone();
    let save = move |event: FormEvent| {
        event.prevent_default();
        let (id, patch) = (id.clone(), draft.peek().changes(&opened));
        async move {
            let patch = match patch {
                Ok(patch) => patch,
                Err(wrong) => return sending.fail(wrong),
            };
            if sending.send(rpc::metrics::change_source(id, patch)).await.is_some() {
                view.refresh();
                onclose.call(());
            }
        }
    };
    rsx! {
        form { class: "sub-form source-form", onsubmit: save,
            Fields { at: at.clone(), kind: source.kind, draft, sending, stored: Some(source.secret_last4.clone()) }
            Advanced { at: at.clone(), kind: source.kind, draft, sending, stored: Some(source.id.clone()) }
            if source.kind.is_polled() {
                p { class: "field-hint", "With another address, query or step, what was read is forgotten and read again. Assessments that were made stay." }
                Probe { kind: source.kind, draft, sending, secret_of: Some(source.id.clone()) }
            }
            Refusal { what: "Not saved", words: sending.rest(&SHOWN) }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| onclose.call(()), "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: sending.is_busy(), "Save" }
            }
        }
    }
}
