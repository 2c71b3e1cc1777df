use crate::{
    domain::{Error, FieldError, hypothesis::NewHypothesis, metric::Improve, metric_source::MetricSource, span::Span},
    rpc,
    ui::{
        components::{Button, ButtonKind, Choice, Field, Glyph, Icon, Select},
        hooks::use_first_focus,
        pages::goal::{
            measurement::{
                manual::number,
                sending::{Refusal, use_sending},
            },
            state::use_goal,
        },
    },
};
use dioxus::prelude::*;

/// What is written in the form.
#[derive(Clone, Default, PartialEq)]
struct Draft {
    improve: String,
    smallest: String,
    percent: String,
    before: String,
    after: String,
    note: String,
}

impl Draft {
    fn of(source: &MetricSource) -> Self {
        Self {
            improve: source.improve.map_or("", Improve::as_str).into(),
            percent: "percent".into(),
            before: source.before_window.to_string(),
            after: source.after_window.to_string(),
            ..Self::default()
        }
    }

    fn read(&self, source: &str) -> Result<NewHypothesis, Error> {
        let mut errors = Vec::new();
        let mut fail = |pointer: &str, detail: String| errors.push(FieldError { pointer: pointer.into(), detail });
        let smallest = self.smallest.trim();
        if !smallest.is_empty() && number(smallest).is_none() {
            fail("/smallestEffect", "must be a number, as 15 or 0.5".into());
        }
        let mut span = |pointer: &str, text: &str| match text.trim() {
            "" => None,
            given => given.parse::<Span>().map_err(|wrong| fail(pointer, wrong)).ok(),
        };
        let (before_window, after_window) = (span("/beforeWindow", &self.before), span("/afterWindow", &self.after));
        if Improve::parse(&self.improve).is_none() {
            fail("/improve", "is required: which way is better".into());
        }
        let new = NewHypothesis {
            metric_source_id: source.to_owned(),
            improve: Improve::parse(&self.improve),
            smallest_effect: number(smallest),
            smallest_is_percent: self.percent == "percent",
            before_window,
            after_window,
            note: Some(self.note.clone()),
        };
        if errors.is_empty() { new.check() } else { Err(Error::Invalid { errors }) }
    }
}

const SHOWN: [&str; 5] = ["/improve", "/smallestEffect", "/beforeWindow", "/afterWindow", "/note"];

/// Registers what is expected; it is stamped with the time, and never changed.
#[component]
pub fn Register(source: MetricSource, onclose: EventHandler<()>) -> Element {
    let view = use_goal();
    let sending = use_sending();
    let at = source.id.clone();
    use_first_focus(Some(format!("expect-smallest-{at}")));
    let mut draft = use_signal(|| Draft::of(&source));
    let id = source.id.clone();
    let save = move |event: FormEvent| {
        event.prevent_default();
        let read = draft.peek().read(&id);
        async move {
            let new = match read {
                Ok(new) => new,
                Err(wrong) => return sending.fail(wrong),
            };
            let goal = view.loaded.peek().detail.goal.id.0.clone();
            if sending.send(rpc::metrics::register(goal, new)).await.is_some() {
                view.refresh();
                onclose.call(());
            }
        }
    };
    let Draft { improve, smallest, percent, before, after, note } = draft();
    let own = source.unit.clone().map_or_else(|| "in its own unit".into(), |unit| if unit == "%" { "pp".into() } else { unit });
    rsx! {
        form { class: "sub-form", onsubmit: save,
            if began(&view.loaded.read().detail) {
                p { class: "late",
                    Icon { glyph: Glyph::Warning, size: 14 }
                    "The work has begun: this will stand as registered late."
                }
            }
            div { class: "field-row",
                div {
                    Select {
                        id: "expect-improve-{at}",
                        label: "Better is",
                        name: "improve",
                        choices: vec![Choice::new("", "choose"), Choice::new("down", "lower"), Choice::new("up", "higher")],
                        value: improve,
                        onchange: move |v| draft.write().improve = v,
                    }
                    if let Some(wrong) = sending.wrong("/improve") {
                        div { class: "field-error", role: "alert", "{wrong}" }
                    }
                }
                Field {
                    id: "expect-smallest-{at}",
                    label: "Smallest effect worth having",
                    name: "smallest",
                    value: smallest,
                    inputmode: "decimal",
                    placeholder: "15",
                    hint: "Empty: any.",
                    error: sending.wrong("/smallestEffect"),
                    oninput: move |v| draft.write().smallest = v,
                }
                Select {
                    id: "expect-percent-{at}",
                    label: "Counted in",
                    name: "percent",
                    choices: vec![Choice::new("percent", "% of expected"), Choice::new("unit", own)],
                    value: percent,
                    onchange: move |v| draft.write().percent = v,
                }
            }
            div { class: "field-row",
                Field {
                    id: "expect-before-{at}",
                    label: "Window before",
                    name: "before",
                    value: before,
                    error: sending.wrong("/beforeWindow"),
                    oninput: move |v| draft.write().before = v,
                }
                Field {
                    id: "expect-after-{at}",
                    label: "Window after",
                    name: "after",
                    value: after,
                    error: sending.wrong("/afterWindow"),
                    oninput: move |v| draft.write().after = v,
                }
                Field {
                    id: "expect-note-{at}",
                    label: "Note",
                    name: "note",
                    value: note,
                    placeholder: "Why this much",
                    error: sending.wrong("/note"),
                    oninput: move |v| draft.write().note = v,
                }
            }
            Refusal { what: "Not registered", words: sending.rest(&SHOWN) }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| onclose.call(()), "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: sending.is_busy(), "Register" }
            }
        }
    }
}

/// Something was worked on or merged: what is expected now may be known already.
fn began(detail: &crate::domain::goal::GoalDetail) -> bool {
    detail.sessions.iter().any(|s| s.started_at.is_some()) || detail.artifacts.iter().any(|a| a.details.merged_at.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let draft = Draft { improve: "down".into(), smallest: "a lot".into(), before: "7 days".into(), ..Draft::default() };
        let error = draft.read("m").unwrap_err();
        assert!(error.field("/smallestEffect").is_some() && error.field("/beforeWindow").is_some());
        assert!(Draft::default().read("m").unwrap_err().field("/improve").is_some());
        let draft = Draft { improve: "up".into(), smallest: "1,5".into(), percent: "unit".into(), after: "14d".into(), ..Draft::default() };
        let new = draft.read("m").unwrap();
        assert_eq!((new.smallest_effect, new.smallest_is_percent, new.after_window), (Some(1.5), false, Some(Span::days(14))));
    }
}
