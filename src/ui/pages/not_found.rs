use crate::ui::shell::Missing;
use dioxus::{
    fullstack::{FullstackContext, StatusCode},
    prelude::*,
};

/// No page is at this address.
#[component]
pub fn NotFound(segments: Vec<String>) -> Element {
    use_hook(|| FullstackContext::commit_http_status(StatusCode::NOT_FOUND, None));
    rsx! {
        Missing { what: "page /{segments.join(\"/\")}" }
    }
}
