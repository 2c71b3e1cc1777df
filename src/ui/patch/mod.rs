//! The lines of a diff, wrapped, each with its number and its sign.

use crate::{
    domain::hunk::DiffLine,
    ui::{
        components::{Button, ButtonKind, Glyph, Icon},
        format,
    },
};
use dioxus::prelude::*;

/// So many lines are shown before somebody asks for all.
const SHOWN: usize = 300;

/// A diff of one file. With `onpick` each line can be pressed, and `children` stand below the one that is `picked`.
#[component]
pub fn PatchLines(
    label: String,
    lines: Vec<DiffLine>,
    #[props(default)] onpick: Option<EventHandler<usize>>,
    #[props(default)] picked: Option<usize>,
    #[props(default = VNode::empty())] children: Element,
) -> Element {
    let mut whole = use_signal(|| false);
    let rest = if whole() { 0 } else { lines.len().saturating_sub(SHOWN) };
    let shown = lines.len() - rest;
    rsx! {
        div { class: "patch", role: "group", "aria-label": "{label}",
            for (i , line) in lines.into_iter().take(shown).enumerate() {
                PatchLine { key: "{i}", line, onpick: onpick.map(|pick| Callback::new(move |()| pick.call(i))) }
                if picked == Some(i) {
                    div { class: "patch-note", {children.clone()} }
                }
            }
            if rest > 0 {
                Button { kind: ButtonKind::Quiet, onclick: move |_| whole.set(true),
                    {format!("Show {} more", format::plural(u64::try_from(rest).unwrap_or(u64::MAX), "line"))}
                }
            }
        }
    }
}

#[component]
fn PatchLine(line: DiffLine, onpick: Option<Callback<()>>) -> Element {
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let place = line.new.or(line.old);
    rsx! {
        div { class: "patch-line", "data-kind": line.kind.as_str(),
            span { class: "patch-number", {number(line.old)} }
            span { class: "patch-number", {number(line.new)} }
            code { class: "patch-text",
                span { class: "patch-sign", "{line.kind.sign()}" }
                "{line.text}"
            }
            if let (Some(onpick), Some(place)) = (onpick, place) {
                button {
                    class: "patch-pick",
                    r#type: "button",
                    "aria-label": "Comment on line {place}",
                    onclick: move |_| onpick.call(()),
                    Icon { glyph: Glyph::Plus, size: 14 }
                }
            }
        }
    }
}
