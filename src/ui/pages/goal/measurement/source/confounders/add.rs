use crate::{
    domain::{
        Error, FieldError,
        confounder::{ConfounderKind, NewConfounder},
    },
    rpc,
    ui::{
        components::{Button, ButtonKind, Choice, Field, Glyph, Select},
        pages::goal::{
            measurement::sending::{Refusal, use_sending},
            state::use_goal,
        },
    },
};
use chrono::{DateTime, NaiveDateTime, Utc};
use dioxus::prelude::*;

/// What is written of another one.
#[derive(Clone, Default, PartialEq)]
struct Draft {
    kind: String,
    title: String,
    starts: String,
    ends: String,
}

impl Draft {
    fn read(&self) -> Result<NewConfounder, Error> {
        let wrong = |pointer: &str| FieldError { pointer: pointer.into(), detail: "must be a date and a time".into() };
        let mut errors = Vec::new();
        let mut at = |pointer: &str, text: &str| match text.trim() {
            "" => None,
            given => moment(given).or_else(|| {
                errors.push(wrong(pointer));
                None
            }),
        };
        let (starts_at, ends_at) = (at("/startsAt", &self.starts), at("/endsAt", &self.ends));
        if !errors.is_empty() {
            return Err(Error::Invalid { errors });
        }
        NewConfounder { kind: ConfounderKind::parse(&self.kind), title: self.title.clone(), starts_at, ends_at }.check()
    }
}

/// What a browser gives for a date and a time, taken as UTC.
pub fn moment(text: &str) -> Option<DateTime<Utc>> {
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok()).map(|at| at.and_utc())
}

/// Adds what a person knows of. `at` keeps ids apart.
#[component]
pub fn Add(at: String) -> Element {
    let view = use_goal();
    let sending = use_sending();
    let mut open = use_signal(|| false);
    let mut draft = use_signal(|| Draft { kind: ConfounderKind::Deploy.as_str().into(), ..Draft::default() });
    let save = move |event: FormEvent| {
        event.prevent_default();
        async move {
            let new = match draft.peek().read() {
                Ok(new) => new,
                Err(wrong) => return sending.fail(wrong),
            };
            let goal = view.goal().id.0;
            if let Some(added) = sending.send(rpc::metrics::add_confounder(goal, new)).await {
                draft.set(Draft { kind: added.kind.as_str().into(), ..Draft::default() });
                open.set(false);
                view.refresh();
            }
        }
    };
    if !open() {
        return rsx! {
            Button { kind: ButtonKind::Quiet, icon: Glyph::Plus, onclick: move |_| open.set(true), "Add what else happened" }
        };
    }
    let Draft { kind, title, starts, ends } = draft();
    let kinds = ConfounderKind::ALL.map(|kind| Choice::new(kind.as_str(), kind.label())).to_vec();
    rsx! {
        form { class: "sub-form", onsubmit: save,
            div { class: "field-row",
                Select { id: "confounder-kind-{at}", label: "Kind", name: "kind", choices: kinds, value: kind, onchange: move |v| draft.write().kind = v }
                Field {
                    id: "confounder-title-{at}",
                    label: "What it was",
                    name: "title",
                    value: title,
                    placeholder: "Payment provider was down",
                    error: sending.wrong("/title"),
                    oninput: move |v| draft.write().title = v,
                }
            }
            div { class: "field-row",
                Field {
                    id: "confounder-starts-{at}",
                    label: "Began (UTC)",
                    name: "starts",
                    kind: "datetime-local",
                    value: starts,
                    error: sending.wrong("/startsAt"),
                    oninput: move |v| draft.write().starts = v,
                }
                Field {
                    id: "confounder-ends-{at}",
                    label: "Ended (UTC)",
                    name: "ends",
                    kind: "datetime-local",
                    value: ends,
                    hint: "Empty: it was over at once.",
                    error: sending.wrong("/endsAt"),
                    oninput: move |v| draft.write().ends = v,
                }
            }
            Refusal { what: "Not added", words: sending.rest(&["/title", "/startsAt", "/endsAt"]) }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| open.set(false), "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: sending.is_busy(), "Add" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::format;

    #[test]
    fn times_are_those_of_a_browser() {
        let at = moment("2026-03-01T12:30").unwrap();
        assert_eq!(format::moment(at), "1 Mar 2026, 12:30 UTC");
        assert_eq!(moment("yesterday"), None);
        let draft = Draft { title: "x".into(), starts: "soon".into(), ..Draft::default() };
        assert!(draft.read().unwrap_err().field("/startsAt").is_some());
        assert!(Draft { title: "x".into(), ..Draft::default() }.read().unwrap_err().field("/startsAt").is_some());
    }
}
