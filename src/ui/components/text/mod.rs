//! Words with a form of their own: keys, times, the page's title.

use super::{Glyph, Icon, use_toasts};
use crate::ui::{
    browser, format,
    hooks::{use_now, use_page_title},
};
use chrono::{DateTime, Utc};
use dioxus::prelude::*;

/// Keys to press: `C`, `Ctrl K`, `G B`.
#[component]
pub fn Kbd(keys: String) -> Element {
    rsx! {
        kbd { "aria-hidden": "true", "{keys}" }
    }
}

/// A moment: exact in the first HTML and in the tooltip, "2 h ago" once the browser knows the time.
#[component]
pub fn Timestamp(at: DateTime<Utc>) -> Element {
    let now = use_now();
    let exact = format::moment(at);
    let words = now().map_or_else(|| exact.clone(), |now| format::relative(at, now));
    rsx! {
        time { datetime: at.to_rfc3339(), title: exact, "{words}" }
    }
}

/// The heading of a page, which is the title of its window, too.
#[component]
pub fn PageTitle(
    title: String,
    /// Read aloud only: the page shows its name in another way.
    #[props(default)]
    hidden: bool,
) -> Element {
    use_page_title(&title);
    rsx! {
        h1 { tabindex: "-1", class: if hidden { "visually-hidden" }, "{title}" }
    }
}

/// The initials of a person.
#[component]
pub fn Avatar(name: String, initials: String, #[props(default)] small: bool) -> Element {
    rsx! {
        span { class: "avatar", "data-small": small, "data-initials": initials, title: "{name}",
            span { class: "visually-hidden", "{name}" }
        }
    }
}

/// Puts `text` on the clipboard and says so. With `words` it is a button with words.
#[component]
pub fn CopyButton(text: String, label: String, #[props(default)] words: bool) -> Element {
    let mut done = use_signal(|| false);
    let toasts = use_toasts();
    let copy = move |_: MouseEvent| {
        let text = text.clone();
        async move {
            if browser::copy(&text).await {
                done.set(true);
                browser::announce("Copied");
                browser::sleep(1_500).await;
                done.set(false);
            } else {
                toasts.fail("Your browser did not allow copying: select the text and copy it by hand", None);
            }
        }
    };
    let glyph = if done() { Glyph::Check } else { Glyph::Copy };
    rsx! {
        button {
            class: if words { "button" } else { "icon-button" },
            r#type: "button",
            title: (!words).then(|| label.clone()),
            "aria-label": (!words).then(|| label.clone()),
            onclick: copy,
            Icon { glyph }
            if words {
                if done() { "Copied" } else { "{label}" }
            }
        }
    }
}
