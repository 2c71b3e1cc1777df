use crate::domain::reading::spans;
use dioxus::prelude::*;

/// A text with what is searched for marked in it.
#[component]
pub fn Marked(text: String, find: String) -> Element {
    let found = spans(&text, &find);
    if found.is_empty() {
        return rsx! { "{text}" };
    }
    let mut parts = Vec::with_capacity(found.len() * 2 + 1);
    let mut at = 0;
    for span in found {
        parts.push((false, text[at..span.start].to_owned()));
        parts.push((true, text[span.start..span.end].to_owned()));
        at = span.end;
    }
    parts.push((false, text[at..].to_owned()));
    rsx! {
        for (hit , part) in parts {
            if hit {
                mark { "{part}" }
            } else {
                "{part}"
            }
        }
    }
}
