use crate::{
    domain::portfolio::PAGE,
    ui::{
        components::{ButtonLink, Glyph},
        format,
        route::{Query, Route},
    },
};
use dioxus::prelude::*;

/// The way to newer and older goals, where there are more than fit on one page.
#[component]
pub fn Pages(query: ReadSignal<Query>, page: u32, shown: u64, more: u64) -> Element {
    if (page == 0 && more == 0) || shown == 0 {
        return VNode::empty();
    }
    let first = u64::from(page) * PAGE;
    let at = |page: u32| {
        let number = if page == 0 { String::new() } else { (page + 1).to_string() };
        Route::Portfolio { query: query.read().clone().with("page", number) }
    };
    rsx! {
        nav { class: "pages", "aria-label": "Pages",
            if page > 0 {
                ButtonLink { to: at(page - 1), icon: Glyph::ChevronLeft, "Newer" }
            }
            span { class: "muted numeric",
                {format!("{}–{} of {}", format::whole(first + 1), format::whole(first + shown), format::whole(first + shown + more))}
            }
            if more > 0 {
                ButtonLink { to: at(page + 1), icon: Glyph::ChevronRight, "Older" }
            }
        }
    }
}
