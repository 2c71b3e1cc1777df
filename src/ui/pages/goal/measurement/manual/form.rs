use crate::{
    domain::{
        Error,
        metric::{Improve, Metric, MetricPatch, NewMetric},
    },
    rpc,
    ui::{
        components::{Button, ButtonKind, Choice, Field, Select},
        hooks::{Step, use_first_focus},
        pages::goal::state::{GoalView, use_goal},
    },
};
use dioxus::prelude::*;

/// What is written in the form.
#[derive(Clone, Default, PartialEq)]
struct Draft {
    name: String,
    before: String,
    after: String,
    unit: String,
    improve: String,
    note: String,
}

impl Draft {
    /// What stands in `metric`, to be corrected.
    fn of(metric: &Metric) -> Self {
        Self {
            name: metric.name.clone(),
            before: metric.before.to_string(),
            after: metric.after.map(|after| after.to_string()).unwrap_or_default(),
            unit: metric.unit.clone().unwrap_or_default(),
            improve: metric.improve.map_or("", Improve::as_str).into(),
            note: metric.note.clone().unwrap_or_default(),
        }
    }

    /// The pair, or what is wrong with what was written.
    fn read(&self) -> Result<NewMetric, Error> {
        let after = self.after.trim();
        if !after.is_empty() && number(after).is_none() {
            return Err(Error::invalid("/after", "must be a number, as 278 or 1.8"));
        }
        if !self.before.trim().is_empty() && number(&self.before).is_none() {
            return Err(Error::invalid("/before", "must be a number, as 422 or 12.3"));
        }
        let text = |value: &str| Some(value.trim().to_owned()).filter(|v| !v.is_empty());
        NewMetric {
            name: self.name.clone(),
            before: number(&self.before),
            after: number(after),
            unit: text(&self.unit),
            improve: Improve::parse(&self.improve),
            note: text(&self.note),
            ..Default::default()
        }
        .check("")
    }
}

/// A number as people write it: `1,250`, `12.3`, `−5`; a comma before one or two digits at the end is a decimal one.
pub fn number(text: &str) -> Option<f64> {
    let text: String = text.trim().replace('−', "-").chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
    let plain = match text.rsplit_once(',') {
        Some((whole, end)) if !text.contains('.') && !whole.contains(',') && end.len() != 3 => format!("{whole}.{end}"),
        _ => text.replace(',', ""),
    };
    plain.parse().ok().filter(|n: &f64| n.is_finite())
}

/// Adds the pair, or puts it in the place of the one that is corrected, with a way back.
async fn store(view: GoalView, new: NewMetric, corrected: Option<Metric>) -> Result<(), Error> {
    let Some(old) = corrected else { return rpc::evidence::add_metric(view.goal().id.0, new).await.map(drop) };
    let patch = MetricPatch {
        name: Some(new.name),
        before: new.before,
        after: Some(new.after),
        unit: Some(new.unit),
        improve: Some(new.improve),
        note: Some(new.note),
    };
    let (id, back) = (old.id.0.clone(), MetricPatch::all_of(&old));
    let changed = rpc::evidence::change_metric(id.clone(), patch).await?;
    let done = format!("Corrected {}", changed.name);
    view.steps.take(Step::done().undo(done, move || rpc::evidence::change_metric(id.clone(), back.clone())));
    Ok(())
}

