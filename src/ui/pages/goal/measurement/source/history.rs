use crate::{
    domain::{Error, assessment::Assessment},
    rpc,
    ui::{
        components::{Button, GradePill, Pill, Skeleton, Timestamp, Tone},
        figures::Figures,
        pages::goal::state::use_goal,
    },
};
use dioxus::prelude::*;

/// How the grade grew, version by version; asked for when it is opened, and again with each new version.
#[component]
pub fn History(source: String, version: ReadSignal<i64>) -> Element {
    let view = use_goal();
    let mut versions = use_signal(|| None::<Result<Vec<Assessment>, Error>>);
    let mut open = use_signal(|| false);
    let ask = use_callback(move |()| {
        let (goal, source) = (view.loaded.peek().detail.goal.id.0.clone(), source.clone());
        spawn(async move { versions.set(Some(rpc::metrics::history(goal, source).await)) });
    });
    use_effect(move || {
        let _newest = version();
        if open() {
            ask.call(());
        }
    });
    rsx! {
        details { class: "more-of", ontoggle: move |_| open.set(true),
            summary {
                "How the grade grew "
                span { class: "muted", "version {version}" }
            }
            match versions.read().as_ref() {
                None => rsx! {
                    Skeleton { lines: 2 }
                },
                Some(Err(error)) => rsx! {
                    p { class: "field-error", role: "alert", "The earlier versions could not be loaded: {error}" }
                    Button { onclick: move |_| ask.call(()), "Try again" }
                },
                Some(Ok(all)) => rsx! {
                    ol { class: "grown",
                        for one in all.iter().cloned() {
                            Version { key: "{one.id}", one }
                        }
                    }
                },
            }
        }
    }
}

#[component]
fn Version(one: Assessment) -> Element {
    let effect = Figures::of(&one).effect();
    rsx! {
        li {
            span { class: "numeric grown-version", "{one.version}" }
            GradePill { grade: one.grade }
            if let Some(effect) = effect {
                span { class: "numeric", "{effect}" }
            }
            if one.provisional {
                Pill { tone: Tone::Measuring, "provisional" }
            }
            span { class: "grow", "{one.news}" }
            span { class: "muted nowrap", Timestamp { at: one.created_at } }
        }
    }
}
