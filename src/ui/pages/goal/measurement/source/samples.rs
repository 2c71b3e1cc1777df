use super::confounders::moment;
use crate::{
    domain::{
        Error, FieldError, Result,
        metric_source::{MetricSource, Moment, NewSample, NewSamples, Received},
    },
    rpc,
    ui::{
        components::{Button, ButtonKind, Field, TextArea},
        format,
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

/// The largest file that is sent: the server takes requests of 4 MiB.
const FILE_MOST: u64 = 3_900_000;

/// Adds values to a metric that nobody is asked about: one that is typed, or a CSV.
#[component]
pub fn Samples(source: MetricSource) -> Element {
    let received = use_signal(|| None::<Received>);
    rsx! {
        div { class: "samples",
            OneValue { source: source.clone(), received }
            Csv { source, received }
            if let Some(received) = received.read().as_ref() {
                p { class: "received", role: "status", {told(received)} }
                for note in &received.notes {
                    p { key: "{note}", class: "muted", "{note}" }
                }
            }
        }
    }
}

fn told(received: &Received) -> String {
    let stored = format!("{} stored", format::plural(received.stored, "value"));
    let empty = if received.empty > 0 { format!(", {} without a value", received.empty) } else { String::new() };
    match (received.first_at, received.last_at) {
        (Some(first), Some(last)) if first != last => format!("{stored}{empty}: {} to {}", format::moment(first), format::moment(last)),
        (Some(first), _) => format!("{stored}{empty}: {}", format::moment(first)),
        _ => format!("{stored}{empty}"),
    }
}

#[component]
fn OneValue(source: MetricSource, received: Signal<Option<Received>>) -> Element {
    let view = use_goal();
    let sending = use_sending();
    let (mut at, mut value) = (use_signal(String::new), use_signal(String::new));
    let id = source.id.clone();
    let save = move |event: FormEvent| {
        event.prevent_default();
        let id = id.clone();
        async move {
            let mut received = received;
            let sample = match read(&at.peek(), &value.peek()) {
                Ok(sample) => sample,
                Err(wrong) => return sending.fail(wrong),
            };
            if let Some(stored) = sending.send(rpc::metrics::add_samples(id, NewSamples { samples: vec![sample] })).await {
                received.set(Some(stored));
                value.set(String::new());
                view.refresh();
            }
        }
    };
    let label = source.unit.as_ref().map_or_else(|| "Value".to_owned(), |unit| format!("Value, in {unit}"));
    rsx! {
        form { class: "field-row value-form", onsubmit: save,
            Field {
                id: "sample-at-{source.id}",
                label: "Time (UTC)",
                name: "at",
                kind: "datetime-local",
                value: at(),
                error: sending.wrong("/samples/0/at"),
                oninput: move |v| at.set(v),
            }
            Field {
                id: "sample-value-{source.id}",
                label,
                name: "value",
                value: value(),
                inputmode: "decimal",
                placeholder: "278",
                error: sending.wrong("/samples/0/value"),
                oninput: move |v| value.set(v),
            }
            Button { r#type: "submit", busy: sending.is_busy(), "Add the value" }
        }
        Refusal { what: "Not stored", words: sending.rest(&["/samples/0/at", "/samples/0/value"]) }
    }
}

fn read(at: &str, value: &str) -> Result<NewSample> {
    let mut errors = Vec::new();
    let (time, amount) = (moment(at), number(value));
    if time.is_none() {
        errors.push(FieldError { pointer: "/samples/0/at".into(), detail: "is required: the time of the value".into() });
    }
    if amount.is_none() {
        errors.push(FieldError { pointer: "/samples/0/value".into(), detail: "must be a number, as 278 or 1.8".into() });
    }
    match (time, amount) {
        (Some(time), Some(amount)) => Ok(NewSample { at: Moment(time), value: Some(amount) }),
        _ => Err(Error::Invalid { errors }),
    }
}

#[component]
fn Csv(source: MetricSource, received: Signal<Option<Received>>) -> Element {
    let view = use_goal();
    let sending = use_sending();
    let mut text = use_signal(String::new);
    let id = source.id.clone();
    let save = move |event: FormEvent| {
        event.prevent_default();
        let id = id.clone();
        async move {
            let mut received = received;
            let csv = text.peek().clone();
            if csv.trim().is_empty() {
                return sending.fail(Error::invalid("/csv", "is empty: paste the lines, or choose a file"));
            }
            if let Some(stored) = sending.send(rpc::metrics::add_csv(id, csv)).await {
                received.set(Some(stored));
                text.set(String::new());
                view.refresh();
            }
        }
    };
    let choose = move |event: FormEvent| async move {
        let Some(file) = event.files().into_iter().next() else { return };
        if file.size() > FILE_MOST {
            let most = FILE_MOST / 1_000_000;
            return sending
                .fail(Error::invalid("/csv", format!("the file is larger than {most} MB: send it in parts, or to /hooks/metrics")));
        }
        match file.read_string().await {
            Ok(read) => {
                sending.forget();
                text.set(read);
            }
            Err(wrong) => sending.fail(Error::invalid("/csv", format!("the file could not be read: {wrong}"))),
        }
    };
    rsx! {
        form { class: "csv-form", onsubmit: save,
            TextArea {
                id: "csv-{source.id}",
                label: "CSV",
                name: "csv",
                rows: 4,
                value: text(),
                hint: "A line of names, then a time and a value a line: timestamp,value. Times are ISO 8601.",
                error: sending.wrong("/csv").or_else(|| sending.rest(&["/csv"])),
                oninput: move |v| text.set(v),
            }
            div { class: "csv-actions",
                label { class: "file", r#for: "file-{source.id}",
                    span { "Or choose a file" }
                    input { id: "file-{source.id}", r#type: "file", accept: ".csv,.txt,text/csv", onchange: choose }
                }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: sending.is_busy(), "Send the CSV" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_needs_its_time() {
        let sample = read("2026-02-18T14:00", "1,5").unwrap();
        assert_eq!((sample.value, format::moment(sample.at.0)), (Some(1.5), "18 Feb 2026, 14:00 UTC".into()));
        let error = read("", "much").unwrap_err();
        assert!(error.field("/samples/0/at").is_some() && error.field("/samples/0/value").is_some());
    }
}
