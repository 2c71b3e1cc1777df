use super::super::state::use_goal;
use crate::{
    domain::delivery::DeliveryPatch,
    rpc,
    ui::{
        browser,
        components::{Glyph, Icon, Menu, MenuItem},
        hooks::{Step, use_live},
    },
};
use dioxus::prelude::*;

const EXPORT: &str = "goal-export";
const MORE: &str = "goal-more";

/// The goal as a document.
#[component]
pub fn ExportMenu(goal_key: String) -> Element {
    rsx! {
        Menu {
            id: EXPORT,
            label: "Export",
            trigger_class: "button",
            worded: true,
            trigger: rsx! {
                Icon { glyph: Glyph::Download }
                "Export"
            },
            for (format , name) in [("md", "Markdown"), ("json", "JSON")] {
                a {
                    key: "{format}",
                    class: "menu-item",
                    role: "menuitem",
                    href: "/api/portfolio?goal={goal_key}&format={format}",
                    download: "{goal_key}.{format}",
                    onclick: |_| browser::close_popover(EXPORT),
                    Icon { glyph: Glyph::File }
                    span { class: "grow", "{name}" }
                }
            }
        }
    }
}

/// What is done to a goal rarely.
#[component]
pub fn MoreMenu() -> Element {
    let view = use_goal();
    if view.goal().archived_at.is_some() {
        return VNode::empty();
    }
    rsx! {
        Menu { id: MORE, label: "More", trigger_class: "icon-button", trigger: rsx! {
                Icon { glyph: Glyph::More }
            },
            OpenByItself {}
            MenuItem { of: MORE, icon: Glyph::Archive, onselect: move |()| view.archive(), "Archive" }
        }
    }
}

/// Whether sessions of the goal push their branch and open its request when they are done. It is asked for when the menu opens.
#[component]
fn OpenByItself() -> Element {
    let view = use_goal();
    let goal = view.goal();
    let mut delivery = use_resource(|| async { rpc::delivery::read().await });
    use_live(|event| event.kind == "delivery.changed", move || delivery.restart());
    let known = delivery.read().as_ref().and_then(|answer| answer.as_ref().ok().cloned());
    let Some(on) = known.map(|delivery| delivery.opens_for(Some(&goal.id))) else { return VNode::empty() };
    let set = |id: &str, on: bool| DeliveryPatch { goals: [(id.to_owned(), on)].into(), ..DeliveryPatch::default() };
    let (there, back) = (set(goal.id.as_str(), !on), set(goal.id.as_str(), on));
    let done = match on {
        true => format!("Sessions of {} leave their pull requests to you", goal.key),
        false => format!("Sessions of {} open their pull requests by themselves", goal.key),
    };
    rsx! {
        MenuItem {
            of: MORE,
            icon: Glyph::PrOpen,
            current: on,
            onselect: move |()| {
                let (there, back) = (there.clone(), back.clone());
                let step = Step::new("set that", move || rpc::delivery::change(there.clone()));
                view.steps.take(step.undo(done.clone(), move || rpc::delivery::change(back.clone())));
            },
            "Open pull requests by itself"
        }
    }
}
