use super::marked::Marked;
use crate::domain::reading::blocks;
use dioxus::prelude::*;

/// What somebody says: words, and code in a frame.
#[component]
pub fn Words(text: String, find: String) -> Element {
    rsx! {
        for (i , block) in blocks(&text).into_iter().enumerate() {
            if block.code {
                pre { key: "{i}", class: "log-code", code { Marked { text: block.text, find: find.clone() } } }
            } else {
                p { key: "{i}", class: "log-words", Marked { text: block.text.trim_matches('\n').to_owned(), find: find.clone() } }
            }
        }
    }
}

/// A text for machines; a long one scrolls by itself.
#[component]
pub fn Code(label: String, text: String, find: String) -> Element {
    if text.trim().is_empty() {
        return VNode::empty();
    }
    rsx! {
        pre { class: "log-code", tabindex: "0", role: "region", "aria-label": "{label}",
            code { Marked { text: text.trim_end().to_owned(), find } }
        }
    }
}
