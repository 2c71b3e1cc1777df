use crate::{
    domain::Error,
    ui::{
        components::{ButtonLink, EmptyState, ErrorPanel, Glyph, PageTitle, Skeleton},
        route::Route,
    },
};
use dioxus::{
    fullstack::{FullstackContext, StatusCode},
    prelude::*,
};

/// What the words of a "not found" begin with: all that is left of an error after hydration is its words.
const NOT_FOUND: &str = "there is no ";

/// Shows the page; grey boxes while it loads; what failed, with a way out, if it does.
#[component]
pub fn Boundary(children: Element) -> Element {
    rsx! {
        ErrorBoundary {
            handle_error: |context: ErrorContext| {
                let Some(error) = context.error() else { return VNode::empty() };
                if let Some(status) = error.downcast_ref::<Error>().and_then(|e| StatusCode::from_u16(e.status()).ok()) {
                    FullstackContext::commit_http_status(status, None);
                }
                rsx! {
                    Failed { message: error.to_string(), onretry: move |()| context.clear_errors() }
                }
            },
            SuspenseBoundary {
                fallback: |_| rsx! {
                    div { class: "page-loading", Skeleton { lines: 6 } }
                },
                {children}
            }
        }
    }
}

#[component]
fn Failed(message: String, onretry: EventHandler<()>) -> Element {
    if let Some(what) = message.strip_prefix(NOT_FOUND) {
        return rsx! {
            Missing { what }
        };
    }
    rsx! {
        PageTitle { title: "Something went wrong" }
        ErrorPanel { title: "This page could not be loaded", message, onretry }
    }
}

/// Nothing is at this address.
#[component]
pub fn Missing(what: String) -> Element {
    rsx! {
        PageTitle { title: "Not found" }
        EmptyState { title: "There is no {what}", icon: Glyph::Search,
            p { "It may have been archived, or the address has a mistake in it." }
            ButtonLink { to: Route::board(), "Go to the goals" }
        }
    }
}
