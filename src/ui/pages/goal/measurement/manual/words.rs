use crate::{
    domain::metric::{Metric, Verdict},
    ui::format,
};
use dioxus::prelude::*;

/// What the numbers say, as a sentence: it stands before every chart.
#[component]
pub fn Sentence(metric: Metric) -> Element {
    let (fact, rest) = sentence(&metric);
    let tone = match metric.verdict {
        Some(Verdict::Better) => "better",
        Some(Verdict::Worse) => "worse",
        _ => "",
    };
    rsx! {
        p { class: "sentence",
            b { "{fact}" }
            if metric.after.is_some() {
                " ("
                span { class: tone, "{change(&metric)}" }
                ")"
            }
            "{rest}"
        }
    }
}

/// The fact, and what it means.
fn sentence(metric: &Metric) -> (String, String) {
    let (name, unit) = (&metric.name, metric.unit.as_deref());
    let before = format::value(metric.before);
    let Some(after) = metric.after else {
        let before = format::quantity(metric.before, unit);
        return (format!("{name} was {before} before the work"), ". The value after it is not in yet.".into());
    };
    let verb = if after < metric.before {
        "fell"
    } else if after > metric.before {
        "rose"
    } else {
        "stayed"
    };
    let fact = if verb == "stayed" {
        format!("{name} stayed at {}", format::quantity(after, unit))
    } else {
        format!("{name} {verb} from {before} to {}", format::quantity(after, unit))
    };
    let meaning = match metric.verdict {
        Some(Verdict::Better) => ", which is better.",
        Some(Verdict::Worse) => ", which is worse.",
        Some(Verdict::Unchanged) => ".",
        None => ". Whether that is better was not said.",
    };
    (fact, meaning.into())
}

/// `−34 %`, or the difference where there is no percentage.
pub fn change(metric: &Metric) -> String {
    match (metric.delta_percent, metric.delta) {
        (Some(percent), _) => format::change(percent),
        (None, Some(delta)) => {
            let sign = if delta > 0.0 { "+" } else { "" };
            format!("{sign}{}", format::quantity(delta, metric.unit.as_deref()))
        }
        (None, None) => "—".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::metric::{Improve, delta, delta_percent, verdict};
    use chrono::DateTime;

    fn metric(before: f64, after: Option<f64>, improve: Option<Improve>) -> Metric {
        Metric {
            id: "m".into(),
            goal_id: "g".into(),
            name: "p95 latency".into(),
            before,
            after,
            unit: Some("ms".into()),
            improve,
            source: "manual".into(),
            note: None,
            delta: after.map(|a| delta(before, a)),
            delta_percent: after.and_then(|a| delta_percent(before, a)),
            verdict: after.and_then(|a| verdict(before, a, improve)),
            measured_at: None,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_pair_reads_as_a_sentence() {
        let cases = [
            (metric(422.0, Some(278.0), Some(Improve::Down)), "p95 latency fell from 422 to 278 ms", ", which is better."),
            (metric(1.0, Some(2.0), Some(Improve::Down)), "p95 latency rose from 1 to 2 ms", ", which is worse."),
            (metric(3.0, Some(3.0), None), "p95 latency stayed at 3 ms", ". Whether that is better was not said."),
            (metric(422.0, None, None), "p95 latency was 422 ms before the work", ". The value after it is not in yet."),
        ];
        for (metric, fact, rest) in cases {
            assert_eq!(sentence(&metric), (fact.to_owned(), rest.to_owned()));
        }
    }

    #[test]
    fn from_nothing_there_is_no_percentage() {
        assert_eq!(change(&metric(0.0, Some(5.0), None)), "+5 ms");
        assert_eq!(change(&metric(422.0, Some(278.0), None)), "−34 %");
    }
}