/// A before/after pair by hand. The value after may follow later.
#[component]
pub fn MetricForm(
    /// The pair that is corrected; without one the form adds another.
    #[props(default)]
    corrected: Option<Metric>,
    /// Closes the form; without it the form stays.
    #[props(!optional)]
    onclose: Option<EventHandler<()>>,
) -> Element {
    let view = use_goal();
    let at = corrected.as_ref().map_or_else(|| "metric".into(), |metric| format!("metric-{}", metric.id));
    use_first_focus(onclose.map(|_| format!("{at}-name")));
    let title = if corrected.is_some() { "Correct the measurement" } else { "Record a measurement" };
    let first = corrected.clone();
    let mut draft = use_signal(move || first.as_ref().map(Draft::of).unwrap_or_default());
    let mut error = use_signal(|| None::<Error>);
    let mut busy = use_signal(|| false);
    let save = move |event: FormEvent| {
        event.prevent_default();
        let corrected = corrected.clone();
        async move {
            busy.set(true);
            let read = draft.peek().read();
            let saved = match read {
                Ok(new) => store(view, new, corrected).await,
                Err(wrong) => Err(wrong),
            };
            busy.set(false);
            match saved {
                Ok(()) => {
                    draft.set(Draft::default());
                    error.set(None);
                    view.refresh();
                    if let Some(onclose) = onclose {
                        onclose.call(());
                    }
                }
                Err(wrong) => error.set(Some(wrong)),
            }
        }
    };
    let wrong = move |pointer: &str| error.read().as_ref().and_then(|e| e.field(pointer).map(str::to_owned));
    let other = error.read().as_ref().filter(|e| !matches!(e, Error::Invalid { .. })).map(ToString::to_string);
    let Draft { name, before, after, unit, improve, note } = draft();
    rsx! {
        form { class: "card metric-form", onsubmit: save,
            h3 { "{title}" }
            Field {
                id: "{at}-name",
                label: "What was measured",
                name: "name",
                value: name,
                placeholder: "p95 checkout latency",
                error: wrong("/name"),
                oninput: move |v| draft.write().name = v,
            }
            div { class: "field-row",
                Field {
                    id: "{at}-before",
                    label: "Before",
                    name: "before",
                    value: before,
                    inputmode: "decimal",
                    error: wrong("/before"),
                    oninput: move |v| draft.write().before = v,
                }
                Field {
                    id: "{at}-after",
                    label: "After",
                    name: "after",
                    value: after,
                    inputmode: "decimal",
                    hint: "may follow later",
                    error: wrong("/after"),
                    oninput: move |v| draft.write().after = v,
                }
                Field {
                    id: "{at}-unit",
                    label: "Unit",
                    name: "unit",
                    value: unit,
                    placeholder: "ms",
                    error: wrong("/unit"),
                    oninput: move |v| draft.write().unit = v,
                }
                Select {
                    id: "{at}-improve",
                    label: "Direction",
                    name: "improve",
                    choices: vec![
                        Choice::new("", "not set"),
                        Choice::new("down", "lower is better"),
                        Choice::new("up", "higher is better"),
                    ],
                    value: improve,
                    onchange: move |v| draft.write().improve = v,
                }
            }
            Field {
                id: "{at}-note",
                label: "Note",
                name: "note",
                value: note,
                placeholder: "Where the numbers come from",
                error: wrong("/note"),
                oninput: move |v| draft.write().note = v,
            }
            if let Some(other) = other {
                p { class: "field-error", role: "alert", "Not saved: {other}" }
            }
            div { class: "form-actions",
                if let Some(onclose) = onclose {
                    Button { kind: ButtonKind::Quiet, onclick: move |_| onclose.call(()), "Cancel" }
                }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: busy(), "Save" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("12.3", Some(12.3)),
            (" 1,250 ", Some(1250.0)),
            ("1,5", Some(1.5)),
            ("−5", Some(-5.0)),
            ("1,250.5", Some(1250.5)),
            ("1,000,000", Some(1e6)),
            ("12 ms", None),
            ("", None),
            ("inf", None),
        ];
        for (text, value) in cases {
            assert_eq!(number(text), value, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let draft = Draft { name: "p95".into(), before: "fast".into(), ..Default::default() };
        assert!(draft.read().unwrap_err().field("/before").is_some());
        let draft = Draft { name: String::new(), before: "1".into(), ..Default::default() };
        assert!(draft.read().unwrap_err().field("/name").is_some());
    }
}
