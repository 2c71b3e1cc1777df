use super::{
    super::{sending::Sending, source::Found},
    draft::Draft,
};
use crate::{
    domain::{
        Error, Result,
        metric_source::{SourceKind, SourceTest},
    },
    rpc,
    ui::components::{Button, Glyph},
};
use dioxus::prelude::*;

/// Asks a source as it is written, before anything is stored. `secret_of` is the id of a source whose secret is used where none is written.
#[component]
pub fn Probe(kind: SourceKind, draft: Signal<Draft>, sending: Sending, #[props(!optional)] secret_of: Option<String>) -> Element {
    let mut found = use_signal(|| None::<(Draft, Result<SourceTest>)>);
    let mut busy = use_signal(|| false);
    let ask = move |_: MouseEvent| {
        let secret_of = secret_of.clone();
        async move {
            let written = draft.peek().clone();
            let mut new = match written.read(None) {
                Ok(new) => new,
                Err(wrong) => return sending.fail(wrong),
            };
            sending.forget();
            new.secret_ref = new.secret_ref.or(secret_of);
            busy.set(true);
            let answer = rpc::metrics::try_source(new).await;
            busy.set(false);
            if let Err(wrong @ Error::Invalid { .. }) = &answer {
                sending.fail(wrong.clone());
            }
            found.set(Some((written, answer)));
        }
    };
    // What was found of something else that was written says nothing of this.
    let shown = found.read().as_ref().filter(|(of, _)| *of == *draft.read()).map(|(_, answer)| answer.clone());
    let unit = Some(draft.read().unit.clone()).filter(|unit| !unit.is_empty());
    rsx! {
        div { class: "probe",
            Button { icon: Glyph::Play, busy: busy(), onclick: ask, "Test" }
            if shown.is_none() {
                span { class: "muted", "Asks {kind.label()} now; nothing is stored." }
            }
        }
        match shown {
            Some(Ok(test)) => rsx! {
                Found { test, unit }
            },
            Some(Err(Error::Invalid { .. })) | None => VNode::empty(),
            Some(Err(error)) => rsx! {
                p { class: "field-error", role: "alert", "Could not test it: {error}" }
            },
        }
    }
}
