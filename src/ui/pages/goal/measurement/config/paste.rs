use super::{
    super::sending::use_sending,
    draft::{Draft, pasted},
};
use crate::ui::components::{Button, ButtonKind, TextArea};
use dioxus::prelude::*;

const EXAMPLE: &str = r#"{"name": "Frame drop rate", "type": "prometheus", "query": "rate(frame_drops_total[5m])", "endpoint": "https://grafana.internal/api/ds/query", "beforeWindow": "7d", "afterWindow": "7d"}"#;

/// A configuration in JSON; it fills the form, where it can be tested and corrected.
#[component]
pub fn Paste(onread: EventHandler<(Draft, Vec<String>)>, onclose: EventHandler<()>) -> Element {
    let sending = use_sending();
    let mut text = use_signal(String::new);
    let read = move |event: FormEvent| {
        event.prevent_default();
        match pasted(&text.peek()) {
            Ok(read) => onread.call(read),
            Err(wrong) => sending.fail(wrong),
        }
    };
    rsx! {
        form { class: "card source-form", onsubmit: read,
            h3 { "Paste a configuration" }
            div { class: "query-field",
                TextArea {
                    id: "source-json",
                    label: "JSON",
                    name: "json",
                    rows: 6,
                    value: text(),
                    placeholder: EXAMPLE,
                    hint: "The same that POST /api/metric-sources takes.",
                    error: sending.wrong("/json"),
                    oninput: move |v| text.set(v),
                }
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| onclose.call(()), "Back to the form" }
                Button { kind: ButtonKind::Primary, r#type: "submit", "Fill the form" }
            }
        }
    }
}
