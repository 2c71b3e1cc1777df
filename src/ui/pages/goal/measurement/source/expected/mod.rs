//! Baseline first: what is expected of a metric, registered before the work.

mod form;

use crate::{
    domain::{hypothesis::Hypothesis, metric::Improve, metric_source::MetricSource},
    rpc,
    ui::{
        components::{Button, ButtonKind, Glyph, Pill, Timestamp, Tone},
        format,
        hooks::Step,
        pages::goal::state::use_goal,
    },
};
use dioxus::prelude::*;
use form::Register;

/// What is expected of a metric, or the way to say so.
#[component]
pub fn Expected(source: MetricSource, fixed: bool, assessed: bool, #[props(default)] large_enough: Option<bool>) -> Element {
    let view = use_goal();
    let mut writing = use_signal(|| false);
    let all: Vec<Hypothesis> = view.measuring().hypotheses.into_iter().filter(|h| h.metric_source_id == source.id).collect();
    let held = all.iter().find(|h| h.withdrawn_at.is_none()).cloned();
    let earlier: Vec<Hypothesis> = all.into_iter().filter(|h| h.withdrawn_at.is_some()).collect();
    let none = held.is_none();
    rsx! {
        section { class: "expected",
            h4 { "What was expected" }
            if let Some(held) = held {
                Held { hypothesis: held, unit: source.unit.clone(), large_enough }
            }
            if none && !writing() {
                p { class: "muted",
                    if assessed {
                        "Nothing was registered. The grade stands without it."
                    } else {
                        "Nothing is registered yet. What is registered before the first session counts as a prediction; later it does not."
                    }
                }
            }
            if !fixed {
                if writing() {
                    Register { source: source.clone(), onclose: move |()| writing.set(false) }
                } else if none {
                    Button { icon: Glyph::Plus, onclick: move |_| writing.set(true), "Register what is expected" }
                } else {
                    Button { kind: ButtonKind::Quiet, onclick: move |_| writing.set(true), "Register another" }
                }
            }
            if !earlier.is_empty() {
                details { class: "more-of",
                    summary {
                        "Withdrawn "
                        span { class: "muted", "{earlier.len()}" }
                    }
                    ul { class: "earlier",
                        for one in earlier {
                            li { key: "{one.id}",
                                span { {wish(&one, source.unit.as_deref())} }
                                span { class: "muted",
                                    " registered by {one.actor} "
                                    Timestamp { at: one.registered_at }
                                    if let Some(at) = one.withdrawn_at {
                                        ", withdrawn "
                                        Timestamp { at }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Held(hypothesis: Hypothesis, unit: Option<String>, #[props(!optional)] large_enough: Option<bool>) -> Element {
    let view = use_goal();
    let fixed = view.loaded.read().detail.goal.archived_at.is_some();
    let (tone, icon, words) = match (hypothesis.in_time, hypothesis.work_began_at) {
        (true, None) => (Tone::Proven, Glyph::Check, "In time: the work has not begun"),
        (true, Some(_)) => (Tone::Proven, Glyph::Check, "Registered before the work began"),
        (false, _) => (Tone::Attention, Glyph::Cross, "Registered after the work began"),
    };
    let id = hypothesis.id.clone();
    let withdraw = move |_| {
        let id = id.clone();
        view.steps.take(Step::new("withdraw it", move || rpc::metrics::withdraw(id.clone())).say("Withdrawn; it stays on record"));
    };
    rsx! {
        p { class: "wish", {wish(&hypothesis, unit.as_deref())} }
        p {
            Pill { tone, icon, "{words}" }
            if let Some(enough) = large_enough {
                " "
                Pill { tone: if enough { Tone::Proven } else { Tone::Neutral }, icon: if enough { Glyph::Check } else { Glyph::Cross },
                    if enough { "As large as wanted" } else { "Smaller than wanted" }
                }
            }
        }
        p { class: "event-facts",
            span { "by {hypothesis.actor}" }
            span { Timestamp { at: hypothesis.registered_at } }
            span { "{hypothesis.before_window} before, {hypothesis.after_window} after" }
            if let Some(at) = hypothesis.work_began_at {
                span {
                    "work began "
                    Timestamp { at }
                }
            }
            if !fixed {
                button { class: "text-button", r#type: "button", onclick: withdraw, "Withdraw" }
            }
        }
        if let Some(note) = &hypothesis.note {
            p { class: "metric-note", "{note}" }
        }
    }
}

/// `It falls by at least 15 %`.
fn wish(of: &Hypothesis, unit: Option<&str>) -> String {
    let verb = match of.improve {
        Improve::Down => "It falls",
        Improve::Up => "It rises",
    };
    match of.smallest_effect {
        Some(size) if of.smallest_is_percent => format!("{verb} by at least {} %", format::value(size)),
        // A difference of percentages is counted in points.
        Some(size) => format!("{verb} by at least {}", format::quantity(size, unit.map(|unit| if unit == "%" { "pp" } else { unit }))),
        None => format!("{verb}, by however much"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::span::Span;
    use chrono::DateTime;

    #[test]
    fn a_wish_reads_as_a_sentence() {
        let wished = |smallest_effect, smallest_is_percent| Hypothesis {
            id: "h".into(),
            goal_id: "g".into(),
            metric_source_id: "m".into(),
            improve: Improve::Down,
            smallest_effect,
            smallest_is_percent,
            before_window: Span::days(7),
            after_window: Span::days(7),
            note: None,
            actor: "Ada".into(),
            registered_at: DateTime::UNIX_EPOCH,
            withdrawn_at: None,
            work_began_at: None,
            in_time: true,
        };
        assert_eq!(wish(&wished(Some(15.0), true), Some("ms")), "It falls by at least 15 %");
        assert_eq!(wish(&wished(Some(40.0), false), Some("ms")), "It falls by at least 40 ms");
        assert_eq!(wish(&wished(Some(0.5), false), Some("%")), "It falls by at least 0.5 pp");
        assert_eq!(wish(&wished(None, false), None), "It falls, by however much");
    }
}
