use crate::{
    domain::delivery::{Delivery, DeliveryPatch},
    rpc,
    ui::{
        components::Switch,
        hooks::{Step, use_live, use_loaded, use_steps},
    },
};
use dioxus::prelude::*;

/// Whether commits of sessions say where they come from.
#[component]
pub fn Marks() -> Element {
    let steps = use_steps();
    let first = use_loaded(rpc::delivery::read)?;
    let mut delivery: Signal<Delivery> = use_signal(|| (*first).clone());
    let refresh = move || {
        spawn(async move {
            if let Ok(fresh) = rpc::delivery::read().await {
                delivery.set(fresh);
            }
        });
    };
    use_live(|event| event.kind == "delivery.changed", refresh);
    let set = move |on: bool| {
        put(delivery, on);
        let patch = DeliveryPatch { trailers: Some(on), ..DeliveryPatch::default() };
        let step = Step::new("set that", move || rpc::delivery::change(patch.clone()));
        steps.take(step.rollback(move || put(delivery, !on)));
    };
    rsx! {
        section { class: "panel",
            h2 { "Commits" }
            Switch {
                id: "settings-trailers",
                label: "Mark commits of sessions",
                hint: "Their messages end with Maestro-Task and Maestro-Session, so that commits find their way back. It holds for sessions that start from now on.",
                checked: delivery.read().trailers,
                onchange: set,
            }
        }
    }
}

/// Shows it, unless the page was left meanwhile.
fn put(mut delivery: Signal<Delivery>, on: bool) {
    if let Ok(mut delivery) = delivery.try_write() {
        delivery.trailers = on;
    }
}
